//! The first half of the data side: read, clean, star schema.

use polars_core::prelude::DataFrame;
use polars_lazy::prelude::IntoLazy;
use sha2::{Digest, Sha256};

use crate::catalog::{DataType, Table, contract};
use crate::diag::Diagnostic;
use crate::etl::read::{self, Kind};
use crate::etl::star::{self, ExtraColumn};
use crate::etl::{Reason, clean};
use crate::pipeline::workspace::Workspace;
use crate::pipeline::{Failure, Progress};
use crate::region::Mapping;
use crate::sample;

/// The star schema and the record of the load, ready to be published or analysed.
pub struct Loaded {
    /// In an order in which foreign keys only point backwards.
    pub tables: Vec<(Table, DataFrame)>,
    pub figures: Figures,
    pub warnings: Vec<Diagnostic>,
}

/// What was read, kept and rejected.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    pub sources: Vec<String>,
    pub rows_in: i64,
    pub rows_kept: i64,
    /// Ten-thousandths, as all money here.
    pub amount_kept: i64,
    pub amount_in: i64,
    /// Reason, rows and amount, in the order of the rules; only reasons that occur.
    pub rejected: Vec<(&'static str, i64, i64)>,
}

/// The tables that loading makes.
pub const TABLES: &[&str] = &[
    "etl_run",
    "etl_reject",
    "dim_region",
    "region_manager",
    "dim_date",
    "dim_product",
    "dim_customer",
    "fact_sales",
];

pub fn load(workspace: &Workspace, mapping: &Mapping, progress: &mut dyn Progress) -> Result<Loaded, Failure> {
    let rules = workspace.config.clean.resolved();
    let extra = extra_columns(workspace);
    let raw = read_source(workspace, progress)?;
    if let Some(nothing) = read::nothing_to_keep(&raw) {
        return Err(Failure::diagnostics(vec![nothing]));
    }
    progress.stage("clean");
    let (sources, rows_in, source_hash) = (raw.sources, raw.rows_in, raw.source_hash);
    let (warnings, unreadable) = (raw.warnings, raw.unreadable);
    let cleaned = clean::clean(raw.rows.lazy(), &rules)?;
    let kept = cleaned.kept.collect()?;
    let rejected = join(unreadable, cleaned.rejected.collect()?)?;
    if kept.height() == 0 {
        return Err(Failure::diagnostics(vec![clean::nothing_kept(rows_in, &rejected)]));
    }

    progress.stage("star");
    let run_id = run_id(workspace, mapping, &source_hash);
    let mut figures = Figures { sources, rows_in: rows_in as i64, ..Figures::default() };
    count(&mut figures, &kept, &rejected)?;
    let run = star::etl_run(&star::Run {
        run_id: &run_id,
        source: &figures.sources.join(", "),
        source_hash: &source_hash,
        rows_in: figures.rows_in,
        rows_kept: figures.rows_kept,
        amount_in: figures.amount_in,
        amount_kept: figures.amount_kept,
        reference_date: workspace.config.rfm.reference_date.as_deref(),
        kept: &kept,
    })?;
    let kept = || kept.clone().lazy();
    let frames = [
        run.lazy(),
        star::etl_reject(rejected.lazy(), &run_id),
        star::dim_region(mapping),
        star::region_manager(mapping),
        star::dim_date(kept()),
        star::dim_product(kept(), &rules, &extra),
        star::dim_customer(kept(), mapping, &extra),
        star::fact_sales(kept(), &extra),
    ];
    let mut tables = Vec::new();
    for (name, frame) in TABLES.iter().zip(frames) {
        tables.push((table(name, &extra)?, frame.collect()?));
    }
    Ok(Loaded { tables, figures, warnings })
}

/// The contract's table with the configured extra columns.
pub fn table(name: &str, extra: &[ExtraColumn]) -> Result<Table, Failure> {
    let table = contract::table(name).ok_or_else(|| Failure::Bug(format!("no table `{name}` in the contract")))?;
    Ok(star::with_extra(table, extra))
}

/// The extra columns of the configuration.
pub fn extra_columns(workspace: &Workspace) -> Vec<ExtraColumn> {
    let columns = &workspace.config.source.extra;
    columns.iter().map(|(name, extra)| extra.to_column(name)).collect()
}

fn read_source(workspace: &Workspace, progress: &mut dyn Progress) -> Result<read::Raw, Failure> {
    let options = &workspace.config.source;
    let sample_folder;
    let paths = match options.kind {
        Kind::Files => read::expand(&workspace.base, options)?,
        Kind::Sample => {
            progress.stage("sample");
            sample_folder = tempfile::tempdir().map_err(Failure::world)?;
            vec![write_sample(sample_folder.path(), &workspace.config.sample, progress)?]
        }
    };
    progress.stage("read");
    Ok(read::read(&paths, options, &mut |done, total| progress.advance(done, total))?)
}

/// The sample goes through a file like any other source, so that it takes the same way.
fn write_sample(
    folder: &std::path::Path,
    options: &sample::Options,
    progress: &mut dyn Progress,
) -> Result<std::path::PathBuf, Failure> {
    let path = folder.join("sample.csv");
    let file = std::fs::File::create(&path).map_err(Failure::world)?;
    let mut out = std::io::BufWriter::with_capacity(1 << 20, file);
    sample::write(options, &mut out, &mut |rows| progress.advance(rows, options.rows)).map_err(Failure::world)?;
    std::io::Write::flush(&mut out).map_err(Failure::world)?;
    Ok(path)
}

/// Hash of the source and of everything that decides what becomes of it; not of where it lies.
fn run_id(workspace: &Workspace, mapping: &Mapping, source_hash: &str) -> String {
    let config = &workspace.config;
    let decided = serde_json::json!({
        "source": source_hash,
        "columns": config.source.columns,
        "extra": config.source.extra,
        "dayfirst": config.source.dayfirst,
        "decimal_comma": config.source.decimal_comma,
        "clean": config.clean,
        "rfm": config.rfm,
        "cohort": config.cohort,
        "basket": config.basket,
        "countries": mapping.countries,
        "managers": mapping.managers,
    });
    Sha256::digest(decided.to_string().as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// Unreadable rows and rejected ones, in the order of the source.
fn join(unreadable: DataFrame, rejected: DataFrame) -> Result<DataFrame, Failure> {
    let all = unreadable.vstack(&rejected)?;
    Ok(all.sort(["sales_line_id"], Default::default())?)
}

fn count(figures: &mut Figures, kept: &DataFrame, rejected: &DataFrame) -> Result<(), Failure> {
    figures.rows_kept = kept.height() as i64;
    figures.amount_kept = kept.column("revenue")?.i64()?.sum().unwrap_or(0);
    let (reasons, amounts) = (rejected.column("reason")?.str()?, rejected.column("amount")?.i64()?);
    let mut sums = std::collections::BTreeMap::<&str, (i64, i64)>::new();
    for (reason, amount) in reasons.into_iter().zip(amounts) {
        let sum = sums.entry(reason.unwrap_or_default()).or_default();
        *sum = (sum.0 + 1, sum.1 + amount.unwrap_or(0));
    }
    for reason in Reason::ALL {
        if let Some((rows, amount)) = sums.get(reason.as_str()) {
            figures.rejected.push((reason.as_str(), *rows, *amount));
        }
    }
    figures.amount_in = figures.amount_kept + figures.rejected.iter().map(|(_, _, amount)| amount).sum::<i64>();
    Ok(())
}

impl read::Extra {
    fn to_column(&self, name: &str) -> ExtraColumn {
        ExtraColumn {
            name: name.to_owned(),
            table: self.table.as_str().to_owned(),
            kind: DataType::parse(self.kind.as_str()).unwrap_or(DataType::Text),
            description: self.description.clone(),
        }
    }
}
