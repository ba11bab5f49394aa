//! From the files of one report to its nouns.

use std::collections::{BTreeMap, BTreeSet};

use super::folders::folders;
use super::{Json, Origins, PageOrigin, Read, VisualOrigin, fields, malformed};
use crate::diag::Place;
use crate::file_tree::FileTree;
use crate::report::{Field, Page, Position, Report, Visual};

/// Reads the report of a project; the first one, by folder, where it has several. Without one the report is empty.
pub fn read(tree: &FileTree) -> Read {
    match folders(tree).first() {
        Some(folder) => read_folder(tree, folder),
        None => Read::default(),
    }
}

/// Reads the report in one folder of the tree.
pub fn read_folder(tree: &FileTree, folder: &str) -> Read {
    let mut read = Read { folder: folder.to_owned(), ..Read::default() };
    for (path, _) in tree.below(folder).filter(|(path, _)| is_json(inside(path, folder))) {
        match malformed::parse(tree, path) {
            Ok(json) => drop(read.files.insert(path.to_owned(), json)),
            Err(diagnostic) => read.diagnostics.push(diagnostic),
        }
    }
    let (report, origins) = report(&read, tree);
    Read { report, origins, ..read }
}

fn inside<'a>(path: &'a str, folder: &str) -> &'a str {
    path.strip_prefix(folder).unwrap_or(path).trim_start_matches('/')
}

/// Files that are JSON by their name. Local settings and caches in `.pbi` are nobody's business.
fn is_json(inside: &str) -> bool {
    let name = inside.rsplit('/').next().unwrap_or(inside);
    let named = name.ends_with(".json") || name == ".platform" || name.ends_with(".pbir");
    named && !inside.starts_with(".pbi/") && !inside.contains(".SemanticModel/")
}

fn report(read: &Read, tree: &FileTree) -> (Report, Origins) {
    let pages_json = read.file("definition/pages/pages.json");
    let order: Vec<&str> = pages_json
        .and_then(|json| json.get("pageOrder"))
        .map(|order| order.items().iter().filter_map(Json::text).collect())
        .unwrap_or_default();
    let mut pages: Vec<(Page, PageOrigin)> = pages(read, tree);
    // As Power BI orders them: those in the list first, the others by the name that is shown.
    pages.sort_by_cached_key(|(page, _)| {
        let at = order.iter().position(|id| *id == page.id).unwrap_or(order.len());
        (at, page.display_name.clone(), page.id.clone())
    });
    let (pages, page_origins) = pages.into_iter().unzip();
    let path = read.path("definition/report.json");
    let (fields, places) = read.files.get(&path).map(|json| placed_fields(json, &path)).unwrap_or_default();
    let active_page = pages_json.and_then(|json| json.get("activePageName")?.text()).map(str::to_owned);
    (Report { pages, active_page, fields }, Origins { fields: places, pages: page_origins })
}

/// The pages by their folders. Those whose own file is missing or broken, and such visuals, are there all the same: that
/// they cannot be read is said once, and not that they are not found.
fn pages(read: &Read, tree: &FileTree) -> Vec<(Page, PageOrigin)> {
    let root = read.path("definition/pages");
    let mut folders: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (path, _) in tree.below(&root) {
        let parts: Vec<&str> = inside(path, &root).split('/').collect();
        match parts[..] {
            [page, "visuals", id, _, ..] => drop(folders.entry(page).or_default().insert(id)),
            [page, _, ..] => drop(folders.entry(page).or_default()),
            _ => {}
        }
    }
    let mut pages = Vec::new();
    for (id, visuals) in folders {
        let visuals = visuals.into_iter().map(|visual_id| {
            let path = format!("{root}/{id}/visuals/{visual_id}/visual.json");
            match read.files.get(&path) {
                Some(json) => visual(&path, visual_id, json),
                None => unread_visual(path, visual_id),
            }
        });
        let visuals: Vec<_> = visuals.collect();
        let path = format!("{root}/{id}/page.json");
        pages.push(match read.files.get(&path) {
            Some(json) => page(&path, id, json, visuals),
            None => {
                let (visuals, origins) = visuals.into_iter().unzip();
                let page = Page { id: id.to_owned(), visuals, ..Page::default() };
                (page, PageOrigin { file: path, fields: Vec::new(), visuals: origins })
            }
        });
    }
    pages
}

fn unread_visual(path: String, id: &str) -> (Visual, VisualOrigin) {
    let position = Place::file(path.as_str());
    (Visual { id: id.to_owned(), ..Visual::default() }, VisualOrigin { file: path, position, fields: Vec::new() })
}

fn page(path: &str, id: &str, json: &Json, visuals: Vec<(Visual, VisualOrigin)>) -> (Page, PageOrigin) {
    let (visuals, origins) = visuals.into_iter().unzip();
    let (fields, places) = placed_fields(json, path);
    let page = Page {
        id: name(json, id),
        display_name: json.get("displayName").and_then(Json::text).unwrap_or_default().to_owned(),
        width: number(json, "width"),
        height: number(json, "height"),
        visuals,
        fields,
    };
    (page, PageOrigin { file: path.to_owned(), fields: places, visuals: origins })
}

fn visual(path: &str, id: &str, json: &Json) -> (Visual, VisualOrigin) {
    let (fields, places) = placed_fields(json, path);
    let position = json.get("position");
    let at = |key: &str| position.map_or(0.0, |position| number(position, key));
    let visual = Visual {
        id: name(json, id),
        kind: json.at(&["visual", "visualType"]).and_then(Json::text).unwrap_or_default().to_owned(),
        group: json.get("parentGroupName").and_then(Json::text).map(str::to_owned),
        position: Position { x: at("x"), y: at("y"), z: at("z"), width: at("width"), height: at("height") },
        fields,
    };
    let position = position.map_or(Place::file(path), |json| Place::bytes(path, json.span.clone()));
    (visual, VisualOrigin { file: path.to_owned(), position, fields: places })
}

/// What the file calls itself; the folder's name where it does not say.
fn name(json: &Json, folder: &str) -> String {
    json.get("name").and_then(Json::text).unwrap_or(folder).to_owned()
}

fn placed_fields(json: &Json, path: &str) -> (Vec<Field>, Vec<Place>) {
    fields::fields(json).into_iter().map(|(field, span)| (field, Place::bytes(path, span))).unzip()
}

fn number(json: &Json, key: &str) -> f64 {
    json.get(key).and_then(Json::number).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tree(files: &[(&str, &str)]) -> FileTree {
        let mut tree = FileTree::new();
        for (path, text) in files {
            tree.insert(*path, *text);
        }
        tree
    }

    const CARD: &str = r#"{"name": "v1", "position": {"x": 8, "y": 9, "width": 10, "height": 11},
        "visual": {"visualType": "cardVisual", "query": {"queryState": {"Data": {"projections": [{"field":
        {"Measure": {"Expression": {"SourceRef": {"Entity": "Sales"}}, "Property": "Revenue"}}}]}}}}}"#;

    #[test]
    fn pages_come_in_their_order_with_their_visuals() {
        let tree = tree(&[
            ("X.Report/definition/pages/pages.json", r#"{"pageOrder": ["b", "a"], "activePageName": "b"}"#),
            ("X.Report/definition/pages/a/page.json", r#"{"displayName": "First", "width": 1280, "height": 720}"#),
            ("X.Report/definition/pages/b/page.json", r#"{"displayName": "Second"}"#),
            ("X.Report/definition/pages/a/visuals/v1/visual.json", CARD),
        ]);
        let read = read(&tree);
        assert!(read.diagnostics.is_empty());
        let names: Vec<_> = read.report.pages.iter().map(|page| page.display_name.as_str()).collect();
        assert_eq!(names, ["Second", "First"]);
        assert_eq!(read.report.active_page.as_deref(), Some("b"));
        let visual = &read.report.pages[1].visuals[0];
        assert_eq!((visual.kind.as_str(), visual.position.y, visual.fields.len()), ("cardVisual", 9.0, 1));
        assert_eq!(read.origins.pages[1].visuals[0].fields.len(), 1);
    }

    #[test]
    fn a_broken_file_is_reported_and_the_rest_is_read() {
        let tree = tree(&[
            ("X.Report/definition/pages/a/page.json", "{"),
            ("X.Report/definition/pages/a/visuals/v1/visual.json", CARD),
        ]);
        let read = read(&tree);
        assert_eq!(read.diagnostics.len(), 1);
        assert_eq!(read.diagnostics[0].code.id, "PB001");
        assert_eq!(read.report.pages[0].visuals.len(), 1);
    }

    #[test]
    fn no_report_is_an_empty_report() {
        assert_eq!(read(&tree(&[("a.txt", "")])).report, Report::default());
    }

    proptest! {
        #[test]
        fn whatever_the_files_hold_nothing_panics(text in ".{0,60}", cut in 0usize..400) {
            let card: String = CARD.chars().take(cut).collect();
            let files = [
                ("X.Report/definition/pages/pages.json", text.as_str()),
                ("X.Report/definition/pages/a/visuals/v1/visual.json", card.as_str()),
            ];
            let read = read(&tree(&files));
            prop_assert_eq!(read.report.pages.len(), read.origins.pages.len());
        }
    }
}
