//! Numbers by a pattern of places for digits: `#,0.00;-#,0.00;"none"`.

/// Fifteen digits, without zeros at the end.
pub fn general(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    if !number.is_finite() {
        return if number.is_nan() {
            "NaN"
        } else if number > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        }
        .to_owned();
    }
    let exponent = number.abs().log10().floor() as i32;
    if !(-5..15).contains(&exponent) {
        let text = format!("{number:.14e}");
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let exponent: i32 = exponent.parse().unwrap_or_default();
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{}E{sign}{:02}", trimmed(mantissa), exponent.abs());
    }
    trimmed(&format!("{:.*}", (14 - exponent).max(0) as usize, number)).to_owned()
}

fn trimmed(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

#[derive(Debug, PartialEq)]
enum Piece {
    Text(String),
    /// `0` is always shown, `#` where it has something to show.
    Digit {
        is_needed: bool,
    },
    Point,
    Comma,
    /// `E+00`: with a plus, and so many digits.
    Exponent {
        plus: bool,
        digits: usize,
    },
}

fn pieces(section: &str) -> Result<(Vec<Piece>, i32), String> {
    let (mut pieces, mut percents) = (Vec::new(), 0);
    let mut rest = section.chars().peekable();
    let text = |pieces: &mut Vec<Piece>, c: char| match pieces.last_mut() {
        Some(Piece::Text(text)) => text.push(c),
        _ => pieces.push(Piece::Text(c.to_string())),
    };
    while let Some(c) = rest.next() {
        match c {
            '\\' => rest.next().into_iter().for_each(|c| text(&mut pieces, c)),
            '"' => {
                for next in rest.by_ref() {
                    if next == '"' {
                        break;
                    }
                    text(&mut pieces, next);
                }
            }
            '0' => pieces.push(Piece::Digit { is_needed: true }),
            '#' => pieces.push(Piece::Digit { is_needed: false }),
            '.' => pieces.push(Piece::Point),
            ',' => pieces.push(Piece::Comma),
            '%' => {
                percents += 1;
                text(&mut pieces, '%');
            }
            'E' | 'e' if matches!(rest.peek(), Some('+' | '-')) => {
                let plus = rest.next() == Some('+');
                let mut digits = 0;
                while rest.peek() == Some(&'0') {
                    rest.next();
                    digits += 1;
                }
                pieces.push(Piece::Exponent { plus, digits });
            }
            // Thousands, millions and billions are often written without quotes.
            'K' | 'M' | 'B' => text(&mut pieces, c),
            c if c.is_alphabetic() || c == '@' || c == '[' => {
                return Err(format!("`{c}` in the format `{section}`"));
            }
            c => text(&mut pieces, c),
        }
    }
    Ok((pieces, percents))
}

/// The sections for what is above, below and at nought.
fn sections(pattern: &str) -> Vec<String> {
    let mut sections = vec![String::new()];
    let (mut is_quoted, mut is_escaped) = (false, false);
    for c in pattern.chars() {
        match c {
            ';' if !is_quoted && !is_escaped => {
                sections.push(String::new());
                continue;
            }
            '"' if !is_escaped => is_quoted = !is_quoted,
            _ => {}
        }
        is_escaped = c == '\\' && !is_escaped;
        if let Some(last) = sections.last_mut() {
            last.push(c);
        }
    }
    sections
}

pub fn number(number: f64, pattern: &str) -> Result<String, String> {
    let sections = sections(pattern);
    let section = |at: usize| sections.get(at).map(String::as_str).filter(|section| !section.is_empty());
    let first = section(0).unwrap_or_default();
    let shown = |number: f64, section: &str| laid_out(number, section);
    if number < 0.0 {
        if let Some(negative) = section(1) {
            let text = shown(-number, negative)?;
            // What rounds to nought is shown as nought.
            return if is_nought(-number, negative)? { shown(0.0, section(2).unwrap_or(first)) } else { Ok(text) };
        }
        let text = shown(-number, first)?;
        return Ok(if is_nought(-number, first)? { text } else { format!("-{text}") });
    }
    match section(2) {
        Some(zero) if number == 0.0 || is_nought(number, first)? => shown(0.0, zero),
        _ => shown(number, first),
    }
}

struct Layout {
    pieces: Vec<Piece>,
    decimals: usize,
    factor: f64,
    groups: bool,
}

fn layout(section: &str) -> Result<Layout, String> {
    let (pieces, percents) = pieces(section)?;
    let point = pieces.iter().position(|piece| *piece == Piece::Point).unwrap_or(pieces.len());
    let is_digit = |piece: &&Piece| matches!(piece, Piece::Digit { .. });
    let decimals = pieces.iter().skip(point).filter(is_digit).count();
    let last_of = |pieces: &[Piece]| pieces.iter().rposition(|piece| matches!(piece, Piece::Digit { .. }));
    let (last_whole, last) = (last_of(&pieces[..point]), last_of(&pieces));
    // Behind the last digit, or the last one before the point, a comma divides by a thousand; between digits it groups.
    let (mut thousands, mut groups) = (0, false);
    for (at, _) in pieces.iter().enumerate().filter(|(_, piece)| **piece == Piece::Comma) {
        let ends = if at < point { last_whole } else { last };
        match ends {
            Some(last) if at > last => thousands += 1,
            _ if at < point => groups = true,
            _ => {}
        }
    }
    let factor = 100f64.powi(percents) / 1000f64.powi(thousands);
    Ok(Layout { pieces, decimals, factor, groups })
}

fn is_nought(number: f64, section: &str) -> Result<bool, String> {
    let layout = layout(section)?;
    let has_digits = layout.pieces.iter().any(|piece| matches!(piece, Piece::Digit { .. }));
    let has_exponent = layout.pieces.iter().any(|piece| matches!(piece, Piece::Exponent { .. }));
    Ok(has_digits
        && !has_exponent
        && rounded(number * layout.factor, layout.decimals).chars().all(|c| matches!(c, '0' | '.')))
}

/// Halves go away from nought, where the binary number stands for a decimal half.
fn rounded(number: f64, decimals: usize) -> String {
    let factor = 10f64.powi(decimals.min(15) as i32);
    let scaled = number * factor;
    if scaled.abs() >= 1e15 {
        return format!("{number:.decimals$}");
    }
    let whole = scaled.floor();
    let up = scaled - whole >= 0.5 - 1e-9 * scaled.abs().clamp(1.0, 1e4);
    let whole = (if up { whole + 1.0 } else { whole }) as u64;
    match decimals.min(15) {
        0 => whole.to_string(),
        places => {
            let digits = format!("{whole:0width$}", width = places + 1);
            let (head, tail) = digits.split_at(digits.len() - places);
            format!("{head}.{tail}")
        }
    }
}

fn laid_out(number: f64, section: &str) -> Result<String, String> {
    let layout = layout(section)?;
    let mut number = number * layout.factor;
    let mut exponent = 0i32;
    if layout.pieces.iter().any(|piece| matches!(piece, Piece::Exponent { .. })) && number != 0.0 {
        exponent = number.log10().floor() as i32;
        number /= 10f64.powi(exponent);
    }
    let text = rounded(number, layout.decimals);
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let whole = if whole == "0" { "" } else { whole };
    let point = layout.pieces.iter().position(|piece| *piece == Piece::Point).unwrap_or(layout.pieces.len());
    let needed = |pieces: &[Piece]| pieces.iter().position(|piece| *piece == Piece::Digit { is_needed: true });
    let before: usize = layout.pieces.iter().take(point).filter(|piece| matches!(piece, Piece::Digit { .. })).count();
    let first_needed = needed(&layout.pieces[..point]);
    // Zeros in front, as far as the pattern needs them.
    let least = first_needed.map_or(0, |at| {
        layout.pieces.iter().take(point).skip(at).filter(|piece| matches!(piece, Piece::Digit { .. })).count()
    });
    let whole = format!("{}{whole}", "0".repeat(least.saturating_sub(whole.len())));
    let grouped = if layout.groups { grouped(&whole) } else { whole };
    // Decimals up to the last that is needed, or that says something.
    let places: Vec<bool> = layout
        .pieces
        .iter()
        .skip(point)
        .filter_map(|piece| if let Piece::Digit { is_needed } = piece { Some(*is_needed) } else { None })
        .collect();
    let last_needed = places.iter().rposition(|is_needed| *is_needed).map_or(0, |at| at + 1);
    let said = fraction.trim_end_matches('0').len();
    let fraction: String = fraction.chars().take(said.max(last_needed)).collect();
    let mut shown = String::new();
    let (mut has_whole, mut has_fraction) = (false, false);
    for (at, piece) in layout.pieces.iter().enumerate() {
        match piece {
            Piece::Text(text) => shown.push_str(text),
            Piece::Digit { .. } if at < point && !has_whole => {
                shown.push_str(&grouped);
                has_whole = true;
            }
            Piece::Point => {
                if before == 0 && !has_whole {
                    shown.push_str(&grouped);
                }
                if !fraction.is_empty() {
                    shown.push('.');
                }
            }
            Piece::Digit { .. } if at > point && !has_fraction => {
                shown.push_str(&fraction);
                has_fraction = true;
            }
            Piece::Digit { .. } | Piece::Comma => {}
            Piece::Exponent { plus, digits } => {
                let sign = if exponent < 0 {
                    "-"
                } else if *plus {
                    "+"
                } else {
                    ""
                };
                shown.push_str(&format!("E{sign}{:0digits$}", exponent.abs()));
            }
        }
    }
    Ok(shown)
}

fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
