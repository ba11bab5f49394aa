//! DX130, DX131, DX180: variables.

use crate::bind::Fault;
use crate::bind::index::Index;
use crate::bind::variables::Variable;
use crate::dax::tree::Name;
use crate::diag::{Code, Severity};

pub static UNUSED_VARIABLE: Code = Code {
    id: "DX130",
    name: "unused-variable",
    severity: Severity::Warning,
    explanation: "A variable is declared and never used.

Wrong: `VAR total = [Revenue] VAR share = 0.5 RETURN total`
Right: `VAR total = [Revenue] RETURN total`",
};

pub static DUPLICATE_VARIABLE: Code = Code {
    id: "DX131",
    name: "duplicate-variable",
    severity: Severity::Error,
    explanation: "Two variables between a `VAR` and its `RETURN`, or two parameters of a function, have the same name.

Wrong: `VAR x = 1 VAR x = 2 RETURN x`
Right: `VAR x = 1 VAR y = 2 RETURN x + y`",
};

pub static LIKE_TABLE: Code = Code {
    id: "DX180",
    name: "variable-named-like-table",
    severity: Severity::Warning,
    explanation: "A variable is called like a table of the model. The reference of DAX rules that out; where it is \
read all the same, people take one for the other.

Wrong: `VAR Sales = [Revenue] RETURN Sales`
Right: `VAR Total = [Revenue] RETURN Total`",
};

pub fn like_table(index: &Index, name: &Name) -> Option<Fault> {
    let table = index.table(&name.text).filter(|_| !name.text.is_empty())?;
    let message = format!("the variable `{}` is called like the table `{}`", name.text, table.name);
    Some(Fault::new(&LIKE_TABLE, name.span.clone(), message).help("give it a name of its own"))
}

pub fn unused(variable: &Variable) -> Option<Fault> {
    let name = &variable.name;
    // A name that could not be read was said.
    if variable.is_used || name.text.is_empty() {
        return None;
    }
    Some(Fault::new(&UNUSED_VARIABLE, name.span.clone(), format!("the variable `{}` is never used", name.text)))
}

/// `first` is the parameter of the same function that has the name.
pub fn parameter_twice(first: &Variable, name: &Name) -> Fault {
    let message = format!("the function has two parameters `{}`", name.text);
    let fault = Fault::new(&DUPLICATE_VARIABLE, name.span.clone(), message);
    fault.related(first.name.span.clone(), "declared here first")
}

/// `first` is the variable of the same block that has the name.
pub fn duplicate(first: &Variable, name: &Name) -> Fault {
    let message = format!("the variable `{}` is declared twice", name.text);
    let fault = Fault::new(&DUPLICATE_VARIABLE, name.span.clone(), message);
    fault.related(first.name.span.clone(), "declared here first")
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn what_is_never_used_is_said() {
        assert_eq!(faults("VAR a = 1 VAR b = 2 RETURN b"), ["DX130"]);
        assert_eq!(faults("VAR a = 1 VAR b = a RETURN B"), [""; 0]);
        // One mistake is said once.
        assert_eq!(faults("VAR total = 1 RETURN totl"), ["DX103"]);
        assert_eq!(faults("VAR totl = 1 VAR x = 1 RETURN total"), ["DX130", "DX103"]);
    }

    #[test]
    fn a_table_keeps_its_name() {
        assert_eq!(faults("VAR Sales = 1 RETURN Sales"), ["DX180"]);
        assert_eq!(faults("VAR Sale = 1 RETURN Sale"), [""; 0]);
    }

    #[test]
    fn a_name_is_declared_once_in_a_block() {
        assert_eq!(faults("VAR a = 1 VAR A = a RETURN a"), ["DX131"]);
        assert_eq!(faults("VAR a = 1 VAR A = 2 RETURN a"), ["DX131"]);
        assert_eq!(faults("VAR a = 1 RETURN SUMX(Sales, VAR a = 2 RETURN a) + a"), [""; 0]);
    }
}
