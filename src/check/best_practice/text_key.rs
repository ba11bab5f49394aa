//! MD265: relationships over something other than whole numbers.

use crate::check::context::{Context, path_in};
use crate::check::ends::ends;
use crate::diag::{Code, Diagnostic, Severity};

pub static TEXT_KEY: Code = Code {
    id: "MD265",
    name: "text-key",
    severity: Severity::Note,
    explanation: "A relationship joins fastest over whole numbers. A date, a `dateTime` without a time, does as well.

Wrong: `Customer[Customer ID]` as `string` where the ids are numbers.
Right: `dataType: int64`.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for relationship in &context.model.relationships {
        let Some(ends) = ends(context, relationship) else { continue };
        let (table, column) = ends.to;
        let Some(kind @ ("string" | "double" | "decimal")) = column.data_type.as_deref() else { continue };
        let message = format!("the key `{}` of `{}` is a `{kind}`", column.name, table.name);
        let place = context.place(&path_in(table, "column", column.name.as_str()), "dataType");
        found.push(Diagnostic::new(&TEXT_KEY, message).at(place, "").help("join over an `int64`"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn it_is_found_and_can_be_mended() {
        assert_eq!(lines(&TEXT_KEY, &joined_by("dataType: string")).len(), 1);
        assert!(lines(&TEXT_KEY, &joined_by("dataType: int64")).is_empty());
    }
}
