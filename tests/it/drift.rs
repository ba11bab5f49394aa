//! A warehouse that has lost a column or a table, or has given a column another type: what a BI developer is told.

use serde_json::{Value, json};

use crate::support::{Project, Ran, root};

const MODEL: &str = "output/Customer Analytics.SemanticModel/definition";
const REPORT: &str = "output/Customer Analytics.Report/definition";

/// The demo project, generated from a catalog.
struct Demo {
    project: Project,
    catalog: Value,
}

impl Demo {
    fn new() -> Self {
        let project = Project::demo();
        let catalog = project.run(&["inspect", "--ddl", &root().join("sql").display().to_string()]).ok().json();
        let demo = Self { project, catalog };
        demo.generate(&[]).ok();
        demo
    }

    fn generate(&self, more: &[&str]) -> Ran {
        self.run("generate", more)
    }

    fn run(&self, command: &str, more: &[&str]) -> Ran {
        self.project.file("catalog.json", self.catalog.to_string());
        self.project.run(&[&[command, "--catalog", "catalog.json"], more].concat())
    }

    fn tables(&mut self) -> &mut Vec<Value> {
        self.catalog["tables"].as_array_mut().expect("tables")
    }

    fn column(&mut self, table: &str, column: &str) -> &mut Value {
        let table = self.tables().iter_mut().find(|one| one["name"] == table).expect("the table");
        let columns = table["columns"].as_array_mut().expect("columns");
        columns.iter_mut().find(|one| one["name"] == column).expect("the column")
    }

    /// Takes a column out, with the keys that it is in.
    fn drop_column(&mut self, table: &str, column: &str) {
        self.column(table, column);
        for one in self.tables() {
            let is_it = one["name"] == table;
            let without = |list: &mut Value, is_gone: &dyn Fn(&Value) -> bool| {
                list.as_array_mut().expect("a list").retain(|entry| !is_gone(entry));
            };
            if is_it {
                without(&mut one["columns"], &|entry| entry["name"] == column);
                without(&mut one["primary_key"], &|entry| entry == column);
            }
            let has = |list: &Value| list.as_array().expect("columns").contains(&json!(column));
            without(&mut one["foreign_keys"], &|key| {
                is_it && has(&key["columns"]) || key["to_table"] == table && has(&key["to_columns"])
            });
        }
    }

    fn drop_table(&mut self, table: &str) {
        self.tables().retain(|one| one["name"] != table);
        for one in self.tables() {
            one["foreign_keys"].as_array_mut().expect("keys").retain(|key| key["to_table"] != table);
        }
    }

    /// Adds lines to the end of a file of the model.
    fn add(&self, file: &str, lines: &str) {
        let path = format!("{MODEL}/{file}");
        let text = self.project.read(&path);
        self.project.file(&path, format!("{}\n\n{lines}\n", text.trim_end()));
    }

    /// What somebody has made by hand, of every sort that can name a column.
    fn by_hand(&self) {
        let column = json!({ "Column": {
            "Expression": { "SourceRef": { "Entity": "Customer" } }, "Property": "Segment"
        } });
        self.add("tables/Sales.tmdl", "\tmeasure 'My Loyalists' =\n\t\t\tVAR Wanted = \"Loyalists\"\n\t\t\tRETURN\n\t\t\t\tCALCULATE([Revenue], 'Customer'[Segment] = Wanted)\n\n\tmeasure 'My Share' = DIVIDE([My Loyalists], [Revenue])");
        self.add(
            "tables/Customer.tmdl",
            "\tcolumn 'Segment and Country' = 'Customer'[Segment] & [Country]\n\t\tsummarizeBy: none",
        );
        self.add(
            "relationships.tmdl",
            "relationship Mine\n\tisActive: false\n\tfromColumn: Customer.Segment\n\ttoColumn: 'Segment Profile'.Segment",
        );
        self.project.file(
            &format!("{MODEL}/roles/Loyal.tmdl"),
            "role Loyal\n\tmodelPermission: read\n\n\ttablePermission Customer = [Segment] = \"Loyalists\"\n",
        );
        let schema = "https://developer.microsoft.com/json-schemas/fabric/item/report/definition";
        let pages = format!("{REPORT}/pages/pages.json");
        let page = serde_json::from_str::<Value>(&self.project.read(&pages)).expect("JSON")["pageOrder"][0].clone();
        let page = page.as_str().expect("a page");
        let visual = json!({
            "$schema": format!("{schema}/visualContainer/2.4.0/schema.json"),
            "name": "mine",
            "position": { "x": 0, "y": 0, "z": 0, "height": 100, "width": 100, "tabOrder": 0 },
            "visual": { "visualType": "slicer", "query": { "queryState": { "Values": { "projections": [
                { "field": column, "queryRef": "Customer.Segment", "nativeQueryRef": "Segment" }
            ] } } } },
        });
        self.project.file(&format!("{REPORT}/pages/{page}/visuals/mine/visual.json"), format!("{visual:#}\n"));
        let bookmark = json!({
            "$schema": format!("{schema}/bookmark/2.1.0/schema.json"),
            "displayName": "Loyal ones",
            "name": "loyal",
            "explorationState": { "version": "1.3", "activeSection": page, "sections": {}, "filters": { "byExpr": [
                { "name": "f", "type": "Categorical", "expression": column }
            ] } },
        });
        self.project.file(&format!("{REPORT}/bookmarks/loyal.bookmark.json"), format!("{bookmark:#}\n"));
        let list = json!({
            "$schema": format!("{schema}/bookmarksMetadata/1.0.0/schema.json"), "items": [{ "name": "loyal" }]
        });
        self.project.file(&format!("{REPORT}/bookmarks/bookmarks.json"), format!("{list:#}\n"));
    }
}

#[test]
fn a_dropped_column_is_one_report_of_all_that_breaks() {
    let mut demo = Demo::new();
    demo.by_hand();
    demo.generate(&[]).ok();
    let before = demo.project.files("output");
    demo.drop_column("vw_customer", "segment");
    let told = demo.generate(&[]).exits(1);
    insta::assert_snapshot!(told.stderr);
    assert_eq!(demo.run("plan", &[]).exits(1).stderr, told.stderr);
    assert!(before == demo.project.files("output"), "an error, and something was written");
}

#[test]
fn what_is_made_by_hand_alone_breaks_as_well() {
    let mut demo = Demo::new();
    demo.add("tables/Sales.tmdl", "\tmeasure Details = COUNTA('Rejected Lines'[Detail])");
    demo.add("tables/Product.tmdl", "\tmeasure 'Details Twice' = [Details] * 2");
    demo.generate(&[]).ok();
    demo.drop_column("etl_reject", "detail");
    let told = demo.generate(&[]).exits(1).stderr;
    let head = "error[MG020]: the warehouse no longer has `etl_reject.detail`, and 2 objects break without \
                `Rejected Lines[Detail]`";
    assert!(told.starts_with(head), "{told}");
    assert!(told.contains("tables/Sales.tmdl:") && told.contains("^^^^^^^^ measure `Details`"), "{told}");
    assert!(told.contains("1 measure breaks through these: `Details Twice`"), "{told}");
    assert!(told.ends_with("1 error\n"), "{told}");
}

#[test]
fn a_new_type_is_told_with_the_errors_that_come_of_it_and_others_stay() {
    let mut demo = Demo::new();
    demo.add("tables/Sales.tmdl", "\tmeasure 'My Sum' = SUM('Customer'[Frequency])\n\n\tmeasure Wrong = [Nowhere]");
    demo.column("vw_customer", "frequency")["type"] = json!("text");
    insta::assert_snapshot!(demo.generate(&[]).exits(1).stderr);
}

#[test]
fn a_dropped_table_is_one_report() {
    let mut demo = Demo::new();
    demo.add(
        "tables/Sales.tmdl",
        "\tmeasure Described = COUNTROWS(FILTER('Sales', RELATED('Product'[Description]) <> \"\"))",
    );
    demo.generate(&[]).ok();
    demo.drop_table("dim_product");
    let told = demo.generate(&[]).exits(1).stderr;
    assert!(told.contains("error[MG022]: the warehouse no longer has the table `dim_product`"), "{told}");
    for part in [
        "measure `Described`",
        "measure `Goods Revenue`",
        "hierarchy `Product[Products]`",
        "on page `Products and countries`",
    ] {
        assert!(told.contains(part), "no {part} in {told}");
    }
    assert!(told.ends_with("1 error\n"), "{told}");
}

#[test]
fn row_level_security_does_not_go_by_the_way() {
    const ROLE: &str = "output/Customer Analytics.SemanticModel/definition/roles/Regional Manager.tmdl";
    let mut demo = Demo::new();
    demo.drop_column("region_manager", "manager");
    for command in ["generate", "plan"] {
        let told = demo.run(command, &[]).exits(1).stderr;
        assert!(told.contains("error[MG023]: the role `Regional Manager` would go"), "{told}");
        assert!(told.contains("region_manager") && told.ends_with("1 error\n"), "{told}");
    }
    assert!(demo.project.read(ROLE).contains("tablePermission"));
    std::fs::remove_file(demo.project.path(ROLE)).expect("deleted by hand");
    demo.generate(&[]).ok();
    assert!(!demo.project.path(ROLE).exists());
}

#[test]
fn a_relationship_that_goes_with_its_column_is_told_where_somebody_needs_it() {
    let mut demo = Demo::new();
    demo.drop_column("fact_customer_month", "customer_id");
    let told = demo.generate(&["--check"]);
    assert!(!told.stderr.contains("MG020") || !told.stderr.contains("relationship `"), "{}", told.stderr);

    let mut demo = Demo::new();
    demo.add("tables/Customer Month.tmdl", "\tcolumn Country = RELATED('Customer'[Country])\n\t\tsummarizeBy: none");
    demo.generate(&[]).ok();
    demo.drop_column("fact_customer_month", "customer_id");
    let told = demo.generate(&[]).exits(1).stderr;
    assert!(told.contains("calculated column `Customer Month[Country]`: "), "{told}");
    assert!(told.ends_with("1 error\n"), "{told}");
}

#[test]
fn several_are_told_each_for_itself_though_one_hides_the_others() {
    let mut demo = Demo::new();
    demo.drop_column("vw_customer", "segment");
    demo.drop_column("dim_date", "year");
    demo.drop_column("fact_sales", "revenue");
    demo.column("vw_customer", "frequency")["type"] = json!("text");
    let told = demo.run("generate", &["--json"]).exits(1).json();
    let told = told["diagnostics"].as_array().expect("diagnostics");
    let told: Vec<(&str, usize)> = told
        .iter()
        .map(|one| (one["code"].as_str().expect("a code"), one["labels"].as_array().expect("labels").len()))
        .collect();
    assert_eq!(told, [("MG020", 1), ("MG021", 3), ("MG020", 20), ("MG020", 6)]);
}

#[test]
fn a_dropped_column_that_was_changed_by_hand_can_be_let_go() {
    let mut demo = Demo::new();
    let path = format!("{MODEL}/tables/Rejected Lines.tmdl");
    let text = demo.project.read(&path);
    demo.project.file(&path, text.replacen("\tcolumn Detail\n", "\tcolumn Detail\n\t\tdisplayFolder: Mine\n", 1));
    demo.drop_column("etl_reject", "detail");
    let told = demo.generate(&[]).exits(1).stderr;
    assert!(told.contains("error[MG020]") && told.contains("was changed by hand"), "{told}");
    assert!(told.contains("--accept") && told.ends_with("1 error\n"), "{told}");
    demo.generate(&["--accept", "theirs"]).ok();
}

#[test]
fn each_label_says_what_and_where() {
    let mut demo = Demo::new();
    demo.drop_column("fact_sales", "revenue");
    let told = demo.run("generate", &["--json"]).exits(1).json();
    let label = &told["diagnostics"][0]["labels"][0];
    assert_eq!(label["file"], "model-templates/model/measures/sales.tmdl");
    assert_eq!(
        (&label["line"], &label["column"], &label["text"]),
        (&json!(4), &json!(31), &json!("measure `Revenue`"))
    );
}

#[test]
fn what_nothing_uses_is_no_error() {
    let mut demo = Demo::new();
    demo.drop_column("etl_reject", "detail");
    demo.column("etl_reject", "source_line")["type"] = json!("number");
    let told = demo.generate(&[]).ok();
    assert!(!told.stderr.contains("MG02"), "{}", told.stderr);
    demo.generate(&["--check"]).ok().says("up to date");
}

#[test]
fn a_successor_is_asked_for_and_then_it_is_no_drift() {
    let mut demo = Demo::new();
    demo.add("tables/Sales.tmdl", "\tmeasure Details = COUNTA('Rejected Lines'[Detail])");
    demo.generate(&[]).ok();
    demo.column("etl_reject", "detail")["name"] = json!("more_detail");
    demo.generate(&[]).exits(1).says("MG020").says("\"etl_reject.detail\" = \"more_detail\"");
    let config = demo.project.read("pbiforge.toml");
    let renames = "[renames]\n\"etl_reject.detail\" = \"more_detail\"\n";
    demo.project.file("pbiforge.toml", format!("{config}\n{renames}"));
    let told = demo.generate(&[]).ok();
    assert!(!told.stderr.contains("MG02"), "{}", told.stderr);
}
