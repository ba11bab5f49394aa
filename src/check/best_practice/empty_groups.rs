//! MD252, MD253: perspectives and calculation groups with nothing in them.

use crate::check::carried::carried;
use crate::check::context::{Context, table_path};
use crate::diag::{Code, Diagnostic, Severity};

pub static EMPTY_PERSPECTIVE: Code = Code {
    id: "MD252",
    name: "empty-perspective",
    severity: Severity::Note,
    explanation: "A perspective that names no table shows nothing.

Wrong: `perspective Sales` alone.
Right: `perspectiveTable Sales` below it, or no perspective.",
};

pub static EMPTY_CALCULATION_GROUP: Code = Code {
    id: "MD253",
    name: "empty-calculation-group",
    severity: Severity::Warning,
    explanation: "A calculation group without items does nothing, and still takes its place in the precedence.

Wrong: `calculationGroup` alone.
Right: a `calculationItem` below it, or no calculation group.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for perspective in carried(&context.model.more, "", "perspective") {
        if perspective.children("perspectiveTable").is_empty() {
            let message = format!("the perspective `{}` shows nothing", perspective.name);
            let fault = Diagnostic::new(&EMPTY_PERSPECTIVE, message).at(context.origins.place(&perspective.path), "");
            found.push(fault.help("name the tables it shows, or remove it"));
        }
    }
    for table in &context.model.tables {
        for group in carried(&table.more, &table_path(table), "calculationGroup") {
            if group.children("calculationItem").is_empty() && !context.is_broken(&group.path) {
                let message = format!("the calculation group `{}` has no items", table.name);
                let fault = Diagnostic::new(&EMPTY_CALCULATION_GROUP, message);
                found.push(fault.at(context.origins.place(&group.path), "").help("add an item, or remove the group"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn what_is_empty_is_found() {
        assert_eq!(lines(&EMPTY_PERSPECTIVE, "perspective A\n    annotation B = 1\n"), [1]);
        assert!(lines(&EMPTY_PERSPECTIVE, "perspective A\n    perspectiveTable T\n").is_empty());
        let group =
            |item: &str| format!("table T\n    calculationGroup\n{item}    column A\n        dataType: string\n");
        assert_eq!(lines(&EMPTY_CALCULATION_GROUP, &group("        precedence: 1\n")), [2]);
        assert!(lines(&EMPTY_CALCULATION_GROUP, &group("        calculationItem I = 1\n")).is_empty());
    }
}
