//! Numbers: text to whole numbers and to money, exactly, without a float in between.

use super::cell::{Cell, shown};
use crate::etl::MONEY_SCALE;

/// Decimal places of [`MONEY_SCALE`].
const MONEY_PLACES: i32 = MONEY_SCALE.ilog10() as i32;

const OUT_OF_RANGE: &str = "the number is too large";

/// A whole number; `None` where the cell is empty.
pub fn integer(cell: Cell, decimal_comma: bool) -> Result<Option<i64>, String> {
    match cell.present() {
        Cell::Empty => Ok(None),
        Cell::Integer(number) => Ok(Some(number)),
        cell => {
            let Some(exact) = exact_cell(cell, decimal_comma) else {
                return Err(malformed(cell, "a whole number", decimal_comma));
            };
            match exact.integer() {
                Some(number) => Ok(Some(number)),
                None if exact.is_whole() => Err(format!("{OUT_OF_RANGE}: {}", cell.instead_of("at most 19 digits"))),
                None => Err(cell.instead_of("a whole number")),
            }
        }
    }
}

/// Money in ten-thousandths, rounded half away from zero; `None` where the cell is empty.
pub fn money(cell: Cell, decimal_comma: bool) -> Result<Option<i64>, String> {
    let cell = cell.present();
    if cell == Cell::Empty {
        return Ok(None);
    }
    let Some(exact) = exact_cell(cell, decimal_comma) else {
        return Err(malformed(cell, "an amount", decimal_comma));
    };
    exact.money().map(Some).ok_or_else(|| format!("{OUT_OF_RANGE}: {}", cell.instead_of("less than 10^15")))
}

/// A double; `None` where the cell is empty.
pub fn number(cell: Cell, decimal_comma: bool) -> Result<Option<f64>, String> {
    match cell.present() {
        Cell::Empty => Ok(None),
        Cell::Float(value) | Cell::Serial { value, .. } if value.is_finite() => Ok(Some(value)),
        cell => match exact_cell(cell, decimal_comma).and_then(Exact::number) {
            Some(number) => Ok(Some(number)),
            None => Err(malformed(cell, "a number", decimal_comma)),
        },
    }
}

fn malformed(cell: Cell, expected: &str, decimal_comma: bool) -> String {
    let message = cell.instead_of(expected);
    let other_way = matches!(cell, Cell::Text(text) if exact(text, !decimal_comma).is_some());
    match (other_way, decimal_comma) {
        (false, _) => message,
        (true, false) => format!("{message}; set `decimal_comma = true` where a comma stands before the decimals"),
        (true, true) => format!("{message}; set `decimal_comma = false` where a point stands before the decimals"),
    }
}

/// `digits` by ten to the power of `scale`.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Exact {
    digits: i128,
    scale: i32,
}

impl Exact {
    fn integer(self) -> Option<i64> {
        let whole = self.at_scale(0)?;
        if self.is_whole() { whole.try_into().ok() } else { None }
    }

    fn is_whole(self) -> bool {
        self.scale <= 0 || self.digits == 0 || power(self.scale).is_some_and(|power| self.digits % power == 0)
    }

    fn money(self) -> Option<i64> {
        self.at_scale(MONEY_PLACES)?.try_into().ok()
    }

    fn number(self) -> Option<f64> {
        let number: f64 = format!("{}e{}", self.digits, -self.scale).parse().ok()?;
        number.is_finite().then_some(number)
    }

    /// The digits at another scale, rounded half away from zero; `None` where they do not fit.
    #[inline]
    fn at_scale(self, scale: i32) -> Option<i128> {
        if self.digits == 0 {
            return Some(0);
        }
        if self.scale <= scale {
            return self.digits.checked_mul(power(scale - self.scale)?);
        }
        let Some(divisor) = power(self.scale - scale) else { return Some(0) };
        let (quotient, rest) = (self.digits / divisor, self.digits % divisor);
        let away = rest.unsigned_abs() >= divisor.unsigned_abs().div_ceil(2);
        Some(if away { quotient + self.digits.signum() } else { quotient })
    }
}

#[inline]
fn power(exponent: i32) -> Option<i128> {
    10_i128.checked_pow(exponent.try_into().ok()?)
}

#[inline]
fn exact_cell(cell: Cell, decimal_comma: bool) -> Option<Exact> {
    match cell {
        Cell::Text(text) => exact(text, decimal_comma),
        Cell::Integer(number) => Some(Exact { digits: number.into(), scale: 0 }),
        // The shortest text that reads back as the same double is what the user typed.
        Cell::Float(value) | Cell::Serial { value, .. } => exact(&value.to_string(), false),
        Cell::Decimal { digits, scale } => Some(Exact { digits, scale: scale.try_into().ok()? }),
        _ => None,
    }
}

#[inline]
fn exact(text: &str, decimal_comma: bool) -> Option<Exact> {
    let point = if decimal_comma { b',' } else { b'.' };
    plain(text.as_bytes(), point).or_else(|| decorated(text, decimal_comma))
}

/// The common case, quickly: an optional minus, digits, at most one point; short enough for 64 bits.
#[inline]
fn plain(text: &[u8], point: u8) -> Option<Exact> {
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let (mut value, mut scale, mut seen_point) = (0_i64, 0, false);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                value = value * 10 + i64::from(byte - b'0');
                scale += i32::from(seen_point);
            }
            byte if *byte == point && !seen_point => seen_point = true,
            _ => return None,
        }
    }
    if seen_point && digits.len() == 1 {
        return None;
    }
    Some(Exact { digits: if negative { -value } else { value }.into(), scale })
}

/// With spaces, a currency, a sign before or behind, accountants' brackets, thousands separators, an exponent.
fn decorated(text: &str, decimal_comma: bool) -> Option<Exact> {
    let mut text = text.trim();
    let mut negative = false;
    if let Some(inner) = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        (text, negative) = (inner.trim(), true);
    }
    // The sign may stand outside or inside of the currency: `-£1`, `£-1`.
    for _ in 0..2 {
        text = without_currency(text);
        if let Some(rest) = text.strip_prefix(['-', '\u{2212}']).or_else(|| text.strip_suffix('-')) {
            if negative {
                return None;
            }
            (text, negative) = (rest.trim(), true);
        } else if let Some(rest) = text.strip_prefix('+') {
            text = rest.trim_start();
        }
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i16>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once(if decimal_comma { ',' } else { '.' }).unwrap_or((mantissa, ""));
    let whole = without_groups(whole, decimal_comma)?;
    if whole.is_empty() && fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut digits = 0_i128;
    for byte in whole.bytes().chain(fraction.bytes()) {
        digits = digits.checked_mul(10)?.checked_add(i128::from(byte - b'0'))?;
    }
    let scale = i32::try_from(fraction.len()).ok()? - i32::from(exponent);
    Some(Exact { digits: if negative { -digits } else { digits }, scale })
}

/// Without one currency sign (`£`) or code (`GBP`) at either end.
fn without_currency(text: &str) -> &str {
    let is_sign = |c: char| matches!(c, '$' | '£' | '€' | '¥' | '¢' | '₣'..='₿');
    if let Some(rest) = text.strip_prefix(is_sign).or_else(|| text.strip_suffix(is_sign)) {
        return rest.trim();
    }
    let is_code = |code: &str| code.bytes().all(|byte| byte.is_ascii_uppercase());
    match (text.get(..3), text.len().checked_sub(3).and_then(|at| text.get(at..))) {
        (Some(code), _) if is_code(code) => text[3..].trim(),
        (_, Some(code)) if is_code(code) => text[..text.len() - 3].trim(),
        _ => text,
    }
}

/// The digits of the whole part; `None` where there is anything but groups of three behind a separator.
fn without_groups(whole: &str, decimal_comma: bool) -> Option<String> {
    let is_separator = |c: char| match c {
        ',' => !decimal_comma,
        '.' => decimal_comma,
        '\'' | '’' | ' ' | '\u{a0}' | '\u{202f}' => true,
        _ => false,
    };
    let mut groups = whole.split(is_separator);
    let first = groups.next()?;
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.is_empty() || first.len() > 3 {
            return None;
        }
        digits.push_str(group);
    }
    digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(digits)
}

/// A customer number: any text, but a whole number that a data frame turned into `13085.0` is `13085` again.
#[inline]
pub fn identifier(text: &str) -> &str {
    match text.split_once('.') {
        Some((whole, zeros)) if is_digits(whole) && !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => {
            whole
        }
        _ => text,
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Money of a frame as text, for messages: `6.95`.
pub fn show_money(amount: i64) -> String {
    let cell = Cell::Decimal { digits: amount.into(), scale: MONEY_PLACES.unsigned_abs() as usize };
    cell.text().ok().flatten().map_or_else(String::new, |text| shown(&text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn price(text: &str) -> Result<Option<i64>, String> {
        money(Cell::Text(text), false)
    }

    #[test]
    fn prices_are_exact_however_they_are_decorated() {
        for (text, expected) in [
            ("6.95", 69_500),
            ("-11062.06", -110_620_600),
            ("0", 0),
            (".5", 5_000),
            ("5.", 50_000),
            (" 1,234.50 ", 12_345_000),
            ("1,234,567", 12_345_670_000),
            ("1 234.50", 12_345_000),
            ("1'234.50", 12_345_000),
            ("£6.95", 69_500),
            ("-£6.95", -69_500),
            ("£-6.95", -69_500),
            ("$ 6.95", 69_500),
            ("6.95 €", 69_500),
            ("GBP 6.95", 69_500),
            ("6.95 EUR", 69_500),
            ("(6.95)", -69_500),
            ("6.95-", -69_500),
            ("+6.95", 69_500),
            ("1e-3", 10),
            ("1.5E+2", 1_500_000),
            ("6.9500000000000002", 69_500),
            ("0.0000000000000000000000000000000000000000000001", 0),
        ] {
            assert_eq!(price(text).unwrap_or(None).or(Some(0)), Some(expected), "{text}");
            assert!(price(text).is_ok() || text.starts_with("0.000"), "{text}: {:?}", price(text));
        }
    }

    #[test]
    fn more_than_four_decimals_are_rounded_half_away_from_zero() {
        assert_eq!(price("0.00005"), Ok(Some(1)));
        assert_eq!(price("0.00004999"), Ok(Some(0)));
        assert_eq!(price("-0.00005"), Ok(Some(-1)));
        assert_eq!(price("1.00015"), Ok(Some(10_002)));
        assert_eq!(money(Cell::Float(1.00005), false), Ok(Some(10_001)), "as typed, not as the nearest double");
    }

    #[test]
    fn a_decimal_comma_is_read_only_when_it_is_set() {
        assert_eq!(money(Cell::Text("1.234,50"), true), Ok(Some(12_345_000)));
        assert_eq!(money(Cell::Text("6,95 €"), true), Ok(Some(69_500)));
        let error = money(Cell::Text("6,95"), false).unwrap_err();
        assert!(error.starts_with("expected an amount, found `6,95`; set `decimal_comma = true`"), "{error}");
        assert!(money(Cell::Text("6.95"), true).unwrap_err().contains("set `decimal_comma = false`"));
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["abc", "-", ".", "1.2.3", "12,34", "1,2345", ",123", "1e", "--1", "(-1)", "0x10", "£", "GBP", "∞"]
        {
            assert!(price(text).is_err(), "{text}: {:?}", price(text));
        }
        assert_eq!(price(" "), Ok(None));
    }

    #[test]
    fn an_amount_that_does_not_fit_is_refused_and_not_wrapped() {
        assert_eq!(price("922337203685477.5807"), Ok(Some(i64::MAX)));
        assert!(price("922337203685477.5808").unwrap_err().contains("too large"));
        assert!(price("1e300").unwrap_err().contains("too large"));
        assert!(money(Cell::Float(1e300), false).is_err());
        assert!(money(Cell::Decimal { digits: i128::MAX, scale: 0 }, false).is_err());
    }

    #[test]
    fn whole_numbers_may_have_a_fraction_of_zero_and_no_other() {
        assert_eq!(integer(Cell::Text("6.0"), false), Ok(Some(6)));
        assert_eq!(integer(Cell::Text("-80,995"), false), Ok(Some(-80_995)));
        assert_eq!(integer(Cell::Float(6.0), false), Ok(Some(6)));
        assert_eq!(integer(Cell::Text("6.5"), false), Err("expected a whole number, found `6.5`".to_owned()));
        assert_eq!(integer(Cell::Text("abc"), false), Err("expected a whole number, found `abc`".to_owned()));
        assert!(integer(Cell::Text("9223372036854775808"), false).unwrap_err().contains("too large"));
    }

    #[test]
    fn customer_numbers_lose_the_fraction_of_a_data_frame_and_texts_stay() {
        for (text, expected) in [("13085.0", "13085"), ("13085", "13085"), ("A.0", "A.0"), ("1.5", "1.5"), ("1.", "1.")]
        {
            assert_eq!(identifier(text), expected);
        }
    }

    proptest! {
        #[test]
        fn money_reads_back_what_it_shows(amount: i64) {
            prop_assert_eq!(price(&show_money(amount)), Ok(Some(amount)));
        }

        #[test]
        fn grouped_and_plain_amounts_are_the_same(whole in 0_i64..100_000_000, cents in 0_i64..100) {
            let plain = format!("{whole}.{cents:02}");
            let grouped: Vec<String> = whole.to_string().bytes().rev().collect::<Vec<_>>().chunks(3)
                .map(|group| group.iter().rev().map(|byte| char::from(*byte)).collect()).collect();
            let grouped = grouped.into_iter().rev().collect::<Vec<_>>();
            prop_assert_eq!(price(&format!("{}.{cents:02}", grouped.join(","))), price(&plain));
            prop_assert_eq!(money(Cell::Text(&format!("{},{cents:02}", grouped.join("."))), true), price(&plain));
        }

        #[test]
        fn no_text_breaks_the_parser(text: String) {
            let _ = (price(&text), integer(Cell::Text(&text), true), number(Cell::Text(&text), false));
        }
    }
}
