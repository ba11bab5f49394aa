//! MD063: names that a table cannot have.

use super::context::{Context, table_path};
use crate::diag::{Code, Diagnostic, Severity};

pub static RESERVED_TABLE_NAME: Code = Code {
    id: "MD063",
    name: "reserved-table-name",
    severity: Severity::Error,
    explanation: "Power BI refuses a table called `Measures`, and leaves visuals empty that use one called `Goal`.

Wrong: `table Measures`.
Right: `table 'Key Measures'`.",
};

const RESERVED: &[(&str, &str)] = &[
    ("measures", "Power BI refuses a table of this name"),
    ("goal", "visuals that use a table of this name stay empty"),
];

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for table in &context.model.tables {
        let name = table.name.as_str();
        if let Some((_, why)) = RESERVED.iter().find(|(reserved, _)| reserved.eq_ignore_ascii_case(name)) {
            found.push(
                Diagnostic::new(&RESERVED_TABLE_NAME, format!("a table cannot be called `{name}`"))
                    .at(context.origins.place(&table_path(table)), *why)
                    .help(format!("call it `Key {name}`, or anything else")),
            );
        }
    }
}
