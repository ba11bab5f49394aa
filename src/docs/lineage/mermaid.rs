//! The lineage of one table as a flow chart of Mermaid.

use std::collections::BTreeMap;

use super::Line;
use crate::deps::Kind;
use crate::docs::quote;

/// Nodes get their number in the order in which they are first met.
#[derive(Default)]
struct Chart {
    ids: BTreeMap<(char, String), String>,
    nodes: String,
    edges: Vec<String>,
}

pub fn mermaid(table: &str, lines: &[Line]) -> String {
    let mut chart = Chart::default();
    for line in lines {
        let column = chart.node('c', &line.column, &format!("{table}[{}]", line.column));
        for warehouse in &line.warehouse {
            let from = chart.node('w', warehouse, warehouse);
            chart.edge(&from, &column);
            for field in &line.fields {
                let field = chart.node('s', field, field);
                chart.edge(&field, &from);
            }
        }
        for measure in line.direct.names(Kind::Measure) {
            let to = chart.node('m', measure, measure);
            chart.edge(&column, &to);
        }
        for (page, _) in &line.direct.pages {
            let to = chart.node('p', page, page);
            chart.edge(&column, &to);
        }
    }
    format!("flowchart LR\n{}{}", chart.nodes, chart.edges.concat())
}

impl Chart {
    fn node(&mut self, kind: char, key: &str, label: &str) -> String {
        let key = (kind, key.to_owned());
        if let Some(id) = self.ids.get(&key) {
            return id.clone();
        }
        let id = format!("{kind}{}", self.ids.keys().filter(|(one, _)| *one == kind).count() + 1);
        let (open, close) = match kind {
            's' => (">", "]"),
            'w' => ("[(", ")]"),
            'm' => ("([", "])"),
            'p' => ("[/", "/]"),
            _ => ("[", "]"),
        };
        self.nodes.push_str(&format!("    {id}{open}{}{close}\n", quote::mermaid(label)));
        self.ids.insert(key, id.clone());
        id
    }

    fn edge(&mut self, from: &str, to: &str) {
        let edge = format!("    {from} --> {to}\n");
        if !self.edges.contains(&edge) {
            self.edges.push(edge);
        }
    }
}
