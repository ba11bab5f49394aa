//! MD116, MD117: from what the columns of calculation groups and of calculated tables are filled.

use super::carried::carried;
use super::context::{Context, path_in, table_path};
use crate::bind::{SitePlace, Type};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::{Column, Table};
use crate::name::same;

pub static GROUP_COLUMN: Code = Code {
    id: "MD116",
    name: "calculation-group-column",
    severity: Severity::Warning,
    explanation: "The columns of a calculation group are filled from its items: `Name` has their names and is a text, \
`Ordinal` their places. There are no others, and none that DAX computes.

Wrong: `sourceColumn: Item` in the table of a calculation group.
Right: `sourceColumn: Name`",
};

pub static COMPUTED_COLUMN: Code = Code {
    id: "MD117",
    name: "calculated-table-column",
    severity: Severity::Warning,
    explanation:
        "A column of a calculated table is filled from a column that its DAX gives, whose name stands in brackets. \
The columns of a table that is spelled out in braces are `[Value1]`, `[Value2]` and so on, or `[Value]` alone.

Wrong: `sourceColumn: Value2`
Right: `sourceColumn: [Value2]`",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for table in &context.model.tables {
        let is_group = !carried(&table.more, &table_path(table), "calculationGroup").is_empty();
        // Of a table with rows from elsewhere as well it is not known which.
        let calculated = match table.partitions.as_slice() {
            [only] => Some(only).filter(|one| one.kind.eq_ignore_ascii_case("calculated")),
            _ => None,
        };
        if is_group {
            let computed = table.columns.iter().filter(|column| column.expression.is_some());
            found.extend(computed.map(|column| of_dax(context, table, column)));
        }
        for column in table.columns.iter().filter(|column| column.expression.is_none()) {
            let Some(source) = column.source_column.as_deref() else { continue };
            if is_group {
                found.extend(of_group(context, table, column, source));
            } else if let Some(partition) = calculated {
                found.extend(of_calculated(context, table, column, source, &partition.source));
                found.extend(not_given(context, table, column, source));
            }
        }
    }
}

fn of_dax(context: &Context, table: &Table, column: &Column) -> Diagnostic {
    let message = format!("the calculation group `{}` cannot have the calculated column `{}`", table.name, column.name);
    let path = path_in(table, "column", column.name.as_str());
    Diagnostic::new(&GROUP_COLUMN, message).at(context.origins.place(&path), "").help("remove the column")
}

fn of_group(context: &Context, table: &Table, column: &Column, source: &str) -> Option<Diagnostic> {
    let path = path_in(table, "column", column.name.as_str());
    if !["Name", "Ordinal"].iter().any(|known| same(known, source)) {
        let fault = Diagnostic::new(&GROUP_COLUMN, format!("a calculation group has no `{source}`"));
        return Some(fault.at(context.place(&path, "sourceColumn"), "").help("write `Name` or `Ordinal`"));
    }
    let wanted = if same(source, "Name") { "string" } else { "int64" };
    let has = column.data_type.as_deref().filter(|has| !has.eq_ignore_ascii_case(wanted))?;
    let fault = Diagnostic::new(&GROUP_COLUMN, format!("the `{source}` of a calculation group is no `{has}`"));
    Some(fault.at(context.place(&path, "dataType"), "").help(format!("write `dataType: {wanted}`")))
}

fn of_calculated(context: &Context, table: &Table, column: &Column, source: &str, dax: &str) -> Option<Diagnostic> {
    let path = path_in(table, "column", column.name.as_str());
    let fault =
        |message: String| Diagnostic::new(&COMPUTED_COLUMN, message).at(context.place(&path, "sourceColumn"), "");
    if !source.contains('[') {
        let message = format!("the column `{}` is filled from `{source}`, which is no column of DAX", column.name);
        return Some(fault(message).help(format!("write `sourceColumn: [{source}]`")));
    }
    let width = width(dax)?;
    let known: Vec<String> = match width {
        1 => vec!["[Value]".to_owned()],
        _ => (1..=width).map(|at| format!("[Value{at}]")).collect(),
    };
    if known.iter().any(|known| same(known, source)) || !source.starts_with('[') {
        return None;
    }
    let message = format!("the table that is spelled out has no `{source}`");
    Some(fault(message).help(format!("its columns are `{}`", known.join("`, `"))))
}

/// A column that the table's expression does not give, where all that it gives are known.
fn not_given(context: &Context, table: &Table, column: &Column, source: &str) -> Option<Diagnostic> {
    let (_, name) = source.rsplit_once('[')?;
    let name = name.strip_suffix(']')?;
    let is_it = |bound: &&super::dax::Bound| {
        bound.dax.place == SitePlace::CalculatedTable && bound.dax.home.is_some_and(|home| home.name == table.name)
    };
    let bound = context.dax.iter().find(is_it).filter(|_| context.is_whole())?;
    let is_sound = bound.expression.syntax.is_empty() && bound.expression.bound.faults.is_empty();
    let Type::Table(relation) = &bound.expression.bound.ty else { return None };
    // Of rows in braces the width tells.
    let given: Vec<String> = relation.columns().map(|column| column.name.to_string()).collect();
    let is_known = is_sound && !relation.open && !given.is_empty() && width(bound.dax.text).is_none();
    if !is_known || given.iter().any(|one| same(one, name)) {
        return None;
    }
    let path = path_in(table, "column", column.name.as_str());
    let message = format!("the expression of `{}` gives no column `{name}`", table.name);
    let fault = Diagnostic::new(&COMPUTED_COLUMN, message).at(context.place(&path, "sourceColumn"), "");
    Some(match given.len() <= 12 {
        true => fault.help(format!("it gives `{}`", given.join("`, `"))),
        false => fault.did_you_mean(name, given.iter().map(String::as_str)),
    })
}

/// How many columns `{ (…), (…) }` has.
fn width(dax: &str) -> Option<usize> {
    use crate::dax::tree::ExprKind;
    let parsed = crate::dax::parse_expression(dax);
    match &parsed.tree.kind {
        ExprKind::Table(rows) if parsed.errors.is_empty() => match &rows.first()?.kind {
            ExprKind::Row(cells) => Some(cells.len()),
            _ => Some(1),
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::lines;

    #[test]
    fn a_group_has_names_and_places() {
        let text = |source: &str, ty: &str| {
            format!(
                "table T\n    calculationGroup\n        calculationItem A = SELECTEDMEASURE()\n    column N\n        \
                 dataType: {ty}\n        sourceColumn: {source}\n"
            )
        };
        assert_eq!(lines(&GROUP_COLUMN, &text("Nam", "string")), [6]);
        assert_eq!(lines(&GROUP_COLUMN, &text("Name", "int64")), [5]);
        assert_eq!(lines(&GROUP_COLUMN, &text("name", "string")), [0; 0]);
        assert_eq!(lines(&GROUP_COLUMN, &text("Ordinal", "int64")), [0; 0]);
        let computed = text("Name", "string") + "    column C = 1\n";
        assert_eq!(lines(&GROUP_COLUMN, &computed), [7]);
    }

    #[test]
    fn a_calculated_table_has_the_columns_of_its_dax() {
        let text = |source: &str, dax: &str| {
            format!(
                "table T\n    column A\n        sourceColumn: {source}\n    partition P = calculated\n        source = {dax}\n"
            )
        };
        for (source, dax) in [("Value1", "{ (1, 2) }"), ("[Value3]", "{ (1, 2) }"), ("[Value1]", "{ 1 }")] {
            assert_eq!(lines(&COMPUTED_COLUMN, &text(source, dax)), [3], "{source} {dax}");
        }
        for (source, dax) in [("[A]", "ROW(\"B\", 1)"), ("[Value]", "SELECTCOLUMNS({ 1 }, \"B\", [Value])")] {
            assert_eq!(lines(&COMPUTED_COLUMN, &text(source, dax)), [3], "{source} {dax}");
        }
        for (source, dax) in
            [("[Value2]", "{ (1, 2) }"), ("[Value]", "{ 1 }"), ("U[A]", "U"), ("[Date]", "CALENDARAUTO()")]
        {
            assert_eq!(lines(&COMPUTED_COLUMN, &text(source, dax)), [0; 0], "{source} {dax}");
        }
    }
}
