//! PB073: a filter compares a column with a value of another type.

use std::collections::BTreeMap;

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::model::Model;
use crate::pbir::Json;

pub const FILTER_VALUE: Code = Code {
    id: "PB073",
    name: "filter-value-type",
    severity: Severity::Warning,
    explanation: "\
The values of a filter are of the type of its column: texts in quotes, whole and decimal numbers with a letter, dates as
`datetime'…'`, `true` and `false`. A column of numbers is never a text: the filter fails, or leaves no row. A filter by a
relative date is one of a column of dates.

Wrong:  `Calendar[Year]`, a whole number, in [[{ \"Literal\": { \"Value\": \"'2026'\" } }]]
Right:  `Calendar[Year]` in [[{ \"Literal\": { \"Value\": \"2026L\" } }]]
",
};

type Aliases<'a> = BTreeMap<&'a str, &'a str>;

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let Some(model) = project.model else { return Vec::new() };
    let mut found = Vec::new();
    for (path, json) in project.read.definition() {
        let mut rule = Rule { path, model, found: &mut found };
        json.each(&mut |member| {
            if let (Some(from), Some(conditions)) = (member.value.get("From"), member.value.get("Where")) {
                let aliases = from.items().iter().filter_map(alias).collect();
                rule.conditions(conditions, &aliases);
            }
            if member.key == "filters" {
                member.value.items().iter().for_each(|filter| rule.relative(filter));
            }
        });
    }
    found
}

fn alias(source: &Json) -> Option<(&str, &str)> {
    Some((source.get("Name")?.text()?, source.get("Entity")?.text()?))
}

struct Rule<'a> {
    path: &'a str,
    model: &'a Model,
    found: &'a mut Vec<Diagnostic>,
}

impl Rule<'_> {
    fn conditions(&mut self, json: &Json, aliases: &Aliases) {
        json.each(&mut |member| {
            let condition = &member.value;
            match member.key.as_str() {
                "In" => {
                    let columns = condition.get("Expressions").map(Json::items).unwrap_or_default();
                    for row in condition.get("Values").map(Json::items).unwrap_or_default() {
                        columns.iter().zip(row.items()).for_each(|(column, value)| self.pair(column, value, aliases));
                    }
                }
                "Comparison" => {
                    if let (Some(left), Some(right)) = (condition.get("Left"), condition.get("Right")) {
                        self.pair(left, right, aliases);
                    }
                }
                "Contains" | "StartsWith" => {
                    let left = condition.get("Left").and_then(|left| {
                        let column = self.column(left, |source| aliases.get(source.get("Source")?.text()?).copied());
                        Some((left, column?))
                    });
                    if let Some((left, (name, sort))) = left.filter(|(_, (_, sort))| *sort != TEXT) {
                        self.say(left, format!("`{}` of `{name}`, a column of {}", member.key, plural(sort)));
                    }
                    let value = condition.get("Right").and_then(literal);
                    if let Some((value, text)) = value.filter(|(_, text)| sort(text).is_some_and(|sort| sort != TEXT)) {
                        let message = format!("`{}` is about a text, not {}", member.key, sort(text).unwrap_or(TEXT));
                        self.say(value, message);
                    }
                }
                _ => {}
            }
        });
    }

    fn pair(&mut self, column: &Json, value: &Json, aliases: &Aliases) {
        let Some((value, text)) = literal(value) else { return };
        let Some(found) = sort(text) else { return };
        let Some((name, wanted)) = self.column(column, |source| aliases.get(source.get("Source")?.text()?).copied())
        else {
            return;
        };
        if wanted != found {
            self.say(value, format!("`{name}` is a column of {}, and this is {found}", plural(wanted)));
        }
    }

    fn relative(&mut self, filter: &Json) {
        let is_relative = filter.get("type").and_then(Json::text) == Some("RelativeDate");
        let Some(field) = filter.get("field").filter(|_| is_relative) else { return };
        if let Some((name, sort)) = self.column(field, |source| source.get("Entity")?.text())
            && sort != DATE
        {
            self.say(field, format!("a relative date of `{name}`, a column of {}", plural(sort)));
        }
    }

    /// Name and sort of values of a column whose type is known.
    fn column<'j>(
        &self,
        json: &'j Json,
        table: impl Fn(&'j Json) -> Option<&'j str>,
    ) -> Option<(String, &'static str)> {
        let column = json.get("Column")?;
        let table = table(column.at(&["Expression", "SourceRef"])?)?;
        let name = column.get("Property")?.text()?;
        let sort = match self.model.table(table)?.column(name)?.data_type.as_deref()? {
            "string" => TEXT,
            "int64" | "double" | "decimal" => NUMBER,
            "dateTime" => DATE,
            "boolean" => SWITCH,
            _ => return None,
        };
        Some((format!("{table}[{name}]"), sort))
    }

    fn say(&mut self, json: &Json, message: String) {
        let end = if json.is_object() { json.span.start + 1 } else { json.span.end };
        let fault = Diagnostic::new(&FILTER_VALUE, message);
        self.found.push(fault.at(Place::bytes(self.path, json.span.start..end), ""));
    }
}

const TEXT: &str = "a text";
const NUMBER: &str = "a number";
const DATE: &str = "a date";
const SWITCH: &str = "true or false";

fn plural(sort: &str) -> &'static str {
    match sort {
        TEXT => "texts",
        NUMBER => "numbers",
        DATE => "dates",
        _ => "true and false",
    }
}

fn literal(json: &Json) -> Option<(&Json, &str)> {
    let value = json.at(&["Literal", "Value"])?;
    Some((value, value.text()?))
}

/// What a literal is; `None` of `null` and of what is no value, which is for another rule.
fn sort(text: &str) -> Option<&'static str> {
    match text {
        "true" | "false" => Some(SWITCH),
        text if text.starts_with('\'') && text.ends_with('\'') && text.len() > 1 => Some(TEXT),
        text if text.starts_with("datetime'") => Some(DATE),
        text => text.strip_suffix(['L', 'D', 'M']).filter(|number| number.parse::<f64>().is_ok()).map(|_| NUMBER),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{check, sound};
    use crate::model::Column;

    fn said_of(data_type: &str, condition: &str) -> String {
        let mut model = sound::model();
        let column = Column { name: "C".into(), data_type: Some(data_type.to_owned()), ..Column::default() };
        model.tables[0].columns.push(column);
        let column =
            |source: &str| format!(r#"{{"Column": {{"Expression": {{"SourceRef": {source}}}, "Property": "C"}}}}"#);
        let condition = condition.replace("COLUMN", &column(r#"{"Source": "s"}"#));
        let filter = format!(
            r#""filterConfig": {{"filters": [{{"name": "f", "field": {}, "type": "Advanced", "filter": {{"Version": 2,
            "From": [{{"Name": "s", "Entity": "Sales", "Type": 0}}], "Where": [{{"Condition": {condition}}}]}}}}]}},
            "displayName""#,
            column(r#"{"Entity": "Sales"}"#)
        );
        let tree = sound::with("X.Report/definition/pages/p1/page.json", "\"displayName\"", &filter);
        let found = check(&tree, &model);
        found.iter().map(|found| format!("{} {}", found.code.id, found.message)).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn values_are_of_the_columns_type() {
        let among = |data_type: &str, value: &str| {
            let values = format!(r#"[[{{"Literal": {{"Value": "{value}"}}}}]]"#);
            said_of(data_type, &format!(r#"{{"In": {{"Expressions": [COLUMN], "Values": {values}}}}}"#))
        };
        for (data_type, value) in [
            ("string", "'a'"),
            ("string", "null"),
            ("int64", "1L"),
            ("double", "1L"),
            ("decimal", "1.5M"),
            ("dateTime", "datetime'2026-01-31T00:00:00'"),
            ("boolean", "true"),
            ("variant", "'a'"),
        ] {
            assert_eq!(among(data_type, value), "", "{data_type} {value}");
        }
        assert_eq!(among("int64", "'1'"), "PB073 `Sales[C]` is a column of numbers, and this is a text");
        assert_eq!(among("string", "1L"), "PB073 `Sales[C]` is a column of texts, and this is a number");
        assert_eq!(among("dateTime", "'2026-01-31'"), "PB073 `Sales[C]` is a column of dates, and this is a text");
    }

    #[test]
    fn a_text_is_searched_for_a_text() {
        let search = |value: &str| {
            let right = format!(r#"{{"Literal": {{"Value": "{value}"}}}}"#);
            said_of("string", &format!(r#"{{"Contains": {{"Left": COLUMN, "Right": {right}}}}}"#))
        };
        assert_eq!(search("'a'"), "");
        assert_eq!(search("1L"), "PB073 `Contains` is about a text, not a number");
    }
}
