//! How names are written: what the eye does not see, and Power BI does.

use std::collections::BTreeMap;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::table::Row;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::name::same;

pub const LOOKS_ALIKE: Code = Code {
    id: "RL014",
    name: "names-look-alike",
    severity: Severity::Error,
    explanation: "Two names look the same and are not: one has a letter of another script, a space that is none, or an \
                  accent of its own. Nobody who reads the file can tell which of the two a line is about, and Power BI \
                  takes them for two.\n\n\
                  Wrong:  North and N\u{43e}rth, with a Cyrillic \u{43e}\nRight:  North and North",
};

pub const ODD_CHARACTERS: Code = Code {
    id: "RL015",
    name: "odd-characters",
    severity: Severity::Warning,
    explanation: "A name has a character that cannot be told from another by its looks, or cannot be seen at all: a \
                  Cyrillic or Greek letter in a Latin word, a full-width letter, a space that does not break, a \
                  joiner, two spaces, an accent written as a character of its own. The country of the data, or the \
                  region of the other file, is most likely written otherwise, and then they do not meet.\n\n\
                  Wrong:  Fr\u{430}nce, with a Cyrillic \u{430}\nRight:  France",
};

pub const SPACES: Code = Code {
    id: "RL016",
    name: "spaces-around-a-name",
    severity: Severity::Note,
    explanation: "A cell has spaces before or behind its name. They are read over; other programs that read the file \
                  may not.",
};

/// What is odd about a name; nothing where it is as it should be.
pub fn oddities(name: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in name.split(' ') {
        let is_latin = word.chars().any(is_latin);
        for c in word.chars() {
            let text = match like(c) {
                _ if is_invisible(c) => format!("the invisible character U+{:04X}", u32::from(c)),
                _ if c.is_whitespace() => format!("U+{:04X}, which is no plain space", u32::from(c)),
                Some(like) if is_wide(c) => format!("`{c}` (U+{:04X}), a full-width `{like}`", u32::from(c)),
                Some(like) if is_latin && is_greek_or_cyrillic(c) => {
                    format!("`{c}` (U+{:04X}), which looks like the Latin `{like}`", u32::from(c))
                }
                _ => continue,
            };
            if !found.contains(&text) {
                found.push(text);
            }
        }
    }
    if !is_nfc(name) {
        found.push("an accent that is a character of its own".to_owned());
    }
    if name.contains("  ") {
        found.push("two spaces in a row".to_owned());
    }
    found
}

/// What the eye sees of a name: names that look the same have the same.
pub fn looks(name: &str) -> String {
    let visible: String = name.chars().filter(|c| !is_invisible(*c)).nfkc().flat_map(char::to_lowercase).collect();
    let words: Vec<String> =
        visible.split_whitespace().map(|word| unicode_security::skeleton(word).collect()).collect();
    words.join(" ").to_lowercase()
}

/// The names of a column as they come, to find those that look like an earlier one.
#[derive(Default)]
pub struct Seen(BTreeMap<String, (String, usize)>);

impl Seen {
    /// The earlier name that this one looks like without being it, and its line.
    pub fn like(&mut self, name: &str, line: usize) -> Option<(String, usize)> {
        let (first, at) = self.0.entry(looks(name)).or_insert_with(|| (name.to_owned(), line)).clone();
        // `1` and `l` look alike as well, and both may be meant.
        let is_mistake =
            !same(&first, name) && (!first.is_ascii() || !name.is_ascii() || differs_in_spaces(&first, name));
        is_mistake.then_some((first, at))
    }
}

fn differs_in_spaces(a: &str, b: &str) -> bool {
    let words = |name: &str| name.to_lowercase().split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    words(a) == words(b)
}

pub fn alike(file: &str, name: &str, line: usize, (first, at): &(String, usize)) -> Diagnostic {
    let fault = Diagnostic::new(&LOOKS_ALIKE, format!("`{name}` looks like `{first}` and is another name"))
        .at(Place::line(file, line), "written so here")
        .at(Place::line(file, *at), "and otherwise here");
    let odd = oddities(name).into_iter().map(|odd| (name, odd));
    let odd: Vec<_> = odd.chain(oddities(first).into_iter().map(|odd| (first.as_str(), odd))).collect();
    let fault = odd.into_iter().fold(fault, |fault, (of, odd)| fault.note(format!("`{of}` has {odd}")));
    fault.help("write both the same way, by typing one of them anew")
}

/// RL015 and RL016 of one row.
pub fn remarks(file: &str, row: &Row, faults: &mut Vec<Diagnostic>) {
    for cell in &row.cells {
        let odd = oddities(cell);
        if let Some((first, more)) = odd.split_first() {
            let fault = Diagnostic::new(&ODD_CHARACTERS, format!("`{cell}` has {first}"));
            let fault = fault.at(Place::line(file, row.line), "in this line");
            let fault = more.iter().fold(fault, |fault, odd| fault.note(format!("and {odd}")));
            faults.push(fault.help(plainly(cell)));
        }
    }
    if row.had_spaces {
        let fault = Diagnostic::new(&SPACES, "spaces stand around a name");
        faults.push(fault.at(Place::line(file, row.line), "in this line").help("remove them"));
    }
}

/// The name as it was probably meant.
fn plainly(name: &str) -> String {
    let plain: String = name.chars().filter(|c| !is_invisible(*c)).map(|c| like(c).unwrap_or(c)).nfc().collect();
    format!("type it anew: `{}`", plain.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The ASCII character that looks like this one.
fn like(c: char) -> Option<char> {
    if c.is_ascii() || !(is_wide(c) || is_greek_or_cyrillic(c)) {
        return None;
    }
    let mut looks: Vec<char> = if is_wide(c) {
        std::iter::once(c).nfkc().collect()
    } else {
        unicode_security::skeleton(c.encode_utf8(&mut [0; 4])).collect()
    };
    let one = looks.pop().filter(|like| looks.is_empty() && like.is_ascii_alphanumeric() || is_wide(c))?;
    // The skeleton of some capitals is a small letter.
    Some(if c.is_uppercase() && one.is_lowercase() && one != 'l' { one.to_ascii_uppercase() } else { one })
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') && c.is_alphabetic()
}

fn is_greek_or_cyrillic(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{52f}' | '\u{1c80}'..='\u{1c8f}' | '\u{1f00}'..='\u{1fff}' | '\u{a640}'..='\u{a69f}')
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{ff01}'..='\u{ff5e}')
}

/// Joiners between letters of Arabic or Indian scripts are part of the spelling there.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}')
        || matches!(c, '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{180e}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_every_script_are_as_they_should_be() {
        for name in [
            "UK & Ireland",
            "Île-de-France",
            "Россия",
            "Ελλάδα",
            "日本",
            "ラーメンABC",
            "β-Team",
            "Størrelse",
            "می‌خواهم",
            "O'Brien \"North\" & Co]",
            "Côte d’Ivoire",
            "100 %",
        ] {
            assert_eq!(oddities(name), [""; 0], "{name}");
        }
    }

    #[test]
    fn what_the_eye_does_not_see_is_named() {
        let odd = |name: &str| oddities(name).join("; ");
        assert_eq!(odd("Fr\u{430}nce"), "`\u{430}` (U+0430), which looks like the Latin `a`");
        assert_eq!(odd("\u{39d}orth"), "`\u{39d}` (U+039D), which looks like the Latin `N`");
        assert_eq!(odd("United\u{a0}Kingdom"), "U+00A0, which is no plain space");
        assert_eq!(odd("No\u{200b}rth"), "the invisible character U+200B");
        assert_eq!(odd("ＵＫ"), "`Ｕ` (U+FF35), a full-width `U`; `Ｋ` (U+FF2B), a full-width `K`");
        assert_eq!(odd("I\u{302}le"), "an accent that is a character of its own");
        assert_eq!(odd("South  East"), "two spaces in a row");
        assert_eq!(plainly("Fr\u{430}nce\u{a0} \u{200b}Ｓud"), "type it anew: `France Sud`");
    }

    #[test]
    fn names_that_look_alike_are_found_and_similar_ones_are_not() {
        let alike = |a: &str, b: &str| {
            let mut seen = Seen::default();
            assert_eq!(seen.like(a, 2), None);
            seen.like(b, 3).is_some()
        };
        assert!(alike("North", "N\u{43e}rth"));
        assert!(alike("NORTH", "n\u{43e}rth"));
        assert!(alike("Île", "I\u{302}le"));
        assert!(alike("United Kingdom", "United\u{a0}Kingdom"));
        assert!(alike("United Kingdom", "United  Kingdom"));
        assert!(alike("UK", "ＵＫ"));
        for (a, b) in [("North", "north"), ("Zone 1", "Zone l"), ("Harn", "Ham"), ("Österreich", "Osterreich")] {
            assert!(!alike(a, b), "{a} {b}");
        }
    }
}
