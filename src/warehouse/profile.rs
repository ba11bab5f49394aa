//! What a column holds, in four figures: distinct values, nulls, the smallest and the largest value.

use std::hash::Hash;

use polars_core::error::PolarsResult;
use polars_core::frame::column::Column;
use rustc_hash::FxHashSet;

use super::frame::{Values, values};
use super::text;
use crate::catalog::{DataType, Statistics};

/// The figures of one column, which must have the type of its kind.
pub fn profile(column: &Column, kind: DataType) -> PolarsResult<Statistics> {
    Ok(match values(column)? {
        Values::Numbers(first) => {
            let profile = look(first, || match values(column) {
                Ok(Values::Numbers(again)) => Some(again),
                _ => None,
            });
            profile.described(|value| text::number(kind, value))
        }
        Values::Texts(first) => {
            let profile = look(first, || match values(column) {
                Ok(Values::Texts(again)) => Some(again),
                _ => None,
            });
            profile.described(str::to_owned)
        }
    })
}

struct Profile<T> {
    distinct: u64,
    nulls: u64,
    bounds: Option<(T, T)>,
}

impl<T> Profile<T> {
    fn described(self, text: impl Fn(T) -> String) -> Statistics {
        let (min, max) = self.bounds.map(|(min, max)| (text(min), text(max))).unzip();
        Statistics { distinct: self.distinct, nulls: self.nulls, min, max }
    }
}

/// Of a sorted column one look tells everything; at the first disorder it is left for a look through a hash set.
fn look<T, I>(first: I, again: impl FnOnce() -> Option<I>) -> Profile<T>
where
    T: Copy + Ord + Hash,
    I: Iterator<Item = Option<T>>,
{
    let mut sorted = Profile { distinct: 0, nulls: 0, bounds: None };
    for value in first {
        let Some(value) = value else {
            sorted.nulls += 1;
            continue;
        };
        match sorted.bounds {
            Some((_, max)) if value == max => {}
            Some((_, max)) if value < max => return again().map_or(sorted, unsorted),
            bounds => {
                sorted.distinct += 1;
                sorted.bounds = Some((bounds.map_or(value, |(min, _)| min), value));
            }
        }
    }
    sorted
}

fn unsorted<T: Copy + Ord + Hash>(values: impl Iterator<Item = Option<T>>) -> Profile<T> {
    let mut seen = FxHashSet::default();
    let mut nulls = 0;
    let mut last = None;
    for value in values {
        match value {
            None => nulls += 1,
            Some(value) if last == Some(value) => {}
            Some(value) => {
                seen.insert(value);
                last = Some(value);
            }
        }
    }
    let bounds = seen.iter().copied().min().zip(seen.iter().copied().max());
    Profile { distinct: seen.len() as u64, nulls, bounds }
}

#[cfg(test)]
mod tests {
    use polars_core::prelude::*;

    use super::*;
    use crate::catalog::DataType as Kind;
    use crate::etl::type_in_frame;

    fn figures(series: Series, kind: Kind) -> (u64, u64, Option<String>, Option<String>) {
        let series = series.cast(&type_in_frame(kind)).expect("castable");
        let figures = profile(&series.into_column(), kind).expect("a profile");
        (figures.distinct, figures.nulls, figures.min, figures.max)
    }

    fn some(min: &str, max: &str) -> (Option<String>, Option<String>) {
        (Some(min.to_owned()), Some(max.to_owned()))
    }

    #[test]
    fn sorted_and_unsorted_columns_are_counted_alike() {
        let name = PlSmallStr::EMPTY;
        let (min, max) = some("-5", "9");
        let sorted = Series::new(name.clone(), [None, Some(-5i64), Some(-5), Some(3), None, Some(9)]);
        assert_eq!(figures(sorted, Kind::Integer), (3, 2, min.clone(), max.clone()));
        let unsorted = Series::new(name, [Some(9i64), None, Some(-5), Some(3), Some(-5), None]);
        assert_eq!(figures(unsorted, Kind::Integer), (3, 2, min, max));
    }

    #[test]
    fn every_kind_has_its_bounds_in_its_own_form() {
        let name = || PlSmallStr::EMPTY;
        let (min, max) = some("-0.5000", "12.0000");
        assert_eq!(figures(Series::new(name(), [120_000i64, -5_000]), Kind::Money), (2, 0, min, max));
        let (min, max) = some("Zebra", "Äpfel");
        assert_eq!(figures(Series::new(name(), ["Äpfel", "Zebra", "Äpfel"]), Kind::Text), (2, 0, min, max));
        let (min, max) = some("-1.5", "0.25");
        assert_eq!(figures(Series::new(name(), [0.25, -1.5, 0.0, -0.0]), Kind::Number), (3, 0, min, max));
        let (min, max) = some("false", "true");
        assert_eq!(figures(Series::new(name(), [true, false, true]), Kind::Boolean), (2, 0, min, max));
        let (min, max) = some("1970-01-02", "2000-02-29");
        assert_eq!(figures(Series::new(name(), [11_016i32, 1]), Kind::Date), (2, 0, min, max));
        let (min, max) = some("1970-01-01T00:00:01", "1970-01-02T00:00:00");
        assert_eq!(figures(Series::new(name(), [86_400_000_000i64, 1_000_000]), Kind::DateTime), (2, 0, min, max));
        let nothing = Series::new(name(), [None::<&str>, None]);
        assert_eq!(figures(nothing, Kind::Text), (0, 2, None, None));
    }
}
