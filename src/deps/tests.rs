//! A small project and what its graph says.

use std::collections::BTreeSet;

use super::*;
use crate::file_tree::FileTree;

const MODEL: &str = "table Sales

	measure Total = SUM(Sales[Amount])

	measure Share = DIVIDE([Total], CALCULATE([Total], ALL(Region)))

		formatStringDefinition = IF([Count] > 1, \"0%\", \"0\")

	measure Count = COUNTROWS('Sales')

	column Amount
		sourceColumn: amount

	column Double = [Amount] * 2

	column Month
		sourceColumn: month
		sortByColumn: Amount

	hierarchy Time

		level Month
			column: Month

	partition Sales = m
		source = Load(Folder)

table Region

	column Region
		sourceColumn: region

	partition Region-1 = m
		source = Load(Folder)

relationship a
	fromColumn: Sales.Month
	toColumn: Region.Region

role North

	tablePermission Region = Region[Region] = \"North\"

expression Load = (folder) => Csv.Document(folder)

expression Folder = \"C:\\x\" meta [IsParameterQuery=true]
";

fn tree() -> FileTree {
    let mut tree = FileTree::new();
    tree.insert("X.SemanticModel/definition/model.tmdl", "model Model\n");
    tree.insert("X.SemanticModel/definition/tables/a.tmdl", MODEL);
    let field = |table: &str, kind: &str, name: &str| {
        format!(
            "{{\"{kind}\": {{\"Expression\": {{\"SourceRef\": {{\"Entity\": \"{table}\"}}}}, \"Property\": \"{name}\"}}}}"
        )
    };
    let pages = "X.Report/definition/pages";
    tree.insert(format!("{pages}/p1/page.json"), "{\"name\": \"p1\", \"displayName\": \"First\"}");
    tree.insert(
        format!("{pages}/p1/visuals/v1/visual.json"),
        format!(
            "{{\"name\": \"v1\", \"visual\": {{\"visualType\": \"card\", \"query\": {{\"a\": [{}, {}]}}}}}}",
            field("Sales", "Measure", "Share"),
            field("Region", "Column", "Region")
        ),
    );
    tree.insert(
        "X.Report/definition/bookmarks/b.bookmark.json",
        format!(
            "{{\"name\": \"b\", \"displayName\": \"Mark\", \"explorationState\": {{\"activeSection\": \"p1\", \"f\": {}}}}}",
            field("Sales", "Column", "Month")
        ),
    );
    tree
}

#[track_caller]
fn reached(name: &str, direction: Direction) -> Vec<String> {
    let graph = Graph::of(&tree());
    let found = graph.find(name);
    assert_eq!(found.len(), 1, "{name}: {found:?}");
    let reached = graph.reach(found[0], direction);
    reached.iter().map(|one| format!("{} {}", one.depth, graph.objects[one.object].name)).collect()
}

#[test]
fn what_breaks_is_found_through_everything_between() {
    assert_eq!(
        reached("Sales[Amount]", Direction::On),
        [
            "1 Sales[Double]",
            "1 Sales[Month]",
            "1 [Total]",
            "2 Sales[Time]",
            "2 Sales[Month] → Region[Region]",
            "2 Mark",
            "2 [Share]",
            "3 First/card v1"
        ]
    );
    assert_eq!(reached("[count]", Direction::On), ["1 [Share]", "2 First/card v1"]);
    assert_eq!(
        reached("region[REGION]", Direction::On),
        ["1 Sales[Month] → Region[Region]", "1 North", "1 First/card v1"]
    );
}

#[test]
fn what_is_used_is_followed_to_the_source() {
    assert_eq!(
        reached("[Share]", Direction::Of),
        [
            "1 Region",
            "1 [Count]",
            "1 [Total]",
            "2 Region",
            "2 Sales",
            "2 Sales[Amount]",
            "3 Folder",
            "3 Load",
            "3 Sales"
        ]
    );
    assert_eq!(reached("North", Direction::Of), ["1 Region", "1 Region[Region]", "2 Region", "3 Folder", "3 Load"]);
    assert_eq!(reached("Mark", Direction::Of).last().map(String::as_str), Some("3 Load"));
}

#[test]
fn a_table_goes_with_its_parts_and_a_page_with_its_visuals() {
    let on = reached_kind("Region", Kind::Table);
    assert!(["Region[Region]", "North", "First/card v1"].iter().all(|name| on.contains(&(*name).to_owned())), "{on:?}");
    assert_eq!(reached("First", Direction::On), ["1 First/card v1", "1 Mark"]);
}

#[test]
fn a_measure_of_the_report_stands_between_the_model_and_what_shows_it() {
    let mut tree = tree();
    let measure = |name: &str, dax: &str| format!("{{\"name\": \"{name}\", \"expression\": \"{dax}\"}}");
    let measures = [measure("Twice", "[Total]\\n* 2"), measure("More", "[Twice] + 1")].join(", ");
    tree.insert(
        "X.Report/definition/reportExtensions.json",
        format!("{{\"name\": \"extension\", \"entities\": [{{\"name\": \"Sales\", \"measures\": [{measures}]}}]}}"),
    );
    let source = "{\"SourceRef\": {\"Schema\": \"extension\", \"Entity\": \"Sales\"}}";
    tree.insert(
        "X.Report/definition/pages/p1/visuals/v2/visual.json",
        format!(
            "{{\"name\": \"v2\", \"visual\": {{\"visualType\": \"card\", \"query\": [{{\"Measure\": {{\"Expression\": {source}, \
             \"Property\": \"More\"}}}}]}}}}"
        ),
    );
    let graph = Graph::of(&tree);
    let reached = graph.reach(graph.find("[Total]")[0], Direction::On);
    let reached: Vec<_> = reached.iter().map(|one| (one.depth, graph.objects[one.object].name.as_str())).collect();
    let chain = [(1, "[Twice]"), (2, "[More]"), (3, "First/card v2")];
    assert!(chain.iter().all(|one| reached.contains(one)), "{reached:?}");
}

fn reached_kind(name: &str, kind: Kind) -> Vec<String> {
    let graph = Graph::of(&tree());
    let start = graph.find(name).into_iter().find(|at| graph.objects[*at].kind == kind).expect("an object");
    graph.reach(start, Direction::On).iter().map(|one| graph.objects[one.object].name.clone()).collect()
}

#[test]
fn names_are_found_as_people_write_them() {
    let graph = Graph::of(&tree());
    let names = |name: &str| -> Vec<String> {
        graph
            .find(name)
            .into_iter()
            .map(|at| format!("{} {}", graph.objects[at].kind.as_str(), graph.objects[at].name))
            .collect()
    };
    assert_eq!(names("'Sales'[amount]"), ["column Sales[Amount]"]);
    assert_eq!(names("sales[total]"), ["measure [Total]"]);
    assert_eq!(names("Total"), ["measure [Total]"]);
    assert_eq!(names("v1"), ["visual First/card v1"]);
    assert_eq!(names("SALES"), ["table Sales", "partition Sales"]);
    assert_eq!(names("Gone"), [""; 0]);
    assert_eq!(graph.near("Sales[Amuont]"), Some("Sales[Amount]"));
    assert_eq!(graph.near("Totel"), Some("[Total]"));
}

#[test]
fn circles_end_and_hostile_names_stay_in_their_quotes() {
    let mut tree = FileTree::new();
    let text = "table T\n\n\tmeasure 'a\"\\' = [b]\n\n\tmeasure b = [a\"\\]\n\n\tpartition T = m\n\t\tsource = T\n";
    tree.insert("t.tmdl", text);
    let graph = Graph::of(&tree);
    let start = graph.find("[b]")[0];
    let names: Vec<&str> =
        graph.reach(start, Direction::On).iter().map(|one| graph.objects[one.object].name.as_str()).collect();
    assert_eq!(names, ["[a\"\\]"]);
    let dot = graph.dot(Some(&BTreeSet::from([start, graph.find("[a\"\\]")[0]])));
    assert!(dot.contains("label=\"measure\\n[a\\\"\\\\]\""), "{dot}");
    assert_eq!(dot.matches(" -> ").count(), 2);
}

#[test]
fn the_tree_shows_each_object_once() {
    let graph = Graph::of(&tree());
    let tree = tree();
    let mut at = |place: &Place| place.line_and_column(&tree).0.map_or(String::new(), |line| format!(":{line}"));
    assert_eq!(
        graph.tree(graph.find("[Total]")[0], Direction::On, &mut at),
        "measure [Total] is used by 1 measure, 1 visual  :3\n└─ measure [Share]  :5\n   └─ visual First/card v1  :1\n"
    );
}

#[test]
fn a_long_chain_stays_small() {
    let measures: String = (0..3000).map(|at| format!("\tmeasure M{at} = [M{}]\n\n", at + 1)).collect();
    let mut tree = FileTree::new();
    tree.insert("t.tmdl", format!("table T\n\n{measures}\tmeasure M3000 = 1\n"));
    let graph = Graph::of(&tree);
    let text = graph.tree(graph.find("[M3000]")[0], Direction::On, &mut |_| String::new());
    assert_eq!(text.lines().count(), 3001);
    assert!(text.len() < 1_000_000);
}
