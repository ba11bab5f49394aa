//! The whole of it: on the project's own queries, on arbitrary text, on text made to hurt.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::diag::Place;

fn everything(text: &str) {
    let parsed = parse(text);
    let printed: String = parsed.tokens.iter().map(|token| &text[token.span.clone()]).collect();
    assert_eq!(printed, text);
    let mut problems = parsed.problems.clone();
    problems.extend(scope_problems(&parsed, &["Known"].into()));
    problems.extend(column_problems(&parsed));
    if let Some(expression) = parsed.expression() {
        unbound(expression, &["Known"].into());
        columns(expression);
    }
    for problem in problems {
        let spans = std::iter::once(&problem.span).chain(problem.also.iter().map(|(span, _)| span));
        for span in spans {
            assert!(text.get(span.clone()).is_some(), "{problem:?}");
        }
        problem.diagnostic(|span| Place::bytes("a", span));
    }
}

const WORDS: &str = "(let|in|each|if|then|else|try|otherwise|catch|error|type|table|function|nullable|optional|text|meta|as|is\
|and|or|not|null|true|section|shared|a|b|A b|Table.AddColumn|Table.SelectColumns|#table|#date|#\"x y\"|\"t\"|1|0x|[.]\
|[=<>+*/&@?!,;(){}]|=>|\\.\\.|\\.\\.\\.|\\[|\\]|//|/\\*|\"|#|%| |\n)";

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC*") {
        everything(&text);
    }

    #[test]
    fn any_words_are_read(words in proptest::collection::vec(WORDS, 0..60), blank in " ?") {
        everything(&words.join(&blank));
    }

    #[test]
    fn bytes_of_a_real_query_may_be_missing(from in 0..ENTERED.len(), length in 0..40usize) {
        let to = (from + length).min(ENTERED.len());
        everything(&format!("{}{}", &ENTERED[..from], &ENTERED[to..]));
    }
}

/// As Power BI Desktop writes a table that was entered by hand, with steps behind it.
const ENTERED: &str = r#"let
    Source = Table.FromRows(Json.Document(Binary.Decompress(Binary.FromText("i45W", BinaryEncoding.Base64), Compression.Deflate)), let _t = ((type nullable text) meta [Serialized.Text = true]) in type table [Country = _t, #"Region Name" = _t, Sales Amount = _t]),
    #"Changed Type" = Table.TransformColumnTypes(Source,{{"Country", type text}, {"Region Name", type text}, {"Sales Amount", Int64.Type}}),
    #"Filtered Rows" = Table.SelectRows(#"Changed Type", each [Sales Amount] > 0 and [Country] <> null),
    #"Grouped Rows" = Table.Group(#"Filtered Rows", {"Country"}, {{"Total", each List.Sum([Sales Amount]), type nullable number}}),
    #"Added Custom" = Table.AddColumn(#"Grouped Rows", "Share", each try [Total] / 100 otherwise null, Percentage.Type)
in
    #"Added Custom""#;

#[test]
fn a_table_that_was_entered_has_no_fault_and_known_columns() {
    let parsed = parse(ENTERED);
    assert_eq!(parsed.problems, []);
    assert_eq!(scope_problems(&parsed, &[].into()), []);
    assert_eq!(column_problems(&parsed), []);
    let columns = columns(parsed.expression().unwrap()).unwrap();
    let shown: Vec<(&str, Option<&str>)> = columns.iter().map(|one| (one.name.as_str(), one.ty.as_deref())).collect();
    assert_eq!(shown, [("Country", Some("text")), ("Total", Some("number")), ("Share", Some("Percentage.Type"))]);
}

#[test]
fn depth_is_bounded() {
    for (open, close) in [
        ("(", ")"),
        ("{", "}"),
        ("[a=", "]"),
        ("f(", ")"),
        ("each ", ""),
        ("let a = ", " in a"),
        ("let a = 1 in ", ""),
        ("(a) => ", ""),
        ("if a then ", " else b"),
        ("if ", " then a else b"),
        ("try ", " otherwise 1"),
        ("type {", "}"),
        ("type table [a = ", "]"),
        ("type function (a as ", ") as any"),
        ("type nullable ", " text"),
        ("[[", "]]"),
        ("a{", "}"),
        ("1 ?? 1 or 1 and 1 = 1 < 1 + 1 * 1 meta -{", "}"),
        ("a is text as number & (", ")"),
    ] {
        for times in [10, 150, 300, 20_000] {
            everything(&format!("{}1{}", open.repeat(times), close.repeat(times)));
            everything(&open.repeat(times));
        }
    }
    assert_eq!(parse(&format!("{}1{}", "(".repeat(150), ")".repeat(150))).problems, []);
    let deep = parse(&format!("{}1{}", "(".repeat(300), ")".repeat(300)));
    assert_eq!(deep.problems.iter().map(|problem| problem.code.id).collect::<Vec<_>>(), ["MQ018"]);
}

#[test]
fn long_chains_are_no_depth() {
    for (first, link) in [
        ("1", " & \"a\""),
        ("a", "[b]"),
        ("a", "(1)"),
        ("a", "{0}?"),
        ("a", " ?? b"),
        ("a", " as text"),
        ("a", " is text"),
        ("a", " and a = 1 or b"),
    ] {
        let text = format!("(a, b) => {first}{}", link.repeat(5_000));
        assert_eq!(parse(&text).problems, [], "{link}");
        everything(&text);
    }
    everything(&format!("{}1", "- not ".repeat(20_000)));
    let branches = format!("(a) => {} 1", "if a = 1 then 2 else ".repeat(5_000));
    assert_eq!(parse(&branches).problems, []);
    everything(&branches);
}

/// Ten times the text takes no more than about ten times as long; the bound is loose because machines are busy.
#[test]
fn time_is_linear() {
    let steps = |count: usize| -> String {
        let steps =
            (1..count).map(|at| format!("S{at} = Table.AddColumn(S{}, \"C{at}\", each [C{at}] & \"x\")", at - 1));
        format!("let S0 = Sales, {} in S{}", steps.collect::<Vec<_>>().join(","), count - 1)
    };
    let hostile: &[&dyn Fn(usize) -> String] = &[
        &steps,
        &|count| (1..count).map(|at| format!("S{at} = S{}", at + 1)).collect::<Vec<_>>().join(",\n"),
        &|count| {
            format!("let {} in 1", (1..count).map(|at| format!("S{at} = S{}", at + 1)).collect::<Vec<_>>().join(","))
        },
        &|count| "[a ".repeat(count),
        &|count| "(a ".repeat(count),
        &|count| "a, ".repeat(count),
        &|count| format!("{{{}}}", "unknown ".repeat(count)),
        &|count| format!("{{{}}}", "% ,".repeat(count)),
        &|count| format!("[{}]", (0..count).map(|_| "a = b").collect::<Vec<_>>().join(",")),
        &|count| format!("\"{}\"", "#(".repeat(count)),
        &|count| format!("let {} in 1", "a = 1,".repeat(count)),
        &|count| "\"a\n".repeat(count),
        &|count| format!("each {}", "[a]{0}(b) + ".repeat(count)),
        &|count| "\0\u{1}".repeat(count),
    ];
    let time = |text: &str| {
        let before = Instant::now();
        everything(text);
        before.elapsed().max(Duration::from_millis(2))
    };
    for (at, make) in hostile.iter().enumerate() {
        let (small, large) = (make(1_000), make(10_000));
        let once = || time(&large).as_secs_f64() / time(&small).as_secs_f64();
        let ratio = (0..3).map(|_| once()).fold(f64::MAX, f64::min);
        assert!(ratio < 40.0, "{at}: ten times the text takes {ratio:.0} times as long");
    }
}
