//! DX160: division by nothing.

use crate::bind::Fault;
use crate::bind::shapes::unwrapped;
use crate::dax::functions::Function;
use crate::dax::tree::{Call, Chain, Expr, ExprKind, Literal, Operator};
use crate::diag::{Code, Severity};

pub static BY_ZERO: Code = Code {
    id: "DX160",
    name: "division-by-zero",
    severity: Severity::Warning,
    explanation: "The divisor is the number zero: the result is infinite or, of `DIVIDE`, always the alternate one.

Wrong: `[Revenue] / 0`
Right: `[Revenue] / 100`",
};

pub fn of_chain(chain: &Chain) -> impl Iterator<Item = Fault> {
    let divisors = chain.rest.iter().filter(|link| link.operator == Operator::Divide);
    divisors.filter_map(|link| check(&link.operand))
}

pub fn of_call(function: &Function, call: &Call) -> Option<Fault> {
    let divides = matches!(function.name, "DIVIDE" | "MOD" | "QUOTIENT");
    call.arguments.get(1).filter(|_| divides).and_then(check)
}

fn check(divisor: &Expr) -> Option<Fault> {
    let ExprKind::Literal(Literal::Integer(text) | Literal::Real(text)) = &unwrapped(divisor).kind else { return None };
    let is_zero = text.parse::<f64>().is_ok_and(|number| number == 0.0);
    is_zero.then(|| Fault::new(&BY_ZERO, divisor.span.clone(), "this divides by zero"))
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn nothing_is_divided_by_zero() {
        assert_eq!(faults("[Revenue] / 0"), ["DX160"]);
        assert_eq!(faults("DIVIDE([Revenue], 0.0, 1)"), ["DX160"]);
        assert_eq!(faults("[Revenue] / 0.5 + DIVIDE(0, [Revenue], 0)"), [""; 0]);
        assert_eq!(faults("IFERROR([Revenue] / 0, BLANK())"), [""; 0]);
    }
}
