//! What fits nowhere else.

use super::Section;
use crate::dax::functions::notes::{EVERYWHERE, NOT_IN_DIRECT_QUERY, Visuals};

pub const SECTIONS: &[Section] = &[
    Section {
        notes: EVERYWHERE,
        text: "
BLANK() -> blank
EVALUATEANDLOG(value: scalar, label?: text, max_rows?: integer) -> like value
EVALUATEANDLOG(table, label?: text, max_rows?: integer) -> {table}
TOCSV(table, max_rows?: integer, delimiter?: text, include_headers?: boolean) -> text
TOJSON(table, max_rows?: integer) -> text
",
    },
    Section {
        notes: NOT_IN_DIRECT_QUERY,
        text: "
ERROR(text) -> scalar
",
    },
    Section {
        notes: EVERYWHERE.visuals(Visuals::Refused),
        text: "
EXTERNALMEASURE(name: text,
    type: {BOOLEAN, LOGICAL, CURRENCY, DECIMAL, DATETIME, DOUBLE, INTEGER, INT64, STRING, TEXT, VARIANT},
    connection: text) -> named type
",
    },
];
