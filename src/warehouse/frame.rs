//! The values of a frame's column in the two forms that hashing needs.

use polars_core::datatypes::DataType as FrameType;
use polars_core::error::PolarsResult;
use polars_core::frame::column::Column;

/// A column's values: text, or numbers that are equal, and ordered, as the values are.
pub enum Values<'a> {
    Numbers(Box<dyn Iterator<Item = Option<i64>> + 'a>),
    Texts(Box<dyn Iterator<Item = Option<&'a str>> + 'a>),
}

/// Fails only for a column whose type no kind has, which the shape check refuses first.
pub fn values(column: &Column) -> PolarsResult<Values<'_>> {
    Ok(match column.dtype() {
        FrameType::String => Values::Texts(Box::new(column.str()?.iter())),
        FrameType::Float64 => Values::Numbers(Box::new(column.f64()?.iter().map(|value| value.map(to_sortable)))),
        FrameType::Boolean => Values::Numbers(Box::new(column.bool()?.iter().map(|value| value.map(i64::from)))),
        FrameType::Date => Values::Numbers(Box::new(column.date()?.phys.iter().map(|value| value.map(i64::from)))),
        FrameType::Datetime(..) => Values::Numbers(Box::new(column.datetime()?.phys.iter())),
        _ => Values::Numbers(Box::new(column.i64()?.iter())),
    })
}

/// A float as an integer of the same order; both zeros are one.
pub fn to_sortable(value: f64) -> i64 {
    let bits = (value + 0.0).to_bits().cast_signed();
    bits ^ ((bits >> 63) & i64::MAX)
}

/// The float that [`to_sortable`] was given.
pub fn from_sortable(value: i64) -> f64 {
    f64::from_bits((value ^ ((value >> 63) & i64::MAX)).cast_unsigned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_keep_their_order_as_integers() {
        let floats = [f64::NEG_INFINITY, -2.5, -1e-300, 0.0, 1e-300, 1.0, 2.5, f64::INFINITY];
        for pair in floats.windows(2) {
            assert!(to_sortable(pair[0]) < to_sortable(pair[1]), "{pair:?}");
        }
        for float in floats {
            assert_eq!(from_sortable(to_sortable(float)), float);
        }
        assert_eq!(to_sortable(-0.0), to_sortable(0.0));
    }
}
