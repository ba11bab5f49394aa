//! PB110: a visual calculation that does not compile.

use super::Project;
use crate::bind::rules::arity;
use crate::dax::functions::{self, Function};
use crate::dax::tree::{Column, Expr, ExprKind, Literal, Name};
use crate::dax::{Span, parse_expression};
use crate::diag::{Code, Diagnostic, Place, Severity, suggest};
use crate::name::{dax_column, dax_name, dax_table, same};
use crate::pbir::Json;
use crate::pbir::json::places;

pub const VISUAL_CALCULATION: Code = Code {
    id: "PB110",
    name: "visual-calculation",
    severity: Severity::Error,
    explanation: "\
A visual calculation is DAX that is kept in the visual, and works on what the visual shows: fields of the visual by the
names that it gives them, and other calculations. One that does not compile makes the visual fail. (A name that the
visual does not have is a warning.)

Wrong:  RUNNINGSUM([Revenue]
Right:  RUNNINGSUM([Revenue])
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, json) in project.read.definition().filter(|(path, _)| path.ends_with("/visual.json")) {
        let mut calculations = Vec::new();
        json.each(&mut |member| {
            calculations.extend((member.key == "NativeVisualCalculation").then_some(&member.value));
        });
        if calculations.is_empty() {
            continue;
        }
        let names = names(json);
        let text = project.tree.text(path).unwrap_or_default();
        for calculation in calculations {
            let Some(value) = calculation.get("Expression") else { continue };
            let Some(dax) = value.text() else { continue };
            let place = |span: &std::ops::Range<usize>| Place::bytes(path, places::inside(text, value, span));
            let own = calculation.get("Name").and_then(Json::text);
            found.extend(faults(dax, own, &names, &place));
        }
    }
    found
}

/// `own` is what the calculation itself is called.
fn faults(
    dax: &str,
    own: Option<&str>,
    names: &[&str],
    place: &dyn Fn(&std::ops::Range<usize>) -> Place,
) -> Vec<Diagnostic> {
    let parsed = parse_expression(dax);
    let new = |message: String, span: &Span| Diagnostic::new(&VISUAL_CALCULATION, message).at(place(span), "");
    if let Some(error) = parsed.errors.first() {
        return vec![new(format!("the visual calculation does not compile: {}", error.message), &error.span)];
    }
    let (mut made, mut variables): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    parsed.tree.walk(&mut |expr| match &expr.kind {
        // Columns that the calculation makes itself: `ADDCOLUMNS(ROWS, "@x", …)`.
        ExprKind::Literal(Literal::Text(text)) => made.push(text),
        ExprKind::Block(block) => variables.extend(block.variables.iter().map(|variable| variable.name.text.as_str())),
        _ => {}
    });
    let mut found = Vec::new();
    parsed.tree.walk(&mut |expr| match &expr.kind {
        ExprKind::Call(call) if let Some(function) = functions::lookup(&call.function.text) => {
            let fault = arity::check(function, call, &expr.span);
            found.extend(fault.map(|fault| new(fault.message, &fault.span)));
            for name in call.arguments.iter().filter_map(bare) {
                if !is_word(function, &name.text) && !variables.iter().any(|known| same(known, &name.text)) {
                    let message = format!("`{}` cannot take `{}`", function.name, name.text);
                    let near = suggest::nearest(&name.text, words(function).chain(AXES));
                    let fault = new(message, &name.span);
                    found.push(
                        near.into_iter().fold(fault, |fault, near| fault.help(format!("did you mean `{near}`?"))),
                    );
                }
            }
        }
        ExprKind::Name(name) if name.quoted => {
            let message = format!("a visual has no tables, and `{}` names one", dax_table(&name.text));
            found.push(new(message, &name.span).help("a text stands in double quotes"));
        }
        ExprKind::Column(column) if is_of_model(column, &made) => {
            let table = column.table.as_ref().map_or("", |table| table.text.as_str());
            let name = dax_column(table, &column.name.text);
            let message = format!("a visual calculation cannot read `{name}` of the model");
            found.push(new(message, &expr.span).help("it reads what the visual shows, by its name alone"));
        }
        ExprKind::Call(call) if !call.function.quoted => {
            let near = functions::suggest(&call.function.text);
            let fault = new(format!("no function `{}` exists", call.function.text), &call.function.span);
            found.push(near.into_iter().fold(fault, |fault, near| fault.help(format!("did you mean `{near}`?"))));
        }
        ExprKind::Column(column) if column.table.is_none() && column.level.is_none() => {
            let name = column.name.text.as_str();
            if own.is_some_and(|own| same(own, name)) {
                let message = format!("the visual calculation `{}` needs itself", dax_name(name));
                found.push(new(message, &column.name.span));
                return;
            }
            if names.iter().chain(&made).any(|known| same(known, name)) {
                return;
            }
            let near = suggest::nearest(name, names.iter().copied());
            let fault = new(format!("the visual has no field `{}`", dax_name(name)), &column.name.span);
            found.push(
                near.into_iter().fold(fault, |fault, near| fault.help(format!("did you mean `{}`?", dax_name(near)))),
            );
        }
        _ => {}
    });
    found
}

const AXES: [&str; 2] = ["ROWS", "COLUMNS"];

/// A column with its table, unless the calculation makes columns that are named so.
fn is_of_model(column: &Column, made: &[&str]) -> bool {
    column.table.as_ref().is_some_and(|table| !table.text.is_empty()) && !made.iter().any(|made| made.contains('['))
}

/// An argument that is a name without quotes.
fn bare(argument: &Expr) -> Option<&Name> {
    match &argument.kind {
        ExprKind::Name(name) if !name.quoted => Some(name),
        _ => None,
    }
}

fn words(function: &'static Function) -> impl Iterator<Item = &'static str> {
    function.signature.parameters().flat_map(|parameter| parameter.words())
}

fn is_word(function: &'static Function, word: &str) -> bool {
    words(function).chain(AXES).any(|known| known.eq_ignore_ascii_case(word))
}

/// What the fields of a visual may be called: as they are shown, as they are called in the query, as in the model.
fn names(visual: &Json) -> Vec<&str> {
    let mut names = Vec::new();
    visual.each(&mut |member| {
        if ["nativeQueryRef", "displayName", "Property", "Name", "Level", "queryRef"].contains(&member.key.as_str()) {
            names.extend(member.value.text());
        }
    });
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(dax: &str) -> Vec<String> {
        let place = |_: &std::ops::Range<usize>| Place::file("visual.json");
        faults(dax, Some("Calc"), &["Revenue", "Month Year", "Calc"], &place)
            .into_iter()
            .map(|fault| fault.message)
            .collect()
    }

    #[test]
    fn what_compiles_is_sound() {
        for dax in [
            "RUNNINGSUM([Revenue])",
            "DIVIDE([Revenue], COLLAPSE([revenue], ROWS))",
            "VAR a = MOVINGAVERAGE([Revenue], 3, ROWS) RETURN a - PREVIOUS([Revenue])",
            "MAXX(ADDCOLUMNS(ROWS, \"@x\", [Revenue]), [@x])",
            "PREVIOUS([Revenue], 1, ROWS COLUMNS, ORDERBY([Revenue], DESC), DEFAULT, HIGHESTPARENT)",
            "RUNNINGSUM([Revenue], COLUMNS, , , [Month Year])",
        ] {
            assert_eq!(said(dax), [""; 0], "{dax}");
        }
    }

    #[test]
    fn what_does_not_is_told_once() {
        assert_eq!(said("RUNNINGSUM([Revenue]").len(), 1);
        assert_eq!(said("RUNSUM([Revenue])"), ["no function `RUNSUM` exists"]);
        assert_eq!(said("RUNNINGSUM([Revenu])"), ["the visual has no field `[Revenu]`"]);
        assert_eq!(said("[Calc] + 1"), ["the visual calculation `[Calc]` needs itself"]);
        assert_eq!(said("RUNNINGSUM()"), ["`RUNNINGSUM` takes 1 to 5 arguments, not 0"]);
        assert_eq!(said("RUNNINGSUM([Revenue], ROW)"), ["`RUNNINGSUM` cannot take `ROW`"]);
        assert_eq!(said("IF([Revenue] > 0, 'yes')"), ["a visual has no tables, and `'yes'` names one"]);
        assert_eq!(said("SUM('T'[x])"), ["a visual calculation cannot read `'T'[x]` of the model"]);
    }
}
