//! Machine fixes, applied and proved: what is mended is checked again, and only what removed its fault and brought no
//! other stays.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::diag::{Diagnostic, Fix};
use crate::file_tree::FileTree;

/// More rounds than this no project needs: each ends with fewer faults than it began with.
const ROUNDS: usize = 50;

/// A project after its fixes.
#[derive(Clone, Debug)]
pub struct Mended {
    pub tree: FileTree,
    /// What was mended, as it was found.
    pub fixed: Vec<Diagnostic>,
    /// Whose fix was tried and taken back, and why.
    pub refused: Vec<(Diagnostic, String)>,
    /// What is left.
    pub left: Vec<Diagnostic>,
}

/// Applies the fixes of what `check` finds, until there are none. In each round those that do not overlap are applied
/// together; if that proves wrong, halves of them, down to the one to refuse.
pub fn mend(tree: &FileTree, check: &dyn Fn(&FileTree) -> Vec<Diagnostic>) -> Mended {
    let mut mended = Mended { tree: tree.clone(), fixed: Vec::new(), refused: Vec::new(), left: check(tree) };
    let mut given_up = BTreeSet::new();
    for _ in 0..ROUNDS {
        let round = Round { base: &mended.tree, found: &mended.left, check };
        let chosen = round.choose(&given_up);
        let mut outcome = Outcome::default();
        round.settle(&chosen, &mut outcome);
        for (refused, why) in outcome.refused {
            given_up.insert(key(refused));
            mended.refused.push((refused.clone(), why));
        }
        let Some((tree, left)) = outcome.result else {
            // Nothing was accepted: what is not given up yet, if anything, is tried alone.
            if chosen.is_empty() {
                break;
            }
            continue;
        };
        mended.fixed.extend(outcome.accepted.into_iter().cloned());
        (mended.tree, mended.left) = (tree, left);
    }
    mended
}

/// What makes two findings the same, wherever their lines have gone.
type Key = (&'static str, String, String);

fn key(found: &Diagnostic) -> Key {
    let file = found.place().map_or("", |place| place.file.as_str());
    (found.code.id, file.to_owned(), found.message.clone())
}

fn count<'a>(found: impl IntoIterator<Item = &'a Diagnostic>) -> BTreeMap<Key, usize> {
    let mut counts = BTreeMap::new();
    found.into_iter().for_each(|found| *counts.entry(key(found)).or_default() += 1);
    counts
}

struct Round<'a> {
    base: &'a FileTree,
    found: &'a [Diagnostic],
    check: &'a dyn Fn(&FileTree) -> Vec<Diagnostic>,
}

#[derive(Default)]
struct Outcome<'a> {
    accepted: Vec<&'a Diagnostic>,
    refused: Vec<(&'a Diagnostic, String)>,
    /// The tree with what is accepted, and what is found in it.
    result: Option<(FileTree, Vec<Diagnostic>)>,
}

impl<'a> Round<'a> {
    /// Those whose fixes can be applied together.
    fn choose(&self, given_up: &BTreeSet<Key>) -> Vec<&'a Diagnostic> {
        // Start and end of what is taken of each file.
        let mut taken: BTreeMap<&str, BTreeMap<usize, usize>> = BTreeMap::new();
        let mut chosen = Vec::new();
        for found in self.found {
            let Some(fix) = &found.fix else { continue };
            let spans = taken.entry(fix.file.as_str()).or_default();
            let is_free = |span: &Range<usize>| {
                let before = spans.range(..=span.start).next_back();
                let after = spans.range(span.start..).next();
                let neighbours = before.into_iter().chain(after);
                neighbours.into_iter().all(|(start, end)| !overlap(span, &(*start..*end)))
            };
            if fix.edits.iter().all(|(span, _)| is_free(span))
                && !given_up.contains(&key(found))
                && fits(self.base, fix)
            {
                spans.extend(fix.edits.iter().map(|(span, _)| (span.start, span.end)));
                chosen.push(found);
            }
        }
        chosen
    }

    /// Accepts of `part` what can be accepted beside what is.
    fn settle(&self, part: &[&'a Diagnostic], outcome: &mut Outcome<'a>) {
        if part.is_empty() {
            return;
        }
        let all: Vec<&Diagnostic> = outcome.accepted.iter().chain(part).copied().collect();
        let tree = apply(self.base, all.iter().filter_map(|found| found.fix.as_ref()));
        let after = (self.check)(&tree);
        match (self.objection(&all, &after), part) {
            (None, _) => {
                outcome.accepted.extend(part);
                outcome.result = Some((tree, after));
            }
            (Some(why), [one]) => outcome.refused.push((one, why)),
            (Some(_), part) => {
                let (first, second) = part.split_at(part.len() / 2);
                self.settle(first, outcome);
                self.settle(second, outcome);
            }
        }
    }

    /// Why these may not be applied: one of them is still there, or something is that was not.
    fn objection(&self, fixed: &[&Diagnostic], after: &[Diagnostic]) -> Option<String> {
        let (before, after_counts) = (count(self.found), count(after));
        let of = |counts: &BTreeMap<Key, usize>, key: &Key| counts.get(key).copied().unwrap_or_default();
        for (key, fixed) in count(fixed.iter().copied()) {
            if of(&after_counts, &key) + fixed > of(&before, &key) {
                return Some(format!("`{}` would still be found", key.0));
            }
        }
        let new = after.iter().find(|found| of(&after_counts, &key(found)) > of(&before, &key(found)));
        new.map(|new| format!("{} would be found then: {}", new.code.id, new.message))
    }
}

/// Two insertions at one place are in each other's way as well.
fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    (a.start < b.end && b.start < a.end) || a.start == b.start
}

/// Whether the edits are of the text as it is, and apart from each other.
fn fits(tree: &FileTree, fix: &Fix) -> bool {
    let Some(text) = tree.text(&fix.file) else { return false };
    let mut spans: Vec<&Range<usize>> = fix.edits.iter().map(|(span, _)| span).collect();
    spans.sort_by_key(|span| (span.start, span.end));
    !spans.is_empty()
        && spans.iter().all(|span| text.get((*span).clone()).is_some())
        && spans.windows(2).all(|pair| !overlap(pair[0], pair[1]))
}

/// The tree with the edits of all these fixes, which do not overlap. Lines that come in end as those of the file do.
pub fn apply<'a>(tree: &FileTree, fixes: impl IntoIterator<Item = &'a Fix>) -> FileTree {
    let mut edits: BTreeMap<&str, Vec<&(Range<usize>, String)>> = BTreeMap::new();
    for fix in fixes {
        edits.entry(&fix.file).or_default().extend(&fix.edits);
    }
    let mut mended = tree.clone();
    for (file, mut edits) in edits {
        let Some(text) = tree.text(file) else { continue };
        edits.sort_by_key(|(span, _)| (span.start, span.end));
        let has_returns = text.contains("\r\n");
        let mut new = String::with_capacity(text.len());
        let mut at = 0;
        for (span, insert) in edits {
            let insert = if has_returns { insert.replace("\r\n", "\n").replace('\n', "\r\n") } else { insert.clone() };
            new.push_str(text.get(at..span.start).unwrap_or_default());
            new.push_str(&insert);
            at = span.end;
        }
        new.push_str(text.get(at..).unwrap_or_default());
        mended.insert(file, new);
    }
    mended
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, Place, Severity};

    static BAD: Code = Code { id: "XX001", name: "bad", severity: Severity::Error, explanation: "" };
    static WORSE: Code = Code { id: "XX002", name: "worse", severity: Severity::Error, explanation: "" };

    fn tree(text: &str) -> FileTree {
        let mut tree = FileTree::new();
        tree.insert("a", text);
        tree
    }

    /// Every `x` is bad and to be written `y`; `zy` is worse. Each is named by what stands behind it.
    fn check(tree: &FileTree) -> Vec<Diagnostic> {
        let text = tree.text("a").expect("text");
        let named = |at: usize| text[at + 1..].chars().next().unwrap_or('.');
        let bad = text.match_indices('x').map(|(at, _)| {
            let fix = Fix { title: "y".to_owned(), file: "a".to_owned(), edits: vec![(at..at + 1, "y\n".to_owned())] };
            Diagnostic::new(&BAD, format!("bad {}", named(at))).at(Place::bytes("a", at..at + 1), "").fix(fix)
        });
        let worse =
            text.match_indices("zy").map(|(at, _)| Diagnostic::new(&WORSE, "worse").at(Place::line("a", at), ""));
        bad.chain(worse).collect()
    }

    #[test]
    fn what_helps_is_applied_and_what_harms_is_not() {
        let mended = mend(&tree("x1 x2\r\n zx3 x4"), &check);
        assert_eq!(mended.tree.text("a"), Some("y\r\n1 y\r\n2\r\n zx3 y\r\n4"));
        assert_eq!((mended.fixed.len(), mended.left.len()), (3, 1));
        let [(refused, why)] = mended.refused.as_slice() else { panic!("{:?}", mended.refused) };
        assert_eq!((refused.message.as_str(), why.as_str()), ("bad 3", "XX002 would be found then: worse"));
    }

    #[test]
    fn a_fix_that_does_not_mend_is_refused() {
        let stubborn = |tree: &FileTree| {
            let fix = Fix { title: "".to_owned(), file: "a".to_owned(), edits: vec![(0..0, " ".to_owned())] };
            let _ = tree;
            vec![Diagnostic::new(&BAD, "bad").at(Place::file("a"), "").fix(fix)]
        };
        let mended = mend(&tree("x"), &stubborn);
        assert_eq!(mended.tree, tree("x"));
        assert_eq!(mended.refused[0].1, "`XX001` would still be found");
    }

    #[test]
    fn fixes_in_each_others_way_come_one_after_the_other() {
        // Both want the first character: `ab` becomes `b`, then nothing is left to say.
        let check = |tree: &FileTree| {
            let text = tree.text("a").expect("text").to_owned();
            let one = |what: &'static str, span: Range<usize>| {
                let fix = Fix { title: "".to_owned(), file: "a".to_owned(), edits: vec![(span, String::new())] };
                Diagnostic::new(&BAD, what).at(Place::file("a"), "").fix(fix)
            };
            let mut found = Vec::new();
            if text.starts_with('a') {
                found.push(one("first", 0..1));
            }
            if text.contains('c') {
                found.push(one("both", 0..text.find('c').expect("c") + 1));
            }
            found
        };
        let mended = mend(&tree("abcd"), &check);
        assert_eq!((mended.tree.text("a"), mended.fixed.len()), (Some("d"), 2));
    }

    #[test]
    fn edits_that_do_not_fit_the_text_are_left_alone() {
        let check = |_: &FileTree| {
            let fix = Fix { title: "".to_owned(), file: "a".to_owned(), edits: vec![(1..2, String::new())] };
            vec![Diagnostic::new(&BAD, "bad").at(Place::file("a"), "").fix(fix)]
        };
        assert_eq!(mend(&tree("é"), &check).tree, tree("é"));
    }

    /// Mends a project of one table and what is given besides; gives the file after it.
    fn mended(file: &str, text: &str) -> String {
        let mut tree = FileTree::new();
        tree.insert("model.tmdl", "model Model\n\tculture: en-US\n\tdiscourageImplicitMeasures\n");
        let table = "\tcolumn 'Month No'\n\n\tcolumn Year\n\n\tpartition P = m\n\t\tsource = 1\n";
        tree.insert("tables/Dates.tmdl", format!("table 'My Dates'\n\n{table}"));
        tree.insert("tables/Facts.tmdl", format!("table Facts\n\n{table}"));
        tree.insert(file, text);
        let check = crate::check::check;
        assert!(!check(&tree).is_empty(), "{text}");
        let mended = mend(&tree, &check);
        assert!(mended.left.is_empty() && mended.refused.is_empty(), "{:?} {:?}", mended.left, mended.refused);
        mended.tree.text(file).expect("text").to_owned()
    }

    #[test]
    fn names_that_only_one_can_be_meant_by_are_mended() {
        let table = "table T\n\n\tcolumn Month\n\t\tsortByColumn: MonthNo\n\n\tcolumn 'Month No'\n\n\thierarchy H\n\n\
                     \t\tlevel Month\n\t\t\tcolumn: 'Month Nr'\n\n\tpartition P = m\n\t\tsource = 1\n";
        let right = table.replace("MonthNo", "'Month No'").replace("Month Nr", "Month No");
        assert_eq!(mended("tables/T.tmdl", table), right);
        let relationship = "relationship r\n\tfromColumn: Fcats.'Month No'\n\ttoColumn: 'My Dates'.'Month Number'\n";
        let right = "relationship r\n\tfromColumn: Facts.'Month No'\n\ttoColumn: 'My Dates'.'Month No'\n";
        assert_eq!(mended("relationships.tmdl", &relationship.replace("Number", "Nos")), right);
        let model = "model Model\n\tdiscourageImplicitMeasures\n\nref table MyDates\nref table Facts\n";
        assert_eq!(mended("model.tmdl", model), model.replace("MyDates", "'My Dates'"));
    }

    #[test]
    fn what_a_calculation_group_needs_is_added() {
        let mut tree = FileTree::new();
        tree.insert("model.tmdl", "model Model\r\n\tculture: en-US\r\n");
        tree.insert(
            "t.tmdl",
            "table G\n\tcalculationGroup\n\t\tcalculationItem A = SELECTEDMEASURE()\n\n\tcolumn Name\n",
        );
        let mended = mend(&tree, &crate::check::check);
        assert_eq!(
            mended.tree.text("model.tmdl"),
            Some("model Model\r\n\tdiscourageImplicitMeasures\r\n\tculture: en-US\r\n")
        );
    }

    #[test]
    fn the_files_of_a_project_are_mended() {
        let mut tree = crate::check::report::sound::tree();
        let pbip = r#"{"version": "1.0", "artifacts": [{"report": {"path": "Y.Report"}}]}"#;
        let platform = r#"{"metadata": {"type": "Report", "displayName": "X"}, "config": {"logicalId": "d4b7a7a4-7d45-4a5e-9a8d-2f0f2a1b6c3e"}}"#;
        tree.insert("X.pbip", pbip);
        tree.insert("X.SemanticModel/.platform", platform);
        tree.insert("X.SemanticModel/definition.pbism", r#"{"version": "1.0"}"#);
        let theme = tree.text("X.Report/definition/report.json").expect("text");
        tree.insert("X.Report/definition/report.json", theme.replacen("t.json", "tt.json", 1));
        let mended = mend(&tree, &crate::check::check);
        assert_eq!(mended.tree.text("X.pbip"), Some(pbip.replace("Y.Report", "X.Report").as_str()));
        assert_eq!(
            mended.tree.text("X.SemanticModel/.platform"),
            Some(platform.replace("Report", "SemanticModel").as_str())
        );
        assert_eq!(mended.tree.text("X.SemanticModel/definition.pbism"), Some(r#"{"version": "4.2"}"#));
        assert!(mended.left.iter().all(|left| left.fix.is_none()), "{:?}", mended.left);
        assert_eq!(mended.refused.len(), 0, "{:?}", mended.refused);
    }
}
