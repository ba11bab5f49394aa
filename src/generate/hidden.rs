//! RL027: what a role hides, and measures and visuals use.

use crate::deps::{Direction, Graph, Kind};
use crate::diag::Diagnostic;
use crate::file_tree::FileTree;
use crate::model::Model;
use crate::rls::hide::{self, HIDDEN_AND_USED};

/// Names that a warning lists.
const MOST: usize = 8;

pub(super) fn used(files: &FileTree, model: &Model) -> Vec<Diagnostic> {
    let hidden = hide::hidden(model);
    if hidden.is_empty() {
        return Vec::new();
    }
    let graph = Graph::of(files);
    hidden.iter().filter_map(|(name, roles)| warning(&graph, name, roles)).collect()
}

fn warning(graph: &Graph, name: &str, roles: &[&str]) -> Option<Diagnostic> {
    let start = graph
        .find(name)
        .into_iter()
        .find(|at| graph.objects.get(*at).is_some_and(|object| matches!(object.kind, Kind::Table | Kind::Column)))?;
    let reached = graph.reach(start, Direction::On);
    let of = |kind: Kind| {
        let objects = reached.iter().filter_map(|one| graph.objects.get(one.object));
        objects.filter(|object| object.kind == kind).map(|object| object.name.as_str()).collect::<Vec<_>>()
    };
    let (measures, visuals) = (of(Kind::Measure), of(Kind::Visual));
    if measures.is_empty() && visuals.is_empty() {
        return None;
    }
    let counted = [(Kind::Measure, measures.len()), (Kind::Visual, visuals.len())];
    let counted: Vec<String> =
        counted.into_iter().filter(|(_, count)| *count > 0).map(|(kind, count)| kind.counted(count)).collect();
    let message = format!("`{name}` is hidden from {} and used by {}", listed(roles), counted.join(" and "));
    let mut warning = Diagnostic::new(&HIDDEN_AND_USED, message);
    for (kind, names) in [(Kind::Measure, measures), (Kind::Visual, visuals)] {
        if !names.is_empty() {
            warning = warning.note(format!("{}: {}", kind.counted(names.len()), listed(&names)));
        }
    }
    Some(warning.help("members of the role see none of them; give them a page that does without"))
}

fn listed(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    let more = if names.len() > MOST { format!(" and {} more", names.len() - MOST) } else { String::new() };
    format!("{}{more}", shown.join(", "))
}
