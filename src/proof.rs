//! Row-level security proved on the data: who sees which rows of what, by evaluating the filters of the model's
//! roles and carrying them over its relationships.
//!
//! ```text
//! model on disk ─ plan ─▶ compiled filters, needed columns ─ load ─▶ evidence ─ security ─▶ what a reader sees
//! warehouse ────────────────────────────────────────────────┘   └─ the truth ─┐               │
//! mapping files ─────────────────────────────────────────────────────────────┴─▶ judge ◀──────┘
//! ```
//!
//! # What is taken for granted of Power BI
//! - Text knows no case, and accents ([`value`]). BLANK equals zero by `=`, not by `==` or `IN`.
//! - A filter goes from one to many along active relationships, back only by `securityFilteringBehavior`; roles of a
//!   reader add up; rows without a partner belong to a blank row ([`security`]).
//! - Within a filter, other tables are seen whole. Where an answer rests on that, it is said
//!   ([`rest_on_unfiltered`](security::Security::rest_on_unfiltered)).
//! - Calculated columns are worked out at refresh, over all rows and for nobody in particular.
//!
//! Nothing here reads the filters as text: a filter is right when it gives the right rows. What the evaluator does
//! not know it refuses by name, and what is refused is not proved.

use crate::diag::{Code, Severity};

pub mod bits;
pub mod changes;
pub mod compile;
pub mod data;
pub mod evaluate;
pub mod expect;
pub mod format;
pub mod judge;
pub mod load;
pub mod matrix;
pub mod plan;
pub mod readers;
pub mod schema;
pub mod security;
pub mod server;
pub mod snapshot;
pub mod source;
pub mod value;
pub mod world;

#[cfg(test)]
pub mod testing;

pub static NOT_EVALUATED: Code = Code {
    id: "RL040",
    name: "filter-not-evaluated",
    severity: Severity::Error,
    explanation: "A filter of a role, or a calculated column that it needs, uses what pbiforge does not evaluate. What \
                  it shows is not known, so nothing about the role is proved. Functions that are evaluated: \
                  comparison, `IN`, logic, `IF`, `SWITCH`, text functions, `LOOKUPVALUE`, `RELATED`, `CALCULATE` and \
                  `CALCULATETABLE` with conditions, tables of values, `FILTER`, `SELECTCOLUMNS`, sets, and the name of \
                  the reader.\n\n\
                  Wrong:  tablePermission Date = 'Date'[Date] >= TODAY() - 30\n\
                  Right:  tablePermission Date = 'Date'[Is Recent]",
};

pub static FILTER_FAILS: Code = Code {
    id: "RL041",
    name: "filter-fails",
    severity: Severity::Error,
    explanation: "A filter of a role has no answer for some reader: Power BI would show an error in place of every \
                  visual.\n\n\
                  Wrong:  [Region] = LOOKUPVALUE(Access[Region], Access[User], USERPRINCIPALNAME()), where a user has \
                  two regions\n\
                  Right:  [Region] IN CALCULATETABLE(VALUES(Access[Region]), Access[User] = USERPRINCIPALNAME())",
};

pub static UNKNOWN_ROWS: Code = Code {
    id: "RL042",
    name: "rows-not-known",
    severity: Severity::Error,
    explanation: "The rows of a table, or the values of a column that a filter needs, do not come from the warehouse \
                  unchanged. What a role shows of them is not known.\n\n\
                  Wrong:  Source = #\"Warehouse Table\"(\"dim_region\"), Some = Table.SelectRows(Source, each [region] \
                  <> \"North\")\n\
                  Right:  Source = #\"Warehouse Table\"(\"dim_region\")",
};

pub static REPEATED_FILTER: Code = Code {
    id: "RL043",
    name: "table-filtered-twice",
    severity: Severity::Error,
    explanation: "A role filters one table twice. Which of the filters holds is not known.\n\n\
                  Wrong:  two lines `tablePermission Region = …` in one role\n\
                  Right:  one of them, with both conditions joined by `&&`",
};

pub static NOT_UNIQUE: Code = Code {
    id: "RL044",
    name: "key-not-unique",
    severity: Severity::Error,
    explanation: "A key stands twice on the one side of a relationship. Refreshing fails, and what a filter over the \
                  relationship reaches is not known. The model tells no upper from lower case: `North` and `NORTH` \
                  are one key.\n\n\
                  Wrong:  two rows `North` and `NORTH` in dim_region\n\
                  Right:  one of them",
};

/// Every code of this module but those of judging and of expectations.
pub const CODES: &[&Code] =
    &[&NOT_EVALUATED, &FILTER_FAILS, &UNKNOWN_ROWS, &REPEATED_FILTER, &NOT_UNIQUE, &server::DISAGREES];
