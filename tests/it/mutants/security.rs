//! The role broken, and what carries its filters.

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
        mutant("RL031", ROLE, MAPPING, "'Region Manager' = ¦TRUE()"),
        mutant("RL031", ROLE, MAPPING, "'Region Manager' = ¦1 = 1"),
        mutant("RL031", ROLE, MAPPING, "'Region Manager' = ¦'Region Manager'[Manager] = 'Region Manager'[Manager]"),
        mutant("RL031", ROLE, MAPPING, "'Region Manager' = ¦[Manager] = USERPRINCIPALNAME() || TRUE()"),
        mutant("RL031", ROLE, "'Segment Profile' = FALSE()", "'Segment Profile' = ¦TRUE()"),
        mutant("RL031", ROLE, "'Segment Profile' = FALSE()", "¦'Segment Profile'"),
        mutant("MD083", ROLE, MAPPING, "'Region Manager' = 'Region Manager'[Manager] ¦<> USERPRINCIPALNAME()"),
        mutant("MD083", ROLE, "[Manager] = USER", "[Manager] ¦<> USER"),
        mutant("RL035", ROLE, MAPPING, "'Region Manager' = 'Region Manager'[Manager] = ¦\"ana@example.com\""),
        mutant("RL035", ROLE, "[Manager] = USERPRINCIPALNAME()", "[Manager] = ¦\"ana@example.com\""),
        mutant("MD085", ROLE, FIRST, "VALUES(¦'Region Manager'[Region])\n"),
    ]);
}

/// From the head of the role to the permission that goes.
fn without(permission: &str) -> (String, String) {
    let role = super::sound();
    let text = role.text(&super::path(&role, ROLE)).expect("the role").to_owned();
    let all = text.split_once("role ").expect("a head").1.to_owned();
    assert!(all.contains(permission), "{permission}");
    let left = all.replacen(permission, "", 1);
    (format!("role {all}"), format!("role ¦{left}"))
}

#[test]
fn a_table_that_is_left_open_is_found() {
    let sound = super::sound();
    for permission in
        ["\ttablePermission 'Segment Profile' = FALSE()\n\n", "\ttablePermission 'Load Run' = FALSE()\n\n"]
    {
        let (from, to) = without(permission);
        let mut tree = sound.clone();
        let path = super::path(&tree, ROLE);
        let old = tree.text(&path).expect("the role").to_owned();
        let new = old.replacen(&from, &to, 1);
        let line = new.find('¦').map(|at| new[..at].matches('\n').count() + 1).expect("the mark");
        tree.insert(path.clone(), new.replace('¦', ""));
        let wrong = super::wrong(permission, &tree, &[format!("RL030 {path}:{line}")]);
        assert!(wrong.is_none(), "{}", wrong.unwrap_or_default());
    }
}

#[test]
fn a_relationship_that_carries_the_filters_is_missed() {
    for inactive in ["\tfromColumn: Customer.Region", "\tfromColumn: Sales.'Customer ID'"] {
        let mut tree = super::sound();
        let path = super::path(&tree, LINKS);
        let old = tree.text(&path).expect("the relationships").to_owned();
        let line = old.find(inactive).map(|at| old[..at].matches('\n').count() + 1).expect("the relationship");
        tree.insert(path.clone(), old.replacen(inactive, &format!("\tisActive: false\n{inactive}"), 1));
        let role = super::path(&tree, ROLE);
        let wrong = super::wrong(inactive, &tree, &[format!("MD234 {path}:{line}"), format!("RL030 {role}:2")]);
        assert!(wrong.is_none(), "{}", wrong.unwrap_or_default());
    }
}
