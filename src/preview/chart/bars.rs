//! Horizontal bars, each with its number.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

use super::{Chart, LINE, Look, TEXT, breadth, extent, legend, short, shortened, small};

pub fn bars(chart: &Chart, look: &Look) -> String {
    look.draw(|area| {
        let top = legend(area, chart, look)?;
        let (width, height) = (look.width as i32, look.height as i32 - top);
        let longest = chart.categories.iter().map(|name| breadth(name)).fold(0.0, f64::max);
        let left = (longest as i32 + 8).clamp(30, width * 2 / 5);
        let values = || chart.series.iter().flat_map(|series| series.values.iter().flatten().copied());
        let (low, high) = extent(values());
        let room = f64::from((width - left - 52).max(10));
        let span = if high > low { high - low } else { 1.0 };
        let x = |value: f64| left + ((value - low) / span * room) as i32;
        let pitch = f64::from(height) / chart.categories.len().max(1) as f64;
        let thickness = (pitch * 0.72 / chart.series.len().max(1) as f64).clamp(1.0, 26.0);
        let zero = x(0.0);
        area.draw(&PathElement::new(vec![(zero, top), (zero, top + height)], LINE))?;
        for (row, name) in chart.categories.iter().enumerate() {
            let middle = f64::from(top) + pitch * (row as f64 + 0.5);
            let text = shortened(name, left - 6);
            area.draw(&Text::new(text, (left - 5, middle as i32), small(TEXT, HPos::Right, VPos::Center)))?;
            for (at, series) in chart.series.iter().enumerate() {
                let Some(value) = series.values.get(row).copied().flatten() else { continue };
                let start = middle + (at as f64 - chart.series.len() as f64 / 2.0) * thickness;
                let bar = [(zero, start as i32), (x(value), (start + thickness - 1.0) as i32)];
                area.draw(&Rectangle::new(bar, look.colour(at).filled()))?;
                let text = short(value, chart.is_share);
                let place = (x(value).max(zero) + 4, (start + thickness / 2.0) as i32);
                area.draw(&Text::new(text, place, small(TEXT, HPos::Left, VPos::Center)))?;
            }
        }
        Ok(())
    })
}
