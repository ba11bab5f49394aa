//! Renaming, over the generated project and over one that names its objects in every way there is.

use std::collections::BTreeSet;

use pbiforge::check::check;
use pbiforge::check::semantic_models;
use pbiforge::diag::{Diagnostic, human};
use pbiforge::file_tree::{Change, FileTree, patch};
use pbiforge::model::Model;
use pbiforge::rename::{ObjectRef, Rename, rename};
use proptest::prelude::*;

use crate::mutants::sound;

mod project;

use project::rich;

fn to(from: ObjectRef, to: &str) -> Rename {
    Rename { from, to: to.to_owned() }
}
fn table(name: &str) -> ObjectRef {
    ObjectRef::Table(name.to_owned())
}
fn column(table: &str, name: &str) -> ObjectRef {
    ObjectRef::Column { table: table.to_owned(), name: name.to_owned() }
}
fn measure(table: &str, name: &str) -> ObjectRef {
    ObjectRef::Measure { table: table.to_owned(), name: name.to_owned() }
}
fn hierarchy(table: &str, name: &str) -> ObjectRef {
    ObjectRef::Hierarchy { table: table.to_owned(), name: name.to_owned() }
}
fn level(table: &str, hierarchy: &str, name: &str) -> ObjectRef {
    ObjectRef::Level { table: table.to_owned(), hierarchy: hierarchy.to_owned(), name: name.to_owned() }
}

fn model(tree: &FileTree) -> Model {
    let sources = semantic_models::find(tree);
    semantic_models::read(tree, &sources[0]).lowered.model
}

/// Every object that can be renamed.
fn objects(tree: &FileTree) -> Vec<ObjectRef> {
    let model = model(tree);
    let mut all: Vec<ObjectRef> = model.roles.iter().map(|role| ObjectRef::Role(role.name.to_string())).collect();
    for one in &model.tables {
        let of = one.name.as_str();
        all.push(table(of));
        all.extend(one.columns.iter().map(|column| self::column(of, column.name.as_str())));
        all.extend(one.measures.iter().map(|measure| self::measure(of, measure.name.as_str())));
        for found in &one.hierarchies {
            all.push(hierarchy(of, &found.name));
            all.extend(found.levels.iter().map(|one| level(of, &found.name, &one.name)));
        }
    }
    all
}

fn shown(diagnostics: &[Diagnostic], tree: &FileTree) -> String {
    diagnostics.iter().map(|one| human::render(one, tree, false)).collect()
}

#[track_caller]
fn renamed(tree: &FileTree, renames: &[Rename]) -> FileTree {
    rename(tree, renames).unwrap_or_else(|faults| panic!("{renames:?}\n{}", shown(&faults, tree)))
}

#[track_caller]
fn errors(tree: &FileTree) -> String {
    let found = check(tree).into_iter().filter(Diagnostic::is_error).collect::<Vec<_>>();
    shown(&found, tree)
}

/// The objects by their new names, to be called as before.
fn back(renames: &[Rename]) -> Vec<Rename> {
    let new = |object: &ObjectRef| {
        let found = renames.iter().find(|rename| rename.from == *object);
        found.map_or(object.name(), |rename| rename.to.as_str()).to_owned()
    };
    let of = |name: &str| new(&table(name));
    let now = |object: &ObjectRef| match object {
        ObjectRef::Table(_) => ObjectRef::Table(new(object)),
        ObjectRef::Role(_) => ObjectRef::Role(new(object)),
        ObjectRef::Column { table, .. } => column(&of(table), &new(object)),
        ObjectRef::Measure { table, .. } => measure(&of(table), &new(object)),
        ObjectRef::Hierarchy { table, .. } => hierarchy(&of(table), &new(object)),
        ObjectRef::Level { table, hierarchy: own, .. } => level(&of(table), &new(&hierarchy(table, own)), &new(object)),
    };
    renames.iter().map(|rename| to(now(&rename.from), rename.from.name())).collect()
}

/// Where every table needed quotes on the way, nobody knows any more which ones stood without them: tables of the rich
/// project lose theirs. Those of the generated project stand in quotes everywhere.
fn unquoted(tree: &FileTree) -> FileTree {
    let mut plain = tree.clone();
    for (path, _) in tree.iter().filter(|(path, _)| path.starts_with("X.")) {
        let text = tree.text(path).expect("a text");
        let names = ["Sales", "Time", "Summary", "Totals", "Choice"];
        plain.insert(path, names.iter().fold(text.to_owned(), |text, name| text.replace(&format!("'{name}'"), name)));
    }
    plain
}

#[track_caller]
fn goes_and_comes(tree: &FileTree, renames: &[Rename]) {
    let new = renamed(tree, renames);
    assert_eq!(errors(&new), "", "{renames:?}");
    let again = renamed(&new, &back(renames));
    let (was, is) = (unquoted(tree), unquoted(&again));
    assert!(was == is, "{renames:?}\n{}\n{:?}", patch::unified(&was, &is), was.diff(&is));
}

/// The lines that differ, without those that only moved.
fn changed(old: &FileTree, new: &FileTree) -> String {
    let patch = patch::unified(old, new);
    let lines = patch.lines().filter(|line| line.starts_with(['+', '-']) && !line.starts_with("---"));
    lines.filter(|line| !line.starts_with("+++")).map(|line| format!("{line}\n")).collect()
}

#[test]
fn the_rich_project_is_sound() {
    assert_eq!(errors(&rich()), "");
}

#[test]
fn a_column_is_renamed_wherever_it_stands_and_nowhere_else() {
    let old = rich();
    let new = renamed(&old, &[to(column("Sales", "Revenue"), "Net Revenue")]);
    insta::assert_snapshot!(changed(&old, &new));
    assert_eq!(errors(&new), "");
}

#[test]
fn a_measure_is_renamed_with_its_indicator_and_where_its_name_is_compared() {
    let old = rich();
    let new = renamed(&old, &[to(measure("Sales", "Total"), "All of [it]")]);
    insta::assert_snapshot!(changed(&old, &new));
    assert_eq!(errors(&new), "");
}

#[test]
fn a_table_is_renamed_with_its_file_and_its_query() {
    let old = rich();
    let new = renamed(&old, &[to(table("Sales"), "Order Lines")]);
    let tables = "X.SemanticModel/definition/tables";
    let moved = |change| old.diff(&new).into_iter().filter(|(_, one)| *one == change).map(|(path, _)| path).collect();
    let (added, gone): (Vec<&str>, Vec<&str>) = (moved(Change::Added), moved(Change::Removed));
    assert_eq!(added, [format!("{tables}/Order Lines.tmdl")]);
    assert_eq!(gone, [format!("{tables}/Sales.tmdl")]);
    let mut in_place = new.clone();
    let file = in_place.remove(added[0]).expect("the file");
    in_place.insert(gone[0], file);
    insta::assert_snapshot!(changed(&old, &in_place));
    assert_eq!(errors(&new), "");
}

#[test]
fn hierarchies_levels_and_roles_are_renamed() {
    let old = rich();
    let renames = [
        to(hierarchy("Sales", "Place"), "Where"),
        to(level("Sales", "Place", "Region"), "Part of the World"),
        to(hierarchy("Time", "Clock"), "Watch"),
        to(level("Time", "Clock", "Month"), "Moon"),
        to(ObjectRef::Role("North Only".to_owned()), "Northerners"),
    ];
    let new = renamed(&old, &renames);
    insta::assert_snapshot!(changed(&old, &new));
    goes_and_comes(&old, &renames);
}

#[test]
fn names_are_swapped_and_handed_on() {
    let old = rich();
    goes_and_comes(&old, &[to(table("Sales"), "Net Sales"), to(table("Net Sales"), "Sales")]);
    goes_and_comes(&old, &[to(column("Sales", "Region"), "Double"), to(column("Sales", "Double"), "Region")]);
    goes_and_comes(
        &old,
        &[
            to(measure("Sales", "Total"), "Best Day"),
            to(measure("Sales", "Best Day"), "Taxed"),
            to(measure("Sales", "Taxed"), "Last"),
        ],
    );
    let new = renamed(&old, &[to(table("Sales"), "Net Sales"), to(table("Net Sales"), "Sales")]);
    let tables = "X.SemanticModel/definition/tables";
    assert!(
        new.text(&format!("{tables}/Sales.tmdl")).is_some_and(|text| text.starts_with("table Sales\n\n\tcolumn Rev"))
    );
}

#[test]
fn every_object_can_have_a_hostile_name() {
    for tree in [rich(), sound()] {
        let objects = objects(&tree);
        let renames: Vec<Rename> = objects
            .iter()
            .enumerate()
            .map(|(at, object)| to(object.clone(), &format!("{} {at}", HOSTILE[at % HOSTILE.len()])))
            .collect();
        goes_and_comes(&tree, &renames);
    }
}

#[test]
fn the_case_of_a_name_can_be_changed() {
    goes_and_comes(&rich(), &[to(table("Sales"), "SALES"), to(column("Sales", "Region No"), "region no")]);
}

#[test]
fn what_cannot_be_is_refused() {
    let codes = |renames: &[Rename]| -> Vec<&'static str> {
        let faults = rename(&rich(), renames).err().unwrap_or_default();
        faults.iter().map(|one| one.code.id).collect()
    };
    assert_eq!(codes(&[to(table("Slaes"), "X")]), ["MG010"]);
    assert_eq!(codes(&[to(column("Sales", "Revenu"), "X")]), ["MG010"]);
    assert_eq!(codes(&[to(table("Sales"), "net sales")]), ["MG011"]);
    assert_eq!(codes(&[to(table("Sales"), "folder")]), ["MG011"]);
    assert_eq!(codes(&[to(column("Sales", "Revenue"), "TOTAL")]), ["MG011"]);
    assert_eq!(codes(&[to(measure("Sales", "Total"), "Twice")]), ["MG011"]);
    assert_eq!(codes(&[to(table("Sales"), "X"), to(table("Date"), "x")]), ["MG011", "MG011"]);
    assert_eq!(codes(&[to(table("Sales"), "X"), to(table("SALES"), "Y")]), ["MG012"]);
    for name in ["", " ", " x", "x ", "a\tb", "a\nb", "Measures"] {
        assert_eq!(codes(&[to(table("Sales"), name)]), ["MG013"], "{name:?}");
    }
    // `[Revenue]` of the measure `Best Day` is a column that it makes.
    assert_eq!(
        codes(&[to(measure("Sales", "Best Day"), "Value"), to(measure("Sales", "Total"), "Revenue 2")]),
        [""; 0]
    );
    assert_eq!(codes(&[to(column("Date", "Day"), "Revenue")]), [""; 0]);
}

#[test]
fn a_name_that_a_formula_uses_for_something_else_is_refused() {
    let mut tree = rich();
    let path = "X.SemanticModel/definition/tables/Date.tmdl";
    let text = tree.text(path).expect("the table").replace(
        "	column Day\n",
        "	measure Caught = SUMX(ADDCOLUMNS(Sales, \"Profit\", 1), [Profit] + [Total])\n\t\tformatString: 0\n\n	column Day\n",
    );
    tree.insert(path, text);
    assert_eq!(errors(&tree), "");
    let faults = rename(&tree, &[to(measure("Sales", "Total"), "Profit")]).expect_err("refused");
    assert_eq!(faults.iter().map(|one| one.code.id).collect::<Vec<_>>(), ["MG014"]);
    assert_eq!(faults[0].place().map(|place| place.file.as_str()), Some(path));
}

#[test]
fn a_name_that_stands_for_nothing_does_not_come_to_life() {
    let mut tree = rich();
    let path = "X.SemanticModel/definition/model.tmdl";
    let text = format!("{}\nref table Gone\n", tree.text(path).expect("the model"));
    tree.insert(path, text);
    let faults = rename(&tree, &[to(table("Date"), "Gone")]).expect_err("refused");
    assert_eq!(faults.iter().map(|one| one.code.id).collect::<Vec<_>>(), ["MG014"]);
    // The new name of the table is by chance that of its partition.
    assert!(rename(&rich(), &[to(table("Net Sales"), "Net Sales-1")]).is_ok());
}

#[test]
fn a_formula_that_cannot_be_read_stops_only_what_it_may_name() {
    let mut tree = rich();
    let path = "X.SemanticModel/DAXQueries/Query 2.dax";
    tree.insert(path, "EVALUATE ROW(\"x\", SUM(Sales[Revenue])");
    let faults = rename(&tree, &[to(column("Sales", "Revenue"), "X")]).expect_err("refused");
    assert_eq!(faults.iter().map(|one| one.code.id).collect::<Vec<_>>(), ["MG015"]);
    assert!(rename(&tree, &[to(column("Sales", "Region"), "X")]).is_ok());
}

#[test]
fn a_report_of_the_old_format_and_a_second_model_stop_all() {
    let codes = |tree: &FileTree| -> Vec<&'static str> {
        let faults = rename(tree, &[to(table("Sales"), "X")]).err().unwrap_or_default();
        faults.iter().map(|one| one.code.id).collect()
    };
    let mut tree = rich();
    tree.insert("Old.Report/report.json", "{}");
    assert_eq!(codes(&tree), ["MG016"]);
    let mut tree = rich();
    tree.insert("Y.SemanticModel/definition/model.tmdl", "model Model\n");
    assert_eq!(codes(&tree), ["MG018"]);
    assert_eq!(codes(&FileTree::new()), ["MG018"]);
    let mut tree = rich();
    tree.insert("X.Report/definition/pages/p1/page.json", "{");
    assert_eq!(codes(&tree), ["PB001"]);
}

const HOSTILE: [&str; 12] = [
    "O'Brien's \"North\" & Co]",
    "a.b.c",
    "[x]",
    "RETURN",
    "SUM",
    "Größe ½ 🎉",
    "= 1 -- // /*",
    "true",
    "#\"x\"",
    "a/b\\c:d",
    "1st",
    "ref table",
];

/// Some objects and a new name for each, none twice.
fn some(tree: &FileTree) -> impl Strategy<Value = Vec<Rename>> + use<> {
    let names = prop_oneof![
        "[A-Za-z_][A-Za-z0-9_]{0,8}",
        "[A-Za-z'\"\\]\\[. ()=#%&/<>:,;{}é½日-]{1,12}",
        prop::sample::select(HOSTILE.to_vec()).prop_map(str::to_owned),
    ];
    let objects = objects(tree);
    prop::collection::vec((prop::sample::select(objects), names), 1..6).prop_map(|all| {
        let mut seen = BTreeSet::new();
        let all = all.into_iter().enumerate().filter(|(_, (object, _))| seen.insert(object.clone()));
        all.map(|(at, (object, name))| to(object, &format!("{}_{at}", name.trim()))).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_renaming_of_the_rich_project_goes_and_comes(renames in some(&rich())) {
        goes_and_comes(&rich(), &renames);
    }

    #[test]
    fn any_renaming_of_the_generated_project_goes_and_comes(renames in some(&sound())) {
        goes_and_comes(&sound(), &renames);
    }
}
