//! MD131: queries that are called like another.

use super::context::{Context, table_path};
use crate::diag::{Code, Diagnostic, Severity};
use crate::name::same;
use crate::tmdl::origins::path;

pub static QUERY_AND_TABLE: Code = Code {
    id: "MD131",
    name: "query-and-table",
    severity: Severity::Warning,
    explanation:
        "A table that M fills is a query of its own name, and shared expressions are queries as well: the query \
editor has room for one of a name.

Wrong: `expression Sales = …` beside `table Sales`, which has a partition of kind `m`.
Right: `expression 'Sales Source' = …`",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let is_m = |kind: &str| kind.eq_ignore_ascii_case("m");
    for table in &context.model.tables {
        let shared = context.model.expressions.iter().find(|shared| same(&shared.name, table.name.as_str()));
        if let Some(shared) = shared.filter(|_| table.partitions.iter().any(|one| is_m(&one.kind))) {
            let message = format!("both a table and a shared query are called `{}`", table.name);
            let fault = Diagnostic::new(&QUERY_AND_TABLE, message);
            let fault = fault.at(context.origins.place(&path("", "expression", &shared.name)), "the query");
            found.push(fault.at(context.origins.place(&table_path(table)), "the table").help("rename the query"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::lines;

    #[test]
    fn a_query_has_its_own_name() {
        let text = |name: &str| format!("expression {name} = 1\ntable T\n    partition P = m\n        source = 1\n");
        assert_eq!(lines(&QUERY_AND_TABLE, &text("T")), [1]);
        assert_eq!(lines(&QUERY_AND_TABLE, &text("S")), [0; 0]);
    }
}
