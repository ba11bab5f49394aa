//! MD227, MD231: measures that say what another says.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::bind::SitePlace;
use crate::check::context::{Context, Lookup};
use crate::check::dax_trees::{Tree, bare};
use crate::dax::tree::ExprKind;
use crate::diag::{Code, Diagnostic, Severity};

pub static REPEATED_MEASURE: Code = Code {
    id: "MD227",
    name: "repeated-measure",
    severity: Severity::Note,
    explanation:
        "Two measures have the same DAX and the same format. One of them will be changed and the other forgotten.

Wrong: `Total = SUM(Sales[Revenue])` and `Revenue = SUM(Sales[Revenue])`.
Right: one of them.",
};

pub static MEASURE_ALIAS: Code = Code {
    id: "MD231",
    name: "measure-alias",
    severity: Severity::Note,
    explanation: "A measure that is nothing but another measure is a second name for it.

Wrong: `measure Turnover = [Revenue]`.
Right: `[Revenue]` where `[Turnover]` is used.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<(String, &str), (&str, &Tree)> = BTreeMap::new();
    let measures = context.trees.iter().filter(|tree| tree.dax.place == SitePlace::Measure);
    for tree in measures {
        let Some(Lookup::Found((_, measure))) = tree.dax.name.map(|name| context.measure(name)) else { continue };
        let name = measure.name.as_str();
        let place = || context.origins.place(&tree.dax.path);
        if let ExprKind::Column(column) = &bare(tree.root).kind
            && column.table.is_none()
            && let Lookup::Found((_, other)) = context.measure(&column.name.text)
        {
            let message = format!("the measure `{name}` is `{}` by another name", other.name);
            let fault = Diagnostic::new(&MEASURE_ALIAS, message).at(place(), "");
            found.push(fault.help(format!("use `{}` in its place", other.name)));
            continue;
        }
        if !reads_data(tree) {
            continue;
        }
        let text = tree.dax.text.split_whitespace().collect::<String>().to_lowercase();
        match seen.entry((text, measure.format_string.as_deref().unwrap_or_default())) {
            Entry::Vacant(free) => drop(free.insert((name, tree))),
            Entry::Occupied(first) => {
                let (other, first) = first.get();
                found.push(
                    Diagnostic::new(&REPEATED_MEASURE, format!("the measures `{other}` and `{name}` are the same"))
                        .at(place(), "this one")
                        .at(context.origins.place(&first.dax.path), "and this one")
                        .help("remove one of them"),
                );
            }
        }
    }
}

/// Constants may well be equal.
fn reads_data(tree: &Tree) -> bool {
    let mut reads = false;
    tree.root.walk(&mut |expr| reads |= matches!(expr.kind, ExprKind::Column(_) | ExprKind::Name(_)));
    reads
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn the_same_dax_is_found() {
        assert_eq!(lines(&REPEATED_MEASURE, &with_measure("SUM( T[A] )")).len(), 1);
        for right in ["SUM(T[B])", "1", "[N]"] {
            assert!(lines(&REPEATED_MEASURE, &with_measure(right)).is_empty(), "{right}");
        }
    }

    #[test]
    fn another_name_is_found() {
        assert_eq!(lines(&MEASURE_ALIAS, &with_measure("[N]")), [3]);
        assert!(lines(&MEASURE_ALIAS, &with_measure("[N] + 0")).is_empty());
    }
}
