//! The report's templates: embedded in the binary, each replaceable by a file of the user's own.
//!
//! A template is a JSON file as Desktop saves it, with `{{json …}}` where a value goes in: the helper prints any
//! value as JSON, quotes and all, so that no title can break the file. There is no HTML escaping, and a name that
//! the context does not have is a fault (strict mode).

use std::collections::BTreeMap;

use handlebars::{Context, Handlebars, Helper, HelperResult, Output, RenderContext, RenderErrorReason};
use serde_json::Value;

use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::file_tree::FileTree;
use crate::generate::templates::Source;
use crate::pbir::json;

/// Where a user finds those in the binary.
const FOLDER: &str = "model-templates";

macro_rules! embedded {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../../model-templates/report/", $path)))),*]
    };
}

const EMBEDDED: &[(&str, &str)] = embedded![
    "bookmarks.toml",
    "definition.pbir.hbs",
    "page.json.hbs",
    "pages.json.hbs",
    "pages/basket.toml",
    "pages/churn.toml",
    "pages/cohorts.toml",
    "pages/customer.toml",
    "pages/customers.toml",
    "pages/overview.toml",
    "pages/products.toml",
    "pages/quality.toml",
    "pages/segments.toml",
    "pages/tooltip.toml",
    "pages/whales.toml",
    "platform.json.hbs",
    "report.json.hbs",
    "theme.json",
    "version.json.hbs",
    "visuals/areaChart.json.hbs",
    "visuals/backButton.json.hbs",
    "visuals/bookmarkButton.json.hbs",
    "visuals/cardVisual.json.hbs",
    "visuals/clearButton.json.hbs",
    "visuals/clusteredBarChart.json.hbs",
    "visuals/clusteredColumnChart.json.hbs",
    "visuals/columnChart.json.hbs",
    "visuals/donutChart.json.hbs",
    "visuals/lineChart.json.hbs",
    "visuals/lineClusteredColumnComboChart.json.hbs",
    "visuals/pageNavigator.json.hbs",
    "visuals/pivotTable.json.hbs",
    "visuals/scatterChart.json.hbs",
    "visuals/slicer.json.hbs",
    "visuals/tableEx.json.hbs",
    "visuals/textbox.json.hbs",
    "visuals/treemap.json.hbs",
];

pub const TEMPLATE: Code = Code {
    id: "PB032",
    name: "broken-report-template",
    severity: Severity::Error,
    explanation: "\
A template of the report cannot be rendered: it is not a Handlebars template, it uses a name that pbiforge does not
give it, it is missing, or what comes out of it is not JSON. Values must go in through the `json` helper, which
writes the quotes itself.

Wrong:  \"name\": \"{{name}}\"
Right:  \"name\": {{json name}}
",
};

pub const UNKNOWN_TEMPLATE: Code = Code {
    id: "PB033",
    name: "unknown-visual-type",
    severity: Severity::Error,
    explanation: "\
A page file asks for a type of visual that has no template. The name is the one that Power BI uses in a saved
`visual.json` (`visualType`), and the template is `report/visuals/<type>.json.hbs` in the folder of your templates:
save such a visual in Power BI Desktop, copy its `visual.json` there, and replace its name, position, query and title
by `{{json name}}`, `{{json position}}`, `{{json query}}` and `{{json container}}`.

Wrong:  type = \"lineGraph\"
Right:  type = \"lineChart\"
",
};

/// A project's own templates, by their path below `model-templates/`, and what the user calls their folder.
#[derive(Clone, Copy, Debug)]
pub struct Own<'a> {
    pub folder: &'a str,
    pub files: &'a FileTree,
}

impl<'a> From<&'a FileTree> for Own<'a> {
    fn from(files: &'a FileTree) -> Self {
        Self { folder: FOLDER, files }
    }
}

pub struct Templates {
    files: BTreeMap<String, Source>,
    registry: Handlebars<'static>,
    /// Where the user's own are.
    folder: String,
}

impl Templates {
    /// The embedded files with the user's own over them.
    pub fn new<'a>(own: impl Into<Own<'a>>) -> Result<Self, Vec<Diagnostic>> {
        let Own { folder, files: overrides } = own.into();
        let folder = folder.trim_end_matches('/').to_owned();
        let source =
            |folder: &str, path: &str, text: &str| Source { place: place(folder, path), text: text.to_owned() };
        let mut files: BTreeMap<String, Source> =
            EMBEDDED.iter().map(|(path, text)| ((*path).to_owned(), source(FOLDER, path, text))).collect();
        let mut faults = Vec::new();
        for (path, bytes) in overrides.below("report") {
            let path = path.trim_start_matches("report/");
            match std::str::from_utf8(bytes) {
                // A byte order mark and CRLF are the editor's; the output is the same without.
                Ok(text) => {
                    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
                    drop(files.insert(path.to_owned(), source(&folder, path, &text)));
                }
                Err(_) if is_text(path) => {
                    let place = Place::file(place(&folder, path));
                    faults.push(Diagnostic::new(&TEMPLATE, "the template is not UTF-8 text").at(place, ""));
                }
                Err(_) => {}
            }
        }
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        registry.register_escape_fn(handlebars::no_escape);
        registry.register_helper("json", Box::new(write_json));
        for (path, source) in files.iter().filter(|(path, _)| path.ends_with(".hbs")) {
            if let Err(error) = registry.register_template_string(path, &source.text) {
                let place = match error.pos() {
                    Some((line, column)) => Place::line_column(source.place.as_str(), line, column),
                    None => Place::file(source.place.as_str()),
                };
                let message = format!("not a template: {}", error.reason());
                faults.push(Diagnostic::new(&TEMPLATE, message.to_lowercase()).at(place, ""));
            }
        }
        if faults.is_empty() { Ok(Self { files, registry, folder }) } else { Err(faults) }
    }

    /// The path as the user knows it.
    pub fn shown(&self, path: &str) -> String {
        self.files.get(path).map_or_else(|| self.missing(path), |source| source.place.clone())
    }

    /// Where a user puts a file that is not there.
    pub fn missing(&self, path: &str) -> String {
        place(&self.folder, path)
    }

    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(|source| source.text.as_str())
    }

    /// The names of the files in `folder` without `ending`.
    pub fn names<'a>(&'a self, folder: &'a str, ending: &'a str) -> impl Iterator<Item = &'a str> {
        let inside = move |path: &'a String| path.strip_prefix(folder)?.strip_suffix(ending);
        self.files.keys().filter_map(inside).filter(|name| !name.contains('/'))
    }

    pub fn render(&self, path: &str, context: &Value) -> Result<Value, Diagnostic> {
        let text = self.registry.render(path, context).map_err(|error| {
            let place = match (error.line_no, error.column_no) {
                (Some(line), Some(column)) => Place::line_column(self.shown(path), line, column),
                _ => Place::file(self.shown(path)),
            };
            let message = match error.reason() {
                RenderErrorReason::MissingVariable(Some(name)) => format!("nothing is called `{name}` here"),
                RenderErrorReason::TemplateNotFound(_) => "there is no such template".to_owned(),
                reason => format!("the template cannot be rendered: {reason}"),
            };
            let diagnostic = Diagnostic::new(&TEMPLATE, message).at(place, "");
            let names = context.as_object().into_iter().flatten().map(|(name, _)| format!("`{name}`"));
            diagnostic.help(format!("a template may use {}", names.collect::<Vec<_>>().join(", ")))
        })?;
        self.parse(path, &text, "what the template makes is not JSON")
    }

    /// A file that is JSON as it stands.
    pub fn json(&self, path: &str) -> Result<Value, Diagnostic> {
        let Some(text) = self.text(path) else {
            return Err(Diagnostic::new(&TEMPLATE, format!("`{path}` is not among the report's templates"))
                .at(Place::file(self.missing(path)), "")
                .help(format!("`theme` in `[report]` names a file in `{}`", self.missing("")))
                .did_you_mean(path, self.files.keys().map(String::as_str).filter(|name| !name.contains('/'))));
        };
        self.parse(path, text, "not JSON")
    }

    fn parse(&self, path: &str, text: &str, message: &str) -> Result<Value, Diagnostic> {
        serde_json::from_str(text).map_err(|error| {
            let reason = json::parse(text).err().map_or_else(|| error.to_string(), |fault| fault.message);
            let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default().trim();
            Diagnostic::new(&TEMPLATE, format!("{message}: {reason}"))
                .at(Place::file(self.shown(path)), "")
                .note(format!("the fault is in `{line}`"))
                .help("write values as `{{json name}}`, without quotes around them")
        })
    }
}

fn place(folder: &str, path: &str) -> String {
    format!("{folder}/report/{path}")
}

fn is_text(path: &str) -> bool {
    [".hbs", ".toml", ".json"].iter().any(|ending| path.ends_with(ending))
}

fn write_json(
    helper: &Helper,
    _: &Handlebars,
    _: &Context,
    _: &mut RenderContext,
    out: &mut dyn Output,
) -> HelperResult {
    let parameter = helper.param(0).ok_or(RenderErrorReason::ParamNotFoundForIndex("json", 0))?;
    if parameter.is_value_missing() {
        return Err(RenderErrorReason::MissingVariable(parameter.relative_path().cloned()).into());
    }
    out.write(&parameter.value().to_string())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn with(path: &str, text: &str) -> Result<Templates, Vec<Diagnostic>> {
        let mut overrides = FileTree::new();
        overrides.insert(path, text);
        Templates::new(&overrides)
    }

    #[test]
    fn a_value_with_quotes_stays_one_value() {
        let templates = with("report/page.json.hbs", "{\"a\": {{json title}}}").expect("a template");
        let rendered = templates.render("page.json.hbs", &json!({"title": "a \"b\" \\ {{c}} <d>\n"}));
        assert_eq!(rendered.expect("JSON"), json!({"a": "a \"b\" \\ {{c}} <d>\n"}));
    }

    #[test]
    fn an_unknown_name_and_a_broken_result_are_placed_in_the_template() {
        let templates = with("report/page.json.hbs", "{\"a\": {{json titel}}}").expect("a template");
        let fault = templates.render("page.json.hbs", &json!({"title": "x"})).expect_err("a fault");
        assert_eq!(fault.message, "nothing is called `titel` here");
        assert_eq!(fault.help, ["a template may use `title`"]);
        assert_eq!(fault.place().expect("a place").file, "model-templates/report/page.json.hbs");

        let templates = with("report/page.json.hbs", "{\"a\": {{title}}}").expect("a template");
        let fault = templates.render("page.json.hbs", &json!({"title": "x"})).expect_err("a fault");
        assert!(fault.message.starts_with("what the template makes is not JSON: expected a value"));

        assert!(with("report/page.json.hbs", "{{#if").is_err());
    }

    #[test]
    fn every_template_of_the_folder_is_embedded() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/model-templates/report");
        let tree = crate::file_tree::disk::read(folder.as_ref(), &|_| true).expect("the folder");
        assert_eq!(tree.paths().collect::<Vec<_>>(), EMBEDDED.iter().map(|(path, _)| *path).collect::<Vec<_>>());
    }
}
