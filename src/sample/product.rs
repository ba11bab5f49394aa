//! The catalogue: codes, names with their faults, prices, popularity and season.

use super::bundle;
use super::calendar::DAYS;
use super::curve::Wheel;
use super::rng::Rng;
use super::text::push_text;
use super::words;

/// No sample has more products.
pub const CAP: u64 = 20_000;

pub struct Product {
    pub code: String,
    /// `code,description` as it stands in a row, for each name the product goes by.
    fragments: Vec<Fragment>,
    /// List price.
    pub pennies: u32,
    /// The days on which it is on sale.
    on_sale: (u16, u16),
    is_christmas: bool,
    /// The invoice it was last put on, so that it stands on one only once.
    last_invoice: u64,
}

pub struct Fragment {
    pub bytes: Vec<u8>,
    pub is_padded: bool,
}

pub struct Products {
    list: Vec<Product>,
    wheel: Wheel,
    /// Products on the wheel; those of the bundles come after.
    ordinary: u32,
    pub several_names: u64,
    pub shared_names: u64,
}

/// Share of the catalogue, price in pennies.
const PRICES: [(u32, u32); 26] = [
    (20, 19),
    (35, 29),
    (65, 42),
    (60, 55),
    (90, 65),
    (120, 85),
    (150, 125),
    (60, 145),
    (130, 165),
    (110, 195),
    (70, 210),
    (80, 255),
    (90, 295),
    (80, 375),
    (55, 425),
    (65, 495),
    (35, 595),
    (28, 675),
    (30, 795),
    (20, 850),
    (17, 995),
    (10, 1_275),
    (8, 1_495),
    (4, 1_995),
    (2, 2_995),
    (1, 4_995),
];

impl Products {
    /// Five products for the square root of the rows, from 120 up to [`CAP`]; then those of the bundles.
    pub fn new(rows: u64, rng: &mut Rng) -> Self {
        let ordinary = (5 * rows.isqrt()).clamp(120, CAP) as u32;
        let list: Vec<Product> = (0..ordinary + bundle::PRODUCTS).map(|n| product(n, n >= ordinary, rng)).collect();
        let several_names = list.iter().filter(|product| product.fragments.len() > 1).count() as u64;
        let shared_names = (0..ordinary).filter(|number| shares_name(*number)).count() as u64;

        let mut ranks: Vec<u64> = (1..=u64::from(ordinary)).collect();
        rng.shuffle(&mut ranks);
        // The best seller is in one basket of seven, the next two in one of eleven; then popularity falls with the rank.
        let weight = |rank: &u64| {
            1_000_000_000 / (rank + 90)
                + [0, 17_000_000, 8_000_000, 8_000_000][(*rank % 4) as usize] * u64::from(*rank < 4)
        };
        let wheel = Wheel::new(&ranks.iter().map(weight).collect::<Vec<_>>());
        Self { list, wheel, ordinary, several_names, shared_names }
    }

    pub fn first_of_bundles(&self) -> u32 {
        self.ordinary
    }

    pub fn is_of_bundle(&self, product: u32) -> bool {
        product >= self.ordinary
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn get(&self, product: u32) -> &Product {
        &self.list[product as usize]
    }

    /// A product by popularity and season; on an invoice that has it already, one that it has not.
    pub fn draw(&mut self, day: usize, christmas: bool, invoice: u64, rng: &mut Rng) -> Option<u32> {
        for _ in 0..12 {
            let drawn = self.wheel.draw(rng);
            let product = &mut self.list[drawn];
            if product.last_invoice == invoice || !product.sells(day, christmas) {
                continue;
            }
            product.last_invoice = invoice;
            return Some(drawn as u32);
        }
        None
    }

    /// One of the names that the product goes by on that day.
    pub fn name(&self, product: u32, day: usize, rng: &mut Rng) -> u8 {
        let names = self.get(product).fragments.len();
        match names {
            0 | 1 => 0,
            _ if rng.chance(300) => rng.below(names as u32) as u8,
            _ => (day * names / DAYS) as u8,
        }
    }

    pub fn bytes(&self) -> usize {
        let text =
            |product: &Product| product.code.capacity() + product.fragments.iter().map(Fragment::size).sum::<usize>();
        self.list.capacity() * size_of::<Product>() + self.list.iter().map(text).sum::<usize>() + self.wheel.bytes()
    }
}

impl Product {
    fn sells(&self, day: usize, christmas: bool) -> bool {
        let (from, to) = self.on_sale;
        (usize::from(from)..=usize::from(to)).contains(&day) && (christmas || !self.is_christmas)
    }

    pub fn fragment(&self, name: u8) -> &Fragment {
        &self.fragments[usize::from(name)]
    }

    /// Some of the codes that end in a letter now and then come in lower case.
    pub fn is_typed_by_hand(&self) -> bool {
        self.code.ends_with(['A', 'L', 'S'])
    }

    /// What it costs the piece in an order of this size.
    pub fn price(&self, quantity: u32) -> i32 {
        match quantity {
            0..=47 => self.pennies as i32,
            _ => ((self.pennies * 85).div_ceil(100)) as i32,
        }
    }

    /// What it costs in the shop window: dearer, with odd pennies.
    pub fn shop_price(&self) -> i32 {
        (self.pennies * 172 / 100 + 4) as i32
    }
}

impl Fragment {
    fn size(&self) -> usize {
        size_of::<Self>() + self.bytes.capacity()
    }
}

fn product(number: u32, is_of_bundle: bool, rng: &mut Rng) -> Product {
    let code = code(number);
    let names = if is_of_bundle { 1 } else { count_of_names(number) };
    let named_after = if shares_name(number) && !is_of_bundle { number - 1 } else { number };
    let padding = match rng.below(1_000) {
        0..=184 => ("", " "),
        185..=196 => ("", "  "),
        197..=199 => (" ", ""),
        _ => ("", ""),
    };
    let fragment = |name: String| {
        let mut bytes = Vec::with_capacity(48);
        push_text(&mut bytes, &code);
        bytes.push(b',');
        push_text(&mut bytes, &format!("{}{name}{}", padding.0, padding.1));
        bytes.shrink_to_fit();
        Fragment { bytes, is_padded: padding != ("", "") }
    };
    let fragments = words::names(named_after, names).into_iter().map(fragment).collect();
    let pennies = rng.weighted(&PRICES).unwrap_or(100);
    let last = DAYS as u32 - 1;
    let on_sale = match rng.below(10) {
        _ if is_of_bundle => (0, last),
        0 | 1 => (rng.between(60, 600), last),
        2 => (0, rng.between(200, 700)),
        _ => (0, last),
    };
    let on_sale = (on_sale.0 as u16, on_sale.1 as u16);
    let is_christmas = !is_of_bundle && rng.chance(800);
    Product { code, fragments, pennies, on_sale, is_christmas, last_invoice: 0 }
}

/// Five digits, and for every eighth product its neighbour's with a letter.
fn code(number: u32) -> String {
    let digits = |number: u32| match number % 5 {
        4 => 80_000 + number / 5,
        _ => 20_000 + number,
    };
    match number % 8 {
        7 => format!("{}{}", digits(number - 1), char::from(b"ABCDLNSW"[(number / 8 % 8) as usize])),
        _ => digits(number).to_string(),
    }
}

fn count_of_names(number: u32) -> usize {
    match number {
        n if n % 640 == 21 => 4,
        n if n % 110 == 11 => 3,
        n if n % 8 == 3 => 2,
        _ => 1,
    }
}

/// One product in 128 goes by the name of another.
fn shares_name(number: u32) -> bool {
    number % 128 == 5
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_catalogue_grows_with_the_root_of_the_rows_up_to_a_cap() {
        let len = |rows| Products::new(rows, &mut Rng::new(1)).ordinary;
        assert_eq!([len(0), len(10_000), len(1_000_000), len(u64::MAX)], [120, 500, 5_000, 20_000]);
    }

    #[test]
    fn codes_are_unique_whatever_their_case() {
        let products = Products::new(u64::MAX, &mut Rng::new(1));
        let codes: BTreeSet<String> = products.list.iter().map(|product| product.code.to_lowercase()).collect();
        assert_eq!(codes.len(), products.len());
    }

    #[test]
    fn a_product_stands_on_an_invoice_once() {
        let mut products = Products::new(0, &mut Rng::new(1));
        let mut rng = Rng::new(2);
        let drawn: Vec<u32> = (0..60).filter_map(|_| products.draw(100, true, 1, &mut rng)).collect();
        assert_eq!(drawn.iter().collect::<BTreeSet<_>>().len(), drawn.len());
        assert!(drawn.len() > 30);
    }

    #[test]
    fn large_quantities_are_cheaper_and_the_shop_is_dearer() {
        let mut product = product(1, false, &mut Rng::new(1));
        product.pennies = 125;
        assert_eq!([product.price(1), product.price(48), product.shop_price()], [125, 107, 219]);
    }
}
