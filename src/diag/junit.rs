//! Diagnostics as a JUnit report: what build servers show as tests.
//!
//! One test case is one code in one file, since most readers show one failure a case; a file without an error is a case
//! that passed. Warnings and notes pass, with their text as output; what the project allows is skipped, with its reason.

use std::collections::BTreeMap;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::sources::Sources;
use super::{Code, Diagnostic, Findings, Silenced, human};

#[derive(Default)]
struct Case<'a> {
    found: Vec<&'a Diagnostic>,
    silenced: Vec<&'a Silenced>,
}

impl Case<'_> {
    fn fails(&self) -> bool {
        self.found.iter().any(|found| found.is_error())
    }
}

/// The cases of a file, by code.
type Cases<'a> = BTreeMap<&'static str, (&'static Code, Case<'a>)>;

pub fn render(findings: &Findings) -> String {
    let mut files: BTreeMap<&str, Cases> = findings.files.iter().map(|file| (file.as_str(), Cases::new())).collect();
    for found in findings.diagnostics {
        case(&mut files, found).found.push(found);
    }
    for silenced in findings.silenced {
        case(&mut files, &silenced.diagnostic).silenced.push(silenced);
    }
    let sources = Sources::new(findings.diagnostics, findings.sources);
    // Writing into memory does not fail.
    write(&files, &sources).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

fn case<'m, 'a>(files: &'m mut BTreeMap<&'a str, Cases<'a>>, found: &'a Diagnostic) -> &'m mut Case<'a> {
    let file = found.place().map_or("", |place| place.file.as_str());
    &mut files.entry(file).or_default().entry(found.code.id).or_insert((found.code, Case::default())).1
}

fn write(files: &BTreeMap<&str, Cases>, sources: &Sources) -> io::Result<Vec<u8>> {
    let cases = || files.values().flat_map(|cases| cases.values().map(|(_, case)| case));
    let failures = cases().filter(|case| case.fails()).count();
    let skipped = cases().filter(|case| case.found.is_empty()).count();
    let sound = files.values().filter(|cases| cases.is_empty()).count();
    let counts = [
        ("name", "pbiforge check".to_owned()),
        ("tests", (cases().count() + sound).to_string()),
        ("failures", failures.to_string()),
        ("errors", "0".to_owned()),
        ("skipped", skipped.to_string()),
    ];
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let counts = || counts.iter().map(|(name, value)| (*name, value.as_str()));
    writer.create_element("testsuites").with_attributes(counts()).write_inner_content(|writer| {
        writer.create_element("testsuite").with_attributes(counts()).write_inner_content(|writer| {
            for (file, cases) in files {
                if cases.is_empty() {
                    element(writer, file, "check").write_empty()?;
                }
                for (code, case) in cases.values() {
                    one(writer, file, code, case, sources)?;
                }
            }
            Ok(())
        })?;
        Ok(())
    })?;
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

fn element<'w>(
    writer: &'w mut Writer<Vec<u8>>,
    file: &str,
    name: &str,
) -> quick_xml::writer::ElementWriter<'w, Vec<u8>> {
    let file = legal(file);
    writer
        .create_element("testcase")
        .with_attribute(("classname", file.as_str()))
        .with_attribute(("name", name))
        .with_attribute(("file", file.as_str()))
        .with_attribute(("time", "0"))
}

fn one(writer: &mut Writer<Vec<u8>>, file: &str, code: &Code, case: &Case, sources: &Sources) -> io::Result<()> {
    let name = format!("{} {}", code.id, code.name);
    let text: String = case.found.iter().map(|found| human::render_with(found, sources, false)).collect();
    let text = legal(&text);
    let more = match case.found.len() {
        0 | 1 => String::new(),
        many => format!(" (and {} more)", many - 1),
    };
    let told = case.found.iter().find(|found| found.is_error()).or(case.found.first());
    let message = legal(&told.map_or(String::new(), |found| format!("{}{more}", found.message)));
    element(writer, file, &name).write_inner_content(|writer| {
        if case.fails() {
            let failure = writer.create_element("failure").with_attribute(("type", code.id));
            failure.with_attribute(("message", message.as_str())).write_text_content(BytesText::new(&text))?;
        } else if let [silenced, ..] = case.silenced.as_slice()
            && case.found.is_empty()
        {
            let reason = legal(&silenced.reason);
            writer.create_element("skipped").with_attribute(("message", reason.as_str())).write_empty()?;
        } else {
            writer.create_element("system-out").write_text_content(BytesText::new(&text))?;
        }
        Ok(())
    })?;
    Ok(())
}

/// XML has no way to write most control characters, not even escaped.
fn legal(text: &str) -> String {
    let is_legal = |c: char| !matches!(c, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}');
    text.chars().map(|c| if is_legal(c) { c } else { '\u{fffd}' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Place, Severity};
    use crate::file_tree::FileTree;

    static ERROR: Code = Code { id: "TM001", name: "a-name", severity: Severity::Error, explanation: "" };
    static WARNING: Code = Code { id: "TM002", name: "b-name", severity: Severity::Warning, explanation: "" };

    fn report(diagnostics: &[Diagnostic], silenced: &[Silenced]) -> String {
        let files = ["sound".to_owned(), "x".to_owned()];
        render(&Findings { diagnostics, silenced, sources: &FileTree::new(), files: &files, codes: &[] })
    }

    #[test]
    fn a_case_is_a_code_in_a_file() {
        let at = |code, text: &str| Diagnostic::new(code, text).at(Place::line("x", 3), "");
        let silenced = Silenced {
            diagnostic: at(&WARNING, "w").at(Place::file("y"), ""),
            reason: "so".into(),
            by: Place::file("y"),
        };
        let mut allowed = silenced.clone();
        allowed.diagnostic.labels.remove(0);
        let found = [at(&ERROR, "<a> & \"b\"\u{1}"), at(&ERROR, "again"), at(&WARNING, "perhaps")];
        assert_eq!(
            report(&found, &[silenced, allowed]),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<testsuites name=\"pbiforge check\" tests=\"4\" failures=\"1\" errors=\"0\" skipped=\"1\">
  <testsuite name=\"pbiforge check\" tests=\"4\" failures=\"1\" errors=\"0\" skipped=\"1\">
    <testcase classname=\"sound\" name=\"check\" file=\"sound\" time=\"0\"/>
    <testcase classname=\"x\" name=\"TM001 a-name\" file=\"x\" time=\"0\">
      <failure type=\"TM001\" message=\"&lt;a&gt; &amp; &quot;b&quot;\u{fffd} (and 1 more)\">\
error[TM001]: &lt;a&gt; &amp; &quot;b&quot;\u{2401}
--&gt; x:3
error[TM001]: again
--&gt; x:3
</failure>
    </testcase>
    <testcase classname=\"x\" name=\"TM002 b-name\" file=\"x\" time=\"0\">
      <system-out>warning[TM002]: perhaps
--&gt; x:3
</system-out>
    </testcase>
    <testcase classname=\"y\" name=\"TM002 b-name\" file=\"y\" time=\"0\">
      <skipped message=\"so\"/>
    </testcase>
  </testsuite>
</testsuites>
"
        );
    }
}
