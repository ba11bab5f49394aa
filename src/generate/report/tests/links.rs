//! What ties pages and visuals to each other.

use super::*;

const DETAIL: &str = "title = \"Detail\"\ndrillthrough = [\"Customer[Customer ID]\"]\n\
    [[visual]]\ntype = \"backButton\"\nat = [0, 0, 1, 1]\n";
const TIP: &str = "title = \"Tip\"\ntooltip = true\nwidth = 320.0\nheight = 240.0\n\
    [[visual]]\ntype = \"cardVisual\"\nposition = [0, 0, 320, 240]\nfields.Data = [\"[Revenue]\"]\n";
const MAIN: &str = "title = \"Main\"\n\
    [[visual]]\nname = \"year\"\ntype = \"slicer\"\nat = [0, 0, 2, 2]\nfields.Values = [\"Date[Year]\"]\nsync = \"year\"\n\
    mobile = [0, 0, 6, 1]\n\
    [[visual]]\nname = \"one\"\ntype = \"lineChart\"\ntitle = \"[Revenue Headline]\"\nat = [2, 0, 4, 4]\n\
    fields.Category = [\"Date[Month Year]\"]\nfields.Y = [\"[Revenue]\"]\ntooltip = \"tip\"\n\
    [[visual]]\nname = \"other\"\ntype = \"areaChart\"\nat = [2, 0, 4, 4]\nhidden = true\n\
    fields.Category = [\"Date[Month Year]\"]\nfields.Y = [\"[Revenue]\"]\n\
    [[visual]]\ntype = \"bookmarkButton\"\nat = [6, 0, 1, 1]\ntext = \"It's other\"\nbookmark = \"Other\"\n\
    [[visual]]\ntype = \"clearButton\"\nat = [7, 0, 1, 1]\ntext = \"Clear\"\n";
const BOOKMARKS: &str = "[[bookmark]]\nname = \"Other\"\ngroup = \"Kind\"\npage = \"main\"\nshow = [\"other\"]\nhide = [\"one\"]\n\
    [[bookmark]]\nname = \"One\"\ngroup = \"Kind\"\npage = \"main\"\nshow = [\"one\"]\nhide = [\"other\"]\n";

fn overrides(main: &str, bookmarks: &str) -> FileTree {
    let mut tree = FileTree::new();
    tree.insert("report/pages/detail.toml", DETAIL);
    tree.insert("report/pages/tip.toml", TIP);
    tree.insert("report/pages/main.toml", main);
    tree.insert("report/bookmarks.toml", bookmarks);
    tree
}

fn options() -> Options {
    Options { pages: ["detail", "tip", "main"].map(str::to_owned).to_vec(), ..Options::default() }
}

fn json(tree: &FileTree, path: &str) -> Value {
    let text = tree.text(&format!("Customer Analytics.Report/definition/{path}")).unwrap_or_else(|| panic!("{path}"));
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn pages_are_drilled_to_shown_as_tooltips_and_opened_first() {
    let tree = report(&model(), &overrides(MAIN, BOOKMARKS), &options()).expect("a report");
    let page = |key: &str| json(&tree, &format!("pages/{}/page.json", ids::page(key)));
    let detail = page("detail");
    assert_eq!((&detail["type"], &detail["visibility"]), (&json!("Drillthrough"), &json!("HiddenInViewMode")));
    let filter = &detail["filterConfig"]["filters"][0];
    assert_eq!(filter["howCreated"], "Drillthrough");
    assert_eq!(detail["pageBinding"]["parameters"][0]["boundFilter"], filter["name"]);
    let tip = page("tip");
    assert_eq!(
        (&tip["type"], &tip["displayOption"], &tip["width"]),
        (&json!("Tooltip"), &json!("ActualSize"), &json!(320))
    );
    assert_eq!(page("main")["visibility"], Value::Null);
    // The first that a reader may open.
    assert_eq!(json(&tree, "pages/pages.json")["activePageName"], ids::page("main"));
    assert_eq!(check::report::check(&with_model(&tree), &model()), []);
    if let Some(schemas) = schemas() {
        assert_eq!(check::schemas::validate(&tree, &schemas), []);
    }
}

#[test]
fn slicers_tooltips_titles_and_bookmarks_find_what_they_name() {
    let tree = report(&model(), &overrides(MAIN, BOOKMARKS), &options()).expect("a report");
    let main = ids::page("main");
    let visual =
        |name: &str, file: &str| json(&tree, &format!("pages/{main}/visuals/{}/{file}", ids::visual("main", name)));
    assert_eq!(visual("year", "visual.json")["visual"]["syncGroup"]["groupName"], "year");
    assert_eq!(visual("year", "mobile.json")["position"]["width"], 324);
    let one = visual("one", "visual.json");
    let container = &one["visual"]["visualContainerObjects"];
    let section = &container["visualTooltip"][0]["properties"]["section"]["expr"]["Literal"]["Value"];
    assert_eq!(*section, format!("'{}'", ids::page("tip")));
    assert_eq!(container["title"][0]["properties"]["text"]["expr"]["Measure"]["Property"], "Revenue Headline");
    assert_eq!(visual("other", "visual.json")["isHidden"], true);
    let button = visual("bookmarkButton", "visual.json");
    let text = &button["visual"]["objects"]["text"][1]["properties"]["text"]["expr"]["Literal"]["Value"];
    assert_eq!(text, "'It''s other'");
    let other = ids::bookmark("Other");
    let bookmark = json(&tree, &format!("bookmarks/{other}.bookmark.json"));
    let shown = &bookmark["explorationState"]["sections"][&main]["visualContainers"];
    assert_eq!(shown[ids::visual("main", "one")]["singleVisual"]["display"]["mode"], "hidden");
    assert_eq!(shown[ids::visual("main", "other")]["singleVisual"]["display"], Value::Null);
    let items = &json(&tree, "bookmarks/bookmarks.json")["items"];
    assert_eq!(items[0]["children"], json!([other, ids::bookmark("One")]));
}

#[test]
fn what_is_not_there_is_told_where_it_is_named() {
    let main =
        MAIN.replace("tooltip = \"tip\"", "tooltip = \"tipp\"").replace("bookmark = \"Other\"", "bookmark = \"Oter\"");
    let bookmarks =
        BOOKMARKS.replace("show = [\"one\"]", "show = [\"on\"]").replacen("page = \"main\"", "page = \"mian\"", 1);
    let faults = report(&model(), &overrides(&main, &bookmarks), &options()).expect_err("faults");
    let line =
        |fault: &Diagnostic| fault.place().map(|place| (place.file.clone(), place.line_and_column(&FileTree::new()).0));
    let told: Vec<String> = faults
        .iter()
        .map(|fault| {
            let (file, line) = line(fault).expect("a place");
            format!(
                "{}:{} {}; {}",
                file.rsplit('/').next().unwrap_or_default(),
                line.unwrap_or(0),
                fault.message,
                fault.help.join(" ")
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "bookmarks.toml:4 the bookmark `Other` is of `mian`, which is no page; did you mean `main`?",
            "bookmarks.toml:11 the page `main` has no visual `on`; did you mean `one`?",
            "main.toml:16 `tipp` is no page with `tooltip = true`; did you mean `tip`?",
            "main.toml:28 there is no bookmark `Oter`; did you mean `Other`?",
        ]
    );
}

#[test]
fn one_drills_to_values_and_not_to_measures() {
    let mut tree = overrides(MAIN, BOOKMARKS);
    tree.insert("report/pages/detail.toml", DETAIL.replace("Customer[Customer ID]", "[Revenue]"));
    let faults = report(&model(), &tree, &options()).expect_err("a fault");
    assert_eq!(faults[0].message, "`[Revenue]` has no values to drill to: it is not a column");
}

/// With the model that the report names.
fn with_model(tree: &FileTree) -> FileTree {
    let mut tree = tree.clone();
    tree.insert("Customer Analytics.SemanticModel/definition/model.tmdl", "model Model\n");
    tree
}
