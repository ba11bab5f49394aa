//! All expressions of a model, each bound after those that it needs, so that the types of measures, calculated
//! columns and calculated tables are known where they are named.

use std::collections::HashMap;

use super::index::{Column, Index};
use super::types::{Type, Value};
use super::{Bound, Site, SitePlace, Target, bind_expression, bind_function, graph};
use crate::dax::tree::query::Function;
use crate::dax::tree::{Expr, ExprKind};
use crate::dax::{Parsed, SyntaxError, parse_expression, parse_function};
use crate::diag::{Code, Severity};

pub static TOO_LONG: Code = Code {
    id: "DX168",
    name: "expression-too-long",
    severity: Severity::Warning,
    explanation: "An expression of more than four million bytes is not looked at: its tree would take a hundred times \
the memory of its text. Nobody writes such a one; a table of that size belongs into a source.

Wrong: a `DATATABLE` of a hundred thousand rows.
Right: a query that reads the rows from a file.",
};

/// Of an expression that is looked at, in bytes.
const MAX_LENGTH: usize = 4_000_000;

/// An expression and what it defines.
#[derive(Clone, Copy, Debug)]
pub struct Source<'t> {
    pub text: &'t str,
    pub site: Site<'t>,
    /// Of a measure, a calculated column or a function; a calculated table is the site's home.
    pub name: Option<&'t str>,
}

/// A source, parsed and bound.
#[derive(Clone, Debug)]
pub struct Expression<'i> {
    pub tree: Tree,
    /// What is wrong with its text; then nothing is said of its names.
    pub syntax: Vec<SyntaxError>,
    pub bound: Bound<'i>,
}

#[derive(Clone, Debug)]
pub enum Tree {
    Expression(Expr),
    Function(Function),
}

/// What an expression defines, in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Table(String),
    Column(String, String),
    Measure(String),
    Function(String),
}

/// In the order of the sources.
pub fn bind_model<'i>(index: &'i Index, sources: &[Source]) -> Vec<Expression<'i>> {
    let mut expressions: Vec<Expression> = sources.iter().map(parse).collect();
    let by_key: HashMap<Key, usize> =
        sources.iter().enumerate().filter_map(|(at, source)| Some((source.key()?, at))).collect();
    let needs: Vec<Vec<usize>> =
        expressions.iter().zip(sources).map(|(expression, source)| probable(expression, source, &by_key)).collect();
    for at in graph::components(&needs).into_iter().flatten() {
        if let (Some(expression), Some(source)) = (expressions.get_mut(at), sources.get(at)) {
            expression.bound = match &expression.tree {
                Tree::Expression(tree) => bind_expression(index, source.site, tree),
                Tree::Function(tree) => bind_function(index, tree),
            };
            learn(index, source, &expression.bound.ty);
        }
    }
    for expression in expressions.iter_mut().filter(|expression| !expression.syntax.is_empty()) {
        expression.bound.faults.clear();
    }
    expressions
}

/// The cycles of definitions that need each other, each as a way through the sources.
pub fn cycles(sources: &[Source], expressions: &[&Expression]) -> Vec<Vec<usize>> {
    let by_key: HashMap<Key, usize> =
        sources.iter().enumerate().filter_map(|(at, source)| Some((source.key()?, at))).collect();
    let edges: Vec<Vec<usize>> = sources
        .iter()
        .zip(expressions)
        .map(|(source, expression)| match source.key() {
            Some(_) => expression
                .bound
                .references
                .iter()
                .filter_map(|one| by_key.get(&key_of(&one.target)?))
                .copied()
                .collect(),
            None => Vec::new(),
        })
        .collect();
    let components = graph::components(&edges);
    components.iter().map(|component| graph::cycle(&edges, component)).filter(|cycle| !cycle.is_empty()).collect()
}

fn parse<'i>(source: &Source) -> Expression<'i> {
    if source.text.len() > MAX_LENGTH {
        let message = format!("an expression of {} bytes is not looked at", source.text.len());
        let tree = Tree::Expression(Expr { kind: ExprKind::Error, span: 0..0 });
        return Expression { tree, syntax: vec![SyntaxError::new(&TOO_LONG, 0..0, message)], bound: Bound::default() };
    }
    let (tree, syntax) = match source.site.place {
        SitePlace::Function => {
            let Parsed { tree, errors, .. } = parse_function(source.text);
            (Tree::Function(tree), errors)
        }
        _ => {
            let Parsed { tree, errors, .. } = parse_expression(source.text);
            (Tree::Expression(tree), errors)
        }
    };
    Expression { tree, syntax, bound: Bound::default() }
}

impl Source<'_> {
    fn key(&self) -> Option<Key> {
        let home = || self.site.home.unwrap_or_default().to_lowercase();
        Some(match self.site.place {
            SitePlace::CalculatedTable => Key::Table(home()),
            SitePlace::CalculatedColumn => Key::Column(home(), self.name?.to_lowercase()),
            SitePlace::Measure => Key::Measure(self.name?.to_lowercase()),
            SitePlace::Function => Key::Function(self.name?.to_lowercase()),
            _ => return None,
        })
    }
}

fn key_of(target: &Target) -> Option<Key> {
    Some(match target {
        Target::Table(table) => Key::Table(table.name.to_lowercase()),
        Target::Column(table, column) => Key::Column(table.name.to_lowercase(), column.name.to_lowercase()),
        Target::Measure(_, measure) => Key::Measure(measure.name.to_lowercase()),
        Target::UserFunction(function) => Key::Function(function.name.to_lowercase()),
        _ => return None,
    })
}

/// What the names of an expression may stand for before they are bound: rather too much.
fn probable(expression: &Expression, source: &Source, by_key: &HashMap<Key, usize>) -> Vec<usize> {
    let mut needs = Vec::new();
    let mut need = |key: Key| needs.extend(by_key.get(&key).copied());
    let mut visit = |expression: &Expr| match &expression.kind {
        ExprKind::Name(name) => need(Key::Table(name.text.to_lowercase())),
        ExprKind::Call(call) => need(Key::Function(call.function.text.to_lowercase())),
        ExprKind::Column(column) => {
            let name = column.name.text.to_lowercase();
            let table = column.table.as_ref().map_or(source.site.home, |table| Some(table.text.as_str()));
            if let Some(table) = table.map(str::to_lowercase) {
                need(Key::Table(table.clone()));
                need(Key::Column(table, name.clone()));
            }
            need(Key::Measure(name));
        }
        _ => {}
    };
    match &expression.tree {
        Tree::Expression(tree) => tree.walk(&mut visit),
        Tree::Function(tree) => tree.expressions().iter().for_each(|one| one.walk(&mut visit)),
    }
    needs
}

/// Keeps in the index what the expression has turned out to give.
fn learn(index: &Index, source: &Source, ty: &Type) {
    let home = source.site.home.and_then(|home| index.table(home));
    match (source.site.place, home, source.name) {
        (SitePlace::Measure, Some(table), Some(name)) => {
            // A calculation item may make anything of a measure.
            if let Some(measure) = table.measure(name).filter(|_| !index.has_calculation_group) {
                measure.value.set(ty.value());
            }
        }
        (SitePlace::CalculatedColumn, Some(table), Some(name)) => {
            if let Some(column) = table.column(name).filter(|column| column.value.get() == Value::Unknown) {
                column.value.set(ty.value());
            }
        }
        (SitePlace::CalculatedTable, Some(table), _) => {
            let relation = ty.relation();
            let mut new = Vec::new();
            for given in relation.columns() {
                match table.column(&given.name) {
                    Some(column) if column.value.get() == Value::Unknown => column.value.set(given.value),
                    Some(_) => {}
                    // What the model lists has been renamed, perhaps: of a list nothing is missing.
                    None if table.columns().next().is_none() => {
                        new.push(Column {
                            name: (*given.name).to_owned(),
                            value: given.value.into(),
                            ..Column::default()
                        });
                    }
                    None => {}
                }
            }
            if !relation.open {
                table.infer(new);
            }
        }
        _ => {}
    }
}
