//! Queries: what they define, and what they evaluate.

use std::rc::Rc;

use super::binder::{Binder, Row};
use super::index::{Column, Function, Index, Measure, Table};
use super::types::{Relation, Type};
use super::variables::Variable;
use super::{Bound, Site, SitePlace, Target, rules};
use crate::dax::tree::query::{Definition, DefinitionKind, Evaluation, Query};
use crate::dax::tree::{Expr, Name};

/// A query over [`Index::with_query`] of itself. Its type is that of the last `EVALUATE`.
pub fn bind_query<'i>(index: &'i Index, query: &Query) -> Bound<'i> {
    let mut binder = Binder::new(index, Site { place: SitePlace::Query, home: None });
    for definition in &query.definitions {
        binder.definition(definition);
    }
    let mut ty = Type::Unknown;
    for evaluation in &query.evaluations {
        ty = binder.evaluation(evaluation);
    }
    binder.finish(ty)
}

impl Index {
    /// The model with what the query defines.
    pub fn with_query(&self, query: &Query) -> Index {
        let mut index = self.clone();
        for definition in &query.definitions {
            match &definition.kind {
                DefinitionKind::Measure { table, name, .. } => {
                    let table = table.as_ref().map_or("", |table| table.text.as_str());
                    let at = index.position(table).unwrap_or_else(|| index.add_table(Table::of_query(table)));
                    index.add_measure(at, Measure { name: name.text.clone(), is_of_query: true, ..Measure::default() });
                }
                DefinitionKind::Column { table, name, .. } => {
                    let table = table.as_ref().map_or("", |table| table.text.as_str());
                    let column = Column { name: name.text.clone(), is_of_query: true, ..Column::default() };
                    if let Some(table) = index.position(table).and_then(|at| index.table_mut(at)) {
                        table.add_column(column);
                    }
                }
                DefinitionKind::Table { name, .. } => {
                    index.add_table(Table::of_query(&name.text));
                }
                DefinitionKind::Function { name, function } => {
                    let (name, tree) = (name.text.clone(), Some(function.clone()));
                    index.add_function(Function { name, tree, is_of_query: true });
                }
                DefinitionKind::Variable { .. } | DefinitionKind::MParameter { .. } => {}
            }
        }
        index
    }
}

impl<'i> Binder<'i> {
    fn definition(&mut self, definition: &Definition) {
        match &definition.kind {
            DefinitionKind::Measure { table, name, value } => {
                let home = self.home_of(table.as_ref());
                if let Some((home, measure)) = home.and_then(|home| Some((home, home.measure(&name.text)?))) {
                    self.refer(&name.span, Target::Measure(home, measure));
                }
                let ty = self.at_home(home, value);
                if let Some(measure) = home.and_then(|home| home.measure(&name.text)) {
                    measure.value.set(ty.value());
                }
            }
            DefinitionKind::Column { table, name, value } => {
                let home = self.home_of(table.as_ref());
                let row = home.map_or(Row::Any, |home| Row::Of(Rc::new(Relation::base(home))));
                let ty = self.within(row, |binder| binder.at_home(home, value));
                if let Some((home, column)) = home.and_then(|home| Some((home, home.column(&name.text)?))) {
                    self.refer(&name.span, Target::Column(home, column));
                    column.value.set(ty.value());
                }
            }
            DefinitionKind::Table { name, value, shape } => {
                let ty = self.expression(value);
                let relation = ty.relation();
                for expression in shape.iter().flat_map(|shape| shape.expressions()) {
                    self.within(Row::Of(Rc::clone(&relation)), |binder| binder.expression(expression));
                }
                if let Some(table) = self.index.table(&name.text) {
                    self.refer(&name.span, Target::Table(table));
                    if !relation.open && shape.is_none() {
                        let column = |given: super::RowColumn| Column {
                            name: (*given.name).to_owned(),
                            value: given.value.into(),
                            is_of_query: true,
                            ..Column::default()
                        };
                        table.infer(relation.columns().map(column).collect());
                    }
                }
            }
            DefinitionKind::Variable { name, value } => {
                let ty = self.expression(value);
                let name = name.clone();
                self.variables.push(Variable { name, ty, is_parameter: false, is_used: true });
            }
            DefinitionKind::MParameter { value, .. } => {
                self.expression(value);
            }
            DefinitionKind::Function { name, function } => {
                if let Some(own) = self.index.function(&name.text) {
                    self.refer(&name.span, Target::UserFunction(own));
                }
                self.function(function);
            }
        }
    }

    /// The table that a definition belongs to.
    fn home_of(&mut self, table: Option<&Name>) -> Option<&'i Table> {
        let name = table?;
        let found = self.index.table(&name.text).filter(|found| !found.is_of_query || found.columns().next().is_some());
        match found {
            Some(found) => self.refer(&name.span, Target::Table(found)),
            None if self.index.table(&name.text).is_none_or(Table::is_open) => {
                let fault = rules::unknown_name::unknown_table(self, name);
                self.report(fault);
            }
            None => {}
        }
        self.index.table(&name.text)
    }

    fn at_home(&mut self, home: Option<&'i Table>, value: &Expr) -> Type<'i> {
        let before = std::mem::replace(&mut self.home, home);
        let ty = self.expression(value);
        self.home = before;
        ty
    }

    fn evaluation(&mut self, evaluation: &Evaluation) -> Type<'i> {
        let ty = self.expression(&evaluation.table);
        let relation = ty.relation();
        for key in &evaluation.order_by {
            let row = Row::Of(Rc::clone(&relation));
            let fault = rules::order_by::check(self.index, &relation, &key.key);
            match fault {
                Some(fault) => self.report(fault),
                None => drop(self.within(row, |binder| binder.expression(&key.key))),
            }
        }
        for value in &evaluation.start_at {
            self.expression(value);
        }
        ty
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bind::testing;
    use crate::dax::parse_query;

    fn faults(text: &str) -> Vec<&'static str> {
        let parsed = parse_query(text);
        assert_eq!(parsed.errors, [], "{text}");
        let index = testing::index().with_query(&parsed.tree);
        bind_query(&index, &parsed.tree).faults.iter().map(|fault| fault.code.id).collect()
    }

    #[test]
    fn what_a_query_defines_is_known_in_it() {
        let sound = [
            "EVALUATE Sales ORDER BY Sales[Amount] DESC, Sales[Date]",
            "DEFINE MEASURE Sales[Double] = [Revenue] * 2 EVALUATE ROW(\"d\", [Double] + Sales[Double])",
            "DEFINE VAR big = FILTER(Sales, Sales[Amount] > 1) EVALUATE big ORDER BY Sales[Amount]",
            "DEFINE TABLE Big = ADDCOLUMNS(VALUES(Sales[Note]), \"n\", 1) EVALUATE FILTER(Big, Big[n] > 0)",
            "DEFINE COLUMN Sales[Net] = Sales[Amount] * 0.8 EVALUATE ROW(\"n\", SUM(Sales[Net]))",
            "DEFINE FUNCTION Twice = (x : NUMERIC) => x * 2 EVALUATE { Twice(2) }",
            "EVALUATE SUMMARIZECOLUMNS(Product[Color], \"r\", [Revenue]) ORDER BY [r] DESC, Product[Color]",
        ];
        for query in sound {
            assert_eq!(faults(query), [""; 0], "{query}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_query_is_said() {
        assert_eq!(faults("EVALUATE Slaes"), ["DX103"]);
        assert_eq!(faults("DEFINE MEASURE Slaes[x] = 1 EVALUATE ROW(\"x\", [x])"), ["DX100"]);
        assert_eq!(faults("EVALUATE VALUES(Sales[Note]) ORDER BY Sales[Amount]"), ["DX126"]);
        assert_eq!(faults("EVALUATE ROW(\"a\", 1) ORDER BY [b]"), ["DX102"]);
    }
}
