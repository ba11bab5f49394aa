//! Planted bundles: products that are bought together with a known probability.
//!
//! Each bundle product is off the ordinary wheel and comes into a basket by its own throw alone, which looks at no
//! more than the products it depends on. Confidence, support and lift are therefore known beforehand, exactly.

use super::rng::Rng;

/// One throw a basket: does this product go in?
pub struct Throw {
    /// Number of the product in the catalogue.
    pub product: u32,
    /// The products it goes with; empty for one that comes by itself.
    pub given: Vec<u32>,
    /// In 1/10,000, where all of `given` are in the basket.
    pub confidence: u32,
    /// In 1/10,000, otherwise.
    pub otherwise: u32,
    /// Share of baskets with all of `given`.
    pub reach: f64,
}

/// Pairs: share of the antecedent, confidence, share of the consequent without it; all in 1/10,000.
const PAIRS: [(u32, u32, u32); 6] =
    [(450, 8_000, 150), (300, 7_000, 200), (250, 9_000, 50), (600, 5_500, 400), (200, 6_000, 100), (350, 4_000, 300)];

/// How often something is bought along, and how often without.
type Odds = (u32, u32);

/// Threes: share of the first, then (confidence, otherwise) of the second given the first, and of the third given
/// both.
const THREES: [(u32, Odds, Odds); 2] = [(500, (6_000, 200), (7_500, 100)), (400, (7_000, 150), (8_500, 50))];

/// Products the bundles need.
pub const PRODUCTS: u32 = (PAIRS.len() * 2 + THREES.len() * 3) as u32;

pub struct Bundles(Vec<Throw>);

impl Bundles {
    /// The bundles, of the products from number `first` on.
    pub fn new(first: u32) -> Self {
        let mut products = first..;
        let mut next = || products.next().unwrap_or(first);
        let mut throws = Vec::new();
        for (alone, confidence, otherwise) in PAIRS {
            let (a, b) = (next(), next());
            let reach = part(alone);
            throws.push(Throw { product: a, given: Vec::new(), confidence: alone, otherwise: alone, reach: 1.0 });
            throws.push(Throw { product: b, given: vec![a], confidence, otherwise, reach });
        }
        for (alone, second, third) in THREES {
            let (a, b, c) = (next(), next(), next());
            let reach = part(alone);
            let both = reach * part(second.0);
            throws.push(Throw { product: a, given: Vec::new(), confidence: alone, otherwise: alone, reach: 1.0 });
            throws.push(Throw { product: b, given: vec![a], confidence: second.0, otherwise: second.1, reach });
            throws.push(Throw { product: c, given: vec![a, b], confidence: third.0, otherwise: third.1, reach: both });
        }
        Self(throws)
    }

    pub fn throws(&self) -> &[Throw] {
        &self.0
    }

    /// The bundle products of one basket.
    pub fn draw(&self, rng: &mut Rng, basket: &mut Vec<u32>) {
        for throw in &self.0 {
            let all = throw.given.iter().all(|product| basket.contains(product));
            if rng.chance(if all { throw.confidence } else { throw.otherwise }) {
                basket.push(throw.product);
            }
        }
    }
}

impl Throw {
    pub fn is_rule(&self) -> bool {
        !self.given.is_empty()
    }

    pub fn confidence(&self) -> f64 {
        part(self.confidence)
    }

    /// Share of baskets with the antecedents and the consequent.
    pub fn support(&self) -> f64 {
        self.reach * self.confidence()
    }

    /// Confidence over the consequent's share of all baskets.
    pub fn lift(&self) -> f64 {
        self.confidence() / (self.support() + (1.0 - self.reach) * part(self.otherwise))
    }
}

fn part(share: u32) -> f64 {
    f64::from(share) / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lift_is_confidence_over_the_share_of_the_consequent() {
        let bundles = Bundles::new(0);
        let first = &bundles.throws()[1];
        assert_eq!((first.product, first.given.as_slice()), (1, [0].as_slice()));
        assert!((first.support() - 0.036).abs() < 1e-12);
        assert!((first.lift() - 0.8 / (0.036 + 0.955 * 0.015)).abs() < 1e-12);
        let last = bundles.throws().last().unwrap();
        assert!((last.support() - 0.04 * 0.7 * 0.85).abs() < 1e-12);
        assert_eq!(last.product, PRODUCTS - 1);
    }
}
