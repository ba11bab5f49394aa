//! Lists that are spelled out, and what must stand in them.

use std::collections::{HashMap, HashSet};

use super::{ARGUMENT_KIND, LISTED_TWICE, signatures, wrong_argument};
use crate::m::columns::COLUMN_TWICE;
use crate::m::kinds::Kind;
use crate::m::{Expr, ExprKind, Problem};

pub fn check(name: &str, arguments: &[Expr], found: &mut Vec<Problem>) {
    let argument = |at: usize| arguments.get(at);
    match name {
        "Table.TransformColumnTypes" | "Table.RenameColumns" | "Table.TransformColumns" => {
            found.extend(argument(1).into_iter().flat_map(|list| halves(list, name)));
            found.extend(argument(1).into_iter().flat_map(|list| turned(list, name)));
            found.extend(argument(1).filter(|_| name == "Table.RenameColumns").and_then(flat));
            let types = argument(1).filter(|_| name == "Table.TransformColumnTypes");
            found.extend(types.and_then(bare).or_else(|| types.and_then(threes)));
            let wanted = match name {
                "Table.TransformColumnTypes" => Some(Kind::Type),
                "Table.TransformColumns" => Some(Kind::Function),
                _ => None,
            };
            found.extend(argument(1).zip(wanted).into_iter().flat_map(|(list, kind)| misfits(list, name, kind)));
            found.extend(argument(1).into_iter().filter_map(twice));
        }
        "Table.SelectColumns" | "Table.RemoveColumns" | "Table.ReorderColumns" => {
            found.extend(argument(1).into_iter().filter_map(twice));
        }
        "Table.NestedJoin" | "Table.Join" => found.extend(uneven(argument(1), argument(3), "each key has its partner")),
        "Table.ExpandTableColumn" | "Table.ExpandRecordColumn" => {
            found.extend(uneven(argument(2), argument(3), "each column gets its name"));
        }
        "#table" => found.extend(rows(arguments)),
        "#date" | "#datetime" | "#datetimezone" | "#time" => found.extend(moment(name, arguments)),
        _ => {}
    }
}

fn items(list: &Expr) -> Option<Vec<&Expr>> {
    let ExprKind::List(items) = &list.kind else { return None };
    items.iter().map(|item| item.end.is_none().then_some(&item.start)).collect()
}

fn text(expression: &Expr) -> Option<&str> {
    if let ExprKind::Text(text) = &expression.kind { Some(text) } else { None }
}

/// `{{"a"}}` where each column has something behind its name.
fn halves(list: &Expr, function: &str) -> Vec<Problem> {
    let items = items(list).unwrap_or_default();
    // One pair may stand alone.
    let alone = [list];
    let pairs = if items.first().is_some_and(|first| text(first).is_some()) { &alone[..] } else { &items[..] };
    let is_half = |pair: &&&Expr| matches!(self::items(pair).as_deref(), Some([only]) if text(only).is_some());
    let problem = |pair: &&Expr| {
        Problem::new(&ARGUMENT_KIND, pair.span.clone(), format!("`{function}` wants two values here, not one"))
            .label("nothing stands behind the name")
    };
    pairs.iter().filter(is_half).map(problem).collect()
}

/// `{{type text, "a"}}`: the name stands second.
fn turned(list: &Expr, function: &str) -> Vec<Problem> {
    let items = items(list).unwrap_or_default();
    let pairs = if items.iter().any(|item| matches!(item.kind, ExprKind::List(_))) { &items[..] } else { &[list][..] };
    let problem = |pair: &&Expr| {
        let pair = self::items(pair)?;
        let [first, second, ..] = pair.as_slice() else { return None };
        let what = spelled_out(first).filter(|what| !matches!(what, Kind::Text | Kind::List))?;
        text(second)?;
        let message = format!("`{function}` wants the name of a column here, not {}", what.described());
        Some(Problem::new(&ARGUMENT_KIND, first.span.clone(), message).help("the name of the column comes first"))
    };
    pairs.iter().filter_map(problem).collect()
}

/// `{"a", "b", "c"}` where pairs of names are wanted.
fn flat(list: &Expr) -> Option<Problem> {
    let items = items(list).filter(|items| items.len() > 2 && items.iter().all(|item| text(item).is_some()))?;
    let message = format!("`Table.RenameColumns` wants pairs of names, not {} in a row", items.len());
    let problem = Problem::new(&ARGUMENT_KIND, list.span.clone(), message);
    Some(problem.help("each pair stands in braces: `{{\"Old\", \"New\"}}`"))
}

/// `{{"a", type text}, "b", type text}`: a pair has lost its braces.
fn bare(list: &Expr) -> Option<Problem> {
    let items = items(list)?;
    let is_bare = |item: &&&Expr| text(item).is_some() || is_type(item);
    let problem = |item: &&Expr| {
        let message = "`Table.TransformColumnTypes` wants pairs here, each a column and its type";
        Problem::new(&ARGUMENT_KIND, item.span.clone(), message)
            .help("each pair stands in braces: `{{\"Year\", Int64.Type}, {\"Name\", type text}}`")
    };
    items.iter().any(|item| matches!(item.kind, ExprKind::List(_))).then(|| items.iter().find(is_bare).map(problem))?
}

/// `{{"a", type text, 1}}`
fn threes(list: &Expr) -> Option<Problem> {
    let items = items(list)?;
    let (pair, count) = items.iter().find_map(|pair| {
        let values = self::items(pair)?;
        (values.len() > 2 && values.first().is_some_and(|first| text(first).is_some())).then_some((pair, values.len()))
    })?;
    let message = format!("`Table.TransformColumnTypes` wants a column and its type here, not {count} values");
    Some(Problem::new(&ARGUMENT_KIND, pair.span.clone(), message))
}

/// `{{"a", "text"}}`, `{{"a", Number.From}}`: of another kind than what belongs behind the name.
fn misfits(list: &Expr, function: &str, wanted: Kind) -> Vec<Problem> {
    let items = items(list).unwrap_or_default();
    let pairs = if items.iter().any(|item| matches!(item.kind, ExprKind::List(_))) { &items[..] } else { &[list][..] };
    let problem = |pair: &&Expr| {
        let pair = self::items(pair)?;
        let [first, second, ..] = pair.as_slice() else { return None };
        text(first)?;
        let given = spelled_out(second).filter(|given| *given != wanted)?;
        let problem = wrong_argument(function, wanted.described(), given, second.span.clone());
        Some(match (wanted, given) {
            (Kind::Type, Kind::Text) => problem.help("a type is no text: `type text`, `Int64.Type`"),
            (Kind::Function, Kind::Text) => problem.help("the name of a function stands without quotes"),
            _ => problem,
        })
    };
    pairs.iter().filter_map(problem).collect()
}

fn is_type(expression: &Expr) -> bool {
    spelled_out(expression) == Some(Kind::Type)
}

/// A literal, or a type or a function of the library by its name.
fn spelled_out(expression: &Expr) -> Option<Kind> {
    match &expression.kind {
        ExprKind::Name { name, .. } if name.ends_with(".Type") => Some(Kind::Type),
        ExprKind::Name { name, .. } => signatures::of(name).map(|_| Kind::Function),
        _ => Kind::literal(expression),
    }
}

/// The first column that a list has twice: a name, or a pair that begins with it.
fn twice(list: &Expr) -> Option<Problem> {
    let items = items(list)?;
    // In one pair that stands alone both may be the same.
    let is_pair = |item: &&Expr| matches!(item.kind, ExprKind::List(_));
    let names: Vec<(&str, &Expr)> = match items.iter().all(is_pair) {
        true => items
            .iter()
            .filter_map(|pair| self::items(pair)?.first().and_then(|one| Some((text(one)?, *one))))
            .collect(),
        false => items.iter().filter_map(|one| Some((text(one)?, *one))).collect(),
    };
    let mut seen = HashMap::new();
    for (name, at) in names {
        if let Some(first) = seen.insert(name, at) {
            let problem = Problem::new(&LISTED_TWICE, at.span.clone(), format!("the column `{name}` is listed twice"));
            return Some(problem.also(first.span.clone(), "listed first here"));
        }
    }
    None
}

fn uneven(left: Option<&Expr>, right: Option<&Expr>, why: &str) -> Option<Problem> {
    let (left, right) = (items(left?)?, items(right?).map(|items| (items, right))?);
    let (right, at) = (right.0, right.1?);
    (left.len() != right.len()).then(|| {
        let message = format!("this list has {} names, and the other one has {}", right.len(), left.len());
        Problem::new(&ARGUMENT_KIND, at.span.clone(), message).label(why)
    })
}

/// Columns of one name, rows that are no lists, rows that are shorter or longer than there are columns.
fn rows(arguments: &[Expr]) -> Vec<Problem> {
    let rows = arguments.get(1).and_then(items).unwrap_or_default();
    let is_value = |row: &&&Expr| matches!(Kind::literal(row), Some(Kind::Text | Kind::Number | Kind::Logical));
    if let Some(row) = rows.iter().find(is_value) {
        let message = "each row of a table is a list of its values";
        let problem = Problem::new(&ARGUMENT_KIND, row.span.clone(), message);
        return vec![problem.help("each row stands in braces: `{{1, \"a\"}, {2, \"b\"}}`")];
    }
    let Some(columns) = arguments.first().and_then(items) else { return Vec::new() };
    let mut seen = HashSet::new();
    if let Some((name, at)) =
        columns.iter().filter_map(|one| Some((text(one)?, *one))).find(|(name, _)| !seen.insert(*name))
    {
        let message = format!("the table already has a column `{name}`");
        return vec![Problem::new(&COLUMN_TWICE, at.span.clone(), message).label("a second one cannot be made")];
    }
    let wrong = rows.into_iter().filter_map(|row| {
        let count = items(row).filter(|cells| cells.len() != columns.len())?.len();
        let message = format!("the row has {count} values, and the table {} columns", columns.len());
        Some(Problem::new(&ARGUMENT_KIND, row.span.clone(), message))
    });
    wrong.take(3).collect()
}

/// A month that there is not, an hour that there is not.
fn moment(name: &str, arguments: &[Expr]) -> Option<Problem> {
    const DATE: [(f64, f64, &str); 3] = [(1.0, 9999.0, "year"), (1.0, 12.0, "month"), (1.0, 31.0, "day")];
    const TIME: [(f64, f64, &str); 3] = [(0.0, 24.0, "hour"), (0.0, 59.0, "minute"), (0.0, 59.999_999_9, "second")];
    let parts = match name {
        "#date" => DATE.to_vec(),
        "#time" => TIME.to_vec(),
        _ => [DATE, TIME].concat(),
    };
    let absent = arguments.iter().zip(parts).find_map(|(argument, (least, most, part))| {
        let ExprKind::Number(number) = argument.kind else { return None };
        let is_there = (least..=most).contains(&number);
        (!is_there).then(|| Problem::new(&ARGUMENT_KIND, argument.span.clone(), format!("there is no {part} {number}")))
    });
    absent.or_else(|| if name == "#time" { None } else { day(arguments) })
}

/// The 31st of June.
fn day(arguments: &[Expr]) -> Option<Problem> {
    let [year, month, day, ..] = arguments else { return None };
    let number = |argument: &Expr| if let ExprKind::Number(number) = argument.kind { Some(number) } else { None };
    let (month, at, day) = (number(month)?, day.span.clone(), number(day)?);
    // Of a year that is not known February has perhaps 29.
    let is_leap = number(year).is_none_or(|year| year % 4.0 == 0.0 && (year % 100.0 != 0.0 || year % 400.0 == 0.0));
    let days = match month as u8 {
        2 if is_leap => 29.0,
        2 => 28.0,
        4 | 6 | 9 | 11 => 30.0,
        _ => 31.0,
    };
    let message = format!("the month {month} has no day {day}");
    (day > days).then(|| Problem::new(&ARGUMENT_KIND, at, message).label(format!("its last day is {days}")))
}

#[cfg(test)]
mod tests {
    use crate::m::{call_problems, parse};

    fn codes(text: &str) -> Vec<&'static str> {
        let parsed = parse(text);
        assert_eq!(parsed.problems, [], "{text}");
        call_problems(&parsed, &[].into()).iter().map(|problem| problem.code.id).collect()
    }

    #[test]
    fn pairs_are_whole() {
        assert_eq!(codes("Table.TransformColumnTypes(T, {{\"a\"}, {\"b\", type text}})"), ["MQ047"]);
        assert_eq!(codes("Table.RenameColumns(T, {\"a\"})"), ["MQ047"]);
        for text in
            ["Table.RenameColumns(T, {})", "Table.RenameColumns(T, {\"a\", \"b\"})", "Table.RenameColumns(T, {x})"]
        {
            assert_eq!(codes(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn the_name_comes_first_and_renames_are_pairs() {
        for text in [
            "Table.TransformColumnTypes(T, {{type text, \"a\"}})",
            "Table.TransformColumnTypes(T, {Int64.Type, \"a\"})",
            "Table.RenameColumns(T, {\"a\", \"b\", \"c\"})",
        ] {
            assert_eq!(codes(text), ["MQ047"], "{text}");
        }
        for text in ["Table.TransformColumnTypes(T, {\"a\", type text})", "Table.RenameColumns(T, {{\"a\", \"b\"}})"] {
            assert_eq!(codes(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn behind_a_name_stands_what_is_wanted() {
        for text in [
            "Table.TransformColumns(T, {{\"a\", \"Text.Upper\"}})",
            "Table.TransformColumns(T, {\"a\", 1})",
            "Table.TransformColumnTypes(T, {{\"a\", \"text\"}})",
            "Table.TransformColumnTypes(T, {{\"a\", type text}, {\"b\", Number.From}})",
            "Table.TransformColumnTypes(T, {\"a\", each type text})",
        ] {
            assert_eq!(codes(text), ["MQ047"], "{text}");
        }
        for text in [
            "Table.TransformColumns(T, {{\"a\", Text.Upper, type text}, {\"b\", each _ + 1}, {\"c\", f}})",
            "Table.TransformColumnTypes(T, {{\"a\", t}, {\"b\", Int64.Type}})",
        ] {
            assert_eq!(codes(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_row_is_a_list_and_a_column_there_once() {
        assert_eq!(codes("#table({\"a\"}, {\"x\", \"y\"})"), ["MQ047"]);
        assert_eq!(codes("#table({\"a\", \"a\"}, {{1, 2}})"), ["MQ031"]);
        assert_eq!(codes("#table(type table [a = text], {\"x\"})"), ["MQ047"]);
        assert_eq!(codes("#table({\"a\"}, {{\"x\"}, row})"), [""; 0]);
    }

    #[test]
    fn types_stand_in_pairs() {
        for text in [
            "Table.TransformColumnTypes(T, {{\"a\", type text}, \"b\", Currency.Type})",
            "Table.TransformColumnTypes(T, {{\"a\", type text}, type text})",
            "Table.TransformColumnTypes(T, {\"b\", {\"a\", type text}})",
            "Table.TransformColumnTypes(T, {{\"a\", type text}, {\"b\", Currency.Type, 1}})",
        ] {
            assert_eq!(codes(text), ["MQ047"], "{text}");
        }
        for text in [
            "Table.TransformColumnTypes(T, {\"a\", type text})",
            "Table.TransformColumnTypes(T, {{\"a\", type text}, b})",
            "Table.TransformColumnTypes(T, {{\"a\", t}, {\"b\", Currency.Type}})",
        ] {
            assert_eq!(codes(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_column_is_listed_once() {
        for text in [
            "Table.TransformColumnTypes(T, {{\"a\", type text}, {\"a\", type date}})",
            "Table.RemoveColumns(T, {\"a\", \"b\", \"a\"})",
        ] {
            assert_eq!(codes(text), ["MQ050"], "{text}");
        }
        for text in ["Table.RenameColumns(T, {\"a\", \"a\"})", "Table.SelectColumns(T, {\"a\", \"A\"})"] {
            assert_eq!(codes(text).iter().filter(|_| text.contains("Select")).count(), 0, "{text}");
        }
    }

    #[test]
    fn lists_that_belong_together_are_equally_long() {
        for text in [
            "Table.NestedJoin(T, {\"a\", \"b\"}, U, {\"a\"}, \"x\")",
            "Table.ExpandTableColumn(T, \"x\", {\"a\"}, {\"a\", \"b\"})",
            "#table({\"a\", \"b\"}, {{1, 2}, {1}})",
        ] {
            assert_eq!(codes(text), ["MQ047"], "{text}");
        }
        for text in [
            "Table.NestedJoin(T, \"a\", U, {\"a\"}, \"x\")",
            "Table.ExpandTableColumn(T, \"x\", {\"a\"})",
            "#table({\"a\", \"b\"}, {{1, 2}})",
            "#table(2, {{1, 2}})",
        ] {
            assert_eq!(codes(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn moments_are_some() {
        for text in ["#date(2011, 6, 31)", "#date(2023, 2, 29)", "#date(y, 2, 30)"] {
            assert_eq!(codes(text), ["MQ047"], "{text}");
        }
        assert_eq!(codes("{#date(2024, 2, 29), #date(y, 2, 29), #date(2000, 2, 29)}"), [""; 0]);
        for text in ["#date(2024, 13, 1)", "#datetime(2024, 1, 32, 0, 0, 0)", "#time(25, 0, 0)"] {
            assert_eq!(codes(text), ["MQ047"], "{text}");
        }
        for text in
            ["#date(2024, 12, 31)", "#datetime(2024, 1, 1, 23, 59, 59.5)", "#time(24, 0, 0)", "#date(2024, m, 1)"]
        {
            assert_eq!(codes(text), [""; 0], "{text}");
        }
    }
}
