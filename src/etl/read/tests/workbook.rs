//! Workbooks, written here byte by byte: a ZIP archive of XML parts.

use super::*;

/// A ZIP archive whose entries are stored as they are.
fn zip(entries: &[(&str, String)]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in entries {
        let mut crc = flate2::Crc::new();
        crc.update(text.as_bytes());
        let (offset, size) = (file.len() as u32, text.len() as u32);
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        for number in [crc.sum(), size, size, name.len() as u32] {
            common.extend(number.to_le_bytes());
        }
        file.extend(b"PK\x03\x04");
        file.extend(&common);
        file.extend(name.as_bytes());
        file.extend(text.as_bytes());
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (offset, size, count) = (file.len() as u32, directory.len() as u32, entries.len() as u16);
    file.extend(directory);
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    file.extend([size.to_le_bytes(), offset.to_le_bytes()].concat());
    file.extend([0, 0]);
    file
}

/// Sheets by name, each with its rows as XML.
fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let (mut list, mut links) = (String::new(), String::new());
    for (at, (name, _)) in sheets.iter().enumerate() {
        write!(list, "<sheet name=\"{name}\" sheetId=\"{0}\" r:id=\"rId{0}\"/>", at + 1).unwrap();
        let target = format!("worksheets/sheet{}.xml", at + 1);
        write!(links, "<Relationship Id=\"rId{}\" Type=\"{OFFICE}/worksheet\" Target=\"{target}\"/>", at + 1).unwrap();
    }
    write!(links, "<Relationship Id=\"rId99\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/>").unwrap();
    let root = format!(
        "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" \
         Target=\"xl/workbook.xml\"/></Relationships>"
    );
    // Style 1 is a date and time.
    let styles = format!(
        "<styleSheet xmlns=\"{MAIN}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>"
    );
    let mut entries = vec![
        ("[Content_Types].xml".to_owned(), "<Types/>".to_owned()),
        ("_rels/.rels".to_owned(), root),
        (
            "xl/workbook.xml".to_owned(),
            format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{list}</sheets></workbook>"),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!("<Relationships xmlns=\"{PACKAGE}\">{links}</Relationships>"),
        ),
        ("xl/styles.xml".to_owned(), styles),
    ];
    for (at, (_, rows)) in sheets.iter().enumerate() {
        let sheet = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>");
        entries.push((format!("xl/worksheets/sheet{}.xml", at + 1), sheet));
    }
    zip(&entries.iter().map(|(name, text)| (name.as_str(), text.clone())).collect::<Vec<_>>())
}

/// A row of cells: `#5` is a number, `@5` a number with the style of a date, `!x` an error, other text is text.
fn cells(number: usize, values: &str) -> String {
    let mut row = format!("<row r=\"{number}\">");
    for (value, letter) in values.split(',').zip('A'..='Z') {
        let at = format!("{letter}{number}");
        match value.split_at_checked(1) {
            None => Ok(()),
            Some(("#", value)) => write!(row, "<c r=\"{at}\"><v>{value}</v></c>"),
            Some(("@", value)) => write!(row, "<c r=\"{at}\" s=\"1\"><v>{value}</v></c>"),
            Some(("!", value)) => write!(row, "<c r=\"{at}\" t=\"e\"><v>#{value}</v></c>"),
            Some(_) => write!(row, "<c r=\"{at}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{value}</t></is></c>"),
        }
        .unwrap();
    }
    row + "</row>"
}

#[test]
fn every_sheet_is_read_in_order_with_its_row_numbers() {
    let first = [
        cells(1, HEADER),
        cells(2, "#489434,#85048, GLASS BALL ,#12,@40148.322916666664,#6.95,#13085,United Kingdom"),
        cells(4, "C489435,79323P,,#-1,2010-12-01 08:26,#0.1,,"),
        cells(5, ",,,,,,,"),
        cells(6, "489436,x,#5,#1.5,#40148.5,$1,!N/A,"),
    ];
    let second =
        [cells(3, "InvoiceNo,StockCode,Quantity,Invoice Date,UnitPrice,CustomerID"), cells(4, "a,b,#1,#40149,#1,K")];
    let book = workbook(&[
        ("Year 2009-2010", &first.concat()),
        ("Notes", &cells(1, "nothing,to see")),
        ("Empty", ""),
        ("Year 2010-2011", &second.concat()),
    ]);
    let given = Given::file("book.xlsx", book);
    let raw = given.raw();
    assert_eq!(
        row(&raw.rows, 0),
        [
            "1",
            "book.xlsx#Year 2009-2010",
            "2",
            "489434",
            "85048",
            " GLASS BALL ",
            "12",
            "2009-12-01 07:45:00",
            "69500",
            "13085",
            "United Kingdom"
        ]
    );
    assert_eq!(
        row(&raw.rows, 1)[2..],
        ["4", "C489435", "79323P", "-", "-1", "2010-12-01 08:26:00", "1000", "-", "Unspecified"]
    );
    assert_eq!(row(&raw.rows, 2)[..4], ["4", "book.xlsx#Year 2010-2011", "4", "a"]);
    assert_eq!(row(&raw.rows, 2)[7], "2009-12-02", "a serial number without the style of a date");
    assert_eq!(
        row(&raw.unreadable, 0)[..5],
        [
            "3",
            "book.xlsx#Year 2009-2010",
            "6",
            "unreadable",
            "quantity: expected a whole number, found `1.5`; customer_id: expected text, found `#N/A`"
        ]
    );
    assert_eq!(raw.sources, ["book.xlsx"]);
    let warnings = given.warnings();
    assert!(warnings.contains(
        &"ET017 the sheet `book.xlsx#Notes` holds no sales and was left out | book.xlsx#Notes:1 the first row has 2 \
          columns, none of them known"
            .to_owned()
    ));
    assert_eq!(warnings.len(), 2, "{warnings:?}");
}

#[test]
fn every_sheet_without_a_column_is_told() {
    let short = cells(1, "Invoice,StockCode,Quantity,InvoiceDate,Price");
    let none = cells(1, "a,b,c,d,e,f,g");
    let complaints = Given::file("book.xlsx", workbook(&[("A", &short), ("B", &none)])).complaints();
    assert_eq!(complaints.len(), 2);
    assert!(complaints[0].starts_with("ET006 no column for `customer_id` | book.xlsx#A:1 headers found: `Invoice`"));
    assert!(complaints[1].starts_with("ET006 the first row is not a header"), "{complaints:?}");
}

#[test]
fn a_damaged_workbook_is_told_and_named() {
    let whole = workbook(&[("A", &cells(1, HEADER))]);
    for bytes in [&whole[..whole.len() / 2], b"PK\x03\x04nothing"] {
        let complaints = Given::file("book.xlsx", bytes).complaints();
        assert!(complaints[0].starts_with("ET018 `book.xlsx` can't be read as a workbook: "), "{complaints:?}");
    }
    let broken_sheet = workbook(&[("A", "<row><c><v>1</x>")]);
    assert_eq!(Given::file("book.xlsx", broken_sheet).faults()[0].code.id, "ET018");
    assert_eq!(Given::file("book.xlsx", whole).complaints(), ["ET005 no source file has a row | book.xlsx"]);
    assert!(Given::file("a.csv", workbook(&[])).complaints()[0].contains("is a ZIP archive"));
}
