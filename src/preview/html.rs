//! The page of HTML: the pages of the report, their pictures, and the little script that changes them.

use std::io::Write;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value as Json, json};

use super::Preview;
use super::file::{Link, Page, Visual};
use super::views::{Drawn, PageViews, has_numbers, is_slicer, slicer_of};
use crate::name::html_text;

const STYLE: &str = include_str!("../../model-templates/preview/style.css");
const SCRIPT: &str = include_str!("../../model-templates/preview/script.js");

pub fn page(preview: &Preview, drawn: &Drawn) -> String {
    let title = html_text(&preview.title);
    let viewers: String = preview.viewers.iter().enumerate().map(|(at, viewer)| option(at, &viewer.name)).collect();
    let navigates = shown(preview).all(|(_, page)| page.visuals.iter().any(|visual| visual.kind == "pageNavigator"));
    let pages: String = shown(preview).map(|(at, page)| section(preview, drawn, page, &drawn.pages[at])).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>{STYLE}</style></head><body>\
         <header><b>{title}</b>{own}<label>View as <select id=\"viewer\">{viewers}</select></label></header>\
         <main>{pages}</main><noscript>Slicers, tabs and \u{201c}view as\u{201d} need JavaScript.</noscript>\
         <script id=\"data\" type=\"text/plain\">{data}</script><script>{SCRIPT}</script></body></html>\n",
        own = if navigates { String::new() } else { tabs(preview) },
        data = packed(&data(preview, drawn)),
    )
}

/// The pages among the tabs.
fn shown<'p>(preview: &'p Preview) -> impl Iterator<Item = (usize, &'p Page)> {
    preview.report.pages.iter().enumerate().filter(|(_, page)| !page.hidden)
}

/// A button a page.
fn tabs(preview: &Preview) -> String {
    let tab = |(_, page): (usize, &Page)| {
        format!("<button data-page=\"{}\">{}</button>", html_text(&page.id), html_text(&page.title))
    };
    format!("<nav>{}</nav>", shown(preview).map(tab).collect::<String>())
}

fn option(value: usize, text: &str) -> String {
    format!("<option value={value}>{}</option>", html_text(text))
}

fn section(preview: &Preview, drawn: &Drawn, page: &Page, views: &PageViews) -> String {
    let visuals: String = page
        .visuals
        .iter()
        .zip(&views.visuals)
        .map(|(visual, of)| {
            let first = |at: &[Option<usize>], pool: &'_ [String]| {
                at.first().copied().flatten().and_then(|at| pool.get(at)).cloned().unwrap_or_default()
            };
            let of = of.as_ref();
            let title = of.map(|of| first(&of.titles, &drawn.titles)).unwrap_or_default();
            let body = of.map(|of| first(&of.bodies, &drawn.pool)).unwrap_or_default();
            tile(preview, visual, &title, &body)
        })
        .collect();
    let (width, height) = (page.width, page.height);
    format!(
        "<section data-page=\"{}\" style=\"width:{width}px;height:{height}px\" aria-label=\"{}\">{visuals}</section>",
        html_text(&page.id),
        html_text(&page.title)
    )
}

fn tile(preview: &Preview, visual: &Visual, title: &str, body: &str) -> String {
    let style = format!(
        "left:{}px;top:{}px;width:{}px;height:{}px{}",
        visual.x,
        visual.y,
        visual.width,
        visual.height,
        if visual.hidden { ";display:none" } else { "" }
    );
    let id = html_text(&visual.id);
    let words = html_text(visual.text.as_deref().unwrap_or_default());
    let plain =
        |class: &str, inside: String| format!("<div class=\"{class}\" id=\"v{id}\" style=\"{style}\">{inside}</div>");
    if is_slicer(visual) {
        let name = visual.role("Values").first().map_or("", |field| field.name.as_str());
        let select = match slicer_of(preview, visual) {
            Some(slicer) => format!("<select data-slicer={slicer}><option value=0>All</option></select>"),
            None => "<select disabled title=\"works in Power BI\"><option>All</option></select>".to_owned(),
        };
        return plain("slicer", format!("<label>{}{select}</label>", html_text(name)));
    }
    if has_numbers(visual) {
        let head = if visual.title.is_some() { format!("<h2>{}</h2>", html_text(title)) } else { String::new() };
        return plain("visual", format!("{head}<div class=\"body\">{body}</div>"));
    }
    match (&visual.link, visual.kind.as_str()) {
        (Some(Link::Bookmark(bookmark)), _) => {
            plain("button", format!("<button data-bookmark=\"{}\">{words}</button>", html_text(bookmark)))
        }
        (Some(Link::Clear), _) => plain("button", format!("<button data-clear>{words}</button>")),
        (_, "pageNavigator") => plain("nav", tabs(preview)),
        (_, "textbox") => plain("text", format!("<h1>{words}</h1>")),
        _ => String::new(),
    }
}

fn data(preview: &Preview, drawn: &Drawn) -> Json {
    let pages = shown(preview).map(|(at, page)| {
        let views = &drawn.pages[at];
        let visuals = page.visuals.iter().zip(&views.visuals).filter_map(|(visual, of)| {
            let of = of.as_ref()?;
            Some(json!({ "id": visual.id, "t": of.titles, "b": of.bodies }))
        });
        json!({ "id": page.id, "slicers": views.slicers, "visuals": visuals.collect::<Vec<_>>() })
    });
    let slicers = drawn.slicers.iter().map(|slicer| json!({ "values": slicer.values, "offered": slicer.offered }));
    json!({
        "pool": drawn.pool,
        "titles": drawn.titles,
        "slicers": slicers.collect::<Vec<_>>(),
        "pages": pages.collect::<Vec<_>>(),
        "bookmarks": preview.report.bookmarks,
    })
}

/// As text that needs no quoting, about a tenth as long.
fn packed(data: &Json) -> String {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail.
    let done = gzip.write_all(data.to_string().as_bytes()).and_then(|()| gzip.finish());
    STANDARD.encode(done.unwrap_or_default())
}
