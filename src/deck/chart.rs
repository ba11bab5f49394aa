//! Charts of DrawingML, with the values that were worked out and the cells of the workbook where these stand.

use super::shapes::{Look, scheme};
use super::xml::{Element, el, val};
use super::{Chart, Kind, Series};
use crate::deck::theme::DRAWING;

pub const CHART: &str = "http://schemas.openxmlformats.org/drawingml/2006/chart";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The sheet of the workbook.
pub const SHEET: &str = "Data";

/// Numbers of the axes: any, as long as they are two.
const CATEGORIES: u32 = 111_111_111;
const VALUES: u32 = 222_222_222;

/// More bars than this have no number written to them.
const MOST_LABELS: usize = 16;

const TEXT: f64 = 12.0;

/// A cell by column and row, from nought: `B3`.
pub fn cell(column: usize, row: usize) -> String {
    format!("{}{}", letters(column), row + 1)
}

fn letters(column: usize) -> String {
    let last = char::from(b'A' + (column % 26) as u8).to_string();
    match column / 26 {
        0 => last,
        more => letters(more - 1) + &last,
    }
}

/// The format string, where Office reads it as Power BI does.
pub fn number_format(format: Option<&str>) -> &str {
    let is_plain = |c: char| "#0,.%;-+() \"\\$€£".contains(c);
    match format {
        Some(format) if !format.is_empty() && format.chars().all(is_plain) && format.contains('0') => format,
        _ => "General",
    }
}

/// The part; its workbook is its first relationship.
pub fn part(chart: &Chart) -> Element {
    let is_single = chart.series.len() == 1;
    let legend = el("c:legend").child(val("c:legendPos", "t")).child(val("c:overlay", 0)).child(text(TEXT, "tx2"));
    let title = (!chart.title.is_empty()).then(|| title(&chart.title));
    let is_untitled = u8::from(title.is_none());
    let drawn = el("c:chart")
        .children(title)
        .child(val("c:autoTitleDeleted", is_untitled))
        .child(
            el("c:plotArea")
                .child(el("c:layout"))
                .child(plot(chart))
                .child(category_axis(chart))
                .child(value_axis(chart)),
        )
        .children((!is_single).then_some(legend))
        .child(val("c:plotVisOnly", 1))
        .child(val("c:dispBlanksAs", "gap"));
    el("c:chartSpace")
        .with("xmlns:c", CHART)
        .with("xmlns:a", DRAWING)
        .with("xmlns:r", RELATIONSHIPS)
        .child(val("c:date1904", 0))
        .child(val("c:roundedCorners", 0))
        .child(drawn)
        .child(el("c:spPr").child(el("a:noFill")).child(el("a:ln").child(el("a:noFill"))))
        .child(text(TEXT, "tx1"))
        .child(el("c:externalData").with("r:id", "rId1").child(val("c:autoUpdate", 0)))
}

fn title(title: &str) -> Element {
    let look = Look { size: Some(14.0), colour: Some("tx1"), is_heading: true, ..Look::default() };
    let run = el("a:r").child(look.properties("a:rPr")).child(el("a:t").text(title));
    let rich = el("c:rich").child(el("a:bodyPr")).child(el("a:lstStyle"));
    let rich = rich.child(el("a:p").child(el("a:pPr").child(look.properties("a:defRPr"))).child(run));
    el("c:title").child(el("c:tx").child(rich)).child(val("c:overlay", 0))
}

/// How the texts of a part of a chart look.
fn text(size: f64, colour: &str) -> Element {
    let look = Look { size: Some(size), colour: Some(colour), ..Look::default() };
    let paragraph = el("a:p").child(el("a:pPr").child(look.properties("a:defRPr")));
    el("c:txPr")
        .child(el("a:bodyPr"))
        .child(el("a:lstStyle"))
        .child(paragraph.child(el("a:endParaRPr").with("lang", "en-US")))
}

fn has_labels(chart: &Chart) -> bool {
    chart.kind != Kind::Line && chart.series.len() == 1 && chart.categories.len() <= MOST_LABELS
}

fn plot(chart: &Chart) -> Element {
    let series = chart.series.iter().enumerate().map(|(at, of)| series(chart, at, of));
    let axes = || [val("c:axId", CATEGORIES), val("c:axId", VALUES)];
    if chart.kind == Kind::Line {
        return el("c:lineChart")
            .child(val("c:grouping", "standard"))
            .child(val("c:varyColors", 0))
            .children(series)
            .child(val("c:marker", 1))
            .children(axes());
    }
    let is_stacked = chart.kind == Kind::Stacked;
    el("c:barChart")
        .child(val("c:barDir", if chart.kind == Kind::Bar { "bar" } else { "col" }))
        .child(val("c:grouping", if is_stacked { "stacked" } else { "clustered" }))
        .child(val("c:varyColors", 0))
        .children(series)
        .child(val("c:gapWidth", 45))
        .child(val("c:overlap", if is_stacked { 100 } else { 0 }))
        .children(axes())
}

fn series(chart: &Chart, at: usize, of: &Series) -> Element {
    let colour = format!("accent{}", at % 6 + 1);
    let is_line = chart.kind == Kind::Line;
    let last = chart.categories.len();
    let column = letters(at + 1);
    let name = format!("{SHEET}!${column}$1");
    let shape = match is_line {
        true => el("c:spPr")
            .child(el("a:ln").with("w", 28_575).with("cap", "rnd").child(scheme(&colour)).child(el("a:round"))),
        false => el("c:spPr").child(scheme(&colour)),
    };
    let names =
        el("c:strRef").child(el("c:f").text(name)).child(cache(std::iter::once(Some(of.name.clone())), 1, None));
    let categories = el("c:strRef").child(el("c:f").text(format!("{SHEET}!$A$2:$A${}", last + 1))).child(cache(
        chart.categories.iter().cloned().map(Some),
        last,
        None,
    ));
    let values = of.values.iter().map(|value| value.map(|value| value.to_string()));
    let values = el("c:numRef")
        .child(el("c:f").text(format!("{SHEET}!${column}$2:${column}${}", last + 1)))
        .child(cache(values, last, Some(number_format(of.format.as_deref()))));
    el("c:ser")
        .child(val("c:idx", at))
        .child(val("c:order", at))
        .child(el("c:tx").child(names))
        .child(shape)
        .children((!is_line).then(|| val("c:invertIfNegative", 0)))
        .children(is_line.then(|| el("c:marker").child(val("c:symbol", "none"))))
        .children(has_labels(chart).then(|| labels(of)))
        .child(el("c:cat").child(categories))
        .child(el("c:val").child(values))
        .children(is_line.then(|| val("c:smooth", 0)))
}

/// Values as they stand in the file, so that the chart is drawn without its workbook.
fn cache(values: impl Iterator<Item = Option<String>>, count: usize, format: Option<&str>) -> Element {
    let point = |(at, value): (usize, Option<String>)| Some(el("c:pt").with("idx", at).child(el("c:v").text(value?)));
    el(if format.is_some() { "c:numCache" } else { "c:strCache" })
        .children(format.map(|format| el("c:formatCode").text(format)))
        .child(val("c:ptCount", count))
        .children(values.enumerate().filter_map(point))
}

fn labels(of: &Series) -> Element {
    let format = number_format(of.format.as_deref());
    let shown = |name: &'static str, is: u8| val(name, is);
    el("c:dLbls")
        .child(el("c:numFmt").with("formatCode", format).with("sourceLinked", 0))
        .child(el("c:spPr").child(el("a:noFill")).child(el("a:ln").child(el("a:noFill"))))
        .child(text(TEXT, "tx1"))
        .child(val("c:dLblPos", "outEnd"))
        .child(shown("c:showLegendKey", 0))
        .child(shown("c:showVal", 1))
        .child(shown("c:showCatName", 0))
        .child(shown("c:showSerName", 0))
        .child(shown("c:showPercent", 0))
        .child(shown("c:showBubbleSize", 0))
}

fn category_axis(chart: &Chart) -> Element {
    let is_bar = chart.kind == Kind::Bar;
    let line = el("c:spPr").child(el("a:ln").with("w", 9_525).child(scheme("bg2")));
    let line = if is_bar { el("c:spPr").child(el("a:ln").child(el("a:noFill"))) } else { line };
    el("c:catAx")
        .child(val("c:axId", CATEGORIES))
        .child(el("c:scaling").child(val("c:orientation", if is_bar { "maxMin" } else { "minMax" })))
        .child(val("c:delete", 0))
        .child(val("c:axPos", if is_bar { "l" } else { "b" }))
        .child(el("c:numFmt").with("formatCode", "General").with("sourceLinked", 0))
        .child(val("c:majorTickMark", "none"))
        .child(val("c:minorTickMark", "none"))
        .child(val("c:tickLblPos", "low"))
        .child(line)
        .child(text(TEXT, "tx1"))
        .child(val("c:crossAx", VALUES))
        .child(val("c:crosses", "autoZero"))
        .child(val("c:auto", 0))
        .child(val("c:lblAlgn", "ctr"))
        .child(val("c:lblOffset", 100))
        .child(val("c:noMultiLvlLbl", 1))
}

fn value_axis(chart: &Chart) -> Element {
    let is_bar = chart.kind == Kind::Bar;
    let format = number_format(chart.series.first().and_then(|series| series.format.as_deref()));
    let grid = el("c:majorGridlines").child(el("c:spPr").child(el("a:ln").with("w", 6_350).child(scheme("bg2"))));
    let is_written = has_labels(chart);
    el("c:valAx")
        .child(val("c:axId", VALUES))
        .child(el("c:scaling").child(val("c:orientation", "minMax")))
        .child(val("c:delete", u8::from(is_written)))
        .child(val("c:axPos", if is_bar { "b" } else { "l" }))
        .children((!is_written).then_some(grid))
        .child(el("c:numFmt").with("formatCode", format).with("sourceLinked", 0))
        .child(val("c:majorTickMark", "none"))
        .child(val("c:minorTickMark", "none"))
        .child(val("c:tickLblPos", "nextTo"))
        .child(el("c:spPr").child(el("a:ln").child(el("a:noFill"))))
        .child(text(TEXT, "tx2"))
        .child(val("c:crossAx", CATEGORIES))
        .child(val("c:crosses", if is_bar { "max" } else { "autoZero" }))
        .child(val("c:crossBetween", "between"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_go_on_behind_z() {
        assert_eq!(
            [cell(0, 0), cell(25, 1), cell(26, 2), cell(701, 0), cell(702, 0)],
            ["A1", "Z2", "AA3", "ZZ1", "AAA1"]
        );
    }

    #[test]
    fn a_format_that_office_reads_otherwise_is_not_handed_on() {
        assert_eq!(number_format(Some("#,0.0%;-#,0.0%")), "#,0.0%;-#,0.0%");
        assert_eq!(number_format(Some("Short Date")), "General");
        assert_eq!(number_format(None), "General");
    }
}
