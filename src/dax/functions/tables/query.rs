//! What reports write into their queries and people hardly do.

use super::Section;
use crate::dax::functions::notes::{EVERYWHERE, Visuals};

pub const SECTIONS: &[Section] = &[
    Section {
        notes: EVERYWHERE.visuals(Visuals::Refused).inside(&["GROUPCROSSAPPLY", "GROUPCROSSAPPLYTABLE"]),
        text: "
ALLSELECTEDAPPLY ALWAYSAPPLY NONFILTER SHADOWCLUSTER(table) -> {table}
ALLSELECTEDREMOVE(table, column*) -> {table}
FILTERCLUSTER(group: column+, filters: table*, separator??: text, scan: table*) -> {group}
",
    },
    Section {
        notes: EVERYWHERE.visuals(Visuals::Refused),
        text: "
DEPENDON(table, column*) -> {table}
GROUPCROSSAPPLY((group: column | rollup)+, (filters: table | modifier)*, (name, expression: scalar @filter)*)
    -> {group, name = like expression}
GROUPCROSSAPPLYTABLE((group: column | rollup)+, (filters: table | modifier)*, (separator: text, table @filter)?)
    -> {group, table}
",
    },
];
