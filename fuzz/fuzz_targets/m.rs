//! Any text is M, and every fault stands in it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pbiforge::m;

fuzz_target!(|text: &str| {
    let parsed = m::parse(text);
    assert_eq!(parsed.text(), text);
    let mut problems = parsed.problems.clone();
    problems.extend(m::scope_problems(&parsed, &["Sales"]));
    problems.extend(m::column_problems(&parsed));
    for problem in &problems {
        assert!(text.get(problem.span.clone()).is_some());
    }
});
