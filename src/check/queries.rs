//! The M of a model: every place that holds it, read once, and the rules that look at it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::column_types;
use super::context::{Context, Lookup, path_in, table_path};
use super::refresh_policy;
use crate::diag::{Diagnostic, Label, Place, Severity};
use crate::m::{self, Ending, Parsed, Problem, Span};
use crate::model::{Model, PropertyValue, Table};
use crate::tmdl::origins::{DEFAULT, path};

pub mod calls;
pub mod circles;
pub mod no_table;
pub mod parameter_meta;
pub mod parameters;
pub mod section_document;
pub mod source_columns;

/// One M expression.
pub struct Query<'a> {
    /// What others call it: the name of a shared expression, or of the table that it fills.
    pub name: Option<&'a str>,
    /// The table that it is part of.
    pub table: Option<&'a Table>,
    pub parsed: Parsed,
    /// Where it stands: the path of the object and the property of it.
    pub path: String,
    pub property: &'static str,
}

impl Query<'_> {
    pub fn place(&self, context: &Context, span: Span) -> Place {
        context.origins.inside(&self.path, self.property, self.parsed.text(), span)
    }
}

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let queries = read(context.model);
    let named: Vec<(Option<&str>, &Parsed)> = queries.iter().map(|query| (query.name, &query.parsed)).collect();
    let endings = m::of_queries(&named);
    let loaded = loaded(&queries);
    let mut known: BTreeSet<&str> = names(context).collect();
    if refresh_policy::has_one(context.model) {
        // Their absence is a fault of the policy.
        known.extend(refresh_policy::BOUNDS);
    }
    // What many queries name and nobody has is one thing that is gone.
    let mut missed: BTreeMap<String, Missed> = BTreeMap::new();
    for ((query, ending), is_loaded) in queries.iter().zip(&endings).zip(&loaded) {
        if context.is_hurt(&query.path, query.property) {
            continue;
        }
        let syntax = query.parsed.problems.iter();
        found.extend(syntax.map(|problem| problem.diagnostic(|span| query.place(context, span))));
        for problem in problems(context, query, ending, &known) {
            let fault = problem.diagnostic(|span| query.place(context, span));
            let fault = if *is_loaded { fault } else { lowered(fault) };
            if problem.code == &m::scope::UNBOUND_NAME {
                missed.entry(fault.message.clone()).or_default().add(fault, found);
            } else {
                found.push(fault);
            }
        }
    }
    missed.into_values().for_each(|missed| missed.tell(found));
    circles::check(context, &queries, &loaded, found);
    calls::check(context, &queries, &loaded, found);
    parameter_meta::check(context, &queries, found);
    section_document::check(context, &queries, found);
    parameters::check(context, &queries, &loaded, found);
    source_columns::check(context, &queries, &endings, found);
    column_types::of_sources(context, &queries, &endings, found);
    no_table::check(context, &queries, &endings, found);
}

/// The places of one name that nothing has.
#[derive(Default)]
struct Missed {
    /// Where its finding is.
    first: Option<usize>,
    more: usize,
}

impl Missed {
    const MAX_LABELS: usize = 4;

    fn add(&mut self, fault: Diagnostic, found: &mut Vec<Diagnostic>) {
        let Some(first) = self.first.and_then(|at| found.get_mut(at)) else {
            self.first = Some(found.len());
            return found.push(fault);
        };
        // With what is said of a query that no refresh comes upon.
        if fault.severity > first.severity {
            (first.severity, first.notes) = (fault.severity, fault.notes);
        }
        match first.labels.len() < Self::MAX_LABELS {
            true => {
                let here = fault.labels.into_iter().next();
                first.labels.extend(here.map(|label| Label { text: "and here".to_owned(), ..label }));
            }
            false => self.more += 1,
        }
    }

    fn tell(self, found: &mut [Diagnostic]) {
        if let Some(first) = self.first.filter(|_| self.more > 0).and_then(|at| found.get_mut(at)) {
            let more = if self.more == 1 {
                "one more place names".to_owned()
            } else {
                format!("{} more places name", self.more)
            };
            first.notes.push(format!("{more} it"));
        }
    }
}

/// Whether a refresh asks for each: it fills a table, or one that does builds on it.
fn loaded(queries: &[Query]) -> Vec<bool> {
    let numbers: HashMap<&str, usize> =
        queries.iter().enumerate().filter_map(|(at, query)| Some((query.name?, at))).collect();
    let mut loaded: Vec<bool> = queries.iter().map(|query| query.table.is_some()).collect();
    let mut open: Vec<usize> = (0..queries.len()).filter(|at| loaded[*at]).collect();
    while let Some(at) = open.pop() {
        let references = queries[at].parsed.expression().map(m::references).unwrap_or_default();
        for number in references.iter().filter_map(|reference| numbers.get(reference.name.as_str())) {
            if !std::mem::replace(&mut loaded[*number], true) {
                open.push(*number);
            }
        }
    }
    loaded
}

/// A fault that no refresh comes upon.
fn lowered(mut fault: Diagnostic) -> Diagnostic {
    if fault.is_error() {
        fault.severity = Severity::Warning;
        fault = fault.note("no table is filled from this query, directly or by others: refreshing does not meet it");
    }
    fault
}

/// All of them, in the order of the model: partitions, refresh policies, shared expressions.
pub fn read(model: &Model) -> Vec<Query<'_>> {
    let mut found = Vec::new();
    for table in &model.tables {
        of_table(model, table, &mut found);
    }
    for shared in &model.expressions {
        let path = path("", "expression", &shared.name);
        push(&mut found, Some(&shared.name), None, &shared.expression, path, DEFAULT);
    }
    found
}

fn of_table<'a>(model: &Model, table: &'a Table, found: &mut Vec<Query<'a>>) {
    // The query of a table has the table's name, unless a shared one has it.
    let own = table.name.as_str();
    let mut name = (!model.expressions.iter().any(|shared| shared.name == own)).then_some(own);
    for partition in table.partitions.iter().filter(|partition| partition.kind.eq_ignore_ascii_case("m")) {
        let path = path_in(table, "partition", &partition.name);
        push(found, name.take(), Some(table), &partition.source, path, "source");
    }
    let path = format!("{}/refreshPolicy", table_path(table));
    for property in table.more.iter().filter(|property| property.name == "refreshPolicy") {
        let PropertyValue::Object(_, inside) = &property.value else { continue };
        for name in ["sourceExpression", "pollingExpression"] {
            let text = inside.iter().find(|property| property.name == name).map(|property| &property.value);
            if let Some(PropertyValue::Expression(text)) = text {
                push(found, None, Some(table), text, path.clone(), name);
            }
        }
    }
}

fn push<'a>(
    found: &mut Vec<Query<'a>>,
    name: Option<&'a str>,
    table: Option<&'a Table>,
    text: &str,
    path: String,
    property: &'static str,
) {
    // One that is empty is told where it stands.
    if !text.trim().is_empty() {
        found.push(Query { name, table, parsed: m::parse(text), path, property });
    }
}

/// What is wrong with the names or the columns of one.
fn problems(context: &Context, query: &Query, ending: &Ending, known: &BTreeSet<&str>) -> Vec<Problem> {
    let unread: Vec<String> = match query.parsed.expression() {
        Some(expression) if !context.is_whole() => {
            let unbound = m::unbound(expression, known).into_iter().map(|one| one.name);
            unbound.filter(|name| context.missing::<()>(name) == Lookup::Unknown).collect()
        }
        _ => Vec::new(),
    };
    let with_unread: BTreeSet<&str>;
    let known = match unread.is_empty() {
        true => known,
        false => {
            with_unread = known.iter().copied().chain(unread.iter().map(String::as_str)).collect();
            &with_unread
        }
    };
    let mut problems = m::scope_problems(&query.parsed, known);
    problems.extend(m::call_problems(&query.parsed, known));
    // A value is of another kind because a step stands twice or needs itself, a name stands for nothing, or a row is
    // picked by a wrong key: that has been said.
    let causes = [
        &m::scope::UNBOUND_NAME,
        &m::scope::DUPLICATE_NAME,
        &m::scope::FIELD_OUTSIDE_EACH,
        &m::cycles::CYCLIC_STEPS,
        &m::calls::NOT_AN_INDEX,
    ];
    let is_known = problems.iter().any(|problem| causes.contains(&problem.code));
    let effects = [&m::calls::ARGUMENT_KIND, &m::calls::OPERAND_KIND];
    let follows = |problem: &&Problem| is_known && effects.contains(&problem.code);
    problems.extend(ending.problems.iter().filter(|problem| !follows(problem)).cloned());
    problems
}

/// What M can name outside of its own steps: shared expressions, and tables by their queries.
pub fn names<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a str> {
    let model = context.model;
    model.expressions.iter().map(|expression| expression.name.as_str()).chain(context.table_names())
}
