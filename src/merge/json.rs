//! Three JSON files as one, value by value. What does not change keeps its bytes.

use std::collections::{BTreeMap, BTreeSet};

use super::{Accept, Side, UNREADABLE, Verdict, conflict, order};
use crate::diag::{Diagnostic, Place};
use crate::pbir::json::{Json, Kind, parse};

mod difference;
mod list;
mod same;
mod write;

pub use difference::differences;
use same::{alike, same};

/// The merged text; `None` where the file goes. Where it cannot be read, or a conflict is not decided, the text on
/// disk, with the faults told.
pub fn merge(path: &str, texts: [Option<&str>; 3], accept: &Accept, faults: &mut Vec<Diagnostic>) -> Option<String> {
    let [base, ours, theirs] = texts;
    // What comes in stands in lines that end as those on disk do.
    let lines = ours.zip(theirs).map(|(ours, theirs)| with_line_ends_of(ours, theirs));
    let theirs = lines.as_deref().or(theirs);
    let parsed = [base, ours, theirs].map(|text| text.and_then(|text| parse(text).ok()));
    if ours.is_none() != parsed[1].is_none() {
        let fault = Diagnostic::new(&UNREADABLE, format!("`{path}` cannot be read as JSON any more"));
        faults.push(fault.at(Place::file(path), "").help("`pbiforge check` says what is wrong with it"));
        return ours.map(str::to_owned);
    }
    match (ours.zip(parsed[1].as_ref()), theirs.zip(parsed[2].as_ref())) {
        (Some((text, json)), Some((new_text, new))) => {
            let base = base.zip(parsed[0].as_ref()).map(|(text, json)| Text { text, json });
            let mut merger = Merger { path, accept, faults };
            let value = merger.value("", base, Text { text, json }, Text { text: new_text, json: new });
            let (before, after) = (text.get(..json.span.start), text.get(json.span.end..));
            Some([before.unwrap_or_default(), &value, after.unwrap_or_default()].concat())
        }
        (Some((_, json)), None) if parsed[0].as_ref().is_some_and(|base| alike(base, json)) => None,
        (ours_is, _) => {
            let side = accept.side(path).unwrap_or_else(|| {
                let change = |is_there: bool| if is_there { "changed" } else { "removed" };
                faults.push(conflict::file(path, change(ours_is.is_some()), change(theirs.is_some())));
                Side::Ours
            });
            side.of(ours, theirs).map(str::to_owned)
        }
    }
}

/// No text of JSON has a line break in it, so that only the layout changes.
fn with_line_ends_of(ours: &str, text: &str) -> String {
    let plain = text.replace("\r\n", "\n");
    if ours.contains("\r\n") { plain.replace('\n', "\r\n") } else { plain }
}

/// A value in the file that it stands in.
#[derive(Clone, Copy)]
struct Text<'a> {
    text: &'a str,
    json: &'a Json,
}

impl<'a> Text<'a> {
    /// The value as it is written.
    fn written(self) -> &'a str {
        self.text.get(self.json.span.clone()).unwrap_or_default()
    }
    fn below(self, json: &'a Json) -> Self {
        Self { text: self.text, json }
    }
    fn is_list(self) -> bool {
        matches!(self.json.kind, Kind::Array(_))
    }
}

struct Merger<'a> {
    path: &'a str,
    accept: &'a Accept,
    faults: &'a mut Vec<Diagnostic>,
}

impl Merger<'_> {
    /// The merged value as it is to be written in the place of that on disk.
    fn value(&mut self, at: &str, base: Option<Text>, ours: Text, theirs: Text) -> String {
        let verdict = verdict(base, ours, theirs);
        // Desktop has saved the file since, and writes the schema that it knows.
        let is_desktops = matches!(verdict, Verdict::Both) && at.ends_with("/$schema");
        if is_desktops || matches!(verdict, Verdict::Ours) {
            return ours.written().to_owned();
        }
        if ours.json.is_object() && theirs.json.is_object() {
            return self.object(at, base.filter(|base| base.json.is_object()), ours, theirs);
        }
        if ours.is_list()
            && theirs.is_list()
            && let Some(text) = self.list(at, base.filter(|base| base.is_list()), ours, theirs)
        {
            return text;
        }
        match verdict {
            Verdict::Theirs => theirs.written().to_owned(),
            _ => self.take(at, base, Some(ours), Some(theirs)).of(ours, theirs).written().to_owned(),
        }
    }

    fn object(&mut self, at: &str, base: Option<Text>, ours: Text, theirs: Text) -> String {
        let keys = |text: Text<'_>| text.json.members().iter().map(|member| member.key.clone()).collect::<Vec<_>>();
        let lists = [base.map(keys).unwrap_or_default(), keys(ours), keys(theirs)];
        let mut merged: BTreeMap<String, String> = BTreeMap::new();
        let all: BTreeSet<&String> = lists.iter().flatten().collect();
        for key in all {
            let below = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
            let [base, ours, theirs] = [base, Some(ours), Some(theirs)]
                .map(|text| text.and_then(|text| Some(text.below(text.json.get(key)?))));
            merged.extend(self.member(&below, base, ours, theirs).map(|text| (key.clone(), text)));
        }
        write::object(ours, theirs, &order_of(&lists, merged.keys().map(String::as_str).collect(), false).0, &merged)
    }

    /// A member of an object, or an item of a list whose items can be told apart; `None` where it goes.
    fn member(&mut self, at: &str, base: Option<Text>, ours: Option<Text>, theirs: Option<Text>) -> Option<String> {
        let side = match (base, ours, theirs) {
            (base, Some(ours), Some(theirs)) => return Some(self.value(at, base, ours, theirs)),
            (_, None, None) => return None,
            (None, ..) => return ours.or(theirs).map(|text| text.written().to_owned()),
            (Some(base), Some(ours), None) if alike(base.json, ours.json) => Side::Theirs,
            (Some(base), None, Some(theirs)) if alike(base.json, theirs.json) => Side::Ours,
            _ => self.take(at, base, ours, theirs),
        };
        side.of(ours, theirs).map(|text| text.written().to_owned())
    }

    /// Which side of a conflict: what was decided, or what is on disk with the conflict told.
    fn take(&mut self, at: &str, base: Option<Text>, ours: Option<Text>, theirs: Option<Text>) -> Side {
        let object = format!("{}#{at}", self.path);
        self.accept.side(&object).unwrap_or_else(|| {
            let [was, is, new] = [base, ours, theirs].map(|text| text.map(Text::written));
            let place = ours.map_or(Place::file(self.path), |ours| Place::bytes(self.path, ours.json.span.clone()));
            let values = conflict::Values { base: was, ours: is, theirs: new };
            self.faults.push(conflict::value(&object, "", &values, place));
            Side::Ours
        })
    }
}

fn verdict(base: Option<Text>, ours: Text, theirs: Text) -> Verdict {
    let equals = |base: Option<Text>, other: Text| base.is_some_and(|base| same(base.json, other.json));
    if same(ours.json, theirs.json) || equals(base, theirs) {
        Verdict::Ours
    } else if equals(base, ours) {
        Verdict::Theirs
    } else {
        Verdict::Both
    }
}

/// The kept keys in one order.
fn order_of(lists: &[Vec<String>; 3], kept: BTreeSet<&str>, is_meant: bool) -> (Vec<String>, bool) {
    let [base, ours, theirs] = lists.each_ref().map(|list| list.iter().map(String::as_str).collect::<Vec<_>>());
    let (order, is_conflict) = order::merged([&base, &ours, &theirs], &kept, is_meant);
    (order.into_iter().map(str::to_owned).collect(), is_conflict)
}
