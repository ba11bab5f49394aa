//! Parts of a whole around a circle, each with its share.

use std::f64::consts::TAU;

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

use super::{Look, TEXT, short, shortened, small};

/// Parts smaller than this have no name beside them: names would hide each other.
const NAMED: f64 = 0.025;
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
        let mut from = 0.0;
        for (number, (name, value)) in parts.iter().enumerate() {
            let share = value / whole;
            let corners = (share * CORNERS).ceil().max(1.0) as usize;
            let turn = |corner: usize| from + share * corner as f64 / corners as f64;
            let outer = (0..=corners).map(|corner| at(turn(corner), radius));
            let inner = (0..=corners).rev().map(|corner| at(turn(corner), hole));
            let ring: Vec<(i32, i32)> = outer.chain(inner).collect();
            area.draw(&Polygon::new(ring.clone(), look.colour(number).filled()))?;
            area.draw(&PathElement::new(ring, WHITE))?;
            if share >= NAMED {
                let middle = from + share / 2.0;
                let (x, y) = at(middle, radius + 8.0);
                let (side, room) = if middle < 0.5 { (HPos::Left, look.width as i32 - x) } else { (HPos::Right, x) };
                let name = shortened(name, room - 4);
                area.draw(&Text::new(name, (x, y), small(TEXT, side.clone(), VPos::Bottom)))?;
                area.draw(&Text::new(short(share, true), (x, y), small(TEXT, side, VPos::Top)))?;
            }
            from += share;
        }
        Ok(())
    })
}
