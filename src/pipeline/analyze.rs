//! The second half of the data side: customer analytics over the star schema.

use polars_core::prelude::DataFrame;
use polars_lazy::prelude::{IntoLazy, LazyFrame};

use crate::analytics::{self, basket, cohort, customer_360, customer_month, rfm, segment_profile};
use crate::catalog::Table;
use crate::diag::Diagnostic;
use crate::etl::star::ExtraColumn;
use crate::pipeline::load::table;
use crate::pipeline::workspace::Workspace;
use crate::pipeline::{Failure, Progress};

/// The star schema as frames: from a load that has just run, or from the warehouse.
pub struct Star {
    pub fact_sales: DataFrame,
    pub dim_customer: DataFrame,
    pub dim_product: DataFrame,
}

pub struct Analyzed {
    pub tables: Vec<(Table, DataFrame)>,
    pub warnings: Vec<Diagnostic>,
}

/// The tables that analysing makes, in an order in which foreign keys only point backwards.
pub const TABLES: &[&str] = &[
    "fact_customer_month",
    "customer_rfm",
    "segment_profile",
    "cohort_retention",
    "basket_rule",
    "vw_customer_360",
    "vw_customer",
];

impl Star {
    pub fn take(tables: &[(Table, DataFrame)]) -> Result<Self, Failure> {
        let find = |name: &str| {
            let found = tables.iter().find(|(table, _)| table.name == *name).map(|(_, frame)| frame.clone());
            found.ok_or_else(|| Failure::Bug(format!("the star schema has no `{name}`")))
        };
        Ok(Self {
            fact_sales: find("fact_sales")?,
            dim_customer: find("dim_customer")?,
            dim_product: find("dim_product")?,
        })
    }
}

/// What is odd about the options of the analytics; what is wrong with them is a failure. Asked before anything is
/// read, so that a wrong option does not cost a load.
pub fn check_options(workspace: &Workspace) -> Result<Vec<Diagnostic>, Failure> {
    let config = &workspace.config;
    let faults = [rfm::check(&config.rfm), cohort::check(&config.cohort), basket::check(&config.basket)].concat();
    if faults.iter().any(Diagnostic::is_error) { Err(Failure::diagnostics(faults)) } else { Ok(faults) }
}

pub fn analyze(
    workspace: &Workspace,
    star: &Star,
    extra: &[ExtraColumn],
    progress: &mut dyn Progress,
) -> Result<Analyzed, Failure> {
    let config = &workspace.config;
    let sales = || star.fact_sales.clone().lazy();
    let customers = || star.dim_customer.clone().lazy();

    let faults = check_options(workspace)?;

    progress.stage("rfm");
    let Some(last_invoice) = analytics::last_invoice(sales())? else {
        return Err(Failure::Usage("the star schema has no sales: run `pbiforge load` first".to_owned()));
    };
    let reference = rfm::reference_date::reference_date(&config.rfm, last_invoice);
    let reference = reference.map_err(|fault| Failure::diagnostics(vec![fault]))?;
    let customer_360 = customer_360::customer_360(sales(), customers()).collect()?;
    let scores = rfm::rfm(customer_360.clone().lazy(), sales(), reference, &config.rfm).collect()?;
    let profile = segment_profile::segment_profile(scores.clone().lazy(), &config.rfm).collect()?;
    let mut warnings = faults;
    warnings.extend(segment_profile::verdict(&profile)?);
    let customer = customer_360::customer(customers(), customer_360.clone().lazy(), scores.clone().lazy()).collect()?;

    progress.stage("cohorts");
    let months = customer_month::customer_month(sales()).collect()?;
    let cohorts =
        cohort::cohort_retention(months.clone().lazy(), customers(), last_invoice, &config.cohort).collect()?;

    progress.stage("basket");
    let products: LazyFrame = star.dim_product.clone().lazy();
    let rules = basket::basket_rule(sales(), products, customers(), &config.basket)?.collect()?;

    let frames = [months, scores, profile, cohorts, rules, customer_360, customer];
    let mut tables = Vec::new();
    for (name, frame) in TABLES.iter().zip(frames) {
        tables.push((table(name, extra)?, frame));
    }
    Ok(Analyzed { tables, warnings })
}

impl From<basket::Error> for Failure {
    fn from(error: basket::Error) -> Self {
        match (error.diagnostic(), error) {
            (Some(diagnostic), _) => Failure::diagnostics(vec![diagnostic]),
            (None, basket::Error::Frame(error)) => error.into(),
            (None, error) => Failure::world(error),
        }
    }
}
