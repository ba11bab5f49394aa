//! Text files as programs write them.

use std::io::Write;

use super::*;

#[test]
fn compressed_files_are_read_as_what_is_in_them() {
    let text = csv(&[ROW, ROW]);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(text.as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    let zstd = zstd::encode_all(text.as_bytes(), 1).unwrap();
    for (name, bytes) in [("a.csv.gz", &gzip), ("a.csv.zst", &zstd), ("a.TXT.GZ", &gzip)] {
        let given = Given::file(name, bytes);
        assert_eq!(given.raw().rows.height(), 2, "{name}");
        let hash: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(given.raw().source_hash, hash);
        // Two members or frames in one file, as `cat` joins them.
        let rows = format!("{ROW}\n");
        let mut more = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        more.write_all(rows.as_bytes()).unwrap();
        let more = if bytes == &gzip { more.finish().unwrap() } else { zstd::encode_all(rows.as_bytes(), 1).unwrap() };
        let joined = [bytes.as_slice(), &more].concat();
        assert_eq!(Given::file(name, joined).raw().rows.height(), 3, "{name}");
    }
    assert_eq!(
        Given::file("a.csv", &gzip).warnings(),
        ["ET014 `a.csv` is not plain text but a gzip file, and was read as that | a.csv"]
    );
}

#[test]
fn bom_line_breaks_and_delimiters_make_no_difference() {
    let plain = Given::file("a.csv", csv(&[ROW, "", "  ", ",,,,,,,", ROW])).raw();
    assert_eq!(column(&plain.rows, raw::LINE), ["2", "6"], "blank lines are skipped and counted");
    let text = csv(&[ROW, "", "  ", ",,,,,,,", ROW]);
    for (what, text) in [
        ("BOM", format!("\u{feff}{text}")),
        ("CRLF", text.replace('\n', "\r\n")),
        ("CR", text.replace('\n', "\r")),
        ("BOM and CRLF", format!("\u{feff}{}", text.replace('\n', "\r\n"))),
        ("semicolon", text.replace(',', ";")),
        ("tab", text.replace(',', "\t")),
        ("bar", text.replace(',', "|")),
        ("no line break at the end", text.trim_end().to_owned()),
        ("a DOS end of file", format!("{text}\u{1a}")),
        ("a DOS end of file in between", text.replace("\n\n", "\n\u{1a}\n")),
    ] {
        let read = Given::file("a.csv", text).raw();
        assert!(read.rows.equals_missing(&plain.rows), "{what}: {:?}", read.rows);
        assert_eq!((read.rows_in, read.warnings), (2, vec![]), "{what}");
    }
}

#[test]
fn a_row_with_line_breaks_in_quotes_begins_on_its_first_line() {
    let broken = "489434,85048,\"two\nlines, and \"\"more\"\"\",12,2009-12-01,6.95,,";
    for line_break in ["\n", "\r\n", "\r"] {
        let text = csv(&["", broken, ROW, "", broken, ROW, "short"]).replace('\n', line_break);
        let raw = Given::file("a.csv", text).raw();
        assert_eq!(column(&raw.rows, raw::LINE), ["3", "5", "7", "9"], "{line_break:?}");
        assert_eq!(column(&raw.unreadable, "source_line"), ["10"]);
        assert_eq!(column(&raw.rows, raw::DESCRIPTION)[0], "two\nlines, and \"more\"");
        assert_eq!(row(&raw.rows, 0)[9..], ["-", "Unspecified"]);
    }
}

#[test]
fn windows_1252_is_read_and_counted() {
    let mut bytes = csv(&[ROW, "1,2,\"naïve\",1,2009-12-01,1,,"]).into_bytes();
    bytes.extend_from_slice(b"1,2,caf\xe9 \x80,1,2009-12-01,\xa31.50,,\n");
    let given = Given::file("a.csv", &bytes);
    assert_eq!(column(&given.raw().rows, raw::DESCRIPTION)[1..], ["naïve", "café €"]);
    assert_eq!(column(&given.raw().rows, raw::UNIT_PRICE)[2], "15000");
    assert_eq!(given.warnings(), ["ET013 1 row of `a.csv` is not UTF-8 and read as Windows-1252 | a.csv"]);
    let strict = Given::file("a.csv", &bytes).with("encoding = \"utf-8\"");
    assert_eq!(column(&strict.raw().unreadable, "detail"), ["expected UTF-8, found other bytes in column 3"]);
    let said = Given::file("a.csv", &bytes).with("encoding = \"windows-1252\"");
    assert_eq!(said.warnings(), Vec::<String>::new());
    assert_eq!(column(&said.raw().rows, raw::DESCRIPTION)[1], "naÃ¯ve");
}

#[test]
fn rows_with_too_few_or_too_many_fields_are_rejected_with_their_line() {
    let raw = Given::file("a.csv", csv(&["1,2,3", ROW, &format!("{ROW},surplus"), &format!("{ROW},,")])).raw();
    assert_eq!(column(&raw.unreadable, "source_line"), ["2", "4"]);
    assert_eq!(column(&raw.unreadable, "detail")[1], "expected 8 fields, found 9");
    assert!(column(&raw.unreadable, "detail")[0].starts_with("expected 8 fields, found 3"));
    assert_eq!(column(&raw.rows, raw::LINE), ["3", "5"], "empty fields too many are no harm");
}

#[test]
fn a_reject_keeps_whatever_could_be_read() {
    let raw = Given::file(
        "a.csv",
        csv(&[
            "489434,85048,BALL,abc,2009-12-01 07:45:00,6.95,13085.0,France",
            ",85048,BALL,2,13/31/2009,6.95,,France",
        ]),
    )
    .raw();
    let all = |at: usize| row(&raw.unreadable, at);
    assert_eq!(
        all(0),
        [
            "1",
            "a.csv",
            "2",
            "unreadable",
            "quantity: expected a whole number, found `abc`",
            "489434",
            "2009-12-01 07:45:00",
            "13085",
            "85048",
            "-",
            "69500",
            "-"
        ]
    );
    assert_eq!(
        all(1)[4..],
        [
            "invoice: expected a value, found nothing; invoice_date: expected month/day/year, found `13/31/2009`; no such \
         day (`dayfirst` is false)",
            "-",
            "-",
            "-",
            "85048",
            "2",
            "69500",
            "139000"
        ]
    );
}

#[test]
fn nul_bytes_and_amounts_that_do_not_fit_are_rejected() {
    let raw = Given::file(
        "a.csv",
        csv(&["1,2,a\0b,1,2009-12-01,1,,", "1,2,a,9000000000000000000,2009-12-01,9,,", "1,2,a,1,2009-12-01,1,,"]),
    )
    .raw();
    let details = column(&raw.unreadable, "detail");
    assert_eq!(
        details,
        ["the row holds a NUL byte", "quantity times unit_price is too large: 9000000000000000000 × 9"]
    );
    assert_eq!(column(&raw.unreadable, "amount")[1], "-");
}

#[test]
fn settings_reach_the_values() {
    let text = "Rechnung;Artikel;Menge;Datum;Preis;Kunde\nA1;x;1.200;01/12/2010;1.234,50 €;K-7\n";
    let given = Given::file("a.csv", text).with(
        r#"
        dayfirst = true
        decimal_comma = true
        delimiter = ";"
        [columns]
        invoice = "Rechnung"
        stock_code = "Artikel"
        quantity = "menge"
        invoice_date = "Datum"
        unit_price = "Preis"
        customer_id = "Kunde"
        "#,
    );
    assert_eq!(
        row(&given.raw().rows, 0)[3..],
        ["A1", "x", "-", "1200", "2010-12-01", "12345000", "K-7", "Unspecified"]
    );
}

#[test]
fn thousands_of_columns_are_read_over() {
    let names: Vec<String> = (0..5_000).map(|at| format!("extra {at}")).collect();
    let values = vec!["x"; 5_000].join(",");
    let text = format!("{},{HEADER}\n{values},{ROW}\n{values},{ROW}\n", names.join(","));
    let raw = Given::file("a.csv", text).raw();
    assert_eq!(column(&raw.rows, raw::CUSTOMER_ID), ["13085", "13085"]);
}

#[test]
fn a_file_larger_than_many_blocks_is_the_same_whatever_its_line_breaks() {
    let rows: Vec<String> = (0..60_000)
        .map(|at| {
            format!(
                "{at},85048,\"a \"\"quoted\"\"\nname of product {}\",1,2010-01-01 08:00,1.25,{},UK",
                at % 700,
                at % 900
            )
        })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let text = csv(&rows);
    assert!(text.len() > 3 << 20, "{}", text.len());
    let plain = Given::file("a.csv", &text).raw();
    let windows = Given::file("a.csv", text.replace('\n', "\r\n")).raw();
    assert!(plain.rows.equals_missing(&windows.rows));
    assert_eq!(column(&plain.rows, raw::LINE).last().unwrap(), "120000");
    assert_eq!(plain.rows.height(), 60_000);
}
