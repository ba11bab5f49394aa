//! PB019: a field is aggregated in a way that does not exist, or that its type does not allow.

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;

pub const AGGREGATION: Code = Code {
    id: "PB019",
    name: "wrong-aggregation",
    severity: Severity::Error,
    explanation: "\
`Function` of an aggregation is a number: 0 sum, 1 average, 2 distinct count, 3 minimum, 4 maximum, 5 count, 6 median,
7 standard deviation, 8 variance. Others do not exist, and a text has no sum, average, median, deviation or variance:
the visual shows an error.

Wrong:  { \"Aggregation\": { \"Expression\": { \"Column\": … \"Property\": \"Country\" }, \"Function\": 0 } }
Right:  { \"Aggregation\": { \"Expression\": { \"Column\": … \"Property\": \"Country\" }, \"Function\": 2 } }
",
};

const NAMES: [&str; 9] = ["sum", "average", "count", "minimum", "maximum", "count", "median", "deviation", "variance"];

/// Those of them that need numbers.
const NUMERIC: [usize; 5] = [0, 1, 6, 7, 8];

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, json) in project.read.definition() {
        json.each(&mut |member| {
            if member.key == "Aggregation" {
                found.extend(aggregation(project, path, &member.value));
            }
        });
    }
    found
}

fn aggregation(project: &Project, path: &str, json: &Json) -> Option<Diagnostic> {
    let function = json.get("Function")?;
    let number = function.number()?;
    let new = |message: String| {
        Some(Diagnostic::new(&AGGREGATION, message).at(Place::bytes(path, function.span.clone()), ""))
    };
    let Some(at) = (0..NAMES.len()).find(|at| *at as f64 == number) else {
        return new(format!("there is no aggregation `{number}`"))?
            .help("0 is the sum, 1 the average, 5 the count")
            .into();
    };
    if let Some(measure) = json.at(&["Expression", "Measure"]) {
        let name = measure.get("Property").and_then(Json::text).unwrap_or_default();
        return new(format!("the measure `{name}` is aggregated already"))?
            .help("take the `Measure` out of the `Aggregation`")
            .into();
    }
    let column = json.at(&["Expression", "Column"])?;
    let table = column.at(&["Expression", "SourceRef", "Entity"])?.text()?;
    let name = column.get("Property")?.text()?;
    let column = project.model?.table(table)?.column(name)?;
    if column.data_type.as_deref() != Some("string") || !NUMERIC.contains(&at) {
        return None;
    }
    new(format!("the column `{name}` is text and has no {}", NAMES[at]))?
        .help("count it: `5`, or `2` for distinct")
        .into()
}

#[cfg(test)]
mod tests {
    use super::super::{check, sound};

    fn said_of(function: &str) -> String {
        let field = format!(
            r#"{{"Aggregation": {{"Expression": {{"Column": {{"Expression": {{"SourceRef": {{"Entity": "Sales"}}}},
            "Property": "Quantity"}}}}, "Function": {function}}}}}, "#
        );
        let tree = sound::with(
            "X.Report/definition/pages/p1/visuals/v1/visual.json",
            "\"projections\": [",
            &format!(
                "\"projections\": [{{\"queryRef\": \"Sum(Sales.Quantity)\", \"field\": {} }}, ",
                field.trim_end_matches(", ")
            ),
        );
        let mut model = sound::model();
        model.tables[0].columns[0].data_type = Some("string".to_owned());
        check(&tree, &model).iter().map(|found| format!("{} {}", found.code.id, found.message)).collect()
    }

    #[test]
    fn a_sum_of_text_and_an_aggregation_that_is_none_are_named() {
        assert_eq!(said_of("0"), "PB019 the column `Quantity` is text and has no sum");
        assert_eq!(said_of("9"), "PB019 there is no aggregation `9`");
        assert_eq!(said_of("5"), "");
    }
}
