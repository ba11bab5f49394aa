use super::*;
use crate::diag::human;

fn tree(files: &[(&str, &str)]) -> FileTree {
    let mut tree = FileTree::new();
    files.iter().for_each(|(path, text)| tree.insert(*path, *text));
    tree
}

const TMDL: &str = "M.SemanticModel/definition/tables/Sales.tmdl";
const JSON: &str = "M.Report/definition/pages/p/visuals/v/visual.json";

/// The merged text of one file, and what was told.
fn merged(path: &str, texts: [&str; 3], accept: &[&str]) -> (String, Vec<String>) {
    let [base, ours, theirs] = texts.map(|text| if text.is_empty() { FileTree::new() } else { tree(&[(path, text)]) });
    let merged = merge(&base, &ours, &theirs, &Accept::parse(accept).expect("rules"));
    let told = merged.diagnostics.iter().map(|told| format!("{} {}", told.code.id, told.message));
    (merged.files.text(path).unwrap_or_default().to_owned(), told.collect())
}

fn clean(path: &str, texts: [&str; 3]) -> String {
    let (text, told) = merged(path, texts, &[]);
    assert!(told.is_empty(), "{told:?}");
    text
}

const BASE: &str = "table Sales
	lineageTag: 1

	/// What was sold.
	measure Revenue = SUM(Sales[Line Revenue])
		formatString: #,0
		lineageTag: 2

	column 'Line Revenue'
		dataType: decimal
		sourceColumn: revenue

	partition Sales = m
		mode: import
		source = 1
";

#[test]
fn what_one_side_has_changed_comes_from_that_side_and_the_rest_keeps_its_bytes() {
    let ours =
        BASE.replace("formatString: #,0", "formatString: 0.0").replace("\tmeasure", "\tmeasure Mine = 1\n\n\tmeasure");
    let ours = ours.replace(
        "\t/// What was sold.\n\tmeasure Mine = 1\n\n",
        "\tmeasure Mine =\n\n\t\t\t1   \n\n\t/// What was sold.\n",
    );
    let theirs = BASE
        .replace("SUM(Sales[Line Revenue])", "SUMX(Sales, Sales[Line Revenue])")
        .replace("\tpartition", "\tcolumn City\n\t\tdataType: string\n\n\tpartition")
        .replace("mode: import", "mode: directQuery");
    let expected = ours
        .replace("SUM(Sales[Line Revenue])", "SUMX(Sales, Sales[Line Revenue])")
        .replace("\tpartition", "\tcolumn City\n\t\tdataType: string\n\n\tpartition")
        .replace("mode: import", "mode: directQuery");
    assert_eq!(clean(TMDL, [BASE, &ours, &theirs]), expected);
}

#[test]
fn nothing_new_leaves_what_is_on_disk_and_nothing_on_disk_gives_what_is_new() {
    let changed = BASE.replace("#,0", "0.0").replace('\n', "\r\n");
    assert_eq!(clean(TMDL, [BASE, &changed, BASE]), changed);
    assert_eq!(clean(TMDL, [BASE, BASE, &changed]), changed);
    assert_eq!(clean(TMDL, [BASE, "", BASE]), "");
    assert_eq!(clean(TMDL, ["", "", BASE]), BASE);
}

#[test]
fn a_property_that_both_have_changed_is_a_conflict_with_both_sides_and_accept_decides_it() {
    let (ours, theirs) = (BASE.replace("#,0", "0.0"), BASE.replace("#,0", "#,0.00"));
    let (text, told) = merged(TMDL, [BASE, &ours, &theirs], &[]);
    assert_eq!((text.as_str(), told.len()), (ours.as_str(), 1));
    assert_eq!(merged(TMDL, [BASE, &ours, &theirs], &["theirs=Sales[Revenue]"]), (theirs.clone(), vec![]));
    assert_eq!(merged(TMDL, [BASE, &ours, &theirs], &["theirs", "ours=Sales"]), (ours.clone(), vec![]));
    let [base, on_disk, new] = [BASE, &ours, &theirs].map(|text| tree(&[(TMDL, text)]));
    let conflicts = merge(&base, &on_disk, &new, &Accept::default()).diagnostics;
    assert_eq!(
        human::render(&conflicts[0], &on_disk, false).trim_end(),
        "error[MG002]: `formatString` of `Sales[Revenue]` was changed by hand and by what is generated now
 --> M.SemanticModel/definition/tables/Sales.tmdl:6:3
  |
6 |         formatString: 0.0
  |         ^^^^^^^^^^^^ on disk
  |
  = note: generated last: `#,0`
  = note: on disk: `0.0`
  = note: generated now: `#,0.00`
  = help: keep what is on disk with `--accept 'ours=Sales[Revenue]'`, or take what is generated with `'theirs=Sales[Revenue]'`"
    );
}

#[test]
fn an_object_that_one_side_removed_and_the_other_changed_is_a_conflict() {
    let start = BASE.find("\t/// What").expect("a measure");
    let end = BASE.find("\tcolumn").expect("a column");
    let without = format!("{}{}", &BASE[..start], &BASE[end..]);
    let changed = BASE.replace("#,0", "0.0");
    assert_eq!(clean(TMDL, [BASE, &without, BASE]), without);
    assert_eq!(clean(TMDL, [BASE, BASE, &without]), without);
    assert_eq!(merged(TMDL, [BASE, &without, &changed], &[]).1.len(), 1);
    assert_eq!(merged(TMDL, [BASE, &changed, &without], &[]).1.len(), 1);
    assert_eq!(merged(TMDL, [BASE, &changed, &without], &["theirs=Sales[Revenue]"]), (without.clone(), vec![]));
    assert_eq!(merged(TMDL, [BASE, &without, &changed], &["theirs"]), (changed.clone(), vec![]));
    // A tag that Desktop wrote is no reason to keep what is no longer generated.
    let tagged = BASE.replace("lineageTag: 2", "lineageTag: 9");
    assert_eq!(clean(TMDL, [BASE, &tagged, &without]), without);
}

#[test]
fn lineage_tags_on_disk_stay_whatever_is_generated() {
    let tagged = BASE.replace("lineageTag: 2", "lineageTag: 9");
    let new = BASE.replace("lineageTag: 2", "lineageTag: 7").replace("#,0", "0.0");
    assert_eq!(clean(TMDL, [BASE, &tagged, &new]), tagged.replace("#,0", "0.0"));
    assert_eq!(clean(TMDL, [BASE, BASE, &new]), BASE.replace("#,0", "0.0"));
}

#[test]
fn members_of_a_role_and_a_table_in_two_files_stay_as_they_are() {
    let path = |name: &str| format!("M.SemanticModel/definition/{name}.tmdl");
    let role = "role R\n\tmodelPermission: read\n\n\ttablePermission A = TRUE()\n";
    let with_members = format!("{role}\n\tmember 'ana@example.com'\n\t\tmemberType: user\n");
    let base = tree(&[(&path("roles/R"), role), (&path("tables/A"), "table A\n\n\tcolumn X\n\t\tdataType: int64\n")]);
    let ours = tree(&[
        (&path("roles/R"), &with_members),
        (&path("tables/A"), "table A\n\n\tcolumn X\n\t\tdataType: int64\n"),
        (&path("tables/A measures"), "table A\n\n\tmeasure Mine = 1\n"),
    ]);
    let mut theirs = base.clone();
    theirs.insert(path("roles/R"), role.replace("TRUE()", "FALSE()"));
    theirs.insert(path("tables/A"), "table A\n\n\tcolumn X\n\t\tdataType: string\n");
    let merged = merge(&base, &ours, &theirs, &Accept::default());
    assert!(merged.diagnostics.is_empty(), "{:?}", merged.diagnostics);
    assert_eq!(merged.files.text(&path("roles/R")), Some(with_members.replace("TRUE()", "FALSE()").as_str()));
    assert_eq!(merged.files.text(&path("tables/A")), theirs.text(&path("tables/A")));
    assert_eq!(merged.files.text(&path("tables/A measures")), ours.text(&path("tables/A measures")));
}

#[test]
fn what_is_added_is_written_as_the_file_on_disk_is() {
    let ours = BASE.replace("#,0", "0.0").replace('\t', "    ").replace('\n', "\r\n");
    let theirs = BASE.replace("\tpartition", "\tcolumn City\n\t\tdataType: string\n\n\tpartition");
    let text = clean(TMDL, [BASE, &ours, &theirs]);
    let expected = theirs.replace("#,0", "0.0").replace('\t', "    ").replace('\n', "\r\n");
    assert_eq!(text, expected);
}

#[test]
fn levels_follow_who_has_reordered_them() {
    let hierarchy = |levels: &[&str]| {
        let level = |name: &&str| format!("\n\t\tlevel {name}\n\t\t\tcolumn: {name}\n");
        format!("table T\n\n\thierarchy H\n\t\tlineageTag: 1\n{}", levels.iter().map(level).collect::<String>())
    };
    let [base, ours, theirs] = [&["A", "B"][..], &["A", "Mine", "B"], &["B", "A"]].map(hierarchy);
    assert_eq!(clean(TMDL, [&base, &ours, &theirs]), hierarchy(&["B", "A", "Mine"]));
    assert_eq!(clean(TMDL, [&base, &theirs, &base]), theirs);
}

#[test]
fn the_values_of_a_visual_are_merged_one_by_one() {
    let base = "{\n  \"$schema\": \"1\",\n  \"position\": {\n    \"x\": 1,\n    \"y\": 2.50\n  },\n  \"filters\": [\n    {\n      \"name\": \"a\"\n    }\n  ]\n}";
    let ours = base.replace("\"x\": 1", "\"x\": 7").replace("\"1\"", "\"2\"");
    let theirs = base
        .replace("2.50\n", "2.50,\n    \"z\": 3\n")
        .replace("\"1\"", "\"3\"")
        .replace("    }\n  ]", "    },\n    {\n      \"name\": \"b\"\n    }\n  ]");
    let expected = ours
        .replace("2.50\n", "2.50,\n    \"z\": 3\n")
        .replace("    }\n  ]", "    },\n    {\n      \"name\": \"b\"\n    }\n  ]");
    assert_eq!(clean(JSON, [base, &ours, &theirs]), expected);
}

#[test]
fn what_comes_into_a_json_file_ends_its_lines_as_the_file_does_and_its_end_stays() {
    let base = "{\n  \"a\": 1,\n  \"b\": {}\n}";
    let new = "{\n  \"a\": 1,\n  \"b\": {\n    \"c\": [\n      2\n    ]\n  }\n}";
    let desktops = "\r\n{\r\n  \"a\": 9,\r\n  \"b\": {}\r\n}\r\n\r\n";
    let expected = desktops.replace("{}", "{\r\n    \"c\": [\r\n      2\r\n    ]\r\n  }");
    assert_eq!(clean(JSON, [base, desktops, new]), expected);
    let (base, new) = (base.replace('\n', "\r\n"), new.replace('\n', "\r\n"));
    assert_eq!(clean(JSON, [&base, &desktops.replace('\r', ""), &new]), expected.replace('\r', ""));
}

#[test]
fn a_value_that_both_have_changed_is_a_conflict() {
    let text = |x: &str| format!("{{\"a\": {{\"x\": {x}}}, \"b\": [1, 2]}}");
    let told = merged(JSON, [&text("1"), &text("2"), &text("3")], &[]).1;
    let object = format!("{JSON}#/a/x");
    assert_eq!(told, [format!("MG002 `{object}` was changed by hand and by what is generated now")]);
    let accept = format!("theirs={object}");
    assert_eq!(merged(JSON, [&text("1"), &text("2"), &text("3")], &[&accept]), (text("3"), vec![]));
    let accept = format!("theirs={JSON}");
    assert_eq!(merged(JSON, [&text("1"), &text("2"), &text("3")], &[&accept]), (text("3"), vec![]));
}

#[test]
fn lists_are_merged_by_what_tells_their_items_apart() {
    let list = |items: &str| format!("{{\"pageOrder\": [{items}]}}");
    let merge = |base: &str, ours: &str, theirs: &str| clean(JSON, [&list(base), &list(ours), &list(theirs)]);
    assert_eq!(
        merge("\"a\", \"b\"", "\"mine\", \"a\", \"b\"", "\"a\", \"new\", \"b\""),
        list("\"mine\", \"a\", \"new\", \"b\"")
    );
    assert_eq!(merge("\"a\", \"b\"", "\"a\"", "\"b\", \"a\", \"c\""), list("\"a\", \"c\""));
    let formats = |first: &str, second: &str| {
        list(&format!("{{\"properties\": {first}}}, {{\"properties\": {second}, \"selector\": {{\"id\": 1}}}}"))
    };
    let (base, ours) = (formats("1", "1"), formats("2", "1"));
    assert_eq!(clean(JSON, [&base, &ours, &formats("1", "3")]), formats("2", "3"));
}

#[test]
fn a_file_that_cannot_be_read_any_more_is_told_and_left_alone() {
    let (text, told) = merged(JSON, ["{}", "{,}", "{\"a\": 1}"], &[]);
    assert_eq!((text.as_str(), told.len(), told[0].starts_with("MG003")), ("{,}", 1, true));
    let broken = BASE.replace("\tmode", "\t\t\tmode");
    let (text, told) = merged(TMDL, [BASE, &broken, &BASE.replace("#,0", "0.0")], &[]);
    assert_eq!((text, told.len()), (broken, 1));
}

#[test]
fn what_was_never_generated_is_not_overwritten() {
    let told = |path: &str| merged(path, ["", "{\"a\": 1}", "{\"a\": 2}"], &[]).1;
    assert!(told(JSON)[0].starts_with("MG001"));
    assert!(merged(TMDL, ["", BASE, "table X\n"], &[]).1[0].starts_with("MG001"));
    assert!(merged("notes.txt", ["", "mine", "yours"], &["theirs=notes.txt"]).1.is_empty());
}
