//! DX110: the number of arguments.

use crate::bind::{Fault, index};
use crate::dax::Span;
use crate::dax::functions::{ArityFault, Function};
use crate::dax::tree::{Call, ExprKind};
use crate::diag::{Code, Severity};

pub static WRONG_NUMBER: Code = Code {
    id: "DX110",
    name: "wrong-number-of-arguments",
    severity: Severity::Error,
    explanation: "A function is called with fewer or more arguments than it takes.

Wrong: `DIVIDE([Profit])`
Right: `DIVIDE([Profit], [Revenue])`",
};

pub fn check(function: &Function, call: &Call, span: &Span) -> Option<Fault> {
    // What could not be read was said; how many arguments were meant is not known.
    if call.arguments.iter().any(|argument| argument.kind == ExprKind::Error) {
        return None;
    }
    let fault = function.signature.check_arity(call.arguments.len()).err()?;
    let message = format!("`{}` takes {}, not {}", function.name, taken(&fault), fault.given);
    let fault_at = Fault::new(&WRONG_NUMBER, span.clone(), message);
    Some(match fault.missing {
        Some(missing) => fault_at.help(format!("its `{missing}` is missing")),
        None => fault_at,
    })
}

/// A call of a function of the model or of the query.
pub fn check_user(function: &index::Function, call: &Call, span: &Span) -> Option<Fault> {
    let parameters = &function.tree.as_ref()?.parameters;
    let (given, most) = (call.arguments.len(), parameters.len());
    let least = parameters.iter().take_while(|parameter| parameter.default.is_none()).count();
    if (least..=most).contains(&given) || call.arguments.iter().any(|argument| argument.kind == ExprKind::Error) {
        return None;
    }
    let fault = ArityFault { given, least, most: Some(most), missing: None };
    let message = format!("`{}` takes {}, not {given}", function.name, taken(&fault));
    Some(Fault::new(&WRONG_NUMBER, span.clone(), message))
}

fn taken(fault: &ArityFault) -> String {
    let arguments = |count: usize| if count == 1 { "1 argument".to_owned() } else { format!("{count} arguments") };
    match fault.most {
        Some(0) => "no arguments".to_owned(),
        Some(most) if most == fault.least => arguments(most),
        Some(most) => format!("{} to {}", fault.least, arguments(most)),
        None => format!("{} or more", arguments(fault.least)),
    }
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::{faults, messages};

    #[test]
    fn too_few_and_too_many_are_counted() {
        assert_eq!(faults("DIVIDE([Revenue])"), ["DX110"]);
        assert_eq!(messages("DIVIDE(1)"), ["`DIVIDE` takes 2 to 3 arguments, not 1"]);
        assert_eq!(faults("TODAY(1)"), ["DX110"]);
        assert_eq!(faults("ADDCOLUMNS(Sales, \"a\")"), ["DX110"]);
        assert_eq!(faults("DIVIDE([Revenue], 2) + TODAY()"), [""; 0]);
    }
}
