//! The names of kinds and types.

use crate::dax::functions::signature::{Clause, Kind, Scalar};

const DATA_TYPES: &[&str] =
    &["BOOLEAN", "LOGICAL", "CURRENCY", "DECIMAL", "DATETIME", "DOUBLE", "INTEGER", "INT64", "STRING", "TEXT"];
/// Direction, and where blanks go.
const SORT_ORDERS: &[&str] = &[
    "ASC",
    "DESC",
    "ASC BLANKS DEFAULT",
    "ASC BLANKS FIRST",
    "ASC BLANKS LAST",
    "DESC BLANKS DEFAULT",
    "DESC BLANKS FIRST",
    "DESC BLANKS LAST",
];

pub fn named(name: &str) -> Option<Vec<Kind>> {
    let words = |words: &[&'static str]| Kind::Words(words.to_vec());
    let kind = match name {
        "table" => Kind::Table,
        "base_table" => Kind::BaseTable,
        "column" => Kind::Column(Scalar::Any),
        "measure" => Kind::Measure,
        "calendar" => Kind::Calendar,
        "dates" => Kind::Dates,
        "name" => Kind::Name,
        "filter" => Kind::Filter,
        "related" => Kind::Related,
        "axis" => Kind::Axis,
        "rows" => Kind::Rows,
        "datatype" => words(DATA_TYPES),
        // KEEP is how the first versions said DEFAULT.
        "blanks" => words(&["DEFAULT", "FIRST", "LAST", "KEEP"]),
        "ties" => words(&["SKIP", "DENSE"]),
        // 1, 0, TRUE and FALSE say the same as the words.
        "order" => return Some(vec![words(&["ASC", "DESC"]), Kind::Scalar(Scalar::Boolean)]),
        "sort_order" => return Some(vec![words(SORT_ORDERS), Kind::Scalar(Scalar::Boolean)]),
        "reset" => {
            let levels = words(&["NONE", "LOWESTPARENT", "HIGHESTPARENT"]);
            return Some(vec![levels, Kind::Scalar(Scalar::Integer), Kind::Column(Scalar::Any)]);
        }
        _ => match clause(name) {
            Some(clause) => Kind::Clause(clause),
            None => Kind::Scalar(scalar(name)?),
        },
    };
    Some(vec![kind])
}

pub fn scalar(name: &str) -> Option<Scalar> {
    Some(match name {
        "scalar" => Scalar::Any,
        "number" => Scalar::Number,
        "integer" => Scalar::Integer,
        "currency" => Scalar::Currency,
        "text" => Scalar::Text,
        "boolean" => Scalar::Boolean,
        "datetime" => Scalar::DateTime,
        "blank" => Scalar::Blank,
        _ => return None,
    })
}

pub fn clause(name: &str) -> Option<Clause> {
    Some(match name {
        "order_by" => Clause::OrderBy,
        "partition_by" => Clause::PartitionBy,
        "match_by" => Clause::MatchBy,
        "rollup" => Clause::Rollup,
        "rollup_group" => Clause::RollupGroup,
        "rollup_is_subtotal" => Clause::RollupIsSubtotal,
        "modifier" => Clause::Modifier,
        _ => return None,
    })
}
