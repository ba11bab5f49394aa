//! Segments: which name each of the 125 combinations of scores bears.

use polars_core::prelude::*;

use super::SegmentRule;

/// The ten segments in common use on the recency–frequency grid, with the monetary score asked where the name
/// promises value: Champions and Can't Lose spend much.
pub fn usual() -> Vec<SegmentRule> {
    let rule = |name: &str, r, f, m| SegmentRule { name: name.to_owned(), r, f, m };
    vec![
        rule("Champions", [5, 5], [4, 5], [4, 5]),
        rule("Loyalists", [3, 5], [4, 5], [1, 5]),
        rule("Potential Loyalists", [4, 5], [2, 3], [1, 5]),
        rule("New", [5, 5], [1, 1], [1, 5]),
        rule("Promising", [4, 4], [1, 1], [1, 5]),
        rule("Need Attention", [3, 3], [3, 3], [1, 5]),
        rule("About to Sleep", [3, 3], [1, 2], [1, 5]),
        rule("Can't Lose", [1, 2], [4, 5], [4, 5]),
        rule("At Risk", [1, 2], [3, 5], [1, 5]),
        rule("Hibernating", [1, 2], [1, 2], [1, 5]),
    ]
}

/// The first rule that matches each combination of scores.
pub struct Lookup<'a> {
    rules: &'a [SegmentRule],
    /// By recency, frequency and monetary score from 0.
    first: [[[Option<usize>; 5]; 5]; 5],
}

impl<'a> Lookup<'a> {
    pub fn new(rules: &'a [SegmentRule]) -> Self {
        let mut first = [[[None; 5]; 5]; 5];
        for (r, f, m) in combinations() {
            let scores = &mut first[usize::from(r - 1)][usize::from(f - 1)][usize::from(m - 1)];
            *scores = rules.iter().position(|rule| rule.has(r, f, m));
        }
        Self { rules, first }
    }

    /// The rule of a combination of scores from 1 to 5; `None` where no rule has it.
    pub fn rule(&self, r: u8, f: u8, m: u8) -> Option<usize> {
        let at = |score: u8| usize::from(score.clamp(1, 5) - 1);
        self.first[at(r)][at(f)][at(m)]
    }

    /// The segment of a combination; the options' check has made sure there is one.
    pub fn name(&self, r: u8, f: u8, m: u8) -> PolarsResult<&'a str> {
        let rule = self.rule(r, f, m).and_then(|rule| self.rules.get(rule));
        rule.map(|rule| rule.name.as_str()).ok_or_else(|| polars_err!(ComputeError: "score {r}{f}{m} has no segment"))
    }
}

impl SegmentRule {
    fn has(&self, r: u8, f: u8, m: u8) -> bool {
        let within = |[low, high]: [u8; 2], score: u8| (low..=high).contains(&score);
        within(self.r, r) && within(self.f, f) && within(self.m, m)
    }
}

/// The 125 combinations of scores, lowest first.
pub fn combinations() -> impl Iterator<Item = (u8, u8, u8)> {
    (1..=5).flat_map(|r| (1..=5).flat_map(move |f| (1..=5).map(move |m| (r, f, m))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_segments_cover_every_combination_and_each_is_met() {
        let rules = usual();
        let lookup = Lookup::new(&rules);
        let mut met: Vec<usize> = combinations().filter_map(|(r, f, m)| lookup.rule(r, f, m)).collect();
        assert_eq!(met.len(), 125);
        met.sort_unstable();
        met.dedup();
        assert_eq!(met, (0..10).collect::<Vec<_>>());
    }

    #[test]
    fn the_first_match_wins() {
        let rules = usual();
        let name = |r, f, m| Lookup::new(&rules).name(r, f, m).unwrap();
        assert_eq!([name(5, 5, 5), name(5, 5, 3), name(1, 5, 5)], ["Champions", "Loyalists", "Can't Lose"]);
        assert_eq!([name(1, 5, 1), name(1, 1, 1), name(5, 1, 1)], ["At Risk", "Hibernating", "New"]);
    }

    #[test]
    fn a_combination_without_a_segment_is_named() {
        let error = Lookup::new(&usual()[..9]).name(1, 2, 3).unwrap_err().to_string();
        assert_eq!(error, "score 123 has no segment");
    }
}
