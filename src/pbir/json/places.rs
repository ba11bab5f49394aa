//! Where in a file the bytes of a text stand that was written as a JSON string, escapes and all.

use std::ops::Range;

use super::{Json, Reader};

/// The bytes of `file` that say the bytes `span` of the text `value`; the whole string where there are none.
pub fn inside(file: &str, value: &Json, span: &Range<usize>) -> Range<usize> {
    let mut reader = Reader { text: file, at: value.span.start + 1 };
    let (mut read, mut start) = (0, None);
    while reader.at < value.span.end {
        if start.is_none() && read >= span.start {
            start = Some(reader.at);
        }
        if let Some(start) = start.filter(|_| read >= span.end) {
            return start..reader.at;
        }
        let Some(c) = reader.text.get(reader.at..).and_then(|rest| rest.chars().next()) else { break };
        match c {
            '\\' => match reader.escape() {
                Ok(c) => read += c.len_utf8(),
                Err(_) => break,
            },
            c => {
                reader.at += c.len_utf8();
                read += c.len_utf8();
            }
        }
    }
    value.span.clone()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pbir::json::parse;

    #[test]
    fn bytes_are_found_behind_escapes() {
        let file = "{\"a\": \"x\\n\\\"y\\\" \\u00e9é\\ud83d\\ude00 [z]\"}";
        let json = parse(file).expect("JSON");
        let value = json.get("a").expect("a");
        let text = value.text().expect("a text");
        let of = |part: &str| {
            let start = text.find(part).expect("the part");
            &file[inside(file, value, &(start..start + part.len()))]
        };
        assert_eq!(of("[z]"), "[z]");
        assert_eq!(of("\"y\""), "\\\"y\\\"");
        assert_eq!(of("😀"), "\\ud83d\\ude00");
        assert_eq!(inside(file, value, &(text.len()..text.len())), value.span.end - 1..value.span.end - 1);
        assert_eq!(inside(file, value, &(0..text.len() + 9)), value.span);
    }
}
