//! The model over SQL Server.

use super::*;
use crate::generate::warehouse::Database;
use crate::tmdl::print;

fn settings() -> Settings {
    let database = Database {
        server: "sql.example.com,1444".to_owned(),
        database: "CustomerAnalytics".to_owned(),
        schema: "mart".to_owned(),
    };
    Settings { warehouse: Warehouse::SqlServer(database), ..Settings::default() }
}

fn with(modes: &[(&str, Mode)]) -> Settings {
    let mut settings = settings();
    settings.model.modes = modes.iter().map(|(table, mode)| ((*table).to_owned(), *mode)).collect();
    settings
}

fn incremental() -> Settings {
    let mut settings = settings();
    settings.model.incremental_refresh.table = Some("fact_sales".to_owned());
    settings
}

fn made(settings: &Settings) -> Project {
    project(&contract(), &Templates::embedded(), settings).unwrap_or_else(|failure| panic!("{}", told(&failure)))
}

fn codes(project: &Project) -> Vec<&str> {
    project.warnings.iter().map(|warning| warning.code.id).collect()
}

fn source<'a>(project: &'a Project, table: &str) -> &'a str {
    &project.model.table(table).unwrap_or_else(|| panic!("no {table}")).partitions[0].source
}

fn mode<'a>(project: &'a Project, table: &str) -> &'a str {
    let table = project.model.table(table).unwrap_or_else(|| panic!("no {table}"));
    table.partitions[0].mode.as_deref().unwrap_or_default()
}

/// The lines of a file from the one that begins so to the end of its object.
fn object(project: &Project, file: &str, begin: &str) -> String {
    let files = print(&project.model);
    let text = files.text(file).unwrap_or_else(|| panic!("no {file}"));
    let from = text.find(begin).unwrap_or_else(|| panic!("no `{begin}` in\n{text}"));
    let depth = begin.len() - begin.trim_start_matches('\t').len();
    let mut lines = text[from..].lines();
    let head = lines.next().into_iter();
    let is_inside = |line: &&str| line.is_empty() || line.len() - line.trim_start_matches('\t').len() > depth;
    let lines: Vec<&str> = head.chain(lines.take_while(is_inside)).collect();
    lines.join("\n").trim_end().to_owned()
}

#[test]
fn a_partition_navigates_by_name_and_takes_the_columns_it_has() {
    let project = made(&settings());
    assert_eq!(codes(&project), [""; 0]);
    assert_eq!(
        object(&project, "tables/Sales.tmdl", "\tpartition"),
        "\tpartition Sales = m
		mode: import
		source =
				let
				    Source = Sql.Database(#\"Server\", #\"Database\", [CreateNavigationProperties = false]),
				    Rows = Source{[Schema = #\"Schema\", Item = \"fact_sales\"]}[Data],
				    Columns = Table.SelectColumns(
				        Rows,
				        {
				            \"sales_line_id\",
				            \"invoice_no\",
				            \"invoice_date\",
				            \"date_key\",
				            \"customer_id\",
				            \"stock_code\",
				            \"quantity\",
				            \"unit_price\",
				            \"revenue\"
				        }
				    ),
				    Typed = Table.TransformColumnTypes(
				        Columns,
				        {
				            {\"unit_price\", Currency.Type},
				            {\"revenue\", Currency.Type}
				        }
				    )
				in
				    Typed"
    );
    assert!(source(&project, "Region").ends_with("in\n    Columns"), "{}", source(&project, "Region"));
}

#[test]
fn the_parameters_have_the_configured_values() {
    let project = made(&settings());
    let parameters: Vec<_> =
        project.model.expressions.iter().map(|one| (one.name.as_str(), one.expression.as_str())).collect();
    let meta = "meta [IsParameterQuery=true, Type=\"Text\", IsParameterQueryRequired=true]";
    assert_eq!(
        parameters,
        [
            ("Server", format!("\"sql.example.com,1444\" {meta}").as_str()),
            ("Database", &format!("\"CustomerAnalytics\" {meta}")),
            ("Schema", &format!("\"mart\" {meta}")),
        ]
    );
}

#[test]
fn incremental_refresh_is_a_policy_two_parameters_and_a_filter_before_everything_else() {
    let project = made(&incremental());
    assert_eq!(codes(&project), [""; 0]);
    assert_eq!(
        object(&project, "tables/Sales.tmdl", "\trefreshPolicy"),
        "\trefreshPolicy
		policyType: basic
		rollingWindowGranularity: year
		rollingWindowPeriods: 5
		incrementalGranularity: month
		incrementalPeriods: 1
		sourceExpression =
				let
				    Source = Sql.Database(#\"Server\", #\"Database\", [CreateNavigationProperties = false]),
				    Rows = Source{[Schema = #\"Schema\", Item = \"fact_sales\"]}[Data],
				    Window = Table.SelectRows(
				        Rows,
				        each [#\"invoice_date\"] >= RangeStart and [#\"invoice_date\"] < RangeEnd
				    ),
				    Columns = Table.SelectColumns(
				        Window,
				        {
				            \"sales_line_id\",
				            \"invoice_no\",
				            \"invoice_date\",
				            \"date_key\",
				            \"customer_id\",
				            \"stock_code\",
				            \"quantity\",
				            \"unit_price\",
				            \"revenue\"
				        }
				    ),
				    Typed = Table.TransformColumnTypes(
				        Columns,
				        {
				            {\"unit_price\", Currency.Type},
				            {\"revenue\", Currency.Type}
				        }
				    )
				in
				    Typed"
    );
    assert!(source(&project, "Sales").contains("[#\"invoice_date\"] < RangeEnd"));
    let range: Vec<_> = project.model.expressions[3..].iter().map(|one| (one.name.as_str(), &one.expression)).collect();
    let meta = "meta [IsParameterQuery=true, Type=\"DateTime\", IsParameterQueryRequired=true]";
    assert_eq!(range[0], ("RangeStart", &format!("#datetime(2000, 1, 1, 0, 0, 0) {meta}")));
    assert_eq!(range[1], ("RangeEnd", &format!("#datetime(2100, 1, 1, 0, 0, 0) {meta}")));
    let files = print(&project.model);
    let model = files.text("model.tmdl").expect("there is a model");
    assert!(model.contains("\"Server\",\"Database\",\"Schema\",\"RangeStart\",\"RangeEnd\",\"Sales\""), "{model}");
}

#[test]
fn sales_that_are_asked_make_what_they_look_up_dual_and_the_role_reaches_them() {
    let project = made(&with(&[("fact_sales", Mode::DirectQuery)]));
    assert_eq!(codes(&project), [""; 0]);
    let modes = ["Sales", "Customer", "Date", "Region", "Region Manager", "Customer Month"];
    assert_eq!(modes.map(|table| mode(&project, table)), ["directQuery", "dual", "dual", "dual", "dual", "import"]);
    // Nothing but what folds.
    assert!(!source(&project, "Sales").contains("TransformColumnTypes"));
    let role = &project.model.roles[0];
    let filter = |table: &str| role.table_permissions.iter().find(|own| own.table == *table)?.filter.as_deref();
    assert_eq!(filter("Region"), None);
    assert_eq!(filter("Region Manager"), Some("'Region Manager'[Manager] = USERPRINCIPALNAME()"));
    assert!(filter("Basket Rules").is_some_and(|filter| !filter.contains("\"All\"")));
    let managers = "Region Manager".into();
    let regions = crate::rls::reach::reach(&project.model, &managers);
    for table in ["Region", "Customer", "Sales", "Customer Month"] {
        assert!(regions.iter().any(|reached| **reached == *table), "{table} is not reached");
    }
    // None of the columns that an engine of its own would need to join these tables.
    let columns = project.model.tables.iter().flat_map(|table| &table.columns);
    let worked_out = columns.filter(|column| column.expression.is_some()).map(|column| column.name.as_str());
    assert_eq!(worked_out.collect::<Vec<_>>(), ["Reason"]);
}

#[test]
fn everything_asked_is_sound_and_says_what_the_role_no_longer_sees() {
    let mut settings = settings();
    settings.model.mode = Mode::DirectQuery;
    let project = made(&settings);
    assert_eq!(codes(&project), ["RL021", "RL021"]);
    assert!(project.model.tables.iter().all(|table| mode(&project, table.name.as_str()) == "directQuery"));
}

#[test]
fn what_cannot_be_is_refused_before_anything_is_made() {
    let refused = |settings: &Settings| {
        let failure = project(&contract(), &Templates::embedded(), settings).expect_err("it is refused");
        failure.diagnostics.iter().map(|fault| fault.code.id).collect::<Vec<_>>()
    };
    let parquet = Settings { warehouse: Warehouse::Parquet, ..incremental() };
    assert_eq!(refused(&parquet), ["MD120"]);
    let mut live = incremental();
    live.model.mode = Mode::DirectQuery;
    assert_eq!(refused(&live), ["MD123"]);
    assert_eq!(refused(&with(&[("fact_sale", Mode::Dual)])), ["MD121"]);
    assert_eq!(refused(&with(&[("fact_sales", Mode::DirectQuery), ("dim_region", Mode::Import)])), ["MD122"]);
}

#[test]
fn a_table_called_like_a_parameter_is_told_and_a_name_of_its_own_mends_it() {
    let mut catalog = contract();
    catalog.tables.push(store("server"));
    let mut settings = settings();
    let failure = project(&catalog, &Templates::embedded(), &settings).expect_err("two queries of one name");
    assert_eq!(failure.diagnostics.iter().map(|fault| fault.code.id).collect::<Vec<_>>(), ["MD102"]);
    settings.model.names.tables.insert("server".to_owned(), "Machine".to_owned());
    assert!(project(&catalog, &Templates::embedded(), &settings).is_ok());
}

#[test]
fn hostile_names_are_names_in_the_queries_too() {
    let mut catalog = contract();
    catalog.tables.push(store(HOSTILE));
    let mut settings = settings();
    settings.warehouse = Warehouse::SqlServer(Database {
        server: format!("{HOSTILE}\\i#(lf)"),
        database: HOSTILE.to_owned(),
        schema: HOSTILE.to_owned(),
    });
    let project = project(&catalog, &Templates::embedded(), &settings).unwrap_or_else(|f| panic!("{}", told(&f)));
    let quoted = "\"O'Brien \"\"North\"\" & Co]\"";
    assert!(source(&project, HOSTILE).contains(&format!("Item = {quoted}]")));
    assert!(source(&project, HOSTILE).contains(&format!("{{{quoted}, Currency.Type}}")));
    let server = &project.model.expressions[0].expression;
    assert!(server.starts_with("\"O'Brien \"\"North\"\" & Co]\\i#(#)(lf)\" meta"), "{server}");
}
