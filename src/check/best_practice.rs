//! Best practices: what works, and would be better otherwise.
//!
//! They begin with Microsoft's best-practice rules, each judged anew: what it is about is looked for in the model and
//! in the trees of its DAX, never by a pattern over text.
//!
//! | rule of Microsoft's | here |
//! |---|---|
//! | AVOID_FLOATING_POINT_DATA_TYPES | MD200 |
//! | ISAVAILABLEINMDX_FALSE_NONATTRIBUTE_COLUMNS | MD201 |
//! | AVOID_BI-DIRECTIONAL_RELATIONSHIPS_AGAINST_HIGH-CARDINALITY_COLUMNS | MD202, with a catalog |
//! | REDUCE_USAGE_OF_LONG-LENGTH_COLUMNS_WITH_HIGH_CARDINALITY | MD203, with a catalog |
//! | SPLIT_DATE_AND_TIME | MD204, with a catalog |
//! | LARGE_TABLES_SHOULD_BE_PARTITIONED | MD205, with a catalog |
//! | FIX_REFERENTIAL_INTEGRITY_VIOLATIONS | MD206, with a catalog: what its figures prove |
//! | REDUCE_USAGE_OF_CALCULATED_COLUMNS_THAT_USE_THE_RELATED_FUNCTION | MD207 |
//! | SNOWFLAKE_SCHEMA_ARCHITECTURE | MD208 |
//! | MODEL_SHOULD_HAVE_A_DATE_TABLE | MD209 |
//! | DATE/CALENDAR_TABLES_SHOULD_BE_MARKED_AS_A_DATE_TABLE | MD210, and MD061 where it is marked by half |
//! | REMOVE_AUTO-DATE_TABLE | MD211, once a model |
//! | AVOID_EXCESSIVE_BI-DIRECTIONAL_OR_MANY-TO-MANY_RELATIONSHIPS | MD212 |
//! | LIMIT_ROW_LEVEL_SECURITY_(RLS)_LOGIC | MD213 |
//! | MODEL_USING_DIRECT_QUERY_AND_NO_AGGREGATIONS | MD214 |
//! | MINIMIZE_POWER_QUERY_TRANSFORMATIONS | left out: joining and grouping in M is what M is for, and folds |
//! | AVOID_USING_MANY-TO-MANY_RELATIONSHIPS_ON_TABLES_USED_FOR_DYNAMIC_ROW_LEVEL_SECURITY | MD216 |
//! | UNPIVOT_PIVOTED_(MONTH)_DATA | MD217 |
//! | MANY-TO-MANY_RELATIONSHIPS_SHOULD_BE_SINGLE-DIRECTION | MD218 |
//! | REDUCE_USAGE_OF_CALCULATED_TABLES | MD219 |
//! | REMOVE_REDUNDANT_COLUMNS_IN_RELATED_TABLES | left out: the same name in two tables says nothing of the values |
//! | MEASURES_USING_TIME_INTELLIGENCE_AND_MODEL_IS_USING_DIRECT_QUERY | MD221 |
//! | REDUCE_NUMBER_OF_CALCULATED_COLUMNS | MD222 |
//! | CHECK_IF_BI-DIRECTIONAL_AND_MANY-TO-MANY_RELATIONSHIPS_ARE_VALID | MD223 |
//! | CHECK_IF_DYNAMIC_ROW_LEVEL_SECURITY_(RLS)_IS_NECESSARY | MD224 |
//! | DAX_COLUMNS_FULLY_QUALIFIED, DAX_MEASURES_UNQUALIFIED | MD225, MD226 |
//! | AVOID_DUPLICATE_MEASURES | MD227 |
//! | USE_THE_TREATAS_FUNCTION_INSTEAD_OF_INTERSECT | MD228, where it is a filter |
//! | USE_THE_DIVIDE_FUNCTION_FOR_DIVISION | MD229 |
//! | AVOID_USING_THE_IFERROR_FUNCTION | MD230 |
//! | MEASURES_SHOULD_NOT_BE_DIRECT_REFERENCES_OF_OTHER_MEASURES | MD231 |
//! | FILTER_COLUMN_VALUES, FILTER_MEASURE_VALUES_BY_COLUMNS | MD232, MD233 |
//! | INACTIVE_RELATIONSHIPS_THAT_ARE_NEVER_ACTIVATED | MD234 |
//! | AVOID_USING_'1-(X/Y)'_SYNTAX | MD235 |
//! | EVALUATEANDLOG_SHOULD_NOT_BE_USED_IN_PRODUCTION_MODELS | MD236 |
//! | DATA_COLUMNS_MUST_HAVE_A_SOURCE_COLUMN | MD237 |
//! | EXPRESSION_RELIANT_OBJECTS_MUST_HAVE_AN_EXPRESSION | MD062, MD067, TM024 |
//! | AVOID_STRUCTURED_DATA_SOURCES_WITH_PROVIDER_PARTITIONS | MD239 |
//! | AVOID_THE_USERELATIONSHIP_FUNCTION_AND_RLS_AGAINST_THE_SAME_TABLE | MD240 |
//! | RELATIONSHIP_COLUMNS_SAME_DATA_TYPE | MD002 |
//! | AVOID_INVALID_NAME_CHARACTERS, SPECIAL_CHARS_IN_OBJECT_NAMES | TM015 |
//! | AVOID_INVALID_DESCRIPTION_CHARACTERS | MD243 |
//! | SET_ISAVAILABLEINMDX_TO_TRUE_ON_NECESSARY_COLUMNS | MD244 |
//! | UNNECESSARY_COLUMNS, UNNECESSARY_MEASURES | MD245, MD246 |
//! | REMOVE_DATA_SOURCES_NOT_REFERENCED_BY_ANY_PARTITIONS | MD248 |
//! | REMOVE_ROLES_WITH_NO_MEMBERS | left out: members are kept in the service, not in a project |
//! | ENSURE_TABLES_HAVE_RELATIONSHIPS | MD250 |
//! | OBJECTS_WITH_NO_DESCRIPTION | MD251 |
//! | PERSPECTIVES_WITH_NO_OBJECTS, CALCULATION_GROUPS_WITH_NO_CALCULATION_ITEMS | MD252, MD253 |
//! | PARTITION_NAME_SHOULD_MATCH_TABLE_NAME_FOR_SINGLE_PARTITION_TABLES | MD254 |
//! | TRIM_OBJECT_NAMES, OBJECTS_SHOULD_NOT_START_OR_END_WITH_A_SPACE | MD071 |
//! | FORMAT_FLAG_COLUMNS_AS_YES/NO_VALUE_STRINGS | MD257 |
//! | DATECOLUMN_FORMATSTRING, MONTHCOLUMN_FORMATSTRING | MD259: some format, for `mm/dd/yyyy` is one country's |
//! | PROVIDE_FORMAT_STRING_FOR_MEASURES | MD261 |
//! | NUMERIC_COLUMN_SUMMARIZE_BY | MD262 |
//! | PERCENTAGE_FORMATTING | MD263 |
//! | INTEGER_FORMATTING | left out: it takes every amount of money for a whole number |
//! | RELATIONSHIP_COLUMNS_SHOULD_BE_OF_INTEGER_DATA_TYPE | MD265 |
//! | ADD_DATA_CATEGORY_FOR_COLUMNS | MD266 |
//! | HIDE_FOREIGN_KEYS, MARK_PRIMARY_KEYS | MD267, MD268 |
//! | HIDE_FACT_TABLE_COLUMNS | MD269 |
//! | FIRST_LETTER_OF_OBJECTS_MUST_BE_CAPITALIZED | MD270 |
//! | MONTH_(AS_A_STRING)_MUST_BE_SORTED | MD271 |

use super::Rule;
use super::context::{Context, path_in};
use crate::diag::Code;
use crate::model::{Column, Table};

pub mod both_ways;
pub mod calculated_columns;
pub mod calculated_table;
pub mod capitals;
pub mod data_sources;
pub mod date_format;
pub mod date_tables;
pub mod description_characters;
pub mod division;
pub mod dynamic_filter;
pub mod empty_groups;
pub mod evaluate_and_log;
pub mod filter_logic;
pub mod flag_column;
pub mod floating_point;
pub mod iferror;
pub mod inactive_relationships;
pub mod intersect_filter;
pub mod live_time_intelligence;
pub mod many_to_many_both;
pub mod many_weak_relationships;
pub mod mdx_attribute;
pub mod mdx_needed;
pub mod missing_source;
pub mod one_minus_ratio;
pub mod partition_name;
pub mod percentage_format;
pub mod pivoted_months;
pub mod place_category;
pub mod qualified_names;
pub mod related_column;
pub mod repeated_measures;
pub mod secured_many_to_many;
pub mod snowflake;
pub mod statistics;
pub mod summed_column;
pub mod table_filter;
pub mod text_key;
pub mod undescribed;
pub mod unformatted_measure;
pub mod unmarked_key;
pub mod unrelated_table;
pub mod unsorted_month;
pub mod unused;
pub mod visible_foreign_key;

pub const RULES: &[Rule] = &[
    both_ways::check,
    calculated_columns::check,
    calculated_table::check,
    capitals::check,
    data_sources::check,
    date_format::check,
    date_tables::check,
    description_characters::check,
    division::check,
    dynamic_filter::check,
    empty_groups::check,
    evaluate_and_log::check,
    filter_logic::check,
    flag_column::check,
    floating_point::check,
    iferror::check,
    inactive_relationships::check,
    intersect_filter::check,
    live_time_intelligence::check,
    many_to_many_both::check,
    many_weak_relationships::check,
    mdx_attribute::check,
    mdx_needed::check,
    missing_source::check,
    one_minus_ratio::check,
    partition_name::check,
    percentage_format::check,
    pivoted_months::check,
    place_category::check,
    qualified_names::check,
    related_column::check,
    repeated_measures::check,
    secured_many_to_many::check,
    snowflake::check,
    statistics::check,
    summed_column::check,
    table_filter::check,
    text_key::check,
    undescribed::check,
    unformatted_measure::check,
    unmarked_key::check,
    unrelated_table::check,
    unsorted_month::check,
    unused::check,
    visible_foreign_key::check,
];

pub const CODES: &[&Code] = &[
    &floating_point::FLOATING_POINT,
    &mdx_attribute::MDX_ATTRIBUTE,
    &statistics::BOTH_WAYS_OVER_MANY,
    &statistics::LONG_TEXTS,
    &statistics::DATE_AND_TIME,
    &statistics::LARGE_PARTITION,
    &statistics::UNMATCHED_KEYS,
    &related_column::RELATED_COLUMN,
    &snowflake::SNOWFLAKE,
    &date_tables::NO_DATE_TABLE,
    &date_tables::UNMARKED_DATE_TABLE,
    &date_tables::AUTOMATIC_DATE_TABLE,
    &many_weak_relationships::MANY_WEAK_RELATIONSHIPS,
    &filter_logic::FILTER_LOGIC,
    &live_time_intelligence::NO_AGGREGATIONS,
    &secured_many_to_many::SECURED_MANY_TO_MANY,
    &pivoted_months::PIVOTED_MONTHS,
    &many_to_many_both::MANY_TO_MANY_BOTH,
    &calculated_table::CALCULATED_TABLE,
    &live_time_intelligence::LIVE_TIME_INTELLIGENCE,
    &calculated_columns::CALCULATED_COLUMNS,
    &both_ways::BOTH_WAYS,
    &dynamic_filter::DYNAMIC_FILTER,
    &qualified_names::UNQUALIFIED_COLUMN,
    &qualified_names::QUALIFIED_MEASURE,
    &repeated_measures::REPEATED_MEASURE,
    &intersect_filter::INTERSECT_FILTER,
    &division::DIVISION,
    &iferror::IFERROR,
    &repeated_measures::MEASURE_ALIAS,
    &table_filter::FILTERED_TABLE,
    &table_filter::FILTERED_BY_MEASURE,
    &inactive_relationships::NEVER_ACTIVATED,
    &one_minus_ratio::ONE_MINUS_RATIO,
    &evaluate_and_log::EVALUATE_AND_LOG,
    &missing_source::MISSING_SOURCE,
    &data_sources::STRUCTURED_PROVIDER,
    &inactive_relationships::ACTIVATED_UNDER_SECURITY,
    &description_characters::DESCRIPTION_CHARACTER,
    &mdx_needed::MDX_NEEDED,
    &unused::UNUSED_COLUMN,
    &unused::UNUSED_MEASURE,
    &data_sources::UNUSED_DATA_SOURCE,
    &unrelated_table::UNRELATED_TABLE,
    &undescribed::UNDESCRIBED,
    &empty_groups::EMPTY_PERSPECTIVE,
    &empty_groups::EMPTY_CALCULATION_GROUP,
    &partition_name::PARTITION_NAME,
    &flag_column::FLAG_COLUMN,
    &date_format::DATE_FORMAT,
    &unformatted_measure::UNFORMATTED_MEASURE,
    &summed_column::SUMMED_COLUMN,
    &percentage_format::PERCENTAGE_FORMAT,
    &text_key::TEXT_KEY,
    &place_category::PLACE_CATEGORY,
    &visible_foreign_key::VISIBLE_FOREIGN_KEY,
    &unmarked_key::UNMARKED_KEY,
    &unused::VISIBLE_FACT,
    &capitals::SMALL_LETTER,
    &unsorted_month::UNSORTED_MONTH,
];

/// Rules that speak only where they are asked for: matters of taste, and what almost every model does.
pub const OFF: &[&Code] = &[
    &floating_point::FLOATING_POINT,
    &mdx_attribute::MDX_ATTRIBUTE,
    &statistics::LONG_TEXTS,
    &snowflake::SNOWFLAKE,
    &live_time_intelligence::NO_AGGREGATIONS,
    &calculated_table::CALCULATED_TABLE,
    &calculated_columns::CALCULATED_COLUMNS,
    &dynamic_filter::DYNAMIC_FILTER,
    &qualified_names::UNQUALIFIED_COLUMN,
    &qualified_names::QUALIFIED_MEASURE,
    &repeated_measures::REPEATED_MEASURE,
    &division::DIVISION,
    &repeated_measures::MEASURE_ALIAS,
    &unused::UNUSED_COLUMN,
    &unused::UNUSED_MEASURE,
    &unrelated_table::UNRELATED_TABLE,
    &undescribed::UNDESCRIBED,
    &partition_name::PARTITION_NAME,
    &flag_column::FLAG_COLUMN,
    &date_format::DATE_FORMAT,
    &unformatted_measure::UNFORMATTED_MEASURE,
    &summed_column::SUMMED_COLUMN,
    &percentage_format::PERCENTAGE_FORMAT,
    &text_key::TEXT_KEY,
    &place_category::PLACE_CATEGORY,
    &visible_foreign_key::VISIBLE_FOREIGN_KEY,
    &unmarked_key::UNMARKED_KEY,
    &unused::VISIBLE_FACT,
    &capitals::SMALL_LETTER,
];

/// The tables that Power BI Desktop makes by itself for every column of dates.
pub fn is_automatic(table: &Table) -> bool {
    ["LocalDateTable_", "DateTableTemplate_"].iter().any(|prefix| table.name.as_str().starts_with(prefix))
}

/// Every column that a person made, with its table and path.
pub fn columns<'a>(context: &Context<'a>) -> impl Iterator<Item = (&'a Table, &'a Column, String)> {
    context.model.tables.iter().filter(|table| !is_automatic(table)).flat_map(|table| {
        table.columns.iter().map(move |column| (table, column, path_in(table, "column", column.name.as_str())))
    })
}

/// The words of a name in lower case: `DimDate`, `dim_date` and `Dim Date` are two.
pub fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() && was_lower {
            words.push(String::new());
        }
        was_lower = c.is_lowercase();
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart_into_words() {
        assert_eq!(words("DimDate"), ["dim", "date"]);
        assert_eq!(words("dim_Order Date2"), ["dim", "order", "date2"]);
        assert_eq!(words("Candidate"), ["candidate"]);
        assert!(words(" ").is_empty());
    }

    #[test]
    fn what_is_off_is_one_of_the_rules() {
        assert!(OFF.iter().all(|off| CODES.iter().any(|code| code.id == off.id)));
    }
}
