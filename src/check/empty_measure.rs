//! MD062: measures and functions without DAX.

use super::carried::carried;
use super::context::{Context, path_in};
use crate::diag::{Code, Diagnostic, Severity};
use crate::tmdl::origins::DEFAULT;

pub static EMPTY_MEASURE: Code = Code {
    id: "MD062",
    name: "empty-measure",
    severity: Severity::Warning,
    explanation:
        "A measure and a function need the DAX that computes them. Power BI Desktop saves one that was left empty, and opens it: \
it shows nothing.

Wrong:
    measure Total
    <tab>formatString: #,0
Right:
    measure Total = SUM(Sales[Revenue])
    <tab>formatString: #,0",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for (table, measure) in context.model.measures() {
        let path = path_in(table, "measure", measure.name.as_str());
        // With an equals sign and properties where the expression should be, that has been said.
        let is_said =
            context.origins.part(&path, DEFAULT).is_some() && context.is_broken(&path) || context.is_line_hurt(&path);
        if measure.expression.trim().is_empty() && !is_said {
            found.push(
                Diagnostic::new(&EMPTY_MEASURE, format!("the measure `{}` has no expression", measure.name))
                    .at(context.origins.place(&path), "")
                    .help("write its DAX behind an `=`"),
            );
        }
    }
    for function in carried(&context.model.more, "", "function") {
        if function.default.is_none_or(|dax| dax.trim().is_empty()) && !context.is_broken(&function.path) {
            found.push(
                Diagnostic::new(&EMPTY_MEASURE, format!("the function `{}` has no expression", function.name))
                    .at(context.origins.place(&function.path), "")
                    .help("write its parameters and its DAX behind an `=`"),
            );
        }
    }
}
