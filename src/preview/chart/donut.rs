//! Parts of a whole around a circle, each with its share.

use std::f64::consts::TAU;

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

use super::{Look, Names, SMALL, TEXT, breadth, short, shortened, small};

/// Corners of a whole circle.
const CORNERS: f64 = 180.0;

pub fn donut(parts: &[(String, f64)], is_hollow: bool, look: &Look) -> String {
    look.draw(|area| {
        let parts: Vec<_> = parts.iter().filter(|(_, value)| *value > 0.0).collect();
        let whole: f64 = parts.iter().map(|(_, value)| value).sum();
        let (width, height) = (f64::from(look.width), f64::from(look.height));
        let radius = (width * 0.22).min(height * 0.4).max(8.0);
        let hole = if is_hollow { radius * 0.6 } else { 0.0 };
        // From the top, with the clock.
        let at = |turn: f64, radius: f64| {
            let angle = turn * TAU;
            ((width / 2.0 + angle.sin() * radius).round() as i32, (height / 2.0 - angle.cos() * radius).round() as i32)
        };
        let (mut from, mut names) = (0.0, Names::default());
        for (number, (name, value)) in parts.iter().enumerate() {
            let share = value / whole;
            let corners = (share * CORNERS).ceil().max(1.0) as usize;
            let turn = |corner: usize| from + share * corner as f64 / corners as f64;
            let outer = (0..=corners).map(|corner| at(turn(corner), radius));
            let inner = (0..=corners).rev().map(|corner| at(turn(corner), hole));
            let ring: Vec<(i32, i32)> = outer.chain(inner).collect();
            area.draw(&Polygon::new(ring.clone(), look.colour(number).filled()))?;
            area.draw(&PathElement::new(ring, WHITE))?;
            let middle = from + share / 2.0;
            let (x, y) = at(middle, radius + 8.0);
            let is_left = middle >= 0.5;
            let (side, room) = if is_left { (HPos::Right, x) } else { (HPos::Left, look.width as i32 - x) };
            let name = shortened(name, room - 4);
            let long = breadth(&name);
            let left = f64::from(x) - if is_left { long } else { 0.0 };
            if names.take((left, f64::from(y) - SMALL), (long, SMALL * 2.0)) {
                area.draw(&Text::new(name, (x, y), small(TEXT, side, VPos::Bottom)))?;
                area.draw(&Text::new(short(share, true), (x, y), small(TEXT, side, VPos::Top)))?;
            }
            from += share;
        }
        Ok(())
    })
}
