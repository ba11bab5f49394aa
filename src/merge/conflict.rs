//! How a conflict is told.

use crate::diag::{Diagnostic, Place, shortened};

use super::CONFLICT;

/// Values of the three sides; `None` where a side does not have it.
pub struct Values<'a> {
    pub base: Option<&'a str>,
    pub ours: Option<&'a str>,
    pub theirs: Option<&'a str>,
}

/// Both sides have changed a part of an object.
pub fn value(object: &str, part: &str, values: &Values, place: Place) -> Diagnostic {
    let what = if part.is_empty() { String::new() } else { format!("`{part}` of ") };
    let verb = |value: Option<&str>| if value.is_some() { "changed" } else { "removed" };
    let (ours, theirs) = (verb(values.ours), verb(values.theirs));
    let verbs = match ours == theirs {
        true => format!("{ours} by hand and by what is generated now"),
        false => format!("{ours} by hand and {theirs} by what is generated now"),
    };
    let mut conflict = Diagnostic::new(&CONFLICT, format!("{what}`{object}` was {verbs}"))
        .at(place, values.ours.map_or("removed here".to_owned(), |_| "on disk".to_owned()));
    for (side, value) in [("generated last", values.base), ("on disk", values.ours), ("generated now", values.theirs)] {
        let shown = value.map_or("nothing".to_owned(), |value| format!("`{}`", shortened(value.trim())));
        conflict = conflict.note(format!("{side}: {shown}"));
    }
    conflict.help(decide(object))
}

/// Both sides have changed the order of an object's parts.
pub fn order(object: &str, place: Place) -> Diagnostic {
    let message = format!("the order within `{object}` was changed by hand and by what is generated now");
    Diagnostic::new(&CONFLICT, message).at(place, "").help(decide(object))
}

/// A file that is neither TMDL nor JSON.
pub fn file(path: &str, ours: &str, theirs: &str) -> Diagnostic {
    let message = format!("`{path}` was {ours} by hand and {theirs} by what is generated now");
    Diagnostic::new(&CONFLICT, message).at(Place::file(path), "").help(decide(path))
}

fn decide(object: &str) -> String {
    format!("keep what is on disk with `--accept 'ours={object}'`, or take what is generated with `'theirs={object}'`")
}
