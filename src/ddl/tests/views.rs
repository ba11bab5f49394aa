//! The types of views' columns.

use super::*;

const TABLES: &str =
    "CREATE TABLE sale (id int NOT NULL PRIMARY KEY, price decimal(19,4) NOT NULL, units int, day date NOT NULL, \
                      store nvarchar(9), at datetime2, share float, is_new bit NOT NULL)
GO
CREATE TABLE store (store nvarchar(9) NOT NULL PRIMARY KEY, city nvarchar(50) NOT NULL)
GO
";

#[track_caller]
fn view(query: &str) -> Vec<String> {
    columns(table(&clean(&format!("{TABLES}CREATE VIEW v AS {query}")), "v"))
}

#[test]
fn plain_columns_keep_their_type() {
    assert_eq!(
        view("SELECT id, s.price AS p, Units = units, dbo.sale.day FROM dbo.sale, sale s")[..3],
        ["id integer", "p money", "Units integer?"]
    );
    assert_eq!(view("SELECT * FROM store"), ["store text", "city text"]);
    assert_eq!(
        view("SELECT t.* FROM sale AS s INNER JOIN store AS t ON t.store = s.store"),
        ["store text", "city text"]
    );
}

#[test]
fn an_outer_join_may_leave_its_side_empty() {
    assert_eq!(
        view("SELECT s.id, t.city FROM sale s LEFT OUTER JOIN store t ON t.store = s.store"),
        ["id integer", "city text?"]
    );
    assert_eq!(view("SELECT s.id, t.city FROM sale s RIGHT JOIN store t ON 1 = 1"), ["id integer?", "city text"]);
    assert_eq!(view("SELECT s.id, t.city FROM sale s FULL JOIN store t ON 1 = 1"), ["id integer?", "city text?"]);
}

#[test]
fn expressions_follow_simple_rules() {
    for (expression, expected) in [
        ("CAST(id AS nvarchar(10))", "text"),
        ("TRY_CAST(store AS decimal(19,4))", "money?"),
        ("CONVERT(date, at)", "date?"),
        ("TRY_CONVERT([int], store)", "integer?"),
        ("COUNT(*)", "integer"),
        ("COUNT_BIG(DISTINCT store)", "integer"),
        ("SUM(price)", "money?"),
        ("SUM(units)", "integer?"),
        ("AVG(price)", "number?"),
        ("MIN(day)", "date?"),
        ("ISNULL(units, 0)", "integer"),
        ("COALESCE(units, 0)", "integer"),
        ("COALESCE(store, N'none', NULL)", "text"),
        ("CASE WHEN units > 1 THEN price ELSE 0 END", "money"),
        ("CASE units WHEN 1 THEN N'one' END", "text?"),
        ("IIF(units > 1, day, NULL)", "date?"),
        ("price + price", "number"),
        ("units * 2", "integer?"),
        ("share * units", "number?"),
        ("store + N'x'", "text?"),
        ("CONCAT(store, units)", "text"),
        ("YEAR(day)", "integer"),
        ("DATEADD(month, 1, day)", "date"),
        ("DATEDIFF(day, day, at)", "integer?"),
        ("UPPER(LEFT(store, 3))", "text?"),
        ("GETDATE()", "datetime"),
        ("ROW_NUMBER() OVER (PARTITION BY store ORDER BY day)", "integer"),
        ("SUM(price) OVER (PARTITION BY store)", "money?"),
        ("-price", "money"),
        ("is_new", "boolean"),
        ("1.5", "money"),
        ("1e3", "number"),
        ("at AT TIME ZONE 'UTC'", "datetime?"),
        ("(SELECT MAX(city) FROM store t WHERE t.store = sale.store)", "text?"),
    ] {
        assert_eq!(view(&format!("SELECT {expression} AS x FROM sale")), [format!("x {expected}")], "{expression}");
    }
}

#[test]
fn queries_in_queries_are_followed() {
    assert_eq!(
        view(
            "WITH a AS (SELECT store, SUM(price) AS p FROM sale GROUP BY store), b (k, v) AS (SELECT * FROM a) \
              SELECT TOP (10) k, v FROM b ORDER BY v DESC"
        ),
        ["k text?", "v money?"]
    );
    assert_eq!(
        view("WITH n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i FROM n"),
        ["i integer"]
    );
    assert_eq!(view("SELECT id FROM sale UNION SELECT price FROM sale"), ["id money"]);
    assert_eq!(view("SELECT d.c FROM (SELECT id FROM sale) AS d (c)"), ["c integer"]);
    assert_eq!(view("SELECT x.a, x.b FROM (VALUES (1, N'a'), (2, NULL)) AS x (a, b)")[0], "a integer");
    assert_eq!(
        view("SELECT s.id, x.city FROM sale s CROSS APPLY (SELECT TOP 1 city FROM store t WHERE t.store = s.store) x"),
        ["id integer", "city text"]
    );
}

#[test]
fn a_header_names_the_columns_and_views_stand_on_views() {
    let text = format!(
        "{TABLES}CREATE VIEW a AS SELECT b.second FROM b\nGO\n\
         CREATE VIEW b (first, second) WITH SCHEMABINDING AS SELECT id, day FROM dbo.sale WITH CHECK OPTION;\nGO"
    );
    assert_eq!(columns(table(&clean(&text), "a")), ["second date"]);
}

#[test]
fn a_column_of_unknown_type_is_left_out_and_said() {
    let text = format!("{TABLES}CREATE VIEW v AS SELECT id, dbo.margin(price) AS m, o.x FROM sale, other.place o");
    let (catalog, told) = read_all(&[("a.sql", &text)]);
    assert_eq!(columns(table(&catalog, "v")), ["id integer"]);
    assert_eq!(
        told,
        [
            "SC042 5: `v.m` is left out: its type does not follow from its expression",
            "SC042 5: `v.x` is left out: its type does not follow from its expression"
        ]
    );
}
