//! The functions of the library that make tables of tables.

use std::collections::hash_map::Entry;

use super::arguments::{Named, all_columns, name, names, numbered, pairs, sorted_by};
use super::evaluate::{Evaluator, Item, Traces, Value, known, type_name};
use super::{Column, Columns};

mod files;
mod gone;
mod reshape;

pub use gone::after;

/// The functions that choose rows, or put them in another order, and name no column.
const ROWS_ONLY: [&str; 13] = [
    "Buffer",
    "FirstN",
    "LastN",
    "Skip",
    "RemoveFirstN",
    "RemoveLastN",
    "Range",
    "RemoveRows",
    "ReverseRows",
    "SelectRows",
    "AlternateRows",
    "Repeat",
    "StopFolding",
];

/// What a function in an argument gets.
#[derive(Clone, Copy, PartialEq)]
pub enum Given {
    /// A row of the table that the first argument is.
    Row,
    /// Some rows of it, as a table.
    Table,
}

/// What functions in this argument of a library function get.
pub fn given(function: &str, argument: usize) -> Option<Given> {
    match (function.strip_prefix("Table.")?, argument) {
        ("SelectRows" | "TransformRows" | "FirstN" | "LastN" | "Skip" | "RemoveFirstN", 1)
        | ("RemoveLastN" | "MatchesAllRows" | "MatchesAnyRows" | "Max" | "Min" | "MaxN" | "MinN" | "Sort", 1) => {
            Some(Given::Row)
        }
        ("AddColumn", 2) => Some(Given::Row),
        ("Group", 2) => Some(Given::Table),
        _ => None,
    }
}

/// The table that a call gives; `None` where it cannot be told.
pub fn result(evaluator: &mut Evaluator, function: &str, arguments: &[Item]) -> Option<Value> {
    if let Some(value) = files::table(function).or_else(|| other(function)) {
        return Some(value);
    }
    let columns = match function {
        "#table" => all_columns(arguments.first()?)?,
        "Value.ReplaceType" | "Value.ReplaceMetadata" => match (&arguments.first()?.value, arguments.get(1)) {
            (Value::Table(columns), _) if function == "Value.ReplaceMetadata" => columns.clone(),
            (_, Some(item)) if function == "Value.ReplaceType" => all_columns(item)?,
            _ => return None,
        },
        "Record.ToTable" => {
            ["Name", "Value"].map(|name| Column { name: name.to_owned(), ty: None }).into_iter().collect()
        }
        _ => Call { evaluator, arguments }.table(function.strip_prefix("Table.")?)?,
    };
    Some(Value::Table(columns))
}

/// All columns of all tables, each once, in the order of their first appearance.
pub fn combined(tables: &[Columns]) -> Columns {
    let mut all: Vec<Column> = Vec::new();
    let mut seen = std::collections::HashMap::new();
    for column in tables.iter().flat_map(|columns| columns.iter()) {
        match seen.entry(column.name.as_str()) {
            Entry::Vacant(free) => {
                free.insert(all.len());
                all.push(column.clone());
            }
            // Now of this type, now of that.
            Entry::Occupied(at) => {
                if let Some(first) = all.get_mut(*at.get()).filter(|first| column.ty.is_some() && first.ty != column.ty)
                {
                    first.ty = None;
                }
            }
        }
    }
    all.into()
}

/// Functions of tables and lists that give no table.
fn other(function: &str) -> Option<Value> {
    Some(Value::Other(match function {
        "Splitter.SplitByNothing" => return Some(Value::Constant(function.to_owned())),
        "Table.RowCount" | "Table.ColumnCount" | "List.Count" | "List.Sum" => "a number",
        "Table.Column" | "Table.ColumnNames" | "Table.ToRecords" | "Table.ToRows" | "Table.ToColumns"
        | "Table.ToList" => "a list",
        "List.Distinct" | "List.Transform" | "List.Select" | "List.Sort" | "List.Dates" | "List.Numbers" => "a list",
        "Table.IsEmpty" | "Table.HasColumns" => "true or false",
        _ => return None,
    }))
}

/// What a function gives of which no more can be told.
pub fn unknown(function: &str) -> Value {
    const TABLES: [&str; 14] = [
        "AddColumn",
        "AddIndexColumn",
        "Combine",
        "Distinct",
        "ExpandTableColumn",
        "NestedJoin",
        "RemoveColumns",
        "RenameColumns",
        "ReorderColumns",
        "ReplaceValue",
        "SelectRows",
        "Sort",
        "TransformColumnTypes",
        "TransformColumns",
    ];
    let is_table = function.strip_prefix("Table.").is_some_and(|name| TABLES.contains(&name));
    if is_table { Value::Rows(Traces::default()) } else { Value::Unknown }
}

/// Whether what the function gives has just the columns that it names, whatever the table has.
pub fn lists_all(function: &str) -> bool {
    matches!(function, "Table.SelectColumns" | "Table.Group" | "Table.UnpivotOtherColumns" | "Value.ReplaceType")
}

struct Call<'e, 'a, 'i> {
    evaluator: &'e mut Evaluator<'a>,
    arguments: &'i [Item],
}

impl Call<'_, '_, '_> {
    fn table(&mut self, function: &str) -> Option<Columns> {
        match function {
            // From nothing.
            "FromRows" | "FromColumns" => self.argument(1).map_or_else(|| self.columns_of_lists(function), all_columns),
            "FromRecords" => self.of_records(),
            "FromList" => self.of_list(),
            // The columns stay.
            step if ROWS_ONLY.contains(&step) => self.input(0),
            "AddKey" | "MaxN" | "MinN" | "InsertRows" | "ConformToPageReader" => self.input(0),
            "Sort" => self.kept(1, sorted_by),
            "Distinct"
            | "RemoveMatchingRows"
            | "RemoveRowsWithErrors"
            | "SelectRowsWithErrors"
            | "FillDown"
            | "FillUp"
            | "ExpandListColumn" => self.kept(1, |item| names(item).unwrap_or_default()),
            "ReplaceValue" => self.kept(4, |item| names(item).unwrap_or_default()),
            "ReplaceErrorValues" => self.kept(1, first_of_pairs),
            "TransformColumns" => {
                let tolerant = self.argument(3).is_some();
                let columns = self.kept(1, if tolerant { |_| Vec::new() } else { first_of_pairs })?;
                Some(self.transformed(&columns))
            }
            // The columns change.
            "SelectColumns" => self.select_columns(),
            "RemoveColumns" => self.remove_columns(),
            "RenameColumns" => self.rename_columns(),
            "ReorderColumns" => self.reorder_columns(),
            "TransformColumnTypes" => self.transform_column_types(),
            "AddColumn" => {
                let ty = self.argument(3).and_then(|item| type_name(&item.value));
                self.added(self.argument(1).and_then(name)?, ty)
            }
            "AddIndexColumn" => {
                let ty = self.argument(4).and_then(|item| type_name(&item.value));
                self.added(self.argument(1).and_then(name)?, ty)
            }
            "DuplicateColumn" => {
                let from = self.argument(1).and_then(name)?;
                let columns = self.input(0)?;
                let ty = self.has(&columns, &from).then(|| known(&columns, &from.text).ty)?;
                self.added(self.argument(2).and_then(name)?, ty)
            }
            "NestedJoin" | "FuzzyNestedJoin" => self.nested_join(),
            "Join" | "FuzzyJoin" => self.join(),
            "ExpandTableColumn" | "ExpandRecordColumn" => self.expand(),
            "Combine" => self.combine(),
            "Group" => self.group(),
            "UnpivotOtherColumns" => self.unpivot_other_columns(),
            "Unpivot" => self.unpivot(),
            "PrefixColumns" => {
                let prefix = self.argument(1).and_then(name)?;
                let columns = self.input(0)?;
                let prefixed =
                    |column: &Column| Column { name: format!("{}.{}", prefix.text, column.name), ..column.clone() };
                Some(columns.iter().map(prefixed).collect())
            }
            "DemoteHeaders" => Some(numbered(self.input(0)?.len())),
            _ => None,
        }
    }

    fn argument(&self, at: usize) -> Option<&Item> {
        self.arguments.get(at).filter(|item| !matches!(item.value, Value::Null))
    }

    fn input(&self, at: usize) -> Option<Columns> {
        match &self.argument(at)?.value {
            Value::Table(columns) => Some(columns.clone()),
            _ => None,
        }
    }

    fn has(&mut self, columns: &Columns, name: &Named) -> bool {
        self.evaluator.check(columns, &name.text, &name.span)
    }

    /// Whether all of them are there; each that is not is reported.
    fn has_all(&mut self, columns: &Columns, names: &[Named]) -> bool {
        names.iter().filter(|name| !self.has(columns, name)).count() == 0
    }

    /// The columns of the first argument, which has those that another argument names.
    fn kept(&mut self, at: usize, named: fn(&Item) -> Vec<Named>) -> Option<Columns> {
        let columns = self.input(0)?;
        let named = self.argument(at).map(named).unwrap_or_default();
        self.has_all(&columns, &named).then_some(columns)
    }

    /// A column has the type that is given with what is made of it.
    fn transformed(&self, columns: &Columns) -> Columns {
        let made = self.argument(1).and_then(pairs);
        // What is made of all others is not told one by one.
        let of_others = self.argument(2).is_some() || made.is_none();
        let made = made.unwrap_or_default();
        let one = |column: &Column| {
            let ty = match made.iter().find(|(name, _)| name.text == column.name) {
                Some((_, rest)) => match (rest.first().map(|made| &made.value), rest.get(1)) {
                    (_, Some(ty)) => type_name(&ty.value),
                    (Some(Value::Constant(name)), None) if name.starts_with("Text.") => column.ty.clone(),
                    _ => None,
                },
                None if of_others => None,
                None => column.ty.clone(),
            };
            Column { name: column.name.clone(), ty }
        };
        columns.iter().map(one).collect()
    }

    fn columns_of_lists(&self, function: &str) -> Option<Columns> {
        let Value::List(lists) = &self.argument(0)?.value else { return None };
        match (function, &lists.first()?.value) {
            ("FromColumns", _) => Some(numbered(lists.len())),
            (_, Value::List(row)) => Some(numbered(row.len())),
            _ => None,
        }
    }

    fn of_records(&self) -> Option<Columns> {
        if let Some(item) = self.argument(1) {
            return all_columns(item);
        }
        let Value::List(records) = &self.argument(0)?.value else { return None };
        let Value::Record(first) = &records.first()?.value else { return None };
        let same = records.iter().all(|item| matches!(&item.value, Value::Record(fields) if fields[..] == first[..]));
        same.then(|| first.clone())
    }

    fn of_list(&self) -> Option<Columns> {
        match self.argument(2) {
            Some(item) => all_columns(item),
            // Without a splitter texts are cut at commas.
            None => matches!(&self.argument(1)?.value, Value::Constant(name) if name == "Splitter.SplitByNothing")
                .then(|| numbered(1)),
        }
    }

    fn missing_field(&self, at: usize) -> MissingField {
        match self.argument(at).map(|item| &item.value) {
            None => MissingField::Error,
            Some(Value::Constant(name)) if name == "MissingField.Error" => MissingField::Error,
            Some(Value::Constant(name)) if name == "MissingField.UseNull" => MissingField::UseNull,
            Some(_) => MissingField::Ignore,
        }
    }

    /// Known even where the table is not: just these are left.
    fn select_columns(&mut self) -> Option<Columns> {
        let selected = names(self.argument(1)?)?;
        let missing = self.missing_field(2);
        let Some(columns) = self.input(0) else {
            let column = |name: Named| Column { name: name.text, ty: None };
            return (missing != MissingField::Ignore).then(|| selected.into_iter().map(column).collect());
        };
        match missing {
            MissingField::Error if !self.has_all(&columns, &selected) => None,
            MissingField::Ignore => {
                let is_there = |name: &&Named| columns.iter().any(|column| column.name == name.text);
                Some(selected.iter().filter(is_there).map(|name| known(&columns, &name.text)).collect())
            }
            _ => Some(selected.iter().map(|name| known(&columns, &name.text)).collect()),
        }
    }

    fn remove_columns(&mut self) -> Option<Columns> {
        let columns = self.input(0)?;
        let removed = names(self.argument(1)?)?;
        if self.missing_field(2) == MissingField::Error && !self.has_all(&columns, &removed) {
            return None;
        }
        let is_removed = |column: &&Column| removed.iter().any(|name| name.text == column.name);
        Some(columns.iter().filter(|column| !is_removed(column)).cloned().collect())
    }

    fn rename_columns(&mut self) -> Option<Columns> {
        let columns = self.input(0)?;
        let renames = pairs(self.argument(1)?)?;
        let tolerant = self.missing_field(2) != MissingField::Error;
        let mut renamed = columns.to_vec();
        let mut all = true;
        for (from, to) in &renames {
            all &= tolerant || self.has(&columns, from);
            let to = name(to.first()?)?;
            for (column, _) in renamed.iter_mut().zip(columns.iter()).filter(|(_, before)| before.name == from.text) {
                column.name.clone_from(&to.text);
            }
            let is_twice = all && !tolerant && columns.iter().any(|column| column.name == to.text);
            // Two columns may change their names with one another.
            if is_twice && from.text != to.text && !renames.iter().any(|(from, _)| from.text == to.text) {
                self.evaluator.twice(&to.text, &to.span);
                return None;
            }
        }
        all.then(|| renamed.into())
    }

    /// The named ones change places among themselves; the others stay where they are.
    fn reorder_columns(&mut self) -> Option<Columns> {
        let columns = self.input(0)?;
        let order = names(self.argument(1)?)?;
        if self.missing_field(2) != MissingField::Error {
            return None;
        }
        if !self.has_all(&columns, &order) {
            return None;
        }
        let mut next = order.iter();
        let placed = columns.iter().map(|column| {
            let moves = order.iter().any(|name| name.text == column.name);
            let new = if moves { next.next() } else { None };
            new.map_or_else(|| column.clone(), |name| known(&columns, &name.text))
        });
        Some(placed.collect())
    }

    fn transform_column_types(&mut self) -> Option<Columns> {
        let types = pairs(self.argument(1)?)?;
        // `[Culture = …, MissingField = …]`
        let options = self.argument(2).map(|item| &item.value);
        if matches!(options, Some(Value::Record(fields)) if fields.iter().any(|field| field.name == "MissingField")) {
            return None;
        }
        let Some(columns) = self.input(0) else {
            let is_fresh = self.argument(0).is_some_and(|item| matches!(item.value, Value::Fresh));
            return if is_fresh { listed(&types) } else { None };
        };
        let mut typed = columns.to_vec();
        let mut all = true;
        for (column, ty) in &types {
            all &= self.has(&columns, column);
            let ty = ty.first().and_then(|item| type_name(&item.value));
            typed.iter_mut().filter(|one| one.name == column.text).for_each(|one| one.ty.clone_from(&ty));
        }
        all.then(|| typed.into())
    }

    fn added(&mut self, new: Named, ty: Option<String>) -> Option<Columns> {
        let columns = self.input(0)?;
        if columns.iter().any(|column| column.name == new.text) {
            self.evaluator.twice(&new.text, &new.span);
            return None;
        }
        Some(columns.iter().cloned().chain([Column { name: new.text, ty }]).collect())
    }
}

/// The columns of a table that was just read, by the types that it is given.
fn listed(types: &[(Named, Vec<Item>)]) -> Option<Columns> {
    let column = |(name, ty): &(Named, Vec<Item>)| Column {
        name: name.text.clone(),
        ty: ty.first().and_then(|item| type_name(&item.value)),
    };
    (types.len() >= LISTED).then(|| types.iter().map(column).collect::<Columns>().listed())
}

/// With fewer it is somebody's choice.
const LISTED: usize = 2;

#[derive(Clone, Copy, PartialEq)]
enum MissingField {
    Error,
    Ignore,
    UseNull,
}

fn first_of_pairs(item: &Item) -> Vec<Named> {
    pairs(item).unwrap_or_default().into_iter().map(|(name, _)| name).collect()
}
