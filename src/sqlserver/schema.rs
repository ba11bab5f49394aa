//! The warehouse's schema in a database: what is there, and what a load makes of it.
//!
//! Nothing is there: it is made. It is ours and as we left it: nothing to do, or the scripts that are newer than it.
//! It was changed by hand in a way that a load would trample or stumble over: everything that differs is reported at
//! once, and nothing is done. What somebody added (columns that may be empty, indexes, views, tables) is theirs.
//!
//! Each script runs in a transaction together with the record that it ran. A run that was killed between two scripts
//! is completed by the next one, because every script changes nothing where it has nothing to do.

pub(super) mod apply;
mod drift;
mod found;
mod shape;
mod widen;

use super::{Connection, Options, lock, script, security};
use crate::catalog::Catalog;
use crate::catalog::contract::contract;
use crate::diag::{Code, Diagnostic};
use found::Found;
use script::Script;

pub use shape::{SqlType, declared};
pub use widen::{Wider, widen};

/// The version of the schema that this pbiforge makes.
pub const VERSION: i32 = 1;

pub const CODES: &[&Code] = &[
    &drift::MISSING_COLUMN,
    &drift::CHANGED_COLUMN,
    &drift::REQUIRED_COLUMN,
    &drift::CHANGED_KEY,
    &drift::MISSING_CONSTRAINT,
    &drift::NOT_A_TABLE,
];

/// What a database was made ready by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prepared {
    /// The scripts that were run, in order; none where everything was there.
    pub ran: Vec<String>,
}

/// Why a database is not used.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error(transparent)]
    Server(#[from] super::Error),
    #[error("the schema in `{place}` has version {found}; this pbiforge makes version {known}")]
    Newer { place: String, found: i32, known: i32 },
    #[error("row-level security stands in the way")]
    Security(Vec<Diagnostic>),
    #[error("the schema in `{place}` was changed by hand")]
    Altered { place: String, differences: Vec<Diagnostic> },
}

impl Refused {
    pub fn help(&self) -> Option<String> {
        match self {
            Refused::Server(error) => error.help(),
            Refused::Security(_) => Some("nothing was loaded".to_owned()),
            Refused::Newer { .. } => Some("update pbiforge, or choose another schema".to_owned()),
            Refused::Altered { .. } => {
                Some("nothing was changed; undo what was done by hand, or choose another schema".to_owned())
            }
        }
    }

    pub fn diagnostics(&self) -> &[Diagnostic] {
        match self {
            Refused::Altered { differences, .. } | Refused::Security(differences) => differences,
            _ => &[],
        }
    }
}

/// Makes the schema what `wanted` (the tables of the contract, with the extra columns of the source) needs, under the
/// loaders' lock, which the connection then has.
pub fn prepare(connection: &mut Connection, options: &Options, wanted: &Catalog) -> Result<Prepared, Refused> {
    prepare_with(connection, options, wanted, script::SCRIPTS, VERSION)
}

/// The same with other scripts: those of an older or newer version.
pub fn prepare_with(
    connection: &mut Connection,
    options: &Options,
    wanted: &Catalog,
    scripts: &[Script],
    version: i32,
) -> Result<Prepared, Refused> {
    lock::lock(connection, options)?;
    security::may_load(connection, options)?;
    let rendered = script::render(scripts, options, connection.dialect(), wanted)?;
    let expected = shape::expected(scripts, wanted);
    let found = found::read(connection, options)?;
    let place = || format!("{} {}.{}", options.place(), options.database, options.schema);
    if found.version() > version {
        return Err(Refused::Newer { place: place(), found: found.version(), known: version });
    }
    let altered = |differences: Vec<Diagnostic>| match differences.is_empty() {
        true => Ok(()),
        false => Err(Refused::Altered { place: place(), differences }),
    };
    let pending = pending(rendered, &found, expected.is_complete(&found));
    let adds = pending.iter().any(|script| script.name == script::EXTRA);
    // An older schema is what its version made it; the new scripts are about to bring it here.
    if found.version() == 0 || found.version() == version {
        altered(drift::differences(&expected, &found, adds))?;
    }
    if pending.is_empty() {
        return Ok(Prepared::default());
    }
    for script in &pending {
        apply::run(connection, options, script)?;
    }
    let now = found::read(connection, options)?;
    altered(drift::differences(&expected, &now, false))?;
    Ok(Prepared { ran: pending.into_iter().map(|script| script.name).collect() })
}

/// How the schema that is there stands to the one that a load needs.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// No script of pbiforge has run there.
    Unknown,
    /// As this pbiforge makes it, but for `pending` scripts that a load runs first.
    Ours {
        pending: usize,
    },
    Newer {
        found: i32,
    },
    /// Changed by hand: a load refuses it.
    Altered(Vec<Diagnostic>),
}

/// Looks, without a lock, and changes nothing. Columns that only the source has are not known here and are passed over.
pub fn look(connection: &mut Connection, options: &Options) -> Result<State, super::Error> {
    let wanted = contract();
    let rendered = script::render(script::SCRIPTS, options, connection.dialect(), &wanted)?;
    let expected = shape::expected(script::SCRIPTS, &wanted);
    let found = found::read(connection, options)?;
    Ok(match found.version() {
        0 => State::Unknown,
        version if version > VERSION => State::Newer { found: version },
        version => {
            let pending = pending(rendered, &found, expected.is_complete(&found));
            let of_source = |script: &&script::Rendered| {
                script.name == script::EXTRA || script::names_extra_columns(&script.name) && found.ran(&script.name)
            };
            let pending = pending.iter().filter(|script| !of_source(script)).count();
            match drift::differences(&expected, &found, false) {
                // An older schema is what its version made it.
                differences if version == VERSION && !differences.is_empty() => State::Altered(differences),
                _ => State::Ours { pending },
            }
        }
    })
}

/// The scripts that are not recorded as run in this very form; all of them where something of theirs is missing.
fn pending(rendered: Vec<script::Rendered>, found: &Found, complete: bool) -> Vec<script::Rendered> {
    let is_done = |script: &script::Rendered| {
        found.applied.iter().any(|applied| applied.script == script.name && applied.sha256 == script.sha256())
    };
    rendered.into_iter().filter(|script| !complete || !is_done(script)).collect()
}
