//! Tables: columns as wide as their texts want, as many rows on a slide as it has room for.

use super::fit::{LINE, lines, shorten, wide};
use super::shapes::{Look, emu, paragraph, scheme};
use super::xml::{Element, el};
use super::{Head, Table};

pub const URI: &str = "http://schemas.openxmlformats.org/drawingml/2006/table";

const SIZE: f64 = 13.0;
const HEAD: f64 = 12.0;
/// Between a text and the edges of its cell, at the sides and above and below.
const SIDE: f64 = 6.0;
const ABOVE: f64 = 3.0;
/// Width of bold letters in parts of that of others.
const BOLD: f64 = 1.08;
/// Room beyond what a text takes: where the font is not there, another is wider.
const SPARE: f64 = 1.16;
/// Lines that a cell may take; a longer text is cut.
const MOST: usize = 3;

/// The rows of one slide, cut to what there is room for, with their heights.
pub struct Page<'t> {
    heads: &'t [Head],
    widths: Vec<f64>,
    top: (f64, Vec<String>),
    rows: Vec<(f64, Vec<String>)>,
}

/// The pages of a table: the first slide has another height than those that go on.
pub fn pages(table: &Table, width: f64, first: f64, next: f64) -> Vec<Page<'_>> {
    let widths = widths(table, width);
    let names: Vec<String> = table.heads.iter().map(|head| head.name.clone()).collect();
    let row = |texts: &[String], size: f64| {
        let cells: Vec<String> =
            texts.iter().zip(&widths).map(|(text, width)| shorten(text, width - 2.0 * SIDE, size, MOST)).collect();
        let most = cells.iter().zip(&widths).map(|(text, width)| lines(text, width - 2.0 * SIDE, size)).max();
        (most.unwrap_or(1) as f64 * size * LINE + 2.0 * ABOVE, cells)
    };
    let top = row(&names, HEAD);
    let page = || Page { heads: &table.heads, widths: widths.clone(), top: top.clone(), rows: Vec::new() };
    let mut pages = vec![page()];
    let mut left = first - top.0;
    for texts in &table.rows {
        let line = row(texts, SIZE);
        let is_begun = pages.last().is_some_and(|page| !page.rows.is_empty());
        // A slide on which not one row fits below its sentences has none.
        if line.0 > left && (is_begun || pages.len() == 1) {
            pages.push(page());
            left = next - top.0;
        }
        left -= line.0;
        if let Some(page) = pages.last_mut() {
            page.rows.push(line);
        }
    }
    pages
}

/// Columns have what their texts want; where that is too much, the widest share what is left.
fn widths(table: &Table, room: f64) -> Vec<f64> {
    let wanted = |(at, head): (usize, &Head)| {
        let cells = table.rows.iter().filter_map(|row| row.get(at)).map(|text| wide(text, SIZE));
        cells.fold(wide(&head.name, HEAD * BOLD), f64::max) * SPARE + 2.0 * SIDE
    };
    let wanted: Vec<f64> = table.heads.iter().enumerate().map(wanted).collect();
    let total: f64 = wanted.iter().sum();
    if total <= room {
        return wanted.iter().map(|width| width * room / total).collect();
    }
    let mut widths = vec![0.0; wanted.len()];
    let mut open: Vec<usize> = (0..wanted.len()).collect();
    let mut left = room;
    loop {
        let share = left / open.len().max(1) as f64;
        let (small, large): (Vec<usize>, Vec<usize>) = open.iter().partition(|at| wanted[**at] <= share);
        for at in &small {
            widths[*at] = wanted[*at];
            left -= wanted[*at];
        }
        if small.is_empty() {
            large.iter().for_each(|at| widths[*at] = share);
            return widths;
        }
        open = large;
    }
}

impl Page<'_> {
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub fn height(&self) -> f64 {
        self.top.0 + self.rows.iter().map(|(height, _)| height).sum::<f64>()
    }

    pub fn element(&self) -> Element {
        let column = |width: &f64| el("a:gridCol").with("w", emu(*width));
        let head = Look { size: Some(HEAD), colour: Some("bg1"), is_bold: true, ..Look::default() };
        let plain = Look { size: Some(SIZE), colour: Some("tx1"), ..Look::default() };
        let mut lines = vec![self.line(&self.top, head, Some("accent1"))];
        for (at, row) in self.rows.iter().enumerate() {
            lines.push(self.line(row, plain, (at % 2 == 1).then_some("bg2")));
        }
        el("a:tbl")
            .child(el("a:tblPr").with("firstRow", 1).with("bandRow", 1))
            .child(el("a:tblGrid").children(self.widths.iter().map(column)))
            .children(lines)
    }

    fn line(&self, (height, texts): &(f64, Vec<String>), look: Look, fill: Option<&str>) -> Element {
        let cell = |(text, head): (&String, &Head)| {
            let align = if head.is_number { "r" } else { "l" };
            let body = el("a:txBody").child(el("a:bodyPr")).child(el("a:lstStyle"));
            let body = body.child(paragraph(text, &Look { align: Some(align), ..look }));
            let sides = [("marL", SIDE), ("marR", SIDE), ("marT", ABOVE), ("marB", ABOVE)];
            let properties = sides.iter().fold(el("a:tcPr"), |cell, (name, points)| cell.with(name, emu(*points)));
            let line = el("a:lnB").with("w", 6_350).child(scheme("bg2"));
            let fill = fill.map_or_else(|| el("a:noFill"), scheme);
            el("a:tc").child(body).child(properties.with("anchor", "ctr").child(line).child(fill))
        };
        el("a:tr").with("h", emu(*height)).children(texts.iter().zip(self.heads).map(cell))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: usize) -> Table {
        let head = |name: &str, is_number| Head { name: name.to_owned(), is_number };
        let long = "JUMBO BAG RED RETROSPOT, LUNCH BAG RED RETROSPOT, REGENCY CAKESTAND 3 TIER";
        let row = |at: usize| vec![format!("{at}"), long.to_owned(), format!("{}", at * 1000)];
        let heads = vec![head("No", false), head("What is bought", false), head("Revenue", true)];
        Table { title: String::new(), heads, rows: (0..rows).map(row).collect() }
    }

    #[test]
    fn no_page_is_higher_than_its_slide_and_no_row_is_lost() {
        for (rows, width) in [(0, 880.0), (7, 880.0), (40, 880.0), (40, 300.0)] {
            let table = table(rows);
            let pages = pages(&table, width, 120.0, 380.0);
            for (at, page) in pages.iter().enumerate() {
                assert!(page.height() <= if at == 0 { 120.0 } else { 380.0 }, "{rows} {width}");
                assert!((page.widths.iter().sum::<f64>() - width).abs() < 0.01);
            }
            let shown: Vec<&str> = pages.iter().flat_map(|page| &page.rows).map(|(_, row)| row[0].as_str()).collect();
            assert_eq!(shown, table.rows.iter().map(|row| row[0].as_str()).collect::<Vec<_>>());
        }
    }
}
