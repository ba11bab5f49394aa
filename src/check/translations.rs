//! MD016: what a translation names.

use super::carried::{Carried, carried};
use super::context::{Context, Lookup};
use crate::diag::{Code, Diagnostic, Severity};

pub static UNRESOLVED_TRANSLATION: Code = Code {
    id: "MD016",
    name: "unresolved-translation",
    severity: Severity::Error,
    explanation: "A translation gives a name in another language to a table, column, measure, hierarchy or level. \
The model does not have this one.

Wrong:
    cultureInfo de-DE
    <tab>translations
    <tab><tab>model Model
    <tab><tab><tab>table Slaes
    <tab><tab><tab><tab>caption: Verkäufe
Right: `table Sales`.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let more = &context.model.more;
    for culture in carried(more, "", "cultureInfo").into_iter().chain(carried(more, "", "culture")) {
        for translations in culture.children("translations") {
            for model in translations.children("model") {
                model.children("table").iter().for_each(|table| one_table(context, table, found));
            }
        }
    }
}

fn one_table(context: &Context, translated: &Carried, found: &mut Vec<Diagnostic>) {
    let table = match context.table(&translated.name) {
        Lookup::Found(table) => table,
        Lookup::Unknown => return,
        Lookup::Missing => {
            let message = format!("there is no table `{}`", translated.name);
            let fault = fault(context, translated, message);
            return found.push(fault.did_you_mean(&translated.name, context.table_names()));
        }
    };
    for kind in ["column", "measure", "hierarchy"] {
        for member in translated.children(kind) {
            let is_known = match kind {
                "column" => table.column(&member.name).is_some(),
                "measure" => table.measure(&member.name).is_some(),
                _ => table.hierarchy(&member.name).is_some(),
            };
            if !is_known && context.missing::<()>(&member.name) == Lookup::Missing {
                let message = format!("the table `{}` has no {kind} `{}`", table.name, member.name);
                found.push(fault(context, &member, message).help("remove its translation"));
            }
            let Some(hierarchy) = table.hierarchy(&member.name).filter(|_| kind == "hierarchy") else { continue };
            for level in member.children("level") {
                let is_known = hierarchy.levels.iter().any(|known| crate::name::same(&known.name, &level.name));
                if !is_known && context.missing::<()>(&level.name) == Lookup::Missing {
                    let message = format!("the hierarchy `{}` has no level `{}`", hierarchy.name, level.name);
                    found.push(fault(context, &level, message).help("remove its translation"));
                }
            }
        }
    }
}

fn fault(context: &Context, translated: &Carried, message: String) -> Diagnostic {
    Diagnostic::new(&UNRESOLVED_TRANSLATION, message).at(context.origins.place(&translated.path), "")
}
