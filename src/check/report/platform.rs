//! PB043: the `.platform` of a report is not what Power BI expects.

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;

pub const PLATFORM: Code = Code {
    id: "PB043",
    name: "report-platform",
    severity: Severity::Error,
    explanation: "\
The `.platform` of a report says that it is one (`metadata.type` is `Report`), what it is called (`displayName`) and by
which id Fabric knows it (`config.logicalId`, a UUID). Without a name it opens in Power BI Desktop (a warning).

Wrong:  \"metadata\": { \"type\": \"SemanticModel\", \"displayName\": \"X\" }
Right:  \"metadata\": { \"type\": \"Report\", \"displayName\": \"X\" }
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let path = project.read.path(".platform");
    let Some(json) = project.read.files.get(&path) else {
        return Vec::new();
    };
    let new = |json: &Json, message: String| {
        let end = if json.is_object() { json.span.start + 1 } else { json.span.end };
        Diagnostic::new(&PLATFORM, message).at(Place::bytes(path.as_str(), json.span.start..end), "")
    };
    let mut found = Vec::new();
    let mut text = |keys: &[&str]| {
        let value = json.at(keys);
        let text = value.and_then(|value| Some((value, value.text().filter(|text| !text.trim().is_empty())?)));
        // Without its `metadata` the file lacks both: that is said once.
        let is_said = keys.last() == Some(&"displayName") && json.get("metadata").is_none();
        if text.is_none() && !is_said {
            let message = format!("`{}` is missing", keys.join("."));
            let around = keys.first().and_then(|key| json.get(key)).unwrap_or(json);
            found.push(new(value.unwrap_or(around), message).help("it must be a text"));
        }
        text
    };
    let kind = text(&["metadata", "type"]);
    let shown = text(&["metadata", "displayName"]);
    // Only Fabric needs the id, and gives one to a report that has none.
    let id = json.at(&["config", "logicalId"]).and_then(|value| Some((value, value.text()?)));
    if shown.is_none()
        && json.get("metadata").is_some()
        && let Some(missing) = found.last_mut()
    {
        // Only Fabric needs it: Power BI Desktop goes by the name of the folder.
        missing.severity = Severity::Warning;
    }
    if let Some((value, other)) = kind.filter(|(_, kind)| *kind != "Report") {
        let message = format!("the type of a report is `Report`, not `{other}`");
        found.push(new(value, message).help("write `Report`"));
    }
    let version = json.at(&["config", "version"]).and_then(|value| Some((value, value.text()?)));
    if let Some((value, other)) = version.filter(|(_, version)| *version != "2.0") {
        let mut unknown = new(value, format!("there is no version `{other}` of this file")).help("write `2.0`");
        unknown.severity = Severity::Warning;
        found.push(unknown);
    }
    if let Some((value, id)) = id.filter(|(_, id)| uuid::Uuid::try_parse(id).is_err()) {
        found.push(new(value, format!("`{id}` is not a UUID")).help("give it one, such as `uuidgen` makes"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    const FILE: &str = "X.Report/.platform";

    #[test]
    fn a_report_says_that_it_is_one_and_what_it_is_called() {
        let said_of = |from: &str, to: &str| said(&with(FILE, from, to)).join(" | ");
        let message = "PB043 the type of a report is `Report`, not `SemanticModel`";
        assert_eq!(said_of("\"Report\"", "\"SemanticModel\""), message);
        assert_eq!(said_of("\"displayName\": \"X\"", "\"a\": 1"), "PB043 `metadata.displayName` is missing");
        assert_eq!(said_of("1d1f6c3a-2d0e-4f57-9b7a-33b7c6d9a001", "1"), "PB043 `1` is not a UUID");
        assert_eq!(said_of("\"2.0\"", "\"3.0\""), "PB043 there is no version `3.0` of this file");
    }
}
