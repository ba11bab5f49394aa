//! Aggregation: a column or the rows of a table to one value.

use super::Section;
use crate::dax::functions::notes::{EVERYWHERE, NOT_IN_DIRECT_QUERY, Visuals};

pub const SECTIONS: &[Section] = &[
    Section {
        notes: EVERYWHERE.visuals(Visuals::Refused),
        text: "
APPROXIMATEDISTINCTCOUNT(column) -> integer
",
    },
    Section {
        notes: NOT_IN_DIRECT_QUERY,
        text: "
AVERAGE(column: column of number) -> number
AVERAGEA(column) -> number
AVERAGEX(table, expression: number @table) -> number
COUNT COUNTA COUNTBLANK DISTINCTCOUNT DISTINCTCOUNTNOBLANK(column) -> integer
COUNTAX COUNTX(table, expression: scalar @table) -> integer
COUNTROWS(table?) -> integer
MAXA MINA(column) -> like column
MAXX MINX(table, expression: scalar @table, variant?: boolean) -> like expression
PRODUCT(column: column of number) -> like column
PRODUCTX SUMX(table, expression: number @table) -> like expression
",
    },
    Section {
        notes: EVERYWHERE,
        text: "
MAX MIN(column) -> like column
MAX MIN(first second: scalar) -> like first, second
SUM(column: column of number) -> like column
",
    },
];
