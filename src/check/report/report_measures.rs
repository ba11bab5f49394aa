//! PB040: a measure of the report itself bears a name that is taken, or is used and not there.

use std::collections::{BTreeMap, BTreeSet};

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;

pub const REPORT_MEASURE: Code = Code {
    id: "PB040",
    name: "report-measure",
    severity: Severity::Error,
    explanation: "\
`reportExtensions.json` holds measures of the report itself, each at a table of the model. Their names are different
from each other and from all measures of the model, and the tables are the model's. A visual that asks for one
(`\"Schema\": \"extension\"`) that is not there shows `fix this`.

Wrong:  { \"name\": \"Sales\", \"measures\": [{ \"name\": \"Revenue\", … }] } where the model has a measure `Revenue`
Right:  { \"name\": \"Sales\", \"measures\": [{ \"name\": \"Revenue per Order\", … }] }
",
};

/// The measures by their names in lower case, each with the tables in lower case at which it stands, and as it is
/// written.
type Known<'a> = BTreeMap<String, (BTreeSet<String>, &'a str)>;

/// What references to measures of the report call their schema.
const EXTENSION: &str = "extension";

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let path = project.read.path("definition/reportExtensions.json");
    let json = project.read.files.get(&path);
    let mut found = Vec::new();
    let mut known = Known::new();
    for entity in json.and_then(|json| json.get("entities")).map(Json::items).unwrap_or_default() {
        let Some((table, name)) = entity.get("name").and_then(|value| Some((value, value.text()?))) else { continue };
        if let Some(model) = project.model.filter(|model| model.table(name).is_none()) {
            let names = model.tables.iter().map(|table| table.name.as_str());
            found.push(new(&path, table, format!("the model has no table `{name}`")).did_you_mean(name, names));
        }
        for value in
            entity.get("measures").map(Json::items).unwrap_or_default().iter().filter_map(|one| one.get("name"))
        {
            let Some(measure) = value.text() else { continue };
            if measure.trim().is_empty() {
                found.push(new(&path, value, "the measure has an empty name".to_owned()));
                continue;
            }
            found.extend(clash(project, &path, value, measure, &known));
            let (tables, _) = known.entry(measure.to_lowercase()).or_insert_with(|| (BTreeSet::new(), measure));
            tables.insert(name.to_lowercase());
        }
    }
    // Nothing is known of the measures where their file is broken.
    if json.is_some() || !project.tree.contains(&path) {
        found.extend(uses(project, &known));
    }
    found
}

fn new(path: &str, json: &Json, message: String) -> Diagnostic {
    Diagnostic::new(&REPORT_MEASURE, message).at(Place::bytes(path, json.span.clone()), "")
}

fn clash(project: &Project, path: &str, value: &Json, name: &str, known: &Known) -> Option<Diagnostic> {
    let lower = name.to_lowercase();
    if known.contains_key(&lower) {
        return Some(new(path, value, format!("the report has two measures `{name}`")).help("rename one of the two"));
    }
    let mut measures = project.model?.measures();
    let (table, _) = measures.find(|(_, measure)| crate::name::same(measure.name.as_str(), name))?;
    let message = format!("the model has a measure `{name}` as well");
    Some(new(path, value, message).note(format!("it stands in the table `{}`", table.name)))
}

/// The uses of measures of the report that it does not have.
fn uses(project: &Project, known: &Known) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, json) in project.read.definition() {
        let is_bookmark = project.read.inside(path).starts_with("definition/bookmarks/");
        json.each(&mut |member| {
            let source = member.value.at(&["Expression", "SourceRef"]).filter(|_| member.key == "Measure");
            let Some(source) = source.filter(|source| source.get("Schema").is_some()) else { return };
            let table = source.get("Entity").and_then(Json::text).unwrap_or_default();
            if let Some((value, schema)) = source.get("Schema").and_then(|value| Some((value, value.text()?)))
                && schema != EXTENSION
            {
                let fault =
                    new(path, value, format!("measures of the report are of the schema `{EXTENSION}`, not `{schema}`"));
                found.push(Diagnostic { severity: Severity::Warning, ..fault });
            }
            let Some((value, name)) = member.value.get("Property").and_then(|value| Some((value, value.text()?)))
            else {
                return;
            };
            if known.get(&name.to_lowercase()).is_some_and(|(tables, _)| tables.contains(&table.to_lowercase())) {
                return;
            }
            let message = format!("the report has no measure `{name}` at the table `{table}`");
            let mut diagnostic = new(path, value, message).did_you_mean(name, known.values().map(|(_, name)| *name));
            if is_bookmark {
                // Bookmarks keep what the visuals have lost.
                diagnostic.severity = Severity::Warning;
            }
            found.push(diagnostic);
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    fn said_of(table: &str, measure: &str, used: &str) -> Vec<String> {
        let visual = "X.Report/definition/pages/p1/visuals/v1/visual.json";
        let schema = "https://developer.microsoft.com/json-schemas/fabric/item/report/definition/reportExtension/1.0.0";
        let source = "{\"Entity\": \"Sales\"}}, \"Property\": \"Revenue\"";
        let extended = format!("{{\"Schema\": \"extension\", \"Entity\": \"Sales\"}}}}, \"Property\": \"{used}\"");
        let mut tree = with(visual, source, &extended);
        let text = format!(
            r#"{{"$schema": "{schema}/schema.json", "name": "extension", "entities": [{{"name": "{table}", "measures":
            [{{"name": "{measure}", "dataType": "Double", "expression": "1"}}]}}]}}"#
        );
        tree.insert("X.Report/definition/reportExtensions.json", text);
        said(&tree)
    }

    #[test]
    fn a_measure_of_the_report_is_found() {
        assert_eq!(said_of("Sales", "Margin", "Margin"), [""; 0]);
        assert_eq!(
            said_of("Sales", "Margin", "Margins"),
            ["PB040 the report has no measure `Margins` at the table `Sales`"]
        );
    }

    #[test]
    fn a_taken_name_and_an_unknown_table_are_refused() {
        assert_eq!(said_of("Sales", "revenue", "Revenue"), ["PB040 the model has a measure `revenue` as well"]);
        let said = said_of("Sale", "Margin", "Margin");
        assert!(said.contains(&"PB040 the model has no table `Sale`".to_owned()), "{said:?}");
    }

    #[test]
    fn a_measure_has_a_name() {
        let said = said_of("Sales", "", "Margin");
        assert!(said.contains(&"PB040 the measure has an empty name".to_owned()), "{said:?}");
    }
}
