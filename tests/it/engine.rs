//! The measures of the demo over its own warehouse.

use pbiforge::engine::{Engine, Quantity, Query, Reader, Wanted};
use pbiforge::pipeline::proof::Frames;
use pbiforge::proof::data::Rows;
use pbiforge::tmdl;
use pbiforge::warehouse::Warehouse;
use pbiforge::warehouse::parquet::ParquetWarehouse;

use crate::support::Project;

#[test]
fn every_measure_of_the_demo_has_a_value_and_totals_are_those_of_the_warehouse() {
    let project = Project::demo();
    project.run(&["run", "--quiet", "--set", "sample.rows=4000"]).ok();
    let files = project.files("output");
    let definition = "Customer Analytics.SemanticModel/definition/";
    let documents: Vec<_> = files
        .iter()
        .filter(|(path, _)| path.starts_with(definition) && path.ends_with(".tmdl"))
        .map(|(path, bytes)| (path.clone(), tmdl::parse(&String::from_utf8_lossy(bytes))))
        .collect();
    let lowered = tmdl::lower(&documents);
    let warehouse = ParquetWarehouse::new(project.path("output/warehouse"));
    let catalog = warehouse.catalog().expect("a catalog");
    let frames = Frames::new(&warehouse, &catalog);
    let wanted = Wanted::everything(&lowered.model);
    let Ok(engine) = Engine::load(&lowered.model, &lowered.origins, &catalog, &frames, &wanted) else {
        panic!("the warehouse is not read");
    };
    let mut session = engine.session(&Reader::everybody(), &[]).expect("a session");
    let group = |table, column| engine.column_id(table, column).expect("a column");
    for groups in [vec![], vec![group("Region", "Region")], vec![group("Date", "Month Year")]] {
        for (_, measure) in lowered.model.measures() {
            let values = vec![Quantity::Measure(measure.name.to_string())];
            let query = Query { groups: groups.clone(), values, ..Query::default() };
            session.query(&query).unwrap_or_else(|refused| panic!("{}: {refused}", measure.name));
        }
    }
    let Ok(read) = frames.read("fact_sales", &[], Some("revenue")) else { panic!("the facts are not read") };
    let expected: i64 = read.amounts.unwrap_or_default().iter().sum();
    let revenue = session.measure("Revenue").expect("a value").number().expect("a number");
    assert_eq!((revenue * 10_000.0).round() as i64, expected);
}
