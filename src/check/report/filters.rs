//! PB041: filters that say two things, or not what they seem to.

use std::collections::{BTreeMap, BTreeSet};

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;

pub const FILTER: Code = Code {
    id: "PB041",
    name: "broken-filter",
    severity: Severity::Error,
    explanation: "\
Each filter of a report, page or visual has a `name` of its own (two of one name in a list are taken for one; in different
lists it is a note, for Power BI Desktop copies them with their pages). The rows
of `Values` in an `In` condition have one value for each of its `Expressions`: with more or fewer the filter is dropped.
A filter without a `field`, a query without its `Version` and a condition without `Values` are warnings.

Wrong:  \"In\": { \"Expressions\": [a, b], \"Values\": [[1], [2]] }
Right:  \"In\": { \"Expressions\": [a, b], \"Values\": [[1, 2]] }
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    found.extend(elsewhere(project));
    for (path, json) in project.read.definition() {
        let new = |json: &Json, message: String| {
            let end = if json.items().is_empty() { json.span.end } else { json.span.start + 1 };
            Diagnostic::new(&FILTER, message).at(Place::bytes(path, json.span.start..end), "")
        };
        let mut seen = BTreeSet::new();
        for filter in json.at(&["filterConfig", "filters"]).map(Json::items).unwrap_or_default() {
            let Some(name) = filter.get("name") else {
                let start = filter.span.start;
                let place = Place::bytes(path, start..start + 1);
                found.push(Diagnostic::new(&FILTER, "the filter has no `name`").at(place, ""));
                continue;
            };
            let kind = filter.get("type").and_then(Json::text);
            if filter.get("filter").is_some() && filter.get("field").is_none() && kind != Some("VisualTopN") {
                let start = filter.span.start;
                let place = Place::bytes(path, start..start + 1);
                let mut fault = Diagnostic::new(&FILTER, "the filter has no `field`").at(place, "");
                fault.severity = Severity::Warning;
                found.push(fault);
            }
            if name.text().is_some_and(|name| name.trim().is_empty()) {
                found.push(Diagnostic {
                    severity: Severity::Warning,
                    ..new(name, "the filter has an empty `name`".to_owned())
                });
            }
            if kind != Some("TopN")
                && filter.at(&["filter", "Where"]).is_some_and(|list| list.is_list() && list.items().is_empty())
            {
                let query = filter.get("filter").unwrap_or(filter);
                let place = Place::bytes(path, query.span.start..query.span.start + 1);
                let fault = Diagnostic::new(&FILTER, "the filter has no condition").at(place, "");
                found.push(Diagnostic { severity: Severity::Warning, ..fault });
            }
            if let Some(text) = name.text()
                && !seen.insert(text)
            {
                found.push(new(name, format!("there is another filter `{text}` in this list")).help("rename it"));
            }
        }
        json.each(&mut |member| {
            let query = &member.value;
            if query.get("From").is_some() && query.get("Version").is_none() {
                let place = Place::bytes(path, query.span.start..query.span.start + 1);
                let mut fault = Diagnostic::new(&FILTER, "the query has no `Version`").at(place, "");
                fault.severity = Severity::Warning;
                found.push(fault.help("write `\"Version\": 2`"));
            }
            let Some(width) = member.value.get("Expressions").map(|list| list.items().len()) else { return };
            if member.key != "In" {
                return;
            }
            let rows = member.value.get("Values").map(Json::items).unwrap_or_default();
            if let Some(list) = member.value.get("Values").filter(|list| list.is_list() && rows.is_empty()) {
                let fault =
                    new(list, "the condition lets no value pass".to_owned()).help("list the values that are chosen");
                found.push(Diagnostic { severity: Severity::Warning, ..fault });
            }
            for row in rows.iter().filter(|row| matches!(row.kind, crate::pbir::json::Kind::Array(_))) {
                let count = row.items().len();
                if count != width {
                    let message = format!("{} for {}", counted(count, "value"), counted(width, "expression"));
                    found.push(new(row, message).help("a row has one value for each expression"));
                }
            }
        });
    }
    found
}

/// Names that filters of different lists share, said once: a page that was copied in Power BI Desktop has those of the
/// page it was copied from.
fn elsewhere(project: &Project) -> Option<Diagnostic> {
    let mut homes: BTreeMap<&str, (&str, Option<&str>)> = BTreeMap::new();
    let mut shared: Vec<(&str, Place)> = Vec::new();
    for (path, json) in project.read.definition() {
        let owner = json.get("name").and_then(Json::text);
        for value in json.at(&["filterConfig", "filters"]).map(Json::items).unwrap_or_default() {
            let Some((value, name)) = value.get("name").and_then(|name| Some((name, name.text()?))) else { continue };
            let (home, other) = *homes.entry(name).or_insert((path, owner));
            // A file that was copied as a whole has been said to be a copy.
            if home != path && owner != other {
                shared.push((name, Place::bytes(path, value.span.clone())));
            }
        }
    }
    let more = shared.len().checked_sub(1)?;
    let (name, place) = shared.into_iter().next()?;
    let message = format!("the filter name `{name}` is that of another filter of the report");
    let mut diagnostic = Diagnostic::new(&FILTER, message).at(place, "");
    diagnostic.severity = Severity::Note;
    Some(if more > 0 { diagnostic.note(format!("and so it is with {more} more")) } else { diagnostic })
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    fn said_of(filters: &str) -> Vec<String> {
        let list = format!("\"filterConfig\": {{\"filters\": [{filters}]}}, \"displayName\"");
        said(&with("X.Report/definition/pages/p1/page.json", "\"displayName\"", &list))
    }

    #[test]
    fn filters_have_names_of_their_own() {
        assert_eq!(said_of("{\"name\": \"a\"}, {\"name\": \"b\"}"), [""; 0]);
        let message = "PB041 there is another filter `a` in this list";
        assert_eq!(said_of("{\"name\": \"a\"}, {\"name\": \"a\"}"), [message]);
        assert_eq!(said_of("{\"type\": \"Categorical\"}"), ["PB041 the filter has no `name`"]);
    }

    #[test]
    fn one_name_in_two_lists_is_noted() {
        let list = "\"filterConfig\": {\"filters\": [{\"name\": \"a\"}]}, ";
        let page = "X.Report/definition/pages/p1/page.json";
        let mut tree = with(page, "\"displayName\"", &format!("{list}\"displayName\""));
        let visual = "X.Report/definition/pages/p1/visuals/v1/visual.json";
        let text = tree.text(visual).expect("a visual").replace("\"position\"", &format!("{list}\"position\""));
        tree.insert(visual, text);
        assert_eq!(said(&tree), ["PB041 the filter name `a` is that of another filter of the report"]);
    }

    const ONE: &str = "{\"Literal\": {\"Value\": \"1L\"}}";

    #[test]
    fn each_row_fits_the_expressions() {
        let rows = |rows: &str| {
            format!(
                r#"{{"name": "a", "field": {ONE}, "filter": {{"Version": 2, "From": [], "Where": [{{"Condition": {{"In":
                {{"Expressions": [{ONE}], "Values": [{}]}}}}}}]}}}}"#,
                rows.replace("{}", ONE)
            )
        };
        assert_eq!(said_of(&rows("[{}], [{}]")), [""; 0]);
        assert_eq!(said_of(&rows("[{}], [{}, {}]")), ["PB041 2 values for 1 expression"]);
    }

    #[test]
    fn a_condition_lets_something_pass() {
        let said_of = |values: &str| {
            let filter = format!(
                r#"{{"name": "f", "field": {{"Literal": {{"Value": "1L"}}}}, "filter": {{"Version": 2, "From": [{{"Name": "s", "Entity": "Sales", "Type": 0}}],
                "Where": [{{"Condition": {{"In": {{"Expressions": [{{"Column": {{"Expression": {{"SourceRef": {{"Source": "s"}}}},
                "Property": "Quantity"}}}}], "Values": {values}}}}}}}]}}}}"#
            );
            said_of(&filter).join("|")
        };
        assert_eq!(said_of(r#"[[{"Literal": {"Value": "1L"}}]]"#), "");
        assert_eq!(said_of("[]"), "PB041 the condition lets no value pass");
        assert_eq!(said_of(r#"[[{"Literal": {"Value": ""}}]]"#), "PB042 the value is empty");
    }
}
