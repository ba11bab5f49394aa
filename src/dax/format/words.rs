//! Which words are written in capitals, and which arguments stand together.

use crate::dax::functions;
use crate::dax::tree::{Expr, ExprKind, Literal, Name};

/// `ASC` and `DESC`: no table or variable can be called so.
pub(super) fn is_direction(name: &Name) -> bool {
    !name.quoted && (name.text.eq_ignore_ascii_case("ASC") || name.text.eq_ignore_ascii_case("DESC"))
}

/// `ASC`, `DESC BLANKS LAST`: it says how the argument before it is sorted.
fn is_order(argument: &Expr) -> bool {
    match &argument.kind {
        ExprKind::Name(name) => is_direction(name),
        ExprKind::Words(words) => words.first().is_some_and(is_direction),
        _ => false,
    }
}

/// Which arguments of a call belong to the one before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pairs {
    None,
    /// `"Name", [Value]`
    Named,
    /// `SWITCH(x, 1, "a", 2, "b", "c")`
    Cases,
}

impl Pairs {
    pub fn of(function: &str) -> Pairs {
        const NAMED: [&str; 7] =
            ["ADDCOLUMNS", "DATATABLE", "GROUPBY", "ROW", "SELECTCOLUMNS", "SUMMARIZE", "SUMMARIZECOLUMNS"];
        if function.eq_ignore_ascii_case("SWITCH") {
            Pairs::Cases
        } else if NAMED.iter().any(|name| function.eq_ignore_ascii_case(name)) {
            Pairs::Named
        } else {
            Pairs::None
        }
    }

    /// Whether the argument at `place` and the one behind it stand together.
    pub fn joins(self, place: usize, first: &Expr, second: &Expr) -> bool {
        if matches!(first.kind, ExprKind::Omitted) || matches!(second.kind, ExprKind::Omitted) {
            return false;
        }
        match self {
            _ if is_order(second) => true,
            Pairs::None => false,
            Pairs::Named => matches!(first.kind, ExprKind::Literal(Literal::Text(_))),
            Pairs::Cases => place % 2 == 1,
        }
    }
}

/// Whether it is one of DAX's own functions; what is not keeps its writing.
pub(super) fn is_function(name: &str) -> bool {
    functions::lookup(name).is_some()
}

/// Whether the argument is a word that this function knows, such as the `day` of `DATEADD(…, -1, day)`.
pub(super) fn is_word_of(function: &str, argument: &Expr) -> bool {
    let ExprKind::Name(name) = &argument.kind else { return false };
    let mut words = functions::lookup(function).into_iter().flat_map(|known| known.signature.parameters());
    !name.quoted && words.any(|parameter| parameter.words().any(|word| word.eq_ignore_ascii_case(&name.text)))
}
