//! JSON as Desktop prints it: two spaces, keys in the order of the template, LF, no line break at the end. What a
//! template left `null` is left out.

use serde_json::{Map, Value};

pub fn print(json: &Value) -> Vec<u8> {
    format!("{:#}", without_nulls(json)).into_bytes()
}

fn without_nulls(json: &Value) -> Value {
    match json {
        Value::Object(members) => {
            let kept = members.iter().filter(|(_, value)| !value.is_null());
            Value::Object(kept.map(|(key, value)| (key.clone(), without_nulls(value))).collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.iter().map(without_nulls).collect()),
        Value::Number(number) => whole(number).unwrap_or_else(|| json.clone()),
        _ => json.clone(),
    }
}

/// `24.0` as `24`.
fn whole(number: &serde_json::Number) -> Option<Value> {
    let float = number.as_f64().filter(|_| number.is_f64())?;
    (float.fract() == 0.0 && float.abs() < 1e15).then(|| Value::from(float as i64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn nulls_vanish_and_whole_numbers_stay_whole() {
        let json = json!({"b": 24.0, "a": null, "c": [1.5, {"d": null}], "e": {}});
        let text = String::from_utf8(print(&json)).expect("UTF-8");
        assert_eq!(text, "{\n  \"b\": 24,\n  \"c\": [\n    1.5,\n    {}\n  ],\n  \"e\": {}\n}");
    }
}
