//! Text columns as numbers: a million comparisons of texts become comparisons of `u32`.

use std::borrow::Cow;

use polars_core::prelude::*;
use rustc_hash::FxHashMap;

/// The code of a null.
pub const NONE: u32 = u32::MAX;

/// A text column in which equal texts have equal codes, counted in the order of their first row.
#[derive(Debug)]
pub struct Codes<'a> {
    /// [`NONE`] where the column is null.
    pub of_row: Vec<u32>,
    /// The text of each code.
    pub texts: Vec<Cow<'a, str>>,
}

/// The code of each row and the text of each code.
pub fn encode(column: &StringChunked) -> (Vec<u32>, Vec<&str>) {
    let mut codes: FxHashMap<&str, u32> = FxHashMap::default();
    let mut texts = Vec::new();
    let mut of_row = Vec::with_capacity(column.len());
    // Rows of one invoice stand together, so the text before is a good guess.
    let mut last = (None, NONE);
    for text in column.downcast_iter().flat_map(|array| array.iter()) {
        if text != last.0 {
            let code = text.map_or(NONE, |text| {
                *codes.entry(text).or_insert_with(|| {
                    texts.push(text);
                    (texts.len() - 1) as u32
                })
            });
            last = (text, code);
        }
        of_row.push(last.1);
    }
    (of_row, texts)
}

impl<'a> Codes<'a> {
    pub fn of(column: &'a StringChunked) -> Self {
        let (of_row, texts) = encode(column);
        Self { of_row, texts: texts.into_iter().map(Cow::Borrowed).collect() }
    }

    /// Gives texts whose normal form is the same one code, and that form as their text.
    pub fn merged(self, normal: impl Fn(Cow<'a, str>) -> Cow<'a, str>) -> Self {
        let before = self.texts.len();
        let mut codes: FxHashMap<Cow<'a, str>, u32> = FxHashMap::default();
        let mut texts = Vec::new();
        let mut new_code = Vec::with_capacity(before);
        for text in self.texts {
            let text = normal(text);
            new_code.push(*codes.entry(text).or_insert_with_key(|text| {
                texts.push(text.clone());
                (texts.len() - 1) as u32
            }));
        }
        let mut of_row = self.of_row;
        if texts.len() < before {
            for code in of_row.iter_mut().filter(|code| **code != NONE) {
                *code = new_code[*code as usize];
            }
        }
        Self { of_row, texts }
    }

    /// Number of different texts.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// The text of a row, `None` where it is null.
    pub fn text(&self, row: usize) -> Option<&str> {
        self.texts.get(self.of_row[row] as usize).map(|text| text.as_ref())
    }

    /// Every code, in the alphabet of its texts.
    pub fn sorted(&self) -> Vec<u32> {
        let mut codes: Vec<u32> = (0..self.texts.len() as u32).collect();
        codes.sort_unstable_by_key(|code| &self.texts[*code as usize]);
        codes
    }
}

/// The text without outer spaces, borrowed where it was.
pub fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_have_equal_codes_and_nulls_have_none() {
        let column = StringChunked::new("c".into(), [Some("b"), None, Some("a"), Some("a"), Some("b")]);
        let codes = Codes::of(&column);
        assert_eq!(codes.of_row, [0, NONE, 1, 1, 0]);
        assert_eq!((codes.text(2), codes.text(1)), (Some("a"), None));
        assert_eq!(codes.sorted(), [1, 0]);
    }

    #[test]
    fn merged_codes_share_the_normal_form() {
        let column = StringChunked::new("c".into(), [Some("b "), None, Some("a"), Some(" b")]);
        let codes = Codes::of(&column).merged(trimmed);
        assert_eq!(codes.of_row, [0, NONE, 1, 0]);
        assert_eq!(codes.texts, ["b", "a"]);
    }
}
