//! PB048: a visual stands outside the canvas of the phone.

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;

pub const OUTSIDE_PHONE: Code = Code {
    id: "PB048",
    name: "outside-phone",
    severity: Severity::Warning,
    explanation: "\
`mobile.json` beside a visual says where it stands on a phone, whose canvas is 324 wide and as high as it needs to be. A
part of this visual cannot be seen there.

Wrong:  \"position\": { \"x\": 200, \"y\": 0, \"width\": 200, \"height\": 100 }
Right:  \"position\": { \"x\": 100, \"y\": 0, \"width\": 200, \"height\": 100 }
",
};

const WIDTH: f64 = 324.0;

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, json) in project.read.definition().filter(|(path, _)| path.ends_with("/mobile.json")) {
        let Some(position) = json.get("position") else { continue };
        let at = |key: &str| position.get(key).and_then(Json::number).unwrap_or_default();
        // Positions are off by fractions of a pixel.
        if at("x") < -1.0 || at("y") < -1.0 || at("x") + at("width") > WIDTH + 1.0 {
            let place = Place::bytes(path, position.span.clone());
            let diagnostic = Diagnostic::new(&OUTSIDE_PHONE, "the visual reaches over the edge of the phone's canvas");
            found.push(diagnostic.at(place, "").note(format!("the canvas is {WIDTH} wide")));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, tree};

    fn said_of(x: &str) -> Vec<String> {
        let schema = "https://developer.microsoft.com/json-schemas/fabric/item/report/definition";
        let mut tree = tree();
        let text = format!(
            r#"{{"$schema": "{schema}/visualContainerMobileState/2.4.0/schema.json", "position":
            {{"x": {x}, "y": 0, "width": 200, "height": 100}}}}"#
        );
        tree.insert("X.Report/definition/pages/p1/visuals/v1/mobile.json", text);
        said(&tree)
    }

    #[test]
    fn a_visual_fits_on_a_phone() {
        assert_eq!(said_of("124"), [""; 0]);
        assert_eq!(said_of("200"), ["PB048 the visual reaches over the edge of the phone's canvas"]);
    }
}
