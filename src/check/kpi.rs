//! The measures that Power BI makes beside one that has a key performance indicator.

use crate::model::Table;

/// `_Margin Goal`, `_Margin Status` and `_Margin Trend` for a measure `Margin` with a `kpi`: DAX and visuals may name
/// them, and the model declares them nowhere.
pub fn names(table: &Table) -> impl Iterator<Item = String> {
    let measures = table.measures.iter().filter(|measure| measure.more.iter().any(|child| child.name == "kpi"));
    measures.flat_map(|measure| ["Goal", "Status", "Trend"].map(|part| format!("_{} {part}", measure.name)))
}
