//! The columns that a call gives.

use super::arguments::Given;
use super::binder::Binder;
use super::call::of_value;
use super::types::{Relation, RowColumn, Type};
use crate::dax::functions::{Columns, NewName, Placement};
use crate::name::same;

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
                    let new = more.columns.into_iter().filter(|column| all.named(&column.name).next().is_none());
                    let new: Vec<_> = new.collect();
                    all.columns.extend(new);
                    all.open |= more.open;
                }
                Columns::Without { of, without } => {
                    let (mut from, mut gone) = (Relation::default(), Relation::default());
                    placement.arguments(*of).for_each(|at| from.extend(given.get(at)));
                    placement.arguments(*without).for_each(|at| gone.extend(given.get(at)));
                    from.columns.retain(|column| gone.named(&column.name).next().is_none());
                    all.columns.extend(from.columns);
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
                        Some((table, _)) => all.append(Relation::base(table)),
                        None => all.open = true,
                    }
                }
                Columns::New { name: NewName::Fixed(name), value } => {
                    all.columns.push(RowColumn::new(name, of_value(value, placement, given, None)));
                }
                Columns::New { name: NewName::Argument(parameter), value } => {
                    for at in placement.arguments(*parameter) {
                        match given.get(at).and_then(|given| given.word.as_deref()) {
                            Some(name) => {
                                let value = of_value(value, placement, given, Some(at));
                                all.columns.push(RowColumn::new(name, value));
                            }
                            None => all.open = true,
                        }
                    }
                }
                Columns::CurrentGroup => match self.groups.last() {
                    Some(group) => all.append((**group).clone()),
                    None => all.open = true,
                },
                Columns::Open => all.open = true,
            }
        }
        all
    }
}

impl<'i> Relation<'i> {
    fn append(&mut self, other: Relation<'i>) {
        self.columns.extend(other.columns);
        self.open |= other.open;
    }

    /// The columns of an argument: of a value none.
    fn extend(&mut self, given: Option<&Given<'i>>) {
        let Some(given) = given else { return self.open = true };
        match (&given.column, &given.ty) {
            (Some(column), _) => self.columns.push(column.clone()),
            (None, Type::Table(relation) | Type::Clause(_, relation)) => self.append((**relation).clone()),
            (None, Type::Unknown) if !given.is_omitted && given.word.is_none() => self.open = true,
            (None, _) => {}
        }
    }

    /// Whether two columns are called the same, so that one of them cannot be named.
    pub fn repeated(&self) -> Option<&RowColumn<'i>> {
        let mut columns = self.columns.iter().enumerate();
        let is_again = |at: usize, column: &RowColumn| {
            self.columns
                .iter()
                .take(at)
                .any(|other| other.source.is_none() && column.source.is_none() && same(&other.name, &column.name))
        };
        columns.find(|(at, column)| is_again(*at, column)).map(|(_, column)| column)
    }
}
