use super::*;
use crate::catalog::contract::contract;
use crate::catalog::{Column, ForeignKey};

/// Tables of an `id` and a foreign key to each of those named.
fn catalog(tables: &[(&str, &[&str])]) -> Catalog {
    let column = |name: String| Column {
        name: name.into(),
        kind: DataType::Integer,
        nullable: false,
        description: String::new(),
        statistics: None,
    };
    let table = |(name, refers): &(&str, &[&str])| Table {
        name: (*name).into(),
        kind: TableKind::Table,
        grain: String::new(),
        description: String::new(),
        columns: std::iter::once("id".to_owned())
            .chain(refers.iter().map(|other| format!("{other}_id")))
            .map(column)
            .collect(),
        primary_key: vec!["id".into()],
        foreign_keys: refers
            .iter()
            .map(|other| ForeignKey {
                columns: vec![format!("{other}_id").into()],
                to_table: (*other).into(),
                to_columns: vec!["id".into()],
            })
            .collect(),
        rows: None,
    };
    Catalog { tables: tables.iter().map(table).collect() }
}

/// Boxes overlap nowhere, lines are horizontal or vertical, begin and end at a side of their boxes and pass through
/// none.
fn holds(catalog: &Catalog) -> Drawing {
    let drawing = layout::layout(catalog);
    assert_eq!(drawing.nodes.len(), catalog.tables.len());
    for (at, a) in drawing.nodes.iter().enumerate() {
        assert!(a.x >= 0 && a.y >= 0 && a.x + a.width <= drawing.width && a.y + a.height <= drawing.height);
        for b in &drawing.nodes[at + 1..] {
            let apart = a.x + a.width < b.x || b.x + b.width < a.x || a.y + a.height < b.y || b.y + b.height < a.y;
            assert!(apart, "{a:?} on {b:?}");
        }
    }
    assert_eq!(drawing.edges.len(), links(catalog).len());
    for edge in &drawing.edges {
        let ends = [(edge.from, edge.points[0]), (edge.to, edge.points[edge.points.len() - 1])];
        for (node, (x, y)) in ends {
            let node = &drawing.nodes[node];
            assert!((x == node.x || x == node.x + node.width) && y > node.y && y < node.y + node.height, "{edge:?}");
        }
        for pair in edge.points.windows(2) {
            let [(ax, ay), (bx, by)] = [pair[0], pair[1]];
            assert!((ax == bx) != (ay == by), "{edge:?}");
            let (left, right, top, bottom) = (ax.min(bx), ax.max(bx), ay.min(by), ay.max(by));
            for node in &drawing.nodes {
                let passes =
                    left < node.x + node.width && right > node.x && top < node.y + node.height && bottom > node.y;
                assert!(!passes, "{edge:?} passes through {node:?}");
            }
        }
    }
    // Two lines lie on one another only where they end at the same box.
    for (at, a) in drawing.edges.iter().enumerate() {
        for b in drawing.edges[at + 1..]
            .iter()
            .filter(|b| b.to != a.to && b.from != a.from && b.to != a.from && b.from != a.to)
        {
            for (p, q) in a.points.windows(2).flat_map(|p| b.points.windows(2).map(move |q| (p, q))) {
                assert!(!overlap(p, q), "{a:?} lies on {b:?}");
            }
        }
    }
    drawing
}

fn overlap(p: &[(i64, i64)], q: &[(i64, i64)]) -> bool {
    let span = |a: i64, b: i64| (a.min(b), a.max(b));
    let share = |a: (i64, i64), b: (i64, i64)| a.0.max(b.0) < a.1.min(b.1);
    let upright = p[0].0 == p[1].0 && q[0].0 == q[1].0 && p[0].0 == q[0].0;
    let level = p[0].1 == p[1].1 && q[0].1 == q[1].1 && p[0].1 == q[0].1;
    upright && share(span(p[0].1, p[1].1), span(q[0].1, q[1].1))
        || level && share(span(p[0].0, p[1].0), span(q[0].0, q[1].0))
}

#[test]
fn the_contract_is_drawn_without_a_line_through_a_box() {
    let drawing = holds(&contract());
    assert_eq!(drawing, layout::layout(&contract()));
    assert!(drawing.width < 2200 && drawing.height < 2200, "{} x {}", drawing.width, drawing.height);
}

#[test]
fn circles_tables_that_refer_to_themselves_and_long_ways_are_drawn() {
    holds(&catalog(&[]));
    holds(&catalog(&[("a", &[])]));
    holds(&catalog(&[("a", &["a"])]));
    holds(&catalog(&[("a", &["b"]), ("b", &["a"])]));
    holds(&catalog(&[("a", &["b", "c", "d", "e"]), ("b", &["c"]), ("c", &["d"]), ("d", &["e", "a"]), ("e", &[])]));
    holds(&catalog(&[("a", &["a", "c"]), ("b", &["c", "b"]), ("c", &["a", "d"]), ("d", &["b"]), ("lone", &[])]));
}

#[test]
fn a_large_warehouse_is_drawn() {
    let names: Vec<String> = (0..120).map(|number| format!("t{number}")).collect();
    let refers: Vec<Vec<&str>> = (0..120_usize)
        .map(|at| [at * 7 + 3, at * 13 + 5, at / 2].iter().map(|to| names[to % 120].as_str()).take(at % 4).collect())
        .collect();
    let tables: Vec<(&str, &[&str])> =
        names.iter().zip(&refers).map(|(name, refers)| (name.as_str(), refers.as_slice())).collect();
    holds(&catalog(&tables));
}

#[test]
fn hostile_names_break_neither_svg_nor_mermaid() {
    let mut catalog = catalog(&[("<script>\"]|", &[]), ("b", &["<script>\"]|"])]);
    catalog.tables[0].columns[0].description = "a \" | ] <b> %%".to_owned();
    let svg = svg::svg(&catalog, &layout::layout(&catalog));
    assert!(!svg.contains("<script>") && svg.contains("&lt;script&gt;&quot;]|"), "{svg}");
    let mut reader = quick_xml::Reader::from_str(&svg);
    while reader.read_event().expect("well-formed") != quick_xml::events::Event::Eof {}
    let text = mermaid::mermaid(&catalog);
    assert!(text.contains("    n_script[\"#60;script#62;#34;#93;#124;\"] {\n"), "{text}");
    assert!(text.contains("        integer id PK \"a #34; #124; #93; #60;b#62; #37;#37;\"\n"), "{text}");
    assert!(text.contains("    n_script ||--o{ b : \"#60;script#62;#34;#93;#124;_id\"\n"), "{text}");
}
