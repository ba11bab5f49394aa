//! The verdict on the segments: are the Champions the most recent, do they spend the most, beyond chance?

use polars_core::prelude::*;

use crate::analytics::frame;
use crate::diag::{Code, Diagnostic, Severity};

/// The best segment is not the best.
pub const CHAMPIONS_NOT_BEST: Code = Code {
    id: "ET106",
    name: "champions-not-best",
    severity: Severity::Warning,
    explanation: "The first segment of `rfm.segments`, usually the Champions, should have bought most recently and \
spend the most: its median recency and revenue should be the best of all segments, and a one-sided Mann-Whitney U test \
against each other segment, adjusted by Holm, should give p below 0.05. Where it does not, the segment does not mean \
what its name says: on very few customers by chance, otherwise by its rules.

Wrong:  segments = [{ name = \"Champions\", f = [4, 5] }, { name = \"Others\" }]
Right:  segments = [{ name = \"Champions\", r = [5, 5], f = [4, 5], m = [4, 5] }, { name = \"Others\" }]",
};

/// Above this the difference may be chance.
const SIGNIFICANT: f64 = 0.05;

struct Measure {
    /// What the Champions should be.
    claim: &'static str,
    median: &'static str,
    p: &'static str,
    smaller_is_better: bool,
}

const MEASURES: [Measure; 2] = [
    Measure { claim: "more recent", median: "recency_median", p: "recency_vs_champions_p", smaller_is_better: true },
    Measure {
        claim: "bigger spenders",
        median: "monetary_median",
        p: "monetary_vs_champions_p",
        smaller_is_better: false,
    },
];

/// What is wrong with the segments of a `segment_profile`: at most one warning for each measure.
pub fn verdict(segment_profile: &DataFrame) -> PolarsResult<Vec<Diagnostic>> {
    let segments: Vec<&str> = frame::texts(segment_profile, "segment")?.iter().flatten().collect();
    let order = frame::integers(segment_profile, "segment_order")?;
    if segments.is_empty() {
        return Ok(Vec::new());
    }
    let Some(champions) = order.iter().position(|order| *order == 1) else {
        let message = "no customer is in the first segment of `rfm.segments`";
        return Ok(vec![Diagnostic::new(&CHAMPIONS_NOT_BEST, message).help("widen its score ranges")]);
    };
    MEASURES.iter().filter_map(|measure| warning(segment_profile, measure, &segments, champions).transpose()).collect()
}

/// One warning that names every segment the Champions do not stand out against in this measure.
fn warning(
    profile: &DataFrame,
    measure: &Measure,
    segments: &[&str],
    champions: usize,
) -> PolarsResult<Option<Diagnostic>> {
    let medians: Vec<f64> = frame::numbers(profile, measure.median)?.into_iter().flatten().collect();
    let p = frame::numbers(profile, measure.p)?;
    let fault = |other: usize| {
        let (own, others) = (*medians.get(champions)?, *medians.get(other)?);
        let better = if measure.smaller_is_better { own < others } else { own > others };
        let p = (*p.get(other)?)?;
        let name = segments[other];
        match better {
            false => Some(format!("`{name}`: median {others} against {own}")),
            true if p >= SIGNIFICANT => Some(format!("`{name}`: the difference may be chance, p = {p:.3}")),
            true => None,
        }
    };
    let faults: Vec<String> = (0..segments.len()).filter(|other| *other != champions).filter_map(fault).collect();
    if faults.is_empty() {
        return Ok(None);
    }
    let message = format!("`{}` are not significantly {} than every other segment", segments[champions], measure.claim);
    let diagnostic = Diagnostic::new(&CHAMPIONS_NOT_BEST, message);
    let diagnostic = faults.into_iter().fold(diagnostic, Diagnostic::note);
    Ok(Some(diagnostic.help("narrow the score ranges of the first segment, or read its name with care")))
}

#[cfg(test)]
mod tests {
    use super::super::{customers, segment_profile};
    use super::*;
    use crate::analytics::rfm::Options;

    fn judged(rows: &[(&str, i64, i64, i64)]) -> Vec<Diagnostic> {
        let profile = segment_profile(customers(rows), &Options::default()).collect().unwrap();
        verdict(&profile).unwrap()
    }

    fn rows(name: &'static str, recency: i64, monetary: i64) -> impl Iterator<Item = (&'static str, i64, i64, i64)> {
        (0..20).map(move |i| (name, recency + i, 1, (monetary + i) * 10_000))
    }

    #[test]
    fn champions_who_are_the_best_need_no_word() {
        let best: Vec<_> =
            rows("Champions", 1, 900).chain(rows("New", 50, 10)).chain(rows("At Risk", 90, 100)).collect();
        assert_eq!(judged(&best), []);
        assert_eq!(judged(&[]), []);
        assert_eq!(judged(&[("Champions", 1, 1, 1)]), []);
    }

    #[test]
    fn champions_who_spend_less_are_reported_with_the_segment_that_spends_more() {
        let worse: Vec<_> =
            rows("Champions", 1, 50).chain(rows("New", 50, 10)).chain(rows("At Risk", 90, 100)).collect();
        let found = judged(&worse);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].message, "`Champions` are not significantly bigger spenders than every other segment");
        assert_eq!(found[0].notes, ["`At Risk`: median 109.5 against 59.5"]);
    }

    #[test]
    fn a_lead_that_may_be_chance_is_reported_with_its_p() {
        let few = judged(&[("Champions", 1, 1, 20), ("New", 2, 1, 10)]);
        assert_eq!(few.len(), 2);
        assert_eq!(few[0].notes, ["`New`: the difference may be chance, p = 0.500"]);
    }

    #[test]
    fn a_first_segment_without_customers_is_reported() {
        let found = judged(&[("New", 2, 1, 10)]);
        assert_eq!(found[0].message, "no customer is in the first segment of `rfm.segments`");
    }
}
