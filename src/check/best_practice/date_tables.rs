//! MD209, MD210, MD211: the tables of dates.

use super::{is_automatic, words};
use crate::check::context::{Context, table_path};
use crate::check::data_categories;
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::{Column, Table};

pub static NO_DATE_TABLE: Code = Code {
    id: "MD209",
    name: "no-date-table",
    severity: Severity::Note,
    explanation: "Time intelligence and every comparison over time want one table of dates, marked as such. This model has dates, and \
no such table.

Wrong: `Sales[Order Date]`, and nothing else.
Right: a table Date with `dataCategory: Time`, a key of dates, and a relationship to it.",
};

pub static UNMARKED_DATE_TABLE: Code = Code {
    id: "MD210",
    name: "unmarked-date-table",
    severity: Severity::Note,
    explanation: "A table of dates that is not marked as one: time intelligence removes filters from its date column \
only, not from years and months.

Wrong: a table `Calendar` without `dataCategory`.
Right: `dataCategory: Time` on the table and `isKey` on its column of dates.",
};

pub static AUTOMATIC_DATE_TABLE: Code = Code {
    id: "MD211",
    name: "automatic-date-table",
    severity: Severity::Note,
    explanation: "With automatic date and time on, Power BI makes a hidden table of dates for every column of dates. \
They make the model large, and none of them filters two tables at once.

Wrong: tables `LocalDateTable_…`.
Right: `annotation __PBI_TimeIntelligenceEnabled = 0`, and one table of dates.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let automatic: Vec<&Table> = context.model.tables.iter().filter(|table| is_automatic(table)).collect();
    if let [first, ..] = automatic.as_slice() {
        let message = format!("{} tables of dates were made automatically", automatic.len());
        found.push(
            Diagnostic::new(&AUTOMATIC_DATE_TABLE, message)
                .at(context.origins.place(&table_path(first)), "the first of them")
                .help("turn automatic date and time off, and use one table of dates"),
        );
    }
    let own = || context.model.tables.iter().filter(|table| !is_automatic(table));
    for table in own().filter(|table| !is_marked(table) && is_of_dates(table)) {
        let message = format!("`{}` is a table of dates and not marked as one", table.name);
        found.push(
            Diagnostic::new(&UNMARKED_DATE_TABLE, message)
                .at(context.origins.place(&table_path(table)), "")
                .help("add `dataCategory: Time`, and `isKey` to its column of dates"),
        );
    }
    let has_dates = own().any(|table| table.columns.iter().any(is_date));
    let is_known = own().any(|table| is_marked(table) || is_of_dates(table));
    if let (true, false, [], Some(_)) = (has_dates, is_known, automatic.as_slice(), context.origins.get("model"))
        && context.model.relationships.len() > 1
        && context.is_whole()
    {
        found.push(
            Diagnostic::new(&NO_DATE_TABLE, "the model has dates and no table of dates")
                .at(context.origins.place("model"), "")
                .help("add a table of all days with `dataCategory: Time`"),
        );
    }
}

fn is_date(column: &Column) -> bool {
    column.data_type.as_deref() == Some("dateTime")
}

fn is_marked(table: &Table) -> bool {
    let is_time = table.data_category.as_deref().is_some_and(|category| category.eq_ignore_ascii_case("time"));
    // Of a word that is none it has been said that `Time` is perhaps meant.
    is_time || data_categories::is_unknown(table)
}

/// Called date or calendar, with a column of dates and nothing to sum.
fn is_of_dates(table: &Table) -> bool {
    let names = words(table.name.as_str());
    let is_named = names.iter().any(|word| matches!(word.as_str(), "date" | "dates" | "calendar" | "calendario"));
    is_named && table.columns.iter().any(is_date) && table.columns.len() > 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn a_calendar_wants_to_be_marked() {
        let model = |name: &str, more: &str| {
            format!(
                "table {name}\n{more}    column D\n        dataType: dateTime\n    column Y\n        dataType: int64\n    column M\n        dataType: int64\n    partition P = m\n        source = 1\n"
            )
        };
        assert_eq!(lines(&UNMARKED_DATE_TABLE, &model("'Dim Date'", "")), [1]);
        assert!(lines(&UNMARKED_DATE_TABLE, &model("'Dim Date'", "    dataCategory: Time\n")).is_empty());
        assert!(lines(&UNMARKED_DATE_TABLE, &model("Candidate", "")).is_empty());
        assert_eq!(lines(&AUTOMATIC_DATE_TABLE, &model("LocalDateTable_1", "")), [1]);
        assert!(lines(&AUTOMATIC_DATE_TABLE, &model("Dates", "")).is_empty());
    }

    #[test]
    fn a_model_of_dates_wants_a_calendar() {
        let model = |kind: &str| {
            format!(
                "model Model\nrelationship a\n    fromColumn: T.A\n    toColumn: U.A\nrelationship b\n    fromColumn: T.B\n    toColumn: V.A\ntable T\n    column A\n        dataType: int64\n    column B\n        dataType: {kind}\n    partition P = m\n        source = 1\n"
            )
        };
        assert_eq!(lines(&NO_DATE_TABLE, &model("dateTime")), [1]);
        assert!(lines(&NO_DATE_TABLE, &model("int64")).is_empty());
    }
}
