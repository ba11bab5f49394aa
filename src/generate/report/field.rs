//! Fields as a page file writes them, looked up in the model.
//!
//! `[Revenue]` a measure, wherever it stands · `Sales[Quantity]` a column or measure · `Date[Calendar].[Month]` a
//! level of a hierarchy · `SUM(Sales[Quantity])` a column under an aggregation · each with ` as Label` behind it.
//! Names are found without regard to case, as the engine does, and written as the model has them.

use serde_json::{Value, json};

use crate::check::report::unknown_field::UNKNOWN_FIELD;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::model::{Model, Table};
use crate::report::FieldKind;

pub const FIELD_SYNTAX: Code = Code {
    id: "PB031",
    name: "field-syntax",
    severity: Severity::Error,
    explanation: "\
A field of a page file is not written as a field. The forms are `[Measure]`, `Table[Column]`, `'My Table'[Column]`,
`Table[Hierarchy].[Level]` and `SUM(Table[Column])` (also AVERAGE, DISTINCTCOUNT, MIN, MAX, COUNT), each with
` as Label` behind it where the report is to show another name. A `]` inside a name is doubled.

Wrong:  Y = [\"Revenue\"]
Right:  Y = [\"[Revenue]\"]
",
};

/// A field that the model has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub table: String,
    pub kind: FieldKind,
    pub aggregation: Option<Aggregation>,
    pub label: Option<String>,
}

/// What Power BI's numbers for aggregations mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Aggregation {
    /// As DAX has it.
    function: &'static str,
    /// As Power BI's queries call it.
    name: &'static str,
    number: u8,
}

impl Aggregation {
    /// As a saved report has it.
    pub fn of(number: u64) -> Option<Self> {
        AGGREGATIONS.iter().copied().find(|known| u64::from(known.number) == number)
    }

    pub fn function(self) -> &'static str {
        self.function
    }
}

const AGGREGATIONS: &[Aggregation] = &[
    Aggregation { function: "SUM", name: "Sum", number: 0 },
    Aggregation { function: "AVERAGE", name: "Average", number: 1 },
    Aggregation { function: "DISTINCTCOUNT", name: "Count", number: 2 },
    Aggregation { function: "MIN", name: "Min", number: 3 },
    Aggregation { function: "MAX", name: "Max", number: 4 },
    Aggregation { function: "COUNT", name: "CountNonNull", number: 5 },
];

/// A field's text taken apart: nothing of it is looked up yet.
#[derive(Debug, PartialEq, Eq)]
struct Written {
    table: Option<String>,
    name: String,
    level: Option<String>,
    aggregation: Option<Aggregation>,
    label: Option<String>,
}

pub fn find(text: &str, model: &Model, place: Place) -> Result<Found, Diagnostic> {
    let Some(written) = parse(text) else {
        return Err(Diagnostic::new(&FIELD_SYNTAX, format!("`{text}` is not a field"))
            .at(place, "")
            .help("write a measure as `[Revenue]` and a column as `Table[Column]`"));
    };
    let label = written.label.clone();
    let (table, kind) = match &written.table {
        None => measure(&written.name, model, place)?,
        Some(table) => {
            let Some(table) = model.table(table) else {
                let names = model.tables.iter().map(|table| table.name.as_str());
                return Err(Diagnostic::new(&UNKNOWN_FIELD, format!("the model has no table `{table}`"))
                    .at(place, "")
                    .did_you_mean(table, names));
            };
            (table.name.to_string(), of_table(&written, table, place)?)
        }
    };
    Ok(Found { table, kind, aggregation: written.aggregation, label })
}

fn measure(name: &str, model: &Model, place: Place) -> Result<(String, FieldKind), Diagnostic> {
    let mut measures = model.measures();
    match measures.find(|(_, measure)| measure.name.as_str().eq_ignore_ascii_case(name)) {
        Some((table, measure)) => Ok((table.name.to_string(), FieldKind::Measure(measure.name.to_string()))),
        None => Err(Diagnostic::new(&UNKNOWN_FIELD, format!("the model has no measure `{name}`"))
            .at(place, "")
            .did_you_mean(name, model.measures().map(|(_, measure)| measure.name.as_str()))),
    }
}

fn of_table(written: &Written, table: &Table, place: Place) -> Result<FieldKind, Diagnostic> {
    let name = written.name.as_str();
    if let Some(level) = &written.level {
        let Some(hierarchy) = table.hierarchy(name) else {
            let names = table.hierarchies.iter().map(|hierarchy| hierarchy.name.as_str());
            return Err(missing("hierarchy", name, table, place).did_you_mean(name, names));
        };
        let names = || hierarchy.levels.iter().map(|level| level.name.as_str());
        return match names().find(|known| known.eq_ignore_ascii_case(level)) {
            Some(level) => Ok(FieldKind::Level { hierarchy: hierarchy.name.clone(), level: level.to_owned() }),
            None => Err(missing("level", level, table, place).did_you_mean(level, names())),
        };
    }
    if let Some(column) = table.column(name) {
        let name = column.name.to_string();
        return Ok(match written.aggregation {
            Some(_) => FieldKind::Aggregation(name),
            None => FieldKind::Column(name),
        });
    }
    match table.measure(name) {
        Some(measure) if written.aggregation.is_none() => Ok(FieldKind::Measure(measure.name.to_string())),
        Some(_) => Err(Diagnostic::new(&UNKNOWN_FIELD, format!("`{name}` is a measure and cannot be aggregated"))
            .at(place, "")
            .help(format!("write `[{name}]`"))),
        None => {
            let columns = table.columns.iter().map(|column| column.name.as_str());
            let measures = table.measures.iter().map(|measure| measure.name.as_str());
            Err(missing("column or measure", name, table, place).did_you_mean(name, columns.chain(measures)))
        }
    }
}

fn missing(what: &str, name: &str, table: &Table, place: Place) -> Diagnostic {
    Diagnostic::new(&UNKNOWN_FIELD, format!("the table `{}` has no {what} `{name}`", table.name)).at(place, "")
}

fn parse(text: &str) -> Option<Written> {
    let text = text.trim();
    for aggregation in AGGREGATIONS {
        let Some(rest) = strip_function(text, aggregation.function) else { continue };
        let (inner, after) = reference(rest.trim_start())?;
        let after = after.trim_start().strip_prefix(')')?;
        let sound = inner.table.is_some() && inner.level.is_none();
        return sound.then_some(Written { aggregation: Some(*aggregation), label: label(after)?, ..inner });
    }
    let (written, after) = reference(text)?;
    Some(Written { label: label(after)?, ..written })
}

fn strip_function<'a>(text: &'a str, function: &str) -> Option<&'a str> {
    let head = text.get(..function.len())?;
    if !head.eq_ignore_ascii_case(function) {
        return None;
    }
    text.get(function.len()..)?.trim_start().strip_prefix('(')
}

/// `Table[Name]`, `[Name]` or `Table[Hierarchy].[Level]`, and what follows it.
fn reference(text: &str) -> Option<(Written, &str)> {
    let (table, rest) = match text.strip_prefix('\'') {
        Some(quoted) => {
            let (table, rest) = until(quoted, '\'')?;
            (Some(table), rest)
        }
        None => {
            let (table, _) = text.split_once('[')?;
            let rest = text.get(table.len()..)?;
            let table = table.trim();
            (Some(table.to_owned()).filter(|table| !table.is_empty()), rest)
        }
    };
    let (name, rest) = until(rest.strip_prefix('[')?, ']')?;
    let (level, rest) = match rest.strip_prefix(".[") {
        Some(level) => {
            let (level, rest) = until(level, ']')?;
            (Some(level), rest)
        }
        None => (None, rest),
    };
    let sound = !name.is_empty() && (level.is_none() || table.is_some());
    sound.then_some((Written { table, name, level, aggregation: None, label: None }, rest))
}

/// A name up to its closing character, which stands doubled inside the name.
fn until(text: &str, close: char) -> Option<(String, &str)> {
    let mut name = String::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c != close {
            name.push(c);
        } else if chars.peek().is_some_and(|(_, next)| *next == close) {
            name.push(c);
            chars.next();
        } else {
            return Some((name, text.get(at + c.len_utf8()..)?));
        }
    }
    None
}

/// ` as Label`, or nothing at all.
fn label(text: &str) -> Option<Option<String>> {
    if text.trim().is_empty() {
        return Some(None);
    }
    let label = text.trim_start().strip_prefix("as ")?.trim();
    (!label.is_empty()).then(|| Some(label.to_owned()))
}

impl Found {
    pub fn is_measure(&self) -> bool {
        matches!(self.kind, FieldKind::Measure(_) | FieldKind::Aggregation(_))
    }

    /// The expression of a query, its table named by `source`: `{"Entity": …}` or the alias `{"Source": …}`.
    pub fn expression(&self, source: &Value) -> Value {
        let reference = json!({ "SourceRef": source });
        match &self.kind {
            FieldKind::Column(name) => json!({ "Column": { "Expression": reference, "Property": name } }),
            FieldKind::Measure(name) => json!({ "Measure": { "Expression": reference, "Property": name } }),
            FieldKind::Aggregation(name) => json!({ "Aggregation": {
                "Expression": { "Column": { "Expression": reference, "Property": name } },
                "Function": self.aggregation.map_or(0, |aggregation| aggregation.number),
            } }),
            FieldKind::Level { hierarchy, level } => json!({ "HierarchyLevel": {
                "Expression": { "Hierarchy": { "Expression": reference, "Hierarchy": hierarchy } },
                "Level": level,
            } }),
        }
    }

    pub fn entity(&self) -> Value {
        self.expression(&json!({ "Entity": self.table }))
    }

    /// What a projection is called in its visual; formatting refers to it.
    pub fn query_ref(&self) -> String {
        let table = &self.table;
        match (&self.kind, self.aggregation) {
            (FieldKind::Aggregation(name), Some(aggregation)) => format!("{}({table}.{name})", aggregation.name),
            (FieldKind::Column(name) | FieldKind::Measure(name) | FieldKind::Aggregation(name), _) => {
                format!("{table}.{name}")
            }
            (FieldKind::Level { hierarchy, level }, _) => format!("{table}.{hierarchy}.{level}"),
        }
    }

    pub fn native_query_ref(&self) -> String {
        match (&self.kind, self.aggregation) {
            (FieldKind::Aggregation(name), Some(aggregation)) => format!("{} of {name}", aggregation.name),
            (FieldKind::Column(name) | FieldKind::Measure(name) | FieldKind::Aggregation(name), _) => name.clone(),
            (FieldKind::Level { hierarchy, level }, _) => format!("{hierarchy} {level}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Column, Hierarchy, Level, Measure};

    fn model() -> Model {
        let measure = Measure { name: "Revenue".into(), ..Measure::default() };
        let odd = Measure { name: "O'Brien \"x\" [y]".into(), ..Measure::default() };
        let column = |name: &str| Column { name: name.into(), ..Column::default() };
        let level = Level { name: "Year".to_owned(), ..Level::default() };
        let calendar = Hierarchy { name: "Calendar".to_owned(), levels: vec![level], ..Hierarchy::default() };
        let sales = Table {
            name: "Sales".into(),
            columns: vec![column("Quantity")],
            measures: vec![measure, odd],
            ..Table::default()
        };
        let date = Table { name: "My Date".into(), hierarchies: vec![calendar], ..Table::default() };
        Model { tables: vec![sales, date], ..Model::default() }
    }

    fn found(text: &str) -> Result<(String, String, Option<String>), String> {
        let found = find(text, &model(), Place::file("x"))
            .map_err(|fault| format!("{} {}: {}", fault.code.id, fault.message, fault.help.join(" ")))?;
        Ok((found.query_ref(), found.native_query_ref(), found.label))
    }

    #[test]
    fn every_form_is_found_and_named_as_the_model_names_it() {
        let ok = |query: &str, native: &str| Ok((query.to_owned(), native.to_owned(), None));
        assert_eq!(found("[revenue]"), ok("Sales.Revenue", "Revenue"));
        assert_eq!(found("sales[quantity]"), ok("Sales.Quantity", "Quantity"));
        assert_eq!(found("'My Date'[Calendar].[Year]"), ok("My Date.Calendar.Year", "Calendar Year"));
        assert_eq!(found("sum( Sales[Quantity] )"), ok("Sum(Sales.Quantity)", "Sum of Quantity"));
        assert_eq!(found("[O'Brien \"x\" [y]]]"), ok("Sales.O'Brien \"x\" [y]", "O'Brien \"x\" [y]"));
        let labelled = found("[Revenue] as Total of all").expect("a field");
        assert_eq!(labelled.2.as_deref(), Some("Total of all"));
    }

    #[test]
    fn what_the_model_lacks_is_named_with_what_is_near() {
        let err = |text: &str| found(text).expect_err("a fault");
        assert_eq!(err("[Revenu]"), "PB005 the model has no measure `Revenu`: did you mean `Revenue`?");
        assert_eq!(err("Sale[Quantity]"), "PB005 the model has no table `Sale`: did you mean `Sales`?");
        assert!(err("Sales[Quantiti]").contains("has no column or measure `Quantiti`: did you mean `Quantity`?"));
        assert!(err("'My Date'[Calendar].[Yaer]").contains("no level `Yaer`: did you mean `Year`?"));
        assert!(err("SUM(Sales[Revenue])").contains("is a measure and cannot be aggregated"));
    }

    #[test]
    fn what_is_no_field_is_refused() {
        for text in ["", "Revenue", "[", "[]", "Sales[Quantity", "[A] B", "[Revenue] as ", "SUM([Revenue])", "'a[b]"] {
            assert!(found(text).expect_err("a fault").starts_with("PB031"), "{text}");
        }
    }
}
