//! MD245, MD246, MD269: columns and measures that nothing uses, or only measures.

use std::collections::BTreeSet;

use super::columns;
use super::mdx_needed::serves;
use super::summed_column::is_number;
use crate::bind::{SitePlace, Target};
use crate::check::context::{Context, path_in};
use crate::check::dax_trees::bare;
use crate::check::report::extensions;
use crate::dax::parse_expression;
use crate::dax::tree::ExprKind;
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::{Column, Table};
use crate::name::same;
use crate::pbir::{self, fields};
use crate::report::FieldKind;

pub static UNUSED_COLUMN: Code = Code {
    id: "MD245",
    name: "unused-column",
    severity: Severity::Note,
    explanation:
        "A hidden column that no DAX, relationship, hierarchy or order uses, and no report beside the model, takes \
memory for nothing, unless a report elsewhere filters by it all the same.

Wrong: a hidden `Load Id` that nothing names.
Right: the query without it.",
};

pub static UNUSED_MEASURE: Code = Code {
    id: "MD246",
    name: "unused-measure",
    severity: Severity::Note,
    explanation:
        "A hidden measure that no other DAX and no report beside the model uses, unless a report elsewhere shows \
it all the same.

Wrong: a hidden `Helper` that nothing names.
Right: the model without it.",
};

pub static VISIBLE_FACT: Code = Code {
    id: "MD269",
    name: "visible-fact",
    severity: Severity::Note,
    explanation: "A visible number that a measure sums up: whoever drags the column gets a sum without the measure's \
format and filters.

Wrong: `Sales[Revenue]` shown beside the measure `Revenue`.
Right: `isHidden` on the column.",
};

const AGGREGATES: &[&str] = &[
    "SUM",
    "AVERAGE",
    "AVERAGEA",
    "MIN",
    "MINA",
    "MAX",
    "MAXA",
    "COUNT",
    "COUNTA",
    "COUNTBLANK",
    "DISTINCT",
    "DISTINCTCOUNT",
    "VALUES",
];

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let used = Used::new(context);
    // What a report shows that could not be read, nobody knows.
    let is_read =
        |report: &&pbir::Read| report.diagnostics.is_empty() && report.file("definition/report.json").is_some();
    if context.is_whole() && context.reports.iter().all(is_read) {
        unused(context, &used, found);
    }
    for (table, column, path) in columns(context) {
        let is_shown = !column.is_hidden && !table.is_hidden;
        if is_shown && is_number(column) && used.summed.contains(&key(table.name.as_str(), column.name.as_str())) {
            let message = format!("the column `{}` is shown beside the measure of it", column.name);
            let fault = Diagnostic::new(&VISIBLE_FACT, message).at(context.origins.place(&path), "");
            found.push(fault.help("add `isHidden`"));
        }
    }
}

fn unused(context: &Context, used: &Used, found: &mut Vec<Diagnostic>) {
    for (table, column, path) in columns(context) {
        let is_hidden = column.is_hidden || table.is_hidden;
        if is_hidden
            && !used.has(table, column.name.as_str())
            && !serves(table, column)
            && !joins(context, table, column)
        {
            let fault = Diagnostic::new(&UNUSED_COLUMN, format!("nothing uses the hidden column `{}`", column.name));
            found.push(fault.at(context.origins.place(&path), "").help("leave it out, unless a report filters by it"));
        }
    }
    for (table, measure) in context.model.measures() {
        if (measure.is_hidden || table.is_hidden) && !used.has(table, measure.name.as_str()) {
            let path = path_in(table, "measure", measure.name.as_str());
            let fault = Diagnostic::new(&UNUSED_MEASURE, format!("nothing uses the hidden measure `{}`", measure.name));
            found.push(fault.at(context.origins.place(&path), "").help("remove it, unless a report shows it"));
        }
    }
}

/// What DAX names, in lower case.
#[derive(Default)]
struct Used {
    with_table: BTreeSet<(String, String)>,
    /// Perhaps of any table.
    alone: BTreeSet<String>,
    /// Columns that a measure aggregates as they are.
    summed: BTreeSet<(String, String)>,
}

fn key(table: &str, name: &str) -> (String, String) {
    (table.to_lowercase(), name.to_lowercase())
}

impl Used {
    fn new(context: &Context) -> Self {
        let mut used = Self::default();
        for tree in &context.trees {
            let targets = tree.targets();
            tree.root.walk(&mut |expr| {
                let ExprKind::Column(column) = &expr.kind else { return };
                match targets.get(&column.name.span.start) {
                    Some(Target::Column(table, column)) => used.name(Some(&table.name), &column.name),
                    Some(Target::Measure(table, measure)) => used.name(Some(&table.name), &measure.name),
                    Some(Target::Extension(_)) => {}
                    _ => used.name(column.table.as_ref().map(|table| table.text.as_str()), &column.name.text),
                }
            });
            if tree.dax.place == SitePlace::Measure {
                for (call, _) in tree.calls_of(AGGREGATES) {
                    let [argument] = call.arguments.as_slice() else { continue };
                    let ExprKind::Column(column) = &bare(argument).kind else { continue };
                    let Some(table) = &column.table else { continue };
                    used.summed.insert(key(&table.text, &column.name.text));
                }
            }
        }
        context.reports.iter().for_each(|report| used.shown(report));
        used
    }

    fn name(&mut self, table: Option<&str>, name: &str) {
        match table {
            Some(table) => drop(self.with_table.insert(key(table, name))),
            None => drop(self.alone.insert(name.to_lowercase())),
        }
    }

    /// What a report shows, or its own measures name.
    fn shown(&mut self, report: &pbir::Read) {
        for (_, json) in report.definition() {
            for (field, _) in fields::fields(json) {
                let table = Some(field.table.as_str());
                match &field.kind {
                    FieldKind::Column(name) | FieldKind::Aggregation(name) | FieldKind::Measure(name) => {
                        self.name(table, name);
                    }
                    // The hierarchy itself needs the columns of its levels.
                    FieldKind::Level { .. } => {}
                }
            }
            for variation in fields::variations(json) {
                self.name(Some(variation.table), variation.column);
            }
        }
        for measure in extensions::find(report) {
            parse_expression(measure.dax).tree.walk(&mut |expr| {
                if let ExprKind::Column(column) = &expr.kind {
                    // A measure may be named with any table.
                    self.name(None, &column.name.text);
                }
            });
        }
    }

    fn has(&self, table: &Table, name: &str) -> bool {
        self.alone.contains(&name.to_lowercase()) || self.with_table.contains(&key(table.name.as_str(), name))
    }
}

/// Whether a relationship, a role, another column or an aggregation needs it.
fn joins(context: &Context, table: &Table, column: &Column) -> bool {
    let is_it = |of: &str, name: &str| same(of, table.name.as_str()) && same(name, column.name.as_str());
    let mut relationships = context.model.relationships.iter().flat_map(|one| [&one.from, &one.to]);
    relationships.any(|end| is_it(end.table.as_str(), end.column.as_str()))
        || column.is_key
        || column.sort_by_column.is_some()
        || column.more.iter().any(|one| ["alternateOf", "relatedColumnDetails"].contains(&one.name.as_str()))
        || table.more.iter().any(|one| one.name == "calculationGroup" || one.name.starts_with("calendar "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::check_all;
    use crate::check::testing::*;
    use crate::file_tree::FileTree;

    #[test]
    fn what_is_hidden_and_named_nowhere_is_unused() {
        let model = |dax: &str| {
            format!(
                "table T\n    measure M = {dax}\n    measure H = 1\n        isHidden\n    column A\n        dataType: int64\n        \
                 isHidden\n    partition P = m\n        source = 1\n"
            )
        };
        assert_eq!(lines(&UNUSED_COLUMN, &model("[H]")), [5]);
        assert!(lines(&UNUSED_COLUMN, &model("SUM(T[a])")).is_empty());
        assert_eq!(lines(&UNUSED_MEASURE, &model("1")), [3]);
        assert!(lines(&UNUSED_MEASURE, &model("[h] + 1")).is_empty());
    }

    #[test]
    fn what_a_report_shows_is_used() {
        let said = |visual: &str| -> Vec<&str> {
            let mut tree = FileTree::new();
            let model = "table T\n\tmeasure H = 1\n\t\tisHidden\n\tcolumn A\n\t\tdataType: int64\n\t\tisHidden\n\t\t\
                         sourceColumn: a\n\tpartition P = m\n\t\tsource = 1\n";
            tree.insert("X.SemanticModel/definition/tables/T.tmdl", model);
            tree.insert("X.Report/definition.pbir", "{}");
            tree.insert("X.Report/definition/report.json", "{}");
            tree.insert("X.Report/definition/pages/p/visuals/v/visual.json", visual);
            let found = check_all(&tree, None);
            let ids = found.iter().map(|found| found.code.id);
            ids.filter(|id| [UNUSED_COLUMN.id, UNUSED_MEASURE.id].contains(id)).collect()
        };
        let shows = |kind: &str, name: &str| {
            format!(
                "{{\"{kind}\": {{\"Expression\": {{\"SourceRef\": {{\"Entity\": \"T\"}}}}, \"Property\": \"{name}\"}}}}"
            )
        };
        assert_eq!(said("{}"), ["MD246", "MD245"]);
        assert_eq!(said(&shows("Measure", "H")), ["MD245"]);
        assert_eq!(said(&shows("Column", "a")), ["MD246"]);
        assert!(said("{").is_empty());
    }

    #[test]
    fn a_number_beside_its_measure_wants_to_be_hidden() {
        assert_eq!(lines(&VISIBLE_FACT, &with_measure("SUM(T[B])")), [4, 7]);
        assert_eq!(lines(&VISIBLE_FACT, &with_measure("SUMX(T, T[B])")), [4]);
    }
}
