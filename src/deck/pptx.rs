//! The file: its parts and how they hang together.

use super::master::{self, PAGE, root};
use super::package::{OFFICE, PACKAGE, Package};
use super::shapes::{HEIGHT, WIDTH, emu};
use super::xml::{Element, document, el};
use super::{Deck, Theme, chart, notes, pages, workbook};

macro_rules! kind {
    ($name:literal) => {
        concat!("application/vnd.openxmlformats-officedocument.", $name, "+xml")
    };
}

const MASTER: &str = "ppt/slideMasters/slideMaster1.xml";
const LAYOUTS: [&str; 2] = ["ppt/slideLayouts/slideLayout1.xml", "ppt/slideLayouts/slideLayout2.xml"];
const THEME: &str = "ppt/theme/theme1.xml";
const NOTES_MASTER: &str = "ppt/notesMasters/notesMaster1.xml";
const NOTES_THEME: &str = "ppt/theme/theme2.xml";

pub fn pptx(deck: &Deck, theme: &Theme) -> Vec<u8> {
    let mut package = Package::default();
    common(&mut package, deck, theme);
    let pages = pages::pages(deck);
    let mut charts = 0;
    for (at, page) in pages.iter().enumerate() {
        let path = format!("ppt/slides/slide{}.xml", at + 1);
        package.add(&path, kind!("presentationml.slide"), document(&page.xml));
        package.relate(&path, [("slideLayout", LAYOUTS[usize::from(at > 0)])]);
        if let Some(of) = page.chart {
            charts += 1;
            let chart_path = format!("ppt/charts/chart{charts}.xml");
            let book = format!("ppt/embeddings/Microsoft_Excel_Sheet{charts}.xlsx");
            package.add(&chart_path, kind!("drawingml.chart"), document(&chart::part(of)));
            package.embed(&book, workbook::workbook(of));
            package.relate(&chart_path, [("package", book.as_str())]);
            package.relate(&path, [("chart", chart_path.as_str())]);
        }
        if !page.notes.is_empty() {
            let notes_path = format!("ppt/notesSlides/notesSlide{}.xml", at + 1);
            package.add(&notes_path, kind!("presentationml.notesSlide"), document(&notes::slide(page.notes)));
            package.relate(&notes_path, [("notesMaster", NOTES_MASTER), ("slide", path.as_str())]);
            package.relate(&path, [("notesSlide", notes_path.as_str())]);
        }
    }
    let main = "ppt/presentation.xml";
    package.add(main, kind!("presentationml.presentation.main"), document(&presentation(pages.len())));
    let slides: Vec<String> = (1..=pages.len()).map(|at| format!("ppt/slides/slide{at}.xml")).collect();
    let first = [("slideMaster", MASTER), ("notesMaster", NOTES_MASTER), ("theme", THEME)];
    package.relate(main, first.into_iter().chain(slides.iter().map(|path| ("slide", path.as_str()))));
    package.zip()
}

fn common(package: &mut Package, deck: &Deck, theme: &Theme) {
    package.add(THEME, kind!("theme"), document(&theme.part()));
    package.add(NOTES_THEME, kind!("theme"), document(&theme.part()));
    package.add(MASTER, kind!("presentationml.slideMaster"), document(&master::master()));
    package.relate(MASTER, [("slideLayout", LAYOUTS[0]), ("slideLayout", LAYOUTS[1]), ("theme", THEME)]);
    for (path, layout) in LAYOUTS.into_iter().zip([master::first_layout(), master::layout()]) {
        package.add(path, kind!("presentationml.slideLayout"), document(&layout));
        package.relate(path, [("slideMaster", MASTER)]);
    }
    package.add(NOTES_MASTER, kind!("presentationml.notesMaster"), document(&master::notes_master()));
    package.relate(NOTES_MASTER, [("theme", NOTES_THEME)]);
    let core = el("cp:coreProperties")
        .with("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties")
        .with("xmlns:dc", "http://purl.org/dc/elements/1.1/")
        .child(el("dc:title").text(deck.title.as_str()))
        .child(el("dc:creator").text("pbiforge"));
    package.add("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml", document(&core));
    let app = el("Properties")
        .with("xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties")
        .child(el("Application").text("pbiforge"));
    package.add("docProps/app.xml", kind!("extended-properties"), document(&app));
    package.relate_root(format!("{OFFICE}officeDocument"), "ppt/presentation.xml");
    package.relate_root(format!("{PACKAGE}metadata/core-properties"), "docProps/core.xml");
    package.relate_root(format!("{OFFICE}extended-properties"), "docProps/app.xml");
}

/// The slides in their order; their relationships stand behind those of the two masters and the theme.
fn presentation(slides: usize) -> Element {
    let id = |name: &'static str, relation: usize| el(name).with("r:id", format!("rId{relation}"));
    let master = el("p:sldMasterId").with("id", 2_147_483_648_u32).with("r:id", "rId1");
    let slide = |at: usize| el("p:sldId").with("id", 256 + at).with("r:id", format!("rId{}", at + 4));
    let size =
        |name: &'static str, (width, height): (f64, f64)| el(name).with("cx", emu(width)).with("cy", emu(height));
    root("p:presentation")
        .child(el("p:sldMasterIdLst").child(master))
        .child(el("p:notesMasterIdLst").child(id("p:notesMasterId", 2)))
        .child(el("p:sldIdLst").children((0..slides).map(slide)))
        .child(size("p:sldSz", (WIDTH, HEIGHT)))
        .child(size("p:notesSz", PAGE))
}
