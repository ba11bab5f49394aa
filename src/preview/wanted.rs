//! What of the model and the rows a report needs.

use super::file::{Field, Filter, Page, Report, Title, Visual};
use crate::engine::Wanted;
use crate::model::Model;
use crate::name::same;

/// The measures and columns that the visuals of the tabs ask for.
pub fn wanted(report: &Report, model: &Model) -> Wanted {
    let mut wanted = Wanted::default();
    for page in report.pages.iter().filter(|page| !page.hidden) {
        page_wants(page, model, &mut wanted);
    }
    wanted.measures.sort();
    wanted.measures.dedup();
    wanted.columns.sort();
    wanted.columns.dedup();
    wanted
}

fn page_wants(page: &Page, model: &Model, wanted: &mut Wanted) {
    page.filters.iter().for_each(|filter| filter_wants(filter, model, wanted));
    for visual in &page.visuals {
        visual_wants(visual, model, wanted);
    }
}

/// Those that one visual asks for, its title and the filters of its page too.
pub fn of_visual(page: &Page, visual: &Visual, model: &Model) -> Wanted {
    let mut wanted = Wanted::default();
    page.filters.iter().for_each(|filter| filter_wants(filter, model, &mut wanted));
    visual_wants(visual, model, &mut wanted);
    wanted
}

fn visual_wants(visual: &Visual, model: &Model, wanted: &mut Wanted) {
    if let Some(Title::Measure(name)) = &visual.title {
        wanted.measures.push(name.clone());
    }
    let fields = visual.roles.values().flatten().map(|projection| &projection.field);
    for field in fields.chain(visual.sort.iter().map(|(field, _)| field)) {
        field_wants(field, model, wanted);
    }
    visual.filters.iter().for_each(|filter| filter_wants(filter, model, wanted));
}

fn filter_wants(filter: &Filter, model: &Model, wanted: &mut Wanted) {
    match filter {
        Filter::In { field, .. } => field_wants(field, model, wanted),
        Filter::Top { field, by, .. } => {
            field_wants(field, model, wanted);
            field_wants(by, model, wanted);
        }
        Filter::Unknown(_) => {}
    }
}

fn field_wants(field: &Field, model: &Model, wanted: &mut Wanted) {
    match field {
        Field::Measure { name } => wanted.measures.push(name.clone()),
        Field::Column { table, name } | Field::Aggregation { table, name, .. } => {
            wanted.columns.push((table.clone(), name.clone()));
        }
        Field::Level { table, hierarchy, level } => {
            let found = model.table(table).and_then(|table| table.hierarchy(hierarchy));
            let found = found.and_then(|hierarchy| hierarchy.levels.iter().find(|known| same(&known.name, level)));
            wanted.columns.extend(found.map(|level| (table.clone(), level.column.to_string())));
        }
        Field::Unknown(_) => {}
    }
}
