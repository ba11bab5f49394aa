//! DX179: one filter twice.

use crate::bind::Fault;
use crate::bind::shapes::repeated;
use crate::dax::functions::Function;
use crate::dax::tree::{Call, ExprKind};
use crate::diag::{Code, Severity};

pub static FILTER_TWICE: Code = Code {
    id: "DX179",
    name: "filter-twice",
    severity: Severity::Warning,
    explanation: "`CALCULATE` is given the same filter twice. The second changes nothing: another one was perhaps \
meant.

Wrong: `CALCULATE([Revenue], Sales[Year] = 2025, Sales[Year] = 2025)`
Right: `CALCULATE([Revenue], Sales[Year] = 2025, Sales[Month] = 5)`",
};

/// Of more filters nobody has written the same twice by hand.
const MOST: usize = 50;

pub fn check(function: &Function, call: &Call) -> Option<Fault> {
    let filters = call.arguments.get(1..).filter(|filters| filters.len() <= MOST)?;
    if !matches!(function.name, "CALCULATE" | "CALCULATETABLE") {
        return None;
    }
    let again = repeated(&filters.iter().collect::<Vec<_>>(), |one| !matches!(one.kind, ExprKind::Omitted))?;
    let message = format!("`{}` has this filter already", function.name);
    let fault = Fault::new(&FILTER_TWICE, again.span.clone(), message);
    Some(fault.help("remove it, or write the one that is meant"))
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn a_filter_stands_once() {
        for filters in ["Sales[Quantity] = 1, Sales[Quantity] = 1", "ALL(Sales), REMOVEFILTERS(Product), ALL( sales )"]
        {
            assert_eq!(faults(&format!("CALCULATE([Revenue], {filters})")), ["DX179"], "{filters}");
        }
        for filters in ["Sales[Quantity] > 1, Sales[Quantity] < 5", "ALL(Sales), ALL(Product)"] {
            assert_eq!(faults(&format!("CALCULATE([Revenue], {filters})")), [""; 0], "{filters}");
        }
    }
}
