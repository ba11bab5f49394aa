//! etl_run and etl_reject: what a run read, kept and rejected.
//!
//! `etl_run` is the history: a run is appended to what the warehouse has, so that figures can be compared.

use polars_core::prelude::*;
use polars_lazy::dsl::{UnionArgs, col, concat, lit};
use polars_lazy::frame::{IntoLazy, LazyFrame};

use super::{columns, instants};
use crate::etl::raw;

/// What etl_run says of one run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// Hash of source and configuration.
    pub run_id: String,
    /// Names of the source files.
    pub source: String,
    /// SHA-256 of the source's bytes.
    pub source_hash: String,
    pub totals: Totals,
    /// The day to which recency is counted, in days since 1970-01-01.
    pub reference_date: Option<i32>,
    /// When the run was made, in microseconds since 1970-01-01, where that was told.
    pub at: Option<i64>,
}

/// Rows and money (ten-thousandths), kept and rejected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub rows_kept: i64,
    pub rows_rejected: i64,
    pub amount_kept: i64,
    pub amount_rejected: i64,
    /// Of the kept invoices, in microseconds since 1970-01-01.
    pub first_invoice: Option<i64>,
    pub last_invoice: Option<i64>,
    /// Different ones among the rows kept.
    pub invoices: i64,
    pub customers: i64,
    pub products: i64,
}

impl Totals {
    pub fn rows_in(&self) -> i64 {
        self.rows_kept + self.rows_rejected
    }
    pub fn amount_in(&self) -> i64 {
        self.amount_kept + self.amount_rejected
    }
}

/// Counts the kept rows (or fact_sales) and the rejected ones (or etl_reject), those that could not be read included.
pub fn totals(kept: LazyFrame, rejected: LazyFrame) -> PolarsResult<Totals> {
    let named = [raw::INVOICE_NO, raw::CUSTOMER_ID, raw::STOCK_CODE];
    let kept = columns(kept, ["revenue", raw::INVOICE_DATE].into_iter().chain(named))?;
    let different = |name: &str| Ok::<i64, PolarsError>(kept.column(name)?.n_unique()? as i64);
    let [invoices, customers, products] = named.map(different);
    let rejected = columns(rejected, ["amount"])?;
    let dates = instants(&kept, raw::INVOICE_DATE)?;
    Ok(Totals {
        rows_kept: kept.height() as i64,
        rows_rejected: rejected.height() as i64,
        amount_kept: kept.column("revenue")?.i64()?.iter().flatten().sum(),
        amount_rejected: rejected.column("amount")?.i64()?.iter().flatten().sum(),
        first_invoice: dates.iter().min().copied(),
        last_invoice: dates.iter().max().copied(),
        invoices: invoices?,
        customers: customers?,
        products: products?,
    })
}

/// The row of a run, as the first of a history.
pub fn etl_run(run: &Run) -> PolarsResult<LazyFrame> {
    let totals = &run.totals;
    let text = |name: &str, text: &str| Column::new(name.into(), [text]);
    let integer = |name: &str, number: i64| Column::new(name.into(), [number]);
    let instant = |name: &str, instant: Option<i64>| {
        let instant = Int64Chunked::new(name.into(), [instant]);
        instant.into_datetime(TimeUnit::Microseconds, None).into_column()
    };
    let day = Int32Chunked::new("reference_date".into(), [run.reference_date]);
    let table = DataFrame::new_infer_height(vec![
        text("run_id", &run.run_id),
        integer("run_number", 1),
        instant("run_at", run.at),
        text("source", &run.source),
        text("source_hash", &run.source_hash),
        integer("rows_in", totals.rows_in()),
        integer("rows_kept", totals.rows_kept),
        integer("rows_rejected", totals.rows_rejected),
        integer("amount_in", totals.amount_in()),
        integer("amount_kept", totals.amount_kept),
        integer("amount_rejected", totals.amount_rejected),
        integer("invoices", totals.invoices),
        integer("customers", totals.customers),
        integer("products", totals.products),
        instant("first_invoice", totals.first_invoice),
        instant("last_invoice", totals.last_invoice),
        day.into_date().into_column(),
    ])?;
    Ok(table.lazy())
}

/// The history with a run added: a run of the same id is replaced, so that the same run again changes nothing where
/// it was the last one. In the order of the key, as every table is.
pub fn appended(history: &DataFrame, run: &DataFrame) -> PolarsResult<DataFrame> {
    let id = run.column("run_id")?.str()?.get(0).unwrap_or_default().to_owned();
    let earlier = history.clone().lazy().filter(col("run_id").neq(lit(id))).collect()?;
    let highest = earlier.column("run_number")?.i64()?.max().unwrap_or(0);
    let mut run = run.clone();
    run.with_column(Column::new("run_number".into(), [highest + 1]))?;
    concat([earlier.lazy(), run.lazy()], UnionArgs::default())?
        .sort(["run_id"], SortMultipleOptions::default())
        .collect()
}

/// The rejects of reading and of cleaning together. Each has the columns of etl_reject without `run_id`.
pub fn etl_reject(rejected: &[LazyFrame], run_id: &str) -> PolarsResult<LazyFrame> {
    const AFTER_RUN: [&str; 11] = [
        raw::FILE,
        raw::LINE,
        "reason",
        "detail",
        raw::INVOICE_NO,
        raw::INVOICE_DATE,
        raw::CUSTOMER_ID,
        raw::STOCK_CODE,
        raw::QUANTITY,
        raw::UNIT_PRICE,
        "amount",
    ];
    let run_id = lit(run_id.to_owned()).alias("run_id");
    let columns: Vec<_> = [col(raw::ROW), run_id].into_iter().chain(AFTER_RUN.map(col)).collect();
    let rejected: Vec<LazyFrame> = rejected.iter().map(|frame| frame.clone().select(columns.clone())).collect();
    Ok(concat(rejected, UnionArgs::default())?.sort([raw::ROW], SortMultipleOptions::default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::etl::clean::Options;
    use crate::etl::clean::testing::{Row, clean_rows};
    use crate::etl::star::testing::{assert_keeps_the_contract, numbers, texts};

    fn cleaned() -> (DataFrame, DataFrame) {
        let rows = [
            Row { quantity: 4, date: 7, ..Row::default() },
            Row { quantity: -1, ..Row::default() },
            Row { quantity: 2, date: 3, ..Row::default() },
        ];
        clean_rows(&rows, &Options::default())
    }

    #[test]
    fn a_run_tells_what_came_in_and_what_became_of_it() {
        let (kept, rejected) = cleaned();
        let totals = totals(kept.lazy(), rejected.lazy()).expect("counted");
        assert_eq!((totals.rows_in(), totals.rows_kept, totals.rows_rejected), (3, 2, 1));
        assert_eq!((totals.amount_in(), totals.amount_kept, totals.amount_rejected), (125_000, 150_000, -25_000));
        assert_eq!((totals.first_invoice, totals.last_invoice), (Some(3), Some(7)));
        let run = Run {
            run_id: "abc".to_owned(),
            source: "sales.csv".to_owned(),
            source_hash: "def".to_owned(),
            totals,
            reference_date: Some(1),
            at: None,
        };
        let table = etl_run(&run).expect("made").collect().expect("collected");
        assert_keeps_the_contract(&table, "etl_run", &[]);
        assert_eq!(numbers(&table, "rows_in"), [Some(3)]);
        assert_eq!(["invoices", "customers", "products"].map(|name| numbers(&table, name)[0]), [Some(1); 3]);
    }

    #[test]
    fn a_history_grows_by_what_is_new() {
        let run = |id: &str, rows_kept: i64| {
            let totals = Totals { rows_kept, ..Totals::default() };
            let run = Run { run_id: id.to_owned(), totals, ..Run::default() };
            etl_run(&run).expect("made").collect().expect("collected")
        };
        let two = appended(&run("b", 10), &run("a", 20)).expect("appended");
        assert_keeps_the_contract(&two, "etl_run", &[]);
        let shown = |table: &DataFrame| {
            (texts(table, "run_id").into_iter().flatten().collect::<String>(), numbers(table, "run_number"))
        };
        assert_eq!(shown(&two), ("ab".to_owned(), vec![Some(2), Some(1)]));
        assert_eq!(appended(&two, &run("a", 20)).expect("appended"), two, "the same again");
        let back = appended(&two, &run("b", 10)).expect("appended");
        assert_eq!(shown(&back), ("ab".to_owned(), vec![Some(2), Some(3)]));
    }

    #[test]
    fn a_run_that_kept_nothing_has_no_first_and_no_last_invoice() {
        let (kept, rejected) = clean_rows(&[], &Options::default());
        assert_eq!(totals(kept.lazy(), rejected.lazy()).expect("counted"), Totals::default());
    }

    #[test]
    fn rejects_of_several_stages_are_one_table_in_the_order_of_the_source() {
        let (_, late) = cleaned();
        let mut early = late.clone();
        early.replace(raw::ROW, Column::new(raw::ROW.into(), [1_i64])).expect("replaced");
        let rejects = etl_reject(&[late.lazy(), early.lazy()], "abc").expect("made").collect().expect("collected");
        assert_keeps_the_contract(&rejects, "etl_reject", &[]);
        assert_eq!(numbers(&rejects, "sales_line_id"), [Some(1), Some(2)]);
        assert_eq!(texts(&rejects, "run_id"), [Some("abc".to_owned()), Some("abc".to_owned())]);
    }

    #[test]
    fn without_a_reject_the_table_is_empty() {
        let (_, rejected) = clean_rows(&[], &Options::default());
        let rejects = etl_reject(&[rejected.lazy()], "abc").expect("made").collect().expect("collected");
        assert_keeps_the_contract(&rejects, "etl_reject", &[]);
    }
}
