//! MD130: relationships between tables that Power BI keeps in different places.

use super::context::{Context, Lookup};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Table;
use crate::tmdl::origins::path;

pub static LIMITED_RELATIONSHIP: Code = Code {
    id: "MD130",
    name: "limited-relationship",
    severity: Severity::Warning,
    explanation: "A relationship between a table that is imported and one that is asked at query time is a limited \
one: rows without a counterpart are dropped, `RELATED` cannot be used, row-level security may not pass, and every \
visual carries the keys from one side to the other. The table on the one side should be `dual`: held in the model for \
tables that are, asked together with tables that are not.

Wrong: `mode: directQuery` on Sales, `mode: import` on Customer.
Right: `mode: directQuery` on Sales, `mode: dual` on Customer.",
};

/// Where a table's rows are when a query runs.
#[derive(Clone, Copy, PartialEq)]
enum Storage {
    Import,
    DirectQuery,
    Dual,
}

impl Storage {
    /// `None` where the partitions say something that this rule does not speak of.
    fn of(table: &Table) -> Option<Self> {
        let mut modes = table.partitions.iter().map(|partition| partition.mode.as_deref().unwrap_or("import"));
        let first = modes.next()?;
        let is = |name: &str| first.eq_ignore_ascii_case(name);
        if modes.any(|mode| !mode.eq_ignore_ascii_case(first)) {
            // Incremental refresh with a live partition.
            return None;
        }
        match () {
            () if is("import") => Some(Self::Import),
            () if is("directQuery") => Some(Self::DirectQuery),
            () if is("dual") => Some(Self::Dual),
            () => None,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Import => "imported",
            Self::DirectQuery => "asked at query time",
            Self::Dual => "dual",
        }
    }
}

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    // A model whose own mode is another one says nothing at each partition.
    if context.model.more.iter().any(|property| property.name == "defaultMode") {
        return;
    }
    for relationship in &context.model.relationships {
        let ends = [&relationship.from, &relationship.to].map(|end| context.table(end.table.as_str()));
        let [Lookup::Found(many), Lookup::Found(one)] = ends else { continue };
        let (Some(from), Some(to)) = (Storage::of(many), Storage::of(one)) else { continue };
        if from == to || to == Storage::Dual {
            continue;
        }
        let message = format!(
            "`{}` is {} and `{}` is {}: their relationship is a limited one",
            many.name,
            from.as_str(),
            one.name,
            to.as_str()
        );
        found.push(
            Diagnostic::new(&LIMITED_RELATIONSHIP, message)
                .at(context.origins.place(&path("", "relationship", &relationship.name)), "")
                .help(format!("give `{}` the mode `dual`", one.name)),
        );
    }
}
