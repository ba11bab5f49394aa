//! CF004, CF005: what `[check.levels]` gives a level to.

use toml_edit::TableLike;

use super::keys::as_table;
use crate::check::levels::{Fault, Level, Options};
use crate::diag::{Code, Diagnostic, Place, Severity};

pub const UNKNOWN_CODE: Code = Code {
    id: "CF004",
    name: "unknown-code",
    severity: Severity::Error,
    explanation: "`[check.levels]` gives a level to a code that `pbiforge check` does not give. A key is a code, its \
                  name, the beginning of codes, or `warnings`; `pbiforge explain` lists them.\n\n\
                  Wrong:  [check.levels]\n        MD9999 = \"off\"\nRight:  [check.levels]\n        MD060 = \"off\"",
};

pub const FIXED_LEVEL: Code = Code {
    id: "CF005",
    name: "level-of-syntax",
    severity: Severity::Error,
    explanation: "`[check.levels]` makes less of a fault of syntax. A file that cannot be read is an error whatever the \
                  configuration says: of what stands in it, no other rule can speak.\n\n\
                  Wrong:  [check.levels]\n        PB001 = \"off\"\nRight:  the file, mended.",
};

/// A diagnostic for every key of `[check.levels]` that means nothing, or may not.
pub fn faults(document: &dyn TableLike, options: &Options, file: &str) -> Vec<Diagnostic> {
    let written = document.get("check").and_then(as_table).and_then(|check| as_table(check.get("levels")?));
    let place = |key: &str| written.and_then(|levels| levels.key(key)?.span()).map(|span| Place::bytes(file, span));
    let one = |(key, level): (&String, &Level)| {
        let diagnostic = match Options::fault(key, *level)? {
            Fault::Unknown(near) => {
                let near = near.map(|near| format!("did you mean `{near}`?"));
                Diagnostic::new(&UNKNOWN_CODE, format!("`pbiforge check` gives no code `{key}`"))
                    .help(near.unwrap_or_else(|| "`pbiforge explain` lists the codes".to_owned()))
            }
            Fault::Syntax(code) => Diagnostic::new(&FIXED_LEVEL, format!("`{}` is always an error", code.id))
                .note("it is a fault of syntax")
                .help("remove the key"),
        };
        Some(diagnostic.at(place(key).unwrap_or_else(|| Place::file(file)), ""))
    };
    options.levels.iter().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use crate::config::parse;
    use crate::diag::human;
    use crate::file_tree::FileTree;

    fn said(text: &str, settings: &[&str]) -> String {
        let settings: Vec<String> = settings.iter().map(|setting| (*setting).to_owned()).collect();
        let mut sources = FileTree::new();
        sources.insert("pbiforge.toml", text);
        let found = parse(text, "pbiforge.toml", &settings).expect_err("faults");
        found.iter().map(|diagnostic| human::render(diagnostic, &sources, false)).collect()
    }

    #[test]
    fn a_level_of_no_code_or_of_syntax_is_placed() {
        let text = "[check.levels]\nunresolvd-ref = \"off\"\nPB001 = \"off\"\nMD = \"note\"\nwarnings = \"error\"\n";
        let text = said(text, &[]);
        assert!(text.contains("pbiforge.toml:2:1") && text.contains("did you mean `unresolved-ref`?"), "{text}");
        assert!(text.contains("CF005") && text.contains("pbiforge.toml:3:1"), "{text}");
        assert_eq!(text.matches("error[").count(), 2, "{text}");
        assert!(said("[check.levels]\nMD = \"of\"\n", &[]).contains("CF003"));
        assert!(said("", &["check.levels.XX=off"]).contains("CF004"));
        assert!(parse("", "pbiforge.toml", &["check.levels.MD=off".to_owned()]).is_ok());
    }

    #[cfg(not(feature = "etl"))]
    #[test]
    fn a_build_without_the_data_half_reads_over_its_sections() {
        let text =
            "[source]\nkind = \"files\"\n[source.columns]\na = \"b\"\n[clean]\nx = 1\n[check.levels]\nMD = \"off\"\n";
        assert!(parse(text, "pbiforge.toml", &["rfm.x=1".to_owned()]).is_ok());
    }
}
