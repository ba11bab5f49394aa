//! DX100 to DX105: names that nothing has.

use crate::bind::binder::{Binder, Row};
use crate::bind::index::Table;
use crate::bind::types::RowColumn;
use crate::bind::{Fault, SitePlace};
use crate::dax::functions;
use crate::dax::tree::{Column, Name};
use crate::diag::{Code, Severity};
use crate::name::{dax_column, dax_name};

pub static UNKNOWN_TABLE: Code = Code {
    id: "DX100",
    name: "unknown-table",
    severity: Severity::Error,
    explanation: "DAX names a table that the model does not have. The model opens, and every visual that needs the \
expression shows an error.

Wrong: `SUM(Slaes[Revenue])`, where the table is called `Sales`.
Right: `SUM(Sales[Revenue])`.",
};

pub static UNKNOWN_COLUMN: Code = Code {
    id: "DX101",
    name: "unknown-column",
    severity: Severity::Error,
    explanation: "DAX names a column that the table does not have. The model opens, and every visual that needs the \
expression shows an error.

Wrong: `SUM(Sales[Revenu])`, where the column is called `Revenue`.
Right: `SUM(Sales[Revenue])`.",
};

pub static UNKNOWN_BRACKETED: Code = Code {
    id: "DX102",
    name: "unknown-measure",
    severity: Severity::Error,
    explanation: "DAX names something in brackets, without a table, that is no measure of the model, no column of a \
table whose rows are at hand, and no column that the expression makes itself.

Wrong: `[Total Revenu] * 2`, where the measure is called `Total Revenue`.
Right: `[Total Revenue] * 2`.",
};

pub static NO_VARIATION: Code = Code {
    id: "DX188",
    name: "no-variation",
    severity: Severity::Error,
    explanation: "`Table[Date].[Year]` names a level of the hierarchy that Power BI makes by itself for a column of \
dates, a `variation` of the column. Without automatic date tables there is none.

Wrong: `MIN(Sales[Date].[Year])` where the column has no `variation`
Right: `MIN('Date'[Year])`",
};

pub static DOUBTFUL_BRACKETED: Code = Code {
    id: "DX189",
    name: "unknown-name-in-function",
    severity: Severity::Warning,
    explanation: "The body of a function names something in brackets that no table of the model has.

Wrong: `function AddTax = (amount) => amount * [Tax Rat]` where the measure is `Tax Rate`
Right: `function AddTax = (amount) => amount * [Tax Rate]`",
};

pub static UNKNOWN_NAME: Code = Code {
    id: "DX103",
    name: "unknown-name",
    severity: Severity::Error,
    explanation: "A name without brackets is neither a variable that was declared before nor a table of the model.

Wrong: `VAR limit = 10 RETURN lmit * 2`
Right: `VAR limit = 10 RETURN limit * 2`",
};

pub static UNKNOWN_FUNCTION: Code = Code {
    id: "DX104",
    name: "unknown-function",
    severity: Severity::Error,
    explanation: "DAX has no function of this name, and the model declares none.

Wrong: `CALCULAT([Revenue])`
Right: `CALCULATE([Revenue])`",
};

pub static VARIABLE_AS_TABLE: Code = Code {
    id: "DX105",
    name: "variable-as-table",
    severity: Severity::Error,
    explanation: "A variable that holds a table is not the table's name: its columns are named without it, those of \
the model with their own table.

Wrong: `VAR t = ADDCOLUMNS(Sales, \"@x\", 1) RETURN SUMX(t, t[@x])`
Right: `VAR t = ADDCOLUMNS(Sales, \"@x\", 1) RETURN SUMX(t, [@x])`",
};

/// The table before a column.
pub fn table_of_column(binder: &Binder, table: &Name, column: &Name) -> Fault {
    if !table.quoted && binder.has_variable(&table.text) {
        let message = format!("`{}` is a variable and names no table", table.text);
        return Fault::new(&VARIABLE_AS_TABLE, table.span.clone(), message)
            .help(format!("name the column alone: `{}`", dax_name(&column.text)));
    }
    unknown_table(binder, table)
}

/// A name without brackets.
pub fn name(binder: &Binder, name: &Name) -> Fault {
    if name.quoted {
        return unknown_table(binder, name);
    }
    let message = format!("there is no variable or table `{}`", name.text);
    let fault = Fault::new(&UNKNOWN_NAME, name.span.clone(), message);
    let variables = binder.variables.names();
    match binder.index.suggestions.nearest(&name.text, variables.chain(tables(binder))) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None if binder.index.measure(&name.text).is_some() => {
            fault.help(format!("a measure stands in brackets: `{}`", dax_name(&name.text)))
        }
        None => fault,
    }
}

pub fn unknown_table(binder: &Binder, name: &Name) -> Fault {
    let fault = Fault::new(&UNKNOWN_TABLE, name.span.clone(), format!("there is no table `{}`", name.text));
    did_you_mean(fault, binder.index.suggestions.nearest(&name.text, tables(binder)))
}

fn tables<'b>(binder: &'b Binder) -> impl Iterator<Item = &'b str> {
    binder.index.tables().iter().map(|table| table.name.as_str())
}

/// A column, or a measure, behind its table.
pub fn column(binder: &Binder, table: &Table, name: &Name) -> Fault {
    let message = format!("the table `{}` has no column `{}`", table.name, name.text);
    let fault = Fault::new(&UNKNOWN_COLUMN, name.span.clone(), message);
    if let Some((home, measure)) = binder.index.measure(&name.text) {
        let bare = dax_name(&measure.name);
        return fault.help(format!("`{}` is a measure of `{}`: write `{bare}`", measure.name, home.name));
    }
    let mut others = binder.index.tables().iter().filter(|other| other.column(&name.text).is_some());
    match (others.next(), others.next()) {
        (Some(other), None) => fault.help(format!("the table `{}` has a column of this name", other.name)),
        _ => {
            let columns = table.columns().map(|column| column.name.as_str());
            let measures = table.measures().iter().map(|measure| measure.name.as_str());
            did_you_mean(fault, binder.index.suggestions.nearest(&name.text, columns.chain(measures)))
        }
    }
}

/// A name in brackets without a table.
/// In a function a name may be one of the rows that a caller brings; one that nothing has is doubtful all the same.
pub fn bracketed_in_function(binder: &Binder, name: &Name) -> Option<Fault> {
    let is_own = binder.place == SitePlace::Function && binder.rows.len() == 1 && !binder.is_in_argument_of_user();
    if !is_own || binder.index.tables().iter().any(|table| table.is_open() || table.column(&name.text).is_some()) {
        return None;
    }
    let message = format!("the model has no measure or column `{}`", name.text);
    let fault = Fault::new(&DOUBTFUL_BRACKETED, name.span.clone(), message);
    let measures = binder.index.measures().map(|(_, measure)| measure.name.as_str());
    Some(did_you_mean(fault, binder.index.suggestions.nearest(&name.text, measures)))
}

/// `'Date'[Date].[Year]` of a column that has no hierarchy of its own.
pub fn level(column: &RowColumn, written: &Column) -> Option<Fault> {
    let level = written.level.as_ref()?;
    let (table, own) = column.source.filter(|(_, own)| !own.has_variation && !own.is_of_query)?;
    let name = dax_column(&table.name, &own.name);
    let message = format!("`{name}` has no hierarchy of its own with the level `{}`", level.text);
    let fault = Fault::new(&NO_VARIATION, level.span.clone(), message);
    Some(fault.help("name the column of the date table that has it, such as `'Date'[Year]`"))
}

pub fn bracketed(binder: &Binder, name: &Name) -> Fault {
    let message = format!("there is no measure or column `{}` here", name.text);
    let fault = Fault::new(&UNKNOWN_BRACKETED, name.span.clone(), message);
    // A table is not computed from its own columns.
    let own = binder.home.filter(|_| binder.place == SitePlace::CalculatedTable);
    let others = binder.index.tables().iter().filter(|table| !own.is_some_and(|own| std::ptr::eq(own, *table)));
    let mut homes = others.filter(|table| table.column(&name.text).is_some());
    if let Some(home) = homes.next() {
        let whole = dax_column(&home.name, &name.text);
        return fault.help(format!("write the column with its table: `{whole}`"));
    }
    if binder.has_variable(&name.text) {
        return fault.help(format!("a variable stands without brackets: `{}`", name.text));
    }
    let measures = binder.index.measures().map(|(_, measure)| measure.name.as_str());
    let rows = || {
        binder.rows.iter().filter_map(|row| match row {
            Row::Of(relation) => Some(relation),
            Row::Any => None,
        })
    };
    let bases = rows().flat_map(|relation| relation.names());
    did_you_mean(fault, binder.index.suggestions.nearest(&name.text, measures.chain(bases)))
}

pub fn function(binder: &Binder, name: &Name) -> Fault {
    let message = format!("there is no function `{}`", name.text);
    let fault = Fault::new(&UNKNOWN_FUNCTION, name.span.clone(), message);
    let own = binder.index.functions().iter().map(|function| function.name.as_str());
    match binder.index.suggestions.nearest(&name.text, own) {
        Some(near) => did_you_mean(fault, Some(near)),
        None => did_you_mean(fault, functions::suggest(&name.text)),
    }
}

fn did_you_mean(fault: Fault, near: Option<&str>) -> Fault {
    match near {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault,
    }
}
