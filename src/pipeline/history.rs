//! The history of runs in the warehouse: a load adds its own to it.

use polars_core::prelude::{DataFrame, PolarsResult};

use crate::catalog::Table;
use crate::etl::star::appended;
use crate::history::{self, Run};
use crate::pipeline::Failure;
use crate::pipeline::workspace::Workspace;
use crate::warehouse::{Error, Warehouse};

const TABLE: &str = "etl_run";

/// Puts the runs that the warehouse knows beside the one that was just loaded. A warehouse that is not there yet, that
/// is damaged (publishing mends it) or whose table is of another shape has no history.
pub fn keep(tables: &mut [(Table, DataFrame)], warehouse: &dyn Warehouse) -> Result<Vec<Run>, Failure> {
    let found = tables.iter_mut().find(|(table, _)| table.name == *TABLE);
    let (_, run) = found.ok_or_else(|| Failure::Bug(format!("the star schema has no `{TABLE}`")))?;
    match warehouse.read(TABLE) {
        Ok(history) if history.schema() == run.schema() => *run = appended(&history, run)?,
        Ok(_) | Err(Error::NoWarehouse { .. } | Error::NoTable { .. } | Error::Damaged { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(runs(run)?)
}

/// Refuses options with which nothing can be told.
pub fn check_options(workspace: &Workspace) -> Result<(), Failure> {
    let faults = history::check(&workspace.config.history);
    if faults.is_empty() { Ok(()) } else { Err(Failure::diagnostics(faults)) }
}

/// The runs that the warehouse knows, oldest first.
pub fn read(warehouse: &dyn Warehouse) -> Result<Vec<Run>, Failure> {
    let history = warehouse.read(TABLE)?;
    if history.column("run_number").is_err() {
        let what = format!("the warehouse has no history: its `{TABLE}` was made by an older pbiforge");
        return Err(Failure::Usage(format!("{what}; run `pbiforge load` first")));
    }
    Ok(runs(&history)?)
}

fn runs(table: &DataFrame) -> PolarsResult<Vec<Run>> {
    let texts = |name: &str| -> PolarsResult<Vec<String>> {
        Ok(table.column(name)?.str()?.iter().map(|text| text.unwrap_or_default().to_owned()).collect())
    };
    let integers = |name: &str| -> PolarsResult<Vec<i64>> {
        Ok(table.column(name)?.i64()?.iter().map(Option::unwrap_or_default).collect())
    };
    let instants = |name: &str| -> PolarsResult<Vec<Option<i64>>> {
        Ok(table.column(name)?.datetime()?.physical().iter().collect())
    };
    let (ids, sources, hashes) = (texts("run_id")?, texts("source")?, texts("source_hash")?);
    let (numbers, at, last_invoice) = (integers("run_number")?, instants("run_at")?, instants("last_invoice")?);
    let (rows_in, rows_rejected) = (integers("rows_in")?, integers("rows_rejected")?);
    let (kept, rejected) = (integers("amount_kept")?, integers("amount_rejected")?);
    let (invoices, customers, products) = (integers("invoices")?, integers("customers")?, integers("products")?);
    let run = |row: usize| Run {
        number: numbers[row],
        id: ids[row].clone(),
        at: at[row],
        source: sources[row].clone(),
        source_hash: hashes[row].clone(),
        rows_in: rows_in[row],
        rows_rejected: rows_rejected[row],
        amount_kept: kept[row],
        amount_rejected: rejected[row],
        invoices: invoices[row],
        customers: customers[row],
        products: products[row],
        last_invoice: last_invoice[row],
    };
    let mut runs: Vec<Run> = (0..table.height()).map(run).collect();
    runs.sort_by_key(|run| run.number);
    Ok(runs)
}
