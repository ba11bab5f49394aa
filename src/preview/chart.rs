//! Pictures of numbers: SVG of the size that the visual has.
//!
//! A picture depends on nothing but what it is given: no fonts are measured, so every machine draws the same.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

mod bars;
mod columns;
mod combination;
mod donut;
mod lines;
mod scatter;
mod treemap;

pub use bars::bars;
pub use columns::columns;
pub use combination::combination;
pub use donut::donut;
pub use lines::lines;
pub use scatter::{Point, scatter};
pub use treemap::treemap;

/// Numbers by category; several series stand beside each other, or on each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    pub categories: Vec<String>,
    pub series: Vec<Series>,
    /// Whether numbers are shares of one.
    pub is_share: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    pub name: String,
    /// One a category; what is blank is not drawn.
    pub values: Vec<Option<f64>>,
}

impl Chart {
    /// Each category with its first value.
    pub fn parts(self) -> Vec<(String, f64)> {
        let values = self.series.into_iter().next().map(|series| series.values).unwrap_or_default();
        self.categories.into_iter().zip(values).filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// Each value as a share of its category's sum.
    pub fn of_whole(mut self) -> Self {
        for at in 0..self.categories.len() {
            let values = || self.series.iter().filter_map(|series| series.values.get(at).copied().flatten());
            let whole: f64 = values().map(f64::abs).sum();
            if whole > 0.0 {
                let own = self.series.iter_mut().filter_map(|series| series.values.get_mut(at)?.as_mut());
                own.for_each(|value| *value /= whole);
            }
        }
        self.is_share = true;
        self
    }
}

/// Size and colours of a picture.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    pub width: u32,
    pub height: u32,
    /// `#RRGGBB`, one a series.
    pub colours: &'a [String],
}

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn = Result<(), Box<dyn std::error::Error>>;

const TEXT: RGBColor = RGBColor(0x52, 0x60, 0x6D);
const LINE: RGBColor = RGBColor(0xDD, 0xE2, 0xE8);
const SMALL: f64 = 11.0;

impl Look<'_> {
    /// A colour a series; where there are more series than colours, those come again lighter.
    fn colour(&self, at: usize) -> RGBColor {
        let count = self.colours.len().max(1);
        let own = self.colours.get(at % count).and_then(|text| rgb(text)).unwrap_or(RGBColor(0, 0x5A, 0x9C));
        let lighter = |part: u8| part + (0xFF - part) / 2;
        if (at / count).is_multiple_of(2) { own } else { RGBColor(lighter(own.0), lighter(own.1), lighter(own.2)) }
    }

    /// Draws; a picture that cannot be drawn is none.
    fn draw(&self, draw: impl FnOnce(&Area) -> Drawn) -> String {
        let mut svg = String::new();
        let done = {
            let area = SVGBackend::with_string(&mut svg, (self.width.max(40), self.height.max(30))).into_drawing_area();
            draw(&area).and_then(|()| Ok(area.present()?))
        };
        match done {
            Ok(()) => compact(&svg),
            Err(_) => String::new(),
        }
    }
}

/// `#RRGGBB`.
pub fn rgb(text: &str) -> Option<RGBColor> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some(RGBColor(part(0)?, part(2)?, part(4)?))
}

/// Without what every element says again.
fn compact(svg: &str) -> String {
    svg.replace(" opacity=\"1\"", "")
        .replace(" font-family=\"sans-serif\"", "")
        .replace(" stroke=\"none\"", "")
        .replace("\n", "")
        .replace(&format!(" font-size=\"{}\"", SMALL_WRITTEN), "")
}

/// As the backend writes the size of [`SMALL`] text.
const SMALL_WRITTEN: &str = "8.870967741935484";

fn small(colour: RGBColor, horizontal: HPos, vertical: VPos) -> TextStyle<'static> {
    ("sans-serif", SMALL).into_font().color(&colour).pos(Pos::new(horizontal, vertical))
}

/// About how wide a text is: the same on every machine, whatever its fonts.
fn breadth(text: &str) -> f64 {
    let of = |c: char| match c {
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | ' ' | '.' | ',' | '\'' | 'I' | '|' => 4.0,
        'm' | 'w' | 'M' | 'W' => 9.5,
        c if c.is_uppercase() => 7.8,
        _ => 6.4,
    };
    text.chars().map(of).sum()
}

/// Names that stand in a picture already: one that would lie on another is left out.
#[derive(Default)]
struct Names(Vec<[f64; 4]>);

impl Names {
    /// Whether a box of this width and height is free from this left upper corner; if it is, it is taken.
    fn take(&mut self, (x, y): (f64, f64), (width, height): (f64, f64)) -> bool {
        let new = [x, y, x + width, y + height];
        let meets = |old: &[f64; 4]| new[0] < old[2] && old[0] < new[2] && new[1] < old[3] && old[1] < new[3];
        let is_free = !self.0.iter().any(meets);
        if is_free {
            self.0.push(new);
        }
        is_free
    }
}

/// As many characters as there is room for.
fn shortened(text: &str, width: i32) -> String {
    if breadth(text) <= f64::from(width) {
        return text.to_owned();
    }
    let mut short = String::new();
    for c in text.chars() {
        if breadth(&short) + 17.0 > f64::from(width) {
            break;
        }
        short.push(c);
    }
    short + "…"
}

/// A number for an axis: `1.2M`, `340k`, `12`, `45%`.
pub fn short(number: f64, is_share: bool) -> String {
    if is_share {
        let percent = number * 100.0;
        return if percent.abs() < 9.95 && percent.fract().abs() > 0.001 {
            format!("{percent:.1}%")
        } else {
            format!("{percent:.0}%")
        };
    }
    let with = |number: f64, unit: &str| {
        let text = if number.abs() < 9.95 && number.fract().abs() > 0.001 {
            format!("{number:.1}")
        } else {
            format!("{number:.0}")
        };
        format!("{text}{unit}")
    };
    match number.abs() {
        size if size >= 999_500.0 => with(number / 1e6, "M"),
        size if size >= 999.5 => with(number / 1e3, "k"),
        _ => with(number, ""),
    }
}

/// Where an axis begins and ends, and the marks on it: about `wanted` of them, at round numbers.
fn axis(low: f64, high: f64, wanted: usize) -> (f64, f64, Vec<f64>) {
    let (low, high) = if low.is_finite() && high.is_finite() && high > low { (low, high) } else { (0.0, 1.0) };
    let rough = (high - low) / wanted.max(1) as f64;
    let power = 10f64.powf(rough.log10().floor());
    let step =
        [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|nice| nice * power).find(|step| *step >= rough).unwrap_or(rough);
    let (first, last) = ((low / step).floor(), (high / step).ceil());
    let marks = (0..=((last - first) as usize).min(20)).map(|at| (first + at as f64) * step);
    (first * step, last * step, marks.collect())
}

/// From nought, or from below it, to the greatest.
fn extent(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((0.0, 0.0), |(low, high), value| (value.min(low), value.max(high)))
}

/// The names of the series, above the picture, where there are several, in as many lines as they need; gives the height
/// that they take.
fn legend(area: &Area, chart: &Chart, look: &Look) -> Result<i32, Box<dyn std::error::Error>> {
    if chart.series.len() < 2 {
        return Ok(0);
    }
    let (mut x, mut y) = (4, 3);
    for (at, series) in chart.series.iter().enumerate() {
        let width = 26 + breadth(&series.name) as i32;
        if x > 4 && x + width > look.width as i32 + 10 {
            (x, y) = (4, y + 15);
        }
        area.draw(&Rectangle::new([(x, y), (x + 9, y + 9)], look.colour(at).filled()))?;
        area.draw(&Text::new(series.name.clone(), (x + 13, y + 5), small(TEXT, HPos::Left, VPos::Center)))?;
        x += width;
    }
    Ok(y + 15)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colours() -> Vec<String> {
        vec!["#005A9C".to_owned(), "#8A6D00".to_owned()]
    }

    fn chart() -> Chart {
        let values = |values: &[f64]| values.iter().map(|value| Some(*value)).collect();
        Chart {
            categories: vec!["North & <South>".to_owned(), "East".to_owned()],
            series: vec![
                Series { name: "New".to_owned(), values: values(&[1.0, 2.5]) },
                Series { name: "Old".to_owned(), values: vec![Some(4.0), None] },
            ],
            is_share: false,
        }
    }

    #[test]
    fn names_do_not_break_the_picture() {
        let colours = colours();
        let look = Look { width: 400, height: 200, colours: &colours };
        for svg in [
            bars(&chart(), false, &look),
            bars(&chart(), true, &look),
            columns(&chart(), true, &look),
            lines(&chart(), false, &look),
            combination(&chart(), &chart(), false, &look),
            donut(&chart().parts(), true, &look),
        ] {
            assert!(svg.starts_with("<svg") && svg.ends_with("</svg>"), "{svg}");
            assert!(svg.contains("&amp;") && !svg.contains("<South>"), "{svg}");
            let mut reader = quick_xml::Reader::from_str(&svg);
            loop {
                match reader.read_event().expect("XML") {
                    quick_xml::events::Event::Eof => break,
                    _ => continue,
                }
            }
        }
    }

    #[test]
    fn shares_of_a_category_make_it_whole() {
        let whole = chart().of_whole();
        let column = |at: usize| whole.series.iter().map(|series| series.values[at]).collect::<Vec<_>>();
        assert_eq!(column(0), [Some(0.2), Some(0.8)]);
        assert_eq!(column(1), [Some(1.0), None]);
    }

    #[test]
    fn axes_have_round_marks() {
        assert_eq!(axis(0.0, 87.0, 4).2, [0.0, 25.0, 50.0, 75.0, 100.0]);
        assert_eq!(axis(-3.0, 5.0, 4).2, [-4.0, -2.0, 0.0, 2.0, 4.0, 6.0]);
        assert_eq!(axis(0.0, 0.0, 4).1, 1.0);
    }

    #[test]
    fn numbers_are_short() {
        let texts = [1_234_567.0, 34_000.0, 1_000.0, 999.0, 2.5, 0.0].map(|number| short(number, false));
        assert_eq!(texts, ["1.2M", "34k", "1k", "999", "2.5", "0"]);
        assert_eq!(short(0.255, true), "26%");
        assert_eq!(short(0.005, true), "0.5%");
    }
}
