//! What is declared public, written into the model: who reads the model alone, or checks it, sees that it is meant.

use super::Options;
use crate::model::{Annotation, Model};
use crate::name::same;

/// On a table: every reader may see all its rows, for the reason that is its value.
pub const ANNOTATION: &str = "pbiforge_public";

const REASON: &str = "declared in [roles] public of the configuration";

pub fn annotate(model: &mut Model, options: &Options) {
    for table in &mut model.tables {
        let is_public = options.public.iter().any(|name| same(name, table.name.as_str()));
        if is_public && !table.annotations.iter().any(|annotation| annotation.name == ANNOTATION) {
            table.annotations.push(Annotation { name: ANNOTATION.to_owned(), value: REASON.to_owned() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Table;

    #[test]
    fn a_reason_of_ones_own_stands() {
        let table = |name: &str| Table { name: name.into(), ..Table::default() };
        let mut model = Model { tables: ["Date", "product", "Sales"].map(table).into(), ..Model::default() };
        let own = Annotation { name: ANNOTATION.to_owned(), value: "on the web".to_owned() };
        model.tables[1].annotations.push(own.clone());
        annotate(&mut model, &Options::default());
        annotate(&mut model, &Options::default());
        assert_eq!(model.tables[0].annotations[0].value, REASON);
        assert_eq!((model.tables[1].annotations.as_slice(), model.tables[2].annotations.len()), (&[own][..], 0));
    }
}
