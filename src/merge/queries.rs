//! Lists in an annotation: the order of queries, to which both sides add.

use std::collections::BTreeSet;

use super::order;

/// Whether the value of this annotation is a list in JSON.
pub fn is_list(kind: &str, name: &str) -> bool {
    kind.eq_ignore_ascii_case("annotation") && name == "PBI_QueryOrder"
}

/// The three lists as one: what either side has added or taken away. `None` where one of them is no list of texts.
pub fn merge(base: Option<&str>, ours: &str, theirs: &str) -> Option<String> {
    let list = |text: &str| serde_json::from_str::<Vec<String>>(text).ok();
    let (base, ours, theirs) = (list(base.unwrap_or("[]"))?, list(ours)?, list(theirs)?);
    let [base, ours, theirs] = [&base, &ours, &theirs].map(|list| list.iter().map(String::as_str).collect::<Vec<_>>());
    let stays = |key: &&&str| !base.contains(*key) || ours.contains(*key) && theirs.contains(*key);
    let kept: BTreeSet<&str> = ours.iter().chain(&theirs).filter(stays).copied().collect();
    let (merged, _) = order::merged([&base, &ours, &theirs], &kept, true);
    Some(serde_json::Value::from(merged).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_add_and_take_away() {
        let merged = merge(Some(r#"["a","b","c"]"#), r#"["c","a","mine"]"#, r#"["a","b","c","new"]"#);
        assert_eq!(merged.as_deref(), Some(r#"["c","new","a","mine"]"#));
        assert_eq!(merge(None, "[\"a\"]", "no list"), None);
    }
}
