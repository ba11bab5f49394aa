//! Changes of a JSON file that keep the rest of it byte for byte.

use std::ops::Range;

use super::json::Json;
use crate::diag::Fix;

/// Writes a text in the place of a value.
pub fn replace(file: &str, at: &Json, text: &str) -> Fix {
    Fix { title: format!("write `{text}`"), file: file.to_owned(), edits: vec![(at.span.clone(), quoted(text))] }
}

/// Takes an item out of a list, with one of the commas beside it.
pub fn remove_item(file: &str, list: &Json, at: usize) -> Option<Fix> {
    let items = list.items();
    let item = items.get(at)?;
    let before = at.checked_sub(1).and_then(|before| items.get(before));
    let span: Range<usize> = match (before, items.get(at + 1)) {
        (Some(before), _) => before.span.end..item.span.end,
        (None, Some(next)) => item.span.start..next.span.start,
        (None, None) => item.span.clone(),
    };
    Some(Fix { title: "remove it".to_owned(), file: file.to_owned(), edits: vec![(span, String::new())] })
}

/// Puts a text behind the last item of a list, on a line of its own where the others have one.
pub fn append_item(file: &str, source: &str, list: &Json, text: &str) -> Option<Fix> {
    let (at, insert) = match list.items() {
        [] => (list.span.start + 1, quoted(text)),
        items => {
            let last = items.last()?;
            let from = items
                .len()
                .checked_sub(2)
                .and_then(|at| items.get(at))
                .map_or(list.span.start + 1, |item| item.span.end);
            let between = source.get(from..last.span.start)?.trim_start_matches(',');
            let blank = if between.trim().is_empty() && !between.is_empty() { between } else { " " };
            (last.span.end, format!(",{blank}{}", quoted(text)))
        }
    };
    Some(Fix { title: format!("add `{text}`"), file: file.to_owned(), edits: vec![(at..at, insert)] })
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pbir::json;

    fn edited(text: &str, edit: impl Fn(&str, &Json) -> Option<Fix>) -> String {
        let json = json::parse(text).expect("JSON");
        let fix = edit(text, json.get("a").expect("a list")).expect("a fix");
        let (span, insert) = &fix.edits[0];
        format!("{}{insert}{}", &text[..span.start], &text[span.end..])
    }

    #[test]
    fn an_item_goes_with_its_comma() {
        let remove = |text: &str, at| edited(text, |_, list| remove_item("f", list, at));
        assert_eq!(remove(r#"{"a": ["x", "y", "z"]}"#, 0), r#"{"a": ["y", "z"]}"#);
        assert_eq!(remove(r#"{"a": ["x", "y", "z"]}"#, 2), r#"{"a": ["x", "y"]}"#);
        assert_eq!(remove(r#"{"a": [ "x" ]}"#, 0), r#"{"a": [  ]}"#);
    }

    #[test]
    fn an_item_is_added_as_the_others_stand() {
        let add = |text: &str| edited(text, |text, list| append_item("f", text, list, "n\""));
        assert_eq!(add("{\"a\": []}"), "{\"a\": [\"n\\\"\"]}");
        assert_eq!(add("{\"a\": [\"x\"]}"), "{\"a\": [\"x\", \"n\\\"\"]}");
        assert_eq!(add("{\"a\": [\n  \"x\"\n]}"), "{\"a\": [\n  \"x\",\n  \"n\\\"\"\n]}");
        assert_eq!(add("{\"a\": [\"x\",\n  \"y\"]}"), "{\"a\": [\"x\",\n  \"y\",\n  \"n\\\"\"]}");
    }
}
