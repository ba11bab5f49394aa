//! From how many invoices on an itemset is frequent.

use super::Options;

/// The least count whose share of `baskets` is at least `min_support`, and not below `min_count`.
pub fn min_count(options: &Options, baskets: usize) -> u32 {
    let needed = (options.min_support * baskets as f64).ceil() as usize;
    // 0.07 × 100 is 7.000000000000001: what counts is whether the share reaches the support.
    let reaches = |count: usize| count as f64 / baskets.max(1) as f64 >= options.min_support;
    let needed = if needed > 0 && reaches(needed - 1) { needed - 1 } else { needed };
    u32::try_from(needed).unwrap_or(u32::MAX).max(options.min_count).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(min_support: f64, min_count: u32, baskets: usize) -> u32 {
        super::min_count(&Options { min_support, min_count, ..Options::default() }, baskets)
    }

    #[test]
    fn a_share_is_rounded_up_to_invoices() {
        assert_eq!(count(0.01, 1, 36_969), 370);
        assert_eq!(count(0.005, 1, 36_969), 185);
        assert_eq!(count(1.0, 1, 12), 12);
    }

    #[test]
    fn a_share_that_is_whole_is_not_rounded_up_by_the_float() {
        assert_eq!(count(0.07, 1, 100), 7);
        for hundredth in 1..=100 {
            assert_eq!(count(f64::from(hundredth) / 100.0, 1, 100), hundredth);
        }
    }

    #[test]
    fn a_small_region_is_held_to_the_absolute_floor() {
        assert_eq!(count(0.01, 10, 50), 10);
        assert_eq!(count(0.01, 0, 0), 1);
    }
}
