//! Lines, or the areas below them; the frame that columns stand in as well.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

use super::{Area, Chart, Drawn, LINE, Look, TEXT, axis, breadth, extent, legend, short, shortened, small};

/// The inside of a picture with its axes.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    left: f64,
    pub right: f64,
    top: f64,
    bottom: f64,
    low: f64,
    high: f64,
}

impl Frame {
    /// The same place for another scale.
    pub fn scaled(self, low: f64, high: f64) -> Self {
        Self { low, high, ..self }
    }
    pub fn pitch(&self, count: usize) -> f64 {
        (self.right - self.left) / count.max(1) as f64
    }
    /// The middle of a category.
    pub fn x(&self, at: usize, count: usize) -> f64 {
        self.left + self.pitch(count) * (at as f64 + 0.5)
    }
    pub fn y(&self, value: f64) -> i32 {
        let share = (value - self.low) / (self.high - self.low);
        (self.bottom - share * (self.bottom - self.top)) as i32
    }
}

/// Draws the marks of both axes.
pub fn frame(
    area: &Area,
    chart: &Chart,
    look: &Look,
    low: f64,
    high: f64,
) -> Result<Frame, Box<dyn std::error::Error>> {
    let above = legend(area, chart, look)?;
    let (width, height) = (f64::from(look.width), f64::from(look.height));
    let (low, high, marks) = axis(low, high, 4);
    let frame = Frame { left: 44.0, right: width - 8.0, top: f64::from(above) + 8.0, bottom: height - 20.0, low, high };
    for mark in marks {
        let y = frame.y(mark);
        area.draw(&PathElement::new(vec![(frame.left as i32, y), (frame.right as i32, y)], LINE))?;
        let text = short(mark, chart.is_share);
        area.draw(&Text::new(text, (frame.left as i32 - 5, y), small(TEXT, HPos::Right, VPos::Center)))?;
    }
    let count = chart.categories.len();
    let longest = chart.categories.iter().map(|name| breadth(name)).fold(0.0, f64::max).min(90.0);
    let needed = longest + 8.0;
    let every = (needed / frame.pitch(count)).ceil().max(1.0) as usize;
    for (at, name) in chart.categories.iter().enumerate().step_by(every) {
        let text = shortened(name, needed as i32);
        if frame.x(at, count) + breadth(&text) / 2.0 > width {
            continue;
        }
        let place = (frame.x(at, count) as i32, frame.bottom as i32 + 5);
        area.draw(&Text::new(text, place, small(TEXT, HPos::Center, VPos::Top)))?;
    }
    Ok(frame)
}

pub fn lines(chart: &Chart, filled: bool, look: &Look) -> String {
    look.draw(|area| {
        let (low, high) = extent(chart.series.iter().flat_map(|series| series.values.iter().flatten().copied()));
        let frame = frame(area, chart, look, low, high)?;
        trace(area, &frame, chart, filled, look, 0)
    })
}

/// Draws the lines inside a frame; `first` is the number of the first one's colour.
pub fn trace(area: &Area, frame: &Frame, chart: &Chart, filled: bool, look: &Look, first: usize) -> Drawn {
    let count = chart.categories.len();
    for (number, series) in chart.series.iter().enumerate() {
        let colour = look.colour(first + number);
        // What is blank parts a line.
        for run in series.values.iter().enumerate().collect::<Vec<_>>().split(|(_, value)| value.is_none()) {
            let points: Vec<(i32, i32)> =
                run.iter().filter_map(|(at, value)| Some((frame.x(*at, count) as i32, frame.y((**value)?)))).collect();
            let (Some(start), Some(end)) = (points.first(), points.last()) else { continue };
            if filled {
                let floor = frame.y(0.0);
                let mut outline = points.clone();
                outline.extend([(end.0, floor), (start.0, floor)]);
                area.draw(&Polygon::new(outline, colour.mix(0.25).filled()))?;
            }
            if points.len() == 1 {
                area.draw(&Circle::new(*start, 3, colour.filled()))?;
            }
            area.draw(&PathElement::new(points, colour.stroke_width(2)))?;
        }
    }
    Ok(())
}
