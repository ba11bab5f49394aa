//! The pages, visuals and bookmarks of a report and the fields that they show.

use std::collections::BTreeMap;

use super::Kind;
use super::build::Builder;
use super::model::key;
use crate::diag::Place;
use crate::pbir::{Json, Read, fields};
use crate::report::{Field, FieldKind};

/// What has been made of a report.
pub struct Shown {
    pub report: usize,
    /// By the file that says what it shows.
    pub objects: BTreeMap<String, usize>,
}

/// `model` is the number of the one that the report stands on.
pub fn add(builder: &mut Builder, model: Option<usize>, read: &Read) -> Shown {
    let mut objects = BTreeMap::new();
    let name = read.folder.rsplit('/').next().unwrap_or_default().trim_end_matches(".Report");
    let file = Place::file(read.path("definition/report.json"));
    let report = builder.object(Kind::Report, if name.is_empty() { "report" } else { name }.to_owned(), file);
    objects.insert(read.path("definition/report.json"), report);
    shown(builder, model, report, &read.report.fields, &read.origins.fields);
    let mut pages = Vec::new();
    for (page, origin) in read.report.pages.iter().zip(&read.origins.pages) {
        let shown_name = if page.display_name.is_empty() { &page.id } else { &page.display_name };
        let at = builder.object(Kind::Page, shown_name.clone(), Place::file(&origin.file));
        objects.insert(origin.file.clone(), at);
        builder.alias(at, &page.id);
        builder.part(report, at);
        pages.push((page.id.as_str(), at));
        shown(builder, model, at, &page.fields, &origin.fields);
        for (visual, origin) in page.visuals.iter().zip(&origin.visuals) {
            let kind = if visual.kind.is_empty() { "group" } else { &visual.kind };
            let name = format!("{shown_name}/{kind} {}", visual.id);
            let part = builder.object(Kind::Visual, name, Place::file(&origin.file));
            objects.insert(origin.file.clone(), part);
            builder.alias(part, &visual.id);
            builder.part(at, part);
            shown(builder, model, part, &visual.fields, &origin.fields);
        }
    }
    for (path, json) in read.files.iter().filter(|(path, _)| path.ends_with(".bookmark.json")) {
        let text = |keys: &[&str]| json.at(keys).and_then(Json::text);
        let id = text(&["name"]).unwrap_or_default();
        let at = builder.object(Kind::Bookmark, text(&["displayName"]).unwrap_or(id).to_owned(), Place::file(path));
        objects.insert(path.clone(), at);
        builder.alias(at, id);
        builder.part(report, at);
        if let Some(section) = json.at(&["explorationState", "activeSection"]) {
            let page = pages.iter().find(|(id, _)| Some(*id) == section.text()).map(|(_, at)| *at);
            builder.uses(at, page, Place::bytes(path, section.span.clone()));
        }
        let (fields, places): (Vec<Field>, Vec<Place>) =
            fields::fields(json).into_iter().map(|(field, span)| (field, Place::bytes(path, span))).unzip();
        shown(builder, model, at, &fields, &places);
    }
    Shown { report, objects }
}

fn shown(builder: &mut Builder, model: Option<usize>, at: usize, fields: &[Field], places: &[Place]) {
    let Some(model) = model else { return };
    for (field, place) in fields.iter().zip(places) {
        let table = field.table.as_str();
        let to = match &field.kind {
            FieldKind::Column(name) | FieldKind::Aggregation(name) => {
                builder.find(model, Kind::Column, &key(table, name))
            }
            FieldKind::Measure(name) => builder.find(model, Kind::Measure, name),
            FieldKind::Level { hierarchy, .. } => builder.find(model, Kind::Hierarchy, &key(table, hierarchy)),
        };
        builder.uses(at, to, place.clone());
    }
}
