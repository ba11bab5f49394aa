//! Where customers live, in the proportions of the real file.

use super::rng::Rng;

pub const HOME: &str = "United Kingdom";

/// Country and its rows with a customer, per 825,000.
pub const COUNTRIES: [(u32, &str); 43] = [
    (741_000, HOME),
    (16_700, "EIRE"),
    (17_600, "Germany"),
    (14_200, "France"),
    (5_140, "Netherlands"),
    (3_811, "Spain"),
    (3_189, "Switzerland"),
    (3_123, "Belgium"),
    (2_620, "Portugal"),
    (1_913, "Australia"),
    (1_664, "Channel Islands"),
    (1_534, "Italy"),
    (1_455, "Norway"),
    (1_364, "Sweden"),
    (1_176, "Cyprus"),
    (1_049, "Finland"),
    (938, "Austria"),
    (817, "Denmark"),
    (756, "Unspecified"),
    (663, "Greece"),
    (582, "Japan"),
    (535, "USA"),
    (535, "Poland"),
    (500, "United Arab Emirates"),
    (371, "Israel"),
    (364, "Hong Kong"),
    (346, "Singapore"),
    (299, "Malta"),
    (253, "Iceland"),
    (228, "Canada"),
    (189, "Lithuania"),
    (169, "RSA"),
    (126, "Bahrain"),
    (94, "Brazil"),
    (76, "Thailand"),
    (63, "Korea"),
    (61, "European Community"),
    (58, "Lebanon"),
    (54, "West Indies"),
    (34, "Bermuda"),
    (32, "Nigeria"),
    (30, "Czech Republic"),
    (10, "Saudi Arabia"),
];

/// The few countries of sales without a customer; all other such sales are at home.
const ANONYMOUS: [(u32, &str); 6] =
    [(11_850, HOME), (60, "EIRE"), (35, "Hong Kong"), (30, "Unspecified"), (15, "France"), (10, "Bahrain")];

/// The country of the customer with this number. The golden ratio's steps spread the countries evenly over any run
/// of customers, so that even a small sample has the proportions.
pub fn of_customer(number: u32) -> &'static str {
    let total: u32 = COUNTRIES.iter().map(|(weight, _)| weight).sum();
    let turn = number.wrapping_mul(0x9e37_79b9);
    let mut left = ((u64::from(turn) * u64::from(total)) >> 32) as u32;
    for (weight, country) in COUNTRIES {
        if left < weight {
            return country;
        }
        left -= weight;
    }
    HOME
}

pub fn of_anonymous_sale(rng: &mut Rng) -> &'static str {
    rng.weighted(&ANONYMOUS).unwrap_or(HOME)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_in_ten_customers_live_at_home() {
        let home = (0..1_000).filter(|number| of_customer(*number) == HOME).count();
        assert!((888..908).contains(&home), "{home}");
        assert!((0..100_000).any(|number| of_customer(number) == "Saudi Arabia"));
    }
}
