//! The bytes of a mapping file as text: UTF-8, or UTF-16 as Excel's "Unicode text" is.

use std::borrow::Cow;

use crate::diag::{Code, Diagnostic, Place, Severity};

pub const NOT_UTF8: Code = Code {
    id: "RL001",
    name: "mapping-not-utf8",
    severity: Severity::Error,
    explanation: "A mapping file is not text in UTF-8 or UTF-16. Excel's plain \"CSV\" is in the code page of the \
                  machine that saved it, which nobody can tell from the file: a name that is read wrongly matches \
                  nothing, or the wrong thing.\n\n\
                  Wrong:  saved as \"CSV (comma delimited)\"\nRight:  saved as \"CSV UTF-8\", \"Unicode text\" or .xlsx",
};

/// The text, without a byte order mark.
pub fn decode<'a>(file: &str, bytes: &'a [u8]) -> Result<Cow<'a, str>, Diagnostic> {
    let text = match wide(bytes) {
        Some(units) => {
            let text: Option<String> = char::decode_utf16(units.iter().copied()).collect::<Result<_, _>>().ok();
            let whole = bytes.len().is_multiple_of(2);
            Cow::Owned(text.filter(|_| whole).ok_or_else(|| {
                let lines =
                    char::decode_utf16(units).take_while(Result::is_ok).flatten().filter(|c| *c == '\n').count();
                not_text(file, lines + 1, "UTF-16").help("save it anew, as \"CSV UTF-8\"")
            })?)
        }
        None => Cow::Borrowed(std::str::from_utf8(bytes).map_err(|error| {
            let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
            not_utf8(file, bytes, valid.iter().filter(|byte| **byte == b'\n').count())
        })?),
    };
    Ok(match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_start_matches('\u{feff}')),
        Cow::Owned(text) => Cow::Owned(text.trim_start_matches('\u{feff}').to_owned()),
    })
}

/// The units of UTF-16: told by its mark, or by a zero byte beside each of the first letters.
fn wide(bytes: &[u8]) -> Option<Vec<u16>> {
    let pairs = || bytes.chunks_exact(2).filter_map(|pair| <[u8; 2]>::try_from(pair).ok());
    match bytes {
        [0xff, 0xfe, ..] | [1..=127, 0, 1..=127, 0, ..] => Some(pairs().map(u16::from_le_bytes).collect()),
        [0xfe, 0xff, ..] | [0, 1..=127, 0, 1..=127, ..] => Some(pairs().map(u16::from_be_bytes).collect()),
        _ => None,
    }
}

fn not_utf8(file: &str, bytes: &[u8], lines_before: usize) -> Diagnostic {
    let line = bytes.split(|byte| *byte == b'\n').nth(lines_before).unwrap_or_default();
    let fault = not_text(file, lines_before + 1, "UTF-8").help("save it as \"CSV UTF-8\", or as a workbook (.xlsx)");
    if line.len() > 200 {
        return fault;
    }
    let (read, _, _) = encoding_rs::WINDOWS_1252.decode(line);
    fault.note(format!("in the code page of Western Europe (Windows-1252) the line is `{}`", read.trim()))
}

fn not_text(file: &str, line: usize, encoding: &str) -> Diagnostic {
    Diagnostic::new(&NOT_UTF8, format!("`{file}` is not text in {encoding}"))
        .at(Place::line(file, line), format!("not {encoding}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn utf_16_is_read_in_both_orders_with_and_without_a_mark() {
        for text in ["\u{feff}country\tregion\r\nÖsterreich\tNordøst 🌍\r\n", "country\tregion\r\nÖsterreich\t🌍\r\n"]
        {
            for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
                let bytes = utf16(text, to_bytes);
                assert_eq!(decode("f.csv", &bytes).as_deref(), Ok(text.trim_start_matches('\u{feff}')));
            }
        }
    }

    #[test]
    fn a_cut_or_broken_utf_16_is_told_with_its_line() {
        let mut bytes = utf16("\u{feff}a\tb\nx\ty\n", u16::to_le_bytes);
        bytes.extend([0x00, 0xd8, b'x', 0]);
        let fault = decode("f.csv", &bytes).expect_err("half a pair");
        assert_eq!(fault.place(), Some(&Place::line("f.csv", 3)));
        assert!(decode("f.csv", &bytes[..bytes.len() - 5]).is_err());
    }

    #[test]
    fn an_old_code_page_is_refused_and_shown() {
        let fault = decode("f.csv", b"country,region\nFran\xe7e,West\n").expect_err("not UTF-8");
        assert_eq!(fault.place(), Some(&Place::line("f.csv", 2)));
        assert!(fault.notes[0].contains("`Françe,West`"), "{:?}", fault.notes);
    }
}
