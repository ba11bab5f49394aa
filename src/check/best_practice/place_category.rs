//! MD266: places that maps do not know.

use super::columns;
use crate::check::context::Context;
use crate::diag::{Code, Diagnostic, Severity};

use super::words;
use crate::model::Column;

pub static PLACE_CATEGORY: Code = Code {
    id: "MD266",
    name: "place-category",
    severity: Severity::Note,
    explanation: "A map finds a place by the category of its column: without one `Georgia` may be a country or a state.

Wrong: `column Country` without `dataCategory`.
Right: `dataCategory: Country`.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for (_, column, path) in columns(context) {
        if column.data_category.is_none() && is_place(column) {
            found.push(
                Diagnostic::new(&PLACE_CATEGORY, format!("`{}` is a place without a `dataCategory`", column.name))
                    .at(context.origins.place(&path), "")
                    .help("add `dataCategory: Country`, `City`, `Latitude` or what it is"),
            );
        }
    }
}

fn is_place(column: &Column) -> bool {
    let words: Vec<String> = words(column.name.as_str());
    let has = |place: &[&str]| words.iter().any(|word| place.contains(&word.as_str()));
    match column.data_type.as_deref() {
        Some("string") => has(&["country", "continent", "city"]),
        Some("double" | "decimal") => words.len() == 1 && has(&["latitude", "longitude"]),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn it_is_found_and_can_be_mended() {
        let model =
            |column: &str| format!("table T\n    column Country\n{column}    partition P = m\n        source = 1\n");
        assert_eq!(lines(&PLACE_CATEGORY, &model("        dataType: string\n")).len(), 1);
        assert!(lines(&PLACE_CATEGORY, &model("        dataType: string\n        dataCategory: Country\n")).is_empty());
    }
}
