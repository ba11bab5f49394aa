//! One argument, bound as its parameter wants it.

use std::rc::Rc;

use super::binder::{Binder, Row};
use super::columns::Named;
use super::shapes::unwrapped;
use super::types::{Relation, RowColumn, Type};
use super::{Target, rules};
use crate::dax::functions::{Clause, Context, Kind, Parameter, Placement};
use crate::dax::tree::{Expr, ExprKind, Literal};

/// What stands for a parameter.
#[derive(Clone, Debug, Default)]
pub struct Given<'i> {
    pub ty: Type<'i>,
    /// The column, where it is a plain reference.
    pub column: Option<RowColumn<'i>>,
    pub is_measure: bool,
    /// A word such as `DESC`, or the name of a new column.
    pub word: Option<String>,
    pub is_omitted: bool,
}

impl<'i> Given<'i> {
    pub fn of(ty: Type<'i>) -> Self {
        Self { ty, ..Self::default() }
    }
    pub fn word(word: impl Into<String>) -> Self {
        Self { word: Some(word.into()), ..Self::default() }
    }
    pub fn named(named: Named<'i>) -> Self {
        Self { ty: named.ty, column: named.column, is_measure: named.is_measure, ..Self::default() }
    }

    /// Its columns, as far as it has any.
    pub fn relation(&self) -> Rc<Relation<'i>> {
        match &self.column {
            Some(column) => Rc::new(Relation::of(column.clone())),
            None => self.ty.relation(),
        }
    }
}

impl<'i> Binder<'i> {
    /// Binds an argument in the contexts that its parameter gives it.
    pub fn placed(
        &mut self,
        argument: &Expr,
        parameter: &Parameter,
        placement: &Placement,
        before: &[Given<'i>],
        words: Option<&Option<String>>,
    ) -> Given<'i> {
        if let ExprKind::Omitted = argument.kind {
            return Given { is_omitted: true, ..Given::default() };
        }
        if let Some(word) = words.and_then(Option::as_ref)
            && is_word(parameter, word)
        {
            return Given::word(word);
        }
        if let (ExprKind::Literal(Literal::Text(text)), true) =
            (&unwrapped(argument).kind, parameter.kinds.contains(&Kind::Name))
        {
            return Given::word(text);
        }
        let columns_of = |at: usize| {
            let at = placement.arguments(at).find_map(|at| before.get(at));
            at.map_or_else(|| Rc::new(Relation::unknown()), Given::relation)
        };
        match parameter.context {
            Context::Row(table) => {
                let row = Row::Of(columns_of(table));
                self.within(row, |binder| binder.argument(argument, parameter))
            }
            Context::Groups => {
                let group = placement.form.position("group");
                let groups = group.into_iter().flat_map(|group| placement.arguments(group));
                let mut all = Relation::default();
                for one in groups.filter_map(|at| before.get(at)) {
                    all.append(&one.relation());
                }
                self.groups.push(columns_of(0));
                let given = self.within(Row::Of(Rc::new(all)), |binder| binder.argument(argument, parameter));
                self.groups.pop();
                given
            }
            Context::Window => {
                let row = self.windows.last().cloned().unwrap_or(Row::Any);
                self.within(row, |binder| binder.argument(argument, parameter))
            }
            Context::Outer | Context::Filter => {
                let is_clause =
                    |kind: &Kind| matches!(kind, Kind::Clause(Clause::OrderBy | Clause::PartitionBy | Clause::MatchBy));
                if !parameter.kinds.iter().any(is_clause) {
                    return self.argument(argument, parameter);
                }
                let relation = placement.form.position("relation");
                let relation = relation.and_then(|relation| placement.arguments(relation).next());
                let given = relation.and_then(|at| before.get(at));
                let row = match given.map(|given| &given.ty) {
                    Some(Type::Table(relation)) => Row::Of(Rc::clone(relation)),
                    _ => Row::Any,
                };
                self.windows.push(row);
                let given = self.argument(argument, parameter);
                self.windows.pop();
                given
            }
        }
    }

    fn argument(&mut self, argument: &Expr, parameter: &Parameter) -> Given<'i> {
        let takes = |kind: &Kind| parameter.kinds.contains(kind);
        let takes_column =
            parameter.kinds.iter().any(|kind| matches!(kind, Kind::Column(_) | Kind::Measure | Kind::Dates));
        // What is no value is a fault of its kind, and not of a missing row.
        let takes_value = parameter.kinds.iter().any(|kind| !matches!(kind, Kind::Table | Kind::BaseTable));
        let inner = unwrapped(argument);
        match &inner.kind {
            ExprKind::Column(column) if takes_column || !takes_value => Given::named(self.column_reference(column)),
            ExprKind::Column(column) if !takes(&Kind::Filter) => Given::named(self.column_value(column, &inner.span)),
            ExprKind::Name(name) if takes(&Kind::Calendar) && !self.has_variable(&name.text) => {
                match self.index.calendar(&name.text) {
                    Some(calendar) => {
                        self.refer(&name.span, Target::Calendar(calendar));
                        Given::default()
                    }
                    None => Given::of(self.expression(argument)),
                }
            }
            _ if takes(&Kind::Filter) => Given::of(self.filter(argument)),
            _ if takes(&Kind::Dates) => Given::of(self.filtered_rows(argument)),
            _ if takes(&Kind::Rows) => {
                self.constants(argument);
                Given::default()
            }
            ExprKind::Chain(_) | ExprKind::Unary(_) if parameter.is_column() => {
                Given::of(self.within(Row::Any, |binder| binder.expression(argument)))
            }
            _ => {
                let ty = self.expression(argument);
                if parameter.is_scalar() {
                    self.report_all(rules::table_as_scalar::check(&ty, argument));
                }
                Given::of(ty)
            }
        }
    }

    /// An argument of CALCULATE: a predicate reads its columns row by row, a table is what it is.
    pub fn filter(&mut self, argument: &Expr) -> Type<'i> {
        self.report_all(rules::predicate::check(self, argument));
        if let ExprKind::Column(column) = &unwrapped(argument).kind {
            let given = Given::named(self.column_reference(column));
            self.report_all(rules::predicate::bare(&given, column, argument));
            return given.ty;
        }
        let ty = self.filtered_rows(argument);
        self.report_all(rules::predicate::value(&ty, argument));
        ty
    }

    fn filtered_rows(&mut self, argument: &Expr) -> Type<'i> {
        match &unwrapped(argument).kind {
            ExprKind::Call(call) => {
                let function = crate::dax::functions::lookup(&call.function.text);
                let gives_value = function.is_some_and(|function| !function.signature.gives_table());
                match gives_value {
                    true => self.within(Row::Any, |binder| binder.expression(argument)),
                    false => self.expression(argument),
                }
            }
            ExprKind::Block(_) | ExprKind::Name(_) => self.expression(argument),
            _ => self.within(Row::Any, |binder| binder.expression(argument)),
        }
    }

    /// The rows of DATATABLE.
    fn constants(&mut self, rows: &Expr) {
        for cell in rows.children() {
            match cell.kind {
                ExprKind::Table(_) | ExprKind::Row(_) => self.constants(cell),
                _ => drop(self.expression(cell)),
            }
        }
    }
}

pub fn is_word(parameter: &Parameter, word: &str) -> bool {
    let is_axis = || word.split(' ').all(|word| ["ROWS", "COLUMNS"].iter().any(|axis| axis.eq_ignore_ascii_case(word)));
    parameter.words().any(|known| known.eq_ignore_ascii_case(word))
        || parameter.kinds.contains(&Kind::Axis) && is_axis()
}
