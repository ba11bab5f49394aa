//! MD091: the lists that Power BI Desktop keeps in annotations.

use std::collections::BTreeSet;

use super::context::{Context, Lookup};
use super::queries;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::model::Annotation;
use crate::pbir::json;
use crate::tmdl::origins::{DEFAULT, path};

pub static QUERY_ORDER: Code = Code {
    id: "MD091",
    name: "query-order",
    severity: Severity::Warning,
    explanation:
        "`PBI_QueryOrder` lists the queries of the model as the query editor shows them, in JSON. One that is no \
list of texts, or that names a query twice or one that there is not, is left over from another state of the model. \
Power BI Desktop itself leaves queries in it that are gone: these are but noted. \
`PBI_ProTooling` is such a list as well.

Wrong: `annotation PBI_QueryOrder = [\"Sales\",\"Custmer\"]`
Right: `annotation PBI_QueryOrder = [\"Sales\",\"Customer\"]`",
};

const ORDER: &str = "PBI_QueryOrder";

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for annotation in
        context.model.annotations.iter().filter(|one| [ORDER, "PBI_ProTooling"].contains(&one.name.as_str()))
    {
        let path = path("model", "annotation", &annotation.name);
        if !context.is_hurt(&path, DEFAULT) {
            one(context, annotation, &path, found);
        }
    }
}

fn one(context: &Context, annotation: &Annotation, path: &str, found: &mut Vec<Diagnostic>) {
    let text = annotation.value.as_str();
    let place = |span| context.origins.inside(path, DEFAULT, text, span);
    let json = json::parse(text);
    // What begins as JSON and is none has been told.
    if json.is_err() && text.starts_with(['[', '{']) {
        return;
    }
    let listed = json.ok().filter(|json| json.is_list() && json.items().iter().all(|item| item.text().is_some()));
    let Some(listed) = listed else {
        found.push(
            Diagnostic::new(&QUERY_ORDER, format!("`{}` is not a list of texts in JSON", annotation.name))
                .at(context.place(path, DEFAULT), "")
                .help("write it as `[\"…\",\"…\"]`, or remove the annotation: Power BI Desktop makes it anew"),
        );
        return;
    };
    if annotation.name != ORDER || !context.is_whole() {
        return;
    }
    let mut seen = BTreeSet::new();
    let items: Vec<(&str, Place)> =
        listed.items().iter().filter_map(|item| Some((item.text()?, place(item.span.clone())))).collect();
    for (name, place) in items.iter().filter(|(name, _)| !seen.insert(*name)) {
        let fault = Diagnostic::new(&QUERY_ORDER, format!("the query `{name}` is listed twice"));
        found.push(fault.at(place.clone(), "").help("remove it once"));
    }
    let is_known = |name: &str| queries::names(context).any(|known| known == name);
    let mut gone = items.iter().filter(|(name, _)| !is_known(name) && context.missing::<()>(name) == Lookup::Missing);
    let Some((name, place)) = gone.next() else { return };
    let mut fault = Diagnostic::new(&QUERY_ORDER, format!("there is no query `{name}`"));
    // Power BI Desktop itself leaves queries in the list that have gone. A query that is near and not in the list is
    // perhaps the one that was meant.
    let unlisted = queries::names(context).filter(|known| !items.iter().any(|(name, _)| name == known));
    if crate::diag::suggest::nearest(name, unlisted).is_none() && items.iter().any(|(name, _)| is_known(name)) {
        fault.severity = Severity::Note;
    }
    let fault = fault.at(place.clone(), "").did_you_mean(name, queries::names(context)).help("remove it from the list");
    let others: Vec<String> = gone.map(|(name, _)| format!("`{name}`")).collect();
    found.push(if others.is_empty() { fault } else { fault.note(format!("nor is there {}", others.join(", "))) });
}
