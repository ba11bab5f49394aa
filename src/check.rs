//! The checker: one rule a file, over the project in memory.
//!
//! Every fault of a project is found in one run, and each only once: a rule that looks something up asks the
//! [`Context`], which knows what could not be read and of which nothing may be said.

use std::collections::BTreeMap;

use crate::bind::{self, Index};
use crate::catalog::Catalog;
use crate::catalog::json;
use crate::diag::{self, Code, Diagnostic};
use crate::file_tree::FileTree;
use crate::model::Model;
use crate::pbir;

use context::Context;

pub mod aggregations;
pub mod ambiguous_paths;
pub mod annotation_names;
pub mod best_practice;
pub mod calculated_partition;
pub mod calculation_group;
pub mod calculation_items;
pub mod calendars;
pub mod cardinality;
pub mod carried;
pub mod carried_references;
pub mod changed_properties;
pub mod column_types;
pub mod compatibility;
pub mod computed_names;
pub mod computed_sources;
pub mod context;
pub mod cultures;
pub mod data_categories;
pub mod data_source_version;
pub mod date_table;
pub mod dax;
pub mod dax_queries;
pub mod dax_sources;
pub mod dax_trees;
pub mod declared_types;
pub mod display_folders;
pub mod empty_measure;
pub mod ends;
pub mod examine;
pub mod excluded_caller;
pub mod filtered_groups;
pub mod fix;
pub mod format_strings;
pub mod formats;
pub mod function_names;
pub mod hierarchy_levels;
pub mod hierarchy_names;
pub mod inferred_names;
pub mod item_names;
pub mod json_texts;
pub mod key_columns;
pub mod kpi;
pub mod levels;
pub mod limited_relationships;
pub mod lineage_tags;
pub mod live_expressions;
pub mod logical_ids;
pub mod lost_text;
pub mod mappings;
pub mod measure_names;
pub mod members;
pub mod object_security;
pub mod partitions;
pub mod perspectives;
pub mod project_files;
pub mod queries;
pub mod query_names;
pub mod query_order;
pub mod refresh_policy;
pub mod refresh_window;
pub mod refs;
pub mod relationship_endpoints;
pub mod relationship_tables;
pub mod relationships;
pub mod report;
pub mod reserved_names;
pub mod role_permission;
pub mod role_tables;
pub mod roles;
pub mod row_filters;
pub mod schemas;
pub mod self_relationship;
pub mod semantic_models;
pub mod silence;
pub mod sort_by_column;
pub mod source_columns;
pub mod summaries;
pub mod translations;
pub mod untrimmed_names;
pub mod user_context;
pub mod uuids;
pub mod variations;

#[cfg(test)]
mod testing;
pub mod translated;

/// Looks at one semantic model and says what is wrong with it.
pub type Rule = fn(&Context, &mut Vec<Diagnostic>);

const RULES: &[Rule] = &[
    aggregations::check,
    ambiguous_paths::check,
    annotation_names::check,
    calculated_partition::check,
    calculation_group::check,
    calculation_items::check,
    calendars::check,
    cardinality::check,
    carried_references::check,
    changed_properties::check,
    column_types::check,
    compatibility::check,
    computed_names::check,
    computed_sources::check,
    cultures::check,
    data_categories::check,
    data_source_version::check,
    date_table::check,
    dax::check,
    dax::cycles,
    dax::transitions,
    declared_types::check,
    display_folders::check,
    empty_measure::check,
    excluded_caller::check,
    filtered_groups::check,
    format_strings::check,
    formats::check,
    function_names::check,
    hierarchy_levels::check,
    hierarchy_names::check,
    inferred_names::check,
    item_names::check,
    json_texts::check,
    key_columns::check,
    kpi::check,
    limited_relationships::check,
    lineage_tags::check,
    live_expressions::check,
    lost_text::check,
    mappings::check,
    measure_names::check,
    members::check,
    object_security::check,
    partitions::check,
    perspectives::check,
    queries::check,
    query_names::check,
    query_order::check,
    refresh_policy::check,
    refresh_window::check,
    refs::check,
    relationship_endpoints::check,
    relationship_tables::check,
    relationships::check,
    reserved_names::check,
    role_permission::check,
    role_tables::check,
    roles::check,
    self_relationship::check,
    sort_by_column::check,
    source_columns::check,
    summaries::check,
    translated::check,
    translations::check,
    user_context::check,
    untrimmed_names::check,
    uuids::check,
    variations::check,
];

/// The codes of the model's and the project's rules; those of TMDL itself are `tmdl::CODES`, those of DAX
/// `dax::CODES` and `bind::CODES`, those of reports `report::CODES`.
pub const CODES: &[&Code] = &[
    &silence::WITHOUT_REASON,
    &silence::UNKNOWN_CODE,
    &silence::UNUSED,
    &semantic_models::NOT_UTF8,
    &project_files::PROJECT_FILE,
    &project_files::MISSING_PATH,
    &project_files::MISSING_DEFINITION,
    &uuids::NOT_A_UUID,
    &json_texts::BROKEN_JSON,
    &logical_ids::DUPLICATE_LOGICAL_ID,
    &refs::UNRESOLVED_REF,
    &refs::REPEATED_REF,
    &relationship_endpoints::UNRESOLVED_ENDPOINT,
    &relationship_endpoints::TYPE_MISMATCH,
    &relationships::DUPLICATE_RELATIONSHIP,
    &relationships::SECURITY_WITHOUT_CROSS_FILTER,
    &relationships::DESCRIBED_RELATIONSHIP,
    &ambiguous_paths::AMBIGUOUS_PATHS,
    &ambiguous_paths::UNSEARCHED_PATHS,
    &self_relationship::SELF_RELATIONSHIP,
    &cardinality::FROM_ONE,
    &variations::BROKEN_VARIATION,
    &perspectives::UNRESOLVED_PERSPECTIVE,
    &translations::UNRESOLVED_TRANSLATION,
    &carried_references::UNRESOLVED_REFERENCE,
    &object_security::UNRESOLVED_COLUMN_PERMISSION,
    &object_security::BROKEN_CHAIN,
    &calculation_items::REPEATED_PRECEDENCE,
    &calculation_items::REPEATED_ORDINAL,
    &calculation_items::EMPTY_CALCULATION_ITEM,
    &calculation_items::NO_COLUMN,
    &key_columns::SEVERAL_KEYS,
    &aggregations::BROKEN_AGGREGATION,
    &untrimmed_names::UNTRIMMED_NAME,
    &kpi::UNKNOWN_GRAPHIC,
    &format_strings::MISSPELT_FORMAT,
    &annotation_names::MISSPELT_ANNOTATION,
    &translated::UNTRANSLATABLE,
    &data_categories::CATEGORY_OF_ANOTHER_TYPE,
    &sort_by_column::UNRESOLVED_SORT_BY,
    &sort_by_column::SORTED_BY_ITSELF,
    &hierarchy_levels::UNRESOLVED_LEVEL,
    &hierarchy_levels::REPEATED_LEVEL,
    &partitions::MISSING_PARTITION,
    &partitions::UNKNOWN_PARTITION_KIND,
    &partitions::EMPTY_PARTITION,
    &queries::circles::CYCLIC_QUERIES,
    &queries::no_table::NO_TABLE,
    &queries::source_columns::MISSING_SOURCE_COLUMN,
    &queries::source_columns::DOUBTFUL_SOURCE_COLUMN,
    &queries::calls::WRONG_ARGUMENT_COUNT,
    &queries::parameter_meta::PARAMETER_META,
    &queries::section_document::SECTION_DOCUMENT,
    &queries::parameters::NAMED_BY_PARAMETER,
    &role_tables::UNRESOLVED_ROLE_TABLE,
    &measure_names::DUPLICATE_MEASURE,
    &measure_names::MEASURE_AND_COLUMN,
    &lineage_tags::DUPLICATE_LINEAGE_TAG,
    &formats::TWO_FORMATS,
    &date_table::DATE_TABLE_WITHOUT_KEY,
    &empty_measure::EMPTY_MEASURE,
    &reserved_names::RESERVED_TABLE_NAME,
    &data_categories::UNKNOWN_DATA_CATEGORY,
    &cultures::UNKNOWN_CULTURE,
    &calculation_group::IMPLICIT_MEASURES,
    &role_permission::ROLE_PERMISSION,
    &excluded_caller::EXCLUDED_CALLER,
    &mappings::UNASKED_CALLER,
    &column_types::COLUMN_WITHOUT_TYPE,
    &column_types::OTHER_SOURCE_TYPE,
    &compatibility::COMPATIBILITY_LEVEL,
    &compatibility::NEEDS_LEVEL,
    &query_order::QUERY_ORDER,
    &source_columns::COMPUTED_AND_LOADED,
    &source_columns::REPEATED_SOURCE_COLUMN,
    &hierarchy_levels::EMPTY_HIERARCHY,
    &partitions::SOURCE_OF_ANOTHER_KIND,
    &format_strings::BROKEN_FORMAT,
    &format_strings::OTHER_FORMAT,
    &data_source_version::DATA_SOURCE_VERSION,
    &display_folders::UNNAMED_FOLDER,
    &limited_relationships::LIMITED_RELATIONSHIP,
    &live_expressions::LIVE_COLUMN,
    &live_expressions::LIVE_FILTER,
    &refresh_policy::RANGE_PARAMETER,
    &refresh_policy::UNFILTERED_POLICY,
    &refresh_policy::LIVE_POLICY,
    &project_files::TWO_DEFINITIONS,
    &lost_text::MISSING_REFS,
    &lost_text::EMPTY_ANNOTATION,
    &hierarchy_names::HIERARCHY_AND_COLUMN,
    &summaries::IMPOSSIBLE_SUMMARY,
    &changed_properties::UNKNOWN_CHANGE,
    &computed_sources::GROUP_COLUMN,
    &computed_sources::COMPUTED_COLUMN,
    &refresh_window::REFRESH_WINDOW,
    &refresh_window::BOTH_BOUNDS,
    &relationship_tables::KEY_OF_MANY,
    &partitions::DIRECT_LAKE_QUERY,
    &relationship_tables::RELATED_GROUP,
    &members::UNKNOWN_MEMBER,
    &translated::TRANSLATED_PROPERTY,
    &calendars::CALENDAR_GROUP,
    &query_names::QUERY_AND_TABLE,
    &calculated_partition::OTHER_PARTITION,
    &inferred_names::INFERRED_NAME,
    &item_names::UNKNOWN_ITEM,
    &relationship_tables::DATE_PART,
    &function_names::BUILT_IN_NAME,
    &function_names::FUNCTION_NAME,
    &declared_types::TEXT_IN_NUMBER,
    &filtered_groups::FILTERED_GROUP,
    &partitions::GROUP_PARTITION,
];

/// Every code that [`check()`] can give, and those of the schemas.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    let reports = [&pbir::malformed::MALFORMED];
    let of_languages = crate::dax::CODES.iter().chain(bind::CODES).chain(crate::m::CODES);
    let of_reports = report::CODES.iter().chain(schemas::CODES);
    crate::tmdl::CODES
        .iter()
        .chain(of_languages)
        .chain(CODES)
        .chain(best_practice::CODES)
        .chain(roles::CODES)
        .chain(of_reports)
        .copied()
        .chain(reports)
}

/// Everything that is wrong with the projects in the tree, whose paths are relative to the project's folder: one
/// with `X.SemanticModel` and `X.Report` below it, or a bare folder of TMDL. Rules that are off by
/// default say nothing.
///
/// What it promises:
/// - It gives every fault of every file in one call, each once, sorted by file and place; the same tree gives the same
///   list on every machine.
/// - It never panics and never touches the disk, whatever the bytes of the files are; the time it takes grows with
///   their length.
/// - A [`Diagnostic`] of severity error is something that Power BI refuses, or that gives wrong figures. Where that
///   cannot be known, nothing is said, or a warning.
/// - A place is a file of the tree and bytes of it. A fix changes one file; whether it mends without harm is for
///   [`fix::mend`] to prove.
/// - What the project itself allows (see [`silence`]) is left out. [`examine()`](examine::examine) gives that as well, and
///   takes levels and schemas. Rules that are off by default say
///   nothing.
pub fn check(tree: &FileTree) -> Vec<Diagnostic> {
    examine::examine(tree, &examine::Options::default()).diagnostics
}

/// The same with the rules that are off by default, and what the warehouse is known to hold.
pub fn check_all(tree: &FileTree, catalog: Option<&Catalog>) -> Vec<Diagnostic> {
    let options = examine::Options { all: true, catalog: catalog.cloned(), ..Default::default() };
    examine::examine(tree, &options).diagnostics
}

/// Whether a rule speaks only where it is asked for.
pub fn is_off(code: &Code) -> bool {
    best_practice::OFF.iter().chain(roles::OFF).any(|off| off.id == code.id)
}

/// What every rule says, sorted. Each report stands on the model it names; where that could not be read whole, nothing
/// is said of the fields that it seems not to have. Rules about the data look into `catalog`, or else into the `catalog.json` beside the
/// project.
fn rules(tree: &FileTree, catalog: Option<&Catalog>) -> Vec<Diagnostic> {
    let mut found = project_files::check(tree);
    found.extend(logical_ids::check(tree));
    let own = catalog.is_none().then(|| tree.text("catalog.json")).flatten();
    // A catalog that cannot be read is said where it is generated from.
    let own = own.and_then(|text| json::from_json(text, "catalog.json").ok());
    let catalog = catalog.or(own.as_ref());
    let reports: Vec<pbir::Read> = pbir::folders(tree).iter().map(|folder| pbir::read_folder(tree, folder)).collect();
    let sources = semantic_models::find(tree);
    let folders: BTreeMap<String, String> =
        sources.iter().map(|source| (source.folder.clone(), source.folder.clone())).collect();
    let mut models = BTreeMap::new();
    for source in sources {
        let read = semantic_models::read(tree, &source);
        let index = Index::new(&read.lowered.model);
        let expressions = expressions(&read.lowered.model, &index);
        let mut context = Context::new(&read, &expressions);
        context.catalog = catalog;
        context.index = Some(&index);
        // One that names no model of the tree may stand on any.
        let is_of = |report: &&pbir::Read| {
            semantic_models::of_report(tree, &report.folder, &folders).is_none_or(|folder| *folder == source.folder)
        };
        context.reports = reports.iter().filter(is_of).collect();
        for rule in RULES.iter().chain(best_practice::RULES) {
            rule(&context, &mut found);
        }
        dax_queries::check(tree, &source.folder, &index, &context, &mut found);
        let is_whole = context.is_whole();
        found.extend(read.diagnostics);
        models.insert(source.folder, Known { model: read.lowered.model, index, is_whole });
    }
    for read in reports {
        let model = semantic_models::of_report(tree, &read.folder, &models).filter(|known| known.is_whole);
        found.extend(report::check_one(tree, read, model.map(|known| (&known.model, &known.index))));
    }
    diag::sort(&mut found);
    found
}

/// A model that has been looked at, for the reports on it.
struct Known {
    model: Model,
    /// Its names, with the types that its expressions have.
    index: Index,
    is_whole: bool,
}

/// All DAX of the model, bound.
fn expressions<'a>(model: &'a Model, index: &'a Index) -> Vec<dax::Bound<'a>> {
    let sources = dax_sources::sources(model);
    let bound = bind::bind_model(index, &sources.iter().map(dax_sources::Dax::source).collect::<Vec<_>>());
    sources.into_iter().zip(bound).map(|(dax, expression)| dax::Bound { dax, expression }).collect()
}
