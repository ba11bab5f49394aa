//! RL037: tables that are declared public, and why.

use crate::check::context::{Context, table_path};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Table;
use crate::rls::public::ANNOTATION as NAME;
use crate::tmdl::origins::path;

pub static PUBLIC_WITHOUT_REASON: Code = Code {
    id: "RL037",
    name: "public-without-reason",
    severity: Severity::Warning,
    explanation: "An annotation `pbiforge_public` declares that every reader may see all rows of its table, whatever \
their role. Without a reason it declares nothing: whoever reads it next year could not tell whether it still holds.

Wrong:
    table Product
    <tab>annotation pbiforge_public = \"\"
Right:
    table Product
    <tab>annotation pbiforge_public = the price list is on the web",
};

/// Why every reader may see all rows of the table; `None` where it is not said.
pub fn reason(table: &Table) -> Option<&str> {
    let annotation = table.annotations.iter().find(|annotation| annotation.name == NAME)?;
    Some(annotation.value.trim().trim_matches('"')).filter(|reason| !reason.is_empty())
}

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for table in &context.model.tables {
        if table.annotations.iter().any(|annotation| annotation.name == NAME) && reason(table).is_none() {
            let message = format!("`{NAME}` gives no reason, so `{}` is not public", table.name);
            let place = context.origins.place(&path(&table_path(table), "annotation", NAME));
            found.push(
                Diagnostic::new(&PUBLIC_WITHOUT_REASON, message).at(place, "").help("say why every reader may see it"),
            );
        }
    }
}
