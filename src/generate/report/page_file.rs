//! Page files: what is on a page, in the words of a report's author.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::layout;
use super::templates::Templates;
use crate::diag::{At, Code, Diagnostic, Place, Severity};
use crate::file_tree::FileTree;

pub const PAGE_FILE: Code = Code {
    id: "PB030",
    name: "page-file",
    severity: Severity::Error,
    explanation: "\
A page file of the report (`report/pages/*.toml` among the templates) cannot be used: it is not TOML, has a key that
page files do not have, two visuals of one name, a visual without a place, or `[report] pages` names one that does
not exist.

Wrong:  [[visual]]
        type = \"cardVisual\"
        titel = \"Revenue\"
Right:  [[visual]]
        type = \"cardVisual\"
        at = [0, 0, 2, 2]
        title = \"Revenue\"
",
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageFile {
    pub title: String,
    /// Pages come by this number, then by file name.
    #[serde(default)]
    pub order: i64,
    #[serde(default = "layout::width")]
    pub width: f64,
    #[serde(default = "layout::height")]
    pub height: f64,
    /// Not among the tabs that a reader sees. Pages to be drilled to and tooltips never are.
    #[serde(default)]
    pub hidden: bool,
    /// Shown in place of the tooltips of the visuals that name it.
    #[serde(default)]
    pub tooltip: bool,
    /// Columns of whose values one is drilled to, from any visual that shows them.
    #[serde(default)]
    pub drillthrough: Vec<Spanned<String>>,
    #[serde(default, rename = "visual")]
    pub visuals: Vec<VisualEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisualEntry {
    /// What its id is made of; without it the title, or the type.
    pub name: Option<String>,
    #[serde(rename = "type")]
    pub kind: Spanned<String>,
    /// A text, or a measure in brackets whose text it is.
    pub title: Option<Spanned<String>>,
    /// Column, row, width and height in cells of the grid.
    pub at: Option<[f64; 4]>,
    /// Left, top, width and height in pixels.
    pub position: Option<[f64; 4]>,
    /// The fields by role, such as `Y = ["[Revenue]"]`.
    #[serde(default)]
    pub fields: BTreeMap<String, Vec<Spanned<String>>>,
    /// Fields with `asc` or `desc` behind them.
    #[serde(default)]
    pub sort: Vec<Spanned<String>>,
    /// Shows only the first of a column.
    pub top: Option<Top>,
    /// Shows only these values of a column.
    #[serde(default)]
    pub only: Vec<Only>,
    /// Colours the background of the cells of a field by its value.
    pub heat: Option<Heat>,
    /// Formatting objects over those of the template: `object.property = value`.
    #[serde(default)]
    pub format: toml::Table,
    /// What a text box or a button says.
    pub text: Option<String>,
    /// Slicers of one name are one slicer, whatever page they stand on.
    pub sync: Option<String>,
    /// The page that is shown in place of its tooltips, by the name of its file.
    pub tooltip: Option<Spanned<String>>,
    /// The bookmark that a button applies.
    pub bookmark: Option<Spanned<String>>,
    /// Where it stands on a phone: column, row, width and height in cells of a grid that is six wide.
    pub mobile: Option<[f64; 4]>,
    /// There until a bookmark shows it.
    #[serde(default)]
    pub hidden: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Top {
    pub count: u32,
    pub of: Spanned<String>,
    pub by: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Only {
    pub field: Spanned<String>,
    pub values: Vec<toml::Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heat {
    pub field: Spanned<String>,
    #[serde(default = "Heat::low")]
    pub low: String,
    #[serde(default = "Heat::high")]
    pub high: String,
    /// The value that has the low colour, and all below it; without it the lowest that is shown.
    pub from: Option<f64>,
    /// The value that has the high colour, and all above it; without it the highest that is shown.
    pub to: Option<f64>,
}

impl Heat {
    fn low() -> String {
        "#F7FBFF".to_owned()
    }
    /// Light enough for black digits upon it.
    fn high() -> String {
        "#6BAED6".to_owned()
    }
}

/// A page file with where it was read from.
#[derive(Debug)]
pub struct Page {
    /// The file's name without `.toml`: what the ids are made of.
    pub key: String,
    pub file: PageFile,
    /// The file as the user knows it, and its text.
    shown: String,
    source: String,
}

impl Page {
    /// Where a stretch of the page file stands, in line and column: the file may be one that is only in the binary.
    pub fn place(&self, span: Range<usize>) -> Place {
        place(&self.shown, &self.source, span)
    }
    /// Whether it is among the tabs.
    pub fn is_tab(&self) -> bool {
        !self.file.hidden && !self.file.tooltip && self.file.drillthrough.is_empty()
    }
    /// The same in bytes, of the text that [`Self::file_and_text`] gives.
    pub fn bytes(&self, span: Range<usize>) -> Place {
        Place::bytes(self.file_and_text().0, span)
    }
    pub fn file_and_text(&self) -> (&str, &str) {
        (&self.shown, &self.source)
    }
}

/// A stretch of a file among the report's templates; `file` as the user knows it.
pub fn place(file: &str, source: &str, span: Range<usize>) -> Place {
    let mut tree = FileTree::new();
    tree.insert(file, source);
    let bytes = Place::bytes(file, span);
    match bytes.line_and_column(&tree) {
        (Some(line), column) => Place { file: file.to_owned(), at: At::Line { line, column } },
        _ => Place::file(file),
    }
}

fn path(key: &str) -> String {
    format!("pages/{key}.toml")
}

impl VisualEntry {
    /// What it is called and what its id is made of: its name, its title or its type, whichever is there first.
    pub fn name(&self) -> &str {
        self.name.as_ref().or(self.title.as_ref().map(Spanned::get_ref)).unwrap_or(self.kind.get_ref())
    }
}

/// The pages of the report in their order. What is wrong with a file goes to `faults`.
pub fn read_all(templates: &Templates, wanted: &[String], faults: &mut Vec<Diagnostic>) -> Vec<Page> {
    let keys: Vec<&str> = templates.names("pages/", ".toml").collect();
    for name in wanted.iter().filter(|name| !keys.contains(&name.as_str())) {
        let diagnostic = Diagnostic::new(&PAGE_FILE, format!("`pages` in `[report]` names `{name}`, which is no page"))
            .help(format!("a page is a file such as `{}`", templates.missing(&path(name))));
        faults.push(diagnostic.did_you_mean(name, keys.iter().copied()));
    }
    let mut pages = Vec::new();
    for key in keys {
        let at = wanted.iter().position(|name| name == key);
        if at.is_none() && !wanted.is_empty() {
            continue;
        }
        match read(key, templates.shown(&path(key)), templates.text(&path(key)).unwrap_or_default()) {
            Ok(page) => pages.push((at.unwrap_or_default(), page)),
            Err(fault) => faults.push(fault),
        }
    }
    pages.sort_by(|(a, one), (b, other)| (a, one.file.order, &one.key).cmp(&(b, other.file.order, &other.key)));
    let pages: Vec<Page> = pages.into_iter().map(|(_, page)| page).collect();
    if pages.is_empty() && faults.is_empty() {
        faults.push(Diagnostic::new(&PAGE_FILE, "the report has no pages"));
    }
    pages
}

fn read(key: &str, shown: String, text: &str) -> Result<Page, Diagnostic> {
    match toml::from_str(text) {
        Ok(file) => Ok(Page { key: key.to_owned(), file, shown, source: text.to_owned() }),
        Err(error) => {
            let place = place(&shown, text, error.span().unwrap_or_default());
            Err(Diagnostic::new(&PAGE_FILE, error.message().replace('\n', " ")).at(place, "here"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn templates(files: &[(&str, &str)]) -> Templates {
        let mut tree = FileTree::new();
        for (path, text) in files {
            tree.insert(format!("report/{path}"), *text);
        }
        Templates::new(&tree).expect("templates")
    }

    #[test]
    fn a_key_that_page_files_do_not_have_is_placed() {
        let templates =
            templates(&[("pages/mine.toml", "title = \"Mine\"\n[[visual]]\ntype = \"slicer\"\ntitel = 1\n")]);
        let mut faults = Vec::new();
        read_all(&templates, &["mine".to_owned()], &mut faults);
        assert!(faults[0].message.contains("unknown field `titel`"), "{}", faults[0].message);
        assert_eq!(faults[0].place(), Some(&Place::line_column("model-templates/report/pages/mine.toml", 4, 1)));
    }

    #[test]
    fn the_configured_order_wins_over_the_files_own() {
        let templates = templates(&[]);
        let mut faults = Vec::new();
        let keys = |wanted: &[&str], faults: &mut Vec<Diagnostic>| -> Vec<String> {
            let wanted: Vec<String> = wanted.iter().map(|name| (*name).to_owned()).collect();
            read_all(&templates, &wanted, faults).into_iter().map(|page| page.key).collect()
        };
        let all = keys(&[], &mut faults);
        assert_eq!(all[..4], ["overview", "customers", "segments", "whales"]);
        assert_eq!(keys(&["cohorts", "overview"], &mut faults), ["cohorts", "overview"]);
        assert!(faults.is_empty());
        keys(&["overwiev"], &mut faults);
        assert_eq!(faults[0].help[1], "did you mean `overview`?");
    }
}
