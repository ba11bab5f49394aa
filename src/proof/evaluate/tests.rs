//! Filters over small tables, and what they show.

use super::super::testing::{Memory, shown};

fn memory() -> Memory {
    Memory::default()
        .table("region", "region, size\nNorth, 3\nSouth, 0\nWest, -\nÉast, 7\n")
        .table(
            "access",
            "user, place, rank\nana@x.com, north, 1\nANA@X.com, West, 2\nben@x.com, South, 1\n-, Éast, 3\n",
        )
        .table("customer", "customer, region\na, North\nb, South\nc, Nowhere\n")
}

const JOINED: &str = "relationship r\n\tfromColumn: customer.region\n\ttoColumn: region.region\n\n";

#[track_caller]
fn rows(filter: &str, user: &str) -> Vec<usize> {
    shown(&memory(), "", "region", filter, user).unwrap_or_else(|fault| panic!("{filter}: {fault}"))
}

#[track_caller]
fn fault(filter: &str) -> String {
    shown(&memory(), "", "region", filter, "ana@x.com").expect_err(filter)
}

#[test]
fn comparison_knows_no_case_and_blank_is_zero() {
    let cases: &[(&str, &[usize])] = &[
        ("region[region] = \"NORTH\"", &[0]),
        ("[region] = \"East\"", &[]),
        ("[region] <> \"north\"", &[1, 2, 3]),
        ("[size] = 0", &[1, 2]),
        ("[size] == 0", &[1]),
        ("[size] == BLANK()", &[2]),
        ("[size] = BLANK()", &[1, 2]),
        ("ISBLANK([size])", &[2]),
        ("[size] IN { 0, 7 }", &[1, 3]),
        ("[size] IN { BLANK() }", &[2]),
        ("NOT [size] IN { 0 }", &[0, 2, 3]),
        ("([region], [size]) IN { (\"north\", 3), (\"South\", 1) }", &[0]),
        ("[size] > 2 && [size] < 7 || [region] = \"West\"", &[0, 2]),
        ("[size] + 1 >= 4", &[0, 3]),
        ("[size] * 2 = 14", &[3]),
        ("TRUE()", &[0, 1, 2, 3]),
        ("FALSE()", &[]),
        // A filter that gives BLANK hides the row, a number but zero shows it.
        ("BLANK()", &[]),
        ("[size]", &[0, 3]),
        ("BLANK() || [size] = 3", &[0]),
    ];
    for (filter, expected) in cases {
        assert_eq!(rows(filter, "ana@x.com"), *expected, "{filter}");
    }
}

#[test]
fn logic_and_choice() {
    let cases: &[(&str, &[usize])] = &[
        ("AND([size] > 1, OR([region] = \"North\", [region] = \"x\"))", &[0]),
        ("IF([size] > 5, TRUE())", &[3]),
        ("IF([size] > 5, FALSE(), [size] = 3)", &[0]),
        ("SWITCH([region], \"north\", TRUE(), \"West\", TRUE(), FALSE())", &[0, 2]),
        ("SWITCH(TRUE(), [size] > 5, TRUE(), [size] == 0, TRUE())", &[1, 3]),
        ("COALESCE([size], 9) = 9", &[2]),
        ("VAR mine = \"west\" VAR all = { mine, \"North\" } RETURN [region] IN all", &[0, 2]),
    ];
    for (filter, expected) in cases {
        assert_eq!(rows(filter, "ana@x.com"), *expected, "{filter}");
    }
}

#[test]
fn text_functions() {
    let cases: &[(&str, &[usize])] = &[
        ("UPPER([region]) == \"north\"", &[0]),
        ("EXACT([region], \"north\")", &[]),
        ("EXACT(LOWER([region]), \"north\")", &[0]),
        ("LEFT([region], 2) = \"no\" || RIGHT([region], 3) = \"est\"", &[0, 2]),
        ("MID([region], 2, 3) = \"out\"", &[1]),
        ("LEN([region]) = 4", &[2, 3]),
        ("SEARCH(\"TH\", [region], 1, 0) > 0", &[0, 1]),
        ("FIND(\"TH\", [region], 1, 0) > 0", &[]),
        ("CONTAINSSTRING([region], \"OUT\")", &[1]),
        ("CONTAINSSTRINGEXACT([region], \"OUT\")", &[]),
        ("SUBSTITUTE([region], \"th\", \"\") = \"Nor\"", &[0]),
        ("REPLACE([region], 1, 1, \"F\") = \"forth\"", &[0]),
        ("TRIM(\"  \" & [region] & \"  \") = \"West\"", &[2]),
        ("CONCATENATE([region], \"!\") = \"west!\"", &[2]),
        ("PATHCONTAINS(\"North|West\", [region])", &[0, 2]),
        ("PATHITEM(\"North|West\", 2) = [region] && PATHLENGTH(\"a|b|c\") = 3", &[2]),
        ("[region] & [size] = \"north3\"", &[0]),
    ];
    for (filter, expected) in cases {
        assert_eq!(rows(filter, "ana@x.com"), *expected, "{filter}");
    }
}

#[test]
fn the_readers_rows_of_another_table() {
    let ways = [
        "[region] IN CALCULATETABLE(VALUES(access[place]), access[user] = USERPRINCIPALNAME())",
        "[region] IN SELECTCOLUMNS(FILTER(access, access[user] = USERPRINCIPALNAME()), \"r\", access[place])",
        "CONTAINS(access, access[user], USERPRINCIPALNAME(), access[place], region[region])",
        "NOT ISEMPTY(FILTER(access, access[user] = USERNAME() && access[place] = region[region]))",
        "COUNTROWS(FILTER(access, access[user] = USERNAME() && access[place] = region[region])) > 0",
        "LOOKUPVALUE(access[place], access[user], USERPRINCIPALNAME(), access[place], region[region]) = region[region]",
        "VAR mine = FILTER(access, access[user] = USERPRINCIPALNAME()) RETURN [region] IN SELECTCOLUMNS(mine, access[place])",
        "CALCULATE(COUNTROWS(access), access[user] = USERPRINCIPALNAME(), TREATAS({ region[region] }, access[place])) > 0",
        "[region] IN CALCULATETABLE(DISTINCT(access[place]), FILTER(ALL(access), access[user] = USERPRINCIPALNAME()))",
        "[region] IN CALCULATETABLE(VALUES(access[place]), FILTER(ALL(access[user]), access[user] = USERNAME()))",
    ];
    for filter in ways {
        assert_eq!(rows(filter, "ana@x.com"), [0, 2], "{filter}");
        assert_eq!(rows(filter, "Ben@X.com"), [1], "{filter}");
        assert_eq!(rows(filter, "who@x.com"), [0; 0], "{filter}");
    }
}

#[test]
fn a_reader_without_a_name_is_the_empty_one_of_a_row_by_equals() {
    let filter = "[region] IN CALCULATETABLE(VALUES(access[place]), access[user] = USERPRINCIPALNAME())";
    assert_eq!(rows(filter, ""), [3]);
    let strictly = "[region] IN CALCULATETABLE(VALUES(access[place]), access[user] == USERPRINCIPALNAME())";
    assert_eq!(rows(strictly, ""), [0; 0]);
}

#[test]
fn tables_of_values() {
    let cases: &[(&str, &[usize])] = &[
        ("ISEMPTY(EXCEPT({ [region] }, VALUES(access[place])))", &[0, 1, 2, 3]),
        ("[region] IN INTERSECT({ \"North\", \"West\" }, { \"west\" })", &[2]),
        ("[region] IN UNION({ \"North\" }, { \"west\" })", &[0, 2]),
        ("[region] IN DISTINCT(UNION({ \"North\" }, { \"north\" }))", &[0]),
        ("[size] = MAX(region[size])", &[3]),
        ("[size] = MINX(FILTER(region, region[size] > 0), region[size])", &[0]),
        ("COUNTROWS(ALL(access[place])) = 4", &[0, 1, 2, 3]),
        ("COUNTROWS(VALUES(access[user])) = 3", &[0, 1, 2, 3]),
        ("SELECTEDVALUE(access[user], \"many\") = \"many\"", &[0, 1, 2, 3]),
        ("HASONEVALUE(access[user])", &[]),
    ];
    for (filter, expected) in cases {
        assert_eq!(rows(filter, "ana@x.com"), *expected, "{filter}");
    }
}

#[test]
fn within_calculate_the_row_filters_what_is_joined_to_it() {
    let at = |filter: &str, table: &str| shown(&memory(), JOINED, table, filter, "ana@x.com").expect("an answer");
    assert_eq!(at("ISEMPTY(CALCULATETABLE(customer))", "region"), [2, 3]);
    assert_eq!(at("CALCULATE(COUNTROWS(customer)) = 1", "region"), [0, 1]);
    assert_eq!(at("CALCULATE(COUNTROWS(customer), ALL(region)) = 3", "region"), [0, 1, 2, 3]);
    assert_eq!(at("COUNTROWS(customer) = 3", "region"), [0, 1, 2, 3]);
    assert_eq!(at("RELATED(region[size]) = 3", "customer"), [0]);
    assert_eq!(at("RELATED(region[region]) == BLANK()", "customer"), [2]);
    // The row without a partner is one of VALUES, and of ALL, but not of the others.
    assert_eq!(at("COUNTROWS(VALUES(region[region])) = 5", "access"), [0, 1, 2, 3]);
    assert_eq!(at("COUNTROWS(DISTINCT(region[region])) = 4", "access"), [0, 1, 2, 3]);
    assert_eq!(at("COUNTROWS(ALLNOBLANKROW(region[region])) = 4", "access"), [0, 1, 2, 3]);
    assert_eq!(at("COUNTROWS(region) = 4", "access"), [0, 1, 2, 3]);
}

#[test]
fn a_calculated_column_is_worked_out_over_all_rows() {
    let tmdl = "table access\n\n\tcolumn all = ISEMPTY(EXCEPT(ALLNOBLANKROW(region[region]), \
                CALCULATETABLE(VALUES(access[place]), ALLEXCEPT(access, access[user]))))\n\t\tdataType: boolean\n\n";
    let mut memory = memory();
    let access = memory.tables.get_mut("access").expect("the table");
    for place in ["North", "South", "West", "Éast"] {
        let row = ["boss@x.com", place, "1"];
        access.iter_mut().zip(row).for_each(|((_, values), cell)| values.push(crate::proof::value::Value::text(cell)));
    }
    let filter = "access[all]";
    assert_eq!(shown(&memory, tmdl, "access", filter, ""), Ok(vec![4, 5, 6, 7]));
}

#[test]
fn what_is_not_known_is_refused_by_name() {
    let cases = [
        ("[size] > TODAY()", "`TODAY`"),
        ("[Revenue] > 0", "[Revenue]"),
        ("CUSTOMDATA() = \"x\"", "`CUSTOMDATA`"),
        ("[region] IN CALCULATETABLE(VALUES(access[place]), KEEPFILTERS(access[user] = \"a\"))", "`KEEPFILTERS`"),
        ("[region] = Elsewhere[region]", "`Elsewhere`"),
        ("[size] ^ 2 > 1", "`^`"),
        ("access[user] = \"a\"", "no row of its table"),
        ("CALCULATETABLE(VALUES(access[place]), access[user] = region[region]) = \"a\"", "one table"),
        ("IF(FALSE(), PATH(access[user], access[place]) = \"x\", TRUE())", "`PATH`"),
    ];
    for (filter, what) in cases {
        let fault = fault(filter);
        assert!(fault.contains(what), "{filter}: {fault}");
    }
}

#[test]
fn what_fails_in_power_bi_fails_here() {
    let cases = [
        ("[size] = \"3\"", "comparison of a number with text"),
        ("[region]", "a filter that is text"),
        ("[region] = LOOKUPVALUE(access[place], access[rank], 1)", "several values"),
        ("SEARCH(\"x\", [region]) > 0", "not found"),
    ];
    for (filter, what) in cases {
        let fault = fault(filter);
        assert!(fault.contains(what), "{filter}: {fault}");
    }
}

#[test]
fn what_is_long_or_deep_is_evaluated_or_refused() {
    let any = vec!["[region] = \"North\""; 5_000].join(" || ");
    assert_eq!(rows(&any, ""), [0]);
    let sum = format!("[size] = {}", vec!["1"; 5_000].join(" + "));
    assert!(fault(&sum).contains("so deep or so long"));
    let deep = format!("{}TRUE(){}", "IF(TRUE(), ".repeat(90), ")".repeat(90));
    assert_eq!(rows(&deep, ""), [0, 1, 2, 3]);
    let deeper = format!("{}1{}", "(1 + ".repeat(120), ")".repeat(120));
    assert!(fault(&deeper).contains("so deep or so long"));
    let replaced = "REPLACE([region], 1, 9000000000000000000, \"x\") = \"x\"";
    assert_eq!(rows(replaced, ""), [0, 1, 2, 3]);
}
