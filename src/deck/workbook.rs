//! The workbook of a chart: what PowerPoint opens where its data is edited.

use super::package::{OFFICE, Package};
use super::xml::{Element, document, el};
use super::{Chart, chart};

const SHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// One sheet: the categories in the first column, a series in each behind it.
pub fn workbook(of: &Chart) -> Vec<u8> {
    let kind = |name: &str| match name {
        "sheet.main" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "worksheet" => "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
        _ => "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml",
    };
    let book = el("workbook")
        .with("xmlns", SHEET)
        .with("xmlns:r", RELATIONSHIPS)
        .child(el("sheets").child(el("sheet").with("name", chart::SHEET).with("sheetId", 1).with("r:id", "rId1")));
    let mut package = Package::default();
    package.add("xl/workbook.xml", kind("sheet.main"), document(&book));
    package.add("xl/worksheets/sheet1.xml", kind("worksheet"), document(&sheet(of)));
    package.add("xl/styles.xml", kind("styles"), document(&styles(of)));
    package.relate_root(format!("{OFFICE}officeDocument"), "xl/workbook.xml");
    package.relate("xl/workbook.xml", [("worksheet", "xl/worksheets/sheet1.xml"), ("styles", "xl/styles.xml")]);
    package.zip()
}

fn sheet(of: &Chart) -> Element {
    let mut rows = vec![row(
        0,
        std::iter::once(&of.category).chain(of.series.iter().map(|series| &series.name)).map(|name| text(name)),
    )];
    for (at, category) in of.categories.iter().enumerate() {
        let values = of.series.iter().enumerate().map(|(series, of)| {
            let value = of.values.get(at).copied().flatten();
            let cell = el("c").with("s", series + 1);
            value.map_or(cell.clone(), |value| cell.child(el("v").text(value.to_string())))
        });
        rows.push(row(at + 1, std::iter::once(text(category)).chain(values)));
    }
    let width = |(min, width): (usize, f64)| {
        el("col").with("min", min).with("max", min).with("width", width).with("customWidth", 1)
    };
    let widths =
        el("cols").children((0..=of.series.len()).map(|at| width((at + 1, if at == 0 { 30.0 } else { 18.0 }))));
    el("worksheet").with("xmlns", SHEET).child(widths).child(el("sheetData").children(rows))
}

fn row(at: usize, cells: impl Iterator<Item = Element>) -> Element {
    let cells = cells.enumerate().map(|(column, cell)| cell.with("r", chart::cell(column, at)));
    el("row").with("r", at + 1).children(cells)
}

fn text(text: &str) -> Element {
    let shown = el("t").with("xml:space", "preserve").text(escaped(text));
    el("c").with("t", "inlineStr").child(el("is").child(shown))
}

/// Excel takes `_x0041_` for an `A`: an underscore that would begin such a thing is written as one itself.
fn escaped(text: &str) -> String {
    let is_code = |at: usize| {
        let code = text.get(at..at + 7).map(str::as_bytes);
        code.is_some_and(|code| code[1] == b'x' && code[6] == b'_' && code[2..6].iter().all(u8::is_ascii_hexdigit))
    };
    let one = |(at, c): (usize, char)| if c == '_' && is_code(at) { "_x005F_".to_owned() } else { c.to_string() };
    text.char_indices().map(one).collect()
}

/// A style a series, the number of its cells, behind the plain one.
fn styles(of: &Chart) -> Element {
    let first = 164;
    let format = |(at, series): (usize, &super::Series)| {
        el("numFmt").with("numFmtId", first + at).with("formatCode", chart::number_format(series.format.as_deref()))
    };
    let formats = el("numFmts").with("count", of.series.len()).children(of.series.iter().enumerate().map(format));
    let style = |format: usize| {
        let style = el("xf").with("numFmtId", format).with("fontId", 0).with("fillId", 0).with("borderId", 0);
        style.with("xfId", 0).with("applyNumberFormat", 1)
    };
    let plain = || el("xf").with("numFmtId", 0).with("fontId", 0).with("fillId", 0).with("borderId", 0);
    let fill = |pattern: &str| el("fill").child(el("patternFill").with("patternType", pattern));
    let font = el("font").child(el("sz").with("val", 11)).child(el("name").with("val", "Calibri"));
    let sides = ["left", "right", "top", "bottom", "diagonal"].map(el);
    let normal = el("cellStyle").with("name", "Normal").with("xfId", 0).with("builtinId", 0);
    el("styleSheet")
        .with("xmlns", SHEET)
        .child(formats)
        .child(el("fonts").with("count", 1).child(font))
        .child(el("fills").with("count", 2).child(fill("none")).child(fill("gray125")))
        .child(el("borders").with("count", 1).child(el("border").children(sides)))
        .child(el("cellStyleXfs").with("count", 1).child(plain()))
        .child(
            el("cellXfs")
                .with("count", of.series.len() + 1)
                .child(plain().with("xfId", 0))
                .children((0..of.series.len()).map(|at| style(first + at))),
        )
        .child(el("cellStyles").with("count", 1).child(normal))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_looks_like_a_code_of_excel_stays_itself() {
        assert_eq!(escaped("a_x0041_b_x"), "a_x005F_x0041_b_x");
        assert_eq!(escaped("é_x"), "é_x");
    }
}
