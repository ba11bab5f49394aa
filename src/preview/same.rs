//! Which pictures are the same without being drawn.
//!
//! Most of what a manager of every region is shown is what everybody is shown, and a slicer of years does not change
//! how many customers there are. A view takes such a picture from the first view that has it.

use std::collections::{BTreeSet, HashSet};

use super::views::{View, has_numbers};
use super::{Preview, SLICERS, wanted};
use crate::engine::Reader;

pub struct Same {
    /// By page and visual the tables that have an influence; `None` where so has the viewer's name.
    influences: Vec<Vec<Option<BTreeSet<usize>>>>,
    /// For each table and viewer the first viewer who sees the same rows of it.
    alike: Vec<Vec<usize>>,
    /// The tables of the slicers.
    slicers: Vec<usize>,
    views: HashSet<View>,
}

impl Same {
    pub fn new(preview: &Preview, views: &[View]) -> Self {
        let readers: Vec<&Reader> = preview.viewers.iter().map(|viewer| &viewer.reader).collect();
        let engine = preview.engine;
        let pages = preview.report.pages.iter().map(|page| {
            let visuals = page.visuals.iter().map(|visual| {
                let has_numbers = has_numbers(visual) && !page.hidden;
                has_numbers.then(|| engine.influences(&wanted::of_visual(page, visual, engine.model()))).flatten()
            });
            visuals.collect()
        });
        Self {
            influences: pages.collect(),
            alike: engine.same_rows(&readers),
            slicers: preview.slicers.iter().map(|column| column.0).collect(),
            views: views.iter().copied().collect(),
        }
    }

    /// The view whose picture of the visual this view shows: itself, or one that shows the same.
    pub fn original(&self, page: usize, visual: usize, view: View) -> View {
        let Some(Some(influences)) = self.influences.get(page).and_then(|page| page.get(visual)) else { return view };
        let (viewer, mut chosen) = view;
        for (slicer, table) in self.slicers.iter().enumerate().take(SLICERS) {
            if !influences.contains(table) {
                chosen[slicer] = 0;
            }
        }
        let sees = |viewer: usize, table: &usize| self.alike.get(*table).and_then(|viewers| viewers.get(viewer));
        let is_alike = |other: usize| influences.iter().all(|table| sees(other, table) == sees(viewer, table));
        let first = (0..viewer).find(|other| self.views.contains(&(*other, chosen)) && is_alike(*other));
        (first.unwrap_or(viewer), chosen)
    }
}
