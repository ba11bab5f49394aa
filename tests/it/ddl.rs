//! From SQL files to a checked project, without a server: what a BI developer's own tables become.

use crate::support::{Project, root};

/// What somebody adds to the warehouse's schema: targets by region and month, and a dimension that the facts name.
pub const OWN_TABLES: &str = "
CREATE TABLE [mart].[dim_store] (
    [store_id] int NOT NULL CONSTRAINT [pk_store] PRIMARY KEY,
    [store name] nvarchar(50) NOT NULL,
    [opened_on] date NULL
);
GO
CREATE TABLE [mart].[store_target] (
    [store_id] int NOT NULL,
    [month_start] date NOT NULL,
    [region] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [target] decimal(19,4) NOT NULL,
    [photo] varbinary(10) NULL,
    CONSTRAINT [pk_store_target] PRIMARY KEY ([store_id], [month_start]),
    CONSTRAINT [fk_target_store] FOREIGN KEY ([store_id]) REFERENCES [mart].[dim_store] ([store_id]),
    CONSTRAINT [fk_target_date] FOREIGN KEY ([month_start]) REFERENCES [mart].[dim_date] ([date_key]),
    CONSTRAINT [fk_target_region] FOREIGN KEY ([region]) REFERENCES [mart].[dim_region] ([region])
);
GO
EXEC sys.sp_addextendedproperty N'MS_Description', N'Targets of the stores.', N'SCHEMA', N'mart', N'TABLE', N'store_target';
GO
EXEC sys.sp_addextendedproperty N'MS_Description', N'What the store is to sell.', N'SCHEMA', N'mart', N'TABLE',
    N'store_target', N'COLUMN', N'target';
GO
CREATE VIEW [mart].[vw_target] AS
SELECT [region], COUNT_BIG(*) AS [targets], CAST(SUM([target]) AS decimal(19,4)) AS [target_total]
FROM [mart].[store_target] GROUP BY [region];
";

/// What the model must show of [`OWN_TABLES`].
pub fn assert_own_tables_are_modelled(project: &Project) {
    let model = "output/Customer Analytics.SemanticModel/definition";
    let target = project.read(&format!("{model}/tables/Store Target.tmdl"));
    assert!(target.starts_with("/// Targets of the stores.\n"), "{target}");
    assert!(target.contains("/// What the store is to sell.\n\tcolumn Target\n\t\tdataType: decimal\n"), "{target}");
    let hidden = |column: &str| {
        let declared = target.split("\tcolumn ").find(|part| part.starts_with(column)).expect("the column");
        declared.contains("isHidden")
    };
    assert!(hidden("'Store ID'") && hidden("Region") && !hidden("Target\n"), "{target}");
    assert!(!target.contains("photo"), "{target}");
    let store = project.read(&format!("{model}/tables/Dim Store.tmdl"));
    assert!(store.contains("column 'store name'\n") && store.contains("sourceColumn: store name"), "{store}");
    assert!(project.read(&format!("{model}/tables/Vw Target.tmdl")).contains("column 'Target Total'\n"));
    let relationships = project.read(&format!("{model}/relationships.tmdl"));
    for (from, to) in [
        ("'Store Target'.'Store ID'", "'Dim Store'.'Store ID'"),
        ("'Store Target'.'Month Start'", "Date.Date"),
        ("'Store Target'.Region", "Region.Region"),
    ] {
        assert!(relationships.contains(&format!("\tfromColumn: {from}\n\ttoColumn: {to}\n")), "{relationships}");
    }
    project.run(&["check"]).ok();
}

fn own_schema() -> String {
    root().join("sql").display().to_string()
}

#[test]
fn a_table_of_ones_own_in_sql_files_reaches_the_model() {
    let project = Project::demo();
    project.file("own/targets.sql", OWN_TABLES);
    let sql = own_schema();
    project.run(&["generate", "--ddl", &sql, "own"]).ok().says("`store_target.photo` is left out");
    assert_own_tables_are_modelled(&project);
    project.run(&["inspect", "--ddl", &sql, "own/targets.sql", "-o", "catalog.json"]).ok();
    project.run(&["generate", "--catalog", "catalog.json", "--check"]).ok().says("up to date");
}

#[test]
fn a_script_of_management_studio_is_read_though_it_is_utf_16() {
    let project = Project::empty();
    let script = "CREATE TABLE [dbo].[Café](\r\n\t[Id] [int] NOT NULL\r\n) ON [PRIMARY]\r\nGO\r\n";
    let bytes: Vec<u8> = "\u{feff}".encode_utf16().chain(script.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    project.file("script.sql", bytes);
    let catalog = project.run(&["inspect", "--ddl", "script.sql"]).ok().json();
    assert_eq!(catalog["tables"][0]["name"], "Café");
    assert_eq!(catalog["tables"][0]["columns"][0]["type"], "integer");
}

#[test]
fn a_statement_that_is_not_understood_is_an_error_with_its_place() {
    let project = Project::empty();
    project.file("a.sql", "CREATE TABLE t (\n    a int,\n    b\n)\nGO\n");
    let ran = project.run(&["inspect", "--ddl", "a.sql"]).exits(1);
    assert!(ran.stderr.contains("error[SC040]") && ran.stderr.contains("a.sql:4:1"), "{}", ran.stderr);
    assert_eq!(ran.stdout, "");
    project.run(&["inspect", "--ddl", "missing.sql"]).exits(74);
    project.file("empty/readme.txt", "");
    project.run(&["inspect", "--ddl", "empty"]).exits(1).says("the files make no table");
    project.run(&["inspect", "--warehouse", "parquet", "--ddl", "a.sql"]).exits(64);
}

#[test]
fn of_several_schemas_the_configured_one_is_taken_and_another_can_be_asked_for() {
    let project = Project::empty();
    project.file("a.sql", "CREATE TABLE mart.ours (id int)\nGO\nCREATE TABLE crm.theirs (id int)\n");
    let names = |ran: crate::support::Ran| {
        let catalog = ran.ok().json();
        let names = catalog["tables"].as_array().expect("tables").iter().map(|table| table["name"].to_string());
        names.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names(project.run(&["inspect", "--ddl", "a.sql"])), "\"ours\"");
    assert_eq!(names(project.run(&["inspect", "--ddl", "a.sql", "--schema", "CRM"])), "\"theirs\"");
    let other = ["--set", "warehouse.sqlserver.schema=elsewhere", "inspect", "--ddl", "a.sql"];
    assert_eq!(names(project.run(&other)), "\"ours\" \"theirs\"");
}

/// A foreign key may lead where a filter has a way already; the engine takes one way only.
#[test]
fn of_two_ways_for_a_filter_the_second_is_inactive() {
    let project = Project::demo();
    project.file(
        "own.sql",
        "CREATE TABLE mart.dim_store (store_id int NOT NULL PRIMARY KEY, region nvarchar(100) NOT NULL
    REFERENCES mart.dim_region)
GO
ALTER TABLE mart.fact_sales ADD store_id int NULL CONSTRAINT fk_store REFERENCES mart.dim_store (store_id)
GO
CREATE TABLE mart.delivery (id bigint NOT NULL PRIMARY KEY, ordered date REFERENCES mart.dim_date, arrived date
    REFERENCES mart.dim_date)",
    );
    project.run(&["generate", "--ddl", &own_schema(), "own.sql"]).ok();
    let relationships = project.read("output/Customer Analytics.SemanticModel/definition/relationships.tmdl");
    for (from, is_active) in [
        ("Sales.'Store ID'", true),
        ("'Dim Store'.Region", false),
        ("Delivery.Ordered", true),
        ("Delivery.Arrived", false),
    ] {
        let own = relationships.split("relationship ").find(|own| own.contains(&format!("fromColumn: {from}\n")));
        let own = own.unwrap_or_else(|| panic!("{from} in {relationships}"));
        assert_eq!(!own.contains("isActive: false"), is_active, "{own}");
    }
    project.run(&["check"]).ok();
}

/// The embedded warehouse and the SQL scripts describe one schema; the files know no rows and no values.
#[cfg(feature = "etl")]
#[test]
fn the_scripts_and_the_embedded_warehouse_have_one_catalog() {
    let project = Project::demo();
    project.run(&["run"]).ok();
    let parquet = without_figures(project.run(&["inspect", "--warehouse", "parquet"]).ok().json());
    let scripts = project.run(&["inspect", "--ddl", &own_schema()]).ok().json();
    assert_same(&scripts, &parquet);
}

/// A catalog without what only data can say: row counts and the statistics of values.
#[cfg(feature = "etl")]
pub fn without_figures(mut catalog: serde_json::Value) -> serde_json::Value {
    for table in catalog["tables"].as_array_mut().expect("tables") {
        table.as_object_mut().expect("an object").shift_remove("rows");
        for column in table["columns"].as_array_mut().expect("columns") {
            column.as_object_mut().expect("an object").shift_remove("statistics");
        }
    }
    catalog
}

/// Table by table and column by column, so that a difference is told where it is.
#[cfg(feature = "etl")]
#[track_caller]
pub fn assert_same(one: &serde_json::Value, other: &serde_json::Value) {
    let parts = |catalog: &serde_json::Value| {
        let mut parts = Vec::new();
        for table in catalog["tables"].as_array().expect("tables") {
            let mut own = table.clone();
            let columns = own.as_object_mut().and_then(|own| own.shift_remove("columns")).expect("columns");
            parts.push(own.to_string());
            parts
                .extend(columns.as_array().expect("a list").iter().map(|column| format!("{}.{column}", table["name"])));
        }
        parts
    };
    let (one, other) = (parts(one), parts(other));
    let only = |these: &[String], those: &[String]| {
        these.iter().filter(|part| !those.contains(part)).cloned().collect::<Vec<_>>().join("\n")
    };
    assert_eq!(only(&one, &other), only(&other, &one));
    assert_eq!(one, other);
}
