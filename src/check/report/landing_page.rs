//! PB037: the page that readers are to land on is hidden.

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;

pub const HIDDEN_LANDING_PAGE: Code = Code {
    id: "PB037",
    name: "hidden-landing-page",
    severity: Severity::Warning,
    explanation: "\
`landingPageName` in `pages.json` is the page on which every reader lands, and that page is hidden from readers. (The
active page may be hidden: it is where the last author was.)

Wrong:  \"landingPageName\": \"tooltip\" whose page has \"visibility\": \"HiddenInViewMode\"
Right:  \"landingPageName\": \"overview\"
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let path = project.read.path("definition/pages/pages.json");
    let Some(value) = project.read.files.get(&path).and_then(|json| json.get("landingPageName")) else {
        return Vec::new();
    };
    let is_named = |json: &Json| json.get("name").and_then(Json::text) == value.text();
    let is_hidden = |json: &Json| json.get("visibility").and_then(Json::text) == Some("HiddenInViewMode");
    match project.pages().find(|(_, json)| is_named(json) && is_hidden(json)) {
        None => Vec::new(),
        Some((file, _)) => {
            let message = format!("the page to land on, `{}`, is hidden", value.text().unwrap_or_default());
            let diagnostic = Diagnostic::new(&HIDDEN_LANDING_PAGE, message);
            vec![diagnostic.at(Place::bytes(path.as_str(), value.span.clone()), "").note(format!("`{file}` hides it"))]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    #[test]
    fn a_hidden_page_is_none_to_land_on() {
        let pages = "X.Report/definition/pages/pages.json";
        let mut tree = with(pages, "\"activePageName\"", "\"landingPageName\": \"p1\", \"activePageName\"");
        assert_eq!(said(&tree), [""; 0]);
        let page = "X.Report/definition/pages/p1/page.json";
        let text = tree.text(page).expect("a page").to_owned();
        tree.insert(page, text.replace("\"width\"", "\"visibility\": \"HiddenInViewMode\", \"width\""));
        assert_eq!(said(&tree), ["PB037 the page to land on, `p1`, is hidden"]);
    }
}
