//! The T-SQL of the warehouse without a server: it says what the contract says, it parses, the database shows a
//! manager what the dashboard shows, and a database administrator gets all of it as one file.

use std::collections::BTreeMap;

use pbiforge::catalog::contract::contract;
use pbiforge::catalog::{Catalog, DataType, TableKind};
use pbiforge::generate::{Settings, Templates, project};
use pbiforge::model::ColumnReference;
use pbiforge::name::{sql_name, sql_text};
use pbiforge::rls::role::{Access, access};
use pbiforge::rls::{Anchors, Options as Roles};
use pbiforge::sqlserver::script::{SCRIPTS, SECURITY, batches_of, file, render};
use pbiforge::sqlserver::{Dialect, Options, script, security};
use sqlparser::ast::{Expr, SelectItem, SetExpr, Statement};
use sqlparser::dialect::MsSqlDialect;
use sqlparser::parser::Parser;

use crate::support::Project;

/// What the parser does not know, by what stands in the batch, and what holds those batches instead.
const UNPARSED: [(&str, &str); 6] = [
    ("CREATE CLUSTERED INDEX [", "runs against the test server"),
    ("BEGIN TRY", "guards the columnstore index, which not every tier has"),
    (" ON SCHEMA::[", "runs against the test server, but for what Babelfish does not grant"),
    ("GRANT CREATE TABLE TO [", "a permission of the database"),
    ("SECURITY POLICY ", "`the_policy_shows_a_manager_what_the_role_shows` reads it"),
    ("WITH SCHEMABINDING\nAS RETURN\nSELECT", "its body is parsed instead"),
];

#[test]
fn every_batch_parses_or_has_a_reason_not_to() {
    let mut used = [0; UNPARSED.len()];
    let options = Options { schema: "we]ird 'na\"me".to_owned(), ..Options::default() };
    for dialect in [Dialect::SqlServer, Dialect::Babelfish] {
        let mut scripts = render(SCRIPTS, &options, dialect, &contract()).expect("rendered");
        scripts.extend([true, false].map(|on| security::script(&options, on, &[]).expect("rendered")));
        for batch in scripts.iter().flat_map(|script| &script.batches) {
            let Err(error) = Parser::parse_sql(&MsSqlDialect {}, batch) else { continue };
            let known = UNPARSED.iter().position(|(text, _)| batch.contains(text));
            used[known.unwrap_or_else(|| panic!("{error}:\n{batch}"))] += 1;
            if let Some((_, body)) = batch.split_once("AS RETURN\n") {
                Parser::parse_sql(&MsSqlDialect {}, body).unwrap_or_else(|error| panic!("{error}:\n{body}"));
            }
        }
    }
    assert!(used.iter().all(|used| *used > 0), "no longer needed: {used:?}");
}

#[test]
fn every_table_view_and_column_is_described_as_in_the_contract() {
    let text: String = batches_of(SCRIPTS).collect::<Vec<_>>().join("\n");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut properties = 0;
    let mut has = |name: &str, value: &str, place: String| {
        properties += 1;
        let value = sql_text(value).split_whitespace().collect::<Vec<_>>().join(" ");
        let property =
            format!("@name = N'{name}', @value = {value}, @level0type = N'SCHEMA', @level0name = N'mart', {place};");
        assert!(text.contains(&property), "{property}");
    };
    for table in &contract().tables {
        let kind = if table.kind == TableKind::View { "VIEW" } else { "TABLE" };
        let place = format!("@level1type = N'{kind}', @level1name = N'{}'", table.name);
        has("MS_Description", &table.description, place.clone());
        has("pbiforge_grain", &table.grain, place.clone());
        if table.kind == TableKind::View {
            let list = |columns: &[pbiforge::name::ColumnName]| {
                columns.iter().map(|column| sql_name(column.as_str())).collect::<Vec<_>>().join(", ")
            };
            has("pbiforge_primary_key", &format!("PRIMARY KEY ({})", list(&table.primary_key)), place.clone());
            let keys = table.foreign_keys.iter().map(|key| {
                let (from, to) = (list(&key.columns), list(&key.to_columns));
                format!("FOREIGN KEY ({from}) REFERENCES {} ({to})", sql_name(key.to_table.as_str()))
            });
            has("pbiforge_foreign_keys", &keys.collect::<Vec<_>>().join(", "), place.clone());
        }
        for column in &table.columns {
            let place = format!("{place}, @level2type = N'COLUMN', @level2name = N'{}'", column.name);
            has("MS_Description", &column.description, place);
        }
    }
    assert_eq!(text.matches("sys.sp_addextendedproperty").count(), properties);
}

#[test]
fn the_views_have_the_columns_of_the_contract_and_say_the_types_of_what_they_compute() {
    let contract = contract();
    let mut views = BTreeMap::new();
    for batch in batches_of(SCRIPTS) {
        for statement in Parser::parse_sql(&MsSqlDialect {}, batch).unwrap_or_default() {
            if let Statement::CreateView(view) = statement {
                let SetExpr::Select(select) = *view.query.body else { panic!("a view is a SELECT") };
                views.insert(
                    view.name.to_string().rsplit_once("[").map(|(_, name)| name.replace(']', "")),
                    select.projection,
                );
            }
        }
    }
    for table in contract.tables.iter().filter(|table| table.kind == TableKind::View) {
        let projection = views.remove(&Some(table.name.to_string())).expect("the view");
        let columns: Vec<(String, Option<String>)> = projection.iter().map(column).collect();
        let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, table.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>());
        for ((name, kind), column) in columns.iter().zip(&table.columns) {
            let Some(kind) = kind else { continue };
            let wanted = match column.kind {
                DataType::Integer => "BIGINT",
                DataType::Money => "DECIMAL(19,4)",
                DataType::DateTime => "DATETIME2(6)",
                other => panic!("{name}: no view computes {other:?}"),
            };
            assert_eq!(kind, wanted, "{}.{name}", table.name);
        }
    }
    assert!(views.is_empty());
}

/// Name, and the type of what is not a plain column.
fn column(item: &SelectItem) -> (String, Option<String>) {
    match item {
        SelectItem::UnnamedExpr(Expr::CompoundIdentifier(parts)) => (parts[1].value.clone(), None),
        SelectItem::ExprWithAlias { expr: Expr::Function(function), alias } => {
            let text = function.to_string();
            let cast = text.strip_prefix("ISNULL(CAST(").and_then(|rest| rest.rsplit_once(" AS "));
            let kind = cast.and_then(|(_, rest)| rest.rsplit_once("), ")).map(|(kind, _)| kind.to_uppercase());
            (alias.value.clone(), Some(kind.unwrap_or_else(|| panic!("no type in {text}"))))
        }
        other => panic!("{other}"),
    }
}

/// Model's name, name in the warehouse.
const TABLES: [(&str, &str); 12] = [
    ("Sales", "fact_sales"),
    ("Customer", "dim_customer"),
    ("Product", "dim_product"),
    ("Date", "dim_date"),
    ("Region", "dim_region"),
    ("Region Manager", "region_manager"),
    ("Customer Month", "fact_customer_month"),
    ("Segment Profile", "segment_profile"),
    ("Cohort Retention", "cohort_retention"),
    ("Basket Rules", "basket_rule"),
    ("Load Run", "etl_run"),
    ("Rejected Lines", "etl_reject"),
];

#[test]
fn the_policy_shows_a_manager_what_the_role_shows() {
    let model = project(&contract(), &Templates::embedded(), &Settings::default()).expect("generated").model;
    let reference = |table: &str, column: &str| ColumnReference { table: table.into(), column: column.into() };
    let anchors = Anchors {
        region: reference("Region", "Region"),
        managed_region: reference("Region Manager", "Region"),
        manager: reference("Region Manager", "Manager"),
    };
    let mut predicates = predicates(SECURITY[0].text);
    for (table, access) in access(&model, &anchors, &Roles::default()) {
        let warehouse = TABLES.iter().find(|(model, _)| *model == table).expect("a table of the contract").1;
        let predicate = predicates.remove(warehouse);
        let expected = match (access, warehouse) {
            (Access::Regions | Access::OwnRegion, _) | (Access::Reached, "dim_customer") => {
                Some("sees_region([region])")
            }
            (Access::Mapping, _) => Some("is_manager([manager])"),
            (Access::Reached, _) => Some("sees_customer([customer_id])"),
            (Access::Closed, "segment_profile") => Some("sees_closed([segment])"),
            (Access::Closed, _) => Some("sees_closed([run_id])"),
            (Access::Public, _) => None,
            (Access::Joined, _) => panic!("{table} is not pbiforge's"),
        };
        assert_eq!(predicate.as_deref(), expected, "{table}");
    }
    // What the model does not show: the figures behind the Customer table, and the policy's own list.
    assert_eq!(predicates.remove("customer_rfm").as_deref(), Some("sees_customer([customer_id])"));
    assert_eq!(predicates.remove("every_region_manager").as_deref(), Some("is_manager([manager])"));
    assert!(predicates.is_empty(), "{predicates:?}");
}

/// Table and predicate, as the policy has them; what is left of the statement has been read too.
fn predicates(text: &str) -> BTreeMap<String, String> {
    let policy = script::batches(text).find(|batch| batch.contains("CREATE SECURITY POLICY")).expect("a policy");
    let body = policy.split_once("CREATE SECURITY POLICY [mart].[region_policy]\n").expect("a head").1;
    let body = body.strip_suffix("\n    WITH (STATE = ON, SCHEMABINDING = ON);").expect("switched on");
    let line = |line: &str| {
        let line = line.trim().strip_prefix("ADD FILTER PREDICATE [mart].[").expect("a filter");
        let (predicate, table) = line.split_once(" ON [mart].[").expect("a table");
        (table.replace(']', ""), predicate.replacen(']', "", 1))
    };
    body.split(",\n").map(line).collect()
}

#[test]
fn the_scripts_of_each_dialect() {
    for (name, dialect) in [("sqlserver", Dialect::SqlServer), ("babelfish", Dialect::Babelfish)] {
        let options = Options::default();
        let names = script::Names::new(&options).expect("a name");
        let scripts = render(SCRIPTS, &options, dialect, &contract()).expect("rendered");
        insta::assert_snapshot!(name, file(&scripts, &names));
    }
    let off = security::script(&Options::default(), false, &[]).expect("rendered").text();
    let on = security::script(&Options::default(), true, &["etl_run"]).expect("rendered").text();
    insta::assert_snapshot!("row_level_security", format!("{on}\n{off}"));
}

#[test]
fn a_script_is_written_without_a_server() {
    let project = Project::demo();
    project.run(&["load", "--script", "out.sql", "--set", "warehouse.sqlserver.schema=dw"]).ok();
    let text = project.read("out.sql");
    assert!(text.contains("CREATE TABLE [dw].[fact_sales]") && !text.contains("[mart]."));
    assert!(text.contains("CREATE OR ALTER VIEW") && !text.contains("SECURITY POLICY"));

    let set = "warehouse.sqlserver.row_level_security=true";
    let printed = project.run(&["load", "--script", "-", "--set", set]).ok();
    assert!(printed.stdout.contains("CREATE SECURITY POLICY [mart].[region_policy]"));
    project.run(&["load", "--script", "-", "--set", set, "--dialect", "babelfish"]).exits(1).says("SC036");
    let text = project.run(&["load", "--script", "-", "--dialect", "babelfish"]).ok().stdout;
    assert!(!text.contains("OR ALTER") && !text.contains("COLUMNSTORE"));
    project.run(&["load", "--script", "-", "--set", "warehouse.sqlserver.schema="]).exits(74).says("is empty");
    project.run(&["load", "--dialect", "babelfish"]).exits(64);
    assert_eq!(project.files("").keys().filter(|file| file.contains("warehouse")).count(), 0);
}

#[test]
fn extra_columns_of_the_configuration_stand_in_the_script() {
    let project = Project::demo();
    let toml = project.read("pbiforge.toml").replace(
        "[sample]",
        "[source.extra.tier]\ncolumn = \"Tier\"\ntable = \"dim_customer\"\ntype = \"text\"\ndescription = \"The customer's tier.\"\n\n[sample]",
    );
    project.file("pbiforge.toml", toml);
    let text = project.run(&["load", "--script", "-"]).ok().stdout;
    assert!(text.contains("ALTER TABLE [mart].[dim_customer] ADD [tier] nvarchar(400) NULL;"));
    assert!(text.contains(",\n    [c].[tier]\nFROM [mart].[dim_customer]"));
    assert!(text.contains("@value = N'The customer''s tier.'"));
}

#[test]
fn nothing_wanted_is_a_schema_without_extra_columns() {
    let scripts =
        |wanted: &Catalog| render(SCRIPTS, &Options::default(), Dialect::SqlServer, wanted).expect("rendered");
    assert_eq!(scripts(&Catalog::default()), scripts(&contract()));
}
