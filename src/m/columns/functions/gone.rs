//! Tables whose columns are not known, and what their steps have surely taken out of them: a later step cannot name
//! it. What they have named is surely there: a later step cannot make it again.

use std::collections::{HashMap, HashSet};

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

/// The kinds of columns behind a step.
#[derive(Clone)]
struct Kinds {
    /// Those that it names.
    named: HashMap<String, Option<Kind>>,
    /// Whether the others have the values that they had.
    keeps_others: bool,
}

impl Kinds {
    fn kept(&self, column: &Column) -> Column {
        let kind = self.named.get(&column.name).copied();
        column.clone().of(kind.unwrap_or(column.kind.filter(|_| self.keeps_others)))
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

    /// What the step makes of the kinds of columns that it leaves where they are.
    fn changes(&self) -> Kinds {
        let all = Kinds { named: HashMap::new(), keeps_others: false };
        let of = |named: Option<HashMap<String, Option<Kind>>>, keeps_others| {
            named.map_or(all.clone(), |named| Kinds { named, keeps_others })
        };
        let in_pairs = |kind: fn(&Item) -> Option<Kind>| {
            let pairs = self.argument(1).and_then(pairs)?.into_iter();
            Some(pairs.map(|(name, rest)| (name.text, rest.first().and_then(kind))).collect())
        };
        let unknown =
            |at| Some(self.names(at)?.into_iter().map(|name| (name.text, None)).collect::<HashMap<_, Option<Kind>>>());
        match self.step {
            "TransformColumns" => of(in_pairs(|made| made.value.gives()), self.argument(2).is_none()),
            "TransformColumnTypes" => of(in_pairs(|ty| converted(&type_name(&ty.value)?)), true),
            "ReplaceValue" => of(unknown(4), true),
            "ExpandListColumn" => of(unknown(1), true),
            "ReplaceErrorValues" => all,
            _ => Kinds { named: HashMap::new(), keeps_others: true },
        }
    }

    /// The kinds of the columns that the step makes.
    fn made(&self, before: &Traces) -> HashMap<String, Option<Kind>> {
        let one = |at: usize, kind| self.argument(at).and_then(name).map(|made| (made.text, kind));
        let kind = match self.step {
            "AddColumn" => one(1, self.argument(2).and_then(|made| made.value.gives())),
            "AddIndexColumn" => one(1, Some(Kind::Number)),
            "NestedJoin" => one(4, Some(Kind::Table)),
            "DuplicateColumn" => one(2, self.argument(1).and_then(name).and_then(|from| before.kind(&from.text))),
            "RenameColumns" => {
                let known: HashMap<&str, Option<Kind>> =
                    before.there.iter().map(|column| (column.name.as_str(), column.kind)).collect();
                let pairs = self.argument(1).and_then(pairs).unwrap_or_default().into_iter();
                let renamed = |(from, to): (Named, Vec<Item>)| {
                    Some((name(to.first()?)?.text, known.get(from.text.as_str()).copied().flatten()))
                };
                return pairs.filter_map(renamed).collect();
            }
            _ => None,
        };
        kind.into_iter().collect()
    }

    /// Of a table that gets hundreds of columns one by one the later ones are not kept in mind.
    fn behind(&self, before: &Traces, change: &Change) -> Traces {
        let nothing = change.made.is_empty() && matches!(change.taken.as_deref(), Some([]));
        let changes = self.changes();
        if nothing && self.step != "TransformColumnTypes" {
            let there = before.there.iter().map(|column| changes.kept(column)).collect();
            return Traces { there, ..before.clone() };
        }
        let taken = change.taken.iter().flatten().map(|name| name.text.clone());
        let gone = before.gone.iter().cloned().chain(taken).filter(|name| !change.makes(name));
        let stay = before.there.iter().filter(|column| !change.takes(&column.name));
        let mut there: Vec<Column> = stay.map(|column| changes.kept(column)).collect();
        // A step that takes what there is says nothing of what must be there.
        if !self.tolerates() {
            let typed = self.step == "TransformColumnTypes" && before.there.len() < MANY;
            let needed = if typed { self.needed() } else { Vec::new() };
            let made = change.made.iter().filter(|_| before.there.len() < MANY).cloned();
            let kinds = if change.made.is_empty() { changes.named } else { self.made(before) };
            let known: HashSet<String> = there.iter().map(|column| column.name.clone()).collect();
            let named = needed.into_iter().chain(made).map(|name| name.text);
            let named = named.filter(|name| !known.contains(name));
            let named = named.filter(|name| !before.gone.contains(name) || change.makes(name));
            there.extend(named.map(|name| Column::new(name.as_str()).of(kinds.get(&name).copied().flatten())));
        }
        Traces { gone: gone.collect(), there: there.into() }
    }
}
