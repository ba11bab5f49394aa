//! MD083: filters that show everybody's rows but the caller's.

use super::context::Context;
use super::dax_trees::{Tree, bare, is_one_of};
use super::row_filters::{caller_variables, of_role, stands_for_caller};
use crate::dax::Span;
use crate::dax::tree::{Chain, Expr, ExprKind, Literal, Operator, Sign};
use crate::diag::{Code, Diagnostic, Severity};

pub static EXCLUDED_CALLER: Code = Code {
    id: "MD083",
    name: "excluded-caller",
    severity: Severity::Warning,
    explanation:
        "The filter is true of the rows that are *not* those of the user who reads, so that everyone sees what \
belongs to all others, and who is nowhere in the data sees everything.

Wrong: `Manager[User] <> USERPRINCIPALNAME()`
Right: `Manager[User] = USERPRINCIPALNAME()`",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for filter in context.model.roles.iter().flat_map(|role| of_role(context, role)) {
        let Some(tree) = filter.tree.filter(|tree| tree.is_sound()) else { continue };
        let mut excluded = Vec::new();
        look(tree.root, true, &caller_variables(tree.root), &mut excluded);
        if let Some(span) = excluded.first() {
            found.push(fault(context, tree, span));
        }
    }
}

fn fault(context: &Context, tree: &Tree, span: &Span) -> Diagnostic {
    Diagnostic::new(&EXCLUDED_CALLER, "the filter shows everyone the rows of all others")
        .at(tree.place(context, span), "true where it is not the user who reads")
        .help("compare with `=`, and without `NOT`")
}

/// Follows the conditions down, as far as it is known whether they count as they are or turned round.
fn look(expr: &Expr, counts: bool, variables: &[&str], excluded: &mut Vec<Span>) {
    match &bare(expr).kind {
        ExprKind::Unary(unary) if unary.sign == Sign::Not => look(&unary.operand, !counts, variables, excluded),
        ExprKind::Call(call) if is_one_of(call, &["NOT", "ISEMPTY", "ISBLANK"]) => {
            call.arguments.iter().for_each(|inside| look(inside, !counts, variables, excluded));
        }
        ExprKind::Call(call) if is_one_of(call, &["IF", "SWITCH"]) => {
            call.arguments.iter().skip(1).for_each(|inside| look(inside, counts, variables, excluded));
        }
        ExprKind::Call(call) if is_one_of(call, &["EXCEPT"]) => {
            call.arguments.iter().take(1).for_each(|inside| look(inside, counts, variables, excluded));
        }
        ExprKind::Call(call) => call.arguments.iter().for_each(|inside| look(inside, counts, variables, excluded)),
        ExprKind::Block(block) => look(&block.body, counts, variables, excluded),
        ExprKind::Chain(chain) => look_at_chain(chain, counts, variables, excluded),
        _ => {}
    }
}

fn look_at_chain(chain: &Chain, counts: bool, variables: &[&str], excluded: &mut Vec<Span>) {
    let operands = || std::iter::once(&*chain.first).chain(chain.rest.iter().map(|link| &link.operand));
    match chain.rest.as_slice() {
        [one, ..] if matches!(one.operator, Operator::Or | Operator::And) => {
            operands().for_each(|operand| look(operand, counts, variables, excluded));
        }
        [one] => {
            let is_caller = operands().any(|operand| stands_for_caller(operand, variables));
            let is_zero =
                matches!(&bare(&one.operand).kind, ExprKind::Literal(Literal::Integer(digits)) if digits == "0");
            match one.operator {
                Operator::NotEqual if is_caller && counts => excluded.push(one.operator_span.clone()),
                Operator::Equal | Operator::StrictlyEqual | Operator::In if is_caller && !counts => {
                    excluded.push(one.operator_span.clone());
                }
                Operator::In => look(&one.operand, counts, variables, excluded),
                Operator::Greater | Operator::NotEqual if is_zero => look(&chain.first, counts, variables, excluded),
                Operator::Equal | Operator::StrictlyEqual if is_zero => {
                    look(&chain.first, !counts, variables, excluded);
                }
                _ => {}
            }
        }
        _ => {}
    }
}
