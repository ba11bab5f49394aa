//! The new files.

use std::collections::BTreeMap;

use super::mention::{Mention, Style};
use super::plan::Plan;
use super::proof::NOT_PROVEN;
use crate::diag::Diagnostic;
use crate::file_tree::FileTree;

/// `mentions` are in the order of files and places, `paths` the files that get another name.
pub fn apply(
    tree: &FileTree,
    mentions: &[Mention],
    plan: &Plan,
    paths: &BTreeMap<String, String>,
) -> Result<FileTree, Diagnostic> {
    let bug = |mention: &Mention, why: &str| {
        Diagnostic::new(&NOT_PROVEN, format!("this mention of the {} `{}` {why}", mention.of.kind(), mention.of))
            .at(mention.place(), "")
    };
    let mut written = Vec::with_capacity(mentions.len());
    for mention in mentions {
        let text = tree.text(&mention.file).and_then(|text| text.get(mention.span.clone()));
        match text.filter(|text| mention.is_read(text)) {
            Some(text) => written.push((mention, text)),
            None if mention.of.name() == plan.name(&mention.of) => {}
            None => return Err(bug(mention, "is not where it should be")),
        }
    }
    let style = Style::of(written.iter().copied());
    let mut edits: BTreeMap<&str, Vec<(&Mention, String)>> = BTreeMap::new();
    for (mention, text) in written {
        if let Some(new) = mention.rewritten(plan, style, text) {
            edits.entry(&mention.file).or_default().push((mention, new));
        }
    }
    let mut new = FileTree::new();
    for (path, bytes) in tree.iter() {
        let to = paths.get(path).map_or(path, String::as_str);
        let (Some(edits), Some(text)) = (edits.get(path), tree.text(path)) else {
            new.insert(to, bytes);
            continue;
        };
        let (mut edited, mut from) = (String::with_capacity(text.len()), 0);
        for (mention, insert) in edits {
            let Some(before) = text.get(from..mention.span.start) else {
                return Err(bug(mention, "lies within another"));
            };
            edited.push_str(before);
            edited.push_str(insert);
            from = mention.span.end;
        }
        edited.push_str(text.get(from..).unwrap_or_default());
        new.insert(to, edited);
    }
    Ok(new)
}
