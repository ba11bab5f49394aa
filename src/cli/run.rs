//! `pbiforge run`: the main job.

use clap::Args;
use serde_json::json;

use super::exit::Exit;
use super::generate::Writing;
use super::load::Source;
use super::output::Output;
use super::progress::Stages;
use super::summary::figures;
use super::{Global, summary};
use crate::catalog::Catalog;
use crate::history::judge::judge;
use crate::pipeline::analyze::{Star, analyze, check_options};
use crate::pipeline::generate::generate;
use crate::pipeline::load::{extra_columns, load};
use crate::pipeline::{Failure, Progress, drift, history, ownership};
use crate::warehouse::Keep;

#[derive(Args, Debug)]
pub struct Run {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    writing: Writing,
}

impl Run {
    pub fn run(&self, global: &Global, output: &Output) -> Result<Exit, Failure> {
        let workspace = self.source.open(global, output)?;
        check_options(&workspace)?;
        self.writing.accept()?;
        let mut stages = Stages::new(output);
        let (mapping, _, _) = workspace.mapping()?;
        let loaded = load(&workspace, &mapping, &mut stages)?;
        let analyzed = analyze(&workspace, &Star::take(&loaded.tables)?, &extra_columns(&workspace), &mut stages)?;

        // The project is generated, checked and has its room on the disk before the warehouse is published.
        stages.stage("generate");
        let mut tables = loaded.tables;
        tables.extend(analyzed.tables);
        let catalog = Catalog { tables: tables.iter().map(|(table, _)| table.clone()).collect() };
        let generated = generate(&workspace, &catalog)?;
        let intent = self.writing.intent(&generated)?;
        let staged = ownership::stage(&generated.tree, &workspace.output(), &intent)
            .map_err(|failure| drift::explain(&workspace, &catalog, &intent, failure))?;
        let summary = figures::Summary::new(&loaded.figures, &tables, &generated.figures)?;

        stages.stage("publish");
        let warehouse = super::warehouse::open(&workspace, output)?;
        let runs = history::keep(&mut tables, &*warehouse)?;
        warehouse.publish(tables, Keep::Nothing, &|_| {})?;
        stages.stage("write");
        let changes = staged.commit()?;
        let times = stages.finish();

        let mut warnings = loaded.warnings;
        warnings.extend(analyzed.warnings);
        warnings.extend(generated.warnings);
        warnings.extend(judge(&runs, &workspace.config.history));
        output.diagnostics(&warnings, &generated.sources);
        output.result(&summary.text());
        output.result(&figures::times(&times));
        output.result(&summary::project(&workspace, &generated.tree, &changes));
        output.value(&json!({
            "summary": summary.json(),
            "seconds": figures::seconds(&times),
            "changes": super::generate::changes_json(&changes),
            "warehouse": super::warehouse::place(&workspace),
            "diagnostics": crate::diag::json::render(&warnings, &generated.sources),
        }));
        Ok(Exit::Clean)
    }
}
