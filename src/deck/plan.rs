//! The deck file with its names looked up in the model: what is going to be asked for each slide.

use toml::Spanned;

use super::Kind;
use super::file::{Only, SlideEntry, TextEntry, VisualEntry, Words};
use super::template::{Piece, pieces};
use crate::diag::{Diagnostic, Place};
use crate::engine::query::once;
use crate::engine::{Order, Quantity, Query, Restriction, Wanted};
use crate::generate::report::field;
use crate::generate::templates::Source;
use crate::model::{Measure, Model};
use crate::name::same;
use crate::proof::schema::{ColumnId, Schema};
use crate::proof::value::Value;
use crate::report::FieldKind;

pub struct Plan {
    pub title: Text,
    pub subtitle: Text,
    pub footer: Text,
    pub slides: Vec<Slide>,
    /// What the engine has to read for it.
    pub wanted: Wanted,
}

#[derive(Default)]
pub struct Slide {
    pub name: String,
    pub title: Option<Text>,
    pub cards: Vec<(String, Text)>,
    pub sentences: Vec<Text>,
    pub visual: Option<Visual>,
    /// Measures that it defines.
    pub definitions: Vec<String>,
    pub notes: Option<Text>,
    pub company: bool,
    /// Measures whose numbers it shows.
    pub measures: Vec<String>,
}

/// A text with values of the first row of an answer.
pub struct Text {
    pub parts: Vec<Part>,
    pub query: Query,
}

pub enum Part {
    Text(String),
    Value(Column),
}

pub struct Visual {
    /// `None` is a table.
    pub kind: Option<Kind>,
    pub title: Option<Text>,
    pub query: Query,
    pub columns: Vec<Column>,
}

/// A value in a row of an answer.
#[derive(Clone)]
pub struct Column {
    pub at: usize,
    pub is_value: bool,
    pub name: String,
    pub format: Option<String>,
}

/// As the visuals of the report are called.
const KINDS: [(&str, Option<Kind>); 5] = [
    ("clusteredBarChart", Some(Kind::Bar)),
    ("clusteredColumnChart", Some(Kind::Column)),
    ("columnChart", Some(Kind::Stacked)),
    ("lineChart", Some(Kind::Line)),
    ("tableEx", None),
];

/// Every fault of the file at once.
pub fn plan(source: &Source, model: &Model) -> Result<Plan, Vec<Diagnostic>> {
    let words = Words { source };
    let file = words.read().map_err(|fault| vec![fault])?;
    let mut planner = Planner {
        words,
        model,
        schema: Schema::new(model),
        faults: Vec::new(),
        wanted: Wanted::default(),
        measures: Vec::new(),
    };
    let title = planner.plain(&file.title);
    let subtitle = planner.plain(&file.subtitle);
    let footer = planner.plain(&file.footer);
    let slides = file.slides.into_iter().map(|slide| planner.slide(slide)).collect();
    let Planner { faults, mut wanted, .. } = planner;
    if !faults.is_empty() {
        return Err(faults);
    }
    wanted.measures.sort();
    wanted.measures.dedup();
    wanted.columns.sort();
    wanted.columns.dedup();
    Ok(Plan { title, subtitle, footer, slides, wanted })
}

/// Of a field, what is asked for, what it is called and how it is written.
struct Asked {
    what: What,
    name: String,
    format: Option<String>,
}

enum What {
    Group(ColumnId),
    Value(Quantity),
}

struct Planner<'m> {
    words: Words<'m>,
    model: &'m Model,
    schema: Schema<'m>,
    faults: Vec<Diagnostic>,
    wanted: Wanted,
    /// Those of the slide.
    measures: Vec<String>,
}

/// A query as fields are added to it, with the places of their values in a row of the answer.
#[derive(Default)]
struct Question {
    query: Query,
    columns: Vec<Column>,
}

impl Question {
    fn add(&mut self, asked: Asked) -> Column {
        let (at, is_value) = match asked.what {
            What::Group(id) => (once(&mut self.query.groups, id), false),
            What::Value(quantity) => (once(&mut self.query.values, quantity), true),
        };
        let column = Column { at, is_value, name: asked.name, format: asked.format };
        self.columns.push(column.clone());
        column
    }

    /// The place in a row: the values stand behind the groups, whose number is known at the end.
    fn place(&self, column: Column) -> Column {
        let before = if column.is_value { self.query.groups.len() } else { 0 };
        Column { at: column.at + before, ..column }
    }
}

impl Planner<'_> {
    fn slide(&mut self, entry: SlideEntry) -> Slide {
        let title = entry.title.as_ref().map(|title| self.plain(title));
        let mut cards = Vec::new();
        for card in &entry.cards {
            let Some(text) = self.entry(card) else { continue };
            match text.label.clone() {
                Some(label) => cards.push((label, self.text(text, card.span()))),
                None => self.faults.push(self.words.fault("a card without a `label`", card.span())),
            }
        }
        let mut sentences = Vec::new();
        for sentence in &entry.sentences {
            let Some(text) = self.entry(sentence) else { continue };
            sentences.push(self.text(text, sentence.span()));
        }
        let visual = entry.visual.and_then(|visual| self.visual(visual));
        if let (Some(_), Some(first)) = (&visual, entry.definitions.first()) {
            self.faults.push(self.words.fault("definitions beside a visual: a slide has one of both", first.span()));
        }
        let notes = entry.notes.as_ref().map(|notes| self.plain(notes));
        let measures = std::mem::take(&mut self.measures);
        let definitions = entry.definitions.iter().filter_map(|name| self.definition(name)).collect();
        self.measures.clear();
        let (name, company) = (entry.name, entry.company);
        Slide { name, title, cards, sentences, visual, definitions, notes, company, measures }
    }

    fn entry(&mut self, value: &Spanned<toml::Value>) -> Option<TextEntry> {
        self.words.text(value).map_err(|fault| self.faults.push(fault)).ok()
    }

    fn plain(&mut self, text: &Spanned<String>) -> Text {
        let entry = TextEntry { text: text.get_ref().clone(), label: None, sort: Vec::new(), only: Vec::new() };
        self.text(entry, text.span())
    }

    fn text(&mut self, entry: TextEntry, span: std::ops::Range<usize>) -> Text {
        let mut question = Question::default();
        let mut parts = Vec::new();
        match pieces(&entry.text) {
            Err(what) => self.faults.push(self.words.fault(what, span.clone())),
            Ok(pieces) => {
                for piece in pieces {
                    parts.push(match piece {
                        Piece::Text(text) => Part::Text(text),
                        Piece::Field { field, format } => {
                            let Some(mut asked) = self.asked(&field, self.words.place(span.clone())) else { continue };
                            asked.format = format.or(asked.format);
                            Part::Value(question.add(asked))
                        }
                    });
                }
            }
        }
        for sort in &entry.sort {
            self.sort(&mut question, sort, span.clone());
        }
        for only in &entry.only {
            self.only(&mut question, only, false, span.clone());
        }
        // A group without a sort would be any.
        if !question.query.groups.is_empty() && entry.sort.is_empty() {
            let fault = self.words.fault("a text about one of many, without a `sort` that says which", span);
            let help = "write it as `{ text = \"…\", sort = [\"[Revenue] desc\"] }`";
            self.faults.push(fault.help(help));
        }
        question.query.limit = Some(1);
        let parts = parts.into_iter().map(|part| match part {
            Part::Value(column) => Part::Value(question.place(column)),
            text => text,
        });
        Text { parts: parts.collect(), query: question.query }
    }

    fn visual(&mut self, entry: VisualEntry) -> Option<Visual> {
        let span = entry.kind.span();
        let title = entry.title.as_ref().map(|title| self.plain(title));
        let kind = KINDS.iter().find(|(name, _)| name == entry.kind.get_ref()).map(|(_, kind)| *kind);
        if kind.is_none() {
            let fault =
                self.words.fault(format!("slides have no visual of type `{}`", entry.kind.get_ref()), span.clone());
            self.faults.push(fault.did_you_mean(entry.kind.get_ref(), KINDS.iter().map(|(name, _)| *name)));
        }
        let mut question = Question::default();
        let mut columns = Vec::new();
        for field in &entry.fields {
            let Some(mut asked) = self.asked(field.get_ref(), self.words.place(field.span())) else { continue };
            if let Some(format) = entry.formats.get(&asked.name) {
                asked.format = Some(format.clone());
            }
            columns.push(question.add(asked));
        }
        if columns.len() == entry.fields.len() {
            for name in entry.formats.keys().filter(|name| !columns.iter().any(|column| column.name == **name)) {
                let fault =
                    self.words.fault(format!("a format for `{name}`, which is no field of the visual"), span.clone());
                self.faults.push(fault.did_you_mean(name, columns.iter().map(|column| column.name.as_str())));
            }
            let groups = columns.iter().filter(|column| !column.is_value).count();
            if kind.flatten().is_some() && (groups != 1 || columns.len() < 2) {
                let message = "a chart is of one column, its category, and of measures";
                self.faults.push(self.words.fault(message, span.clone()));
            }
        }
        for sort in &entry.sort {
            self.sort(&mut question, sort.get_ref(), sort.span());
        }
        let filters = entry.only.iter().map(|only| (only, false)).chain(entry.except.iter().map(|only| (only, true)));
        for (only, not) in filters {
            self.only(&mut question, only, not, span.clone());
        }
        question.query.limit = entry.rows;
        let columns = columns.into_iter().map(|column| question.place(column)).collect();
        Some(Visual { kind: kind?, title, columns, query: question.query })
    }

    /// `[Revenue] desc`
    fn sort(&mut self, question: &mut Question, text: &str, span: std::ops::Range<usize>) {
        let (field, descends) = match text.trim().rsplit_once(char::is_whitespace) {
            Some((field, "desc")) => (field, true),
            Some((field, "asc")) => (field, false),
            _ => (text, false),
        };
        let Some(asked) = self.asked(field, self.words.place(span)) else { return };
        let order = match asked.what {
            What::Group(id) => Order::Group { at: once(&mut question.query.groups, id), descends },
            What::Value(quantity) => Order::Value { at: once(&mut question.query.values, quantity), descends },
        };
        question.query.order.push(order);
    }

    fn only(&mut self, question: &mut Question, only: &Only, not: bool, span: std::ops::Range<usize>) {
        let Some(asked) = self.asked(&only.field, self.words.place(span.clone())) else { return };
        let What::Group(column) = asked.what else {
            let message = format!("`{}` has no values to choose from: it is not a column", only.field);
            return self.faults.push(self.words.fault(message, span));
        };
        let mut values = Vec::new();
        for value in &only.values {
            values.push(match value {
                toml::Value::String(text) => Value::text(text),
                toml::Value::Integer(number) => Value::Integer(*number),
                toml::Value::Float(number) => Value::Number(*number),
                toml::Value::Boolean(value) => Value::Boolean(*value),
                other => {
                    let message = format!("`{other}` is no text, number or truth to compare with");
                    return self.faults.push(self.words.fault(message, span));
                }
            });
        }
        question.query.filters.push(match not {
            true => Restriction::NotIn { column, values },
            false => Restriction::In { column, values },
        });
    }

    fn definition(&mut self, name: &Spanned<String>) -> Option<String> {
        let place = self.words.place(name.span());
        let found = field::find(name.get_ref(), self.model, place).map_err(|fault| self.faults.push(fault)).ok()?;
        match found.kind {
            FieldKind::Measure(measure) => Some(measure),
            _ => {
                self.faults.push(self.words.fault(format!("`{}` is not a measure", name.get_ref()), name.span()));
                None
            }
        }
    }

    /// Looks a field up, and sees to it that its values are read.
    fn asked(&mut self, text: &str, place: Place) -> Option<Asked> {
        let found = field::find(text, self.model, place).map_err(|fault| self.faults.push(fault)).ok()?;
        let column = |name: &str| {
            let table = self.schema.table(&found.table)?;
            Some((table, self.schema.column(table, name)?))
        };
        let (what, own, format) = match &found.kind {
            FieldKind::Measure(name) => {
                once(&mut self.measures, name.clone());
                self.wanted.measures.push(name.clone());
                let format = measure(self.model, name).and_then(|measure| measure.format_string.clone());
                (What::Value(Quantity::Measure(name.clone())), name.clone(), format)
            }
            FieldKind::Column(name) => (What::Group(column(name)?), name.clone(), self.format(column(name)?)),
            FieldKind::Level { hierarchy, level } => {
                let of = self.model.table(&found.table)?.hierarchy(hierarchy)?;
                let name = of.levels.iter().find(|known| same(&known.name, level))?.column.to_string();
                (What::Group(column(&name)?), level.clone(), self.format(column(&name)?))
            }
            FieldKind::Aggregation(name) => {
                let (function, id) = (found.aggregation?.function(), column(name)?);
                let format = self.format(id);
                (What::Value(Quantity::Aggregate(function.to_owned(), id)), name.clone(), format)
            }
        };
        let read = match &what {
            What::Group(id) | What::Value(Quantity::Aggregate(_, id)) => Some(*id),
            What::Value(Quantity::Measure(_)) => None,
        };
        if let Some(id) = read {
            let names = (self.schema.table_name(id.0).to_owned(), self.schema.column_name(id).to_owned());
            self.wanted.columns.push(names);
        }
        Some(Asked { what, name: found.label.unwrap_or(own), format })
    }

    fn format(&self, (table, column): ColumnId) -> Option<String> {
        self.model.tables.get(table)?.columns.get(column)?.format_string.clone()
    }
}

/// A measure of the model by its name.
pub fn measure<'m>(model: &'m Model, name: &str) -> Option<&'m Measure> {
    model.measures().map(|(_, measure)| measure).find(|measure| same(measure.name.as_str(), name))
}
