//! Bytes of a row: numbers, money and quoted text, without the cost of formatting machinery.

/// Appends a whole number.
pub fn push_number(out: &mut Vec<u8>, number: i64) {
    if number < 0 {
        out.push(b'-');
    }
    let mut digits = [0; 20];
    let mut at = digits.len();
    let mut left = number.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + (left % 10) as u8;
        left /= 10;
        if left == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

/// Appends two digits.
pub fn push_pair(out: &mut Vec<u8>, number: u32) {
    out.extend_from_slice(&[b'0' + (number / 10 % 10) as u8, b'0' + (number % 10) as u8]);
}

/// Appends pennies as the raw files have them: `2.1`, `5.0`, `0.42`.
pub fn push_money(out: &mut Vec<u8>, pennies: i32) {
    if pennies < 0 {
        out.push(b'-');
    }
    let pennies = pennies.unsigned_abs();
    push_number(out, i64::from(pennies / 100));
    out.push(b'.');
    push_pair(out, pennies % 100);
    if pennies.is_multiple_of(10) {
        out.pop();
    }
}

/// Appends text, quoted where RFC 4180 asks for it.
pub fn push_text(out: &mut Vec<u8>, text: &str) {
    if !text.contains([',', '"', '\n', '\r']) {
        return out.extend_from_slice(text.as_bytes());
    }
    out.push(b'"');
    out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn money_is_written_as_the_raw_files_have_it() {
        let money = |pennies| text(|out| push_money(out, pennies));
        assert_eq!([money(210), money(500), money(42), money(0)], ["2.1", "5.0", "0.42", "0.0"]);
        assert_eq!([money(-5_359_436), money(-7), money(1_205)], ["-53594.36", "-0.07", "12.05"]);
    }

    #[test]
    fn numbers_are_whole_to_the_last_digit() {
        for number in [0, 7, -12, 80_995, i64::MAX, i64::MIN] {
            assert_eq!(text(|out| push_number(out, number)), number.to_string());
        }
    }

    #[test]
    fn text_with_a_comma_or_a_quote_is_quoted() {
        assert_eq!(text(|out| push_text(out, "RED LAMP ")), "RED LAMP ");
        assert_eq!(text(|out| push_text(out, "FRAME 7\", OAK")), "\"FRAME 7\"\", OAK\"");
    }
}
