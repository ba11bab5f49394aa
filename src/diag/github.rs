//! Diagnostics as workflow commands of GitHub Actions: they show as annotations at the lines of a pull request.

use super::sources::Sources;
use super::{Diagnostic, Findings, Severity, shortened};

/// One line a diagnostic, errors first: GitHub shows only so many of a step.
pub fn render(findings: &Findings) -> String {
    let sources = Sources::new(findings.diagnostics, findings.sources);
    let mut sorted: Vec<&Diagnostic> = findings.diagnostics.iter().collect();
    sorted.sort_by_key(|found| std::cmp::Reverse(found.severity));
    sorted.into_iter().map(|found| command(found, &sources)).collect()
}

fn command(found: &Diagnostic, sources: &Sources) -> String {
    let kind = match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = Vec::new();
    if let Some(place) = found.place() {
        properties.push(format!("file={}", property(&place.file)));
        if let Some(region) = sources.region(place) {
            properties.push(format!("line={}", region.line));
            if let Some((line, column)) = region.end {
                properties.push(format!("endLine={line}"));
                // Columns of several lines mean nothing there.
                if line == region.line {
                    properties.push(format!("col={}", region.column.unwrap_or(1)));
                    properties.push(format!("endColumn={column}"));
                }
            } else if let Some(column) = region.column {
                properties.push(format!("col={column}"));
            }
        }
    }
    properties.push(format!("title={}", property(&format!("{} {}", found.code.id, found.code.name))));
    let label = found.labels.first().map(|label| &label.text).filter(|text| !text.is_empty());
    let lines = [found.message.clone()]
        .into_iter()
        .chain(label.cloned())
        .chain(found.notes.iter().map(|note| format!("note: {note}")))
        .chain(found.help.iter().map(|help| format!("help: {help}")));
    format!("::{kind} {}::{}\n", properties.join(","), data(&shortened(&lines.collect::<Vec<_>>().join("\n"))))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, Place};
    use crate::file_tree::FileTree;

    static CODE: Code = Code { id: "TM001", name: "a-name", severity: Severity::Error, explanation: "" };
    static NOTE: Code = Code { id: "TM002", name: "b-name", severity: Severity::Note, explanation: "" };

    #[test]
    fn a_command_is_escaped_and_errors_come_first() {
        let mut sources = FileTree::new();
        sources.insert("a,b:c/100%.tmdl", "one\r\ntwo\n");
        let place = |start, end| Place::bytes("a,b:c/100%.tmdl", start..end);
        let diagnostics = [
            Diagnostic::new(&NOTE, "whole").at(Place::file("x"), ""),
            Diagnostic::new(&NOTE, "lines").at(place(0, 8), ""),
            Diagnostic::new(&CODE, "50% of\r\nit: a, b").at(place(5, 8), "here").help("do x"),
        ];
        let findings = Findings { diagnostics: &diagnostics, silenced: &[], sources: &sources, files: &[], codes: &[] };
        assert_eq!(
            render(&findings),
            "::error file=a%2Cb%3Ac/100%25.tmdl,line=2,endLine=2,col=1,endColumn=4,title=TM001 a-name\
             ::50%25 of%0D%0Ait: a, b%0Ahere%0Ahelp: do x\n\
             ::notice file=x,title=TM002 b-name::whole\n\
             ::notice file=a%2Cb%3Ac/100%25.tmdl,line=1,endLine=2,title=TM002 b-name::lines\n"
        );
    }
}
