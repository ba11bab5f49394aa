//! The parts of a template, in the order in which Desktop writes them.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{Input, content_types, utf16};
use crate::file_tree::FileTree;
use crate::model::Model;
use crate::tmdl;

pub const VERSION: &str = "Version";
pub const CONTENT_TYPES: &str = "[Content_Types].xml";
pub const MODEL: &str = "DataModelSchema";
pub const DIAGRAM: &str = "DiagramLayout";
pub const SETTINGS: &str = "Settings";
pub const METADATA: &str = "Metadata";
pub const REPORT: &str = "Report/";

/// The version of a package whose report is PBIR.
const PACKAGE_VERSION: &str = "1.32";

/// The version of the queries' language that a Desktop must know. That of a template of May 2024: a Desktop that is
/// newer takes it, and so need not be as new as can be.
const QUERIES_VERSION: &str = "2.129.255.0";

/// The first release that wrote reports as PBIR into its files.
const RELEASE: &str = "2025.11";

/// Namespace of the ids of models in templates.
const NAMESPACE: Uuid = Uuid::from_u128(0x2b1d_6a54_7f0e_5c3b_9d18_4e6f_a07c_31d5);

/// Folders of a report that are in its package. The rest of its files (`definition.pbir`, `.platform`, `.pbi/`) say
/// where a project's parts lie.
const FOLDERS: &[&str] = &["definition/", "StaticResources/", "CustomVisuals/"];

pub fn parts(input: &Input) -> Vec<(String, Vec<u8>)> {
    let part = |name: &str, text: String| (name.to_owned(), utf16::encode(&text));
    // Desktop ends its lines as Windows does.
    let model_text = format!("{:#}", model(input)).replace('\n', "\r\n");
    let mut parts = vec![
        part(VERSION, PACKAGE_VERSION.to_owned()),
        part(MODEL, model_text),
        part(DIAGRAM, diagram().to_string()),
        part(SETTINGS, settings().to_string()),
        part(METADATA, metadata(input.title).to_string()),
    ];
    parts.extend(report(input).iter().map(|(path, bytes)| (format!("{REPORT}{path}"), bytes.to_vec())));
    let types = content_types::of(parts.iter().map(|(name, _)| name.as_str()));
    parts.insert(1, (CONTENT_TYPES.to_owned(), types.into_bytes()));
    parts
}

/// The model with a name of its own, and without the people in its roles: a template is for anybody, and Desktop keeps
/// no members.
pub fn model(input: &Input) -> Value {
    let mut model: Model = input.model.clone();
    model.roles.iter_mut().for_each(|role| role.members.clear());
    let mut database = json!({ "name": Uuid::new_v5(&NAMESPACE, input.title.as_bytes()).to_string() });
    if let (Value::Object(database), Value::Object(found)) = (&mut database, tmdl::bim(&model)) {
        let others = found.into_iter().filter(|(key, _)| key != "name");
        database.extend(others);
    }
    database
}

pub fn report(input: &Input) -> FileTree {
    let mut report = FileTree::new();
    let Some(folder) = input.report else { return report };
    for (path, bytes) in input.tree.below(folder) {
        let inside = path.strip_prefix(folder).unwrap_or(path).trim_start_matches('/');
        if FOLDERS.iter().any(|folder| inside.starts_with(folder)) {
            report.insert(inside, bytes);
        }
    }
    report
}

/// One diagram without a table in it: Desktop lays the tables out when it is first looked at.
fn diagram() -> Value {
    json!({
        "version": "1.1.0",
        "diagrams": [{
            "ordinal": 0,
            "scrollPosition": { "x": 0, "y": 0 },
            "nodes": [],
            "name": "All tables",
            "zoomValue": 100,
            "pinKeyFieldsToTop": false,
            "showExtraHeaderInfo": false,
            "hideKeyFieldsWhenCollapsed": false,
            "tablesLocked": false,
        }],
        "selectedDiagram": "All tables",
        "defaultDiagram": "All tables",
    })
}

/// Relationships are those of the model: none is to be guessed while loading.
fn settings() -> Value {
    json!({
        "Version": 4,
        "ReportSettings": { "IsRelationshipAutodetectionEnabled": false },
        "QueriesSettings": {
            "TypeDetectionEnabled": true,
            "RelationshipImportEnabled": false,
            "Version": QUERIES_VERSION,
        },
    })
}

fn metadata(title: &str) -> Value {
    json!({
        "Version": 5,
        "AutoCreatedRelationships": [],
        "FileDescription": title,
        "CreatedFrom": "Cloud",
        "CreatedFromRelease": RELEASE,
    })
}
