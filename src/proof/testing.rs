//! For tests: a model as TMDL and a warehouse in memory.

use std::collections::BTreeMap;
use std::convert::Infallible;

use super::data::{Column, Read, Rows};
use super::load::{Evidence, load};
use super::plan::Plan;
use super::schema::Schema;
use super::value::Value;
use crate::catalog::{self, Catalog, DataType, ForeignKey, TableKind};
use crate::tmdl::{self, Lowered};

/// Tables of columns.
#[derive(Clone, Default)]
pub struct Memory {
    pub tables: BTreeMap<String, Vec<(String, Vec<Value>)>>,
    pub catalog: Catalog,
}

impl Memory {
    /// Rows of texts below a line of names; `-` is BLANK, what is a whole number is one. `key -> table` is a foreign
    /// key to the column of its name.
    pub fn table(mut self, name: &str, text: &str) -> Self {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let header = lines.next().unwrap_or_default();
        let mut names = Vec::new();
        let mut foreign_keys = Vec::new();
        for column in header.split(',').map(str::trim) {
            let (column, to) =
                column.split_once("->").map_or((column, None), |(column, to)| (column.trim(), Some(to.trim())));
            if let Some(to) = to {
                let columns = vec![column.into()];
                foreign_keys.push(ForeignKey { columns: columns.clone(), to_table: to.into(), to_columns: columns });
            }
            names.push(column.to_owned());
        }
        let mut columns: Vec<(String, Vec<Value>)> = names.into_iter().map(|name| (name, Vec::new())).collect();
        for line in lines {
            for ((_, values), cell) in columns.iter_mut().zip(line.split(',').map(str::trim)) {
                values.push(match cell {
                    "-" => Value::Blank,
                    cell => cell.parse().map_or_else(|_| Value::text(cell), Value::Integer),
                });
            }
        }
        let described = columns.iter().map(|(name, _)| catalog::Column {
            name: name.as_str().into(),
            kind: if name == "revenue" { DataType::Money } else { DataType::Text },
            nullable: true,
            description: String::new(),
            statistics: None,
        });
        self.catalog.tables.push(catalog::Table {
            name: name.into(),
            kind: TableKind::Table,
            grain: String::new(),
            description: String::new(),
            columns: described.collect(),
            primary_key: Vec::new(),
            foreign_keys,
            rows: None,
        });
        self.tables.insert(name.to_owned(), columns);
        self
    }
}

impl Rows for Memory {
    type Error = Infallible;

    fn read(&self, table: &str, columns: &[&str], amounts: Option<&str>) -> Result<Read, Infallible> {
        let table = &self.tables[table];
        let get = |name: &str| &table.iter().find(|(known, _)| known == name).expect("the column").1;
        let amount = |value: &Value| (value.number().unwrap_or_default() * 10_000.0) as i64;
        Ok(Read {
            rows: table.first().map_or(0, |(_, values)| values.len()),
            columns: columns.iter().map(|name| Column::of(get(name).iter().cloned())).collect(),
            amounts: amounts.map(|name| get(name).iter().map(amount).collect()),
        })
    }
}

pub fn lower(tmdl: &str) -> Lowered {
    let lowered = tmdl::lower(&[("model.tmdl".to_owned(), tmdl::parse(tmdl))]);
    assert!(lowered.diagnostics.is_empty(), "{:?}", lowered.diagnostics);
    lowered
}

/// A table of the model with all columns of the warehouse's table of that name in lower case.
pub fn table(memory: &Memory, name: &str) -> String {
    let source = name.to_lowercase().replace(' ', "_");
    let columns = memory.tables[&source]
        .iter()
        .map(|(column, _)| format!("\tcolumn '{column}'\n\t\tdataType: string\n\t\tsourceColumn: {column}\n\n"));
    format!(
        "table '{name}'\n\n{}\tpartition P = m\n\t\tsource = #\"Warehouse Table\"(\"{source}\")\n\n",
        columns.collect::<String>()
    )
}

pub fn load_all<'a>(plan: &Plan<'a>, memory: &Memory) -> Evidence<'a> {
    load(plan, &memory.catalog, memory, &|_| false).unwrap_or_else(|never| match never {})
}

/// What the filter shows of the rows of a table: the numbers of the rows, or why there is no answer.
pub fn shown(memory: &Memory, tmdl: &str, table: &str, filter: &str, user: &str) -> Result<Vec<usize>, String> {
    let tables: String = memory.tables.keys().map(|name| self::table(memory, name)).collect();
    let role =
        format!("role R\n\tmodelPermission: read\n\n\ttablePermission '{table}' = {}\n", filter.replace('\n', " "));
    let lowered = lower(&format!("{tables}{tmdl}{role}"));
    let schema = Schema::new(&lowered.model);
    let plan = Plan::new(&schema, &lowered.origins);
    let evidence = load_all(&plan, memory);
    if let Some(fault) = plan.faults.iter().chain(&evidence.faults).next() {
        return Err(fault.message.clone());
    }
    let filter = &plan.roles[0].filters[0];
    let mut evaluator = super::evaluate::Evaluator::new(&evidence.world, user, None);
    let rows = 0..evidence.world.rows(filter.table);
    let shown = rows.map(|row| Ok((row, evaluator.shows(&filter.node, filter.table, row)?)));
    let shown: Result<Vec<(usize, bool)>, super::evaluate::Fault> = shown.collect();
    let shown = shown.map_err(|fault| fault.what)?;
    Ok(shown.into_iter().filter(|(_, shown)| *shown).map(|(row, _)| row).collect())
}
