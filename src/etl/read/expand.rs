//! Patterns to files.

use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern, glob_with};

use super::codes::NOTHING_MATCHES;
use super::{Error, Options};
use crate::diag::Diagnostic;

/// The files that `source.path` names, relative to `base`: in the order of the list, those of one pattern sorted, none
/// twice. A name without `*`, `?` or `[` stays as it is, whether there is such a file or not: reading tells.
pub fn expand(base: &Path, options: &Options) -> Result<Vec<PathBuf>, Error> {
    let patterns: Vec<&String> = options.path.iter().filter(|pattern| !pattern.trim().is_empty()).collect();
    if patterns.is_empty() {
        return Err(Diagnostic::new(&NOTHING_MATCHES, "no source file is named")
            .help("say `path = \"sales.csv\"` or `path = [\"2010/*.csv\", \"2011/*.csv\"]` in `[source]`")
            .into());
    }
    let mut files: Vec<PathBuf> = Vec::new();
    let mut faults = Vec::new();
    for pattern in patterns {
        match matches(base, pattern) {
            Ok(found) => {
                for file in found {
                    if !files.contains(&file) {
                        files.push(file);
                    }
                }
            }
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(files) } else { Err(Error::Diagnostics(faults)) }
}

fn matches(base: &Path, pattern: &str) -> Result<Vec<PathBuf>, Diagnostic> {
    let literal = base.join(pattern);
    if !pattern.contains(['*', '?', '[']) || literal.exists() {
        return Ok(vec![literal]);
    }
    // The folder of the configuration may have a bracket in its name; an absolute pattern replaces it.
    let full = Path::new(&Pattern::escape(&base.to_string_lossy())).join(pattern);
    let options = MatchOptions { require_literal_separator: true, ..MatchOptions::new() };
    let found = match glob_with(&full.to_string_lossy(), options) {
        Ok(paths) => paths.flatten().filter(|path| !path.is_dir()),
        Err(error) => {
            return Err(Diagnostic::new(&NOTHING_MATCHES, format!("`{pattern}` is not a pattern: {}", error.msg)));
        }
    };
    let mut found: Vec<PathBuf> = found.collect();
    found.sort();
    if found.is_empty() {
        return Err(Diagnostic::new(&NOTHING_MATCHES, format!("no file matches `{pattern}`"))
            .note(format!("looked from `{}`", base.display()))
            .help("`source.path` starts from the folder of the configuration file, `--source` from the current one"));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::etl::read::OneOrMany;

    fn names(base: &Path, patterns: &[&str]) -> Result<Vec<String>, String> {
        let path = OneOrMany::Many(patterns.iter().map(|pattern| (*pattern).to_owned()).collect());
        match expand(base, &Options { path, ..Options::default() }) {
            Ok(files) => Ok(files
                .iter()
                .map(|file| file.strip_prefix(base).unwrap().to_string_lossy().replace('\\', "/"))
                .collect()),
            Err(Error::Diagnostics(faults)) => Err(faults[0].message.clone()),
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn patterns_are_sorted_lists_keep_their_order_and_nothing_stands_twice() {
        let folder = tempfile::tempdir().unwrap();
        let base = folder.path().join("data [1]");
        std::fs::create_dir_all(base.join("sub.csv")).unwrap();
        for name in ["b.csv", "a.csv", "c.txt", "x[1].csv"] {
            std::fs::write(base.join(name), "").unwrap();
        }
        let all = Ok(vec!["b.csv".to_owned(), "a.csv".to_owned(), "x[1].csv".to_owned()]);
        assert_eq!(names(&base, &["b.csv", "*.csv"]), all, "folders are no files");
        assert_eq!(names(&base, &["x[1].csv"]), Ok(vec!["x[1].csv".to_owned()]), "a file of that name comes first");
        assert_eq!(names(&base, &["gone.csv"]), Ok(vec!["gone.csv".to_owned()]), "reading says that it is missing");
        assert_eq!(names(&base, &["*.parquet"]), Err("no file matches `*.parquet`".to_owned()));
        assert_eq!(names(&base, &["[a"]).unwrap_err().split(':').next(), Some("`[a` is not a pattern"));
        assert_eq!(names(&base, &[]), Err("no source file is named".to_owned()));
    }
}
