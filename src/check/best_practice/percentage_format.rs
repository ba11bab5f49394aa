//! MD263: percentages in different forms.

use crate::check::context::{Context, path_in};
use crate::diag::{Code, Diagnostic, Severity};

pub static PERCENTAGE_FORMAT: Code = Code {
    id: "MD263",
    name: "percentage-format",
    severity: Severity::Note,
    explanation:
        "Percentages that are shown with different digits beside each other are hard to compare. One form serves all.

Wrong: `formatString: 0%`.
Right: `formatString: #,0.0%;-#,0.0%;#,0.0%`.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for (table, measure) in context.model.measures() {
        if measure
            .format_string
            .as_deref()
            .is_some_and(|format| format.contains('%') && format != "#,0.0%;-#,0.0%;#,0.0%")
        {
            let path = path_in(table, "measure", measure.name.as_str());
            found.push(
                Diagnostic::new(&PERCENTAGE_FORMAT, format!("the percentage `{}` has a form of its own", measure.name))
                    .at(context.place(&path, "formatString"), "")
                    .help("write `#,0.0%;-#,0.0%;#,0.0%`"),
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
        assert_eq!(lines(&PERCENTAGE_FORMAT, &model("        formatString: 0%\n")).len(), 1);
        assert!(lines(&PERCENTAGE_FORMAT, &model("        formatString: #,0.0%;-#,0.0%;#,0.0%\n")).is_empty());
    }
}
