//! The slides with their numbers.

use super::plan::{self, Column, Part, Plan, Text, measure};
use super::{Card, Chart, Deck, Head, Series, Slide, Table, Visual};
use crate::engine::format::written;
use crate::engine::{Engine, Session};
use crate::model::Model;
use crate::proof::value::Value;

/// The slides, and what could not be worked out for them.
pub struct Filled {
    pub deck: Deck,
    pub refused: Vec<String>,
}

/// Asks the session for everything. A text of which a value is BLANK is left out, a slide of which nothing is left as
/// well. `region` is the one that the session sees; its name stands on every slide.
pub fn fill(plan: &Plan, engine: &Engine, session: &mut Session, region: Option<&str>) -> Filled {
    let named = |text: Option<String>| match (region, text) {
        (None, text) => text.unwrap_or_default(),
        (Some(region), None) => region.to_owned(),
        (Some(region), Some(text)) => format!("{region} · {text}"),
    };
    let mut filler = Filler { model: engine.model(), session, refused: Vec::new() };
    let deck = Deck {
        title: filler.text(&plan.title).unwrap_or_else(|| engine.model().name.clone()),
        subtitle: named(filler.text(&plan.subtitle)),
        footer: named(filler.text(&plan.footer)),
        slides: plan
            .slides
            .iter()
            .filter(|slide| region.is_none() || !slide.company)
            .filter_map(|slide| filler.slide(slide))
            .collect(),
    };
    Filled { deck, refused: filler.refused }
}

struct Filler<'f, 'e> {
    model: &'f Model,
    session: &'f mut Session<'e>,
    refused: Vec<String>,
}

impl Filler<'_, '_> {
    fn slide(&mut self, plan: &plan::Slide) -> Option<Slide> {
        let mut cards = Vec::new();
        for (label, text) in &plan.cards {
            cards.extend(self.text(text).map(|text| Card { text, label: label.clone() }));
        }
        let sentences: Vec<String> = plan.sentences.iter().filter_map(|text| self.text(text)).collect();
        let visual = match &plan.visual {
            Some(visual) => self.visual(visual),
            None => self.definitions(&plan.definitions).map(Visual::Table),
        };
        if cards.is_empty() && sentences.is_empty() && visual.is_none() {
            return None;
        }
        let title = plan.title.as_ref().and_then(|title| self.text(title)).unwrap_or_else(|| plan.name.clone());
        let mut notes: Vec<String> = plan.notes.as_ref().and_then(|notes| self.text(notes)).into_iter().collect();
        for name in &plan.measures {
            // A line between what is said of one and of the next.
            notes.extend((!notes.is_empty()).then(String::new));
            notes.extend(self.definition(name));
        }
        Some(Slide { name: plan.name.clone(), title, cards, sentences, visual, notes })
    }

    fn rows(&mut self, query: &crate::engine::Query) -> Vec<Vec<Value>> {
        match self.session.query(query) {
            Ok(shown) => shown.rows,
            Err(refused) => {
                let why = refused.to_string();
                if !self.refused.contains(&why) {
                    self.refused.push(why);
                }
                Vec::new()
            }
        }
    }

    fn text(&mut self, text: &Text) -> Option<String> {
        let is_plain = text.parts.iter().all(|part| matches!(part, Part::Text(_)));
        let row = if is_plain { Vec::new() } else { self.rows(&text.query).into_iter().next()? };
        let mut whole = String::new();
        for part in &text.parts {
            match part {
                Part::Text(text) => whole.push_str(text),
                Part::Value(column) => match cell(&row, column) {
                    value if value.is_empty() => return None,
                    value => whole.push_str(&value),
                },
            }
        }
        Some(whole).filter(|text| !text.trim().is_empty())
    }

    fn visual(&mut self, plan: &plan::Visual) -> Option<Visual> {
        let rows = self.rows(&plan.query);
        if rows.is_empty() {
            return None;
        }
        let title = plan.title.as_ref().and_then(|title| self.text(title)).unwrap_or_default();
        let Some(kind) = plan.kind else {
            let is_number = |column: &Column| {
                rows.iter().any(|row| matches!(row.get(column.at), Some(Value::Integer(_) | Value::Number(_))))
            };
            let head = |column: &Column| Head { name: column.name.clone(), is_number: is_number(column) };
            let line = |row: &Vec<Value>| plan.columns.iter().map(|column| cell(row, column)).collect();
            let heads = plan.columns.iter().map(head).collect();
            return Some(Visual::Table(Table { title, heads, rows: rows.iter().map(line).collect() }));
        };
        let category = plan.columns.iter().find(|column| !column.is_value)?;
        let name = |row: &Vec<Value>| match cell(row, category) {
            name if name.is_empty() => "(blank)".to_owned(),
            name => name,
        };
        let series = plan.columns.iter().filter(|column| column.is_value).map(|column| Series {
            name: column.name.clone(),
            format: column.format.clone(),
            values: rows.iter().map(|row| number(row.get(column.at)?)).collect(),
        });
        let categories = rows.iter().map(name).collect();
        let category = category.name.clone();
        Some(Visual::Chart(Chart { kind, title, category, categories, series: series.collect() }))
    }

    /// A table of what measures are.
    fn definitions(&self, names: &[String]) -> Option<Table> {
        let row = |name: &String| {
            let measure = measure(self.model, name)?;
            Some(vec![name.clone(), one_line(measure.description.as_deref().unwrap_or_default())])
        };
        let head = |name: &str| Head { name: name.to_owned(), is_number: false };
        let heads = vec![head("Measure"), head("What it is")];
        let table = Table { title: String::new(), heads, rows: names.iter().filter_map(row).collect() };
        (!table.rows.is_empty()).then_some(table)
    }

    /// A measure in words and in DAX, for who speaks.
    fn definition(&self, name: &str) -> Vec<String> {
        let Some(measure) = measure(self.model, name) else { return Vec::new() };
        let mut lines = match measure.description.as_deref().map(one_line) {
            Some(text) if !text.is_empty() => vec![format!("{name}: {text}")],
            _ => vec![format!("{name}:")],
        };
        let dax = measure.expression.trim().replace("\r\n", "\n").replace('\t', "    ");
        lines.extend(dax.lines().map(str::to_owned));
        lines
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cell(row: &[Value], column: &Column) -> String {
    written(row.get(column.at).unwrap_or(&Value::Blank), column.format.as_deref())
}

fn number(value: &Value) -> Option<f64> {
    value.figure().filter(|number| number.is_finite())
}
