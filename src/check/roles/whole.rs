//! The model as the rules about roles ask for it: looked up once, asked for every role and table.

use std::collections::{BTreeMap, BTreeSet};

use super::constant::constant;
use super::secured::{is_filter, permission_path};
use super::{harmless, public};
use crate::bind::{SitePlace, Target};
use crate::check::context::Context;
use crate::check::dax::Bound;
use crate::check::dax_trees::Tree;
use crate::check::ends::is_one_to_one;
use crate::model::{Role, Table, TablePermission};
use crate::rls::reach::{Direction, Ways, is_active, is_secure_both_ways};

/// Names of tables are in lower case.
pub struct Model<'m, 'a> {
    pub context: &'m Context<'a>,
    /// Where the filters of roles go.
    pub security: Ways,
    /// The filters of roles by their path.
    filters: BTreeMap<&'m str, &'m Tree<'a>>,
    /// Tables that every reader may see, or that hold nothing of anybody.
    pub open: BTreeSet<String>,
    /// Table to the table that its rows look up.
    pub looks_up: BTreeMap<String, &'a str>,
    /// Columns that relationships join by: of them each table has one, and it says nothing.
    pub keys: BTreeSet<(String, String)>,
    /// Table to a role that filters it by the row.
    pub filtered_by: BTreeMap<String, &'a str>,
    /// Table to a measure that reads its numbers.
    pub added_up_by: BTreeMap<String, &'a str>,
    /// Calculated tables and columns, with the tables that they read.
    pub reckoned: Vec<(&'m Bound<'a>, BTreeSet<String>)>,
}

impl<'m, 'a> Model<'m, 'a> {
    pub fn new(context: &'m Context<'a>) -> Self {
        let filters = context.trees.iter().filter(|tree| tree.dax.place == SitePlace::RowFilter);
        let security = Ways::new(context.model, |one| Direction {
            down: is_active(one),
            // Of one to one it is not said which end is which.
            up: is_active(one) && (is_secure_both_ways(one) || is_one_to_one(one)),
        });
        let open = context.model.tables.iter();
        let open = open.filter(|table| public::reason(table).is_some() || harmless::is_harmless(context, table));
        let active = context.model.relationships.iter().filter(|one| is_active(one));
        let ends = context.model.relationships.iter().flat_map(|one| [&one.from, &one.to]);
        let keys: BTreeSet<_> =
            ends.map(|end| (end.table.as_str().to_lowercase(), end.column.as_str().to_lowercase())).collect();
        let mut model = Self {
            context,
            security,
            filters: filters.map(|tree| (tree.dax.path.as_str(), tree)).collect(),
            open: open.map(|table| table.name.as_str().to_lowercase()).collect(),
            looks_up: active.map(|one| (one.from.table.as_str().to_lowercase(), one.to.table.as_str())).collect(),
            filtered_by: BTreeMap::new(),
            added_up_by: added_up(context, &keys),
            keys,
            reckoned: reckoned(context),
        };
        for role in &context.model.roles {
            for permission in role.table_permissions.iter().filter(|one| is_filter(one)) {
                if model.constant(role, permission).is_none() {
                    let table = permission.table.as_str().to_lowercase();
                    model.filtered_by.entry(table).or_insert(role.name.as_str());
                }
            }
        }
        model
    }

    /// What the filter comes to for every row; `None` where it depends on the row.
    pub fn constant(&self, role: &Role, permission: &TablePermission) -> Option<bool> {
        self.filter(role, permission).and_then(|tree| constant(tree.root))
    }

    pub fn filter(&self, role: &Role, permission: &TablePermission) -> Option<&'m Tree<'a>> {
        self.filters.get(permission_path(role, permission).as_str()).copied()
    }

    /// Whether a filter on the table would reach any other.
    pub fn filters_another(&self, table: &Table) -> bool {
        self.security.from([table.name.as_str()]).len() > 1
    }

    /// Whether a filter on the table would reach one of these.
    pub fn filters_one_of(&self, table: &Table, covered: &BTreeSet<String>) -> bool {
        self.security.from([table.name.as_str()]).intersection(covered).next().is_some()
    }
}

fn added_up<'a>(context: &Context<'a>, keys: &BTreeSet<(String, String)>) -> BTreeMap<String, &'a str> {
    let mut found = BTreeMap::new();
    for one in context.dax.iter().filter(|one| one.dax.place == SitePlace::Measure) {
        for reference in &one.expression.bound.references {
            let Target::Column(table, column) = &reference.target else { continue };
            let home = context.model.table(&table.name);
            let kind = home.and_then(|home| home.column(&column.name)?.data_type.as_deref()).unwrap_or_default();
            if keys.contains(&(table.name.to_lowercase(), column.name.to_lowercase())) {
                continue;
            }
            if ["int64", "double", "decimal"].iter().any(|number| number.eq_ignore_ascii_case(kind)) {
                found.entry(table.name.to_lowercase()).or_insert(one.dax.name.unwrap_or_default());
            }
        }
    }
    found
}

fn reckoned<'m, 'a>(context: &'m Context<'a>) -> Vec<(&'m Bound<'a>, BTreeSet<String>)> {
    let measures = context.dax.iter().filter(|one| one.dax.place == SitePlace::Measure);
    let measures: BTreeMap<String, &Bound> =
        measures.filter_map(|one| Some((one.dax.name?.to_lowercase(), one))).collect();
    let reckoned = context.dax.iter();
    let reckoned =
        reckoned.filter(|one| matches!(one.dax.place, SitePlace::CalculatedTable | SitePlace::CalculatedColumn));
    reckoned.map(|one| (one, tables_read(one, &measures))).collect()
}

/// The tables that an expression reads, by itself or by its measures.
fn tables_read(bound: &Bound, measures: &BTreeMap<String, &Bound>) -> BTreeSet<String> {
    let (mut tables, mut seen) = (BTreeSet::new(), BTreeSet::new());
    let mut waiting = vec![bound];
    while let Some(bound) = waiting.pop() {
        for reference in &bound.expression.bound.references {
            match &reference.target {
                Target::Table(table) | Target::Column(table, _) => drop(tables.insert(table.name.to_lowercase())),
                Target::Measure(_, measure) if seen.insert(measure.name.to_lowercase()) => {
                    waiting.extend(measures.get(&measure.name.to_lowercase()));
                }
                _ => {}
            }
        }
    }
    tables
}
