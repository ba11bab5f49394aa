//! Numbers.

use super::Section;
use crate::dax::functions::notes::{EVERYWHERE, NOT_IN_DIRECT_QUERY};

pub const SECTIONS: &[Section] = &[
    Section {
        notes: EVERYWHERE,
        text: "
ABS(number) -> like number
ACOS ACOT ASIN ATAN COS COT SIN TAN(number) -> number
CEILING(number, significance: number) -> like number
CURRENCY(value: scalar) -> currency
DEGREES RADIANS(angle: number) -> number
DIVIDE(numerator denominator: number, alternate?: scalar) -> number
EXP LN LOG10 SQRT SQRTPI(number) -> number
INT SIGN(number) -> integer
ISO.CEILING(number, significance?: number) -> like number
LOG(number, base?: number) -> number
MOD(number divisor: number) -> like number
MROUND(number multiple: number) -> number
PI() -> number
POWER(number exponent: number) -> number
QUOTIENT(numerator denominator: number) -> integer
ROUND ROUNDDOWN ROUNDUP(number, digits: integer) -> like number
TRUNC(number, digits?: integer) -> like number
",
    },
    Section {
        notes: NOT_IN_DIRECT_QUERY,
        text: "
ACOSH ACOTH ASINH ATANH COSH COTH SINH TANH(number) -> number
CONVERT(value: scalar, type: datatype) -> named type
EVEN FACT ODD(number) -> number
FLOOR(number, significance: number) -> like number
GCD LCM(first second: integer) -> integer
",
    },
    Section {
        notes: EVERYWHERE.volatile(),
        text: "
RAND() -> number
",
    },
    Section {
        notes: NOT_IN_DIRECT_QUERY.volatile(),
        text: "
RANDBETWEEN(bottom top: integer) -> integer
",
    },
];
