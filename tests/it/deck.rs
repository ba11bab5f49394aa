//! `pbiforge deck`: what the slides say is what the warehouse has.

use pbiforge::check::semantic_models;
use pbiforge::deck::{file, plan};
use pbiforge::file_tree::disk;
use pbiforge::generate::Templates;

use crate::support::root;

#[test]
fn the_built_in_deck_asks_for_what_the_demo_has() {
    let files = disk::read(&root().join("output"), &|path| !path.starts_with("warehouse")).expect("the demo");
    let model = semantic_models::find(&files).into_iter().next().expect("a model");
    let read = semantic_models::read(&files, &model);
    let templates = Templates::embedded();
    let source = templates.get(file::PATH).expect("the deck file");
    let planned = plan(source, &read.lowered.model).unwrap_or_else(|faults| panic!("{faults:?}"));
    assert!((9..=13).contains(&planned.slides.len()), "{}", planned.slides.len());
}

#[cfg(feature = "etl")]
mod with_data {
    use std::collections::BTreeMap;
    use std::io::{Cursor, Read};

    use crate::support::Project;

    type Parts = BTreeMap<String, String>;

    fn demo() -> Project {
        let project = Project::demo();
        project.run(&["run", "--quiet", "--set", "sample.rows=4000"]).ok();
        project
    }

    /// Sales of customers of known countries, with revenue that nothing else adds up to.
    fn known() -> Project {
        let project = Project::demo();
        let mut text = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n".to_owned();
        let customers = [
            ("91001", "Norway", "1111.20"),
            ("91002", "Sweden", "2222.20"),
            ("92001", "France", "45678.90"),
            ("93001", "Spain", "7654.30"),
        ];
        let mut invoice = 500_000;
        for (customer, country, price) in customers {
            for day in ["2020-01-15", "2020-06-03", "2021-01-20"] {
                invoice += 1;
                let line = format!("{day} 10:00:00,{price},{customer},{country}");
                text.push_str(&format!("{invoice},A1{customer},LAMP OF {customer},1,{line}\n"));
            }
        }
        project.file("sales.csv", text);
        project.run(&["run", "--quiet", "--source", "sales.csv"]).ok();
        project
    }

    fn deck(project: &Project, arguments: &[&str]) -> Vec<u8> {
        let all: Vec<&str> = ["deck", "-o", "deck.pptx"].into_iter().chain(arguments.iter().copied()).collect();
        project.run(&all).ok();
        std::fs::read(project.path("deck.pptx")).expect("the deck")
    }

    /// Every part as text, those of workbooks too.
    fn parts(bytes: &[u8]) -> Parts {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
        let mut parts = Parts::new();
        for at in 0..zip.len() {
            let mut file = zip.by_index(at).expect("a part");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("its bytes");
            let name = file.name().expect("a name").into_owned();
            if name.ends_with(".xlsx") {
                parts.extend(self::parts(&bytes).into_iter().map(|(path, text)| (format!("{name}!{path}"), text)));
            } else {
                parts.insert(name, String::from_utf8(bytes).expect("text"));
            }
        }
        parts
    }

    /// The values below an element, such as `c:cat`, of the chart with this title.
    fn values(parts: &Parts, title: &str, element: &str) -> Vec<String> {
        let is_chart = |path: &str| path.starts_with("ppt/charts/chart");
        let chart = parts.iter().find(|(path, text)| is_chart(path) && text.contains(&format!("<a:t>{title}</a:t>")));
        let (_, chart) = chart.unwrap_or_else(|| panic!("no chart `{title}`"));
        let (open, close) = (format!("<{element}>"), format!("</{element}>"));
        let inside = chart.split_once(&open).and_then(|(_, rest)| rest.split_once(&close)).expect("the element").0;
        let values = inside.split("<c:v>").skip(1).filter_map(|value| value.split_once("</c:v>"));
        values.map(|(value, _)| value.replace("&amp;", "&")).collect()
    }

    /// Whether a name or a number stands there by itself, and not in the midst of another.
    fn says(text: &str, what: &str) -> bool {
        text.match_indices(what).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let after = text[at + what.len()..].chars().next();
            ![before, after].into_iter().flatten().any(char::is_alphanumeric)
        })
    }

    #[test]
    fn the_revenue_of_every_region_is_that_of_the_warehouse() {
        let project = demo();
        let parts = parts(&deck(&project, &[]));
        let matrix = project.run(&["roles", "matrix", "--format", "json"]).ok().json();
        let cells = matrix["visible"].as_array().expect("cells").iter();
        let cells = cells.filter(|cell| cell["manager"] == "head.of.sales@example.com" && cell["table"] == "Sales");
        let number = |text: &str| text.parse::<f64>().expect("a number");
        let known: BTreeMap<String, f64> = cells
            .map(|cell| {
                let text = |key: &str| cell[key].as_str().expect("a text").to_owned();
                (text("region"), number(&text("revenue")))
            })
            .collect();
        let names = values(&parts, "Revenue by region", "c:cat");
        let shown = values(&parts, "Revenue by region", "c:val");
        assert!(names.len() > 3 && names.len() == known.len(), "{names:?} {known:?}");
        for (name, shown) in names.iter().zip(&shown) {
            assert!((known[name] - number(shown)).abs() < 0.01, "{name}: {shown} {}", known[name]);
        }
    }

    #[test]
    fn known_sales_are_on_the_slides() {
        let project = known();
        let parts = parts(&deck(&project, &[]));
        assert_eq!(
            values(&parts, "The ten best countries by revenue", "c:cat"),
            ["France", "Spain", "Sweden", "Norway"]
        );
        let sums = values(&parts, "The ten best countries by revenue", "c:val");
        let sums: Vec<f64> = sums.iter().map(|sum| sum.parse().expect("a number")).collect();
        for (sum, expected) in sums.iter().zip([137_036.7, 22_962.9, 6_666.6, 3_333.6]) {
            assert!((sum - expected).abs() < 0.001, "{sum} {expected}");
        }
        let slides: String = parts
            .iter()
            .filter(|(path, _)| path.starts_with("ppt/slides/slide"))
            .map(|(_, text)| text.as_str())
            .collect();
        // The year so far, and the same days of the year before.
        assert!(
            slides.contains(">56,667<") && slides.contains("on the same days last year it was 56,667."),
            "{slides}"
        );
        assert!(slides.contains("data up to 20 January 2021"));
    }

    #[test]
    fn a_region_s_deck_has_nothing_of_another() {
        let project = known();
        // One with a manager of its own, and one without.
        for (region, own, others) in [
            (
                "Southern Europe",
                ["Spain", "93001", "22,963"],
                ["Norway", "Sweden", "France", "91001", "91002", "92001"],
            ),
            ("Nordics", ["Norway", "91002", "6,667"], ["Spain", "93001", "France", "92001", "22,963", "22962"]),
        ] {
            let parts = parts(&deck(&project, &["--region", region]));
            let all: String = parts.values().map(String::as_str).collect();
            for text in own {
                assert!(all.contains(text), "{region}: no {text}");
            }
            // Of the others and of all together: sums, in full and rounded.
            let totals = ["137,037", "137036", "169,999", "169999", "45678", "45,679", "170,000"];
            for (path, text) in &parts {
                for other in others.iter().chain(&totals) {
                    assert!(!says(text, other), "{region}: {path} has {other}");
                }
            }
            assert!(!all.contains("rows were read"), "{region}");
        }
    }

    #[test]
    fn the_file_is_the_same_every_time_and_nothing_is_refused() {
        let project = demo();
        let bytes = deck(&project, &[]);
        assert!(deck(&project, &[]) == bytes);
        let ran = project.run(&["deck", "--json"]).ok();
        assert_eq!(ran.json()["refused"], serde_json::Value::Array(Vec::new()), "{}", ran.stdout);
        assert!(ran.json()["slides"].as_array().expect("slides").len() >= 8, "{}", ran.stdout);
        assert!(project.path("deck.pptx").exists());
        project.run(&["deck", "--region", "Nordic"]).exits(64).says("did you mean `Nordics`?");
    }

    #[test]
    fn the_user_s_own_file_is_taken_and_its_faults_are_placed() {
        let project = demo();
        let own =
            "title = 'Mine'\nsubtitle = ''\nfooter = 'f'\n\n[[slide]]\nname = 'One'\nsentences = ['Sold: {[Units]}']\n";
        project.file("mine/deck/deck.toml", own).file("mine/deck/dek.toml", "");
        let ran = project.run(&["deck", "--set", "project.templates=mine"]).ok();
        ran.says("MD110").says("did you mean `deck/deck.toml`?");
        let parts = parts(&std::fs::read(project.path("deck.pptx")).expect("the deck"));
        assert!(
            parts["ppt/slides/slide1.xml"].contains(">Mine<") && parts["ppt/slides/slide2.xml"].contains(">Sold: ")
        );
        project.file("mine/deck/deck.toml", own.replace("[Units]", "[Unit]"));
        let ran = project.run(&["deck", "--set", "project.templates=mine"]).exits(1);
        ran.says("PB005").says("mine/deck/deck.toml:7").says("did you mean `Units`?");
    }
}
