//! PB005: a visual, filter or sort order uses a field that the model does not have.

use super::Project;
use crate::check::kpi;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::model::{Model, Table};
use crate::name::same;
use crate::report::{Field, FieldKind};

pub const UNKNOWN_FIELD: Code = Code {
    id: "PB005",
    name: "unknown-field",
    severity: Severity::Error,
    explanation: "\
A visual shows, filters or sorts by a table, column, measure or level that the semantic model does not have, most
often because it was renamed there. Power BI Desktop opens the report and shows `fix this` in place of the visual.
A column is asked for as `Column` and a measure as `Measure`: one under the other's name is not found either.

Wrong:  { \"Measure\": { \"Expression\": { \"SourceRef\": { \"Entity\": \"Sales\" } }, \"Property\": \"Revenu\" } }
Right:  { \"Measure\": { \"Expression\": { \"SourceRef\": { \"Entity\": \"Sales\" } }, \"Property\": \"Revenue\" } }
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let (report, origins) = (&project.read.report, &project.read.origins);
    let mut found = all(&report.fields, &origins.fields, project.model);
    for (page, origin) in report.pages.iter().zip(&origins.pages) {
        found.extend(all(&page.fields, &origin.fields, project.model));
        for (visual, origin) in page.visuals.iter().zip(&origin.visuals) {
            found.extend(all(&visual.fields, &origin.fields, project.model));
        }
    }
    found
}

fn all(fields: &[Field], places: &[Place], model: &Model) -> Vec<Diagnostic> {
    fields.iter().zip(places).filter_map(|(field, place)| unknown(field, model, place)).collect()
}

fn unknown(field: &Field, model: &Model, place: &Place) -> Option<Diagnostic> {
    let new = |message: String| Diagnostic::new(&UNKNOWN_FIELD, message).at(place.clone(), label(&field.role));
    let Some(table) = model.table(field.table.as_str()) else {
        let names = model.tables.iter().map(|table| table.name.as_str());
        return Some(
            new(format!("the model has no table `{}`", field.table)).did_you_mean(field.table.as_str(), names),
        );
    };
    let names = |hierarchy: &str| -> Vec<&str> {
        let levels = table.hierarchy(hierarchy).map(|hierarchy| hierarchy.levels.as_slice()).unwrap_or_default();
        levels.iter().map(|level| level.name.as_str()).collect()
    };
    match &field.kind {
        FieldKind::Column(name) | FieldKind::Aggregation(name) => {
            if table.column(name).is_some() {
                return None;
            }
            let diagnostic = new(format!("the table `{}` has no column `{name}`", table.name));
            Some(match table.measure(name) {
                Some(_) => diagnostic.help(format!("`{name}` is a measure: ask for it as `Measure`")),
                None => diagnostic.did_you_mean(name, table.columns.iter().map(|column| column.name.as_str())),
            })
        }
        FieldKind::Measure(name) => {
            if table.measure(name).is_some() || kpi::names(table).any(|known| same(&known, name)) {
                return None;
            }
            Some(unknown_measure(
                new(format!("the table `{}` has no measure `{name}`", table.name)),
                name,
                table,
                model,
            ))
        }
        FieldKind::Level { hierarchy, level } => {
            if names(hierarchy).iter().any(|known| same(known, level)) {
                return None;
            }
            if table.hierarchy(hierarchy).is_none() {
                let known = table.hierarchies.iter().map(|hierarchy| hierarchy.name.as_str());
                let message = format!("the table `{}` has no hierarchy `{hierarchy}`", table.name);
                return Some(new(message).did_you_mean(hierarchy, known));
            }
            let message = format!("the hierarchy `{hierarchy}` of `{}` has no level `{level}`", table.name);
            Some(new(message).did_you_mean(level, names(hierarchy)))
        }
    }
}

fn unknown_measure(diagnostic: Diagnostic, name: &str, table: &Table, model: &Model) -> Diagnostic {
    if table.column(name).is_some() {
        return diagnostic.help(format!("`{name}` is a column: ask for it as `Column`"));
    }
    let mut elsewhere = model.measures().filter(|(_, measure)| same(measure.name.as_str(), name));
    if let Some((home, _)) = elsewhere.next() {
        return diagnostic.help(format!("the measure stands in `{}`", home.name));
    }
    diagnostic.did_you_mean(name, model.measures().map(|(_, measure)| measure.name.as_str()))
}

fn label(role: &str) -> String {
    match role {
        "" => String::new(),
        "filter" => "in a filter".to_owned(),
        "sort" => "in a sort order".to_owned(),
        "format" => "in a conditional format".to_owned(),
        role => format!("in the role `{role}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{check, sound};

    const VISUAL: &str = "X.Report/definition/pages/p1/visuals/v1/visual.json";

    fn said(from: &str, to: &str) -> (String, Vec<String>, String) {
        let tree = sound::with(VISUAL, from, to);
        let found = check(&tree, &sound::model());
        assert_eq!(found.len(), 1);
        (found[0].message.clone(), found[0].help.clone(), found[0].labels[0].text.clone())
    }

    #[test]
    fn a_renamed_measure_is_found_again() {
        let (message, help, label) = said("\"Property\": \"Revenue\"", "\"Property\": \"Revenues\"");
        assert_eq!(message, "the table `Sales` has no measure `Revenues`");
        assert_eq!(help, ["did you mean `Revenue`?"]);
        assert_eq!(label, "in the role `Data`");
    }

    #[test]
    fn an_unknown_table_and_a_mixed_up_kind_are_told() {
        assert_eq!(said("\"Entity\": \"Sales\"", "\"Entity\": \"Sale\"").0, "the model has no table `Sale`");
        let (_, help, _) = said("\"Measure\"", "\"Column\"");
        assert_eq!(help, ["`Revenue` is a measure: ask for it as `Measure`"]);
        let (_, help, _) = said("\"Property\": \"Revenue\"", "\"Property\": \"Quantity\"");
        assert_eq!(help, ["`Quantity` is a column: ask for it as `Column`"]);
    }

    #[test]
    fn names_are_found_without_regard_to_case() {
        assert_eq!(
            sound::said(&sound::with(VISUAL, "\"Property\": \"Revenue\"", "\"Property\": \"REVENUE\"")),
            [""; 0]
        );
    }
}
