//! MQ056: sections where an expression is wanted.

use super::Query;
use crate::check::context::Context;
use crate::diag::{Code, Diagnostic, Severity};
use crate::m::Document;

pub static SECTION_DOCUMENT: Code = Code {
    id: "MQ056",
    name: "m-section-document",
    severity: Severity::Error,
    explanation: "A query of a model is one expression. A section, which holds several with their names, is how Power \
Query keeps all queries of a file; here each stands by itself.

Wrong:
    expression Rate =
    <tab><tab>section Section1;
    <tab><tab>shared Rate = 1.2;
Right:
    expression Rate = 1.2",
};

pub fn check(context: &Context, queries: &[Query], found: &mut Vec<Diagnostic>) {
    for query in queries.iter().filter(|query| matches!(query.parsed.document, Document::Section(_))) {
        let text = query.parsed.text();
        let start = text.find("section").unwrap_or_default();
        let place = query.place(context, start..(start + "section".len()).min(text.len()));
        let fault = Diagnostic::new(&SECTION_DOCUMENT, "a section stands where one expression is wanted").at(place, "");
        found.push(fault.help("write the value of the query alone"));
    }
}
