//! What a generated project is made of: the templates in the binary, and a project's own folder laid over them.

use std::collections::BTreeMap;

use super::report::Own;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::file_tree::FileTree;

pub const UNKNOWN_TEMPLATE: Code = Code {
    id: "MD110",
    name: "unknown-template",
    severity: Severity::Warning,
    explanation: "A file in the templates folder is none that pbiforge reads. Files with the name of a built-in \
                  template take its place; `.tmdl` files below `model/` are taken in beside the built-in ones; \
                  anything else does nothing.",
};

pub const UNREADABLE_TEMPLATE: Code = Code {
    id: "MD111",
    name: "unreadable-template",
    severity: Severity::Error,
    explanation: "A template is not text in UTF-8, so it cannot be rendered.",
};

macro_rules! embedded {
    ($($path:literal),+ $(,)?) => {
        const EMBEDDED: &[(&str, &str)] = &[$(($path, include_str!(concat!("../../model-templates/", $path)))),+];
    };
}

embedded![
    "deck/deck.toml",
    "model/names.toml",
    "model/database.tmdl.hbs",
    "model/model.tmdl.hbs",
    "model/relationships.tmdl.hbs",
    "model/table.tmdl.hbs",
    "model/cultures/de-DE.tmdl",
    "model/parquet/expressions.tmdl.hbs",
    "model/parquet/source.m.hbs",
    "model/sqlserver/expressions.tmdl.hbs",
    "model/sqlserver/source.m.hbs",
    "model/measures/basket.tmdl",
    "model/measures/customers.tmdl",
    "model/measures/data_quality.tmdl",
    "model/measures/products.tmdl",
    "model/measures/retention.tmdl",
    "model/measures/rfm.tmdl",
    "model/measures/sales.tmdl",
    "model/measures/time_intelligence.tmdl",
    "model/tables/basket_rules.tmdl",
    "model/tables/cohort_retention.tmdl",
    "model/tables/customer.tmdl",
    "model/tables/customer_month.tmdl",
    "model/tables/date.tmdl",
    "model/tables/product.tmdl",
    "model/tables/segment_profile.tmdl",
    "project/definition.pbism.hbs",
    "project/gitignore.hbs",
    "project/project.pbip.hbs",
    "project/semantic-model.platform.hbs",
];

/// Folders of templates that are no part of the project.
const OTHERS: &[&str] = &["docs/", "schedule/"];

/// Path below `model-templates/` to text.
#[derive(Clone, Debug)]
pub struct Templates {
    files: BTreeMap<String, Source>,
    /// A project's own files below `report/`: the report knows its templates itself.
    report: FileTree,
    /// What the user calls the folder of those.
    folder: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The file as the user knows it, for diagnostics.
    pub place: String,
    pub text: String,
}

impl Templates {
    /// The templates in the binary.
    pub fn embedded() -> Self {
        let source =
            |path: &str, text: &str| Source { place: format!("model-templates/{path}"), text: text.to_owned() };
        let files = EMBEDDED.iter().map(|(path, text)| ((*path).to_owned(), source(path, text))).collect();
        Self { files, report: FileTree::new(), folder: String::new() }
    }

    /// Lays a project's own templates over these: `folder` is what the user calls their place, `own` has the same
    /// paths as `model-templates/`.
    pub fn overlay(&mut self, folder: &str, own: &FileTree) -> Vec<Diagnostic> {
        folder.clone_into(&mut self.folder);
        let mut faults = Vec::new();
        for (path, bytes) in own.iter() {
            if path.starts_with("report/") {
                self.report.insert(path, bytes);
                continue;
            }
            // Other commands read those.
            if OTHERS.iter().any(|folder| path.starts_with(folder)) {
                continue;
            }
            let place = format!("{}/{path}", folder.trim_end_matches('/'));
            let Some(text) = own.text(path) else {
                let fault = Diagnostic::new(&UNREADABLE_TEMPLATE, format!("`{path}` is not text in UTF-8"));
                faults.push(fault.at(Place::file(place), "not UTF-8"));
                continue;
            };
            let is_authored = path.starts_with("model/") && path.ends_with(".tmdl");
            if !self.files.contains_key(path) && !is_authored {
                faults.push(self.unknown(path, place));
                continue;
            }
            self.files.insert(path.to_owned(), Source { place, text: text.trim_start_matches('\u{feff}').to_owned() });
        }
        faults
    }

    /// A project's own files below `report/`.
    pub fn report(&self) -> Own<'_> {
        Own { folder: &self.folder, files: &self.report }
    }

    pub fn get(&self, path: &str) -> Option<&Source> {
        self.files.get(path)
    }

    /// Every file below a folder (no slash at its end), by path.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a Source)> {
        let files = self.files.iter().map(|(path, source)| (path.as_str(), source));
        files.filter(move |(path, _)| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
    }

    /// The authored declarations: plain TMDL, taken in as it stands.
    pub(crate) fn authored(&self) -> impl Iterator<Item = &Source> {
        self.below("model").filter(|(path, _)| path.ends_with(".tmdl")).map(|(_, source)| source)
    }

    /// The built-in translations.
    pub(crate) fn translations(&self) -> impl Iterator<Item = &Source> {
        self.authored().filter(|source| source.is_translation())
    }

    fn unknown(&self, path: &str, place: String) -> Diagnostic {
        Diagnostic::new(&UNKNOWN_TEMPLATE, format!("`{path}` is not a template"))
            .at(Place::file(place), "this file does nothing")
            .did_you_mean(path, self.files.keys().map(String::as_str))
    }
}

impl Source {
    /// Whether it is a built-in translation, untouched.
    pub(crate) fn is_translation(&self) -> bool {
        EMBEDDED.iter().any(|(path, text)| path.starts_with("model/cultures/") && *text == self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_users_file_takes_the_place_of_the_one_it_is_named_like() {
        let mut templates = Templates::embedded();
        let mut own = FileTree::new();
        own.insert("model/measures/sales.tmdl", "\u{feff}table Sales\n");
        own.insert("model/measures/my own.tmdl", "table Sales\n");
        assert!(templates.overlay("templates/", &own).is_empty());
        let sales = templates.get("model/measures/sales.tmdl").expect("it is there");
        assert_eq!(
            (sales.place.as_str(), sales.text.as_str()),
            ("templates/model/measures/sales.tmdl", "table Sales\n")
        );
        assert_eq!(templates.authored().count(), Templates::embedded().authored().count() + 1);
    }

    #[test]
    fn a_file_that_does_nothing_is_told_with_its_nearest_namesake() {
        let mut templates = Templates::embedded();
        let mut own = FileTree::new();
        own.insert("model/tabel.tmdl.hbs", "");
        own.insert("model/names.toml", vec![0xff]);
        let faults = templates.overlay("mine", &own);
        assert_eq!(faults.iter().map(|fault| fault.code.id).collect::<Vec<_>>(), ["MD111", "MD110"]);
        assert_eq!(faults[1].help, ["did you mean `model/table.tmdl.hbs`?"]);
        assert_eq!(faults[1].place(), Some(&Place::file("mine/model/tabel.tmdl.hbs")));
    }

    #[test]
    fn every_file_of_the_folders_is_embedded() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("model-templates");
        let mut folders: Vec<_> = ["deck", "model", "project"].iter().map(|name| root.join(name)).collect();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("the folder is there") {
                let path = entry.expect("it can be listed").path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let path = path.strip_prefix(&root).expect("below the root").to_string_lossy().replace('\\', "/");
                assert!(EMBEDDED.iter().any(|(known, _)| *known == path), "`{path}` is not embedded");
            }
        }
    }
}
