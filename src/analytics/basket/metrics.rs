//! What a rule is worth.
//!
//! Support and confidence: Agrawal, Imieliński and Swami, "Mining Association Rules between Sets of Items in Large
//! Databases", SIGMOD 1993. Lift and conviction: Brin, Motwani, Ullman and Tsur, "Dynamic Itemset Counting and
//! Implication Rules for Market Basket Data", SIGMOD 1997. Leverage: Piatetsky-Shapiro, "Discovery, Analysis, and
//! Presentation of Strong Rules", 1991. Zhang's metric: Xiaowei Yan, Chengqi Zhang and Shichao Zhang, "Confidence
//! Metrics for Association Rule Mining", Applied Artificial Intelligence 23 (2009).

/// How many baskets of all have the antecedent, the consequent and both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    pub baskets: usize,
    pub antecedent: u32,
    pub consequent: u32,
    pub both: u32,
}

/// Each is one division of whole numbers, or as near to it as the formula goes: thresholds then hold exactly.
impl Counts {
    fn all(self) -> f64 {
        self.baskets as f64
    }
    fn a(self) -> f64 {
        f64::from(self.antecedent)
    }
    fn c(self) -> f64 {
        f64::from(self.consequent)
    }
    fn ac(self) -> f64 {
        f64::from(self.both)
    }

    pub fn support(self) -> f64 {
        self.ac() / self.all()
    }
    pub fn confidence(self) -> f64 {
        self.ac() / self.a()
    }
    pub fn lift(self) -> f64 {
        self.ac() * self.all() / (self.a() * self.c())
    }
    pub fn leverage(self) -> f64 {
        (self.ac() * self.all() - self.a() * self.c()) / (self.all() * self.all())
    }
    /// P(A) P(¬C) / P(A ∧ ¬C); `None` where the rule is never wrong, which makes it infinite.
    pub fn conviction(self) -> Option<f64> {
        let wrong = self.antecedent.saturating_sub(self.both);
        (wrong > 0).then(|| self.a() * (self.all() - self.c()) / (self.all() * f64::from(wrong)))
    }
    /// Leverage by the most it could be, given the supports: 1 is perfect association, -1 perfect dissociation.
    /// An antecedent that is in every basket tells nothing: 0.
    pub fn zhang(self) -> f64 {
        let gained = self.ac() * (self.all() - self.a());
        let lost = self.a() * (self.c() - self.ac());
        let most = gained.max(lost);
        if most == 0.0 { 0.0 } else { (self.ac() * self.all() - self.a() * self.c()) / most }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(is: f64, should: f64) {
        assert!((is - should).abs() < 1e-12, "{is} is not {should}");
    }

    /// `association_rules` of mlxtend on ten baskets: A in 4, C in 5, both in 3.
    #[test]
    fn metrics_are_those_of_their_formulas() {
        let counts = Counts { baskets: 10, antecedent: 4, consequent: 5, both: 3 };
        close(counts.support(), 0.3);
        close(counts.confidence(), 0.75);
        close(counts.lift(), 1.5);
        close(counts.leverage(), 0.1);
        close(counts.conviction().unwrap(), 2.0);
        close(counts.zhang(), 0.1 / (0.3 * 0.6));
    }

    #[test]
    fn a_rule_that_is_never_wrong_has_no_conviction() {
        let counts = Counts { baskets: 10, antecedent: 3, consequent: 5, both: 3 };
        assert_eq!(counts.conviction(), None);
        close(counts.zhang(), 0.15 / (0.3 * 0.7));
    }

    #[test]
    fn zhang_is_one_for_twins_and_minus_one_for_strangers() {
        close(Counts { baskets: 10, antecedent: 3, consequent: 3, both: 3 }.zhang(), 1.0);
        close(Counts { baskets: 10, antecedent: 5, consequent: 5, both: 0 }.zhang(), -1.0);
        close(Counts { baskets: 10, antecedent: 10, consequent: 4, both: 4 }.zhang(), 0.0);
    }
}
