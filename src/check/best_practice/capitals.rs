//! MD270: names that begin with a small letter.

use super::columns;
use crate::check::context::{Context, path_in, table_path};
use crate::diag::{Code, Diagnostic, Severity};

pub static SMALL_LETTER: Code = Code {
    id: "MD270",
    name: "small-letter",
    severity: Severity::Note,
    explanation: "Names that people see begin with a capital letter, as the headings of a report do.

Wrong: `column customer_name`.
Right: `column 'Customer Name'`.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let mut say = |name: &str, path: &str, is_hidden: bool| {
        if name.starts_with(char::is_lowercase) && !is_hidden {
            let fault = Diagnostic::new(&SMALL_LETTER, format!("`{name}` begins with a small letter"));
            found.push(fault.at(context.origins.place(path), "").help("begin it with a capital"));
        }
    };
    for table in &context.model.tables {
        say(table.name.as_str(), &table_path(table), table.is_hidden);
        for measure in &table.measures {
            let is_hidden = measure.is_hidden || table.is_hidden;
            say(measure.name.as_str(), &path_in(table, "measure", measure.name.as_str()), is_hidden);
        }
    }
    for (table, column, path) in columns(context) {
        say(column.name.as_str(), &path, column.is_hidden || table.is_hidden);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn what_people_see_begins_with_a_capital() {
        let model = |name: &str| {
            format!("table T\n    column {name}\n        dataType: int64\n    partition P = m\n        source = 1\n")
        };
        assert_eq!(lines(&SMALL_LETTER, &model("name")), [2]);
        assert!(lines(&SMALL_LETTER, &model("Name")).is_empty());
    }
}
