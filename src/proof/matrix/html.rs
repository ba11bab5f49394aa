//! The matrix as one HTML page: managers by regions as a heat map of the revenue, and managers by tables.
//!
//! No script, nothing loaded from elsewhere. One hue from light to dark, which every eye tells apart, and the figure
//! in each cell besides; darkness is the share of the largest cell, by its square root, so that small regions show.

use std::collections::BTreeMap;

use super::{Matrix, add};
use crate::name::html_text;
use crate::proof::format::{count, money};
use crate::proof::security::Amount;

const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fff;--line:#d0d0d0;--hue:8,81,156}\
@media (prefers-color-scheme:dark){:root{--ink:#eee;--paper:#181818;--line:#444;--hue:107,174,214}}\
body{font:14px/1.4 system-ui,sans-serif;color:var(--ink);background:var(--paper);margin:2rem}\
.wide{overflow-x:auto}table{border-collapse:collapse;margin:0 0 2rem}\
th,td{padding:.25rem .6rem;border:1px solid var(--line);text-align:right;white-space:nowrap}\
th[scope=row],caption{text-align:left}caption{padding:0 0 .5rem;font-weight:600}\
thead th{position:sticky;top:0;background:var(--paper)}\
td{background:rgba(var(--hue),var(--heat,0))}td.strong{color:#fff}\
@media (prefers-color-scheme:dark){td.strong{color:#111}}\
td.none{color:transparent}p{max-width:48rem}";

pub fn html(matrix: &Matrix, title: &str) -> String {
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>{0}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<h1>{0}</h1>\n",
        html_text(title)
    );
    page.push_str(&format!(
        "<p>{} managers, {} regions. What each sees, as the filters of the model's roles give it on the rows of the \
         warehouse. The darker, the more.</p>\n",
        count(matrix.managers.len() as u64),
        count(matrix.regions.len() as u64)
    ));
    if let Some(main) = matrix.main {
        page.push_str(&by_region(matrix, main));
    }
    page.push_str(&by_table(matrix));
    page.push_str("</body>\n</html>\n");
    page
}

fn by_region(matrix: &Matrix, table: usize) -> String {
    let shown = &matrix.tables[table];
    let what = if shown.has_revenue { "revenue" } else { "rows" };
    let size = |amount: Amount| if shown.has_revenue { amount.revenue.max(0) as u64 } else { amount.rows };
    let mut seen: Vec<BTreeMap<&str, Amount>> = vec![BTreeMap::new(); matrix.managers.len()];
    for cell in matrix.cells.iter().filter(|cell| cell.table == table) {
        seen[cell.manager].insert(&cell.region, cell.amount);
    }
    let largest = seen.iter().flat_map(|row| row.values()).map(|amount| size(*amount)).max().unwrap_or(0);
    let mut regions: Vec<&str> = matrix.regions.iter().map(String::as_str).collect();
    // What should not be there is shown all the more.
    let others = seen
        .iter()
        .flat_map(|row| row.keys().copied())
        .filter(|region| !matrix.regions.iter().any(|one| one == region));
    let mut others: Vec<&str> = others.collect();
    others.sort_unstable();
    others.dedup();
    regions.extend(others);
    let heads = regions.iter().map(|region| {
        format!("<th scope=\"col\">{}</th>", html_text(if region.is_empty() { "(no region)" } else { region }))
    });
    let mut text = format!(
        "<div class=\"wide\"><table>\n<caption>{} by region: {what}</caption>\n<thead><tr><th scope=\"col\">Manager</th>{}</tr></thead>\n<tbody>\n",
        html_text(&shown.name),
        heads.collect::<String>()
    );
    for (name, row) in matrix.managers.iter().zip(&seen) {
        let cells = regions.iter().map(|region| {
            let amount = row.get(region).copied().unwrap_or_default();
            let figure = if shown.has_revenue { money(amount.revenue) } else { count(amount.rows) };
            cell(size(amount), largest, amount.rows, &figure)
        });
        text.push_str(&format!("<tr><th scope=\"row\">{}</th>{}</tr>\n", html_text(name), cells.collect::<String>()));
    }
    text + "</tbody>\n</table></div>\n"
}

fn by_table(matrix: &Matrix) -> String {
    let heads = matrix.tables.iter().map(|table| format!("<th scope=\"col\">{}</th>", html_text(&table.name)));
    let mut text = format!(
        "<div class=\"wide\"><table>\n<caption>Rows by table</caption>\n<thead><tr><th scope=\"col\">Manager</th>{}</tr></thead>\n<tbody>\n",
        heads.collect::<String>()
    );
    let mut sums = vec![vec![Amount::default(); matrix.tables.len()]; matrix.managers.len()];
    for cell in &matrix.cells {
        let sum = &mut sums[cell.manager][cell.table];
        *sum = add(*sum, cell.amount);
    }
    for (name, row) in matrix.managers.iter().zip(&sums) {
        let cells = row.iter().zip(&matrix.tables);
        let cells = cells.map(|(sum, table)| cell(sum.rows, table.whole.rows, sum.rows, &count(sum.rows)));
        text.push_str(&format!("<tr><th scope=\"row\">{}</th>{}</tr>\n", html_text(name), cells.collect::<String>()));
    }
    text + "</tbody>\n</table></div>\n"
}

fn cell(size: u64, largest: u64, rows: u64, figure: &str) -> String {
    if rows == 0 {
        return "<td class=\"none\">0</td>".to_owned();
    }
    let heat = if largest == 0 { 0.0 } else { (size as f64 / largest as f64).sqrt() };
    let heat = 0.08 + 0.92 * heat;
    let class = if heat > 0.55 { " class=\"strong\"" } else { "" };
    format!("<td{class} style=\"--heat:{heat:.2}\" title=\"{} rows\">{}</td>", count(rows), html_text(figure))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proof::matrix::{Entry, Table};

    #[test]
    fn names_cannot_break_out_and_nothing_is_loaded() {
        let amount = Amount { rows: 3, revenue: 12_345_000 };
        let region = "<script>alert('x')</script>".to_owned();
        let matrix = Matrix {
            managers: vec!["a\"b@x.com".to_owned(), "none@x.com".to_owned()],
            regions: vec![region.clone()],
            tables: vec![Table { name: "Sales & more".to_owned(), has_revenue: true, whole: amount }],
            cells: vec![Entry { manager: 0, table: 0, region, amount }],
            main: Some(0),
        };
        let page = html(&matrix, "Who sees what");
        assert!(!page.contains("<script") && !page.contains("http") && !page.contains("src="), "{page}");
        assert!(
            page.contains("&lt;script&gt;") && page.contains("a&quot;b@x.com") && page.contains("Sales &amp; more")
        );
        assert!(page.contains("--heat:1.00\" title=\"3 rows\">1,234.50</td>"), "{page}");
    }
}
