//! The columns that measures and visuals need, read once; relationships joined; calculated columns worked out.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::column::{Column, order_of};
use super::compile::Compiler;
use super::evaluate::{Evaluated, Evaluator};
use super::link::{Edge, Link};
use super::node::Node;
use super::reader::Reader;
use super::relation::Row;
use super::{Engine, Measure, Table, folded};
use crate::catalog::{Catalog, DataType};
use crate::model::Model;
use crate::name::same;
use crate::proof::data::{Read, Rows};
use crate::proof::schema::{ColumnId, Schema};
use crate::proof::source;
use crate::proof::value::{Key, Value};
use crate::tmdl::Origins;

/// What is going to be asked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Measures by name; what these use is read as well.
    pub measures: Vec<String>,
    /// Columns of groups, filters and implicit aggregations.
    pub columns: Vec<(String, String)>,
}

impl Wanted {
    /// Every measure and every column.
    pub fn everything(model: &Model) -> Self {
        let columns = model
            .tables
            .iter()
            .flat_map(|table| table.columns.iter().map(|column| (table.name.to_string(), column.name.to_string())));
        Self {
            measures: model.measures().map(|(_, measure)| measure.name.to_string()).collect(),
            columns: columns.collect(),
        }
    }
}

type Calculated = BTreeMap<ColumnId, (Evaluated<Node>, BTreeSet<ColumnId>)>;

impl<'a> Engine<'a> {
    pub fn load<R: Rows>(
        model: &'a Model,
        origins: &'a Origins,
        catalog: &Catalog,
        rows: &R,
        wanted: &Wanted,
    ) -> Result<Self, R::Error> {
        let schema = Schema::new(model);
        let links: Vec<Link> = Link::all(&schema, model);
        let mut measures: Vec<Measure> = Vec::new();
        let mut names: FxHashMap<String, usize> = FxHashMap::default();
        for (at, table) in model.tables.iter().enumerate() {
            for measure in &table.measures {
                names.entry(folded(measure.name.as_str())).or_insert(measures.len());
                measures.push(Measure {
                    table: at,
                    name: measure.name.to_string(),
                    text: measure.expression.clone(),
                    format: measure.format_string.clone(),
                    node: Err(super::evaluate::refused(&(0..0), "a measure that was not asked for")),
                });
            }
        }
        let mut compiler = Compiler::new(&schema, &links, &names, 0);
        let mut compiled: BTreeMap<usize, Evaluated<Node>> = BTreeMap::new();
        compiler.uses.extend(wanted.measures.iter().filter_map(|name| names.get(&folded(name))));
        for (table, column) in &wanted.columns {
            let table = schema.table(table);
            compiler.needs.extend(table.and_then(|table| Some((table, schema.column(table, column)?))));
        }
        let mut calculated = Calculated::new();
        loop {
            if let Some(next) = compiler.uses.iter().copied().find(|at| !compiled.contains_key(at)) {
                let node = compiler.expression(&measures[next].text, None);
                compiled.insert(next, node);
                continue;
            }
            more_columns(&mut compiler, &schema);
            let expression = |id: &ColumnId| model.tables.get(id.0)?.columns.get(id.1)?.expression.as_deref();
            let next =
                compiler.needs.iter().copied().find(|id| expression(id).is_some() && !calculated.contains_key(id));
            let Some((id, text)) = next.and_then(|id| Some((id, expression(&id)?))) else { break };
            let before = std::mem::take(&mut compiler.needs);
            let node = compiler.expression(text, Some(id.0));
            let own = std::mem::replace(&mut compiler.needs, before);
            compiler.needs.extend(own.iter().copied());
            calculated.insert(id, (node, own));
        }
        let Compiler { needs, reads, .. } = compiler;
        let tables = read(model, catalog, rows, &needs, &reads)?;
        for (at, node) in compiled {
            measures[at].node = node;
        }
        let paths = (0..tables.len()).map(|_| FxHashMap::default()).collect();
        let mut engine = Engine { schema, origins, tables, links, edges: Vec::new(), measures, names, paths };
        engine.find_keys(catalog);
        engine.connect();
        engine.calculate(calculated);
        Ok(engine)
    }

    /// Joins the tables by the columns that there are.
    fn connect(&mut self) {
        let edges: Vec<Edge> =
            self.links.iter().map(|link| self.join(link).unwrap_or_else(|| Edge::unknown(link))).collect();
        for table in &mut self.tables {
            table.has_blank = false;
        }
        for edge in edges.iter().filter(|edge| edge.is_known) {
            let blank = edge.ones as u32 - 1;
            let real = edge.to_one.len() - 1;
            let has_orphans = edge.is_active && edge.to_one.iter().take(real).any(|one| *one == blank);
            if let Some(table) = self.tables.get_mut(edge.one.0).filter(|_| has_orphans) {
                table.has_blank = true;
            }
        }
        // The blank row of a table leads to that of its own one side.
        for _ in 0..edges.len() {
            for edge in edges.iter().filter(|edge| edge.is_known && edge.is_active) {
                let spreads = self.tables.get(edge.many.0).is_some_and(|table| table.has_blank);
                if let Some(table) = self.tables.get_mut(edge.one.0).filter(|_| spreads) {
                    table.has_blank = true;
                }
            }
        }
        self.edges = edges;
        let count = self.tables.len();
        let path = |from: usize| {
            let to = |to: usize| Some((to, self.edge_path(from, to, &|edge| self.edges[edge].is_active)?));
            (0..count).filter_map(to).collect()
        };
        self.paths = (0..count).map(path).collect();
        // The key of a date table: it is marked as one, or joined by a column of dates.
        for at in 0..count {
            let Some(table) = self.schema.model.tables.get(at) else { continue };
            let is_marked = table.data_category.as_deref().is_some_and(|category| same(category, "Time"));
            let key = table.columns.iter().position(|column| column.is_key).filter(|_| is_marked);
            let is_date = |place: usize| {
                let kind = table.columns.get(place).and_then(|column| column.data_type.as_deref());
                kind.is_some_and(|kind| same(kind, "dateTime"))
            };
            let joined = || {
                let ends = self.edges.iter().filter(|edge| edge.is_active && edge.one.0 == at).map(|edge| edge.one.1);
                ends.into_iter().find(|place| is_date(*place))
            };
            self.tables[at].date = key.or_else(joined);
        }
    }

    fn join(&self, link: &Link) -> Option<Edge> {
        if link.is_limited {
            return None;
        }
        let (from, to) = (self.column(link.many)?, self.column(link.one)?);
        let blank_row = self.rows(link.one.0) as u32;
        let partner = |value: &Value| match value {
            Value::Blank => blank_row,
            value => {
                to.code(value).and_then(|code| to.rows().rows(code as usize).first().copied()).unwrap_or(blank_row)
            }
        };
        let partners: Vec<u32> = from.values.iter().map(partner).collect();
        let to_one = from.codes.iter().map(|code| partners[*code as usize]).collect();
        Some(Edge::new(link, to_one, blank_row as usize + 1))
    }

    /// What the model or the catalog says is unique, and what is on the one side of a relationship.
    fn find_keys(&mut self, catalog: &Catalog) {
        for (at, table) in self.schema.model.tables.iter().enumerate() {
            let mut keys: Vec<Vec<usize>> = Vec::new();
            keys.extend(table.columns.iter().position(|column| column.is_key).map(|place| vec![place]));
            keys.extend(
                self.links.iter().filter(|link| link.one.0 == at && !link.is_limited).map(|link| vec![link.one.1]),
            );
            let described = source::of(table).ok().and_then(|source| catalog.table(&source));
            if let Some(described) = described.filter(|described| !described.primary_key.is_empty()) {
                let place = |name: &crate::name::ColumnName| {
                    table
                        .columns
                        .iter()
                        .position(|column| column.source_column.as_deref().is_some_and(|of| *name == *of))
                };
                keys.extend(described.primary_key.iter().map(place).collect::<Option<Vec<usize>>>());
            }
            keys.sort_unstable();
            keys.dedup();
            self.tables[at].keys = keys;
        }
    }

    /// Works the calculated columns out, as a refresh does: over all rows and for nobody, each behind those that it
    /// needs.
    fn calculate(&mut self, mut open: Calculated) {
        loop {
            let is_ready = |needs: &BTreeSet<ColumnId>| needs.iter().all(|need| !open.contains_key(need));
            let next = open.iter().find(|(_, (_, needs))| is_ready(needs)).map(|(id, _)| *id);
            let Some((id, (node, _))) = next.and_then(|id| Some((id, open.remove(&id)?))) else { break };
            let column = node.and_then(|node| self.values_of(id.0, &node));
            match column {
                Ok(column) => self.tables[id.0].columns[id.1] = Some(column),
                Err(fault) => {
                    self.tables[id.0].faults.insert(id.1, fault.what);
                }
            }
            if self.links.iter().any(|link| link.many == id || link.one == id) {
                self.connect();
            }
        }
        for (id, _) in open {
            self.tables[id.0].faults.insert(id.1, "it needs itself to be worked out".to_owned());
        }
    }

    fn values_of(&self, table: usize, node: &Node) -> Evaluated<Column> {
        let mut evaluator = Evaluator::new(self, &Reader::everybody());
        evaluator.known(&node.span, table)?;
        let mut values = Vec::new();
        let mut known: FxHashMap<Key, u32> = FxHashMap::default();
        let mut codes = Vec::with_capacity(self.rows(table));
        // What is made of one column is worked out once for each of its values.
        let source = node.only_cell().and_then(|place| self.column((table, place)));
        let mut done: Vec<Option<u32>> = vec![None; source.map_or(0, |source| source.values.len())];
        for row in 0..self.rows(table) as u32 {
            let from = source.map(|source| source.code_at(row as usize) as usize);
            if let Some(code) = from.and_then(|from| *done.get(from)?) {
                codes.push(code);
                continue;
            }
            evaluator.rows.push(Row::Base(table, row));
            evaluator.batches.push(None);
            let value = evaluator.scalar(node);
            evaluator.rows.pop();
            evaluator.batches.pop();
            let value = value?;
            let code = *known.entry(value.key()).or_insert_with(|| {
                values.push(value);
                (values.len() - 1) as u32
            });
            if let Some(place) = from.and_then(|from| done.get_mut(from)) {
                *place = Some(code);
            }
            codes.push(code);
        }
        Ok(Column::of(values, codes, false))
    }

    /// For each code of a column the place of its values in the order in which they are shown.
    pub fn sort_places(&self, id: ColumnId) -> Vec<u32> {
        let Some(column) = self.column(id) else { return Vec::new() };
        let by = self.schema.model.tables.get(id.0).and_then(|table| {
            let name = table.columns.get(id.1)?.sort_by_column.as_ref()?;
            self.column((id.0, self.schema.column(id.0, name.as_str())?))
        });
        let Some(by) = by else { return column.ranks().to_vec() };
        let first =
            |code: u32| column.rows().rows(code as usize).first().map_or(by.blank, |row| by.code_at(*row as usize));
        let mut order: Vec<u32> = (0..column.values.len() as u32).collect();
        order.sort_by(|a, b| {
            let of = |code: &u32| by.ranks().get(first(*code) as usize);
            of(a).cmp(&of(b)).then_with(|| order_of(column.value_of(*a), column.value_of(*b)))
        });
        let mut places = vec![0; order.len()];
        for (place, code) in order.iter().enumerate() {
            places[*code as usize] = place as u32;
        }
        places
    }
}

/// What is needed beside what is named: columns to sort by, keys of relationships, all columns of tables whose rows
/// become filters and that have no key.
fn more_columns(compiler: &mut Compiler, schema: &Schema) {
    let mut touched: BTreeSet<usize> = compiler.needs.iter().map(|id| id.0).collect();
    touched.extend(&compiler.reads);
    // Everything that a filter can come from, or that says whether there is a blank row.
    loop {
        let more = compiler.links.iter().flat_map(|link| {
            match (touched.contains(&link.many.0), touched.contains(&link.one.0)) {
                (true, false) => Some(link.one.0),
                (false, true) => Some(link.many.0),
                _ => None,
            }
        });
        let more: Vec<usize> = more.collect();
        if more.is_empty() {
            break;
        }
        touched.extend(more);
    }
    for link in compiler.links.iter().filter(|link| touched.contains(&link.many.0)) {
        compiler.needs.extend([link.many, link.one]);
    }
    for table in compiler.wholes.clone() {
        let has_key = compiler.links.iter().any(|link| link.one.0 == table && !link.is_limited);
        let columns = schema.model.tables.get(table).map(|table| table.columns.as_slice()).unwrap_or_default();
        if !has_key && !columns.iter().any(|column| column.is_key) {
            compiler.needs.extend((0..columns.len()).map(|at| (table, at)));
        }
    }
    for id in compiler.needs.clone() {
        let by = schema.model.tables.get(id.0).and_then(|table| table.columns.get(id.1)?.sort_by_column.as_ref());
        compiler.needs.extend(by.and_then(|by| Some((id.0, schema.column(id.0, by.as_str())?))));
    }
}

fn read<R: Rows>(
    model: &Model,
    catalog: &Catalog,
    rows: &R,
    needs: &BTreeSet<ColumnId>,
    reads: &BTreeSet<usize>,
) -> Result<Vec<Table>, R::Error> {
    let mut tables = Vec::new();
    let mut wanted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut sources: Vec<Option<String>> = Vec::new();
    for (at, table) in model.tables.iter().enumerate() {
        let mut loaded = Table { columns: table.columns.iter().map(|_| None).collect(), ..Table::default() };
        let own: Vec<usize> = needs.iter().filter(|id| id.0 == at).map(|id| id.1).collect();
        let source = match source::of(table) {
            Ok(source) if catalog.table(&source).is_some() => Some(source),
            Ok(source) => {
                loaded.unknown = Some(format!("the warehouse has no table `{source}`"));
                None
            }
            Err(why) => {
                loaded.unknown = Some(why);
                None
            }
        };
        let source = source.filter(|_| !own.is_empty() || reads.contains(&at));
        if let Some((source, described)) = source.as_ref().and_then(|source| Some((source, catalog.table(source)?))) {
            let columns = wanted.entry(source.clone()).or_default();
            for place in own {
                let Some(column) = table.columns.get(place).filter(|column| column.expression.is_none()) else {
                    continue;
                };
                match column.source_column.as_deref().and_then(|name| described.column(name)) {
                    Some(found) => {
                        columns.insert(found.name.to_string());
                    }
                    None => {
                        loaded.faults.insert(place, format!("the warehouse's table `{source}` has no such column"));
                    }
                }
            }
        }
        tables.push(loaded);
        sources.push(source);
    }
    let mut found: BTreeMap<&str, (Vec<&str>, Read)> = BTreeMap::new();
    for (source, columns) in &wanted {
        let names: Vec<&str> = columns.iter().map(String::as_str).collect();
        let read = rows.read(source, &names, None)?;
        found.insert(source, (names, read));
    }
    for ((at, table), loaded) in model.tables.iter().enumerate().zip(&mut tables) {
        let Some(source) = sources.get(at).and_then(Option::as_deref) else { continue };
        let Some((names, read)) = found.get(source) else { continue };
        let described = catalog.table(source);
        loaded.rows = read.rows;
        for (place, column) in table.columns.iter().enumerate() {
            let is_needed = needs.contains(&(at, place)) && column.expression.is_none();
            let described =
                column.source_column.as_deref().and_then(|name| described?.column(name)).filter(|_| is_needed);
            let Some(described) = described else { continue };
            let values = names.iter().position(|name| described.name == **name).and_then(|at| read.columns.get(at));
            if let Some(slot) = loaded.columns.get_mut(place) {
                *slot = values.map(|values| Column::new(values, described.kind == DataType::Money));
            }
        }
    }
    Ok(tables)
}
