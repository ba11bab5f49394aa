//! PB002: a file that every report must have is not there. PB014: the report is in the old format.

use super::{Project, stray_file};
use crate::diag::{Code, Diagnostic, Place, Severity};

pub const MISSING_FILE: Code = Code {
    id: "PB002",
    name: "missing-report-file",
    severity: Severity::Error,
    explanation: "\
A report in Power BI's project format must have `.platform`, `definition.pbir`, `definition/version.json`,
`definition/report.json` and a `page.json` in each page's folder and a `visual.json` in each visual's. Without one of
them Power BI Desktop shows a general error that does not name it, or leaves the page or visual out.

Wrong:  X.Report/definition.pbir, X.Report/definition/…                      (no X.Report/.platform)
Right:  X.Report/.platform, X.Report/definition.pbir, X.Report/definition/…
",
};

pub const LEGACY_REPORT: Code = Code {
    id: "PB014",
    name: "legacy-report",
    severity: Severity::Warning,
    explanation: "\
The report is a single `report.json` in the format before PBIR. Its pages and visuals are not checked. Power BI
Desktop converts it when it is saved with the PBIR format switched on in the options (preview features).

Wrong:  X.Report/report.json
Right:  X.Report/definition/report.json and X.Report/definition/pages/…
",
};

/// The report is in the old format, of which nothing else can be said.
pub fn legacy(project: &Project) -> Option<Diagnostic> {
    let read = project.read;
    let legacy = read.has(project.tree, "report.json") && !read.has(project.tree, "definition/report.json");
    legacy.then(|| {
        Diagnostic::new(&LEGACY_REPORT, "the report is in the format before PBIR and is not checked")
            .at(Place::file(read.path("report.json")), "")
            .help("save it in Power BI Desktop with the PBIR format switched on")
    })
}

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let strays = stray_file::paths(project);
    let new = |path: String| {
        let stray = strays.iter().find(|stray| stray_file::is_named_alike(stray, &path));
        let stray = stray.map(|stray| format!("`{stray}` is not where it is looked for"));
        stray.into_iter().fold(diagnostic(path), Diagnostic::note)
    };
    let mut found: Vec<Diagnostic> = paths(project).into_iter().map(new).collect();
    if project.read.has(project.tree, "report.json") && project.read.has(project.tree, "definition/report.json") {
        let fault = Diagnostic::new(&LEGACY_REPORT, "the report is there twice, in the format before PBIR as well");
        found
            .push(fault.at(Place::file(project.read.path("report.json")), "").help("remove the one that is left over"));
    }
    found
}

/// The files that the report must have and has not.
pub(super) fn paths(project: &Project) -> Vec<String> {
    let read = project.read;
    let required = [".platform", "definition.pbir", "definition/version.json", "definition/report.json"];
    let mut missing: Vec<String> = required.iter().map(|path| read.path(path)).collect();
    let pages = read.path("definition/pages/");
    for (path, _) in project.tree.below(&read.folder) {
        match path.strip_prefix(&pages).map(|rest| rest.split('/').collect::<Vec<_>>()).as_deref() {
            Some([page, "visuals", visual, _, ..]) => {
                missing.push(format!("{pages}{page}/page.json"));
                missing.push(format!("{pages}{page}/visuals/{visual}/visual.json"));
            }
            Some([page, _, ..]) => missing.push(format!("{pages}{page}/page.json")),
            _ => {}
        }
    }
    missing.sort();
    missing.dedup();
    missing.retain(|path| !project.tree.contains(path));
    missing
}

fn diagnostic(path: String) -> Diagnostic {
    let message = format!("the report has no `{path}`");
    let help = if path.ends_with(".json") && path.contains("/pages/") {
        "restore it, or remove the folder that it belongs to"
    } else {
        "restore it from version control or save the report in Power BI Desktop again"
    };
    Diagnostic::new(&MISSING_FILE, message).at(Place::file(path), "").help(help)
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, tree, without};

    #[test]
    fn each_required_file_is_missed() {
        for path in ["X.Report/.platform", "X.Report/definition.pbir", "X.Report/definition/version.json"] {
            assert!(said(&without(path)).contains(&format!("PB002 the report has no `{path}`")), "{path}");
        }
        let page = "X.Report/definition/pages/p1/page.json";
        assert!(said(&without(page)).contains(&format!("PB002 the report has no `{page}`")));
    }

    #[test]
    fn a_report_in_the_old_format_is_not_judged() {
        let mut tree = tree();
        let files: Vec<String> = tree.below("X.Report/definition").map(|(path, _)| path.to_owned()).collect();
        for path in files {
            tree.remove(&path);
        }
        tree.insert("X.Report/report.json", "{}");
        assert_eq!(said(&tree), ["PB014 the report is in the format before PBIR and is not checked"]);
    }
}
