//! Tables and matrices as HTML, with the colours of their scales.

use super::chart::rgb;
use super::file::Heat;
use crate::name::html_text;

pub struct Head {
    pub name: String,
    pub is_number: bool,
}

pub struct Cell {
    pub text: String,
    pub colour: Option<String>,
}

/// `more` rows are not shown.
pub fn table(heads: &[Head], rows: &[Vec<Cell>], more: usize) -> String {
    let class = |head: &Head| if head.is_number { " class=n" } else { "" };
    let mut html = String::from("<table><thead><tr>");
    for head in heads {
        html.push_str(&format!("<th{}>{}", class(head), html_text(&head.name)));
    }
    html.push_str("<tbody>");
    for row in rows {
        html.push_str("<tr>");
        for (cell, head) in row.iter().zip(heads) {
            let colour = cell.colour.as_ref().map(|colour| format!(" style=background:{colour}")).unwrap_or_default();
            html.push_str(&format!("<td{}{colour}>{}", class(head), html_text(&cell.text)));
        }
    }
    html.push_str("</table>");
    if more > 0 {
        html.push_str(&format!("<p class=more>and {more} more</p>"));
    }
    html
}

/// From one colour to another.
pub struct Scale {
    low: (u8, u8, u8),
    high: (u8, u8, u8),
    from: f64,
    to: f64,
}

impl Scale {
    /// Without bounds of its own it goes from the least to the greatest that is shown.
    pub fn new(heat: &Heat, values: impl Iterator<Item = f64>) -> Option<Self> {
        let (least, greatest) =
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        let parts = |text: &str| rgb(text).map(|colour| (colour.0, colour.1, colour.2));
        Some(Self {
            low: parts(&heat.low)?,
            high: parts(&heat.high)?,
            from: heat.from.unwrap_or(least),
            to: heat.to.unwrap_or(greatest),
        })
    }

    pub fn colour(&self, value: f64) -> Option<String> {
        let span = self.to - self.from;
        let share = if span > 0.0 { ((value - self.from) / span).clamp(0.0, 1.0) } else { 1.0 };
        let mix = |low: u8, high: u8| (f64::from(low) + share * (f64::from(high) - f64::from(low))).round() as u8;
        let (low, high) = (self.low, self.high);
        Some(format!("#{:02X}{:02X}{:02X}", mix(low.0, high.0), mix(low.1, high.1), mix(low.2, high.2)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_ends_at_its_bounds() {
        let heat = Heat {
            query_ref: String::new(),
            low: "#000000".to_owned(),
            high: "#FF0000".to_owned(),
            from: Some(0.0),
            to: Some(0.5),
        };
        let scale = Scale::new(&heat, [1.0].into_iter()).expect("colours");
        assert_eq!(scale.colour(1.0).as_deref(), Some("#FF0000"));
        assert_eq!(scale.colour(0.25).as_deref(), Some("#800000"));
        assert_eq!(scale.colour(-1.0).as_deref(), Some("#000000"));
    }

    #[test]
    fn what_a_cell_says_is_no_markup() {
        let head = [Head { name: "<b>".to_owned(), is_number: true }];
        let html = table(&head, &[vec![Cell { text: "\"><script>".to_owned(), colour: None }]], 3);
        assert_eq!(
            html,
            "<table><thead><tr><th class=n>&lt;b&gt;<tbody><tr><td class=n>&quot;&gt;&lt;script&gt;</table>\
             <p class=more>and 3 more</p>"
        );
    }
}
