//! Customers: when they come, how often, how long they stay, how much they buy, where they live.

use super::calendar::{DAYS, month_days};
use super::country::{self, HOME};
use super::curve::Curve;
use super::rng::Rng;

/// No sample has more customers.
pub const CAP: u64 = 100_000;

/// Ids begin here and are handed out in no order.
const FIRST_ID: u32 = 12_346;

/// New customers of each month: the first month holds all who came before it.
const NEW: [u32; 25] = [
    955, 383, 374, 443, 294, 254, 270, 186, 162, 243, 377, 325, 76, 71, 124, 179, 106, 111, 108, 102, 106, 189, 221,
    191, 28,
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loyalty {
    /// Buys once.
    OneOff,
    /// Buys for a while, then never again.
    Churning,
    /// Buys to the end.
    Loyal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    Small,
    Medium,
    Wholesale,
}

pub struct Customer {
    pub country: &'static str,
    /// Where some orders go instead.
    second_country: Option<&'static str>,
    pub loyalty: Loyalty,
    pub size: Size,
    first_day: u16,
    last_day: u16,
    /// How often it is drawn beside the others.
    tickets: u8,
    seen: [bool; 2],
}

/// All customers in the order of their first day, and the tickets of those who are drawn by lot.
pub struct Customers {
    list: Vec<Customer>,
    arrived: usize,
    tickets: Vec<u32>,
    /// From one id to the next; has no divisor in common with the number of customers.
    step: u64,
}

const LOYAL_TICKETS: [(u32, u8); 7] = [(180, 1), (300, 2), (300, 4), (145, 8), (50, 16), (21, 32), (4, 120)];
const CHURNING_TICKETS: [(u32, u8); 5] = [(250, 1), (370, 2), (270, 4), (90, 8), (20, 16)];
/// Days that a churning customer stays.
const STAY: Curve = Curve(&[(0, 20), (2_500, 80), (6_000, 200), (9_000, 400), (10_000, 600)]);

impl Customers {
    /// 0.18 × rows^¾, from 20 up to [`CAP`]: 5,700 for a million rows.
    pub fn new(rows: u64, rng: &mut Rng) -> Self {
        let power = rows.isqrt() * rows.isqrt().isqrt();
        let count = (power.saturating_mul(18) / 100).clamp(20, CAP) as usize;
        let mut days: Vec<u16> = (0..count).map(|number| first_day(number, count, rng)).collect();
        days.sort_unstable();
        let list = (0..).zip(days).map(|(number, day)| customer(number, day, rng)).collect();
        let step = (count as u64 * 5 / 8..).find(|step| divisor(*step, count as u64) == 1).unwrap_or(1);
        Self { list, arrived: 0, tickets: Vec::new(), step }
    }

    /// Whose order the next one is.
    pub fn draw(&mut self, day: usize, rng: &mut Rng) -> u32 {
        let waits = self.list.get(self.arrived).is_some_and(|next| usize::from(next.first_day) <= day);
        if waits && (self.tickets.is_empty() || rng.chance(7_000)) {
            return self.arrive();
        }
        while !self.tickets.is_empty() {
            let at = rng.below(self.tickets.len() as u32) as usize;
            let number = self.tickets[at];
            if usize::from(self.get(number).last_day) >= day {
                return number;
            }
            self.tickets.swap_remove(at);
        }
        if self.arrived < self.list.len() {
            return self.arrive();
        }
        rng.below(self.list.len() as u32)
    }

    fn arrive(&mut self) -> u32 {
        let number = self.arrived as u32;
        let tickets = self.list[self.arrived].tickets;
        self.tickets.extend((0..tickets).map(|_| number));
        self.arrived += 1;
        number
    }

    /// One who has bought before; `None` while there is none.
    pub fn draw_known(&self, rng: &mut Rng) -> Option<u32> {
        if self.arrived == 0 {
            return None;
        }
        match self.tickets.is_empty() {
            true => Some(rng.below(self.arrived as u32)),
            false => self.tickets.get(rng.below(self.tickets.len() as u32) as usize).copied(),
        }
    }

    pub fn get(&self, number: u32) -> &Customer {
        &self.list[number as usize]
    }

    /// Where an order of this customer goes.
    pub fn country(&self, number: u32, rng: &mut Rng) -> &'static str {
        let customer = self.get(number);
        match customer.second_country {
            Some(second) if rng.chance(3_000) => second,
            _ => customer.country,
        }
    }

    /// Remembers that the customer stands in the file with this country.
    pub fn see(&mut self, number: u32, country: &str) {
        let customer = &mut self.list[number as usize];
        customer.seen[usize::from(country != customer.country)] = true;
    }

    /// The customer's id: a walk over all numbers in steps without a common divisor, so that ids tell nothing of
    /// the order in which customers came.
    pub fn id(&self, number: u32) -> u32 {
        FIRST_ID + (u64::from(number) * self.step % self.list.len() as u64) as u32
    }

    /// Customers that stand in the file, of this loyalty.
    pub fn seen(&self, loyalty: Loyalty) -> u64 {
        self.list.iter().filter(|customer| customer.loyalty == loyalty && customer.seen.contains(&true)).count() as u64
    }

    pub fn seen_in_two_countries(&self) -> u64 {
        self.list.iter().filter(|customer| customer.seen == [true, true]).count() as u64
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn bytes(&self) -> usize {
        self.list.capacity() * size_of::<Customer>() + self.tickets.capacity() * size_of::<u32>()
    }
}

fn divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { divisor(b, a % b) }
}

/// The months get their shares exactly, the days within a month by lot.
fn first_day(number: usize, count: usize, rng: &mut Rng) -> u16 {
    let total: u32 = NEW.iter().sum();
    let mut left = (number as u64 * u64::from(total) / count as u64) as u32;
    let mut month = 0;
    while month + 1 < NEW.len() && left >= NEW[month] {
        left -= NEW[month];
        month += 1;
    }
    let (first, last) = month_days(month);
    rng.between(first, last) as u16
}

fn customer(number: u32, first_day: u16, rng: &mut Rng) -> Customer {
    let country = country::of_customer(number);
    // One in 450, from the third on, has orders go to a second country: often enough to be seen there.
    let second_country = (number % 450 == 2).then_some(if country == HOME { "France" } else { HOME });
    let loyal = if first_day < 31 { 5_500 } else { 2_500 };
    let loyalty = match rng.below(10_000) {
        _ if second_country.is_some() => Loyalty::Loyal,
        n if n < loyal => Loyalty::Loyal,
        n if n < loyal + 900 => Loyalty::OneOff,
        _ => Loyalty::Churning,
    };
    let tickets = match loyalty {
        _ if second_country.is_some() => Some(12),
        Loyalty::OneOff => None,
        Loyalty::Churning => rng.weighted(&CHURNING_TICKETS),
        Loyalty::Loyal => rng.weighted(&LOYAL_TICKETS),
    };
    // A country other than home has few customers: one that buys all day would be the country.
    let tickets = tickets.unwrap_or(0).min(if country == HOME { u8::MAX } else { 16 });
    let last_day = match loyalty {
        Loyalty::Loyal => DAYS as u32 - 1,
        Loyalty::OneOff => u32::from(first_day),
        Loyalty::Churning => (u32::from(first_day) + STAY.draw(rng)).min(DAYS as u32 - 1),
    };
    let size = match rng.below(100) + u32::from(tickets / 4) {
        0..=44 => Size::Small,
        45..=87 => Size::Medium,
        _ => Size::Wholesale,
    };
    Customer { country, second_country, loyalty, size, first_day, last_day: last_day as u16, tickets, seen: [false; 2] }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn customers_grow_more_slowly_than_rows_up_to_a_cap() {
        let len = |rows| Customers::new(rows, &mut Rng::new(1)).len();
        assert_eq!([len(0), len(10_000), len(1_000_000), len(u64::MAX)], [20, 180, 5_580, 100_000]);
    }

    #[test]
    fn ids_are_unique() {
        let customers = Customers::new(200_000, &mut Rng::new(1));
        let ids: BTreeSet<u32> = (0..customers.len() as u32).map(|number| customers.id(number)).collect();
        assert_eq!(ids.len(), customers.len());
    }

    #[test]
    fn nobody_who_left_is_drawn_again() {
        let mut rng = Rng::new(5);
        let mut customers = Customers::new(100_000, &mut rng);
        for day in 0..DAYS {
            for _ in 0..5 {
                let drawn = customers.draw(day, &mut rng);
                let customer = customers.get(drawn);
                let came_now = drawn + 1 == customers.arrived as u32;
                assert!(came_now || usize::from(customer.last_day) >= day, "customer {drawn} on day {day}");
            }
        }
    }
}
