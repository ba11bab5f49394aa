use super::*;

#[test]
fn groups_without_a_value_are_left_out_and_the_blank_one_is_shown() {
    let small = Small::new(&MEASURES);
    let shown = visual(&small, &["Customer[segment]"], &["Revenue", "Customers"], &|_| Vec::new());
    // Bronze bought nothing; nobody knows the segment of zoe, who paid nothing.
    assert_eq!(shown, ["||1", "Gold|130.5|2", "Silver|80.25|2"]);
    let shown = visual(&small, &["Date[year]", "Customer[segment]"], &["Revenue"], &|_| Vec::new());
    assert_eq!(shown, ["2010|Gold|40.5", "2010|Silver|20", "2011|Gold|90", "2011|Silver|60.25"]);
    let shown = visual(&small, &[], &["Revenue"], &|_| Vec::new());
    assert_eq!(shown, ["210.75"]);
}

#[test]
fn text_is_sorted_by_the_column_that_is_said() {
    let small = Small::new(&[("Rows", "COUNTROWS(Sales)")]);
    let shown = visual(&small, &["Date[month_name]"], &["Rows"], &|engine| {
        vec![slicer(engine, "Date[year]", &[Value::Integer(2010)])]
    });
    assert_eq!(shown, ["Jan 2010|2", "Feb 2010|1"]);
}

#[test]
fn shares_are_of_what_the_filters_outside_leave() {
    let small = Small::new(&MEASURES);
    let shown = visual(&small, &["Customer[segment]"], &["Share"], &|engine| {
        vec![slicer(engine, "Date[year]", &[Value::Integer(2010)])]
    });
    let shares: Vec<&str> = shown.iter().map(|line| line.split_once('|').map_or("", |(name, _)| name)).collect();
    assert_eq!(shares, ["Gold", "Silver"]);
    assert_eq!(shown[1], "Silver|0.330578512396694");
    // Within an iteration it is not known what is outside.
    for dax in ["[Share]", "CALCULATE([Revenue], ALLSELECTED())"] {
        let value = value(&format!("SUMX(VALUES(Customer[segment]), {dax})"));
        assert!(value.contains("`ALLSELECTED` within an iteration"), "{value}");
    }
}

#[test]
fn filters_orders_and_the_first_of_a_visual() {
    let small = Small::new(&MEASURES);
    let engine = small.engine();
    let revenue = || Quantity::Measure("Revenue".to_owned());
    let customer = id(&engine, "Customer[customer]");
    let query = |filters: Vec<Restriction>| Query {
        groups: vec![customer],
        values: vec![revenue()],
        filters,
        order: vec![BY_VALUE],
        limit: None,
    };
    assert_eq!(lines(&engine, &query(Vec::new())), ["ann|80.5", "dan|60.25", "cid|50", "bob|20"]);
    let top = Restriction::Top { column: customer, count: 2, least: false, by: revenue() };
    assert_eq!(lines(&engine, &query(vec![top.clone()])), ["ann|80.5", "dan|60.25"]);
    // The first are found under the other filters.
    let early = slicer(&engine, "Date[year]", &[Value::Integer(2010)]);
    assert_eq!(lines(&engine, &query(vec![top, early])), ["ann|40.5", "bob|20"]);
    let above = Restriction::Measure {
        of: revenue(),
        operator: crate::dax::tree::Operator::Greater,
        value: Value::Integer(55),
    };
    assert_eq!(lines(&engine, &query(vec![above])), ["ann|80.5", "dan|60.25"]);
    let not = Restriction::NotIn { column: customer, values: vec![Value::text("ANN")] };
    let limited = Query { limit: Some(1), ..query(vec![not]) };
    assert_eq!(lines(&engine, &limited), ["dan|60.25"]);
    let old = Restriction::Tests {
        column: id(&engine, "Customer[age]"),
        any: false,
        tests: vec![crate::engine::Test::Is(crate::dax::tree::Operator::GreaterOrEqual, Value::Integer(40))],
    };
    assert_eq!(lines(&engine, &query(vec![old])), ["dan|60.25", "bob|20"]);
}

#[test]
fn columns_without_values_and_implicit_aggregations() {
    let small = Small::new(&MEASURES);
    let engine = small.engine();
    let columns = |columns: &[&str]| columns.iter().map(|column| id(&engine, column)).collect::<Vec<_>>();
    let plain = Query { groups: columns(&["Customer[segment]", "Area[area]"]), ..Query::default() };
    assert_eq!(lines(&engine, &plain), ["Bronze|South", "Gold|North", "Gold|South", "Silver|North", "Silver|South"]);
    let loose = Query { groups: columns(&["Loose[kind]", "Area[area]"]), ..Query::default() };
    assert!(lines(&engine, &loose)[0].starts_with("! columns of tables"));
    let of = |function: &str, column: &str| Quantity::Aggregate(function.to_owned(), id(&engine, column));
    let values = vec![of("AVERAGE", "Customer[age]"), of("MEDIAN", "Sales[revenue]"), of("COUNT", "Sales[revenue]")];
    let query = Query { groups: columns(&["Area[area]"]), values, ..Query::default() };
    assert_eq!(lines(&engine, &query), ["North|35|25|4", "South|35|55.125|2"]);
}

#[test]
fn every_group_of_many_is_what_it_is_alone() {
    let measures = [
        ("Revenue", "SUM(Sales[revenue])"),
        ("Least", "MIN(Sales[day])"),
        ("Mean", "AVERAGE(Sales[quantity])"),
        ("Largest", "MAXX(VALUES(Sales[customer]), [Revenue])"),
        ("Before", "CALCULATE([Revenue], SAMEPERIODLASTYEAR('Date'[day]))"),
        ("Young", "CALCULATE([Revenue], KEEPFILTERS(Customer[age] < 45))"),
        ("Rest", "[Revenue] - [Young]"),
    ];
    let small = Small::new(&measures);
    let engine = small.engine();
    let names: Vec<Quantity> = measures.iter().map(|(name, _)| Quantity::Measure((*name).to_owned())).collect();
    for groups in
        [vec!["Date[year]"], vec!["Date[year]", "Date[month]", "Area[area]"], vec!["Customer[customer]", "Date[year]"]]
    {
        let columns: Vec<_> = groups.iter().map(|group| id(&engine, group)).collect();
        let mut session = engine.session(&Reader::everybody(), &[]).expect("a session");
        let query = Query { groups: columns.clone(), values: names.clone(), ..Query::default() };
        let shown = session.query(&query).expect("a visual");
        assert!(shown.rows.len() > 1);
        for row in shown.rows {
            let slicers: Vec<Restriction> = columns
                .iter()
                .zip(&row)
                .map(|(column, value)| Restriction::In { column: *column, values: vec![value.clone()] })
                .collect();
            let mut alone = engine.session(&Reader::everybody(), &slicers).expect("a session");
            for ((name, _), value) in measures.iter().zip(&row[columns.len()..]) {
                assert_eq!(alone.measure(name).expect("a value"), *value, "{name} {row:?}");
            }
        }
    }
}
