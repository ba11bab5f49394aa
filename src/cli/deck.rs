//! `pbiforge deck`: the findings as a presentation, without PowerPoint.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::Global;
use super::exit::Exit;
use super::output::Output;
use super::roles::evidence::{Case, with};
use crate::deck::{self, Theme, file, fill, pptx};
use crate::diag::suggest;
use crate::engine::{Engine, Reader};
use crate::file_tree::disk;
use crate::generate::report;
use crate::name::same;
use crate::pipeline::{Failure, generate};
use crate::proof::readers;

#[derive(Args, Debug)]
pub struct Deck {
    /// The file to write
    #[arg(long, short, value_name = "FILE", default_value = "deck.pptx")]
    output: PathBuf,
    /// Only what those see who see this region alone. Without it, what everybody together sees
    #[arg(long, value_name = "NAME")]
    region: Option<String>,
}

impl Deck {
    pub fn run(&self, global: &Global, output: &Output) -> Result<Exit, Failure> {
        with(global, output, |case| self.write(&case, output))
    }

    fn write(&self, case: &Case, output: &Output) -> Result<Exit, Failure> {
        let (templates, odd, mut sources) = generate::templates(case.workspace)?;
        output.diagnostics(&odd, &sources);
        let source = templates.get(file::PATH).ok_or_else(|| Failure::Bug(format!("no `{}`", file::PATH)))?;
        sources.insert(source.place.as_str(), source.text.as_str());
        let security = case.security;
        let model = security.plan.schema.model;
        let failed = |diagnostics| Failure::Diagnostics { diagnostics, sources: sources.clone() };
        let plan = deck::plan(source, model).map_err(failed)?;
        let theme = report::theme(templates.report(), &case.workspace.config.report).map_err(failed)?;
        let region = self.region.as_deref().map(|name| region(name, case)).transpose()?;
        let reader = match region {
            None => Reader::everybody(),
            Some(region) => reader(region, case)?,
        };
        let engine = Engine::load(model, security.plan.origins, case.catalog, &case.rows, &plan.wanted)?;
        let mut session = engine.session(&reader, &[]).map_err(|refused| Failure::Bug(refused.to_string()))?;
        let region = region.map(|region| security.evidence.regions.name(region));
        let filled = fill(&plan, &engine, &mut session, region);
        let bytes = pptx(&filled.deck, &Theme::of(&theme));
        disk::save(&self.output, &bytes)?;
        output.value(&json!({
            "file": self.output,
            "bytes": bytes.len(),
            "slides": filled.deck.slides.iter().map(|slide| &slide.title).collect::<Vec<_>>(),
            "refused": filled.refused,
        }));
        let count = filled.deck.slides.len();
        let mut text = format!("wrote {} ({} kB, {count} findings)\n", self.output.display(), bytes.len() / 1_000);
        for why in &filled.refused {
            text.push_str(&format!("not shown: {why}\n"));
        }
        output.result(&text);
        Ok(Exit::Clean)
    }
}

/// The number of a region that the warehouse has.
fn region(name: &str, case: &Case) -> Result<u32, Failure> {
    let evidence = case.security.evidence;
    let known = || evidence.known.iter().map(|region| (*region, evidence.regions.name(*region)));
    known().find(|(_, known)| same(known, name)).map(|(region, _)| region).ok_or_else(|| {
        let near = suggest::nearest(name, known().map(|(_, known)| known));
        let near = near.map(|near| format!(": did you mean `{near}`?")).unwrap_or_default();
        Failure::Usage(format!("the warehouse has no region `{name}`{near}"))
    })
}

/// A manager of this region and no other, as the roles of the model have it; where there is none, the rows of the
/// region and of public tables.
fn reader(region: u32, case: &Case) -> Result<Reader, Failure> {
    let security = case.security;
    let managers = readers::managers(security.plan, security.evidence);
    let of_region = |manager: &&readers::Manager| manager.regions.iter().eq([&region]) && !manager.roles.is_empty();
    let Some(manager) = managers.iter().find(of_region) else {
        let is_public = |table: usize| {
            let name = security.plan.schema.table_name(table);
            case.terms.public.iter().any(|public| same(public, name))
        };
        return Ok(Reader::of_region(security, region, &is_public));
    };
    Reader::of(security, &manager.name, &manager.roles).map_err(|_| {
        Failure::Usage(format!("the roles have no answer for `{}`: see `pbiforge roles test`", manager.name))
    })
}
