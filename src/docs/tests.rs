use super::*;
use crate::catalog::contract::contract;

const HOSTILE: &str = "<script>alert(1)</script> | ] \" `x`";

/// A project whose every name and description is hostile.
fn hostile() -> (Catalog, FileTree, Mapping) {
    let mut catalog = contract();
    for table in &mut catalog.tables {
        table.description = HOSTILE.to_owned();
        table.grain = HOSTILE.to_owned();
        table.columns.iter_mut().for_each(|column| column.description = HOSTILE.to_owned());
    }
    catalog.tables[0].name = HOSTILE.into();
    let mut tree = FileTree::new();
    let name = crate::name::tmdl_name(HOSTILE);
    let table = format!(
        "/// {HOSTILE}\ntable {name}\n\n\t/// {HOSTILE}\n\tmeasure {name} = \"{}\"\n\t\tformatString: #|\"x\"`\n\t\tdisplayFolder: {HOSTILE}\n\n\
         \tcolumn 'a|b'\n\t\tdataType: string\n\t\tsourceColumn: a|b\n\n\
         \tpartition p = m\n\t\tsource = #\"Warehouse Table\"(\"fact_sales\")\n",
        HOSTILE.replace('"', "\"\"")
    );
    tree.insert("X.SemanticModel/definition/tables/T.tmdl", table);
    let role = format!("role {name}\n\tmodelPermission: read\n\n\ttablePermission {name} = [a|b] = \"`|<b>\"\n");
    tree.insert("X.SemanticModel/definition/roles/R.tmdl", role);
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    let mapping = Mapping {
        countries: vec![pair("<b>France|", HOSTILE)],
        managers: vec![pair("*", "<i>boss|@x.com"), pair(HOSTILE, "w@x.com")],
    };
    (catalog, tree, mapping)
}

fn written() -> FileTree {
    let (catalog, tree, mapping) = hostile();
    let roles = rls::Options::default();
    let source = &Source::default();
    let input = Input { title: HOSTILE, catalog: &catalog, tree: &tree, mapping: &mapping, roles: &roles, source };
    files(&input, ("", &FileTree::new())).expect("documents").0
}

#[test]
fn no_name_gets_out_of_its_place() {
    let files = written();
    let page = files.text("index.html").expect("a page");
    // Ours is the only script.
    assert_eq!(page.matches("<script").count(), 1);
    assert!(!page.contains("<b>France") && !page.contains("<i>boss") && page.contains("&lt;b&gt;France|"));
    for (path, _) in files.iter().filter(|(path, _)| path.ends_with(".md")) {
        let text = files.text(path).expect("text");
        let mut fence: Option<String> = None;
        for line in text.lines() {
            let ticks: String = line.chars().take_while(|c| *c == '`').collect();
            match &fence {
                None if ticks.len() >= 3 => fence = Some(ticks),
                Some(open) if line == open => fence = None,
                Some(_) => {}
                None => {
                    let bare = without_code(line);
                    assert!(!["<script", "<b>", "<i>"].iter().any(|one| bare.contains(one)), "{path}: {line}");
                }
            }
        }
        assert_eq!(fence, None, "{path} has an open fence");
    }
}

/// A line without what stands between two runs of as many backticks: nothing in there is markup.
fn without_code(line: &str) -> String {
    let ticks = |text: &str| text.chars().take_while(|c| *c == '`').count();
    let (mut bare, mut rest) = (String::new(), line);
    while let Some(at) = rest.find('`') {
        if rest[..at].ends_with('\\') {
            bare.push_str(&rest[..=at]);
            rest = &rest[at + 1..];
            continue;
        }
        bare.push_str(&rest[..at]);
        let fence = ticks(&rest[at..]);
        rest = &rest[at + fence..];
        let mut end = 0;
        while end < rest.len() {
            let run = ticks(&rest[end..]);
            if run == fence {
                break;
            }
            end += run.max(rest[end..].chars().next().map_or(1, char::len_utf8));
        }
        assert!(end < rest.len(), "open code in {line}");
        rest = &rest[end + fence..];
    }
    bare + rest
}

#[test]
fn every_row_of_a_markdown_table_has_the_cells_of_its_head() {
    let files = written();
    let cells = |line: &str| line.replace("\\\\", "").replace("\\|", "").matches('|').count();
    for (path, _) in files.iter().filter(|(path, _)| path.ends_with(".md")) {
        let text = files.text(path).expect("text");
        let mut wanted = None;
        for line in text.lines() {
            if !line.starts_with('|') {
                wanted = None;
                continue;
            }
            let wanted = *wanted.get_or_insert(cells(line));
            assert_eq!(cells(line), wanted, "{path}: {line}");
        }
    }
}

#[test]
fn the_same_project_gives_the_same_bytes() {
    assert_eq!(written(), written());
}

#[test]
fn every_template_of_the_folder_is_embedded() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/model-templates/docs");
    let tree = crate::file_tree::disk::read(folder.as_ref(), &|_| true).expect("the folder");
    assert_eq!(tree.paths().collect::<Vec<_>>(), EMBEDDED.iter().map(|(name, _)| *name).collect::<Vec<_>>());
}
