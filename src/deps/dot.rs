//! The graph in the language of Graphviz.

use std::collections::BTreeSet;

use super::{Graph, Kind};
use crate::name::dot_text;

impl Graph {
    /// The objects, all of them or these, and the uses between them: from what uses to what is used.
    pub fn dot(&self, only: Option<&BTreeSet<usize>>) -> String {
        let is_shown = |at: usize| only.is_none_or(|only| only.contains(&at));
        let mut text = "digraph deps {\n  rankdir=LR;\n  node [shape=box];\n".to_owned();
        for (at, object) in self.objects.iter().enumerate().filter(|(at, _)| is_shown(*at)) {
            let label = dot_text(&format!("{}\n{}", object.kind.as_str(), object.name));
            text.push_str(&format!("  n{at} [label={label}, style=filled, fillcolor={}];\n", color(object.kind)));
        }
        for at in (0..self.objects.len()).filter(|at| is_shown(*at)) {
            for (to, _) in self.uses(at).filter(|(to, _)| is_shown(*to)) {
                text.push_str(&format!("  n{at} -> n{to};\n"));
            }
            for part in self.parts[at].iter().filter(|part| is_shown(**part)) {
                text.push_str(&format!("  n{at} -> n{part} [style=dotted, arrowhead=none];\n"));
            }
        }
        text.push_str("}\n");
        text
    }
}

fn color(kind: Kind) -> &'static str {
    match kind {
        Kind::Table | Kind::Column | Kind::Hierarchy | Kind::Relationship => "lightblue",
        Kind::Measure | Kind::CalculationItem | Kind::Function => "lightyellow",
        Kind::Role | Kind::Perspective => "lightpink",
        Kind::Expression | Kind::Partition => "lightgrey",
        Kind::Report | Kind::Page | Kind::Visual | Kind::Bookmark => "palegreen",
    }
}
