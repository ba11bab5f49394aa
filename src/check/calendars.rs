//! MD129: the groups of a calendar.

use std::collections::BTreeMap;

use super::carried::{carried, text};
use super::context::{Context, table_path};
use crate::diag::{Code, Diagnostic, Severity};

pub static CALENDAR_GROUP: Code = Code {
    id: "MD129",
    name: "calendar-group",
    severity: Severity::Error,
    explanation:
        "A calendar says which columns stand for which unit of time. Each unit is one that there is, is told once, \
and has a primary column; a column stands for one unit only. (What is only incomplete is a warning.)

Wrong: `calendarColumnGroup = yaer`
Right: `calendarColumnGroup = year`",
};

const UNITS: &[&str] = &[
    "unknown",
    "year",
    "semester",
    "semesterOfYear",
    "quarter",
    "quarterOfYear",
    "quarterOfSemester",
    "month",
    "monthOfYear",
    "monthOfSemester",
    "monthOfQuarter",
    "week",
    "weekOfYear",
    "weekOfSemester",
    "weekOfQuarter",
    "weekOfMonth",
    "date",
    "dayOfYear",
    "dayOfSemester",
    "dayOfQuarter",
    "dayOfMonth",
    "dayOfWeek",
];

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for table in &context.model.tables {
        for calendar in carried(&table.more, &table_path(table), "calendar") {
            let fault = |message: String| {
                Diagnostic::new(&CALENDAR_GROUP, message).at(context.origins.place(&calendar.path), "")
            };
            let doubt = |message: String| Diagnostic { severity: Severity::Warning, ..fault(message) };
            let mut seen: BTreeMap<String, ()> = BTreeMap::new();
            let mut primary: BTreeMap<String, &str> = BTreeMap::new();
            for group in calendar.children("calendarColumnGroup") {
                // One without a unit only has columns that go with the time.
                let Some(unit) = group.default.map(str::trim).filter(|unit| !unit.is_empty()) else { continue };
                if !UNITS.iter().any(|known| known.eq_ignore_ascii_case(unit)) {
                    let message = format!("there is no unit of time `{unit}`");
                    found.push(fault(message).did_you_mean(unit, UNITS.iter().copied()));
                } else if seen.insert(unit.to_ascii_lowercase(), ()).is_some() {
                    found.push(fault(format!("the calendar `{}` has the unit `{unit}` twice", calendar.name)));
                } else if text(group.inside, "primaryColumn").is_none() {
                    let message =
                        format!("the unit `{unit}` of the calendar `{}` has no primary column", calendar.name);
                    found.push(doubt(message).help("add `primaryColumn:` with the column that has its values"));
                } else if let Some(column) = text(group.inside, "primaryColumn")
                    && let Some(other) = primary.insert(column.to_lowercase(), unit)
                {
                    found.push(doubt(format!("the column `{column}` stands for the units `{other}` and `{unit}`")));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::lines;

    #[test]
    fn units_are_known_and_have_a_column() {
        let text = |groups: &str| {
            format!(
                "database\n    compatibilityLevel: 1702\nmodel Model\ntable T\n    column A\n        dataType: int64\n        \
                 sourceColumn: a\n    partition P = m\n        source = 1\n    calendar C\n{groups}"
            )
        };
        let group =
            |unit: &str, column: &str| format!("        calendarColumnGroup = {unit}\n            {column}: A\n");
        for groups in [
            group("yaer", "primaryColumn"),
            group("year", "associatedColumn"),
            group("year", "primaryColumn") + &group("year", "primaryColumn"),
        ] {
            assert_eq!(lines(&CALENDAR_GROUP, &text(&groups)), [10], "{groups}");
        }
        assert_eq!(
            lines(&CALENDAR_GROUP, &text(&(group("year", "primaryColumn") + &group("month", "primaryColumn")))),
            [10]
        );
        let sound = group("year", "primaryColumn") + &group("MonthOfYear", "primaryColumn").replace(": A", ": B");
        assert_eq!(lines(&CALENDAR_GROUP, &text(&sound)), [0; 0]);
    }
}
