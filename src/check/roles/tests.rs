//! What is open and what is not, over small stars.

use crate::check::check_all;
use crate::file_tree::FileTree;

/// Sales looks up Customer and Product, Customer looks up Region.
const STAR: &str = "\
table Sales
    column Customer
        dataType: string
    column Product
        dataType: string
    column Units
        dataType: int64
    measure Sold = SUM(Sales[Units])
    partition P = m
        source = 1
table Customer
    column Customer
        dataType: string
    column Region
        dataType: string
    partition P = m
        source = 1
table Region
    column Region
        dataType: string
    partition P = m
        source = 1
table Product
    column Product
        dataType: string
    annotation pbiforge_public = everybody may
    partition P = m
        source = 1
relationship a
    fromColumn: Sales.Customer
    toColumn: Customer.Customer
relationship b
    fromColumn: Customer.Region
    toColumn: Region.Region
relationship c
    fromColumn: Sales.Product
    toColumn: Product.Product
";

const ROLE: &str = "\
role North
    modelPermission: read
    tablePermission Region = Region[Region] = \"North\"
";

/// The codes of roles, each with what it says.
fn said(text: &str) -> Vec<String> {
    let mut tree = FileTree::new();
    tree.insert("model.tmdl", text.replace("    ", "\t"));
    let found = check_all(&tree, None);
    let of_roles = found.iter().filter(|found| found.code.id.starts_with("RL"));
    of_roles.map(|found| format!("{} {} {}", found.code.id, found.severity.as_str(), found.message)).collect()
}

fn table(name: &str, columns: &str) -> String {
    format!("table {name}\n{columns}    partition P = m\n        source = 1\n")
}

fn column(name: &str, kind: &str) -> String {
    format!("    column {name}\n        dataType: {kind}\n")
}

#[test]
fn a_star_that_is_reached_from_its_filter_is_covered() {
    assert_eq!(said(&format!("{STAR}{ROLE}")), [""; 0]);
    // Without a filter, or without the right to read, there is nothing to prove.
    assert_eq!(said(&format!("{STAR}role Everybody\n    modelPermission: read\n")), [""; 0]);
    assert_eq!(said(&format!("{STAR}{}", ROLE.replace("read", "none"))), [""; 0]);
}

#[test]
fn what_figures_look_up_is_a_note_until_it_is_declared() {
    let star = STAR.replace("    annotation pbiforge_public = everybody may\n", "");
    assert_eq!(said(&format!("{star}{ROLE}")), ["RL038 note the role `North` sees every row of `Product`"]);
    let empty = STAR.replace("= everybody may", "= \"\"");
    let codes: Vec<String> = said(&format!("{empty}{ROLE}")).iter().map(|text| text[..5].to_owned()).collect();
    assert_eq!(codes, ["RL037", "RL038"]);
}

#[test]
fn tables_of_figures_that_nothing_reaches_are_told_once_for_all_roles() {
    let budget = table("Budget", &(column("Region", "string") + &column("Amount", "double")));
    let two = format!("{ROLE}{}", ROLE.replace("North", "South"));
    assert_eq!(
        said(&format!("{STAR}{budget}{two}")),
        ["RL030 warning the roles `North` and `South` see every row of `Budget`: no filter reaches it"]
    );
    let own = "    tablePermission Budget = Budget[Region] = \"North\"\n";
    assert_eq!(said(&format!("{STAR}{budget}{ROLE}{own}")), [""; 0]);
    // The filter was taken out of one of two roles.
    let products = "    tablePermission Product = Product[Product] <> \"x\"\n";
    let star = STAR.replace("    annotation pbiforge_public = everybody may\n", "");
    assert_eq!(
        said(&format!("{star}{two}{products}")),
        ["RL030 warning the role `North` sees every row of `Product`: no filter reaches it"]
    );
}

#[test]
fn calendars_parameters_and_homes_of_measures_are_no_findings() {
    let more = [
        "table Date\n    column Date\n        dataType: dateTime\n    partition P = m\n        source = 1\n",
        "relationship d\n    fromColumn: Sales.Day\n    toColumn: Date.Date\n",
        "table Rate\n    column Value\n        isNameInferred\n        sourceColumn: [Value]\n    measure Chosen = MAX(Rate[Value])\n    \
         partition P = calculated\n        source = GENERATESERIES(0, 1, 0.1)\n",
        "table Axis\n    column Name\n        isNameInferred\n        sourceColumn: [Value1]\n    \
         partition P = calculated\n        source = {(\"Units\", NAMEOF(Sales[Units]))}\n",
        "table Measures\n    measure Twice = 2 * [Sold]\n    partition P = m\n        source = 1\n",
    ]
    .concat();
    let star = STAR.replacen("table Sales\n", "table Sales\n    column Day\n        dataType: dateTime\n", 1);
    assert_eq!(said(&format!("{star}{more}{ROLE}")), [""; 0]);
}

#[test]
fn a_filter_that_is_always_true_filters_nothing() {
    for filter in ["TRUE()", "TRUE", "1 = 1", "NOT FALSE()", "Budget[Region] = \"x\" || TRUE()"] {
        let budget = table("Budget", &column("Region", "string"));
        let role = format!("{ROLE}    tablePermission Budget = {filter}\n");
        let found = said(&format!("{STAR}{budget}{role}"));
        assert_eq!(found, ["RL031 warning the role `North` sees every row of `Budget`: its filter is true of each"]);
    }
    // Reached by relationships it does no harm; a role that filters by no row is open on purpose.
    assert_eq!(said(&format!("{STAR}{ROLE}    tablePermission Sales = TRUE()\n")), [""; 0]);
    for only in ["TRUE()", "FALSE()", "1 = 2"] {
        let role = format!("role R\n    modelPermission: read\n    tablePermission Sales = {only}\n");
        assert_eq!(said(&format!("{STAR}{role}")), [""; 0]);
    }
}

#[test]
fn an_inactive_relationship_that_is_the_only_way_is_told() {
    let star = STAR.replace("relationship a\n", "relationship a\n    isActive: false\n");
    assert_eq!(
        said(&format!("{star}{ROLE}")),
        ["RL033 warning the role `North` sees every row of `Sales`: no active relationship carries the filter"]
    );
    let star = STAR.replace("relationship b\n", "relationship b\n    isActive: false\n");
    let found = said(&format!("{star}{ROLE}"));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("`Sales` and `Customer`"), "{found:?}");
}

#[test]
fn security_that_stops_where_filters_go_on_is_told() {
    let star = STAR.replace("    annotation pbiforge_public = everybody may\n", "");
    let both = star.replace("relationship c\n", "relationship c\n    crossFilteringBehavior: bothDirections\n");
    assert_eq!(
        said(&format!("{both}{ROLE}")),
        ["RL032 warning the role `North` sees every row of `Product`: security does not pass this relationship"]
    );
    let secure = both.replace("relationship c\n", "relationship c\n    securityFilteringBehavior: bothDirections\n");
    assert_eq!(said(&format!("{secure}{ROLE}")), [""; 0]);
}

#[test]
fn totals_that_are_reckoned_before_roles_are_told() {
    let totals = "table Totals\n    column Product\n        isNameInferred\n        sourceColumn: Sales[Product]\n    \
                  partition P = calculated\n        source = SUMMARIZE(Sales, Sales[Product], \"n\", [Sold])\n";
    assert_eq!(
        said(&format!("{STAR}{totals}{ROLE}")),
        ["RL034 warning the role `North` sees in `Totals` what `Sales` holds of others: it is reckoned at refresh"]
    );
    for dax in ["CALCULATE([Sold])", "[Sold]", "SUMX(RELATEDTABLE(Sales), Sales[Units])"] {
        let star = STAR.replace("table Product\n", &format!("table Product\n    column Total = {dax}\n"));
        let found = said(&format!("{star}{ROLE}"));
        assert_eq!(
            found,
            [
                "RL034 warning the role `North` sees in `'Product'[Total]` what `Sales` holds of others: it is reckoned at refresh"
            ]
        );
    }
    let harmless = STAR.replace("table Product\n", "table Product\n    column Long = Product[Product] & \"!\"\n");
    assert_eq!(said(&format!("{harmless}{ROLE}")), [""; 0]);
}

#[test]
fn the_table_that_says_who_sees_what_is_not_for_everybody() {
    let who = table("Who", &(column("User", "string") + &column("Region", "string")));
    let role = "role R\n    modelPermission: read\n    tablePermission Region = Region[Region] IN \
                CALCULATETABLE(VALUES(Who[Region]), Who[User] = USERPRINCIPALNAME())\n";
    assert_eq!(
        said(&format!("{STAR}{who}{role}")),
        ["RL036 warning the role `R` sees every row of `Who`, which says who may see what"]
    );
    let own = "    tablePermission Who = Who[User] = USERPRINCIPALNAME()\n";
    assert_eq!(
        said(&format!("{STAR}{who}{role}{own}")),
        ["RL036 note `Who`, which says who may see what, is not hidden"]
    );
    let hidden = who.replace("table Who\n", "table Who\n    isHidden\n");
    assert_eq!(said(&format!("{STAR}{hidden}{role}{own}")), [""; 0]);
}

#[test]
fn people_in_filters_are_told() {
    let role = |filter: &str| format!("role R\n    modelPermission: read\n    tablePermission Region = {filter}\n");
    let found = said(&format!("{STAR}{}", role("Region[Region] = \"N\" || USERPRINCIPALNAME() = \"ana@example.com\"")));
    assert_eq!(found, ["RL035 warning the filter names `ana@example.com`"]);
    assert_eq!(said(&format!("{STAR}{}", role("Region[Region] = \"a@b\""))), [""; 0]);
}

#[test]
fn a_hidden_table_is_covered_and_a_broken_file_is_not_judged() {
    let budget = table("Budget", &column("Region", "string"));
    let hidden = "    tablePermission Budget\n        metadataPermission: none\n";
    assert_eq!(said(&format!("{STAR}{budget}{ROLE}{hidden}")), [""; 0]);
    assert_eq!(said(&format!("{STAR}{budget}{ROLE}\nrelationsip x\n")), [""; 0]);
}
