//! The columns of a view: its query parsed, its sources looked up, its expressions typed.

use sqlparser::ast::{
    Cte, Expr, JoinOperator, ObjectName as SqlName, Query, Select, SelectItem, SelectItemQualifiedWildcardKind,
    SetExpr, TableAlias, TableFactor, TableWithJoins,
};
use sqlparser::dialect::MsSqlDialect;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::Token as SqlToken;

use super::cursor::ObjectName;
use super::expression::unify;
use super::lex::{Lexeme, Token, lex};
use super::resolve::Resolver;
use super::scope::{Relation, Scope, Shown, Typed, UNKNOWN};

/// How deep parentheses may nest: no query of a person comes near.
const DEEPEST: usize = 40;
/// How many tokens may stand in a row without a comma: every operator in such a row nests one level deeper.
const LONGEST: usize = 2_000;
/// How many queries are looked into for one view.
const BUDGET: usize = 2_000;

/// What a query shows, or why it cannot be said.
pub fn relation(text: &str, resolver: &mut Resolver<'_>) -> Result<Relation, String> {
    let lexemes = lex(text);
    let lexemes = without_check_option(&lexemes);
    let text = lexemes.last().and_then(|last| text.get(..last.span.end)).unwrap_or_default();
    is_tame(lexemes)?;
    let mut parser = parser().try_with_sql(text).map_err(plain)?;
    let query = parser.parse_query().map_err(plain)?;
    while parser.consume_token(&SqlToken::SemiColon) {}
    match parser.peek_token().token {
        SqlToken::EOF => Ok(Reader { resolver, budget: BUDGET }.query(&query, &Scope::default(), &mut Vec::new())),
        token => Err(format!("`{token}` was not expected")),
    }
}

/// The type of one expression over the columns of a table.
pub fn expression(text: &str, columns: Relation, resolver: &mut Resolver<'_>) -> Typed {
    if is_tame(&lex(text)).is_err() {
        return UNKNOWN;
    }
    let Some(expr) = parser().try_with_sql(text).and_then(|mut parser| parser.parse_expr()).ok() else {
        return UNKNOWN;
    };
    let scope = Scope { sources: vec![(String::new(), columns)], around: None };
    Reader { resolver, budget: BUDGET }.typed(&expr, &scope, 0)
}

fn parser() -> Parser<'static> {
    Parser::new(&MsSqlDialect {}).with_recursion_limit(4 * DEEPEST)
}

fn plain(error: sqlparser::parser::ParserError) -> String {
    let text = error.to_string();
    text.split_once("error: ").map_or(text.clone(), |(_, reason)| reason.to_owned())
}

/// `WITH CHECK OPTION` at the end belongs to the view, not to its query.
fn without_check_option<'l, 'a>(lexemes: &'l [Lexeme<'a>]) -> &'l [Lexeme<'a>] {
    let is =
        |lexeme: &Lexeme<'_>, word: &str| matches!(lexeme.token, Token::Word(own) if own.eq_ignore_ascii_case(word));
    let trimmed = lexemes.iter().rposition(|lexeme| lexeme.token != Token::Symbol(';')).map_or(0, |at| at + 1);
    match &lexemes[..trimmed] {
        [query @ .., with, check, option] if is(with, "WITH") && is(check, "CHECK") && is(option, "OPTION") => query,
        query => query,
    }
}

/// Whether the parser's tree can be of a depth that is safe to walk and to drop.
fn is_tame(lexemes: &[Lexeme<'_>]) -> Result<(), String> {
    let mut rows = vec![0usize];
    for lexeme in lexemes {
        match lexeme.token {
            Token::Symbol('(') => rows.push(0),
            Token::Symbol(')') if rows.len() > 1 => drop(rows.pop()),
            Token::Symbol(',') => rows.iter_mut().last().into_iter().for_each(|row| *row = 0),
            _ => rows.iter_mut().last().into_iter().for_each(|row| *row += 1),
        }
        if rows.len() > DEEPEST || rows.last().is_some_and(|row| *row > LONGEST) {
            return Err("it is nested too deeply".to_owned());
        }
    }
    Ok(())
}

pub struct Reader<'r, 'd> {
    resolver: &'r mut Resolver<'d>,
    budget: usize,
}

/// What `WITH` names.
type Ctes = Vec<(String, Relation)>;

impl Reader<'_, '_> {
    pub fn query(&mut self, query: &Query, around: &Scope<'_>, ctes: &mut Ctes) -> Relation {
        let Some(budget) = self.budget.checked_sub(1) else { return Relation::open() };
        self.budget = budget;
        let outside = ctes.len();
        for cte in query.with.iter().flat_map(|with| &with.cte_tables) {
            self.cte(cte, around, ctes);
        }
        let relation = self.body(&query.body, around, ctes);
        ctes.truncate(outside);
        relation
    }

    /// A recursive one has the columns of its first part, which cannot refer to it.
    fn cte(&mut self, cte: &Cte, around: &Scope<'_>, ctes: &mut Ctes) {
        let names = |relation: Relation| renamed(relation, Some(&cte.alias));
        let mut first = &*cte.query.body;
        while let SetExpr::SetOperation { left, .. } = first {
            first = left;
        }
        let refers_to_itself = !std::ptr::eq(first, &*cte.query.body);
        if refers_to_itself {
            let anchor = names(self.body(first, around, ctes));
            ctes.push((cte.alias.name.value.clone(), anchor));
        }
        let relation = names(self.query(&cte.query, around, ctes));
        if refers_to_itself {
            ctes.pop();
        }
        ctes.push((cte.alias.name.value.clone(), relation));
    }

    fn body(&mut self, body: &SetExpr, around: &Scope<'_>, ctes: &mut Ctes) -> Relation {
        match body {
            SetExpr::Select(select) => self.select(select, around, ctes),
            SetExpr::Query(query) => self.query(query, around, ctes),
            SetExpr::SetOperation { left, right, .. } => {
                let mut relation = self.body(left, around, ctes);
                let other = self.body(right, around, ctes);
                for (column, other) in relation.columns.iter_mut().zip(other.columns) {
                    column.typed = unify(column.typed, other.typed);
                }
                relation
            }
            SetExpr::Values(values) => {
                let mut columns: Vec<Shown> = Vec::new();
                for row in &values.rows {
                    for (at, expr) in row.content.iter().enumerate() {
                        let typed = self.typed(expr, around, 0);
                        match columns.get_mut(at) {
                            Some(column) => column.typed = unify(column.typed, typed),
                            None => columns.push(Shown { name: String::new(), typed }),
                        }
                    }
                }
                Relation { columns, is_open: false }
            }
            _ => Relation::open(),
        }
    }

    fn select(&mut self, select: &Select, around: &Scope<'_>, ctes: &mut Ctes) -> Relation {
        let mut scope = Scope { sources: Vec::new(), around: Some(around) };
        for from in &select.from {
            self.joined(from, around, ctes, &mut scope.sources);
        }
        let mut shown = Relation::default();
        for item in &select.projection {
            match item {
                SelectItem::UnnamedExpr(expr) => {
                    shown.columns.push(Shown { name: own_name(expr), typed: self.typed(expr, &scope, 0) });
                }
                SelectItem::ExprWithAlias { expr, alias } => {
                    shown.columns.push(Shown { name: alias.value.clone(), typed: self.typed(expr, &scope, 0) });
                }
                SelectItem::Wildcard(_) => {
                    all(&mut shown, scope.sources.iter().map(|(_, relation)| relation));
                }
                SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::ObjectName(name), _) => {
                    let name = object(name).name;
                    let named = scope.sources.iter().find(|(own, _)| crate::name::same(own, &name));
                    all(&mut shown, named.map(|(_, relation)| relation));
                }
                _ => shown.is_open = true,
            }
        }
        shown
    }

    fn joined(
        &mut self,
        from: &TableWithJoins,
        around: &Scope<'_>,
        ctes: &mut Ctes,
        sources: &mut Vec<(String, Relation)>,
    ) {
        let first = sources.len();
        self.source(&from.relation, around, ctes, sources);
        for join in &from.joins {
            let before = sources.len();
            self.source(&join.relation, around, ctes, sources);
            use JoinOperator::{FullOuter, Left, LeftOuter, OuterApply, Right, RightOuter};
            let outer = match join.join_operator {
                Left(_) | LeftOuter(_) | OuterApply => before..sources.len(),
                Right(_) | RightOuter(_) => first..before,
                FullOuter(_) => first..sources.len(),
                _ => continue,
            };
            sources[outer].iter_mut().for_each(|(_, relation)| relation.outer());
        }
    }

    fn source(
        &mut self,
        factor: &TableFactor,
        around: &Scope<'_>,
        ctes: &mut Ctes,
        sources: &mut Vec<(String, Relation)>,
    ) {
        match factor {
            TableFactor::Table { name, alias, args: None, .. } => {
                let relation = self.named(name, ctes);
                sources.push((goes_by(alias.as_ref(), name), renamed(relation, alias.as_ref())));
            }
            TableFactor::Derived { subquery, alias, .. } => {
                // Of an APPLY it sees what stands before it.
                let scope = Scope { sources: sources.clone(), around: Some(around) };
                let relation = renamed(self.query(subquery, &scope, ctes), alias.as_ref());
                sources.push((alias.as_ref().map(|alias| alias.name.value.clone()).unwrap_or_default(), relation));
            }
            TableFactor::NestedJoin { table_with_joins, .. } => self.joined(table_with_joins, around, ctes, sources),
            TableFactor::Table { alias, .. }
            | TableFactor::Function { alias, .. }
            | TableFactor::TableFunction { alias, .. }
            | TableFactor::OpenJsonTable { alias, .. }
            | TableFactor::Pivot { alias, .. }
            | TableFactor::Unpivot { alias, .. } => {
                let name = alias.as_ref().map(|alias| alias.name.value.clone()).unwrap_or_default();
                sources.push((name, Relation::open()));
            }
            _ => sources.push((String::new(), Relation::open())),
        }
    }

    fn named(&mut self, name: &SqlName, ctes: &Ctes) -> Relation {
        let object = object(name);
        let cte = ctes.iter().rev().find(|(own, _)| name.0.len() == 1 && crate::name::same(own, &object.name));
        match cte {
            Some((_, relation)) => relation.clone(),
            None => self.resolver.relation(&object).unwrap_or_else(Relation::open),
        }
    }
}

fn all<'a>(shown: &mut Relation, relations: impl IntoIterator<Item = &'a Relation>) {
    for relation in relations {
        shown.columns.extend(relation.columns.iter().cloned());
        shown.is_open |= relation.is_open;
    }
}

fn renamed(relation: Relation, alias: Option<&TableAlias>) -> Relation {
    let names = alias.into_iter().flat_map(|alias| &alias.columns).map(|column| column.name.value.as_str());
    relation.renamed(names)
}

fn object(name: &SqlName) -> ObjectName {
    let part = |from_end: usize| {
        let part = name.0.iter().rev().nth(from_end)?;
        part.as_ident().map(|ident| ident.value.clone())
    };
    ObjectName::new(part(1), part(0).unwrap_or_default())
}

fn goes_by(alias: Option<&TableAlias>, name: &SqlName) -> String {
    alias.map_or_else(|| object(name).name, |alias| alias.name.value.clone())
}

/// The name that a column has without an alias.
fn own_name(expr: &Expr) -> String {
    match expr {
        Expr::Identifier(name) => name.value.clone(),
        Expr::CompoundIdentifier(names) => names.last().map(|name| name.value.clone()).unwrap_or_default(),
        Expr::Nested(inner) => own_name(inner),
        _ => String::new(),
    }
}
