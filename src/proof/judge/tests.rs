//! Leaks, seeded into the model that pbiforge generates, and what is said of them.

use std::fs;
use std::path::Path;

use super::super::load::load;
use super::super::plan::Plan;
use super::super::schema::Schema;
use super::super::security::Security;
use super::super::testing::Memory;
use super::{Judgement, Terms, judge};
use crate::region::Mapping;
use crate::tmdl;

/// A warehouse of three regions, `Unassigned` among them, with sales in each.
fn memory() -> Memory {
    Memory::default()
        .table("dim_region", "region\nNorth\nSouth\nUnassigned\n")
        .table(
            "region_manager",
            "region, manager\nNorth, boss@x.com\nSouth, boss@x.com\nUnassigned, boss@x.com\nNorth, ana@x.com\nSouth, Ben@X.com\nNorth, both@x.com\nSouth, both@x.com\n",
        )
        .table("dim_customer", "customer_id, country, region -> dim_region\n1, Norway, North\n2, Sweden, North\n3, Spain, South\n4, Chad, Unassigned\n")
        .table("vw_customer", "customer_id, region\n1, North\n2, North\n3, South\n4, Unassigned\n")
        .table("dim_date", "date_key\n1\n2\n")
        .table("dim_product", "stock_code\nA\nB\n")
        .table(
            "fact_sales",
            "customer_id -> dim_customer, date_key, stock_code, revenue\n1, 1, A, 10\n1, 2, B, 5\n2, 1, A, 7\n3, 1, A, 100\n4, 2, B, 1\n",
        )
        .table(
            "fact_customer_month",
            "customer_id -> dim_customer, activity_month, revenue\n1, 1, 15\n2, 1, 7\n3, 1, 100\n4, 1, 1\n",
        )
        .table("segment_profile", "segment, revenue\nChampions, 123\n")
        .table("cohort_retention", "region, revenue\nNorth, 22\nSouth, 100\nUnassigned, 1\nAll, 123\n")
        .table("basket_rule", "region\nNorth\nSouth\nAll\n")
        .table("etl_run", "run_id\nr\n")
        .table("etl_reject", "run_id\nr\nr\n")
}

fn mapping() -> Mapping {
    let pairs = |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect();
    Mapping {
        countries: pairs(&[("Norway", "North"), ("Sweden", "North"), ("Spain", "South")]),
        managers: pairs(&[
            ("*", "boss@x.com"),
            ("North", "ana@x.com"),
            ("South", "ben@x.com"),
            ("North", "both@x.com"),
            ("South", "both@x.com"),
        ]),
    }
}

/// The generated model's files, each with these changes: the end of its path, what goes, what comes.
fn files(changes: &[(&str, &str, &str)]) -> Vec<(String, String)> {
    let output = Path::new(env!("CARGO_MANIFEST_DIR")).join("output/Customer Analytics.SemanticModel/definition");
    let tree = crate::file_tree::disk::read(&output, &|path| path.ends_with(".tmdl")).expect("the generated model");
    let mut files: Vec<(String, String)> =
        tree.paths().map(|path| (path.to_owned(), tree.text(path).expect("text").to_owned())).collect();
    assert!(fs::exists(&output).expect("readable"));
    for (end, old, new) in changes {
        let (_, text) = files.iter_mut().find(|(path, _)| path.ends_with(end)).expect("the file");
        assert!(text.contains(old), "{end} has no {old}");
        *text = text.replacen(old, new, 1);
    }
    files
}

fn with<T>(
    changes: &[(&str, &str, &str)],
    memory: &Memory,
    public: &[&str],
    look: impl FnOnce(&Security, Judgement) -> T,
) -> T {
    let documents: Vec<_> = files(changes).into_iter().map(|(path, text)| (path, tmdl::parse(&text))).collect();
    let lowered = tmdl::lower(&documents);
    assert!(lowered.diagnostics.is_empty(), "{:?}", lowered.diagnostics);
    let schema = Schema::new(&lowered.model);
    let plan = Plan::new(&schema, &lowered.origins);
    let evidence = load(&plan, &memory.catalog, memory, &|_| false).unwrap_or_else(|never| match never {});
    let security = Security::new(&plan, &evidence);
    let public: Vec<String> = public.iter().map(|name| (*name).to_owned()).collect();
    let judgement = judge(&security, &Terms { mapping: &mapping(), public: &public });
    look(&security, judgement)
}

const PUBLIC: &[&str] = &["Date", "Product"];

/// The codes of what is found, and what the findings say.
fn found(changes: &[(&str, &str, &str)]) -> (Vec<&'static str>, String) {
    with(changes, &memory(), PUBLIC, |_, judgement| told(&judgement))
}

fn told(judgement: &Judgement) -> (Vec<&'static str>, String) {
    let codes = judgement.findings.iter().map(|finding| finding.code.id).collect();
    let text = judgement.findings.iter().map(|finding| {
        let labels: Vec<String> =
            finding.labels.iter().map(|label| format!("{:?} {}", label.place, label.text)).collect();
        format!("{} {} {labels:?} {:?}\n", finding.code.id, finding.message, finding.notes)
    });
    (codes, text.collect())
}

#[track_caller]
fn finds(codes: &[&str], changes: &[(&str, &str, &str)], says: &[&str]) {
    let (found, text) = found(changes);
    assert_eq!(found, codes, "{text}");
    for word in says {
        assert!(text.contains(word), "no {word} in {text}");
    }
}

const ROLE: &str = "roles/Regional Manager.tmdl";
const RELATIONSHIPS: &str = "relationships.tmdl";
const CUSTOMER_TO_REGION: &str = "relationship ba9da3e3-982d-5e92-904f-c8c89831a523\n";
const SALES_TO_CUSTOMER: &str = "relationship d75fadf1-f069-5671-8c66-163b06596fa3\n";
const REGION: &str = "\ttablePermission Region =\n\t\t\t'Region'[Region] IN\n\t\t\t    CALCULATETABLE(\n\t\t\t        VALUES('Region Manager'[Region]),\n\t\t\t        'Region Manager'[Manager] = USERPRINCIPALNAME()\n\t\t\t    )\n";

#[test]
fn the_generated_model_shows_everybody_their_own_and_strangers_nothing() {
    with(&[], &memory(), PUBLIC, |security, judgement| {
        assert_eq!(judgement.findings, []);
        let sales = security.plan.schema.table("Sales").expect("the table");
        let revenue = |name: &str| {
            let seen =
                judgement.seen.iter().find(|seen| seen.manager.name.eq_ignore_ascii_case(name)).expect("a manager");
            seen.sight.tables[sales]
                .values()
                .map(|amount| (amount.rows, amount.revenue / 10_000))
                .fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1))
        };
        assert_eq!(revenue("boss@x.com"), (5, 123));
        assert_eq!(revenue("ana@x.com"), (3, 22));
        assert_eq!(revenue("BEN@x.com"), (1, 100));
        assert_eq!(revenue("both@x.com"), (4, 122));
        // Rows of all regions together show to who has every region, and to nobody else.
        let cohorts = security.plan.schema.table("Cohort Retention").expect("the table");
        let rows = |name: &str| {
            let seen =
                judgement.seen.iter().find(|seen| seen.manager.name.eq_ignore_ascii_case(name)).expect("a manager");
            seen.sight.tables[cohorts].values().map(|amount| amount.rows).sum::<u64>()
        };
        assert_eq!((rows("boss@x.com"), rows("both@x.com"), rows("ana@x.com")), (4, 2, 1));
    });
}

#[test]
fn a_dropped_filter() {
    finds(&["RL050"], &[(ROLE, REGION, "")], &["`Region` shows", "`Customer`", "`Sales`", "`Customer Month`"]);
    let mapping = "\ttablePermission 'Region Manager' = 'Region Manager'[Manager] = USERPRINCIPALNAME()\n";
    finds(&["RL054"], &[(ROLE, mapping, "")], &["rows of other managers"]);
}

#[test]
fn an_inactive_relationship() {
    let off = format!("{CUSTOMER_TO_REGION}\tisActive: false\n");
    finds(&["RL050"], &[(RELATIONSHIPS, CUSTOMER_TO_REGION, &off)], &["`Customer` shows", "is not active", "`Sales`"]);
    let off = format!("{SALES_TO_CUSTOMER}\tisActive: false\n");
    finds(&["RL050"], &[(RELATIONSHIPS, SALES_TO_CUSTOMER, &off)], &["`Sales` shows"]);
}

#[test]
fn a_relationship_that_is_gone_or_joins_other_columns() {
    let gone = format!("{CUSTOMER_TO_REGION}\tfromColumn: Customer.Region\n\ttoColumn: Region.Region\n");
    finds(&["RL050"], &[(RELATIONSHIPS, &gone, "")], &["`Customer` shows"]);
}

#[test]
fn or_in_place_of_and() {
    let old = "'Region Manager'[Manager] = USERPRINCIPALNAME() && 'Region Manager'[Sees Every Region]))";
    let new = "'Region Manager'[Manager] = USERPRINCIPALNAME() || 'Region Manager'[Sees Every Region]))";
    finds(&["RL050"], &[(ROLE, old, new)], &["`Cohort Retention` shows"]);
    let all = "|| 'Cohort Retention'[Region] = \"All\"\n\t\t\t    && NOT";
    let or = "|| 'Cohort Retention'[Region] = \"All\"\n\t\t\t    || NOT";
    finds(&["RL050"], &[(ROLE, all, or)], &["`Cohort Retention` shows"]);
}

#[test]
fn a_manager_of_everything_by_mistake() {
    // Who has one region at least is taken to have all.
    let old = "EXCEPT(\n\t\t\t        ALLNOBLANKROW('Region'[Region]),";
    let new = "EXCEPT(\n\t\t\t        FILTER(ALLNOBLANKROW('Region'[Region]), FALSE()),";
    finds(&["RL051", "RL051"], &[("Region Manager.tmdl", old, new)], &["`ana@x.com` sees 1 rows of All"]);
}

#[test]
fn a_table_forgotten() {
    finds(&["RL050"], &[(ROLE, "\ttablePermission 'Segment Profile' = FALSE()\n", "")], &["`Segment Profile` shows"]);
    let (codes, text) = found(&[(
        ROLE,
        "\ttablePermission 'Load Run' = FALSE()\n\n\ttablePermission 'Rejected Lines' = FALSE()\n",
        "",
    )]);
    assert_eq!(codes, ["RL050"], "{text}");
    assert!(text.contains("`Load Run` shows") && text.contains("`Rejected Lines`"), "{text}");
}

#[test]
fn a_wrong_case() {
    let old = "tablePermission 'Region Manager' = 'Region Manager'[Manager] = USERPRINCIPALNAME()";
    let new = "tablePermission 'Region Manager' = EXACT('Region Manager'[Manager], USERPRINCIPALNAME())";
    finds(&["RL056"], &[(ROLE, old, new)], &["depends on the case", "says something else of"]);
    // A region in another case than its rows: nobody has it by `EXACT`.
    let region = "\ttablePermission Region = EXACT(UPPER('Region'[Region]), LOOKUPVALUE('Region Manager'[Region], \
                  'Region Manager'[Manager], USERPRINCIPALNAME(), 'Region Manager'[Region], 'Region'[Region]))\n";
    finds(&["RL052"], &[(ROLE, REGION, region)], &["`Region` hides rows of their own regions from 4 of 4 managers"]);
}

#[test]
fn true_in_place_of_a_filter() {
    let old = "tablePermission 'Rejected Lines' = FALSE()";
    // The relationship to Load Run, which is closed, still holds it back: no leak, and none is told.
    finds(&[], &[(ROLE, old, "tablePermission 'Rejected Lines' = TRUE()")], &[]);
    let old = "tablePermission 'Load Run' = FALSE()\n\n\ttablePermission 'Rejected Lines' = FALSE()";
    let new = "tablePermission 'Load Run' = TRUE()\n\n\ttablePermission 'Rejected Lines' = FALSE()";
    finds(&["RL050"], &[(ROLE, old, new)], &["`Load Run` shows"]);
    finds(&["RL050"], &[(ROLE, REGION, "\ttablePermission Region = TRUE()\n")], &["`Region` shows"]);
}

#[test]
fn a_table_that_is_public_by_mistake() {
    let drop = |name: &str| {
        let text = files(&[]).into_iter().find(|(path, _)| path.ends_with(ROLE)).expect("the role").1;
        let start = text.find(&format!("\ttablePermission '{name}'")).expect("the filter");
        let end = text[start + 1..].find("\ttablePermission").map_or(text.len(), |at| start + 1 + at);
        text[start..end].to_owned()
    };
    let cohorts = drop("Cohort Retention");
    let public = ["Date", "Product", "Cohort Retention"];
    let (codes, text) = with(&[(ROLE, &cohorts, "")], &memory(), &public, |_, judgement| told(&judgement));
    assert_eq!(codes, ["RL055"], "{text}");
    // The mapping itself is never public.
    let mapping = drop("Region Manager");
    let public = ["Date", "Product", "Region Manager"];
    let (codes, text) = with(&[(ROLE, &mapping, "")], &memory(), &public, |_, judgement| told(&judgement));
    assert_eq!(codes, ["RL054"], "{text}");
}

#[test]
fn a_hard_coded_address() {
    let new = REGION.replace("\t\t\t    )\n", "\t\t\t    )\n\t\t\t|| USERPRINCIPALNAME() = \"old.boss@x.com\"\n");
    finds(&["RL050"], &[(ROLE, REGION, &new)], &["`old.boss@x.com`", "by this text"]);
    let domain = REGION.replace("\t\t\t    )\n", "\t\t\t    )\n\t\t\t|| RIGHT(USERPRINCIPALNAME(), 6) = \"@x.com\"\n");
    finds(&["RL050"], &[(ROLE, REGION, &domain)], &["`nobody@x.com`"]);
    let manager = REGION.replace("\t\t\t    )\n", "\t\t\t    )\n\t\t\t|| USERPRINCIPALNAME() = \"ana@x.com\"\n");
    finds(&["RL051"], &[(ROLE, REGION, &manager)], &["`ana@x.com` sees"]);
}

#[test]
fn a_reader_without_a_name_is_a_stranger() {
    let mut memory = memory();
    let managers = memory.tables.get_mut("region_manager").expect("the table");
    for ((_, values), cell) in managers.iter_mut().zip(["North", ""]) {
        values.push(crate::proof::value::Value::text(cell));
    }
    let (codes, text) = with(&[], &memory, PUBLIC, |_, judgement| told(&judgement));
    // The mapping file has no such line, so the warehouse has something else; and whoever has no name is somebody.
    assert!(codes.contains(&"RL046"), "{text}");
}

#[test]
fn security_in_both_directions_that_lets_a_filter_go_round() {
    // The filter of a public table's own would be carried back to it by the facts: products show by what was sold.
    let product = "relationship 5cb37bdf-9d15-5e5b-a8ab-71cd1d5a6cca\n";
    let both =
        format!("{product}\tcrossFilteringBehavior: bothDirections\n\tsecurityFilteringBehavior: bothDirections\n");
    with(&[(RELATIONSHIPS, product, &both)], &memory(), PUBLIC, |security, judgement| {
        assert_eq!(judgement.findings, []);
        let product = security.plan.schema.table("Product").expect("the table");
        let rows = |name: &str| {
            let seen =
                judgement.seen.iter().find(|seen| seen.manager.name.eq_ignore_ascii_case(name)).expect("a manager");
            seen.sight.tables[product].values().map(|amount| amount.rows).sum::<u64>()
        };
        assert_eq!((rows("ana@x.com"), rows("ben@x.com"), rows("boss@x.com")), (2, 1, 2));
    });
    // Turned round, and in both directions for queries alone, the relationship carries no security.
    let round = "\tfromColumn: Region.Region\n\ttoColumn: Customer.Region\n\tcrossFilteringBehavior: bothDirections\n";
    let old = "\tfromColumn: Customer.Region\n\ttoColumn: Region.Region\n";
    let (codes, text) = found(&[(RELATIONSHIPS, old, round)]);
    assert!(codes.contains(&"RL044") || codes.contains(&"RL050"), "{text}");
}

#[test]
fn a_role_that_is_too_much() {
    let role = "role Everybody\n\tmodelPermission: read\n\nrole 'Regional Manager'";
    finds(&["RL047"], &[(ROLE, "role 'Regional Manager'", role)], &["filters nothing"]);
    let no_read = "modelPermission: none";
    finds(&["RL045"], &[(ROLE, "modelPermission: read", no_read)], &["no role with the right to read"]);
}

#[test]
fn static_roles_show_a_region_each() {
    let role = |name: &str, region: &str| {
        format!(
            "role {name}\n\tmodelPermission: read\n\n\ttablePermission Region = 'Region'[Region] = \"{region}\"\n\n\ttablePermission 'Region Manager' = FALSE()\n\n\
             \ttablePermission 'Segment Profile' = FALSE()\n\n\ttablePermission 'Cohort Retention' = FALSE()\n\n\ttablePermission 'Basket Rules' = FALSE()\n\n\
             \ttablePermission 'Load Run' = FALSE()\n\n"
        )
    };
    let text = files(&[]).into_iter().find(|(path, _)| path.ends_with(ROLE)).expect("the role").1;
    let [north, south, rest] =
        [("North", "North"), ("South", "south"), ("Unassigned", "Unassigned")].map(|(a, b)| role(a, b));
    let roles = format!("{north}{south}{rest}");
    finds(&[], &[(ROLE, &text, &roles)], &[]);
    let wrong = format!("{}{}{rest}", role("North", "South"), role("South", "South"));
    finds(&["RL051", "RL052"], &[(ROLE, &text, &wrong)], &["`ana@x.com` sees", "`ana@x.com` misses"]);
}

#[test]
fn what_cannot_be_evaluated_is_not_passed() {
    let today = REGION.replace("\t\t\t    )\n", "\t\t\t    )\n\t\t\t&& YEAR(TODAY()) > 2000\n");
    finds(&["RL040"], &[(ROLE, REGION, &today)], &["`YEAR`"]);
    let query = "Source = #\"Warehouse Table\"(\"dim_region\"),";
    let filtered = "Source = Table.FirstN(#\"Warehouse Table\"(\"dim_region\"), 1),";
    finds(&["RL042"], &[("tables/Region.tmdl", query, filtered)], &["`Table.FirstN`"]);
    let lookup = "\ttablePermission Region = 'Region'[Region] = LOOKUPVALUE('Region Manager'[Region], 'Region Manager'[Manager], USERPRINCIPALNAME())\n";
    let (codes, text) = found(&[(ROLE, REGION, lookup)]);
    assert!(codes.contains(&"RL041") && text.contains("`LOOKUPVALUE` that finds several values"), "{text}");
}

#[test]
fn a_filter_is_not_asked_about_a_blank_row_that_is_not_there() {
    // There is no character before the first of a blank.
    let picky = "MID(\"x\", LEN('Region'[Region]), 1) = \"\" && 'Region'[Region] IN\n";
    let filter = REGION.replacen("'Region'[Region] IN\n", picky, 1);
    finds(&[], &[(ROLE, REGION, &filter)], &[]);
}

#[test]
fn a_filter_that_reads_what_the_role_hides_is_told() {
    let old = "tablePermission 'Region Manager' = 'Region Manager'[Manager] = USERPRINCIPALNAME()";
    let new = "tablePermission 'Region Manager' = FALSE()";
    let (codes, text) = found(&[(ROLE, old, new)]);
    assert!(codes.iter().all(|code| *code == "RL057") && codes.len() == 3, "{text}");
}

#[test]
fn rows_without_a_partner_are_nobodys_and_a_filter_that_is_true_of_blanks_shows_them() {
    let mut memory = memory();
    for (column, cell) in [("customer_id", 9), ("date_key", 1), ("revenue", 50)] {
        let sales = memory.tables.get_mut("fact_sales").expect("the table");
        let (_, values) = sales.iter_mut().find(|(name, _)| name == column).expect("the column");
        values.push(crate::proof::value::Value::Integer(cell));
    }
    let sales = memory.tables.get_mut("fact_sales").expect("the table");
    sales
        .iter_mut()
        .find(|(name, _)| name == "stock_code")
        .expect("the column")
        .1
        .push(crate::proof::value::Value::text("A"));
    let (codes, text) = with(&[], &memory, PUBLIC, |_, judgement| told(&judgement));
    assert_eq!(codes, ["RL059"], "{text}");
    let not = REGION.replace("\t\t\t    )\n", "\t\t\t    )\n\t\t\t|| 'Region'[Region] = BLANK()\n");
    let (codes, text) = with(&[(ROLE, REGION, &not)], &memory, PUBLIC, |_, judgement| told(&judgement));
    assert!(codes.contains(&"RL050") && codes.contains(&"RL058") && text.contains("`Sales` shows"), "{text}");
}

#[test]
fn a_mapping_that_was_changed_since_the_load_is_told_once() {
    let mut memory = memory();
    let managers = memory.tables.get_mut("region_manager").expect("the table");
    managers.iter_mut().for_each(|(_, values)| drop(values.pop()));
    let (codes, text) = with(&[], &memory, PUBLIC, |_, judgement| told(&judgement));
    assert_eq!(codes, ["RL046"], "{text}");
    assert!(text.contains("`both@x.com` is given `South`"), "{text}");
}

#[test]
fn a_region_without_a_manager_is_told() {
    let mut memory = memory();
    let columns = memory.tables.get_mut("region_manager").expect("the table");
    let keep: Vec<bool> =
        columns[0].1.iter().map(|region| region != &crate::proof::value::Value::text("South")).collect();
    for (_, values) in columns {
        let mut keep = keep.iter();
        values.retain(|_| *keep.next().expect("as long"));
    }
    let (codes, text) = with(&[], &memory, PUBLIC, |_, judgement| told(&judgement));
    assert_eq!(codes, ["RL046", "RL053"], "{text}");
}

#[test]
fn a_database_that_shows_something_else_is_told_by_table() {
    struct Database;
    impl crate::proof::server::Server for Database {
        type Error = std::convert::Infallible;
        fn rows(&mut self, reader: &str, tables: &[&str]) -> Result<Vec<u64>, Self::Error> {
            // As the model has it for the one table, and everything for whoever asks of the other.
            let rows = |table: &&str| match (*table, reader) {
                ("dim_region", "boss@x.com") => 3,
                ("dim_region", "both@x.com") => 2,
                ("dim_region", _) => 1,
                ("fact_sales", _) => 5,
                _ => u64::MAX,
            };
            Ok(tables.iter().map(rows).collect())
        }
    }
    with(&[], &memory(), PUBLIC, |security, judgement| {
        let readers: Vec<_> = judgement.seen.iter().map(|seen| (seen.manager.name.as_str(), &seen.sight)).collect();
        let found =
            crate::proof::server::compare(&mut Database, security, &readers).unwrap_or_else(|never| match never {});
        let of = |table: &str| found.iter().find(|finding| finding.message.contains(&format!("`{table}`")));
        assert_eq!(of("Region"), None);
        let sales = of("Sales").expect("a finding");
        assert_eq!(
            sales.message,
            "`ana@x.com` sees 3 rows of `Sales` in the model and 5 of `fact_sales` in the database"
        );
        assert_eq!(sales.notes, ["and 2 others see another number too"]);
    });
}

#[test]
fn a_table_that_the_role_hides_by_name_is_seen_by_nobody() {
    let old = "\ttablePermission 'Segment Profile' = FALSE()\n";
    finds(&[], &[(ROLE, old, "\ttablePermission 'Segment Profile'\n\t\tmetadataPermission: none\n")], &[]);
}

#[test]
fn a_column_that_asks_who_reads_is_not_one_of_the_refresh() {
    let old = "ISEMPTY(\n\t\t\t    EXCEPT(";
    let new = "USERPRINCIPALNAME() = \"x\" || ISEMPTY(\n\t\t\t    EXCEPT(";
    finds(&["RL040"], &[("Region Manager.tmdl", old, new)], &["who reads"]);
}

#[test]
fn a_relationship_of_many_to_many_is_not_guessed_at() {
    let limited = format!("{CUSTOMER_TO_REGION}\ttoCardinality: many\n");
    finds(&["RL040"], &[(RELATIONSHIPS, CUSTOMER_TO_REGION, &limited)], &["not from many to one"]);
}

#[test]
fn rows_that_are_counted_one_by_one_are_the_same() {
    // The cells against a reckoning that knows nothing of them: each row of the sales, by its customer's region.
    with(&[], &memory(), PUBLIC, |security, judgement| {
        let sales = security.plan.schema.table("Sales").expect("the table");
        let facts = &security.evidence.facts[sales];
        let revenue = facts.revenue.as_ref().expect("revenue");
        for seen in &judgement.seen {
            let own = facts.regions.iter().zip(revenue).filter(|(region, _)| seen.manager.regions.contains(region));
            let (rows, sum) = own.fold((0, 0), |(rows, sum), (_, revenue)| (rows + 1, sum + revenue));
            let shown = seen.sight.tables[sales].values().fold((0, 0), |a, b| (a.0 + b.rows, a.1 + b.revenue));
            assert_eq!(shown, (rows, sum), "{}", seen.manager.name);
        }
    });
}
