//! Areas as large as their numbers, squarified (Bruls, Huizing and van Wijk, "Squarified Treemaps", 2000).

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

use super::{Look, short, shortened, small};

pub fn treemap(parts: &[(String, f64)], look: &Look) -> String {
    let mut parts: Vec<&(String, f64)> = parts.iter().filter(|(_, size)| *size > 0.0).collect();
    parts.sort_by(|a, b| b.1.total_cmp(&a.1));
    let sizes: Vec<f64> = parts.iter().map(|(_, size)| *size).collect();
    let places = squarify(&sizes, [0.0, 0.0, f64::from(look.width), f64::from(look.height)]);
    look.draw(|area| {
        for (at, ((name, size), [x, y, width, height])) in parts.iter().zip(places).enumerate() {
            let corner = |x: f64, y: f64| (x as i32, y as i32);
            let corners = [corner(x, y), corner(x + width - 2.0, y + height - 2.0)];
            area.draw(&Rectangle::new(corners, look.colour(at).filled()))?;
            if width < 30.0 || height < 14.0 {
                continue;
            }
            let style = || small(WHITE, HPos::Left, VPos::Top);
            area.draw(&Text::new(shortened(name, width as i32 - 8), corner(x + 5.0, y + 4.0), style()))?;
            if height > 30.0 {
                area.draw(&Text::new(short(*size, false), corner(x + 5.0, y + 18.0), style()))?;
            }
        }
        Ok(())
    })
}

/// A place for each size, largest first: left, top, width, height.
fn squarify(sizes: &[f64], [mut x, mut y, mut width, mut height]: [f64; 4]) -> Vec<[f64; 4]> {
    let total: f64 = sizes.iter().sum();
    let scale = if total > 0.0 { width * height / total } else { 0.0 };
    let mut places = Vec::with_capacity(sizes.len());
    let mut rest = sizes;
    while !rest.is_empty() && width > 0.0 && height > 0.0 {
        let side = width.min(height);
        let worst = |count: usize| {
            let row = rest.get(..count).unwrap_or_default();
            let sum: f64 = row.iter().map(|size| size * scale).sum();
            let thickness = sum / side;
            row.iter()
                .map(|size| size * scale / thickness)
                .map(|length| (length / thickness).max(thickness / length))
                .fold(0.0, f64::max)
        };
        let mut count = 1;
        while count < rest.len() && worst(count + 1) <= worst(count) {
            count += 1;
        }
        let (row, after) = rest.split_at(count);
        let thickness = row.iter().sum::<f64>() * scale / side;
        let mut along = 0.0;
        for size in row {
            let length = size * scale / thickness;
            places.push(match width >= height {
                true => [x, y + along, thickness, length],
                false => [x + along, y, length, thickness],
            });
            along += length;
        }
        match width >= height {
            true => (x, width) = (x + thickness, width - thickness),
            false => (y, height) = (y + thickness, height - thickness),
        }
        rest = after;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_paper() {
        let places = squarify(&[6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0], [0.0, 0.0, 6.0, 4.0]);
        assert_eq!(places[..2], [[0.0, 0.0, 3.0, 2.0], [0.0, 2.0, 3.0, 2.0]]);
        let areas: Vec<f64> =
            places.iter().map(|[_, _, width, height]| (width * height * 100.0).round() / 100.0).collect();
        assert_eq!(areas, [6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0]);
    }
}
