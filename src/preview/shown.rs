//! What a visual shows, worked out and written as HTML.

use std::collections::BTreeMap;

use super::chart::{self, Look};
use super::file::{Field, Filter, Projection, Title, Visual};
use super::grid::{self, Cell, Head};
use crate::engine::format::{format, written};
use crate::engine::query::once;
use crate::engine::{Engine, Order, Quantity, Query, Restriction, Session};
use crate::name::html_text;
use crate::proof::schema::ColumnId;
use crate::proof::value::Value;

mod charts;

/// Rows of a table that the preview shows; the report has them all.
const ROWS: usize = 30;

pub struct Painter<'e> {
    pub engine: &'e Engine<'e>,
    pub colours: &'e [String],
}

/// Of a field, what is asked for.
enum Asked {
    Group(ColumnId),
    Value(Quantity),
}

/// A field with its name and its format.
struct Column<'v> {
    projection: &'v Projection,
    /// Where in a row of the answer it is.
    at: usize,
    format: Option<String>,
    is_value: bool,
}

impl Painter<'_> {
    /// The title of a visual: a text, or that of a measure.
    pub fn title(&self, session: &mut Session, visual: &Visual) -> Option<String> {
        match visual.title.as_ref()? {
            Title::Text(text) => Some(text.clone()),
            Title::Measure(name) => Some(match session.measure(name) {
                Ok(value) => format(&value, "").unwrap_or_default(),
                Err(refused) => refused.to_string(),
            }),
        }
    }

    /// The inside of a visual. What cannot be worked out says so.
    pub fn body(&self, session: &mut Session, visual: &Visual, page: &[Filter], size: (u32, u32)) -> String {
        match self.painted(session, visual, page, size) {
            Ok(html) => html,
            Err(why) => format!("<p class=\"refused\">{}</p>", html_text(&why)),
        }
    }

    fn painted(
        &self,
        session: &mut Session,
        visual: &Visual,
        page: &[Filter],
        size: (u32, u32),
    ) -> Result<String, String> {
        let look = Look { width: size.0, height: size.1, colours: self.colours };
        let mut by = |category: &str, value: &str| self.chart(session, visual, page, category, value);
        Ok(match visual.kind.as_str() {
            "clusteredBarChart" => chart::bars(&by("Category", "Y")?, false, &look),
            "barChart" => chart::bars(&by("Category", "Y")?, true, &look),
            "hundredPercentStackedBarChart" => chart::bars(&by("Category", "Y")?.of_whole(), true, &look),
            "clusteredColumnChart" => chart::columns(&by("Category", "Y")?, false, &look),
            "columnChart" => chart::columns(&by("Category", "Y")?, true, &look),
            "hundredPercentStackedColumnChart" => chart::columns(&by("Category", "Y")?.of_whole(), true, &look),
            "lineChart" => chart::lines(&by("Category", "Y")?, false, &look),
            "areaChart" => chart::lines(&by("Category", "Y")?, true, &look),
            "donutChart" => chart::donut(&by("Category", "Y")?.parts(), true, &look),
            "pieChart" => chart::donut(&by("Category", "Y")?.parts(), false, &look),
            "treemap" => chart::treemap(&by("Group", "Values")?.parts(), &look),
            "lineClusteredColumnComboChart" => self.combination(session, visual, page, false, &look)?,
            "lineStackedColumnComboChart" => self.combination(session, visual, page, true, &look)?,
            "scatterChart" => self.scatter(session, visual, page, &look)?,
            "cardVisual" => self.cards(session, visual, page, "Data")?,
            "card" | "multiRowCard" => self.cards(session, visual, page, "Values")?,
            "tableEx" => self.table(session, visual, page, &["Values"])?,
            // Without columns a matrix is a table of all its levels.
            "pivotTable" if !visual.roles.contains_key("Columns") => {
                self.table(session, visual, page, &["Rows", "Values"])?
            }
            "pivotTable" => self.matrix(session, visual, page)?,
            other => return Err(format!("visuals of type `{other}` are not previewed")),
        })
    }

    fn asked(&self, field: &Field) -> Result<Asked, String> {
        let column = |table: &str, name: &str| {
            self.engine.column_id(table, name).ok_or_else(|| format!("the model has no column `{table}[{name}]`"))
        };
        Ok(match field {
            Field::Column { table, name } => Asked::Group(column(table, name)?),
            Field::Measure { name } => Asked::Value(Quantity::Measure(name.clone())),
            Field::Aggregation { function, table, name } => {
                Asked::Value(Quantity::Aggregate((*function).to_owned(), column(table, name)?))
            }
            Field::Level { table, hierarchy, level } => {
                let found = self.engine.level(table, hierarchy, level);
                Asked::Group(found.ok_or_else(|| format!("`{table}[{hierarchy}]` has no level `{level}`"))?)
            }
            Field::Unknown(what) => return Err(what.clone()),
        })
    }

    fn format_of(&self, asked: &Asked) -> Option<String> {
        let column = |(table, column): &ColumnId| {
            self.engine.model().tables.get(*table)?.columns.get(*column)?.format_string.clone()
        };
        match asked {
            Asked::Group(id) => column(id),
            Asked::Value(Quantity::Measure(name)) => {
                let at = self.engine.measure(name)?;
                self.engine.measures.get(at)?.format.clone()
            }
            Asked::Value(Quantity::Aggregate(_, id)) => column(id),
        }
    }

    pub fn restrictions(&self, filters: &[Filter]) -> Result<Vec<Restriction>, String> {
        let restriction = |filter: &Filter| match filter {
            Filter::Unknown(what) => Err(format!("{what} is not evaluated")),
            Filter::In { field, values, not } => match self.asked(field)? {
                Asked::Group(column) if *not => Ok(Restriction::NotIn { column, values: values.clone() }),
                Asked::Group(column) => Ok(Restriction::In { column, values: values.clone() }),
                Asked::Value(_) => Err("a filter of a measure by values is not evaluated".to_owned()),
            },
            Filter::Top { field, count, least, by } => match (self.asked(field)?, self.asked(by)?) {
                (Asked::Group(column), Asked::Value(by)) => {
                    Ok(Restriction::Top { column, count: *count, least: *least, by })
                }
                _ => Err("a filter of the first of these is not evaluated".to_owned()),
            },
        };
        filters.iter().map(restriction).collect()
    }

    /// The rows of fields, in the order of the visual.
    fn rows<'v>(
        &self,
        session: &mut Session,
        visual: &Visual,
        page: &[Filter],
        projections: impl IntoIterator<Item = &'v Projection>,
    ) -> Result<(Vec<Column<'v>>, Vec<Vec<Value>>), String> {
        let mut query = Query { filters: self.restrictions(page)?, ..Query::default() };
        query.filters.extend(self.restrictions(&visual.filters)?);
        let mut columns: Vec<Column<'v>> = Vec::new();
        for projection in projections {
            let asked = self.asked(&projection.field)?;
            let format = self.format_of(&asked);
            let (at, is_value) = match asked {
                Asked::Group(id) => (once(&mut query.groups, id), false),
                Asked::Value(quantity) => (once(&mut query.values, quantity), true),
            };
            columns.push(Column { projection, at, format, is_value });
        }
        for (field, descends) in &visual.sort {
            let descends = *descends;
            let shown = columns.iter().find(|column| column.projection.field == *field);
            query.order.push(match (shown, self.asked(field)?) {
                (Some(Column { at, is_value: false, .. }), _) => Order::Group { at: *at, descends },
                (_, Asked::Value(quantity)) => Order::Value { at: once(&mut query.values, quantity), descends },
                // What is not shown parts no rows, and so orders none.
                (_, Asked::Group(_)) => continue,
            });
        }
        let groups = query.groups.len();
        let shown = session.query(&query).map_err(|refused| refused.to_string())?;
        for column in columns.iter_mut().filter(|column| column.is_value) {
            column.at += groups;
        }
        Ok((columns, shown.rows))
    }

    fn written(&self, column: &Column, row: &[Value]) -> String {
        let value = row.get(column.at).unwrap_or(&Value::Blank);
        written(value, column.format.as_deref())
    }

    fn cards(&self, session: &mut Session, visual: &Visual, page: &[Filter], role: &str) -> Result<String, String> {
        let (columns, rows) = self.rows(session, visual, page, visual.role(role))?;
        let row = rows.first().map(Vec::as_slice).unwrap_or_default();
        let card = |column: &Column| {
            let text = self.written(column, row);
            let text = if text.is_empty() { "–".to_owned() } else { text };
            format!(
                "<div class=\"card\"><b>{}</b><span>{}</span></div>",
                html_text(&text),
                html_text(&column.projection.name)
            )
        };
        Ok(format!("<div class=\"cards\">{}</div>", columns.iter().map(card).collect::<String>()))
    }

    fn table(&self, session: &mut Session, visual: &Visual, page: &[Filter], roles: &[&str]) -> Result<String, String> {
        let values = roles.iter().flat_map(|role| visual.role(role));
        let (columns, rows) = self.rows(session, visual, page, values)?;
        let scales: Vec<_> = columns
            .iter()
            .map(|column| {
                let heat = visual.heat.iter().find(|heat| heat.query_ref == column.projection.query_ref)?;
                grid::Scale::new(heat, rows.iter().filter_map(|row| row.get(column.at)?.figure()))
            })
            .collect();
        let heads: Vec<Head> = columns
            .iter()
            .map(|column| Head {
                name: column.projection.name.clone(),
                is_number: rows.iter().any(|row| row.get(column.at).is_some_and(|value| value.figure().is_some())),
            })
            .collect();
        let cells = |row: &Vec<Value>| {
            let cell = |(column, scale): (&Column, &Option<grid::Scale>)| Cell {
                text: self.written(column, row),
                colour: scale.as_ref().and_then(|scale| scale.colour(row.get(column.at)?.figure()?)),
            };
            columns.iter().zip(&scales).map(cell).collect()
        };
        let shown: Vec<Vec<Cell>> = rows.iter().take(ROWS).map(cells).collect();
        Ok(grid::table(&heads, &shown, rows.len().saturating_sub(ROWS)))
    }

    fn matrix(&self, session: &mut Session, visual: &Visual, page: &[Filter]) -> Result<String, String> {
        let ([down, ..], [across, ..], [value, ..]) =
            (visual.role("Rows"), visual.role("Columns"), visual.role("Values"))
        else {
            return Err("a matrix without rows, columns or values is not previewed".to_owned());
        };
        let (columns, rows) = self.rows(session, visual, page, [down, across, value])?;
        let [down, across, value] = columns.as_slice() else {
            return Err("a field stands in the matrix twice".to_owned());
        };
        let mut heads: BTreeMap<Ordered, String> = BTreeMap::new();
        let mut lines: Vec<(String, BTreeMap<Ordered, &Value>)> = Vec::new();
        for row in &rows {
            let Some((key, shown)) = row.get(across.at).zip(row.get(value.at)) else { continue };
            let key = Ordered::of(key);
            heads.entry(key.clone()).or_insert_with(|| self.written(across, row));
            let name = self.written(down, row);
            match lines.last_mut().filter(|(last, _)| *last == name) {
                Some((_, line)) => drop(line.insert(key, shown)),
                None => lines.push((name, BTreeMap::from([(key, shown)]))),
            }
        }
        let heat = visual.heat.iter().find(|heat| heat.query_ref == value.projection.query_ref);
        let scale =
            heat.and_then(|heat| grid::Scale::new(heat, rows.iter().filter_map(|row| row.get(value.at)?.figure())));
        let cell = |shown: Option<&&Value>| Cell {
            text: shown.map(|shown| written(shown, value.format.as_deref())).unwrap_or_default(),
            colour: shown.and_then(|shown| scale.as_ref()?.colour(shown.figure()?)),
        };
        let head = |name: &String, is_number| Head { name: name.clone(), is_number };
        let all: Vec<Head> = std::iter::once(head(&down.projection.name, false))
            .chain(heads.values().map(|name| head(name, true)))
            .collect();
        let line = |(name, line): &(String, BTreeMap<Ordered, &Value>)| {
            let first = Cell { text: name.clone(), colour: None };
            std::iter::once(first).chain(heads.keys().map(|key| cell(line.get(key)))).collect()
        };
        Ok(grid::table(&all, &lines.iter().map(line).collect::<Vec<Vec<Cell>>>(), 0))
    }

    /// The values of a slicer's column that there are.
    pub fn values(&self, session: &mut Session, column: ColumnId) -> Vec<Value> {
        let query = Query { groups: vec![column], ..Query::default() };
        session.query(&query).map(|shown| shown.rows.into_iter().flatten().collect()).unwrap_or_default()
    }
}

/// Values in the order of a matrix's columns: numbers and days by size, texts by their letters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Ordered(u8, i64, String);

impl Ordered {
    fn of(value: &Value) -> Self {
        match value {
            Value::Blank => Self(0, 0, String::new()),
            Value::Text(text) => Self(2, 0, text.to_string()),
            Value::Boolean(value) => Self(1, i64::from(*value), String::new()),
            Value::Integer(number) => Self(1, *number * 1_000, String::new()),
            Value::Number(number) | Value::Date(number) => Self(1, (number * 1_000.0) as i64, String::new()),
        }
    }
}
