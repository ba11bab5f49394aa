//! The role broken, and what carries its filters.

use pbiforge::file_tree::FileTree;

use super::{all_are_found, mutant};

const ROLE: &str = "roles/Regional Manager.tmdl";
const LINKS: &str = "relationships.tmdl";

const MAPPING: &str = "'Region Manager' = 'Region Manager'[Manager] = USERPRINCIPALNAME()";
const FIRST: &str =
    "VALUES('Region Manager'[Region]),\n\t\t\t        'Region Manager'[Manager] = USERPRINCIPALNAME()\n";

#[test]
fn a_filter_that_was_weakened_is_found() {
    all_are_found(&[
        mutant("MD080", ROLE, "role 'Regional Manager'\n\tmodelPermission: read\n", "role ¦'Regional Manager'\n"),
        mutant("MD080", ROLE, "Permission: read", "Permission: ¦administrator"),
        mutant("MD080", ROLE, "Permission: read", "Permission: ¦none"),
        mutant("RL036", ROLE, MAPPING, "'Region Manager' = ¦TRUE()"),
        mutant("RL036", ROLE, MAPPING, "'Region Manager' = ¦1 = 1"),
        mutant("RL036", ROLE, MAPPING, "'Region Manager' = ¦[Manager] = USERPRINCIPALNAME() || TRUE()"),
        mutant("RL031", ROLE, "'Segment Profile' = FALSE()", "'Segment Profile' = ¦TRUE()"),
        mutant("MD083", ROLE, MAPPING, "'Region Manager' = 'Region Manager'[Manager] ¦<> USERPRINCIPALNAME()"),
        mutant("MD083", ROLE, "[Manager] = USER", "[Manager] ¦<> USER"),
        mutant("RL035", ROLE, MAPPING, "'Region Manager' = 'Region Manager'[Manager] = ¦\"ana@example.com\""),
        mutant("RL035", ROLE, "[Manager] = USERPRINCIPALNAME()", "[Manager] = ¦\"ana@example.com\""),
        mutant("MD085", ROLE, FIRST, "VALUES(¦'Region Manager'[Region])\n"),
    ]);
}

/// The project with one text of a file replaced, and the line where another text then stands.
fn changed(file: &str, from: &str, to: &str, place: (&str, &str)) -> (FileTree, String) {
    let mut tree = super::sound();
    let path = super::path(&tree, file);
    let old = tree.text(&path).expect("text").to_owned();
    assert!(old.contains(from), "{from}");
    tree.insert(path, old.replacen(from, to, 1));
    let path = super::path(&tree, place.0);
    let text = tree.text(&path).expect("text");
    let line = text.find(place.1).map(|at| text[..at].matches('\n').count() + 1).expect("the place");
    (tree, format!("{path}:{line}"))
}

#[test]
fn a_table_that_is_left_open_is_found() {
    let closed = "\ttablePermission 'Segment Profile' = FALSE()\n\n";
    for open in ["", "\ttablePermission 'Segment Profile'\n\n"] {
        let (tree, place) = changed(ROLE, closed, open, ("Segment Profile.tmdl", "table "));
        let wrong = super::wrong(open, &tree, &[format!("RL030 {place}")]);
        assert!(wrong.is_none(), "{}", wrong.unwrap_or_default());
    }
}

#[test]
fn a_relationship_that_carries_the_filters_is_missed() {
    for carrier in ["\tfromColumn: Customer.Region", "\tfromColumn: Sales.'Customer ID'"] {
        let inactive = format!("\tisActive: false\n{carrier}");
        let (tree, place) = changed(LINKS, carrier, &inactive, (LINKS, "\tisActive: false"));
        let (path, line) = place.rsplit_once(':').expect("a line");
        let line: usize = line.parse().expect("a number");
        let expected = [format!("RL033 {path}:{}", line - 1), format!("MD234 {path}:{line}")];
        let wrong = super::wrong(carrier, &tree, &expected);
        assert!(wrong.is_none(), "{}", wrong.unwrap_or_default());
    }
}
