//! Escapes of text literals and quoted names: `""`, `#(lf)`, `#(0041,tab)`, `#(#)`.

use super::Span;

/// What stands between the quotes, with its escapes taken back; an unknown escape stays as it is written.
pub fn unescape(inside: &str) -> String {
    if !inside.contains(['"', '#']) {
        return inside.to_owned();
    }
    let mut text = String::with_capacity(inside.len());
    let mut rest = inside;
    while let Some(at) = rest.find(['"', '#']) {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        let length = match escape(from) {
            Some((Ok(meant), length)) => {
                text.push_str(&meant);
                length
            }
            _ => {
                let sign = if from.starts_with('"') { '"' } else { '#' };
                text.push(sign);
                if from.starts_with("\"\"") { 2 } else { 1 }
            }
        };
        rest = from.get(length..).unwrap_or_default();
    }
    text.push_str(rest);
    text
}

/// Where the unknown escapes of a literal stand, counted from its beginning.
pub fn unknown_escapes(literal: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(sign) = literal.get(at..).and_then(|rest| rest.find("#(")) {
        let start = at + sign;
        match escape(literal.get(start..).unwrap_or_default()) {
            Some((Ok(_), length)) => at = start + length,
            Some((Err(()), length)) => {
                found.push(start..start + length);
                at = start + length;
            }
            None => at = start + 2,
        }
    }
    found
}

/// The `#(…)` that `from` begins with: what it means, and its length.
fn escape(from: &str) -> Option<(Result<String, ()>, usize)> {
    let list = from.strip_prefix("#(")?;
    // No escape is longer than its list; without a limit a text full of openings would be read to its end each time.
    let close = list.bytes().take(MAX_LENGTH).take_while(|byte| *byte != b'"').position(|byte| byte == b')');
    let Some(close) = close else { return Some((Err(()), 2)) };
    let meant = list.get(..close).map_or(Err(()), |list| list.split(',').map(|one| single(one.trim())).collect());
    Some((meant, "#(".len() + close + 1))
}

const MAX_LENGTH: usize = 200;

fn single(name: &str) -> Result<String, ()> {
    let meant = match name {
        "cr" => '\r',
        "lf" => '\n',
        "tab" => '\t',
        "#" => '#',
        _ if [4, 8].contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            // Half of a surrogate pair is a character of M's text, but not of ours.
            u32::from_str_radix(name, 16).ok().and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        _ => return Err(()),
    };
    Ok(meant.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escapes_are_taken_back() {
        assert_eq!(unescape("plain # text"), "plain # text");
        assert_eq!(unescape("a \"\"b\"\""), "a \"b\"");
        assert_eq!(unescape("#(lf)#(cr,lf)#(#)(tab)#(tab)"), "\n\r\n#(tab)\t");
        assert_eq!(unescape("#(0041)#(000000e9,0042)"), "AéB");
        assert_eq!(unescape("#(nbsp) #( #(0"), "#(nbsp) #( #(0");
    }

    #[test]
    fn unknown_escapes_are_found() {
        assert_eq!(unknown_escapes("\"a #(lf) b #(nbsp) ##(#)\""), vec![11..18]);
        assert_eq!(unknown_escapes("\"#(é)#(\""), vec![1..6, 6..8]);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "[#(),lft0\"é]{0,40}") {
            unescape(&text);
            for span in unknown_escapes(&text) {
                prop_assert!(text.get(span).is_some());
            }
        }
    }
}
