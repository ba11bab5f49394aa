//! `pbiforge query`: questions about a project.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::Global;
use super::check::project::Project;
use super::exit::Exit;
use super::output::Output;
use crate::deps::{Direction, Graph};
use crate::diag::sources::Text;
use crate::diag::{At, Place};
use crate::file_tree::FileTree;
use crate::pipeline::Failure;

#[derive(Args, Debug)]
pub struct Query {
    #[command(subcommand)]
    question: Question,
}

#[derive(Subcommand, Debug)]
enum Question {
    /// What an object uses, and what breaks when it goes
    Deps(Deps),
}

#[derive(Args, Debug)]
struct Deps {
    /// Tables, columns, measures and whatever else has a name: `Sales[Revenue]`, `[Total Revenue]`, `Sales`, the id
    /// of a visual; everything where none is given
    objects: Vec<String>,
    /// The folder of a PBIP or TMDL project, or a .pbip file; the configured output folder where it is not given
    #[arg(long, short, value_name = "PATH")]
    project: Option<PathBuf>,
    /// Only what uses the objects: what breaks when they go
    #[arg(long, conflicts_with = "of")]
    on: bool,
    /// Only what the objects use
    #[arg(long)]
    of: bool,
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A tree for people
    Text,
    /// The language of Graphviz
    Dot,
    /// For programs
    Json,
}

impl Query {
    pub fn run(&self, global: &Global, output: &Output) -> Result<Exit, Failure> {
        match &self.question {
            Question::Deps(deps) => deps.run(global, output),
        }
    }
}

impl Deps {
    fn run(&self, global: &Global, output: &Output) -> Result<Exit, Failure> {
        let path = match &self.project {
            Some(path) => path.clone(),
            None => super::generate::open(global, output)?.output(),
        };
        let Project { prefix, tree, .. } = Project::read(&path)?;
        let graph = Graph::of(&tree);
        let mut starts = Vec::new();
        for name in &self.objects {
            starts.extend(found(&graph, name)?);
        }
        let directions: &[Direction] = match (self.on, self.of) {
            (true, _) => &[Direction::On],
            (_, true) => &[Direction::Of],
            _ => &[Direction::On, Direction::Of],
        };
        let mut places = Places { prefix: &prefix, tree: &tree, texts: HashMap::new() };
        let format = if global.json { Format::Json } else { self.format };
        output.print(&match format {
            Format::Text => text(&graph, &starts, directions, &mut places),
            Format::Dot => dot(&graph, &starts, directions),
            Format::Json => {
                let mut at = |place: &Place| places.find(place);
                let value = match starts.as_slice() {
                    [] => graph.json(&mut at),
                    starts => {
                        let objects = starts.iter().map(|start| graph.json_of(*start, directions, &mut at));
                        json!({ "objects": objects.collect::<Vec<_>>() })
                    }
                };
                format!("{value:#}\n")
            }
        });
        Ok(Exit::Clean)
    }
}

fn found(graph: &Graph, name: &str) -> Result<Vec<usize>, Failure> {
    let found = graph.find(name);
    if !found.is_empty() {
        return Ok(found);
    }
    let near = graph.near(name).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    Err(Failure::Usage(format!("the project has nothing called `{name}`{near}")))
}

fn text(graph: &Graph, starts: &[usize], directions: &[Direction], places: &mut Places) -> String {
    let mut at = |place: &Place| match places.find(place) {
        (file, Some(line)) => format!("{file}:{line}"),
        (file, None) => file,
    };
    if starts.is_empty() {
        return graph.list(&mut at);
    }
    let trees: Vec<String> = starts
        .iter()
        .flat_map(|start| {
            directions.iter().map(|direction| graph.tree(*start, *direction, &mut at)).collect::<Vec<_>>()
        })
        .collect();
    trees.join("\n")
}

fn dot(graph: &Graph, starts: &[usize], directions: &[Direction]) -> String {
    if starts.is_empty() {
        return graph.dot(None);
    }
    let mut shown: BTreeSet<usize> = starts.iter().copied().collect();
    for start in starts {
        for direction in directions {
            shown.extend(graph.reach(*start, *direction).iter().map(|one| one.object));
        }
    }
    graph.dot(Some(&shown))
}

/// Places as people write them; each file is cut into lines once.
struct Places<'a> {
    prefix: &'a str,
    tree: &'a FileTree,
    texts: HashMap<String, Option<Text<'a>>>,
}

impl Places<'_> {
    /// The file as the user knows it, and the one-based line.
    fn find(&mut self, place: &Place) -> (String, Option<usize>) {
        let line = match place.at {
            At::File => None,
            At::Line { line, .. } => Some(line),
            At::Bytes { start, .. } => {
                let text = self.texts.entry(place.file.clone());
                let text = text.or_insert_with(|| self.tree.text(&place.file).map(Text::new));
                text.as_ref().map(|text| text.line_and_column(start).0)
            }
        };
        (format!("{}{}", self.prefix, place.file), line)
    }
}
