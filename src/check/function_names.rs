//! MD137: functions of the model that are called like one of DAX.

use super::carried::carried;
use super::context::Context;
use crate::dax::functions::lookup;
use crate::diag::{Code, Diagnostic, Severity};

pub static BUILT_IN_NAME: Code = Code {
    id: "MD137",
    name: "built-in-function-name",
    severity: Severity::Error,
    explanation: "A function of the model may not have the name of a function that DAX has.

Wrong: `function Sum = (a, b) => a + b`
Right: `function 'Shop.Sum' = (a, b) => a + b`",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for function in carried(&context.model.more, "", "function") {
        if let Some(own) = lookup(&function.name) {
            let message = format!("DAX itself has a function `{}`", own.name);
            let fault = Diagnostic::new(&BUILT_IN_NAME, message).at(context.origins.place(&function.path), "");
            found.push(fault.help("give it a name of its own, such as one with a point in it"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::lines;

    #[test]
    fn a_name_of_dax_is_taken() {
        let text = |name: &str| format!("function {name} = (a) => a\n");
        assert_eq!(lines(&BUILT_IN_NAME, &text("sum")), [1]);
        assert_eq!(lines(&BUILT_IN_NAME, &text("'Shop.Sum'")), [0; 0]);
    }
}
