//! Formatting: values as Power BI's literals, a heat map's rule, and a page file's `format` over a template's objects.

use serde_json::{Map, Value, json};
use toml::Spanned;

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

/// A text as a property has it.
pub fn text(text: &str) -> Value {
    json!({ "expr": { "Literal": { "Value": quoted(text) } } })
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The title of a visual's container; without one it is switched off, or Desktop would make one up. A title that is a
/// measure, such as `[Revenue Headline]`, is the measure's text.
pub fn container(title: Option<&Spanned<String>>, page: &Page, model: &Model) -> Result<Value, Diagnostic> {
    let literal = |text: String| json!({ "expr": { "Literal": { "Value": text } } });
    let text = match title {
        None => Value::Null,
        Some(title) if title.get_ref().starts_with('[') => {
            let found = field::find(title.get_ref(), model, page.place(title.span()))?;
            json!({ "expr": found.entity() })
        }
        Some(title) => literal(quoted(title.get_ref())),
    };
    Ok(json!({ "title": [{ "properties": { "show": literal(title.is_some().to_string()), "text": text } }] }))
}

/// The entries of a table's `values` object that colour the cells of a field by its value.
pub fn heat(heat: Option<&Heat>, page: &Page, model: &Model) -> Result<Value, Diagnostic> {
    let Some(heat) = heat else {
        return Ok(Value::Null);
    };
    let found = field::find(heat.field.get_ref(), model, page.place(heat.field.span()))?;
    let stop = |colour: &str, at: Option<f64>| json!({ "color": { "Literal": { "Value": quoted(colour) } }, "value": at.and_then(|at| literal(&at.into())) });
    let gradient = json!({
        "min": stop(&heat.low, heat.from),
        "max": stop(&heat.high, heat.to),
        // Nothing is not little: a month still to come has no colour.
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
    fn a_quote_is_doubled_inside_its_literal() {
        assert_eq!(quoted("O'Brien \"best\""), "'O''Brien \"best\"'");
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
