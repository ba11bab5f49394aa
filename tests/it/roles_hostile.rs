//! Whatever a region, a country or a manager is called: each language reads back the very text that stands in the file.

use proptest::prelude::*;

use pbiforge::model::{Column, ColumnReference, Model, Relationship, Table};
use pbiforge::region::Mapping;
use pbiforge::rls::{Anchors, Mode, Options, mapping, members, roles};
use pbiforge::{dax, name, tmdl};

fn reference(table: &str, column: &str) -> ColumnReference {
    ColumnReference { table: table.into(), column: column.into() }
}

fn table(name: &str, columns: &[&str]) -> Table {
    let column = |source: &&str| Column {
        name: (*source).into(),
        source_column: Some((*source).to_owned()),
        ..Column::default()
    };
    Table { name: name.into(), columns: columns.iter().map(column).collect(), ..Table::default() }
}

fn model() -> (Model, Anchors) {
    let join = Relationship {
        name: "Customer to Region".to_owned(),
        from: reference("Customer", "region"),
        to: reference("Region", "region"),
        ..Relationship::default()
    };
    let model = Model {
        name: "Model".to_owned(),
        tables: vec![
            table("Region", &["region"]),
            table("Who", &["region", "manager"]),
            table("Customer", &["customer_id", "region"]),
            table("Rules", &["region", "lift"]),
        ],
        relationships: vec![join],
        ..Model::default()
    };
    let anchors = Anchors {
        region: reference("Region", "region"),
        managed_region: reference("Who", "region"),
        manager: reference("Who", "manager"),
    };
    (model, anchors)
}

/// Names as somebody who wants to break out would choose them.
fn any_name() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\"".to_owned()),
        Just("'".to_owned()),
        Just("]".to_owned()),
        Just("'; DROP TABLE x --".to_owned()),
        Just("\") || TRUE() || (\"".to_owned()),
        Just("\\\"},{".to_owned()),
        Just("//".to_owned()),
        Just(" = ".to_owned()),
        Just("```".to_owned()),
        Just("${x}{{y}}".to_owned()),
        Just("é".to_owned()),
        Just("🌍".to_owned()),
        Just(", ".to_owned()),
        Just("; ".to_owned()),
        "[a-zA-Z0-9 &.:]{1,6}",
        "\\PC{1,4}",
    ];
    let names = prop::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat().trim().to_owned());
    names.prop_filter("a name that a mapping file can have", |name| {
        !name.is_empty() && !name.starts_with(['=', '+', '@', '*']) && !name.contains(char::is_control)
    })
}

fn csv(header: [&str; 2], row: [&str; 2], delimiter: u8) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    writer.write_record(header).and_then(|()| writer.write_record(row)).expect("in memory");
    writer.into_inner().expect("in memory")
}

fn read(country: &str, region: &str, delimiter: u8) -> Option<Mapping> {
    let regions = csv(["country", "region"], [country, region], delimiter);
    let managers = csv(["region", "manager"], [region, "o'neil@example.com"], delimiter);
    let (mapping, faults) = mapping::read(("r.csv", &regions), ("m.csv", &managers));
    // Some names are refused: those that pbiforge keeps for itself.
    (!faults.iter().any(|fault| fault.is_error())).then_some(mapping)
}

/// The text of the only text literal of a DAX expression.
fn dax_literal(dax: &str) -> Vec<String> {
    use dax::tree::{ExprKind, Literal};

    let parsed = dax::parse_expression(dax);
    assert!(parsed.errors.is_empty(), "{dax}: {:?}", parsed.errors);
    let mut found = Vec::new();
    parsed.tree.walk(&mut |expr| {
        if let ExprKind::Literal(Literal::Text(text)) = &expr.kind {
            found.push(text.clone());
        }
    });
    found
}

fn sql_literal(sql: &str) -> String {
    use sqlparser::ast::{Expr, SelectItem, SetExpr, Statement, Value};

    let statements = sqlparser::parser::Parser::parse_sql(&sqlparser::dialect::MsSqlDialect {}, sql).expect("SQL");
    let [Statement::Query(query)] = statements.as_slice() else { panic!("{sql}: not one query") };
    let SetExpr::Select(select) = &*query.body else { panic!("{sql}") };
    let [SelectItem::UnnamedExpr(Expr::Value(value))] = select.projection.as_slice() else { panic!("{sql}") };
    match &value.value {
        Value::NationalStringLiteral(text) => text.to_string(),
        other => panic!("{other}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_name_is_read_from_a_file_as_it_is(country in any_name(), region in any_name(), delimiter in prop::sample::select(&b",;\t"[..])) {
        if let Some(mapping) = read(&country, &region, delimiter) {
            prop_assert_eq!(mapping.countries, vec![(country, region.clone())]);
            prop_assert_eq!(mapping.managers, vec![(region, "o'neil@example.com".to_owned())]);
        }
    }

    #[test]
    fn a_region_is_the_same_in_dax_in_sql_in_tmdl_and_in_json(region in any_name()) {
        let Some(mapping) = read("France", &region, b',') else { return Ok(()) };
        let options = Options { mode: Mode::Static, public: Vec::new(), ..Options::default() };
        let (mut made, anchors) = model();
        prop_assert_eq!(roles::add(&mut made, &anchors, &options, &mapping, &Default::default()), vec![]);

        let role = made.roles.iter().find(|role| role.name == *region.as_str()).expect("the role of the region");
        let filters = role.table_permissions.iter().filter_map(|one| one.filter.as_deref());
        let literals: Vec<String> = filters.flat_map(dax_literal).collect();
        prop_assert_eq!(literals, vec![region.clone(), region.clone()]);

        let sql = format!("SELECT {}", name::sql_text(&region));
        prop_assert_eq!(sql_literal(&sql), region.clone());

        let files = tmdl::print(&made);
        let documents: Vec<_> = files
            .paths()
            .filter_map(|path| Some((path.to_owned(), tmdl::parse(files.text(path)?))))
            .collect();
        let lowered = tmdl::lower(&documents);
        let errors: Vec<_> = lowered.diagnostics.iter().filter(|fault| fault.is_error()).collect();
        prop_assert!(errors.is_empty(), "{:?}", errors);
        let again = lowered.model.roles.iter().find(|one| one.name == role.name).expect("read back");
        prop_assert_eq!(&again.table_permissions, &role.table_permissions);

        let given = members::give(&lowered.model.roles, &mapping, &options).expect("every role is there");
        let script = tmdl::bim::roles_script("A \"model\"", &given).to_string();
        let script: serde_json::Value = serde_json::from_str(&script).expect("JSON");
        let operations = script["sequence"]["operations"].as_array().expect("operations");
        let own = operations.iter().map(|one| &one["createOrReplace"]).find(|one| one["object"]["role"] == region.as_str());
        let own = own.expect("the role of the region");
        prop_assert_eq!(&own["role"]["name"], region.as_str());
        prop_assert_eq!(&own["role"]["members"][0]["memberName"], "o'neil@example.com");
        let filter = own["role"]["tablePermissions"][0]["filterExpression"].as_str().expect("a filter");
        prop_assert_eq!(dax_literal(filter), vec![region]);
    }
}
