//! The graph of a tree of files.

use std::collections::{BTreeMap, HashMap};

use super::{Graph, Kind, Object};
use crate::check::semantic_models;
use crate::diag::Place;
use crate::file_tree::FileTree;
use crate::pbir;

/// A graph while it is made.
#[derive(Default)]
pub struct Builder {
    graph: Graph,
    /// Model, kind and lower-case key to object.
    known: HashMap<(usize, Kind, String), usize>,
    /// Model and path of the text to object.
    by_path: HashMap<(usize, String), usize>,
}

impl Graph {
    /// Everything in the tree. What cannot be read has no uses.
    pub fn of(tree: &FileTree) -> Self {
        let mut builder = Builder::default();
        let mut models = BTreeMap::new();
        for (number, source) in semantic_models::find(tree).into_iter().enumerate() {
            let read = semantic_models::read(tree, &source);
            super::model::add(&mut builder, number, &read);
            models.insert(source.folder, (number, read.lowered.model));
        }
        for folder in pbir::folders(tree) {
            let model = semantic_models::of_report(tree, &folder, &models);
            let read = pbir::read_folder(tree, &folder);
            let report = super::report::add(&mut builder, model.map(|(number, _)| *number), &read);
            if let Some((number, model)) = model {
                super::extensions::add(&mut builder, (*number, model), report, (tree, &read));
            }
        }
        builder.finish()
    }
}

impl Builder {
    pub fn object(&mut self, kind: Kind, name: String, place: Place) -> usize {
        self.graph.objects.push(Object { kind, name, aliases: Vec::new(), place });
        self.graph.uses.push(BTreeMap::new());
        self.graph.parts.push(Vec::new());
        self.graph.objects.len() - 1
    }

    /// An object of a model, to be found by its key; of two with one key the first.
    pub fn known(
        &mut self,
        model: usize,
        key: &str,
        path: String,
        (kind, name, place): (Kind, String, Place),
    ) -> usize {
        let at = self.object(kind, name, place);
        self.known.entry((model, kind, key.to_lowercase())).or_insert(at);
        self.by_path.entry((model, path)).or_insert(at);
        at
    }

    pub fn alias(&mut self, at: usize, name: &str) {
        self.graph.objects[at].aliases.push(name.to_owned());
    }

    pub fn find(&self, model: usize, kind: Kind, key: &str) -> Option<usize> {
        self.known.get(&(model, kind, key.to_lowercase())).copied()
    }

    /// The object at a path, or the one that holds it.
    pub fn at_path(&self, model: usize, path: &str) -> Option<usize> {
        let mut key = (model, path.to_owned());
        loop {
            if let Some(at) = self.by_path.get(&key) {
                return Some(*at);
            }
            let end = key.1.rfind('/')?;
            key.1.truncate(end);
        }
    }

    pub fn part(&mut self, of: usize, part: usize) {
        self.graph.parts[of].push(part);
    }

    pub fn uses(&mut self, at: usize, to: Option<usize>, place: Place) {
        if let Some(to) = to.filter(|to| *to != at) {
            let first = self.graph.uses[at].entry(to).or_insert_with(|| place.clone());
            if place < *first {
                *first = place;
            }
        }
    }

    /// In a fixed order, with the uses turned round.
    fn finish(self) -> Graph {
        let Graph { objects, uses, parts, .. } = self.graph;
        let mut order: Vec<usize> = (0..objects.len()).collect();
        let key = |at: &usize| {
            let object = &objects[*at];
            (object.kind, object.name.to_lowercase(), &object.name, &object.place)
        };
        order.sort_by(|a, b| key(a).cmp(&key(b)));
        let mut new = vec![0; objects.len()];
        order.iter().enumerate().for_each(|(at, old)| new[*old] = at);
        let mut graph = Graph { used_by: vec![BTreeMap::new(); objects.len()], ..Graph::default() };
        for old in order {
            let at = graph.objects.len();
            graph.objects.push(objects[old].clone());
            let renumbered: BTreeMap<usize, Place> =
                uses[old].iter().map(|(to, place)| (new[*to], place.clone())).collect();
            for (to, place) in &renumbered {
                graph.used_by[*to].insert(at, place.clone());
            }
            graph.uses.push(renumbered);
            let mut own: Vec<usize> = parts[old].iter().map(|part| new[*part]).collect();
            own.sort_unstable();
            graph.parts.push(own);
        }
        graph
    }
}
