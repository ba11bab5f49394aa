use super::*;

const JANUARY_2011: &[(&str, &[Value])] =
    &[("Date[year]", &[Value::Integer(2011)]), ("Date[month]", &[Value::Integer(1)])];

#[track_caller]
fn all(slicers: &[(&str, &[Value])], cases: &[(&str, &str)]) {
    for (dax, expected) in cases {
        assert_eq!(under(slicers, dax), *expected, "{dax}");
    }
}

/// The first and the last day, and how many there are.
fn shape(days: &str) -> String {
    format!(
        "VAR t = {days} RETURN FORMAT(MINX(t, 'Date'[day]), \"yyMMdd\") & \"-\" & \
         FORMAT(MAXX(t, 'Date'[day]), \"yyMMdd\") & \" \" & COUNTROWS(t)"
    )
}

#[test]
fn sets_of_days() {
    for (days, expected) in [
        ("DATESYTD('Date'[day])", "110101-110131 31"),
        ("DATESYTD('Date'[day], \"6/30\")", "100701-110131 215"),
        ("DATESQTD('Date'[day])", "110101-110131 31"),
        ("SAMEPERIODLASTYEAR('Date'[day])", "100101-100131 31"),
        ("DATEADD('Date'[day], 1, MONTH)", "110201-110228 28"),
        ("DATEADD('Date'[day], -1, MONTH)", "101201-101231 31"),
        ("DATEADD('Date'[day], -10, DAY)", "101222-110121 31"),
        ("DATEADD(DATEADD('Date'[day], 1, MONTH), 1, MONTH)", "110301-110331 31"),
        ("PREVIOUSMONTH('Date'[day])", "101201-101231 31"),
        ("PREVIOUSYEAR('Date'[day])", "100101-101231 365"),
        ("NEXTQUARTER('Date'[day])", "110401-110630 91"),
        ("PARALLELPERIOD('Date'[day], -1, QUARTER)", "101001-101231 92"),
        ("DATESINPERIOD('Date'[day], MAX('Date'[day]), -3, MONTH)", "101101-110131 92"),
        ("DATESINPERIOD('Date'[day], DATE(2011, 1, 10), -1, MONTH)", "101211-110110 31"),
        ("DATESINPERIOD('Date'[day], DATE(2010, 2, 1), 1, YEAR)", "100201-110131 365"),
        ("DATESBETWEEN('Date'[day], DATE(2010, 2, 1), BLANK())", "100201-111231 699"),
        ("ENDOFYEAR('Date'[day])", "111231-111231 1"),
        ("STARTOFQUARTER('Date'[day])", "110101-110101 1"),
        ("LASTDATE('Date'[day])", "110131-110131 1"),
        ("SAMEPERIODLASTYEAR(FILTER(VALUES('Date'[day]), 'Date'[day] <= DATE(2011, 1, 9)))", "100101-100109 9"),
    ] {
        assert_eq!(under(JANUARY_2011, &shape(days)), expected, "{days}");
    }
}

#[test]
fn days_take_the_place_of_every_filter_on_the_dates() {
    all(
        JANUARY_2011,
        &[
            ("[Revenue]", "90"),
            ("CALCULATE([Revenue], SAMEPERIODLASTYEAR('Date'[day]))", "30.5"),
            ("CALCULATE([Revenue], DATEADD('Date'[day], 1, MONTH))", "60.25"),
            ("TOTALYTD([Revenue], 'Date'[day])", "90"),
            ("CALCULATE([Revenue], DATESYTD(DATEADD('Date'[day], 1, MONTH)))", "150.25"),
            ("CALCULATE([Revenue], 'Date'[day] <= DATE(2010, 12, 31))", "60.5"),
            ("CALCULATE([Revenue], FILTER(ALL('Date'[day]), 'Date'[day] <= MAX('Date'[day])))", "150.5"),
            ("CALCULATE([Revenue], 'Date'[month] = 2)", "60.25"),
            ("CALCULATE([Revenue], REMOVEFILTERS('Date'))", "210.75"),
            ("CALCULATE([Revenue], KEEPFILTERS('Date'[day] >= DATE(2011, 1, 20)))", "50"),
            ("OPENINGBALANCEMONTH([Revenue], 'Date'[day])", "BLANK"),
            ("CLOSINGBALANCEMONTH([Revenue], 'Date'[day])", "50"),
        ],
    );
}

#[test]
fn days_with_gaps_are_not_moved() {
    let gaps: &[(&str, &[Value])] = &[("Date[month]", &[Value::Integer(1)])];
    assert!(under(gaps, "CALCULATE([Revenue], SAMEPERIODLASTYEAR('Date'[day]))").starts_with("! days with gaps"));
}
