//! The history of runs: what each of them read, kept and rejected, and whether the last is like those before it.
//!
//! [`usual`] says where a figure was to be expected, [`judge`](judge::judge) what is odd about the last run.

use serde::{Deserialize, Serialize};

use crate::diag::{Code, Diagnostic};

mod figure;
pub mod judge;
pub mod usual;

pub use figure::{Figure, grouped};

pub const CODES: &[&Code] = &[&judge::OUT_OF_RANGE, &judge::WENT_BACK, &judge::WRONG_OPTION];

/// `[history]`: what is usual.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// How many of the runs before the last one it is compared with.
    pub window: usize,
    /// With fewer runs before it nothing is said.
    pub min_runs: usize,
    /// How many times the usual scatter a figure may lie beside what was expected.
    pub width: f64,
    /// A difference up to this share of what was expected is always usual.
    pub tolerance: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self { window: 30, min_runs: 5, width: 3.0, tolerance: 0.01 }
    }
}

/// Everything that is wrong with the options.
pub fn check(options: &Options) -> Vec<Diagnostic> {
    let wrong = |key: &str, is_right: bool, allowed: &str| {
        let message = format!("`history.{key}` must be {allowed}");
        (!is_right).then(|| Diagnostic::new(&judge::WRONG_OPTION, message))
    };
    let is_share = options.tolerance >= 0.0 && options.tolerance.is_finite();
    [
        wrong("min_runs", options.min_runs >= 2, "2 or more: a line takes two points"),
        wrong("window", options.window >= options.min_runs, "as large as `history.min_runs`, or larger"),
        wrong("width", options.width > 0.0 && options.width.is_finite(), "more than 0"),
        wrong("tolerance", is_share, "0 or more"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// One run, as `etl_run` has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// From 1 on; the last run has the highest.
    pub number: i64,
    pub id: String,
    /// When it was made, in microseconds since 1970-01-01, where that was told.
    pub at: Option<i64>,
    pub source: String,
    pub source_hash: String,
    pub rows_in: i64,
    pub rows_rejected: i64,
    /// Money in ten-thousandths.
    pub amount_kept: i64,
    pub amount_rejected: i64,
    pub invoices: i64,
    pub customers: i64,
    pub products: i64,
    /// In microseconds since 1970-01-01.
    pub last_invoice: Option<i64>,
}

impl Run {
    pub fn rows_kept(&self) -> i64 {
        self.rows_in - self.rows_rejected
    }
}

/// The runs that the last of `runs` is compared with, oldest first.
pub fn before<'a>(runs: &'a [Run], options: &Options) -> &'a [Run] {
    let earlier = runs.split_last().map_or(&[][..], |(_, earlier)| earlier);
    &earlier[earlier.len().saturating_sub(options.window)..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_that_mean_nothing_are_refused() {
        assert_eq!(check(&Options::default()), []);
        let options = Options { window: 1, min_runs: 1, width: 0.0, tolerance: f64::NAN };
        let said: Vec<String> = check(&options).into_iter().map(|fault| fault.message).collect();
        assert_eq!(said.len(), 3, "{said:?}");
        assert_eq!(check(&Options { window: 4, ..Options::default() }).len(), 1);
    }

    #[test]
    fn the_last_run_is_not_compared_with_itself() {
        let runs: Vec<Run> = (1..=4).map(|number| Run { number, ..Run::default() }).collect();
        let numbers = |options: &Options| before(&runs, options).iter().map(|run| run.number).collect::<Vec<_>>();
        assert_eq!(numbers(&Options::default()), [1, 2, 3]);
        assert_eq!(numbers(&Options { window: 2, ..Options::default() }), [2, 3]);
        assert_eq!(before(&[], &Options::default()), []);
    }
}
