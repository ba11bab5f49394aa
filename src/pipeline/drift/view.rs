//! A project as a graph of uses, in which a drift of the warehouse has its objects.

use std::collections::BTreeMap;

use super::Drift;
use super::site::{self, Site};
use crate::deps::{Graph, Kind};
use crate::diag::Place;
use crate::file_tree::FileTree;
use crate::model::{Column, Model, Table};
use crate::pipeline::renames;
use crate::proof::source;

pub struct View {
    pub graph: Graph,
    model: Model,
}

impl View {
    pub fn of(tree: &FileTree) -> Self {
        Self { graph: Graph::of(tree), model: renames::model_of(tree) }
    }

    /// The model's table, and the column where the drift is of one.
    pub fn names(&self, drift: &Drift) -> Option<(&Table, Option<String>)> {
        let is_it = |table: &&Table| source::of(table).is_ok_and(|source| source == drift.table);
        let table = self.model.tables.iter().find(is_it)?;
        let Some(wanted) = &drift.column else { return Some((table, None)) };
        let column = table.columns.iter().find(|column| column.source_column.as_ref() == Some(wanted))?;
        Some((table, Some(column.name.to_string())))
    }

    fn at(&self, kind: Kind, name: &str) -> Option<usize> {
        self.graph.objects.iter().position(|one| one.kind == kind && one.name.eq_ignore_ascii_case(name))
    }

    /// The column, or the table with its parts.
    pub fn start(&self, drift: &Drift) -> Vec<usize> {
        match self.names(drift) {
            Some((table, Some(column))) => {
                self.at(Kind::Column, &format!("{}[{column}]", table.name)).into_iter().collect()
            }
            Some((table, None)) => {
                let at = self.at(Kind::Table, table.name.as_str());
                at.into_iter().flat_map(|at| [&[at], self.graph.parts(at)].concat()).collect()
            }
            None => Vec::new(),
        }
    }

    /// What names the start itself, each with its object and the first place; of a table what has no other home, too.
    pub fn direct(&self, drift: &Drift) -> BTreeMap<Site, (usize, Place)> {
        let start = self.start(drift);
        let is_own = |at: &usize| start.contains(at) && !self.is_authored(*at);
        let mut found = BTreeMap::new();
        for at in &start {
            if start.len() > 1 && !is_own(at) {
                found.insert(site::of_object(&self.graph.objects[*at]), (*at, self.graph.objects[*at].place.clone()));
            }
        }
        for (user, place) in start.iter().filter(|at| is_own(at)).flat_map(|at| self.graph.users(*at)) {
            if !is_own(&user) {
                found.entry(site::of_object(&self.graph.objects[user])).or_insert_with(|| (user, place.clone()));
            }
        }
        found
    }

    /// Whether a part of a table is not of the warehouse.
    pub fn is_authored(&self, at: usize) -> bool {
        let object = &self.graph.objects[at];
        match object.kind {
            Kind::Measure | Kind::Hierarchy | Kind::CalculationItem => true,
            Kind::Column => self.column(&object.name).is_some_and(|(_, column)| column.expression.is_some()),
            _ => false,
        }
    }

    fn column(&self, name: &str) -> Option<(&Table, &Column)> {
        let all = self.model.tables.iter().flat_map(|table| table.columns.iter().map(move |column| (table, column)));
        all.into_iter().find(|(table, column)| format!("{}[{}]", table.name, column.name) == name)
    }

    /// An object as a label calls it.
    pub fn describe(&self, at: usize, of: &str) -> String {
        let object = &self.graph.objects[at];
        let name = object.name.as_str();
        match object.kind {
            Kind::Measure => format!("measure `{}`", name.trim_start_matches('[').trim_end_matches(']')),
            Kind::Column => {
                let column = self.column(name);
                let sorts = column.and_then(|(table, column)| Some((table, column.sort_by_column.as_ref()?)));
                let is_sorted = sorts.is_some_and(|(table, by)| format!("{}[{by}]", table.name) == of);
                match (is_sorted, column.is_some_and(|(_, column)| column.expression.is_some())) {
                    (true, _) => format!("sort-by of `{name}`"),
                    (false, true) => format!("calculated column `{name}`"),
                    (false, false) => format!("column `{name}`"),
                }
            }
            Kind::Visual => match name.rsplit_once('/') {
                Some((page, visual)) => format!("visual `{visual}` on page `{page}`"),
                None => format!("visual `{name}`"),
            },
            kind => format!("{} `{name}`", kind.as_str()),
        }
    }
}
