//! What names and descriptions become in the languages of the documentation: one function for each.
//!
//! A name is whatever people have written into a database: each function takes every text and gives one that shows
//! just that text, and can neither end its place nor begin something of its own.

use std::collections::BTreeSet;

use crate::name::html_text;

/// Text of HTML, SVG and XML, in attributes too. Characters that XML does not have become a replacement character.
pub fn html(text: &str) -> String {
    let known = |c: char| match c {
        '\n' | '\t' => c,
        '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    html_text(&text.chars().map(known).collect::<String>())
}

/// Text in a line of Markdown, in a cell of a table too: everything that could be markup is escaped, and a line break
/// is a space.
pub fn markdown(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            // Otherwise GitHub makes a link or a person of it.
            '@' => safe.push_str("&#64;"),
            ':' => safe.push_str("&#58;"),
            c if c.is_control() => safe.push(' '),
            c if c.is_ascii_punctuation() && !",;'\"?%/".contains(c) => safe.extend(['\\', c]),
            c => safe.push(c),
        }
    }
    safe
}

/// Text in Markdown's code, within a line: the fence is longer than any in the text. A pipe is escaped, which in the
/// cell of a table is how one is written; elsewhere, [`code`] shows none at all.
pub fn cell_code(text: &str) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    code(text).replace('|', "\\|")
}

fn code(text: &str) -> String {
    // Lines and what they are indented by become one blank.
    let text = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let fence = "`".repeat(longest(&text, '`') + 1);
    // One blank at either side is not shown.
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Text of several lines in a block of Markdown, as the language of that name.
pub fn block(language: &str, text: &str) -> String {
    let fence = "`".repeat(longest(text, '`').max(2) + 1);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let language: String = language.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{fence}{language}\n{}\n{fence}", text.trim_end_matches('\n'))
}

fn longest(text: &str, wanted: char) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == wanted { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// A text of Mermaid, with its quotes. Mermaid has no escape of a quote but the entities that it takes back after
/// parsing, and whatever could be markup in a label becomes one.
pub fn mermaid(text: &str) -> String {
    let mut safe = String::from("\"");
    for c in text.chars() {
        match c {
            c if c.is_control() => safe.push(' '),
            c if c.is_ascii_alphanumeric() || !c.is_ascii() || " ,.-_/()'+=:!?".contains(c) => safe.push(c),
            c => safe.push_str(&format!("#{};", c as u32)),
        }
    }
    // An empty text is none for its parser.
    if safe.len() == 1 {
        safe.push(' ');
    }
    safe.push('"');
    safe
}

/// An identifier for each name, all different: the name itself where it is one, otherwise what is left of it.
pub fn identifiers<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let names: Vec<&str> = names.into_iter().collect();
    let is_plain = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && !WORDS.contains(&name.to_ascii_lowercase().as_str())
    };
    // Those that are their own identifier keep it, whoever comes first.
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let plain: Vec<bool> = names.iter().map(|name| is_plain(name) && taken.insert((*name).to_owned())).collect();
    let mut found = Vec::new();
    for (name, is_plain) in names.iter().zip(plain) {
        if is_plain {
            found.push((*name).to_owned());
            continue;
        }
        let word: String =
            name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).take(LONGEST).collect();
        let word = format!("n_{}", word.trim_matches('_'));
        let mut number = 1;
        let mut id = word.clone();
        while !taken.insert(id.clone()) {
            number += 1;
            id = format!("{word}_{number}");
        }
        found.push(id);
    }
    found
}

const LONGEST: usize = 40;

/// What Mermaid takes for something else, at the beginning of a line or as the name of a node.
const WORDS: &[&str] = &[
    "acc_descr",
    "acc_title",
    "class",
    "classdef",
    "click",
    "default",
    "direction",
    "end",
    "erdiagram",
    "flowchart",
    "graph",
    "one",
    "only",
    "optionally",
    "many",
    "more",
    "href",
    "interpolate",
    "linkstyle",
    "style",
    "subgraph",
    "title",
    "to",
    "u",
    "zero",
    "o",
    "x",
];

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "<script>alert(\"x\")</script> | ]a` [b](javascript:c) #quot; %%{init} \\ @d\r\n- e";

    #[test]
    fn nothing_gets_out_of_html() {
        let safe = html(HOSTILE);
        assert!(!safe.contains(['<', '>', '"', '\'']), "{safe}");
        assert_eq!(html("a\u{0}b\u{1b}"), "a\u{fffd}b\u{fffd}");
        assert_eq!(html("Ünïcode & co"), "Ünïcode &amp; co");
    }

    #[test]
    fn nothing_gets_out_of_a_cell_of_markdown() {
        let safe = markdown(HOSTILE);
        assert!(!safe.contains(['\n', '\r', '<', '>', '@']), "{safe}");
        let bare = |c: char| safe.match_indices(c).any(|(at, _)| !safe[..at].ends_with('\\'));
        for c in ['|', '`', '[', ']', '(', ')', '_', '*'] {
            assert!(!bare(c), "{c} in {safe}");
        }
        // The colon of an address is none for whoever looks for one.
        assert!(!safe.contains("javascript:") && !markdown("https://a.b").contains("://"));
        assert_eq!(markdown("a|b"), "a\\|b");
    }

    #[test]
    fn code_is_fenced_longer_than_what_it_holds() {
        assert_eq!(cell_code("a|b"), "`a\\|b`");
        assert_eq!(cell_code("``"), "``` `` ```");
        assert_eq!(cell_code(" "), "");
        assert_eq!(cell_code("a\n    b\n"), "`a b`");
        assert_eq!(block("dax", "a\r\n```\nb\n"), "````dax\na\n```\nb\n````");
        assert_eq!(block("d<x>\n", "a"), "```dx\na\n```");
    }

    #[test]
    fn nothing_gets_out_of_a_text_of_mermaid() {
        let safe = mermaid(HOSTILE);
        let inside = &safe[1..safe.len() - 1];
        assert!(!inside.contains(['"', '<', '>', '`', '|', '[', ']', '{', '}', '%', '\\', '\n', '&']), "{safe}");
        assert_eq!(mermaid("a \"b\" #c"), "\"a #34;b#34; #35;c\"");
        assert_eq!(mermaid(""), "\" \"");
    }

    #[test]
    fn every_name_has_an_identifier_of_its_own() {
        let ids =
            identifiers(["fact_sales", "Basket Rules", "Basket|Rules", "", "end", "n_Basket_Rules", "fact_sales", "ß"]);
        assert_eq!(
            ids,
            [
                "fact_sales",
                "n_Basket_Rules_2",
                "n_Basket_Rules_3",
                "n_",
                "n_end",
                "n_Basket_Rules",
                "n_fact_sales",
                "n__2"
            ]
        );
    }
}
