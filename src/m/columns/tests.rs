use super::*;
use crate::m::parse;

fn shown(text: &str) -> Option<String> {
    let parsed = parse(text);
    assert_eq!(parsed.problems, [], "{text}");
    let columns = columns(parsed.expression().unwrap())?;
    let one = |column: &Column| match &column.ty {
        Some(ty) => format!("{}:{ty}", column.name),
        None => column.name.clone(),
    };
    Some(columns.iter().map(one).collect::<Vec<_>>().join(" "))
}

/// `T` is a table with the columns a, b and c, `U` one that nothing is known of.
fn steps(expression: &str) -> String {
    format!("let T = #table(type table [a = text, b = Int64.Type, c = nullable date], {{}}), U = Other in {expression}")
}

#[track_caller]
fn gives(expression: &str, columns: &str) {
    assert_eq!(shown(&steps(expression)).as_deref(), Some(columns), "{expression}");
    assert_eq!(found(expression), [], "{expression}");
}

#[track_caller]
fn unknown(expression: &str) {
    assert_eq!(shown(&steps(expression)), None, "{expression}");
    assert_eq!(found(expression), [], "{expression}");
}

fn found(expression: &str) -> Vec<(&'static str, String)> {
    let text = steps(expression);
    let found = problems(&parse(&text));
    found.into_iter().map(|one| (one.code.id, text[one.span].to_owned())).collect()
}

#[track_caller]
fn misses(expression: &str, at: &str) {
    assert_eq!(found(expression), [("MQ030", at.to_owned())], "{expression}");
}

#[test]
fn tables_that_are_spelled_out() {
    gives("T", "a:text b:Int64.Type c:date");
    gives("#table({\"x\", \"y\"}, {})", "x y");
    gives("#table(2, {})", "Column1 Column2");
    gives("Table.FromRows({}, {\"x\"})", "x");
    gives("Table.FromRows({{1, 2}})", "Column1 Column2");
    gives("Table.FromColumns({{1}, {2}}, type table [x = text, y = any])", "x:text y:any");
    gives("Table.FromRecords({[x = 1, y = 2], [x = 3, y = 4]})", "x y");
    gives("Table.FromRecords(Other, {\"x\"})", "x");
    gives("Table.FromList({1}, Splitter.SplitByNothing(), {\"x\"})", "x");
    gives(
        "Table.FromRows(Json.Document(Other), let _t = ((type nullable text) meta [Serialized.Text = true]) in type table [x y = _t])",
        "x y:text",
    );
    gives("Value.ReplaceType(U, type table [x = number])", "x:number");
    unknown("U");
    unknown("Sql.Database(\"s\", \"d\"){[Schema = \"dbo\", Item = \"t\"]}[Data]");
    unknown("Table.FromRecords({[x = 1], [y = 2]})");
    unknown("Table.PromoteHeaders(T)");
    unknown("{1}");
}

#[test]
fn columns_that_stay() {
    for step in [
        "Table.Distinct(T)",
        "Table.Sort(T, {{\"a\", Order.Ascending}, \"b\"})",
        "Table.SelectRows(T, each [a] <> null and _[b] > 0)",
        "Table.FirstN(T, 5)",
        "Table.Buffer(T)",
        "Table.FillDown(T, {\"a\"})",
        "Table.ReplaceValue(T, 1, 2, Replacer.ReplaceValue, {\"b\"})",
        "Table.TransformColumns(T, {{\"a\", Text.Upper}, {\"b\", each _ + 1, Int64.Type}})",
        "if true then T else Table.Distinct(T)",
        "(T)",
    ] {
        gives(step, "a:text b:Int64.Type c:date");
    }
}

#[test]
fn columns_that_change() {
    gives("Table.SelectColumns(T, {\"c\", \"a\"})", "c:date a:text");
    gives("Table.SelectColumns(U, {\"x\", \"y\"})", "x y");
    gives("T[[b], [a]]", "b:Int64.Type a:text");
    gives("Table.RemoveColumns(T, \"b\")", "a:text c:date");
    gives("Table.RenameColumns(T, {{\"a\", \"x\"}, {\"b\", \"y\"}})", "x:text y:Int64.Type c:date");
    gives("Table.RenameColumns(T, {\"a\", \"x\"})", "x:text b:Int64.Type c:date");
    gives("Table.RenameColumns(T, {{\"a\", \"b\"}, {\"b\", \"a\"}})", "b:text a:Int64.Type c:date");
    gives("Table.ReorderColumns(T, {\"c\", \"a\"})", "c:date b:Int64.Type a:text");
    gives("Table.AddColumn(T, \"d\", each [a] & \"x\", type text)", "a:text b:Int64.Type c:date d:text");
    gives("Table.AddIndexColumn(T, \"n\", 0, 1, Int64.Type)", "a:text b:Int64.Type c:date n:Int64.Type");
    gives("Table.DuplicateColumn(T, \"a\", \"d\")", "a:text b:Int64.Type c:date d:text");
    gives("Table.TransformColumnTypes(T, {{\"a\", type number}})", "a:number b:Int64.Type c:date");
    gives(
        "Table.Group(T, {\"a\"}, {{\"n\", each Table.RowCount(_), Int64.Type}, {\"s\", each List.Sum([b])}})",
        "a:text n:Int64.Type s",
    );
    gives("Table.Group(U, \"k\", {{\"n\", Table.RowCount}})", "k n");
    gives("Table.NestedJoin(T, {\"a\"}, U, {\"z\"}, \"u\", JoinKind.LeftOuter)", "a:text b:Int64.Type c:date u:table");
    gives("Table.ExpandTableColumn(T, \"b\", {\"x\", \"y\"}, {\"b.x\", \"b.y\"})", "a:text b.x b.y c:date");
    gives("Table.ExpandRecordColumn(T, \"b\", {\"x\"})", "a:text x c:date");
    gives("Table.Combine({T, #table({\"a\", \"z\"}, {})})", "a:text b:Int64.Type c:date z");
    gives("T & #table({\"z\"}, {})", "a:text b:Int64.Type c:date z");
    gives("Table.UnpivotOtherColumns(U, {\"k\"}, \"Attribute\", \"Value\")", "k Attribute Value");
    gives("Table.Unpivot(T, {\"b\", \"c\"}, \"k\", \"v\")", "a:text k v");
    gives("Table.PrefixColumns(T, \"p\")", "p.a:text p.b:Int64.Type p.c:date");
    unknown("Table.AddColumn(U, \"d\", each [a])");
    unknown("Table.SelectColumns(T, List.Select(Table.ColumnNames(T), each true))");
    unknown("Table.SelectColumns(U, {\"x\"}, MissingField.Ignore)");
    unknown("Table.Combine({T, U})");
}

#[test]
fn columns_that_are_not_there() {
    misses("Table.SelectColumns(T, {\"a\", \"B\"})", "\"B\"");
    misses("Table.RemoveColumns(T, {\"d\"})", "\"d\"");
    misses("Table.RenameColumns(T, {{\"x\", \"y\"}})", "\"x\"");
    misses("Table.TransformColumnTypes(T, {{\"d\", type text}})", "\"d\"");
    misses("Table.SelectRows(T, each [d] > 0 and [d] < 9)", "d");
    misses("Table.SelectRows(T, (row) => row[d] > 0)", "d");
    misses("Table.AddColumn(T, \"e\", each [a] & _[d])", "d");
    misses("Table.Group(T, {\"a\"}, {{\"n\", each List.Sum([d])}})", "d");
    misses("Table.Group(T, {\"d\"}, {})", "\"d\"");
    misses("Table.Sort(T, {{\"d\", Order.Ascending}})", "\"d\"");
    misses("Table.NestedJoin(U, {\"z\"}, T, {\"d\"}, \"u\")", "\"d\"");
    misses("Table.ExpandTableColumn(T, \"d\", {\"x\"})", "\"d\"");
    misses("List.Sum(T[d])", "d");
    misses("T[[a], [d]]", "d");
    misses("T{0}[d]", "d");
    misses("let k = {\"a\", \"d\"} in Table.SelectColumns(T, k)", "\"d\"");
    misses("Table.SelectColumns(Table.RemoveColumns(T, {\"a\"}), {\"a\"})", "\"a\"");
    // Once, whatever builds on it.
    misses("let R = Table.RenameColumns(T, {{\"d\", \"e\"}}), S = Table.SelectRows(R, each [e] > 0) in S", "\"d\"");
    for tolerant in [
        "Table.SelectColumns(T, {\"a\", \"d\"}, MissingField.UseNull)",
        "Table.RemoveColumns(T, {\"d\"}, MissingField.Ignore)",
        "Table.RenameColumns(T, {{\"d\", \"e\"}}, MissingField.Ignore)",
        "Table.SelectRows(T, each [d]? = null)",
        "Table.TransformColumnTypes(T, {{\"d\", type text}}, [MissingField = MissingField.Ignore])",
        "Table.AddColumn(T, \"e\", each List.Transform({1}, each [d]))",
        "let f = (t) => Table.SelectColumns(t, {\"d\"}) in f(T)",
    ] {
        assert_eq!(found(tolerant), [], "{tolerant}");
    }
}

#[test]
fn columns_that_are_made_twice() {
    for (step, at) in [
        ("Table.AddColumn(T, \"a\", each 1)", "\"a\""),
        ("Table.RenameColumns(T, {{\"a\", \"b\"}})", "\"b\""),
        ("Table.DuplicateColumn(T, \"a\", \"c\")", "\"c\""),
        ("Table.ExpandTableColumn(T, \"b\", {\"a\"})", "\"a\""),
    ] {
        assert_eq!(found(step), [("MQ031", at.to_owned())], "{step}");
    }
}

#[test]
fn columns_that_were_given_a_type_are_there() {
    let typed = |step: &str| {
        let types = "Table.TransformColumnTypes(U, {{\"a\", type text}, {\"b\", type text}})";
        format!("let Typed = {types}, S = {step} in S")
    };
    for (step, at) in [
        ("Table.AddColumn(Typed, \"a\", each 1)", "\"a\""),
        ("Table.AddColumn(Table.SelectRows(Typed, each true), \"a\", each 1)", "\"a\""),
        ("Table.RenameColumns(Typed, {{\"x\", \"a\"}})", "\"a\""),
        ("Table.ExpandTableColumn(Typed, \"n\", {\"b\"})", "\"b\""),
        ("Table.AddColumn(Table.AddColumn(Typed, \"x\", each 1), \"x\", each 2)", "\"x\""),
    ] {
        assert_eq!(found(&typed(step)), [("MQ031", at.to_owned())], "{step}");
    }
    for step in [
        "Table.AddColumn(Typed, \"A\", each 1)",
        "Table.RenameColumns(Typed, {{\"a\", \"b\"}, {\"b\", \"a\"}})",
        "Table.RenameColumns(Typed, {{\"a\", \"a\"}})",
        "Table.RenameColumns(Typed, {{\"x\", \"a\"}}, MissingField.Ignore)",
        "Table.AddColumn(Table.RemoveColumns(Typed, {\"a\"}), \"a\", each 1)",
        "Table.AddColumn(Table.RemoveColumns(Typed, Other), \"a\", each 1)",
        "Table.AddColumn(Table.RenameColumns(Typed, {{\"a\", \"x\"}}), \"a\", each 1)",
        "Table.AddColumn(Table.RenameColumns(Typed, Other), \"a\", each 1)",
        "Table.AddColumn(Table.Combine({Typed, U}), \"z\", each 1)",
        "Table.AddColumn(Table.TransformColumnTypes(U, {{\"z\", type text}}, [MissingField = MissingField.Ignore]), \"z\", each 1)",
    ] {
        unknown(&typed(step));
    }
}

#[test]
fn names_are_looked_up_where_they_stand() {
    gives("let f = (T) => T, S = T in S", "a:text b:Int64.Type c:date");
    gives("let T = Table.RemoveColumns(T, {\"a\"}) in T", "b:Int64.Type c:date");
    unknown("let f = (T) => Table.Distinct(T) in f(U)");
    unknown("let Table.Distinct = (x) => U in Table.Distinct(T)");
    unknown("let a = b, b = a in a");
    gives("let S = R, R = Q, Q = T in S", "a:text b:Int64.Type c:date");
}

#[test]
fn a_row_is_picked_by_columns_that_there_are() {
    misses("T{[d = 1]}[a]", "d");
    misses("Folder.Files(\"x\"){[Nmae = \"a\"]}[Content]", "Nmae");
    misses("Folder.Files(\"x\"){[Name = \"a\"]}[Contents]", "Contents");
    unknown("Folder.Files(\"x\"){[Name = \"a\", #\"Folder Path\" = \"x\"]}[Content]");
    unknown("T{[a = 1]}?[b]");
}

#[test]
fn what_a_step_has_taken_out_is_gone() {
    let renamed = |step: &str| format!("let R = Table.RenameColumns(U, {{{{\"a\", \"b\"}}}}), S = {step} in S");
    for step in [
        "Table.SelectRows(R, each [a] > 0)",
        "Table.AddColumn(Table.RemoveColumns(R, {\"c\"}), \"d\", each [a])",
        "List.Sum(R[a])",
        "R{0}[a]",
    ] {
        assert_eq!(found(&renamed(step)).iter().map(|one| one.0).collect::<Vec<_>>(), ["MQ030"], "{step}");
    }
    misses(&renamed("Table.TransformColumnTypes(R, {{\"a\", type text}})"), "\"a\"");
    misses("Table.Sort(Table.ExpandTableColumn(U, \"n\", {\"x\"}), \"n\")", "\"n\"");
    for step in [
        "Table.SelectRows(R, each [b] > 0)",
        "Table.SelectColumns(R, {\"a\"}, MissingField.Ignore)",
        "Table.Sort(Table.AddColumn(R, \"a\", each 1), \"a\")",
        "Table.Sort(Table.Pivot(R, {\"a\"}, \"c\", \"d\"), \"a\")",
        "Table.Sort(Table.RenameColumns(R, Other), \"a\")",
        "Table.Sort(Table.Combine({R, U}), \"a\")",
    ] {
        unknown(&renamed(step));
    }
}

#[test]
fn a_function_of_tables_is_given_one() {
    let found = |text: &str| problems(&parse(text)).iter().map(|one| one.code.id).collect::<Vec<_>>();
    let load = |step: &str| format!("let Load = (name) as table => Other(name), S = {step} in S");
    assert_eq!(found(&load("Table.Distinct(Load)")), ["MQ047"]);
    assert_eq!(found(&load("Table.Combine(Load(1))")), ["MQ047"]);
    assert_eq!(found("let N = List.Count({1}), S = Table.Distinct(N) in S"), ["MQ047"]);
    for step in
        ["Table.Distinct(Load(1))", "Table.Combine({Load(1)})", "Table.Combine(Other(1))", "Table.Distinct(Other)"]
    {
        assert_eq!(found(&load(step)), [""; 0], "{step}");
    }
}

#[test]
fn a_field_by_its_name_in_a_text() {
    misses("Record.Field([x = 1], \"y\")", "\"y\"");
    misses("Record.Field(T{0}, \"d\")", "\"d\"");
    unknown("Record.Field([x = 1], \"x\")");
    unknown("Record.Field(T{0}, Other)");
}
