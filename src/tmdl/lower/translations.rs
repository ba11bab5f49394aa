//! Translations in the order of the model: Microsoft's reader hangs each on its object and lists them as these stand.

use crate::model::{Model, Property, PropertyValue, Table};
use crate::name::same;
use crate::tmdl::{column_reference, vocabulary};

pub fn in_order(model: &mut Model) {
    let tables = &model.tables;
    for culture in &mut model.more {
        for translations in inside(culture, "cultureInfo").iter_mut() {
            for model in inside(translations, "translations").iter_mut() {
                let translated = inside(model, "model");
                sort(translated, |_, name| place(tables.iter().map(|table| table.name.as_str()), name));
                translated.iter_mut().for_each(|one| in_table(tables, one));
            }
        }
    }
}

fn in_table(tables: &[Table], translated: &mut Property) {
    let name = name_of(translated);
    let Some(table) = tables.iter().find(|table| same(table.name.as_str(), &name)) else { return };
    let fields = inside(translated, "table");
    sort(fields, |kind, name| match kind {
        "measure" => place(table.measures.iter().map(|measure| measure.name.as_str()), name),
        "column" => place(table.columns.iter().map(|column| column.name.as_str()), name),
        _ => place(table.hierarchies.iter().map(|hierarchy| hierarchy.name.as_str()), name),
    });
    for field in fields {
        let name = name_of(field);
        let hierarchy = table.hierarchies.iter().find(|hierarchy| same(hierarchy.name.as_str(), &name));
        let levels = hierarchy.into_iter().flat_map(|hierarchy| &hierarchy.levels);
        let levels: Vec<&str> = levels.map(|level| level.name.as_str()).collect();
        sort(inside(field, "hierarchy"), |_, name| place(levels.iter().copied(), name));
    }
}

/// What the object has in it, if it is one of this kind.
fn inside<'p>(property: &'p mut Property, kind: &str) -> &'p mut [Property] {
    let is_kind = property.name.split(' ').next().is_some_and(|found| found.eq_ignore_ascii_case(kind));
    match &mut property.value {
        PropertyValue::Object(_, inside) if is_kind => inside,
        _ => &mut [],
    }
}

fn name_of(property: &Property) -> String {
    let name = property.name.split_once(' ').map_or("", |(_, name)| name);
    column_reference::name(name).unwrap_or_else(|| name.to_owned())
}

/// Properties first, then the kinds as a table has them; what the model does not have comes last.
fn sort(properties: &mut [Property], place: impl Fn(&str, &str) -> usize) {
    let table = vocabulary::kind("table");
    properties.sort_by_cached_key(|property| {
        let kind = property.name.split(' ').next().unwrap_or_default();
        match &property.value {
            PropertyValue::Object(..) => {
                let rank = 1 + table.map_or(0, |table| table.place(kind));
                (rank, place(kind, &name_of(property)))
            }
            _ => (0, 0),
        }
    });
}

fn place<'n>(mut names: impl Iterator<Item = &'n str>, name: &str) -> usize {
    names.position(|known| same(known, name)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use crate::tmdl::{bim, lower, parse};

    #[test]
    fn they_stand_as_what_they_translate() {
        let table = |name: &str| {
            format!(
                "table {name}\n\tcolumn 'Z z'\n\tcolumn A\n\tmeasure M{name} = 1\n\thierarchy H\n\t\tlevel L2\n\t\t\tcolumn: A\n\t\tlevel L1\n\t\t\tcolumn: 'Z z'\n"
            )
        };
        let translated = |name: &str| {
            format!(
                "\t\t\ttable {name}\n\t\t\t\tcolumn A\n\t\t\t\t\tcaption: a{name}\n\t\t\t\tcaption: t{name}\n\t\t\t\tcolumn 'Z z'\n\t\t\t\t\tcaption: z{name}\n\t\t\t\thierarchy H\n\
                 \t\t\t\t\tcaption: h{name}\n\t\t\t\t\tlevel L1\n\t\t\t\t\t\tcaption: l1{name}\n\t\t\t\t\tlevel L2\n\t\t\t\t\t\tcaption: l2{name}\n"
            )
        };
        let text = format!(
            "model Model\n\nref table Two\nref table One\n\ncultureInfo de\n\ttranslations\n\t\tmodel Model\n{}{}{}\n{}{}",
            translated("Gone"),
            translated("One"),
            translated("Two"),
            table("One"),
            table("Two")
        );
        let lowered = lower(&[("a.tmdl".to_owned(), parse(&text))]);
        let json = bim(&lowered.model);
        let names = |list: &Value| -> Vec<String> {
            list.as_array().into_iter().flatten().map(|one| one["name"].to_string().replace('"', "")).collect()
        };
        let tables = &json["model"]["cultures"][0]["translations"]["model"]["tables"];
        assert_eq!(names(tables), ["Two", "One", "Gone"]);
        assert_eq!(names(&tables[0]["columns"]), ["Z z", "A"]);
        assert_eq!(names(&tables[1]["hierarchies"][0]["levels"]), ["L2", "L1"]);
        assert_eq!(names(&tables[2]["columns"]), ["A", "Z z"]);
        assert_eq!(tables[1]["translatedCaption"], "tOne");
    }
}
