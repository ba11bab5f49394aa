//! A column of text under construction: equal long texts are stored once, short ones in the row itself.

use polars_core::prelude::*;
use polars_core::utils::arrow::array::{Utf8ViewArray, View};
use polars_core::utils::arrow::bitmap::BitmapBuilder;
use polars_core::utils::arrow::datatypes::ArrowDataType;
use rustc_hash::FxHashMap;

/// Beyond so many different texts a column is hardly made of repeats, and remembering more would only cost memory.
const REMEMBERED: usize = 1 << 16;
/// Views address 32 bits, so that long texts of a large file need several buffers.
const BUFFER: usize = 1 << 24;

#[derive(Default)]
pub struct Texts {
    views: Vec<View>,
    /// Filled from the first null on.
    validity: Option<BitmapBuilder>,
    full: Vec<Vec<u8>>,
    buffer: Vec<u8>,
    known: FxHashMap<Box<str>, View>,
}

impl Texts {
    #[inline]
    pub fn push(&mut self, text: &str) {
        let view = if text.len() <= View::MAX_INLINE_SIZE as usize {
            View::new_inline(text.as_bytes())
        } else if let Some(view) = self.known.get(text) {
            *view
        } else {
            self.store(text)
        };
        self.views.push(view);
        if let Some(validity) = &mut self.validity {
            validity.push(true);
        }
    }

    #[inline]
    pub fn push_option(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.push(text),
            None => self.push_null(),
        }
    }

    pub fn push_null(&mut self) {
        let rows = self.views.len();
        let validity = self.validity.get_or_insert_with(|| {
            let mut validity = BitmapBuilder::new();
            validity.extend_constant(rows, true);
            validity
        });
        validity.push(false);
        self.views.push(View::default());
    }

    fn store(&mut self, text: &str) -> View {
        if self.buffer.len() + text.len() > BUFFER {
            self.full.push(std::mem::take(&mut self.buffer));
        }
        let view = View::new_from_bytes(text.as_bytes(), self.full.len() as u32, self.buffer.len() as u32);
        self.buffer.extend_from_slice(text.as_bytes());
        if self.known.len() < REMEMBERED {
            self.known.insert(text.into(), view);
        }
        view
    }

    pub fn finish(mut self, name: &str) -> PolarsResult<Column> {
        self.full.push(self.buffer);
        let buffers: Vec<_> = self.full.into_iter().map(Into::into).collect();
        let validity = self.validity.and_then(BitmapBuilder::into_opt_validity);
        let array = Utf8ViewArray::try_new(ArrowDataType::Utf8View, self.views.into(), buffers.into(), validity)?;
        Ok(StringChunked::with_chunk(name.into(), array).into_column())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_long_repeated_and_missing_texts_come_back() {
        let long = "WHITE HANGING HEART T-LIGHT HOLDER";
        let words = [Some("a"), Some(long), None, Some(""), Some(long), Some("exactly 12 b"), Some("exactly 13 by")];
        let mut texts = Texts::default();
        for word in words {
            texts.push_option(word);
        }
        assert_eq!(texts.buffer.len(), long.len() + 13, "the repeat is not stored again");
        let column = texts.finish("x").unwrap();
        assert_eq!(column.str().unwrap().iter().collect::<Vec<_>>(), words);
    }

    #[test]
    fn a_column_may_be_larger_than_a_buffer() {
        let mut texts = Texts::default();
        let word = |at: usize| at.to_string().repeat(400_000);
        for at in 0..60 {
            texts.push(&word(at));
        }
        let column = texts.finish("x").unwrap();
        assert!((0..60).all(|at| column.str().unwrap().get(at) == Some(&word(at))));
    }
}
