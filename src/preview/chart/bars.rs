//! Horizontal bars, each with its number; or on each other, with the number of the whole.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

use super::{Chart, LINE, Look, TEXT, breadth, columns, legend, short, shortened, small};

pub fn bars(chart: &Chart, stacked: bool, look: &Look) -> String {
    // One series stands on nothing.
    let stacked = stacked && chart.series.len() > 1;
    look.draw(|area| {
        let top = legend(area, chart, look)?;
        let (width, height) = (look.width as i32, look.height as i32 - top);
        let longest = chart.categories.iter().map(|name| breadth(name)).fold(0.0, f64::max);
        let left = (longest as i32 + 8).clamp(30, width * 2 / 5);
        let (low, high) = columns::reach(chart, stacked);
        let room = f64::from((width - left - 52).max(10));
        let span = if high > low { high - low } else { 1.0 };
        let x = |value: f64| left + ((value - low) / span * room) as i32;
        let pitch = f64::from(height) / chart.categories.len().max(1) as f64;
        let beside = if stacked { 1 } else { chart.series.len().max(1) };
        let thickness = (pitch * 0.72 / beside as f64).clamp(1.0, 26.0);
        let zero = x(0.0);
        area.draw(&PathElement::new(vec![(zero, top), (zero, top + height)], LINE))?;
        for (row, name) in chart.categories.iter().enumerate() {
            let middle = f64::from(top) + pitch * (row as f64 + 0.5);
            let text = shortened(name, left - 6);
            area.draw(&Text::new(text, (left - 5, middle as i32), small(TEXT, HPos::Right, VPos::Center)))?;
            let number = |value: f64, y: f64| {
                let place = (x(value).max(zero) + 4, y as i32);
                Text::new(short(value, chart.is_share), place, small(TEXT, HPos::Left, VPos::Center))
            };
            let mut floor = 0.0;
            for (at, series) in chart.series.iter().enumerate() {
                let Some(value) = series.values.get(row).copied().flatten() else { continue };
                let start = middle + (if stacked { 0.0 } else { at as f64 } - beside as f64 / 2.0) * thickness;
                let bar = [(x(floor), start as i32), (x(floor + value), (start + thickness - 1.0) as i32)];
                area.draw(&Rectangle::new(bar, look.colour(at).filled()))?;
                if stacked {
                    floor += value;
                } else {
                    area.draw(&number(value, start + thickness / 2.0))?;
                }
            }
            if stacked {
                area.draw(&number(floor, middle))?;
            }
        }
        Ok(())
    })
}
