use crate::m::columns::problems;
use crate::m::{call_problems, parse};

/// `T` has the columns s, n, d, w and b, whose values have been given these types, and perhaps others.
fn kinds_of(step: &str) -> Vec<(&'static str, String)> {
    let types =
        "{{\"s\", type text}, {\"n\", Int64.Type}, {\"d\", type date}, {\"w\", type datetime}, {\"b\", type logical}}";
    let text = format!("let T = Table.TransformColumnTypes(Other(\"x\"), {types}), S = {step} in S");
    let whole = text.replace("Other(\"x\")", "#table({\"s\", \"n\", \"d\", \"w\", \"b\"}, {})");
    let found = |text: &str| {
        let parsed = parse(text);
        assert_eq!(parsed.problems, [], "{text}");
        let found = problems(&parsed).into_iter().chain(call_problems(&parsed, &[].into()));
        found.map(|one| (one.code.id, text[one.span].to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(found(&text), found(&whole), "{step}");
    found(&text)
}

#[test]
fn operands_are_of_kinds_that_go_together() {
    for (body, at) in [
        ("\"No. \" & [n]", "[n]"),
        ("\"On \" & [d]", "[d]"),
        ("[w] >= \"2011-01-01\"", "\"2011-01-01\""),
        ("[n] > \"5\"", "\"5\""),
        ("[s] - 1", "[s]"),
        ("[d] * 2", "[d]"),
        ("[d] + 1", "1"),
        ("if [n] then 1 else 0", "[n]"),
        ("not [n]", "[n]"),
        ("-[s]", "[s]"),
        ("[b] and [n]", "[n]"),
        ("[w] - [d]", "[d]"),
        ("Text.Length([s]) & \"x\"", "Text.Length([s])"),
        ("Date.AddDays([d], 1) > \"x\"", "\"x\""),
        ("[n] & \"a\" & [n]", "[n]"),
    ] {
        assert_eq!(kinds_of(&format!("Table.AddColumn(T, \"x\", each {body})")), [("MQ048", at.to_owned())], "{body}");
    }
    for body in [
        "[s] & \"x\" & Text.From([n])",
        "[d] + #duration(1, 0, 0, 0)",
        "Duration.Days([d] - #date(2024, 1, 1)) + [n]",
        "[d] & #time(1, 0, 0)",
        "[s] = 1 or [n] <> \"x\"",
        "[b] and not [b] and ([n] ?? 0) > 0",
        "if [n] is text then Text.Upper([n]) else [n]",
        "[n] is text and Text.Length([n]) > 1",
        "try [s] + 1 otherwise null",
        "-[n] < null and [d] > null",
        "(if [b] then null else [n]) * 2",
    ] {
        let found = kinds_of(&format!("Table.AddColumn(T, \"x\", each {body})"));
        assert_eq!(found, [], "{body}");
    }
}

#[test]
fn a_type_that_is_only_said_is_no_kind() {
    for step in [
        "Table.AddColumn(Table.AddColumn(T, \"x\", each [n] * 2, type text), \"y\", each [x] + 1)",
        "Table.AddColumn(Table.AddColumn(T, \"x\", each Other([n]), type text), \"y\", each [x] + 1)",
        "Table.SelectRows(Table.ReplaceValue(T, \"a\", 1, Replacer.ReplaceValue, {\"s\"}), each [s] > 1)",
        "Table.SelectRows(Table.TransformColumns(T, {{\"s\", Number.From}}), each [s] > 1)",
        "Table.SelectRows(Table.TransformColumns(T, {}, Other), each [s] > 1)",
        "Table.SelectRows(Table.RenameColumns(T, {{\"s\", \"n\"}, {\"n\", \"s\"}}), each [s] > 1)",
        "Table.SelectRows(Table.TransformColumnTypes(T, {{\"s\", type any}}), each [s] > 1)",
        "Table.AddColumn(#table(type table [z = text], {{1}}), \"y\", each [z] + 1)",
    ] {
        assert_eq!(kinds_of(step), [], "{step}");
    }
    for step in [
        "Table.AddColumn(Table.AddColumn(T, \"x\", each [n] * 2, type text), \"y\", each [x] & \"a\")",
        "Table.SelectRows(Table.TransformColumns(T, {{\"s\", Number.From}}), each [s] > \"a\")",
        "Table.SelectRows(Table.RenameColumns(T, {{\"s\", \"x\"}}), each [x] > 1)",
        "Table.SelectRows(Table.TransformColumnTypes(T, {{\"s\", type number}}), each [s] > \"a\")",
        "Table.SelectRows(Table.Sort(T, \"s\"), each [s] > 1)",
    ] {
        assert_eq!(kinds_of(step).iter().map(|one| one.0).collect::<Vec<_>>(), ["MQ048"], "{step}");
    }
}

#[test]
fn functions_of_the_library_are_given_what_they_take() {
    for (step, code, at) in [
        ("Table.SelectRows(T, each [s])", "MQ048", "[s]"),
        ("Table.FirstN(T, T)", "MQ047", "T"),
        ("Table.Combine({T, \"Region\"})", "MQ047", "\"Region\""),
        ("Table.NestedJoin(T, {\"s\"}, Text.From(1), {\"region\"}, \"R\")", "MQ047", "Text.From(1)"),
        ("Table.AddColumn(T, \"x\", each Text.Upper([n]))", "MQ047", "[n]"),
        ("Table.AddColumn(T, \"x\", each Date.Year([n]))", "MQ047", "[n]"),
        ("Table.AddColumn(T, \"x\", each Date.AddDays([d], [s]))", "MQ047", "[s]"),
        ("Table.AddColumn(T, \"x\", each Date.AddDays(1, [d]))", "MQ047", "1"),
        ("Table.AddColumn(T, \"x\", each Date.AddDays([n], [d]))", "MQ047", "[n]"),
        ("Table.AddColumn(T, \"x\", each Number.Round([s], 1))", "MQ047", "[s]"),
        ("Table.AddColumn(T, \"x\", each Text.Combine([s], \", \"))", "MQ047", "[s]"),
        ("Table.AddColumn(T, \"x\", each Text.Combine({[s], [n]}, \" \"))", "MQ047", "[n]"),
        ("Table.AddColumn(T, \"x\", each List.Sum([n]))", "MQ047", "[n]"),
        ("Table.AddColumn(T, \"x\", each List.Contains([s], {\"a\"}))", "MQ047", "[s]"),
        ("Table.AddColumn(T, \"x\", (a, b) => a)", "MQ045", "(a, b) => a"),
        ("Table.ExpandTableColumn(T, \"s\", {\"x\"})", "MQ047", "\"s\""),
        ("Table.ExpandTableColumn(Table.AddColumn(T, \"e\", each \"a\"), \"e\", {\"x\"})", "MQ047", "\"e\""),
        ("Table.TransformColumns(T, {{\"s\", Text.Upper}, {\"n\", Text.Upper, type text}})", "MQ047", "Text.Upper"),
        ("Table.TransformColumns(T, {\"n\", each Text.Upper(_)})", "MQ047", "_"),
        ("Table.TransformColumns(T, {{\"n\", each _ & \"x\"}})", "MQ048", "_"),
        ("Table.Group(T, \"s\", {{\"x\", each Text.Combine([n], 1)}})", "MQ047", "1"),
        ("Table.Group(T, \"s\", {{\"x\", each [n] + 1}})", "MQ048", "[n]"),
        ("((table as text) => Record.Field(table, Other))(\"x\")", "MQ047", "table"),
    ] {
        assert_eq!(kinds_of(step), [(code, at.to_owned())], "{step}");
    }
    for step in [
        "Table.SelectRows(T, each [b])",
        "Table.TransformColumns(T, {{\"s\", Text.Upper}, {\"n\", each _ + 1, Int64.Type}, {\"d\", each Date.Year(_)}})",
        "Table.TransformColumns(T, {\"n\", Text.From})",
        "Table.Group(T, \"s\", {{\"x\", each List.Sum([n]), type number}, {\"t\", each _}, {\"c\", Table.RowCount}})",
        "Table.FirstN(T, List.Count({1}))",
        "Table.FirstN(T, each [b])",
        "Table.AddColumn(T, \"x\", each Date.Year([w]) + Date.Year([s]))",
        "Table.AddColumn(T, \"x\", each Text.Combine({[s], null, Text.From([n])}))",
        "Table.AddColumn(T, \"x\", (a, optional b) => a)",
        "Table.AddColumn(T, \"x\", each List.Contains({\"a\"}, [s]))",
        "Table.ExpandTableColumn(Table.NestedJoin(T, \"s\", T, \"s\", \"e\"), \"e\", {\"n\"}, {\"m\"})",
        "Table.AddColumn(T, \"x\", each List.Transform({1}, Text.From))",
    ] {
        assert_eq!(kinds_of(step), [], "{step}");
    }
}

#[test]
fn values_are_used_as_what_they_are() {
    for (step, code) in [
        ("Table.AddColumn(T, \"x\", each {\"a\", \"b\", \"c\"}{3})", "MQ049"),
        ("Table.AddColumn(T, \"x\", each {\"a\", \"b\"}{-1})", "MQ049"),
        ("let L = {1} in L{1}", "MQ049"),
        ("Table.AddColumn(T, \"x\", each {\"a\", \"b\"}[0])", "MQ048"),
        ("Table.AddColumn(T, \"x\", each [s][n])", "MQ048"),
        ("let Limit = 5 in Table.FirstN(T, Limit())", "MQ048"),
        ("let Fn = (a) => a in Table.AddColumn(T, \"x\", each Fn(1, 2))", "MQ045"),
        ("let Fn = (a, b) => a + b in Table.AddColumn(T, \"x\", each Fn([n]))", "MQ045"),
        ("let Fn = (a as number) => a + 1 in Table.AddColumn(T, \"x\", each Fn([s]))", "MQ047"),
        ("let Fn = (a as number) => a + 1 in Fn(\"a\")", "MQ047"),
        ("let Fn = (a as text) => a + 1 in Fn(\"a\")", "MQ048"),
        ("let L = {1} & {2} in L + {3}", "MQ048"),
    ] {
        assert_eq!(kinds_of(step).iter().map(|one| one.0).collect::<Vec<_>>(), [code], "{step}");
    }
    for step in [
        "let L = {1}, i = Other in {L{0}, L{1}?, L{i}}",
        "let Fn = (a, optional b) => a in {Fn(1), Fn(1, 2)}",
        "let Fn = (a as any, b as nullable number) => a in Fn(\"x\", null)",
        "let R = [a = 1, f = (x) => x] in R[f](R[a])",
    ] {
        assert_eq!(kinds_of(step), [], "{step}");
    }
}
