use proptest::prelude::*;

use super::*;
use crate::dax::testing::{expression_tokens, noise, written};

fn kinds(text: &str) -> Vec<TokenKind> {
    lex(text).tokens.iter().filter(|token| !token.is_trivia()).map(|token| token.kind).collect()
}

fn texts(text: &str) -> Vec<&str> {
    lex(text).tokens.iter().map(|token| token.text(text)).collect()
}

/// The names of the errors and what they point at.
fn faults(text: &str) -> Vec<(&'static str, &str)> {
    lex(text).errors.iter().map(|error| (error.code.name, &text[error.span.clone()])).collect()
}

/// The text with the first machine fix applied.
fn mended(text: &str) -> String {
    let (_, edits) = lex(text).errors.remove(0).fix.expect("a fix");
    let mut mended = text.to_owned();
    for (span, new) in edits.into_iter().rev() {
        mended.replace_range(span, &new);
    }
    mended
}

#[test]
fn every_operator_and_bracket_is_a_token_of_its_own() {
    let text = "( ) { } , ; : . => := + - * / ^ & && || = == <> < <= > >=";
    let expected = [
        OpenParen,
        CloseParen,
        OpenBrace,
        CloseBrace,
        Comma,
        Semicolon,
        Colon,
        Dot,
        Arrow,
        Assign,
        Plus,
        Minus,
        Star,
        Slash,
        Caret,
        Ampersand,
        And,
        Or,
        Equal,
        StrictlyEqual,
        NotEqual,
        Less,
        LessOrEqual,
        Greater,
        GreaterOrEqual,
    ];
    assert_eq!(kinds(text), expected);
    assert!(lex(text).errors.is_empty());
}

#[test]
fn names_texts_and_numbers_are_read_whole() {
    assert_eq!(kinds("Sales _x x1 STDEV.S Local.Tax.Rate"), [Word; 5]);
    assert_eq!(texts("'O''Brien'[a]]b]\"a \"\"b\"\"\"@p"), ["'O''Brien'", "[a]]b]", "\"a \"\"b\"\"\"", "@p"]);
    assert_eq!(texts("'Date'[Date].[Month]"), ["'Date'", "[Date]", ".", "[Month]"]);
    assert_eq!(kinds("1 007 1. .5 1.5 1e5 1E+5 1.5e-3"), [Integer, Integer, Real, Real, Real, Real, Real, Real]);
    assert_eq!(texts("1.5e-3-2"), ["1.5e-3", "-", "2"]);
    assert_eq!(kinds("dt\"2024-01-31\" DT\"2024-01-31\" dt"), [Date, Date, Word]);
    assert_eq!(kinds("\"two\nlines\""), [Text]);
    assert_eq!(kinds("[Amount\n(USD)]"), [BracketName]);
}

#[test]
fn comments_are_kept_and_do_not_nest() {
    assert_eq!(
        texts("1 // a\n--b\r\n/* c /* d */ 2"),
        ["1", " ", "// a", "\n", "--b", "\r\n", "/* c /* d */", " ", "2"]
    );
    // Two minus signs are no double negation.
    assert_eq!(kinds("1 --2"), [Integer]);
    assert_eq!(kinds("\"// no comment\" '/* none */' [-- none]"), [Text, QuotedName, BracketName]);
    assert_eq!(faults("1 /* a"), [("unclosed-comment", "/*")]);
}

#[test]
fn what_is_opened_and_not_closed_is_reported_where_it_opens() {
    assert_eq!(faults("IF(x, \"a, b)"), [("unclosed-text", "\"")]);
    assert_eq!(faults("SUM('Sales'[Revenue) + [b]"), [("unclosed-name", "[")]);
    assert_eq!(texts("SUM(Sales[Revenue)\n+ [b]")[3], "[Revenue");
    assert_eq!(faults("[Amount (net) [USD]]] [Range [0,10)]"), []);
    for line_break in ["\n", "\r\n", "\r"] {
        assert_eq!(faults(&format!("'a{line_break}b'")).len(), 2);
        assert_eq!(faults(&format!("[a{line_break}b] + [c{line_break}\"d\"]"))[0].1, "[");
    }
    assert_eq!(faults("SUM('Sales[Revenue])"), [("unclosed-name", "'")]);
    assert_eq!(texts("SUM('Sales[Revenue])")[2..4], ["'Sales", "[Revenue]"]);
}

#[test]
fn numbers_and_dates_that_are_none_are_one_error_each() {
    assert_eq!(
        faults("1.2.3 + 12abc + 1e + 1_000"),
        [
            ("malformed-number", "1.2.3"),
            ("malformed-number", "12abc"),
            ("malformed-number", "1e"),
            ("malformed-number", "1_000")
        ]
    );
    assert_eq!(mended("SUM(2024Sales[x])"), "SUM('2024Sales'[x])");
    for good in ["2024-02-29", "2015-1-9T02:30:00", "2020-12-15 23:59:59", "9999-12-31", "2024-01-31T00:00:00.5"] {
        assert_eq!(faults(&format!("dt\"{good}\"")), [], "{good}");
    }
    for bad in ["", "31.12.2024", "2023-02-29", "2024-13-01", "2024-1", "2024-01-32", "2024-01-31T25:00:00", "20240131"]
    {
        assert_eq!(lex(&format!("dt\"{bad}\"")).errors.len(), 1, "{bad}");
    }
}

#[test]
fn what_looks_like_dax_is_read_as_what_it_looks_like() {
    assert_eq!(kinds("a != b ≤ c – d"), [Word, NotEqual, Word, LessOrEqual, Word, Minus, Word]);
    assert_eq!(mended("a != b"), "a <> b");
    assert_eq!(kinds("“north” ‘Sales’"), [Text, QuotedName]);
    assert_eq!(mended("“north”"), "\"north\"");
    assert_eq!(faults("5%"), [("unexpected-character", "%")]);
    assert_eq!(mended("a\u{200b}b"), "ab");
    assert_eq!(faults("a \0\0 b"), [("unexpected-character", "\0\0")]);
    // A parameter has a name.
    assert_eq!(kinds("@é @_ @1"), [Parameter; 3]);
    assert_eq!(faults("@\u{a0}a @"), [("unexpected-character", "@"); 2]);
    assert_eq!(faults("\u{feff}1\u{a0}+ 2"), []);
}

#[test]
fn a_name_with_other_letters_is_one_warning_however_often_it_stands() {
    let text = "SUM(Verkäufe[a]) + SUM(verkäufe[b])";
    assert_eq!(faults(text), [("unquoted-special-name", "Verkäufe")]);
    assert_eq!(mended(text), "SUM('Verkäufe'[a]) + SUM('verkäufe'[b])");
    // A variable cannot stand in quotes.
    assert!(lex("VAR größe = 1 RETURN größe").errors[0].fix.is_none());
}

proptest! {
    #[test]
    fn tokens_cover_any_text_without_gap_or_overlap(text in prop_oneof![noise(), written(expression_tokens())]) {
        let mut end = 0;
        for token in lex(&text).tokens {
            prop_assert_eq!(token.start, end);
            prop_assert!(token.end > token.start && text.get(token.span()).is_some());
            end = token.end;
        }
        prop_assert_eq!(end, text.len());
    }
}
