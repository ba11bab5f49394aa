//! What can be wrong with an expression whose names are bound: one rule or family a file.

use crate::diag::Code;

pub mod arity;
pub mod branches;
pub mod case_twice;
pub mod column_twice;
pub mod comparison;
pub mod condition;
pub mod cycle;
pub mod dates;
pub mod empty_argument;
pub mod empty_braces;
pub mod filter_twice;
pub mod format_text;
pub mod kinds;
pub mod new_name;
pub mod number;
pub mod one_table;
pub mod order_by;
pub mod parameter;
pub mod partners;
pub mod paths;
pub mod predicate;
pub mod range;
pub mod row_context;
pub mod row_filter;
pub mod same_operands;
pub mod several_values;
pub mod spelled_out;
pub mod standing;
pub mod table_as_scalar;
pub mod unknown_name;
pub mod user_argument;
pub mod variables;
pub mod variant;
pub mod week;
pub mod widths;
pub mod written_value;
pub mod zero;

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
    &variables::LIKE_TABLE,
    &branches::UNREACHABLE,
    &standing::REFUSED_HERE,
    &standing::OUTSIDE,
    &paths::NO_RELATIONSHIP,
    &paths::NO_PATH,
    &paths::NO_EARLIER_ROW,
    &cycle::CIRCULAR,
    &number::TEXT_AS_NUMBER,
    &number::NO_NUMBER,
    &dates::NOT_DATES,
    &widths::OTHER_WIDTH,
    &one_table::OF_SEVERAL_TABLES,
    &one_table::NOT_REACHED,
    &condition::NO_CONDITION,
    &predicate::NO_COLUMN,
    &predicate::VALUE_AS_FILTER,
    &same_operands::SAME_OPERANDS,
    &zero::BY_ZERO,
    &column_twice::MADE_TWICE,
    &empty_argument::EMPTY_ARGUMENT,
    &empty_braces::EMPTY_BRACES,
    &dates::DATE_AND_NUMBER,
    &format_text::DOUBTFUL_FORMAT,
    &case_twice::CASE_TWICE,
    &variant::VARIANT_COLUMN,
    &user_argument::WRONG_KIND,
    &several_values::SEVERAL_VALUES,
    &spelled_out::OTHER_CELL,
    &written_value::UNREADABLE_TEXT,
    &week::WEEK_WITHOUT_CALENDAR,
    &written_value::YEAR_END,
    &new_name::NOT_A_NAME,
    &filter_twice::FILTER_TWICE,
    &spelled_out::NO_ROW,
    &parameter::OUTSIDE_QUERY,
    &range::OUT_OF_RANGE,
    &partners::NO_CURRENT_GROUP,
    &partners::NO_ORDER,
    &partners::NO_COMMON_COLUMN,
    &kinds::NOT_A_MEASURE,
    &standing::NO_GROUP,
    &paths::OWN_COLUMN,
    &unknown_name::NO_VARIATION,
    &unknown_name::DOUBTFUL_BRACKETED,
    &super::model::TOO_LONG,
];
