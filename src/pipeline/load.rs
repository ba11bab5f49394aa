//! The first half of the data side: read, clean, star schema.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use polars_core::prelude::DataFrame;
use polars_lazy::prelude::IntoLazy;
use sha2::{Digest, Sha256};

use crate::analytics::rfm;
use crate::catalog::{Table, contract};
use crate::diag::{Code, Diagnostic, Severity};
use crate::etl::clean::{self, ReasonTotal};
use crate::etl::read::{self, Kind};
use crate::etl::star::{self, ExtraColumn, Totals};
use crate::pipeline::scratch::Scratch;
use crate::pipeline::workspace::Workspace;
use crate::pipeline::{Failure, Progress};
use crate::region::Mapping;
use crate::sample;

pub const CODES: &[&Code] = &[&NOTHING_KEPT];

pub const NOTHING_KEPT: Code = Code {
    id: "ET090",
    name: "nothing-kept",
    severity: Severity::Error,
    explanation: "The cleaning rejected every row of the source, so there is nothing to analyse. The reasons and \
                  their counts say which rule did it: often the customer column is empty, or a column was taken for \
                  another one.\n\n\
                  Wrong:  every row without a customer number\nRight:  at least one sale with customer, quantity and price",
};

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
    pub totals: Totals,
    /// In the order of the rules; only reasons that occur.
    pub rejected: Vec<ReasonTotal>,
}

/// The tables that loading makes.
pub const TABLES: &[&str] =
    &["etl_run", "etl_reject", "dim_region", "region_manager", "dim_date", "dim_product", "dim_customer", "fact_sales"];

pub fn load(workspace: &Workspace, mapping: &Mapping, progress: &mut dyn Progress) -> Result<Loaded, Failure> {
    let rules = workspace.config.clean.resolved();
    let extra = extra_columns(workspace);
    let read::Raw { rows, unreadable, source_hash, sources, warnings, .. } = read_source(workspace, progress)?;

    progress.stage("clean");
    let cleaned = clean::clean(rows.lazy(), &rules)?;
    let run_id = run_id(workspace, mapping, &source_hash);
    let rejected = star::etl_reject(&[unreadable.lazy(), cleaned.rejected], &run_id)?.collect()?;
    let kept = cleaned.kept.collect()?;
    let totals = star::totals(kept.clone().lazy(), rejected.clone().lazy())?;
    let mut reasons = clean::by_reason(rejected.clone().lazy())?;
    reasons.retain(|total| total.rows > 0);
    let figures = Figures { sources, totals, rejected: reasons };
    let Some(last_invoice) = figures.totals.last_invoice else {
        return Err(Failure::diagnostics(vec![nothing_kept(&figures)]));
    };
    let reference_date = rfm::reference_date::reference_date(&workspace.config.rfm, last_invoice);
    let reference_date = reference_date.map_err(|fault| Failure::diagnostics(vec![fault]))?;

    progress.stage("star");
    let run = star::etl_run(&star::Run {
        run_id,
        source: figures.sources.join(", "),
        source_hash,
        totals: figures.totals.clone(),
        reference_date: Some(reference_date),
        at: workspace.run_at,
    })?;
    let kept = || kept.clone().lazy();
    let frames = [
        run,
        rejected.lazy(),
        star::dim_region(mapping)?,
        star::region_manager(mapping)?,
        star::dim_date(kept())?,
        star::dim_product(kept(), &rules, &extra)?,
        star::dim_customer(kept(), mapping, &extra)?,
        star::fact_sales(kept(), &extra),
    ];
    let mut tables = Vec::new();
    for (name, frame) in TABLES.iter().zip(frames) {
        tables.push((table(name, &extra)?, frame.collect()?));
    }
    Ok(Loaded { tables, figures, warnings })
}

fn nothing_kept(figures: &Figures) -> Diagnostic {
    let rows = figures.totals.rows_in();
    let diagnostic = Diagnostic::new(&NOTHING_KEPT, format!("none of the {rows} rows of the source is a sale"));
    let reasons = figures.rejected.iter().map(|total| format!("{} {}", total.rows, total.reason.as_str()));
    let reasons = reasons.collect::<Vec<_>>().join(", ");
    diagnostic
        .note(format!("rejected: {reasons}"))
        .help("look at the columns that `[source.columns]` names, and at `[clean]`")
}

/// The contract's table with the configured extra columns.
pub fn table(name: &str, extra: &[ExtraColumn]) -> Result<Table, Failure> {
    let table = contract::table(name).ok_or_else(|| Failure::Bug(format!("no table `{name}` in the contract")))?;
    Ok(star::with_extra(table, extra))
}

/// The extra columns of the configuration.
pub fn extra_columns(workspace: &Workspace) -> Vec<ExtraColumn> {
    let columns = &workspace.config.source.extra;
    let column = |(name, extra): (&String, &read::Extra)| ExtraColumn {
        name: name.clone(),
        table: extra.table.as_str().to_owned(),
        kind: extra.kind,
        description: extra.description.clone(),
    };
    columns.iter().map(column).collect()
}

fn read_source(workspace: &Workspace, progress: &mut dyn Progress) -> Result<read::Raw, Failure> {
    let options = &workspace.config.source;
    let scratch;
    let paths = match options.kind {
        Kind::Files => read::expand(&workspace.sources, options)?,
        Kind::Sample => {
            progress.stage("sample");
            scratch = Scratch::new().map_err(Failure::world)?;
            vec![write_sample(scratch.path(), &workspace.config.sample, progress)?]
        }
    };
    progress.stage("read");
    Ok(read::read(&paths, options, &mut |done, total| progress.advance(done, total))?)
}

/// The sample goes through a file like any other source, so that it takes the same way.
fn write_sample(folder: &Path, options: &sample::Options, progress: &mut dyn Progress) -> Result<PathBuf, Failure> {
    let path = folder.join("sample.csv");
    let file = File::create(&path).map_err(Failure::world)?;
    let mut out = BufWriter::with_capacity(1 << 20, file);
    let written = sample::write(options, &mut out, &mut |rows| progress.advance(rows, options.rows));
    written.and_then(|_| out.flush()).map_err(Failure::world)?;
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
