//! The matrix as JSON.

use serde_json::{Value, json};

use super::{Matrix, plain};

pub fn json(matrix: &Matrix) -> Value {
    let tables = matrix.tables.iter().map(|table| {
        json!({
            "name": table.name,
            "rows": table.whole.rows,
            "revenue": plain(table.has_revenue, table.whole),
        })
    });
    let cells = matrix.cells.iter().map(|cell| {
        let table = &matrix.tables[cell.table];
        json!({
            "manager": matrix.managers[cell.manager],
            "table": table.name,
            "region": (!cell.region.is_empty()).then_some(&cell.region),
            "rows": cell.amount.rows,
            "revenue": plain(table.has_revenue, cell.amount),
        })
    });
    json!({
        "managers": matrix.managers,
        "regions": matrix.regions,
        "tables": tables.collect::<Vec<_>>(),
        "visible": cells.collect::<Vec<_>>(),
    })
}
