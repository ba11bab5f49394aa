//! MD137, MD144: functions of the model that are called like one of DAX, or cannot be called.

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

pub static FUNCTION_NAME: Code = Code {
    id: "MD144",
    name: "function-name",
    severity: Severity::Error,
    explanation: "The name of a function has letters, digits, underscores and points, begins with none of the digits \
and is no word of the language. DAX has no quotes around it, so \
that with anything else in it nothing can call the function.

Wrong: `function 'Add Tax' = (amount) => amount * 1.2`
Right: `function AddTax = (amount) => amount * 1.2`",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for function in carried(&context.model.more, "", "function") {
        if let Some(own) = lookup(&function.name) {
            let message = format!("DAX itself has a function `{}`", own.name);
            let fault = Diagnostic::new(&BUILT_IN_NAME, message).at(context.origins.place(&function.path), "");
            found.push(fault.help("give it a name of its own, such as one with a point in it"));
        } else if is_unreadable(&function.name) {
            let message = format!("`{}` cannot be the name of a function", function.name);
            let fault = Diagnostic::new(&FUNCTION_NAME, message).at(context.origins.place(&function.path), "");
            found.push(fault.help("begin it with a letter, and take no word that DAX keeps for itself"));
        } else if let Some(other) = function.name.chars().find(|c| !c.is_alphanumeric() && !matches!(c, '_' | '.')) {
            let message = format!("the name of the function `{}` has the character `{other}` in it", function.name);
            let fault = Diagnostic::new(&FUNCTION_NAME, message).at(context.origins.place(&function.path), "");
            found.push(fault.help("write letters, digits, underscores and points"));
        }
    }
}

/// A number, or a word that says something else where it stands.
fn is_unreadable(name: &str) -> bool {
    let words =
        ["VAR", "RETURN", "IN", "NOT", "DEFINE", "EVALUATE", "MEASURE", "ORDER", "BY", "START", "AT", "ASC", "DESC"];
    name.starts_with(|c: char| c.is_ascii_digit()) || words.iter().any(|word| word.eq_ignore_ascii_case(name))
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
        assert_eq!(lines(&FUNCTION_NAME, &text("'Add Tax'")), [1]);
        assert_eq!(lines(&FUNCTION_NAME, &text("1Tax")), [1]);
        assert_eq!(lines(&FUNCTION_NAME, &text("VAR")), [1]);
        assert_eq!(lines(&FUNCTION_NAME, &text("'Shop.Add_2'")), [0; 0]);
    }
}
