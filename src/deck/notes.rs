//! What who speaks has before them: the notes of a slide.

use super::master::{as_master, notes, picture, root};
use super::shapes::{Look, paragraph, tree};
use super::xml::{Element, el};

pub fn slide(lines: &[String]) -> Element {
    let paragraphs = lines.iter().map(|line| paragraph(line, &Look::default())).collect();
    root("p:notes")
        .child(el("p:cSld").child(tree(vec![picture(2, None), notes(3, None, paragraphs)])))
        .child(as_master())
}
