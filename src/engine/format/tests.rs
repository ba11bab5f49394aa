use super::*;

fn number(value: f64, pattern: &str) -> String {
    format(&Value::Number(value), pattern).expect("a format")
}

#[test]
fn the_formats_of_the_model() {
    assert_eq!(number(1_234_567.891, "#,0"), "1,234,568");
    assert_eq!(number(1_234.5, "#,0.00"), "1,234.50");
    assert_eq!(number(0.0, "#,0.00"), "0.00");
    assert_eq!(number(-12.25, "#,0.0"), "-12.3");
    assert_eq!(number(0.1234, "#,0.0%;-#,0.0%;#,0.0%"), "12.3%");
    assert_eq!(number(-0.5, "#,0.0%;-#,0.0%;#,0.0%"), "-50.0%");
    assert_eq!(number(-0.0001, "#,0.0%;-#,0.0%;#,0.0%"), "0.0%");
    assert_eq!(number(0.00004, "0.0000"), "0.0000");
    assert_eq!(number(1234.5, "\\$#,0.00"), "$1,234.50");
    assert_eq!(number(-3.0, "\\$#,0.00;(\\$#,0.00)"), "($3.00)");
    assert_eq!(format(&Value::Integer(2011), "0"), Ok("2011".to_owned()));
    assert_eq!(format(&Value::Boolean(true), "\"TRUE\";\"TRUE\";\"FALSE\""), Ok("TRUE".to_owned()));
    assert_eq!(format(&Value::Boolean(false), "\"TRUE\";\"TRUE\";\"FALSE\""), Ok("FALSE".to_owned()));
    assert_eq!(format(&Value::Blank, "#,0"), Ok(String::new()));
}

#[test]
fn halves_go_away_from_nought_and_places_are_filled() {
    assert_eq!(number(0.125, "0.00"), "0.13");
    assert_eq!(number(1.005, "0.00"), "1.01");
    assert_eq!(number(2.5, "0"), "3");
    assert_eq!(number(-2.5, "0"), "-3");
    assert_eq!(number(7.0, "000"), "007");
    assert_eq!(number(0.5, "#.##"), ".5");
    assert_eq!(number(3.0, "0.##"), "3");
    assert_eq!(number(1_234_567.0, "#,0,"), "1,235");
    assert_eq!(number(1_234_567.0, "0.0,,\"M\""), "1.2M");
    assert_eq!(number(12345.0, "0.00E+00"), "1.23E+04");
    assert!(format(&Value::Number(1.0), "0 [Red]").is_err());
}

#[test]
fn numbers_without_a_format_have_fifteen_digits() {
    assert_eq!(general(0.1 + 0.2), "0.3");
    assert_eq!(general(1234.5), "1234.5");
    assert_eq!(general(-3.0), "-3");
    assert_eq!(general(1e20), "1E+20");
    assert_eq!(number(2.5, ""), "2.5");
}

#[test]
fn dates_and_times() {
    let day = super::super::date::parse("2011-12-09T07:05:30").expect("a date");
    let shown = |pattern: &str| format(&Value::Date(day), pattern).expect("a format");
    assert_eq!(shown("yyyy-MM-dd"), "2011-12-09");
    assert_eq!(shown("mmm yyyy"), "Dec 2011");
    assert_eq!(shown("Short Date"), "12/9/2011");
    assert_eq!(shown("Long Date"), "Friday, December 9, 2011");
    assert_eq!(shown("General Date"), "12/9/2011 7:05:30 AM");
    assert_eq!(shown("dd.MM.yyyy HH:mm"), "09.12.2011 07:05");
    assert_eq!(shown("\\Qq yyyy"), "Q4 2011");
    assert_eq!(number(day, "yyyy"), "2011");
}
