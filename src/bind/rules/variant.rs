//! DX166: a column of one type or another.

use crate::bind::types::{Type, Value};
use crate::bind::{Fault, SitePlace};
use crate::dax::tree::Expr;
use crate::diag::{Code, Severity};

pub static VARIANT_COLUMN: Code = Code {
    id: "DX166",
    name: "column-of-two-types",
    severity: Severity::Error,
    explanation: "The expression of a calculated column gives now a text, now something else. A measure may, a column \
has one type.

Wrong: `column Size = IF(Sales[Quantity] > 10, \"many\", 0)`
Right: `column Size = IF(Sales[Quantity] > 10, \"many\", \"few\")`",
};

pub fn check(place: SitePlace, ty: &Type, expression: &Expr) -> Option<Fault> {
    if place != SitePlace::CalculatedColumn || !matches!(ty, Type::Value(Value::Variant)) {
        return None;
    }
    let message = "the column would be now a text, now something else";
    Some(Fault::new(&VARIANT_COLUMN, expression.span.clone(), message).help("convert with `FORMAT` or `VALUE`"))
}

#[cfg(test)]
mod tests {
    use crate::bind::SitePlace;
    use crate::bind::testing::at;

    #[test]
    fn a_column_has_one_type() {
        let column = |dax| at(SitePlace::CalculatedColumn, dax);
        assert_eq!(column("IF(Sales[Quantity] > 10, \"many\", 0)"), ["DX166"]);
        assert_eq!(
            column("SWITCH(TRUE(), Sales[Quantity] > 10, \"many\", Sales[Quantity] > 5, 1, \"few\")"),
            ["DX166"]
        );
        assert_eq!(column("IF(Sales[Quantity] > 10, \"many\")"), [""; 0]);
        assert_eq!(column("IF(Sales[Quantity] > 10, 1, 0.5)"), [""; 0]);
        assert_eq!(column("IF(Sales[Quantity] > 10, Sales[Date], BLANK())"), [""; 0]);
        assert_eq!(at(SitePlace::Measure, "IF([Revenue] > 10, \"many\", 0)"), [""; 0]);
    }
}
