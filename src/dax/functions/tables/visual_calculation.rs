//! Visual calculations: along the axes of a visual.

use super::Section;
use crate::dax::functions::notes::{EVERYWHERE, Realm};

pub const SECTIONS: &[Section] = &[Section {
    notes: EVERYWHERE.realm(Realm::VisualCalculation),
    text: "
COLLAPSE EXPAND(expression: scalar, axis, levels?: integer) -> like expression
COLLAPSE EXPAND(expression: scalar, column+) -> like expression
COLLAPSE EXPAND(axis, levels?: integer) -> modifier
COLLAPSE EXPAND(column+) -> modifier
COLLAPSEALL EXPANDALL(expression: scalar, axis) -> like expression
COLLAPSEALL EXPANDALL(axis) -> modifier
FIRST LAST RUNNINGSUM(column, axis??, order_by??, blanks??, reset??) -> like column
ISATLEVEL(column) -> boolean
LOOKUP LOOKUPWITHTOTALS(expression: scalar, (column, value: scalar)+) -> like expression
MOVINGAVERAGE(column, window_size: integer, include_current??: boolean, axis??, order_by??, blanks??, reset??) -> number
NEXT PREVIOUS(column, steps??: integer, axis??, order_by??, blanks??, reset??) -> like column
RANGE(step: integer, include_current??: boolean, axis??, order_by??, blanks??, reset??) -> {..}
",
}];
