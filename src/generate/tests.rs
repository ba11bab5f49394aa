mod sqlserver;

use super::*;
use crate::catalog::contract::contract;
use crate::catalog::{Column, DataType, ForeignKey, Table, TableKind};
use crate::diag::At;
use crate::file_tree::FileTree;

const HOSTILE: &str = "O'Brien \"North\" & Co]";

fn generate(catalog: &Catalog) -> Project {
    generate_with(catalog, &Templates::embedded(), &Options::default())
}

fn generate_with(catalog: &Catalog, templates: &Templates, options: &Options) -> Project {
    let settings = Settings { model: options.clone(), ..Settings::default() };
    project(catalog, templates, &settings).unwrap_or_else(|failure| panic!("{}", told(&failure)))
}

fn told(failure: &Failure) -> String {
    let lines = failure.diagnostics.iter().map(|d| format!("{} {} {:?} {:?}", d.code.id, d.message, d.place(), d.help));
    lines.collect::<Vec<_>>().join("\n")
}

fn own_templates(files: &[(&str, &str)]) -> Templates {
    let mut templates = Templates::embedded();
    let mut own = FileTree::new();
    for (path, text) in files {
        own.insert(*path, *text);
    }
    assert!(templates.overlay("mine", &own).is_empty());
    templates
}

fn column(name: &str, kind: DataType) -> Column {
    Column { name: name.into(), kind, nullable: true, description: format!("About {name}."), statistics: None }
}

/// Measures with everything a reader needs, over every table that the contract has.
#[test]
fn a_table_that_the_model_calls_otherwise_is_found_in_the_warehouse() {
    let names = ["basket rules".to_owned(), "Nothing".to_owned(), "Date".to_owned()];
    let found = super::warehouse_tables(&names, &Templates::embedded(), &Options::default());
    assert_eq!(found, ["basket_rule", "dim_date"]);
}

#[test]
fn every_measure_has_a_format_a_folder_and_a_description() {
    let model = generate(&contract()).model;
    assert!(model.measures().count() >= 40, "{}", model.measures().count());
    for (_, measure) in model.measures() {
        // The text of a title has no format.
        assert!(measure.format_string.is_some() || measure.is_hidden, "{}", measure.name);
        assert!(measure.display_folder.is_some(), "{}", measure.name);
        assert!(measure.description.is_some(), "{}", measure.name);
        assert!(measure.lineage_tag.is_some(), "{}", measure.name);
    }
}

#[test]
fn everything_that_is_visible_is_described() {
    let model = generate(&contract()).model;
    for table in &model.tables {
        assert!(table.description.is_some(), "{}", table.name);
        for column in &table.columns {
            assert!(column.description.is_some(), "{}[{}]", table.name, column.name);
        }
        for hierarchy in &table.hierarchies {
            assert!(hierarchy.description.is_some(), "{} {}", table.name, hierarchy.name);
        }
    }
}

/// `[Revenue]` must mean one thing wherever it stands.
#[test]
fn no_measure_shares_its_name_with_a_column_or_another_measure() {
    let model = generate(&contract()).model;
    let mut taken: Vec<String> =
        model.tables.iter().flat_map(|t| &t.columns).map(|c| c.name.as_str().to_lowercase()).collect();
    for (_, measure) in model.measures() {
        let name = measure.name.as_str().to_lowercase();
        assert!(!taken.contains(&name), "{}", measure.name);
        taken.push(name);
    }
}

#[test]
fn the_calendar_is_the_date_table_and_names_sort_by_number() {
    let model = generate(&contract()).model;
    let date = model.table("Date").expect("there is a calendar");
    assert_eq!(date.data_category.as_deref(), Some("Time"));
    let key = date.column("Date").expect("it has a day");
    assert!(key.is_key && !key.is_hidden && key.data_type.as_deref() == Some("dateTime"));
    for name in ["Month Name", "Month Year", "Quarter", "Weekday"] {
        let sort = date.column(name).and_then(|column| column.sort_by_column.clone());
        assert!(sort.is_some(), "{name} sorts by alphabet");
    }
}

#[test]
fn columns_behind_measures_and_keys_are_hidden_and_labels_are_not() {
    let model = generate(&contract()).model;
    let is_hidden = |table: &str, column: &str| {
        model
            .table(table)
            .and_then(|t| t.column(column))
            .map(|c| c.is_hidden)
            .unwrap_or_else(|| panic!("{table}[{column}]"))
    };
    assert!(is_hidden("Sales", "Line Revenue") && is_hidden("Sales", "Customer ID") && is_hidden("Customer", "Region"));
    assert!(
        !is_hidden("Customer", "Customer ID") && !is_hidden("Region", "Region") && !is_hidden("Sales", "Unit Price")
    );
    assert!(model.table("Region Manager").is_some_and(|table| table.is_hidden));
}

#[test]
fn two_generations_have_the_same_bytes() {
    assert_eq!(generate(&contract()).files, generate(&contract()).files);
}

#[test]
fn an_extra_column_and_a_table_of_ones_own_reach_the_model() {
    let mut catalog = contract();
    let customer = catalog.tables.iter_mut().find(|table| table.name == *"vw_customer").expect("in the contract");
    customer.columns.push(column("loyalty_tier", DataType::Text));
    catalog.tables.push(store("dim_store"));
    let model = generate(&catalog).model;
    let tier = model.table("Customer").and_then(|table| table.column("Loyalty Tier")).expect("the extra column");
    assert_eq!((tier.source_column.as_deref(), tier.is_hidden), (Some("loyalty_tier"), false));
    assert_eq!(tier.description.as_deref(), Some("About loyalty_tier."));
    assert_eq!(model.tables.last().map(|table| table.name.as_str()), Some("Dim Store"));
    let closed = model.roles[0].table_permissions.iter().find(|own| own.table == *"Dim Store");
    assert_eq!(closed.and_then(|own| own.filter.as_deref()), Some("FALSE()"));
}

fn store(name: &str) -> Table {
    Table {
        name: name.into(),
        kind: TableKind::Table,
        grain: "store".to_owned(),
        description: "Stores.".to_owned(),
        columns: vec![column("store_id", DataType::Text), column(HOSTILE, DataType::Money)],
        primary_key: vec!["store_id".into()],
        foreign_keys: Vec::new(),
        rows: None,
    }
}

#[test]
fn hostile_names_survive_in_tables_columns_keys_and_the_projects_own_name() {
    let mut catalog = contract();
    catalog.tables.push(store(HOSTILE));
    let sales = catalog.tables.iter_mut().find(|table| table.name == *"fact_sales").expect("in the contract");
    sales.columns.push(column(HOSTILE, DataType::Text));
    sales.foreign_keys.push(ForeignKey {
        columns: vec![HOSTILE.into()],
        to_table: HOSTILE.into(),
        to_columns: vec!["store_id".into()],
    });
    let options = Options {
        name: HOSTILE.to_owned(),
        warehouse_folder: Some("\\\\srv\\a \"b\" #(lf)\\".to_owned()),
        ..Options::default()
    };
    let project = generate_with(&catalog, &Templates::embedded(), &options);
    let read: Vec<_> = project
        .files
        .iter()
        .filter(|(path, _)| path.ends_with(".tmdl"))
        .map(|(path, bytes)| (path.to_owned(), tmdl::parse(std::str::from_utf8(bytes).expect("it is text"))))
        .collect();
    let read = tmdl::lower(&read);
    assert_eq!(read.diagnostics, []);
    assert_eq!(read.model.tables, project.model.tables);
    assert_eq!(read.model.relationships, project.model.relationships);
    assert_eq!(read.model.roles, project.model.roles);
    assert_eq!(read.model.expressions, project.model.expressions);
    let table = read.model.table(HOSTILE).expect("the table is there");
    assert_eq!(table.columns[1].source_column.as_deref(), Some(HOSTILE));
    assert!(table.partitions[0].source.contains("#\"Warehouse Table\"(\"O'Brien \"\"North\"\" & Co]\")"));
}

#[test]
fn a_users_measures_are_taken_in_and_a_users_template_takes_the_place_of_ours() {
    let templates = own_templates(&[
        ("model/measures/basket.tmdl", "table 'Basket Rules'\n\n\tmeasure 'My Rules' = COUNTROWS('Basket Rules')\n"),
        ("model/mine.tmdl", "table Sales\n\n\tmeasure 'My Margin' = [Revenue] * 0.2\n"),
        ("report/pages/basket.toml", "title = \"Basket\"\n"),
    ]);
    let model = generate_with(&contract(), &templates, &Options::default()).model;
    assert!(model.table("Sales").is_some_and(|table| table.measure("My Margin").is_some()));
    let rules = model.table("Basket Rules").expect("in the contract");
    assert_eq!(rules.measures.iter().map(|m| m.name.as_str()).collect::<Vec<_>>(), ["My Rules"]);
}

fn refused(files: &[(&str, &str)]) -> Vec<(String, String)> {
    let failure = project(&contract(), &own_templates(files), &Settings::default());
    let failure = failure.expect_err("it must be refused");
    let place = |d: &Diagnostic| {
        d.place().map(|place| {
            let (line, _) = place.line_and_column(&failure.sources);
            format!("{}:{}", place.file, line.unwrap_or(0))
        })
    };
    failure
        .diagnostics
        .iter()
        .filter(|d| d.is_error())
        .map(|d| (d.code.id.to_owned(), place(d).unwrap_or_default()))
        .collect()
}

#[test]
fn a_fault_in_a_users_template_is_placed_in_it() {
    let at = |code: &str, place: &str| vec![(code.to_owned(), place.to_owned())];
    assert_eq!(
        refused(&[("model/table.tmdl.hbs", "table {{tmdl_name name}}\n\t{{nope}}\n")]),
        at("MD112", "mine/model/table.tmdl.hbs:2")
    );
    assert_eq!(
        refused(&[("model/mine.tmdl", "table Sails\n\n\tmeasure X = 1\n")]),
        at("MD104", "mine/model/mine.tmdl:1")
    );
    assert_eq!(
        refused(&[("model/mine.tmdl", "table Sales\n\n\tcolumn Quantiti\n\t\tformatString: 0\n")]),
        at("MD105", "mine/model/mine.tmdl:3")
    );
    assert_eq!(refused(&[("model/names.toml", "[columns]\na = 1\n")]), at("MD101", "mine/model/names.toml:2"));
    assert_eq!(refused(&[("model/mine.tmdl", "table Sales\n\n\tmesure X = 1\n")])[0].1, "mine/model/mine.tmdl:3");
}

#[test]
fn division_is_guarded_and_only_known_functions_are_called() {
    let known = known_functions();
    let model = generate(&contract()).model;
    for (_, measure) in model.measures() {
        assert!(!measure.expression.contains('/'), "{} divides bare", measure.name);
        for function in functions(&measure.expression) {
            let is_known = known.as_ref().is_none_or(|known| known.contains(&function));
            assert!(is_known, "{} calls {function}", measure.name);
        }
    }
}

fn functions(dax: &str) -> Vec<String> {
    let before = dax.match_indices('(').map(|(at, _)| &dax[..at]);
    let word = |text: &str| text.chars().rev().take_while(|c| c.is_alphanumeric() || *c == '.').collect::<Vec<_>>();
    before.map(|text| word(text).into_iter().rev().collect::<String>()).filter(|word| !word.is_empty()).collect()
}

fn known_functions() -> Option<Vec<String>> {
    let Some(shared) = std::env::var_os("PBIFORGE_SHARED") else {
        println!("skipped the list of functions: PBIFORGE_SHARED is not set");
        return None;
    };
    let path = std::path::Path::new(&shared).join("reference/dax-functions.json");
    let list: serde_json::Value = serde_json::from_slice(&std::fs::read(path).expect("the list")).expect("it is JSON");
    let functions = list["functions"].as_array().expect("a list");
    Some(functions.iter().filter_map(|function| function["name"].as_str()).map(str::to_owned).collect())
}

#[test]
fn the_role_reaches_filters_opens_or_closes_every_table() {
    use rls::role::Access::*;
    let model = generate(&contract()).model;
    let reference =
        |table: &str, column: &str| crate::model::ColumnReference { table: table.into(), column: column.into() };
    let anchors = rls::Anchors {
        region: reference("Region", "Region"),
        managed_region: reference("Region Manager", "Region"),
        manager: reference("Region Manager", "Manager"),
    };
    let access = rls::role::access(&model, &anchors, &rls::Options::default());
    let access: Vec<_> = access.iter().map(|(table, access)| (table.as_str(), *access)).collect();
    assert_eq!(
        access,
        [
            ("Sales", Reached),
            ("Customer", Reached),
            ("Product", Public),
            ("Date", Public),
            ("Region", Regions),
            ("Region Manager", Mapping),
            ("Customer Month", Reached),
            ("Segment Profile", Closed),
            ("Cohort Retention", OwnRegion),
            ("Basket Rules", OwnRegion),
            ("Load Run", Closed),
            ("Rejected Lines", Closed),
        ]
    );
}

/// `REMOVEFILTERS` does not lift a role: the last sale of one region would pass for the end of the data.
#[test]
fn what_is_told_of_the_whole_data_reads_only_a_table_that_the_role_leaves_open() {
    let model = generate(&contract()).model;
    let whole: Vec<_> =
        model.measures().filter(|(_, measure)| measure.expression.contains("REMOVEFILTERS()")).collect();
    let names: Vec<&str> = whole.iter().map(|(_, measure)| measure.name.as_str()).collect();
    assert_eq!(names, ["First Sale Month", "Last Sale Date"]);
    for (_, measure) in whole {
        for table in model.tables.iter().filter(|table| table.name != *"Date") {
            let reference = crate::name::dax_table(table.name.as_str());
            assert!(!measure.expression.contains(&reference), "{} reads {reference}", measure.name);
        }
    }
    let covered = model.table("Date").and_then(|date| date.column("Is Covered")).expect("the calendar knows it");
    assert!(covered.expression.is_none() && covered.is_hidden);
}

#[test]
fn a_warehouse_without_the_mapping_has_no_role_and_a_missing_table_is_told() {
    let mut catalog = contract();
    catalog.tables.retain(|table| table.name != *"basket_rule");
    let failure = project(&catalog, &Templates::embedded(), &Settings::default()).expect_err("measures have no table");
    assert!(told(&failure).contains("the warehouse has no table for `Basket Rules`"), "{}", told(&failure));
    let mut catalog = contract();
    catalog.tables.retain(|table| table.name != *"region_manager");
    assert_eq!(generate(&catalog).model.roles, []);
}

#[test]
fn a_renamed_table_of_the_contract_names_the_declarations_that_must_follow() {
    let mut settings = Settings::default();
    settings.model.names.tables.insert("etl_reject".to_owned(), "Ausschuss".to_owned());
    let failure = project(&contract(), &Templates::embedded(), &settings).expect_err("declarations are left behind");
    assert_eq!(failure.diagnostics.len(), 1, "{}", told(&failure));
    let place = failure.diagnostics[0].place().expect("it is placed");
    assert_eq!(place.file, "model-templates/model/measures/data_quality.tmdl");
}

/// The checker reads what would be written; the user reads what they wrote.
#[test]
fn a_measure_that_does_not_compile_is_told_in_the_users_own_file() {
    let text = "table Sales\n\n\tmeasure Fine = [Revenue]\n\n\tmeasure Wrong =\n\t\t\tVAR Total = [Revenue]\n\
                \t\t\tRETURN DIVIDE(Total, SUM('Sales'[Nope]))\n";
    let templates = own_templates(&[("model/mine.tmdl", text)]);
    let failure = project(&contract(), &templates, &Settings::default()).expect_err("there is no such column");
    let fault = failure.diagnostics.iter().find(|d| d.is_error()).expect("an error");
    let place = fault.place().expect("it is placed");
    assert_eq!((place.file.as_str(), place.line_and_column(&failure.sources).0), ("mine/model/mine.tmdl", Some(7)));
    let At::Bytes { start, end } = place.at else { panic!("not by bytes: {place:?}") };
    assert!(text[start..end].contains("Nope"), "{}", &text[start..end]);
}

#[test]
fn everything_that_is_visible_has_a_german_caption() {
    let project = generate(&contract());
    let path = "Customer Analytics.SemanticModel/definition/cultures/de-DE.tmdl";
    let captions = project.files.text(path).expect("the culture");
    // The declaration, and below it the caption.
    let is_told = |kind: &str, name: &str| {
        let head = format!("{kind} {}\n", crate::name::tmdl_name(name));
        captions.split_once(&head).is_some_and(|(_, rest)| rest.trim_start().starts_with("caption: "))
    };
    let mut missing = Vec::new();
    for table in project.model.tables.iter().filter(|table| !table.is_hidden) {
        let columns =
            table.columns.iter().filter(|column| !column.is_hidden).map(|column| ("column", column.name.as_str()));
        let measures = table
            .measures
            .iter()
            .filter(|measure| !measure.is_hidden)
            .map(|measure| ("measure", measure.name.as_str()));
        let hierarchies = table.hierarchies.iter().map(|hierarchy| ("hierarchy", hierarchy.name.as_str()));
        let all = columns.chain(measures).chain(hierarchies).chain([("table", table.name.as_str())]);
        missing.extend(all.filter(|(kind, name)| !is_told(kind, name)));
    }
    assert!(missing.is_empty(), "{missing:?}");
}
