//! What was changed by hand: everything at once, each with its reason and a way out.

use super::found::Found;
use super::shape::{Column, Expected, Foreign, Shape};
use crate::diag::{Code, Diagnostic, Severity};

pub const MISSING_COLUMN: Code = Code {
    id: "SC030",
    name: "missing-warehouse-column",
    severity: Severity::Error,
    explanation: "A table of the warehouse lacks a column that pbiforge made it with. A load would have nowhere to \
                  put its values, and what reads the table would fail. Nothing is changed before this is resolved.\n\n\
                  Wrong:  ALTER TABLE mart.dim_product DROP COLUMN description\n\
                  Right:  leave the column out of the view or report that does not want it",
};

pub const CHANGED_COLUMN: Code = Code {
    id: "SC031",
    name: "changed-warehouse-column",
    severity: Severity::Error,
    explanation: "A column of the warehouse has another type, a shorter length or another nullability than pbiforge \
                  made it with. Values could be cut, rounded or refused. A longer text is fine.\n\n\
                  Wrong:  ALTER TABLE mart.fact_sales ALTER COLUMN revenue money NOT NULL\n\
                  Right:  a view of your own with CAST(revenue AS money)",
};

pub const REQUIRED_COLUMN: Code = Code {
    id: "SC032",
    name: "required-own-column",
    severity: Severity::Error,
    explanation: "Somebody added a column to a table of the warehouse that may not be empty. pbiforge does not know \
                  it and cannot fill it, so every new row would be refused. Columns of your own may be NULL.\n\n\
                  Wrong:  ALTER TABLE mart.dim_customer ADD tier nvarchar(10) NOT NULL DEFAULT 'none'\n\
                  Right:  ALTER TABLE mart.dim_customer ADD tier nvarchar(10) NULL",
};

pub const CHANGED_KEY: Code = Code {
    id: "SC033",
    name: "changed-warehouse-key",
    severity: Severity::Error,
    explanation: "The primary key of a table of the warehouse is missing or is another one than pbiforge made. The \
                  publish finds rows by it.\n\n\
                  Wrong:  ALTER TABLE mart.dim_customer DROP CONSTRAINT pk_dim_customer\n\
                  Right:  a unique index of your own beside the primary key",
};

pub const MISSING_CONSTRAINT: Code = Code {
    id: "SC034",
    name: "missing-warehouse-constraint",
    severity: Severity::Error,
    explanation: "A foreign key or a check of the warehouse is missing, switched off or not trusted. The model and \
                  the server's optimizer rely on what it says.\n\n\
                  Wrong:  ALTER TABLE mart.fact_sales NOCHECK CONSTRAINT ALL\n\
                  Right:  ALTER TABLE mart.fact_sales WITH CHECK CHECK CONSTRAINT ALL",
};

pub const NOT_A_TABLE: Code = Code {
    id: "SC035",
    name: "warehouse-name-taken",
    severity: Severity::Error,
    explanation: "A name of the warehouse is taken by another kind of thing: a view where pbiforge needs a table, or \
                  a table where it needs a view.\n\n\
                  Wrong:  CREATE VIEW mart.dim_region AS SELECT …\n\
                  Right:  a schema of its own for pbiforge: [warehouse.sqlserver] schema = \"mart\"",
};

/// Everything in which the tables that are there differ. A table that is not there is no difference, it will be made,
/// nor is an extra column where they are about to be added.
pub fn differences(expected: &Expected, found: &Found, adds: bool) -> Vec<Diagnostic> {
    let extra: &[_] = if adds { &expected.extra } else { &[] };
    let mut differences = Vec::new();
    for (name, shape) in &expected.tables {
        if found.views.contains(name) {
            differences.push(Diagnostic::new(&NOT_A_TABLE, format!("`{name}` is a view, not a table")));
        }
        if let Some(there) = found.tables.get(name) {
            columns(name, (shape, there), extra, &mut differences);
            keys(name, shape, there, found, &mut differences);
        }
    }
    let taken = expected.views.iter().filter(|view| found.tables.contains_key(*view));
    differences.extend(taken.map(|view| Diagnostic::new(&NOT_A_TABLE, format!("`{view}` is a table, not a view"))));
    differences
}

fn columns(
    table: &str,
    (shape, there): (&Shape, &Shape),
    extra: &[(String, String)],
    differences: &mut Vec<Diagnostic>,
) {
    let is_extra = |column: &str| extra.iter().any(|(of, name)| of == table && name == column);
    for wanted in &shape.columns {
        let name = format!("`{table}.{}`", wanted.name);
        match there.column(&wanted.name) {
            None if is_extra(&wanted.name) => {}
            None => {
                let declaration = declaration(wanted);
                let fault = Diagnostic::new(&MISSING_COLUMN, format!("{name} is not there"));
                differences.push(fault.note(format!("it was made as {declaration}")));
            }
            Some(found) if !found.kind.holds(&wanted.kind) || found.nullable != wanted.nullable => {
                let (was, is) = (declaration(wanted), declaration(found));
                let fault = Diagnostic::new(&CHANGED_COLUMN, format!("{name} is {is}, not {was}"));
                differences.push(fault.help(format!("alter it back: ALTER COLUMN to {was}")));
            }
            Some(_) => {}
        }
    }
    let own = there.columns.iter().filter(|column| shape.column(&column.name).is_none() && !column.nullable);
    differences.extend(own.map(|column| {
        let message = format!("`{table}.{}` is not pbiforge's and may not be empty", column.name);
        Diagnostic::new(&REQUIRED_COLUMN, message).help("let it be NULL, or drop it")
    }));
}

fn declaration(column: &Column) -> String {
    format!("{} {}", column.kind, if column.nullable { "NULL" } else { "NOT NULL" })
}

fn keys(table: &str, shape: &Shape, there: &Shape, found: &Found, differences: &mut Vec<Diagnostic>) {
    let list = |columns: &[String]| columns.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if there.primary_key != shape.primary_key {
        let wanted = list(&shape.primary_key);
        let message = match there.primary_key.is_empty() {
            true => format!("`{table}` has no primary key, not {wanted}"),
            false => format!("`{table}` has the primary key {}, not {wanted}", list(&there.primary_key)),
        };
        differences.push(Diagnostic::new(&CHANGED_KEY, message));
    }
    let is_missing = |key: &&Foreign| !there.foreign_keys.contains(key);
    differences.extend(shape.foreign_keys.iter().filter(is_missing).map(|key| {
        let message = format!("`{table}` has no foreign key from {} to `{}`", list(&key.columns), key.to_table);
        Diagnostic::new(&MISSING_CONSTRAINT, message)
    }));
    let gone = shape.checks.iter().filter(|check| !there.checks.contains(check));
    differences.extend(
        gone.map(|check| Diagnostic::new(&MISSING_CONSTRAINT, format!("`{table}` has no check constraint `{check}`"))),
    );
    let untrusted = found.untrusted.iter().filter(|(of, name)| of == table && name.starts_with(['f', 'c']));
    differences.extend(untrusted.filter(|(_, name)| is_ours(table, name)).map(|(_, name)| {
        let message = format!("the constraint `{name}` of `{table}` is switched off or not trusted");
        let mend = format!("ALTER TABLE … WITH CHECK CHECK CONSTRAINT [{name}]");
        Diagnostic::new(&MISSING_CONSTRAINT, message).help(mend)
    }));
}

/// Somebody's own constraint may be in any state.
fn is_ours(table: &str, constraint: &str) -> bool {
    ["fk_", "ck_"].iter().any(|kind| constraint.strip_prefix(kind).is_some_and(|rest| rest.starts_with(table)))
}
