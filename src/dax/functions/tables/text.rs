//! Text.

use super::Section;
use crate::dax::functions::notes::{EVERYWHERE, NOT_IN_DIRECT_QUERY};

pub const SECTIONS: &[Section] = &[
    Section {
        notes: EVERYWHERE,
        text: "
COMBINEVALUES(delimiter: text, expression: scalar, other: scalar+) -> text
EXACT(left right: text) -> boolean
LEN(text) -> integer
LOWER TRIM UPPER(text) -> text
MID(text, start count: integer) -> text
REPT(text, count: integer) -> text
UNICHAR(number: integer) -> text
UNICODE(text) -> integer
VALUE(text) -> number
",
    },
    Section {
        notes: NOT_IN_DIRECT_QUERY,
        text: "
CONCATENATE(left right: text) -> text
CONCATENATEX(table, expression: scalar @table, delimiter?: text, (order_expression: scalar @table, order??)*) -> text
FIND SEARCH(find within: text, start?: integer, not_found?: number) -> integer
FIXED(number, decimals?: integer, no_commas?: boolean) -> text
FORMAT(value: scalar, format: text, locale?: text) -> text
LEFT RIGHT(text, count?: integer) -> text
REPLACE(text, start count: integer, new: text) -> text
SUBSTITUTE(text old new: text, instance?: integer) -> text
",
    },
];
