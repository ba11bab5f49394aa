//! What would use the old columns if they were still there, and where that is to be mended.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::Drift;
use super::attempt::Attempt;
use super::site::{self, Site};
use super::view::View;
use crate::deps::Kind;
use crate::diag::{Diagnostic, Place};
use crate::generate::Relocation;
use crate::generate::report::Written;
use crate::report::FieldKind;

/// The project that there would be without the drift, from all its sides.
pub struct Views<'a> {
    pub attempt: &'a Attempt,
    generated: View,
    /// With what was made by hand.
    merged: View,
    on_disk: View,
    relocation: Option<Relocation<'a>>,
    /// What the generator makes of foreign keys, which goes with them.
    own_relationships: BTreeSet<Site>,
}

/// What breaks of one drift.
pub struct Breaks<'a> {
    pub drift: &'a Drift,
    /// As the model calls it; the warehouse's name where the model does not have it.
    pub name: String,
    /// The column itself, or the table with what it has of the warehouse.
    pub own: BTreeSet<Site>,
    /// What names it, by a label's text and place.
    pub uses: BTreeMap<Site, (String, Place)>,
    pub loses_relationship: bool,
    /// Errors that follow, with the object that they are of.
    pub faults: Vec<(Option<Site>, Diagnostic)>,
}

impl<'a> Views<'a> {
    pub fn of(attempt: &'a Attempt) -> Self {
        let generated = View::of(&attempt.generated);
        let is_relationship = |site: &Site| matches!(site, Site::Model(Kind::Relationship, _));
        Self {
            own_relationships: generated.graph.objects.iter().map(site::of_object).filter(is_relationship).collect(),
            generated,
            merged: View::of(&attempt.merged),
            on_disk: View::of(&attempt.on_disk),
            relocation: attempt.relocation(),
            attempt,
        }
    }

    /// The project with what was made by hand, or what there is where nothing can be generated.
    fn whole(&self) -> &View {
        if self.attempt.merged.is_empty() { &self.on_disk } else { &self.merged }
    }

    pub fn breaks<'d>(&self, drift: &'d Drift) -> Breaks<'d> {
        let whole = self.whole();
        let name = whole.names(drift).map(|(table, column)| match column {
            Some(column) => format!("{}[{column}]", table.name),
            None => table.name.to_string(),
        });
        let name = name.unwrap_or_else(|| drift.name());
        let own = whole.start(drift).into_iter().filter(|at| drift.column.is_some() || !whole.is_authored(*at));
        let own: BTreeSet<Site> = own.map(|at| site::of_object(&whole.graph.objects[at])).collect();
        let (of_generated, of_whole) = (self.generated.direct(drift), whole.direct(drift));
        let on_disk = self.on_disk.direct(drift);
        let mut breaks = Breaks {
            drift,
            name,
            own,
            uses: BTreeMap::new(),
            loses_relationship: of_generated.keys().any(|site| self.own_relationships.contains(site)),
            faults: Vec::new(),
        };
        for (site, (at, place)) in &of_generated {
            if let Some(place) = self.template(drift, site, place) {
                let what = self.generated.describe(*at, &breaks.name);
                breaks.uses.insert(site.clone(), (what, place));
            }
        }
        for (site, (at, place)) in &of_whole {
            if !of_generated.contains_key(site) {
                let place = on_disk.get(site).map_or(place, |(_, place)| place);
                let place = Place { file: self.named(&place.file), at: place.at.clone() };
                breaks.uses.insert(site.clone(), (whole.describe(*at, &breaks.name), place));
            }
        }
        breaks
    }

    /// A file of the project as the user knows it.
    fn named(&self, path: &str) -> String {
        std::path::Path::new(&self.attempt.folder).join(path).display().to_string()
    }

    /// Where an author has written what is generated; `None` of what the generator makes as the warehouse is.
    fn template(&self, drift: &Drift, site: &Site, place: &Place) -> Option<Place> {
        if let Site::Visual(id) = site {
            let written = self.attempt.written.iter().find(|one| one.visual == *id && self.is_of(drift, one));
            return written.map(|one| one.place.clone()).or_else(|| Some(self.in_folder(place)));
        }
        if let Site::File(_) = site {
            return Some(self.in_folder(place));
        }
        match &self.relocation {
            Some(relocation) => relocation.place(place).filter(|place| is_authored(&place.file)),
            None if self.own_relationships.contains(site) || matches!(site, Site::Model(Kind::Role, _)) => None,
            None => Some(self.in_folder(place)),
        }
    }

    fn in_folder(&self, place: &Place) -> Place {
        Place { file: self.named(&place.file), at: place.at.clone() }
    }

    fn is_of(&self, drift: &Drift, written: &Written) -> bool {
        let Some((table, column)) = self.generated.names(drift) else { return false };
        let named = match &written.field {
            FieldKind::Column(name) | FieldKind::Aggregation(name) => Some(name),
            _ => None,
        };
        table.name == *written.table.as_str() && (column.is_none() || column.as_ref() == named)
    }

    /// What uses these objects, by kind, without end and without them.
    pub fn through(&self, direct: &BTreeSet<Site>, own: &BTreeSet<Site>) -> BTreeMap<Kind, BTreeMap<String, Site>> {
        let graph = &self.whole().graph;
        let sites: Vec<Site> = graph.objects.iter().map(site::of_object).collect();
        let mut open: VecDeque<usize> = (0..sites.len()).filter(|at| direct.contains(&sites[*at])).collect();
        let mut seen: BTreeSet<usize> = open.iter().copied().collect();
        let mut found: BTreeMap<Kind, BTreeMap<String, Site>> = BTreeMap::new();
        while let Some(at) = open.pop_front() {
            let is_table = graph.objects[at].kind == Kind::Table;
            let parts = graph.parts(at).iter().copied().filter(|_| is_table);
            for next in graph.users(at).map(|(user, _)| user).chain(parts).collect::<Vec<_>>() {
                let site = &sites[next];
                if own.contains(site) || self.own_relationships.contains(site) || !seen.insert(next) {
                    continue;
                }
                open.push_back(next);
                let object = &graph.objects[next];
                if object.kind != Kind::Partition && !direct.contains(site) {
                    found.entry(object.kind).or_default().insert(object.name.clone(), site.clone());
                }
            }
        }
        found
    }

    /// The object of a site as a label calls it.
    pub fn describe(&self, site: &Site) -> Option<String> {
        [self.whole(), &self.generated, &self.on_disk].into_iter().find_map(|view| {
            let at = view.graph.objects.iter().position(|object| site::of_object(object) == *site)?;
            Some(view.describe(at, ""))
        })
    }
}

/// Not rendered for the warehouse's tables.
fn is_authored(file: &str) -> bool {
    !file.ends_with(')')
}
