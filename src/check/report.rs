//! The checks of a report: its files among themselves and its fields against the model.
//!
//! One rule a file. Each looks at a [`Project`] and says what is wrong with it; none of them trusts that the files
//! are whole, for they run over whatever could be read.

use crate::bind::Index;
use crate::diag::{self, Code, Diagnostic};
use crate::file_tree::FileTree;
use crate::model::Model;
use crate::pbir::{self, Json, PageOrigin, Read};

pub mod aggregation;
pub mod bare_value;
pub mod base_theme;
pub mod bookmark_list;
pub mod bookmark_target;
pub mod byte_order_mark;
pub mod colour;
pub mod dataset_reference;
pub mod extensions;
pub mod filter_source;
pub mod filter_values;
pub mod filters;
pub mod fonts;
pub mod formats;
pub mod interactions;
pub mod key_of_version;
pub mod landing_page;
pub mod links;
pub mod literals;
pub mod measure_dax;
pub mod measure_references;
pub mod misplaced_format;
pub mod missing_file;
pub mod missing_schema;
pub mod misspelt_keys;
pub mod mobile;
pub mod names;
pub mod no_pages;
pub mod not_in_visual;
pub mod out_of_range;
pub mod outside_page;
pub mod page_binding;
pub mod page_order;
pub mod parent_group;
pub mod pbir_version;
pub mod platform;
pub mod projection;
pub mod repeated_entry;
pub mod repeated_key;
pub mod report_measures;
pub mod required;
pub mod schema_version;
pub mod selectors;
pub mod shape;
pub mod sizes;
pub mod stray_file;
pub mod sync_group;
pub mod theme;
pub mod theme_resource;
pub mod top_n;
pub mod two_at_once;
pub mod unknown_field;
pub mod unknown_key;
pub mod version;
pub mod visual_calculations;
pub mod visual_content;
pub mod visual_roles;
pub mod visual_type;
pub mod words;
pub mod wrong_type;

pub const CODES: &[&Code] = &[
    &missing_file::MISSING_FILE,
    &missing_file::LEGACY_REPORT,
    &missing_schema::MISSING_SCHEMA,
    &version::REPORT_VERSION,
    &unknown_field::UNKNOWN_FIELD,
    &dataset_reference::DATASET_REFERENCE,
    &page_order::PAGE_ORDER,
    &page_order::ACTIVE_PAGE,
    &names::FOLDER_NAME,
    &names::BAD_NAME,
    &names::DUPLICATE_NAME,
    &theme_resource::THEME_RESOURCE,
    &outside_page::OUTSIDE_PAGE,
    &schema_version::NEWER_SCHEMA,
    &schema_version::WRONG_SCHEMA,
    &repeated_key::REPEATED_KEY,
    &filter_source::FILTER_SOURCE,
    &aggregation::AGGREGATION,
    &projection::PROJECTION,
    &visual_roles::VISUAL_ROLE,
    &visual_type::VISUAL_TYPE,
    &visual_calculations::VISUAL_CALCULATION,
    &visual_content::VISUAL_CONTENT,
    &misplaced_format::MISPLACED_FORMAT,
    &sizes::NO_SIZE,
    &parent_group::PARENT_GROUP,
    &interactions::INTERACTION,
    &links::BROKEN_LINK,
    &page_binding::PAGE_BINDING,
    &landing_page::HIDDEN_LANDING_PAGE,
    &bookmark_list::BOOKMARK_LIST,
    &bookmark_target::BOOKMARK_TARGET,
    &report_measures::REPORT_MEASURE,
    &filters::FILTER,
    &literals::LITERAL,
    &platform::PLATFORM,
    &pbir_version::PBIR_VERSION,
    &base_theme::BASE_THEME,
    &no_pages::NO_PAGES,
    &mobile::OUTSIDE_PHONE,
    &required::REQUIRED,
    &words::UNKNOWN_WORD,
    &misspelt_keys::MISSPELT_KEY,
    &measure_references::STALE_REFERENCE,
    &wrong_type::WRONG_TYPE,
    &unknown_key::UNKNOWN_KEY,
    &two_at_once::TWO_AT_ONCE,
    &bare_value::BARE_VALUE,
    &colour::COLOUR,
    &stray_file::STRAY_FILE,
    &top_n::TOP_N,
    &formats::UNKNOWN_FORMAT,
    &out_of_range::OUT_OF_RANGE,
    &byte_order_mark::BYTE_ORDER_MARK,
    &filter_values::FILTER_VALUE,
    &repeated_entry::REPEATED_ENTRY,
    &not_in_visual::NOT_IN_VISUAL,
    &sync_group::SYNC_GROUP,
    &selectors::STALE_SELECTOR,
    &key_of_version::KEY_OF_VERSION,
    &fonts::MISSPELT_FONT,
];

/// One report of the project, as far as it could be read.
pub struct Project<'a> {
    pub tree: &'a FileTree,
    /// `None` where it is not among the files, or could not be read whole: then nothing is said of fields.
    pub model: Option<&'a Model>,
    /// What DAX can name in it, where it is known.
    pub index: Option<&'a Index>,
    pub read: &'a Read,
}

impl<'a> Project<'a> {
    /// Each `page.json` that could be read, with its path.
    pub fn pages(&self) -> impl Iterator<Item = (&'a str, &'a Json)> {
        let read = self.read;
        read.origins.pages.iter().filter_map(|page| Some((page.file.as_str(), read.files.get(&page.file)?)))
    }
    /// Each `visual.json` that could be read, with its path.
    pub fn visuals(&self) -> impl Iterator<Item = (&'a str, &'a Json)> {
        self.read.origins.pages.iter().flat_map(|page| self.visuals_of(page))
    }
    pub fn visuals_of(&self, page: &'a PageOrigin) -> impl Iterator<Item = (&'a str, &'a Json)> + use<'a> {
        let read = self.read;
        page.visuals.iter().filter_map(|visual| Some((visual.file.as_str(), read.files.get(&visual.file)?)))
    }
    /// Each `*.bookmark.json` that could be read, with its path.
    pub fn bookmarks(&self) -> impl Iterator<Item = (&'a str, &'a Json)> {
        self.read.definition().filter(|(path, _)| path.ends_with(".bookmark.json"))
    }
    pub fn bookmark_names(&self) -> Vec<&'a str> {
        self.bookmarks().filter_map(|(_, json)| json.get("name")?.text()).collect()
    }
}

/// Everything that is wrong with the reports in the tree. `model` is the semantic model they stand on.
pub fn check(tree: &FileTree, model: &Model) -> Vec<Diagnostic> {
    let known = (model, &Index::new(model));
    let mut found: Vec<_> = pbir::folders(tree)
        .iter()
        .flat_map(|folder| check_one(tree, pbir::read_folder(tree, folder), Some(known)))
        .collect();
    diag::sort(&mut found);
    found
}

/// Everything that is wrong with one report of the tree; the model and its names where it is wholly known.
pub fn check_one(tree: &FileTree, read: Read, known: Option<(&Model, &Index)>) -> Vec<Diagnostic> {
    let (model, index) = known.unzip();
    let mut found = judge(&Project { tree, model, index, read: &read });
    found.extend(read.diagnostics);
    found
}

fn judge(project: &Project) -> Vec<Diagnostic> {
    if let Some(legacy) = missing_file::legacy(project) {
        return vec![legacy];
    }
    let rules: &[fn(&Project) -> Vec<Diagnostic>] = &[
        missing_file::check,
        missing_schema::check,
        schema_version::check,
        version::check,
        platform::check,
        pbir_version::check,
        dataset_reference::check,
        base_theme::check,
        theme_resource::check,
        no_pages::check,
        page_order::check,
        landing_page::check,
        names::check,
        repeated_key::check,
        sizes::check,
        outside_page::check,
        mobile::check,
        visual_calculations::check,
        visual_content::check,
        visual_type::check,
        visual_roles::check,
        projection::check,
        unknown_field::check,
        report_measures::check,
        measure_dax::check,
        measure_references::check,
        aggregation::check,
        filters::check,
        filter_source::check,
        literals::check,
        misplaced_format::check,
        parent_group::check,
        interactions::check,
        page_binding::check,
        links::check,
        bookmark_list::check,
        bookmark_target::check,
        bare_value::check,
        colour::check,
        stray_file::check,
        top_n::check,
        formats::check,
        out_of_range::check,
        byte_order_mark::check,
        filter_values::check,
        repeated_entry::check,
        not_in_visual::check,
        sync_group::check,
        selectors::check,
        key_of_version::check,
        fonts::check,
    ];
    let mut found: Vec<Diagnostic> = rules.iter().flat_map(|rule| rule(project)).collect();
    let mut shapes = shape::check(project);
    theme::check(project, &mut shapes);
    shape::of_hollow_files(project, &mut found);
    shape::add(&mut found, shapes);
    found
}

/// A small sound report that the rules' tests break.
#[cfg(test)]
pub(crate) mod sound {
    use super::*;
    use crate::model::{Measure, Table};

    const SCHEMA: &str = "https://developer.microsoft.com/json-schemas/fabric";

    pub fn model() -> Model {
        let measure = Measure { name: "Revenue".into(), ..Measure::default() };
        let column = crate::model::Column { name: "Quantity".into(), ..crate::model::Column::default() };
        let table = Table { name: "Sales".into(), measures: vec![measure], columns: vec![column], ..Table::default() };
        Model { name: "X".to_owned(), tables: vec![table], ..Model::default() }
    }

    pub fn tree() -> FileTree {
        let mut tree = FileTree::new();
        let mut add = |path: &str, kind: &str, rest: &str| {
            let text = format!("{{\"$schema\": \"{SCHEMA}/{kind}/schema.json\", {rest}}}");
            tree.insert(path, text);
        };
        let card = r#""name": "v1", "position": {"x": 0, "y": 0, "width": 100, "height": 50}, "visual": {"visualType":
            "cardVisual", "query": {"queryState": {"Data": {"projections": [{"field": {"Measure": {"Expression":
            {"SourceRef": {"Entity": "Sales"}}, "Property": "Revenue"}}, "queryRef": "Sales.Revenue"}]}}}}"#;
        let theme = r#""themeCollection": {"baseTheme": {"name": "CY25SU10", "type": "SharedResources", "reportVersionAtImport":
            {"visual": "2.1.0", "report": "3.0.0", "page": "2.3.0"}}, "customTheme": {"name": "t.json", "type": "RegisteredResources",
            "reportVersionAtImport": {"visual": "2.1.0", "report": "3.0.0", "page": "2.3.0"}}},
            "resourcePackages": [{"name": "RegisteredResources", "type": "RegisteredResources",
            "items": [{"name": "t.json", "path": "t.json", "type": "CustomTheme"}]}]"#;
        let dataset = r#""version": "4.0", "datasetReference": {"byPath": {"path": "../X.SemanticModel"}}"#;
        let page = r#""name": "p1", "displayName": "P", "displayOption": "FitToPage", "width": 1280, "height": 720"#;
        let pages = r#""pageOrder": ["p1"], "activePageName": "p1""#;
        let definition = "item/report/definition";
        let platform = r#""metadata": {"type": "Report", "displayName": "X"}, "config": {"version": "2.0", "logicalId":
            "1d1f6c3a-2d0e-4f57-9b7a-33b7c6d9a001"}"#;
        add("X.Report/.platform", "gitIntegration/platformProperties/2.0.0", platform);
        add("X.Report/definition.pbir", "item/report/definitionProperties/2.0.0", dataset);
        let version = r#""version": "2.0.0""#;
        add("X.Report/definition/version.json", &format!("{definition}/versionMetadata/1.0.0"), version);
        add("X.Report/definition/report.json", &format!("{definition}/report/3.0.0"), theme);
        add("X.Report/definition/pages/pages.json", &format!("{definition}/pagesMetadata/1.1.0"), pages);
        add("X.Report/definition/pages/p1/page.json", &format!("{definition}/page/2.0.0"), page);
        let visual = "X.Report/definition/pages/p1/visuals/v1/visual.json";
        add(visual, &format!("{definition}/visualContainer/2.4.0"), card);
        tree.insert("X.Report/StaticResources/RegisteredResources/t.json", "{\"name\": \"T\"}");
        tree.insert("X.SemanticModel/definition/model.tmdl", "model Model\n");
        tree
    }

    /// Adds a bookmark of this page and visual, and the list that has it.
    pub fn bookmark(tree: &mut FileTree, name: &str, page: &str, visual: &str) {
        let schema = format!("{SCHEMA}/item/report/definition");
        let state = format!(
            r#""displayName": "B", "explorationState": {{"version": "1.3", "activeSection": "{page}", "sections":
            {{"{page}": {{"visualContainers": {{"{visual}": {{"singleVisual": {{}}}}}}}}}}}}"#
        );
        let text = format!("{{\"$schema\": \"{schema}/bookmark/1.3.0/schema.json\", \"name\": \"{name}\", {state}}}");
        tree.insert(format!("X.Report/definition/bookmarks/{name}.bookmark.json"), text);
        let list = format!("\"items\": [{{\"name\": \"{name}\"}}]");
        let text = format!("{{\"$schema\": \"{schema}/bookmarksMetadata/1.0.0/schema.json\", {list}}}");
        tree.insert("X.Report/definition/bookmarks/bookmarks.json", text);
    }

    /// The sound report with `from` replaced by `to` in one file, which must have it.
    pub fn with(path: &str, from: &str, to: &str) -> FileTree {
        let mut tree = tree();
        let text = tree.text(path).expect("a file").to_owned();
        assert!(text.contains(from), "{path} has no {from}");
        tree.insert(path, text.replace(from, to));
        tree
    }

    pub fn without(path: &str) -> FileTree {
        let mut tree = tree();
        tree.remove(path).expect("a file");
        tree
    }

    /// Code and message of everything the checks say.
    pub fn said(tree: &FileTree) -> Vec<String> {
        check(tree, &model()).iter().map(|found| format!("{} {}", found.code.id, found.message)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_sound_report_passes_every_rule() {
        assert_eq!(sound::said(&sound::tree()), [""; 0]);
    }

    #[test]
    fn a_broken_file_is_said_once_and_the_other_rules_go_on() {
        let mut tree = sound::with("X.Report/definition/pages/p1/visuals/v1/visual.json", "Revenue", "Revenu");
        tree.insert("X.Report/definition/version.json", "{");
        let said = sound::said(&tree);
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(said.iter().any(|text| text.starts_with("PB001")));
        assert!(said.iter().any(|text| text.starts_with("PB005")));
    }

    proptest! {
        /// Every file in turn is cut, repeated or replaced anywhere, or is JSON of any shape with the keys that the
        /// rules look for.
        #[test]
        fn whatever_a_file_holds_nothing_panics(
            at in 0usize..9, from in 0usize..600, length in 0usize..40, insert in "[\\[\\]{}\":,0-9a-z'\u{0}é]{0,6}",
        ) {
            let mut tree = sound::tree();
            sound::bookmark(&mut tree, "b", "p1", "v1");
            let path = tree.paths().nth(at).expect("a file").to_owned();
            let mut text: Vec<char> = tree.text(&path).expect("text").chars().collect();
            let from = from.min(text.len());
            let to = (from + length).min(text.len());
            text.splice(from..to, insert.chars());
            tree.insert(path, text.into_iter().collect::<String>());
            check(&tree, &sound::model());
        }

        #[test]
        fn whatever_shape_json_has_nothing_panics(shapes in proptest::collection::vec(any_json(), 8)) {
            let mut tree = sound::tree();
            sound::bookmark(&mut tree, "b", "p1", "v1");
            let mut paths: Vec<String> = tree.below("X.Report").map(|(path, _)| path.to_owned()).collect();
            paths.push("X.Report/definition/reportExtensions.json".to_owned());
            paths.push("X.Report/definition/pages/p1/visuals/v1/mobile.json".to_owned());
            for (path, shape) in paths.into_iter().rev().zip(&shapes) {
                tree.insert(path, shape.as_str());
            }
            check(&tree, &sound::model());
        }
    }

    fn any_json() -> impl Strategy<Value = String> {
        let keys = "name|visual|visualGroup|position|x|width|filterConfig|filters|filter|From|Where|Name|Entity|Source|\
                    SourceRef|Expression|Column|Measure|Aggregation|Function|HierarchyLevel|Hierarchy|Level|Property|\
                    PropertyVariationSource|In|Expressions|Values|Literal|Value|query|queryState|projections|queryRef|\
                    field|objects|visualLink|properties|navigationSection|expr|pageBinding|parameters|boundFilter|\
                    visualInteractions|source|target|explorationState|activeSection|sections|visualContainers|items|\
                    children|entities|measures|themeCollection|baseTheme|reportVersionAtImport|parentGroupName|\
                    [$]schema|pageOrder|activePageName|landingPageName|datasetReference|byPath|path|metadata|version";
        let leaf = prop_oneof![
            Just("null".to_owned()),
            Just("true".to_owned()),
            "-?[0-9]{1,3}(\\.5)?",
            "\"(Sales|Revenue|p1|v1|s|'a'|10L|Schema)?\"",
        ];
        leaf.prop_recursive(6, 40, 4, move |inner| {
            let member = (keys, inner.clone()).prop_map(|(key, value)| format!("\"{key}\": {value}"));
            prop_oneof![
                proptest::collection::vec(inner, 0..3).prop_map(|items| format!("[{}]", items.join(", "))),
                proptest::collection::vec(member, 0..4).prop_map(|members| format!("{{{}}}", members.join(", "))),
            ]
        })
    }

    #[test]
    fn codes_are_unique_and_explained() {
        let mut ids: Vec<&str> = CODES.iter().map(|code| code.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), CODES.len());
        for code in CODES {
            assert!(code.explanation.contains("Wrong:") && code.explanation.contains("Right:"), "{}", code.id);
        }
    }
}
