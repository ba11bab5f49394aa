//! Columns, beside each other or on each other.

use plotters::prelude::*;

use super::lines::{Frame, frame};
use super::{Area, Chart, Drawn, Look, extent};

pub fn columns(chart: &Chart, stacked: bool, look: &Look) -> String {
    look.draw(|area| {
        let (low, high) = reach(chart, stacked);
        let frame = frame(area, chart, look, low, high)?;
        fill(area, &frame, chart, stacked, look)
    })
}

fn value(chart: &Chart, series: usize, at: usize) -> f64 {
    chart.series.get(series).and_then(|series| series.values.get(at).copied().flatten()).unwrap_or_default()
}

/// From the lowest to the highest that is drawn; columns on each other reach their sum.
pub fn reach(chart: &Chart, stacked: bool) -> (f64, f64) {
    let height = |at: usize| (0..chart.series.len()).map(|series| value(chart, series, at).max(0.0)).sum::<f64>();
    let all = chart.series.iter().flat_map(|series| series.values.iter().flatten().copied());
    extent(all.chain((0..chart.categories.len()).filter(|_| stacked).map(height)))
}

/// Draws the columns inside a frame.
pub fn fill(area: &Area, frame: &Frame, chart: &Chart, stacked: bool, look: &Look) -> Drawn {
    let count = chart.categories.len();
    let width = (frame.pitch(count) * 0.7).max(1.0);
    for at in 0..count {
        let middle = frame.x(at, count);
        let mut floor = 0.0;
        for series in 0..chart.series.len() {
            let value = value(chart, series, at);
            if value == 0.0 {
                continue;
            }
            let (left, right, from) = if stacked {
                (middle - width / 2.0, middle + width / 2.0, floor)
            } else {
                let one = width / chart.series.len() as f64;
                let left = middle - width / 2.0 + one * series as f64;
                (left, left + one, 0.0)
            };
            floor += value;
            let bar = [(left as i32, frame.y(from + value)), (right as i32, frame.y(from))];
            area.draw(&Rectangle::new(bar, look.colour(series).filled()))?;
        }
    }
    Ok(())
}
