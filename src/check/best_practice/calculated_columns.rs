//! MD222: models with many calculated columns.

use super::columns;
use crate::check::context::Context;
use crate::diag::{Code, Diagnostic, Severity};

pub static CALCULATED_COLUMNS: Code = Code {
    id: "MD222",
    name: "many-calculated-columns",
    severity: Severity::Note,
    explanation: "More than five calculated columns: each is computed after every refresh, and compressed worse than a loaded one.

Wrong: six columns `= DAX` in a model.
Right: the same columns in the queries of their tables.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let computed: Vec<String> =
        columns(context).filter(|(_, column, _)| column.expression.is_some()).map(|(_, _, path)| path).collect();
    if let [_, _, _, _, _, sixth, ..] = computed.as_slice() {
        found.push(
            Diagnostic::new(&CALCULATED_COLUMNS, format!("the model has {} calculated columns", computed.len()))
                .at(context.origins.place(sixth), "the sixth of them")
                .help("make them where the data is loaded"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn six_are_many() {
        let model = |count: usize| {
            format!(
                "table T\n{}    partition P = m\n        source = 1\n",
                (0..count).map(|at| format!("    column C{at} = {at}\n")).collect::<String>()
            )
        };
        assert_eq!(lines(&CALCULATED_COLUMNS, &model(6)), [7]);
        assert!(lines(&CALCULATED_COLUMNS, &model(5)).is_empty());
    }
}
