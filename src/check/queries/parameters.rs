//! MQ055: what parameters hold, where something else is wanted.

use std::collections::BTreeSet;

use super::Query;
use super::parameter_meta::type_of;
use crate::check::context::Context;
use crate::diag::{Code, Diagnostic, Severity};
use crate::m::{self, Access, AccessKind, Expr, ExprKind, Problem, walk};

pub static NAMED_BY_PARAMETER: Code = Code {
    id: "MQ055",
    name: "m-column-named-by-parameter",
    severity: Severity::Warning,
    explanation: "A step makes a column whose name is what a parameter holds. With another value the column has \
another name, and the model looks for it by one name. Perhaps the quotes were forgotten.

Wrong: `Table.AddColumn(Source, Environment, each Environment)`
Right: `Table.AddColumn(Source, \"Environment\", each Environment)`",
};

pub fn check(context: &Context, queries: &[Query], loaded: &[bool], found: &mut Vec<Diagnostic>) {
    let parameters: BTreeSet<&str> = queries
        .iter()
        .filter(|query| query.table.is_none() && query.parsed.problems.is_empty())
        .filter(|query| matches!(query.parsed.expression().and_then(type_of), Some("Text" | "Number" | "Logical")))
        .filter_map(|query| query.name)
        .collect();
    if parameters.is_empty() {
        return;
    }
    for (query, is_loaded) in queries.iter().zip(loaded) {
        let Some(expression) = query.parsed.expression().filter(|_| query.parsed.problems.is_empty()) else {
            continue;
        };
        if context.is_hurt(&query.path, query.property) {
            continue;
        }
        // Where a step has the name, it is not the parameter.
        let references = m::references(expression);
        let held = references.iter().filter(|one| parameters.contains(one.name.as_str()));
        let held: BTreeSet<usize> = held.map(|one| one.span.start).collect();
        let mut problems = Vec::new();
        if !held.is_empty() {
            visit(expression, &held, &mut problems);
        }
        for problem in problems {
            let fault = problem.diagnostic(|span| query.place(context, span));
            found.push(if *is_loaded { fault } else { super::lowered(fault) });
        }
    }
}

/// `held` is where references to parameters begin.
fn visit(expression: &Expr, held: &BTreeSet<usize>, found: &mut Vec<Problem>) {
    match &expression.kind {
        // What is tried may fail.
        ExprKind::Try { .. } => return,
        ExprKind::Access { of, accesses } => found.extend(named(of, accesses, held)),
        _ => {}
    }
    walk::children(expression, &mut |child| visit(child, held, found));
}

fn named(of: &Expr, accesses: &[Access], held: &BTreeSet<usize>) -> Option<Problem> {
    let ExprKind::Name { name, .. } = &of.kind else { return None };
    let AccessKind::Call(arguments) = &accesses.first()?.kind else { return None };
    let at = match name.as_str() {
        "Table.AddColumn" | "Table.AddIndexColumn" => 1,
        "Table.DuplicateColumn" => 2,
        _ => return None,
    };
    let argument = arguments.get(at)?;
    let ExprKind::Name { name, .. } = &argument.kind else { return None };
    if !held.contains(&argument.span.start) {
        return None;
    }
    let message = format!("the column is named by what the parameter `{name}` holds");
    let problem = Problem::new(&NAMED_BY_PARAMETER, argument.span.clone(), message);
    Some(problem.help(format!("put the name in quotes if it is `{name}`")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::lines;

    fn text(m: &str) -> String {
        format!(
            "model Model\nexpression Stage = \"DEV\" meta [IsParameterQuery = true, Type = \"Text\"]\nexpression Rate = 2 meta \
             [IsParameterQuery = true, Type = \"Number\"]\nexpression Any = 2 meta [IsParameterQuery = true, Type = \"Any\"]\n\
             table T\n    column A\n        dataType: string\n        sourceColumn: A\n    partition P = m\n        \
             source = {m}\n"
        )
    }

    #[test]
    fn a_column_has_one_name() {
        for m in ["Table.AddColumn(Source(), Stage, each 1)", "Table.DuplicateColumn(Source(), \"B\", Stage)"] {
            assert_eq!(lines(&NAMED_BY_PARAMETER, &text(m)), [10], "{m}");
        }
        let sound = [
            "Table.AddColumn(Source(), \"A\", each Stage)",
            "let Stage = \"A\" in Table.AddColumn(Source(), Stage, each 1)",
        ];
        for m in sound {
            assert_eq!(lines(&NAMED_BY_PARAMETER, &text(m)), [0; 0], "{m}");
        }
    }

    #[test]
    fn what_a_parameter_holds_is_not_converted() {
        for m in
            ["#table({\"A\"}, {{Stage + 1}})", "#table({\"A\"}, {{\"x\" & Rate}})", "#table({\"A\"}, {{Rate - Stage}})"]
        {
            assert_eq!(lines(&m::calls::OPERAND_KIND, &text(m)), [10], "{m}");
        }
        for m in ["{{Stage & \"x\"}}", "{{Rate * 2}}", "{{\"x\" & Any}}", "{{Any + Rate}}", "{{(Stage) => Stage + 1}}"]
        {
            assert_eq!(lines(&m::calls::OPERAND_KIND, &text(&format!("#table({{\"A\"}}, {m})"))), [0; 0], "{m}");
        }
    }
}
