//! What is in an order: how many lines, of what, how many pieces, and the services beside them.

use super::bundle::Bundles;
use super::country::HOME;
use super::curve::Curve;
use super::customer::Size;
use super::invoice::{Item, Line};
use super::product::{Product, Products};
use super::rng::Rng;

/// Lines of an order by a customer, of middle size, and of one by nobody in particular.
const LINES: Curve = Curve(&[
    (0, 1),
    (700, 2),
    (2_500, 6),
    (5_000, 15),
    (7_500, 26),
    (9_000, 46),
    (9_500, 62),
    (9_900, 108),
    (10_000, 300),
]);
const ANONYMOUS_LINES: Curve =
    Curve(&[(0, 1), (2_000, 2), (5_000, 15), (7_500, 100), (9_000, 212), (9_500, 325), (9_900, 558), (10_000, 1_100)]);

/// Weights and pieces: goods come in packs.
const SMALL: [(u32, u32); 11] =
    [(300, 1), (200, 2), (90, 3), (120, 4), (110, 6), (40, 8), (40, 10), (80, 12), (10, 20), (15, 24), (4, 48)];
const MEDIUM: [(u32, u32); 15] = [
    (130, 1),
    (120, 2),
    (60, 3),
    (110, 4),
    (45, 5),
    (140, 6),
    (80, 8),
    (65, 10),
    (160, 12),
    (20, 16),
    (25, 20),
    (60, 24),
    (25, 36),
    (22, 48),
    (4, 96),
];
const WHOLESALE: [(u32, u32); 15] = [
    (40, 2),
    (40, 4),
    (90, 6),
    (70, 8),
    (70, 10),
    (180, 12),
    (60, 16),
    (140, 24),
    (70, 36),
    (80, 48),
    (30, 72),
    (40, 96),
    (25, 144),
    (12, 288),
    (3, 1_200),
];
const ANONYMOUS: [(u32, u32); 9] =
    [(600, 1), (180, 2), (70, 3), (50, 4), (40, 6), (25, 9), (20, 12), (10, 27), (3, 96)];

/// Who orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Buyer {
    Customer(Size),
    Anonymous,
}

/// What there is to order, and when.
pub struct Shop<'a> {
    pub products: &'a mut Products,
    pub bundles: &'a Bundles,
    pub day: usize,
    pub christmas: bool,
    /// The number of the invoice: a product stands on it once.
    pub invoice: u64,
    /// More lines no invoice of this file has.
    pub most_lines: u32,
}

impl Shop<'_> {
    /// The product lines: those of the bundles, and as many more as the order has.
    pub fn order(&mut self, buyer: Buyer, rng: &mut Rng, lines: &mut Vec<Line>) {
        let mut bundled = Vec::new();
        self.bundles.draw(rng, &mut bundled);
        let wanted = match buyer {
            Buyer::Anonymous => ANONYMOUS_LINES.draw(rng),
            Buyer::Customer(Size::Small) => LINES.draw(rng) * 8 / 10,
            Buyer::Customer(Size::Medium) => LINES.draw(rng),
            Buyer::Customer(Size::Wholesale) => LINES.draw(rng) * 14 / 10,
        };
        let wanted = wanted.clamp(1, self.most_lines) as usize;
        for number in bundled {
            let line = self.line(number, buyer, rng);
            lines.push(line);
        }
        while lines.len() < wanted {
            let Some(number) = self.products.draw(self.day, self.christmas, self.invoice, rng) else {
                break;
            };
            let line = self.line(number, buyer, rng);
            let at = rng.below(lines.len() as u32 + 1) as usize;
            lines.insert(at, line);
        }
    }

    fn line(&self, number: u32, buyer: Buyer, rng: &mut Rng) -> Line {
        let product = self.products.get(number);
        let name = self.products.name(number, self.day, rng);
        let quantity = quantity(product, buyer, rng);
        let item = match buyer {
            // Only the tills without customers ever wrote codes in lower case.
            Buyer::Anonymous if product.is_typed_by_hand() && rng.chance(3_200) => Item::LowerCase { number, name },
            _ => Item::Product { number, name },
        };
        let pennies = match buyer {
            Buyer::Anonymous => product.shop_price(),
            Buyer::Customer(_) => product.price(quantity),
        };
        Line { item, quantity: quantity as i32, pennies }
    }
}

fn quantity(product: &Product, buyer: Buyer, rng: &mut Rng) -> u32 {
    let packs: &[(u32, u32)] = match buyer {
        Buyer::Anonymous => &ANONYMOUS,
        Buyer::Customer(Size::Small) => &SMALL,
        Buyer::Customer(Size::Medium) => &MEDIUM,
        Buyer::Customer(Size::Wholesale) => &WHOLESALE,
    };
    let drawn = rng.weighted(packs).unwrap_or(1);
    // Of dear things one buys fewer.
    match product.pennies {
        0..=400 => drawn,
        401..=800 => drawn.div_ceil(2),
        _ => drawn.div_ceil(4),
    }
}

/// Lines that stand twice: about one in ninety, the copy anywhere after its original. Gives the number of copies.
pub fn copy_lines(lines: &mut Vec<Line>, rng: &mut Rng) -> u64 {
    let mut copies = 0;
    for at in (0..lines.len()).rev() {
        if !rng.chance(112) {
            continue;
        }
        let to = rng.between(at as u32 + 1, lines.len() as u32) as usize;
        lines.insert(to, lines[at]);
        copies += 1;
    }
    copies
}

/// Postage, carriage, hand-written lines: what an order from this country has beside its products.
pub fn services(buyer: Buyer, country: &str, rng: &mut Rng, lines: &mut Vec<Line>) {
    let mut add = |code, description, quantity, pennies: u32| {
        let item = Item::Service { code, description };
        lines.push(Line { item, quantity, pennies: pennies as i32 });
    };
    if buyer == Buyer::Anonymous {
        if rng.chance(4_650) {
            add("DOT", "ONLINE SHOP POSTAGE", 1, rng.between(2_000, 60_000));
        }
        if rng.chance(300) {
            add("M", "Manual", 1, rng.between(42, 5_000));
        }
        if rng.chance(310) {
            let (code, description, pennies) = match rng.below(4) {
                0 => ("gift_0001_10", "Gift Voucher 10.00", 851),
                1 => ("gift_0001_20", "Gift Voucher 20.00", 1_702),
                2 => ("gift_0001_30", "Gift Voucher 30.00", 2_553),
                _ => ("gift_0001_50", "Gift Voucher 50.00", 4_255),
            };
            add(code, description, 1, pennies);
        }
        if rng.chance(400) {
            let (code, description) = match rng.below(3) {
                0 => ("DCGS0058", "SHOP ONLY MISC ITEM"),
                1 => ("DCGSSGIRL", "GIRLS PARTY BAG, SHOP ONLY"),
                _ => ("DCGSSBOY", "BOYS PARTY BAG, SHOP ONLY"),
            };
            add(code, description, 1, 325);
        }
        return;
    }
    let (postage, carriage) = match country {
        HOME => (55, 20),
        "EIRE" => (300, 1_900),
        "Channel Islands" => (300, 2_600),
        _ => (6_200, 100),
    };
    if rng.chance(postage) {
        add("POST", "POSTAGE", rng.between(1, 6) as i32, [1_500, 1_800, 1_800, 4_000][rng.below(4) as usize]);
    }
    if rng.chance(carriage) {
        add("C2", "CARRIAGE", 1, 5_000);
    }
    if rng.chance(210) {
        add("M", "Manual", rng.between(1, 6) as i32, rng.between(42, 12_000));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_stands_after_its_original() {
        let mut rng = Rng::new(1);
        let line = |quantity| Line { item: Item::Noted { number: 0, note: None }, quantity, pennies: 1 };
        let mut lines: Vec<Line> = (0..3_000).map(line).collect();
        let copies = copy_lines(&mut lines, &mut rng);
        assert!((20..50).contains(&copies), "{copies}");
        assert_eq!(lines.len() as u64, 3_000 + copies);
        let repeats = lines.iter().enumerate().filter(|(at, line)| lines[..*at].contains(line)).count();
        assert_eq!(repeats as u64, copies);
    }
}
