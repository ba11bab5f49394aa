//! The matrix as CSV: a line for each manager, table and region with rows.

use super::{Matrix, plain};

pub fn csv(matrix: &Matrix) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // A vector does not refuse to be written to.
    let _ = writer.write_record(["manager", "table", "region", "rows", "revenue"]);
    for cell in &matrix.cells {
        let table = &matrix.tables[cell.table];
        let _ = writer.write_record([
            safe(&matrix.managers[cell.manager]),
            safe(&table.name),
            safe(&cell.region),
            cell.amount.rows.to_string(),
            plain(table.has_revenue, cell.amount).unwrap_or_default(),
        ]);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// A spreadsheet would run what begins like a formula.
pub fn safe(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proof::matrix::{Entry, Table};
    use crate::proof::security::Amount;

    #[test]
    fn cells_are_quoted_and_never_a_formula() {
        let amount = Amount { rows: 3, revenue: 12_345_000 };
        let matrix = Matrix {
            managers: vec!["=cmd()@x.com".to_owned()],
            regions: vec!["A, B".to_owned()],
            tables: vec![Table { name: "Sales".to_owned(), has_revenue: true, whole: amount }],
            cells: vec![Entry { manager: 0, table: 0, region: "A, B".to_owned(), amount }],
            main: Some(0),
        };
        assert_eq!(csv(&matrix), "manager,table,region,rows,revenue\n'=cmd()@x.com,Sales,\"A, B\",3,1234.50\n");
    }
}
