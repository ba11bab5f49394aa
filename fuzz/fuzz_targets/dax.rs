//! Any text is DAX, and every fault stands in it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pbiforge::dax;

fuzz_target!(|text: &str| {
    let errors = [dax::parse_expression(text).errors, dax::parse_function(text).errors, dax::parse_query(text).errors];
    for error in errors.iter().flatten() {
        assert!(text.get(error.span.clone()).is_some());
    }
});
