//! The project as the documentation asks it: its models, its reports, and what uses what.

use std::collections::BTreeMap;

use crate::check::semantic_models;
use crate::deps::{Direction, Graph, Kind, Object};
use crate::file_tree::FileTree;
use crate::model::Model;
use crate::pbir::{self, Json};

pub struct Project {
    /// The folder of each model, and the model.
    pub models: Vec<(String, Model)>,
    graph: Graph,
    /// By the file of a visual: what page it is on and what it is called.
    shown: BTreeMap<String, Visual>,
    pages: usize,
}

/// A visual as people know it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visual {
    /// The place of the page in its report, and its name.
    pub page: (usize, String),
    /// Its type, and its title where it has one.
    pub name: String,
}

/// What uses an object or is used by it, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Related {
    /// Kind and name of what is in the model.
    pub objects: Vec<(Kind, String)>,
    /// Pages in the order of the report, each with its visuals.
    pub pages: Vec<(String, Vec<String>)>,
}

impl Project {
    pub fn read(tree: &FileTree) -> Self {
        let models = semantic_models::find(tree).into_iter().map(|source| {
            let model = semantic_models::read(tree, &source).lowered.model;
            (source.folder, model)
        });
        let mut new = Self { models: models.collect(), graph: Graph::of(tree), shown: BTreeMap::new(), pages: 0 };
        for folder in pbir::folders(tree) {
            new.report(&pbir::read_folder(tree, &folder));
        }
        new
    }

    fn report(&mut self, read: &pbir::Read) {
        for (page, origin) in read.report.pages.iter().zip(&read.origins.pages) {
            let name = if page.display_name.is_empty() { &page.id } else { &page.display_name };
            for (visual, origin) in page.visuals.iter().zip(&origin.visuals) {
                let kind = if visual.kind.is_empty() { "group" } else { &visual.kind };
                let title = read.files.get(&origin.file).and_then(title).unwrap_or_default();
                let name_of = if title.is_empty() { kind.to_owned() } else { format!("{kind} “{title}”") };
                let shown = Visual { page: (self.pages, name.clone()), name: name_of };
                self.shown.insert(origin.file.clone(), shown);
            }
            self.pages += 1;
        }
    }

    pub fn pages(&self) -> usize {
        self.pages
    }
    pub fn visuals(&self) -> usize {
        self.shown.len()
    }

    /// The object of a model, by its folder.
    pub fn find(&self, folder: &str, kind: Kind, name: &str) -> Option<usize> {
        let is_inside = |object: &Object| {
            object.place.file.strip_prefix(folder).is_some_and(|rest| folder.is_empty() || rest.starts_with('/'))
        };
        self.graph.objects.iter().position(|object| object.kind == kind && object.name == name && is_inside(object))
    }

    /// What uses the object, or what it uses: itself, or by way of others too.
    pub fn related(&self, at: Option<usize>, direction: Direction, is_direct: bool) -> Related {
        let Some(at) = at else { return Related::default() };
        let reached = self.graph.reach(at, direction);
        let mut related = Related::default();
        let mut pages: BTreeMap<(usize, String), Vec<String>> = BTreeMap::new();
        for one in reached.iter().filter(|one| !is_direct || one.depth == 1 && !one.is_part) {
            let Some(object) = self.graph.objects.get(one.object) else { continue };
            match (object.kind, self.shown.get(&object.place.file)) {
                (Kind::Visual, Some(visual)) => {
                    pages.entry(visual.page.clone()).or_default().push(visual.name.clone());
                }
                (Kind::Visual | Kind::Page | Kind::Report | Kind::Bookmark, _) => {}
                (kind, _) => related.objects.push((kind, object.name.clone())),
            }
        }
        related.objects.sort();
        related.pages = pages.into_iter().map(|((_, page), visuals)| (page, visuals)).collect();
        related
    }
}

impl Related {
    pub fn names(&self, kind: Kind) -> Vec<&str> {
        self.objects.iter().filter(|(one, _)| *one == kind).map(|(_, name)| name.as_str()).collect()
    }

    /// `Overview: card “Revenue”, lineChart (2)`: each name once, with how many have it.
    pub fn page_texts(&self) -> Vec<(String, String)> {
        let text = |visuals: &[String]| {
            let mut counted: Vec<(&str, usize)> = Vec::new();
            for name in visuals {
                match counted.iter_mut().find(|(known, _)| known == name) {
                    Some((_, count)) => *count += 1,
                    None => counted.push((name, 1)),
                }
            }
            let one = |(name, count): &(&str, usize)| {
                if *count == 1 { (*name).to_owned() } else { format!("{name} ({count})") }
            };
            counted.iter().map(one).collect::<Vec<_>>().join(", ")
        };
        self.pages.iter().map(|(page, visuals)| (page.clone(), text(visuals))).collect()
    }
}

/// The title that is spelled out in a visual: the text of its literal without its quotes.
fn title(json: &Json) -> Option<String> {
    let titles = json.at(&["visual", "visualContainerObjects", "title"])?;
    let properties = titles.items().first()?.get("properties")?;
    let is_shown = properties.at(&["show", "expr", "Literal", "Value"]).and_then(Json::text) != Some("false");
    let text = properties.at(&["text", "expr", "Literal", "Value"])?.text()?;
    let text = text.strip_prefix('\'')?.strip_suffix('\'')?.replace("''", "'");
    (is_shown && !text.trim().is_empty()).then(|| text.trim().to_owned())
}
