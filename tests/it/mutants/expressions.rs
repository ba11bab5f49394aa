//! Queries that cannot be refreshed, and such as can: each an expression of its own in one project.

use std::collections::BTreeMap;

use pbiforge::check::check;
use pbiforge::diag::Severity;

use super::{path, sound};

#[track_caller]
fn give(rows: impl Iterator<Item = (&'static str, &'static str)>) {
    let mut tree = sound();
    let path = path(&tree, "expressions.tmdl");
    let mut text = tree.text(&path).expect("text").trim_end().to_owned();
    let first = text.matches('\n').count() + 3;
    let mut expected = BTreeMap::new();
    for (at, (codes, m)) in rows.enumerate() {
        text += &format!("\n\nexpression X{at} = {m}");
        expected.insert(first + 2 * at, (codes, m));
    }
    tree.insert(path.clone(), text + "\n");
    let mut said: BTreeMap<usize, Vec<&str>> = expected.keys().map(|line| (*line, Vec::new())).collect();
    for found in check(&tree).iter().filter(|found| found.severity != Severity::Note) {
        let line = found.place().and_then(|place| place.line_and_column(&tree).0).unwrap_or_default();
        said.get_mut(&line).unwrap_or_else(|| panic!("{line}: {}", found.message)).push(found.code.id);
    }
    let wrong = said.iter().filter_map(|(line, codes)| {
        let (wanted, m) = &expected[line];
        (codes.join(" ") != *wanted).then(|| format!("{m}\n    expected {wanted:?}, said {:?}", codes.join(" ")))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), expected.len(), wrong.join("\n"));
}

#[test]
fn what_a_query_cannot_do_is_found() {
    give(WRONG.trim().lines().map(|line| line.split_once(" | ").expect("codes and an expression")));
}

#[test]
fn what_is_sound_is_let_be() {
    give(SOUND.trim().lines().map(|m| ("", m)));
}

/// Codes, then the expression.
const WRONG: &str = r##"
MD023 | let Source = #"Warehouse Table"("a"), Kept = Table.Distinct(Sorce) in Kept
MD023 | let Source = #"Warehouse Table"("a"), Kept = Table.Distinct(Source) in Kpt
MD023 | let Source = #"Warehouse Table"("a"), Kept = Table.Distinct(source) in Kept
MD023 | let Source = #"Warehouse Tables"("a") in Source
MD023 | Folder.Contents(#"Warehouse Foldr")
MQ009 | Folder.Contents(Warehouse Folder)
MQ021 | let Source = #"Warehouse Table"("a") in Table.Distnct(Source)
MQ021 | Parquet.Documents(#"Warehouse Folder")
MQ021 | Sql.Databse("a", "b")
MQ021 | Table.selectRows(#"Warehouse Table"("a"), each true)
MQ030 | let T = #table({"a", "b"}, {}) in Table.SelectColumns(T, {"c"})
MQ030 | let T = #table({"a", "b"}, {}), U = Table.RenameColumns(T, {{"a", "x"}}) in Table.SelectColumns(U, {"a"})
MQ030 | let T = #table({"a", "b"}, {}), U = Table.RemoveColumns(T, {"a"}) in Table.SelectRows(U, each [a] > 1)
MQ030 | let T = #table({"a", "b"}, {}) in Table.AddColumn(T, "c", each [d] + 1)
MQ030 | let T = #table({"a", "b"}, {}) in Table.Sort(T, {{"z", Order.Ascending}})
MQ030 | let R = [a = 1, b = 2] in R[c]
MQ031 | let T = #table({"a", "b"}, {}) in Table.AddColumn(T, "a", each 1)
MQ009 | let Source = #"Warehouse Table"("a") Kept = Source in Kept
MQ049 | Table.SelectColumns(#"Warehouse Table"("a") {"a"})
MQ007 | let Source = #"Warehouse Table"("a"), Kept = Source Kept
MQ008 | let Source = #"Warehouse Table"("a", Kept = Source in Kept
MQ008 | let Source = Table.SelectColumns(#"Warehouse Table"("a"), {"a") in Source
MQ010 | let Source = #"Warehouse Table"("a"), in Source
MQ012 | Table.TransformColumnTypes(#"Warehouse Table"("a"), {{"a", type string}})
MQ012 | Table.TransformColumnTypes(#"Warehouse Table"("a"), {{"a", type integer}})
MQ021 | Table.TransformColumnTypes(#"Warehouse Table"("a"), {{"a", Int46.Type}})
MQ022 | Table.SelectRows(#"Warehouse Table"("a"), [a] > 1)
MD023 | Table.SelectRows(#"Warehouse Table"("a"), _[a] > 1)
MQ023 | let a = 1, a = 2 in a
MQ023 | [a = 1, a = 2]
MQ025 | let a = a + 1 in a
MQ026 | let a = b, b = a in a
MQ043 | #"Warehouse Table"("a", "b")
MQ043 | #"Warehouse Table"()
MQ045 | Table.SelectRows(#"Warehouse Table"("a"))
MQ045 | Table.AddColumn(#"Warehouse Table"("a"), "x")
MQ045 | Table.RenameColumns(#"Warehouse Table"("a"))
MQ045 | Text.Upper("a", "b", "c")
MQ045 | Sql.Database("a")
MQ045 | Date.Year(#date(2024, 1, 1), 2)
MQ045 | Table.TransformColumnTypes(#"Warehouse Table"("a"))
MQ045 | Table.Distinct()
MQ045 | Record.Field([a = 1])
MQ045 | List.Sum({1}, 2, 3)
MQ045 | #date(2024, 1)
MQ045 | #table({"a"})
MQ045 | Number.Round()
MQ046 | Sql.Database("a", "b", [Qeury = "select 1"])
MQ046 | Parquet.Document(#"Warehouse Folder", [Compresion = "gzip"])
MQ046 | Sql.Database("a", "b", [CommandTimout = #duration(0, 1, 0, 0)])
MQ046 | Csv.Document(File.Contents("a"), [Delimeter = ","])
MQ046 | Web.Contents("a", [Querry = [a = "1"]])
MQ047 | Table.AddColumn(#"Warehouse Table"("a"), "x", 1)
MQ047 | Table.SelectRows(#"Warehouse Table"("a"), "a")
MQ047 | Table.SelectRows(#"Warehouse Table"("a"), true)
MQ047 | Table.TransformColumns(#"Warehouse Table"("a"), "a")
MQ047 | Table.SelectColumns("a", #"Warehouse Table"("a"))
MQ047 | Table.RenameColumns(#"Warehouse Table"("a"), "a")
MQ047 | Table.TransformColumnTypes(#"Warehouse Table"("a"), "a")
MQ047 | Text.Upper(1)
MQ007 | if true then 1
MQ007 | let a = 1 in if a = 1 than 2 else 3
MQ011 | let a = 1 in a a
MQ007 | let a = 1; b = 2 in b
MQ006 | "a" && "b"
MQ006 | 1 == 2
MQ011 | 1 != 2
MQ001 | "abc
MQ004 | 0x
MQ048 | "a" + 1
MQ048 | "a" & 1
MQ048 | -"a"
MQ048 | if "a" then 1 else 2
MQ048 | #date(2024, 1, 1) + 1
MQ048 | DateTime.LocalNow() - #date(2024, 1, 1)
MQ048 | "No. " & List.Count({1})
MQ048 | let T = Table.TransformColumnTypes(#"Warehouse Table"("a"), {{"n", Int64.Type}}) in Table.SelectRows(T, each [n] > "5")
MQ048 | let T = Table.TransformColumnTypes(#"Warehouse Table"("a"), {{"n", Int64.Type}}) in Table.SelectRows(T, each [n])
MQ048 | {1} + {2}
MQ048 | {1}[a]
MQ049 | {1, 2}{2}
MQ047 | Text.Upper(List.Count({1}))
MQ047 | Excel.Workbook("Book.xlsx")
MQ047 | #date(2023, 2, 29)
MQ045 | let Add = (a, b) => a + b in Add(1)
MQ045 | Table.AddColumn(#"Warehouse Table"("a"), "x", (a, b) => a)
"##;

const SOUND: &str = r##"
let Source = #"Warehouse Table"("a"), Kept = Table.SelectRows(Source, each [a] > 1 and [b] <> null) in Kept
Table.AddColumn(#"Warehouse Table"("a"), "x", each [a] * 2, type number)
Sql.Database("a", "b", [Query = "select 1", CommandTimeout = #duration(0, 1, 0, 0), EnableFolding = true])
Csv.Document(File.Contents("a"), [Delimiter = ",", Columns = 3, Encoding = 65001, QuoteStyle = QuoteStyle.None])
Web.Contents("https://a.example", [RelativePath = "b", Query = [a = "1"], Headers = [Accept = "x"], IsRetry = true])
Parquet.Document(File.Contents("a"), [Compression = null])
let f = (x as number, optional y as nullable number) as number => x + (y ?? 0) in f(1)
Table.TransformColumns(#"Warehouse Table"("a"), {{"a", Text.Upper, type text}}, null, MissingField.Ignore)
Table.Group(#"Warehouse Table"("a"), {"a"}, {{"n", each Table.RowCount(_), Int64.Type}}, GroupKind.Local)
List.Accumulate({1, 2}, 0, (s, c) => s + c)
List.Generate(() => 1, each _ < 10, each _ + 1)
Table.FromRecords({[a = 1], [a = 2]}, type table [a = Int64.Type])
let R = [a = 1, b = a + 1] in R[b]
try 1 / 0 otherwise null
try error "x" catch (e) => e[Message]
Text.Combine({"a", "b"}, ", ") & Text.From(1)
Date.AddDays(#date(2024, 1, 1), 3)
Table.NestedJoin(#"Warehouse Table"("a"), {"k"}, #"Warehouse Table"("b"), {"k"}, "n", JoinKind.LeftOuter)
Table.ExpandTableColumn(#"Warehouse Table"("a"), "n", {"x"}, {"y"})
Table.SelectColumns(#"Warehouse Table"("a"), {"a", "b"}, MissingField.UseNull)
Table.Sort(#"Warehouse Table"("a"), {{"a", Order.Descending}, "b"})
Excel.Workbook(File.Contents("a"), null, true){[Item = "Sheet1", Kind = "Sheet"]}[Data]
Table.PromoteHeaders(#"Warehouse Table"("a"), [PromoteAllScalars = true])
Json.Document(Web.Contents("a"))[value]
Record.FieldOrDefault([a = 1], "b", 2)
List.Transform({1..3}, each _ * 2)
#table(type table [a = text], {{"x"}})
Table.ReplaceValue(#"Warehouse Table"("a"), null, 0, Replacer.ReplaceValue, {"a"})
Number.Round(1.25, 1, RoundingMode.AwayFromZero)
List.Sum({1, 2}) + List.Max({1}, 0)
Table.Profile(#"Warehouse Table"("a"))
Splitter.SplitTextByDelimiter(",", QuoteStyle.Csv)("a,b")
Table.SplitColumn(#"Warehouse Table"("a"), "a", Splitter.SplitTextByDelimiter(","), {"a.1", "a.2"})
Value.NativeQuery(Sql.Database("a", "b"), "select 1", null, [EnableFolding = true])
Table.UnpivotOtherColumns(#"Warehouse Table"("a"), {"a"}, "Attribute", "Value")
Table.Pivot(#"Warehouse Table"("a"), {"x", "y"}, "k", "v", List.Sum)
DateTime.ToText(DateTime.LocalNow(), [Format = "yyyy", Culture = "en-GB"])
Table.AddIndexColumn(#"Warehouse Table"("a"), "i", 1, 1, Int64.Type)
Text.Split("a,b", ",")
Text.PadStart("1", 3, "0")
Table.Combine({#"Warehouse Table"("a"), #"Warehouse Table"("b")}, {"x"})
let T = Table.TransformColumnTypes(#"Warehouse Table"("a"), {{"n", Int64.Type}}) in Table.SelectRows(T, each [n] > 5 and [n] <> "x")
let T = Table.TransformColumnTypes(#"Warehouse Table"("a"), {{"n", type any}}) in Table.AddColumn(T, "x", each [n] & "a")
let T = Table.AddColumn(#"Warehouse Table"("a"), "x", each [n] * 2, type text) in Table.AddColumn(T, "y", each [x] + 1)
Duration.Days(Date.From(DateTime.LocalNow()) - #date(2024, 2, 29)) + 1
"##;
