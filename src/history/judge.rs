//! What is odd about the last run.

use super::{Figure, Options, Run, before, usual};
use crate::calendar::{day_of, iso};
use crate::diag::{Code, Diagnostic, Severity};

pub const OUT_OF_RANGE: Code = Code {
    id: "HI001",
    name: "figure-out-of-range",
    severity: Severity::Warning,
    explanation: "A figure of the last run lies outside the range in which the runs before it let expect it: their \
                  trend, continued by one run, give or take three times their usual scatter (`[history] width`), at \
                  least one hundredth (`tolerance`). A file that was cut off, a column that was taken for another one, \
                  a price list in another currency show here first. `pbiforge history` shows the runs.\n\n\
                  Wrong:  a source of 1,000,000 rows that has 40,000 tonight\n\
                  Right:  1,003,000 rows, where it grows by some 3,000 a night",
};

pub const WENT_BACK: Code = Code {
    id: "HI002",
    name: "last-invoice-went-back",
    severity: Severity::Warning,
    explanation: "The last invoice of this run is older than that of the run before: the source is an old file, or has \
                  lost its newest rows.\n\n\
                  Wrong:  last invoice 2011-11-30, after a run that had one of 2011-12-09\n\
                  Right:  last invoice 2011-12-10",
};

pub const WRONG_OPTION: Code = Code {
    id: "HI003",
    name: "history-option-out-of-range",
    severity: Severity::Error,
    explanation: "An option of `[history]` has a value with which no range can be told.\n\n\
                  Wrong:  [history]\n        min_runs = 1\nRight:  [history]\n        min_runs = 5",
};

/// Everything odd about the last of `runs`, which are in order, oldest first.
pub fn judge(runs: &[Run], options: &Options) -> Vec<Diagnostic> {
    let Some(last) = runs.last() else { return Vec::new() };
    let earlier = before(runs, options);
    let ranges = Figure::ALL.into_iter().filter_map(|figure| out_of_range(figure, last, earlier, options));
    went_back(last, earlier).into_iter().chain(ranges).collect()
}

fn out_of_range(figure: Figure, last: &Run, earlier: &[Run], options: &Options) -> Option<Diagnostic> {
    let usual = usual::of(figure, earlier, options)?;
    let value = figure.of(last);
    if usual.holds(value) {
        return None;
    }
    let (is, low, high) = (figure.show(value), figure.show(usual.low()), figure.show(usual.high()));
    let runs = earlier.len();
    Some(
        Diagnostic::new(&OUT_OF_RANGE, format!("unusual {} in the last run: {is}", figure.name()))
            .note(format!("the {runs} runs before let expect {low} to {high}"))
            .help("look at the source; `pbiforge history` shows the runs"),
    )
}

fn went_back(last: &Run, earlier: &[Run]) -> Option<Diagnostic> {
    let (now, then) = (last.last_invoice?, earlier.last()?.last_invoice?);
    let day = |instant: i64| iso(day_of(instant));
    (now < then).then(|| {
        let message = format!("the last invoice is of {}, that of the run before was of {}", day(now), day(then));
        Diagnostic::new(&WENT_BACK, message).help("look whether the source is an old file")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::MICROSECONDS_PER_DAY;
    use crate::diag::human;
    use crate::file_tree::FileTree;

    fn run(number: i64) -> Run {
        Run {
            number,
            rows_in: 10_000 + 10 * number,
            rows_rejected: 2_000 + 2 * number,
            amount_kept: 1_000_000_000 + 1_000_000 * number,
            invoices: 500,
            customers: 300,
            products: 40,
            last_invoice: Some((15_000 + number) * MICROSECONDS_PER_DAY),
            ..Run::default()
        }
    }

    fn said(last: Run) -> String {
        let runs: Vec<Run> = (1..=8).map(run).chain([last]).collect();
        let found = judge(&runs, &Options::default());
        found.iter().map(|fault| human::render(fault, &FileTree::new(), false)).collect()
    }

    #[test]
    fn a_run_like_those_before_it_is_not_talked_about() {
        assert_eq!(said(run(9)), "");
    }

    #[test]
    fn a_source_that_was_cut_off_shows() {
        let text = said(Run { rows_in: 900, rows_rejected: 180, ..run(9) });
        assert!(text.contains("unusual rows read in the last run: 900"), "{text}");
        assert!(text.contains("the 8 runs before let expect 9,989 to 10,191"), "{text}");
        assert!(text.contains("unusual rows kept") && !text.contains("rejected share"), "{text}");
    }

    #[test]
    fn an_old_file_shows() {
        let text = said(Run { last_invoice: run(3).last_invoice, ..run(9) });
        assert!(text.contains("HI002") && text.contains("is of 2011-01-29, that of the run before was of 2011-02-03"));
        assert_eq!(text.matches("warning").count(), 1, "{text}");
    }

    #[test]
    fn with_few_runs_only_what_needs_none_is_said() {
        let runs = [run(1), Run { rows_in: 5, ..run(2) }];
        assert_eq!(judge(&runs, &Options::default()), []);
        assert_eq!(judge(&[], &Options::default()), []);
    }
}
