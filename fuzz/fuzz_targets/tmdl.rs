//! Any text is TMDL: nothing of it is lost, everything has its place in it, what is laid out stays as it is, and a
//! model without faults is the same when it was printed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pbiforge::tmdl::{self, Document, Expression, Object, Value, format};
use pbiforge_fuzz::{placed, within};

fuzz_target!(|text: &str| {
    let document = tmdl::parse(text);
    assert_eq!(document.text(), text);
    document.objects.iter().for_each(|one| object(text, one));
    for error in &document.errors {
        within(text, &error.span);
        error.fix.iter().flat_map(|(_, edits)| edits).for_each(|(span, _)| within(text, span));
    }

    if let Ok(laid_out) = format::format(text, None) {
        assert_eq!(format::format(&laid_out, None).as_deref(), Ok(laid_out.as_str()), "laid out twice");
    }

    let lowered = tmdl::lower(&[("a.tmdl".to_owned(), document)]);
    let mut tree = pbiforge::file_tree::FileTree::new();
    tree.insert("a.tmdl", text);
    lowered.diagnostics.iter().for_each(|found| placed(found, &tree));
    tmdl::bim(&lowered.model);
    if lowered.diagnostics.is_empty() {
        let printed = tmdl::print(&lowered.model);
        let files: Vec<(String, Document)> =
            printed.paths().map(|path| (path.to_owned(), tmdl::parse(printed.text(path).expect("text")))).collect();
        let again = tmdl::lower(&files);
        assert_eq!(again.diagnostics, [], "printed: {printed:?}");
        let mut model = lowered.model;
        if model.name.is_empty() {
            model.name = "Model".to_owned();
        }
        assert_eq!(again.model, model, "printed: {printed:?}");
    }
});

fn object(text: &str, object: &Object) {
    within(text, &object.span);
    within(text, &object.kind_span);
    assert_eq!(text[object.kind_span.clone()], object.kind);
    object.name.iter().for_each(|name| within(text, &name.span));
    object.description.iter().for_each(|description| within(text, &description.span));
    object.default.iter().for_each(|one| expression(text, one));
    for property in &object.properties {
        within(text, &property.name.span);
        assert!(object.span.start <= property.name.span.start && property.name.span.end <= object.span.end);
        match &property.value {
            Value::Flag => {}
            Value::Text(value) => within(text, &value.span),
            Value::Expression(one) => expression(text, one),
        }
    }
    for child in &object.children {
        assert!(object.span.start <= child.span.start && child.span.end <= object.span.end);
        self::object(text, child);
    }
}

/// Every line of an expression is found again where it is said to begin.
fn expression(text: &str, one: &Expression) {
    within(text, &one.span);
    if one.text.is_empty() {
        return;
    }
    for (at, line) in one.text.split('\n').enumerate() {
        let start = one.line_starts[at];
        assert!(one.text[start.text..].starts_with(line), "line {at} of {one:?}");
        assert!(text[start.file..].starts_with(line), "line {at} of {one:?}");
    }
    for (at, _) in one.text.char_indices() {
        assert!(text.is_char_boundary(one.file_offset(at)));
    }
}
