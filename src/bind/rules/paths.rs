//! DX142 to DX144: relationships and earlier rows that a function needs.

use std::collections::BTreeSet;

use crate::bind::Fault;
use crate::bind::arguments::Given;
use crate::bind::binder::{Binder, Row};
use crate::bind::index::Index;
use crate::dax::Span;
use crate::dax::functions::Function;
use crate::dax::tree::{Call, ExprKind, Literal};
use crate::diag::{Code, Severity};
use crate::name::dax_column;

pub static NO_RELATIONSHIP: Code = Code {
    id: "DX142",
    name: "no-such-relationship",
    severity: Severity::Error,
    explanation: "`USERELATIONSHIP` and `CROSSFILTER` take the two columns of a relationship of the model.

Wrong: `CALCULATE([Revenue], USERELATIONSHIP(Sales[Shipped], 'Date'[Month]))`
Right: `CALCULATE([Revenue], USERELATIONSHIP(Sales[Shipped], 'Date'[Date]))`",
};

pub static NO_PATH: Code = Code {
    id: "DX143",
    name: "no-path-to-table",
    severity: Severity::Error,
    explanation:
        "`RELATED` follows relationships from the row at hand to the one row it belongs to: from the many side \
to the one side.

Wrong: `SUMX(Product, RELATED(Sales[Amount]))`
Right: `SUMX(Sales, RELATED(Product[Price]))`",
};

pub static OWN_COLUMN: Code = Code {
    id: "DX187",
    name: "related-own-column",
    severity: Severity::Warning,
    explanation:
        "`RELATED` reads a column of another table, by a relationship. A column of the row at hand is read by \
its name.

Wrong: `SUMX(Product, RELATED(Product[Price]))`
Right: `SUMX(Product, Product[Price])`",
};

pub static NO_EARLIER_ROW: Code = Code {
    id: "DX144",
    name: "no-earlier-row",
    severity: Severity::Error,
    explanation:
        "`EARLIER` reads the row of the loop around the loop at hand, and there is none around it. In a measure a \
variable says the same more plainly.

Wrong: `SUMX(Sales, EARLIER(Sales[Amount]))` in a measure
Right: `COUNTROWS(FILTER(Sales, Sales[Amount] > EARLIER(Sales[Amount])))` in a calculated column",
};

pub fn check(binder: &Binder, function: &Function, given: &[Given], call: &Call, span: &Span) -> Option<Fault> {
    match function.name {
        "USERELATIONSHIP" | "CROSSFILTER" => relationship(binder, function, given, call),
        "RELATED" => related(binder, given, span),
        "EARLIER" | "EARLIEST" => earlier(binder, function, call, span),
        _ => None,
    }
}

fn relationship(binder: &Binder, function: &Function, given: &[Given], call: &Call) -> Option<Fault> {
    let source = |at: usize| given.get(at)?.column.as_ref()?.source;
    let ((left_table, left), (right_table, right)) = (source(0)?, source(1)?);
    if !are_known(binder.index) {
        return None;
    }
    let (one, other) =
        ((left_table.name.as_str(), left.name.as_str()), (right_table.name.as_str(), right.name.as_str()));
    if binder.index.relationships.iter().any(|relationship| relationship.joins(one, other)) {
        return None;
    }
    let message = format!(
        "there is no relationship between `{}` and `{}`",
        dax_column(one.0, one.1),
        dax_column(other.0, other.1)
    );
    let span = call.arguments.first()?.span.start..call.arguments.get(1)?.span.end;
    let fault = Fault::new(&NO_RELATIONSHIP, span, message);
    Some(fault.help(format!("`{}` takes the columns of a relationship of the model", function.name)))
}

fn related(binder: &Binder, given: &[Given], span: &Span) -> Option<Fault> {
    let (table, column) = given.first()?.column.as_ref()?.source?;
    if !are_known(binder.index) || binder.rows.iter().any(is_open) {
        return None;
    }
    let from: BTreeSet<String> = binder.rows.iter().flat_map(tables).collect();
    let name = dax_column(&table.name, &column.name);
    if from.is_empty() {
        let message = format!("there is no row here from which `{name}` could be reached");
        return Some(Fault::new(&NO_PATH, span.clone(), message));
    }
    let is_own = |table: &str| from.len() == 1 && from.contains(table);
    if is_own(&table.name.to_lowercase()) {
        let message = format!("`{name}` is a column of the row at hand: no relationship leads to it");
        let fault = Fault::new(&OWN_COLUMN, span.clone(), message);
        return Some(fault.help("write the column without `RELATED`"));
    }
    if reached(binder.index, &from).contains(&table.name.to_lowercase()) {
        return None;
    }
    let message = format!("no relationship leads from the row at hand to one row of `{}`", table.name);
    Some(Fault::new(&NO_PATH, span.clone(), message).help("`RELATEDTABLE` gives the rows of the many side"))
}

/// A part of a model may have been brought without its relationships, and one that names no column was said.
pub fn are_known(index: &Index) -> bool {
    let has = |end: &(String, String)| index.table(&end.0).is_some_and(|table| table.column(&end.1).is_some());
    let mut relationships = index.relationships.iter();
    !index.relationships.is_empty()
        && relationships.all(|relationship| has(&relationship.from) && has(&relationship.to))
}

fn is_open(row: &Row) -> bool {
    match row {
        Row::Any => true,
        Row::Of(relation) => relation.open,
    }
}

fn tables(row: &Row) -> Vec<String> {
    match row {
        Row::Any => Vec::new(),
        Row::Of(relation) => relation.tables().map(|table| table.name.to_lowercase()).collect(),
    }
}

/// The tables to whose one row relationships lead, active or not, those that are many to many included.
pub fn reached(index: &Index, from: &BTreeSet<String>) -> BTreeSet<String> {
    let mut reached = from.clone();
    loop {
        let before = reached.len();
        for relationship in &index.relationships {
            let (from, to) = (relationship.from.0.to_lowercase(), relationship.to.0.to_lowercase());
            let is_many_to_many = !relationship.from_is_one && !relationship.to_is_one;
            if reached.contains(&from) {
                reached.insert(to);
            } else if reached.contains(&to) && (relationship.from_is_one || is_many_to_many) {
                reached.insert(from);
            }
        }
        if reached.len() == before {
            return reached;
        }
    }
}

fn earlier(binder: &Binder, function: &Function, call: &Call, span: &Span) -> Option<Fault> {
    let depth = match call.arguments.get(1).map(|argument| &argument.kind) {
        Some(ExprKind::Literal(Literal::Integer(number))) => number.parse().unwrap_or(1),
        _ => 1,
    };
    if binder.rows.len() > depth || binder.rows.iter().any(is_open) {
        return None;
    }
    let message = format!("`{}` has no earlier row to read from here", function.name);
    Some(Fault::new(&NO_EARLIER_ROW, span.clone(), message).help("keep the outer value in a variable"))
}

#[cfg(test)]
mod tests {
    use crate::bind::SitePlace;
    use crate::bind::testing::{at, faults};

    #[test]
    fn a_relationship_is_named_by_its_columns() {
        assert_eq!(faults("CALCULATE([Revenue], USERELATIONSHIP(Sales[Shipped], 'Date'[Year]))"), ["DX142"]);
        assert_eq!(faults("CALCULATE([Revenue], USERELATIONSHIP('Date'[Date], Sales[Shipped]))"), [""; 0]);
    }

    #[test]
    fn related_goes_to_the_one_side() {
        assert_eq!(faults("SUMX(Product, RELATED(Sales[Amount]))"), ["DX143"]);
        assert_eq!(faults("SUMX(Sales, RELATED(Other[Amount]))"), ["DX143"]);
        assert_eq!(faults("RELATED(Product[Price])"), ["DX143"]);
        assert_eq!(faults("SUMX(Sales, RELATED(Product[Price]) * RELATED('Date'[Year]))"), [""; 0]);
        assert_eq!(at(SitePlace::CalculatedColumn, "RELATED(Product[Price])"), [""; 0]);
    }

    #[test]
    fn earlier_needs_two_rows() {
        assert_eq!(faults("SUMX(Sales, EARLIER(Sales[Amount]))"), ["DX144"]);
        let rank = "COUNTROWS(FILTER(Sales, Sales[Amount] > EARLIER(Sales[Amount])))";
        assert_eq!(at(SitePlace::CalculatedColumn, rank), [""; 0]);
        let twice = "COUNTROWS(FILTER(Sales, Sales[Amount] > EARLIER(Sales[Amount], 2)))";
        assert_eq!(at(SitePlace::CalculatedColumn, twice), ["DX144"]);
    }
}
