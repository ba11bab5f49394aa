//! MD214, MD221: models that are asked at query time.

use crate::bind::SitePlace;
use crate::check::context::{Context, table_path};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Table;

pub static LIVE_TIME_INTELLIGENCE: Code = Code {
    id: "MD221",
    name: "live-time-intelligence",
    severity: Severity::Note,
    explanation: "Time intelligence over tables in `directQuery` becomes queries with long lists of days. On an aggregated or imported \
table it is fast.

Wrong: `TOTALYTD([Revenue], Date[Date])`, where Sales is in `directQuery`.
Right: the years and months as columns of an imported table of dates.",
};

pub static NO_AGGREGATIONS: Code = Code {
    id: "MD214",
    name: "no-aggregations",
    severity: Severity::Note,
    explanation: "Every visual over a table in `directQuery` asks the source. An imported table of sums with \
`alternateOf` answers most of them without.

Wrong: Sales in `directQuery`, alone.
Right: a hidden table of sums by day and product, whose columns have `alternateOf`.",
};

const OVER_TIME: &[&str] = &[
    "CLOSINGBALANCEMONTH",
    "CLOSINGBALANCEQUARTER",
    "CLOSINGBALANCEYEAR",
    "DATEADD",
    "DATESBETWEEN",
    "DATESINPERIOD",
    "DATESMTD",
    "DATESQTD",
    "DATESYTD",
    "ENDOFMONTH",
    "ENDOFQUARTER",
    "ENDOFYEAR",
    "FIRSTDATE",
    "FIRSTNONBLANK",
    "FIRSTNONBLANKVALUE",
    "LASTDATE",
    "LASTNONBLANK",
    "LASTNONBLANKVALUE",
    "NEXTDAY",
    "NEXTMONTH",
    "NEXTQUARTER",
    "NEXTYEAR",
    "OPENINGBALANCEMONTH",
    "OPENINGBALANCEQUARTER",
    "OPENINGBALANCEYEAR",
    "PARALLELPERIOD",
    "PREVIOUSDAY",
    "PREVIOUSMONTH",
    "PREVIOUSQUARTER",
    "PREVIOUSYEAR",
    "SAMEPERIODLASTYEAR",
    "STARTOFMONTH",
    "STARTOFQUARTER",
    "STARTOFYEAR",
    "TOTALMTD",
    "TOTALQTD",
    "TOTALYTD",
];

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let is_direct = |table: &&Table| {
        table
            .partitions
            .iter()
            .any(|one| one.mode.as_deref().is_some_and(|mode| mode.eq_ignore_ascii_case("directQuery")))
    };
    let Some(direct) = context.model.tables.iter().find(is_direct) else { return };
    let mut columns = context.model.tables.iter().flat_map(|table| &table.columns);
    if !columns.any(|column| column.more.iter().any(|one| one.name == "alternateOf")) {
        found.push(
            Diagnostic::new(
                &NO_AGGREGATIONS,
                format!("`{}` is asked at query time, without aggregations", direct.name),
            )
            .at(context.origins.place(&table_path(direct)), "")
            .help("add an imported table of sums with `alternateOf`"),
        );
    }
    for tree in
        context.trees.iter().filter(|tree| matches!(tree.dax.place, SitePlace::Measure | SitePlace::CalculationItem))
    {
        for (call, _) in tree.calls_of(OVER_TIME).into_iter().take(1) {
            let message = format!("`{}` in a model that is asked at query time", call.function.text);
            found.push(
                Diagnostic::new(&LIVE_TIME_INTELLIGENCE, message)
                    .at(tree.place(context, &call.function.span), "")
                    .help("filter columns of an imported table of dates instead"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn imported_tables_are_free() {
        let model = |mode: &str| {
            format!(
                "table T\n    measure M = TOTALYTD(1, T[A])\n    column A\n        dataType: dateTime\n    partition P = m\n        mode: {mode}\n        source = 1\n"
            )
        };
        assert_eq!(lines(&LIVE_TIME_INTELLIGENCE, &model("directQuery")), [2]);
        assert!(lines(&LIVE_TIME_INTELLIGENCE, &model("import")).is_empty());
        assert_eq!(lines(&NO_AGGREGATIONS, &model("directQuery")), [1]);
        assert!(lines(&NO_AGGREGATIONS, &model("import")).is_empty());
    }
}
