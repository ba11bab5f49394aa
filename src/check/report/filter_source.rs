//! PB018: a query names a source that its `From` does not list.

use std::collections::BTreeSet;

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;

pub const FILTER_SOURCE: Code = Code {
    id: "PB018",
    name: "unknown-query-source",
    severity: Severity::Error,
    explanation: "\
A filter is a small query: its `From` gives each table a short name, and its conditions name the tables by these short
names, as `Source`. A short name that `From` does not give, or a table named by `Entity` in a condition, makes Power
BI drop the filter without a word. Outside of such queries tables have no short names, and the `Type` of a source is 0
for a table and 2 for a query (warnings).

Wrong:  \"From\": [{ \"Name\": \"s\", \"Entity\": \"Sales\" }] with { \"SourceRef\": { \"Source\": \"x\" } } below `Where`
Right:  \"From\": [{ \"Name\": \"s\", \"Entity\": \"Sales\" }] with { \"SourceRef\": { \"Source\": \"s\" } } below `Where`
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, json) in project.read.definition() {
        Walk { path, found: &mut found }.json(json, None);
    }
    found
}

/// A source that is a query and says that it is a table, or the other way round.
fn mistyped(path: &str, source: &Json) -> Option<Diagnostic> {
    let (kind, number) = source.get("Type").and_then(|kind| Some((kind, kind.number()?)))?;
    let (what, wanted) = match (source.get("Entity"), source.get("Expression")) {
        (Some(_), None) if number == 2.0 => ("table", 0),
        (None, Some(_)) if number != 2.0 => ("query", 2),
        _ => return None,
    };
    let fault =
        Diagnostic::new(&FILTER_SOURCE, format!("a source that is a {what} has the type {wanted}, not {number}"));
    let fault = fault.at(Place::bytes(path, kind.span.clone()), "");
    Some(Diagnostic { severity: Severity::Warning, ..fault })
}

fn are_named(from: &Json) -> bool {
    from.items().iter().all(|source| source.get("Name").and_then(Json::text).is_some())
}

struct Walk<'a> {
    path: &'a str,
    found: &'a mut Vec<Diagnostic>,
}

impl Walk<'_> {
    /// `names` are those of the queries around, where there are any.
    fn json(&mut self, json: &Json, names: Option<&BTreeSet<&str>>) {
        json.items().iter().for_each(|item| self.json(item, names));
        let own = json.get("From").filter(|from| !from.items().is_empty()).map(|from| {
            let own = from.items().iter().filter_map(|source| source.get("Name")?.text());
            names.into_iter().flatten().copied().chain(own).collect::<BTreeSet<_>>()
        });
        for source in json.get("From").map(Json::items).unwrap_or_default() {
            self.found.extend(mistyped(self.path, source));
        }
        // A filter that says nothing of what it filters.
        let empty = json.get("Where").filter(|list| list.is_list() && list.items().is_empty() && own.is_some());
        self.found.extend(empty.map(|list| {
            let fault = Diagnostic::new(&FILTER_SOURCE, "the filter has sources and an empty `Where`");
            let fault = fault.at(Place::bytes(self.path, list.span.clone()), "");
            Diagnostic { severity: Severity::Warning, ..fault }
        }));
        for member in json.members() {
            // What is only shown of a filter names its tables as visuals do.
            if member.key == "Annotations" {
                continue;
            }
            // A filter without its `From` has been said to be broken.
            if member.key == "filter" && member.value.is_object() && member.value.get("From").is_none() {
                let nested = member.value.get("filter").is_some();
                if !nested {
                    continue;
                }
            }
            // Nor is anything said of one whose table has lost its name.
            if member.key == "filter" && !member.value.get("From").is_none_or(are_named) {
                continue;
            }
            let names = own.as_ref().or(names);
            match (member.key.as_str(), names) {
                ("SourceRef", Some(names)) => self.source(&member.value, names),
                ("SourceRef", None) => self.outside(&member.value),
                // A source may itself be the result of a query, which its name stands for.
                _ => self.json(&member.value, names),
            }
        }
    }

    /// Of what stands in no query.
    fn outside(&mut self, json: &Json) {
        if let Some((value, name)) = json.get("Source").and_then(|value| Some((value, value.text()?))) {
            let place = Place::bytes(self.path, value.span.clone());
            let mut fault =
                Diagnostic::new(&FILTER_SOURCE, format!("`{name}` stands in no query that gives it a table"));
            fault.severity = Severity::Warning;
            self.found.push(fault.at(place, "").help("write the name of the table, as `Entity`"));
        }
    }

    fn source(&mut self, json: &Json, names: &BTreeSet<&str>) {
        let place = |json: &Json| Place::bytes(self.path, json.span.clone());
        let new = |message: String| Diagnostic::new(&FILTER_SOURCE, message);
        if let Some((value, name)) = json.get("Source").and_then(|value| Some((value, value.text()?))) {
            if !names.contains(name) {
                let diagnostic = new(format!("`From` gives no table the name `{name}`")).at(place(value), "");
                self.found.push(diagnostic.did_you_mean(name, names.iter().copied()));
            }
        } else if let Some((value, name)) = json.get("Entity").and_then(|value| Some((value, value.text()?)))
            && json.get("Schema").is_none()
        {
            let message = format!("a condition names the table `{name}` by `Entity`");
            self.found.push(new(message).at(place(value), "").help("write the name that `From` gives it, as `Source`"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    fn said_of(source: &str) -> String {
        let filter = format!(
            r#""filterConfig": {{"filters": [{{"name": "F", "field": {{"Literal": {{"Value": "1L"}}}}, "filter": {{"Version": 2, "From": [{{"Name": "s", "Entity":
            "Sales", "Type": 0}}], "Where": [{{"Condition": {{"Not": {{"Expression": {{"Column": {{"Expression":
            {{"SourceRef": {{{source}}}}}, "Property": "Quantity"}}}}}}}}}}]}}}}]}}, "position""#
        );
        said(&with("X.Report/definition/pages/p1/visuals/v1/visual.json", "\"position\"", &filter)).join(" | ")
    }

    #[test]
    fn a_name_that_from_does_not_give_is_named() {
        assert_eq!(said_of(r#""Source": "s""#), "");
        assert_eq!(said_of(r#""Source": "t""#), "PB018 `From` gives no table the name `t`");
        assert_eq!(said_of(r#""Entity": "Sales""#), "PB018 a condition names the table `Sales` by `Entity`");
    }

    #[test]
    fn a_table_and_a_query_say_what_they_are() {
        let said_of = |source: &str| {
            let filter = format!(
                r#""filterConfig": {{"filters": [{{"name": "F", "field": {{"Literal": {{"Value": "1L"}}}}, "filter": {{"Version": 2,
                "From": [{source}], "Where": [{{"Condition": {{"Literal": {{"Value": "true"}}}}}}]}}}}]}}, "position""#
            );
            said(&with("X.Report/definition/pages/p1/visuals/v1/visual.json", "\"position\"", &filter)).join("|")
        };
        assert_eq!(said_of(r#"{"Name": "s", "Entity": "Sales", "Type": 0}"#), "");
        let table = "PB018 a source that is a table has the type 0, not 2";
        assert_eq!(said_of(r#"{"Name": "s", "Entity": "Sales", "Type": 2}"#), table);
    }
}
