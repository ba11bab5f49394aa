use proptest::prelude::*;

use super::*;
use crate::dax::testing::{
    expression_tokens, function_shape, function_tokens, query_shape, query_tokens, shape, written,
};

fn compact(text: &str) -> String {
    expression(text, &Style::COMPACT).expect("no syntax error")
}

fn narrow(text: &str) -> String {
    expression(text, &Style { width: 30, ..Style::COMPACT }).expect("no syntax error")
}

#[test]
fn what_fits_stands_on_one_line() {
    assert_eq!(compact("calculate( sum ( Sales[a] ) ,T[b]=1 )"), "CALCULATE(SUM(Sales[a]), T[b] = 1)");
    assert_eq!(compact("-a+- -b*(c)"), "-a + - -b * (c)");
    assert_eq!(compact("not a in{1,(2)}"), "NOT a IN {1, (2)}");
    assert_eq!(compact("pi( )"), "PI()");
    assert_eq!(compact("IF(a,,b)"), "IF(a, , b)");
    assert_eq!(compact("IF(a,)"), "IF(a,)");
    assert_eq!(compact("'Date' [Date] . [Month]"), "'Date'[Date].[Month]");
    assert_eq!(compact("[m] (true)"), "[m](TRUE)");
}

#[test]
fn names_keep_their_case_and_words_of_the_language_do_not() {
    assert_eq!(compact("local.Tax(sum(sales[Net]))"), "local.Tax(SUM(sales[Net]))");
    assert_eq!(compact("topn(3,t,[x],desc)"), "TOPN(3, t, [x], DESC)");
    assert_eq!(compact("dateadd('D'[d],-1,day)"), "DATEADD('D'[d], -1, DAY)");
    assert_eq!(compact("countrows(day)"), "COUNTROWS(day)");
    assert_eq!(compact("orderby([x],asc blanks last)"), "ORDERBY([x], ASC BLANKS LAST)");
}

#[test]
fn what_does_not_fit_is_broken_from_the_outside_in() {
    assert_eq!(
        narrow("CALCULATE(SUM(Sales[Revenue]), FILTER(ALL(Customer), Customer[Age] > 18))"),
        "CALCULATE(
\tSUM(Sales[Revenue]),
\tFILTER(
\t\tALL(Customer),
\t\tCustomer[Age] > 18
\t)
)"
    );
    assert_eq!(
        narrow("[Revenue of Sales] - [Costs of Sales] * 2"),
        "[Revenue of Sales]
\t- [Costs of Sales] * 2"
    );
    assert_eq!(
        narrow("T[Region] IN { \"North\", \"South\", \"East\" }"),
        "T[Region] IN {
\t\"North\",
\t\"South\",
\t\"East\"
}"
    );
    assert_eq!(
        narrow("T[Region] IN VALUES('Region Manager'[Region])"),
        "T[Region] IN
\tVALUES(
\t\t'Region Manager'[Region]
\t)"
    );
}

#[test]
fn variables_and_return_have_lines_of_their_own() {
    assert_eq!(compact("VAR a=1 VAR b=a return a+b"), "VAR a = 1\nVAR b = a\nRETURN a + b");
    assert_eq!(
        narrow("VAR a = 1\n\n\nVAR Total = SUM(Sales[Net Revenue]) RETURN DIVIDE([Revenue], Total)"),
        "VAR a = 1

VAR Total =
\tSUM(Sales[Net Revenue])
RETURN
\tDIVIDE([Revenue], Total)"
    );
    assert_eq!(
        compact("SUMX(T, VAR a = T[x] RETURN a * 2)"),
        "SUMX(
\tT,
\tVAR a = T[x]
\tRETURN a * 2
)"
    );
}

#[test]
fn arguments_that_belong_together_stand_together() {
    assert_eq!(
        narrow("ADDCOLUMNS(VALUES(T[a]), \"Revenue\", [Revenue], \"Long\", CALCULATE([Revenue], ALL(T)))"),
        "ADDCOLUMNS(
\tVALUES(T[a]),
\t\"Revenue\", [Revenue],
\t\"Long\",
\t\tCALCULATE(
\t\t\t[Revenue],
\t\t\tALL(T)
\t\t)
)"
    );
    assert_eq!(
        narrow("SWITCH(TRUE, [a] > 10, \"high\", [a] > 5, \"mid\", \"low\")"),
        "SWITCH(
\tTRUE,
\t[a] > 10, \"high\",
\t[a] > 5, \"mid\",
\t\"low\"
)"
    );
    assert_eq!(
        narrow("CONCATENATEX(Customers, [Name], \", \", [Name], DESC)"),
        "CONCATENATEX(
\tCustomers,
\t[Name],
\t\", \",
\t[Name], DESC
)"
    );
}

#[test]
fn comments_stay_where_they_are() {
    assert_eq!(
        compact(
            "// first\nVAR a = 1 // one\n-- before b\nVAR b = /* in */ 2\nRETURN\n  F( // of\n    a, /* x */ b // last\n    // end\n  )\n// after"
        ),
        "// first
VAR a = 1 // one
-- before b
VAR b = /* in */ 2
RETURN
\tF( // of
\t\ta,
\t\t/* x */ b // last
\t\t// end
\t)
// after"
    );
    // Before a comma and behind an operator a line does not end: the comment stays on its line.
    assert_eq!(compact("F(a // x\n, b)"), "F(\n\ta, // x\n\tb\n)");
    assert_eq!(compact("a + // x\nb"), "a // x\n\t+ b");
    assert_eq!(compact("SUM // x\n(a)"), "// x\nSUM(a)");
    assert_eq!(compact("a // x\r// y\r\r// z"), "a // x\n// y\n// z");
    assert_eq!(query("// nothing else\n", &Style::COMPACT).as_deref(), Some("// nothing else"));
}

#[test]
fn the_spaced_style_is_that_of_dax_formatter() {
    let spaced = |text| expression(text, &Style::SPACED).expect("no syntax error");
    assert_eq!(spaced("CALCULATE(SUM(T[a]),T[b] IN {1,2})"), "CALCULATE ( SUM ( T[a] ), T[b] IN { 1, 2 } )");
    assert_eq!(spaced("VAR a=PI() RETURN (a)"), "VAR a = PI ()\nRETURN\n    ( a )");
}

#[test]
fn queries_are_laid_out() {
    let text = "define measure T[m]=sum(T[a]) var x=1 function F=(a:int64,b=1)=>a+b
        evaluate filter(T,T[a]=x) order by T[a] desc,T[b] start at 1,2 evaluate {1}";
    assert_eq!(
        query(text, &Style::COMPACT).expect("no syntax error"),
        "DEFINE
\tMEASURE T[m] = SUM(T[a])
\tVAR x = 1
\tFUNCTION F = (a : INT64, b = 1) => a + b

EVALUATE FILTER(T, T[a] = x)
ORDER BY T[a] DESC, T[b]
START AT 1, 2

EVALUATE {1}"
    );
    assert_eq!(function("(a:scalar int64 val,)=>a", &Style::COMPACT).as_deref(), Some("(a : SCALAR INT64 VAL,) => a"));
}

#[test]
fn what_has_a_syntax_error_is_not_laid_out() {
    for text in ["", "SUM(", "1 +", "a AND b", "F(a; b)", "“a”"] {
        assert_eq!(format(text), None, "{text}");
    }
    assert_eq!(format("SUM( Verkäufe[a] )").as_deref(), Some("SUM(Verkäufe[a])"));
}

/// The comments of a text, in no order.
fn comments<T>(parsed: &Parsed<T>) -> Vec<String> {
    let comments = parsed.tokens.iter().filter(|token| token.is_comment());
    let mut comments: Vec<String> = comments.map(|token| token.text(parsed.text()).trim_end().to_owned()).collect();
    comments.sort();
    comments
}

fn styles() -> impl Strategy<Value = Style> {
    let style = prop::sample::select(vec![Style::COMPACT, Style::SPACED]);
    (style, prop::sample::select(vec![100, 40, 12, 1])).prop_map(|(style, width)| Style { width, ..style })
}

/// The layout says the same as the text, keeps its comments, ends no line in a space, and is stable.
macro_rules! check_layout {
    ($text:expr, $style:expr, $format:path, $parse:path, $shape:expr) => {
        let once = $format(&$text, &$style);
        prop_assert!(once.is_some(), "no layout: {}", $text);
        let once = once.unwrap_or_default();
        let (before, after) = ($parse(&$text), $parse(&once));
        prop_assert_eq!(&after.errors, &[], "{}\n---\n{}", $text, once);
        prop_assert_eq!($shape(&before.tree), $shape(&after.tree), "{}\n---\n{}", $text, once);
        prop_assert_eq!(comments(&before), comments(&after), "{}\n---\n{}", $text, once);
        prop_assert_eq!($format(&once, &$style), Some(once.clone()), "{}\n---\n{}", $text, once);
    };
}

proptest! {
    #[test]
    fn expressions_say_the_same_and_are_stable(text in written(expression_tokens()), style in styles()) {
        check_layout!(text, style, expression, parse_expression, shape);
    }

    #[test]
    fn queries_say_the_same_and_are_stable(text in written(query_tokens()), style in styles()) {
        check_layout!(text, style, query, parse_query, query_shape);
    }

    #[test]
    fn functions_say_the_same_and_are_stable(text in written(function_tokens()), style in styles()) {
        check_layout!(text, style, function, parse_function, function_shape);
    }
}
