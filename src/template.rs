//! Templates of files that are no part of the Power BI project: those in the binary, and a project's own laid over
//! them.
//!
//! Handlebars in strict mode, without escaping: a value goes in through the helper of the language it goes into, such
//! as `{{html name}}`, and only through it.

use std::collections::BTreeMap;

use handlebars::{Context, Handlebars, Helper, HelperResult, Output, RenderContext, RenderErrorReason};
use serde_json::Value;

use crate::diag::{Diagnostic, Place};
use crate::file_tree::FileTree;
use crate::generate::templates::{Source, UNKNOWN_TEMPLATE, UNREADABLE_TEMPLATE};

/// What a value becomes in a language.
pub type Quote = fn(&str) -> String;

pub struct Templates {
    files: BTreeMap<String, Source>,
    handlebars: Handlebars<'static>,
}

impl Templates {
    /// The templates of one folder below `model-templates/`; `own` are the project's, whose folder is called `place`.
    pub fn new(
        folder: &str,
        embedded: &[(&str, &str)],
        helpers: &[(&'static str, Quote)],
        (place, own): (&str, &FileTree),
    ) -> Result<(Self, Vec<Diagnostic>), Vec<Diagnostic>> {
        let (mut faults, mut warnings) = (Vec::new(), Vec::new());
        let source = |place: String, text: &str| Source { place, text: text.to_owned() };
        let mut files: BTreeMap<String, Source> = embedded
            .iter()
            .map(|(name, text)| ((*name).to_owned(), source(format!("model-templates/{folder}/{name}"), text)))
            .collect();
        for (path, _) in own.below(folder) {
            let name = path[folder.len()..].trim_start_matches('/');
            let place = format!("{}/{path}", place.trim_end_matches('/'));
            match own.text(path) {
                None => faults.push(
                    Diagnostic::new(&UNREADABLE_TEMPLATE, format!("`{path}` is not text in UTF-8"))
                        .at(Place::file(place), "not UTF-8"),
                ),
                Some(_) if !files.contains_key(name) => warnings.push(
                    Diagnostic::new(&UNKNOWN_TEMPLATE, format!("`{path}` is not a template"))
                        .at(Place::file(place), "this file does nothing")
                        .did_you_mean(name, files.keys().map(String::as_str)),
                ),
                Some(text) => {
                    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
                    drop(files.insert(name.to_owned(), source(place, &text)));
                }
            }
        }
        let mut handlebars = Handlebars::new();
        handlebars.set_strict_mode(true);
        handlebars.register_escape_fn(handlebars::no_escape);
        for (name, quote) in helpers {
            handlebars.register_helper(name, helper(name, *quote));
        }
        if faults.is_empty() { Ok((Self { files, handlebars }, warnings)) } else { Err(faults) }
    }

    /// A file that is taken as it stands.
    pub fn text(&self, name: &str) -> &str {
        self.files.get(name).map_or("", |source| source.text.as_str())
    }

    pub fn render(&self, name: &str, context: &Value) -> Result<String, Diagnostic> {
        let missing = || Source { place: name.to_owned(), text: String::new() };
        let source = self.files.get(name).cloned().unwrap_or_else(missing);
        self.handlebars
            .render_template(&source.text, context)
            .map_err(|error| crate::generate::template_fault(&source, &error))
    }
}

fn helper(name: &'static str, quote: Quote) -> Box<dyn handlebars::HelperDef + Send + Sync> {
    Box::new(
        move |helper: &Helper,
              _: &Handlebars,
              _: &Context,
              _: &mut RenderContext,
              out: &mut dyn Output|
              -> HelperResult {
            let parameter = helper.param(0).ok_or(RenderErrorReason::ParamNotFoundForIndex(name, 0))?;
            if parameter.is_value_missing() {
                return Err(RenderErrorReason::MissingVariable(parameter.relative_path().cloned()).into());
            }
            let text = match parameter.value() {
                Value::String(text) => text.clone(),
                Value::Null => String::new(),
                value => value.to_string(),
            };
            out.write(&quote(&text))?;
            Ok(())
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn with(own: &[(&str, &str)]) -> (Templates, Vec<Diagnostic>) {
        let mut tree = FileTree::new();
        own.iter().for_each(|(path, text)| tree.insert(*path, *text));
        let helpers: &[(&str, Quote)] = &[("loud", |text: &str| text.to_uppercase())];
        Templates::new("docs", &[("a.md.hbs", "a {{loud name}}")], helpers, ("mine/", &tree)).expect("templates")
    }

    #[test]
    fn a_value_goes_in_through_its_helper_and_a_file_of_the_users_over_ours() {
        let context = json!({ "name": "x" });
        assert_eq!(with(&[]).0.render("a.md.hbs", &context), Ok("a X".to_owned()));
        assert_eq!(
            with(&[("docs/a.md.hbs", "\u{feff}b\r\n{{loud name}}")]).0.render("a.md.hbs", &context),
            Ok("b\nX".to_owned())
        );
    }

    #[test]
    fn what_is_wrong_with_a_template_is_told_with_its_place() {
        let (templates, warnings) = with(&[("docs/a.md.hbs", "{{loud nane}}"), ("docs/b.md.hbs", "")]);
        assert_eq!(warnings.iter().map(|one| one.code.id).collect::<Vec<_>>(), ["MD110"]);
        let fault = templates.render("a.md.hbs", &json!({ "name": "x" })).expect_err("an unknown name");
        assert_eq!(fault.place().map(|place| place.file.as_str()), Some("mine/docs/a.md.hbs"));
    }
}
