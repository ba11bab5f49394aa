//! Tables whose columns are not known, and what their steps have surely taken out of them: a later step cannot name
//! it.

use super::super::arguments::{Named, name, names, pairs, sorted_by};
use super::super::evaluate::{Evaluator, Gone, Item, Value};
use super::{ROWS_ONLY, first_of_pairs};

/// What a step gives that takes such a table; `None` where it is no such step. Columns that it names and that are gone
/// are reported.
pub fn after(evaluator: &mut Evaluator, function: &str, arguments: &[Item]) -> Option<Value> {
    let step = function.strip_prefix("Table.")?;
    let gone = match &arguments.first()?.value {
        Value::Rows(gone) => gone.clone(),
        Value::Unknown | Value::Fresh | Value::Constant(_) => Gone::default(),
        _ => return None,
    };
    let call = Call { step, arguments };
    if !call.tolerates() {
        for named in call.needed() {
            evaluator.check_gone(&gone, &named.text, &named.span);
        }
    }
    call.gone(&gone).map(Value::Rows)
}

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

    /// What is gone behind it.
    fn gone(&self, before: &Gone) -> Option<Gone> {
        let (gone, made) = match self.step {
            step if ROWS_ONLY.contains(&step) => return Some(before.clone()),
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
            | "ReorderColumns" => return Some(before.clone()),
            "RemoveColumns" => (self.names(1).unwrap_or_default(), Vec::new()),
            "RenameColumns" => {
                let pairs = pairs(self.argument(1)?)?;
                let to: Option<Vec<Named>> = pairs.iter().map(|(_, to)| name(to.first()?)).collect();
                (pairs.into_iter().map(|(from, _)| from).collect(), to?)
            }
            "AddColumn" | "AddIndexColumn" => (Vec::new(), vec![name(self.argument(1)?)?]),
            "DuplicateColumn" => (Vec::new(), vec![name(self.argument(2)?)?]),
            "NestedJoin" => (Vec::new(), vec![name(self.argument(4)?)?]),
            "ExpandTableColumn" | "ExpandRecordColumn" => {
                let new = if self.argument(3).is_some() { 3 } else { 2 };
                (vec![name(self.argument(1)?)?], self.names(new)?)
            }
            _ => return None,
        };
        let all = before.iter().cloned().chain(gone.into_iter().map(|name| name.text));
        Some(all.filter(|name| made.iter().all(|made| made.text != *name)).collect())
    }
}
