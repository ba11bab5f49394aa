//! The semantic model: rendered templates and authored declarations, lowered into one and completed.

use serde::Serialize;

use super::context::{self, ModelContext, TableContext};
use super::naming::Names;
use super::render::Renderer;
use super::templates::{Source, Templates};
use super::{
    Options, Settings, Warehouse, captions, combined_keys, complete, declared, incremental, modes, option_values,
};
use crate::catalog::Catalog;
use crate::diag::Diagnostic;
use crate::file_tree::FileTree;
use crate::model::{ColumnReference, Model};
use crate::tmdl::origins::Origins;
use crate::{rls, tmdl};

pub(super) struct Built {
    pub model: Model,
    /// Where the templates declare what is in it.
    pub origins: Origins,
    pub diagnostics: Vec<Diagnostic>,
    /// Every text that a diagnostic may point into.
    pub sources: FileTree,
}

pub(super) fn build(catalog: &Catalog, templates: &Templates, settings: &Settings) -> Built {
    let options = &settings.model;
    let mut sources = FileTree::new();
    for (_, source) in templates.below("model") {
        sources.insert(&source.place, source.text.as_str());
    }
    let fail =
        |diagnostics, sources| Built { model: Model::default(), origins: Origins::default(), diagnostics, sources };
    let faults = option_values::check(options);
    if !faults.is_empty() {
        return fail(faults, sources);
    }
    let names = match names(templates, options) {
        Ok(names) => names,
        Err(fault) => return fail(vec![fault], sources),
    };
    let mut diagnostics = names.check(catalog, &options.names);
    diagnostics.extend(combined_keys::check(catalog, &names));
    let warehouse = &settings.warehouse;
    let context = match context(catalog, &names, options, warehouse) {
        Ok(context) => context,
        Err(faults) => return fail([diagnostics, faults].concat(), sources),
    };
    let (rendered, faults) = render(templates, &context, warehouse);
    diagnostics.extend(faults);
    if diagnostics.iter().any(Diagnostic::is_error) {
        return fail(diagnostics, sources);
    }
    for source in &rendered {
        sources.insert(&source.place, source.text.as_str());
    }
    let texts = rendered.iter().chain(templates.authored().filter(|source| !source.is_translation()));
    let mut documents: Vec<_> = texts.map(|source| (source.place.clone(), tmdl::parse(&source.text))).collect();
    let untranslated = tmdl::lower(&documents).model;
    for source in templates.translations() {
        let text = captions::known(&source.text, &untranslated);
        sources.insert(&source.place, text.as_str());
        documents.push((source.place.clone(), tmdl::parse(&text)));
    }
    let lowered = tmdl::lower(&documents);
    let mut model = lowered.model;
    diagnostics.extend(lowered.diagnostics);
    diagnostics.extend(declared::check(&model, &lowered.origins));
    let anchors = anchors(catalog, &names);
    if let Some(anchors) = anchors.as_ref().filter(|_| settings.roles.mode.is_dynamic()) {
        rls::every_region::add(&mut model, anchors);
    }
    complete::complete(&mut model, &context, catalog);
    if let Some(anchors) = anchors {
        let tables = catalog.tables.iter().map(|table| table.name.as_str());
        let sources = tables.map(|table| (table.to_owned(), names.table(table).to_owned())).collect();
        diagnostics.extend(rls::roles::add(&mut model, &anchors, &settings.roles, &settings.mapping, &sources));
        complete::roles(&mut model);
    }
    // Only now the columns are all there.
    tmdl::lower::translations_in_order(&mut model);
    Built { model, origins: lowered.origins, diagnostics, sources }
}

/// The warehouse's names of these tables of the model; those that the model does not have are left out.
pub fn warehouse_tables(tables: &[String], templates: &Templates, options: &Options) -> Vec<String> {
    let names = names(templates, options).unwrap_or_default();
    tables.iter().filter_map(|table| names.warehouse_table(table)).map(str::to_owned).collect()
}

/// What the model calls a table of the warehouse, or a column of it.
pub fn model_name(table: &str, column: Option<&str>, templates: &Templates, options: &Options) -> String {
    let names = names(templates, options).unwrap_or_default();
    column.map_or_else(|| names.table(table), |column| names.column(table, column))
}

fn names(templates: &Templates, options: &Options) -> Result<Names, Diagnostic> {
    match templates.get("model/names.toml") {
        Some(source) => Names::read(source, &options.names),
        None => Ok(Names::default()),
    }
}

fn context(
    catalog: &Catalog,
    names: &Names,
    options: &Options,
    warehouse: &Warehouse,
) -> Result<ModelContext, Vec<Diagnostic>> {
    let edges = context::edges(catalog, names);
    let modes = modes::resolve(catalog, names, &edges, options, warehouse)?;
    let window = incremental::window(&options.incremental_refresh, catalog, names, |table| modes.of(table))?;
    let shared = context::shared_queries(warehouse, window.as_ref());
    let clashes = names.clashes_with(&shared, catalog);
    if !clashes.is_empty() {
        return Err(clashes);
    }
    Ok(context::model(catalog, names, options, warehouse, &modes, window.as_ref()))
}

/// A table with the M that gives its rows.
#[derive(Serialize)]
struct Queried<'a> {
    #[serde(flatten)]
    table: &'a TableContext,
    query: String,
}

/// Each text has a place of its own: that of its template and, where it is made for one table, the table.
fn render(templates: &Templates, context: &ModelContext, warehouse: &Warehouse) -> (Vec<Source>, Vec<Diagnostic>) {
    let renderer = Renderer::new();
    let folder = warehouse.folder();
    let (mut rendered, mut faults) = (Vec::new(), Vec::new());
    for path in ["database", "model", &format!("{folder}/expressions"), "relationships"] {
        let Some(template) = templates.get(&format!("model/{path}.tmdl.hbs")) else { continue };
        match renderer.render(template, context) {
            Ok(text) => rendered.push(Source { place: format!("{} (rendered)", template.place), text }),
            Err(fault) => faults.push(fault),
        }
    }
    let query = templates.get(&format!("model/{folder}/source.m.hbs"));
    let (Some(query), Some(template)) = (query, templates.get("model/table.tmdl.hbs")) else {
        return (rendered, faults);
    };
    for table in &context.tables {
        let text = renderer
            .render(query, table)
            .and_then(|query| renderer.render(template, &Queried { table, query: query.trim().to_owned() }));
        match text {
            Ok(text) => rendered.push(Source { place: format!("{} (for {})", template.place, table.name), text }),
            // The same template fails the same way for every table.
            Err(fault) if !faults.contains(&fault) => faults.push(fault),
            Err(_) => {}
        }
    }
    (rendered, faults)
}

/// Where the role finds regions and managers; `None` where the warehouse has none.
fn anchors(catalog: &Catalog, names: &Names) -> Option<rls::Anchors> {
    let reference = |table: &str, column: &str| {
        catalog.table(table)?.column(column)?;
        Some(ColumnReference { table: names.table(table).into(), column: names.column(table, column).into() })
    };
    Some(rls::Anchors {
        region: reference("dim_region", "region")?,
        managed_region: reference("region_manager", "region")?,
        manager: reference("region_manager", "manager")?,
    })
}
