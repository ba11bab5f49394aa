//! PB045: `definition.pbir` is of a version that cannot have a folder of definitions.

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};

pub const PBIR_VERSION: Code = Code {
    id: "PB045",
    name: "pbir-version",
    severity: Severity::Error,
    explanation: "\
`definition.pbir` of version 4.0 or later may have its report in the folder `definition`; one of an earlier version
has it in `report.json`, and the folder is passed over.

Wrong:  \"version\": \"1.0\"
Right:  \"version\": \"4.0\"
",
};

/// The highest first number of a version that Power BI has written, with one to come.
const NEWEST: u32 = 5;

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let path = project.read.path("definition.pbir");
    let Some(json) = project.read.files.get(&path).filter(|_| project.read.file("definition/report.json").is_some())
    else {
        return Vec::new();
    };
    let new = |span: std::ops::Range<usize>, message: String| {
        vec![Diagnostic::new(&PBIR_VERSION, message).at(Place::bytes(path.as_str(), span), "").help("write `4.0`")]
    };
    let start = json.span.start;
    let Some(value) = json.get("version") else {
        return new(start..start + 1, "`version` is missing".to_owned());
    };
    let version = value.text().unwrap_or_default();
    let major: Option<u32> = version.split('.').next().and_then(|major| major.parse().ok());
    let is_number = version.split('.').all(|part| part.parse::<u32>().is_ok());
    match major {
        Some(major) if major >= 4 && !is_number => {
            let odd = new(value.span.clone(), format!("`{version}` is no version"));
            odd.into_iter().map(|odd| Diagnostic { severity: Severity::Warning, ..odd }).collect()
        }
        Some(major) if (4..=NEWEST).contains(&major) => Vec::new(),
        Some(major) if major > NEWEST => {
            let message = format!("there is no version `{version}` of this file");
            let unknown = new(value.span.clone(), message);
            unknown.into_iter().map(|unknown| Diagnostic { severity: Severity::Warning, ..unknown }).collect()
        }
        _ => new(value.span.clone(), format!("a report of version `{version}` cannot have a folder of definitions")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    #[test]
    fn an_old_version_cannot_have_the_folder() {
        let said_of = |to: &str| said(&with("X.Report/definition.pbir", "\"4.0\"", to)).join("");
        assert_eq!(said_of("\"1.0\""), "PB045 a report of version `1.0` cannot have a folder of definitions");
        assert_eq!(said_of("\"4.1\""), "");
        assert_eq!(said_of("\"4.0x\""), "PB045 `4.0x` is no version");
    }
}
