//! Where a figure was to be expected, from the runs before.
//!
//! A file of sales grows, so its level says little; and one bad night must not make the next good one look odd. So
//! the expectation is the line of Theil and Sen through the runs before (the median of the slopes of all pairs, then
//! the median of what is left), which holds while fewer than 29 % of them are bad, and the range about it is that
//! many times the median absolute deviation from the line, scaled by 1.4826 to be a standard deviation where the
//! scatter is normal (Hampel's identifier).
//!
//! Sources: H. Theil, "A rank-invariant method of linear and polynomial regression analysis", 1950; P. K. Sen,
//! "Estimates of the regression coefficient based on Kendall's tau", 1968; F. R. Hampel, "The influence curve and its
//! role in robust estimation", 1974.

use super::{Figure, Options, Run};

/// The median absolute deviation of a normal distribution times this is its standard deviation.
const NORMAL: f64 = 1.4826;

/// What was to be expected of the run that follows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usual {
    pub expected: f64,
    /// How far from it is still usual.
    pub reach: f64,
    /// What the figure grows by from run to run.
    pub slope: f64,
}

impl Usual {
    pub fn holds(&self, value: f64) -> bool {
        // A billion of the sum is beyond what a float of it can be wrong by, and below what matters.
        (value - self.expected).abs() <= self.reach + self.expected.abs() * 1e-9
    }
    pub fn low(&self) -> f64 {
        self.expected - self.reach
    }
    pub fn high(&self) -> f64 {
        self.expected + self.reach
    }
}

/// What is usual of a figure after these runs, oldest first; `None` with too few of them.
pub fn of(figure: Figure, before: &[Run], options: &Options) -> Option<Usual> {
    usual(&before.iter().map(|run| figure.of(run)).collect::<Vec<f64>>(), options)
}

fn usual(before: &[f64], options: &Options) -> Option<Usual> {
    if before.len() < options.min_runs.max(2) {
        return None;
    }
    let at = |index: usize| index as f64;
    let pairs = (0..before.len()).flat_map(|left| (left + 1..before.len()).map(move |right| (left, right)));
    let slopes = pairs.map(|(left, right)| (before[right] - before[left]) / at(right - left)).collect();
    let slope = median(slopes)?;
    let start = median(before.iter().enumerate().map(|(index, value)| value - slope * at(index)).collect())?;
    let beside = before.iter().enumerate().map(|(index, value)| (value - start - slope * at(index)).abs()).collect();
    let expected = start + slope * at(before.len());
    let scatter = median(beside)? * NORMAL * options.width;
    // A night without a run, or two in one, is a step more or less.
    let reach = scatter.max(expected.abs() * options.tolerance).max(slope.abs());
    Some(Usual { expected, reach, slope })
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        count if count % 2 == 1 => Some(values[middle]),
        _ => Some(values[middle - 1].midpoint(values[middle])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(before: &[f64]) -> Usual {
        usual(before, &Options::default()).expect("enough runs")
    }

    #[test]
    fn a_steady_figure_is_expected_again_within_the_tolerance() {
        let usual = of(&[100.0; 6]);
        assert_eq!((usual.expected, usual.slope, usual.low(), usual.high()), (100.0, 0.0, 99.0, 101.0));
        assert!(usual.holds(101.0) && !usual.holds(98.9));
    }

    #[test]
    fn growth_is_expected_to_go_on() {
        let usual = of(&[1_000.0, 1_010.0, 1_020.0, 1_030.0, 1_040.0]);
        assert_eq!((usual.expected, usual.slope), (1_050.0, 10.0));
        assert!(usual.holds(1_050.0) && !usual.holds(1_000.0), "{usual:?}");
    }

    #[test]
    fn a_step_more_or_less_is_usual() {
        let usual = of(&[100.0, 110.0, 120.0, 130.0, 140.0]);
        assert!(usual.holds(140.0) && usual.holds(160.0) && !usual.holds(139.0) && !usual.holds(161.0), "{usual:?}");
    }

    #[test]
    fn one_bad_run_does_not_move_what_is_usual() {
        let usual = of(&[1_000.0, 1_010.0, 12.0, 1_030.0, 1_040.0, 1_050.0]);
        assert!((usual.expected - 1_060.0).abs() < 5.0, "{usual:?}");
        assert!(usual.holds(1_060.0) && !usual.holds(12.0), "{usual:?}");
    }

    #[test]
    fn the_range_is_as_wide_as_the_scatter() {
        // Deviations from 100: 0, 8, 8, 0, 8, 8, 0: their median is 8.
        let usual = of(&[100.0, 108.0, 92.0, 100.0, 108.0, 92.0, 100.0]);
        assert!((usual.reach - 8.0 * 1.4826 * 3.0).abs() < 3.0, "{usual:?}");
        assert!(usual.holds(120.0) && !usual.holds(150.0), "{usual:?}");
    }

    #[test]
    fn few_runs_say_nothing() {
        assert_eq!(usual(&[1.0; 4], &Options::default()), None);
        assert_eq!(usual(&[], &Options { min_runs: 0, ..Options::default() }), None);
    }

    #[test]
    fn nothing_is_usual_where_nothing_was() {
        assert!(of(&[0.0; 5]).holds(0.0) && !of(&[0.0; 5]).holds(1.0));
    }

    #[test]
    fn medians() {
        assert_eq!([median(vec![]), median(vec![3.0, 1.0]), median(vec![3.0, 1.0, 7.0])], [None, Some(2.0), Some(3.0)]);
    }
}
