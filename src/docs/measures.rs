//! The catalogue of measures.

use serde_json::{Value, json};

use super::project::{Project, Related};
use crate::deps::{Direction, Kind};
use crate::model::{Measure, Table};

/// By table in the order of the model, then by folder and name.
pub fn measures(project: &Project) -> Value {
    let mut found: Vec<(&str, &Table, &Measure)> = Vec::new();
    for (folder, model) in &project.models {
        for table in &model.tables {
            let mut own: Vec<&Measure> = table.measures.iter().collect();
            own.sort_by_key(|measure| (measure.display_folder.as_deref().unwrap_or_default(), measure.name.as_str()));
            found.extend(own.into_iter().map(|measure| (folder.as_str(), table, measure)));
        }
    }
    let value = |(number, (folder, table, measure)): (usize, &(&str, &Table, &Measure))| {
        let at = project.find(folder, Kind::Measure, &format!("[{}]", measure.name));
        let uses = project.related(at, Direction::Of, true);
        let used_by = project.related(at, Direction::On, true);
        json!({
            "id": format!("measure-{}", number + 1),
            "name": measure.name.as_str(),
            "table": table.name.as_str(),
            "folder": measure.display_folder.as_deref().unwrap_or_default(),
            "format": format(measure),
            "description": measure.description.as_deref().unwrap_or_default(),
            "dax": measure.expression,
            "is_hidden": measure.is_hidden,
            "uses": names(&uses),
            "used_by": names(&used_by),
            "pages": pages(&used_by),
        })
    };
    found.iter().enumerate().map(value).collect()
}

fn format(measure: &Measure) -> &str {
    measure.format_string.as_deref().or(measure.format_string_expression.as_deref()).unwrap_or_default()
}

/// `column Sales[Revenue], measure [Orders]`
fn names(related: &Related) -> String {
    let name = |(kind, name): &(Kind, String)| format!("{} {name}", kind.as_str());
    related.objects.iter().map(name).collect::<Vec<_>>().join(", ")
}

pub fn pages(related: &Related) -> Value {
    related.page_texts().iter().map(|(page, visuals)| json!({ "page": page, "visuals": visuals })).collect()
}
