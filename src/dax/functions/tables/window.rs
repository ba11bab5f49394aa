//! Windows: rows by their place in an order.

use super::Section;
use crate::dax::functions::notes::EVERYWHERE;

/// What takes the clauses.
const WINDOWS: &[&str] = &[
    "INDEX",
    "OFFSET",
    "WINDOW",
    "RANK",
    "ROWNUMBER",
    "FIRST",
    "LAST",
    "NEXT",
    "PREVIOUS",
    "RUNNINGSUM",
    "MOVINGAVERAGE",
    "RANGE",
];

pub const SECTIONS: &[Section] = &[
    Section {
        notes: EVERYWHERE,
        text: "
INDEX(position: integer, relation??: table | axis, order_by??, blanks??, partition_by??, match_by??, reset??)
    -> {relation, order_by unless relation, partition_by unless relation}
OFFSET(delta: integer, relation??: table | axis, order_by??, blanks??, partition_by??, match_by??, reset??)
    -> {relation, order_by unless relation, partition_by unless relation}
RANK(ties??, relation??: table | axis, order_by??, blanks??, partition_by??, match_by??, reset??) -> integer
ROWNUMBER(relation??: table | axis, order_by??, blanks??, partition_by??, match_by??, reset??) -> integer
WINDOW(from: integer, from_type??: {ABS, REL}, to: integer, to_type??: {ABS, REL}, relation??: table | axis,
    order_by??, blanks??, partition_by??, match_by??, reset??)
    -> {relation, order_by unless relation, partition_by unless relation}
",
    },
    Section {
        notes: EVERYWHERE.inside(WINDOWS),
        text: "
MATCHBY((column: column | related @window)*) -> match_by{column}
ORDERBY((expression: scalar @window, order??: sort_order)*) -> order_by{expression}
PARTITIONBY((column: column | related @window)*) -> partition_by{column}
",
    },
];
