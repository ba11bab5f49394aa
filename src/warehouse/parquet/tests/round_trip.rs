//! What is published is what is read, and what is read wrongly is told.

use super::*;

/// Every type with its extremes, and null in each column that may hold one.
fn every_type() -> (Table, DataFrame) {
    let columns = vec![
        column("id", Kind::Integer, false),
        column("text", Kind::Text, true),
        column("money", Kind::Money, true),
        column("number", Kind::Number, true),
        column("truth", Kind::Boolean, true),
        column("day", Kind::Date, true),
        column("time", Kind::DateTime, true),
    ];
    let days = Series::new("day".into(), [Some(14_579i32), None, Some(-719_162), Some(0)]);
    let times = Series::new("time".into(), [Some(1_259_653_500_000_000i64), None, Some(-1), Some(1)]);
    let frame = df!(
        "id" => [i64::MIN, -1, 0, i64::MAX],
        "text" => [Some("Käse \"No. 1\"\n売上 🧀"), None, Some(""), Some(" x ")],
        "money" => [Some(i64::MIN), None, Some(-1), Some(i64::MAX)],
        "number" => [Some(f64::MIN), None, Some(-0.1), Some(f64::MIN_POSITIVE)],
        "truth" => [Some(true), None, Some(false), Some(true)],
    )
    .expect("a frame");
    let days = days.cast(&DataType::Date).expect("days").into_column();
    let times = times.cast(&DataType::Datetime(TimeUnit::Microseconds, None)).expect("times").into_column();
    (table("every_type", columns, "id"), frame.hstack(&[days, times]).expect("a frame"))
}

#[test]
fn every_type_is_read_back_as_it_was() {
    let folder = folder();
    let warehouse = at(&folder);
    let (table, frame) = every_type();
    publish(&warehouse, vec![(table.clone(), frame.clone())], Keep::Nothing).expect("published");
    let read = warehouse.read("every_type").expect("read");
    assert_eq!(read.schema(), frame.schema());
    assert!(read.equals_missing(&frame), "{read}");
    // For checking the file with another reader of Parquet.
    if let Some(keep) = std::env::var_os("PBIFORGE_KEEP_PARQUET") {
        let name = names(warehouse.folder()).into_iter().find(|name| name.ends_with(".parquet")).expect("a file");
        std::fs::copy(warehouse.folder().join(name), keep).expect("copied");
    }
}

#[test]
fn the_catalog_comes_back_with_counts_and_bounds() {
    let folder = folder();
    let warehouse = at(&folder);
    let published = publish(&warehouse, star(&["East", "West"], SALES), Keep::Nothing).expect("published");
    let catalog = warehouse.catalog().expect("a catalog");
    assert_eq!(catalog, published.catalog);
    assert_eq!(catalog.tables.iter().map(|table| table.name.as_str()).collect::<Vec<_>>(), ["region", "sale"]);
    let sale = catalog.table("sale").expect("the table");
    assert_eq!((sale.rows, sale.description.as_str()), (Some(3), "About sale."));
    let amount = sale.column("amount").and_then(|column| column.statistics.clone());
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(amount, Some(Statistics { distinct: 3, nulls: 0, min: text("-0.0005"), max: text("2.5000") }));
}

#[test]
fn an_empty_table_and_one_of_several_row_groups_are_read_back() {
    let folder = folder();
    let warehouse = at(&folder);
    let rows = (1i64 << 19) + 3;
    let tables = |frame: DataFrame| vec![(table("t", vec![column("id", Kind::Integer, false)], "id"), frame)];
    for rows in [0, rows] {
        let frame = df!("id" => (0..rows).collect::<Vec<_>>()).expect("a frame");
        publish(&warehouse, tables(frame.clone()), Keep::Nothing).expect("published");
        assert!(warehouse.read("t").expect("read").equals(&frame));
    }
    assert_eq!(warehouse.catalog().expect("a catalog").tables[0].rows, Some(rows as u64));
}

#[test]
fn the_same_rows_give_the_same_bytes_however_they_lie_in_memory() {
    let (one, two) = (folder(), folder());
    let rows = 1i64 << 19;
    let text = |from: i64, to: i64| (from..to).map(|n| format!("text {}", n % 1000)).collect::<Vec<_>>();
    let part = |from: i64, to: i64| df!("id" => (from..to).collect::<Vec<_>>(), "text" => text(from, to)).expect("ok");
    let described = || table("t", vec![column("id", Kind::Integer, false), column("text", Kind::Text, false)], "id");
    let whole = part(0, rows);
    let mut pieces = part(0, 1);
    for (from, to) in [(1, 300_000), (300_000, 300_001), (300_001, rows)] {
        pieces = pieces.vstack(&part(from, to)).expect("stacked");
    }
    assert!(pieces.first_col_n_chunks() > 1);
    publish(&at(&one), vec![(described(), whole)], Keep::Nothing).expect("published");
    publish(&at(&two), vec![(described(), pieces)], Keep::Nothing).expect("published");
    assert_eq!(bytes(at(&one).folder()), bytes(at(&two).folder()));
}

#[test]
fn tables_and_columns_may_have_any_name() {
    let folder = folder();
    let warehouse = at(&folder);
    let long = "ü".repeat(128);
    let hostile = ["..", "../x", "a/b", "a\\b", "O'Brien \"North\" [x]", "売上", "CON", "a_b", "a b", long.as_str()];
    let tables = hostile.iter().enumerate().map(|(at, name)| {
        let frame = df!(*name => [at as i64 / 2]).expect("a frame");
        (table(name, vec![column(name, Kind::Integer, false)], name), frame)
    });
    publish(&warehouse, tables.collect(), Keep::Nothing).expect("published");
    for (at, name) in hostile.iter().enumerate() {
        let read = warehouse.read(name).expect("read");
        assert!(read.equals(&df!(*name => [at as i64 / 2]).expect("a frame")), "{name}");
    }
    let beside = std::fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(beside, 1, "no name has led out of the warehouse's folder");
}

#[test]
fn a_file_in_the_place_of_the_folder_is_told() {
    let folder = folder();
    let warehouse = at(&folder);
    std::fs::write(warehouse.folder(), "not a folder").expect("written");
    let error = publish(&warehouse, star(&["East", "West"], SALES), Keep::Nothing).expect_err("no folder");
    assert_eq!(error.to_string(), format!("cannot create the folder `{}`", warehouse.place()));
    assert!(matches!(warehouse.catalog(), Err(Error::Io { .. })));
    assert!(size_of::<Error>() <= 128, "an error is passed by value");
}

#[test]
fn whatever_cannot_be_read_says_why_and_what_to_do() {
    let folder = folder();
    let warehouse = at(&folder);
    let told = |result: Result<DataFrame, Error>| {
        let error = result.expect_err("nothing to read");
        let message = error.to_string().replace(&warehouse.place(), "W");
        format!("{message} ({})", error.help().unwrap_or_default())
    };
    let first = "run `pbiforge load` first";
    assert_eq!(told(warehouse.read("sale")), format!("there is no warehouse in `W` ({first})"));
    std::fs::create_dir(warehouse.folder()).expect("a folder");
    assert_eq!(told(warehouse.read("sale")), format!("there is no warehouse in `W` ({first})"));

    publish(&warehouse, star(&["East", "West"], SALES), Keep::Nothing).expect("published");
    assert_eq!(told(warehouse.read("sales")), "the warehouse has no table `sales` (did you mean `sale`?)");
    assert!(told(warehouse.read("basket_rule")).contains("no table `basket_rule` (run `pbiforge load` first"));

    let good = bytes(warehouse.folder());
    let path = |name: &str| warehouse.folder().join(name);
    let file = good.keys().find(|name| name.starts_with("sale.")).expect("the file");
    let anew = "run `pbiforge load` to publish it anew";
    std::fs::remove_file(path(file)).expect("removed");
    let damaged = "the warehouse is damaged:";
    assert_eq!(told(warehouse.read("sale")), format!("{damaged} its file `{file}` is missing ({anew})"));
    assert!(warehouse.read("region").is_ok());
    let mut flipped = good[file].clone();
    flipped[20] ^= 1;
    for wrong in [&flipped[..], &flipped[..30], &[]] {
        std::fs::write(path(file), wrong).expect("written");
        assert_eq!(
            told(warehouse.read("sale")),
            format!("{damaged} its file `{file}` was changed or cut off ({anew})")
        );
    }

    let manifest = String::from_utf8(good["manifest.json"].clone()).expect("text");
    std::fs::write(path("manifest.json"), manifest.replace("\"format\": 1", "\"format\": 2")).expect("written");
    assert_eq!(
        told(warehouse.read("sale")),
        "the warehouse in `W` has format 2; this pbiforge reads format 1 \
         (update pbiforge, or choose another warehouse folder)"
    );
    let refused = publish(&warehouse, star(&["East", "West"], SALES), Keep::Nothing);
    assert!(matches!(refused, Err(Error::Newer { format: 2, .. })), "what a newer pbiforge wrote is not overwritten");

    for wrong in ["", "{", "[]", "{\"format\": 1}", &manifest.replace(file.as_str(), "../../etc/passwd")] {
        std::fs::write(path("manifest.json"), wrong).expect("written");
        assert!(told(warehouse.read("sale")).starts_with(damaged), "{wrong}");
    }
    // A damaged warehouse is mended by publishing everything, but cannot be added to.
    assert!(matches!(publish(&warehouse, share(&["East"]), Keep::Others), Err(Error::Damaged { .. })));
    publish(&warehouse, star(&["East", "West"], SALES), Keep::Nothing).expect("published");
    assert_eq!(bytes(warehouse.folder()), good);
}
