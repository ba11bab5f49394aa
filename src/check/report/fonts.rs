//! PB085: a font that is all but one that Power BI has.

use super::{Project, misspelt_keys};
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::json::Member;

pub const MISSPELT_FONT: Code = Code {
    id: "PB085",
    name: "misspelt-font",
    severity: Severity::Warning,
    explanation: "\
A font is named that differs by a letter or two from one that Power BI Desktop offers. A font that is not there is drawn
as another one. Fonts that are like none of those are not judged: the computer of the reader may have them.

Wrong:  \"fontFace\": \"Segeo UI\"
Right:  \"fontFace\": \"Segoe UI\"
",
};

/// The fonts that Power BI Desktop offers, and their brothers; those of short names are near to everything.
const FONTS: [&str; 31] = [
    "Arial",
    "Arial Black",
    "Arial Unicode MS",
    "Calibri",
    "Cambria",
    "Cambria Math",
    "Candara",
    "Comic Sans MS",
    "Consolas",
    "Constantia",
    "Corbel",
    "Courier New",
    "Georgia",
    "Helvetica",
    "Lucida Sans Unicode",
    "Segoe UI",
    "Segoe UI Black",
    "Segoe UI Bold",
    "Segoe UI Emoji",
    "Segoe UI Historic",
    "Segoe UI Light",
    "Segoe UI Semibold",
    "Segoe UI Semilight",
    "Segoe UI Symbol",
    "Segoe UI Variable",
    "Symbol",
    "Tahoma",
    "Times New Roman",
    "Trebuchet MS",
    "Verdana",
    "Wingdings",
];

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, json) in project.read.definition() {
        json.each(&mut |member| found.extend(misspelt(path, member)));
    }
    for theme in super::theme::files(project) {
        if let Some(json) = project.read.files.get(&theme) {
            json.each(&mut |member| found.extend(misspelt(&theme, member)));
        }
    }
    found
}

fn misspelt(path: &str, member: &Member) -> Option<Diagnostic> {
    if member.key != "fontFace" && !member.key.to_ascii_lowercase().ends_with("fontfamily") {
        return None;
    }
    let value = member.value.at(&["expr", "Literal", "Value"]).unwrap_or(&member.value);
    // The fonts that come one after the other where the first is not there.
    let names = value.text()?.split(',').map(|name| name.trim().trim_matches(['\'', '"']).trim());
    let (name, near) = names.filter_map(|name| Some((name, near(name)?))).next()?;
    let fault = Diagnostic::new(&MISSPELT_FONT, format!("`{name}` is no font of Power BI's"));
    Some(fault.at(Place::bytes(path, value.span.clone()), "").help(format!("did you mean `{near}`?")))
}

fn near(name: &str) -> Option<&'static str> {
    let is_known = FONTS.iter().any(|known| known.eq_ignore_ascii_case(name));
    if is_known { None } else { misspelt_keys::near(name, FONTS.into_iter()) }
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, tree};
    use super::*;

    #[test]
    fn a_font_that_is_nearly_one_is_named() {
        for other in ["Segoe UI", "segoe ui", "DIN", "Inter", "wf_segoe-ui_bold", "sans-serif", "Roboto", "Aptos", ""] {
            assert_eq!(near(other), None, "{other}");
        }
        assert_eq!(near("Segeo UI"), Some("Segoe UI"));
        assert_eq!(near("Segoe UI Semi bold"), Some("Segoe UI Semibold"));
    }

    #[test]
    fn so_it_is_in_a_theme() {
        let mut tree = tree();
        let text = "{\"name\": \"T\", \"textClasses\": {\"label\": {\"fontFace\": \"Verdnaa, sans-serif\"}}}";
        tree.insert("X.Report/StaticResources/RegisteredResources/t.json", text);
        assert_eq!(said(&tree), ["PB085 `Verdnaa` is no font of Power BI's"]);
    }
}
