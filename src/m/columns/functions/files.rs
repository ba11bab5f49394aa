//! What readers of files give.

use super::super::Column;
use super::super::evaluate::Value;

/// The table that a reader gives; `None` for any other function.
pub fn table(function: &str) -> Option<Value> {
    let columns = match function {
        "Table.PromoteHeaders" | "Csv.Document" | "Parquet.Document" => return Some(Value::Fresh),
        "Excel.Workbook" => ["Name", "Data", "Item", "Kind", "Hidden"],
        _ => return None,
    };
    let one = |name: &str| {
        let ty = (name == "Data").then(|| "table".to_owned());
        Column { name: name.to_owned(), ty }
    };
    Some(Value::Table(columns.map(one).into_iter().collect()))
}
