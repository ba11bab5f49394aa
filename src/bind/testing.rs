//! A model to bind expressions over.

use crate::bind::{Bound, Index, Site, SitePlace, Target, bind_expression};
use crate::dax::parse_expression;
use crate::model::{Column, ColumnReference, Measure, Model, Relationship, Table};

fn table(name: &str, columns: &[(&str, &str)], measures: &[(&str, &str)]) -> Table {
    let columns = columns.iter().map(|(name, data_type)| Column {
        name: (*name).into(),
        data_type: Some((*data_type).to_owned()),
        ..Column::default()
    });
    let measures = measures.iter().map(|(name, expression)| Measure {
        name: (*name).into(),
        expression: (*expression).to_owned(),
        ..Measure::default()
    });
    Table { name: name.into(), columns: columns.collect(), measures: measures.collect(), ..Table::default() }
}

pub fn model() -> Model {
    let columns = |table: &str, column: &str| ColumnReference { table: table.into(), column: column.into() };
    let sales = [
        ("Product Key", "int64"),
        ("Quantity", "int64"),
        ("Amount", "decimal"),
        ("Date", "dateTime"),
        ("Shipped", "dateTime"),
        ("Note", "string"),
    ];
    let product = [("Product Key", "int64"), ("Color", "string"), ("Price", "decimal"), ("Active", "boolean")];
    let dates = [("Date", "dateTime"), ("Year", "int64"), ("Month", "string")];
    let relationship = |name: &str, from, to, is_active| Relationship {
        name: name.to_owned(),
        from,
        to,
        is_active,
        ..Relationship::default()
    };
    Model {
        tables: vec![
            table("Sales", &sales, &[("Revenue", "SUM(Sales[Amount])"), ("Orders", "COUNTROWS(Sales)")]),
            table("Product", &product, &[("Colours", "DISTINCTCOUNT(Product[Color])")]),
            table("Date", &dates, &[]),
            table("Other", &[("Code", "string"), ("Amount", "double")], &[]),
        ],
        relationships: vec![
            relationship("p", columns("Sales", "Product Key"), columns("Product", "Product Key"), None),
            relationship("d", columns("Sales", "Date"), columns("Date", "Date"), None),
            relationship("s", columns("Sales", "Shipped"), columns("Date", "Date"), Some(false)),
        ],
        ..Model::default()
    }
}

pub fn index() -> Index {
    Index::new(&model())
}

pub fn at(place: SitePlace, dax: &str) -> Vec<&'static str> {
    let index = index();
    codes(&bind_expression(&index, Site::new(place, "Sales"), &parse_expression(dax).tree))
}

fn codes(bound: &Bound) -> Vec<&'static str> {
    bound.faults.iter().map(|fault| fault.code.id).collect()
}

/// The codes of what is wrong with a measure of `Sales`.
pub fn faults(dax: &str) -> Vec<&'static str> {
    let parsed = parse_expression(dax);
    assert_eq!(parsed.errors, [], "{dax}");
    at(SitePlace::Measure, dax)
}

pub fn messages(dax: &str) -> Vec<String> {
    let index = index();
    let bound = bind_expression(&index, Site::new(SitePlace::Measure, "Sales"), &parse_expression(dax).tree);
    bound.faults.into_iter().map(|fault| fault.message).collect()
}

/// `text → target` of each reference.
pub fn references(dax: &str) -> Vec<String> {
    let index = index();
    let bound = bind_expression(&index, Site::new(SitePlace::Measure, "Sales"), &parse_expression(dax).tree);
    let described = bound.references.iter().map(|reference| {
        let target = match &reference.target {
            Target::Table(table) => format!("table {}", table.name),
            Target::Column(table, column) => format!("column {}.{}", table.name, column.name),
            Target::Measure(table, measure) => format!("measure {}.{}", table.name, measure.name),
            Target::Calendar(calendar) => format!("calendar {}", calendar.name),
            Target::Variable(span) => format!("variable {}", &dax[span.clone()]),
            Target::Parameter(span) => format!("parameter {}", &dax[span.clone()]),
            Target::Extension(name) => format!("extension {name}"),
            Target::Function(function) => format!("function {}", function.name),
            Target::UserFunction(function) => format!("user function {}", function.name),
        };
        format!("{} → {target}", &dax[reference.span.clone()])
    });
    described.collect()
}
