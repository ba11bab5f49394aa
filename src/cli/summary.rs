//! What a command tells at its end: one table for people, the same figures as JSON for programs.

#[cfg(feature = "etl")]
pub mod figures;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::config::WarehouseKind;
use crate::file_tree::{Change, FileTree};
pub use crate::history::grouped;
use crate::pipeline::generate::Figures;
use crate::pipeline::workspace::Workspace;

pub fn model_json(figures: &Figures) -> Value {
    json!({
        "tables": figures.tables, "columns": figures.columns, "measures": figures.measures,
        "relationships": figures.relationships, "roles": figures.roles,
        "pages": figures.pages, "visuals": figures.visuals,
    })
}

/// Where the project is and what to do with it.
pub fn project(workspace: &Workspace, tree: &FileTree, changes: &[(String, Change)]) -> String {
    let mut text = match changes.len() {
        0 => format!("project    up to date, {} files\n", tree.len()),
        changed => format!("project    {changed} of {} files written\n", tree.len()),
    };
    if let Some(pbip) = tree.paths().find(|path| path.ends_with(".pbip")) {
        text.push_str(&format!("open       {}\n", absolute(&workspace.output().join(pbip)).display()));
    }
    let is_embedded = workspace.config.warehouse.kind == WarehouseKind::Parquet;
    if is_embedded && workspace.config.model.warehouse_folder.is_none() {
        let folder = absolute(&workspace.warehouse());
        text.push_str(&format!(
            "           and set its parameter `Warehouse Folder` to {}{}\n\
             \x20          (or `[model] warehouse_folder` in the configuration)\n",
            folder.display(),
            std::path::MAIN_SEPARATOR,
        ));
    }
    text
}

/// The path as the user can paste it elsewhere.
pub fn absolute(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}

/// `1 role`, `1,200 rules`.
pub fn counted(count: i64, noun: &str) -> String {
    format!("{} {noun}{}", grouped(count), if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_like_numbers() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(-1_067_371), "-1,067,371");
        assert_eq!(["0 rules", "1 rule", "1,200 rules"], [0, 1, 1_200].map(|count| counted(count, "rule")));
    }
}
