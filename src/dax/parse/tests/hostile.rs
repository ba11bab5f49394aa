//! Depth and size: nothing overflows, and ten times the text takes about ten times as long.

use std::time::{Duration, Instant};

use super::super::*;
use crate::dax::format;

const MANY: usize = 200_000;

#[test]
fn what_is_too_deep_is_one_error() {
    for piece in ["(", "{", "F(", "-", "+", "NOT ", "a^(", "VAR x = ", "VAR x = 1 RETURN ", "[m](", "1 + 2 * 3 ^ F("] {
        let text = piece.repeat(MANY);
        let parsed = parse_expression(&text);
        let names: Vec<&str> = parsed.errors.iter().map(|error| error.code.name).collect();
        // Two minus signs begin a comment: nothing is deep there.
        let expected = if piece == "-" { "missing-expression" } else { "expression-too-deep" };
        assert_eq!(names, [expected], "{piece}");
        assert_eq!(parsed.print(), text);
    }
    assert_eq!(parse_query(&format!("EVALUATE {}", "F(".repeat(MANY))).errors.len(), 1);
    assert_eq!(parse_function(&format!("(a = {}", "{".repeat(MANY))).errors.len(), 1);
}

#[test]
fn what_is_deep_but_not_too_deep_is_read_and_laid_out() {
    let deep = MAX_DEPTH - 10;
    for (open, close) in [("(", ")"), ("IF(a, ", ")"), ("{", "}"), ("VAR x = ", " RETURN x"), ("NOT ", "")] {
        let text = format!("{}1{}", open.repeat(deep), close.repeat(deep));
        assert_eq!(parse_expression(&text).errors, [], "{open}");
        let once = format::format(&text).expect("a layout");
        assert_eq!(format::format(&once), Some(once), "{open}");
    }
}

#[test]
fn long_chains_and_lists_are_no_deeper_than_short_ones() {
    for link in [" + 1", " && a", " & \"x\" * 2", " = 1 || b", " IN t"] {
        assert_eq!(parse_expression(&format!("1{}", link.repeat(MANY))).errors, [], "{link}");
    }
    assert_eq!(parse_expression(&format!("{{1{}}}", ", 1".repeat(MANY))).errors, []);
    assert_eq!(parse_expression(&format!("{} RETURN x", "VAR x = 1 ".repeat(MANY))).errors, []);
    assert_eq!(parse_query(&"EVALUATE T ".repeat(MANY)).errors, []);
}

/// Texts of about a megabyte that a careless reader would go through again and again.
#[test]
fn time_grows_with_the_size_alone() {
    let pieces = [
        "[",
        "[a,",
        "'",
        "'a,",
        "\"",
        "\"a",
        "dt\"",
        "/*",
        "*/",
        "“",
        "‘a",
        "(",
        ")",
        "{",
        "}",
        "(}",
        "{)",
        ",",
        ";",
        "F(1 2 ",
        "VAR ",
        "VAR x ",
        "RETURN ",
        "EVALUATE ",
        "DEFINE ",
        "MEASURE ",
        "ORDER BY ",
        "1a ",
        "é[ ",
        "é ",
        "%",
        "\0",
        "a a ",
        "F(a,,",
        "NOT IN ",
        "a AND ",
        "=>",
        ":=",
        "WITH VISUAL SHAPE AXIS ",
        "[\n",
        "// \n",
        "1.",
        "..",
    ];
    for piece in pieces {
        let text = piece.repeat(1_000_000 / piece.len());
        let before = Instant::now();
        let expression = parse_expression(&text);
        assert_eq!(expression.print().len(), text.len());
        parse_query(&text);
        parse_function(&text);
        assert!(before.elapsed() < Duration::from_secs(20), "{piece}: {:?}", before.elapsed());
    }
}

#[test]
fn ten_megabytes_are_read_and_laid_out() {
    let piece =
        "CALCULATE(SUM('Sales Order'[Net Revenue]), FILTER(ALL(Customer), Customer[Age] >= 18), -- note\n 1),\n";
    let text = format!("{{{}1}}", piece.repeat(10_000_000 / piece.len()));
    let before = Instant::now();
    let parsed = parse_expression(&text);
    let read = before.elapsed();
    assert_eq!(parsed.errors, []);
    let laid_out = format::format(&text).expect("a layout");
    println!("10 MB: read in {read:?}, laid out in {:?}", before.elapsed() - read);
    assert!(laid_out.len() > text.len());
    // A third of a second on an idle machine.
    assert!(read < Duration::from_secs(10), "{read:?}");
}
