//! MD140: key performance indicators, and the measures that Power BI makes beside one that has such.

use super::carried::carried;
use super::context::{Context, path_in};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Table;

pub static UNKNOWN_GRAPHIC: Code = Code {
    id: "MD140",
    name: "unknown-kpi-graphic",
    severity: Severity::Warning,
    explanation: "The status and the trend of a key performance indicator are shown by a set of pictures, named as \
Analysis Services has them. Of a set that no tool knows nothing is shown, or figures.

Wrong: `statusGraphic: Trafic Light`
Right: `statusGraphic: Traffic Light`",
};

/// Those of the tools that make and show indicators.
const GRAPHICS: &[&str] = &[
    "Cylinder",
    "Faces",
    "Five Bars Colored",
    "Five Boxes Colored",
    "Gauge",
    "Gauge - Ascending",
    "Gauge - Descending",
    "Reversed Gauge",
    "Reversed Status Arrow",
    "Reversed status arrow - Ascending",
    "Reversed status arrow - Descending",
    "Road Signs",
    "Shapes",
    "Smiley",
    "Smiley Face",
    "Standard Arrow",
    "Status Arrow",
    "Status Arrow - Ascending",
    "Status Arrow - Descending",
    "Thermometer",
    "Three Circles Colored",
    "Three Flags Colored",
    "Three Signs Colored",
    "Three Stars Colored",
    "Three Symbols Circled Colored",
    "Three Symbols Uncircled Colored",
    "Three Triangles",
    "Traffic Light",
    "Traffic Light - Single",
    "Variance Arrow",
];

/// `_Margin Goal`, `_Margin Status` and `_Margin Trend` for a measure `Margin` with a `kpi`: DAX and visuals may name
/// them, and the model declares them nowhere.
pub fn names(table: &Table) -> impl Iterator<Item = String> {
    let measures = table.measures.iter().filter(|measure| measure.more.iter().any(|child| child.name == "kpi"));
    measures.flat_map(|measure| ["Goal", "Status", "Trend"].map(|part| format!("_{} {part}", measure.name)))
}

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for (table, measure) in context.model.measures() {
        for kpi in carried(&measure.more, &path_in(table, "measure", measure.name.as_str()), "kpi") {
            for name in ["statusGraphic", "trendGraphic"] {
                let Some(graphic) = kpi.text(name).filter(|one| !one.trim().is_empty()) else { continue };
                if GRAPHICS.iter().any(|known| known.eq_ignore_ascii_case(graphic)) {
                    continue;
                }
                let message = format!("there are no pictures `{graphic}` for the indicator of `{}`", measure.name);
                let fault = Diagnostic::new(&UNKNOWN_GRAPHIC, message).at(context.place(&kpi.path, name), "");
                found.push(fault.did_you_mean(graphic, GRAPHICS.iter().copied()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::lines;

    #[test]
    fn pictures_are_those_that_tools_have() {
        let text = |graphics: &str| {
            format!(
                "table T\n\tmeasure M = 1\n\t\tkpi\n{graphics}\t\t\ttargetExpression = 1\n\tpartition P = m\n\t\tsource = 1\n"
            )
        };
        let wrong = "\t\t\tstatusGraphic: Nonesuch\n\t\t\ttrendGraphic: Standard Arow\n";
        assert_eq!(lines(&UNKNOWN_GRAPHIC, &text(wrong)), [4, 5]);
        let right = "\t\t\tstatusGraphic: three circles colored\n\t\t\ttrendGraphic: Standard Arrow\n";
        assert_eq!(lines(&UNKNOWN_GRAPHIC, &text(right)), [0; 0]);
    }
}
