//! What of the warehouse has gone or has another type since the project was generated last, told with everything
//! that breaks of it: one report in place of many errors that each show a piece.
//!
//! Nothing here decides whether a project is refused; that the checker has done. The catalog with the old columns put
//! back gives the project that there would be without the drift: what it uses of them is what breaks, and an error
//! that is not in it is a consequence. All other errors stay as they are.

use crate::catalog::{Catalog, DataType};
use crate::diag::{Code, Diagnostic, Severity};
use crate::file_tree::FileTree;
use crate::pipeline::ownership::{self, Intent};
use crate::pipeline::workspace::Workspace;
use crate::pipeline::{Failure, renames};
use crate::rename::proposals;

use attempt::Attempt;

mod attempt;
mod before;
mod blame;
mod found;
mod report;
mod site;
mod uses;
mod view;

pub const CODES: &[&Code] = &[&COLUMN_DROPPED, &COLUMN_RETYPED, &TABLE_DROPPED];

pub const COLUMN_DROPPED: Code = Code {
    id: "MG020",
    name: "column-dropped",
    severity: Severity::Error,
    explanation: "The warehouse no longer has a column that the project was generated with, and something still uses \
                  it. Nothing was written. The report lists what names the column itself, in the templates and in \
                  what was made by hand, and what breaks through that. A dropped column that nothing uses is no \
                  error, and a relationship that was made of a foreign key goes with its column.\n\n\
                  Wrong:  `segment` taken out of `vw_customer`, and a measure with 'Customer'[Segment]\n\
                  Right:  the column brought back, its successor named below `[renames]` \
                  (\"vw_customer.segment\" = \"rfm_segment\"), or the measure without it",
};

pub const COLUMN_RETYPED: Code = Code {
    id: "MG021",
    name: "column-retyped",
    severity: Severity::Error,
    explanation: "A column of the warehouse has another type than when the project was generated last, and with it \
                  something that uses the column has an error. Nothing was written. Where nothing breaks, the new \
                  type is taken over without a word.\n\n\
                  Wrong:  `frequency` made a text, and a measure AVERAGE('Customer'[Frequency])\n\
                  Right:  the old type brought back, or AVERAGEX('Customer', VALUE('Customer'[Frequency]))",
};

pub const TABLE_DROPPED: Code = Code {
    id: "MG022",
    name: "table-dropped",
    severity: Severity::Error,
    explanation: "The warehouse no longer has a table that the project was generated with, and something still uses \
                  the table or a column of it. Nothing was written. The report lists everything that does.\n\n\
                  Wrong:  `dim_product` dropped, and a visual with Product[Description]\n\
                  Right:  the table brought back, its successor named below `[renames]` (\"dim_product\" = \
                  \"dim_article\"), or the visual without it",
};

/// A change of the warehouse that can break a project.
#[derive(Clone, Debug, PartialEq)]
pub struct Drift {
    /// The warehouse's names.
    table: String,
    /// `None` of a whole table.
    column: Option<String>,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Dropped,
    Retyped { from: DataType, to: DataType },
}

impl Drift {
    fn is_retyped(&self) -> bool {
        matches!(self.kind, Kind::Retyped { .. })
    }
    /// `vw_customer.segment`
    fn name(&self) -> String {
        self.column.as_ref().map_or_else(|| self.table.clone(), |column| format!("{}.{column}", self.table))
    }
}

/// The failure as it is to be told: what follows from a drift of the warehouse folded into one report of it.
pub fn explain(workspace: &Workspace, catalog: &Catalog, intent: &Intent, failure: Failure) -> Failure {
    match failure {
        Failure::Diagnostics { diagnostics, sources } if diagnostics.iter().any(Diagnostic::is_error) => {
            let told = folded(workspace, catalog, intent, &diagnostics, &sources);
            let (diagnostics, sources) = told.unwrap_or((diagnostics, sources));
            Failure::Diagnostics { diagnostics, sources }
        }
        other => other,
    }
}

/// `None` where the warehouse has not drifted, or nothing comes of it.
fn folded(
    workspace: &Workspace,
    catalog: &Catalog,
    intent: &Intent,
    diagnostics: &[Diagnostic],
    sources: &FileTree,
) -> Option<(Vec<Diagnostic>, FileTree)> {
    let [base, _] = ownership::sides(&workspace.output());
    let base = renames::model_of(&base);
    let old = before::catalog(&base);
    let drifts = found::drifts(&old, catalog, &found::renamed(&workspace.config.renames, &base));
    if drifts.is_empty() {
        return None;
    }
    let (dropped, retyped): (Vec<&Drift>, Vec<&Drift>) = drifts.iter().partition(|drift| !drift.is_retyped());
    let all: Vec<&Drift> = drifts.iter().collect();
    let without = Attempt::of(workspace, &before::restored(catalog, &old, &all), intent)?;
    // An error of a dropped column can hide those of a new type.
    let with_types = match dropped.is_empty() || retyped.is_empty() {
        true => None,
        false => Attempt::of(workspace, &before::restored(catalog, &old, &dropped), intent),
    };
    let now = blame::Told { diagnostics, sources, folder: &without.folder };
    let (of_drops, of_types) = match (&with_types, retyped.is_empty()) {
        (Some(types), _) => (now.beside(&types.told()), types.told().beside(&without.told())),
        (None, true) => (now.beside(&without.told()), Vec::new()),
        (None, false) => (Vec::new(), now.beside(&without.told())),
    };
    let views = uses::Views::of(&without);
    let mut breaks: Vec<uses::Breaks> = drifts.iter().map(|drift| views.breaks(drift)).collect();
    let mut folded: Vec<&Diagnostic> = Vec::new();
    let types = with_types.as_ref().map_or(now, Attempt::told);
    for (faults, is_retyped, told) in [(of_drops, false, now), (of_types, true, types)] {
        // A role that goes breaks nothing, and is told for itself.
        let faults = faults.into_iter().filter(|fault| fault.code.id != ownership::ROLES_GONE.id);
        folded.extend(faults.filter(|fault| blame::fold(fault, &told, is_retyped, &views, &mut breaks)));
    }
    let questions = proposals::of_catalogs(&old, catalog);
    report::told([&now, &types], &folded, &breaks, &views, &questions)
}
