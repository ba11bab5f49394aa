//! Shapes of DrawingML: places, texts, boxes.

use super::xml::{Element, el};

/// A place on a slide, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Box {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

pub const WIDTH: f64 = 960.0;
pub const HEIGHT: f64 = 540.0;

/// Points in English Metric Units, of which files are made.
pub fn emu(points: f64) -> i64 {
    (points * 12_700.0).round() as i64
}

/// Size of a font in hundredths of a point.
pub fn hundredths(size: f64) -> i64 {
    (size * 100.0).round() as i64
}

impl Box {
    pub const fn new(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self { x, y, width, height }
    }

    pub fn xfrm(self, name: &'static str) -> Element {
        el(name)
            .child(el("a:off").with("x", emu(self.x)).with("y", emu(self.y)))
            .child(el("a:ext").with("cx", emu(self.width)).with("cy", emu(self.height)))
    }
}

/// How a run of text looks. What is `None` is as the placeholder has it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look<'l> {
    pub size: Option<f64>,
    /// A colour of the theme, such as `tx1`.
    pub colour: Option<&'l str>,
    pub is_bold: bool,
    pub is_heading: bool,
    /// Says the font of texts even where the placeholder has it: footers are read otherwise by some.
    pub is_body: bool,
    /// `l`, `ctr`, `r`
    pub align: Option<&'l str>,
    /// Points before the paragraph.
    pub before: Option<f64>,
}

impl Look<'_> {
    pub fn properties(&self, name: &'static str) -> Element {
        let mut properties = el(name);
        if name != "a:defRPr" {
            properties = properties.with("lang", "en-US");
        }
        if let Some(size) = self.size {
            properties = properties.with("sz", hundredths(size));
        }
        if self.is_bold {
            properties = properties.with("b", 1);
        }
        let face = match (self.is_heading, self.is_body) {
            (true, _) => Some("+mj-lt"),
            (false, true) => Some("+mn-lt"),
            (false, false) => None,
        };
        let face = face.map(|face| el("a:latin").with("typeface", face));
        properties.children(self.colour.map(scheme)).children(face)
    }

    fn paragraph(&self) -> Option<Element> {
        if self.align.is_none() && self.before.is_none() {
            return None;
        }
        let mut properties = el("a:pPr");
        if let Some(align) = self.align {
            properties = properties.with("algn", align);
        }
        let before = |points: f64| el("a:spcBef").child(el("a:spcPts").with("val", hundredths(points)));
        Some(properties.children(self.before.map(before)))
    }
}

/// A fill with a colour of the theme.
pub fn scheme(colour: &str) -> Element {
    el("a:solidFill").child(el("a:schemeClr").with("val", colour))
}

pub fn paragraph(text: &str, look: &Look) -> Element {
    let paragraph = el("a:p").children(look.paragraph());
    if text.is_empty() {
        return paragraph.child(look.properties("a:endParaRPr"));
    }
    paragraph.child(el("a:r").child(look.properties("a:rPr")).child(el("a:t").text(text)))
}

/// Number, name and what it is read out as.
fn named(id: usize, name: &str) -> Element {
    el("p:cNvPr").with("id", id).with("name", name)
}

/// A place that the layout keeps for a text. Without a box it is where the layout has it.
pub fn placeholder(
    id: usize,
    name: &str,
    kind: &[(&'static str, &str)],
    place: Option<Box>,
    paragraphs: Vec<Element>,
) -> Element {
    let slot = kind.iter().fold(el("p:ph"), |slot, (name, value)| slot.with(name, value));
    let locks = el("p:cNvSpPr").child(el("a:spLocks").with("noGrp", 1));
    el("p:sp")
        .child(el("p:nvSpPr").child(named(id, name)).child(locks).child(el("p:nvPr").child(slot)))
        .child(el("p:spPr").children(place.map(|place| place.xfrm("a:xfrm"))))
        .child(el("p:txBody").child(el("a:bodyPr")).child(el("a:lstStyle")).children(paragraphs))
}

/// A box with a text.
pub fn text_box(id: usize, name: &str, place: Box, fill: Option<&str>, paragraphs: Vec<Element>) -> Element {
    let shape = el("p:spPr")
        .child(place.xfrm("a:xfrm"))
        .child(el("a:prstGeom").with("prst", "rect").child(el("a:avLst")))
        .child(fill.map_or_else(|| el("a:noFill"), scheme))
        .child(el("a:ln").child(el("a:noFill")));
    let body =
        el("a:bodyPr").with("wrap", "square").with("anchor", "ctr").with("lIns", emu(8.0)).with("rIns", emu(8.0));
    let body = body.with("tIns", emu(4.0)).with("bIns", emu(4.0)).child(el("a:noAutofit"));
    let paragraphs = if paragraphs.is_empty() { vec![paragraph("", &Look::default())] } else { paragraphs };
    el("p:sp")
        .child(el("p:nvSpPr").child(named(id, name)).child(el("p:cNvSpPr").with("txBox", 1)).child(el("p:nvPr")))
        .child(shape)
        .child(el("p:txBody").child(body).child(el("a:lstStyle")).children(paragraphs))
}

/// A chart or a table: what it is is told to who does not see it.
pub fn frame(id: usize, name: &str, told: &str, place: Box, uri: &str, graphic: Element) -> Element {
    let locks = el("p:cNvGraphicFramePr").child(el("a:graphicFrameLocks").with("noGrp", 1));
    el("p:graphicFrame")
        .child(el("p:nvGraphicFramePr").child(named(id, name).with("descr", told)).child(locks).child(el("p:nvPr")))
        .child(place.xfrm("p:xfrm"))
        .child(el("a:graphic").child(el("a:graphicData").with("uri", uri).child(graphic)))
}

/// The tree that every slide, layout and master has its shapes in.
pub fn tree(shapes: Vec<Element>) -> Element {
    let group = el("p:nvGrpSpPr").child(named(1, "")).child(el("p:cNvGrpSpPr")).child(el("p:nvPr"));
    let zero = |name: &'static str, x: &'static str, y: &'static str| el(name).with(x, 0).with(y, 0);
    let place = el("a:xfrm")
        .child(zero("a:off", "x", "y"))
        .child(zero("a:ext", "cx", "cy"))
        .child(zero("a:chOff", "x", "y"))
        .child(zero("a:chExt", "cx", "cy"));
    el("p:spTree").child(group).child(el("p:grpSpPr").child(place)).children(shapes)
}
