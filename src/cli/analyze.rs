//! `pbiforge analyze`: the customer analytics from the warehouse's star schema.

use clap::Args;
use serde_json::json;

use super::Global;
use super::exit::Exit;
use super::output::Output;
use super::progress::Stages;
use super::summary::figures;
use crate::pipeline::analyze::{Star, analyze};
use crate::pipeline::load::{TABLES as STAR, extra_columns};
use crate::pipeline::{Failure, Progress};
use crate::warehouse::Keep;

#[derive(Args, Debug)]
pub struct Analyze {}

impl Analyze {
    pub fn run(&self, global: &Global, output: &Output) -> Result<Exit, Failure> {
        let workspace = super::generate::open(global, output)?;
        let warehouse = super::warehouse::open(&workspace, output)?;
        let mut stages = Stages::new(output);
        stages.stage("read");
        let star = Star {
            fact_sales: warehouse.read("fact_sales")?,
            dim_customer: warehouse.read("dim_customer")?,
            dim_product: warehouse.read("dim_product")?,
        };
        let analyzed = analyze(&workspace, &star, &extra_columns(&workspace), &mut stages)?;
        let summary = figures::analytics_text(&analyzed.tables)?;
        let value = figures::analytics_json(&analyzed.tables)?;
        stages.stage("publish");
        warehouse.publish(analyzed.tables, Keep::Tables(STAR.iter().map(|name| (*name).into()).collect()), &|_| {})?;
        let times = stages.finish();
        output.diagnostics(&analyzed.warnings, &Default::default());
        output.result(&summary);
        output.result(&figures::times(&times));
        output.value(&json!({ "analytics": value, "seconds": figures::seconds(&times) }));
        Ok(Exit::Clean)
    }
}
