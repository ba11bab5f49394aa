//! PB081: a visual that stands in step with others and is no slicer, or whose group nothing else bears.

use std::collections::BTreeMap;

use super::{Project, misspelt_keys};
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::name::same;
use crate::pbir::{Json, fields, visual_types};

pub const SYNC_GROUP: Code = Code {
    id: "PB081",
    name: "sync-group",
    severity: Severity::Warning,
    explanation: "\
Slicers that bear the same `groupName` in `syncGroup` choose the same values on all their pages. Visuals that are no
slicers have nothing to choose, and a slicer whose group is all but that of another one of its field chooses for itself.

Wrong:  \"syncGroup\": { \"groupName\": \"Regoin\" } beside a slicer of the same field with \"groupName\": \"Region\"
Right:  \"syncGroup\": { \"groupName\": \"Region\" }
",
};

/// Custom visuals may choose as well.
const SLICERS: [&str; 5] = ["advancedSlicerVisual", "inputSlicer", "listSlicer", "slicer", "textSlicer"];

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut groups: BTreeMap<&str, Vec<(&str, &Json, String)>> = BTreeMap::new();
    for (path, json) in project.visuals() {
        let Some(visual) = json.get("visual") else { continue };
        let Some(group) = visual.get("syncGroup") else { continue };
        let kind = visual.get("visualType").and_then(Json::text).unwrap_or_default();
        let Some((value, name)) = group.get("groupName").and_then(|value| Some((value, value.text()?))) else {
            continue;
        };
        if visual_types::built_in().any(|known| known == kind) && !SLICERS.contains(&kind) {
            let fault = Diagnostic::new(&SYNC_GROUP, format!("a `{kind}` is no slicer, and in step with none"));
            found.push(fault.at(Place::bytes(path, group.span.start..group.span.start + 1), ""));
            continue;
        }
        let shown = visual.get("query").map(fields::fields).unwrap_or_default();
        let shown = shown.first().map(|(field, _)| format!("{} {:?}", field.table, field.kind));
        groups.entry(name).or_default().push((path, value, shown.unwrap_or_default()));
    }
    for (name, members) in &groups {
        let [(path, value, field)] = members.as_slice() else { continue };
        // Power BI Desktop numbers the groups of one field.
        let others = groups.iter().filter(|(other, members)| {
            // Of two that stand alone one is said.
            let is_other = members.len() > 1 || *other < name;
            is_other
                && stem(other) != stem(name)
                // Power BI Desktop calls a group as the field, in its case.
                && !same(other, name)
                && members.iter().any(|(_, _, shown)| shown == field && !field.is_empty())
        });
        if let Some(near) = misspelt_keys::near(name, others.map(|(other, _)| *other)) {
            let fault = Diagnostic::new(&SYNC_GROUP, format!("no other slicer is of the group `{name}`"));
            let fault = fault.at(Place::bytes(*path, value.span.clone()), "");
            found.push(fault.help(format!("did you mean `{near}`?")));
        }
    }
    found
}

fn stem(name: &str) -> &str {
    name.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ')
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    const VISUAL: &str = "X.Report/definition/pages/p1/visuals/v1/visual.json";

    #[test]
    fn only_slicers_are_in_step() {
        let group = "\"syncGroup\": {\"groupName\": \"G\"}, \"visualType\"";
        assert_eq!(
            said(&with(VISUAL, "\"visualType\"", group)),
            ["PB081 a `cardVisual` is no slicer, and in step with none"]
        );
    }

    #[test]
    fn a_group_that_is_nearly_another_is_named() {
        let said_of = |first: &str, second: &str| {
            let slicer = |name: &str, group: &str| {
                let text = with(
                    VISUAL,
                    "\"visualType\"",
                    &format!("\"syncGroup\": {{\"groupName\": \"{group}\"}}, \"visualType\""),
                );
                let text = text.text(VISUAL).expect("a visual").replace("cardVisual", "slicer");
                let text = text.replace("\"Data\"", "\"Values\"").replace("\"Measure\"", "\"Column\"");
                text.replace("Revenue", "Quantity").replace("\"v1\"", &format!("\"{name}\""))
            };
            let mut tree = super::super::sound::tree();
            tree.insert(VISUAL, slicer("v1", first));
            tree.insert(VISUAL.replace("/v1/", "/v2/"), slicer("v2", second));
            said(&tree).join("|")
        };
        assert_eq!(said_of("Region", "Region"), "");
        assert_eq!(said_of("Region", "Region2"), "");
        assert_eq!(said_of("Region", "Country"), "");
        assert_eq!(said_of("Quantity", "Quantiyt"), "PB081 no other slicer is of the group `Quantiyt`");
    }
}
