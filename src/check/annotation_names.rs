//! MD143: names of annotations that Power BI Desktop reads.

use super::context::Context;
use crate::diag::{Code, Diagnostic, Severity, suggest};

pub static MISSPELT_ANNOTATION: Code = Code {
    id: "MD143",
    name: "misspelt-annotation",
    severity: Severity::Warning,
    explanation: "Annotations may be called anything, and Power BI Desktop reads a few. This one is nearly one of \
them: it is passed over, as if it were not there.

Wrong: `annotation __PBI_TimeInteligenceEnabled = 0`
Right: `annotation __PBI_TimeIntelligenceEnabled = 0`",
};

const KNOWN: &[&str] = &[
    "PBIDesktopVersion",
    "PBI_FormatHint",
    "PBI_Id",
    "PBI_IncludeFutureArtifacts",
    "PBI_NavigationStepName",
    "PBI_ProTooling",
    "PBI_QueryGroupOrder",
    "PBI_QueryOrder",
    "PBI_QueryRelationships",
    "PBI_RemovedChildren",
    "PBI_ResultType",
    "SummarizationSetBy",
    "UnderlyingDateTimeDataType",
    "__PBI_LocalDateTable",
    "__PBI_SemanticLinks",
    "__PBI_TemplateDateTable",
    "__PBI_TimeIntelligenceEnabled",
];

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for (path, _) in context.origins.iter() {
        let step = path.rsplit('/').next().unwrap_or(path);
        let Some(name) = step.strip_prefix("annotation ") else { continue };
        if KNOWN.contains(&name) || name.len() < 8 {
            continue;
        }
        if let Some(near) = suggest::certain(name, KNOWN.iter().copied()) {
            let message = format!("nobody reads an annotation `{name}`");
            let fault = Diagnostic::new(&MISSPELT_ANNOTATION, message).at(context.origins.place(path), "");
            found.push(fault.help(format!("did you mean `{near}`?")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::lines;

    #[test]
    fn those_that_are_read_are_spelt_right() {
        let text = |name: &str| format!("model Model\n\nannotation {name} = 0\n");
        for name in ["__PBI_TimeInteligenceEnabled", "PBI_QeuryOrder", "PBI_QueryOrderx"] {
            assert_eq!(lines(&MISSPELT_ANNOTATION, &text(name)), [3], "{name}");
        }
        for name in ["__PBI_TimeIntelligenceEnabled", "PBI_QueryOrder", "Author", "TabularEditor_TableGroup"] {
            assert_eq!(lines(&MISSPELT_ANNOTATION, &text(name)), [0; 0], "{name}");
        }
    }
}
