//! PB075: a visual is expanded by fields, or sorted by a measure, that it does not have.

use std::collections::BTreeSet;

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::{Json, fields};
use crate::report::FieldKind;

pub const NOT_IN_VISUAL: Code = Code {
    id: "PB075",
    name: "not-in-visual",
    severity: Severity::Warning,
    explanation: "\
The levels to which a visual is expanded name its roles, and the `queryRef` of its fields; the measure that it is sorted
by is one that it shows. What the visual does not have is passed over: it opens collapsed, or in another order.

Wrong:  \"expansionStates\": [{ \"roles\": [\"Row\"], … }] in a `pivotTable` with `Rows`
Right:  \"expansionStates\": [{ \"roles\": [\"Rows\"], … }]
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, json) in project.visuals() {
        let Some(visual) = json.get("visual") else { continue };
        let Some(roles) = visual.at(&["query", "queryState"]).map(Json::members) else { continue };
        let projections: Vec<&Json> =
            roles.iter().filter_map(|role| role.value.get("projections")).flat_map(Json::items).collect();
        let mut say = |value: &Json, message: String, known: Vec<&str>, name: &str| {
            let fault = Diagnostic::new(&NOT_IN_VISUAL, message).at(Place::bytes(path, value.span.clone()), "");
            found.push(fault.did_you_mean(name, known));
        };
        let known: Vec<&str> = roles.iter().map(|role| role.key.as_str()).collect();
        let references: Vec<&str> = projections.iter().filter_map(|one| one.get("queryRef")?.text()).collect();
        for state in visual.get("expansionStates").map(Json::items).unwrap_or_default() {
            for (value, role) in texts(state.get("roles")).filter(|(_, role)| !known.contains(role)) {
                say(value, format!("the visual has no role `{role}`"), known.clone(), role);
            }
            let levels = state.get("levels").map(Json::items).unwrap_or_default();
            for (value, name) in levels.iter().flat_map(|level| texts(level.get("queryRefs"))) {
                if !references.contains(&name) {
                    say(value, format!("the visual has no field `{name}`"), references.clone(), name);
                }
            }
        }
        // Of a parameter of fields the reader chooses others.
        let is_open = roles.iter().any(|role| role.value.get("fieldParameters").is_some());
        // A field that is none has been said, and is perhaps the one.
        let is_open = is_open || projections.iter().any(|one| fields::fields(one).is_empty());
        let shown: BTreeSet<(String, String)> = projections.iter().flat_map(|one| measures(one)).collect();
        for order in visual.at(&["query", "sortDefinition", "sort"]).map(Json::items).unwrap_or_default() {
            let Some(field) = order.get("field").filter(|_| !is_open && !projections.is_empty()) else { continue };
            for measure in measures(field).into_iter().filter(|measure| !shown.contains(measure)) {
                // What the model does not have is said by the rule of fields.
                let is_known = |model: &crate::model::Model| {
                    model.table(&measure.0).is_some_and(|table| table.measure(&measure.1).is_some())
                };
                let Some(value) = field.at(&["Measure", "Property"]) else { continue };
                if project.model.is_none_or(is_known) {
                    let message = format!("sorted by `{}[{}]`, which the visual does not show", measure.0, measure.1);
                    say(value, message, Vec::new(), "");
                }
            }
        }
    }
    found
}

fn texts(list: Option<&Json>) -> impl Iterator<Item = (&Json, &str)> {
    list.map(Json::items).unwrap_or_default().iter().filter_map(|item| Some((item, item.text()?)))
}

fn measures(json: &Json) -> Vec<(String, String)> {
    let measure = |field: crate::report::Field| match field.kind {
        FieldKind::Measure(name) => Some((field.table.to_string(), name)),
        _ => None,
    };
    fields::fields(json).into_iter().filter_map(|(field, _)| measure(field)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    const VISUAL: &str = "X.Report/definition/pages/p1/visuals/v1/visual.json";

    #[test]
    fn a_visual_is_expanded_by_its_own() {
        let said_of = |role: &str, field: &str| {
            let states = format!(
                "\"expansionStates\": [{{\"roles\": [\"{role}\"], \"levels\": [{{\"queryRefs\": [\"{field}\"]}}]}}]"
            );
            said(&with(VISUAL, "\"visualType\"", &format!("{states}, \"visualType\""))).join("|")
        };
        assert_eq!(said_of("Data", "Sales.Revenue"), "");
        assert_eq!(said_of("Row", "Sales.Revenue"), "PB075 the visual has no role `Row`");
        assert_eq!(said_of("Data", "Sales.Gone"), "PB075 the visual has no field `Sales.Gone`");
    }

    #[test]
    fn and_sorted_by_what_it_shows() {
        let said_of = |measure: &str| {
            let field = format!(
                "{{\"Measure\": {{\"Expression\": {{\"SourceRef\": {{\"Entity\": \"Sales\"}}}}, \"Property\": \"{measure}\"}}}}"
            );
            let sort =
                format!("\"sortDefinition\": {{\"sort\": [{{\"field\": {field}, \"direction\": \"Descending\"}}]}}");
            let tree = with(VISUAL, "\"queryState\"", &format!("{sort}, \"queryState\""));
            let mut model = super::super::sound::model();
            model.tables[0].measures.push(crate::model::Measure { name: "Units".into(), ..Default::default() });
            let found = super::super::check(&tree, &model);
            found.iter().map(|found| format!("{} {}", found.code.id, found.message)).collect::<Vec<_>>().join("|")
        };
        assert_eq!(said_of("Revenue"), "");
        assert_eq!(said_of("Units"), "PB075 sorted by `Sales[Units]`, which the visual does not show");
        assert!(said_of("Gone").starts_with("PB005"));
    }
}
