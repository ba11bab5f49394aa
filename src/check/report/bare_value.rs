//! PB056: a format that is a bare value.

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::json::{Json, Kind, Member};
use crate::pbir::shapes::{self, Shape};

pub const BARE_VALUE: Code = Code {
    id: "PB056",
    name: "bare-format-value",
    severity: Severity::Warning,
    explanation: "\
The formats of a visual or page are expressions: a value stands as a `Literal` below `expr`, and a colour below `solid`.
A value that stands there bare is passed over, and the visual looks as if it were not there. (Only in a theme are the
values bare.)

Wrong:  \"properties\": { \"show\": true }
Right:  \"properties\": { \"show\": { \"expr\": { \"Literal\": { \"Value\": \"true\" } } } }
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, json) in project.read.definition() {
        json.each(&mut |member| {
            if member.key == "properties" {
                let bare = member.value.members().iter().filter_map(fault);
                found.extend(bare.map(|(value, fault)| fault.at(Place::bytes(path, head(value)), "")));
            }
        });
    }
    found
}

fn fault(format: &Member) -> Option<(&Json, Diagnostic)> {
    let key = &format.key;
    let new = |message: String| Diagnostic::new(&BARE_VALUE, message);
    let value = &format.value;
    match &value.kind {
        Kind::Null | Kind::Array(_) => None,
        Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) => {
            let help = "write `{ \"expr\": { \"Literal\": { \"Value\": … } } }`";
            Some((value, new(format!("`{key}` is a bare value, not an expression")).help(help)))
        }
        Kind::Object(members) => {
            if let Some(colour) = value.at(&["solid", "color"]).filter(|colour| colour.text().is_some()) {
                let help = "write `{ \"expr\": { \"Literal\": { \"Value\": … } } }`";
                return Some((colour, new(format!("the colour of `{key}` is a bare value")).help(help)));
            }
            let is_known = |member: &&Member| matches!(member.key.as_str(), "expr" | "solid" | "image" | "filter");
            if !members.iter().any(|member| is_known(&member)) {
                // A colour without its `solid`, an expression by another name.
                let odd = members.iter().find(|member| ["color", "expression", "value"].contains(&member.key.as_str()));
                let is_alone = members.len() == 1;
                if let Some(odd) = odd.filter(|_| is_alone) {
                    let help = if odd.key == "color" { "put it below `solid`" } else { "put it below `expr`" };
                    return Some((value, new(format!("`{key}` has no expression, but `{}`", odd.key)).help(help)));
                }
            }
            let bare = members.iter().find(|member| is_expression(&member.key))?;
            Some((value, new(format!("`{key}` is a `{}` without `expr`", bare.key)).help("put it below `expr`")))
        }
    }
}

fn is_expression(key: &str) -> bool {
    matches!(shapes::named("Expression"), Some(Shape::Object(object)) if object.one_of().any(|known| known == key))
}

fn head(json: &Json) -> std::ops::Range<usize> {
    if json.is_object() { json.span.start..json.span.start + 1 } else { json.span.clone() }
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    fn said_of(value: &str) -> Vec<String> {
        let objects = format!("\"objects\": {{\"a\": [{{\"properties\": {{\"b\": {value}}}}}]}}, \"visualType\"");
        said(&with("X.Report/definition/pages/p1/visuals/v1/visual.json", "\"visualType\"", &objects))
    }

    #[test]
    fn a_value_stands_in_an_expression() {
        assert_eq!(said_of("{\"expr\": {\"Literal\": {\"Value\": \"true\"}}}"), [""; 0]);
        assert_eq!(said_of("{\"solid\": {\"color\": {\"expr\": {\"Literal\": {\"Value\": \"'#fff'\"}}}}}"), [""; 0]);
        assert_eq!(said_of("[{\"textRuns\": []}]"), [""; 0]);
        assert_eq!(said_of("{\"kind\": \"Icon\"}"), [""; 0]);
        assert_eq!(said_of("{\"color\": {}}"), ["PB056 `b` has no expression, but `color`"]);
        assert_eq!(said_of("true"), ["PB056 `b` is a bare value, not an expression"]);
        assert_eq!(said_of("{\"Literal\": {\"Value\": \"true\"}}"), ["PB056 `b` is a `Literal` without `expr`"]);
        assert_eq!(said_of("{\"solid\": {\"color\": \"#fff\"}}"), ["PB056 the colour of `b` is a bare value"]);
    }
}
