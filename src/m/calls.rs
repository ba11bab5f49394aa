//! MQ045 to MQ050: what the library's functions and the operators cannot take.
//!
//! Here an argument is judged only where it is spelled out, a text, a list, a function; what the evaluator knows of
//! the others it judges by the same rules. Of the library's functions those that people use most are known with their
//! parameters, in `signatures.txt`.

use std::collections::BTreeSet;

use super::kinds::{self, Kind};
use super::{Access, AccessKind, Expr, ExprKind, Operator, Parsed, Problem, Span, references, walk};
use crate::diag::suggest::nearest;
use crate::diag::{Code, Severity};

mod options;
mod shapes;
pub mod signatures;

pub static ARGUMENT_COUNT: Code = Code {
    id: "MQ045",
    name: "m-library-argument-count",
    severity: Severity::Error,
    explanation: "A function of the library, or one of the query itself, is called with more or fewer arguments than it has parameters; \
or one is handed to a function that calls it with another number of them. Refreshing fails.

Wrong: `Table.SelectRows(Source)`
Right: `Table.SelectRows(Source, each [Revenue] > 0)`",
};

pub static UNKNOWN_OPTION: Code = Code {
    id: "MQ046",
    name: "m-unknown-option",
    severity: Severity::Warning,
    explanation: "The record of options has a field that the function does not know, and that is nearly one that it \
knows. It is refused or passed over.

Wrong: `Csv.Document(File.Contents(path), [Delimeter = \";\"])`
Right: `Csv.Document(File.Contents(path), [Delimiter = \";\"])`",
};

pub static ARGUMENT_KIND: Code = Code {
    id: "MQ047",
    name: "m-argument-kind",
    severity: Severity::Error,
    explanation: "A function of the library, or one of the query that says what it takes, is given a value of \
another kind. Of a column the kind is known where a step has converted it to a type. Refreshing fails.

Wrong: `Table.AddColumn(Source, \"Year\", 2026)`
Right: `Table.AddColumn(Source, \"Year\", each 2026)`",
};

pub static LISTED_TWICE: Code = Code {
    id: "MQ050",
    name: "m-listed-twice",
    severity: Severity::Warning,
    explanation: "A list of columns names one of them twice. Refreshing fails, or one of the two has no effect.

Wrong: `Table.TransformColumnTypes(Source, {{\"Year\", Int64.Type}, {\"Year\", type text}})`
Right: `Table.TransformColumnTypes(Source, {{\"Year\", Int64.Type}, {\"Month\", type text}})`",
};

pub static OPERAND_KIND: Code = Code {
    id: "MQ048",
    name: "m-operand-kind",
    severity: Severity::Error,
    explanation: "M converts nothing by itself: a text is joined with `&`, and only with a text; only what is of one kind is \
compared by size; days are added to a date by a duration; a condition is true or false. A record has fields, a list has \
items, and a function is called. Of a column the kind is known where a step has converted it to a type. Refreshing fails.

Wrong: `\"Year \" + 2026`
Right: `\"Year \" & Text.From(2026)`",
};

pub static NOT_AN_INDEX: Code = Code {
    id: "MQ049",
    name: "m-not-an-index",
    severity: Severity::Error,
    explanation: "`x{…}` picks an item of a list by its number, or a row of a table by its number or by a record of \
its key. In braces stands something else: perhaps a comma is missing before them; or the list has no such item.

Wrong: `Table.SelectColumns(Source {\"Region\"})`
Right: `Table.SelectColumns(Source, {\"Region\"})`",
};

/// `known` are the names that the model's queries have.
pub fn problems(parsed: &Parsed, known: &BTreeSet<&str>) -> Vec<Problem> {
    let Some(expression) = parsed.expression().filter(|_| parsed.problems.is_empty()) else { return Vec::new() };
    let references = references(expression);
    let free = references.iter().filter(|one| !known.contains(one.name.as_str()));
    let mut found = Vec::new();
    let library: BTreeSet<usize> = free.map(|one| one.span.start).collect();
    visit(expression, &library, &mut found);
    found.sort_by_key(|problem| problem.span.start);
    found
}

fn visit(expression: &Expr, library: &BTreeSet<usize>, found: &mut Vec<Problem>) {
    match &expression.kind {
        // What is tried may fail.
        ExprKind::Try { .. } => return,
        ExprKind::Access { of, accesses } => {
            if let (ExprKind::Name { name, .. }, Some(Access { kind: AccessKind::Call(arguments), span })) =
                (&of.kind, accesses.first())
                && library.contains(&of.span.start)
            {
                call(name, &(of.span.start..span.end), arguments, found);
            }
            found.extend(accesses.iter().filter_map(index));
            found.extend(accesses.first().and_then(|access| called_at_once(of, access)));
        }
        ExprKind::Binary { first, rest } => found.extend(operands(first, rest, Kind::literal).err()),
        ExprKind::Unary { operators, operand } => {
            if let Err(message) = kinds::unary(operators, Kind::literal(operand)) {
                found.push(Problem::new(&OPERAND_KIND, operand.span.clone(), message));
            }
        }
        ExprKind::If { branches, .. } => found.extend(
            branches
                .iter()
                .filter_map(|branch| not_a_condition(Kind::literal(&branch.condition)?, &branch.condition.span)),
        ),
        _ => {}
    }
    walk::children(expression, &mut |child| visit(child, library, found));
}

fn call(name: &str, span: &Span, arguments: &[Expr], found: &mut Vec<Problem>) {
    let Some(signature) = signatures::of(name) else { return };
    let (given, least, most) = (arguments.len(), signature.least, signature.parameters.len());
    // An argument that is missing its comma is not one too few as well.
    let is_torn = |argument: &Expr| match &argument.kind {
        ExprKind::Access { accesses, .. } => accesses.iter().any(|access| index(access).is_some()),
        _ => false,
    };
    if arguments.iter().any(is_torn) {
        return;
    }
    if let Some(message) = miscounted(&format!("`{name}`"), least, most, given) {
        return found.push(Problem::new(&ARGUMENT_COUNT, span.clone(), message));
    }
    shapes::check(name, arguments, found);
    for (argument, wanted) in arguments.iter().zip(&signature.parameters) {
        if let Some(given) = Kind::literal(argument).filter(|given| !wanted.takes(*given)) {
            found.push(wrong_argument(name, &wanted.described(), given, argument.span.clone()));
        }
        if let (ExprKind::Record(fields), Some(known)) = (&argument.kind, options::of(name)) {
            for field in fields.iter().filter(|field| !known.contains(&field.name.text.as_str())) {
                let Some(near) = nearest(&field.name.text, known.iter().copied()) else { continue };
                let message = format!("`{name}` has no option `{}`", field.name.text);
                let problem = Problem::new(&UNKNOWN_OPTION, field.name.span.clone(), message);
                found.push(problem.help(format!("did you mean `{near}`?")));
            }
        }
    }
}

/// Why a function cannot be called with so many arguments.
pub fn miscounted(function: &str, least: usize, most: usize, given: usize) -> Option<String> {
    let wanted = if least == most { most.to_string() } else { format!("{least} to {most}") };
    let plural = if wanted == "1" { "argument" } else { "arguments" };
    (!(least..=most).contains(&given)).then(|| format!("{function} takes {wanted} {plural}, not {given}"))
}

pub fn wrong_argument(function: &str, wanted: &str, given: Kind, span: Span) -> Problem {
    Problem::new(&ARGUMENT_KIND, span, format!("`{function}` wants {wanted} here, not {}", given.described()))
}

pub fn not_a_condition(kind: Kind, span: &Span) -> Option<Problem> {
    let message = format!("a condition is true or false, not {}", kind.described());
    (kind != Kind::Logical).then(|| Problem::new(&OPERAND_KIND, span.clone(), message))
}

/// `(each _)(1, 2)`
fn called_at_once(function: &Expr, access: &Access) -> Option<Problem> {
    let AccessKind::Call(arguments) = &access.kind else { return None };
    let (least, most) = match &function.kind {
        ExprKind::Each(_) => (1, 1),
        ExprKind::Function(function) => {
            let least = function.parameters.iter().take_while(|parameter| !parameter.optional).count();
            (least, function.parameters.len())
        }
        _ => return None,
    };
    let message = miscounted("the function", least, most, arguments.len())?;
    Some(Problem::new(&ARGUMENT_COUNT, access.span.clone(), message))
}

fn index(access: &Access) -> Option<Problem> {
    let AccessKind::Item { index, .. } = &access.kind else { return None };
    not_an_index(Kind::literal(index)?, &access.span)
}

pub fn not_an_index(kind: Kind, span: &Span) -> Option<Problem> {
    let message = format!("an item is picked by its number or by a record of its key, not by {}", kind.described());
    let is_index = matches!(kind, Kind::Number | Kind::Record);
    (!is_index).then(|| Problem::new(&NOT_AN_INDEX, span.clone(), message).help("is a comma missing before the brace?"))
}

/// What the operators give, one after the other; `kind` says what an operand is, where it is known.
pub fn operands(
    first: &Expr,
    rest: &[(Operator, Expr)],
    kind: impl Fn(&Expr) -> Option<Kind>,
) -> Result<Option<Kind>, Problem> {
    let is_null = |expression: &Expr| expression.kind == ExprKind::Null;
    let (mut left, mut nothing, mut span) = (kind(first), is_null(first), first.span.clone());
    for (operator, right) in rest {
        // Computed with null, joined with it or compared by size anything gives null.
        nothing |= is_null(right);
        let given = match kinds::gives_null(*operator) && nothing {
            true => Ok(None),
            false => kinds::operation(*operator, left, kind(right)),
        };
        left = given.map_err(|clash| {
            let at = if clash.is_right { right.span.clone() } else { span.clone() };
            let problem = Problem::new(&OPERAND_KIND, at, clash.message);
            clash.help.into_iter().fold(problem, Problem::help)
        })?;
        nothing &= kinds::gives_null(*operator);
        span.end = right.span.end;
    }
    Ok(left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::m::parse;

    fn codes(text: &str) -> Vec<&'static str> {
        let parsed = parse(text);
        assert_eq!(parsed.problems, [], "{text}");
        problems(&parsed, &["Own"].into()).iter().map(|problem| problem.code.id).collect()
    }

    #[test]
    fn arguments_are_counted() {
        for text in ["Table.SelectRows(T)", "Text.Upper(\"a\", \"b\", \"c\")", "#date(2024, 1)", "DateTime.LocalNow(1)"]
        {
            assert_eq!(codes(text), ["MQ045"], "{text}");
        }
        assert_eq!(codes("(each _)(1, 2)"), ["MQ045"]);
        assert_eq!(codes("((a, optional b) => a)()"), ["MQ045"]);
        for text in [
            "(each _)(1)",
            "((a, optional b) => a)(1)",
            "Table.SelectRows(T, each true)",
            "let Table.SelectRows = (x) => x in Table.SelectRows(1)",
            "try Table.SelectRows(T) otherwise null",
            "List.Transform({1}, Text.From)",
        ] {
            assert_eq!(codes(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_is_spelled_out_is_of_the_kind_that_is_taken() {
        for text in ["Table.AddColumn(T, \"a\", 1)", "Table.SelectRows(T, true)", "Table.FillDown(T, \"a\")"] {
            assert_eq!(codes(text), ["MQ047"], "{text}");
        }
        for text in
            ["Table.AddColumn(T, \"a\", each 1)", "Table.SelectColumns(T, \"a\")", "Text.Upper(null)", "Text.Upper(x)"]
        {
            assert_eq!(codes(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn operators_and_items_do_not_convert() {
        for text in ["\"a\" + 1", "x - \"a\"", "\"a\" & 1", "-\"a\"", "if \"a\" then 1 else 2"] {
            assert_eq!(codes(text), ["MQ048"], "{text}");
        }
        assert_eq!(codes("T{\"a\"}"), ["MQ049"]);
        assert_eq!(codes("Table.SelectColumns(Own(\"a\") {{\"a\"}}, \"b\")"), ["MQ049"]);
        for text in ["\"a\" & x", "\"a\" + null", "{1} & {2}", "T{0}[a]", "T{[k = 1]}", "x{y}", "if x then 1 else 2"] {
            assert_eq!(codes(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn an_option_that_is_nearly_one_is_said() {
        assert_eq!(codes("Csv.Document(f, [Delimeter = \",\"])"), ["MQ046"]);
        assert_eq!(codes("Csv.Document(f, [Delimiter = \",\", Something = 1])"), [""; 0]);
    }
}
