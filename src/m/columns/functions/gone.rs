//! Tables whose columns are not known, and what their steps have surely taken out of them: a later step cannot name
//! it. What they have named is surely there: a later step cannot make it again.

use super::super::Column;
use super::super::arguments::{Named, name, names, pairs, sorted_by};
use super::super::evaluate::{Evaluator, type_name};
use super::super::value::{Item, Traces, Value};
use super::{ROWS_ONLY, converted, first_of_pairs};
use crate::m::kinds::Kind;

/// What a step gives that takes such a table; `None` where it is no such step. Columns that it names and that are gone
/// are reported.
pub fn after(evaluator: &mut Evaluator, function: &str, arguments: &[Item]) -> Option<Value> {
    let step = function.strip_prefix("Table.")?;
    let before = match &arguments.first()?.value {
        Value::Rows(traces) => traces.clone(),
        Value::Unknown | Value::Fresh | Value::Constant(_) => Traces::default(),
        _ => return None,
    };
    let call = Call { step, arguments };
    if !call.tolerates() {
        for named in call.needed() {
            evaluator.check_gone(&before, &named.text, &named.span);
        }
    }
    let change = call.change()?;
    if !call.tolerates() {
        let stays = |name: &str| before.there.iter().any(|one| one.name == name) && !change.takes(name);
        for made in change.made.iter().filter(|made| stays(&made.text)) {
            evaluator.twice(&made.text, &made.span);
        }
    }
    Some(Value::Rows(call.behind(&before, &change)))
}

/// What a step does to the columns.
struct Change {
    /// `None` where they cannot be told.
    taken: Option<Vec<Named>>,
    made: Vec<Named>,
}

impl Change {
    fn new(taken: Vec<Named>, made: Vec<Named>) -> Self {
        Self { taken: Some(taken), made }
    }
    /// Whether the column is perhaps not there any more.
    fn takes(&self, name: &str) -> bool {
        self.taken.as_ref().is_none_or(|taken| taken.iter().any(|one| one.text == name))
    }
    fn makes(&self, name: &str) -> bool {
        self.made.iter().any(|one| one.text == name)
    }
}

const MANY: usize = 100;

struct Call<'i> {
    step: &'i str,
    arguments: &'i [Item],
}

impl Call<'_> {
    fn argument(&self, at: usize) -> Option<&Item> {
        self.arguments.get(at).filter(|item| !matches!(item.value, Value::Null))
    }

    fn names(&self, at: usize) -> Option<Vec<Named>> {
        names(self.argument(at)?)
    }

    /// Whether columns may be missing.
    fn tolerates(&self) -> bool {
        let options = match self.step {
            "TransformColumns" => self.argument(3),
            "SelectColumns" | "RemoveColumns" | "RenameColumns" | "ReorderColumns" | "TransformColumnTypes" => {
                self.argument(2)
            }
            _ => None,
        };
        // A culture is no option of that kind.
        options.is_some_and(|item| !matches!(item.value, Value::Text(_)))
    }

    /// The columns of the table that the step names.
    fn needed(&self) -> Vec<Named> {
        match self.step {
            "SelectColumns"
            | "RemoveColumns"
            | "ReorderColumns"
            | "FillDown"
            | "FillUp"
            | "Group"
            | "Unpivot"
            | "UnpivotOtherColumns"
            | "DuplicateColumn"
            | "ExpandListColumn"
            | "ExpandTableColumn"
            | "ExpandRecordColumn"
            | "NestedJoin"
            | "SplitColumn"
            | "Distinct" => self.names(1).unwrap_or_default(),
            "Sort" => self.argument(1).map(sorted_by).unwrap_or_default(),
            "RenameColumns" | "TransformColumns" | "TransformColumnTypes" | "ReplaceErrorValues" => {
                self.argument(1).map(first_of_pairs).unwrap_or_default()
            }
            "ReplaceValue" => self.names(4).unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    /// `None` where nothing can be said.
    fn change(&self) -> Option<Change> {
        Some(match self.step {
            step if ROWS_ONLY.contains(&step) => Change::new(Vec::new(), Vec::new()),
            "Sort"
            | "Distinct"
            | "RemoveRowsWithErrors"
            | "FillDown"
            | "FillUp"
            | "ExpandListColumn"
            | "ReplaceValue"
            | "ReplaceErrorValues"
            | "TransformColumns"
            | "TransformColumnTypes"
            | "ReorderColumns" => Change::new(Vec::new(), Vec::new()),
            "RemoveColumns" => Change { taken: self.names(1), made: Vec::new() },
            "RenameColumns" => {
                let pairs = pairs(self.argument(1)?)?;
                let to: Option<Vec<Named>> = pairs.iter().map(|(_, to)| name(to.first()?)).collect();
                Change::new(pairs.into_iter().map(|(from, _)| from).collect(), to?)
            }
            "AddColumn" | "AddIndexColumn" => Change::new(Vec::new(), vec![name(self.argument(1)?)?]),
            "DuplicateColumn" => Change::new(Vec::new(), vec![name(self.argument(2)?)?]),
            "NestedJoin" => Change::new(Vec::new(), vec![name(self.argument(4)?)?]),
            "ExpandTableColumn" | "ExpandRecordColumn" => {
                let new = if self.argument(3).is_some() { 3 } else { 2 };
                Change::new(vec![name(self.argument(1)?)?], self.names(new)?)
            }
            _ => return None,
        })
    }

    /// The column behind the step, which leaves it where it is.
    fn kept(&self, column: &Column) -> Column {
        let is_named =
            |names: Option<Vec<Named>>| names.is_none_or(|names| names.iter().any(|one| one.text == column.name));
        let kind = match self.step {
            "TransformColumns" => match self.argument(1).and_then(pairs) {
                Some(made) => match made.iter().find(|(name, _)| name.text == column.name) {
                    Some((_, made)) => made.first().and_then(|made| made.value.gives()),
                    None => column.kind.filter(|_| self.argument(2).is_none()),
                },
                None => None,
            },
            "TransformColumnTypes" => match self.argument(1).and_then(pairs) {
                Some(types) => match types.iter().find(|(name, _)| name.text == column.name) {
                    Some((_, ty)) => ty.first().and_then(|ty| converted(&type_name(&ty.value)?)),
                    None => column.kind,
                },
                None => None,
            },
            "ReplaceValue" => column.kind.filter(|_| !is_named(self.names(4))),
            "ExpandListColumn" => column.kind.filter(|_| !is_named(self.names(1))),
            "ReplaceErrorValues" => None,
            _ => column.kind,
        };
        column.clone().of(kind)
    }

    /// The kind of a column that the step makes, or to which it gives a type.
    fn kind(&self, before: &Traces, name: &str) -> Option<Kind> {
        match self.step {
            "TransformColumnTypes" => self.kept(&Column::new(name)).kind,
            "AddColumn" => self.argument(2)?.value.gives(),
            "AddIndexColumn" => Some(Kind::Number),
            "NestedJoin" => Some(Kind::Table),
            "DuplicateColumn" => before.kind(&self::name(self.argument(1)?)?.text),
            "RenameColumns" => {
                let pairs = pairs(self.argument(1)?)?;
                let (from, _) =
                    pairs.iter().find(|(_, to)| to.first().and_then(self::name).is_some_and(|to| to.text == name))?;
                before.kind(&from.text)
            }
            _ => None,
        }
    }

    /// Of a table that gets hundreds of columns one by one the later ones are not kept in mind.
    fn behind(&self, before: &Traces, change: &Change) -> Traces {
        let nothing = change.made.is_empty() && matches!(change.taken.as_deref(), Some([]));
        if nothing && self.step != "TransformColumnTypes" {
            let there = before.there.iter().map(|column| self.kept(column)).collect();
            return Traces { there, ..before.clone() };
        }
        let taken = change.taken.iter().flatten().map(|name| name.text.clone());
        let gone = before.gone.iter().cloned().chain(taken).filter(|name| !change.makes(name));
        let mut there: Vec<Column> =
            before.there.iter().filter(|column| !change.takes(&column.name)).map(|column| self.kept(column)).collect();
        // A step that takes what there is says nothing of what must be there.
        if !self.tolerates() {
            let typed = self.step == "TransformColumnTypes" && before.there.len() < MANY;
            let needed = if typed { self.needed() } else { Vec::new() };
            let made = change.made.iter().filter(|_| before.there.len() < MANY).cloned();
            let named = needed.into_iter().chain(made).map(|name| name.text);
            for name in named.filter(|name| !before.gone.contains(name) || change.makes(name)) {
                let column = Column::new(name.as_str()).of(self.kind(before, &name));
                match there.iter_mut().find(|one| one.name == name) {
                    Some(known) => *known = column,
                    None => there.push(column),
                }
            }
        }
        Traces { gone: gone.collect(), there: there.into() }
    }
}
