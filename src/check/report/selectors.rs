//! PB082: formats for a field that the visual does not show, or for a state that there is not.

use super::{Project, misspelt_keys};
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::model::Model;
use crate::pbir::Json;

pub const STALE_SELECTOR: Code = Code {
    id: "PB082",
    name: "stale-selector",
    severity: Severity::Warning,
    explanation: "\
The `selector` of a format names the field that it is for, by its `queryRef` in this visual (`metadata`), or the state
of a button (`id`). One that is all but a `queryRef` of the visual, and is no field of the model either, is left from
before a rename, and the format is not applied. (One that is like none of them is left alone: Power BI Desktop keeps the
formats of fields that were taken out of a visual.)

Wrong:  \"selector\": { \"metadata\": \"Sales.Revenu\" } in a visual with \"queryRef\": \"Sales.Revenue\"
Right:  \"selector\": { \"metadata\": \"Sales.Revenue\" }
",
};

/// The states of buttons, slicers and cards.
const STATES: [&str; 8] = [
    "default",
    "disabled",
    "hover",
    "interaction:hover",
    "interaction:press",
    "press",
    "selected",
    "selection:selected",
];

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, json) in project.visuals() {
        let Some(visual) = json.get("visual") else { continue };
        let roles = visual.at(&["query", "queryState"]).map(Json::members).unwrap_or_default();
        let fields = roles.iter().filter_map(|role| role.value.get("projections")).flat_map(Json::items);
        let shown: Vec<&str> = fields.filter_map(|field| field.get("queryRef")?.text()).collect();
        // Of a parameter of fields the reader chooses others.
        let is_open = roles.iter().any(|role| role.value.get("fieldParameters").is_some());
        let objects = visual.get("objects").map(Json::members).unwrap_or_default();
        for selector in objects.iter().flat_map(|object| object.value.items()).filter_map(|item| item.get("selector")) {
            let text = |key: &str| selector.get(key).and_then(|value| Some((value, value.text()?)));
            let place = |value: &Json| Place::bytes(path, value.span.clone());
            if let Some((value, state)) = text("id").filter(|(_, state)| !STATES.contains(state))
                && let Some(near) = misspelt_keys::near(state, STATES.into_iter())
            {
                let fault = Diagnostic::new(&STALE_SELECTOR, format!("there is no state `{state}`"));
                found.push(fault.at(place(value), "").help(format!("did you mean `{near}`?")));
            }
            let Some(model) = project.model.filter(|_| !is_open && !shown.is_empty()) else { continue };
            let Some((value, name)) = text("metadata").filter(|(_, name)| !shown.contains(name)) else { continue };
            if is_field(model, name) {
                continue;
            }
            let fault = Diagnostic::new(&STALE_SELECTOR, format!("the visual has no field `{name}`"));
            let fault = fault.at(place(value), "formatted here");
            // One like none of them is what Power BI Desktop leaves of a field that was taken out.
            let near = misspelt_keys::near(name, shown.iter().copied().filter(|other| letters(other) != letters(name)));
            found.extend(near.map(|near| fault.help(format!("did you mean `{near}`?"))));
        }
    }
    found
}

/// Names that differ in a number are most often those of different things.
fn letters(name: &str) -> String {
    name.chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// Whether a `queryRef` is that of a field of the model: `Sales.Revenue`, `Sum(Sales.Quantity)`.
fn is_field(model: &Model, name: &str) -> bool {
    let inner = name.split_once('(').and_then(|(_, rest)| Some(rest.rsplit_once(')')?.0)).unwrap_or(name);
    [name, inner].into_iter().any(|name| {
        model.tables.iter().any(|table| {
            let field = name.strip_prefix(table.name.as_str()).and_then(|rest| rest.strip_prefix('.'));
            field.is_some_and(|field| table.column(field).is_some() || table.measure(field).is_some())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    fn said_of(selector: &str) -> String {
        let objects = format!(
            "\"objects\": {{\"value\": [{{\"properties\": {{}}, \"selector\": {{{selector}}}}}]}}, \"visualType\""
        );
        said(&with("X.Report/definition/pages/p1/visuals/v1/visual.json", "\"visualType\"", &objects)).join("|")
    }

    #[test]
    fn a_format_is_for_a_field_that_is_shown() {
        assert_eq!(said_of("\"metadata\": \"Sales.Revenue\""), "");
        assert_eq!(said_of("\"metadata\": \"Sales.Quantity\""), "");
        assert_eq!(said_of("\"metadata\": \"Sum(Sales.Quantity)\""), "");
        assert_eq!(said_of("\"metadata\": \"Sales.Rveenue\""), "PB082 the visual has no field `Sales.Rveenue`");
    }

    #[test]
    fn a_format_is_for_a_state_that_there_is() {
        for state in ["default", "selection:selected", "field-1", "V1"] {
            assert_eq!(said_of(&format!("\"id\": \"{state}\"")), "", "{state}");
        }
        assert_eq!(said_of("\"id\": \"defualt\""), "PB082 there is no state `defualt`");
    }
}
