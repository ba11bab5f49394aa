//! Columns by the left axis and lines by the right one.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

use super::{Chart, Look, TEXT, axis, columns, extent, lines, short, small};

/// What the marks of the right axis take.
const RIGHT: u32 = 40;

pub fn combination(left: &Chart, right: &Chart, stacked: bool, look: &Look) -> String {
    look.draw(|area| {
        let (low, high) = columns::reach(left, stacked);
        let named = Chart { series: [left.series.as_slice(), &right.series].concat(), ..left.clone() };
        let inside = Look { width: look.width.saturating_sub(RIGHT).max(40), ..*look };
        let frame = lines::frame(area, &named, &inside, low, high)?;
        columns::fill(area, &frame, left, stacked, look)?;
        if right.series.is_empty() {
            return Ok(());
        }
        let (low, high) = extent(right.series.iter().flat_map(|series| series.values.iter().flatten().copied()));
        let (low, high, marks) = axis(low, high, 4);
        let frame = frame.scaled(low, high);
        for mark in marks {
            let place = (frame.right as i32 + 5, frame.y(mark));
            area.draw(&Text::new(short(mark, right.is_share), place, small(TEXT, HPos::Left, VPos::Center)))?;
        }
        lines::trace(area, &frame, right, false, look, left.series.len())
    })
}
