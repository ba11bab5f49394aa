//! DX121: rows where one value is wanted.

use crate::bind::shapes::unwrapped;
use crate::bind::types::Type;
use crate::bind::{Fault, SitePlace};
use crate::dax::tree::{Expr, ExprKind};
use crate::diag::{Code, Severity};

pub static TABLE_AS_SCALAR: Code = Code {
    id: "DX121",
    name: "table-as-scalar",
    severity: Severity::Error,
    explanation: "A table of several columns stands where one value is wanted. Only a table of one column, and of one \
row when it is computed, is turned into its value.

Wrong: `IF(FILTER(Sales, Sales[Quantity] > 1), 1, 0)`
Right: `IF(COUNTROWS(FILTER(Sales, Sales[Quantity] > 1)) > 0, 1, 0)`",
};

/// What a measure or a column is computed by gives one value.
pub fn of_site(place: SitePlace, ty: &Type, expression: &Expr) -> Option<Fault> {
    use SitePlace::{CalculatedColumn, CalculationItem, FormatString, Indicator, Measure, RowFilter};
    matches!(place, Measure | CalculatedColumn | CalculationItem | FormatString | Indicator | RowFilter)
        .then(|| check(ty, expression))
        .flatten()
}

pub fn check(ty: &Type, expression: &Expr) -> Option<Fault> {
    let Type::Table(relation) = ty else { return None };
    let columns = relation.columns().count();
    if columns < 2 {
        return rows(expression);
    }
    let message = format!("a table of {columns} columns stands where one value is wanted");
    let message = if relation.open { "a table stands where one value is wanted".to_owned() } else { message };
    Some(
        Fault::new(&TABLE_AS_SCALAR, expression.span.clone(), message)
            .help("count its rows with `COUNTROWS`, or aggregate one of its columns"),
    )
}

/// Braces with several values in them.
fn rows(expression: &Expr) -> Option<Fault> {
    let ExprKind::Table(rows) = &unwrapped(expression).kind else { return None };
    let message = format!("a table of {} rows stands where one value is wanted", rows.len());
    (rows.len() > 1).then(|| Fault::new(&TABLE_AS_SCALAR, expression.span.clone(), message))
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn several_columns_are_no_value() {
        assert_eq!(faults("IF(FILTER(Sales, TRUE()), 1)"), ["DX121"]);
        assert_eq!(faults("Sales + 1"), ["DX121"]);
        assert_eq!(faults("FILTER(Sales, TRUE())"), ["DX121"]);
        assert_eq!(faults("SUMX(Sales, Product)"), ["DX121"]);
        assert_eq!(faults("DIVIDE(Sales, COUNTROWS(Sales))"), ["DX121"]);
        assert_eq!(faults("COUNTROWS({ { 1, 2 } })"), ["DX121"]);
        assert_eq!(faults("{ 1, 2 } + 1"), ["DX121"]);
    }

    #[test]
    fn one_column_may_be_one_value() {
        assert_eq!(faults("IF(HASONEVALUE(Product[Color]), VALUES(Product[Color]), \"all\")"), [""; 0]);
        assert_eq!(faults("VAR t = { 1 } RETURN t + 1"), [""; 0]);
    }
}
