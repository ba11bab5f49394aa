//! PB024: the type of a visual is neither one of Power BI's nor one that the report brings along.

use std::collections::BTreeSet;

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity, suggest};
use crate::pbir::visual_types;

pub const VISUAL_TYPE: Code = Code {
    id: "PB024",
    name: "no-such-visual",
    severity: Severity::Warning,
    explanation: "\
`visualType` is a visual that comes with Power BI, or a custom one, which `definition/report.json` lists in
`publicCustomVisuals`, `organizationCustomVisuals` or `resourcePackages`. Of others Power BI Desktop shows an empty
frame. It is an error where one is called nearly so, and a warning where it may be newer than pbiforge.

Wrong:  \"visualType\": \"lineChrat\"
Right:  \"visualType\": \"lineChart\"
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let Some(report) = project.read.file("definition/report.json") else {
        return Vec::new();
    };
    let mut brought: BTreeSet<&str> = visual_types::built_in().collect();
    for list in ["publicCustomVisuals", "organizationCustomVisuals", "resourcePackages"] {
        for item in report.get(list).map(|list| list.items()).unwrap_or_default() {
            brought.extend(item.text().or_else(|| item.get("name")?.text()));
        }
    }
    let mut found = Vec::new();
    for (path, json) in project.visuals() {
        let Some(value) = json.at(&["visual", "visualType"]) else { continue };
        let Some(name) = value.text().filter(|name| !brought.contains(name)) else { continue };
        let message = format!("there is no visual `{name}`");
        let mut diagnostic = Diagnostic::new(&VISUAL_TYPE, message).at(Place::bytes(path, value.span.clone()), "");
        diagnostic = match meant(name).or(suggest::nearest(name, brought.iter().copied())) {
            Some(near) => {
                let fault = diagnostic.help(format!("did you mean `{near}`?"));
                Diagnostic { severity: Severity::Error, ..fault }
            }
            None => diagnostic.help("a custom visual is listed in `publicCustomVisuals` of `definition/report.json`"),
        };
        found.push(diagnostic);
    }
    for (path, json) in project.bookmarks() {
        json.each(&mut |member| {
            let Some(name) = member.value.text().filter(|name| member.key == "visualType" && !brought.contains(name))
            else {
                return;
            };
            if let Some(near) = suggest::nearest(name, brought.iter().copied()) {
                let fault = Diagnostic::new(&VISUAL_TYPE, format!("there is no visual `{name}`"));
                let fault = fault.at(Place::bytes(path, member.value.span.clone()), "");
                found.push(fault.help(format!("did you mean `{near}`?")));
            }
        });
    }
    found
}

/// The visual by the name that people, or old versions of Power BI, have for it.
fn meant(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "table" => "tableEx",
        "matrix" | "pivot" => "pivotTable",
        "button" => "actionButton",
        "scatterplot" | "scatter" | "bubblechart" => "scatterChart",
        "stackedbarchart" => "barChart",
        "stackedcolumnchart" => "columnChart",
        "combochart" => "lineClusteredColumnComboChart",
        "text" => "textbox",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    const VISUAL: &str = "X.Report/definition/pages/p1/visuals/v1/visual.json";

    #[test]
    fn a_visual_that_is_none_is_named() {
        assert_eq!(said(&with(VISUAL, "cardVisual", "cardVisaul")), ["PB024 there is no visual `cardVisaul`"]);
    }

    #[test]
    fn a_custom_visual_must_be_brought_along() {
        let mut tree = with(VISUAL, "cardVisual", "chart123456789ABC");
        assert_eq!(said(&tree), ["PB024 there is no visual `chart123456789ABC`"]);
        let path = "X.Report/definition/report.json";
        let text = tree.text(path).expect("a report").to_owned();
        tree.insert(path, text.replacen('{', "{\"publicCustomVisuals\": [\"chart123456789ABC\"],", 1));
        assert_eq!(said(&tree), [""; 0]);
    }
}
