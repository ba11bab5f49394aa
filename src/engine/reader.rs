//! Who reads: which rows of each table there are for them.

use std::rc::Rc;

use super::Engine;
use super::row_set::RowSet;
use crate::proof::bits::Bits;
use crate::proof::load::{Facts, NONE};
use crate::proof::security::{Security, Unanswered};

/// Everybody sees all rows; a reader with roles those that the filters of the roles show.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reader {
    /// What `USERPRINCIPALNAME()` is.
    pub user: Option<String>,
    /// As the model's tables; `None` is every row.
    seen: Vec<Option<Bits>>,
}

impl Reader {
    /// Nobody in particular, whom no role hides anything from.
    pub fn everybody() -> Self {
        Self::default()
    }

    /// A reader in roles of the model, by their numbers in the plan of the proof.
    pub fn of(security: &Security, user: &str, roles: &[usize]) -> Result<Self, Unanswered> {
        Ok(Self { user: Some(user.to_owned()), seen: security.seen(user, roles)? })
    }

    /// Whoever sees the rows of one region, as the warehouse has them, and public tables; nothing that no region decides.
    pub fn of_region(security: &Security, region: u32, is_public: &dyn Fn(usize) -> bool) -> Self {
        let evidence = security.evidence;
        let of = |(table, facts): (usize, &Facts)| {
            let has_regions = facts.regions.iter().any(|known| *known != NONE);
            if is_public(table) && !has_regions {
                return None;
            }
            let mut seen = Bits::none(evidence.world.rows(table) + 1);
            let own = facts.regions.iter().enumerate().filter(|(_, known)| **known == region);
            // Who manages the region is nobody's business but theirs.
            own.filter(|_| facts.owners.is_none()).for_each(|(row, _)| seen.set(row));
            Some(seen)
        };
        Self { user: None, seen: evidence.facts.iter().enumerate().map(of).collect() }
    }

    #[cfg(test)]
    pub fn seeing(seen: Vec<Option<Bits>>) -> Self {
        Self { user: None, seen }
    }

    /// The rows of each table without any filter of a query.
    pub(super) fn unfiltered(&self, engine: &Engine) -> Vec<Rc<RowSet>> {
        let of = |table: usize| {
            let (rows, has_blank) = (engine.rows(table), engine.tables[table].has_blank);
            match self.seen.get(table).and_then(Option::as_ref) {
                None => RowSet::all(rows, has_blank),
                Some(bits) => {
                    let shown = bits.iter().filter(|row| *row < rows || has_blank).map(|row| row as u32);
                    RowSet::of(shown.collect(), rows)
                }
            }
        };
        (0..engine.tables.len()).map(|table| Rc::new(of(table))).collect()
    }
}
