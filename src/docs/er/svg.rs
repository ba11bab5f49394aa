//! The drawing as SVG: no script, nothing loaded, and text that no name can break out of.

use super::{Drawing, Edge, GRID, Node, boxes, is_view, key_mark};
use crate::catalog::{Catalog, Table};
use crate::docs::quote;

/// Around everything.
const MARGIN: i64 = 20;

const STYLE: &str = "\
.paper{fill:#fff}.box{fill:#fff;stroke:#4a5568}.view .box{stroke-dasharray:5 3}.head{fill:#1f4e79}.view .head{fill:#5b6b7f}\
.key{fill:#eef3f8}text{font:12px ui-monospace,'DejaVu Sans Mono',Consolas,Menlo,monospace;fill:#1a202c}\
.name{font-weight:bold;fill:#fff}.rows{fill:#dbe6f1}.mark{fill:#9a5b00;font-size:10px}.kind{fill:#5a6472}\
.line{fill:none;stroke:#4a5568;stroke-width:1.3}.sign{fill:#fff;stroke:#4a5568;stroke-width:1.3}";

pub fn svg(catalog: &Catalog, drawing: &Drawing) -> String {
    let (width, height) = (drawing.width + 2 * MARGIN, drawing.height + 2 * MARGIN);
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{0} {0} {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"img\" aria-label=\"Entity-relationship diagram of the warehouse\">\n\
         <style>{STYLE}</style>\n<rect class=\"paper\" x=\"{0}\" y=\"{0}\" width=\"{width}\" height=\"{height}\"/>\n",
        -MARGIN
    );
    for edge in &drawing.edges {
        text.push_str(&line(catalog, drawing, edge));
    }
    for node in &drawing.nodes {
        text.push_str(&table(&catalog.tables[node.table], node));
    }
    text.push_str("</svg>\n");
    text
}

fn table(table: &Table, node: &Node) -> String {
    let Node { x, y, width, height, .. } = node;
    let class = if is_view(table) { "view" } else { "table" };
    let mut text = format!(
        "<g class=\"{class}\"><rect class=\"box\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>\
         <rect class=\"head\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{GRID}\"/>\n",
    );
    text.push_str(&word("name", x + boxes::MARGIN, y + 14, table.name.as_str(), false));
    if table.rows.is_some() {
        text.push_str(&word("rows", x + width - boxes::MARGIN, y + 14, &boxes::rows(table), true));
    }
    for (number, column) in table.columns.iter().enumerate() {
        let top = y + GRID * (number as i64 + 1);
        let mark = key_mark(table, column.name.as_str());
        if !mark.is_empty() {
            text.push_str(&format!(
                "<rect class=\"key\" x=\"{}\" y=\"{top}\" width=\"{}\" height=\"{}\"/>",
                x + 1,
                width - 2,
                if number + 1 == table.columns.len() { GRID - 1 } else { GRID }
            ));
            text.push_str(&word("mark", x + boxes::MARGIN, top + 14, mark, false));
        }
        text.push_str(&word("column", x + boxes::MARGIN + boxes::MARK, top + 14, column.name.as_str(), false));
        text.push_str(&word("kind", x + width - boxes::MARGIN, top + 14, &boxes::kind(column), true));
    }
    text.push_str("</g>\n");
    text
}

/// One word of a box, with the whole of it to be read where it had to be cut.
fn word(class: &str, x: i64, y: i64, whole: &str, is_right: bool) -> String {
    let shown = boxes::shown(whole);
    let anchor = if is_right { " text-anchor=\"end\"" } else { "" };
    let title = if shown == whole { String::new() } else { format!("<title>{}</title>", quote::html(whole)) };
    format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\"{anchor}>{title}{}</text>\n", quote::html(&shown))
}

/// The line with a crow's foot where many rows may be, a bar where one is and a ring where there may be none.
fn line(catalog: &Catalog, drawing: &Drawing, edge: &Edge) -> String {
    let name = |node: usize| drawing.nodes.get(node).map_or("", |node| catalog.tables[node.table].name.as_str());
    let points: Vec<String> = edge.points.iter().map(|(x, y)| format!("{x},{y}")).collect();
    let title = format!("{} → {}", boxes::shown(name(edge.from)), boxes::shown(name(edge.to)));
    let mut text =
        format!("<g><title>{}</title><polyline class=\"line\" points=\"{}\"/>", quote::html(&title), points.join(" "));
    if let [first, second, ..] = edge.points.as_slice() {
        let way = if second.0 >= first.0 { 1 } else { -1 };
        if edge.is_one {
            text.push_str(&bar(first.0 + 8 * way, first.1));
        } else {
            let (x, y) = *first;
            let tip = x + 10 * way;
            text.push_str(&format!("<path class=\"line\" d=\"M{x} {}L{tip} {y}L{x} {}\"/>", y - 5, y + 5));
        }
        text.push_str(&ring(first.0 + 15 * way, first.1));
    }
    if let [.., before, last] = edge.points.as_slice() {
        let way = if before.0 >= last.0 { 1 } else { -1 };
        text.push_str(&bar(last.0 + 8 * way, last.1));
        text.push_str(&if edge.is_optional { ring(last.0 + 15 * way, last.1) } else { bar(last.0 + 12 * way, last.1) });
    }
    text.push_str("</g>\n");
    text
}

fn bar(x: i64, y: i64) -> String {
    format!("<path class=\"line\" d=\"M{x} {}V{}\"/>", y - 5, y + 5)
}

fn ring(x: i64, y: i64) -> String {
    format!("<circle class=\"sign\" cx=\"{x}\" cy=\"{y}\" r=\"4\"/>")
}
