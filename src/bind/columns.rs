//! Names in brackets: columns, measures, extension columns.

use super::binder::{Binder, Row};
use super::index::{self, Table};
use super::types::{RowColumn, Type, Value};
use super::{SitePlace, Target, rules};
use crate::dax::Span;
use crate::dax::tree::{Column, Name};
use crate::name::same;

/// What `Sales[x]` or `[x]` stands for.
pub enum Resolved<'i> {
    /// With whether a row context has it.
    Column(RowColumn<'i>, bool),
    Measure(&'i Table, &'i index::Measure),
    /// Perhaps anything; what is to be said has been said.
    Unknown,
}

/// The type of what was named, and the column that it was, if it was one.
#[derive(Clone, Debug, Default)]
pub struct Named<'i> {
    pub ty: Type<'i>,
    pub column: Option<RowColumn<'i>>,
    pub is_measure: bool,
}

impl<'i> Binder<'i> {
    /// Where its value is wanted: a column needs a row.
    pub fn column_value(&mut self, column: &Column, span: &Span) -> Named<'i> {
        let resolved = self.resolve(column);
        if let Resolved::Column(found, false) = &resolved {
            let fault = rules::row_context::missing(self, found, column, span);
            self.report(fault);
        }
        resolved.named(column)
    }

    /// Where the column itself is wanted.
    pub fn column_reference(&mut self, column: &Column) -> Named<'i> {
        self.resolve(column).named(column)
    }

    fn resolve(&mut self, column: &Column) -> Resolved<'i> {
        let resolved = match &column.table {
            Some(table) if !table.text.is_empty() => self.qualified(table, &column.name),
            _ => self.bracketed(&column.name, column.table.is_some()),
        };
        match &resolved {
            Resolved::Column(found, _) => {
                let fault = rules::unknown_name::level(found, column);
                self.report_all(fault);
                let target = match found.source {
                    Some((table, column)) => Target::Column(table, column),
                    None => Target::Extension(std::rc::Rc::from(&*found.name)),
                };
                self.refer(&column.name.span, target);
            }
            Resolved::Measure(table, measure) => self.refer(&column.name.span, Target::Measure(table, measure)),
            Resolved::Unknown => {}
        }
        resolved
    }

    fn qualified(&mut self, table: &Name, name: &Name) -> Resolved<'i> {
        let is_it = |column: &RowColumn| {
            column.source.is_none() && column.qualifier.as_deref().is_some_and(|qualifier| same(qualifier, &table.text))
        };
        if let Some(found) = self.in_rows(&name.text, is_it) {
            return Resolved::Column(found, true);
        }
        let Some(home) = self.index.table(&table.text) else {
            let fault = rules::unknown_name::table_of_column(self, table, name);
            self.report(fault);
            return Resolved::Unknown;
        };
        self.refer(&table.span, Target::Table(home));
        if let Some(column) = home.column(&name.text) {
            let is_in_row = self.rows.iter().any(|row| match row {
                Row::Any => true,
                Row::Of(relation) => relation.open || relation.has(home, column),
            });
            return Resolved::Column(RowColumn::model(home, column), is_in_row);
        }
        if let Some(measure) = home.measure(&name.text) {
            return Resolved::Measure(home, measure);
        }
        if !home.is_open() {
            let fault = rules::unknown_name::column(self, home, name);
            self.report(fault);
        }
        Resolved::Unknown
    }

    /// Extension columns of the rows at hand first, then measures, then columns of the model.
    fn bracketed(&mut self, name: &Name, is_extension: bool) -> Resolved<'i> {
        if let Some(found) = self.in_rows(&name.text, |column| column.source.is_none()) {
            return Resolved::Column(found, true);
        }
        if is_extension {
            return Resolved::Unknown;
        }
        if let Some((table, measure)) = self.index.measure(&name.text) {
            return Resolved::Measure(table, measure);
        }
        if let Some(found) = self.in_rows(&name.text, |_| true) {
            return Resolved::Column(found, true);
        }
        let is_open = |row: &Row| match row {
            Row::Any => true,
            Row::Of(relation) => relation.open,
        };
        // What a calculated table is computed by cannot read the columns that it gives, whether they are known or not.
        let home = self.home.filter(|_| self.place != SitePlace::CalculatedTable);
        if let Some(home) = home
            && let Some(column) = home.column(&name.text)
        {
            let is_in_row = self.rows.iter().any(is_open);
            return Resolved::Column(RowColumn::model(home, column), is_in_row);
        }
        if !self.rows.iter().any(is_open) && !home.is_some_and(Table::is_open) {
            let fault = rules::unknown_name::bracketed(self, name);
            self.report(fault);
        } else {
            let fault = rules::unknown_name::bracketed_in_function(self, name);
            self.report_all(fault);
        }
        Resolved::Unknown
    }

    /// The column of this name in the innermost row context that has one.
    fn in_rows(&self, name: &str, is_it: impl Fn(&RowColumn<'i>) -> bool) -> Option<RowColumn<'i>> {
        self.rows.iter().rev().find_map(|row| match row {
            Row::Of(relation) => relation.named(name).find(&is_it),
            Row::Any => None,
        })
    }
}

impl<'i> Resolved<'i> {
    fn named(self, written: &Column) -> Named<'i> {
        match self {
            // A level of a date's own hierarchy is another column.
            Resolved::Column(..) if written.level.is_some() => {
                let level = written.level.as_ref().map_or("", |level| level.text.as_str());
                let column = RowColumn::new(level, Value::Unknown);
                Named { ty: Type::Value(Value::Unknown), column: Some(column), is_measure: false }
            }
            Resolved::Column(column, _) => {
                Named { ty: Type::Value(column.value), column: Some(column), is_measure: false }
            }
            Resolved::Measure(_, measure) => {
                Named { ty: Type::Value(measure.value.get()), column: None, is_measure: true }
            }
            Resolved::Unknown => Named::default(),
        }
    }
}
