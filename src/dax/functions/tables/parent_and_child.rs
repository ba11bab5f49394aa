//! Parents and children in one table.

use super::Section;
use crate::dax::functions::notes::NOT_IN_DIRECT_QUERY;

pub const SECTIONS: &[Section] = &[Section {
    notes: NOT_IN_DIRECT_QUERY,
    text: "
PATH(id parent: column) -> text
PATHCONTAINS(path: text, item: scalar) -> boolean
PATHITEM PATHITEMREVERSE(path: text, position: integer, type?: {TEXT, INTEGER} | integer) -> scalar
PATHLENGTH(path: text) -> integer
",
}];
