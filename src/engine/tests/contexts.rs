use super::*;

#[track_caller]
fn all(cases: &[(&str, &str)]) {
    for (dax, expected) in cases {
        assert_eq!(value(dax), *expected, "{dax}");
    }
}

#[test]
fn a_filter_goes_from_the_one_side_to_the_many_however_far() {
    all(&[
        ("CALCULATE([Revenue], Customer[segment] = \"gold\")", "130.5"),
        ("CALCULATE([Revenue], Area[area] = \"South\")", "110.25"),
        ("CALCULATE([Revenue], 'Date'[year] = 2010)", "60.5"),
        ("CALCULATE([Revenue], 'Date'[year] = 2010, Customer[segment] = \"Silver\")", "20"),
        // Facts do not filter their dimensions.
        ("CALCULATE(COUNTROWS(Customer), Sales[product] = \"tea\")", "5"),
        // Unless they are the filter themselves, as the expanded table.
        ("CALCULATE(COUNTROWS(Customer), Sales)", "4"),
        ("CALCULATE(COUNTROWS(Customer), FILTER(Sales, Sales[product] = \"tea\"))", "3"),
        ("CALCULATE(COUNTROWS(Area), FILTER(Sales, Sales[product] = \"milk\"))", "2"),
        (
            "CALCULATE(COUNTROWS(Customer), CROSSFILTER(Sales[customer], Customer[customer], BOTH), Sales[product] = \"tea\")",
            "3",
        ),
        (
            "CALCULATE([Revenue], CROSSFILTER(Sales[customer], Customer[customer], NONE), Area[area] = \"South\")",
            "210.75",
        ),
    ]);
}

#[test]
fn rows_without_a_partner_belong_to_the_blank_row() {
    all(&[
        ("COUNTROWS(Customer)", "5"),
        ("COUNTROWS(VALUES(Customer))", "6"),
        ("COUNTROWS(VALUES(Customer[segment]))", "4"),
        ("COUNTROWS(DISTINCT(Customer[segment]))", "3"),
        ("COUNTROWS(ALL(Customer[segment]))", "4"),
        ("COUNTROWS(ALLNOBLANKROW(Customer[segment]))", "3"),
        ("CALCULATE(SUM(Sales[quantity]), Customer[segment] = BLANK())", "7"),
        ("CALCULATE(SUM(Sales[quantity]), Customer[segment] <> \"Gold\")", "15"),
        // Its blank row leads to that of the areas.
        ("CALCULATE(SUM(Sales[quantity]), ISBLANK(Area[area]))", "7"),
    ]);
}

#[test]
fn new_filters_take_the_place_of_old_ones_or_narrow_them() {
    let gold: &[(&str, &[Value])] = &[("Customer[segment]", &[Value::text("Gold")])];
    for (dax, expected) in [
        ("[Revenue]", "130.5"),
        ("CALCULATE([Revenue], Customer[segment] = \"Silver\")", "80.25"),
        ("CALCULATE([Revenue], KEEPFILTERS(Customer[segment] = \"Silver\"))", "BLANK"),
        ("CALCULATE([Revenue], KEEPFILTERS(Customer[segment] IN {\"Gold\", \"Silver\"}))", "130.5"),
        ("CALCULATE([Revenue], REMOVEFILTERS(Customer[segment]))", "210.75"),
        ("CALCULATE([Revenue], ALL(Customer))", "210.75"),
        ("CALCULATE([Revenue], REMOVEFILTERS(Area))", "130.5"),
        // The expanded table of the facts has every dimension.
        ("CALCULATE([Revenue], ALL(Sales))", "210.75"),
        ("CALCULATE([Revenue], ALLEXCEPT(Sales, Customer[segment]))", "130.5"),
        ("CALCULATE([Revenue], ALLEXCEPT(Customer, Customer[age]))", "210.75"),
        ("CALCULATE([Revenue], FILTER(ALL(Customer), Customer[segment] = \"Silver\"))", "80.25"),
        ("CALCULATE([Revenue], FILTER(Customer, Customer[segment] = \"Silver\"))", "BLANK"),
        // Of two filters on one column both hold.
        ("CALCULATE([Revenue], Customer[age] > 25, Customer[age] < 45)", "80.5"),
        ("CALCULATE([Revenue], Customer[age] = 30 || Customer[segment] = \"Silver\")", "160.75"),
        ("CALCULATE([Revenue], Customer[age] < 35)", "130.5"),
        (
            "ISFILTERED(Customer[segment]) & ISFILTERED(Customer[age]) & ISCROSSFILTERED(Sales[product])",
            "TRUEFALSETRUE",
        ),
        ("SELECTEDVALUE(Customer[segment], \"none\") & HASONEVALUE(Customer[customer])", "GoldFALSE"),
        ("COUNTROWS(ALL(Customer)) + COUNTROWS(Customer)", "8"),
    ] {
        assert_eq!(under(gold, dax), expected, "{dax}");
    }
}

#[test]
fn a_measure_makes_filters_of_the_rows_around_and_a_bare_sum_does_not() {
    all(&[
        ("SUMX(VALUES(Customer[segment]), [Revenue])", "210.75"),
        ("SUMX(VALUES(Customer[segment]), SUM(Sales[revenue]))", "843"),
        ("MAXX(Customer, [Revenue])", "80.5"),
        ("MAXX(Customer, CALCULATE(SUM(Sales[quantity])))", "8"),
        ("COUNTROWS(FILTER(Customer, [Revenue] > 20))", "3"),
        ("COUNTROWS(FILTER(VALUES(Customer[customer]), ISBLANK([Revenue])))", "2"),
        ("AVERAGEX(Customer, Customer[age])", "35"),
        ("SUMX(Sales, Sales[quantity] * RELATED(Customer[age]))", "620"),
        ("SUMX(Customer, COUNTROWS(RELATEDTABLE(Sales)))", "6"),
        // Two equal rows without a key: each becomes a filter that leaves both.
        ("SUMX(Loose, CALCULATE(SUM(Loose[size])))", "6"),
        ("MAXX(ADDCOLUMNS(VALUES(Customer[segment]), \"r\", [Revenue]), [r])", "130.5"),
        ("SUMX(SUMMARIZE(Sales, 'Date'[year], Customer[segment]), [Revenue])", "210.75"),
        ("COUNTROWS(SUMMARIZE(Sales, 'Date'[year], Customer[segment]))", "5"),
        ("SUMX(VALUES(Customer[segment]), CALCULATE([Revenue], ALL(Customer[segment])))", "843"),
        // Within two rows both are filters.
        ("SUMX(VALUES('Date'[year]), SUMX(VALUES(Customer[segment]), [Revenue]))", "210.75"),
    ]);
}

#[test]
fn tables_as_filters() {
    all(&[
        ("CALCULATE([Revenue], TREATAS({\"Gold\"}, Customer[segment]))", "130.5"),
        (
            "CALCULATE([Revenue], TREATAS({(\"Gold\", 30), (\"Silver\", 50)}, Customer[segment], Customer[age]))",
            "140.75",
        ),
        ("CALCULATE([Revenue], TOPN(1, VALUES(Customer[segment]), [Revenue]))", "130.5"),
        ("VAR t = TOPN(2, Customer, [Revenue]) RETURN CALCULATE([Customers], t)", "2"),
        ("CALCULATE([Revenue], SUMMARIZE(Sales, 'Date'[year], Customer[segment]))", "210.75"),
        ("CALCULATE([Revenue], CALCULATETABLE(VALUES(Customer[customer]), Customer[age] >= 40))", "80.25"),
        ("CALCULATE([Revenue], UNION(VALUES(Customer[segment]), VALUES(Customer[segment])))", "210.75"),
        ("COUNTROWS(EXCEPT(VALUES(Customer[customer]), VALUES(Sales[customer])))", "2"),
        ("COUNTROWS(INTERSECT(VALUES(Customer[customer]), VALUES(Sales[customer])))", "4"),
        ("COUNTROWS(CROSSJOIN(VALUES(Customer[segment]), VALUES(Area[area])))", "16"),
        ("SUMX(GENERATESERIES(1, 5), [Value])", "15"),
        ("SUMX({1, 2, 3}, [Value] * 2)", "12"),
        ("LOOKUPVALUE(Customer[segment], Customer[customer], \"dan\")", "Silver"),
        ("LOOKUPVALUE(Customer[segment], Customer[customer], \"nobody\", \"?\")", "?"),
        ("CONTAINS(Customer, Customer[segment], \"Bronze\")", "TRUE"),
        ("ISEMPTY(FILTER(Sales, Sales[revenue] > 1000))", "TRUE"),
        (
            "CALCULATE([Revenue], FILTER(ALL(Sales[product], Sales[customer]), Sales[product] = \"tea\" && Sales[customer] <> \"ann\"))",
            "80.25",
        ),
    ]);
}

#[test]
fn ranks() {
    all(&[
        ("CALCULATE(RANKX(ALL(Customer[segment]), [Revenue]), Customer[segment] = \"Silver\")", "2"),
        ("CALCULATE(RANKX(ALL(Customer[segment]), [Revenue], , ASC), Customer[segment] = \"Gold\")", "4"),
        ("CALCULATE(RANKX(ALL(Customer), [Revenue], , DESC, DENSE), Customer[customer] = \"bob\")", "4"),
        ("FIRSTNONBLANK(Customer[customer], [Revenue])", "ann"),
        ("LASTNONBLANKVALUE('Date'[day], [Revenue])", "60.25"),
    ]);
}

#[test]
fn a_reader_sees_the_rows_of_their_role_alone() {
    use crate::proof::plan::Plan;
    use crate::proof::schema::Schema;
    use crate::proof::security::Security;
    let role = "role R\n\tmodelPermission: read\n\n\ttablePermission Area = Area[area] = USERPRINCIPALNAME()\n";
    let small = Small::with(&MEASURES, role);
    let engine = small.engine();
    let schema = Schema::new(&small.lowered.model);
    let plan = Plan::new(&schema, &small.lowered.origins);
    let evidence = crate::proof::testing::load_all(&plan, &small.memory);
    let security = Security::new(&plan, &evidence);
    for (user, revenue, base) in [("South", "110.25", "3"), ("North", "100.5", "2"), ("West", "", ""), ("?", "", "")] {
        let reader = Reader::of(&security, user, &[0]).expect("a reader");
        let mut session = engine.session(&reader, &[]).expect("a session");
        let shown = |value: Value| crate::engine::text::written(&value);
        assert_eq!(shown(session.measure("Revenue").expect("a value")), revenue, "{user}");
        assert_eq!(shown(session.evaluate("COUNTROWS(Customer)").expect("a value")), base, "{user}");
        // No filter that is taken away shows more.
        assert_eq!(shown(session.evaluate("CALCULATE([Revenue], ALL(Sales), ALL(Area))").expect("a value")), revenue);
        assert_eq!(shown(session.evaluate("USERPRINCIPALNAME()").expect("a value")), user);
    }
}

#[test]
fn a_relationship_that_is_switched_off_is_followed_where_that_is_said() {
    all(&[
        ("CALCULATE([Revenue], Goods[taste] = \"hot\")", "210.75"),
        ("CALCULATE([Revenue], Goods[taste] = \"hot\", USERELATIONSHIP(Sales[product], Goods[good]))", "130.75"),
        ("SUMX(VALUES(Goods[taste]), CALCULATE([Revenue], USERELATIONSHIP(Sales[product], Goods[good])))", "210.75"),
        (
            "CALCULATE([Revenue], USERELATIONSHIP(Sales[product], Goods[taste]))",
            "! `USERELATIONSHIP` of a relationship that is not there, or is many to many",
        ),
    ]);
}

#[test]
fn a_relationship_of_many_to_many_is_refused_where_a_filter_would_pass_it() {
    let many = "relationship m\n\ttoCardinality: many\n\tfromColumn: Sales.product\n\ttoColumn: Loose.kind\n";
    assert_eq!(value_with(many, "[Revenue]"), "210.75");
    assert_eq!(value_with(many, "CALCULATE([Revenue], Customer[segment] = \"Gold\")"), "130.5");
    let refused = value_with(many, "CALCULATE([Revenue], Loose[kind] = \"x\")");
    assert!(refused.contains("a filter over the relationship of `Sales[product]` to `Loose[kind]`"), "{refused}");
}

#[test]
fn filters_pass_back_where_a_relationship_says_so() {
    let back = "relationship e\n\tcrossFilteringBehavior: bothDirections\n\tfromColumn: Sales.product\n\ttoColumn: Goods.good\n";
    assert_eq!(value_with(back, "CALCULATE(COUNTROWS(Goods), Customer[segment] = \"Silver\")"), "1");
    assert_eq!(value_with(back, "CALCULATE([Revenue], Goods[taste] = \"cold\")"), "80");
    assert_eq!(value_with(back, "SUMX(VALUES(Goods[taste]), [Revenue])"), "210.75");
    assert_eq!(value_with(back, "CALCULATE(COUNTROWS(Customer), Goods[taste] = \"cold\")"), "5");
}

#[test]
fn calculated_columns_are_worked_out_over_all_rows() {
    all(&[
        ("SUM(Customer[spent])", "210.75"),
        ("CONCATENATEX(Customer, Customer[rich], \"\")", "North!South!"),
        ("CALCULATE([Revenue], Customer[spent] >= 50)", "190.75"),
    ]);
}
