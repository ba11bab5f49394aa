//! MD118, MD119: how much a refresh policy keeps, and how its query cuts it.

use super::carried::{Carried, carried};
use super::context::{Context, table_path};
use crate::diag::{Code, Diagnostic, Severity};
use crate::m::{self, Expr, ExprKind, Operator, walk};
use crate::model::{PropertyValue, Table};

pub static REFRESH_WINDOW: Code = Code {
    id: "MD118",
    name: "refresh-window",
    severity: Severity::Warning,
    explanation: "A refresh policy says how much it keeps and how much of it is read again: a number of days, months, \
quarters or years each, one or more, and the query that reads a part of them.

Wrong: `rollingWindowPeriods: 0`
Right: `rollingWindowPeriods: 3`",
};

pub static BOTH_BOUNDS: Code = Code {
    id: "MD119",
    name: "both-bounds-included",
    severity: Severity::Warning,
    explanation:
        "One partition ends where the next begins. A query that takes the rows of both bounds takes each row on \
the border twice; one that takes neither loses it.

Wrong: `each [When] >= RangeStart and [When] <= RangeEnd`
Right: `each [When] >= RangeStart and [When] < RangeEnd`",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for table in &context.model.tables {
        for policy in carried(&table.more, &table_path(table), "refreshPolicy") {
            if !context.is_broken(&policy.path) {
                window(context, &policy, found);
                found.extend(bounds(context, table, &policy));
            }
        }
    }
}

fn window(context: &Context, policy: &Carried, found: &mut Vec<Diagnostic>) {
    let fault = |property: &str, message: String| {
        Diagnostic::new(&REFRESH_WINDOW, message).at(context.place(&policy.path, property), "")
    };
    for property in ["rollingWindowPeriods", "incrementalPeriods"] {
        match policy.text(property).map(str::parse::<i64>) {
            Some(Ok(count)) if count < 1 => {
                let message = format!("`{property}` is {count}: nothing would be kept");
                found.push(fault(property, message).help("write a number from one on"));
            }
            _ => {}
        }
    }
    let wanted = ["rollingWindowGranularity", "rollingWindowPeriods", "incrementalGranularity", "incrementalPeriods"];
    let is_written = |property: &&str| context.origins.part(&policy.path, property).is_some();
    if let Some(missing) = wanted.iter().find(|property| !is_written(property)) {
        found.push(fault(missing, format!("the refresh policy has no `{missing}`")).help("add it"));
    } else if !is_written(&"sourceExpression") {
        let message = "the refresh policy has no `sourceExpression`".to_owned();
        found.push(fault("sourceExpression", message).help("add the query, filtered by `RangeStart` and `RangeEnd`"));
    }
}

fn bounds(context: &Context, table: &Table, policy: &Carried) -> Option<Diagnostic> {
    let own = policy.inside.iter().find_map(|property| match &property.value {
        PropertyValue::Expression(text) if property.name == "sourceExpression" => Some(text.as_str()),
        _ => None,
    });
    let parsed = m::parse(own?);
    let mut taken: Vec<(bool, &Expr)> = Vec::new();
    compared(parsed.expression().filter(|_| parsed.problems.is_empty())?, &mut taken);
    let of = |is_start: bool| taken.iter().filter(move |(start, _)| *start == is_start).collect::<Vec<_>>();
    let (starts, ends) = (of(true), of(false));
    let is_included = |one: &Expr| {
        matches!(&one.kind, ExprKind::Binary { rest, .. }
        if matches!(rest.first(), Some((Operator::LessEqual | Operator::GreaterEqual, _))))
    };
    let ([(_, start)], [(_, end)]) = (starts.as_slice(), ends.as_slice()) else { return None };
    let (at, what) = match (is_included(start), is_included(end)) {
        (true, true) => (end, "both bounds"),
        (false, false) => (end, "neither bound"),
        _ => return None,
    };
    let message = format!("the query of `{}` takes the rows of {what}", table.name);
    let place = context.origins.inside(&policy.path, "sourceExpression", parsed.text(), at.span.clone());
    Some(Diagnostic::new(&BOTH_BOUNDS, message).at(place, "").help("write `>= RangeStart` and `< RangeEnd`"))
}

/// Comparisons with one of the bounds; whether it is the first.
fn compared<'a>(expression: &'a Expr, found: &mut Vec<(bool, &'a Expr)>) {
    if let ExprKind::Binary { first, rest } = &expression.kind
        && let [(Operator::Less | Operator::LessEqual | Operator::Greater | Operator::GreaterEqual, second)] =
            rest.as_slice()
    {
        let is = |name: &str| {
            [&**first, second].iter().any(|one| matches!(&one.kind, ExprKind::Name { name: is, .. } if is == name))
        };
        if is("RangeStart") {
            found.push((true, expression));
        } else if is("RangeEnd") {
            found.push((false, expression));
        }
    }
    walk::children(expression, &mut |child| compared(child, found));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::lines;

    fn policy(periods: &str, filter: &str) -> String {
        format!(
            "table T\n    column A\n        dataType: dateTime\n        sourceColumn: A\n    partition P = m\n        source = 1\n    \
             refreshPolicy\n        policyType: basic\n        rollingWindowGranularity: year\n        {periods}\n        \
             incrementalGranularity: day\n        incrementalPeriods: 1\n        sourceExpression = Table.SelectRows(S, each {filter})\n"
        )
    }

    #[test]
    fn periods_are_some() {
        let filter = "[A] >= RangeStart and [A] < RangeEnd";
        assert_eq!(lines(&REFRESH_WINDOW, &policy("rollingWindowPeriods: 0", filter)), [10]);
        assert_eq!(lines(&REFRESH_WINDOW, &policy("incrementalPeriodsOffset: -1", filter)).len(), 1);
        assert_eq!(lines(&REFRESH_WINDOW, &policy("rollingWindowPeriods: 3", filter)), [0; 0]);
    }

    #[test]
    fn one_bound_is_included() {
        for filter in ["[A] >= RangeStart and [A] <= RangeEnd", "[A] > RangeStart and [A] < RangeEnd"] {
            assert_eq!(lines(&BOTH_BOUNDS, &policy("rollingWindowPeriods: 3", filter)), [13], "{filter}");
        }
        for filter in ["[A] >= RangeStart and [A] < RangeEnd", "RangeStart < [A] and [A] <= RangeEnd"] {
            assert_eq!(lines(&BOTH_BOUNDS, &policy("rollingWindowPeriods: 3", filter)), [0; 0], "{filter}");
        }
    }
}
