//! Time intelligence: periods of a date column or a calendar.

use super::Section;
use crate::dax::functions::notes::{NOT_IN_DIRECT_QUERY, Visuals};

pub const SECTIONS: &[Section] = &[Section {
    notes: NOT_IN_DIRECT_QUERY.visuals(Visuals::Discouraged),
    text: "
CLOSINGBALANCEMONTH CLOSINGBALANCEQUARTER OPENINGBALANCEMONTH OPENINGBALANCEQUARTER TOTALMTD TOTALQTD(
    expression: scalar @filter, dates | calendar, filters?: filter) -> like expression
CLOSINGBALANCEWEEK OPENINGBALANCEWEEK TOTALWTD(expression: scalar @filter, calendar, filters?: filter)
    -> like expression
CLOSINGBALANCEYEAR OPENINGBALANCEYEAR TOTALYTD(
    expression: scalar @filter, dates | calendar, filters??: filter, year_end?: text) -> like expression
DATEADD(dates | calendar, intervals: integer, interval: {DAY, WEEK, MONTH, QUARTER, YEAR},
    extension??: {EXTENDING, PRECISE, ENDALIGNED}, truncation?: {BLANKS, ANCHORED}) -> {dates}
DATESBETWEEN(dates | calendar, start_date end_date: scalar) -> {dates}
DATESINPERIOD(dates | calendar, start_date: scalar, intervals: integer, interval: {DAY, WEEK, MONTH, QUARTER, YEAR},
    end_behavior?: {PRECISE, ENDALIGNED}) -> {dates}
DATESMTD DATESQTD ENDOFMONTH ENDOFQUARTER FIRSTDATE LASTDATE NEXTDAY NEXTMONTH NEXTQUARTER PREVIOUSDAY
    PREVIOUSMONTH PREVIOUSQUARTER SAMEPERIODLASTYEAR STARTOFMONTH STARTOFQUARTER(dates | calendar) -> {dates}
DATESWTD ENDOFWEEK NEXTWEEK PREVIOUSWEEK STARTOFWEEK(calendar) -> {calendar}
DATESYTD ENDOFYEAR NEXTYEAR PREVIOUSYEAR STARTOFYEAR(dates | calendar, year_end?: text) -> {dates}
FIRSTNONBLANK LASTNONBLANK(column: column | table, expression: scalar @column) -> {column}
FIRSTNONBLANKVALUE LASTNONBLANKVALUE(column: column | table, expression: scalar @column) -> like expression
PARALLELPERIOD(dates | calendar, intervals: integer, interval: {WEEK, MONTH, QUARTER, YEAR}) -> {dates}
",
}];
