//! Any text is DAX: its tokens are the text, everything has its place in it, and what is laid out says the same and
//! stays as it is.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pbiforge::dax::format::{self, Style};
use pbiforge::dax::tree::Expr;
use pbiforge::dax::{self, Parsed, TokenKind};
use pbiforge_fuzz::within;

fuzz_target!(|text: &str| {
    let expression = dax::parse_expression(text);
    lossless(text, &expression);
    places(text, &expression.tree);
    let function = dax::parse_function(text);
    lossless(text, &function);
    function.tree.expressions().into_iter().for_each(|one| places(text, one));
    let query = dax::parse_query(text);
    lossless(text, &query);
    query.tree.expressions().into_iter().for_each(|one| places(text, one));

    for style in [Style::COMPACT, Style::SPACED] {
        stable(text, |text| format::expression(text, &style), |text| said(&dax::parse_expression(text)));
        stable(text, |text| format::function(text, &style), |text| said(&dax::parse_function(text)));
        stable(text, |text| format::query(text, &style), |text| said(&dax::parse_query(text)));
    }
});

fn lossless<T>(text: &str, parsed: &Parsed<T>) {
    assert_eq!(parsed.print(), text);
    let mut end = 0;
    for token in &parsed.tokens {
        assert!(token.start == end && token.end > end, "{token:?} after {end}");
        end = token.end;
    }
    let mut last = 0;
    for error in &parsed.errors {
        within(text, &error.span);
        assert!(error.span.start >= last, "errors in the order of the text");
        last = error.span.start;
        error.related.iter().for_each(|(span, _)| within(text, span));
        error.fix.iter().flat_map(|(_, edits)| edits).for_each(|(span, _)| within(text, span));
    }
}

fn places(text: &str, tree: &Expr) {
    within(text, &tree.span);
    for child in tree.children() {
        let (inner, outer) = (&child.span, &tree.span);
        assert!(outer.start <= inner.start && inner.end <= outer.end, "{inner:?} outside {outer:?}");
        places(text, child);
    }
}

fn stable(text: &str, lay_out: impl Fn(&str) -> Option<String>, said: impl Fn(&str) -> (String, Vec<String>)) {
    if let Some(laid_out) = lay_out(text) {
        assert_eq!(said(&laid_out), said(text), "laid out it says something else");
        assert_eq!(lay_out(&laid_out).as_deref(), Some(laid_out.as_str()), "laid out twice");
    }
}

/// The tree without its places and the case of its words, and the comments: some change places.
fn said<T: std::fmt::Debug>(parsed: &Parsed<T>) -> (String, Vec<String>) {
    let tree = format!("{:?}", parsed.tree);
    let mut said = String::new();
    let mut rest = tree.as_str();
    while let Some(at) = rest.find("span: ") {
        let (before, after) = rest.split_at(at + "span: ".len());
        said.push_str(before);
        rest = after.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    }
    said.push_str(rest);
    let comments = parsed.tokens.iter().filter(|token| token.kind != TokenKind::Space && token.is_trivia());
    let comments = comments.map(|token| token.text(parsed.text()).split_whitespace().collect::<Vec<_>>().join(" "));
    let mut comments: Vec<String> = comments.collect();
    comments.sort();
    (said.to_uppercase(), comments)
}
