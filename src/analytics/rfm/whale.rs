//! Whales: the largest customers who together make the top share of revenue.

/// For each customer whether those before them, largest first, have not yet made `share` of all revenue. The
/// customer who crosses the share is still a whale; equal customers are taken by ascending `ties`.
pub fn whales(monetary: &[i64], ties: &[u32], share: f64) -> Vec<bool> {
    let total: i128 = monetary.iter().map(|revenue| i128::from((*revenue).max(0))).sum();
    let mut order: Vec<usize> = (0..monetary.len()).collect();
    order.sort_unstable_by_key(|&at| (-i128::from(monetary[at]), ties[at]));
    let mut whales = vec![false; monetary.len()];
    let mut before: i128 = 0;
    for at in order {
        // Nobody without revenue is a whale, whatever the share.
        if monetary[at] <= 0 || before as f64 >= share * total as f64 {
            break;
        }
        whales[at] = true;
        before += i128::from(monetary[at]);
    }
    whales
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_who_crosses_the_share_is_the_last_whale() {
        assert_eq!(whales(&[10, 50, 10, 30], &[0, 1, 2, 3], 0.5), [false, true, false, false]);
        assert_eq!(whales(&[10, 50, 10, 30], &[0, 1, 2, 3], 0.51), [false, true, false, true]);
        assert_eq!(whales(&[10, 10, 10], &[2, 0, 1], 0.5), [false, true, true]);
    }

    #[test]
    fn no_share_has_no_whales_and_no_revenue_has_none() {
        assert_eq!(whales(&[10, 5], &[0, 1], 0.0), [false, false]);
        assert_eq!(whales(&[10, 5], &[0, 1], 1.0), [true, true]);
        assert_eq!(whales(&[0, -5], &[0, 1], 1.0), [false, false]);
        assert!(whales(&[], &[], 0.5).is_empty());
    }
}
