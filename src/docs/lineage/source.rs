//! Which tables of the warehouse the query of a table reads, and what it calls their columns.
//!
//! Looser than [`crate::proof::source`]: rows may be dropped or joined on the way, for what is asked is only where
//! values come from.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::Catalog;
use crate::docs::project::Project;
use crate::m::{self, AccessKind, Expr, ExprKind, Parsed};
use crate::model::{Model, PropertyValue, Table};
use crate::name::same;

/// The queries of a model by the name that others call them by.
pub struct Queries {
    shared: BTreeMap<String, Parsed>,
    tables: BTreeMap<String, Vec<Parsed>>,
}

/// Where the rows of a table come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Tables of the catalog.
    pub tables: BTreeSet<usize>,
    /// New name of a column to the old one.
    pub renamed: BTreeMap<String, String>,
}

/// What a query says by itself.
#[derive(Default)]
struct Said {
    tables: BTreeSet<String>,
    queries: BTreeSet<String>,
    renamed: BTreeMap<String, String>,
}

/// Every table of the models with the tables of the catalog that it reads.
pub fn shown(catalog: &Catalog, project: &Project) -> Vec<(String, BTreeSet<usize>)> {
    let mut found = Vec::new();
    for (_, model) in &project.models {
        let queries = Queries::read(model);
        found.extend(model.tables.iter().map(|table| (table.name.to_string(), queries.of(table, catalog).tables)));
    }
    found
}

impl Queries {
    pub fn read(model: &Model) -> Self {
        let is_m = |kind: &str| kind.eq_ignore_ascii_case("m");
        let of_table = |table: &Table| {
            let sources = table.partitions.iter().filter(|one| is_m(&one.kind)).map(|one| m::parse(&one.source));
            (table.name.to_string(), sources.collect())
        };
        Self {
            shared: model.expressions.iter().map(|one| (one.name.clone(), m::parse(&one.expression))).collect(),
            tables: model.tables.iter().map(of_table).collect(),
        }
    }

    pub fn of(&self, table: &Table, catalog: &Catalog) -> Origin {
        let mut said = Said::default();
        let mut seen = BTreeSet::new();
        for partition in self.tables.get(table.name.as_str()).into_iter().flatten() {
            read(partition, &mut said);
        }
        // A query that this one builds on may itself read the warehouse.
        while let Some(name) = said.queries.pop_first() {
            if !seen.insert(name.clone()) {
                continue;
            }
            let others = self.tables.get(&name).into_iter().flatten().filter(|_| name != table.name.as_str());
            self.shared.get(&name).into_iter().chain(others).for_each(|parsed| read(parsed, &mut said));
        }
        // Direct Lake names the entity itself.
        let entities = table.partitions.iter().flat_map(|one| &one.more).filter(|one| one.name == "entityName");
        said.tables.extend(entities.filter_map(|property| match &property.value {
            PropertyValue::Text(text) => Some(text.clone()),
            _ => None,
        }));
        let found = |name: &String| catalog.tables.iter().position(|one| same(one.name.as_str(), name));
        Origin { tables: said.tables.iter().filter_map(found).collect(), renamed: said.renamed }
    }
}

impl Origin {
    /// What a column of the query is called in the warehouse: `fact_sales.revenue`.
    pub fn columns(&self, column: &str, catalog: &Catalog) -> Vec<String> {
        let mut column = column;
        for _ in 0..self.renamed.len() {
            match self.renamed.get(column) {
                Some(old) => column = old,
                None => break,
            }
        }
        let tables = self.tables.iter().filter_map(|at| catalog.tables.get(*at));
        let found = tables.filter(|table| table.column(column).is_some());
        found.map(|table| format!("{}.{column}", table.name)).collect()
    }
}

fn read(parsed: &Parsed, said: &mut Said) {
    if let Some(expression) = parsed.expression() {
        visit(expression, said);
    }
}

fn visit(expression: &Expr, said: &mut Said) {
    match &expression.kind {
        ExprKind::Name { name, .. } => drop(said.queries.insert(name.clone())),
        ExprKind::Access { of, accesses } => {
            for access in accesses {
                match &access.kind {
                    // `{[Schema = "dbo", Item = "fact_sales"]}`
                    AccessKind::Item { index, .. } => {
                        let ExprKind::Record(fields) = &index.kind else { continue };
                        let named =
                            fields.iter().filter(|field| ["Item", "Name", "Id"].contains(&field.name.text.as_str()));
                        said.tables.extend(named.filter_map(|field| text(&field.value)));
                    }
                    AccessKind::Call(arguments) => call(of, arguments, said),
                    _ => {}
                }
            }
        }
        _ => {}
    }
    m::walk::children(expression, &mut |child| visit(child, said));
}

fn call(of: &Expr, arguments: &[Expr], said: &mut Said) {
    let ExprKind::Name { name, .. } = &of.kind else { return };
    match (name.as_str(), arguments) {
        ("Table.RenameColumns", [_, pairs, ..]) => renames(pairs, said),
        // A function of the library is none that reads a table by its name.
        (name, arguments) if !name.contains('.') => said.tables.extend(arguments.iter().filter_map(text)),
        _ => {}
    }
}

/// `{{"old", "new"}, …}`, or one pair alone.
fn renames(pairs: &Expr, said: &mut Said) {
    let ExprKind::List(items) = &pairs.kind else { return };
    if let [old, new] = items.as_slice()
        && let (Some(old), Some(new)) = (text(&old.start), text(&new.start))
    {
        said.renamed.insert(new, old);
        return;
    }
    items.iter().for_each(|item| renames(&item.start, said));
}

fn text(expression: &Expr) -> Option<String> {
    match &expression.kind {
        ExprKind::Text(text) => Some(text.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::contract::contract;
    use crate::model::{NamedExpression, Partition};

    fn origin(queries: &[(&str, &str)], source: &str) -> (Vec<String>, Origin) {
        let partition = Partition { kind: "m".to_owned(), source: source.to_owned(), ..Partition::default() };
        let table = Table { name: "T".into(), partitions: vec![partition], ..Table::default() };
        let shared = |(name, text): &(&str, &str)| NamedExpression {
            name: (*name).to_owned(),
            expression: (*text).to_owned(),
            ..NamedExpression::default()
        };
        let model = Model {
            tables: vec![table.clone()],
            expressions: queries.iter().map(shared).collect(),
            ..Model::default()
        };
        let catalog = contract();
        let origin = Queries::read(&model).of(&table, &catalog);
        (origin.tables.iter().map(|at| catalog.tables[*at].name.to_string()).collect(), origin)
    }

    #[test]
    fn the_tables_of_a_query_are_found_through_others_and_renames_are_undone() {
        let (tables, _) = origin(&[], "let S = #\"Warehouse Table\"(\"fact_sales\") in S");
        assert_eq!(tables, ["fact_sales"]);
        let server = "let S = Sql.Database(\"s\", \"d\"), R = S{[Schema=\"dbo\",Item=\"DIM_PRODUCT\"]}[Data], \
                      N = Table.RenameColumns(R, {{\"stock_code\", \"Code\"}}), M = Table.RenameColumns(N, {\"Code\", \"SKU\"}) in M";
        let (tables, origin_) = origin(&[("Raw", server)], "Table.Distinct(Raw)");
        assert_eq!(tables, ["dim_product"]);
        assert_eq!(origin_.columns("SKU", &contract()), ["dim_product.stock_code"]);
        assert_eq!(origin_.columns("nothing", &contract()), Vec::<String>::new());
        // Names of columns are none of tables.
        assert!(origin(&[], "#table({\"fact_sales\"}, {{\"dim_region\"}})").0.is_empty());
        assert!(origin(&[("A", "B"), ("B", "A")], "A").0.is_empty());
    }
}
