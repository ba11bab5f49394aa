//! PB110: a visual calculation that does not compile.

use super::Project;
use crate::dax::{functions, parse_expression, tree::ExprKind};
use crate::diag::{Code, Diagnostic, Place, Severity, suggest};
use crate::name::{dax_name, same};
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
        for value in calculations.iter().filter_map(|calculation| calculation.get("Expression")) {
            let Some(dax) = value.text() else { continue };
            let place = |span: &std::ops::Range<usize>| Place::bytes(path, places::inside(text, value, span));
            found.extend(faults(dax, &names, &place));
        }
    }
    found
}

fn faults(dax: &str, names: &[&str], place: &dyn Fn(&std::ops::Range<usize>) -> Place) -> Vec<Diagnostic> {
    let parsed = parse_expression(dax);
    let new = |message: String, span| Diagnostic::new(&VISUAL_CALCULATION, message).at(place(span), "");
    if let Some(error) = parsed.errors.first() {
        return vec![new(format!("the visual calculation does not compile: {}", error.message), &error.span)];
    }
    let mut made: Vec<&str> = Vec::new();
    parsed.tree.walk(&mut |expr| {
        // Columns that the calculation makes itself: `ADDCOLUMNS(ROWS, "@x", …)`.
        if let ExprKind::Literal(crate::dax::tree::Literal::Text(text)) = &expr.kind {
            made.push(text);
        }
    });
    let mut found = Vec::new();
    parsed.tree.walk(&mut |expr| match &expr.kind {
        ExprKind::Call(call) if functions::lookup(&call.function.text).is_none() && !call.function.quoted => {
            let near = functions::suggest(&call.function.text);
            let fault = new(format!("no function `{}` exists", call.function.text), &call.function.span);
            found.push(near.into_iter().fold(fault, |fault, near| fault.help(format!("did you mean `{near}`?"))));
        }
        ExprKind::Column(column) if column.table.is_none() && column.level.is_none() => {
            let name = column.name.text.as_str();
            if names.iter().chain(&made).any(|known| same(known, name)) {
                return;
            }
            let near = suggest::nearest(name, names.iter().copied());
            let mut fault = new(format!("the visual has no field `{}`", dax_name(name)), &column.name.span);
            fault.severity = Severity::Warning;
            found.push(
                near.into_iter().fold(fault, |fault, near| fault.help(format!("did you mean `{}`?", dax_name(near)))),
            );
        }
        _ => {}
    });
    found
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
        faults(dax, &["Revenue", "Month Year"], &place).into_iter().map(|fault| fault.message).collect()
    }

    #[test]
    fn what_compiles_is_sound() {
        for dax in [
            "RUNNINGSUM([Revenue])",
            "DIVIDE([Revenue], COLLAPSE([revenue], ROWS))",
            "VAR a = MOVINGAVERAGE([Revenue], 3, ROWS) RETURN a - PREVIOUS([Revenue])",
            "MAXX(ADDCOLUMNS(ROWS, \"@x\", [Revenue]), [@x])",
        ] {
            assert_eq!(said(dax), [""; 0], "{dax}");
        }
    }

    #[test]
    fn what_does_not_is_told_once() {
        assert_eq!(said("RUNNINGSUM([Revenue]").len(), 1);
        assert_eq!(said("RUNSUM([Revenue])"), ["no function `RUNSUM` exists"]);
        assert_eq!(said("RUNNINGSUM([Revenu])"), ["the visual has no field `[Revenu]`"]);
    }
}
