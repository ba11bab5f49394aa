//! Any text is TMDL, and printed again it is the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pbiforge::tmdl;

fuzz_target!(|text: &str| {
    let document = tmdl::parse(text);
    assert_eq!(document.text(), text);
    for error in &document.errors {
        assert!(text.get(error.span.clone()).is_some());
    }
    tmdl::lower(&[("a.tmdl".to_owned(), document)]);
});
