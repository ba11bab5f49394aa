//! Any text is M: its tokens are the text, and everything that is said of it has its place in it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pbiforge::m::{self, Document, Expr, Parsed, walk};
use pbiforge_fuzz::within;

fuzz_target!(|text: &str| {
    let parsed = m::parse(text);
    lossless(text, &parsed);
    let is_sound = parsed.problems.is_empty();
    match &parsed.document {
        Document::Expression(expression) => {
            places(text, expression, is_sound);
            m::unbound(expression, &["Sales"].into()).iter().for_each(|one| within(text, &one.span));
            m::references(expression).iter().for_each(|one| within(text, &one.span));
            m::columns(expression);
        }
        Document::Section(section) => {
            for member in &section.members {
                member.attributes.iter().chain([&member.binding.value]).for_each(|one| places(text, one, is_sound));
            }
        }
    }
    let problems = [parsed.problems.clone(), m::scope_problems(&parsed, &["Sales"].into()), m::column_problems(&parsed)];
    for problem in problems.iter().flatten() {
        within(text, &problem.span);
        problem.also.iter().for_each(|(span, _)| within(text, span));
        problem.fix.iter().flat_map(|(_, edits)| edits).for_each(|(span, _)| within(text, span));
    }
});

fn lossless(text: &str, parsed: &Parsed) {
    assert_eq!(parsed.text(), text);
    let mut end = 0;
    for token in &parsed.tokens {
        assert!(token.span.start == end && token.span.end > end, "{token:?} after {end}");
        end = token.span.end;
    }
    assert_eq!(end, text.len());
}

/// Where there are faults, what could be made of them may stand across each other.
fn places(text: &str, tree: &Expr, is_sound: bool) {
    within(text, &tree.span);
    walk::children(tree, &mut |child| {
        let (inner, outer) = (&child.span, &tree.span);
        let is_inside = outer.start <= inner.start && inner.end <= outer.end;
        assert!(is_inside || !is_sound, "{inner:?} outside {outer:?}");
        places(text, child, is_sound);
    });
}
