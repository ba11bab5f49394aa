//! The demo project over SQL Server, from its catalog alone: no server is there to be asked.

use crate::support::Project;

const SALES: &str = "sqlserver/Customer Analytics.SemanticModel/definition/tables/Sales.tmdl";

fn demo() -> Project {
    let project = Project::demo();
    project.run(&["run", "--quiet", "--set", "sample.rows=3000"]).ok();
    project.run(&["inspect", "-o", "catalog.json"]).ok();
    project
}

fn generate<'a>(settings: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec!["generate", "--catalog", "catalog.json"];
    let server = ["warehouse.kind=sqlserver", "warehouse.sqlserver.host=sql.invalid", "project.output=sqlserver"];
    for setting in server.iter().chain(settings) {
        arguments.extend(["--set", setting]);
    }
    arguments
}

#[test]
fn every_flavour_is_generated_without_a_server_and_is_sound() {
    let project = demo();
    let flavours: [&[&str]; 4] = [
        &[],
        &["model.modes.fact_sales=directQuery"],
        &["model.mode=directQuery"],
        &["model.incremental_refresh.table=fact_sales", "warehouse.sqlserver.instance=BI"],
    ];
    for flavour in flavours {
        let said = project.run(&generate(flavour)).ok().stdout;
        assert!(!said.contains("Warehouse Folder"), "{said}");
        project.run(&["check", "sqlserver"]).ok().says("no errors");
        assert!(project.read(SALES).contains("Sql.Database("));
    }
    let expressions = project.read(&SALES.replace("tables/Sales", "expressions"));
    assert!(expressions.contains("expression Server = \"sql.invalid\\BI\" meta"), "{expressions}");
    assert!(expressions.contains("expression RangeStart = #datetime(2000, 1, 1, 0, 0, 0) meta"), "{expressions}");
    // The same words give the same bytes.
    let mut again = generate(flavours[3]);
    again.push("--check");
    project.run(&again).ok().says("up to date");
}

#[test]
fn what_parquet_files_cannot_do_is_told_with_the_way_out() {
    let project = demo();
    let live = ["generate", "--set", "model.modes.fact_sales=directQuery"];
    project.run(&live).exits(1).says("MD120").says("kind = \"sqlserver\"");
    project.run(&["generate", "--set", "model.modes.fact_sales=directquery"]).exits(1).says("CF003");
}
