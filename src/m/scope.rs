//! Names: what each stands for, which stand for nothing, which are defined twice, which are never used.

use std::collections::{BTreeSet, HashMap};

use super::library;
use super::{Document, Expr, Name, Parsed, Problem, Span};
use crate::diag::suggest;
use crate::diag::{Code, Severity};

mod resolve;

use resolve::Resolver;

pub static UNBOUND_NAME: Code = Code {
    id: "MD023",
    name: "unresolved-query",
    severity: Severity::Error,
    explanation: "The M of a partition or of a shared expression uses a name that is neither one of its own steps or \
parameters, nor a query or parameter of the model, nor a function of the library. Refreshing fails. M tells upper \
from lower case.

Wrong: `let Source = Sales, Kept = Table.Distinct(source) in Kept`
Right: `let Source = Sales, Kept = Table.Distinct(Source) in Kept`",
};

pub static UNKNOWN_LIBRARY_NAME: Code = Code {
    id: "MQ021",
    name: "unknown-m-library-name",
    severity: Severity::Error,
    explanation:
        "The name is one of the library's own modules, such as `Table.` or `Text.`, and the library does not have it; \
or it is nearly one of the library or of a connector of Power BI, and a letter is wrong, or a capital one. Refreshing \
fails.

Wrong: `Table.SelectColumn(Source, {\"Country\"})`
Right: `Table.SelectColumns(Source, {\"Country\"})`",
};

pub static DOUBTFUL_LIBRARY_NAME: Code = Code {
    id: "MQ020",
    name: "doubtful-m-library-name",
    severity: Severity::Warning,
    explanation: "The name looks like one of the library, but neither the library nor a connector of Power BI that \
is known here has it, nor one that is nearly called so. It is a mistake, or it comes from a custom connector.

Wrong: `MyShop.Orders()` where no connector is called so.
Right: `Sql.Database(\"localhost\", \"Shop\")`",
};

pub static FIELD_OUTSIDE_EACH: Code = Code {
    id: "MQ022",
    name: "m-field-outside-each",
    severity: Severity::Error,
    explanation: "`[Revenue]` with nothing before it is short for `_[Revenue]`, and `_` is the parameter of `each`. \
Outside of one it means nothing.

Wrong: `Table.SelectRows(Source, [Revenue] > 0)`
Right: `Table.SelectRows(Source, each [Revenue] > 0)`",
};

pub static DUPLICATE_NAME: Code = Code {
    id: "MQ023",
    name: "duplicate-m-name",
    severity: Severity::Error,
    explanation: "The steps of a `let`, the fields of a record or of a type, the parameters of a function and the \
members of a section each have a name of their own.

Wrong: `let Source = Sales, Source = Table.Distinct(Source) in Source`
Right: `let Source = Sales, Kept = Table.Distinct(Source) in Kept`",
};

pub static UNUSED_STEP: Code = Code {
    id: "MQ024",
    name: "unused-m-step",
    severity: Severity::Note,
    explanation: "No other step and no result uses this step. It is never evaluated; perhaps a later step should have \
named it. A name that begins with an underscore is not reported.

Wrong: `let Source = Sales, Kept = Table.Distinct(Source) in Source`
Right: `let Source = Sales, Kept = Table.Distinct(Source) in Kept`",
};

pub static SELF_REFERENCE: Code = Code {
    id: "MQ025",
    name: "m-self-reference",
    severity: Severity::Error,
    explanation: "Inside its own value a name does not stand for that value. A function that calls itself says so \
with `@`; a step builds on the step before it, which has another name.

Wrong: `let Factorial = (n) => if n = 0 then 1 else n * Factorial(n - 1) in Factorial(5)`
Right: `let Factorial = (n) => if n = 0 then 1 else n * @Factorial(n - 1) in Factorial(5)`",
};

/// A name that nothing in the expression itself defines.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    pub name: String,
    pub span: Span,
    /// `[Field]` with nothing before it: the name is `_`.
    pub is_implicit: bool,
    /// It stands inside the value of a step or member of this name, which it cannot see.
    pub own: Option<Name>,
    /// A name that can be seen there and is near.
    pub near: Option<String>,
}

/// A name that stands for nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Unbound {
    pub name: String,
    pub span: Span,
    pub suggestions: Vec<String>,
    /// `Xyz.Abc`: perhaps of a connector that is not known here.
    pub looks_like_library: bool,
}

/// Every free name: other queries, parameters and names of the library, in the order of the text.
pub fn references(expression: &Expr) -> Vec<Reference> {
    Resolver::expression(expression).free
}

/// Every name that is neither defined in the expression, nor one of `known`, nor of the library. A field outside
/// `each` is not among them.
pub fn unbound(expression: &Expr, known: &BTreeSet<&str>) -> Vec<Unbound> {
    unbound_of(&references(expression), known)
}

fn unbound_of(free: &[Reference], known: &BTreeSet<&str>) -> Vec<Unbound> {
    let mut found: Vec<Unbound> = Vec::new();
    // A name that is misspelled is misspelled often; and among thousands nobody needs to be told what was meant.
    let mut suggested: HashMap<&str, Vec<String>> = HashMap::new();
    let is_known = |name: &str| library::contains(name) || known.contains(name);
    for one in free.iter().filter(|one| !one.is_implicit && !is_known(&one.name)) {
        let is_new = !suggested.contains_key(one.name.as_str());
        if is_new && suggested.len() < MAX_SUGGESTED {
            let globals = suggest::nearest(&one.name, known.iter().copied());
            let library = suggest::nearest(&one.name, library::names());
            let near = one.near.as_deref();
            let mut names: Vec<&str> = near.into_iter().chain(globals).chain(library).collect();
            names.sort_by_key(|name| strsim::damerau_levenshtein(name, &one.name));
            names.dedup();
            suggested.insert(&one.name, names.into_iter().map(str::to_owned).collect());
        }
        found.push(Unbound {
            name: one.name.clone(),
            span: one.span.clone(),
            suggestions: suggested.get(one.name.as_str()).cloned().unwrap_or_default(),
            looks_like_library: library::looks_like_one(&one.name),
        });
    }
    found
}

const MAX_SUGGESTED: usize = 50;

/// Everything that is wrong with the names; `known` are the queries and parameters beside it. Nothing is said of a
/// text that could not be read: the name that is not defined is perhaps in the part that was not.
pub fn problems(parsed: &Parsed, known: &BTreeSet<&str>) -> Vec<Problem> {
    if !parsed.problems.is_empty() {
        return Vec::new();
    }
    let resolver = match &parsed.document {
        Document::Expression(expression) => Resolver::expression(expression),
        Document::Section(section) => Resolver::section(section),
    };
    let Resolver { free, mut problems, .. } = resolver;
    problems.extend(free.iter().filter(|one| one.is_implicit).map(field_outside_each));
    let mut said: HashMap<String, usize> = HashMap::new();
    let own: HashMap<&Span, &Name> = free.iter().filter_map(|one| Some((&one.span, one.own.as_ref()?))).collect();
    for one in unbound_of(&free, known) {
        if let Some(at) = said.get(&one.name) {
            let label = "and here".to_owned();
            if let Some(problem) = problems.get_mut(*at).filter(|problem| problem.also.len() < MAX_ALSO) {
                problem.also.push((one.span, label));
            }
            continue;
        }
        said.insert(one.name.clone(), problems.len());
        problems.push(match own.get(&one.span) {
            Some(own) => self_reference(parsed, &one, own),
            None => unbound_problem(one),
        });
    }
    // A step is often unused because what should name it has a typing mistake.
    if problems.iter().any(|problem| problem.code == &UNBOUND_NAME) {
        problems.retain(|problem| problem.code != &UNUSED_STEP);
    }
    problems.sort_by_key(|problem| problem.span.start);
    problems
}

/// How many further places of one unbound name are shown.
const MAX_ALSO: usize = 3;

fn field_outside_each(one: &Reference) -> Problem {
    Problem::new(&FIELD_OUTSIDE_EACH, one.span.clone(), "a field of nothing")
        .label("short for a field of `_`, which is not defined here")
        .help("write `each` before the expression, or the record before the field")
}

fn self_reference(parsed: &Parsed, one: &Unbound, own: &Name) -> Problem {
    let written = parsed.text().get(one.span.clone()).unwrap_or(&one.name);
    Problem::new(&SELF_REFERENCE, one.span.clone(), format!("`{}` is used inside its own value", one.name))
        .label("here the name does not stand for it")
        .also(own.span.clone(), "defined here")
        .help(format!("a function that calls itself writes `@{written}`; a step names the step before it"))
}

/// So many letters are mistyped; a name that differs by more is perhaps meant.
const MAX_SLIP: usize = 2;

fn unbound_problem(one: Unbound) -> Problem {
    let (code, message, label) = if one.looks_like_library {
        let message = format!("the library has no `{}`", one.name);
        let is_slip = |near: &String| {
            near.eq_ignore_ascii_case(&one.name)
                || library::contains(near) && strsim::damerau_levenshtein(near, &one.name) <= MAX_SLIP
        };
        let code = match library::is_of_the_language(&one.name) || one.suggestions.iter().any(is_slip) {
            true => &UNKNOWN_LIBRARY_NAME,
            false => &DOUBTFUL_LIBRARY_NAME,
        };
        (code, message, "neither of the library nor of a known connector")
    } else {
        let message = format!("nothing is called `{}` here", one.name);
        (&UNBOUND_NAME, message, "neither a step, nor a parameter, nor a query")
    };
    let mut problem = Problem::new(code, one.span.clone(), message).label(label);
    if one.name == "_" {
        problem = problem.help("`_` is the parameter of `each`");
    }
    if let Some(near) = one.suggestions.first() {
        problem = problem.help(format!("did you mean `{near}`?"));
    }
    problem
}

#[cfg(test)]
mod tests;
