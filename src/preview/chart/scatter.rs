//! Points in a plane, as large as a third number says.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

use super::{LINE, Look, Names, SMALL, TEXT, axis, breadth, short, small};

#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Shown beside the point; nothing where it is empty.
    pub name: String,
    pub x: f64,
    pub y: f64,
    pub size: f64,
}

/// The names of the axes come with whether they are shares of one.
pub fn scatter(points: &[Point], x_axis: (&str, bool), y_axis: (&str, bool), look: &Look) -> String {
    look.draw(|area| {
        let (width, height) = (f64::from(look.width), f64::from(look.height));
        let (left, right, top, bottom) = (48.0, width - 20.0, 18.0, height - 34.0);
        let range = |of: fn(&Point) -> f64| {
            points
                .iter()
                .map(of)
                .fold((0.0, f64::NEG_INFINITY), |(low, high): (f64, f64), value| (low.min(value), high.max(value)))
        };
        let (x_low, x_high, x_marks) = {
            let (low, high) = range(|point| point.x);
            axis(low, high, 6)
        };
        let (y_low, y_high, y_marks) = {
            let (low, high) = range(|point| point.y);
            axis(low, high, 4)
        };
        let x = |value: f64| (left + (value - x_low) / (x_high - x_low) * (right - left)) as i32;
        let y = |value: f64| (bottom - (value - y_low) / (y_high - y_low) * (bottom - top)) as i32;
        for mark in y_marks {
            area.draw(&PathElement::new(vec![(left as i32, y(mark)), (right as i32, y(mark))], LINE))?;
            let style = small(TEXT, HPos::Right, VPos::Center);
            area.draw(&Text::new(short(mark, y_axis.1), (left as i32 - 5, y(mark)), style))?;
        }
        for mark in x_marks {
            let style = small(TEXT, HPos::Center, VPos::Top);
            area.draw(&Text::new(short(mark, x_axis.1), (x(mark), bottom as i32 + 4), style))?;
        }
        let style = small(TEXT, HPos::Center, VPos::Bottom);
        area.draw(&Text::new(x_axis.0.to_owned(), (((left + right) / 2.0) as i32, height as i32 - 2), style))?;
        area.draw(&Text::new(y_axis.0.to_owned(), (4, 12), small(TEXT, HPos::Left, VPos::Bottom)))?;
        let largest = points.iter().map(|point| point.size).fold(0.0, f64::max);
        // The largest first: small points stay visible on them, and their names win.
        let mut order: Vec<(usize, &Point)> = points.iter().enumerate().collect();
        order.sort_by(|(_, one), (_, other)| other.size.total_cmp(&one.size));
        let mut names = Names::default();
        for (at, point) in order {
            let radius = if largest > 0.0 { 4.0 + 14.0 * (point.size / largest).max(0.0).sqrt() } else { 5.0 };
            let place = (x(point.x), y(point.y));
            // Colours tell points apart that have names; of the others they would say nothing.
            let colour = if point.name.is_empty() { look.colour(0).mix(0.45) } else { look.colour(at).mix(0.65) };
            area.draw(&Circle::new(place, radius as i32, colour.filled()))?;
            if !point.name.is_empty() {
                let away = radius as i32 + 3;
                let long = breadth(&point.name);
                let is_right = f64::from(place.0 + away) + long > width;
                let (at, side) = if is_right { (place.0 - away, HPos::Right) } else { (place.0 + away, HPos::Left) };
                let left = f64::from(at) - if is_right { long } else { 0.0 };
                if names.take((left, f64::from(place.1) - SMALL / 2.0), (long, SMALL)) {
                    area.draw(&Text::new(point.name.clone(), (at, place.1), small(TEXT, side, VPos::Center)))?;
                }
            }
        }
        Ok(())
    })
}
