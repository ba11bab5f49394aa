//! `CALCULATE`: which filters hold within it.
//!
//! In this order, as Power BI has it: the filters are evaluated outside; the rows around become filters; filters are
//! taken away and relationships chosen; then the new filters take the place of those on the same columns, or narrow
//! them within `KEEPFILTERS`.

use std::rc::Rc;

use super::compile::{Entry, Shaped, entry, table};
use super::context::{Filter, Way};
use super::evaluate::{Evaluated, Evaluator, Out, fails, refused};
use super::node::{Bound, Kind, Node};
use super::operators::compare;
use super::relation::{Coded, Rel, Row};
use super::table;
use crate::dax::Span;
use crate::dax::tree::Operator;
use crate::proof::schema::ColumnId;
use crate::proof::value::Value;

pub const FUNCTIONS: &[Entry] = &[
    entry("REMOVEFILTERS", "*x", misplaced),
    table("ALL", "*x", Shaped::Named, table::all),
    table("ALLNOBLANKROW", "x*c", Shaped::Named, table::all_no_blank),
    table("ALLEXCEPT", "xc*c", Shaped::As(0), table::all_except),
    table("ALLSELECTED", "?x*c", Shaped::Named, table::all_selected),
    entry("USERELATIONSHIP", "cc", misplaced),
    entry("CROSSFILTER", "ccw", misplaced),
];

/// What an argument of `CALCULATE` does.
enum Change {
    Remove(Gone),
    /// To what holds outside the visual, of these columns; `None` is everything.
    Restore(Option<Gone>),
    Way(usize, Way),
    Add {
        filters: Vec<Rc<Filter>>,
        keeps: bool,
    },
}

/// Filters that are taken away.
#[derive(Default)]
pub struct Gone {
    pub columns: Vec<ColumnId>,
    /// With all their columns.
    pub tables: Vec<usize>,
    pub everything: bool,
    pub but: Vec<ColumnId>,
}

pub fn misplaced(_: &mut Evaluator, node: &Node, _: &[Node]) -> Evaluated<Out> {
    let name = if let Kind::Call { name, .. } = &node.kind { name } else { "this" };
    Err(fails(&node.span, format!("`{name}` where it is no filter of `CALCULATE`")))
}

pub fn calculate(evaluator: &mut Evaluator, _: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let [body, filters @ ..] = arguments else { return Ok(Out::Scalar(Value::Blank)) };
    evaluator.calculated(&body.span, filters, |this| this.scalar(body)).map(Out::Scalar)
}

pub fn calculate_table(evaluator: &mut Evaluator, _: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let [body, filters @ ..] = arguments else { return Ok(Out::Scalar(Value::Blank)) };
    evaluator.calculated(&body.span, filters, |this| this.table(body)).map(Out::Table)
}

impl Evaluator<'_> {
    pub fn calculated<T>(
        &mut self,
        span: &Span,
        filters: &[Node],
        work: impl FnOnce(&mut Self) -> Evaluated<T>,
    ) -> Evaluated<T> {
        let changes = filters.iter().map(|node| self.change(node)).collect::<Evaluated<Vec<Change>>>()?;
        let start = self.transition(span)?;
        if changes.is_empty() {
            return self.within(start, work);
        }
        let mut list = start.filters.clone();
        let mut ways = start.ways.of.clone();
        for (node, change) in filters.iter().zip(&changes) {
            match change {
                Change::Remove(gone) => list = self.without(&node.span, &list, gone)?,
                Change::Restore(gone) => {
                    let outer = self.outer.filters.clone();
                    let Some(gone) = gone else {
                        list = outer;
                        continue;
                    };
                    list = self.without(&node.span, &list, gone)?;
                    for filter in outer {
                        match self.touches(&filter, gone) {
                            (true, false) => self.interner.add(&mut list, filter),
                            (true, true) => {
                                return Err(refused(&node.span, "`ALLSELECTED` of a part of a filter's columns"));
                            }
                            _ => {}
                        }
                    }
                }
                Change::Way(edge, way) => {
                    let tables = |at: usize| (self.engine.edges[at].many.0, self.engine.edges[at].one.0);
                    let between = tables(*edge);
                    if *way != Way::Off {
                        // Of the relationships between two tables only one is followed.
                        for at in (0..ways.len()).filter(|at| at != edge) {
                            if tables(at) == between || tables(at) == (between.1, between.0) {
                                ways[at] = Way::Off;
                            }
                        }
                    }
                    ways[*edge] = *way;
                }
                Change::Add { .. } => {}
            }
        }
        for (node, change) in filters.iter().zip(&changes) {
            if let Change::Add { filters, keeps: false } = change {
                list = self.overwritten(&node.span, &list, filters)?;
            }
        }
        for change in changes {
            if let Change::Add { filters, .. } = change {
                filters.into_iter().for_each(|filter| self.interner.add(&mut list, filter));
            }
        }
        let mut context = start.with(list);
        context.ways = self.interner.ways(ways);
        self.within(Rc::new(context), work)
    }

    fn change(&mut self, node: &Node) -> Evaluated<Change> {
        let span = &node.span;
        let Kind::Call { name, arguments, .. } = &node.kind else {
            return Ok(Change::Add { filters: self.filters_of(node)?, keeps: false });
        };
        Ok(match *name {
            "REMOVEFILTERS" | "ALL" | "ALLNOBLANKROW" => Change::Remove(gone(arguments)),
            "ALLEXCEPT" => {
                let mut all = gone(arguments.get(..1).unwrap_or_default());
                all.but = gone(arguments.get(1..).unwrap_or_default()).columns;
                Change::Remove(all)
            }
            "ALLSELECTED" => {
                self.not_iterated(span)?;
                if self.rows.len() > self.turned.max(self.frame) {
                    return Err(refused(span, "`ALLSELECTED` within an iteration that becomes a filter"));
                }
                Change::Restore((!arguments.is_empty()).then(|| gone(arguments)))
            }
            "USERELATIONSHIP" | "CROSSFILTER" => {
                let columns = gone(arguments).columns;
                let edge = self.engine.edges.iter().position(|edge| {
                    edge.is_known && (columns == [edge.many, edge.one] || columns == [edge.one, edge.many])
                });
                let edge = edge.ok_or_else(|| {
                    refused(span, format!("`{name}` of a relationship that is not there, or is many to many"))
                })?;
                let both = if self.engine.edges[edge].both { Way::Both } else { Way::Down };
                let way = match arguments.get(2).and_then(Node::word) {
                    None => both,
                    Some("NONE") => Way::Off,
                    Some("BOTH") => Way::Both,
                    Some("ONEWAY") => Way::Down,
                    Some(word) => return Err(refused(span, format!("`CROSSFILTER` with `{word}`"))),
                };
                Change::Way(edge, way)
            }
            "KEEPFILTERS" => match arguments.first() {
                Some(inner) => Change::Add { filters: self.filters_of(inner)?, keeps: true },
                None => return Err(refused(span, "`KEEPFILTERS` without a filter")),
            },
            _ => Change::Add { filters: self.filters_of(node)?, keeps: false },
        })
    }

    /// What is outside of a visual is another thing within an iteration whose rows have become filters.
    pub fn not_iterated(&self, span: &Span) -> Evaluated<()> {
        match self.context.is_iterated {
            true => Err(refused(span, "`ALLSELECTED` within an iteration that becomes a filter")),
            false => Ok(()),
        }
    }

    /// A table or a condition as filters.
    fn filters_of(&mut self, node: &Node) -> Evaluated<Vec<Rc<Filter>>> {
        let span = &node.span;
        if let Kind::Predicate { columns, is_true, is_constant, bounds } = &node.kind {
            if let Some(known) = self.constants.get(&node.id) {
                return Ok(vec![known.clone()]);
            }
            let filter = match (bounds, columns.as_slice()) {
                (Some(bounds), [one]) => self.between(span, *one, bounds)?,
                _ => self.fulfilling(span, columns, is_true)?,
            };
            if *is_constant {
                self.constants.insert(node.id, filter.clone());
            }
            return Ok(vec![filter]);
        }
        let rel = self.table(node)?;
        self.filters_of_rows(node, &rel)
    }

    pub fn filters_of_rows(&mut self, node: &Node, rel: &Rel) -> Evaluated<Vec<Rc<Filter>>> {
        Ok(match rel {
            Rel::Base(table, rows) => vec![self.interner.rows(*table, rows.clone(), Vec::new())],
            Rel::Coded(coded) => vec![self.interner.tuples(coded.columns.clone(), coded.codes.clone())],
            Rel::Made(rows) => {
                let shape = node.shape.clone().unwrap_or_default();
                let origins = shape.columns.iter().enumerate().filter_map(|(at, column)| Some((at, column.origin?)));
                let origins: Vec<(usize, ColumnId)> = origins.collect();
                if origins.is_empty() {
                    return Ok(Vec::new());
                }
                let mut codes = Vec::new();
                for row in rows {
                    let mut tuple = Vec::new();
                    for (at, id) in &origins {
                        tuple.extend(row.get(*at).and_then(|value| self.engine.column(*id)?.code(value)));
                    }
                    if tuple.len() == origins.len() {
                        codes.extend(tuple);
                    }
                }
                vec![self.interner.tuples(origins.into_iter().map(|(_, id)| id).collect(), codes)]
            }
        })
    }

    /// The values of a column between bounds, found in its order.
    fn between(&mut self, span: &Span, id: ColumnId, bounds: &[Bound]) -> Evaluated<Rc<Filter>> {
        let column = self.column(span, id)?;
        // BLANK stands first in the order, and is compared as zero.
        let order = column.order().get(1..).unwrap_or_default();
        let (mut from, mut to, mut takes_blank) = (0, order.len(), true);
        for bound in bounds {
            let value = self.scalar(&bound.value)?;
            takes_blank &= compare(span, bound.operator, &Value::Blank, &value)?;
            if let Some(first) = order.first() {
                compare(span, bound.operator, column.value_of(*first), &value)?;
            }
            let below = |operator: Operator| {
                order.partition_point(|code| compare(span, operator, column.value_of(*code), &value).unwrap_or(false))
            };
            match bound.operator {
                Operator::Less => to = to.min(below(Operator::Less)),
                Operator::LessOrEqual => to = to.min(below(Operator::LessOrEqual)),
                Operator::Greater => from = from.max(below(Operator::LessOrEqual)),
                Operator::GreaterOrEqual => from = from.max(below(Operator::Less)),
                _ => {
                    from = from.max(below(Operator::Less));
                    to = to.min(below(Operator::LessOrEqual));
                }
            }
        }
        let mut codes: Vec<u32> = order.get(from..to.max(from)).unwrap_or_default().to_vec();
        codes.extend(takes_blank.then_some(column.blank));
        Ok(self.interner.codes(id, codes))
    }

    /// The values, or combinations of values of columns of one table, of which the condition is true.
    fn fulfilling(&mut self, span: &Span, columns: &[ColumnId], is_true: &Node) -> Evaluated<Rc<Filter>> {
        let codes = match columns {
            [one] => (0..self.column(span, *one)?.values.len() as u32).collect(),
            several => {
                let table = several.first().map_or(0, |column| column.0);
                self.combinations(span, several, &self.engine.everything(table))?
            }
        };
        let coded = Rc::new(Coded { columns: columns.to_vec(), codes });
        let mut kept = Vec::new();
        for at in 0..coded.len() {
            self.rows.push(Row::Coded(coded.clone(), at));
            self.batches.push(None);
            let holds = self.truth(is_true);
            self.batches.pop();
            self.rows.pop();
            if holds? {
                kept.extend_from_slice(coded.row(at));
            }
        }
        Ok(self.interner.tuples(columns.to_vec(), kept))
    }
}

pub fn gone(arguments: &[Node]) -> Gone {
    let mut gone = Gone { everything: arguments.is_empty(), ..Gone::default() };
    for argument in arguments {
        match &argument.kind {
            Kind::Column(id) => gone.columns.push(*id),
            Kind::Table(table) => gone.tables.push(*table),
            _ => {}
        }
    }
    gone
}
