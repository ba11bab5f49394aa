//! DX140 of calculated columns that ask who is asking.

use super::context::Context;
use crate::bind::SitePlace;
use crate::bind::rules::standing::REFUSED_HERE;
use crate::dax::functions::lookup;
use crate::diag::Diagnostic;

/// A calculated column is computed once for everybody, unless its `expressionContext` says otherwise.
pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let columns = context.trees.iter().filter(|tree| tree.dax.place == SitePlace::CalculatedColumn);
    for tree in columns.filter(|tree| !context.is_hurt(&tree.dax.path, tree.dax.property)) {
        let table = tree.dax.home.into_iter();
        let mut column = table.flat_map(|table| &table.columns).filter(|one| Some(one.name.as_str()) == tree.dax.name);
        let is_of_user = |name: &str| name.eq_ignore_ascii_case("expressionContext");
        if column.any(|column| column.more.iter().any(|property| is_of_user(&property.name))) {
            continue;
        }
        for (call, span) in tree.calls() {
            let Some(function) = lookup(&call.function.text).filter(|function| function.notes.per_user) else {
                continue;
            };
            let message = format!("`{}` cannot be used in a calculated column", function.name);
            let fault = Diagnostic::new(&REFUSED_HERE, message).at(tree.place(context, span), "");
            found.push(fault.help("the column is computed once for all users: use it in a measure or in a role"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::check;
    use crate::file_tree::FileTree;

    fn said(column: &str) -> Vec<&'static str> {
        let mut tree = FileTree::new();
        let model = format!("table T\n\tcolumn C = {column}\n\tpartition T = m\n\t\tsource = 1\n");
        tree.insert("t.tmdl", model);
        check(&tree).iter().map(|found| found.code.id).collect()
    }

    #[test]
    fn a_column_does_not_know_who_asks() {
        assert_eq!(said("IF(USERPRINCIPALNAME() = \"a\", 1)"), ["DX140"]);
        assert_eq!(said("TODAY()"), [""; 0]);
    }
}
