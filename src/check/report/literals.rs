//! PB042: a value that is none.

use super::{Project, misspelt_keys};
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;
use crate::pbir::formats::{self, Sort};
use crate::pbir::json::Member;

pub const LITERAL: Code = Code {
    id: "PB042",
    name: "bad-literal",
    severity: Severity::Error,
    explanation: "\
The value of a `Literal` is written as text: `'text'` in single quotes (doubled inside), `10L` for whole and `1.5D` for
other numbers, `true`, `false`, `null`, `datetime'2026-01-31T00:00:00'`. Other texts are no values: the format or
filter that they belong to is dropped. (No text at all, a number without its letter, a text with a lone quote, a date that there is not,
and a value of a format that is of another sort than the format are warnings.)

Wrong:  { \"Literal\": { \"Value\": \"Revenue\" } }
Right:  { \"Literal\": { \"Value\": \"'Revenue'\" } }
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, json) in project.read.definition() {
        let own = own_formats(project, path);
        json.each(&mut |member| {
            found.extend(wrong_for(member, own).map(|(value, message)| {
                let mut fault = Diagnostic::new(&LITERAL, message).at(Place::bytes(path, value.span.clone()), "");
                fault.severity = Severity::Warning;
                fault
            }));
            let value = member.value.get("Value").filter(|_| member.key == "Literal");
            let Some((value, text)) = value.and_then(|value| Some((value, value.text()?))) else { return };
            let new =
                |message: String| Diagnostic::new(&LITERAL, message).at(Place::bytes(path, value.span.clone()), "");
            match kind(text) {
                Kind::Sound => {}
                Kind::Empty => {
                    let mut diagnostic = new("the value is empty".to_owned());
                    diagnostic.severity = Severity::Warning;
                    found.push(diagnostic.help("an empty text is written `''`, no value `null`"));
                }
                Kind::BareNumber => {
                    let mut diagnostic = new(format!("the number `{text}` has no letter"));
                    diagnostic.severity = Severity::Warning;
                    let letter = if text.contains('.') { 'D' } else { 'L' };
                    found.push(diagnostic.help(format!("write `{text}{letter}`")));
                }
                Kind::LoneQuote => {
                    let mut diagnostic = new("a single quote stands alone in this text".to_owned());
                    diagnostic.severity = Severity::Warning;
                    found.push(diagnostic.help("double each single quote inside the text"));
                }
                Kind::NoDate => {
                    let mut diagnostic = new(format!("`{text}` is no date"));
                    diagnostic.severity = Severity::Warning;
                    found.push(diagnostic.help("a date is written `datetime'2026-01-31T00:00:00'`"));
                }
                Kind::None => {
                    let short: String = text.chars().take(40).collect();
                    let quoted = crate::name::dax_text(&short).replace('\'', "''").replace("\"\"", "\"");
                    let quoted = quoted.trim_matches('"');
                    found
                        .push(new(format!("`{short}` is not a value")).help(format!("a text is written `'{quoted}'`")));
                }
            }
        });
    }
    found
}

/// Of what kind a file is whose formats are Power BI's own, not those of a custom visual: its visual, or `page.json`.
fn own_formats<'a>(project: &Project<'a>, path: &'a str) -> Option<&'a str> {
    let (folder, name) = path.rsplit_once('/')?;
    match name {
        "visual.json" | "mobile.json" => {
            let visual = project.read.files.get(&format!("{folder}/visual.json"))?;
            visual.at(&["visual", "visualType"])?.text().filter(|kind| formats::objects(kind).is_some())
        }
        "page.json" | "report.json" => Some(name),
        _ => None,
    }
}

/// Formats that are true or false, or numbers, in custom visuals too.
const SWITCHES: [&str; 5] = ["bold", "italic", "show", "titleWrap", "underline"];
const NUMBERS: [&str; 2] = ["radius", "transparency"];

/// The value of a format of the wrong sort.
fn wrong_for<'a>(format: &'a Member, own: Option<&str>) -> Option<(&'a Json, String)> {
    let value = format.value.at(&["expr", "Literal", "Value"])?;
    let text = value
        .text()
        .filter(|text| !matches!(kind(text), Kind::None | Kind::Empty | Kind::LoneQuote) && *text != "null")?;
    let key = format.key.as_str();
    let sort = match key {
        _ if own.is_some() => formats::sort_of(key)?,
        key if SWITCHES.contains(&key) => &Sort::Switch,
        key if NUMBERS.contains(&key) => &Sort::Number,
        _ => return None,
    };
    let is_switch = matches!(text, "true" | "false");
    let is_number = !is_switch && !text.contains('\'');
    let inner = text.strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
    let wrong = |what: &str| Some((value, format!("`{key}` is {what}, not `{text}`")));
    match sort {
        Sort::Switch if !is_switch => wrong("`true` or `false`"),
        // Power BI Desktop has written the sizes of cards as texts.
        Sort::Number
            if own == Some("card") && key == "fontSize" && inner.is_some_and(|inner| inner.parse::<f64>().is_ok()) =>
        {
            None
        }
        Sort::Number if !is_number => wrong("a number"),
        Sort::Text if is_switch || is_number => wrong("a text"),
        Sort::Words(_) if is_switch || is_number => wrong("a word"),
        Sort::Words(known) => {
            let word = inner.filter(|inner| !known.contains(inner))?;
            let near = misspelt_keys::near(word, known.iter().copied())?;
            wrong(&format!("`'{near}'`"))
        }
        _ => None,
    }
}

#[derive(Debug, PartialEq)]
enum Kind {
    Sound,
    Empty,
    BareNumber,
    LoneQuote,
    NoDate,
    None,
}

/// The words that stand before a text and make it something else.
const KINDS: [&str; 8] = ["", "binary", "datetime", "datetimeoffset", "duration", "geography", "guid", "time"];

/// Whether it begins with a day that there is.
fn is_date(text: &str) -> bool {
    let mut parts = text.get(..10).unwrap_or_default().splitn(3, '-').map(|part| part.parse::<u32>().ok());
    match (parts.next().flatten(), parts.next().flatten(), parts.next().flatten()) {
        (Some(year), Some(month), Some(day)) => {
            let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let last = match month {
                2 if is_leap => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            (1..=12).contains(&month) && (1..=last).contains(&day)
        }
        _ => false,
    }
}

fn kind(text: &str) -> Kind {
    match text {
        "" => return Kind::Empty,
        "true" | "false" | "null" => return Kind::Sound,
        _ => {}
    }
    // `datetime'…'`, `guid'…'` and the like: a word, and then a text.
    let quoted = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    if let Some(inner) = quoted.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        return match text.split('\'').next() {
            Some(word) if !KINDS.contains(&word) => Kind::NoDate,
            _ if inner.replace("''", "").contains('\'') => Kind::LoneQuote,
            Some("datetime") if !is_date(inner) => Kind::NoDate,
            _ => Kind::Sound,
        };
    }
    if text.strip_suffix('L').is_some_and(|whole| whole.contains('.')) {
        return Kind::None;
    }
    let bare = text.strip_suffix(|c: char| "LDMF".contains(c.to_ascii_uppercase())).unwrap_or(text);
    let is_number = bare.parse::<f64>().is_ok() && !bare.contains(|c: char| c.is_alphabetic() && !"eE".contains(c));
    match (is_number, bare.len() == text.len()) {
        (true, false) => Kind::Sound,
        (true, true) => Kind::BareNumber,
        // `NaND` and its like, which Desktop writes for formats that a division left.
        (false, _) if matches!(bare.trim_start_matches('-'), "NaN" | "Infinity" | "INF") => Kind::Sound,
        (false, _) => Kind::None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};
    use super::*;

    #[test]
    fn values_are_told_from_words() {
        for sound in ["'a'", "''", "'it''s'", "10L", "-1.5D", "1E+3D", "6M", "true", "null", "datetime'2026-01-31'"] {
            assert_eq!(kind(sound), Kind::Sound, "{sound}");
        }
        for none in ["Revenue", "'a", "10X", "#fff", "L"] {
            assert_eq!(kind(none), Kind::None, "{none}");
        }
        assert_eq!(kind(""), Kind::Empty);
        assert_eq!(kind("10"), Kind::BareNumber);
        assert_eq!(kind("'it's'"), Kind::LoneQuote);
    }

    #[test]
    fn a_word_without_quotes_is_named() {
        let title =
            r#""objects": {"a": [{"properties": {"b": {"expr": {"Literal": {"Value": "Revenue"}}}}}]}, "visualType""#;
        let tree = with("X.Report/definition/pages/p1/visuals/v1/visual.json", "\"visualType\"", title);
        assert_eq!(said(&tree), ["PB042 `Revenue` is not a value"]);
    }

    #[test]
    fn a_value_is_of_its_formats_sort() {
        let said_of = |key: &str, value: &str| {
            let expr = format!("{{\"expr\": {{\"Literal\": {{\"Value\": \"{value}\"}}}}}}");
            let objects =
                format!("\"objects\": {{\"a\": [{{\"properties\": {{\"{key}\": {expr}}}}}]}}, \"visualType\"");
            said(&with("X.Report/definition/pages/p1/visuals/v1/visual.json", "\"visualType\"", &objects)).join("|")
        };
        for (key, value) in [("show", "true"), ("transparency", "10D"), ("mode", "'Dropdown'"), ("mode", "'Other'")] {
            assert_eq!(said_of(key, value), "", "{key} {value}");
        }
        assert_eq!(said_of("show", "'true'"), "PB042 `show` is `true` or `false`, not `'true'`");
        assert_eq!(said_of("transparency", "'10'"), "PB042 `transparency` is a number, not `'10'`");
        assert_eq!(said_of("mode", "'DropDown'"), "PB042 `mode` is `'Dropdown'`, not `'DropDown'`");
        assert_eq!(said_of("fontSize", "'12'"), "PB042 `fontSize` is a number, not `'12'`");
        assert_eq!(said_of("legendMarkerRendering", "2L"), "PB042 `legendMarkerRendering` is a word, not `2L`");
    }
}
