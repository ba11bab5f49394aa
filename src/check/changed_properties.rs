//! MD115: what a `changedProperty` names.

use super::context::Context;
use crate::diag::{Code, Diagnostic, Severity};
use crate::tmdl::vocabulary::{self, KINDS};

pub static UNKNOWN_CHANGE: Code = Code {
    id: "MD115",
    name: "unknown-changed-property",
    severity: Severity::Warning,
    explanation:
        "`changedProperty` says which property of an object differs from what its source says. It names one that \
such objects have.

Wrong: `changedProperty = IsHiden`
Right: `changedProperty = IsHidden`",
};

/// What TMDL writes in another place than as a property.
const OTHERS: [&str; 4] = ["Name", "Description", "Expression", "Type"];

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let origins = context.origins.iter().filter(|(path, _)| path.ends_with("/changedProperty"));
    for part in origins.filter_map(|(_, origin)| origin.default.as_ref()) {
        let Some(name) = context.written(part) else { continue };
        let known = || KINDS.iter().flat_map(|kind| kind.properties).map(|(name, _)| *name).chain(OTHERS);
        let is_plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
        let is_child = vocabulary::kind(name).is_some();
        if is_plain && !is_child && !known().any(|known| known.eq_ignore_ascii_case(name)) {
            let fault = Diagnostic::new(&UNKNOWN_CHANGE, format!("nothing has a property `{name}`"));
            let wrong = name.to_ascii_lowercase();
            let near = crate::diag::suggest::nearest(&wrong, known());
            let fault = fault.at(part.place(), "");
            found.push(match near {
                Some(near) => fault.help(format!("did you mean `{near}`?")),
                None => fault.help("remove the line"),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::lines;

    #[test]
    fn properties_are_those_that_there_are() {
        let text = |name: &str| {
            format!(
                "table T\n    column A\n        dataType: string\n        sourceColumn: a\n        changedProperty = {name}\n    \
                 partition P = m\n        source = 1\n"
            )
        };
        assert_eq!(lines(&UNKNOWN_CHANGE, &text("FormatStrings")), [5]);
        for name in ["FormatString", "isHidden", "Name"] {
            assert_eq!(lines(&UNKNOWN_CHANGE, &text(name)), [0; 0], "{name}");
        }
    }
}
