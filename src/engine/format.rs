//! Values as a format string has them, in the English of the United States.

use super::date::civil;
use crate::calendar::{MONTHS, WEEKDAYS, weekday};
use crate::proof::value::Value;

mod number;

pub use number::general;

/// The value as the format string shows it; `Err` is what of the format is not known.
pub fn format(value: &Value, pattern: &str) -> Result<String, String> {
    match value {
        Value::Blank => Ok(String::new()),
        Value::Text(text) => Ok(text.to_string()),
        Value::Boolean(value) => match named_truth(pattern) {
            Some((yes, no)) => Ok(if *value { yes } else { no }.to_owned()),
            None => number::number(f64::from(u8::from(*value)), pattern),
        },
        Value::Date(days) => date(*days, pattern),
        Value::Integer(number) if is_general(pattern) => Ok(number.to_string()),
        Value::Integer(number) => numeric(*number as f64, pattern),
        Value::Number(number) => numeric(*number, pattern),
    }
}

/// A value as its format has it; where that is not known, as it is.
pub fn written(value: &Value, pattern: Option<&str>) -> String {
    let plain = || format(value, "").unwrap_or_default();
    match pattern {
        Some(pattern) => format(value, pattern).unwrap_or_else(|_| plain()),
        None => match value {
            Value::Number(number) if number.fract() != 0.0 => format(value, "#,0.00").unwrap_or_else(|_| plain()),
            _ => plain(),
        },
    }
}

fn is_general(pattern: &str) -> bool {
    pattern.is_empty() || ["general", "general number", "g"].iter().any(|known| known.eq_ignore_ascii_case(pattern))
}

fn named_truth(pattern: &str) -> Option<(&'static str, &'static str)> {
    Some(match pattern.to_ascii_lowercase().as_str() {
        "" | "general" | "true/false" => ("True", "False"),
        "yes/no" => ("Yes", "No"),
        "on/off" => ("On", "Off"),
        _ => return None,
    })
}

fn numeric(number: f64, pattern: &str) -> Result<String, String> {
    if !number.is_finite() {
        return Ok(general(number));
    }
    let pattern = match pattern.to_ascii_lowercase().as_str() {
        _ if is_general(pattern) => return Ok(general(number)),
        "currency" => "\\$#,0.00;(\\$#,0.00)",
        "fixed" => "0.00",
        "standard" => "#,0.00",
        "percent" => "0.00%",
        "scientific" => "0.00E+00",
        "yes/no" | "true/false" | "on/off" => {
            let (yes, no) = named_truth(pattern).unwrap_or_default();
            return Ok(if number != 0.0 { yes } else { no }.to_owned());
        }
        _ if is_date(pattern) => return date(number, pattern),
        _ => pattern,
    };
    number::number(number, pattern)
}

/// Date and time as Power BI writes them where no format is given.
pub fn general_date(days: f64) -> String {
    date(days, "General Date").unwrap_or_default()
}

const NAMED: &[(&str, &str)] = &[
    ("general date", "M/d/yyyy h:nn:ss AM/PM"),
    ("long date", "dddd, MMMM d, yyyy"),
    ("medium date", "dd-MMM-yy"),
    ("short date", "M/d/yyyy"),
    ("long time", "h:nn:ss AM/PM"),
    ("medium time", "hh:nn AM/PM"),
    ("short time", "HH:nn"),
    ("", "M/d/yyyy h:nn:ss AM/PM"),
    ("general", "M/d/yyyy h:nn:ss AM/PM"),
    ("d", "M/d/yyyy"),
    ("g", "M/d/yyyy h:nn AM/PM"),
];

/// No place for a digit, and letters that are parts of a date.
fn is_date(pattern: &str) -> bool {
    let known = NAMED.iter().any(|(name, _)| !name.is_empty() && name.len() > 1 && name.eq_ignore_ascii_case(pattern));
    let parts = pieces(pattern);
    known && !is_general(pattern)
        || parts.iter().any(|part| matches!(part, Piece::Part(..)))
            && !parts.iter().any(|part| matches!(part, Piece::Text(text) if text.contains(['0', '#'])))
}

enum Piece {
    /// A letter and how often it stands.
    Part(char, usize),
    /// `AM/PM` or `tt`
    Half,
    Text(String),
}

fn pieces(pattern: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = pattern.chars().peekable();
    let lower = pattern.to_ascii_lowercase();
    let mut at = 0;
    while let Some(c) = rest.next() {
        let here = lower.get(at..).unwrap_or_default();
        at += c.len_utf8();
        if here.starts_with("am/pm") || here.starts_with("tt") {
            let more = if here.starts_with("tt") { 1 } else { 4 };
            (0..more).for_each(|_| at += rest.next().map_or(0, char::len_utf8));
            pieces.push(Piece::Half);
            continue;
        }
        match c {
            '\\' => {
                if let Some(next) = rest.next() {
                    at += next.len_utf8();
                    pieces.push(Piece::Text(next.to_string()));
                }
            }
            '"' | '\'' => {
                let mut text = String::new();
                for next in rest.by_ref() {
                    at += next.len_utf8();
                    if next == c {
                        break;
                    }
                    text.push(next);
                }
                pieces.push(Piece::Text(text));
            }
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 'n' | 'N' | 's' | 'S' | 'q' | 'Q' => {
                let mut count = 1;
                while rest.peek().is_some_and(|next| next.eq_ignore_ascii_case(&c)) {
                    at += rest.next().map_or(0, char::len_utf8);
                    count += 1;
                }
                pieces.push(Piece::Part(if c == 'H' { 'H' } else { c.to_ascii_lowercase() }, count));
            }
            other => pieces.push(Piece::Text(other.to_string())),
        }
    }
    pieces
}

fn date(days: f64, pattern: &str) -> Result<String, String> {
    let named = NAMED.iter().find(|(name, _)| name.eq_ignore_ascii_case(pattern)).map(|(_, pattern)| *pattern);
    let mut pieces = pieces(named.unwrap_or(pattern));
    // `m` behind an hour, or before a second, is a minute.
    let parts: Vec<(usize, char)> = pieces
        .iter()
        .enumerate()
        .filter_map(|(at, piece)| if let Piece::Part(c, _) = piece { Some((at, *c)) } else { None })
        .collect();
    for (place, (at, c)) in parts.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|place| parts.get(place)).is_some_and(|(_, c)| "hH".contains(*c));
        let behind = parts.get(place + 1).is_some_and(|(_, c)| *c == 's');
        if let (Some(Piece::Part(part, _)), 'm', true) = (pieces.get_mut(*at), *c, before || behind) {
            *part = 'n';
        }
    }
    let is_half = pieces.iter().any(|piece| matches!(piece, Piece::Half));
    let seconds = ((days - days.floor()) * 86_400.0).round() as u32;
    let (day, seconds) = if seconds == 86_400 { (days.floor() + 1.0, 0) } else { (days.floor(), seconds) };
    let date = civil(day);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let name = |names: &[&str], at: usize, short: bool| -> String {
        let name = names.get(at).copied().unwrap_or_default();
        if short { name.chars().take(3).collect() } else { name.to_owned() }
    };
    let mut text = String::new();
    for piece in &pieces {
        match piece {
            Piece::Text(piece) => text.push_str(piece),
            Piece::Half => text.push_str(if hour < 12 { "AM" } else { "PM" }),
            Piece::Part(c, count) => {
                let two = |number: u32| if *count > 1 { format!("{number:02}") } else { number.to_string() };
                text.push_str(&match (c, count) {
                    ('d', 1 | 2) => two(date.day),
                    ('d', count) => name(&WEEKDAYS, (weekday(date.days()) - 1) as usize, *count == 3),
                    ('m', 1 | 2) => two(date.month),
                    ('m', count) => name(&MONTHS, (date.month - 1) as usize, *count == 3),
                    ('y', 1 | 2) => format!("{:02}", date.year.rem_euclid(100)),
                    ('y', _) => format!("{:04}", date.year),
                    ('q', _) => date.month.div_ceil(3).to_string(),
                    ('h', _) if is_half || *c == 'h' => two(if is_half { (hour + 11) % 12 + 1 } else { hour }),
                    ('H', _) => two(hour),
                    ('n', _) => two(minute),
                    ('s', _) => two(second),
                    _ => return Err(format!("the format `{pattern}`")),
                });
            }
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests;
