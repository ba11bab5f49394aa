//! From tables and foreign keys to boxes and lines.
//!
//! Each component of tables that belong together gets layers; a foreign key over more than one of them takes a place
//! of its own in those between, as if it were a box, so that no line passes through one. Between the layers lines run
//! on tracks. What leaves boxes, enters them and passes layers does so at different heights of the grid: no two lines
//! lie on one another but those that end at the same column.

use std::collections::BTreeMap;

use super::order::{Item, Order};
use super::tracks::{self, Crossing};
use super::{Drawing, Edge, GRID, Link, Node, boxes, cardinality, links, rank};
use crate::catalog::{Catalog, Table};

/// Between two boxes of a layer.
const GAP: i64 = 2 * GRID;

/// How often the boxes are pulled towards what they are joined to.
const ROUNDS: usize = 10;

pub fn layout(catalog: &Catalog) -> Drawing {
    let links = links(catalog);
    let mut parts: Vec<Drawing> = rank::components(catalog.tables.len(), &links)
        .iter()
        .map(|component| Component::new(catalog, component, &links).draw())
        .collect();
    // The largest first; a stable sort keeps the rest in the order of the catalog.
    parts.sort_by_key(|part| std::cmp::Reverse((part.nodes.len(), if part.nodes.len() > 1 { part.height } else { 0 })));
    shelve(parts)
}

/// Puts the drawings of the components side by side, in rows about as wide as the widest or as all is high.
fn shelve(parts: Vec<Drawing>) -> Drawing {
    let area: i64 = parts.iter().map(|part| (part.width + GAP) * (part.height + GAP)).sum();
    let widest = parts.iter().map(|part| part.width).max().unwrap_or(0);
    let limit = widest.max(area.max(0).isqrt() * 5 / 4);
    let mut whole = Drawing::default();
    let (mut x, mut y, mut high) = (0, 0, 0);
    for part in parts {
        if x > 0 && x + part.width > limit {
            (x, y, high) = (0, y + high + GAP, 0);
        }
        whole.width = whole.width.max(x + part.width);
        whole.height = whole.height.max(y + part.height);
        let base = whole.nodes.len();
        whole.nodes.extend(part.nodes.into_iter().map(|node| Node { x: node.x + x, y: node.y + y, ..node }));
        whole.edges.extend(part.edges.into_iter().map(|edge| Edge {
            from: edge.from + base,
            to: edge.to + base,
            points: edge.points.iter().map(|(px, py)| (px + x, py + y)).collect(),
            ..edge
        }));
        x += part.width + GAP;
        high = high.max(part.height);
    }
    whole
}

/// One end of a piece of a line: an item and how far below its top the line meets it.
#[derive(Clone, Copy, Debug)]
struct End {
    item: Item,
    offset: i64,
}

struct Line {
    link: Link,
    /// Whether it is drawn from what is referred to.
    is_turned: bool,
    /// From left to right; for a line from a box to itself the two ends at its right side.
    ends: Vec<End>,
}

struct Component<'a> {
    catalog: &'a Catalog,
    /// The first items; those after them are lines on their way.
    nodes: Vec<Node>,
    heights: Vec<i64>,
    layer: Vec<usize>,
    lines: Vec<Line>,
}

impl<'a> Component<'a> {
    fn new(catalog: &'a Catalog, tables: &[usize], links: &[Link]) -> Self {
        let layers = rank::layers(tables, links);
        let nodes: Vec<Node> = tables.iter().map(|table| boxes::of(*table, &catalog.tables[*table])).collect();
        let item: BTreeMap<usize, Item> = tables.iter().enumerate().map(|(item, table)| (*table, item)).collect();
        let mut new = Self {
            catalog,
            heights: nodes.iter().map(|node| node.height).collect(),
            layer: tables.iter().map(|table| layers[table]).collect(),
            nodes,
            lines: Vec::new(),
        };
        for link in links {
            let (Some(from), Some(to)) = (item.get(&link.from), item.get(&link.to)) else { continue };
            new.line(*link, *from, *to);
        }
        new
    }

    fn line(&mut self, link: Link, from: Item, to: Item) {
        let (own, other) = (&self.catalog.tables[link.from], &self.catalog.tables[link.to]);
        let foreign = own.foreign_keys.get(link.key);
        let first = |columns: Option<&crate::name::ColumnName>, table: &Table| {
            boxes::row(table, columns.map(|one| one.as_str()))
        };
        let leaves = first(foreign.and_then(|key| key.columns.first()), own);
        let enters = first(foreign.and_then(|key| key.to_columns.first()), other);
        let is_turned = self.layer[from] > self.layer[to];
        let (left, right) = if is_turned { ((to, enters), (from, leaves)) } else { ((from, leaves), (to, enters)) };
        let mut ends = vec![End { item: left.0, offset: left.1 + RIGHT }];
        for layer in self.layer[left.0] + 1..self.layer[right.0] {
            self.heights.push(GRID);
            self.layer.push(layer);
            // What passes two layers one after the other does so at two heights.
            ends.push(End { item: self.heights.len() - 1, offset: if layer % 2 == 0 { 0 } else { GRID / 2 } });
        }
        let side = if from == to { RIGHT } else { LEFT };
        ends.push(End { item: right.0, offset: right.1 + side });
        self.lines.push(Line { link, is_turned, ends });
    }

    fn draw(mut self) -> Drawing {
        let order = self.order();
        let tops = self.tops(&order);
        let (lefts, channels) = self.columns(&order, &tops);
        let height = (0..self.heights.len()).map(|item| tops[item] + self.heights[item]).max().unwrap_or(0);
        for item in 0..self.nodes.len() {
            (self.nodes[item].x, self.nodes[item].y) = (lefts[self.layer[item]], tops[item]);
        }
        let edges: Vec<Edge> = (0..self.lines.len()).map(|line| self.edge(line, &tops, &channels)).collect();
        let right = edges.iter().flat_map(|edge| edge.points.iter().map(|(x, _)| *x));
        let width = right.chain(self.nodes.iter().map(|node| node.x + node.width)).max().unwrap_or(0);
        Drawing { nodes: self.nodes, edges, width, height }
    }

    fn order(&self) -> Vec<Vec<Item>> {
        let count = self.heights.len();
        let mut order = Order {
            layers: vec![Vec::new(); self.layer.iter().max().map_or(0, |last| last + 1)],
            left: vec![Vec::new(); count],
            right: vec![Vec::new(); count],
        };
        (0..count).for_each(|item| order.layers[self.layer[item]].push(item));
        for pair in
            self.lines.iter().filter(|line| line.link.from != line.link.to).flat_map(|line| line.ends.windows(2))
        {
            order.right[pair[0].item].push(pair[1].item);
            order.left[pair[1].item].push(pair[0].item);
        }
        order.settle();
        order.layers
    }

    /// The top of every item: as near to what it is joined to as the order of its layer allows.
    fn tops(&self, layers: &[Vec<Item>]) -> Vec<i64> {
        let mut tops = vec![0; self.heights.len()];
        for layer in layers {
            let mut y = 0;
            for (place, item) in layer.iter().enumerate() {
                y += if place == 0 { 0 } else { self.gap(layer[place - 1], *item) };
                tops[*item] = y;
                y += self.heights[*item];
            }
        }
        // For each item what it is joined to, and how much lower that would have it.
        let mut joined: Vec<Vec<(End, i64)>> = vec![Vec::new(); self.heights.len()];
        for pair in
            self.lines.iter().filter(|line| line.link.from != line.link.to).flat_map(|line| line.ends.windows(2))
        {
            joined[pair[0].item].push((pair[1], pair[0].offset));
            joined[pair[1].item].push((pair[0], pair[1].offset));
        }
        for round in 0..ROUNDS {
            let forwards: Vec<usize> = (0..layers.len()).collect();
            let order: Vec<usize> = if round % 2 == 0 { forwards } else { forwards.into_iter().rev().collect() };
            for layer in order {
                self.pull(&layers[layer], &joined, &mut tops);
            }
        }
        let least = tops.iter().min().copied().unwrap_or(0);
        tops.iter_mut().for_each(|top| *top -= least);
        tops
    }

    fn pull(&self, layer: &[Item], joined: &[Vec<(End, i64)>], tops: &mut [i64]) {
        let wanted: Vec<i64> = layer
            .iter()
            .map(|item| match joined[*item].len() as i64 {
                0 => tops[*item],
                count => {
                    let sum: i64 = joined[*item].iter().map(|(end, own)| tops[end.item] + end.offset - own).sum();
                    sum.div_euclid(count)
                }
            })
            .collect();
        // Both keep the distances, and so does the middle between them.
        let (mut down, mut up) = (wanted.clone(), wanted);
        for at in 1..layer.len() {
            down[at] = down[at].max(down[at - 1] + self.distance(layer[at - 1], layer[at]));
        }
        for at in (1..layer.len()).rev() {
            up[at - 1] = up[at - 1].min(up[at] - self.distance(layer[at - 1], layer[at]));
        }
        for (at, item) in layer.iter().enumerate() {
            tops[*item] = (down[at] + up[at]).div_euclid(2 * GRID) * GRID;
        }
    }

    /// From the top of one item to that of the next below it.
    fn distance(&self, upper: Item, lower: Item) -> i64 {
        self.heights[upper] + self.gap(upper, lower)
    }

    fn gap(&self, upper: Item, lower: Item) -> i64 {
        match [upper, lower].map(|item| item < self.nodes.len()) {
            [true, true] => GAP,
            [false, false] => 0,
            _ => GRID,
        }
    }

    /// The left border of every layer, and for each line the track of each of its pieces.
    fn columns(&self, layers: &[Vec<Item>], tops: &[i64]) -> (Vec<i64>, BTreeMap<(usize, usize), i64>) {
        let mut lefts = Vec::new();
        let mut found = BTreeMap::new();
        let mut x = 0;
        for (number, layer) in layers.iter().enumerate() {
            lefts.push(x);
            let nodes = layer.iter().filter(|item| **item < self.nodes.len());
            x += nodes.map(|item| self.nodes[*item].width).max().unwrap_or(0);
            let mut pieces = Vec::new();
            let mut crossings = Vec::new();
            for (line, one) in self.lines.iter().enumerate() {
                for (piece, pair) in one.ends.windows(2).enumerate() {
                    if self.layer[pair[0].item] == number {
                        pieces.push((line, piece));
                        let [enters, leaves] = [pair[0], pair[1]].map(|end| tops[end.item] + end.offset);
                        crossings.push(Crossing { enters, leaves });
                    }
                }
            }
            for (key, track) in pieces.iter().zip(tracks::tracks(&crossings)) {
                found.insert(*key, x + track);
            }
            x += tracks::width(crossings.len());
        }
        (lefts, found)
    }

    fn edge(&self, number: usize, tops: &[i64], channels: &BTreeMap<(usize, usize), i64>) -> Edge {
        let line = &self.lines[number];
        let height = |end: &End| tops[end.item] + end.offset;
        let mut points = Vec::new();
        if let Some(first) = line.ends.first() {
            let node = &self.nodes[first.item];
            points.push((node.x + node.width, height(first)));
        }
        for (piece, pair) in line.ends.windows(2).enumerate() {
            let track = channels.get(&(number, piece)).copied().unwrap_or_default();
            points.extend([(track, height(&pair[0])), (track, height(&pair[1]))]);
        }
        if let Some(last) = line.ends.last() {
            let node = &self.nodes[last.item];
            let x = if line.link.from == line.link.to { node.x + node.width } else { node.x };
            points.push((x, height(last)));
        }
        if line.is_turned {
            points.reverse();
        }
        let item = |table: usize| self.nodes.iter().position(|node| node.table == table).unwrap_or_default();
        let (is_one, is_optional) = cardinality(&self.catalog.tables[line.link.from], line.link.key);
        Edge { from: item(line.link.from), to: item(line.link.to), points: simplified(points), is_one, is_optional }
    }
}

/// What leaves a box at its right side does so below the middle of the row, what enters it at its left side above:
/// neither can lie on the other.
const RIGHT: i64 = 4;
const LEFT: i64 = -4;

/// Without points in the middle of a straight piece.
fn simplified(points: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    let mut kept: Vec<(i64, i64)> = Vec::new();
    for point in points {
        if kept.last() == Some(&point) {
            continue;
        }
        if let [.., a, b] = kept.as_slice()
            && (a.0 == b.0 && b.0 == point.0 || a.1 == b.1 && b.1 == point.1)
        {
            kept.pop();
        }
        kept.push(point);
    }
    kept
}
