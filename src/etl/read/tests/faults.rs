//! Files and settings that can't be read, and what is said of them.

use super::*;

#[test]
fn a_missing_file_a_folder_and_an_unknown_kind_are_told_at_once() {
    let mut given = Given::file("sales.csv", csv(&[ROW])).and("sales.json", "{}");
    let folder = given.folder.path().to_owned();
    given.paths.extend([folder.join("sale.csv"), folder.join("gone").join("x.csv"), folder]);
    let faults = given.faults();
    let codes: Vec<_> = faults.iter().map(|fault| fault.code.id).collect();
    assert_eq!(codes, ["ET003", "ET001", "ET001", "ET002"]);
    assert_eq!(
        given.complaints()[..2],
        ["ET003 `sales.json` has an extension that is not known | sales.json", "ET001 no file `sale.csv` | sale.csv"]
    );
    assert_eq!(faults[1].help, ["did you mean `sales.csv`?"]);
    assert!(faults[2].notes[0].starts_with("there is no folder"), "{:?}", faults[2]);
    assert!(faults[3].help[0].contains("*.csv"));
}

#[test]
fn empty_files_and_headers_without_rows_are_told_apart() {
    for text in ["", "\n\n", "\u{feff}", "  \r\n"] {
        assert_eq!(Given::file("a.csv", text).complaints(), ["ET004 `a.csv` is empty | a.csv:1 expected a header"]);
    }
    let header_only = Given::file("a.csv", format!("{HEADER}\r\n\r\n"));
    assert_eq!(header_only.complaints(), ["ET005 no source file has a row | a.csv"]);
    let beside_rows = Given::file("a.csv", HEADER).and("b.csv", csv(&[ROW]));
    assert_eq!(beside_rows.warnings(), ["ET005 `a.csv` has a header and no rows | a.csv"]);
    assert_eq!(Given::nothing().complaints(), ["ET005 no source file has a row"]);
}

#[test]
fn columns_that_are_not_there_are_told_for_every_file() {
    let short = "Invoice,StockCode,Quantity,InvoiceDate,Price\n1,2,3,2009-12-01,1\n";
    let given = Given::file("a.csv", short).and("b.csv", format!("\n{}", csv(&[ROW]).replace("Price", "Prise")));
    assert_eq!(
        given.complaints(),
        [
            "ET006 no column for `customer_id` | a.csv:1 headers found: `Invoice`, `StockCode`, `Quantity`, `InvoiceDate`, \
         `Price`",
            "ET006 no column for `unit_price` | b.csv:2 headers found: `Invoice`, `StockCode`, `Description`, `Quantity`, \
         `InvoiceDate`, `Prise`, `Customer ID`, `Country`",
        ]
    );
    assert_eq!(
        given.faults()[1].help,
        ["did you mean `Prise`? then say `unit_price = \"Prise\"` in `[source.columns]`"]
    );
}

#[test]
fn a_file_without_a_header_is_one_diagnostic() {
    let complaints = Given::file("a.csv", format!("{ROW}\n{ROW}\n")).complaints();
    assert_eq!(complaints.len(), 1);
    assert!(complaints[0].starts_with("ET006 the first row is not a header"), "{complaints:?}");
}

#[test]
fn an_extra_column_that_is_not_in_the_file_is_told() {
    let given = Given::file("a.csv", csv(&[ROW]))
        .with("[extra]\ntier = { column = \"Contry\", table = \"dim_customer\", type = \"text\" }");
    assert!(given.complaints()[0].starts_with("ET008 no column `Contry`, which `[source.extra] tier` names | a.csv:1"));
    assert_eq!(given.faults()[0].help, ["did you mean `Country`?"]);
}

#[test]
fn a_quote_that_is_never_closed_is_no_swallowed_file() {
    let open = csv(&[ROW, "489434,85048,\"WHITE HEART,12,2009-12-01,1,,", ROW, ROW]);
    assert_eq!(
        Given::file("a.csv", &open).complaints(),
        ["ET011 `a.csv` ends inside of a quoted field | a.csv:3 column 3: the quote before `WHITE \
         HEART,12,2009-12-01,1,,` is never closed"]
    );
    let last = csv(&[ROW, "489434,85048,\"WHITE HEART"]);
    assert_eq!(Given::file("a.csv", last).faults()[0].code.id, "ET011");
    let closed_at_the_end = format!("{HEADER},Note\n{ROW},\"a note\n\"");
    assert_eq!(Given::file("a.csv", closed_at_the_end).raw().rows.height(), 1, "a line break before the quote");
}

#[test]
fn rows_that_an_open_quote_swallows_are_counted_and_not_taken_for_a_description() {
    let quoted = "489435,85048,\"RED HEART\",12,2009-12-01,1,,";
    let rows = [&["489434,85048,\"WHITE HEART,12,2009-12-01,1,,"], [ROW; 8].as_slice(), &[quoted, ROW]].concat();
    let raw = Given::file("a.csv", csv(&rows)).raw();
    assert_eq!((raw.rows.height(), raw.unreadable.height()), (1, 1));
    assert_eq!(column(&raw.unreadable, "source_line"), ["2"]);
    assert!(column(&raw.unreadable, "detail")[0].starts_with("10 lines in one row"), "{:?}", raw.unreadable);
    let strict = Given::file("a.csv", csv(&rows)).with("max_unreadable_share = 0.5");
    assert!(
        strict.complaints()[0].starts_with("ET012 10 of 11 rows (and lines that an open quote hides) can't be read")
    );
}

#[test]
fn too_many_unreadable_rows_show_the_first_five() {
    let rows = [vec!["1,2,a,many,2009-12-01,1,,"; 7], vec![ROW; 93]].concat();
    let given = Given::file("a.csv", csv(&rows)).with("max_unreadable_share = 0.01");
    let faults = given.faults();
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].labels.len(), 5);
    let first = "column 4 (`Quantity`): quantity: expected a whole number, found `many`";
    assert!(given.complaints()[0].starts_with(&format!(
        "ET012 7 of 100 rows can't be read, more than the share of 0.01 that is allowed | a.csv:2 {first} | a.csv:3"
    )));
    assert_eq!(faults[0].help, ["if that is right, raise `max_unreadable_share` in `[source]`"]);
    let allowed = Given::file("a.csv", csv(&rows)).with("max_unreadable_share = 0.07");
    assert_eq!(allowed.raw().unreadable.height(), 7);
    assert!(allowed.warnings()[0].starts_with("ET019 7 of 100 rows can't be read | a.csv:2"));
}

#[test]
fn a_compressed_file_that_is_cut_off_is_an_error_that_names_it() {
    use std::io::Write;
    let rows: Vec<String> = (0..50_000).map(|at| ROW.replace("489434", &at.to_string())).collect();
    let text = csv(&rows.iter().map(String::as_str).collect::<Vec<_>>());
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(text.as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    let zstd = zstd::encode_all(text.as_bytes(), 1).unwrap();
    for (name, bytes) in [("a.csv.gz", gzip), ("a.csv.zst", zstd)] {
        for length in [bytes.len() / 2, bytes.len() - 3, 6] {
            let given = Given::file(name, &bytes[..length]);
            match read(&given.paths, &given.options, &mut |_, _| ()) {
                Err(Error::Io { path, .. }) => assert_eq!(path.file_name().unwrap().to_string_lossy(), name),
                other => panic!("{name} {length}: {other:?}"),
            }
        }
    }
}

#[test]
fn what_is_not_text_is_refused() {
    let gzip_of = |bytes: &[u8]| {
        use std::io::Write;
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(bytes).unwrap();
        gzip.finish().unwrap()
    };
    for (bytes, what) in [
        (b"\xff\xfeI\0n\0".to_vec(), "UTF-16"),
        (b"I\0n\0v\0\n\0".to_vec(), "binary"),
        (gzip_of(b"PK\x03\x04...."), "another archive"),
        (gzip_of(b"\xff\xfeI\0n\0"), "UTF-16"),
        (b"PK\x03\x04....".to_vec(), "ZIP"),
    ] {
        let complaints = Given::file("a.csv", bytes).complaints();
        assert!(complaints[0].starts_with("ET003") && complaints[0].contains(what), "{complaints:?}");
    }
}

#[test]
fn faults_of_the_settings_come_before_any_file_is_opened() {
    let mut given = Given::nothing().with("[columns]\nprice = \"Price\"");
    given.paths.push("gone.csv".into());
    assert_eq!(given.complaints(), ["ET009 `[source.columns]` has no field `price`"]);
}
