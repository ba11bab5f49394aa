//! Relationships.

use super::Section;
use crate::dax::functions::notes::{EVERYWHERE, NOT_IN_DIRECT_QUERY, Visuals};

pub const SECTIONS: &[Section] = &[
    Section {
        notes: NOT_IN_DIRECT_QUERY.visuals(Visuals::Refused),
        text: "
CROSSFILTER(left right: column, direction: {NONE, BOTH, ONEWAY, ONEWAY_LEFTFILTERSRIGHT, ONEWAY_RIGHTFILTERSLEFT})
    -> modifier
RELATEDTABLE(table) -> {table}
",
    },
    Section {
        notes: EVERYWHERE.visuals(Visuals::Refused),
        text: "
RELATED(column) -> like column
USERELATIONSHIP(left right: column) -> modifier
",
    },
];
