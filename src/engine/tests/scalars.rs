use super::*;

/// Each expression and its value.
#[track_caller]
fn all(cases: &[(&str, &str)]) {
    for (dax, expected) in cases {
        assert_eq!(value(dax), *expected, "{dax}");
    }
}

#[test]
fn aggregations_of_columns() {
    all(&[
        ("SUM(Sales[revenue])", "210.75"),
        ("SUM(Sales[quantity])", "23"),
        ("COUNTROWS(Sales)", "7"),
        ("COUNT(Sales[quantity])", "6"),
        ("COUNTBLANK(Sales[quantity])", "1"),
        ("AVERAGE(Sales[quantity])", "3.83333333333333"),
        ("MEDIAN(Sales[quantity])", "3.5"),
        ("PERCENTILE.INC(Sales[quantity], 0.25)", "2.25"),
        ("MIN(Sales[quantity])", "1"),
        ("MAX(Sales[customer])", "zoe"),
        ("DISTINCTCOUNT(Sales[customer])", "5"),
        // BLANK counts as a value here, and not there.
        ("DISTINCTCOUNT(Sales[quantity])", "7"),
        ("DISTINCTCOUNTNOBLANK(Sales[quantity])", "6"),
        ("FORMAT(MAX('Date'[day]), \"yyyy-MM-dd\")", "2011-12-31"),
        ("STDEV.P(Customer[age])", "11.1803398874989"),
        ("VAR.S(Customer[age])", "166.666666666667"),
    ]);
}

#[test]
fn blanks_in_arithmetic_and_comparison() {
    all(&[
        ("BLANK() + 1", "1"),
        ("BLANK() * 5", "BLANK"),
        ("5 / BLANK()", "Infinity"),
        ("BLANK() / 5", "BLANK"),
        ("BLANK() - BLANK()", "BLANK"),
        ("IF(BLANK() = 0, 1, 2)", "1"),
        ("IF(BLANK() == 0, 1, 2)", "2"),
        ("IF(BLANK() < 1, 1, 2)", "1"),
        ("DIVIDE(1, 0)", "BLANK"),
        ("DIVIDE(1, BLANK(), -1)", "-1"),
        ("DIVIDE(BLANK(), 4)", "BLANK"),
        ("COALESCE(BLANK(), BLANK(), 3)", "3"),
        ("\"a\" & BLANK() & 1.5", "a1.5"),
        ("NOT BLANK()", "TRUE"),
        ("-BLANK()", "BLANK"),
        ("SUMX(FILTER(Sales, FALSE()), 1)", "BLANK"),
        ("COUNTROWS(FILTER(Sales, FALSE()))", "BLANK"),
        ("COUNTROWS(FILTER(Sales, FALSE())) + 0", "0"),
    ]);
}

#[test]
fn choices() {
    all(&[
        ("IF(1 > 2, 3)", "BLANK"),
        ("SWITCH(2, 1, \"a\", 2, \"b\", \"c\")", "b"),
        ("SWITCH(TRUE(), 1 > 2, \"a\", 2 > 1, \"b\")", "b"),
        ("SWITCH(9, 1, \"a\")", "BLANK"),
        ("AND(TRUE(), FALSE()) || OR(FALSE(), TRUE())", "TRUE"),
        ("IFERROR(1 / 0, 7)", "7"),
        ("VAR a = 2 VAR b = a * 3 RETURN a + b", "8"),
        ("2 ^ 3 ^ 1 - -1", "9"),
        ("7 IN {1, 7}", "TRUE"),
        ("(1, \"a\") IN {(1, \"b\"), (1, \"A\")}", "TRUE"),
    ]);
}

#[test]
fn numbers_and_texts() {
    all(&[
        ("ROUND(2.345, 2)", "2.35"),
        ("ROUND(-2.5, 0)", "-3"),
        ("ROUNDUP(1.21, 1)", "1.3"),
        ("ROUNDDOWN(-1.29, 1)", "-1.2"),
        ("INT(-1.5)", "-2"),
        ("TRUNC(-1.5)", "-1"),
        ("MOD(-3, 2)", "1"),
        ("CEILING(4.2, 0.5)", "4.5"),
        ("ABS(-4)", "4"),
        ("POWER(2, 10)", "1024"),
        ("UPPER(\"ab\") & LEN(\"abc\")", "AB3"),
        ("LEFT(\"abc\", 2) & RIGHT(\"abc\") & MID(\"abcd\", 2, 2)", "abcbc"),
        ("SUBSTITUTE(\"a-b-c\", \"-\", \"\")", "abc"),
        ("SEARCH(\"B\", \"abc\") + FIND(\"c\", \"abc\", 1, 0)", "5"),
        ("CONTAINSSTRING(\"Abc\", \"BC\")", "TRUE"),
        (
            "CONCATENATEX(VALUES(Customer[segment]), Customer[segment], \", \", Customer[segment], DESC)",
            "Silver, Gold, Bronze, ",
        ),
        ("FORMAT(0.256, \"0.0%\") & FORMAT(1234, \"#,0\")", "25.6%1,234"),
        ("FORMAT(BLANK(), \"0\")", ""),
    ]);
}

#[test]
fn single_dates() {
    all(&[
        ("FORMAT(EDATE(DATE(2010, 1, 31), 1), \"yyyy-MM-dd\")", "2010-02-28"),
        ("FORMAT(EOMONTH(DATE(2012, 1, 10), 1), \"yyyy-MM-dd\")", "2012-02-29"),
        ("FORMAT(DATE(2010, 14, 1), \"yyyy-MM-dd\")", "2011-02-01"),
        ("DATEDIFF(DATE(2010, 12, 31), DATE(2011, 1, 1), YEAR)", "1"),
        ("DATEDIFF(DATE(2010, 1, 1), DATE(2010, 3, 31), MONTH)", "2"),
        ("DATEDIFF(DATE(2011, 12, 10), DATE(2011, 12, 11), WEEK)", "1"),
        ("WEEKDAY(DATE(2011, 12, 11))", "1"),
        ("WEEKDAY(DATE(2011, 12, 11), 2)", "7"),
        ("WEEKNUM(DATE(2011, 1, 2))", "2"),
        ("QUARTER(DATE(2011, 8, 1)) * 100 + MONTH(dt\"2011-08-01\")", "308"),
        ("DATE(2011, 1, 10) - DATE(2011, 1, 1)", "9"),
    ]);
}

#[test]
fn what_is_not_known_is_refused_by_name_and_what_fails_is_told() {
    assert_eq!(value("NATURALINNERJOIN(Sales, Sales)"), "! the function `NATURALINNERJOIN`");
    assert!(value("TODAY()").starts_with("! `TODAY`"));
    assert!(value("Sales[revenue]").contains("where no row of its table is at hand"));
    assert!(value("SUM(Sales[customer])").contains("no numbers"));
    assert!(value("1 + \"a\"").starts_with("! "));
    let small = Small::new(&[("Bad", "1 + FOO(2)"), ("Uses", "[Bad] + 1")]);
    let engine = small.engine();
    let mut session = engine.session(&Reader::everybody(), &[]).expect("a session");
    let refused = session.measure("Uses").expect_err("a refusal");
    assert_eq!(refused.to_string(), "`[Bad]` is not evaluated: the function `FOO`");
    assert!(refused.place.is_some());
    let small = Small::new(&[("A", "[B] + 1"), ("B", "SUMX(VALUES(Sales[product]), CALCULATE([A], ALL(Sales)))")]);
    let engine = small.engine();
    let mut session = engine.session(&Reader::everybody(), &[]).expect("a session");
    assert!(session.measure("A").expect_err("a circle").what.contains("needs itself"));
    assert_eq!(value(&format!("{}1{}", "(".repeat(500), ")".repeat(500))).chars().next(), Some('!'));
}
