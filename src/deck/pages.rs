//! Slides laid out: what stands where, and what does not fit goes on on the next one.

use super::fit::{LINE, paragraphs, shorten};
use super::master::{self, BODY, FIRST_TEXT, FIRST_TITLE, FOOTER, NAME, TITLE, as_master, number, root};
use super::shapes::{Box, Look, frame, paragraph, placeholder, text_box, tree};
use super::xml::{Element, el};
use super::{Chart, Deck, Slide, Visual, chart, table};

/// One slide of the file.
pub struct Page<'d> {
    pub xml: Element,
    /// The chart that it shows by the second of its relationships; the first is the layout.
    pub chart: Option<&'d Chart>,
    pub notes: &'d [String],
}

const CARD: f64 = 78.0;
const GAP: f64 = 16.0;
/// Beside a chart.
const COLUMN: f64 = 270.0;
const CARD_SIZES: [f64; 4] = [28.0, 24.0, 20.0, 16.0];
const LABEL: f64 = 13.0;
const SENTENCES: [f64; 5] = [18.0, 16.0, 15.0, 14.0, 13.0];
const BETWEEN: f64 = 8.0;

/// The relationship of a slide to its chart.
const CHART_ID: &str = "rId2";

pub fn pages(deck: &Deck) -> Vec<Page<'_>> {
    let mut pages = vec![first(deck)];
    for slide in &deck.slides {
        let at = pages.len() + 1;
        pages.extend(slide_pages(deck, slide, at));
    }
    pages
}

fn first(deck: &Deck) -> Page<'_> {
    let (size, title) = fitted(&deck.title, FIRST_TITLE, &master::FIRST_SIZES);
    let (text_size, text) = fitted(&deck.subtitle, FIRST_TEXT, &master::FIRST_TEXT_SIZES);
    let look = |size| Look { size: Some(size), ..Look::default() };
    let mut shapes =
        vec![placeholder(2, "Title", master::SLOT_FIRST_TITLE, None, vec![paragraph(&title, &look(size))])];
    if !text.is_empty() {
        let text = vec![paragraph(&text, &look(text_size))];
        shapes.push(placeholder(3, "Subtitle", master::SLOT_FIRST_TEXT, None, text));
    }
    Page { xml: page(shapes), chart: None, notes: &[] }
}

fn page(shapes: Vec<Element>) -> Element {
    root("p:sld").child(el("p:cSld").child(tree(shapes))).child(as_master())
}

/// A text in one paragraph, with the size at which it fits its place.
fn fitted(text: &str, place: Box, sizes: &[f64]) -> (f64, String) {
    let (size, texts) = paragraphs(&[text.to_owned()], place.width, place.height, sizes, 0.0);
    (size, texts.into_iter().next().unwrap_or_default())
}

/// Shapes of one slide, each with a number of its own.
struct Shapes {
    list: Vec<Element>,
}

impl Shapes {
    fn id(&self) -> usize {
        self.list.len() + 2
    }

    fn place(&mut self, name: &str, slot: master::Slot, place: Option<Box>, texts: Vec<Element>) {
        self.list.push(placeholder(self.id(), name, slot, place, texts));
    }

    /// What every slide but the first has.
    fn frame(deck: &Deck, slide: &Slide, at: usize, which: Option<(usize, usize)>) -> Self {
        let mut shapes = Self { list: Vec::new() };
        let count = which.map(|(page, of)| format!(" ({page} of {of})")).unwrap_or_default();
        let room = Box { width: TITLE.width - if count.is_empty() { 0.0 } else { 110.0 }, ..TITLE };
        let (size, title) = fitted(&slide.title, room, &master::TITLE_SIZES);
        let look = Look { size: Some(size), ..Look::default() };
        shapes.place("Title", master::SLOT_TITLE, None, vec![paragraph(&(title + &count), &look)]);
        if slide.name != slide.title {
            let name = shorten(&slide.name, NAME.width, master::NAME_SIZE, 1);
            shapes.place("Name", master::SLOT_NAME, None, vec![paragraph(&name, &Look::default())]);
        }
        let footer = shorten(&deck.footer, FOOTER.width, master::FOOTER_SIZE, 1);
        let small = Look { size: Some(master::FOOTER_SIZE), colour: Some("tx2"), is_body: true, ..Look::default() };
        let footer = paragraph(&footer, &Look { align: Some("l"), ..small });
        shapes.place("Footer", master::SLOT_FOOTER, None, vec![footer]);
        let number = number(&at.to_string(), &small);
        shapes.place("Slide number", master::SLOT_NUMBER, None, vec![number]);
        shapes
    }

    /// Cards in a row; the place that is left below.
    fn cards(&mut self, slide: &Slide, place: Box) -> Box {
        if slide.cards.is_empty() {
            return place;
        }
        let count = slide.cards.len() as f64;
        let width = (place.width - GAP * (count - 1.0)) / count;
        for (at, card) in slide.cards.iter().enumerate() {
            let own = Box { x: place.x + at as f64 * (width + GAP), width, height: CARD, ..place };
            let inner = width - 16.0;
            let height = CARD - 8.0 - LABEL * LINE;
            let (size, text) = fitted(&card.text, Box { width: inner, height, ..own }, &CARD_SIZES);
            let label = shorten(&card.label, inner, LABEL, 1);
            let number = Look { size: Some(size), colour: Some("accent1"), is_heading: true, ..Look::default() };
            let small = Look { size: Some(LABEL), colour: Some("tx2"), ..Look::default() };
            let texts = vec![paragraph(&text, &number), paragraph(&label, &small)];
            self.list.push(text_box(self.id(), &card.label, own, Some("bg2"), texts));
        }
        Box { y: place.y + CARD + GAP, height: place.height - CARD - GAP, ..place }
    }

    /// Sentences in a place; how much of its height they take.
    fn sentences(&mut self, slide: &Slide, place: Box) -> f64 {
        if slide.sentences.is_empty() {
            return 0.0;
        }
        let (size, texts) = paragraphs(&slide.sentences, place.width, place.height, &SENTENCES, BETWEEN);
        let text = |(at, text): (usize, &String)| {
            let before = (at > 0).then_some(BETWEEN);
            paragraph(text, &Look { size: Some(size), before, ..Look::default() })
        };
        let lines: usize = texts.iter().map(|text| super::fit::lines(text, place.width, size)).sum();
        let height = lines as f64 * size * LINE + BETWEEN * texts.len().saturating_sub(1) as f64;
        let paragraphs = texts.iter().enumerate().map(text).collect();
        self.place("Text", master::SLOT_BODY, Some(Box { height: height.min(place.height), ..place }), paragraphs);
        height
    }
}

fn slide_pages<'d>(deck: &'d Deck, slide: &'d Slide, at: usize) -> Vec<Page<'d>> {
    let notes = slide.notes.as_slice();
    match &slide.visual {
        Some(Visual::Table(table)) => table_pages(deck, slide, table, at),
        Some(Visual::Chart(chart)) => {
            let mut shapes = Shapes::frame(deck, slide, at, None);
            let mut place = shapes.cards(slide, BODY);
            if !slide.sentences.is_empty() {
                shapes.sentences(slide, Box { width: COLUMN, ..place });
                place = Box { x: place.x + COLUMN + 24.0, width: place.width - COLUMN - 24.0, ..place };
            }
            let told = match chart.title.is_empty() {
                true => format!("Chart: {} by {}", names(chart), chart.category),
                false => format!("Chart: {}", chart.title),
            };
            let graphic = el("c:chart").with("xmlns:c", chart::CHART).with("r:id", CHART_ID);
            shapes.list.push(frame(shapes.id(), "Chart", &told, place, chart::CHART, graphic));
            vec![Page { xml: page(shapes.list), chart: Some(chart), notes }]
        }
        None => {
            let mut shapes = Shapes::frame(deck, slide, at, None);
            let place = shapes.cards(slide, BODY);
            shapes.sentences(slide, place);
            vec![Page { xml: page(shapes.list), chart: None, notes }]
        }
    }
}

fn names(chart: &Chart) -> String {
    chart.series.iter().map(|series| series.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn table_pages<'d>(deck: &'d Deck, slide: &'d Slide, of: &super::Table, at: usize) -> Vec<Page<'d>> {
    // What stands above the table is laid out once to know how much room it leaves.
    let above = |shapes: &mut Shapes| {
        let place = shapes.cards(slide, BODY);
        let used = shapes.sentences(slide, Box { height: place.height * 0.45, ..place });
        let gap = if used > 0.0 { 12.0 } else { 0.0 };
        Box { y: place.y + used + gap, height: place.height - used - gap, ..place }
    };
    let below = above(&mut Shapes { list: Vec::new() });
    let heading = if of.title.is_empty() { 0.0 } else { 22.0 };
    let pages = table::pages(of, BODY.width, below.height - heading, BODY.height - heading);
    let count = pages.len();
    let one = |(page_at, page_of): (usize, &table::Page)| {
        let which = (count > 1).then_some((page_at + 1, count));
        let mut shapes = Shapes::frame(deck, slide, at + page_at, which);
        let mut place = if page_at == 0 { above(&mut shapes) } else { BODY };
        if !page_of.is_empty() {
            if heading > 0.0 {
                let look = Look { size: Some(14.0), colour: Some("tx1"), is_heading: true, ..Look::default() };
                let title = paragraph(&shorten(&of.title, place.width - 16.0, 14.0, 1), &look);
                let own = Box { height: heading, ..place };
                shapes.list.push(text_box(shapes.id(), "Heading", own, None, vec![title]));
                place = Box { y: place.y + heading, ..place };
            }
            let told = format!("Table: {}", if of.title.is_empty() { &slide.title } else { &of.title });
            let place = Box { height: page_of.height(), ..place };
            shapes.list.push(frame(shapes.id(), "Table", &told, place, table::URI, page_of.element()));
        }
        Page { xml: page(shapes.list), chart: None, notes: &slide.notes }
    };
    pages.iter().enumerate().map(one).collect()
}
