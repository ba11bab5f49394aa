//! MD113: hierarchies that share a name with what else their table has.

use super::context::{Context, path_in};
use crate::diag::{Code, Diagnostic, Severity};

pub static HIERARCHY_AND_COLUMN: Code = Code {
    id: "MD113",
    name: "hierarchy-and-column",
    severity: Severity::Warning,
    explanation:
        "A hierarchy stands in the list of fields beside the columns and measures of its table, and has a name of \
its own there, as they have: Power BI Desktop lets no two be called alike.

Wrong: a hierarchy `Country` in a table with a column `Country`.
Right: a hierarchy `Geography`.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for table in &context.model.tables {
        for hierarchy in &table.hierarchies {
            let (what, kind, name) = match (table.column(&hierarchy.name), table.measure(&hierarchy.name)) {
                (Some(column), _) => ("column", "column", column.name.as_str()),
                (_, Some(measure)) => ("measure", "measure", measure.name.as_str()),
                _ => continue,
            };
            let message = format!("the table `{}` has both a hierarchy and a {what} `{}`", table.name, hierarchy.name);
            let fault = Diagnostic::new(&HIERARCHY_AND_COLUMN, message);
            let fault = fault.at(context.origins.place(&path_in(table, "hierarchy", &hierarchy.name)), "");
            let fault = fault.at(context.origins.place(&path_in(table, kind, name)), format!("the {what}"));
            found.push(fault.help("rename the hierarchy"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::lines;

    #[test]
    fn each_has_a_name_of_its_own() {
        let text = |name: &str| {
            format!(
                "table T\n    column A\n        dataType: string\n        sourceColumn: a\n    hierarchy {name}\n        \
                 level L\n            column: A\n    partition P = m\n        source = 1\n"
            )
        };
        assert_eq!(lines(&HIERARCHY_AND_COLUMN, &text("a")), [5]);
        assert_eq!(lines(&HIERARCHY_AND_COLUMN, &text("B")), [0; 0]);
    }
}
