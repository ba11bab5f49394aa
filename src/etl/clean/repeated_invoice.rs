//! Blocks of lines that stand again later in the same invoice, as where two exports overlap.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::lines::Content;
use super::{Dedupe, Lines, Reason, Rules, Verdicts};

/// How many runs a block may be made of. Real invoices are broken into two or three by others of the same minute;
/// the limit keeps a file in no order at all from costing the square of its rows.
const MOST_RUNS: usize = 16;

/// A *run* is what stands together of an invoice, with no row of another between; a *block* is one run or several,
/// one after the other. A block with the same lines as an earlier block of its invoice, in whatever order, is a
/// repeat and goes. Where several blocks could be the repeat, the longest is.
///
/// Identical lines inside one run stay: the same product scanned twice is a real line. An invoice of which both
/// copies are broken into runs, but at different lines, is still found, since blocks and not runs are compared.
pub(super) fn ask(lines: &Lines, rules: &Rules, verdicts: &mut Verdicts) {
    if rules.dedupe != Dedupe::Invoice {
        return;
    }
    for rows in lines.by_invoice().iter() {
        let starts = run_starts(rows);
        if starts.len() < 2 {
            continue;
        }
        let runs = Runs::of(lines, rows, starts);
        for (block, earlier) in runs.repeated_blocks() {
            let first = rows[runs.lines_of(&earlier).start];
            for row in &rows[runs.lines_of(&block)] {
                verdicts.reject_for(Reason::RepeatedInvoice, *row, first);
            }
        }
    }
}

/// Where in the rows of an invoice its runs start.
fn run_starts(rows: &[u32]) -> Vec<usize> {
    let breaks = rows.windows(2).enumerate().filter(|(_, pair)| pair[1] != pair[0] + 1).map(|(at, _)| at + 1);
    if rows.is_empty() { Vec::new() } else { [0].into_iter().chain(breaks).collect() }
}

/// The runs of one invoice, ready to be compared.
struct Runs {
    /// For each line of the invoice a number; equal lines have equal numbers.
    contents: Vec<u32>,
    /// Where each run starts, and the end of the last.
    bounds: Vec<usize>,
    /// Sum of the fingerprints of all lines before each bound: a block's own is the difference of two.
    sums: Vec<u64>,
}

impl Runs {
    fn of(lines: &Lines, rows: &[u32], starts: Vec<usize>) -> Self {
        let mut numbers: FxHashMap<Content, u32> = FxHashMap::default();
        let mut contents = Vec::with_capacity(rows.len());
        for row in rows {
            let next = numbers.len() as u32;
            contents.push(*numbers.entry(lines.content(*row as usize)).or_insert(next));
        }
        let bounds: Vec<usize> = starts.into_iter().chain([rows.len()]).collect();
        let mut sums = vec![0_u64];
        for run in bounds.windows(2) {
            let before = sums.last().copied().unwrap_or(0);
            sums.push(contents[run[0]..run[1]].iter().fold(before, |sum, line| sum.wrapping_add(spread(*line))));
        }
        Self { contents, bounds, sums }
    }

    /// The lines of a block, as positions in the invoice. A block is a range of runs.
    fn lines_of(&self, block: &Range<usize>) -> Range<usize> {
        self.bounds[block.start]..self.bounds[block.end]
    }

    /// Equal for blocks of the same lines, and in practice only for those.
    fn fingerprint(&self, block: &Range<usize>) -> (usize, u64) {
        (self.lines_of(block).len(), self.sums[block.end].wrapping_sub(self.sums[block.start]))
    }

    fn same_lines(&self, a: &Range<usize>, b: &Range<usize>) -> bool {
        let sorted = |block| {
            let mut contents = self.contents[self.lines_of(block)].to_vec();
            contents.sort_unstable();
            contents
        };
        sorted(a) == sorted(b)
    }

    /// Each block that repeats an earlier one, with that one.
    fn repeated_blocks(&self) -> Vec<(Range<usize>, Range<usize>)> {
        let runs = self.bounds.len() - 1;
        let mut earlier: FxHashMap<(usize, u64), Range<usize>> = FxHashMap::default();
        let mut repeats = Vec::new();
        let mut at = 0;
        while at < runs {
            let longest_first = (at + 1..=runs.min(at + MOST_RUNS)).rev();
            let repeat = longest_first.map(|end| at..end).find_map(|block| {
                let same = earlier.get(&self.fingerprint(&block)).filter(|same| self.same_lines(same, &block));
                same.map(|same| (block, same.clone()))
            });
            let next = repeat.as_ref().map_or(at + 1, |(block, _)| block.end);
            for end in at + 1..=next {
                for block in (end.saturating_sub(MOST_RUNS)..end).map(|start| start..end) {
                    earlier.entry(self.fingerprint(&block)).or_insert(block);
                }
            }
            repeats.extend(repeat);
            at = next;
        }
        repeats
    }
}

/// Spreads the number of a line over all 64 bits (the finisher of splitmix64), so that sums tell blocks apart.
fn spread(line: u32) -> u64 {
    let mut bits = (u64::from(line) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use crate::etl::clean::testing::{Row, clean_rows, reasons};
    use crate::etl::clean::{Dedupe, Options};

    /// One row a letter pair: the invoice and the product.
    fn rows(text: &'static str) -> Vec<Row> {
        let row = |pair: &'static str| Row { invoice: &pair[..1], code: &pair[1..], ..Row::default() };
        text.split(' ').map(row).collect()
    }

    /// The rejected rows as `x`.
    fn told(text: &'static str) -> String {
        let reasons = reasons(&rows(text), &Options::default());
        assert!(reasons.iter().all(|reason| reason.is_none_or(|reason| reason == "repeated_invoice")));
        reasons.iter().map(|reason| if reason.is_some() { 'x' } else { '.' }).collect()
    }

    #[test]
    fn a_later_block_of_the_same_lines_goes() {
        assert_eq!(told("1a 1b 2a 1a 1b"), "...xx");
        assert_eq!(told("1a 1b 2a 1b 1a 2a"), "...xxx");
        assert_eq!(told("1a 2a 1a 2b 1a"), "..x.x");
    }

    #[test]
    fn identical_lines_inside_one_run_stay() {
        assert_eq!(told("1a 1a 1b 2a 2a"), ".....");
        assert_eq!(told("1a 1a 2a 1a 1a"), "...xx");
    }

    #[test]
    fn a_block_with_other_lines_stays() {
        assert_eq!(told("1a 1b 2a 1a"), "....");
        assert_eq!(told("1a 1b 2a 1a 1b 1c"), "......");
        assert_eq!(told("1a 1a 1b 2a 1a 1b 1b"), ".......");
    }

    #[test]
    fn copies_broken_into_runs_at_different_lines_are_found() {
        assert_eq!(told("1a 2a 1b 1c 3a 1a 1b 1c"), ".....xxx");
        assert_eq!(told("1a 1b 1c 3a 1a 1b 3b 1c"), "....xx.x");
    }

    #[test]
    fn a_repeat_after_further_lines_is_found() {
        assert_eq!(told("1a 1b 2a 1c 2b 1a 1b 2c 1c"), ".....xx.x");
    }

    #[test]
    fn the_detail_names_the_row_it_repeats() {
        let (_, rejected) = clean_rows(&rows("1a 1b 2a 1a 1b"), &Options::default());
        let detail = rejected.column("detail").expect("there").str().expect("text").clone();
        assert_eq!(detail.get(1), Some("same lines as from row 1 on"));
    }

    #[test]
    fn without_the_rule_nothing_is_a_repeat() {
        let options = Options { dedupe: Some(Dedupe::None), ..Options::default() };
        assert!(reasons(&rows("1a 2a 1a"), &options).iter().all(Option::is_none));
    }

    #[test]
    fn a_source_in_no_order_does_not_cost_the_square_of_its_rows() {
        let products: Vec<String> = (0..40_000).map(|n| n.to_string()).collect();
        let products: &'static [String] = products.leak();
        let row = |(n, code): (usize, &'static String)| Row { invoice: ["1", "2"][n % 2], code, ..Row::default() };
        let rows: Vec<Row> = products.iter().enumerate().map(row).collect();
        assert!(reasons(&rows, &Options::default()).iter().all(Option::is_none));
    }
}
