//! What can be wrong with an expression whose names are bound: one rule or family a file.

use crate::diag::Code;

pub mod arity;
pub mod row_context;
pub mod table_as_scalar;
pub mod unknown_name;
pub mod variables;

pub const CODES: &[&Code] = &[
    &unknown_name::UNKNOWN_TABLE,
    &unknown_name::UNKNOWN_COLUMN,
    &unknown_name::UNKNOWN_BRACKETED,
    &unknown_name::UNKNOWN_NAME,
    &unknown_name::UNKNOWN_FUNCTION,
    &unknown_name::VARIABLE_AS_TABLE,
    &arity::WRONG_NUMBER,
    &row_context::NO_ROW_CONTEXT,
    &table_as_scalar::TABLE_AS_SCALAR,
    &variables::UNUSED_VARIABLE,
    &variables::DUPLICATE_VARIABLE,
];
