//! Manager × region × table: what is visible, as data and as text.

use super::format::{count, exact, money};
use super::judge::Seen;
use super::load::NONE;
use super::security::{Amount, Security};

pub mod csv;
pub mod html;
pub mod json;

/// Everything that managers see, sorted by manager, table and region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matrix {
    pub managers: Vec<String>,
    /// Regions of the model's table of them, by name.
    pub regions: Vec<String>,
    pub tables: Vec<Table>,
    pub cells: Vec<Entry>,
    /// The table that has the sales: the first with revenue.
    pub main: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub name: String,
    pub has_revenue: bool,
    pub whole: Amount,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub manager: usize,
    pub table: usize,
    /// Empty where the rows are of no region.
    pub region: String,
    pub amount: Amount,
}

impl Matrix {
    pub fn of(security: &Security, seen: &[Seen]) -> Self {
        let evidence = security.evidence;
        let names = security.plan.schema.model.tables.iter().map(|table| table.name.to_string());
        let tables: Vec<Table> = names
            .enumerate()
            .map(|(at, name)| Table {
                name,
                has_revenue: evidence.facts[at].revenue.is_some(),
                whole: security.whole(at).values().fold(Amount::default(), |sum, one| add(sum, *one)),
            })
            .collect();
        let mut regions: Vec<String> =
            evidence.known.iter().map(|region| evidence.regions.name(*region).to_owned()).collect();
        regions.sort();
        let mut cells = Vec::new();
        for (manager, seen) in seen.iter().enumerate() {
            for (table, by_region) in seen.sight.tables.iter().enumerate() {
                let mut entries: Vec<Entry> = by_region
                    .iter()
                    .map(|(region, amount)| {
                        let region = if *region == NONE { "" } else { evidence.regions.name(*region) };
                        Entry { manager, table, region: region.to_owned(), amount: *amount }
                    })
                    .collect();
                entries.sort_by(|a, b| a.region.cmp(&b.region));
                cells.extend(entries);
            }
        }
        let sales = |at: &usize| evidence.facts[*at].source.as_deref() == Some(super::load::SALES);
        let main = (0..tables.len()).find(sales).or_else(|| tables.iter().position(|table| table.has_revenue));
        let managers = seen.iter().map(|seen| seen.manager.name.clone()).collect();
        Self { managers, regions, tables, cells, main }
    }

    pub fn cells_of(&self, manager: usize, table: usize) -> impl Iterator<Item = &Entry> {
        self.cells.iter().filter(move |cell| cell.manager == manager && cell.table == table)
    }

    /// A line a manager and region of one table, aligned.
    pub fn text(&self, table: usize) -> String {
        let Some(shown) = self.tables.get(table) else { return String::new() };
        let mut rows =
            vec![["manager", "region", "rows", if shown.has_revenue { "revenue" } else { "" }].map(str::to_owned)];
        for (manager, name) in self.managers.iter().enumerate() {
            let before = rows.len();
            let mut sum = Amount::default();
            for cell in self.cells_of(manager, table) {
                let region = if cell.region.is_empty() { "(no region)" } else { &cell.region };
                let who = if rows.len() == before { name.as_str() } else { "" };
                rows.push([
                    who.to_owned(),
                    region.to_owned(),
                    count(cell.amount.rows),
                    self.revenue(table, cell.amount),
                ]);
                sum = add(sum, cell.amount);
            }
            match rows.len() - before {
                0 => rows.push([name.clone(), "nothing".to_owned(), "0".to_owned(), String::new()]),
                1 => {}
                _ => rows.push([String::new(), "in all".to_owned(), count(sum.rows), self.revenue(table, sum)]),
            }
        }
        let title = format!(
            "{}: {} rows{}\n\n",
            shown.name,
            count(shown.whole.rows),
            if shown.has_revenue { format!(", {} revenue", money(shown.whole.revenue)) } else { String::new() }
        );
        title + &aligned(&rows, &[false, false, true, true])
    }

    fn revenue(&self, table: usize, amount: Amount) -> String {
        let has_revenue = self.tables.get(table).is_some_and(|table| table.has_revenue);
        if has_revenue { money(amount.revenue) } else { String::new() }
    }
}

pub fn add(a: Amount, b: Amount) -> Amount {
    Amount { rows: a.rows + b.rows, revenue: a.revenue + b.revenue }
}

/// Columns of text, numbers to the right.
pub fn aligned<const N: usize>(rows: &[[String; N]], to_right: &[bool; N]) -> String {
    let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..N).map(width).collect();
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(&widths).zip(to_right).map(|((cell, width), right)| {
            let pad = " ".repeat(width - cell.chars().count());
            if *right { format!("{pad}{cell}") } else { format!("{cell}{pad}") }
        });
        format!("{}\n", cells.collect::<Vec<_>>().join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}

/// The amount as programs read it.
pub(super) fn plain(has_revenue: bool, amount: Amount) -> Option<String> {
    has_revenue.then(|| exact(amount.revenue))
}
