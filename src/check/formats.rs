//! MD060: formats of measures.

use super::context::{Context, path_in};
use crate::diag::{Code, Diagnostic, Severity};

pub static TWO_FORMATS: Code = Code {
    id: "MD060",
    name: "two-formats",
    severity: Severity::Error,
    explanation: "A measure has a fixed format or one that DAX computes, not both.

Wrong:
    measure Total = SUM(Sales[Revenue])
    <tab>formatString: #,0
    <tab>formatStringDefinition = \"#,0.0\"
Right:
    measure Total = SUM(Sales[Revenue])
    <tab>formatString: #,0",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for (table, measure) in context.model.measures() {
        if measure.format_string.is_none() || measure.format_string_expression.is_none() {
            continue;
        }
        let path = path_in(table, "measure", measure.name.as_str());
        found.push(
            Diagnostic::new(&TWO_FORMATS, format!("the measure `{}` has two formats", measure.name))
                .at(context.place(&path, "formatString"), "the fixed one")
                .at(context.origins.place(&format!("{path}/formatStringDefinition")), "the computed one")
                .help("keep one of the two"),
        );
    }
}
