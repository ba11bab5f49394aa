//! What readers of files give.

use super::super::Column;
use super::super::value::Value;

/// What is known of each file of a folder.
const FILES: &[&str] =
    &["Content", "Name", "Extension", "Date accessed", "Date modified", "Date created", "Attributes", "Folder Path"];

/// The table that a reader gives; `None` for any other function.
pub fn table(function: &str) -> Option<Value> {
    let columns = match function {
        "Table.PromoteHeaders" | "Csv.Document" | "Parquet.Document" => return Some(Value::Fresh),
        "Excel.Workbook" => &["Name", "Data", "Item", "Kind", "Hidden"][..],
        "Folder.Files" | "Folder.Contents" | "SharePoint.Files" | "SharePoint.Contents" => FILES,
        _ => return None,
    };
    let one = |name: &str| Column::new(name).typed((name == "Data").then(|| "table".to_owned()));
    Some(Value::Table(columns.iter().map(|name| one(name)).collect()))
}
