//! Ranks with ties, as every rank test needs them.

/// Ranks from 1, equal values sharing the mean of theirs.
pub struct Ranks {
    pub ranks: Vec<f64>,
    /// Σ(t³ − t) over the groups of t equal values: what the tests correct their variance by.
    pub ties: f64,
}

pub fn ranks(values: &[f64]) -> Ranks {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut result = Ranks { ranks: vec![0.0; values.len()], ties: 0.0 };
    let mut before = 0;
    for group in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let size = group.len();
        // The mean of before + 1 … before + size.
        let rank = before as f64 + (size + 1) as f64 / 2.0;
        group.iter().for_each(|&at| result.ranks[at] = rank);
        result.ties += (size as f64).powi(3) - size as f64;
        before += size;
    }
    result
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `scipy.stats.rankdata([3, 1, 3, 2, 3, 1])`.
    #[test]
    fn equal_values_share_the_mean_of_their_ranks() {
        let ranks = ranks(&[3.0, 1.0, 3.0, 2.0, 3.0, 1.0]);
        assert_eq!(ranks.ranks, [5.0, 1.5, 5.0, 3.0, 5.0, 1.5]);
        assert_eq!(ranks.ties, 24.0 + 6.0);
    }

    proptest! {
        #[test]
        fn ranks_sum_to_the_same_and_follow_the_values(values in prop::collection::vec(-5_i8..5, 0..60)) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let ranks = ranks(&values);
            let n = values.len() as f64;
            prop_assert_eq!(ranks.ranks.iter().sum::<f64>(), n * (n + 1.0) / 2.0);
            for (value, rank) in values.iter().zip(&ranks.ranks) {
                let below = values.iter().filter(|other| *other < value).count() as f64;
                let equal = values.iter().filter(|other| *other == value).count() as f64;
                prop_assert_eq!(*rank, below + (equal + 1.0) / 2.0);
            }
        }
    }
}
