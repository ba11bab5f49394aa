//! Bookmarks: which visuals of a page are there and which are not.
//!
//! `bookmarks.toml`, beside the page files, lists them. A bookmark changes what it names and nothing else: neither the
//! page nor what the reader has filtered.

use serde::Deserialize;
use serde_json::{Map, Value, json};
use toml::Spanned;

use super::ids;
use super::page_file::{self, PAGE_FILE, Page};
use super::templates::Templates;
use crate::diag::{Diagnostic, Place};

const FILE: &str = "bookmarks.toml";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "bookmark")]
    bookmarks: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub name: String,
    /// Bookmarks of one group stand together.
    pub group: Option<String>,
    /// The page file, without `.toml`.
    page: Spanned<String>,
    /// Visuals by their names.
    #[serde(default)]
    show: Vec<Spanned<String>>,
    #[serde(default)]
    hide: Vec<Spanned<String>>,
}

pub struct Bookmarks {
    pub entries: Vec<Entry>,
    /// The file as the user knows it, and its text.
    shown: String,
    source: String,
}

impl Bookmarks {
    /// What is wrong with the file goes to `faults`.
    pub fn read(templates: &Templates, faults: &mut Vec<Diagnostic>) -> Self {
        let source = templates.text(FILE).unwrap_or_default().to_owned();
        let file: File = toml::from_str(&source).unwrap_or_else(|error| {
            let place = page_file::place(&templates.shown(FILE), &source, error.span().unwrap_or_default());
            faults.push(Diagnostic::new(&PAGE_FILE, error.message().replace('\n', " ")).at(place, "here"));
            File::default()
        });
        Self { entries: file.bookmarks, shown: templates.shown(FILE), source }
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.name.as_str())
    }

    /// The file of each bookmark of the pages that the report has, and the list of them; nothing where there are none.
    pub fn files(&self, pages: &[Page], faults: &mut Vec<Diagnostic>) -> Vec<(String, Value)> {
        let mut files = Vec::new();
        let mut items: Vec<Value> = Vec::new();
        for entry in &self.entries {
            let Some(page) = pages.iter().find(|page| page.key == *entry.page.get_ref()) else {
                // A page that was left out takes its bookmarks along; what no template has is a mistake.
                continue;
            };
            let id = ids::bookmark(&entry.name);
            files.push((format!("definition/bookmarks/{id}.bookmark.json"), self.bookmark(entry, page, &id, faults)));
            let Some(group) = &entry.group else {
                items.push(json!({ "name": id }));
                continue;
            };
            let name = ids::bookmark_group(group);
            match items.iter_mut().find(|item| item["name"] == *name).and_then(|item| item["children"].as_array_mut()) {
                Some(children) => children.push(json!(id)),
                None => items.push(json!({ "name": name, "displayName": group, "children": [id] })),
            }
        }
        if !items.is_empty() {
            let list = json!({
                "$schema": "https://developer.microsoft.com/json-schemas/fabric/item/report/definition/bookmarksMetadata/1.0.0/schema.json",
                "items": items,
            });
            files.push(("definition/bookmarks/bookmarks.json".to_owned(), list));
        }
        files
    }

    fn bookmark(&self, entry: &Entry, page: &Page, id: &str, faults: &mut Vec<Diagnostic>) -> Value {
        let page_id = ids::page(&page.key);
        let mut containers = Map::new();
        let named = entry.show.iter().map(|name| (name, true)).chain(entry.hide.iter().map(|name| (name, false)));
        for (name, is_shown) in named {
            let Some(visual) = page.file.visuals.iter().find(|visual| visual.name() == name.get_ref()) else {
                let message = format!("the page `{}` has no visual `{}`", page.key, name.get_ref());
                let known = page.file.visuals.iter().map(|visual| visual.name());
                let place = page_file::place(&self.shown, &self.source, name.span());
                faults.push(Diagnostic::new(&PAGE_FILE, message).at(place, "").did_you_mean(name.get_ref(), known));
                continue;
            };
            let mut single = Map::from_iter([("visualType".to_owned(), json!(visual.kind.get_ref()))]);
            if !is_shown {
                single.insert("display".to_owned(), json!({ "mode": "hidden" }));
            }
            containers.insert(ids::visual(&page.key, name.get_ref()), json!({ "singleVisual": single }));
        }
        let targets: Vec<&String> = containers.keys().collect();
        json!({
            "$schema": "https://developer.microsoft.com/json-schemas/fabric/item/report/definition/bookmark/2.0.0/schema.json",
            "displayName": entry.name,
            "name": id,
            "options": {
                "applyOnlyToTargetVisuals": true,
                "targetVisualNames": targets,
                "suppressActiveSection": true,
                "suppressData": true,
            },
            "explorationState": {
                "version": "1.3",
                "activeSection": page_id,
                "sections": { (page_id.clone()): { "visualContainers": containers } },
            },
        })
    }

    /// Bookmarks of pages that no template has.
    pub fn misplaced(&self, known: &[&str]) -> Vec<Diagnostic> {
        let wrong = self.entries.iter().filter(|entry| !known.contains(&entry.page.get_ref().as_str()));
        let told = wrong.map(|entry| {
            let page = entry.page.get_ref();
            Diagnostic::new(&PAGE_FILE, format!("the bookmark `{}` is of `{page}`, which is no page", entry.name))
                .at(self.place(entry.page.span()), "")
                .did_you_mean(page, known.iter().copied())
        });
        told.collect()
    }

    fn place(&self, span: std::ops::Range<usize>) -> Place {
        page_file::place(&self.shown, &self.source, span)
    }
}
