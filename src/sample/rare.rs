//! Invoices that come once in a while: charges, fees, samples, discounts, bad debts, orders of eighty thousand.
//!
//! They come at fixed distances instead of by lot, so that a file that is long enough has every one of them.

use super::invoice::{Item, Kind, Line};
use super::rng::Rng;

pub struct Rare {
    /// One in so many invoices; the first after an eighth of that.
    every: u64,
    pub kind: Kind,
    pub has_customer: bool,
    code: &'static str,
    description: &'static str,
    /// From and to, in pennies.
    pennies: (u32, u32),
}

#[rustfmt::skip]
const RARE: [Rare; 12] = [
    Rare { every: 800, kind: Kind::Cancellation, has_customer: false, code: "BANK CHARGES", description: "Bank Charges", pennies: (1_500, 49_000) },
    Rare { every: 1_532, kind: Kind::Sale, has_customer: true, code: "BANK CHARGES", description: "Bank Charges", pennies: (1_500, 1_500) },
    Rare { every: 1_247, kind: Kind::Cancellation, has_customer: false, code: "AMAZONFEE", description: "AMAZON FEE", pennies: (262_400, 1_354_100) },
    Rare { every: 515, kind: Kind::Cancellation, has_customer: false, code: "S", description: "SAMPLES", pennies: (490, 12_400) },
    Rare { every: 303, kind: Kind::Cancellation, has_customer: true, code: "D", description: "Discount", pennies: (100, 12_400) },
    Rare { every: 110, kind: Kind::Cancellation, has_customer: true, code: "M", description: "Manual", pennies: (42, 40_000) },
    Rare { every: 3_351, kind: Kind::Cancellation, has_customer: true, code: "CRUK", description: "Charity Commission", pennies: (1_400, 101_300) },
    Rare { every: 1_490, kind: Kind::Sale, has_customer: true, code: "ADJUST", description: "Adjustment of the ledger", pennies: (1_100, 25_500) },
    Rare { every: 1_730, kind: Kind::Cancellation, has_customer: true, code: "ADJUST", description: "Adjustment of the ledger", pennies: (1_100, 25_500) },
    Rare { every: 3_575, kind: Kind::Sale, has_customer: true, code: "TEST001", description: "This is a test product.", pennies: (450, 450) },
    Rare { every: 2_822, kind: Kind::Sale, has_customer: true, code: "PADS", description: "PADS FOR ALL CUSHIONS", pennies: (1, 1) },
    Rare { every: 8_938, kind: Kind::Adjustment, has_customer: false, code: "B", description: "Adjust bad debt", pennies: (1_106_206, 5_359_436) },
];

/// One in so many invoices is an order of 70,000 pieces and more.
const GIANT: u64 = 20_000;

/// Whether an order of this number is a giant one.
pub fn is_giant(invoice: u64) -> bool {
    invoice % GIANT == GIANT / 16
}

/// What is due at this invoice, counted from 0.
pub fn due(invoice: u64) -> Option<&'static Rare> {
    RARE.iter().find(|rare| invoice % rare.every == rare.every / 8)
}

impl Rare {
    pub fn line(&self, invoice: u64, rng: &mut Rng) -> Line {
        let pennies = rng.between(self.pennies.0, self.pennies.1) as i32;
        let item = Item::Service { code: self.code, description: self.description };
        match self.kind {
            Kind::Sale => Line { item, quantity: 1, pennies },
            Kind::Cancellation => Line { item, quantity: -1, pennies },
            // Debts are written off with a price below zero; one in six is written back.
            Kind::Adjustment if invoice / self.every % 6 == 3 => Line { item, quantity: 1, pennies },
            Kind::Adjustment => Line { item, quantity: 1, pennies: -pennies },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_rare_thing_is_due_in_the_first_twelve_hundred_invoices() {
        let due: BTreeSet<(&str, bool)> =
            (0..1_300).filter_map(due).map(|rare| (rare.code, rare.kind == Kind::Cancellation)).collect();
        assert_eq!(due.len(), RARE.len());
        assert!((0..1_300).any(is_giant));
    }

    #[test]
    fn bad_debts_are_below_zero_but_for_one_in_six() {
        let debt = RARE.last().unwrap();
        let lines: Vec<Line> = (0..12).map(|n| debt.line(n * debt.every, &mut Rng::new(n))).collect();
        assert_eq!(lines.iter().filter(|line| line.pennies > 0).count(), 2);
    }
}
