//! What generating would change, for a review: object by object, with what breaks.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use crate::deps::{Direction, Graph};
use crate::diag::Place;
use crate::file_tree::FileTree;
use crate::merge::{Difference, Kind, differences};
use crate::pipeline::ownership;
use crate::rename::Rename;
use crate::rename::proposals::Proposal;

/// Everything that would change, breaking changes first.
pub struct Review {
    pub changes: Vec<Change>,
    /// Questions: whether what goes and what comes is the same under another name.
    pub proposals: Vec<String>,
    /// Of the bytes that are there and those that would be: what is written is what was reviewed when both are equal.
    pub fingerprint: String,
}

pub struct Change {
    pub difference: Difference,
    /// What uses the object and does not change itself.
    pub breaks: Vec<Broken>,
}

pub struct Broken {
    pub kind: &'static str,
    pub name: String,
    /// Where it says so, in a file of the output folder.
    pub place: Place,
}

pub fn review(plan: &ownership::Plan) -> Review {
    let mut differences = differences(&plan.renamed, &plan.merged);
    differences.splice(0..0, plan.renames.iter().map(renamed));
    let removed: BTreeSet<String> =
        differences.iter().filter(|one| one.kind == Kind::Removed).map(|one| name(one).to_lowercase()).collect();
    let needs_graph = differences.iter().any(|difference| difference.is_breaking);
    let graph = if needs_graph { Graph::of(&plan.on_disk) } else { Graph::default() };
    let changes = differences.into_iter().map(|difference| {
        let breaks = if difference.is_breaking { broken(&graph, &difference, &removed) } else { Vec::new() };
        Change { difference, breaks }
    });
    let changes: Vec<Change> = changes.collect();
    let is_loss = changes.iter().any(|change| change.difference.kind == Kind::Removed);
    let proposals = if is_loss { ownership::proposals(&plan.renamed, &plan.merged) } else { Vec::new() };
    let proposals = proposals.iter().map(Proposal::question).collect();
    Review { changes, proposals, fingerprint: fingerprint(&plan.on_disk, &plan.merged) }
}

fn renamed(rename: &Rename) -> Difference {
    Difference {
        is_breaking: false,
        kind: Kind::Renamed,
        sort: rename.from.kind().to_owned(),
        object: rename.from.to_string(),
        part: "name".to_owned(),
        old: Some(rename.from.name().to_owned()),
        new: Some(rename.to.clone()),
    }
}

fn broken(graph: &Graph, difference: &Difference, removed: &BTreeSet<String>) -> Vec<Broken> {
    let mut broken: Vec<Broken> = Vec::new();
    for start in graph.find(&name(difference)) {
        for reached in graph.reach(start, Direction::On) {
            let Some(object) = graph.objects.get(reached.object).filter(|_| !reached.is_part) else { continue };
            if !removed.contains(&object.name.to_lowercase()) && !broken.iter().any(|known| known.name == object.name) {
                let (kind, name) = (object.kind.as_str(), object.name.clone());
                broken.push(Broken { kind, name, place: reached.place.clone() });
            }
        }
    }
    broken
}

/// The object as the graph of uses names it.
fn name(difference: &Difference) -> String {
    let object = &difference.object;
    match difference.sort.to_lowercase().as_str() {
        "measure" => object[object.find('[').unwrap_or_default()..].to_owned(),
        "role" | "relationship" | "expression" | "perspective" | "function" => {
            let name = object.split_once(' ').map_or(object.as_str(), |(_, name)| name);
            name.trim_matches('\'').replace("''", "'")
        }
        "visual" => object.rsplit(' ').next().unwrap_or(object).to_owned(),
        _ => object.clone(),
    }
}

fn fingerprint(old: &FileTree, new: &FileTree) -> String {
    let mut hash = Sha256::new();
    for (path, _) in old.diff(new) {
        for part in [Some(path.as_bytes()), old.get(path), new.get(path)] {
            hash.update(part.map_or(u64::MAX, |bytes| bytes.len() as u64).to_le_bytes());
            hash.update(part.unwrap_or_default());
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
