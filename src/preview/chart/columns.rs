//! Columns, beside each other or on each other.

use plotters::prelude::*;

use super::lines::frame;
use super::{Chart, Look, extent};

pub fn columns(chart: &Chart, stacked: bool, look: &Look) -> String {
    look.draw(|area| {
        let count = chart.categories.len();
        let value =
            |series: usize, at: usize| chart.series[series].values.get(at).copied().flatten().unwrap_or_default();
        let height = |at: usize| (0..chart.series.len()).map(|series| value(series, at).max(0.0)).sum::<f64>();
        let all = chart.series.iter().flat_map(|series| series.values.iter().flatten().copied());
        let (low, high) = extent(all.chain((0..count).filter(|_| stacked).map(height)));
        let frame = frame(area, chart, look, low, high)?;
        let pitch = frame.pitch(count);
        let width = (pitch * 0.7).max(1.0);
        for at in 0..count {
            let middle = frame.x(at, count);
            let mut floor = 0.0;
            for series in 0..chart.series.len() {
                let value = value(series, at);
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
    })
}
