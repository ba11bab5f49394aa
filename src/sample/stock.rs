//! Lines of the stock room: write-offs and findings, at no price, with a note or nothing for a description.

use super::curve::Curve;
use super::invoice::{Item, Line};
use super::rng::Rng;

const LOST: [(u32, &str); 18] = [
    (123, "check"),
    (84, "damages"),
    (83, "?"),
    (78, "damaged"),
    (27, "missing"),
    (20, "sold as set online"),
    (17, "Damaged"),
    (10, "smashed"),
    (9, "thrown away"),
    (9, "damages?"),
    (7, "??"),
    (6, "crushed"),
    (6, "given away, charity"),
    (5, "wet pallet"),
    (5, "MIA"),
    (5, "counted"),
    (3, "CHECK"),
    (2, "mouldy, unsaleable"),
];

const FOUND: [(u32, &str); 6] =
    [(39, "check"), (28, "found"), (14, "adjustment"), (11, "online shop"), (9, "?"), (9, "Found")];

const PIECES: Curve =
    Curve(&[(0, 1), (2_500, 8), (5_000, 26), (7_500, 82), (9_000, 240), (9_900, 3_100), (10_000, 9_000)]);

pub fn write_off(number: u32, rng: &mut Rng) -> Line {
    let note = if rng.chance(7_780) { None } else { rng.weighted(&LOST) };
    Line { item: Item::Noted { number, note }, quantity: -(PIECES.draw(rng) as i32), pennies: 0 }
}

/// Found again, or given away: most have no description, some a note, the others their own name.
pub fn finding(number: u32, name: u8, rng: &mut Rng) -> Line {
    let item = match rng.below(10) {
        0..=5 => Item::Noted { number, note: None },
        6 => Item::Noted { number, note: rng.weighted(&FOUND) },
        _ => Item::Product { number, name },
    };
    Line { item, quantity: PIECES.draw(rng) as i32, pennies: 0 }
}
