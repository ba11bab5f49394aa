//! TM060, TM061, TM062, TM080: the files that hold a project together: `X.pbip`, and `.platform` and `definition.pbism` of its
//! semantic models. Those of reports are judged with the reports.

use std::collections::BTreeSet;

use super::report::{byte_order_mark, repeated_key, schema_version, shape};
use super::semantic_models::{resolve, semantic_model};
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::file_tree::FileTree;
use crate::pbir::{self, Json, edit, malformed};

pub static PROJECT_FILE: Code = Code {
    id: "TM060",
    name: "project-file",
    severity: Severity::Error,
    explanation: "A file that holds the project together is missing or lacks something that Power BI Desktop needs: \
`X.pbip` names a report; `.platform` has a type, a display name and a logical id; `definition.pbism` has version 4.0 \
or later, for version 1.0 cannot have TMDL. What only Fabric needs of `.platform`, and the file itself, is a warning.

Wrong:
    { \"version\": \"1.0\", \"settings\": {} }
Right:
    { \"version\": \"4.2\", \"settings\": {} }",
};

pub static MISSING_PATH: Code = Code {
    id: "TM061",
    name: "missing-path",
    severity: Severity::Error,
    explanation: "A project file names a folder that is not there.

Wrong: `{ \"report\": { \"path\": \"Sales.Report\" } }` in a project whose report is in `Shop.Report`.
Right: `{ \"report\": { \"path\": \"Shop.Report\" } }`.",
};

pub static MISSING_DEFINITION: Code = Code {
    id: "TM062",
    name: "missing-definition",
    severity: Severity::Error,
    explanation:
        "A semantic model is declared in the files of its folder `definition`: `database.tmdl` and `model.tmdl` \
are there in every one, and with neither them nor a `model.bim` there is nothing to open.

Wrong: `X.SemanticModel/definition.pbism` and no `X.SemanticModel/definition/database.tmdl`.
Right: both of them.",
};

pub static TWO_DEFINITIONS: Code = Code {
    id: "TM080",
    name: "two-definitions",
    severity: Severity::Warning,
    explanation:
        "A semantic model is one `model.bim` or a folder `definition` of TMDL. With both Power BI reads one of \
them, and what is changed in the other is lost.

Wrong: `X.SemanticModel/model.bim` beside `X.SemanticModel/definition/model.tmdl`.
Right: the folder alone.",
};

pub fn check(tree: &FileTree) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let folders: BTreeSet<&str> = tree.paths().filter_map(|path| Some(semantic_model(path)?.0)).collect();
    for folder in folders {
        with_json(tree, &format!("{folder}/.platform"), platform, &mut found);
        let is_tmdl = tree.below(&format!("{folder}/definition")).any(|(path, _)| path.ends_with(".tmdl"));
        with_json(
            tree,
            &format!("{folder}/definition.pbism"),
            |path, json, found| pbism(path, json, is_tmdl, found),
            &mut found,
        );
        found.extend(definition(tree, folder));
        // Not for people to write, and yet JSON that must be whole.
        for file in ["diagramLayout.json", ".pbi/editorSettings.json", ".pbi/unappliedChanges.json"] {
            let path = format!("{folder}/{file}");
            if tree.contains(&path) {
                with_json(tree, &path, |_, _, _| {}, &mut found);
            }
        }
    }
    for path in tree.paths().filter(|path| path.ends_with(".pbip")) {
        with_json(tree, path, |path, json, found| shortcut(tree, path, json, found), &mut found);
    }
    found
}

/// What is missing of the definition itself: one finding.
fn definition(tree: &FileTree, folder: &str) -> Option<Diagnostic> {
    let bim = format!("{folder}/model.bim");
    let below = format!("{folder}/definition");
    if tree.contains(&bim) {
        let is_double = tree.below(&below).any(|(path, _)| path.ends_with(".tmdl"));
        let fault = Diagnostic::new(&TWO_DEFINITIONS, format!("the semantic model has both `{bim}` and TMDL"));
        return is_double.then(|| fault.at(Place::file(bim), "").help("remove the one that is not kept up"));
    }
    let inside = |path: &str| path.strip_prefix(&below).unwrap_or_default().to_lowercase();
    let files: BTreeSet<String> = tree.below(&below).map(|(path, _)| inside(path)).collect();
    let missing = match files.iter().any(|file| file.ends_with(".tmdl")) {
        false => "",
        true => match ["/database.tmdl", "/model.tmdl"].into_iter().find(|file| !files.contains(*file)) {
            Some(missing) => missing,
            None => return empty(tree, &below),
        },
    };
    let path = format!("{below}{missing}");
    let fault = Diagnostic::new(&MISSING_DEFINITION, format!("the semantic model has no `{path}`"));
    Some(fault.at(Place::file(path), "").help("restore it from version control"))
}

/// A file of the two that is there and says nothing.
fn empty(tree: &FileTree, below: &str) -> Option<Diagnostic> {
    let is_one = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        ["database.tmdl", "model.tmdl"].iter().any(|known| name.eq_ignore_ascii_case(known))
    };
    let is_empty = |path: &&str| is_one(path) && tree.text(path).is_some_and(|text| text.trim().is_empty());
    let path = tree.below(below).map(|(path, _)| path).find(is_empty)?.to_owned();
    let fault = Diagnostic::new(&MISSING_DEFINITION, format!("`{path}` is empty"));
    Some(fault.at(Place::file(path), "").help("restore it from version control"))
}

fn with_json(
    tree: &FileTree,
    path: &str,
    rule: impl Fn(&str, &Json, &mut Vec<Diagnostic>),
    found: &mut Vec<Diagnostic>,
) {
    if !tree.contains(path) {
        let mut missing = new(format!("the project has no `{path}`"), Place::file(path))
            .help("restore it from version control, or save the project in Power BI Desktop again");
        // Power BI Desktop goes by the name of the folder, and Fabric makes one of its own.
        if path.ends_with(".platform") {
            missing.severity = Severity::Warning;
        }
        found.push(missing);
        return;
    }
    match malformed::parse(tree, path) {
        Ok(json) => {
            let name = path.rsplit('/').next().unwrap_or(path);
            found.extend(byte_order_mark::of_file(tree, path));
            repeated_key::repeated(&json, path, found);
            let mut own = Vec::new();
            rule(path, &json, &mut own);
            if let Some(kind) = pbir::schema::expected(name) {
                found.extend(schema_version::of_file(path, &json, kind));
                let mut shapes = shape::Found::default();
                shape::of_file(path, &json, kind, &mut shapes);
                shape::add(&mut own, shapes);
            }
            found.append(&mut own);
        }
        Err(diagnostic) => found.push(diagnostic),
    }
}

fn new(message: String, place: Place) -> Diagnostic {
    Diagnostic::new(&PROJECT_FILE, message).at(place, "")
}

fn place(path: &str, json: &Json) -> Place {
    Place::bytes(path, json.span.clone())
}

/// The text at `keys`, or a diagnostic that it is missing.
fn text<'a>(path: &str, json: &'a Json, keys: &[&str], found: &mut Vec<Diagnostic>) -> Option<(&'a Json, &'a str)> {
    let value = json.at(keys);
    let text = value.and_then(|value| Some((value, value.text().filter(|text| !text.trim().is_empty())?)));
    if text.is_none() {
        let at = value.unwrap_or(json);
        found.push(new(format!("`{}` is missing", keys.join(".")), place(path, at)).help("it must be a text"));
    }
    text
}

fn platform(path: &str, json: &Json, found: &mut Vec<Diagnostic>) {
    // Only Fabric needs it: Power BI Desktop goes by the name of the folder.
    warn_without(path, json, &["metadata", "displayName"], found);
    if let Some((value, kind)) = text(path, json, &["metadata", "type"], found)
        && kind != "SemanticModel"
    {
        let message = format!("the type of a semantic model is `SemanticModel`, not `{kind}`");
        found.push(new(message, place(path, value)).help("write `SemanticModel`").fix(edit::replace(
            path,
            value,
            "SemanticModel",
        )));
    }
    let version = json.at(&["config", "version"]).and_then(|value| Some((value, value.text()?)));
    if let Some((value, other)) = version.filter(|(_, version)| *version != "2.0") {
        let fault = new(format!("there is no version `{other}` of this file"), place(path, value)).help("write `2.0`");
        found.push(Diagnostic { severity: Severity::Warning, ..fault });
    }
    // Only Fabric needs it, and gives one to a model that has none.
    if let Some((value, id)) = warn_without(path, json, &["config", "logicalId"], found)
        && uuid::Uuid::try_parse(id).is_err()
    {
        found.push(
            new(format!("`{id}` is not a UUID"), place(path, value)).help("give it one, such as `uuidgen` makes"),
        );
    }
}

fn warn_without<'a>(
    path: &str,
    json: &'a Json,
    keys: &[&str],
    found: &mut Vec<Diagnostic>,
) -> Option<(&'a Json, &'a str)> {
    let text = text(path, json, keys, found);
    if text.is_none()
        && let Some(missing) = found.last_mut()
    {
        missing.severity = Severity::Warning;
    }
    text
}

/// The highest first number of a definition's version that Power BI has written.
const NEWEST: u32 = 5;

/// A model that is one `model.bim` may be of any version.
fn pbism(path: &str, json: &Json, is_tmdl: bool, found: &mut Vec<Diagnostic>) {
    let Some((value, version)) = text(path, json, &["version"], found) else { return };
    let major: Option<u32> = version.split('.').next().and_then(|major| major.parse().ok());
    let is_number = version.split('.').all(|part| part.parse::<u32>().is_ok());
    if major.is_some_and(|major| major > NEWEST || major >= 4 && !is_number) {
        let message = format!("there is no version `{version}` of a semantic model's definition");
        let fault = new(message, place(path, value)).help("write `4.2`");
        found.push(Diagnostic { severity: Severity::Warning, ..fault });
    } else if is_tmdl && major.is_none_or(|major| major < 4) {
        let message = format!("a definition of version `{version}` cannot be TMDL");
        found.push(new(message, place(path, value)).help("write `4.2`").fix(edit::replace(path, value, "4.2")));
    }
}

fn shortcut(tree: &FileTree, path: &str, json: &Json, found: &mut Vec<Diagnostic>) {
    if let Some((value, version)) = text(path, json, &["version"], found)
        && version != "1.0"
    {
        let mut fault =
            new(format!("`{version}` is not a version of this file"), place(path, value)).help("write `1.0`");
        // There has been no other; a later Power BI Desktop may write one.
        fault.severity = Severity::Warning;
        found.push(fault);
    }
    let artifacts = json.get("artifacts").map(Json::items).unwrap_or_default();
    if artifacts.is_empty() {
        found.push(new("the project names no report".to_owned(), place(path, json)).help("add it to `artifacts`"));
    }
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for artifact in artifacts {
        for other in artifact.members().iter().filter(|member| member.key != "report") {
            let message = format!("`artifacts` holds reports only, not `{}`", other.key);
            found.push(new(message, Place::bytes(path, other.key_span.clone())).help("remove it"));
        }
        if artifact.members().iter().any(|member| member.key != "report") {
            continue;
        }
        let Some((value, report)) = text(path, artifact, &["report", "path"], found) else { continue };
        if !seen.insert(report) {
            let fault =
                new(format!("the report `{report}` is named twice"), place(path, value)).help("remove one of the two");
            found.push(Diagnostic { severity: Severity::Warning, ..fault });
            continue;
        }
        if report.ends_with(".SemanticModel") && tree.below(&resolve(folder, report)).next().is_some() {
            let fault = Diagnostic::new(&MISSING_PATH, format!("`{report}` is a semantic model, not a report"));
            found.push(fault.at(place(path, value), "").help("write the folder of the report"));
            continue;
        }
        if tree.below(&resolve(folder, report)).next().is_none() {
            let known: BTreeSet<&str> = tree.paths().filter_map(report_folder).collect();
            // The only report beside the file is the one that is meant.
            let beside = known.iter().filter_map(|known| match folder {
                "" => Some(*known),
                folder => known.strip_prefix(folder)?.strip_prefix('/'),
            });
            let fix = match beside.collect::<Vec<_>>().as_slice() {
                [only] if known.len() == 1 => Some(edit::replace(path, value, only)),
                _ => None,
            };
            let diagnostic = Diagnostic::new(&MISSING_PATH, format!("there is no folder `{report}`"));
            found.push(Diagnostic { fix, ..diagnostic.at(place(path, value), "").did_you_mean(report, known) });
        }
    }
}

fn report_folder(path: &str) -> Option<&str> {
    let end = path.find(".Report/")? + ".Report".len();
    path.get(..end)
}
