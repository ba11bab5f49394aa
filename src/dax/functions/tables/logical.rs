//! Logic and bits.

use super::Section;
use crate::dax::functions::notes::{EVERYWHERE, NOT_IN_DIRECT_QUERY};

pub const SECTIONS: &[Section] = &[
    Section {
        notes: EVERYWHERE,
        text: "
AND OR(left right: boolean) -> boolean
BITAND BITOR BITXOR(left right: integer) -> integer
BITLSHIFT BITRSHIFT(number: integer, shift: integer) -> integer
COALESCE(value: scalar, other: scalar+) -> like value, other
FALSE TRUE() -> boolean
IF IF.EAGER(test: boolean, then: scalar, else?: scalar) -> like then, else
NOT(test: boolean) -> boolean
SWITCH(expression: scalar, (value result: scalar)+, else?: scalar) -> like result, else
",
    },
    Section {
        notes: NOT_IN_DIRECT_QUERY.instead("DIVIDE, or a test before the error can come up"),
        text: "
IFERROR(value alternate: scalar) -> like value, alternate
",
    },
];
