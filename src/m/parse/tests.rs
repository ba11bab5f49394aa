use super::*;
use crate::m::{Document, ExprKind};

fn problems(text: &str) -> Vec<(&'static str, String)> {
    let found = parse(text).problems;
    found.into_iter().map(|one| (one.code.id, text[one.span.clone()].to_owned())).collect()
}

#[track_caller]
fn accepted(texts: &[&str]) {
    for text in texts {
        assert_eq!(problems(text), [], "{text}");
    }
}

/// Exactly one problem, of this code and at this text.
#[track_caller]
fn one(text: &str, code: &str, at: &str) {
    assert_eq!(problems(text), [(code, at.to_owned())], "{text}");
}

#[test]
fn literals_and_names() {
    accepted(&["1", "0xFF", ".5", "1.5e-3", "\"a \"\"b\"\" #(lf)\"", "null", "true", "#infinity", "#nan", "#!\"a b\""]);
    accepted(&[
        "a",
        "Text.From",
        "#\"a b\"",
        "@a",
        "@ #\"a\"",
        "_",
        "é_1",
        "Section1!Sales",
        "#shared",
        "#sections[A]",
    ]);
    accepted(&["...", "#date(2024, 1, 1)", "#table({\"a\"}, {{1}})", "catch", "let optional = 1 in optional"]);
}

#[test]
fn brackets_and_what_is_read_out() {
    accepted(&["{}", "{1}", "{1..3, 5}", "{{}}", "[]", "[a = 1]", "[a b = 1, #\"c d\" = [e = 2]]", "(1)", "((a))(b)"]);
    accepted(&["[a]", "[a b]?", "[[a], [b c]]?", "r[a]", "r[a][b]?", "l{0}", "l{0}?{1}", "f()", "f(1, each _)(2)"]);
    accepted(&["[if = 1, type = 2, 2024 Q1 = 3, null = 4]", "r[let]", "r[ a ]", "r[a.b]", "r[a /* c */]"]);
    accepted(&["Source{[Schema = \"dbo\", Item = \"Sales\"]}[Data]", "[a = 1][a]", "{1}{0}", "...[a]"]);
}

#[test]
fn operators() {
    accepted(&["1 + 2 * 3 - -4", "a & b & \"c\"", "a = b <> c", "a < b", "not a and not b or c", "a ?? b ?? c"]);
    accepted(&[
        "a as text",
        "a is nullable number and b",
        "a as number as text is text",
        "a meta [b = 1]",
        "-a meta b",
    ]);
    accepted(&["type text meta [a = 1]", "(a as number) + 1", "x ?? (if a then b else c)", "a meta not b"]);
}

#[test]
fn longer_expressions() {
    accepted(&["each [a] > 0", "each each _", "() => 1", "(a, optional b as nullable text) as any => a(b)"]);
    accepted(&["let a = 1, b = a in b", "let in 1", "let #\"a b\" = 1 in #\"a b\"", "let a = let b = 1 in b in a"]);
    accepted(&["if a then b else if c then d else e", "error \"x\"", "error ...", "try a", "try a otherwise b"]);
    accepted(&["try a catch (e) => e[Message]", "try a catch () => null", "try try a otherwise b otherwise c"]);
}

#[test]
fn types() {
    accepted(&["type text", "type nullable text", "type any", "type type", "type null", "type table", "type {text}"]);
    accepted(&[
        "type [a, optional b = text, ...]",
        "type [...]",
        "type []",
        "type table [a b = text, #\"c\" = Int64.Type]",
    ]);
    accepted(&[
        "type table Row",
        "type table (row)",
        "type nullable table [a = text]",
        "type {nullable Row}",
        "type table []",
    ]);
    accepted(&[
        "type function (a as text, optional b as any) as [c = number]",
        "type function",
        "type function () as any",
    ]);
}

#[test]
fn sections() {
    let text = "[Version = \"1\"] section Section1;\nshared Sales = let a = 1 in a;\n[A = {1, null}] #\"b c\" = Sales;";
    accepted(&[text, "section X;", "section; a = 1;"]);
    let Document::Section(section) = parse(text).document else { panic!("an expression") };
    assert_eq!(section.name.map(|name| name.text).as_deref(), Some("Section1"));
    let members: Vec<(&str, bool, bool)> = section
        .members
        .iter()
        .map(|one| (one.binding.name.text.as_str(), one.shared, one.attributes.is_some()))
        .collect();
    assert_eq!(members, [("Sales", true, false), ("b c", false, true)]);
}

#[test]
fn operators_bind_as_they_should() {
    fn shown(text: &str, expression: &crate::m::Expr) -> String {
        match &expression.kind {
            ExprKind::Binary { first, rest } => {
                let rest = rest.iter().map(|(operator, operand)| format!(" {operator:?} {}", shown(text, operand)));
                format!("({}{})", shown(text, first), rest.collect::<String>())
            }
            ExprKind::Typed { value, types, .. } => format!("({} : {})", shown(text, value), types.len()),
            ExprKind::Unary { operators, operand } => format!("{operators:?}{}", shown(text, operand)),
            _ => text[expression.span.clone()].to_owned(),
        }
    }
    for (text, expected) in [
        ("a + b - c", "(a Add b Subtract c)"),
        ("a + b * c", "(a Add (b Multiply c))"),
        ("a * b + c", "((a Multiply b) Add c)"),
        ("a meta b * c", "((a Meta b) Multiply c)"),
        ("a & b = c & d", "((a Concatenate b) Equal (c Concatenate d))"),
        ("a < b = c", "((a Less b) Equal c)"),
        ("not a and b or c", "(([Not]a And b) Or c)"),
        ("a or b and c", "(a Or (b And c))"),
        ("a ?? b or c", "(a Coalesce (b Or c))"),
        ("a = b as text is text and c", "((((a Equal b) : 1) : 1) And c)"),
        ("a as text as any", "(a : 2)"),
    ] {
        assert_eq!(shown(text, parse(text).expression().unwrap()), expected, "{text}");
    }
}

#[test]
fn spans_are_of_the_text() {
    let text = " let a = f ( 1 ) [b] in - a ";
    let parsed = parse(text);
    let expression = parsed.expression().unwrap();
    assert_eq!(&text[expression.span.clone()], text.trim());
    let ExprKind::Let { steps, body } = &expression.kind else { panic!("{expression:?}") };
    assert_eq!((&text[steps[0].value.span.clone()], &text[body.span.clone()]), ("f ( 1 ) [b]", "- a"));
}

#[test]
fn steps_without_a_comma_and_commas_without_a_step() {
    one("let a = f(1)\n b = 2 in b", "MQ009", ")");
    one("let a = 1 #\"b c\" = 2 in a", "MQ009", "1");
    one("let a = 1, in a", "MQ010", ",");
    one("{1, 2,}", "MQ010", ",");
    one("f(1,)", "MQ010", ",");
    one("[a = 1,]", "MQ010", ",");
    one("{1 2}", "MQ009", "1");
    one("f(é \"b\", c)", "MQ009", "é");
    one("{[a = 1] [a = 2]}", "MQ009", "]");
    one("{{1, 2} {3, 4}, {5, 6} {7, 8}}", "MQ009", "}");
    one("type table [a = text b = text]", "MQ009", "t");
}

/// What is left over from one fault is not a second one.
#[test]
fn one_fault_is_one_problem() {
    one("let a = f(1, g(2), b = h(a), c = {1} in c", "MQ008", "(");
    one("let a = f(x[y, {1}), b = 2 in b", "MQ007", ",");
    one("{[a = 1, [a = 2], [a = 3]}", "MQ008", "[");
    one("let a = (x, {{1, 2}}, \"c\"), b = a in b", "MQ007", ",");
    one("let a = f x, {1}, \"c\"), b = a in b", "MQ007", "x");
    one("let a = f0}[x], b = a in b", "MQ007", "}");
    one("f(() x, true)", "MQ007", "x");
    one("let a = {1, Bob\", {\"White\"}, \"1\"}, b = a in b", "MQ001", "\", {\"");
    one("let a = {\"1, \"2\", 'x'}, b = a in b", "MQ001", "\"1, \"");
    one("Duration.Days(#duration0, 0, 1)", "MQ003", "#duration0");
}

#[test]
fn brackets_that_do_not_match() {
    one("let a = f(1, b = 2 in b", "MQ008", "(");
    one("f({1, 2)", "MQ008", "{");
    one("let a = f({1, 2}, b = g(a) in b", "MQ008", "(");
    one("let a = [b = 1, c = a in c", "MQ008", "[");
    one("(1", "MQ008", "(");
    one("l{0", "MQ008", "{");
    one("let a = f(1)), b = 2 in b", "MQ007", ")");
    one("{1, 2]}", "MQ007", "]");
    one("f(1))", "MQ007", ")");
    one("type table [a = text", "MQ008", "[");
    one("let a = (x) => f(x, b = 1 in b", "MQ008", "(");
}

#[test]
fn things_that_are_missing() {
    one("", "MQ006", "");
    one("let a = in a", "MQ006", "in");
    one("1 +", "MQ006", "");
    one("f(, 1)", "MQ006", ",");
    one("if a then b", "MQ007", "");
    one("if a thn b else c", "MQ007", "thn");
    one("let a = 1", "MQ007", "");
    one("let a 1 in a", "MQ007", "1");
    one("let Changed Type = 1, b = 2 in b", "MQ007", "Type");
    one("let a = 1 in a in b", "MQ011", "in");
    one("a b", "MQ011", "b");
    one("Sales;", "MQ011", ";");
    one("try a catch e", "MQ016", "e");
    one("section A; a = 1", "MQ007", "");
    one("section A; a = ; b = 2;", "MQ006", ";");
}

#[test]
fn names_and_types_that_are_none() {
    one("let type = 1 in 2", "MQ014", "type");
    one("(each) => 1", "MQ014", "each");
    one("[a-b = 1]", "MQ013", "a-b");
    one("r[a\nb]", "MQ013", "a\nb");
    one("r[Net Revenue (EUR)]", "MQ013", "Net Revenue (EUR)");
    one("x as integer", "MQ012", "integer");
    one("type Int64.Type", "MQ012", "Int64.Type");
    one("(a as table [b = text]) => a", "MQ012", "[");
    one("(optional a, b) => 1", "MQ015", "b");
    one("try a catch (e as any) => 1", "MQ016", "(e as any) => ");
}

#[test]
fn operands_that_need_parentheses() {
    one("1 + if a then b else c", "MQ017", "if");
    one("a & each b", "MQ017", "each");
    one("not (a) => a", "MQ017", "(");
    one("1 as number + 3", "MQ017", "+");
    one("a meta b meta c", "MQ017", "meta");
}

#[test]
fn a_quote_that_is_missing_is_found_where_it_is_missing() {
    one("let\n  a = f(\"x),\n  b = g(\"y\"),\n  c = h(\"z\")\nin c", "MQ001", "\"x),");
    one("f(\"x", "MQ001", "\"");
    one("let a = #\"b in a", "MQ001", "#\"");
    one("f(1, /* x )", "MQ002", "/*");
    one("f(1 % 2, 3)", "MQ003", "%");
    one("f('a', 3)", "MQ003", "'");
}

#[test]
fn faults_in_several_places_are_all_found() {
    let text = "let a = f(1 2), b = {,1}, c = if x then y, d = r[a-b] in d";
    assert_eq!(problems(text).iter().map(|(code, _)| *code).collect::<Vec<_>>(), ["MQ009", "MQ006", "MQ007", "MQ013"]);
}

#[test]
fn fixes_mend() {
    for text in ["let a = 1 b = 2 in b", "let a = 1, in a", "f(1))", "[a-b = 1]", "(optional a, b) => 1"] {
        let [problem] = <[Problem; 1]>::try_from(parse(text).problems).unwrap();
        let mut mended = text.to_owned();
        for (span, new) in problem.fix.unwrap().1 {
            mended.replace_range(span, &new);
        }
        assert_eq!(parse(&mended).problems, [], "{mended}");
    }
}
