//! The visuals that come with Power BI, and the roles of those whose roles are known for sure.

/// A visual with its roles.
pub struct VisualType {
    pub name: &'static str,
    /// Without a field in one of these it shows nothing.
    pub needed: &'static [&'static str],
    pub roles: &'static [&'static str],
}

const fn of(name: &'static str, needed: &'static [&'static str], roles: &'static [&'static str]) -> VisualType {
    VisualType { name, needed, roles }
}

const CHART: &[&str] = &["Category", "Series", "Y", "Gradient", "Rows", "Columns", "Tooltips"];
const LINE: &[&str] = &["Category", "Series", "Y", "Y2", "Gradient", "Rows", "Columns", "Tooltips"];

pub const KNOWN: &[VisualType] = &[
    of("areaChart", &["Y", "Y2"], LINE),
    of("barChart", &["Y"], CHART),
    of("card", &["Values"], &["Values"]),
    of("clusteredBarChart", &["Y"], CHART),
    of("clusteredColumnChart", &["Y"], CHART),
    of("columnChart", &["Y"], CHART),
    of("donutChart", &["Y"], &["Category", "Series", "Y", "Gradient", "Tooltips"]),
    of("funnel", &["Y"], &["Category", "Y", "Gradient", "Tooltips"]),
    of("gauge", &["Y"], &["Y", "MinValue", "MaxValue", "TargetValue", "Tooltips"]),
    of("hundredPercentStackedAreaChart", &["Y", "Y2"], LINE),
    of("hundredPercentStackedBarChart", &["Y"], CHART),
    of("hundredPercentStackedColumnChart", &["Y"], CHART),
    of("kpi", &["Indicator"], &["Indicator", "TrendLine", "Goal"]),
    of("lineChart", &["Y", "Y2"], LINE),
    of("lineClusteredColumnComboChart", &["Y", "Y2"], LINE),
    of("lineStackedColumnComboChart", &["Y", "Y2"], LINE),
    of("multiRowCard", &["Values"], &["Values"]),
    of("pieChart", &["Y"], &["Category", "Series", "Y", "Gradient", "Tooltips"]),
    of("pivotTable", &["Rows", "Columns", "Values"], &["Rows", "Columns", "Values"]),
    of("ribbonChart", &["Y"], CHART),
    of("scatterChart", &["X", "Y"], &["Category", "Series", "X", "Y", "Size", "Gradient", "Play", "Tooltips"]),
    of("stackedAreaChart", &["Y", "Y2"], LINE),
    of("tableEx", &["Values"], &["Values"]),
    of("treemap", &["Values"], &["Group", "Details", "Values", "Gradient", "Tooltips"]),
    of("waterfallChart", &["Y"], &["Category", "Breakdown", "Y", "Tooltips"]),
];

/// Those whose roles are not listed: too many, too new, or none.
const OTHERS: &[&str] = &[
    "accessibleTable",
    "actionButton",
    "advancedSlicerVisual",
    "aiNarratives",
    "animatedNumber",
    "azureMap",
    "basicShape",
    "bookmarkNavigator",
    "cardVisual",
    "decompositionTreeVisual",
    "esriVisual",
    "filledMap",
    "heatMap",
    "image",
    "inputSlicer",
    "keyDriversVisual",
    "listSlicer",
    "map",
    "pageNavigator",
    "pythonVisual",
    "qnaVisual",
    "rdlVisual",
    "realTimeLineChart",
    "scorecard",
    "scriptVisual",
    "shape",
    "shapeMap",
    "slicer",
    "textSlicer",
    "textbox",
];

/// The roles of a visual, where they are known.
pub fn known(name: &str) -> Option<&'static VisualType> {
    KNOWN.iter().find(|kind| kind.name == name)
}

/// Every visual that comes with Power BI.
pub fn built_in() -> impl Iterator<Item = &'static str> {
    KNOWN.iter().map(|kind| kind.name).chain(OTHERS.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_visual_needs_is_among_its_roles() {
        for kind in KNOWN {
            assert!(kind.needed.iter().all(|role| kind.roles.contains(role)), "{}", kind.name);
        }
    }

    #[test]
    fn no_visual_stands_twice() {
        let mut names: Vec<&str> = built_in().collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
