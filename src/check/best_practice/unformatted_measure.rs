//! MD261: measures without a format.

use crate::check::context::{Context, path_in};
use crate::diag::{Code, Diagnostic, Severity};

pub static UNFORMATTED_MEASURE: Code = Code {
    id: "MD261",
    name: "unformatted-measure",
    severity: Severity::Note,
    explanation:
        "A visible measure without a format shows as many digits as there are. One that gives a text needs none.

Wrong: `measure Revenue = SUM(Sales[Revenue])` alone.
Right: `formatString: #,0.00` below it.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for (table, measure) in context.model.measures() {
        if measure.format_string.is_none()
            && measure.format_string_expression.is_none()
            && !measure.is_hidden
            && !table.is_hidden
            && !measure.expression.is_empty()
        {
            let path = path_in(table, "measure", measure.name.as_str());
            found.push(
                Diagnostic::new(&UNFORMATTED_MEASURE, format!("the measure `{}` has no format", measure.name))
                    .at(context.place(&path, "formatString"), "")
                    .help("add a `formatString`"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn it_is_found_and_can_be_mended() {
        let model =
            |format: &str| format!("table T\n    measure M = 1\n{format}    partition P = m\n        source = 1\n");
        assert_eq!(lines(&UNFORMATTED_MEASURE, &model("")).len(), 1);
        assert!(lines(&UNFORMATTED_MEASURE, &model("        formatString: #,0\n")).is_empty());
    }
}
