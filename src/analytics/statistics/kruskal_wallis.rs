//! Kruskal–Wallis: do several groups come from one distribution?

use statrs::distribution::{ChiSquared, ContinuousCDF};

use super::Test;
use super::ranks::ranks;

/// H with the correction for ties, and its p-value by the chi-squared distribution with one degree of freedom less
/// than groups (Kruskal and Wallis, "Use of Ranks in One-Criterion Variance Analysis", JASA 47, 1952). Empty groups
/// do not count; `None` with fewer than two others or where all values are equal.
pub fn kruskal_wallis(groups: &[Vec<f64>]) -> Option<Test> {
    let groups: Vec<&Vec<f64>> = groups.iter().filter(|group| !group.is_empty()).collect();
    let all: Vec<f64> = groups.iter().flat_map(|group| group.iter().copied()).collect();
    let n = all.len() as f64;
    let ranked = ranks(&all);
    let correction = 1.0 - ranked.ties / (n.powi(3) - n);
    if groups.len() < 2 || correction.is_nan() || correction <= 0.0 {
        return None;
    }
    let mut rest = ranked.ranks.as_slice();
    let mut squares = 0.0;
    for group in &groups {
        let (own, others) = rest.split_at(group.len());
        squares += own.iter().sum::<f64>().powi(2) / group.len() as f64;
        rest = others;
    }
    let h = (12.0 / (n * (n + 1.0)) * squares - 3.0 * (n + 1.0)) / correction;
    let chi_squared = ChiSquared::new((groups.len() - 1) as f64).ok()?;
    Some(Test { statistic: h, p: chi_squared.sf(h.max(0.0)) })
}

#[cfg(test)]
mod tests {
    use super::super::tests::close;
    use super::*;

    /// `scipy.stats.kruskal` of SciPy on the same groups.
    #[test]
    fn h_and_p_are_those_of_scipy() {
        let a = vec![1.0, 2.0, 2.0, 3.0, 9.0, 4.0];
        let b = vec![5.0, 6.0, 2.0, 8.0, 9.0, 10.0, 11.0];
        let c = vec![1.0, 1.0, 3.0, 12.0];
        let test = kruskal_wallis(&[a, b, vec![], c]).unwrap();
        close(test.statistic, 3.6678482807515);
        close(test.p, 0.1597853158975253);

        let range = |n: u32| (0..n).map(f64::from);
        let x = range(200).map(|i| i * 37.0 % 101.0).collect();
        let y = range(150).map(|i| i * 53.0 % 97.0 + 8.0).collect();
        let test = kruskal_wallis(&[x, y, range(200).collect()]).unwrap();
        close(test.statistic, 86.8789649147045);
        close(test.p, 1.362926613721659e-19);
    }

    #[test]
    fn one_group_or_one_value_tells_nothing() {
        assert_eq!(kruskal_wallis(&[]), None);
        assert_eq!(kruskal_wallis(&[vec![1.0, 2.0], vec![]]), None);
        assert_eq!(kruskal_wallis(&[vec![1.0, 1.0], vec![1.0]]), None);
    }
}
