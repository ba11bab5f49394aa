use super::*;
use crate::m::parse;

fn found(text: &str, known: &[&str]) -> Vec<(&'static str, String)> {
    let parsed = parse(text);
    assert_eq!(parsed.problems, [], "{text}");
    problems(&parsed, &known.iter().copied().collect())
        .into_iter()
        .map(|one| (one.code.id, text[one.span].to_owned()))
        .collect()
}

#[track_caller]
fn clean(text: &str) {
    assert_eq!(found(text, &["Sales", "Data Folder"]), [], "{text}");
}

#[track_caller]
fn one(text: &str, code: &str, at: &str) {
    assert_eq!(found(text, &["Sales", "Data Folder"]), [(code, at.to_owned())], "{text}");
}

#[test]
fn what_can_be_seen() {
    clean("let a = b, b = Sales in a");
    clean("let f = (x, optional y) => x + y in f(1)");
    clean("[a = b, b = 1][a]");
    clean("Table.SelectRows(Sales, each [x] > _[y])");
    clean("List.Transform({1}, (_) => [a] + _)");
    clean("let f = (n) => if n = 0 then 1 else n * @f(n - 1) in f(5)");
    clean("try Sales catch (e) => e[Message]");
    clean("let t = type text in type table [a = t, b = Int64.Type]");
    clean("Folder.Files(#\"Data Folder\") & #\"Sales\" & #date(2024, 1, 1) & #shared[x]");
    clean("section A; shared B = C; C = 1;");
    clean("let x = 1, y = let x = x + 1 in x in y");
    clean("let Sales = Table.Distinct(Sales) in Sales");
    clean("let #\"a b\" = [a b = 1] in #\"a b\"[a b]");
}

#[test]
fn what_cannot_be_seen() {
    one("let a = source in a", "MD023", "source");
    one("let Source = 1, b = source in Source & b", "MD023", "source");
    one("#\"data folder\"", "MD023", "#\"data folder\"");
    one("let f = (x) => x in f(x)", "MD023", "x");
    one("(each _)(1) + _", "MD023", "_");
    one("Table.SelectRows(Sales, [x] > 0)", "MQ022", "[x]");
    one("[[x], [y]]", "MQ022", "[[x], [y]]");
    one("Table.SelectColumn(Sales, {})", "MQ021", "Table.SelectColumn");
    one("Contoso.Contents()", "MQ020", "Contoso.Contents");
    one("let x = x + 1 in x", "MQ025", "x");
    one("let f = (n) => f(n - 1) in f(1)", "MQ025", "f");
    one("type table [a = t]", "MD023", "t");
    one("[x = x]", "MD023", "x");
    one("section A; b = b;", "MQ025", "b");
}

#[test]
fn one_wrong_name_is_one_problem() {
    let parsed = parse("let a = sals, b = sals in a & b & sals");
    let found = problems(&parsed, &["Sales"].into());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].also.len(), 2);
    assert_eq!(found[0].help, ["did you mean `Sales`?"]);
}

#[test]
fn near_names_are_suggested() {
    for (text, near) in [
        ("let Source = 1 in Sorce", "Source"),
        ("#\"Data folder\"", "Data Folder"),
        ("Table.AddColum(1)", "Table.AddColumn"),
        ("table.AddColumn(1)", "Table.AddColumn"),
        ("Sql.Databse(1)", "Sql.Database"),
        ("(Revenue) => (x) => revenue", "Revenue"),
    ] {
        let unbound = unbound(parse(text).expression().unwrap(), &["Data Folder"].into());
        assert_eq!(unbound.len(), 1, "{text}");
        assert_eq!(unbound[0].suggestions.first().map(String::as_str), Some(near), "{text}");
    }
    assert_eq!(unbound(parse("Zzzzzzzz").expression().unwrap(), &["a"].into())[0].suggestions, [""; 0]);
}

#[test]
fn names_twice() {
    one("let a = 1, a = 2 in a", "MQ023", "a");
    one("let a = 1, #\"a\" = 2 in 3", "MQ023", "#\"a\"");
    one("[a = 1, b = 2, a = 3]", "MQ023", "a");
    one("(x, x) => x", "MQ023", "x");
    one("type table [a = text, a = number]", "MQ023", "a");
    one("type function (a as text, a as any) as any", "MQ023", "a");
    one("section A; b = 1; b = 2;", "MQ023", "b");
}

#[test]
fn steps_that_nothing_uses() {
    one("let a = Sales, b = a in a", "MQ024", "b");
    one("let a = let x = 1, y = 2 in x in a", "MQ024", "y");
    clean("let a = Sales, _note = 1 in a");
    assert_eq!(parse("let a = 1 in 2").problems.len(), 0);
    assert_eq!(UNUSED_STEP.severity, Severity::Note);
}

#[test]
fn circles() {
    one("let a = b, b = a in b", "MQ026", "b");
    one("let a = f(b) & 1, b = c[x], c = -a{0}, f = (x) => a in c", "MQ026", "b");
    one("let a = Table.Combine({t, b}), b = Table.FirstN(a, 5), t = 1 in b", "MQ026", "b");
    one("let a = @a in a", "MQ026", "@a");
    // What waits may go round.
    clean("let a = [x = b], b = a[y] in b");
    clean("let a = if true then 1 else b, b = a in b");
    clean("let a = () => b, b = a in b");
    clean("let a = {b}, b = a{0} in b");
    clean("let a = each b, b = a in b");
}

#[test]
fn references_are_the_free_names() {
    let text = "let a = Sales, f = (x) => x & Other in Table.Distinct(f(a) & Sales)";
    let names: Vec<String> = references(parse(text).expression().unwrap()).into_iter().map(|one| one.name).collect();
    assert_eq!(names, ["Sales", "Other", "Table.Distinct", "Sales"]);
}
