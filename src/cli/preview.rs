//! `pbiforge preview`: the report in a browser, without Power BI.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::Global;
use super::exit::Exit;
use super::output::Output;
use super::roles::evidence::{Case, with};
use crate::diag::suggest;
use crate::engine::{Engine, Reader};
use crate::file_tree::disk;
use crate::name::same;
use crate::pbir;
use crate::pipeline::Failure;
use crate::preview::{self, SLICERS, Viewer, file, html, wanted};
use crate::proof::readers::{self, Manager};
use crate::proof::schema::ColumnId;

#[derive(Args, Debug)]
pub struct Preview {
    /// The file to write
    #[arg(long, short, value_name = "FILE", default_value = "preview.html")]
    output: PathBuf,
    /// "View as" this manager of the mapping file; may be repeated. Without it, all of them
    #[arg(long, value_name = "ADDRESS")]
    viewer: Vec<String>,
}

/// Managers with access of their own that are shown where none are named: each takes as much room as the others.
const MOST: usize = 24;

/// The columns of the warehouse whose slicers work.
const SLICER_COLUMNS: [(&str, &str); SLICERS] = [("dim_region", "region"), ("dim_date", "year")];

impl Preview {
    pub fn run(&self, global: &Global, output: &Output) -> Result<Exit, Failure> {
        with(global, output, |case| self.show(&case, output))
    }

    fn show(&self, case: &Case, output: &Output) -> Result<Exit, Failure> {
        let security = case.security;
        let model = security.plan.schema.model;
        let folder = report_folder(case)?;
        let report = file::read(case.sources, &folder);
        let mut wanted = wanted::wanted(&report, model);
        let slicers = slicers(case);
        wanted.columns.extend(slicers.iter().map(|(table, column)| {
            let table = &model.tables[*table];
            (table.name.to_string(), table.columns[*column].name.to_string())
        }));
        let engine = Engine::load(model, security.plan.origins, case.catalog, &case.rows, &wanted)?;
        let (viewers, left_out) = self.viewers(case)?;
        let count = viewers.len();
        let preview = preview::Preview { title: title(&folder), report, engine: &engine, viewers, slicers };
        let drawn = preview::draw(&preview);
        let page = html::page(&preview, &drawn);
        disk::save(&self.output, page.as_bytes())?;
        output.value(&json!({
            "file": self.output,
            "bytes": page.len(),
            "viewers": count,
            "pictures": drawn.pool.len(),
            "refused": drawn.refused,
        }));
        let mut text =
            format!("wrote {} ({} kB, {} pictures)\n", self.output.display(), page.len() / 1_000, drawn.pool.len());
        if left_out > 0 {
            text.push_str(&format!("{left_out} managers are left out: name them with `--viewer`\n"));
        }
        for why in &drawn.refused {
            text.push_str(&format!("not shown: {why}\n"));
        }
        output.result(&text);
        Ok(Exit::Clean)
    }

    /// Everybody, and every manager with access that no other one has; how many were too many.
    fn viewers(&self, case: &Case) -> Result<(Vec<Viewer>, usize), Failure> {
        let security = case.security;
        let mut viewers = vec![Viewer { name: "everybody (no role)".to_owned(), reader: Reader::everybody() }];
        if security.plan.roles.is_empty() {
            return Ok((viewers, 0));
        }
        let managers = readers::managers(security.plan, security.evidence);
        let mut groups: Vec<Vec<&Manager>> = Vec::new();
        let chosen: Vec<&Manager> = match self.viewer.is_empty() {
            true => managers.iter().collect(),
            false => self.viewer.iter().map(|name| named(name, &managers)).collect::<Result<_, _>>()?,
        };
        for manager in chosen {
            let is_alike = |group: &&mut Vec<&Manager>| {
                group.first().is_some_and(|one| one.regions == manager.regions && one.roles == manager.roles)
            };
            match groups.iter_mut().find(is_alike) {
                Some(group) => group.push(manager),
                None => groups.push(vec![manager]),
            }
        }
        let left_out = groups.iter().skip(MOST).map(Vec::len).sum();
        for group in groups.iter().take(MOST) {
            let Some(first) = group.first() else { continue };
            let reader = Reader::of(security, &first.name, &first.roles);
            let reader = reader.map_err(|_| {
                Failure::Usage(format!("the roles have no answer for `{}`: see `pbiforge roles test`", first.name))
            })?;
            let names: Vec<&str> = group.iter().map(|manager| manager.name.as_str()).collect();
            viewers.push(Viewer { name: names.join(", "), reader });
        }
        Ok((viewers, left_out))
    }
}

fn named<'m>(name: &str, managers: &'m [Manager]) -> Result<&'m Manager, Failure> {
    managers.iter().find(|manager| same(&manager.name, name)).ok_or_else(|| {
        let near = suggest::nearest(name, managers.iter().map(|manager| manager.name.as_str()));
        let near = near.map(|near| format!(": did you mean `{near}`?")).unwrap_or_default();
        Failure::Usage(format!("the mapping has no manager `{name}`{near}"))
    })
}

/// The report of the model's own name, or the only one.
fn report_folder(case: &Case) -> Result<String, Failure> {
    let folders = pbir::folders(case.sources);
    let wanted = format!("{}.Report", case.workspace.config.model.file_name());
    let of_name = folders.iter().find(|folder| folder.rsplit('/').next() == Some(&*wanted));
    match (of_name, folders.as_slice()) {
        (Some(folder), _) | (None, [folder]) => Ok(folder.clone()),
        (None, []) => Err(Failure::Usage("there is no report: run `pbiforge generate` first".to_owned())),
        (None, _) => Err(Failure::Usage(format!("there are several reports, and none is `{wanted}`"))),
    }
}

fn title(folder: &str) -> String {
    folder.rsplit('/').next().unwrap_or(folder).trim_end_matches(".Report").to_owned()
}

/// The columns of the model that have their values from those of the warehouse.
fn slicers(case: &Case) -> Vec<ColumnId> {
    let model = case.security.plan.schema.model;
    let of = |(source, column): (&str, &str)| {
        let facts = &case.security.evidence.facts;
        let table = facts.iter().position(|facts| facts.source.as_deref() == Some(source))?;
        let columns = &model.tables.get(table)?.columns;
        let column = columns.iter().position(|known| known.source_column.as_deref() == Some(column))?;
        Some((table, column))
    };
    SLICER_COLUMNS.into_iter().filter_map(of).collect()
}
