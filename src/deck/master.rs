//! What slides have in common: the master, the layouts, the master of the notes.

use super::shapes::{Box, HEIGHT, Look, WIDTH, emu, hundredths, paragraph, placeholder, scheme, text_box, tree};
use super::theme::DRAWING;
use super::xml::{Element, el};

pub const PRESENTATION: &str = "http://schemas.openxmlformats.org/presentationml/2006/main";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Where things are on a slide.
pub const NAME: Box = Box::new(40.0, 22.0, 880.0, 20.0);
pub const TITLE: Box = Box::new(40.0, 42.0, 880.0, 62.0);
pub const BODY: Box = Box::new(40.0, 116.0, 880.0, 384.0);
pub const FOOTER: Box = Box::new(40.0, 510.0, 740.0, 18.0);
pub const NUMBER: Box = Box::new(820.0, 510.0, 100.0, 18.0);
/// On the first slide.
pub const FIRST_TITLE: Box = Box::new(60.0, 150.0, 840.0, 130.0);
pub const FIRST_TEXT: Box = Box::new(60.0, 292.0, 840.0, 100.0);

/// Sizes of fonts, the usual one first.
pub const TITLE_SIZES: [f64; 4] = [26.0, 24.0, 22.0, 20.0];
pub const FIRST_SIZES: [f64; 4] = [44.0, 40.0, 36.0, 30.0];
pub const FIRST_TEXT_SIZES: [f64; 4] = [22.0, 20.0, 18.0, 16.0];
pub const NAME_SIZE: f64 = 13.0;
pub const FOOTER_SIZE: f64 = 11.0;
pub const BODY_SIZE: f64 = 18.0;
pub const NOTES_SIZE: f64 = 11.0;

/// Of a placeholder: what it is and, where there are several, which.
pub type Slot = &'static [(&'static str, &'static str)];
pub const SLOT_FIRST_TITLE: Slot = &[("type", "ctrTitle")];
pub const SLOT_FIRST_TEXT: Slot = &[("type", "subTitle"), ("idx", "1")];
pub const SLOT_TITLE: Slot = &[("type", "title")];
pub const SLOT_BODY: Slot = &[("type", "body"), ("idx", "1")];
pub const SLOT_NAME: Slot = &[("type", "body"), ("sz", "quarter"), ("idx", "13")];
pub const SLOT_FOOTER: Slot = &[("type", "ftr"), ("sz", "quarter"), ("idx", "11")];
pub const SLOT_NUMBER: Slot = &[("type", "sldNum"), ("sz", "quarter"), ("idx", "12")];

/// A root element with the names that slides use.
pub fn root(name: &'static str) -> Element {
    el(name).with("xmlns:a", DRAWING).with("xmlns:r", RELATIONSHIPS).with("xmlns:p", PRESENTATION)
}

pub fn as_master() -> Element {
    el("p:clrMapOvr").child(el("a:masterClrMapping"))
}

/// The number of the slide, as PowerPoint keeps it.
pub fn number(text: &str, look: &Look) -> Element {
    let field = el("a:fld").with("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}").with("type", "slidenum");
    let align = el("a:pPr").with("algn", "r");
    el("a:p").child(align).child(field.child(look.properties("a:rPr")).child(el("a:t").text(text)))
}

/// A placeholder whose texts look so, wherever it is used.
fn styled(id: usize, name: &str, slot: Slot, place: Box, look: Look, anchor: &str, text: Element) -> Element {
    let slot = slot.iter().fold(el("p:ph"), |slot, (name, value)| slot.with(name, value));
    let none = || el("a:buNone");
    let mut level = el("a:lvl1pPr").with("marL", 0).with("indent", 0);
    if let Some(align) = look.align {
        level = level.with("algn", align);
    }
    let level = level.child(none()).child(look.properties("a:defRPr"));
    let insets = ["lIns", "tIns", "rIns", "bIns"].iter().fold(el("a:bodyPr"), |body, name| body.with(name, 0));
    let body = insets.with("anchor", anchor).child(el("a:normAutofit"));
    let locks = el("p:cNvSpPr").child(el("a:spLocks").with("noGrp", 1));
    let named = el("p:cNvPr").with("id", id).with("name", name);
    el("p:sp")
        .child(el("p:nvSpPr").child(named).child(locks).child(el("p:nvPr").child(slot)))
        .child(
            el("p:spPr").child(place.xfrm("a:xfrm")).child(el("a:prstGeom").with("prst", "rect").child(el("a:avLst"))),
        )
        .child(el("p:txBody").child(body).child(el("a:lstStyle").child(level)).child(text))
}

fn look<'l>(size: f64, colour: &'l str, is_heading: bool) -> Look<'l> {
    Look { size: Some(size), colour: Some(colour), is_heading, ..Look::default() }
}

fn plain(text: &str) -> Element {
    paragraph(text, &Look::default())
}

fn foot(colour: &'static str) -> [Element; 2] {
    let number_look = Look { align: Some("r"), ..look(FOOTER_SIZE, colour, false) };
    [
        styled(8, "Footer", SLOT_FOOTER, FOOTER, look(FOOTER_SIZE, colour, false), "ctr", plain("")),
        styled(9, "Slide number", SLOT_NUMBER, NUMBER, number_look, "ctr", number("‹#›", &Look::default())),
    ]
}

pub fn master() -> Element {
    let [footer, number] = foot("tx2");
    let bar = text_box(2, "Bar", Box::new(0.0, 0.0, WIDTH, 6.0), Some("accent1"), Vec::new());
    let title = look(TITLE_SIZES[0], "tx1", true);
    let shapes = vec![
        bar,
        styled(3, "Title", SLOT_TITLE, TITLE, title, "t", plain("Title")),
        styled(4, "Text", SLOT_BODY, BODY, look(BODY_SIZE, "tx1", false), "t", plain("Text")),
        footer,
        number,
    ];
    let back = el("p:bg").child(el("p:bgRef").with("idx", 1001).child(el("a:schemeClr").with("val", "bg1")));
    let level = |name: &'static str, size: f64, face: &str| {
        let run = el("a:defRPr").with("sz", hundredths(size)).with("kern", 1200).child(scheme("tx1"));
        let run = run.child(el("a:latin").with("typeface", face));
        el(name).with("marL", 0).with("indent", 0).with("algn", "l").child(el("a:buNone")).child(run)
    };
    let styles = el("p:txStyles")
        .child(el("p:titleStyle").child(level("a:lvl1pPr", TITLE_SIZES[0], "+mj-lt")))
        .child(el("p:bodyStyle").child(level("a:lvl1pPr", BODY_SIZE, "+mn-lt")))
        .child(el("p:otherStyle").child(level("a:lvl1pPr", 14.0, "+mn-lt")));
    let layout =
        |at: u32| el("p:sldLayoutId").with("id", 2_147_483_648 + u64::from(at)).with("r:id", format!("rId{at}"));
    root("p:sldMaster")
        .child(el("p:cSld").child(back).child(tree(shapes)))
        .child(colours())
        .child(el("p:sldLayoutIdLst").children([1, 2].map(layout)))
        .child(styles)
}

fn colours() -> Element {
    let own = ["accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink"];
    let map = el("p:clrMap").with("bg1", "lt1").with("tx1", "dk1").with("bg2", "lt2").with("tx2", "dk2");
    own.into_iter().fold(map, |map, name| map.with(name, name))
}

/// The layout of the first slide.
pub fn first_layout() -> Element {
    let back = el("p:bg").child(el("p:bgPr").child(scheme("accent1")).child(el("a:effectLst")));
    let [footer, number] = foot("bg1");
    let shapes = vec![
        styled(2, "Title", SLOT_FIRST_TITLE, FIRST_TITLE, look(FIRST_SIZES[0], "bg1", true), "b", plain("Title")),
        styled(3, "Subtitle", SLOT_FIRST_TEXT, FIRST_TEXT, look(FIRST_TEXT_SIZES[0], "bg1", false), "t", plain("Text")),
        footer,
        number,
    ];
    root("p:sldLayout")
        .with("type", "title")
        .with("showMasterSp", 0)
        .child(el("p:cSld").with("name", "First").child(back).child(tree(shapes)))
        .child(as_master())
}

/// The layout of all others.
pub fn layout() -> Element {
    let [footer, number] = foot("tx2");
    let name = Look { is_bold: true, ..look(NAME_SIZE, "accent1", false) };
    let shapes = vec![
        styled(2, "Title", SLOT_TITLE, TITLE, look(TITLE_SIZES[0], "tx1", true), "t", plain("Title")),
        styled(3, "Name", SLOT_NAME, NAME, name, "t", plain("Name")),
        styled(4, "Text", SLOT_BODY, BODY, look(BODY_SIZE, "tx1", false), "t", plain("Text")),
        footer,
        number,
    ];
    root("p:sldLayout").child(el("p:cSld").with("name", "Finding").child(tree(shapes))).child(as_master())
}

/// Where the picture of the slide and the notes are on their page.
const PICTURE: Box = Box::new(60.0, 40.0, 420.0, 236.25);
const NOTES: Box = Box::new(54.0, 300.0, 432.0, 380.0);
pub const PAGE: (f64, f64) = (HEIGHT, 720.0);

pub fn notes_master() -> Element {
    let level = el("a:lvl1pPr").child(el("a:defRPr").with("sz", hundredths(NOTES_SIZE)).child(scheme("tx1")));
    let back = el("p:bg").child(el("p:bgRef").with("idx", 1001).child(el("a:schemeClr").with("val", "bg1")));
    root("p:notesMaster")
        .child(
            el("p:cSld")
                .child(back)
                .child(tree(vec![picture(2, Some(PICTURE)), notes(3, Some(NOTES), vec![plain("")])])),
        )
        .child(colours())
        .child(el("p:notesStyle").child(level))
}

pub fn picture(id: usize, place: Option<Box>) -> Element {
    let locks = el("a:spLocks").with("noGrp", 1).with("noRot", 1).with("noChangeAspect", 1);
    let named = el("p:cNvPr").with("id", id).with("name", "Slide");
    let slot = el("p:nvPr").child(el("p:ph").with("type", "sldImg"));
    let shape = place.map(|place| {
        let outline = el("a:ln").with("w", emu(1.0)).child(scheme("tx2"));
        [place.xfrm("a:xfrm"), el("a:prstGeom").with("prst", "rect").child(el("a:avLst")), el("a:noFill"), outline]
    });
    el("p:sp")
        .child(el("p:nvSpPr").child(named).child(el("p:cNvSpPr").child(locks)).child(slot))
        .child(el("p:spPr").children(shape.into_iter().flatten()))
}

pub fn notes(id: usize, place: Option<Box>, paragraphs: Vec<Element>) -> Element {
    placeholder(id, "Notes", SLOT_BODY, place, paragraphs)
}
