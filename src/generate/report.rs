//! The report: page files and templates resolved against the model, printed as PBIR.
//!
//! A page file (`model-templates/report/pages/*.toml`) lists its visuals and the fields they show; each visual is
//! printed by the template of its type (`visuals/<type>.json.hbs`). What the model does not have, a page cannot
//! show: every unknown field is a diagnostic in the page file, and then there is no report.

use serde_json::{Value, json};
use uuid::Uuid;

pub use self::templates::Own;
use crate::diag::{self, Code, Diagnostic, Severity};
use crate::file_tree::FileTree;
use crate::model::Model;

mod bookmarks;
pub mod field;
mod filter;
mod format;
mod ids;
mod layout;
mod links;
mod page;
mod page_file;
mod print;
mod query;
mod templates;
mod visual;
mod written;

pub use page_file::PAGE_FILE;
pub use templates::{TEMPLATE, UNKNOWN_TEMPLATE};
pub use written::{Written, written};

pub const REPORT_NAME: Code = Code {
    id: "PB034",
    name: "report-name",
    severity: Severity::Error,
    explanation: "\
The report and the semantic model are named after their folders, so their names may not be empty, may not start or end
with a space, may not end with a dot, and may not have a control character or one of / \\ : * ? \" < > |.

Wrong:  [report]
        name = \"Sales/North\"
Right:  [report]
        name = \"Sales North\"
",
};

pub const CODES: &[&Code] = &[&REPORT_NAME, &PAGE_FILE, &field::FIELD_SYNTAX, &UNKNOWN_TEMPLATE, &TEMPLATE];

/// `[report]`: the generated report.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Name of the report and of its folder, `<name>.Report`; empty: that of the semantic model's folder. The project
    /// decides it, not the configuration.
    #[serde(skip)]
    pub name: String,
    /// Name of the semantic model's folder, `<name>.SemanticModel`; empty: the model's own name. The project
    /// decides it as well.
    #[serde(skip)]
    pub semantic_model: String,
    /// Theme file, beside the page files: `theme.json` in `model-templates/report/`.
    pub theme: String,
    /// Page files to include, in this order, without `.toml`; empty: every one, by its own `order`.
    pub pages: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self { name: String::new(), semantic_model: String::new(), theme: "theme.json".to_owned(), pages: Vec::new() }
    }
}

impl Options {
    fn semantic_model<'a>(&'a self, model: &'a Model) -> &'a str {
        if self.semantic_model.is_empty() { &model.name } else { &self.semantic_model }
    }
    fn name<'a>(&'a self, model: &'a Model) -> &'a str {
        if self.name.is_empty() { self.semantic_model(model) } else { &self.name }
    }
}

/// The theme that the report has, the user's own file before the built-in one.
pub fn theme(own: Own, options: &Options) -> Result<Value, Vec<Diagnostic>> {
    templates::Templates::new(own)?.json(&options.theme).map_err(|fault| vec![fault])
}

/// The report's files, below `<name>.Report/`. The user's own templates, such as
/// `report/pages/overview.toml`, replace the built-in ones and add to them.
pub fn report<'a>(model: &Model, own: impl Into<Own<'a>>, options: &Options) -> Result<FileTree, Vec<Diagnostic>> {
    let templates = templates::Templates::new(own)?;
    let mut faults: Vec<_> =
        [options.name(model), options.semantic_model(model)].into_iter().filter_map(misnamed).collect();
    let pages = page_file::read_all(&templates, &options.pages, &mut faults);
    let bookmarks = bookmarks::Bookmarks::read(&templates, &mut faults);
    faults.extend(bookmarks.misplaced(&templates.names("pages/", ".toml").collect::<Vec<_>>()));
    let known = visual::Known { pages: &pages, bookmarks: &bookmarks };
    let name = options.name(model);
    let mut files = Files { root: format!("{name}.Report"), tree: FileTree::new() };

    for page in &pages {
        let id = ids::page(&page.key);
        let visuals = visual::visuals(page, model, &templates, &known, &mut faults);
        let path = format!("definition/pages/{id}/page.json");
        let context = page::context(page, &id, model, &mut faults);
        faults.extend(files.template(&templates, "page.json.hbs", &path, &context));
        for visual in visuals {
            let folder = format!("definition/pages/{id}/visuals/{}", visual.id);
            files.json(&format!("{folder}/visual.json"), &visual.json);
            if let Some(mobile) = &visual.mobile {
                files.json(&format!("{folder}/mobile.json"), mobile);
            }
        }
    }
    for (path, json) in bookmarks.files(&pages, &mut faults) {
        files.json(&path, &json);
    }
    let context = context(name, options.semantic_model(model), &options.theme, &pages);
    for (template, path) in [
        ("platform.json.hbs", ".platform"),
        ("definition.pbir.hbs", "definition.pbir"),
        ("version.json.hbs", "definition/version.json"),
        ("report.json.hbs", "definition/report.json"),
        ("pages.json.hbs", "definition/pages/pages.json"),
    ] {
        faults.extend(files.template(&templates, template, path, &context));
    }
    match templates.json(&options.theme) {
        Ok(theme) => files.json(&format!("StaticResources/RegisteredResources/{}", options.theme), &theme),
        Err(fault) => faults.push(fault),
    }
    if faults.is_empty() {
        return Ok(files.tree);
    }
    diag::sort(&mut faults);
    Err(faults)
}

/// A name that no folder can have.
fn misnamed(name: &str) -> Option<Diagnostic> {
    let odd = |c: char| c.is_control() || r#"/\:*?"<>|"#.contains(c);
    let sound = !name.is_empty() && name.trim() == name && !name.ends_with('.') && !name.contains(odd);
    (!sound).then(|| {
        Diagnostic::new(&REPORT_NAME, format!("`{}` cannot be the name of a folder", name.escape_debug()))
            .help("set `name` and `semantic_model` in `[report]`")
    })
}

fn context(name: &str, semantic_model: &str, theme: &str, pages: &[page_file::Page]) -> Value {
    let ids: Vec<String> = pages.iter().map(|page| ids::page(&page.key)).collect();
    json!({
        "name": name,
        "logicalId": Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("pbiforge:report:{name}").as_bytes()).to_string(),
        "semanticModelPath": format!("../{semantic_model}.SemanticModel"),
        "theme": theme,
        "activePage": pages.iter().find(|page| page.is_tab()).or(pages.first()).map(|page| ids::page(&page.key)),
        "pageOrder": ids,
    })
}

struct Files {
    root: String,
    tree: FileTree,
}

impl Files {
    fn json(&mut self, path: &str, json: &Value) {
        self.tree.insert(format!("{}/{path}", self.root), print::print(json));
    }

    #[must_use]
    fn template(
        &mut self,
        templates: &templates::Templates,
        template: &str,
        path: &str,
        context: &Value,
    ) -> Option<Diagnostic> {
        match templates.render(template, context) {
            Ok(json) => {
                self.json(path, &json);
                None
            }
            Err(fault) => Some(fault),
        }
    }
}

#[cfg(test)]
mod tests;
