//! PB053: a value of a type that cannot stand there.

use super::shape::What;
use crate::diag::{Code, Diagnostic, Severity};
use crate::pbir::Json;
use crate::pbir::json::Kind;
use crate::pbir::shapes::{self, Shape};

pub const WRONG_TYPE: Code = Code {
    id: "PB053",
    name: "wrong-json-type",
    severity: Severity::Error,
    explanation: "\
A value of a report's file is a text where a number has to be, one object where a list has to be, `null`, or whatever
else its key cannot have. Power BI Desktop refuses the file. In a file that is newer than pbiforge this is a warning.

Wrong:  \"position\": { \"x\": \"24\", \"y\": 0, \"height\": 200, \"width\": 300 }
Right:  \"position\": { \"x\": 24, \"y\": 0, \"height\": 200, \"width\": 300 }
",
};

pub(super) fn fault(what: &What, json: &Json, wanted: &[Shape]) -> Diagnostic {
    let is = match json.kind {
        Kind::Null => "`null`",
        Kind::Bool(_) => "true or false",
        Kind::Number(_) => "a number",
        Kind::Text(_) => "a text",
        Kind::Array(_) => "a list",
        Kind::Object(_) => "an object",
    };
    let wanted: Vec<&str> = wanted.iter().map(named).collect();
    Diagnostic::new(&WRONG_TYPE, format!("{what} is {is}, not {}", wanted.join(" or ")))
}

fn named(shape: &Shape) -> &'static str {
    match shape {
        Shape::Any => "a value",
        Shape::Null => "`null`",
        Shape::Text | Shape::Words(_) => "a text",
        Shape::Number | Shape::Numbers(_) => "a number",
        Shape::Bool => "true or false",
        Shape::List(_) => "a list",
        Shape::Object(_) => "an object",
        Shape::Either(shapes) => shapes.first().map_or("a value", named),
        Shape::Named(name) => shapes::named(name).map_or("a value", named),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    const VISUAL: &str = "X.Report/definition/pages/p1/visuals/v1/visual.json";
    const PAGES: &str = "X.Report/definition/pages/pages.json";

    #[test]
    fn a_value_of_another_type_is_named() {
        let said_of = |from: &str, to: &str| said(&with(VISUAL, from, to)).join("|");
        assert_eq!(said_of("\"cardVisual\"", "null"), "PB053 `visualType` is `null`, not a text");
        assert_eq!(said_of("\"Property\": \"Revenue\"", "\"Property\": 1"), "PB053 `Property` is a number, not a text");
        assert_eq!(
            said(&with(PAGES, "[\"p1\"]", "[1]")).first().map(String::as_str),
            Some("PB053 an item of `pageOrder` is a number, not a text")
        );
    }

    #[test]
    fn in_a_newer_file_it_is_a_doubt() {
        let tree = with(VISUAL, "2.4.0/schema.json\", ", "9.4.0/schema.json\", \"isHidden\": 1, ");
        let found = super::super::check(&tree, &super::super::sound::model());
        let found = found.iter().find(|found| found.code.id == "PB053").expect("the fault");
        assert_eq!(found.severity, crate::diag::Severity::Warning);
    }
}
