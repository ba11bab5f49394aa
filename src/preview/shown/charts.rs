//! What a chart shows: its numbers by category, and by the legend where it has one.

use std::collections::BTreeMap;

use super::{Column, Ordered, Painter};
use crate::engine::Session;
use crate::preview::chart::{self, Chart, Look, Point, Series};
use crate::preview::file::{Filter, Projection, Visual};
use crate::proof::value::Value;

/// Categories that a chart has room for.
const CATEGORIES: usize = 400;
const POINTS: usize = 200;

impl Painter<'_> {
    /// A chart by its category.
    pub(super) fn chart(
        &self,
        session: &mut Session,
        visual: &Visual,
        page: &[Filter],
        category: &str,
        value: &str,
    ) -> Result<Chart, String> {
        if !visual.role("Y2").is_empty() {
            return Err("a second axis is previewed of combination charts alone".to_owned());
        }
        match (visual.role(category), visual.role("Series"), visual.role(value)) {
            ([category], [series], [value]) => self.by_series(session, visual, page, [category, series, value]),
            (_, [_, ..], _) => Err("a legend is previewed beside one category and one value".to_owned()),
            (categories, [], values) => {
                Ok(self.by_category(session, visual, page, categories, values.iter().collect())?.0)
            }
        }
    }

    /// The values by the first of the categories, each a series; and whether each is a share.
    fn by_category(
        &self,
        session: &mut Session,
        visual: &Visual,
        page: &[Filter],
        categories: &[Projection],
        values: Vec<&Projection>,
    ) -> Result<(Chart, Vec<bool>), String> {
        let category = categories.first();
        let (columns, rows) = self.rows(session, visual, page, category.into_iter().chain(values))?;
        let Some((name, values)) = columns.split_first().filter(|_| category.is_some()) else {
            return Err("a chart without a category is not previewed".to_owned());
        };
        let rows = rows.get(..rows.len().min(CATEGORIES)).unwrap_or_default();
        let series = values.iter().map(|column| Series {
            name: column.projection.name.clone(),
            values: rows.iter().map(|row| row.get(column.at)?.figure()).collect(),
        });
        let shares: Vec<bool> = values.iter().map(|column| is_share(column.format.as_deref())).collect();
        let chart = Chart {
            categories: rows.iter().map(|row| self.written(name, row)).collect(),
            series: series.collect(),
            is_share: shares.contains(&true),
        };
        Ok((chart, shares))
    }

    /// One value by category and legend: the categories in the order that they have without the legend.
    fn by_series(
        &self,
        session: &mut Session,
        visual: &Visual,
        page: &[Filter],
        [category, series, value]: [&Projection; 3],
    ) -> Result<Chart, String> {
        let (whole, order) = self.rows(session, visual, page, [category, value])?;
        let [category_alone, _] = whole.as_slice() else { return Err(TWICE.to_owned()) };
        let order = order.get(..order.len().min(CATEGORIES)).unwrap_or_default();
        let place: BTreeMap<Ordered, usize> = order
            .iter()
            .enumerate()
            .filter_map(|(at, row)| Some((Ordered::of(row.get(category_alone.at)?), at)))
            .collect();
        let (columns, rows) = self.rows(session, visual, page, [category, series, value])?;
        let [category, series, value] = columns.as_slice() else { return Err(TWICE.to_owned()) };
        let mut parts: BTreeMap<Ordered, Series> = BTreeMap::new();
        for row in &rows {
            let (Some(of), Some(key)) = (row.get(category.at), row.get(series.at)) else { continue };
            let Some(at) = place.get(&Ordered::of(of)) else { continue };
            let part = parts
                .entry(Ordered::of(key))
                .or_insert_with(|| Series { name: self.written(series, row), values: vec![None; order.len()] });
            part.values[*at] = row.get(value.at).and_then(Value::figure);
        }
        Ok(Chart {
            categories: order.iter().map(|row| self.written(category_alone, row)).collect(),
            series: parts.into_values().collect(),
            is_share: is_share(value.format.as_deref()),
        })
    }

    /// Columns by the left axis, lines by the right one.
    pub(super) fn combination(
        &self,
        session: &mut Session,
        visual: &Visual,
        page: &[Filter],
        stacked: bool,
        look: &Look,
    ) -> Result<String, String> {
        if !visual.role("Series").is_empty() {
            return Err("a combination chart with a legend is not previewed".to_owned());
        }
        let (left, right) = (visual.role("Y"), visual.role("Y2"));
        let values = left.iter().chain(right).collect();
        let (mut columns, mut shares) = self.by_category(session, visual, page, visual.role("Category"), values)?;
        let lines = Chart {
            categories: columns.categories.clone(),
            series: columns.series.split_off(left.len().min(columns.series.len())),
            is_share: shares.split_off(left.len().min(shares.len())).contains(&true),
        };
        columns.is_share = shares.contains(&true);
        Ok(chart::combination(&columns, &lines, stacked, look))
    }

    pub(super) fn scatter(
        &self,
        session: &mut Session,
        visual: &Visual,
        page: &[Filter],
        look: &Look,
    ) -> Result<String, String> {
        let category = visual.role("Category");
        let ([x, ..], [y, ..]) = (visual.role("X"), visual.role("Y")) else {
            return Err("points without X or Y are not previewed".to_owned());
        };
        let all = category.iter().chain([x, y]).chain(visual.role("Size").first());
        let (columns, rows) = self.rows(session, visual, page, all)?;
        let Some((names, [x, y, size @ ..])) = columns.split_at_checked(category.len()) else {
            return Err(TWICE.to_owned());
        };
        // Names of many points hide each other.
        let is_named = rows.len() <= 15;
        let point = |row: &Vec<Value>| {
            let of = |column: &Column| row.get(column.at)?.figure();
            let name: Vec<String> = names.iter().filter(|_| is_named).map(|column| self.written(column, row)).collect();
            Some(Point {
                name: name.join(" → "), x: of(x)?, y: of(y)?, size: size.first().and_then(of).unwrap_or(1.0)
            })
        };
        let points: Vec<Point> = rows.iter().take(POINTS).filter_map(point).collect();
        let axis = |column: &Column| (column.projection.name.clone(), is_share(column.format.as_deref()));
        let (x, y) = (axis(x), axis(y));
        Ok(chart::scatter(&points, (&x.0, x.1), (&y.0, y.1), look))
    }
}

const TWICE: &str = "a field stands in the picture twice";

fn is_share(pattern: Option<&str>) -> bool {
    pattern.is_some_and(|pattern| pattern.contains('%'))
}
