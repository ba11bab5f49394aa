//! Whether the options of `[rfm]` make sense, before any customer is scored.

use super::segments::{Lookup, combinations};
use super::{Options, SegmentRule, reference_date};
use crate::analytics::option_in_range;
use crate::diag::{Code, Diagnostic, Severity};

/// A combination of scores belongs to no segment.
pub const SEGMENT_GAP: Code = Code {
    id: "ET101",
    name: "segment-gap",
    severity: Severity::Error,
    explanation: "The rules of `rfm.segments` must give each of the 125 combinations of scores a segment, or some \
customers would have none. A last rule without ranges catches the rest.

Wrong:  segments = [{ name = \"Champions\", r = [4, 5] }]
Right:  segments = [{ name = \"Champions\", r = [4, 5] }, { name = \"Others\" }]",
};

/// A segment rule has no name, or a range that is none.
pub const SEGMENT_RULE: Code = Code {
    id: "ET102",
    name: "segment-rule",
    severity: Severity::Error,
    explanation: "A rule of `rfm.segments` has a name and ranges of scores from 1 to 5, the lower end first.

Wrong:  { name = \"Champions\", r = [5, 4] }
Right:  { name = \"Champions\", r = [4, 5] }",
};

/// The rules before it take every combination of a rule.
pub const SEGMENT_SHADOWED: Code = Code {
    id: "ET103",
    name: "segment-shadowed",
    severity: Severity::Warning,
    explanation: "Of the rules of `rfm.segments` the first match wins. A rule all of whose combinations belong to \
rules before it never applies.

Wrong:  [{ name = \"Others\" }, { name = \"Champions\", r = [4, 5] }]
Right:  [{ name = \"Champions\", r = [4, 5] }, { name = \"Others\" }]",
};

/// Everything that is wrong with the options.
pub fn check(options: &Options) -> Vec<Diagnostic> {
    let share = options.whale_revenue_share;
    let factor = options.churn_interval_factor;
    let days = options.churn_min_days;
    let since = options.movement_days;
    let score = "from 1 to 6; 6 asks for more than anyone has and turns it off";
    let ranges = [
        option_in_range("rfm.whale_revenue_share", share, (0.0..=1.0).contains(&share), "from 0 to 1"),
        option_in_range("rfm.churn_interval_factor", factor, factor > 0.0 && factor.is_finite(), "above 0"),
        option_in_range("rfm.churn_min_days", days, days >= 0, "0 or more"),
        option_in_range("rfm.movement_days", since, (1..=36_500).contains(&since), "from 1 to 36,500"),
        option_in_range("rfm.churn_min_f_score", options.churn_min_f_score, is_score(options.churn_min_f_score), score),
        option_in_range("rfm.churn_min_m_score", options.churn_min_m_score, is_score(options.churn_min_m_score), score),
    ];
    let date = options.reference_date.as_deref().and_then(|text| reference_date::read(text).err());
    let rules: Vec<Diagnostic> = options.segments.iter().enumerate().flat_map(|(at, rule)| faults(at, rule)).collect();
    let broken = !rules.is_empty();
    let mut all: Vec<Diagnostic> = ranges.into_iter().flatten().chain(date).chain(rules).collect();
    // A broken range would only repeat itself as a gap.
    if !broken {
        all.extend(gap(&options.segments));
        all.extend(shadowed(&options.segments));
    }
    all
}

fn is_score(score: u8) -> bool {
    (1..=6).contains(&score)
}

fn faults(at: usize, rule: &SegmentRule) -> Vec<Diagnostic> {
    let number = at + 1;
    let unnamed = rule.name.trim().is_empty().then(|| {
        Diagnostic::new(&SEGMENT_RULE, format!("rule {number} of `rfm.segments` has no name")).help("give it a `name`")
    });
    let range = |(name, [low, high]): (&str, [u8; 2])| {
        let good = 1 <= low && low <= high && high <= 5;
        let message = || format!("`{name}` of segment `{}` (rule {number}) is [{low}, {high}]", rule.name);
        let help = "a range is the lowest and the highest score, from 1 to 5";
        (!good).then(|| Diagnostic::new(&SEGMENT_RULE, message()).help(help))
    };
    let ranges = [("r", rule.r), ("f", rule.f), ("m", rule.m)].into_iter().filter_map(range);
    unnamed.into_iter().chain(ranges).collect()
}

/// One diagnostic for all the combinations that no rule has.
fn gap(rules: &[SegmentRule]) -> Option<Diagnostic> {
    let lookup = Lookup::new(rules);
    let missing: Vec<String> = combinations()
        .filter(|(r, f, m)| lookup.rule(*r, *f, *m).is_none())
        .map(|(r, f, m)| format!("{r}{f}{m}"))
        .collect();
    let shown = missing.iter().take(5).map(|score| format!("`{score}`")).collect::<Vec<_>>().join(", ");
    let message = match missing.len() {
        0 => return None,
        1 => format!("the score {shown} has no segment"),
        count if count <= 5 => format!("the scores {shown} have no segment"),
        count => format!("{count} of 125 scores have no segment: {shown} …"),
    };
    let help = "widen the ranges of `rfm.segments`, or end it with a rule without ranges, which catches the rest";
    Some(Diagnostic::new(&SEGMENT_GAP, message).help(help))
}

fn shadowed(rules: &[SegmentRule]) -> Vec<Diagnostic> {
    let lookup = Lookup::new(rules);
    let met: Vec<usize> = combinations().filter_map(|(r, f, m)| lookup.rule(r, f, m)).collect();
    let unmet = rules.iter().enumerate().filter(|(at, _)| !met.contains(at));
    unmet
        .map(|(at, rule)| {
            let message =
                format!("segment `{}` (rule {}) never applies: rules before it take its scores", rule.name, at + 1);
            Diagnostic::new(&SEGMENT_SHADOWED, message).help("move it up, or remove it")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(name: &str, r: [u8; 2]) -> SegmentRule {
        SegmentRule { name: name.into(), r, f: [1, 5], m: [1, 5] }
    }
    fn messages(segments: Vec<SegmentRule>) -> Vec<String> {
        let options = Options { segments, ..Options::default() };
        check(&options).into_iter().map(|diagnostic| diagnostic.message).collect()
    }

    #[test]
    fn the_defaults_are_clean() {
        assert_eq!(check(&Options::default()), []);
    }

    #[test]
    fn combinations_without_a_segment_are_named() {
        let almost = SegmentRule { name: "Rest".into(), r: [1, 1], f: [1, 4], m: [1, 5] };
        let last = SegmentRule { name: "Rest".into(), r: [1, 1], f: [5, 5], m: [1, 4] };
        assert_eq!(messages(vec![rule("Best", [2, 5]), almost, last]), ["the score `155` has no segment"]);
        let many = "25 of 125 scores have no segment: `111`, `112`, `113`, `114`, `115` …";
        assert_eq!(messages(vec![rule("Best", [2, 5])]), [many]);
        assert_eq!(messages(vec![]).len(), 1);
    }

    #[test]
    fn a_range_that_is_none_is_reported_once() {
        assert_eq!(messages(vec![rule("Best", [5, 4])]), ["`r` of segment `Best` (rule 1) is [5, 4]"]);
        assert_eq!(messages(vec![rule(" ", [0, 5])]).len(), 2);
    }

    #[test]
    fn a_rule_that_never_applies_is_a_warning() {
        let found = messages(vec![rule("Others", [1, 5]), rule("Best", [5, 5])]);
        assert_eq!(found, ["segment `Best` (rule 2) never applies: rules before it take its scores"]);
    }

    #[test]
    fn shares_factors_and_dates_out_of_range_are_all_reported() {
        let options = Options {
            whale_revenue_share: f64::NAN,
            churn_interval_factor: 0.0,
            churn_min_days: -1,
            churn_min_f_score: 0,
            churn_min_m_score: 7,
            reference_date: Some("yesterday".into()),
            ..Options::default()
        };
        assert_eq!(check(&options).len(), 6);
    }
}
