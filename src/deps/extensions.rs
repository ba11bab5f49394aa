//! The measures of a report itself: what they use, and what shows them.

use std::collections::HashMap;

use super::Kind;
use super::build::Builder;
use super::dax;
use super::model::key;
use super::report::Shown;
use crate::bind::{Index, Target};
use crate::check::report::extensions;
use crate::diag::Place;
use crate::file_tree::FileTree;
use crate::model::Model;
use crate::pbir::Read;

/// `model` with the number that it bears.
pub fn add(builder: &mut Builder, (number, model): (usize, &Model), shown: Shown, (tree, read): (&FileTree, &Read)) {
    let measures = extensions::find(read);
    if measures.is_empty() {
        return;
    }
    let mut own = HashMap::new();
    for measure in &measures {
        let at = builder.object(Kind::Measure, format!("[{}]", measure.name), measure.place(read));
        builder.alias(at, &key(measure.table, measure.name));
        builder.part(shown.report, at);
        own.entry(measure.name.to_lowercase()).or_insert(at);
    }
    let index = extensions::index(&Index::new(model), &measures);
    for (measure, expression) in measures.iter().zip(extensions::bind(&index, &measures)) {
        let Some(at) = own.get(&measure.name.to_lowercase()).copied() else { continue };
        let place = |span| measure.inside(tree, read, &span);
        for (to, span) in dax::references(builder, number, measure.dax, &expression.bound) {
            builder.uses(at, Some(to), place(span));
        }
        for reference in &expression.bound.references {
            let Target::Measure(_, named) = &reference.target else { continue };
            if named.is_of_query {
                let to = own.get(&named.name.to_lowercase()).copied();
                builder.uses(at, to, place(reference.span.clone()));
            }
        }
    }
    for (path, object) in &shown.objects {
        let Some(json) = read.files.get(path) else { continue };
        json.each(&mut |member| {
            let source = member.value.at(&["Expression", "SourceRef"]).filter(|_| member.key == "Measure");
            let is_own = source.is_some_and(|source| source.get("Schema").is_some());
            let Some(name) = member.value.get("Property").filter(|_| is_own) else { return };
            let to = name.text().map(str::to_lowercase).and_then(|name| own.get(&name).copied());
            builder.uses(*object, to, Place::bytes(path, name.span.clone()));
        });
    }
}
