//! The one model of a tree with everything that names its objects, read.

use std::collections::{BTreeMap, HashMap};

use crate::bind::Index;
use crate::check::semantic_models::{self, Read, Source};
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::file_tree::FileTree;
use crate::pbir;

pub static LEGACY_REPORT: Code = Code {
    id: "MG016",
    name: "rename-in-legacy-report",
    severity: Severity::Error,
    explanation: "The report is a single `report.json` in the format before PBIR. What its visuals name stands there in \
texts within texts, and is not renamed; to rename the model alone would break them.

Wrong:  X.Report/report.json
Right:  save the project with the enhanced report format: X.Report/definition/report.json and X.Report/definition/pages/…",
};

pub static NOT_ONE_MODEL: Code = Code {
    id: "MG018",
    name: "not-one-model",
    severity: Severity::Error,
    explanation: "Objects are renamed in one semantic model and the reports that stand on it. Here is none, or several.

Wrong: a folder with `A.SemanticModel` and `B.SemanticModel`.
Right: a folder with `A.SemanticModel`, and `A.Report` beside it.",
};

pub struct Project {
    pub source: Source,
    pub read: Read,
    pub index: Index,
    /// Lower-case name to the place in the model.
    pub table_at: HashMap<String, usize>,
    /// Those that stand on the model.
    pub reports: Vec<pbir::Read>,
}

pub fn read(tree: &FileTree) -> Result<Project, Vec<Diagnostic>> {
    let mut sources = semantic_models::find(tree);
    let source = match sources.pop() {
        Some(source) if sources.is_empty() => source,
        found => return Err(vec![not_one(found.into_iter().chain(sources).map(|source| source.folder).collect())]),
    };
    let read = semantic_models::read(tree, &source);
    let mut faults: Vec<Diagnostic> = read.diagnostics.iter().filter(|one| one.is_error()).cloned().collect();
    let models = BTreeMap::from([(source.folder.clone(), ())]);
    let mut reports = Vec::new();
    for folder in pbir::folders(tree) {
        if semantic_models::of_report(tree, &folder, &models).is_none() {
            continue;
        }
        let mut report = pbir::read_folder(tree, &folder);
        faults.append(&mut report.diagnostics);
        if report.has(tree, "report.json") && !report.has(tree, "definition/report.json") {
            faults.push(
                Diagnostic::new(&LEGACY_REPORT, "a report of the old format cannot follow a renaming")
                    .at(Place::file(report.path("report.json")), "")
                    .help("save the project in Power BI Desktop with the enhanced report format (PBIR)"),
            );
        }
        reports.push(report);
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let index = Index::new(&read.lowered.model);
    let mut table_at = HashMap::new();
    for (at, table) in read.lowered.model.tables.iter().enumerate() {
        table_at.entry(table.name.as_str().to_lowercase()).or_insert(at);
    }
    Ok(Project { source, read, index, table_at, reports })
}

fn not_one(mut folders: Vec<String>) -> Diagnostic {
    folders.sort();
    let names: Vec<String> = folders.iter().map(|folder| format!("`{folder}`")).collect();
    let message = match names.is_empty() {
        true => "there is no semantic model to rename in".to_owned(),
        false => format!("there are several semantic models: {}", names.join(", ")),
    };
    Diagnostic::new(&NOT_ONE_MODEL, message).help("name the folder of one project")
}
