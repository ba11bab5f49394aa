//! Numbers and dates.

use super::{Lexer, MALFORMED_DATE, MALFORMED_NUMBER, word};
use crate::dax::{SyntaxError, TokenKind};
use crate::name;

impl Lexer<'_> {
    pub(super) fn number(&mut self) -> TokenKind {
        let start = self.pos;
        let mut kind = TokenKind::Integer;
        self.digits();
        if self.byte(0) == b'.' {
            kind = TokenKind::Real;
            self.pos += 1;
            self.digits();
        }
        if let Some(length) = self.exponent() {
            kind = TokenKind::Real;
            self.pos += length;
            self.digits();
        }
        let end = self.pos;
        self.take_while(|c| word::continues(c) || c == '.');
        if self.pos > end {
            self.malformed_number(start);
        }
        kind
    }

    fn digits(&mut self) {
        self.take_while(|c| c.is_ascii_digit());
    }

    /// The length of `e`, `e+` or `e-` before a digit.
    fn exponent(&self) -> Option<usize> {
        let sign = usize::from(matches!(self.byte(1), b'+' | b'-'));
        (matches!(self.byte(0), b'e' | b'E') && self.byte(1 + sign).is_ascii_digit()).then_some(1 + sign)
    }

    fn malformed_number(&mut self, start: usize) {
        let span = start..self.pos;
        let text = self.text.get(span.clone()).unwrap_or_default();
        let error = SyntaxError::new(&MALFORMED_NUMBER, span.clone(), format!("`{text}` is no number"));
        let is_table = self.rest().trim_start().starts_with('[');
        self.report(if is_table {
            let quoted = name::dax_table(text);
            error
                .help(format!("a table whose name begins with a digit stands in quotes: `{quoted}`"))
                .fix("put the name in quotes", vec![(span, quoted)])
        } else {
            error.help("a number has digits, at most one point, and perhaps an exponent: `1.5e3`")
        });
    }

    /// The text behind `dt`, which is already taken.
    pub(super) fn date(&mut self, start: usize) -> TokenKind {
        let quote = self.pos;
        if !self.close_text() {
            // The quote is reported by itself.
            self.pos = start + 2;
            return TokenKind::Word;
        }
        let inside = self.text.get(quote + 1..self.pos - 1).unwrap_or_default();
        if !is_date(inside) {
            self.report(
                SyntaxError::new(&MALFORMED_DATE, start..self.pos, format!("`{inside}` is no date"))
                    .help("write `dt\"2024-12-31\"`, or with a time `dt\"2024-12-31T23:59:59\"`"),
            );
        }
        TokenKind::Date
    }
}

/// `2024-12-31`, `2024-1-9T02:30:00`, `2024-12-31 02:30:00`; months and days may have one digit.
fn is_date(text: &str) -> bool {
    let (date, time) = match text.split_once(['T', 't', ' ']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let [year, month, day] = numbers(date, '-', &[4, 2, 2]);
    let leap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0;
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i32::from(leap),
        _ => 0,
    };
    year >= 0 && (1..=days).contains(&day) && time.is_none_or(is_time)
}

fn is_time(text: &str) -> bool {
    let (time, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let [hour, minute, second] = numbers(time, ':', &[2, 2, 2]);
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    (0..24).contains(&hour) && (0..60).contains(&minute) && (0..60).contains(&second) && is_fraction
}

/// Three numbers of at most so many digits each; -1 for what is none.
fn numbers(text: &str, separator: char, digits: &[usize; 3]) -> [i32; 3] {
    let parts: Vec<&str> = text.split(separator).collect();
    let mut found = [-1; 3];
    if parts.len() == 3 {
        for ((number, part), digits) in found.iter_mut().zip(parts).zip(digits) {
            if part.len() <= *digits && part.bytes().all(|byte| byte.is_ascii_digit()) {
                *number = part.parse().unwrap_or(-1);
            }
        }
    }
    found
}
