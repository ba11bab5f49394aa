//! Quintiles: five bins of as nearly equal size as the values allow, cut as `pandas.qcut` cuts.
//!
//! A cut point is a sample quantile by linear interpolation, definition 7 of Hyndman and Fan, "Sample Quantiles in
//! Statistical Packages", The American Statistician 50 (1996), the default of R, NumPy and pandas. A bin includes
//! its upper cut. Equal values therefore share a bin, and where many are equal the bins differ in size.
//!
//! Everything is counted in whole fifths, so that no rounding decides to which side a value falls.

use std::cmp::Reverse;

/// Minimum, the four inner cut points and maximum; empty for no values.
pub fn cut_points(values: &[i64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let (Some(first), Some(last)) = (sorted.first(), sorted.last()) else { return Vec::new() };
    let inner = cuts(&sorted).map(|cut| cut as f64 / 5.0);
    [*first as f64].into_iter().chain(inner).chain([*last as f64]).collect()
}

/// The quintile of each value, 1 = the lowest.
pub fn of_values(values: &[i64]) -> Vec<u8> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    if sorted.is_empty() {
        return Vec::new();
    }
    let cuts = cuts(&sorted);
    let above = |value: i64| cuts.iter().filter(|cut| 5 * i128::from(value) > **cut).count() as u8;
    values.iter().map(|value| above(*value) + 1).collect()
}

/// The quintile of each value's rank, 1 = the lowest; equal values are ranked by ascending `ties`.
pub fn of_ranks(values: &[i64], ties: &[u32]) -> Vec<u8> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by_key(|&at| (values[at], ties[at], Reverse(at)));
    let mut ranks = vec![0; values.len()];
    for (rank, at) in order.into_iter().enumerate() {
        ranks[at] = rank as i64;
    }
    of_values(&ranks)
}

/// Five times the four inner cut points; `sorted` is not empty.
fn cuts(sorted: &[i64]) -> [i128; 4] {
    [1, 2, 3, 4].map(|k| {
        let position = (sorted.len() - 1) * k;
        let (low, fifths) = (sorted[position / 5], position % 5);
        let high = sorted[(position / 5 + 1).min(sorted.len() - 1)];
        5 * i128::from(low) + (i128::from(high) - i128::from(low)) * fifths as i128
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `pandas.qcut([7, 1, 3, 3, 9, 12, 15, 15], 5, retbins=True)` of pandas 2.
    #[test]
    fn cut_points_and_bins_are_those_of_pandas() {
        let values = [7, 1, 3, 3, 9, 12, 15, 15];
        assert_eq!(cut_points(&values), [1.0, 3.0, 6.2, 9.6, 13.8, 15.0]);
        assert_eq!(of_values(&values), [3, 1, 1, 1, 3, 4, 5, 5]);
    }

    #[test]
    fn five_ranks_are_five_quintiles_and_ties_follow_their_order() {
        assert_eq!(of_ranks(&[1, 1, 1, 1, 2], &[3, 2, 1, 0, 4]), [4, 3, 2, 1, 5]);
        assert_eq!(of_ranks(&[1; 10], &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
    }

    #[test]
    fn few_or_equal_values_do_not_fail() {
        assert!(of_values(&[]).is_empty() && cut_points(&[]).is_empty());
        assert_eq!(of_values(&[4]), [1]);
        assert_eq!(of_values(&[4; 7]), [1; 7]);
        assert_eq!(of_values(&[i64::MIN, i64::MAX]), [1, 5]);
    }
}
