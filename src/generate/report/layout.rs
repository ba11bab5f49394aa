//! The grid of a page: twelve columns and twelve rows on 1280 × 720, with equal gaps, so that edges meet.

use serde_json::{Value, json};

use super::page_file::VisualEntry;
use crate::report::Position;

const CELLS: f64 = 12.0;
const GAP: f64 = 16.0;
const MARGIN_X: f64 = 24.0;
const MARGIN_Y: f64 = 20.0;

pub fn width() -> f64 {
    1280.0
}
pub fn height() -> f64 {
    720.0
}

/// Where a visual stands; `None` where the page file does not say it or says nothing that has a size.
pub fn position(entry: &VisualEntry, order: usize, page: (f64, f64)) -> Option<Position> {
    let [x, y, width, height] = match (entry.position, entry.at) {
        (Some(pixels), _) => pixels,
        (None, Some([column, row, columns, rows])) => {
            let (x, width) = span(column, columns, page.0, MARGIN_X);
            let (y, height) = span(row, rows, page.1, MARGIN_Y);
            [x, y, width, height]
        }
        (None, None) => return None,
    };
    let sound = [x, y, width, height].iter().all(|number| number.is_finite()) && width > 0.0 && height > 0.0;
    // Stacking and keyboard order follow the page file, in the steps that Desktop takes.
    sound.then_some(Position { x, y, z: order as f64 * 1000.0, width, height })
}

/// Where a visual stands on a phone, whose page is 324 pixels wide in Desktop and as high as it takes.
pub fn mobile([column, row, columns, rows]: [f64; 4], z: f64) -> Value {
    const CELL: f64 = 54.0;
    json!({
        "$schema": "https://developer.microsoft.com/json-schemas/fabric/item/report/definition/visualContainerMobileState/2.2.0/schema.json",
        "position": {
            "x": column * CELL,
            "y": row * CELL,
            "z": z,
            "height": rows * CELL,
            "width": columns * CELL,
            "tabOrder": z,
        },
    })
}

/// Start and length in pixels of `cells` cells from the cell `first`.
fn span(first: f64, cells: f64, length: f64, margin: f64) -> (f64, f64) {
    let pitch = (length - 2.0 * margin + GAP) / CELLS;
    let round = |number: f64| (number * 100.0).round() / 100.0;
    (round(margin + first * pitch), round(cells * pitch - GAP))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_fills_the_page_between_its_margins() {
        assert_eq!(span(0.0, 12.0, width(), MARGIN_X), (24.0, 1232.0));
        assert_eq!(span(0.0, 12.0, height(), MARGIN_Y), (20.0, 680.0));
        assert_eq!(span(10.0, 2.0, width(), MARGIN_X), (1064.0, 192.0));
    }

    #[test]
    fn neighbours_are_one_gap_apart() {
        let (x, width_of_first) = span(0.0, 5.0, width(), MARGIN_X);
        let (next, _) = span(5.0, 1.0, width(), MARGIN_X);
        assert_eq!(next - (x + width_of_first), GAP);
    }
}
