//! The captions of the built-in translations, for what the model has.
//!
//! Whoever puts measures of their own in the place of ours has no captions for them, and does not want those of ours:
//! they would be translations of nothing. A translation file of the user's own is taken as it stands, and what it
//! translates has to be there.

use crate::model::{Model, Table};
use crate::name::same;

/// The file without the captions of what the model does not have.
pub(super) fn known(text: &str, model: &Model) -> String {
    let mut kept = String::with_capacity(text.len());
    let (mut table, mut is_kept): (Option<&Table>, bool) = (None, true);
    for line in text.split_inclusive('\n') {
        let depth = line.len() - line.trim_start_matches('\t').len();
        if let Some((kind, name)) = line.trim().split_once(' ').filter(|_| depth == TABLE || depth == OBJECT) {
            let name = bare(name);
            match (depth, kind) {
                (TABLE, "table") => {
                    table = model.table(&name);
                    is_kept = table.is_some();
                }
                (OBJECT, "measure" | "column" | "hierarchy") => {
                    is_kept = table.is_some_and(|table| has(table, kind, &name))
                }
                // The table's own caption.
                (OBJECT, _) => is_kept = table.is_some(),
                _ => {}
            }
        }
        if is_kept {
            kept.push_str(line);
        }
    }
    kept
}

/// Tabs before the declarations of a translation.
const TABLE: usize = 3;
const OBJECT: usize = 4;

fn has(table: &Table, kind: &str, name: &str) -> bool {
    match kind {
        "measure" => table.measure(name).is_some(),
        "column" => table.column(name).is_some(),
        _ => table.hierarchies.iter().any(|hierarchy| same(&hierarchy.name, name)),
    }
}

/// A name without its quotes.
fn bare(name: &str) -> String {
    match name.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        Some(inner) => inner.replace("''", "'"),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Measure;

    #[test]
    fn what_the_model_lacks_has_no_caption() {
        let table = Table {
            name: "Sales".into(),
            measures: vec![Measure { name: "Let's go".into(), ..Measure::default() }],
            ..Table::default()
        };
        let model = Model { tables: vec![table], ..Model::default() };
        let text = "cultureInfo de-DE\n\n\ttranslations\n\t\tmodel Model\n\n\
                    \t\t\ttable Sales\n\t\t\t\tcaption: Verkauf\n\n\
                    \t\t\t\tmeasure Gone\n\t\t\t\t\tcaption: Weg\n\n\
                    \t\t\t\tmeasure 'Let''s go'\n\t\t\t\t\tcaption: Los\n\n\
                    \t\t\ttable Other\n\t\t\t\tcaption: Anderes\n\n\
                    \t\t\t\tmeasure 'Let''s go'\n\t\t\t\t\tcaption: Los\n";
        assert_eq!(
            known(text, &model),
            "cultureInfo de-DE\n\n\ttranslations\n\t\tmodel Model\n\n\
             \t\t\ttable Sales\n\t\t\t\tcaption: Verkauf\n\n\
             \t\t\t\tmeasure 'Let''s go'\n\t\t\t\t\tcaption: Los\n\n"
        );
    }
}
