//! Parquet files, as data frames write them.

use polars_io::parquet::write::{ParquetCompression, ParquetWriter};

use super::*;

fn written(columns: Vec<Column>, compression: ParquetCompression) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut frame = DataFrame::new_infer_height(columns).unwrap();
    ParquetWriter::new(&mut bytes)
        .with_compression(compression)
        .with_row_group_size(Some(2))
        .finish(&mut frame)
        .unwrap();
    bytes
}

fn ints(name: &str, values: &[i64]) -> Column {
    Column::new(name.into(), values)
}

fn texts(name: &str, values: &[Option<&str>]) -> Column {
    Column::new(name.into(), values)
}

/// Everything as text, as it was in a CSV file.
fn as_text() -> Vec<Column> {
    HEADER
        .split(',')
        .zip(ROW.split(','))
        .map(|(name, value)| texts(name, &[Some(value), Some(value), Some(value)]))
        .collect()
}

#[test]
fn columns_of_any_sensible_type_are_read() {
    let micros = 14_579 * 86_400_000_000_i64 + 27_900_000_000;
    let moments = |unit, factor: i64| {
        let values = [Some(micros / 1_000 * factor), None, Some(micros / 1_000 * factor)];
        let values: Int64Chunked = values.into_iter().collect();
        values.with_name("InvoiceDate".into()).into_datetime(unit, None).into_column()
    };
    let decimals: Int128Chunked = [Some(695_i128), Some(-50), Some(0)].into_iter().collect();
    let prices = [
        decimals.with_name("Price".into()).into_decimal(18, 2).unwrap().into_column(),
        Column::new("Price".into(), [6.95_f64, -0.5, 0.0]),
        Column::new("Price".into(), [6.95_f32, -0.5, 0.0]),
        texts("Price", &[Some("6.95"), Some("-.5"), Some("0")]),
    ];
    let quantities = [ints("Quantity", &[12, -1, 3]), Column::new("Quantity".into(), [12.0_f64, -1.0, 3.0]), {
        Column::new("Quantity".into(), [12_i32, -1, 3])
    }];
    let customers = [
        Column::new("Customer ID".into(), [Some(13_085.0_f64), None, Some(f64::NAN)]),
        Column::new("Customer ID".into(), [Some(13_085_i64), None, None]),
    ];
    let dates = [
        moments(TimeUnit::Milliseconds, 1),
        moments(TimeUnit::Microseconds, 1_000),
        moments(TimeUnit::Nanoseconds, 1_000_000),
    ];
    for at in 0..4 {
        let columns = vec![
            ints("Invoice", &[489_434, 489_435, 489_436]),
            texts("StockCode", &[Some("85048"), Some("79323P"), Some("M")]),
            quantities[at % 3].clone(),
            dates[at % 3].clone(),
            prices[at].clone(),
            customers[at % 2].clone(),
        ];
        let given = Given::file("a.parquet", written(columns, ParquetCompression::Snappy));
        let raw = given.raw();
        assert_eq!(
            row(&raw.rows, 0),
            [
                "1",
                "a.parquet",
                "1",
                "489434",
                "85048",
                "-",
                "12",
                "2009-12-01 07:45:00",
                "69500",
                "13085",
                "Unspecified"
            ]
        );
        assert_eq!(row(&raw.rows, 1)[6..10], ["3", "2009-12-01 07:45:00", "0", "-"]);
        assert_eq!(column(&raw.unreadable, "source_line"), ["2"]);
        assert_eq!(column(&raw.unreadable, "detail"), ["invoice_date: expected a value, found nothing"]);
        assert_eq!(column(&raw.unreadable, "unit_price"), ["-5000"]);
    }
}

#[test]
fn every_compression_is_read_and_other_columns_are_not_looked_at() {
    let list = ListChunked::from_iter([Some(Series::new("".into(), [1_i64])), None, None]);
    for compression in [
        ParquetCompression::Uncompressed,
        ParquetCompression::Snappy,
        ParquetCompression::Gzip(None),
        ParquetCompression::Zstd(None),
        ParquetCompression::Lz4Raw,
    ] {
        let mut columns = as_text();
        columns.insert(2, list.clone().with_name("Tags".into()).into_column());
        let raw = Given::file("a.parquet", written(columns, compression)).raw();
        assert_eq!((raw.rows.height(), raw.unreadable.height()), (3, 0));
        assert_eq!(column(&raw.rows, raw::COUNTRY)[2], "United Kingdom");
    }
}

#[test]
fn days_are_dates_and_whole_numbers_are_not() {
    let mut columns = as_text();
    columns[4] = Int32Chunked::from_vec("InvoiceDate".into(), vec![14_579; 3]).into_date().into_column();
    let given = Given::file("a.parquet", written(columns.clone(), ParquetCompression::Snappy));
    assert_eq!(column(&given.raw().rows, raw::INVOICE_DATE), ["2009-12-01"; 3]);
    columns[4] = ints("InvoiceDate", &[14_579; 3]);
    let given = Given::file("a.parquet", written(columns, ParquetCompression::Snappy));
    assert_eq!(column(&given.raw().unreadable, "detail")[0], "invoice_date: expected a date, found `14579`");
}

#[test]
fn a_type_that_is_no_value_of_a_sale_is_refused() {
    let mut columns = as_text();
    columns[3] = ListChunked::from_iter([Some(Series::new("".into(), [1_i64])), None, None])
        .with_name("Quantity".into())
        .into_column();
    let complaints = Given::file("a.parquet", written(columns, ParquetCompression::Snappy)).complaints();
    assert!(complaints[0].starts_with("ET018 the column `Quantity` of `a.parquet` has a type that can't be read"));
}

#[test]
fn a_damaged_or_empty_file_is_told_and_named() {
    let whole = written(as_text(), ParquetCompression::Snappy);
    for bytes in [&whole[..whole.len() / 2], &whole[..4], &whole[..whole.len() - 1]] {
        let complaints = Given::file("a.parquet", bytes).complaints();
        assert!(complaints[0].starts_with("ET018 `a.parquet` can't be read as a Parquet file: "), "{complaints:?}");
    }
    let empty: Vec<Column> = as_text().into_iter().map(|column| column.head(Some(0))).collect();
    let empty = written(empty, ParquetCompression::Snappy);
    assert_eq!(Given::file("a.parquet", empty).complaints(), ["ET005 no source file has a row | a.parquet"]);
    assert_eq!(Given::file("a.csv", whole).warnings().len(), 1, "read in spite of its name");
}

#[test]
fn a_wrong_byte_in_the_footer_is_told_or_does_not_matter() {
    let whole = written(as_text(), ParquetCompression::Snappy);
    let length = u32::from_le_bytes(whole[whole.len() - 8..whole.len() - 4].try_into().unwrap()) as usize;
    for at in whole.len() - 8 - length..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x81;
        let given = Given::file("a.parquet", &bytes);
        match read(&given.paths, &given.options, &mut |_, _| ()) {
            Ok(_) | Err(Error::Diagnostics(_)) => {}
            other => panic!("byte {at}: {other:?}"),
        }
    }
}
