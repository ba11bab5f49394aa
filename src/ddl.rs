//! T-SQL files to a catalog: what a folder of `CREATE TABLE`, `CREATE VIEW` and the like would make.

use crate::diag::Code;

pub const CODES: &[&Code] = &[];
