//! DX192: braces with nothing in them, or between two commas of theirs.

use crate::bind::Fault;
use crate::dax::Span;
use crate::dax::tree::{Expr, ExprKind};
use crate::diag::{Code, Severity};

pub static EMPTY_BRACES: Code = Code {
    id: "DX192",
    name: "empty-braces",
    severity: Severity::Error,
    explanation: "A table in braces has a row at least, and a value at each place of its list.

Wrong: `{ 1, 2, }`
Right: `{ 1, 2 }`",
};

pub fn check(items: &[Expr], span: &Span) -> Option<Fault> {
    if items.is_empty() {
        return Some(Fault::new(&EMPTY_BRACES, span.clone(), "a table in braces has a row at least"));
    }
    let empty = items.iter().find(|item| item.kind == ExprKind::Omitted).filter(|_| items.len() > 1)?;
    Some(Fault::new(&EMPTY_BRACES, empty.span.clone(), "a value is missing between these braces"))
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn braces_hold_values() {
        assert_eq!(faults("COUNTROWS({ 1, 2, })"), ["DX192"]);
        assert_eq!(faults("COUNTROWS({ })"), ["DX192"]);
        assert_eq!(faults("COUNTROWS({ 1, 2 })"), [""; 0]);
    }
}
