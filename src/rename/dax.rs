//! What DAX names, in models, saved queries and the measures of reports, as the binder resolves it.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;
use std::rc::Rc;

use super::ObjectRef;
use super::mention::Form;
use super::project::Project;
use super::source::{Collected, MayBe, Unclear, bytes};
use crate::bind::model::Tree;
use crate::bind::{self, Bound, SitePlace, Source, Target};
use crate::check::carried::{Carried, carried};
use crate::check::dax_sources::{Dax, sources};
use crate::check::report::extensions;
use crate::dax::parse::MALFORMED_QUERY;
use crate::dax::tree::query::{DefinitionKind, Query};
use crate::dax::tree::{Expr, ExprKind, Literal, Operator};
use crate::dax::{Span, SyntaxError, Token, TokenKind, parse_expression, parse_query};
use crate::diag::{Place, Severity};
use crate::file_tree::FileTree;
use crate::model::Table;
use crate::pbir;
use crate::pbir::folders::join;
use crate::tmdl::origins::{DEFAULT, path};

/// An expression with all that is known of it.
struct Formula<'a> {
    project: &'a Project,
    text: &'a str,
    bound: &'a Bound<'a>,
    /// Everything in it, outermost first.
    inside: Vec<&'a Expr>,
    /// Names of variables and parameters, in lower case.
    variables: Rc<BTreeSet<String>>,
    is_escaped: bool,
}

pub fn model(project: &Project, found: &mut Collected) {
    let mut all = sources(project.model());
    all.extend(more_sources(project));
    let origins = &project.read.lowered.origins;
    let bound = bind::bind_model(&project.index, &all.iter().map(Dax::source).collect::<Vec<Source>>());
    for (dax, expression) in all.iter().zip(&bound) {
        let place = |span: Span| origins.inside(&dax.path, dax.property, dax.text, span);
        if is_broken(&expression.syntax) {
            unread(&parse_expression(dax.text).tokens, dax.text, place, found);
            continue;
        }
        let (outermost, parameters) = match &expression.tree {
            Tree::Expression(tree) => (vec![tree], Vec::new()),
            Tree::Function(tree) => {
                (tree.expressions(), tree.parameters.iter().map(|one| one.name.text.as_str()).collect())
            }
        };
        formula(project, dax.text, &expression.bound, &outermost, &parameters, false).collect(place, found);
    }
}

/// DAX that the checker does not look at: of selections of calculation groups, and of what a partition covers.
fn more_sources(project: &Project) -> Vec<Dax<'_>> {
    let mut all = Vec::new();
    for table in &project.model().tables {
        let own = path("", "table", table.name.as_str());
        for group in carried(&table.more, &own, "calculationGroup") {
            for kind in ["noSelectionExpression", "multipleOrEmptySelectionExpression"] {
                for selection in group.children(kind) {
                    let formats = selection.children("formatStringDefinition");
                    all.extend(formats.iter().filter_map(|format| one(format, SitePlace::FormatString, table)));
                    all.extend(one(&selection, SitePlace::CalculationItem, table));
                }
            }
        }
        for partition in &table.partitions {
            let path = path(&own, "partition", &partition.name);
            let covered = carried(&partition.more, &path, "dataCoverageDefinition");
            all.extend(covered.iter().filter_map(|covered| one(covered, SitePlace::CalculatedColumn, table)));
        }
    }
    all
}

fn one<'a>(carried: &Carried<'a>, place: SitePlace, home: &'a Table) -> Option<Dax<'a>> {
    let (path, property) = (carried.path.clone(), DEFAULT);
    Some(Dax { text: carried.default?, path, property, place, home: Some(home), name: None })
}

/// The queries that are saved with the model.
pub fn queries(tree: &FileTree, project: &Project, found: &mut Collected) {
    let folder = join(&project.source.folder, "DAXQueries");
    for (path, _) in tree.below(&folder).filter(|(path, _)| path.to_ascii_lowercase().ends_with(".dax")) {
        let Some(text) = tree.text(path) else { continue };
        let parsed = parse_query(text);
        let place = |span: Span| Place::bytes(path, span);
        // Definitions alone are no query, and can be read all the same.
        if parsed.errors.iter().any(|error| is_error(error) && error.code.id != MALFORMED_QUERY.id) {
            unread(&parsed.tokens, text, place, found);
            continue;
        }
        let index = project.index.with_query(&parsed.tree);
        let bound = bind::bind_query(&index, &parsed.tree);
        let names = variables_of_query(&parsed.tree);
        formula(project, text, &bound, &parsed.tree.expressions(), &names, false).collect(place, found);
    }
}

/// Variables of the whole query, and parameters of its functions.
fn variables_of_query(query: &Query) -> Vec<&str> {
    let mut names = Vec::new();
    for definition in &query.definitions {
        match &definition.kind {
            DefinitionKind::Variable { name, .. } => names.push(name.text.as_str()),
            DefinitionKind::Function { function, .. } => {
                names.extend(function.parameters.iter().map(|one| one.name.text.as_str()));
            }
            _ => {}
        }
    }
    names
}

/// The measures that a report has of its own.
pub fn extensions(tree: &FileTree, project: &Project, read: &pbir::Read, found: &mut Collected) {
    let measures = extensions::find(read);
    let index = extensions::index(&project.index, &measures);
    for (measure, expression) in measures.iter().zip(extensions::bind(&index, &measures)) {
        let place = |span: Span| measure.inside(tree, read, &span);
        let Tree::Expression(outermost) = &expression.tree else { continue };
        if is_broken(&expression.syntax) {
            unread(&parse_expression(measure.dax).tokens, measure.dax, place, found);
            continue;
        }
        formula(project, measure.dax, &expression.bound, &[outermost], &[], true).collect(place, found);
    }
}

fn is_error(error: &SyntaxError) -> bool {
    error.code.severity == Severity::Error
}

fn is_broken(errors: &[SyntaxError]) -> bool {
    errors.iter().any(is_error)
}

/// The names in a text that cannot be read: each may be anything.
fn unread(tokens: &[Token], text: &str, place: impl Fn(Span) -> Place, found: &mut Collected) {
    for token in tokens {
        let written = token.text(text);
        let name = match token.kind {
            TokenKind::Word => written.to_owned(),
            TokenKind::QuotedName => written.trim_matches('\'').replace("''", "'"),
            TokenKind::BracketName => written.trim_start_matches('[').trim_end_matches(']').replace("]]", "]"),
            _ => continue,
        };
        found.unclear.push(Unclear { place: place(token.span()), name, table: None, may_be: MayBe::Anything });
    }
}

fn formula<'a>(
    project: &'a Project,
    text: &'a str,
    bound: &'a Bound<'a>,
    outermost: &[&'a Expr],
    parameters: &[&str],
    is_escaped: bool,
) -> Formula<'a> {
    let mut inside = Vec::new();
    outermost.iter().for_each(|expression| expression.walk(&mut |one| inside.push(one)));
    let declared = inside.iter().flat_map(|one| match &one.kind {
        ExprKind::Block(block) => block.variables.iter().map(|variable| variable.name.text.to_lowercase()).collect(),
        _ => Vec::new(),
    });
    let variables = declared.chain(parameters.iter().map(|name| name.to_lowercase())).collect();
    Formula { project, text, bound, inside, variables: Rc::new(variables), is_escaped }
}

impl Formula<'_> {
    fn collect(&self, place: impl Fn(Span) -> Place, found: &mut Collected) {
        let mut put = |span: &Range<usize>, of: Option<ObjectRef>, form: Form| {
            let place = place(span.clone());
            match self.is_escaped {
                true => found.escaped(bytes(&place), of, form),
                false => found.mention(bytes(&place), of, form),
            }
        };
        for reference in &self.bound.references {
            let (of, form) = self.reference(&reference.target);
            if let Some(form) = form {
                put(&reference.span, of, form);
            }
        }
        for (span, of, form) in self.levels().into_iter().chain(self.selected()) {
            put(&span, of, form);
        }
        self.unknown(place, found);
    }

    fn reference(&self, target: &Target) -> (Option<ObjectRef>, Option<Form>) {
        let project = self.project;
        match target {
            Target::Table(table) => (project.table_ref(&table.name), Some(Form::DaxTable(Rc::clone(&self.variables)))),
            // What a query defines anew under the name that the model has stays the same object.
            Target::Column(table, column) => (project.column(&table.name, &column.name), Some(Form::DaxName(None))),
            Target::Measure(_, measure) => match project.measured(&measure.name) {
                Some(found) => (Some(found.measure), Some(Form::DaxName(found.part))),
                None => (None, None),
            },
            _ => (None, None),
        }
    }

    /// `'Orders'[Shipped].[Month]`: a level of what stands in the place of the column.
    fn levels(&self) -> Vec<(Span, Option<ObjectRef>, Form)> {
        let mut found = Vec::new();
        for expression in &self.inside {
            let ExprKind::Column(column) = &expression.kind else { continue };
            let Some(level) = &column.level else { continue };
            let target = self.bound.references.iter().find(|one| one.span == column.name.span).map(|one| &one.target);
            let Some(Target::Column(table, named)) = target else { continue };
            let Some((table, hierarchy)) = self.project.variation(&table.name, &named.name, None) else { continue };
            let of = self.project.level(&table, &hierarchy, &level.text);
            found.push((level.span.clone(), of, Form::DaxName(None)));
        }
        found
    }

    /// `SELECTEDMEASURENAME() = "Revenue"`, `… IN { "Revenue" }` and `SWITCH(SELECTEDMEASURENAME(), "Revenue", …)`: a
    /// name that is a text.
    fn selected(&self) -> Vec<(Span, Option<ObjectRef>, Form)> {
        let mut texts = Vec::new();
        for expression in &self.inside {
            match &expression.kind {
                ExprKind::Chain(chain) => {
                    let operands: Vec<&Expr> =
                        std::iter::once(&*chain.first).chain(chain.rest.iter().map(|link| &link.operand)).collect();
                    let is_compared = chain.rest.iter().any(|link| {
                        matches!(
                            link.operator,
                            Operator::Equal | Operator::StrictlyEqual | Operator::NotEqual | Operator::In
                        )
                    });
                    if is_compared && operands.iter().any(|operand| is_selected(operand)) {
                        operands.into_iter().for_each(|operand| operand.walk(&mut |one| texts.push(one)));
                    }
                }
                ExprKind::Call(call) if call.function.text.eq_ignore_ascii_case("SWITCH") => {
                    let Some((first, cases)) = call.arguments.split_first() else { continue };
                    if is_selected(first) {
                        texts.extend(cases.chunks(2).filter(|pair| pair.len() == 2).filter_map(|pair| pair.first()));
                    }
                }
                _ => {}
            }
        }
        let name = |one: &Expr| match &one.kind {
            ExprKind::Literal(Literal::Text(name)) => {
                // What a literal says once its quotes are undone must be what stands there.
                let measure = self.project.measure(name);
                measure.map(|of| (one.span.clone(), Some(of), Form::DaxText))
            }
            _ => None,
        };
        texts.into_iter().filter_map(name).collect()
    }

    /// Names that are bound to nothing.
    fn unknown(&self, place: impl Fn(Span) -> Place, found: &mut Collected) {
        let known: HashSet<usize> = self.bound.references.iter().map(|one| one.span.start).collect();
        for expression in &self.inside {
            let (name, table, may_be) = match &expression.kind {
                ExprKind::Column(column) => (&column.name, column.table.as_ref(), MayBe::Field),
                ExprKind::Name(name) => (name, None, MayBe::Table),
                _ => continue,
            };
            // The bare word of an argument, such as `DESC`, is never quoted.
            if known.contains(&name.span.start) {
                continue;
            }
            let table = table.map(|table| table.text.clone()).filter(|table| !table.is_empty());
            debug_assert!(self.text.get(name.span.clone()).is_some());
            found.unclear.push(Unclear { place: place(name.span.clone()), name: name.text.clone(), table, may_be });
        }
    }
}

fn is_selected(expression: &Expr) -> bool {
    match &expression.kind {
        ExprKind::Call(call) => call.function.text.eq_ignore_ascii_case("SELECTEDMEASURENAME"),
        ExprKind::Parenthesised(inner) => is_selected(inner),
        _ => false,
    }
}
