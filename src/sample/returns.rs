//! Orders that are taken back: minutes later, weeks later, or without an original in the file.

use std::collections::VecDeque;

use super::curve::Curve;
use super::invoice::{Item, Line, Moment};
use super::product::Products;
use super::rng::Rng;

/// A return that is on its way.
#[derive(Debug)]
pub struct Return {
    pub customer: u32,
    pub country: &'static str,
    /// As they will stand on the cancellation.
    pub lines: Vec<Line>,
    /// The first so many have an exact original.
    pub exact: usize,
    /// Not before; only those that come minutes later have it.
    pub due: Moment,
}

/// Returns on their way: those of minutes in a queue, those of weeks in a bag of fixed size, from which a full one
/// gives any. Its size is what makes half of them come back within ten days; it depends on the number of
/// customers and so is bounded with them.
pub struct Returns {
    minutes: VecDeque<Return>,
    bag: Vec<Return>,
    size: usize,
}

/// More than so many do not wait for their minute.
const MINUTES_CAP: usize = 64;

const LINES: Curve = Curve(&[(0, 1), (6_000, 2), (8_000, 3), (9_000, 5), (9_900, 18), (10_000, 60)]);

impl Returns {
    pub fn new(customers: usize) -> Self {
        Self { minutes: VecDeque::new(), bag: Vec::new(), size: (customers / 46).max(2) }
    }

    pub fn add_minutes_later(&mut self, back: Return) {
        let at = self.minutes.partition_point(|other| other.due <= back.due);
        self.minutes.insert(at, back);
    }

    pub fn add_weeks_later(&mut self, back: Return) {
        self.bag.push(back);
    }

    /// The return that comes now; one that was due minutes after its order also when the shop closes.
    pub fn next(&mut self, now: Moment, closing: bool, rng: &mut Rng) -> Option<Return> {
        let due = self.minutes.front().is_some_and(|back| back.due <= now);
        if due || (closing && !self.minutes.is_empty()) || self.minutes.len() > MINUTES_CAP {
            return self.minutes.pop_front();
        }
        if self.bag.len() <= self.size {
            return None;
        }
        let at = rng.below(self.bag.len() as u32) as usize;
        Some(self.bag.swap_remove(at))
    }

    /// Whether one is still to come before the shop closes.
    pub fn waits_today(&self) -> bool {
        !self.minutes.is_empty()
    }

    pub fn bytes(&self) -> usize {
        let lines = |back: &Return| back.lines.capacity() * size_of::<Line>();
        let slots = self.minutes.capacity() + self.bag.capacity();
        slots * size_of::<Return>() + self.minutes.iter().chain(&self.bag).map(lines).sum::<usize>()
    }
}

/// Takes back up to `most` lines of an order as they are, and as a second step parts of some others. The order's
/// first product stays, and so do products of bundles: planted confidence is then exact in the cleaned baskets.
/// Gives the lines and how many of them have an exact original.
pub fn take_back(order: &[Line], most: u32, products: &Products, rng: &mut Rng) -> (Vec<Line>, usize) {
    let returnable = |line: &Line| match line.item {
        Item::Product { number, .. } => !products.is_of_bundle(number) && line.pennies > 0,
        _ => false,
    };
    let mut all: Vec<Line> = Vec::new();
    for line in order.iter().filter(|line| returnable(line)) {
        // What stands twice by mistake comes back once.
        if !all.contains(line) {
            all.push(*line);
        }
    }
    let mut all = all.split_off(all.len().min(1));
    rng.shuffle(&mut all);
    let exact = all.len().min(rng.between(1, most) as usize);
    let parts = rng.below(most) as usize;
    let whole = all.iter().take(exact).map(|line| Line { quantity: -line.quantity, ..*line });
    let part = all.iter().skip(exact).filter(|line| line.quantity > 2).take(parts);
    let part = part.map(|line| Line { quantity: -(line.quantity / 2), ..*line });
    (whole.chain(part).collect(), exact)
}

/// How many lines a cancellation without an original has, and how many pieces each.
pub fn lines_without_original(rng: &mut Rng) -> u32 {
    LINES.draw(rng)
}

pub fn pieces_without_original(rng: &mut Rng) -> i32 {
    // Orders are in packs; these are what broke on the way.
    const PIECES: [(u32, i32); 8] = [(50, 1), (20, 2), (10, 3), (6, 5), (5, 7), (4, 11), (3, 13), (2, 29)];
    rng.weighted(&PIECES).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn back(customer: u32, minute: u32) -> Return {
        Return { customer, country: "France", lines: Vec::new(), exact: 0, due: Moment { day: 0, minute } }
    }

    #[test]
    fn a_return_of_minutes_waits_for_its_minute_or_for_closing_time() {
        let mut rng = Rng::new(1);
        let mut returns = Returns::new(0);
        returns.add_minutes_later(back(2, 500));
        returns.add_minutes_later(back(1, 490));
        let now = |minute| Moment { day: 0, minute };
        assert!(returns.next(now(489), false, &mut rng).is_none());
        assert_eq!(returns.next(now(490), false, &mut rng).map(|back| back.customer), Some(1));
        assert_eq!(returns.next(now(491), true, &mut rng).map(|back| back.customer), Some(2));
    }

    #[test]
    fn the_bag_gives_only_what_is_too_much_for_it() {
        let mut rng = Rng::new(1);
        let mut returns = Returns::new(0);
        for customer in 0..3 {
            assert!(returns.next(Moment::default(), false, &mut rng).is_none());
            returns.add_weeks_later(back(customer, 0));
        }
        assert!(returns.next(Moment::default(), false, &mut rng).is_some());
        assert!(returns.next(Moment::default(), false, &mut rng).is_none());
    }

    #[test]
    fn the_first_product_of_an_order_is_kept() {
        let products = Products::new(0, &mut Rng::new(1));
        let line = |number| Line { item: Item::Product { number, name: 0 }, quantity: 6, pennies: 125 };
        let (lines, exact) = take_back(&[line(0), line(1)], 1, &products, &mut Rng::new(1));
        assert_eq!((lines, exact), (vec![Line { quantity: -6, ..line(1) }], 1));
        assert!(take_back(&[line(0)], 1, &products, &mut Rng::new(1)).0.is_empty());
    }
}
