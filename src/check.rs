//! The checker: one rule a file, over the project in memory.
//!
//! Every fault of a project is found in one run, and each only once: a rule that looks something up asks the
//! [`Context`], which knows what could not be read and of which nothing may be said.

use std::collections::BTreeMap;

use crate::bind::{self, Index};
use crate::diag::{self, Code, Diagnostic};
use crate::file_tree::FileTree;
use crate::model::Model;
use crate::pbir;

use context::Context;

pub mod calculation_group;
pub mod context;
pub mod date_table;
pub mod dax;
pub mod dax_sources;
pub mod empty_measure;
pub mod formats;
pub mod hierarchy_levels;
pub mod kpi;
pub mod limited_relationships;
pub mod lineage_tags;
pub mod live_expressions;
pub mod measure_names;
pub mod partitions;
pub mod project_files;
pub mod queries;
pub mod refresh_policy;
pub mod refs;
pub mod relationship_endpoints;
pub mod relationships;
pub mod report;
pub mod reserved_names;
pub mod role_tables;
pub mod schemas;
pub mod semantic_models;
pub mod sort_by_column;

/// Looks at one semantic model and says what is wrong with it.
pub type Rule = fn(&Context, &mut Vec<Diagnostic>);

const RULES: &[Rule] = &[
    calculation_group::check,
    date_table::check,
    dax::check,
    dax::cycles,
    empty_measure::check,
    formats::check,
    hierarchy_levels::check,
    limited_relationships::check,
    lineage_tags::check,
    live_expressions::check,
    measure_names::check,
    partitions::check,
    queries::check,
    refresh_policy::check,
    refs::check,
    relationship_endpoints::check,
    relationships::check,
    reserved_names::check,
    role_tables::check,
    sort_by_column::check,
];

/// The codes of the model's and the project's rules; those of TMDL itself are `tmdl::CODES`, those of DAX
/// `dax::CODES` and `bind::CODES`, those of reports `report::CODES`.
pub const CODES: &[&Code] = &[
    &semantic_models::NOT_UTF8,
    &project_files::PROJECT_FILE,
    &project_files::MISSING_PATH,
    &refs::UNRESOLVED_REF,
    &relationship_endpoints::UNRESOLVED_ENDPOINT,
    &relationship_endpoints::TYPE_MISMATCH,
    &relationships::DUPLICATE_RELATIONSHIP,
    &relationships::SECURITY_WITHOUT_CROSS_FILTER,
    &relationships::DESCRIBED_RELATIONSHIP,
    &sort_by_column::UNRESOLVED_SORT_BY,
    &sort_by_column::SORTED_BY_ITSELF,
    &hierarchy_levels::UNRESOLVED_LEVEL,
    &hierarchy_levels::REPEATED_LEVEL,
    &partitions::MISSING_PARTITION,
    &partitions::UNKNOWN_PARTITION_KIND,
    &partitions::EMPTY_PARTITION,
    &queries::circles::CYCLIC_QUERIES,
    &queries::source_columns::MISSING_SOURCE_COLUMN,
    &queries::source_columns::DOUBTFUL_SOURCE_COLUMN,
    &role_tables::UNRESOLVED_ROLE_TABLE,
    &measure_names::DUPLICATE_MEASURE,
    &measure_names::MEASURE_AND_COLUMN,
    &lineage_tags::DUPLICATE_LINEAGE_TAG,
    &formats::TWO_FORMATS,
    &date_table::DATE_TABLE_WITHOUT_KEY,
    &empty_measure::EMPTY_MEASURE,
    &reserved_names::RESERVED_TABLE_NAME,
    &calculation_group::IMPLICIT_MEASURES,
    &limited_relationships::LIMITED_RELATIONSHIP,
    &live_expressions::LIVE_COLUMN,
    &live_expressions::LIVE_FILTER,
    &refresh_policy::RANGE_PARAMETER,
    &refresh_policy::UNFILTERED_POLICY,
    &refresh_policy::LIVE_POLICY,
];

/// Every code that [`check`] can give.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    let reports = [&pbir::malformed::MALFORMED];
    // A model holds no queries.
    let of_query = |code: &&&Code| ["DX015", "DX017"].contains(&code.id);
    let of_dax = crate::dax::CODES.iter().filter(move |code| !of_query(code)).chain(bind::CODES);
    let of_languages = of_dax.chain(crate::m::CODES);
    crate::tmdl::CODES.iter().chain(of_languages).chain(CODES).chain(report::CODES).copied().chain(reports)
}

/// Everything that is wrong with the projects in the tree, whose paths are relative to the project's folder: one
/// with `X.SemanticModel` and `X.Report` below it, or a bare folder of TMDL.
pub fn check(tree: &FileTree) -> Vec<Diagnostic> {
    let mut found = project_files::check(tree);
    let mut models = BTreeMap::new();
    for source in semantic_models::find(tree) {
        let read = semantic_models::read(tree, &source);
        let index = Index::new(&read.lowered.model);
        let expressions = expressions(&read.lowered.model, &index);
        let context = Context::new(&read, &expressions);
        for rule in RULES {
            rule(&context, &mut found);
        }
        let is_whole = context.is_whole();
        found.extend(read.diagnostics);
        models.insert(source.folder, (read.lowered.model, is_whole));
    }
    found.extend(reports(tree, &models));
    diag::sort(&mut found);
    found
}

/// All DAX of the model, bound.
fn expressions<'a>(model: &'a Model, index: &'a Index) -> Vec<dax::Bound<'a>> {
    let sources = dax_sources::sources(model);
    let bound = bind::bind_model(index, &sources.iter().map(dax_sources::Dax::source).collect::<Vec<_>>());
    sources.into_iter().zip(bound).map(|(dax, expression)| dax::Bound { dax, expression }).collect()
}

/// The reports, each on the model it names. Where a model could not be read whole, nothing is said of the fields
/// that it seems not to have.
fn reports(tree: &FileTree, models: &BTreeMap<String, (Model, bool)>) -> Vec<Diagnostic> {
    let folders = pbir::folders(tree);
    let mut found = Vec::new();
    for folder in &folders {
        let nothing = (Model::default(), false);
        let (model, is_whole) = semantic_models::of_report(tree, folder, models).unwrap_or(&nothing);
        found.extend(
            report::check_one(tree, folder, model)
                .into_iter()
                .filter(|diagnostic| *is_whole || diagnostic.code.id != report::unknown_field::UNKNOWN_FIELD.id),
        );
    }
    found
}
