//! DX125: the filter of a role.

use crate::bind::types::{Type, Value};
use crate::bind::{Fault, SitePlace};
use crate::dax::tree::Expr;
use crate::diag::{Code, Severity};

pub static NOT_A_CONDITION: Code = Code {
    id: "DX125",
    name: "filter-is-no-condition",
    severity: Severity::Error,
    explanation: "The filter of a role is true or false of each row of its table.

Wrong: `tablePermission Region = USERPRINCIPALNAME()`
Right: `tablePermission Region = Region[Manager] = USERPRINCIPALNAME()`",
};

pub fn check(place: SitePlace, ty: &Type, expression: &Expr) -> Option<Fault> {
    if place != SitePlace::RowFilter || !matches!(ty.value(), Value::Text | Value::DateTime) {
        return None;
    }
    let message = format!("the filter of a role is true or false, not {}", ty.value().described());
    Some(Fault::new(&NOT_A_CONDITION, expression.span.clone(), message))
}

#[cfg(test)]
mod tests {
    use crate::bind::SitePlace;
    use crate::bind::testing::at;

    #[test]
    fn a_filter_is_true_or_false() {
        assert_eq!(at(SitePlace::RowFilter, "USERPRINCIPALNAME()"), ["DX125"]);
        assert_eq!(at(SitePlace::RowFilter, "Sales[Date]"), ["DX125"]);
        assert_eq!(at(SitePlace::RowFilter, "Sales[Note] = USERPRINCIPALNAME()"), [""; 0]);
    }
}
