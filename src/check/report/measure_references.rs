//! PB052: what a measure of the report says it needs is not there.

use super::{Project, extensions};
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::name::same;
use crate::pbir::Json;

pub const STALE_REFERENCE: Code = Code {
    id: "PB052",
    name: "stale-reference",
    severity: Severity::Warning,
    explanation: "\
Beside its DAX a measure of the report lists the measures that it needs: those of the model, and those of the report
with the `schema` of its extension. A name in the list that is not there is left from an earlier formula, or from
before a measure was renamed.

Wrong:  \"references\": { \"measures\": [{ \"entity\": \"Sales\", \"name\": \"Old Revenue\" }] }
Right:  \"references\": { \"measures\": [{ \"entity\": \"Sales\", \"name\": \"Revenue\" }] }
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let Some(model) = project.model else { return Vec::new() };
    let measures = extensions::find(project.read);
    let path = project.read.path("definition/reportExtensions.json");
    let mut found = Vec::new();
    for measure in &measures {
        let listed = measure.json.at(&["references", "measures"]).map(Json::items).unwrap_or_default();
        for one in listed {
            let (Some(table), Some((value, name))) =
                (one.get("entity").and_then(Json::text), one.get("name").and_then(|name| Some((name, name.text()?))))
            else {
                continue;
            };
            let is_own = one.get("schema").is_some();
            let is_there = match is_own {
                true => measures.iter().any(|known| same(known.table, table) && same(known.name, name)),
                false => model.table(table).is_some_and(|table| table.measure(name).is_some()),
            };
            // The DAX that names it has been said to, unless it is another table's.
            let is_elsewhere = model.measures().any(|(_, one)| same(one.name.as_str(), name));
            if is_there || !is_elsewhere && measure.dax.to_lowercase().contains(&format!("[{}]", name.to_lowercase())) {
                continue;
            }
            let owner = if is_own { "report" } else { "model" };
            let message = format!("the {owner} has no measure `{name}` at the table `{table}`");
            let known: Vec<&str> = match is_own {
                true => measures.iter().map(|one| one.name).collect(),
                false => model.measures().map(|(_, one)| one.name.as_str()).collect(),
            };
            let diagnostic = Diagnostic::new(&STALE_REFERENCE, message);
            let place = Place::bytes(path.as_str(), value.span.clone());
            found.push(diagnostic.at(place, "").did_you_mean(name, known).help("take it off the list"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, tree};

    fn said_of(references: &str) -> Vec<String> {
        let schema = "https://developer.microsoft.com/json-schemas/fabric/item/report/definition/reportExtension/1.0.0";
        let mut tree = tree();
        let text = format!(
            r#"{{"$schema": "{schema}/schema.json", "name": "extension", "entities": [{{"name": "Sales", "measures":
            [{{"name": "A", "dataType": "Double", "expression": "1", "references": {{"measures": [{references}]}}}}]}}]}}"#
        );
        tree.insert("X.Report/definition/reportExtensions.json", text);
        said(&tree)
    }

    #[test]
    fn what_is_listed_is_there() {
        assert_eq!(said_of(r#"{"entity": "Sales", "name": "Revenue"}"#), [""; 0]);
        assert_eq!(said_of(r#"{"schema": "extension", "entity": "Sales", "name": "A"}"#), [""; 0]);
        let message = "PB052 the model has no measure `Old` at the table `Sales`";
        assert_eq!(said_of(r#"{"entity": "Sales", "name": "Old"}"#), [message]);
    }
}
