//! The diagram in Mermaid's `erDiagram`.

use super::{cardinality, key_mark, links, type_name};
use crate::catalog::{Catalog, Table};
use crate::docs::quote;

pub fn mermaid(catalog: &Catalog) -> String {
    let ids = quote::identifiers(catalog.tables.iter().map(|table| table.name.as_str()));
    let mut text = String::from("erDiagram\n");
    for (table, id) in catalog.tables.iter().zip(&ids) {
        text.push_str(&entity(table, id));
    }
    for link in links(catalog) {
        let table = &catalog.tables[link.from];
        let (is_one, is_optional) = cardinality(table, link.key);
        let columns: Vec<&str> = match table.foreign_keys.get(link.key) {
            Some(key) => key.columns.iter().map(|column| column.as_str()).collect(),
            None => Vec::new(),
        };
        let (one, many) = (if is_optional { "|o" } else { "||" }, if is_one { "o|" } else { "o{" });
        let label = quote::mermaid(&columns.join(", "));
        text.push_str(&format!("    {} {one}--{many} {} : {label}\n", ids[link.to], ids[link.from]));
    }
    text
}

fn entity(table: &Table, id: &str) -> String {
    // The name stands beside the identifier only where it is another one.
    let alias =
        if id == table.name.as_str() { String::new() } else { format!("[{}]", quote::mermaid(table.name.as_str())) };
    if table.columns.is_empty() {
        return format!("    {id}{alias}\n");
    }
    let mut text = format!("    {id}{alias} {{\n");
    for (column, name) in
        table.columns.iter().zip(quote::identifiers(table.columns.iter().map(|one| one.name.as_str())))
    {
        let mark = key_mark(table, column.name.as_str()).replace(' ', ", ");
        let mark = if mark.is_empty() { mark } else { format!(" {mark}") };
        let other = if name == column.name.as_str() { "" } else { column.name.as_str() };
        let comment = match (other, column.description.as_str()) {
            ("", "") => String::new(),
            ("", text) | (text, "") => format!(" {}", quote::mermaid(text)),
            (name, text) => format!(" {}", quote::mermaid(&format!("{name}: {text}"))),
        };
        text.push_str(&format!("        {} {name}{mark}{comment}\n", type_name(column.kind)));
    }
    text.push_str("    }\n");
    text
}
