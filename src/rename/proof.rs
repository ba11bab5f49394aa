//! What was renamed, read again: every mention must be of the object that it was of.

use std::collections::BTreeMap;

use super::mention::{Form, Mention};
use super::plan::Plan;
use super::{project, source};
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::file_tree::FileTree;

pub static CAPTURED_NAME: Code = Code {
    id: "MG014",
    name: "captured-name",
    severity: Severity::Error,
    explanation: "In one of the formulas the new name stands for something else already: a variable, a column that the \
formula makes, a measure in the place of a column, a step of a query. Or a file names something that is not there, which \
the new name would bring to life. Either would mean another thing after the renaming.

Wrong, where [Margin] is to be called `Profit`:
    SUMX(ADDCOLUMNS(Sales, \"Profit\", 1), [Profit] + [Margin])
Right: another name, or another one for the column that the formula makes.",
};

pub static NOT_PROVEN: Code = Code {
    id: "MG019",
    name: "rename-not-proven",
    severity: Severity::Error,
    explanation: "The renamed files were read again and do not say the same as before. This is a fault of pbiforge; \
nothing was changed. Please report it with the project that it happens with.

Wrong: a reference that stands for another object than before.
Right: every reference stands for the same object, under its new name.",
};

/// `old` are the mentions of the old files, `new` the new files, `paths` those of them that have another path now.
pub fn prove(
    old: &[Mention],
    plan: &Plan,
    paths: &BTreeMap<String, String>,
    new: &FileTree,
) -> Result<(), Vec<Diagnostic>> {
    let project = project::read(new).map_err(|faults| {
        let fault = faults.into_iter().next();
        let why = fault.map(|fault| fault.message).unwrap_or_default();
        vec![Diagnostic::new(&NOT_PROVEN, "the renamed files cannot be read").note(why)]
    })?;
    let found = source::collect(new, &project).mentions;
    let mut now: BTreeMap<&str, Vec<&Mention>> = BTreeMap::new();
    found.iter().filter(|mention| !mention.is_loose()).for_each(|mention| {
        now.entry(&mention.file).or_default().push(mention);
    });
    let mut before: BTreeMap<&str, Vec<&Mention>> = BTreeMap::new();
    for mention in old.iter().filter(|mention| !mention.is_loose()) {
        let path = paths.get(&mention.file).unwrap_or(&mention.file);
        before.entry(path).or_default().push(mention);
    }
    let mut faults = Vec::new();
    for path in before.keys().chain(now.keys()).collect::<std::collections::BTreeSet<_>>() {
        let none = Vec::new();
        let (was, is) = (before.get(path).unwrap_or(&none), now.get(path).unwrap_or(&none));
        faults.extend(compare(was, is, plan));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// The first difference of a file.
fn compare(was: &[&Mention], is: &[&Mention], plan: &Plan) -> Option<Diagnostic> {
    let differs = |at: &usize| match (was.get(*at), is.get(*at)) {
        (Some(was), Some(is)) => plan.applied(&was.of) != is.of,
        _ => true,
    };
    let at = (0..was.len().max(is.len())).find(differs)?;
    // A name that stood for nothing stands for what has it now: it is in the new file, and has no place in the old.
    let more = is.get(at).filter(|_| is.len() > was.len());
    let place = match (was.get(at), more) {
        (Some(was), None) => was.place(),
        (_, Some(more)) => Place::file(was.first().map_or(&more.file, |was| &was.file)),
        (None, None) => was.last()?.place(),
    };
    let is_formula = was
        .get(at)
        .is_none_or(|was| matches!(was.form, Form::DaxTable(_) | Form::DaxName(_) | Form::DaxText | Form::M));
    if more.is_none() && !is_formula {
        return Some(Diagnostic::new(&NOT_PROVEN, "a name stands for something else after the renaming").at(place, ""));
    }
    let message = match more {
        Some(more) => {
            format!("the name `{}` stands here already, and would be taken for the {}", more.of.name(), more.of.kind())
        }
        None => "this formula would mean something else after the renaming".to_owned(),
    };
    let new: Vec<String> = plan
        .renamed()
        .filter(|(object, new)| object.name() != *new)
        .map(|(object, new)| format!("the {} `{object}` to `{new}`", object.kind()))
        .collect();
    Some(
        Diagnostic::new(&CAPTURED_NAME, message)
            .at(place, "")
            .note(format!("renamed: {}", new.join(", ")))
            .help("choose another name, or change first what has it here"),
    )
}
