//! Every picture of every view.

use std::collections::HashMap;

use super::file::{Field, Page, Visual};
use super::same::Same;
use super::shown::Painter;
use super::{Preview, SLICERS};
use crate::engine::format::written;
use crate::engine::{Reader, Restriction};
use crate::parallel;
use crate::proof::schema::ColumnId;
use crate::proof::value::Value;

/// Pictures, each once, and which of them each visual shows in each view.
#[derive(Debug, Default)]
pub struct Drawn {
    pub pool: Vec<String>,
    /// Titles, each once; they are text and no HTML.
    pub titles: Vec<String>,
    pub slicers: Vec<Slicer>,
    /// As the report's pages.
    pub pages: Vec<PageViews>,
    /// What could not be worked out, each once.
    pub refused: Vec<String>,
}

#[derive(Debug, Default)]
pub struct Slicer {
    pub values: Vec<String>,
    /// For each viewer the values there are.
    pub offered: Vec<Vec<usize>>,
}

#[derive(Debug, Default)]
pub struct PageViews {
    /// Which of the slicers stand on the page.
    pub slicers: Vec<usize>,
    /// As the page's visuals; nothing where a visual shows no numbers.
    pub visuals: Vec<Option<VisualViews>>,
}

/// By viewer, then by the page's slicers, each with "all" before its values; `None` is a view that nobody can choose.
#[derive(Debug, Default)]
pub struct VisualViews {
    pub titles: Vec<Option<usize>>,
    pub bodies: Vec<Option<usize>>,
}

/// A view: the viewer, and for each slicer one more than the number of its value.
pub type View = (usize, [usize; SLICERS]);

/// What a visual shows in a view.
struct Picture {
    page: usize,
    visual: usize,
    title: String,
    body: String,
}

/// The room that the title takes of a visual, and the edge around.
const TITLE: f64 = 26.0;
const EDGE: f64 = 16.0;

/// Whether a visual has numbers.
pub fn has_numbers(visual: &Visual) -> bool {
    !visual.roles.is_empty() && !is_slicer(visual)
}

pub fn is_slicer(visual: &Visual) -> bool {
    visual.kind == "slicer" || visual.kind == "advancedSlicerVisual" || visual.kind == "listSlicer"
}

/// Which slicer of the preview this one is.
pub fn slicer_of(preview: &Preview, visual: &Visual) -> Option<usize> {
    let field = &visual.role("Values").first()?.field;
    let id = match field {
        Field::Column { table, name } => preview.engine.column_id(table, name),
        Field::Level { table, hierarchy, level } => preview.engine.level(table, hierarchy, level),
        _ => None,
    }?;
    preview.slicers.iter().position(|known| *known == id).filter(|_| is_slicer(visual))
}

pub fn draw(preview: &Preview) -> Drawn {
    let painter = Painter { engine: preview.engine, colours: &preview.report.colours };
    let mut drawn = Drawn::default();
    let (values, slicers) = slicers(preview, &painter);
    drawn.slicers = slicers;
    for page in &preview.report.pages {
        let mut on_page: Vec<usize> = page.visuals.iter().filter_map(|visual| slicer_of(preview, visual)).collect();
        on_page.sort_unstable();
        on_page.dedup();
        drawn.pages.push(PageViews { slicers: on_page, visuals: Vec::new() });
    }
    let tasks = tasks(preview, &drawn.slicers);
    let same = Same::new(preview, &tasks);
    let pictures = parallel::map(&tasks, |view| pictures(preview, &painter, &drawn.pages, &values, &same, *view));
    collect(preview, &mut drawn, &tasks, &same, pictures);
    drawn
}

/// The values of each slicer, and which of them each viewer is offered.
fn slicers(preview: &Preview, painter: &Painter) -> (Vec<Vec<Value>>, Vec<Slicer>) {
    let columns = preview.slicers.get(..preview.slicers.len().min(SLICERS)).unwrap_or_default();
    let everybody = Reader::everybody();
    let readers: Vec<&Reader> =
        std::iter::once(&everybody).chain(preview.viewers.iter().map(|viewer| &viewer.reader)).collect();
    // A session finds out which rows there are for its reader: one for all slicers.
    let seen: Vec<Vec<Vec<Value>>> = parallel::map(&readers, |reader| match preview.engine.session(reader, &[]) {
        Ok(mut session) => columns.iter().map(|column| painter.values(&mut session, *column)).collect(),
        Err(_) => vec![Vec::new(); columns.len()],
    });
    let Some((all, own)) = seen.split_first() else { return Default::default() };
    let slicer = |(at, (column, values)): (usize, (&ColumnId, &Vec<Value>))| {
        let format = preview.engine.model().tables.get(column.0).and_then(|table| table.columns.get(column.1));
        let format = format.and_then(|column| column.format_string.as_deref());
        let offered = own.iter().map(|own| match &own[at] {
            // Where there is one value, there is no choice.
            own if own.len() < 2 => Vec::new(),
            own => (0..values.len()).filter(|value| own.contains(&values[*value])).collect(),
        });
        Slicer { values: values.iter().map(|value| written(value, format)).collect(), offered: offered.collect() }
    };
    let slicers = columns.iter().zip(all).enumerate().map(slicer).collect();
    (all.clone(), slicers)
}

fn tasks(preview: &Preview, slicers: &[Slicer]) -> Vec<View> {
    let mut tasks = Vec::new();
    for viewer in 0..preview.viewers.len() {
        let choices = |slicer: usize| -> Vec<usize> {
            let offered = slicers.get(slicer).and_then(|slicer| slicer.offered.get(viewer));
            std::iter::once(0).chain(offered.into_iter().flatten().map(|at| at + 1)).collect()
        };
        for first in choices(0) {
            for second in choices(1) {
                tasks.push((viewer, [first, second]));
            }
        }
    }
    tasks
}

/// The visuals with numbers of the pages that have all slicers that a view uses.
fn shown<'p>(
    preview: &'p Preview,
    pages: &'p [PageViews],
    chosen: [usize; SLICERS],
) -> impl Iterator<Item = (usize, usize, &'p Page, &'p Visual)> {
    let has_all =
        move |views: &PageViews| (0..SLICERS).all(|slicer| chosen[slicer] == 0 || views.slicers.contains(&slicer));
    let pages = preview.report.pages.iter().zip(pages).enumerate();
    pages.filter(move |(_, (page, views))| !page.hidden && has_all(views)).flat_map(|(at, (page, _))| {
        let visuals = page.visuals.iter().enumerate().filter(|(_, visual)| has_numbers(visual));
        visuals.map(move |(visual, of)| (at, visual, page, of))
    })
}

/// What a view shows that no other one shows as well.
fn pictures(
    preview: &Preview,
    painter: &Painter,
    pages: &[PageViews],
    values: &[Vec<Value>],
    same: &Same,
    view: View,
) -> Vec<Picture> {
    let (viewer, chosen) = view;
    let own = shown(preview, pages, chosen).filter(|(page, visual, ..)| same.original(*page, *visual, view) == view);
    let own: Vec<_> = own.collect();
    if own.is_empty() {
        return Vec::new();
    }
    let used = (0..SLICERS).filter(|slicer| chosen[*slicer] > 0);
    let restrictions = used.filter_map(|slicer| {
        let value = values.get(slicer)?.get(chosen[slicer] - 1)?.clone();
        Some(Restriction::In { column: *preview.slicers.get(slicer)?, values: vec![value] })
    });
    let Some(viewer) = preview.viewers.get(viewer) else { return Vec::new() };
    let Ok(mut session) = preview.engine.session(&viewer.reader, &restrictions.collect::<Vec<_>>()) else {
        return Vec::new();
    };
    let mut picture = |(at, visual, page, of): (usize, usize, &Page, &Visual)| {
        let title = painter.title(&mut session, of).unwrap_or_default();
        let body = painter.body(&mut session, of, &page.filters, room(of));
        Picture { page: at, visual, title, body }
    };
    own.into_iter().map(&mut picture).collect()
}

/// The room inside a visual.
fn room(visual: &Visual) -> (u32, u32) {
    let title = if visual.title.is_some() { TITLE } else { 0.0 };
    ((visual.width - EDGE).max(1.0) as u32, (visual.height - EDGE - title).max(1.0) as u32)
}

fn collect(preview: &Preview, drawn: &mut Drawn, tasks: &[View], same: &Same, pictures: Vec<Vec<Picture>>) {
    let sizes: Vec<usize> =
        (0..SLICERS).map(|at| drawn.slicers.get(at).map_or(1, |slicer| slicer.values.len() + 1)).collect();
    let (mut bodies, mut titles) = (Pool::default(), Pool::default());
    for (page, views) in preview.report.pages.iter().zip(&mut drawn.pages) {
        let count = preview.viewers.len() * views.slicers.iter().map(|at| sizes[*at]).product::<usize>();
        let of = |visual: &Visual| {
            has_numbers(visual).then(|| VisualViews { titles: vec![None; count], bodies: vec![None; count] })
        };
        views.visuals = page.visuals.iter().map(of).collect();
    }
    let place = |views: &PageViews, (viewer, chosen): View| {
        views.slicers.iter().fold(viewer, |place, slicer| place * sizes[*slicer] + chosen[*slicer])
    };
    for (view, pictures) in tasks.iter().zip(pictures) {
        for picture in pictures {
            let Some(views) = drawn.pages.get_mut(picture.page) else { continue };
            let place = place(views, *view);
            let Some(Some(visual)) = views.visuals.get_mut(picture.visual) else { continue };
            if let Some(why) = picture.body.strip_prefix("<p class=\"refused\">") {
                let why = why.trim_end_matches("</p>").to_owned();
                if !drawn.refused.contains(&why) {
                    drawn.refused.push(why);
                }
            }
            if let (Some(title), Some(body)) = (visual.titles.get_mut(place), visual.bodies.get_mut(place)) {
                (*title, *body) = (Some(titles.keep(picture.title)), Some(bodies.keep(picture.body)));
            }
        }
    }
    (drawn.pool, drawn.titles) = (bodies.texts, titles.texts);
    // What is the same as in another view.
    for view in tasks {
        let copies = shown(preview, &drawn.pages, view.1).map(|(page, visual, ..)| (page, visual)).collect::<Vec<_>>();
        for (page, visual) in copies {
            let Some(views) = drawn.pages.get_mut(page) else { continue };
            let (from, to) = (place(views, same.original(page, visual, *view)), place(views, *view));
            let Some(Some(visual)) = views.visuals.get_mut(visual) else { continue };
            for places in [&mut visual.titles, &mut visual.bodies] {
                if let (Some(known), Some(place)) = (places.get(from).copied(), places.get_mut(to)) {
                    *place = known;
                }
            }
        }
    }
}

/// Texts, each once.
#[derive(Default)]
struct Pool {
    known: HashMap<String, usize>,
    texts: Vec<String>,
}

impl Pool {
    fn keep(&mut self, text: String) -> usize {
        let texts = &mut self.texts;
        *self.known.entry(text).or_insert_with_key(|text| {
            texts.push(text.clone());
            texts.len() - 1
        })
    }
}
