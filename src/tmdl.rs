//! TMDL: text to tree to model, and back.
//!
//! [`parse()`] never fails: it gives a tree over the text it was given, byte for byte, and what is wrong with it.
//! [`lower()`] turns the trees of a folder into a [`Model`](crate::model::Model) and keeps beside it where everything
//! stands; [`print()`] writes a model in the layout Power BI Desktop writes.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

use std::ops::Range;

use crate::diag::{Code, Diagnostic, Fix, Place};

pub mod bim;
pub mod column_reference;
pub mod conflict;
pub mod declaration;
pub mod expression;
pub mod format;
pub mod lines;
pub mod lower;
pub mod merge;
pub mod origins;
pub mod parse;
pub mod print;
pub mod vocabulary;

pub use bim::bim;
pub use lines::line_end;
pub use lower::{Lowered, lower};
pub use origins::{Origin, Origins};
pub use parse::parse;
pub use print::print;

pub type Span = Range<usize>;

/// One file: its text, whole, and the tree over it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    text: String,
    /// What stands at the left edge: tables, roles, `ref`s, …
    pub objects: Vec<Object>,
    pub errors: Vec<SyntaxError>,
}

/// `measure 'Total Sales' = SUM(Sales[Revenue])` with everything indented below it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object {
    /// As written: `measure`.
    pub kind: String,
    pub kind_span: Span,
    /// `ref table X`: says where in the order it comes, not what it is.
    pub is_ref: bool,
    pub name: Option<Name>,
    /// The default property: what stands after the equals sign.
    pub default: Option<Expression>,
    pub description: Option<Description>,
    pub properties: Vec<Property>,
    pub children: Vec<Object>,
    /// From the keyword to the end of the last line that belongs to it.
    pub span: Span,
}

/// A name without its quotes; the span includes them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    pub text: String,
    pub span: Span,
}

/// The `///` lines above an object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description {
    pub text: String,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    pub name: Name,
    pub value: Value,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A bare name: true.
    Flag,
    /// After a colon; quotes that embrace the whole are taken off, the span includes them.
    Text(Name),
    Expression(Expression),
}

/// DAX, M or JSON after an equals sign, with the indentation of the file taken off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expression {
    pub text: String,
    /// In the file, from its first to its last character; empty where there is none.
    pub span: Span,
    pub form: Form,
    /// Where each line of `text` begins.
    pub line_starts: Vec<LineStart>,
}

/// Where a line of an expression begins, in its text and in the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineStart {
    pub text: usize,
    pub file: usize,
}

impl LineStart {
    /// Where in the file the byte at `offset` of the text stands.
    pub fn file_offset(starts: &[LineStart], offset: usize) -> Option<usize> {
        let line = starts.partition_point(|start| start.text <= offset).checked_sub(1)?;
        starts.get(line).map(|start| start.file + (offset - start.text))
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    #[default]
    Inline,
    /// On the lines below, indented deeper.
    Block,
    /// Between two lines of three back-ticks.
    Fenced,
}

/// A diagnostic that does not know its file yet.
#[derive(Clone, Debug, PartialEq)]
pub struct SyntaxError {
    pub code: &'static Code,
    pub span: Span,
    pub message: String,
    pub label: String,
    pub help: Option<String>,
    /// A title and edits that mend it.
    pub fix: Option<(String, Vec<(Span, String)>)>,
}

impl Document {
    /// What was parsed, byte for byte.
    pub fn text(&self) -> &str {
        &self.text
    }
    /// The errors as diagnostics about `file`.
    pub fn diagnostics(&self, file: &str) -> Vec<Diagnostic> {
        self.errors.iter().map(|error| error.diagnostic(file)).collect()
    }
}

impl Expression {
    /// Where in the file the byte at `offset` of the text stands.
    pub fn file_offset(&self, offset: usize) -> usize {
        LineStart::file_offset(&self.line_starts, offset.min(self.text.len())).unwrap_or(self.span.start)
    }
}

impl SyntaxError {
    fn new(code: &'static Code, span: Span, message: impl Into<String>) -> Self {
        Self { code, span, message: message.into(), label: String::new(), help: None, fix: None }
    }
    fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }
    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
    fn fix(mut self, title: impl Into<String>, edits: Vec<(Span, String)>) -> Self {
        self.fix = Some((title.into(), edits));
        self
    }

    pub fn diagnostic(&self, file: &str) -> Diagnostic {
        let mut diagnostic =
            Diagnostic::new(self.code, &self.message).at(Place::bytes(file, self.span.clone()), &self.label);
        diagnostic.help.extend(self.help.clone());
        if let Some((title, edits)) = &self.fix {
            diagnostic = diagnostic.fix(Fix { title: title.clone(), file: file.to_owned(), edits: edits.clone() });
        }
        diagnostic
    }
}

/// Every code of this module.
pub const CODES: &[&Code] = &[
    &lines::BYTE_ORDER_MARK,
    &lines::MIXED_INDENTATION,
    &parse::UNEXPECTED_INDENTATION,
    &parse::TOO_DEEP,
    &parse::STRAY_DESCRIPTION,
    &parse::PROPERTY_OUTSIDE_OBJECT,
    &parse::PROPERTY_AFTER_OBJECT,
    &parse::MALFORMED_TEXT,
    &declaration::NOT_A_DECLARATION,
    &declaration::COMMENT,
    &declaration::UNQUOTED_NAME,
    &declaration::UNCLOSED_QUOTE,
    &declaration::TEXT_AFTER_NAME,
    &declaration::CONTROL_CHARACTER,
    &conflict::MERGE_CONFLICT,
    &expression::UNCLOSED_FENCE,
    &expression::CONTINUED_EXPRESSION,
    &expression::SWALLOWED_PROPERTY,
    &expression::OUTDENTED_EXPRESSION,
    &expression::EMPTY_EXPRESSION,
    &merge::UNKNOWN_OBJECT,
    &merge::MISSING_NAME,
    &merge::SUPERFLUOUS_NAME,
    &merge::UNWANTED_VALUE,
    &merge::DUPLICATE_PROPERTY,
    &merge::DUPLICATE_OBJECT,
    &merge::INDENTED_REF,
    &merge::UNDESCRIBED_KIND,
    &lower::UNKNOWN_PROPERTY,
    &lower::WRONG_SIGN,
    &lower::NOT_A_BOOLEAN,
    &lower::NOT_A_NUMBER,
    &lower::NOT_A_REFERENCE,
    &lower::UNKNOWN_VALUE,
];
