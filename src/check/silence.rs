//! CK001, CK002, CK003: exceptions that a project makes, each at its object and with its reason.
//!
//! `annotation pbiforge_allow = MD201: a reason` on an object of the model, or the same in the `annotations` of a
//! visual, page or report, allows the findings of that code inside the object. At the model it holds for the whole
//! model. Several codes have commas between them; further annotations begin with `pbiforge_allow_`.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{levels, semantic_models};
use crate::diag::{At, Code, Diagnostic, Fix, Place, Severity, Silenced};
use crate::file_tree::FileTree;
use crate::pbir::edit;
use crate::pbir::json::{self, Json};
use crate::tmdl;

pub static WITHOUT_REASON: Code = Code {
    id: "CK001",
    name: "allowed-without-reason",
    severity: Severity::Warning,
    explanation: "An annotation `pbiforge_allow` says which findings are accepted at its object, and why. Without a \
reason it allows nothing: whoever reads it next year could not tell whether it still holds.

Wrong:
    measure Draft
    <tab>annotation pbiforge_allow = MD060
Right:
    measure Draft
    <tab>annotation pbiforge_allow = MD060: filled in by the finance team's script",
};

pub static UNKNOWN_CODE: Code = Code {
    id: "CK002",
    name: "allowed-code-unknown",
    severity: Severity::Warning,
    explanation: "An annotation `pbiforge_allow` names a code that the checker does not give, or one that cannot be \
allowed: a file with a fault of syntax cannot be read, whatever the reason.

Wrong: `annotation pbiforge_allow = MD999: as agreed`
Right: `annotation pbiforge_allow = MD060: as agreed`",
};

pub static UNUSED: Code = Code {
    id: "CK003",
    name: "allowed-but-not-found",
    severity: Severity::Warning,
    explanation: "An annotation `pbiforge_allow` names a code that is not found at its object: the fault has been \
mended, or never was there. What is left of it would hide the next one.

Wrong: `annotation pbiforge_allow = MD060: empty for now`, at a measure that has an expression.
Right: the measure without the annotation.",
};

const NAME: &str = "pbiforge_allow";

/// One code allowed at one object.
pub struct Silence {
    code: &'static Code,
    reason: String,
    place: Place,
    scope: Scope,
    /// What takes the annotation away; where it allows several codes, it stays for the others.
    remove: Option<Fix>,
    used: bool,
}

#[derive(Clone)]
enum Scope {
    /// Everything below a folder; the whole tree where it has no name.
    Folder(String),
    /// What an object is declared with, perhaps in several files.
    Spans(Vec<(String, Range<usize>)>),
}

impl Scope {
    fn holds(&self, place: &Place) -> bool {
        match self {
            Scope::Folder(folder) => {
                folder.is_empty() || place.file.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
            }
            Scope::Spans(spans) => {
                let At::Bytes { start, end } = place.at else { return false };
                spans.iter().any(|(file, span)| *file == place.file && span.start <= start && end <= span.end)
            }
        }
    }
}

/// Every exception that the project makes, and what is wrong with some.
pub fn find(tree: &FileTree) -> (Vec<Silence>, Vec<Diagnostic>) {
    let mut finder = Finder::default();
    for source in semantic_models::find(tree) {
        finder.model(tree, &source);
    }
    for (path, _) in tree.iter().filter(|(path, _)| path.ends_with(".json")) {
        if let Some(json) = tree.text(path).filter(|text| text.contains(NAME)).and_then(|text| json::parse(text).ok()) {
            finder.report(path, &json);
        }
    }
    (finder.silences, finder.diagnostics)
}

/// Takes out what is allowed.
pub fn apply(found: Vec<Diagnostic>, silences: &mut [Silence]) -> (Vec<Diagnostic>, Vec<Silenced>) {
    let mut by_code: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, silence) in silences.iter().enumerate() {
        by_code.entry(silence.code.id).or_default().push(at);
    }
    let (mut kept, mut silenced) = (Vec::new(), Vec::new());
    for diagnostic in found {
        let own = by_code.get(diagnostic.code.id).map(Vec::as_slice).unwrap_or_default();
        let place = diagnostic.place();
        let allows = |at: &&usize| place.is_some_and(|place| silences[**at].scope.holds(place));
        match own.iter().find(allows) {
            Some(at) => {
                let silence = &mut silences[*at];
                silence.used = true;
                let (reason, by) = (silence.reason.clone(), silence.place.clone());
                silenced.push(Silenced { diagnostic, reason, by });
            }
            None => kept.push(diagnostic),
        }
    }
    (kept, silenced)
}

/// What allows something that is not there, of the codes that were looked for.
pub fn unused(silences: &[Silence], was_looked_for: impl Fn(&Code) -> bool) -> Vec<Diagnostic> {
    let idle = silences.iter().filter(|silence| !silence.used && was_looked_for(silence.code));
    idle.map(|silence| {
        let message = format!("`{}` is allowed here and not found", silence.code.id);
        let diagnostic = Diagnostic::new(&UNUSED, message).at(silence.place.clone(), "").help("remove it");
        Diagnostic { fix: silence.remove.clone(), ..diagnostic }
    })
    .collect()
}

#[derive(Default)]
struct Finder {
    silences: Vec<Silence>,
    diagnostics: Vec<Diagnostic>,
}

/// An object of TMDL: the keywords and names that lead to it, in lower case.
type ObjectPath = Vec<Step>;

/// Kind and name.
type Step = (String, String);

impl Finder {
    fn model(&mut self, tree: &FileTree, source: &semantic_models::Source) {
        let texts = || source.files.iter().filter_map(|path| Some((path, tree.text(path)?)));
        if !texts().any(|(_, text)| text.contains(NAME)) {
            return;
        }
        let documents: Vec<_> = texts().map(|(path, text)| (path, tmdl::parse(text))).collect();
        let mut objects = Vec::new();
        for (path, document) in &documents {
            for object in &document.objects {
                collect(object, &Vec::new(), path, &mut objects);
            }
        }
        let mut declared: BTreeMap<&[Step], Vec<(String, Range<usize>)>> = BTreeMap::new();
        for (file, path, object) in &objects {
            declared.entry(path).or_default().push(whole(file, object));
        }
        for (file, path, object) in &objects {
            let Some((name, value)) = annotation(object) else { continue };
            let parent = path.get(..path.len().saturating_sub(1)).unwrap_or_default();
            let scope = match parent {
                [] => Scope::Folder(source.folder.clone()),
                parent => Scope::Spans(declared.get(parent).cloned().unwrap_or_default()),
            };
            let place = Place::bytes(*file, value.map_or(name, |value| value.span.clone()));
            let text = tree.text(file).unwrap_or_default();
            self.allow(value.map_or("", |value| &value.text), &place, &scope, Some(without(file, text, object)));
        }
    }

    fn report(&mut self, path: &str, json: &Json) {
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        let scope = match file {
            "report.json" => {
                let folder = folder.strip_suffix("definition").unwrap_or(folder);
                Scope::Folder(folder.trim_end_matches('/').to_owned())
            }
            "page.json" | "visual.json" => Scope::Folder(folder.to_owned()),
            _ => Scope::Spans(vec![(path.to_owned(), json.span.clone())]),
        };
        let Some(annotations) = json.get("annotations") else { return };
        for (at, annotation) in annotations.items().iter().enumerate() {
            let (Some(name), Some(value)) = (annotation.get("name").and_then(Json::text), annotation.get("value"))
            else {
                continue;
            };
            if is_ours(name) {
                let place = Place::bytes(path, value.span.clone());
                let remove = edit::remove_item(path, annotations, at);
                self.allow(value.text().unwrap_or_default(), &place, &scope, remove);
            }
        }
    }

    fn allow(&mut self, text: &str, place: &Place, scope: &Scope, remove: Option<Fix>) {
        let (codes, reason) = text.split_once(':').unwrap_or((text, ""));
        let reason = reason.trim();
        if reason.is_empty() {
            self.diagnostics.push(
                Diagnostic::new(&WITHOUT_REASON, format!("`{NAME}` gives no reason, so it allows nothing"))
                    .at(place.clone(), "")
                    .help("write `CODE: why it is right here`"),
            );
            return;
        }
        let remove = remove.filter(|_| !codes.contains(','));
        for wanted in codes.split(',').map(str::trim) {
            match levels::code(wanted) {
                Some(code) if !levels::is_syntax(code) => {
                    let (reason, place, scope) = (reason.to_owned(), place.clone(), scope.clone());
                    self.silences.push(Silence { code, reason, place, scope, remove: remove.clone(), used: false });
                }
                Some(code) => self.diagnostics.push(
                    Diagnostic::new(&UNKNOWN_CODE, format!("`{}` cannot be allowed", code.id))
                        .at(place.clone(), "")
                        .note("a fault of syntax is always an error"),
                ),
                None => {
                    let new = Diagnostic::new(&UNKNOWN_CODE, format!("the checker gives no code `{wanted}`"));
                    let near = levels::nearest(wanted).map(|near| format!("did you mean `{near}`?"));
                    let help = near.unwrap_or_else(|| "`pbiforge explain` lists the codes".to_owned());
                    self.diagnostics.push(new.at(place.clone(), "").help(help));
                }
            }
        }
    }
}

/// Every object with its path. What stands below `model` could as well stand at the left edge.
fn collect<'a>(
    object: &'a tmdl::Object,
    parent: &ObjectPath,
    file: &'a str,
    objects: &mut Vec<(&'a str, ObjectPath, &'a tmdl::Object)>,
) {
    let mut path = parent.clone();
    if !object.kind.eq_ignore_ascii_case("model") {
        let name = object.name.as_ref().map_or(String::new(), |name| name.text.to_lowercase());
        path.push((object.kind.to_lowercase(), name));
        if !object.is_ref {
            objects.push((file, path.clone(), object));
        }
    }
    for child in &object.children {
        collect(child, &path, file, objects);
    }
}

/// Where the name stands, and the value.
fn annotation(object: &tmdl::Object) -> Option<(Range<usize>, Option<&tmdl::Expression>)> {
    let name = object.name.as_ref().filter(|name| is_ours(&name.text))?;
    object.kind.eq_ignore_ascii_case("annotation").then_some((name.span.clone(), object.default.as_ref()))
}

/// The file without the lines of the object; of two empty lines around it one goes as well.
fn without(file: &str, text: &str, object: &tmdl::Object) -> Fix {
    let (before, after) =
        (text.get(..object.span.start).unwrap_or_default(), text.get(object.span.end..).unwrap_or_default());
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let end = object.span.end + after.find('\n').map_or(after.len(), |at| at + 1);
    let is_empty = |line: Option<&str>| line.is_none_or(|line| line.trim().is_empty());
    let blank = text.get(..start).unwrap_or_default().split_inclusive('\n').next_back().unwrap_or_default();
    let is_between = is_empty(Some(blank)) && is_empty(text.get(end..).unwrap_or_default().lines().next());
    let start = if is_between { start - blank.len() } else { start };
    Fix { title: "remove the annotation".to_owned(), file: file.to_owned(), edits: vec![(start..end, String::new())] }
}

fn is_ours(name: &str) -> bool {
    name.strip_prefix(NAME).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
}

/// The object with the description above it.
fn whole(file: &str, object: &tmdl::Object) -> (String, Range<usize>) {
    let start = object.description.as_ref().map_or(object.span.start, |description| description.span.start);
    (file.to_owned(), start..object.span.end)
}

#[cfg(test)]
mod tests {
    use crate::check::examine::{Options, examine};
    use crate::file_tree::FileTree;

    /// What is said, and what is silenced.
    fn said(files: &[(&str, &str)]) -> (Vec<String>, usize) {
        let mut tree = FileTree::new();
        files.iter().for_each(|(path, text)| tree.insert(*path, *text));
        let examined = examine(&tree, &Options::default());
        let show = |found: &crate::diag::Diagnostic| format!("{} {}", found.code.id, found.message);
        (examined.diagnostics.iter().map(show).collect(), examined.silenced.len())
    }

    const TABLE: &str = "table T\n\tcolumn A\n\t\tsortByColumn: A\nALLOW\n\tcolumn B\n\t\tsortByColumn: B\n\n\
                         \tpartition P = m\n\t\tsource = 1\n";
    const B: &str = "MD011 the column `B` is sorted by itself";

    #[test]
    fn what_an_object_allows_is_silent_inside_it() {
        let at = |allow: &str| said(&[("t.tmdl", &TABLE.replace("ALLOW", allow))]);
        assert_eq!(at("").0.len(), 2);
        let allowed = at("\t\tannotation pbiforge_allow = MD011: as agreed\n");
        assert_eq!(allowed, (vec![B.to_owned()], 1));
        assert_eq!(at("\t\tannotation pbiforge_allow = sorted-by-itself: as agreed\n"), allowed);
        assert_eq!(at("\tannotation pbiforge_allow = MD011: for the table\n"), (vec![], 2));
    }

    #[test]
    fn the_model_allows_for_all_of_it_and_an_object_in_every_file() {
        let (model, table) = ("model Model\n\tannotation pbiforge_allow = MD011: so\n", TABLE.replace("ALLOW", ""));
        assert_eq!(said(&[("model.tmdl", model), ("tables/T.tmdl", &table)]), (vec![], 2));
        let part = "table T\n\tannotation pbiforge_allow_more = MD011: so\n";
        assert_eq!(said(&[("a.tmdl", part), ("tables/T.tmdl", &table)]), (vec![], 2));
    }

    #[test]
    fn a_visual_and_its_page_allow_what_is_in_their_folders() {
        let visual = "X.Report/definition/pages/p1/visuals/v1/visual.json";
        let page = "X.Report/definition/pages/p1/page.json";
        for (file, key) in [(visual, "\"name\": \"v1\""), (page, "\"name\": \"p1\"")] {
            let mut tree = crate::check::report::sound::with(visual, "Revenue", "Revenu");
            tree.insert(
                "X.SemanticModel/definition/tables/Sales.tmdl",
                "table Sales\n\tmeasure Revenue = 1\n\tpartition P = m\n\t\tsource = 1\n",
            );
            assert!(examine(&tree, &Options::default()).diagnostics.iter().any(|found| found.code.id == "PB005"));
            let allow =
                format!("{key}, \"annotations\": [{{\"name\": \"pbiforge_allow\", \"value\": \"PB005: soon\"}}]");
            let text = tree.text(file).expect("text").replacen(key, &allow, 1);
            tree.insert(file, text);
            let examined = examine(&tree, &Options::default());
            assert!(examined.diagnostics.iter().all(|found| found.code.id != "PB005"), "{file}");
            assert_eq!(examined.silenced.len(), 1, "{file}");
        }
    }

    #[test]
    fn what_allows_nothing_is_said() {
        let at = |allow: &str| {
            let text = format!("\t\tannotation pbiforge_allow = {allow}\n");
            said(&[("t.tmdl", &TABLE.replace("ALLOW", &text))]).0
        };
        let with = |text: &str| {
            let mut all = at("MD011: so, because").clone();
            all.insert(0, text.to_owned());
            all
        };
        assert_eq!(at("MD011: so").len(), 1);
        assert_eq!(at("MD011")[1], "CK001 `pbiforge_allow` gives no reason, so it allows nothing");
        assert_eq!(at("MD011, MD9X: so"), with("CK002 the checker gives no code `MD9X`"));
        assert_eq!(at("MD011, TM013: so"), with("CK002 `TM013` cannot be allowed"));
        assert_eq!(at("MD011, MD010: so"), with("CK003 `MD010` is allowed here and not found"));
    }

    #[test]
    fn what_is_not_needed_any_more_is_taken_away() {
        let model = "model Model\n\tculture: en-US\n\n\tannotation pbiforge_allow = MD011: so\n\n\tannotation A = 1\n";
        let page = "X.Report/definition/pages/p1/page.json";
        let mut tree = crate::check::report::sound::tree();
        tree.insert(
            "X.SemanticModel/definition/tables/Sales.tmdl",
            "table Sales\n\tmeasure Revenue = 1\n\tpartition P = m\n\t\tsource = 1\n",
        );
        let sound = tree.text(page).expect("a page").to_owned();
        let allow = r#""annotations": [{"name": "pbiforge_allow", "value": "PB005: soon"}]"#;
        tree.insert(page, sound.replacen("\"name\"", &format!("{allow}, \"name\""), 1));
        tree.insert("X.SemanticModel/definition/model.tmdl", model);
        let mended = crate::check::fix::mend(&tree, &|tree| examine(tree, &Options::default()).diagnostics);
        assert_eq!(mended.fixed.len(), 2, "{:?}", mended.refused);
        assert!(mended.left.iter().all(|found| found.code.id != "CK003"));
        let text = mended.tree.text("X.SemanticModel/definition/model.tmdl");
        assert_eq!(text, Some("model Model\n\tculture: en-US\n\n\tannotation A = 1\n"));
        assert_eq!(
            mended.tree.text(page),
            Some(sound.replacen("\"name\"", "\"annotations\": [], \"name\"", 1).as_str())
        );
    }
}
