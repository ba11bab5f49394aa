//! Figures as people read them.

/// `1,234,567`
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Ten-thousandths as `1,234.50`, rounded to pennies.
pub fn money(amount: i64) -> String {
    let pennies = (amount.unsigned_abs() + 50) / 100;
    let sign = if amount < 0 && pennies > 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", count(pennies / 100), pennies % 100)
}

/// Ten-thousandths as a plain number, exact: `1234.5`.
pub fn exact(amount: i64) -> String {
    let sign = if amount < 0 { "-" } else { "" };
    let amount = amount.unsigned_abs();
    let decimals = format!("{:04}", amount % 10_000);
    let decimals = decimals.trim_end_matches('0');
    let decimals = if decimals.len() < 2 { format!("{decimals:0<2}") } else { decimals.to_owned() };
    format!("{sign}{}.{decimals}", amount / 10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_grouped_and_money_has_two_decimals() {
        assert_eq!(
            (count(0), count(999), count(1_234_567)),
            ("0".to_owned(), "999".to_owned(), "1,234,567".to_owned())
        );
        assert_eq!(
            (money(12_345_000), money(-99), money(-1)),
            ("1,234.50".to_owned(), "-0.01".to_owned(), "0.00".to_owned())
        );
        assert_eq!(
            (exact(12_345_000), exact(12_345_678), exact(-1)),
            ("1234.50".to_owned(), "1234.5678".to_owned(), "-0.0001".to_owned())
        );
    }
}
