//! MD243: control characters in descriptions.

use crate::check::context::{Context, path_in, table_path};
use crate::diag::{Code, Diagnostic, Severity};

pub static DESCRIPTION_CHARACTER: Code = Code {
    id: "MD243",
    name: "description-character",
    severity: Severity::Warning,
    explanation: "A description holds a control character: tools that write XML cannot save the model.

Wrong: a description pasted with a form feed in it.
Right: the same text without it.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let is_wrong = |text: &Option<String>| {
        text.as_deref().is_some_and(|text| text.chars().any(|c| c.is_control() && !c.is_whitespace()))
    };
    let mut say = |kind: &str, name: &str, path: &str| {
        let message = format!("the description of the {kind} `{name}` has a control character");
        let fault = Diagnostic::new(&DESCRIPTION_CHARACTER, message).at(context.origins.place(path), "");
        found.push(fault.help("write the description anew"));
    };
    for table in &context.model.tables {
        if is_wrong(&table.description) {
            say("table", table.name.as_str(), &table_path(table));
        }
        for column in table.columns.iter().filter(|column| is_wrong(&column.description)) {
            say("column", column.name.as_str(), &path_in(table, "column", column.name.as_str()));
        }
        for measure in table.measures.iter().filter(|measure| is_wrong(&measure.description)) {
            say("measure", measure.name.as_str(), &path_in(table, "measure", measure.name.as_str()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn a_bell_is_found() {
        let model = |text: &str| format!("/// {text}\ntable T\n    partition P = m\n        source = 1\n");
        assert_eq!(lines(&DESCRIPTION_CHARACTER, &model("a\u{7}b")), [2]);
        assert!(lines(&DESCRIPTION_CHARACTER, &model("a b")).is_empty());
    }
}
