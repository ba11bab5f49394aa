//! How large a box must be for its text.

use crate::catalog::{Column, Table};
use crate::docs::er::{GRID, Node, key_mark, type_name};

/// Width of a character of the diagram's type, in hundredths of a unit: 12 units high, fixed pitch.
const CHARACTER: i64 = 725;

/// Longer names are cut; the whole one is shown when pointed at.
const LONGEST: usize = 40;

/// Space before the first and after the last character of a line, and between its parts.
pub const MARGIN: i64 = 10;

/// Room for `PK FK`.
pub const MARK: i64 = 44;

pub fn of(number: usize, table: &Table) -> Node {
    let widest = table.columns.iter().map(|column| row_width(table, column)).max().unwrap_or(0);
    let head = width(&shown(table.name.as_str())) + width(&rows(table)) + 3 * MARGIN;
    let width = (widest.max(head).max(8 * GRID) + GRID - 1) / GRID * GRID;
    Node { table: number, x: 0, y: 0, width, height: GRID * (1 + table.columns.len() as i64) }
}

/// The middle of a column's row, from the top of the box; that of the head for none.
pub fn row(table: &Table, column: Option<&str>) -> i64 {
    let at = column.and_then(|column| table.columns.iter().position(|one| one.name == *column));
    GRID * at.map_or(0, |at| at as i64 + 1) + GRID / 2
}

fn row_width(table: &Table, column: &Column) -> i64 {
    let _ = key_mark(table, column.name.as_str());
    MARGIN + MARK + width(&shown(column.name.as_str())) + 2 * MARGIN + width(&kind(column)) + MARGIN
}

/// `integer`, `text?` where it may be empty.
pub fn kind(column: &Column) -> String {
    format!("{}{}", type_name(column.kind), if column.nullable { "?" } else { "" })
}

/// `12,345 rows` where somebody counted.
pub fn rows(table: &Table) -> String {
    match table.rows {
        Some(1) => "1 row".to_owned(),
        Some(rows) => format!("{} rows", crate::proof::format::count(rows)),
        None => String::new(),
    }
}

/// A name on one line, cut where it is too long.
pub fn shown(name: &str) -> String {
    let name: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if name.chars().count() <= LONGEST {
        return name;
    }
    name.chars().take(LONGEST - 1).chain(['…']).collect()
}

/// Wide scripts take two places.
pub fn width(text: &str) -> i64 {
    let places: i64 = text.chars().map(|c| if (c as u32) < 0x1100 { 1 } else { 2 }).sum();
    (places * CHARACTER + 99) / 100
}
