//! Who reads: which rows of each table there are for them.

use std::rc::Rc;

use super::Engine;
use super::row_set::RowSet;
use crate::proof::bits::Bits;
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
