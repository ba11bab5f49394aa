use polars_core::prelude::*;

use super::*;
use crate::catalog::{Column as Described, DataType as Kind, ForeignKey, TableKind};

fn table(name: &str, columns: &[(&str, Kind, bool)], key: &[&str]) -> Table {
    let columns = columns.iter().map(|(name, kind, nullable)| Described {
        name: (*name).into(),
        kind: *kind,
        nullable: *nullable,
        description: String::new(),
        statistics: None,
    });
    Table {
        name: name.into(),
        kind: TableKind::Table,
        grain: String::new(),
        description: String::new(),
        columns: columns.collect(),
        primary_key: key.iter().map(|name| (*name).into()).collect(),
        foreign_keys: Vec::new(),
        rows: None,
    }
}

fn refers(mut table: Table, columns: &[&str], to: &str, to_columns: &[&str]) -> Table {
    let names = |names: &[&str]| names.iter().map(|name| (*name).into()).collect();
    let (columns, to_columns) = (names(columns), names(to_columns));
    table.foreign_keys.push(ForeignKey { columns, to_table: to.into(), to_columns });
    table
}

fn nothing_carried(_: &str, _: &[&str]) -> Result<DataFrame, Error> {
    unreachable!("no table is carried over")
}

/// Code, message and notes of everything that is wrong.
fn wrong(tables: &[(Table, DataFrame)]) -> Vec<String> {
    wrong_with(tables, &Carried { tables: &[], read: &nothing_carried })
}

fn wrong_with(tables: &[(Table, DataFrame)], carried: &Carried<'_>) -> Vec<String> {
    let Err(error) = verify(tables, carried) else { return Vec::new() };
    let line = |diagnostic: &Diagnostic| {
        let notes: String = diagnostic.notes.iter().map(|note| format!("; {note}")).collect();
        format!("{} {}{notes}", diagnostic.code.id, diagnostic.message)
    };
    error.diagnostics().iter().map(line).collect()
}

fn region() -> (Table, DataFrame) {
    let frame = df!("region" => ["East", "West"]).expect("a frame");
    (table("region", &[("region", Kind::Text, false)], &["region"]), frame)
}

fn sale(regions: &[Option<&str>]) -> (Table, DataFrame) {
    let described = table("sale", &[("id", Kind::Integer, false), ("region", Kind::Text, true)], &["id"]);
    let ids: Vec<i64> = (0..regions.len() as i64).collect();
    let frame = df!("id" => ids, "region" => regions).expect("a frame");
    (refers(described, &["region"], "region", &["region"]), frame)
}

#[test]
fn good_tables_are_described() {
    let tables = [sale(&[Some("West"), None, Some("West")]), region()];
    let described = verify(&tables, &Carried { tables: &[], read: &nothing_carried }).expect("nothing wrong");
    assert_eq!(described.iter().map(|table| table.rows).collect::<Vec<_>>(), [Some(3), Some(2)]);
    let figures = described[0].columns[1].statistics.clone().expect("figures");
    assert_eq!((figures.distinct, figures.nulls, figures.min.as_deref()), (1, 1, Some("West")));
}

#[test]
fn columns_and_types_must_be_those_of_the_catalog() {
    let described = || table("t", &[("a", Kind::Integer, false), ("b", Kind::Money, false)], &["a"]);
    let frame = |frame: PolarsResult<DataFrame>| [(described(), frame.expect("a frame"))];
    assert_eq!(
        wrong(&frame(df!("a" => [1i64], "c" => [2i64]))),
        ["SC020 `t` has not the columns of its catalog; missing: `b`; unknown: `c`"]
    );
    assert_eq!(
        wrong(&frame(df!("b" => [1i64], "a" => [2i64]))),
        ["SC020 `t` has not the columns of its catalog; in this order: `b`, `a`; expected: `a`, `b`"]
    );
    assert_eq!(
        wrong(&frame(df!("a" => ["1"], "b" => [2.5]))),
        ["SC021 `t.a` is str, not i64 (integer)", "SC021 `t.b` is f64, not i64 (money)"]
    );
}

#[test]
fn a_table_that_stands_twice_is_refused() {
    assert_eq!(wrong(&[region(), region()]), ["SC006 table `region` stands twice"]);
}

#[test]
fn nulls_and_infinite_numbers_are_refused_where_they_must_not_be() {
    let described = table("t", &[("a", Kind::Text, true), ("b", Kind::Number, false)], &["a"]);
    let frame = df!("a" => [Some("x"), None, Some("y")], "b" => [Some(f64::NAN), Some(1.0), None]).expect("a frame");
    assert_eq!(
        wrong(&[(described, frame)]),
        [
            "SC022 `t.a` is null in 1 row; for example `null` (1 row)",
            "SC022 `t.b` is null in 1 row; for example `y` (1 row)",
            "SC023 `t.b` is not a finite number in 1 row",
        ]
    );
}

#[test]
fn a_repeated_key_is_refused_with_examples() {
    let described = table("t", &[("a", Kind::Integer, false)], &["a"]);
    let frame = df!("a" => [7i64, 3, 7, 9, 3, 7, 1]).expect("a frame");
    assert_eq!(
        wrong(&[(described, frame)]),
        ["SC024 `t` repeats its primary key (`a`): 2 keys in 5 rows; for example `7` (3 rows), `3` (2 rows)"]
    );
}

#[test]
fn a_key_of_several_columns_is_refused_only_where_all_of_it_repeats() {
    let described = || table("t", &[("a", Kind::Text, false), ("b", Kind::Money, false)], &["a", "b"]);
    let good = df!("a" => ["x", "x", "y"], "b" => [1i64, 2, 1]).expect("a frame");
    assert_eq!(wrong(&[(described(), good)]), [""; 0]);
    let bad = df!("a" => ["x", "y", "x"], "b" => [10_000i64, 2, 10_000]).expect("a frame");
    assert_eq!(
        wrong(&[(described(), bad)]),
        ["SC024 `t` repeats its primary key (`a`, `b`): 1 key in 2 rows; for example `x, 1.0000` (2 rows)"]
    );
}

#[test]
fn no_more_than_five_examples_are_shown() {
    let strangers: Vec<String> = (0..9).map(|n| format!("R{n}")).collect();
    let regions: Vec<Option<&str>> = strangers.iter().chain(&strangers).map(|region| Some(region.as_str())).collect();
    assert_eq!(
        wrong(&[sale(&regions), region()]),
        ["SC025 `sale` refers by `region` to 9 keys that `region` has not, in 18 rows; for example `R0` (2 rows), \
          `R1` (2 rows), `R2` (2 rows), `R3` (2 rows), `R4` (2 rows)"]
    );
}

#[test]
fn a_foreign_key_must_have_a_table_and_a_unique_column_to_refer_to() {
    assert_eq!(wrong(&[sale(&[Some("East")])]), ["SC007 `sale` refers to the table `region`, which is not there"]);
    let described = table("manager", &[("region", Kind::Text, false), ("name", Kind::Text, false)], &["name"]);
    let managers = df!("region" => ["East", "East"], "name" => ["a", "b"]).expect("a frame");
    let (sale, sales) = sale(&[Some("East")]);
    let sale = refers(Table { foreign_keys: Vec::new(), ..sale }, &["region"], "manager", &["region"]);
    assert_eq!(
        wrong(&[(sale, sales), (described, managers)]),
        ["SC026 `region` of `sale` refers to `region` of `manager`, which repeats"]
    );
}

#[test]
fn keys_from_and_to_tables_carried_over_are_resolved_too() {
    let (region, regions) = region();
    let (sale, sales) = sale(&[Some("East"), Some("North"), None]);
    let frames = [(region.clone(), regions.clone()), (sale.clone(), sales.clone())];
    let read = |name: &str, columns: &[&str]| {
        assert_eq!(columns, ["region"], "only the key is read");
        let (_, frame) = frames.iter().find(|(table, _)| table.name == *name).expect("a table");
        Ok(frame.select(columns.iter().copied()).expect("the columns"))
    };
    let expected = ["SC025 `sale` refers by `region` to 1 key that `region` has not, in 1 row; \
                     for example `North` (1 row)"];
    let (regions_stay, sales_stay) = ([region.clone()], [sale.clone()]);
    assert_eq!(wrong_with(&[(sale, sales)], &Carried { tables: &regions_stay, read: &read }), expected);
    assert_eq!(wrong_with(&[(region, regions)], &Carried { tables: &sales_stay, read: &read }), expected);
}
