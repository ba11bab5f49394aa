//! Changes that a person may make and that must give no diagnostic.

use pbiforge::check::check;
use pbiforge::file_tree::FileTree;

use super::{apply, edit, path, said, sound};

fn is_sound(title: &str, tree: &FileTree) {
    let found = check(tree);
    assert!(found.is_empty(), "{title}: {:?}", said(&found, tree));
}

#[test]
fn line_breaks_of_windows_are_line_breaks() {
    let mut tree = sound();
    let texts: Vec<(String, String)> =
        tree.paths().filter_map(|path| Some((path.into(), tree.text(path)?.into()))).collect();
    for (path, text) in texts {
        tree.insert(path, text.replace('\n', "\r\n"));
    }
    is_sound("CRLF", &tree);
}

#[test]
fn hand_edits_that_mean_no_harm_pass() {
    let sales = "tables/Sales.tmdl";
    for edit in [
        edit(sales, "\n\n", "\n\n\n\n"),
        edit(sales, "dataType: decimal", "isHidden: false\n\t\tdataType: decimal"),
        edit(sales, "dataType: decimal", "dataType: Decimal"),
        edit(sales, "table Sales", "TABLE Sales"),
        edit(sales, "measure Orders", "Measure Orders"),
        edit(sales, "\tpartition Sales", "\tannotation Unknown_Tool = {\"a\": 1}\n\n\tpartition Sales"),
        edit(sales, "SUM('Sales'[Line Revenue])", "/* 'Gone'[x] */ SUM('Sales'[Line Revenue]) // [Nothing]"),
        edit(sales, "SUM('Sales'[Line Revenue])", "SUM(sales[LINE revenue])"),
        edit(
            sales,
            "measure Orders =",
            "measure Mine =\n\t\t\tVAR x = [Revenue]\n\t\t\tRETURN x\n\n\tmeasure Orders =",
        ),
        edit(
            sales,
            "measure Orders =",
            "measure Mine = ```\n\t\t\tSUMMARIZE(Sales, \"a\", [Revenue])\n\t\t\t```\n\n\tmeasure Orders =",
        ),
        edit("tables/Date.tmdl", "column: 'ISO Week'", "column: 'iso week'"),
        edit("relationships.tmdl", "toColumn: Date.Date", "toColumn: 'Date'.'Date'"),
        edit("model.tmdl", "ref table Sales\n", ""),
        edit("with:\"queryRef\": \"Sales.Units\"", "\"tabOrder\"", "\"unknownToUs\": null, \"tabOrder\""),
    ] {
        let mut tree = sound();
        apply(&mut tree, &edit);
        is_sound(edit.to, &tree);
    }
}

#[test]
fn the_order_of_measures_is_free() {
    let mut tree = sound();
    let path = path(&tree, "tables/Sales.tmdl");
    let text = tree.text(&path).expect("text").to_owned();
    let (head, rest) = text.split_once("\n\n\t///").expect("measures");
    let mut blocks: Vec<&str> = rest.split("\n\n\t///").collect();
    let last = blocks.iter().position(|block| !block.contains("\n\tmeasure ")).expect("columns");
    blocks[..last].reverse();
    let new = blocks.iter().fold(head.to_owned(), |text, block| format!("{text}\n\n\t///{block}"));
    tree.insert(path, format!("{}\n", new.trim_end()));
    is_sound("reversed", &tree);
}

#[test]
fn files_of_ones_own_and_another_page_pass() {
    let mut tree = sound();
    tree.insert("Customer Analytics.SemanticModel/.pbi/cache.abf", b"\xff\xfe".as_slice());
    tree.insert("Customer Analytics.SemanticModel/.pbi/localSettings.json", "{");
    tree.insert("Customer Analytics.Report/.pbi/localSettings.json", "{");
    tree.insert("Customer Analytics.SemanticModel/TMDLScripts/a.tmdl", "createOrReplace\n\n\ttable X\n");
    tree.insert("notes.md", "anything");
    is_sound("files of one's own", &tree);

    let first = path(&tree, "4cccb21096ff0c4cf0bf/page.json");
    let page = tree.text(&first).expect("a page").replace("4cccb21096ff0c4cf0bf", "mine");
    tree.insert(first.replace("4cccb21096ff0c4cf0bf", "mine"), page);
    apply(&mut tree, &edit("pages/pages.json", "\"pageOrder\": [\n", "\"pageOrder\": [\n    \"mine\",\n"));
    is_sound("another page", &tree);
}
