//! The functions of the library that make tables of tables.

use std::collections::hash_map::Entry;

use super::arguments::{Named, all_columns, name, names, numbered, pairs, sorted_by};
use super::evaluate::{Evaluator, known, type_name};
use super::value::{Item, Traces, Value};
use super::{Column, Columns};
use crate::m::calls::signatures;
use crate::m::kinds::Kind;

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

/// The table whose columns, one by one, are given to the functions in this argument.
pub fn transformed(function: &str, argument: usize, before: &[Item]) -> Option<Value> {
    let table = before.first().filter(|_| function == "Table.TransformColumns" && argument == 1)?;
    matches!(table.value, Value::Table(_) | Value::Rows(_)).then(|| table.value.clone())
}

/// The table that a call gives; `None` where it cannot be told.
pub fn result(evaluator: &mut Evaluator, function: &str, arguments: &[Item]) -> Option<Value> {
    if let Some(value) = files::table(function).or_else(|| other(function)) {
        return Some(value);
    }
    if function == "Record.Field" {
        return field(evaluator, arguments);
    }
    let columns = match function {
        "#table" => all_columns(arguments.first()?)?,
        "Value.ReplaceType" | "Value.ReplaceMetadata" => match (&arguments.first()?.value, arguments.get(1)) {
            (Value::Table(columns), _) if function == "Value.ReplaceMetadata" => columns.clone(),
            (_, Some(item)) if function == "Value.ReplaceType" => all_columns(item)?,
            _ => return None,
        },
        "Record.ToTable" => ["Name", "Value"].map(Column::new).into_iter().collect(),
        _ => Call { evaluator, arguments }.table(function.strip_prefix("Table.")?)?,
    };
    Some(Value::Table(columns))
}

/// A field of a record whose fields are known.
fn field(evaluator: &mut Evaluator, arguments: &[Item]) -> Option<Value> {
    let [record, field] = arguments else { return None };
    let (Value::Record(fields), Value::Text(name)) = (&record.value, &field.value) else { return None };
    evaluator.check(fields, name, &field.span);
    Some(Value::of(known(fields, name).kind))
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
                let Some(first) = all.get_mut(*at.get()) else { continue };
                if column.ty.is_some() && first.ty != column.ty {
                    first.ty = None;
                }
                if first.kind != column.kind {
                    first.kind = None;
                }
            }
        }
    }
    all.into()
}

/// Functions that give functions by their names.
fn other(function: &str) -> Option<Value> {
    (function == "Splitter.SplitByNothing").then(|| Value::Constant(function.to_owned()))
}

/// What a function gives of which no more can be told.
pub fn unknown(function: &str, arguments: &[Item]) -> Value {
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
    let first = arguments.first().and_then(|item| item.value.kind());
    let other = || Value::of(signatures::of(function).and_then(|signature| signature.gives(first)));
    if is_table { Value::Rows(Traces::default()) } else { other() }
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
            | "FillUp" => self.kept(1, |item| names(item).unwrap_or_default()),
            "ExpandListColumn" => {
                let columns = self.kept(1, |item| names(item).unwrap_or_default())?;
                Some(self.changed(columns, 1))
            }
            "ReplaceValue" => {
                let columns = self.kept(4, |item| names(item).unwrap_or_default())?;
                Some(self.changed(columns, 4))
            }
            "ReplaceErrorValues" => {
                let columns = self.kept(1, first_of_pairs)?;
                Some(columns.iter().map(|column| column.clone().of(None)).collect())
            }
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
                let kind = self.argument(2).and_then(|item| item.value.gives());
                self.added(self.argument(1).and_then(name)?, ty, kind)
            }
            "AddIndexColumn" => {
                let ty = self.argument(4).and_then(|item| type_name(&item.value));
                self.added(self.argument(1).and_then(name)?, ty, Some(Kind::Number))
            }
            "DuplicateColumn" => {
                let from = self.argument(1).and_then(name)?;
                let columns = self.input(0)?;
                let from = self.has(&columns, &from).then(|| known(&columns, &from.text))?;
                self.added(self.argument(2).and_then(name)?, from.ty, from.kind)
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
                let all: Columns = columns.iter().map(prefixed).collect();
                Some(all.without(&columns, columns.iter().map(|column| column.name.as_str())))
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
            let new = Column::new(&column.name);
            match made.iter().find(|(name, _)| name.text == column.name) {
                Some((_, rest)) => {
                    let ty = match (rest.first().map(|made| &made.value), rest.get(1)) {
                        (_, Some(ty)) => type_name(&ty.value),
                        (Some(Value::Constant(name)), None) if name.starts_with("Text.") => column.ty.clone(),
                        _ => None,
                    };
                    new.typed(ty).of(rest.first().and_then(|made| made.value.gives()))
                }
                None if of_others => new,
                None => column.clone(),
            }
        };
        columns.iter().map(one).collect()
    }

    /// Some columns have other values since, now of this kind, now of that.
    fn changed(&self, columns: Columns, at: usize) -> Columns {
        let changed = self.argument(at).and_then(names);
        let is_changed = |column: &Column| {
            changed.as_ref().is_none_or(|changed| changed.iter().any(|name| name.text == column.name))
        };
        let one = |column: &Column| match is_changed(column) {
            true => column.clone().of(None),
            false => column.clone(),
        };
        Columns { columns: columns.iter().map(one).collect(), ..columns }
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
        let names = |fields: &Columns| fields.iter().map(|field| field.name.clone()).collect::<Vec<_>>();
        let same = |item: &Item| matches!(&item.value, Value::Record(fields) if names(fields) == names(first));
        // What the first one holds is perhaps of another kind than the rest.
        let fields = first.iter().map(|field| field.clone().of(None));
        records.iter().all(same).then(|| fields.collect())
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
            let column = |name: Named| Column::new(name.text);
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
        let left: Columns = columns.iter().filter(|column| !is_removed(column)).cloned().collect();
        Some(left.without(&columns, removed.iter().map(|name| name.text.as_str())))
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
        let renamed = Columns::from(renamed).without(&columns, renames.iter().map(|(from, _)| from.text.as_str()));
        all.then_some(renamed)
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
            typed.iter_mut().filter(|one| one.name == column.text).for_each(|one| {
                one.kind = ty.as_deref().and_then(converted);
                one.ty.clone_from(&ty);
            });
        }
        all.then(|| typed.into())
    }

    fn added(&mut self, new: Named, ty: Option<String>, kind: Option<Kind>) -> Option<Columns> {
        let columns = self.input(0)?;
        if columns.iter().any(|column| column.name == new.text) {
            self.evaluator.twice(&new.text, &new.span);
            return None;
        }
        Some(columns.iter().cloned().chain([Column::new(new.text).typed(ty).of(kind)]).collect())
    }
}

/// The columns of a table that was just read, by the types that it is given.
fn listed(types: &[(Named, Vec<Item>)]) -> Option<Columns> {
    let column = |(name, ty): &(Named, Vec<Item>)| {
        let ty = ty.first().and_then(|item| type_name(&item.value));
        let kind = ty.as_deref().and_then(converted);
        Column::new(&name.text).typed(ty).of(kind)
    };
    (types.len() >= LISTED).then(|| types.iter().map(column).collect::<Columns>().listed())
}

/// The kind that values have when they have been converted to the type.
fn converted(ty: &str) -> Option<Kind> {
    let is_whole = |kind: &Kind| matches!(kind, Kind::List | Kind::Record | Kind::Table | Kind::Function | Kind::Type);
    Kind::of_type(ty).filter(|kind| !is_whole(kind))
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
