//! Templates to text. A template decides nothing: the helpers quote and no more.

use handlebars::{Handlebars, RenderErrorReason, handlebars_helper};
use serde::Serialize;

use super::templates::Source;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::name;

pub const TEMPLATE_FAULT: Code = Code {
    id: "MD112",
    name: "template-fault",
    severity: Severity::Error,
    explanation: "A template cannot be rendered: it is not well-formed Handlebars, or names a value or a helper that \
                  does not exist. The helpers are `tmdl_name`, `tmdl_text`, `tmdl_column TABLE COLUMN`, `dax_table`, \
                  `dax_name`, `dax_column TABLE COLUMN`, `dax_text`, `m_text`, `m_name`, `m_field`, `tmdl_lines TABS \
                  TEXT` and `json`. The documentation has `html`, `md`, `cell_code`, `dax` and `mermaid`, the files \
                  of a schedule `sh`, `sh_comment`, `yaml`, `xml`, `systemd`, `crontab`, `cmd` and `python`.",
};

handlebars_helper!(tmdl_name: |text: str| name::tmdl_name(text));
handlebars_helper!(tmdl_text: |text: str| name::tmdl_text(text));
handlebars_helper!(tmdl_column: |table: str, column: str| name::tmdl_column(table, column));
handlebars_helper!(dax_table: |text: str| name::dax_table(text));
handlebars_helper!(dax_name: |text: str| name::dax_name(text));
handlebars_helper!(dax_column: |table: str, column: str| name::dax_column(table, column));
handlebars_helper!(dax_text: |text: str| name::dax_text(text));
handlebars_helper!(m_text: |text: str| name::m_text(text));
handlebars_helper!(m_name: |text: str| name::m_name(text));
handlebars_helper!(m_field: |text: str| name::m_field(text));
handlebars_helper!(tmdl_lines: |tabs: usize, text: str| lines(tabs, text));
handlebars_helper!(json: |text: str| serde_json::Value::from(text).to_string());

pub(crate) struct Renderer(Handlebars<'static>);

impl Renderer {
    pub(crate) fn new() -> Self {
        let mut handlebars = Handlebars::new();
        handlebars.set_strict_mode(true);
        handlebars.register_escape_fn(handlebars::no_escape);
        handlebars.register_helper("tmdl_name", Box::new(tmdl_name));
        handlebars.register_helper("tmdl_text", Box::new(tmdl_text));
        handlebars.register_helper("tmdl_column", Box::new(tmdl_column));
        handlebars.register_helper("dax_table", Box::new(dax_table));
        handlebars.register_helper("dax_name", Box::new(dax_name));
        handlebars.register_helper("dax_column", Box::new(dax_column));
        handlebars.register_helper("dax_text", Box::new(dax_text));
        handlebars.register_helper("m_text", Box::new(m_text));
        handlebars.register_helper("m_name", Box::new(m_name));
        handlebars.register_helper("m_field", Box::new(m_field));
        handlebars.register_helper("tmdl_lines", Box::new(tmdl_lines));
        handlebars.register_helper("json", Box::new(json));
        Self(handlebars)
    }

    pub(crate) fn render(&self, template: &Source, context: &impl Serialize) -> Result<String, Diagnostic> {
        self.0.render_template(&template.text, context).map_err(|error| fault(template, &error))
    }
}

/// A text of several lines as the body of an expression of TMDL, which tells its end by the indentation.
fn lines(tabs: usize, text: &str) -> String {
    let indentation = "\t".repeat(tabs);
    let lines = text.trim_end().lines().map(|line| format!("{indentation}{line}"));
    lines.collect::<Vec<_>>().join("\n")
}

impl Default for Renderer {
    fn default() -> Self {
        Self::new()
    }
}

pub fn fault(template: &Source, error: &handlebars::RenderError) -> Diagnostic {
    let (line, column, text) = match error.reason() {
        RenderErrorReason::TemplateError(error) => {
            let (line, column) = error.pos().unzip();
            (line, column, error.reason().to_string())
        }
        RenderErrorReason::MissingVariable(Some(name)) => {
            (error.line_no, error.column_no, format!("there is no value `{name}` here"))
        }
        reason => (error.line_no, error.column_no, reason.to_string()),
    };
    let place = match (line, column) {
        (Some(line), Some(column)) => Place::line_column(&template.place, line, column),
        (Some(line), None) => Place::line(&template.place, line),
        (None, _) => Place::file(&template.place),
    };
    let diagnostic = Diagnostic::new(&TEMPLATE_FAULT, "this template cannot be rendered");
    diagnostic.at(place, text.trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::At;
    use serde_json::json;

    fn render(text: &str) -> Result<String, Diagnostic> {
        let source = Source { place: "t.hbs".to_owned(), text: text.to_owned() };
        Renderer::new().render(&source, &json!({ "name": "O'Brien \"North\" & <Co>]", "list": [1] }))
    }

    #[test]
    fn helpers_quote_and_nothing_is_escaped_as_html() {
        assert_eq!(render("{{name}}"), Ok("O'Brien \"North\" & <Co>]".to_owned()));
        assert_eq!(render("{{tmdl_name name}}"), Ok("'O''Brien \"North\" & <Co>]'".to_owned()));
        assert_eq!(render("{{json name}}"), Ok("\"O'Brien \\\"North\\\" & <Co>]\"".to_owned()));
    }

    #[test]
    fn an_expression_keeps_its_own_indentation_below_that_of_the_object() {
        assert_eq!(lines(2, "let\n    x = 1\nin\n    x\n"), "\t\tlet\n\t\t    x = 1\n\t\tin\n\t\t    x");
        assert_eq!(render("{{tmdl_lines 1 name}}"), Ok("\tO'Brien \"North\" & <Co>]".to_owned()));
    }

    #[test]
    fn a_broken_template_is_placed() {
        let line = |text: &str| match render(text).expect_err("it is broken").place().map(|place| place.at.clone()) {
            Some(At::Line { line, .. }) => line,
            other => panic!("not placed on a line: {other:?}"),
        };
        assert_eq!(line("a\n{{nam}}"), 2);
        assert_eq!(line("a\nb\n{{#if name}}"), 3);
        assert_eq!(line("a\n{{shout name}}"), 2);
        assert_eq!(line("{{tmdl_name list}}"), 1);
    }
}
