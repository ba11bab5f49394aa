//! How much room a text takes. There is no font here: widths are those of Segoe UI, rounded up.

/// Width of a character in parts of the size of its font.
fn width(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.28,
        ' ' | 'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' | '"' => 0.38,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.92,
        '0'..='9' => 0.56,
        'a'..='z' => 0.58,
        'A'..='Z' | '&' | '#' => 0.72,
        // Scripts of which every character fills a square.
        '\u{1100}'.. => 1.05,
        _ => 0.62,
    }
}

/// Width in points of a text of one line.
pub fn wide(text: &str, size: f64) -> f64 {
    text.chars().map(width).sum::<f64>() * size
}

/// The lines that a text takes in so much room: words are not broken, unless one is wider than the room.
pub fn lines(text: &str, room: f64, size: f64) -> usize {
    let mut lines = 1;
    let mut used = 0.0;
    for word in text.split_inclusive([' ', '-']) {
        let own = wide(word, size);
        if used > 0.0 && used + wide(word.trim_end(), size) > room {
            lines += 1;
            used = 0.0;
        }
        used += own;
        while used > room && own > room {
            lines += 1;
            used -= room;
        }
    }
    lines
}

/// The text, or as much of it as so many lines have room for.
pub fn shorten(text: &str, room: f64, size: f64, most: usize) -> String {
    if lines(text, room, size) <= most {
        return text.to_owned();
    }
    let mut kept: String = text.to_owned();
    while kept.pop().is_some() {
        let candidate = format!("{}…", kept.trim_end_matches([' ', ',', '-']));
        if lines(&candidate, room, size) <= most {
            return candidate;
        }
    }
    "…".to_owned()
}

/// The greatest of the sizes at which paragraphs fit so much height, the least otherwise; with each paragraph cut to
/// what then has room.
pub fn paragraphs(texts: &[String], room: f64, height: f64, sizes: &[f64], gap: f64) -> (f64, Vec<String>) {
    let total = |size: f64| -> f64 {
        texts.iter().map(|text| lines(text, room, size) as f64 * size * LINE).sum::<f64>()
            + gap * texts.len().saturating_sub(1) as f64
    };
    let least = sizes.last().copied().unwrap_or(12.0);
    let size = sizes.iter().copied().find(|size| total(*size) <= height).unwrap_or(least);
    if total(size) <= height {
        return (size, texts.to_vec());
    }
    let mut left = height;
    let mut kept = Vec::new();
    for text in texts {
        let most = (left / (size * LINE)).floor() as usize;
        if most == 0 {
            break;
        }
        let text = shorten(text, room, size, most);
        left -= lines(&text, room, size) as f64 * size * LINE + gap;
        kept.push(text);
    }
    (size, kept)
}

/// Height of a line in parts of the size of its font.
pub const LINE: f64 = 1.25;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_to_the_lines_there_are() {
        let text = "WHITE HANGING HEART T-LIGHT HOLDER, RED WOOLLY HOTTIE WHITE HEART";
        assert!(lines(text, 120.0, 12.0) > 3);
        for most in 1..4 {
            let short = shorten(text, 120.0, 12.0, most);
            assert!(short.ends_with('…') && lines(&short, 120.0, 12.0) <= most, "{short}");
        }
        assert_eq!(shorten("short", 120.0, 12.0, 1), "short");
        let long = "x".repeat(500);
        assert!(lines(&shorten(&long, 120.0, 12.0, 2), 120.0, 12.0) <= 2);
    }

    #[test]
    fn paragraphs_grow_smaller_before_they_are_cut() {
        let texts = vec!["one two three four five six".to_owned(); 3];
        let (large, all) = paragraphs(&texts, 200.0, 400.0, &[18.0, 12.0], 6.0);
        assert_eq!((large, all), (18.0, texts.clone()));
        let (small, some) = paragraphs(&texts, 100.0, 50.0, &[18.0, 12.0], 6.0);
        assert!(small == 12.0 && some.len() < 3 && some[0].len() <= texts[0].len());
    }
}
