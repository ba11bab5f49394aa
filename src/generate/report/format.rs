//! Formatting: values as Power BI's literals, a heat map's rule, and a page file's `format` over a template's objects.

use serde_json::{Map, Value, json};

use super::field;
use super::page_file::{Heat, PAGE_FILE, Page, VisualEntry};
use crate::diag::Diagnostic;
use crate::model::Model;

/// A value as a literal expression: text in single quotes, `10L` for an integer, `1.5D` for a decimal number.
pub fn literal(value: &toml::Value) -> Option<Value> {
    let text = match value {
        toml::Value::String(text) => quoted(text),
        toml::Value::Integer(number) => format!("{number}L"),
        toml::Value::Float(number) if number.is_finite() => format!("{number}D"),
        toml::Value::Boolean(value) => value.to_string(),
        _ => return None,
    };
    Some(json!({ "Literal": { "Value": text } }))
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The title of a visual's container; without one it is switched off, or Desktop would make one up.
pub fn container(title: Option<&str>) -> Value {
    let expression = |text: String| json!({ "expr": { "Literal": { "Value": text } } });
    let text = title.map_or(Value::Null, |title| expression(quoted(title)));
    let show = expression(title.is_some().to_string());
    json!({ "title": [{ "properties": { "show": show, "text": text } }] })
}

/// The entries of a table's `values` object that colour the cells of a field by its value.
pub fn heat(heat: Option<&Heat>, page: &Page, model: &Model) -> Result<Value, Diagnostic> {
    let Some(heat) = heat else {
        return Ok(Value::Null);
    };
    let found = field::find(heat.field.get_ref(), model, page.place(heat.field.span()))?;
    let colour = |colour: &str| json!({ "color": { "Literal": { "Value": quoted(colour) } } });
    let gradient = json!({
        "min": colour(&heat.low),
        "max": colour(&heat.high),
        // A month in which nobody of the cohort came back is low; a month still to come has no colour.
        "nullColoringStrategy": { "strategy": { "Literal": { "Value": "'noColor'" } } },
    });
    let rule = json!({ "Input": found.entity(), "FillRule": { "linearGradient2": gradient } });
    Ok(json!([{
        "properties": { "backColor": { "solid": { "color": { "expr": { "FillRule": rule } } } } },
        "selector": { "data": [{ "dataViewWildcard": { "matchingOption": 1 } }], "metadata": found.query_ref() },
    }]))
}

/// Puts the page file's `format` over the objects that the template has made.
pub fn apply(entry: &VisualEntry, page: &Page, visual: &mut Value, faults: &mut Vec<Diagnostic>) {
    let Some(visual) = visual.get_mut("visual").and_then(Value::as_object_mut) else { return };
    for (object, properties) in &entry.format {
        let Some(properties) = properties.as_table().and_then(written) else {
            let message = format!("`format.{object}` must be a table of texts, numbers and booleans");
            let example = format!("such as `format.{object}.show = true`");
            faults.push(Diagnostic::new(&PAGE_FILE, message).at(page.place(entry.kind.span()), "").help(example));
            continue;
        };
        let objects = visual.entry("objects").or_insert(Value::Null);
        if !objects.is_object() {
            *objects = json!({});
        }
        merge(&mut objects[object.as_str()], properties);
    }
}

/// Into the entry that stands for the whole object; those for single series or cells are left alone.
fn merge(object: &mut Value, properties: Map<String, Value>) {
    if !object.is_array() {
        *object = json!([]);
    }
    let Some(entries) = object.as_array_mut() else { return };
    let whole = |entry: &&mut Value| {
        let selector = entry.get("selector").and_then(Value::as_object);
        selector.is_none_or(|selector| selector.keys().all(|key| key == "id"))
    };
    match entries.iter_mut().find(whole).and_then(|entry| entry.get_mut("properties")?.as_object_mut()) {
        Some(own) => own.extend(properties),
        None => entries.insert(0, json!({ "properties": properties })),
    }
}

fn written(table: &toml::Table) -> Option<Map<String, Value>> {
    table.iter().map(|(name, value)| Some((name.clone(), property(value)?))).collect()
}

fn property(value: &toml::Value) -> Option<Value> {
    let expression = json!({ "expr": literal(value)? });
    let colour = value.as_str().is_some_and(|text| text.len() == 7 && text.starts_with('#'));
    Some(if colour { json!({ "solid": { "color": expression } }) } else { expression })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_in_a_title_is_doubled_inside_its_literal() {
        let made = container(Some("O'Brien \"best\""));
        assert_eq!(made["title"][0]["properties"]["text"]["expr"]["Literal"]["Value"], "'O''Brien \"best\"'");
        assert_eq!(container(None)["title"][0]["properties"]["show"]["expr"]["Literal"]["Value"], "false");
    }

    #[test]
    fn values_become_literals_of_their_kind() {
        let shown = |value: toml::Value| literal(&value).map(|json| json["Literal"]["Value"].clone());
        assert_eq!(shown(toml::Value::Integer(10)), Some(json!("10L")));
        assert_eq!(shown(toml::Value::Float(1.5)), Some(json!("1.5D")));
        assert_eq!(shown(toml::Value::Boolean(true)), Some(json!("true")));
        assert_eq!(shown(toml::Value::Array(Vec::new())), None);
    }

    #[test]
    fn a_format_goes_over_the_templates_and_leaves_single_cells_alone() {
        let mut object = json!([
            { "properties": { "backColor": 1 }, "selector": { "metadata": "Sales.Revenue" } },
            { "properties": { "show": 1, "size": 2 }, "selector": { "id": "default" } },
        ]);
        merge(&mut object, Map::from_iter([("show".to_owned(), json!(9))]));
        assert_eq!(object[0]["properties"], json!({ "backColor": 1 }));
        assert_eq!(object[1]["properties"], json!({ "show": 9, "size": 2 }));
    }
}
