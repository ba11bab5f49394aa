//! DX182 to DX184: calls that lack what they need: a group, an order, common columns.

use super::arity::WRONG_NUMBER;
use super::paths;
use crate::bind::arguments::Given;
use crate::bind::binder::Binder;
use crate::bind::index::Index;
use crate::bind::types::{Relation, RowColumn, Type};
use crate::bind::{Fault, SitePlace};
use crate::dax::Span;
use crate::dax::functions::{Function, Placement, lookup};
use crate::dax::tree::{Call, Expr, ExprKind};
use crate::diag::{Code, Severity};

pub static NO_CURRENT_GROUP: Code = Code {
    id: "DX182",
    name: "no-current-group",
    severity: Severity::Error,
    explanation: "What `GROUPBY` computes for each group, it computes with an iterator over `CURRENTGROUP`. Other \
aggregates are refused there.

Wrong: `GROUPBY(Sales, Sales[Product], \"Total\", SUM(Sales[Amount]))`
Right: `GROUPBY(Sales, Sales[Product], \"Total\", SUMX(CURRENTGROUP(), Sales[Amount]))`",
};

pub static NO_ORDER: Code = Code {
    id: "DX183",
    name: "window-without-order",
    severity: Severity::Error,
    explanation: "Outside of a visual a window function walks over a table in an order. Where it names no table, it \
needs `ORDERBY`.

Wrong: `RANK(DENSE)`
Right: `RANK(DENSE, ALLSELECTED(Product[Color]), ORDERBY([Revenue], DESC))`",
};

pub static NO_COMMON_COLUMN: Code = Code {
    id: "DX184",
    name: "no-common-column",
    severity: Severity::Error,
    explanation: "A natural join finds the rows that belong together by the columns that both tables have.

Wrong: `NATURALINNERJOIN({ 1 }, SELECTCOLUMNS(Product, \"Key\", Product[Key]))`
Right: `NATURALINNERJOIN(SELECTCOLUMNS({ 1 }, \"Key\", [Value]), SELECTCOLUMNS(Product, \"Key\", Product[Key]))`",
};

pub fn check(
    binder: &Binder,
    function: &Function,
    placement: &Placement,
    given: &[Given],
    call: &Call,
    span: &Span,
) -> Option<Fault> {
    match function.name {
        "GROUPBY" => group(binder, placement, given, call),
        "RANK" | "ROWNUMBER" | "OFFSET" | "INDEX" | "WINDOW" if binder.place != SitePlace::Function => {
            let twice = clause_twice(function, call, span);
            twice.or_else(|| order(function, placement, given, span))
        }
        "NATURALINNERJOIN" | "NATURALLEFTOUTERJOIN" => join(binder.index, given, span),
        _ => None,
    }
}

fn group(binder: &Binder, placement: &Placement, given: &[Given], call: &Call) -> Option<Fault> {
    let expression = placement.form.position("expression")?;
    let computed = placement.arguments(expression).filter_map(|at| Some((given.get(at)?, call.arguments.get(at)?)));
    let is_column = |name: &str| match given.first().map(|table| &table.ty) {
        Some(Type::Table(relation)) => relation.open || relation.named(name).next().is_some(),
        _ => true,
    };
    let is_measure = |name: &str| binder.index.measure(name).is_some() && !is_column(name);
    let is_wrong = |given: &Given, one: &Expr| match calls(one, &|name| is(name, "CURRENTGROUP")) {
        true => names(one, &is_measure),
        false => given.is_measure || aggregates(one),
    };
    let mut wrong = computed.filter(|(given, one)| is_wrong(given, one)).map(|(_, one)| one);
    let message = "`GROUPBY` computes with the columns of `CURRENTGROUP`, and this does not";
    wrong.next().map(|one| Fault::new(&NO_CURRENT_GROUP, one.span.clone(), message))
}

/// Whether it sums a column up, and calls nothing whose inside is not known.
fn aggregates(expression: &Expr) -> bool {
    let has = |wanted: &[&str]| calls(expression, &|name| wanted.iter().any(|one| is(name, one)));
    let columns = ["SUM", "AVERAGE", "MIN", "MAX", "COUNT", "COUNTROWS", "DISTINCTCOUNT", "COUNTA"];
    let iterators = ["SUMX", "AVERAGEX", "MINX", "MAXX", "COUNTX", "COUNTAX"];
    (has(&columns) || has(&iterators)) && !calls(expression, &|name| lookup(name).is_none())
}

fn is(name: &str, wanted: &str) -> bool {
    name.eq_ignore_ascii_case(wanted)
}

fn calls(expression: &Expr, is_it: &dyn Fn(&str) -> bool) -> bool {
    has_one(expression, &|one| matches!(&one.kind, ExprKind::Call(call) if is_it(&call.function.text)))
}

/// Whether it reads a measure: the rows of a group are no filter for one.
fn names(expression: &Expr, is_measure: &dyn Fn(&str) -> bool) -> bool {
    let is_one = |one: &Expr| match &one.kind {
        ExprKind::Column(column) => column.table.is_none() && is_measure(&column.name.text),
        _ => false,
    };
    has_one(expression, &is_one)
}

fn has_one(expression: &Expr, is_it: &dyn Fn(&Expr) -> bool) -> bool {
    let mut found = false;
    expression.walk(&mut |one| found |= is_it(one));
    found
}

/// `INDEX(1, …, ORDERBY(…), ORDERBY(…))`
fn clause_twice(function: &Function, call: &Call, span: &Span) -> Option<Fault> {
    let is_clause =
        |one: &&Expr, clause: &str| matches!(&one.kind, ExprKind::Call(call) if is(&call.function.text, clause));
    let clause = ["ORDERBY", "PARTITIONBY", "MATCHBY"]
        .into_iter()
        .find(|clause| call.arguments.iter().filter(|one| is_clause(one, clause)).count() > 1)?;
    let message = format!("`{}` has `{clause}` twice", function.name);
    Some(Fault::new(&WRONG_NUMBER, span.clone(), message).help("write all that it names into one"))
}

fn order(function: &Function, placement: &Placement, given: &[Given], span: &Span) -> Option<Fault> {
    let has = |name: &str| {
        let position = placement.form.position(name);
        position.is_some_and(|at| placement.arguments(at).any(|at| given.get(at).is_some_and(|one| !one.is_omitted)))
    };
    // What is sorted by stands in `ORDERBY` and not by itself; the others begin with a number.
    let is_bare = matches!(function.name, "RANK" | "ROWNUMBER") && given.iter().any(|one| one.is_measure);
    if is_bare {
        let fault = Fault::new(&NO_ORDER, span.clone(), format!("`{}` is sorted by `ORDERBY`", function.name));
        return Some(fault.help("write the measure into `ORDERBY(…)`"));
    }
    // A table in its place is the one of the window.
    let is_table = |at: usize| given.get(at).is_some_and(|one| matches!(one.ty, Type::Table(_)));
    let ends = placement.form.position("to").is_some_and(|to| placement.arguments(to).any(|at| !is_table(at)));
    if function.name == "WINDOW" && !ends {
        let fault = Fault::new(&WRONG_NUMBER, span.clone(), "`WINDOW` has no `to`, at which it ends");
        return Some(fault.help("write `WINDOW(from, ABS, to, ABS, …)`"));
    }
    // What stands where it is not expected may be either.
    let is_placed = (0..given.len()).all(|at| placement.parameter(at).is_some());
    (is_placed && !has("relation") && !has("order_by")).then(|| {
        let message = format!("`{}` has neither a table nor an order", function.name);
        Fault::new(&NO_ORDER, span.clone(), message).help("add `ORDERBY`, and the table before it")
    })
}

fn join(index: &Index, given: &[Given], span: &Span) -> Option<Fault> {
    let [left, right] = given else { return None };
    let (Type::Table(left), Type::Table(right)) = (&left.ty, &right.ty) else { return None };
    let is_common = |column: RowColumn| right.named(&column.name).next().is_some();
    if left.open || right.open || left.columns().any(is_common) {
        return None;
    }
    let is_made = |table: &Relation| table.columns().all(|column| column.source.is_none());
    (is_made(left) || is_made(right) || are_strangers(index, left, right))
        .then(|| Fault::new(&NO_COMMON_COLUMN, span.clone(), "the two tables have no column in common"))
}

/// Columns of the model are joined by relationships and lineage too: neither side belongs to rows of the other.
fn are_strangers(index: &Index, left: &Relation, right: &Relation) -> bool {
    let is_plain = |table: &Relation| table.columns().all(|column| column.source.is_some());
    let names = |table: &Relation| table.tables().map(|table| table.name.to_lowercase()).collect();
    let (left_names, right_names) = (names(left), names(right));
    is_plain(left)
        && is_plain(right)
        && paths::are_known(index)
        && paths::reached(index, &left_names).is_disjoint(&right_names)
        && paths::reached(index, &right_names).is_disjoint(&left_names)
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn groups_are_computed_with_the_group() {
        let group = |dax: &str| faults(&format!("COUNTROWS(GROUPBY(Sales, Sales[Note], \"n\", {dax}))"));
        assert_eq!(group("SUM(Sales[Amount])"), ["DX182"]);
        assert_eq!(group("[Revenue]"), ["DX182"]);
        assert_eq!(group("SUMX(Sales, 1)"), ["DX182"]);
        assert_eq!(group("SUMX(CURRENTGROUP(), [Revenue])"), ["DX182"]);
        assert_eq!(group("SUMX(CURRENTGROUP(), Sales[Amount])"), [""; 0]);
        assert!(!group("VAR a = 1 RETURN a").contains(&"DX182"));
    }

    #[test]
    fn windows_have_an_order() {
        assert_eq!(faults("RANK(DENSE)"), ["DX183"]);
        assert_eq!(faults("ROWNUMBER()"), ["DX183"]);
        assert_eq!(faults("RANK(DENSE, Product, [Revenue])"), ["DX183"]);
        let index = |clauses: &str| faults(&format!("COUNTROWS(INDEX(1, ALLSELECTED(Product[Color]), {clauses}))"));
        assert_eq!(index("ORDERBY(Product[Color]), ORDERBY(Product[Color])"), ["DX110"]);
        assert_eq!(index("ORDERBY(Product[Color], ASC)"), [""; 0]);
        let window = |from: &str| {
            faults(&format!("COUNTROWS(WINDOW({from}, ALLSELECTED(Product[Color]), ORDERBY(Product[Color])))"))
        };
        assert_eq!(window("1, ABS"), ["DX110"]);
        assert_eq!(window("1, ABS, 0, REL"), [""; 0]);
        assert_eq!(window("-1, 0"), [""; 0]);
        for dax in ["RANK(DENSE, ORDERBY(Sales[Date]))", "ROWNUMBER(ALLSELECTED(Sales), ORDERBY(Sales[Date]))"] {
            assert!(!faults(dax).contains(&"DX183"), "{dax}");
        }
    }

    #[test]
    fn joins_have_a_column_in_common() {
        let join = |left: &str, right: &str| faults(&format!("COUNTROWS(NATURALINNERJOIN({left}, {right}))"));
        let made = |name: &str| format!("SELECTCOLUMNS(Product, \"{name}\", 1)");
        assert_eq!(join(&made("a"), &made("b")), ["DX184"]);
        assert_eq!(join(&made("a"), &made("A")), [""; 0]);
        assert_eq!(join("Sales", "Product"), [""; 0]);
        assert_eq!(join(&made("a"), "Product"), ["DX184"]);
        assert_eq!(join(&made("Color"), "Product"), [""; 0]);
        assert_eq!(join("Product", "Other"), ["DX184"]);
        assert_eq!(join("Sales", "Other"), [""; 0], "both have an amount");
        assert_eq!(join("Product", "'Date'"), ["DX184"], "related by way of the sales only");
        assert_eq!(join("FILTER(Sales, TRUE())", "DISTINCT('Date'[Year])"), [""; 0]);
    }
}
