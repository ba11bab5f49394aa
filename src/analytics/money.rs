//! Money is a whole number of ten-thousandths; what cannot be exact is rounded here, in one way.

use polars_core::prelude::*;

/// `amount / by`, rounded half away from zero; `by` is positive.
pub fn div_round(amount: i64, by: i64) -> i64 {
    let (amount, by) = (i128::from(amount), i128::from(by.max(1)));
    let half = if amount < 0 { -by } else { by };
    ((2 * amount + half) / (2 * by)) as i64
}

/// A sum that does not overflow in silence.
pub fn add(sum: i64, amount: i64) -> PolarsResult<i64> {
    sum.checked_add(amount).ok_or_else(|| polars_err!(ComputeError: "a sum of revenue or quantity exceeds 64 bits"))
}

/// Ten-thousandths as a number of units.
pub fn units(amount: f64) -> f64 {
    amount / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_rounded_away_from_zero() {
        assert_eq!([div_round(5, 2), div_round(-5, 2), div_round(7, 3), div_round(-7, 3)], [3, -3, 2, -2]);
        assert_eq!(div_round(i64::MIN, 1), i64::MIN);
        assert_eq!(div_round(i64::MAX, 1), i64::MAX);
    }

    #[test]
    fn an_overflow_is_an_error() {
        assert_eq!(add(2, 3).unwrap(), 5);
        assert!(add(i64::MAX, 1).is_err());
    }
}
