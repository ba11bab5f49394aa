//! What DAX can name in a model, by name.

use std::cell::{Cell, OnceCell};
use std::collections::HashMap;

use super::types::Value;
use crate::dax::tree::query::Function as FunctionTree;
use crate::diag::suggest::Suggestions;
use crate::model::Model;

mod build;
mod relationships;

pub use relationships::Relationship;

/// A model as DAX sees it: names are found in any case.
#[derive(Clone, Debug, Default)]
pub struct Index {
    tables: Vec<Table>,
    table_by_name: HashMap<String, usize>,
    /// Name to the table and the place in it; of two measures of one name the first.
    measure_by_name: HashMap<String, (usize, usize)>,
    functions: Vec<Function>,
    function_by_name: HashMap<String, usize>,
    calendars: Vec<Calendar>,
    pub relationships: Vec<Relationship>,
    pub suggestions: Suggestions,
    /// Some model measures are changed by calculation items.
    pub has_calculation_group: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Table {
    pub name: String,
    columns: Vec<Column>,
    column_by_name: HashMap<String, usize>,
    /// Columns of a calculated table that the model does not list, found by binding its expression.
    inferred: OnceCell<Vec<Column>>,
    measures: Vec<Measure>,
    measure_by_name: HashMap<String, usize>,
    pub hierarchies: Vec<Hierarchy>,
    /// Each of its rows is told from the others by one column: a key, or the one side of a relationship.
    pub has_key: bool,
    /// Its rows come from DAX.
    pub is_calculated: bool,
    /// Its rows are asked at query time.
    pub is_live: bool,
    /// `DEFINE TABLE` of the query at hand.
    pub is_of_query: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Column {
    pub name: String,
    /// As declared; of a calculated column as its expression gives it.
    pub value: Cell<Value>,
    pub is_calculated: bool,
    /// `'Sales'[Date].[Month]` names a level of its own hierarchy.
    pub has_variation: bool,
    pub is_of_query: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Measure {
    pub name: String,
    pub value: Cell<Value>,
    /// `_Margin Goal` beside `Margin` with a key performance indicator: declared nowhere.
    pub is_of_indicator: bool,
    pub is_of_query: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Hierarchy {
    pub name: String,
    /// Each level with the column that it shows.
    pub levels: Vec<(String, String)>,
}

/// A function of the model or of the query.
#[derive(Clone, Debug)]
pub struct Function {
    pub name: String,
    /// `None` where it cannot be read.
    pub tree: Option<FunctionTree>,
    pub is_of_query: bool,
}

#[derive(Clone, Debug)]
pub struct Calendar {
    pub name: String,
    pub table: usize,
}

impl Index {
    pub fn new(model: &Model) -> Self {
        build::build(model)
    }

    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.get(*self.table_by_name.get(&name.to_lowercase())?)
    }
    /// A measure anywhere in the model, with its table.
    pub fn measure(&self, name: &str) -> Option<(&Table, &Measure)> {
        let (table, measure) = *self.measure_by_name.get(&name.to_lowercase())?;
        let table = self.tables.get(table)?;
        Some((table, table.measures.get(measure)?))
    }
    pub fn function(&self, name: &str) -> Option<&Function> {
        self.functions.get(*self.function_by_name.get(&name.to_lowercase())?)
    }
    pub fn calendar(&self, name: &str) -> Option<&Calendar> {
        self.calendars.iter().find(|calendar| crate::name::same(&calendar.name, name))
    }
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }
    pub fn functions(&self) -> &[Function] {
        &self.functions
    }
    pub fn measures(&self) -> impl Iterator<Item = (&Table, &Measure)> {
        self.tables.iter().flat_map(|table| table.measures.iter().map(move |measure| (table, measure)))
    }

    /// The model with further measures at its tables, each with the name of its table: those of a report.
    pub fn with_measures<'a>(&self, measures: impl IntoIterator<Item = (&'a str, &'a str)>) -> Index {
        let mut index = self.clone();
        for (table, name) in measures {
            // That the table is not there is said elsewhere.
            let at = index.position(table).unwrap_or_else(|| index.add_table(Table::of_query(table)));
            index.add_measure(at, Measure { name: name.to_owned(), is_of_query: true, ..Measure::default() });
        }
        index
    }

    pub(super) fn add_table(&mut self, table: Table) -> usize {
        let at = self.tables.len();
        self.table_by_name.entry(table.name.to_lowercase()).or_insert(at);
        self.tables.push(table);
        at
    }
    /// A measure of the query hides one of the model.
    pub(super) fn add_measure(&mut self, table: usize, measure: Measure) {
        let Some(home) = self.tables.get_mut(table) else { return };
        let (name, at) = (measure.name.to_lowercase(), home.measures.len());
        if measure.is_of_query {
            self.measure_by_name.insert(name.clone(), (table, at));
            home.measure_by_name.insert(name, at);
        } else {
            self.measure_by_name.entry(name.clone()).or_insert((table, at));
            home.measure_by_name.entry(name).or_insert(at);
        }
        home.measures.push(measure);
    }
    pub(super) fn position(&self, table: &str) -> Option<usize> {
        self.table_by_name.get(&table.to_lowercase()).copied()
    }
    pub(super) fn table_mut(&mut self, at: usize) -> Option<&mut Table> {
        self.tables.get_mut(at)
    }
    /// Of two functions of one name neither can be told: that it stands twice is said elsewhere.
    pub(super) fn add_function(&mut self, mut function: Function) {
        if !function.is_of_query && self.function(&function.name).is_some() {
            function.tree = None;
        }
        self.function_by_name.insert(function.name.to_lowercase(), self.functions.len());
        self.functions.push(function);
    }
}

impl Table {
    pub(super) fn of_query(name: &str) -> Self {
        Self { name: name.to_owned(), is_of_query: true, ..Self::default() }
    }
    pub fn column(&self, name: &str) -> Option<&Column> {
        match self.column_by_name.get(&name.to_lowercase()) {
            Some(at) => self.columns.get(*at),
            None => self.inferred.get()?.iter().find(|column| crate::name::same(&column.name, name)),
        }
    }
    pub fn columns(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().chain(self.inferred.get().into_iter().flatten())
    }
    pub fn measure(&self, name: &str) -> Option<&Measure> {
        self.measures.get(*self.measure_by_name.get(&name.to_lowercase())?)
    }
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }
    /// Whether it may have columns that are not known: a table that lists none.
    pub fn is_open(&self) -> bool {
        self.columns.is_empty() && (self.is_calculated || self.is_of_query) && self.inferred.get().is_none()
    }
    pub(super) fn add_column(&mut self, column: Column) {
        self.column_by_name.entry(column.name.to_lowercase()).or_insert(self.columns.len());
        self.columns.push(column);
    }
    /// What the expression of a calculated table has turned out to give.
    pub(super) fn infer(&self, columns: Vec<Column>) {
        // Whoever bound it first has said it.
        let _ = self.inferred.set(columns);
    }
}
