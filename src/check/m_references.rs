//! The quoted names that an M expression uses and does not itself define, found without parsing it.

use std::collections::BTreeSet;
use std::ops::Range;

/// `#"Warehouse Folder"`, with where it stands; names of steps, of fields and of parameters of functions are left out.
pub fn references(m: &str) -> Vec<(String, Range<usize>)> {
    let mut names: Vec<(String, Range<usize>)> = Vec::new();
    let mut defined = BTreeSet::new();
    let mut pos = 0;
    let mut before = ' ';
    while let Some(rest) = m.get(pos..).filter(|rest| !rest.is_empty()) {
        let length = token(rest);
        if rest.starts_with("#\"") {
            let name = unquote(rest.get(2..length).unwrap_or_default());
            let after = skip_blank(rest.get(length..).unwrap_or_default());
            if before == '[' {
                // A field of a record, defined or read.
            } else if defines(after) {
                defined.insert(name);
            } else {
                names.push((name, pos..pos + length));
            }
        }
        let is_blank = rest.starts_with(char::is_whitespace) || is_comment(rest);
        if !is_blank {
            before = rest.get(..length).and_then(|token| token.chars().next_back()).unwrap_or(' ');
        }
        pos += length;
    }
    names.retain(|(name, _)| !defined.contains(name));
    names
}

/// Whether what follows a name makes it the name of a step or of a parameter.
fn defines(after: &str) -> bool {
    let is_step = after.starts_with('=') && !after.starts_with("=>");
    let is_typed = after.strip_prefix("as").is_some_and(|rest| rest.starts_with(char::is_whitespace));
    is_step || is_typed
}

/// The length of what stands first: a text, a quoted name, a comment, or one character.
fn token(rest: &str) -> usize {
    let until = |from: usize, end: &str| {
        let inside = rest.get(from..).unwrap_or_default();
        inside.find(end).map_or(rest.len(), |at| from + at + end.len())
    };
    match rest.as_bytes() {
        [b'"', ..] => quoted(rest, 1),
        [b'#', b'"', ..] => quoted(rest, 2),
        [b'/', b'/', ..] => until(2, "\n"),
        [b'/', b'*', ..] => until(2, "*/"),
        _ => rest.chars().next().map_or(1, char::len_utf8),
    }
}

fn is_comment(rest: &str) -> bool {
    rest.starts_with("//") || rest.starts_with("/*")
}

fn quoted(rest: &str, from: usize) -> usize {
    let mut at = from;
    while let Some(quote) = rest.get(at..).and_then(|rest| rest.find('"')) {
        at += quote + 1;
        if !rest.get(at..).is_some_and(|rest| rest.starts_with('"')) {
            return at;
        }
        at += 1;
    }
    rest.len()
}

/// The name between the quotes, with M's escapes taken back.
fn unquote(quoted: &str) -> String {
    let inside = quoted.strip_suffix('"').unwrap_or(quoted).replace("\"\"", "\"");
    inside.replace("#(lf)", "\n").replace("#(cr)", "\r").replace("#(tab)", "\t").replace("#(#)", "#")
}

fn skip_blank(mut text: &str) -> &str {
    loop {
        text = text.trim_start();
        if !is_comment(text) {
            return text;
        }
        text = text.get(token(text)..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(m: &str) -> Vec<String> {
        references(m).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn parameters_are_found_and_steps_are_not() {
        let m = "let\n  Source = Sql.Database(#\"Server\", #\"Data Base\"),\n  #\"Changed Type\" = f(Source),\n  \
                 #\"Kept\" /* x */ = g(#\"Changed Type\")\nin\n  #\"Kept\"";
        assert_eq!(names(m), ["Server", "Data Base"]);
    }

    #[test]
    fn fields_texts_and_comments_are_no_references() {
        assert_eq!(names("each [#\"a b\"] & r[ #\"c\" ] & \"#\"\"x\"\"\" // #\"d\"\n/* #\"e\" */"), [""; 0]);
        assert_eq!(names("(#\"p\" as text) => #\"p\" & #\"q\""), ["q"]);
        assert_eq!(names("[#\"key\" = #\"value\"]"), ["value"]);
    }

    proptest! {
        #[test]
        fn any_text_is_scanned_to_its_end(m in "[#\"/*\\[=a é\n]{0,30}") {
            for (_, span) in references(&m) {
                prop_assert!(m.get(span).is_some());
            }
        }
    }
}
