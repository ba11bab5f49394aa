//! PB022: a field of a visual lacks what Power BI knows it by.

use std::collections::BTreeMap;

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::{Json, fields};

pub const PROJECTION: Code = Code {
    id: "PB022",
    name: "broken-projection",
    severity: Severity::Error,
    explanation: "\
Each projection of a visual has a `field` and a `queryRef`, the name by which formats and sort orders speak of it. It
must not be that of a different field in the same visual: one of the two would not be shown. Without a `queryRef`
Power BI Desktop refuses the visual. A `format` of more than 255 characters is a warning.

Wrong:  { \"field\": { \"Measure\": … } }
Right:  { \"field\": { \"Measure\": … }, \"queryRef\": \"Sales.Revenue\" }
",
};

/// What a format string may have.
const LONGEST: usize = 255;

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, json) in project.visuals() {
        let buckets = json.at(&["visual", "query", "queryState"]).map(Json::members).unwrap_or_default();
        let mut seen: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for projection in buckets.iter().filter_map(|bucket| bucket.value.get("projections")).flat_map(Json::items) {
            let start = projection.span.start;
            let new = |message: String| Diagnostic::new(&PROJECTION, message);
            for key in ["field", "queryRef"].into_iter().filter(|key| projection.get(key).is_none()) {
                let diagnostic = new(format!("the projection has no `{key}`"));
                found.push(
                    diagnostic.at(Place::bytes(path, start..start + 1), "").help("write it as Power BI Desktop does"),
                );
            }
            let format = projection.get("format").and_then(|format| Some((format, format.text()?.chars().count())));
            if let Some((format, length)) = format.filter(|(_, length)| *length > LONGEST) {
                let fault = new(format!("the `format` has {length} characters, more than {LONGEST}"));
                let fault = fault.at(Place::bytes(path, format.span.clone()), "");
                found.push(Diagnostic { severity: Severity::Warning, ..fault });
            }
            let Some(reference) = projection.get("queryRef") else { continue };
            let Some(name) = reference.text() else { continue };
            if name.is_empty() {
                let diagnostic = new("the `queryRef` is empty".to_owned());
                found.push(
                    diagnostic
                        .at(Place::bytes(path, reference.span.clone()), "")
                        .help("write it as Power BI Desktop does"),
                );
                continue;
            }
            let fields: Vec<_> =
                fields::fields(projection).into_iter().map(|(field, _)| (field.table, field.kind)).collect();
            match seen.get(name) {
                Some(first) if *first != fields => {
                    let diagnostic = new(format!("the `queryRef` `{name}` is that of another field of this visual"));
                    found.push(
                        diagnostic.at(Place::bytes(path, reference.span.clone()), "").help("give each field its own"),
                    );
                }
                Some(_) => {}
                None => drop(seen.insert(name, fields)),
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    const VISUAL: &str = "X.Report/definition/pages/p1/visuals/v1/visual.json";

    #[test]
    fn a_field_without_its_reference_is_named() {
        assert_eq!(said(&with(VISUAL, "\"queryRef\"", "\"other\"")), ["PB022 the projection has no `queryRef`"]);
    }

    #[test]
    fn two_fields_of_one_reference_are_told_apart() {
        let second = |name: &str| {
            format!(
                r#""projections": [{{"field": {{"Column": {{"Expression": {{"SourceRef": {{"Entity": "Sales"}}}},
                "Property": "Quantity"}}}}, "queryRef": "{name}"}}, "#
            )
        };
        let said_of = |name: &str| said(&with(VISUAL, "\"projections\": [", &second(name)));
        assert_eq!(said_of("Sales.Quantity"), [""; 0]);
        let message = "PB022 the `queryRef` `Sales.Revenue` is that of another field of this visual";
        assert_eq!(said_of("Sales.Revenue"), [message]);
    }

    #[test]
    fn a_format_is_not_too_long() {
        let said_of = |length: usize| {
            let format = format!("\"format\": \"{}\", \"queryRef\"", "0".repeat(length));
            said(&with(VISUAL, "\"queryRef\"", &format)).join("|")
        };
        assert_eq!(said_of(255), "");
        assert_eq!(said_of(256), "PB022 the `format` has 256 characters, more than 255");
    }
}
