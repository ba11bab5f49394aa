//! Diagnostics as SARIF 2.1.0, which code scanning and editors read.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::sources::{Region, Sources};
use super::{Code, Diagnostic, Findings, Fix, Label, Place, Severity, Silenced, shortened};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// One run with every rule there is; what the project allows is in it as suppressed.
pub fn render(findings: &Findings) -> Value {
    let all = || findings.diagnostics.iter().chain(findings.silenced.iter().map(|silenced| &silenced.diagnostic));
    let mut log = Log {
        sources: Sources::new(all().collect::<Vec<_>>(), findings.sources),
        rules: findings.codes.iter().enumerate().map(|(at, code)| (code.id, at)).collect(),
        seen: BTreeMap::new(),
    };
    let mut results: Vec<Value> = findings.diagnostics.iter().map(|found| log.result(found)).collect();
    results.extend(findings.silenced.iter().map(|silenced| log.suppressed(silenced)));
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "pbiforge",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": findings.codes.iter().map(|code| rule(code)).collect::<Vec<_>>(),
            } },
            "invocations": [{ "executionSuccessful": true }],
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    })
}

fn rule(code: &Code) -> Value {
    json!({
        "id": code.id,
        "name": code.name,
        "shortDescription": { "text": code.summary() },
        "fullDescription": { "text": code.explanation.trim() },
        "help": { "text": code.explanation.trim() },
        "defaultConfiguration": { "level": level(code.severity) },
    })
}

/// SARIF calls them as we do.
fn level(severity: Severity) -> &'static str {
    severity.as_str()
}

struct Log<'a> {
    sources: Sources<'a>,
    /// Where in the list each code stands.
    rules: BTreeMap<&'static str, usize>,
    /// How often the same was said of the same file.
    seen: BTreeMap<String, usize>,
}

impl Log<'_> {
    fn result(&mut self, found: &Diagnostic) -> Value {
        let mut result = json!({ "ruleId": found.code.id });
        if let Some(at) = self.rules.get(found.code.id) {
            result["ruleIndex"] = json!(at);
        }
        result["level"] = json!(level(found.severity));
        result["message"] = json!({ "text": text(found) });
        if let Some((first, further)) = found.labels.split_first() {
            result["locations"] = json!([self.location(first)]);
            if !further.is_empty() {
                let numbered = further.iter().enumerate().map(|(at, label)| {
                    let mut location = self.location(label);
                    location["id"] = json!(at);
                    location
                });
                result["relatedLocations"] = numbered.collect();
            }
        }
        if let Some(fix) = found.fix.as_ref().and_then(|fix| self.fix(fix)) {
            result["fixes"] = json!([fix]);
        }
        result["partialFingerprints"] = json!({ "pbiforgeFinding/v1": self.fingerprint(found) });
        result
    }

    fn suppressed(&mut self, silenced: &Silenced) -> Value {
        let mut result = self.result(&silenced.diagnostic);
        let location = json!({ "physicalLocation": { "artifactLocation": { "uri": uri(&silenced.by.file) } } });
        result["suppressions"] =
            json!([{ "kind": "inSource", "justification": silenced.reason, "location": location }]);
        result
    }

    fn location(&self, label: &Label) -> Value {
        let mut location = json!({ "physicalLocation": self.physical(&label.place) });
        if !label.text.is_empty() {
            location["message"] = json!({ "text": plain(&label.text) });
        }
        location
    }

    fn physical(&self, place: &Place) -> Value {
        let mut physical = json!({ "artifactLocation": { "uri": uri(&place.file) } });
        if let Some(found) = self.sources.region(place) {
            physical["region"] = region(found);
        }
        physical
    }

    /// A fix of a text that is not at hand cannot be placed.
    fn fix(&self, fix: &Fix) -> Option<Value> {
        let text = self.sources.get(&fix.file)?;
        let replacements = fix.edits.iter().map(|(span, insert)| {
            json!({ "deletedRegion": region(text.region(span)), "insertedContent": { "text": insert } })
        });
        Some(json!({
            "description": { "text": plain(&fix.title) },
            "artifactChanges": [{
                "artifactLocation": { "uri": uri(&fix.file) },
                "replacements": replacements.collect::<Vec<_>>(),
            }],
        }))
    }

    /// The same for the same finding however far its lines have moved: code, file, words, and which of its equals.
    fn fingerprint(&mut self, found: &Diagnostic) -> String {
        let file = found.place().map_or("", |place| place.file.as_str());
        let key = [found.code.id, file, &found.message].join("\0");
        let count = self.seen.entry(key.clone()).or_default();
        *count += 1;
        let hash = Sha256::digest(format!("{key}\0{count}"));
        hash.iter().take(16).fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

fn region(region: Region) -> Value {
    let mut value = json!({ "startLine": region.line });
    if let Some(column) = region.column {
        value["startColumn"] = json!(column);
    }
    if let Some((line, column)) = region.end {
        value["endLine"] = json!(line);
        value["endColumn"] = json!(column);
    }
    value
}

fn text(found: &Diagnostic) -> String {
    let notes = found.notes.iter().map(|note| format!("\nnote: {note}"));
    let helps = found.help.iter().map(|help| format!("\nhelp: {help}"));
    plain(&shortened(&notes.chain(helps).fold(found.message.clone(), |text, line| text + &line)))
}

/// `[a](b)` would be a link in a message.
fn plain(text: &str) -> String {
    text.replace("](", "] (")
}

/// The path as a reference that an address may hold: relative where the path is.
pub fn uri(path: &str) -> String {
    let mut text = match path.as_bytes() {
        [b'/', ..] => "file://".to_owned(),
        [_, b':', ..] => "file:///".to_owned(),
        _ => String::new(),
    };
    let is_absolute = !text.is_empty();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => text.push(char::from(byte)),
            b':' if is_absolute => text.push(':'),
            byte => {
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::sources::Text;
    use crate::file_tree::FileTree;

    static CODE: Code = Code {
        id: "TM001",
        name: "a-name",
        severity: Severity::Warning,
        explanation: "One thing\nis wrong. And more.\n\nWrong: a\nRight: b",
    };

    fn tree(text: &str) -> FileTree {
        let mut tree = FileTree::new();
        tree.insert("a b/é.tmdl", text);
        tree
    }

    fn log(diagnostics: &[Diagnostic], silenced: &[Silenced], tree: &FileTree) -> Value {
        let run = render(&Findings { diagnostics, silenced, sources: tree, files: &[], codes: &[&CODE] });
        run["runs"][0].clone()
    }

    fn found(at: usize) -> Diagnostic {
        let fix =
            Fix { title: "write x".to_owned(), file: "a b/é.tmdl".to_owned(), edits: vec![(at..at + 1, "x".into())] };
        Diagnostic::new(&CODE, "`T[c](d)` is wrong")
            .at(Place::bytes("a b/é.tmdl", at..at + 1), "here")
            .at(Place::file("other.tmdl"), "there")
            .help("do x")
            .fix(fix)
    }

    #[test]
    fn a_result_has_its_rule_place_and_fix() {
        let tree = tree("one\n🎉two");
        let run = log(&[found(8)], &[], &tree);
        assert_eq!(run["tool"]["driver"]["rules"][0]["shortDescription"]["text"], "One thing is wrong.");
        let result = &run["results"][0];
        assert_eq!(
            (&result["ruleId"], &result["ruleIndex"], &result["level"]),
            (&json!("TM001"), &json!(0), &json!("warning"))
        );
        assert_eq!(result["message"]["text"], "`T[c] (d)` is wrong\nhelp: do x");
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "a%20b/%C3%A9.tmdl");
        assert_eq!(place["region"], json!({ "startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 4 }));
        assert_eq!(result["relatedLocations"][0]["message"]["text"], "there");
        let replacement = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
        assert_eq!(
            (&replacement["deletedRegion"], &replacement["insertedContent"]["text"]),
            (&place["region"], &json!("x"))
        );
    }

    #[test]
    fn a_fingerprint_stays_when_lines_move_and_tells_equals_apart() {
        let prints = |diagnostics: &[Diagnostic], tree: &FileTree| -> Vec<String> {
            let run = log(diagnostics, &[], tree);
            let results = run["results"].as_array().expect("results").iter();
            results.map(|result| result["partialFingerprints"]["pbiforgeFinding/v1"].to_string()).collect()
        };
        let before = prints(&[found(0), found(1)], &tree("ab"));
        assert_eq!(before, prints(&[found(2), found(3)], &tree("\n\nab")));
        assert_ne!(before[0], before[1]);
    }

    #[test]
    fn what_is_allowed_is_suppressed_with_its_reason() {
        let by = Place::file("a b/é.tmdl");
        let silenced = [Silenced { diagnostic: found(0), reason: "because".to_owned(), by }];
        let run = log(&[], &silenced, &tree("ab"));
        assert_eq!(run["results"][0]["suppressions"][0]["justification"], "because");
    }

    #[test]
    fn a_path_is_an_address() {
        assert_eq!(uri("a/b c#?%.tmdl"), "a/b%20c%23%3F%25.tmdl");
        assert_eq!(uri("../x"), "../x");
        assert_eq!(uri("/tmp/x y"), "file:///tmp/x%20y");
        assert_eq!(uri("C:/x"), "file:///C:/x");
        assert_eq!(Text::new("").region(&(0..0)).column, Some(1));
    }
}
