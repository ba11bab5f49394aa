//! Mann–Whitney U: does one sample tend to be smaller, or larger, than another?

use statrs::distribution::{ContinuousCDF, Normal};

use super::Test;
use super::ranks::ranks;

/// What is claimed of the first sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    Smaller,
    Larger,
}

/// U of the first sample and the one-sided p-value of the claim, by the normal approximation with the corrections
/// for ties and for continuity (Mann and Whitney, "On a Test of Whether One of Two Random Variables Is Stochastically
/// Larger than the Other", Ann. Math. Statist. 18, 1947). `None` where a sample is empty.
pub fn mann_whitney(first: &[f64], second: &[f64], claim: Claim) -> Option<Test> {
    if first.is_empty() || second.is_empty() {
        return None;
    }
    let all: Vec<f64> = first.iter().chain(second).copied().collect();
    let ranked = ranks(&all);
    let (n1, n2, n) = (first.len() as f64, second.len() as f64, all.len() as f64);
    let u = ranked.ranks[..first.len()].iter().sum::<f64>() - n1 * (n1 + 1.0) / 2.0;
    let deviation = (n1 * n2 / 12.0 * ((n + 1.0) - ranked.ties / (n * (n - 1.0)))).sqrt();
    let evidence = match claim {
        Claim::Larger => u,
        Claim::Smaller => n1 * n2 - u,
    };
    // All values equal: no evidence for anything.
    if deviation.is_nan() || deviation <= 0.0 {
        return Some(Test { statistic: u, p: 1.0 });
    }
    let z = (evidence - n1 * n2 / 2.0 - 0.5) / deviation;
    Some(Test { statistic: u, p: Normal::standard().sf(z) })
}

#[cfg(test)]
mod tests {
    use super::super::tests::close;
    use super::*;

    fn check(first: &[f64], second: &[f64], u: f64, smaller: f64, larger: f64) {
        let test = mann_whitney(first, second, Claim::Smaller).unwrap();
        close(test.statistic, u);
        close(test.p, smaller);
        close(mann_whitney(first, second, Claim::Larger).unwrap().p, larger);
    }

    /// `scipy.stats.mannwhitneyu(…, method='asymptotic')` of SciPy, alternatives `less` and `greater`.
    #[test]
    fn u_and_p_are_those_of_scipy() {
        let a = [1.0, 2.0, 2.0, 3.0, 9.0, 4.0];
        check(&a, &[5.0, 6.0, 2.0, 8.0, 9.0, 10.0, 11.0], 7.5, 0.030739764386779955, 0.9779889024791649);
        check(&[1.0, 2.0, 3.0], &[4.0, 5.0, 6.0, 7.0], 0.0, 0.02591496360895484, 0.9892218666199918);
        let range = |n: u32| (0..n).map(f64::from);
        let x: Vec<f64> = range(200).map(|i| i * 37.0 % 101.0).collect();
        let y: Vec<f64> = range(150).map(|i| i * 53.0 % 97.0 + 8.0).collect();
        check(&x, &y, 13_498.0, 0.05447176879482026, 0.9456459864415369);
    }

    #[test]
    fn a_tiny_p_is_not_rounded_to_nothing() {
        let low: Vec<f64> = (0..500).map(f64::from).collect();
        let high: Vec<f64> = (1000..1700).map(f64::from).collect();
        close(mann_whitney(&low, &high, Claim::Smaller).unwrap().p, 1.927731353265455e-192);
    }

    #[test]
    fn equal_values_are_no_evidence_and_no_values_no_test() {
        assert_eq!(mann_whitney(&[2.0, 2.0], &[2.0], Claim::Larger).map(|test| test.p), Some(1.0));
        assert_eq!(mann_whitney(&[], &[2.0], Claim::Larger), None);
    }
}
