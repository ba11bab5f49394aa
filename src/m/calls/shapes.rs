//! Lists that are spelled out, and what must stand in them.

use super::{ARGUMENT_KIND, LISTED_TWICE, literal};
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
        let what = literal(first).filter(|what| !matches!(*what, "a text" | "a list"));
        let what = what.or(is_type(first).then_some("a type"))?;
        text(second)?;
        let message = format!("`{function}` wants the name of a column here, not {what}");
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

fn is_type(expression: &Expr) -> bool {
    let is_name = matches!(&expression.kind, ExprKind::Name { name, .. } if name.ends_with(".Type"));
    is_name || literal(expression) == Some("a type")
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
    let mut seen = std::collections::HashMap::new();
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

/// Rows that are shorter or longer than there are columns, and columns of one name.
fn rows(arguments: &[Expr]) -> Vec<Problem> {
    let Some(columns) = arguments.first().and_then(items) else { return Vec::new() };
    let rows = arguments.get(1).and_then(items).unwrap_or_default();
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
    arguments.iter().zip(parts).find_map(|(argument, (least, most, part))| {
        let ExprKind::Number(number) = argument.kind else { return None };
        let is_there = (least..=most).contains(&number);
        (!is_there).then(|| Problem::new(&ARGUMENT_KIND, argument.span.clone(), format!("there is no {part} {number}")))
    })
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
