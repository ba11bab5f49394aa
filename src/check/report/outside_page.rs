//! PB013: a visual stands outside its page.

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::report::{Page, Visual};

pub const OUTSIDE_PAGE: Code = Code {
    id: "PB013",
    name: "visual-outside-page",
    severity: Severity::Warning,
    explanation: "\
A visual reaches over an edge of its page, so that a part of it or all of it cannot be seen. (The place of a visual in
a group is counted from the group's corner, and is not judged.)

Wrong:  \"position\": { \"x\": 1200, \"y\": 0, \"width\": 300, \"height\": 200 } on a page 1280 wide
Right:  \"position\": { \"x\": 980, \"y\": 0, \"width\": 300, \"height\": 200 }
",
};

/// Desktop itself writes places that are off by fractions of a pixel.
const TOLERANCE: f64 = 1.0;

/// So many visuals outside, and more than are inside: it is the page that is too small.
const MANY: usize = 3;

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (page, origin) in project.read.report.pages.iter().zip(&project.read.origins.pages) {
        // A page without a size takes the window's.
        if page.width <= 0.0 || page.height <= 0.0 {
            continue;
        }
        let outside = page.visuals.iter().filter(|visual| edge(page, visual).is_some()).count();
        if outside >= MANY && outside * 2 > page.visuals.len() {
            let message = format!("{outside} visuals reach over the edges of the page `{}`", page.display_name);
            let json = project.read.files.get(&origin.file);
            let size = json.and_then(|json| json.get("width").or(json.get("height")));
            let place = size.map_or(Place::file(origin.file.as_str()), |size| {
                Place::bytes(origin.file.as_str(), size.span.clone())
            });
            let fault = Diagnostic::new(&OUTSIDE_PAGE, message).at(place, "");
            found.push(fault.note(format!("the page is {} wide and {} high", page.width, page.height)));
            continue;
        }
        for (visual, origin) in page.visuals.iter().zip(&origin.visuals) {
            let Some(edge) = edge(page, visual) else { continue };
            let kind = if visual.kind.is_empty() { "group" } else { visual.kind.as_str() };
            let message = format!("this {kind} reaches over the {edge} of the page `{}`", page.display_name);
            found.push(
                Diagnostic::new(&OUTSIDE_PAGE, message)
                    .at(origin.position.clone(), "")
                    .note(format!("the page is {} wide and {} high", page.width, page.height)),
            );
        }
    }
    found
}

fn edge(page: &Page, visual: &Visual) -> Option<&'static str> {
    if visual.group.is_some() {
        return None;
    }
    let at = visual.position;
    let edges = [
        (at.x < -TOLERANCE, "left edge"),
        (at.y < -TOLERANCE, "upper edge"),
        (at.x + at.width > page.width + TOLERANCE, "right edge"),
        (at.y + at.height > page.height + TOLERANCE, "lower edge"),
    ];
    edges.into_iter().find_map(|(over, edge)| over.then_some(edge))
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    const VISUAL: &str = "X.Report/definition/pages/p1/visuals/v1/visual.json";

    #[test]
    fn each_edge_is_told() {
        let said_of = |position: &str| said(&with(VISUAL, "\"x\": 0, \"y\": 0", position)).join("");
        assert_eq!(
            said_of("\"x\": 1200, \"y\": 0"),
            "PB013 this cardVisual reaches over the right edge of the page `P`"
        );
        assert!(said_of("\"x\": 0, \"y\": 700").contains("lower edge"));
        assert!(said_of("\"x\": -5, \"y\": 0").contains("left edge"));
        assert_eq!(said_of("\"x\": 1180.5, \"y\": 670"), "");
    }

    #[test]
    fn a_visual_in_a_group_is_not_judged() {
        let text = "\"parentGroupName\": \"g\", \"position\": {\"x\": 5000,";
        let said = said(&with(VISUAL, "\"position\": {\"x\": 0,", text)).join(" | ");
        assert!(!said.contains("PB013"), "{said}");
    }
}
