//! The columns that a call gives.

use std::collections::HashSet;

use super::arguments::Given;
use super::binder::Binder;
use super::call::of_value;
use super::types::{Relation, RowColumn, Type};
use crate::dax::functions::{Columns, NewName, Placement};

impl<'i> Binder<'i> {
    pub fn relation(&self, parts: &[Columns], placement: &Placement, given: &[Given<'i>]) -> Relation<'i> {
        let mut all = Relation::default();
        for part in parts {
            match part {
                Columns::Of(parameter) => {
                    for at in placement.arguments(*parameter) {
                        all.extend(given.get(at));
                    }
                }
                Columns::Merged(parameter) => {
                    let mut more = Relation::default();
                    placement.arguments(*parameter).for_each(|at| more.extend(given.get(at)));
                    let new = more.columns().filter(|column| all.named(&column.name).next().is_none());
                    let new: Vec<_> = new.collect();
                    new.into_iter().for_each(|column| all.push(column));
                    all.open |= more.open;
                }
                Columns::Without { of, without } => {
                    let (mut from, mut gone) = (Relation::default(), Relation::default());
                    placement.arguments(*of).for_each(|at| from.extend(given.get(at)));
                    placement.arguments(*without).for_each(|at| gone.extend(given.get(at)));
                    let kept = from.columns().filter(|column| gone.named(&column.name).next().is_none());
                    kept.for_each(|column| all.push(column));
                    all.open |= from.open || gone.open;
                }
                Columns::Unless { of, unless } => {
                    for at in placement.arguments(*of) {
                        if placement.partner(at, *unless).is_none() {
                            all.extend(given.get(at));
                        }
                    }
                }
                Columns::Home(parameter) => {
                    let mut columns = placement.arguments(*parameter).filter_map(|at| given.get(at)?.column.as_ref());
                    match columns.next().and_then(|column| column.source) {
                        Some((table, _)) => all.append(&Relation::base(table)),
                        None => all.open = true,
                    }
                }
                Columns::New { name: NewName::Fixed(name), value } => {
                    all.push(RowColumn::new(name, of_value(value, placement, given, None)));
                }
                Columns::New { name: NewName::Argument(parameter), value } => {
                    for at in placement.arguments(*parameter) {
                        match given.get(at).and_then(|given| given.word.as_deref()) {
                            Some(name) => {
                                let value = of_value(value, placement, given, Some(at));
                                all.push(RowColumn::new(name, value));
                            }
                            None => all.open = true,
                        }
                    }
                }
                Columns::CurrentGroup => match self.groups.last() {
                    Some(group) => all.append(group),
                    None => all.open = true,
                },
                Columns::Open => all.open = true,
            }
        }
        all
    }
}

impl<'i> Relation<'i> {
    /// The columns of an argument: of a value none.
    fn extend(&mut self, given: Option<&Given<'i>>) {
        let Some(given) = given else { return self.open = true };
        match (&given.column, &given.ty) {
            (Some(column), _) => self.push(column.clone()),
            (None, Type::Table(relation) | Type::Clause(_, relation)) => self.append(relation),
            (None, Type::Unknown) if !given.is_omitted && given.word.is_none() => self.open = true,
            (None, _) => {}
        }
    }

    /// Whether two columns are called the same, so that one of them cannot be named.
    pub fn repeated(&self) -> Option<&RowColumn<'i>> {
        let mut known = HashSet::new();
        let lower = |name: &str| name.to_lowercase();
        self.extensions().find(|column| !known.insert((column.qualifier.as_deref().map(lower), lower(&column.name))))
    }
}
