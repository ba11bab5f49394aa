//! Filters and the values behind them.

use super::Section;
use crate::dax::functions::notes::{NOT_IN_DIRECT_QUERY, Visuals};

pub const SECTIONS: &[Section] = &[
    Section {
        notes: NOT_IN_DIRECT_QUERY,
        text: "
ALL() -> modifier
ALL ALLNOBLANKROW(table: base_table) -> {table}
ALL ALLNOBLANKROW(column+) -> {column}
ALLCROSSFILTERED(table: base_table) -> modifier
ALLSELECTED() -> modifier
ALLSELECTED(table: base_table) -> {table}
ALLSELECTED(column+) -> {column}
CALCULATE(expression: scalar @filter, filters: filter*) -> like expression
CALCULATETABLE(table @filter, filters: filter*) -> {table}
FILTER(table, condition: boolean @table) -> {table}
KEEPFILTERS(expression: filter) -> {expression}
REMOVEFILTERS() -> modifier
REMOVEFILTERS(table: base_table) -> modifier
REMOVEFILTERS(column+) -> modifier
SELECTEDVALUE(column, alternate?: scalar) -> like column, alternate
",
    },
    Section {
        notes: NOT_IN_DIRECT_QUERY.visuals(Visuals::Refused),
        text: "
ALLEXCEPT(table: base_table, column+) -> {table - column}
LOOKUPVALUE(result: column, (search: column, value: scalar)+, alternate?: scalar) -> like result, alternate
",
    },
    Section {
        notes: NOT_IN_DIRECT_QUERY.visuals(Visuals::Refused).instead("a variable that keeps the outer value"),
        text: "
EARLIER(column, level?: integer) -> like column
EARLIEST(column) -> like column
",
    },
];
