//! The rows of a plan, read from the warehouse, and for each row what is true of it whatever the model says: its
//! region, its manager, its revenue.
//!
//! A row's region is that of its own column `region`, or of the row that its foreign key in the warehouse names. So
//! a relationship of the model that is missing, switched off or turned round shows as a leak and not as the truth.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::data::{Column, Read, Rows};
use super::evaluate::Evaluator;
use super::plan::{Grouping, Plan};
use super::value::{Value, fold};
use super::world::{Loaded, World};
use super::{NOT_EVALUATED, NOT_UNIQUE, UNKNOWN_ROWS, source};
use crate::catalog::{Catalog, DataType};
use crate::diag::Diagnostic;
use crate::region::ALL;
use crate::tmdl::origins::{DEFAULT, path};

/// The warehouse's names of what access is about.
pub const REGION: &str = "region";
pub const REVENUE: &str = "revenue";
pub const REGIONS: &str = "dim_region";
pub const MANAGERS: &str = "region_manager";
pub const MANAGER: &str = "manager";

pub const SALES: &str = "fact_sales";
pub const CUSTOMERS: &str = "dim_customer";
pub const COUNTRY: &str = "country";

/// No region.
pub const NONE: u32 = u32::MAX;

/// Names of regions, numbered; spellings that the model takes for one are one.
#[derive(Clone, Debug, Default)]
pub struct Regions {
    pub names: Vec<String>,
    numbers: HashMap<String, u32>,
}

/// What is true of the rows of one table.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The table of the warehouse; `None` where it is not known.
    pub source: Option<String>,
    /// A region a row; [`NONE`] where a row has none. Empty where the table's rows have none at all.
    pub regions: Vec<u32>,
    /// Ten-thousandths.
    pub revenue: Option<Vec<i64>>,
    /// The row's own manager, of the table of managers.
    pub owners: Option<Column>,
}

pub struct Evidence<'a> {
    pub world: World<'a>,
    /// As the model's tables.
    pub facts: Vec<Facts>,
    pub regions: Regions,
    /// Regions that there are, by the warehouse's own list of them.
    pub known: BTreeSet<u32>,
    /// Region and manager, as the warehouse has them.
    pub managers: Vec<(String, String)>,
    /// Countries of customers and the region of each, as the warehouse has them.
    pub countries: Vec<(String, String)>,
    pub faults: Vec<Diagnostic>,
}

impl Regions {
    pub fn number(&mut self, name: &str) -> u32 {
        let next = self.names.len() as u32;
        let number = *self.numbers.entry(fold(name)).or_insert(next);
        if number == next {
            self.names.push(name.to_owned());
        }
        number
    }

    pub fn find(&self, name: &str) -> Option<u32> {
        self.numbers.get(&fold(name)).copied()
    }

    pub fn name(&self, number: u32) -> &str {
        self.names.get(number as usize).map_or("", String::as_str)
    }

    /// What stands for all regions together.
    pub fn is_all(&self, number: u32) -> bool {
        fold(self.name(number)) == fold(ALL)
    }
}

/// Reads what the plan needs. Tables whose rows are not known are told, unless they are of no account: `ignored`.
pub fn load<'a, R: Rows>(
    plan: &Plan<'a>,
    catalog: &Catalog,
    rows: &R,
    ignored: &dyn Fn(usize) -> bool,
) -> Result<Evidence<'a>, R::Error> {
    let mut loader = Loader { catalog, rows, read: HashMap::new(), wanted: BTreeMap::new() };
    let mut faults = Vec::new();
    let tables = &plan.schema.model.tables;
    let sources: Vec<Option<String>> = tables
        .iter()
        .enumerate()
        .map(|(at, table)| match source::of(table).and_then(|source| loader.exists(source)) {
            Ok(source) => Some(source),
            Err(why) => {
                if !ignored(at) {
                    let place = plan.origins.place(&path("", "table", table.name.as_str()));
                    let message = format!("the rows of `{}` are not known: {why}", table.name);
                    let help = "where nobody's access is decided by it, list it in `[roles] public`";
                    faults.push(Diagnostic::new(&UNKNOWN_ROWS, message).at(place, "").help(help));
                }
                None
            }
        })
        .collect();
    let mut columns: Vec<Vec<Option<String>>> = Vec::new();
    for (at, table) in tables.iter().enumerate() {
        let mut names = vec![None; table.columns.len()];
        if let Some(source) = &sources[at] {
            loader.want_truth(source, 0);
            for (place, column) in table.columns.iter().enumerate() {
                if !plan.needs.contains(&(at, place)) {
                    continue;
                }
                let name = column.source_column.as_deref().and_then(|name| loader.column(source, name));
                if let Some(name) = &name {
                    loader.want(source, name);
                } else {
                    let path = path(&path("", "table", table.name.as_str()), "column", column.name.as_str());
                    let message = format!(
                        "the values of `{}` are not known: the warehouse's table `{source}` has no such column",
                        plan.schema.shown((at, place))
                    );
                    faults.push(Diagnostic::new(&UNKNOWN_ROWS, message).at(plan.origins.place(&path), ""));
                }
                names[place] = name;
            }
        }
        columns.push(names);
    }
    for table in [REGIONS, MANAGERS, CUSTOMERS] {
        loader.want_truth(table, 0);
    }
    if loader.column(CUSTOMERS, COUNTRY).is_some() && loader.column(CUSTOMERS, REGION).is_some() {
        loader.want(CUSTOMERS, COUNTRY);
    }
    loader.read_all()?;
    let mut regions = Regions::default();
    let known: BTreeSet<u32> = loader.texts(REGIONS, REGION).iter().map(|name| regions.number(name)).collect();
    let pairs = loader.texts(MANAGERS, REGION).into_iter().zip(loader.texts(MANAGERS, MANAGER));
    let managers = pairs.map(|(region, manager)| (region.to_owned(), manager.to_owned())).collect();
    let countries = loader.texts(CUSTOMERS, COUNTRY).into_iter().zip(loader.texts(CUSTOMERS, REGION));
    let countries: BTreeSet<(&str, &str)> = countries.collect();
    let countries = countries.into_iter().map(|(country, region)| (country.to_owned(), region.to_owned())).collect();
    let mut truths: HashMap<String, Option<Vec<u32>>> = HashMap::new();
    let mut facts = Vec::new();
    let mut loaded = Vec::new();
    for (source, names) in sources.iter().zip(&columns) {
        let Some(source) = source else {
            let columns = vec![None; names.len()];
            loaded.push(Loaded { columns, ..Loaded::default() });
            facts.push(Facts::default());
            continue;
        };
        let truth = loader.truth(source, &mut regions, &mut truths, 0);
        let get = |name: &Option<String>| {
            name.as_ref().and_then(|name| loader.get(source, name)).map(|column| column.clone().with_blank_row())
        };
        loaded.push(Loaded {
            rows: loader.count(source),
            is_known: true,
            columns: names.iter().map(get).collect(),
            ..Loaded::default()
        });
        facts.push(Facts {
            source: Some(source.clone()),
            regions: truth.unwrap_or_default(),
            revenue: loader.read.get(source).and_then(|read| read.amounts.clone()),
            owners: (source == MANAGERS).then(|| loader.get(source, MANAGER).cloned()).flatten(),
        });
    }
    let mut world = World::new(plan.schema, loaded);
    // What needs values that are not known has been told by them.
    if faults.is_empty() {
        calculate(plan, &mut world, &mut faults);
    }
    for (edge, join) in plan.schema.edges.iter().zip(&world.joins) {
        if let Some(value) = join.as_ref().and_then(|join| join.repeated.as_ref()).filter(|_| !edge.is_limited) {
            let shown = value.written().unwrap_or_default();
            let message =
                format!("`{}` has `{shown}` twice, on the one side of a relationship", plan.schema.shown(edge.one));
            let place = plan.origins.place(&path("", "relationship", &edge.name));
            faults.push(Diagnostic::new(&NOT_UNIQUE, message).at(place, "of this relationship"));
        }
    }
    Ok(Evidence { world, facts, regions, known, managers, countries, faults })
}

/// Works the calculated columns out, as a refresh does: over all rows, without any role.
fn calculate(plan: &Plan, world: &mut World, faults: &mut Vec<Diagnostic>) {
    for (id, node, grouping) in &plan.calculated {
        if !world.tables.get(id.0).is_some_and(|table| table.is_known) {
            continue;
        }
        let rows = world.rows(id.0);
        let (groups, firsts) = groups(world, id.0, grouping);
        let mut evaluator = Evaluator::new(world, "", None);
        let values: Result<Vec<Value>, _> =
            firsts.iter().map(|row| evaluator.value(node, id.0, *row as usize)).collect();
        match values {
            Ok(values) => {
                let mut codes = groups;
                codes.truncate(rows);
                let column = Column::new(values, codes).with_blank_row();
                if let Some(slot) = world.tables.get_mut(id.0).and_then(|table| table.columns.get_mut(id.1)) {
                    *slot = Some(column);
                }
            }
            Err(fault) => {
                let path =
                    path(&path("", "table", plan.schema.table_name(id.0)), "column", plan.schema.column_name(*id));
                let text = plan.expression(*id).unwrap_or_default();
                let place = plan.origins.inside(&path, DEFAULT, text, fault.span.clone());
                let message = format!("the column `{}` cannot be worked out: {}", plan.schema.shown(*id), fault.what);
                faults.push(Diagnostic::new(&NOT_EVALUATED, message).at(place, ""));
            }
        }
        // Relationships may stand on it.
        if world.schema.edges.iter().any(|edge| edge.many == *id || edge.one == *id) {
            world.connect();
        }
    }
}

/// A group a row, the blank row included, and the first row of each group.
pub fn groups(world: &World, table: usize, grouping: &Grouping) -> (Vec<u32>, Vec<u32>) {
    let rows = world.rows(table) + 1;
    let columns: Vec<&Column> = match grouping {
        Grouping::Rows => return ((0..rows as u32).collect(), (0..rows as u32).collect()),
        Grouping::Columns(columns) => columns.iter().filter_map(|column| world.column((table, *column))).collect(),
    };
    let mut firsts = Vec::new();
    let mut groups = Vec::with_capacity(rows);
    let mut known: HashMap<Vec<u32>, u32> = HashMap::new();
    let mut key = Vec::with_capacity(columns.len());
    for row in 0..rows {
        key.clear();
        key.extend(columns.iter().map(|column| column.codes.get(row).copied().unwrap_or(0)));
        let group = match known.get(&key) {
            Some(group) => *group,
            None => {
                let next = firsts.len() as u32;
                firsts.push(row as u32);
                known.insert(key.clone(), next);
                next
            }
        };
        groups.push(group);
    }
    (groups, firsts)
}

struct Loader<'c, R: Rows> {
    catalog: &'c Catalog,
    rows: &'c R,
    read: HashMap<String, Read>,
    /// By table of the warehouse.
    wanted: BTreeMap<String, Vec<String>>,
}

/// Foreign keys that lead in a circle lead to no region.
const DEEPEST: usize = 8;

impl<R: Rows> Loader<'_, R> {
    fn exists(&self, source: String) -> Result<String, String> {
        match self.catalog.table(&source) {
            Some(_) => Ok(source),
            None => Err(format!("the warehouse has no table `{source}`")),
        }
    }

    /// The warehouse's own spelling of a column of its.
    fn column(&self, table: &str, name: &str) -> Option<String> {
        Some(self.catalog.table(table)?.column(name)?.name.to_string())
    }

    fn want(&mut self, table: &str, column: &str) {
        let wanted = self.wanted.entry(table.to_owned()).or_default();
        if !wanted.iter().any(|known| known == column) {
            wanted.push(column.to_owned());
        }
    }

    /// The column that says a row's region, or a key to a row that has one.
    fn way(&self, table: &str, depth: usize) -> Option<Way> {
        let described = self.catalog.table(table)?;
        if described.column(REGION).is_some() {
            return Some(Way::Own);
        }
        if depth > DEEPEST {
            return None;
        }
        let keys = described.foreign_keys.iter().filter(|key| key.columns.len() == 1 && key.to_columns.len() == 1);
        keys.into_iter().find_map(|key| {
            self.way(key.to_table.as_str(), depth + 1)?;
            let (from, to) = (key.columns[0].to_string(), key.to_columns[0].to_string());
            Some(Way::Over { from, table: key.to_table.to_string(), to })
        })
    }

    fn want_truth(&mut self, table: &str, depth: usize) {
        self.wanted.entry(table.to_owned()).or_default();
        match self.way(table, depth) {
            Some(Way::Own) => self.want(table, REGION),
            Some(Way::Over { from, table: next, to }) => {
                self.want(table, &from);
                self.want(&next, &to);
                self.want_truth(&next, depth + 1);
            }
            None => {}
        }
        if table == MANAGERS && self.column(table, MANAGER).is_some() {
            self.want(table, MANAGER);
        }
    }

    fn read_all(&mut self) -> Result<(), R::Error> {
        for (table, columns) in &self.wanted {
            let Some(described) = self.catalog.table(table) else { continue };
            let names: Vec<&str> = columns.iter().map(String::as_str).collect();
            let amounts = described.column(REVENUE).filter(|column| column.kind == DataType::Money);
            let read = self.rows.read(table, &names, amounts.map(|column| column.name.as_str()))?;
            self.read.insert(table.clone(), read);
        }
        Ok(())
    }

    fn get(&self, table: &str, column: &str) -> Option<&Column> {
        let at = self.wanted.get(table)?.iter().position(|known| known == column)?;
        self.read.get(table)?.columns.get(at)
    }

    fn count(&self, table: &str) -> usize {
        self.read.get(table).map_or(0, |read| read.rows)
    }

    fn texts(&self, table: &str, column: &str) -> Vec<&str> {
        let Some(column) = self.get(table, column) else { return Vec::new() };
        let text = |row: usize| match column.value(row) {
            Value::Text(text) => &**text,
            _ => "",
        };
        (0..column.codes.len()).map(text).collect()
    }

    fn truth(
        &self,
        table: &str,
        regions: &mut Regions,
        known: &mut HashMap<String, Option<Vec<u32>>>,
        depth: usize,
    ) -> Option<Vec<u32>> {
        if let Some(known) = known.get(table) {
            return known.clone();
        }
        let truth = match self.way(table, depth)? {
            Way::Own => self.get(table, REGION).map(|column| {
                let numbers: Vec<u32> = column
                    .values
                    .iter()
                    .map(|value| match value {
                        Value::Text(name) => regions.number(name),
                        _ => NONE,
                    })
                    .collect();
                column.codes.iter().map(|code| numbers.get(*code as usize).copied().unwrap_or(NONE)).collect()
            }),
            Way::Over { from, table: next, to } => {
                let of_next = self.truth(&next, regions, known, depth + 1)?;
                let (from, to) = (self.get(table, &from)?, self.get(&next, &to)?);
                let partner = |value: &Value| {
                    let row = to.code(value).and_then(|code| to.rows(code).first().copied());
                    row.and_then(|row| of_next.get(row as usize).copied()).unwrap_or(NONE)
                };
                let partners: Vec<u32> = from.values.iter().map(partner).collect();
                Some(from.codes.iter().map(|code| partners.get(*code as usize).copied().unwrap_or(NONE)).collect())
            }
        };
        known.insert(table.to_owned(), truth.clone());
        truth
    }
}

enum Way {
    Own,
    Over { from: String, table: String, to: String },
}
