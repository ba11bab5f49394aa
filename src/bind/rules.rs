//! What can be wrong with an expression whose names are bound: one rule or family a file.

use crate::diag::Code;

pub mod arity;
pub mod branches;
pub mod comparison;
pub mod cycle;
pub mod kinds;
pub mod order_by;
pub mod paths;
pub mod predicate;
pub mod row_context;
pub mod row_filter;
pub mod standing;
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
    &kinds::NOT_A_TABLE,
    &kinds::NOT_A_COLUMN,
    &kinds::NOT_A_WORD,
    &kinds::TEXT_AGGREGATE,
    &row_context::NO_ROW_CONTEXT,
    &table_as_scalar::TABLE_AS_SCALAR,
    &comparison::INCOMPARABLE,
    &predicate::TWO_TABLES,
    &predicate::MEASURE_IN_PREDICATE,
    &row_filter::NOT_A_CONDITION,
    &order_by::NOT_IN_RESULT,
    &variables::UNUSED_VARIABLE,
    &variables::DUPLICATE_VARIABLE,
    &branches::UNREACHABLE,
    &standing::REFUSED_HERE,
    &standing::OUTSIDE,
    &paths::NO_RELATIONSHIP,
    &paths::NO_PATH,
    &paths::NO_EARLIER_ROW,
    &cycle::CIRCULAR,
];
