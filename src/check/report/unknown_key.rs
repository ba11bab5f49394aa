//! PB054: a key that its kind of file does not have.

use super::shape::What;
use crate::diag::{Code, Diagnostic, Severity};
use crate::pbir::json::Member;

pub const UNKNOWN_KEY: Code = Code {
    id: "PB054",
    name: "unknown-report-key",
    severity: Severity::Error,
    explanation: "\
A file of the report has a key that no published version of its schema has, in a place where the schema allows no others.
Power BI Desktop refuses the file. Where it is read all the same, as in `.platform` and in values that the schema leaves
open, this is a warning. Of files that are newer than pbiforge it is not said.

Wrong:  a `page.json` with \"visuals\": [ … ]
Right:  each visual in a `visual.json` of its own, below `visuals/`
",
};

pub(super) fn fault<'a>(key: &str, what: &What, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    Diagnostic::new(&UNKNOWN_KEY, format!("{what} cannot have `{key}`")).did_you_mean(key, known)
}

/// The keys as a note of what else is wrong with their object.
pub(super) fn note(fault: Diagnostic, unknown: &[&Member]) -> Diagnostic {
    match unknown.first() {
        Some(member) => fault.note(format!("`{}` is no key that it can have", member.key)),
        None => fault,
    }
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    const PAGE: &str = "X.Report/definition/pages/p1/page.json";

    #[test]
    fn a_key_that_there_is_not_is_named_and_one_of_a_newer_file_passes() {
        let tree = with(PAGE, "\"displayName\"", "\"someday\": 1, \"displayName\"");
        assert_eq!(said(&tree), ["PB054 this `page.json` cannot have `someday`"]);
        let newer = with(PAGE, "page/2.0.0/schema.json\", ", "page/2.9.0/schema.json\", \"someday\": 1, ");
        assert!(said(&newer).iter().all(|text| text.starts_with("PB015")), "{:?}", said(&newer));
    }
}
