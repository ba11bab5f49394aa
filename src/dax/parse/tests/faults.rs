//! One fault, one error, at the right place.

use crate::dax::{SyntaxError, parse_expression, parse_function, parse_query};

/// The names of the errors and what they point at.
fn named<'a>(text: &'a str, errors: &[SyntaxError]) -> Vec<(&'static str, &'a str)> {
    errors.iter().map(|error| (error.code.name, &text[error.span.clone()])).collect()
}

fn faults(text: &str) -> Vec<(&'static str, &str)> {
    named(text, &parse_expression(text).errors)
}

fn query_faults(text: &str) -> Vec<(&'static str, &str)> {
    named(text, &parse_query(text).errors)
}

fn function_faults(text: &str) -> Vec<(&'static str, &str)> {
    named(text, &parse_function(text).errors)
}

/// The text with all machine fixes applied; nothing may be left to report.
fn mended(text: &str) -> String {
    let mut edits: Vec<_> =
        parse_expression(text).errors.into_iter().filter_map(|error| error.fix).flat_map(|(_, edits)| edits).collect();
    edits.sort_by_key(|(span, _)| span.start);
    let mut mended = text.to_owned();
    for (span, new) in edits.into_iter().rev() {
        mended.replace_range(span, &new);
    }
    assert_eq!(faults(&mended), []);
    mended
}

#[test]
fn brackets_that_are_not_closed() {
    assert_eq!(faults("SUM(T[a]"), [("unclosed-bracket", "(")]);
    assert_eq!(faults("IF(a, SUM(T[a], 1"), [("unclosed-bracket", "(")]);
    assert_eq!(faults("T[a] IN { 1, 2"), [("unclosed-bracket", "{")]);
    assert_eq!(faults("F({ 1, 2 )"), [("unclosed-bracket", "{")]);
    assert_eq!(faults("F((1, 2}, 3)"), [("unexpected-token", "}")]);
    assert_eq!(faults("F(1}, 3)"), [("unexpected-token", "}")]);
    assert_eq!(faults("SUM("), [("unclosed-bracket", "(")]);
    // What follows is read, and the bracket that comes too late is no second fault.
    assert_eq!(faults("VAR a = SUM(T[x] VAR b = 2 RETURN a + b"), [("unclosed-bracket", "(")]);
    assert_eq!(faults("VAR a = SUM(T[x] RETURN a)"), [("unclosed-bracket", "(")]);
    assert_eq!(faults("VAR a = F(G(1, RETURN a))"), [("unclosed-bracket", "(")]);
}

#[test]
fn brackets_that_nothing_opened() {
    assert_eq!(faults("SUM(T[a]))"), [("unexpected-token", ")")]);
    assert_eq!(faults("1 } + 2 ) + 3"), [("unexpected-token", "}")]);
    assert_eq!(faults("F(1 ], 2)"), [("unexpected-character", "]")]);
}

#[test]
fn expressions_that_are_missing() {
    assert_eq!(faults(""), [("missing-expression", "")]);
    assert_eq!(faults("// only a comment"), [("missing-expression", "")]);
    assert_eq!(faults("1 +"), [("missing-expression", "")]);
    assert_eq!(faults("F(1 + )"), [("missing-expression", ")")]);
    assert_eq!(faults("a + * b"), [("missing-expression", "*")]);
    assert_eq!(faults("a && || b"), [("missing-expression", "||")]);
    assert_eq!(faults("VAR a = RETURN a"), [("missing-expression", "RETURN")]);
    assert_eq!(faults("VAR a = 1 RETURN"), [("missing-expression", "")]);
    assert_eq!(faults("() + 1"), [("missing-expression", ")")]);
    // Two faults are two errors.
    assert_eq!(faults("F(1 +, 2 *)").len(), 2);
}

#[test]
fn commas_and_operators_that_are_missing() {
    assert_eq!(faults("DIVIDE([a] [b])"), [("missing-comma", "[b]")]);
    assert_eq!(faults("F(1 2, 3 4)").len(), 2);
    assert_eq!(faults("IF(a IS NULL, 1)"), [("missing-comma", "IS")]);
    assert_eq!(faults("SUM(T[a]) SUM(T[b])"), [("unexpected-token", "SUM")]);
}

#[test]
fn words_of_other_languages() {
    assert_eq!(mended("a = 1 AND b = 2 or c"), "a = 1 && b = 2 || c");
    assert_eq!(faults("NOT a AND b"), [("unexpected-token", "AND")]);
    assert_eq!(faults("[c] NOT IN { 1 }"), [("unexpected-token", "NOT")]);
    assert_eq!(mended("IF(a != “b”, 1)"), "IF(a <> \"b\", 1)");
    assert_eq!(mended("= SUM(T[a])"), " SUM(T[a])");
    assert_eq!(faults("Total := SUM(T[a])"), [("unexpected-token", ":=")]);
    assert_eq!(faults("a => b"), [("unexpected-token", "=>")]);
}

#[test]
fn semicolons_are_one_fault_however_many() {
    assert_eq!(faults("IF(a; F(b; c); d)"), [("semicolon-separator", ";")]);
    assert_eq!(mended("IF(a; F(b; c); d)"), "IF(a, F(b, c), d)");
    // Beside commas it is not sure what they are.
    assert!(parse_expression("ROUND(a; 1,5)").errors[0].fix.is_none());
}

#[test]
fn variables_and_return() {
    assert_eq!(faults("VAR a = 1"), [("missing-return", "VAR")]);
    assert_eq!(faults("VAR a = 1 a + 1"), [("missing-return", "a")]);
    assert_eq!(mended("VAR a = 1 RETRUN a"), "VAR a = 1 RETURN a");
    assert_eq!(faults("F(VAR a = 1)"), [("missing-return", "VAR")]);
    assert_eq!(faults("RETURN 1"), [("missing-expression", "RETURN")]);
    assert_eq!(faults("1 RETURN 2"), [("unexpected-token", "RETURN")]);
    assert_eq!(faults("VAR [a] = 1 RETURN [a]"), [("malformed-variable", "[a]")]);
    assert_eq!(faults("VAR 'a' = 1 RETURN 1"), [("malformed-variable", "'a'")]);
    assert_eq!(faults("VAR Total Sales = 1 RETURN 1"), [("malformed-variable", "Sales")]);
    assert_eq!(faults("VAR a.b = 1 RETURN 1"), [("malformed-variable", "a.b")]);
    assert_eq!(faults("VAR = 1 RETURN 1"), [("malformed-variable", "=")]);
    assert_eq!(mended("VAR a := 1 RETURN a"), "VAR a = 1 RETURN a");
    assert_eq!(faults("VAR a 1 RETURN a"), [("malformed-variable", "1")]);
}

#[test]
fn what_the_lexer_reported_is_not_reported_again() {
    assert_eq!(faults("CONCATENATE(\"abc, \"def\")"), [("unclosed-text", "\"")]);
    assert_eq!(faults("IF(\"a, 1"), [("unclosed-text", "\"")]);
    assert_eq!(faults("SUM('Sales'[Revenue)"), [("unclosed-name", "[")]);
    assert_eq!(faults("SUM(T[a]) /* x"), [("unclosed-comment", "/*")]);
    assert_eq!(faults("5% * 2"), [("unexpected-character", "%")]);
    assert_eq!(faults("a $ b"), [("unexpected-character", "$")]);
    assert_eq!(faults("F(a # b)"), [("unexpected-character", "#")]);
    assert_eq!(faults("1.2.3"), [("malformed-number", "1.2.3")]);
    assert_eq!(faults("dt\"2024-13-01\" + 1"), [("malformed-date", "dt\"2024-13-01\"")]);
}

#[test]
fn queries() {
    assert_eq!(query_faults("DEFINE VAR x = 1"), [("malformed-query", "")]);
    assert_eq!(query_faults("Sales"), [("unexpected-token", "Sales")]);
    assert_eq!(query_faults("EVALUATE Sales DEFINE VAR x = 1"), [("malformed-query", "DEFINE")]);
    assert_eq!(query_faults("DEFINE EVALUATE Sales"), [("malformed-definition", "EVALUATE")]);
    assert_eq!(query_faults("DEFINE MEASURE Revenue = 1 EVALUATE T"), [("malformed-definition", "Revenue")]);
    assert_eq!(query_faults("DEFINE MESURE T[a] = 1 VAR b = 2 EVALUATE T"), [("malformed-definition", "MESURE")]);
    assert_eq!(query_faults("DEFINE TABLE [a] = T EVALUATE T"), [("malformed-definition", "[a]")]);
    assert_eq!(query_faults("DEFINE VAR x 1 EVALUATE T"), [("malformed-definition", "1")]);
    assert_eq!(query_faults("EVALUATE ORDER BY [x]"), [("missing-expression", "ORDER")]);
    assert_eq!(query_faults("EVALUATE T ORDER BY [x],"), [("missing-expression", "")]);
    assert_eq!(query_faults("EVALUATE T START AT 1"), [("malformed-query", "")]);
    assert_eq!(query_faults("EVALUATE FILTER(T, T[a] ORDER BY [x] EVALUATE U"), [("unclosed-bracket", "(")]);
    // The second statement is read although the first is broken.
    assert_eq!(query_faults("EVALUATE T) EVALUATE F(1 +)").len(), 2);
}

#[test]
fn functions() {
    assert_eq!(function_faults("(a : NUMBER) => a"), [("malformed-parameter", "NUMBER")]);
    assert_eq!(function_faults("(a : INT64 INT64) => a"), [("malformed-parameter", "INT64")]);
    assert_eq!(function_faults("(a) -> a"), [("malformed-parameter", "-")]);
    assert_eq!(function_faults("a => a"), [("malformed-parameter", "a")]);
    assert_eq!(function_faults("(a, => a"), [("malformed-parameter", "(")]);
    assert_eq!(function_faults("([a]) => 1"), [("malformed-parameter", "[a]")]);
    assert_eq!(function_faults("(a.b) => 1"), [("malformed-parameter", "a.b")]);
    assert_eq!(function_faults("(a : ) => a"), [("malformed-parameter", ")")]);
    assert_eq!(function_faults("(a b) => a"), [("malformed-parameter", "b")]);
    assert_eq!(function_faults("(a) =>"), [("missing-expression", "")]);
}

#[test]
fn errors_become_diagnostics_of_a_file() {
    use crate::diag::Place;
    let error = parse_expression("a AND b").errors.remove(0);
    let diagnostic = error.diagnostic(|span| Place::bytes("x.tmdl", span.start + 100..span.end + 100));
    assert_eq!(diagnostic.place(), Some(&Place::bytes("x.tmdl", 102..105)));
    let fix = diagnostic.fix.expect("a fix");
    assert_eq!((fix.file.as_str(), fix.edits), ("x.tmdl", vec![(102..105, "&&".to_owned())]));
    // A place that is not known by its bytes cannot be mended.
    assert_eq!(error.diagnostic(|_| Place::file("x.tmdl")).fix, None);
}
