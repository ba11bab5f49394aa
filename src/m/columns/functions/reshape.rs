//! Functions that put tables together, take them apart, or turn rows into columns.

use super::super::arguments::{all_columns, name, names, pairs};
use super::super::evaluate::{known, type_name};
use super::super::value::Value;
use super::super::{Column, Columns};
use super::{Call, Named, combined};
use crate::m::kinds::Kind;

impl Call<'_, '_, '_> {
    pub fn nested_join(&mut self) -> Option<Columns> {
        if !self.has_keys(0, 1) | !self.has_keys(2, 3) {
            return None;
        }
        self.added(self.argument(4).and_then(name)?, Some("table".to_owned()), Some(Kind::Table))
    }

    pub fn join(&mut self) -> Option<Columns> {
        if !self.has_keys(0, 1) | !self.has_keys(2, 3) {
            return None;
        }
        let (left, right) = (self.input(0)?, self.input(2)?);
        Some(left.iter().chain(right.iter()).cloned().collect())
    }

    fn has_keys(&mut self, table: usize, keys: usize) -> bool {
        let named = self.argument(keys).and_then(names).unwrap_or_default();
        self.input(table).is_none_or(|columns| self.has_all(&columns, &named))
    }

    /// The column gives way to the ones in it.
    pub fn expand(&mut self) -> Option<Columns> {
        let columns = self.input(0)?;
        let expanded = self.argument(1).and_then(name)?;
        if !self.has(&columns, &expanded) {
            return None;
        }
        let inside = names(self.argument(2)?)?;
        let new = self.argument(3).map_or(Some(inside), names)?;
        let is_other = |column: &&Column| column.name != expanded.text;
        for one in &new {
            if columns.iter().filter(is_other).any(|column| column.name == one.text) {
                self.evaluator.twice(&one.text, &one.span);
                return None;
            }
        }
        let place = columns.iter().position(|column| column.name == expanded.text)?;
        let new = new.into_iter().map(|name| Column::new(name.text));
        let (before, after) = (columns.iter().take(place).cloned(), columns.iter().skip(place + 1).cloned());
        Some(before.chain(new).chain(after).collect())
    }

    pub fn combine(&self) -> Option<Columns> {
        if let Some(item) = self.argument(1) {
            return all_columns(item);
        }
        let Value::List(tables) = &self.argument(0)?.value else { return None };
        let tables = tables.iter().map(|item| match &item.value {
            Value::Table(columns) => Some(columns.clone()),
            _ => None,
        });
        Some(combined(&tables.collect::<Option<Vec<_>>>()?))
    }

    /// Known even where the table is not: the keys and what is computed.
    pub fn group(&mut self) -> Option<Columns> {
        let keys = names(self.argument(1)?)?;
        let aggregated = match &self.argument(2)?.value {
            Value::List(items) if items.is_empty() => Vec::new(),
            _ => pairs(self.argument(2)?)?,
        };
        let columns = self.input(0);
        if let Some(columns) = &columns
            && !self.has_all(columns, &keys)
        {
            return None;
        }
        let key = |name: Named| match &columns {
            Some(columns) => known(columns, &name.text),
            None => Column::new(name.text),
        };
        let computed = aggregated.into_iter().map(|(name, rest)| {
            let ty = rest.get(1).and_then(|item| type_name(&item.value));
            Column::new(name.text).typed(ty).of(rest.first().and_then(|item| item.value.gives()))
        });
        Some(keys.into_iter().map(key).chain(computed).collect())
    }

    pub fn unpivot_other_columns(&mut self) -> Option<Columns> {
        let kept = names(self.argument(1)?)?;
        if let Some(columns) = self.input(0)
            && !self.has_all(&columns, &kept)
        {
            return None;
        }
        let new = [self.argument(2).and_then(name)?, self.argument(3).and_then(name)?];
        Some(kept.into_iter().chain(new).map(|name| Column::new(name.text)).collect())
    }

    pub fn unpivot(&mut self) -> Option<Columns> {
        let columns = self.input(0)?;
        let gone = names(self.argument(1)?)?;
        if !self.has_all(&columns, &gone) {
            return None;
        }
        let new = [self.argument(2).and_then(name)?, self.argument(3).and_then(name)?];
        let new = new.into_iter().map(|name| Column::new(name.text));
        let stays = |column: &&Column| gone.iter().all(|name| name.text != column.name);
        Some(columns.iter().filter(stays).cloned().chain(new).collect())
    }
}
