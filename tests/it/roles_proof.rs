//! `pbiforge roles test`, `matrix` and `diff`, end to end: the demo's project with a small sample.

use std::fmt::Write;
use std::process::Command;
use std::time::Instant;

use crate::support::{Project, Ran, root, shared};

const ROLE: &str = "output/Customer Analytics.SemanticModel/definition/roles/Regional Manager.tmdl";
const RELATIONSHIPS: &str = "output/Customer Analytics.SemanticModel/definition/relationships.tmdl";

fn demo() -> Project {
    let project = Project::demo();
    project.run(&["run", "--quiet", "--set", "sample.rows=4000"]).ok();
    project
}

/// Changes a file of the project.
fn edit(project: &Project, path: &str, old: &str, new: &str) {
    let text = project.read(path);
    assert!(text.contains(old), "{path} has no {old}");
    project.file(path, text.replacen(old, new, 1));
}

fn codes(ran: &Ran) -> Vec<String> {
    let value = ran.json();
    let found = value["diagnostics"].as_array().expect("diagnostics");
    found.iter().map(|one| one["code"].as_str().expect("a code").to_owned()).collect()
}

#[test]
fn the_demo_is_proved_and_its_access_is_held() {
    let project = demo();
    project.run(&["roles", "test"]).ok().says("proved on").says("`--update` writes one");
    project.run(&["roles", "test", "--update"]).ok().says("wrote `roles/access.snapshot`");
    let golden = project.read("roles/access.snapshot");
    // The repository's own: without figures, it is the same for every sample.
    let own = std::fs::read_to_string(root().join("roles/access.snapshot")).expect("the demo's snapshot");
    assert_eq!(golden, own);
    assert!(golden.contains("\nmanager.north@example.com: Central & Eastern Europe; Nordics\n"), "{golden}");
    assert!(golden.contains("\nSales: own regions\n") && golden.contains("\nLoad Run: nobody\n"), "{golden}");
    assert!(golden.contains("\nRegion Manager: own rows\n") && golden.contains("\nDate: everybody\n"), "{golden}");
    project.run(&["roles", "test"]).ok().says("as in `roles/access.snapshot`");

    // A manager gets a region: that is no leak, but it is not what was held.
    edit(
        &project,
        "roles/region_managers.csv",
        "Nordics,manager.north",
        "Asia Pacific,manager.south@example.com\nNordics,manager.north",
    );
    project.run(&["roles", "test"]).exits(1).says("RL046").says("which is not loaded");
    project.run(&["run", "--quiet", "--set", "sample.rows=4000"]).ok();
    let ran = project.run(&["roles", "test"]).exits(2);
    ran.says("- manager.south@example.com: Southern Europe")
        .says("+ manager.south@example.com: Asia Pacific; Southern Europe");
    project.run(&["roles", "test", "--update", "--figures"]).ok();
    assert!(project.read("roles/access.snapshot").contains("manager.south@example.com: Sales: "));
    project.run(&["roles", "test"]).ok();
}

#[test]
fn seeded_leaks_are_found_in_the_files_on_the_disk() {
    let project = demo();
    let good = project.read(ROLE);
    let end = good.find("\n\n\ttablePermission 'Region Manager'").expect("the next filter");
    let start = good.find("\ttablePermission Region =").expect("the filter");
    // A dropped filter.
    project.file(ROLE, format!("{}{}", &good[..start], &good[end + 2..]));
    let ran = project.run(&["roles", "test", "--json"]).exits(1);
    assert_eq!(codes(&ran), ["RL050"], "{}", ran.stdout);
    // A person is shown where, and what else it opens.
    project
        .run(&["roles", "test"])
        .exits(1)
        .says("no role filters it itself")
        .says("`Sales`")
        .says("not proved: 1 error");
    // No golden access is made of a leak.
    project.run(&["roles", "test", "--update"]).exits(1).says("was not written");
    assert!(!project.path("roles/access.snapshot").exists());
    // OR for AND.
    project.file(
        ROLE,
        good.replace("USERPRINCIPALNAME() && 'Region Manager'[Sees", "USERPRINCIPALNAME() || 'Region Manager'[Sees"),
    );
    assert_eq!(codes(&project.run(&["roles", "test", "--json"]).exits(1)), ["RL050", "RL050"]);
    // A table forgotten.
    project.file(ROLE, good.replace("\ttablePermission 'Segment Profile' = FALSE()\n", ""));
    assert_eq!(codes(&project.run(&["roles", "test", "--json"]).exits(1)), ["RL050"]);
    // A wrong case.
    project.file(
        ROLE,
        good.replace(
            "'Region Manager' = 'Region Manager'[Manager] = USERPRINCIPALNAME()",
            "'Region Manager' = EXACT('Region Manager'[Manager], USERPRINCIPALNAME())",
        ),
    );
    assert_eq!(codes(&project.run(&["roles", "test", "--json"]).exits(1)), ["RL056"]);
    // What is not understood is not passed.
    project.file(ROLE, good.replace("'Load Run' = FALSE()", "'Load Run' = CUSTOMDATA() = \"x\""));
    project.run(&["roles", "test"]).exits(1).says("RL040").says("`CUSTOMDATA`");
    project.run(&["roles", "matrix"]).exits(1).says("RL040");
    project.file(ROLE, &good);
    // An inactive relationship.
    edit(
        &project,
        RELATIONSHIPS,
        "\tfromColumn: Customer.Region\n",
        "\tisActive: false\n\tfromColumn: Customer.Region\n",
    );
    let ran = project.run(&["roles", "test"]).exits(1).says("RL050");
    ran.says("is not active");
}

#[test]
fn expectations_are_held_and_misspelt_ones_are_told() {
    let project = demo();
    project.file("roles/tests.toml", std::fs::read(root().join("roles/tests.toml")).expect("the demo's expectations"));
    project.run(&["roles", "test"]).ok().says("3 expectations met");
    project.file(
        "roles/tests.toml",
        "[[expect]]\nwho = \"MANAGER.uk@example.com\"\nsees = [\"UK & Ireland\"]\nhides = [\"Nordics\"]\ntable = \"Sales\"\n\n\
         [[expect]]\nwho = \"somebody@else.example\"\nsees = []\n\n[[expect]]\nwho = \"somebody@else.example\"\ntable = \"Sales\"\nrows = 0\nrevenue = \"0.00\"\n",
    );
    project.run(&["roles", "test"]).ok().says("3 expectations met");
    project.file(
        "roles/tests.toml",
        "[[expect]]\nwho = \"manager.uk@example.com\"\nsees = [\"Nordics\"]\ntable = \"Sales\"\nrows = 1\n",
    );
    let ran = project.run(&["roles", "test"]).exits(1);
    let ran = ran.says("sees `UK & Ireland` as well in `Sales`").says("does not see `Nordics`").says("rows, not 1");
    ran.says("roles/tests.toml:1");
    project.file("roles/tests.toml", "[[expect]]\nwho = \"a@b.c\"\nhide = [\"Nordics\"]\n");
    project.run(&["roles", "test"]).exits(1).says("did you mean `hides`?").says("roles/tests.toml:3:1");
    project.file("roles/tests.toml", "[[expect]]\nwho = \"a@b.c\"\nhides = [\"Nordic\"]\n");
    project.run(&["roles", "test"]).exits(1).says("did you mean `Nordics`?");
}

#[test]
fn the_matrix_adds_up_in_every_form() {
    let project = demo();
    let value = project.run(&["roles", "matrix", "--format", "json"]).ok().json();
    let visible = value["visible"].as_array().expect("cells");
    let rows = |manager: &str, table: &str| -> u64 {
        let own = visible.iter().filter(|cell| cell["manager"] == manager && cell["table"] == table);
        own.map(|cell| cell["rows"].as_u64().expect("rows")).sum()
    };
    let tables = value["tables"].as_array().expect("tables");
    let all = |name: &str| tables.iter().find(|table| table["name"] == name).and_then(|table| table["rows"].as_u64());
    assert_eq!(Some(rows("head.of.sales@example.com", "Sales")), all("Sales"));
    assert_eq!(Some(rows("manager.uk@example.com", "Date")), all("Date"));
    assert_eq!(rows("manager.uk@example.com", "Load Run"), 0);
    assert_eq!(rows("manager.uk@example.com", "Region"), 1);
    let uk = rows("manager.uk@example.com", "Sales");
    assert!(uk > 0 && Some(uk) < all("Sales"), "{uk}");

    let csv = project.run(&["roles", "matrix", "--format", "csv"]).ok().stdout;
    assert!(csv.starts_with("manager,table,region,rows,revenue\n"), "{csv}");
    assert!(csv.contains(&format!("manager.uk@example.com,Sales,UK & Ireland,{uk},")), "{csv}");
    assert_eq!(csv.lines().count(), visible.len() + 1);

    project.run(&["roles", "matrix"]).ok().says("manager.uk@example.com").says("in all");
    project.run(&["roles", "matrix", "--table", "regoin"]).exits(64).says("did you mean `Region`?");
    project.run(&["roles", "matrix", "--format", "html", "-o", "map.html"]).ok().says("managers in `map.html`");
    let page = project.read("map.html");
    assert!(
        page.starts_with("<!doctype html>") && page.contains("UK &amp; Ireland") && !page.contains("<script"),
        "{page}"
    );
}

#[test]
fn two_states_of_the_mapping_are_compared() {
    let project = demo();
    let git = |arguments: &[&str]| {
        let run = Command::new("git").args(arguments).current_dir(project.path("")).output().expect("git runs");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    };
    git(&["init", "--quiet"]);
    git(&["add", "roles"]);
    git(&["-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "--quiet", "-m", "roles"]);
    project.run(&["roles", "diff", "rev:HEAD"]).ok().says("nobody gains or loses anything");
    for file in ["regions.csv", "region_managers.csv"] {
        project.file(&format!("before/{file}"), project.read(&format!("roles/{file}")));
    }
    edit(&project, "roles/region_managers.csv", "Nordics,manager.north@example.com", "Nordics,manager.uk@example.com");
    edit(&project, "roles/regions.csv", "Spain,Southern Europe", "Spain,UK & Ireland");
    let from_git = project.run(&["roles", "diff", "rev:HEAD"]).ok().stdout;
    let from_folder = project.run(&["roles", "diff", "before", "."]).ok().stdout;
    let pair = "before/regions.csv,before/region_managers.csv";
    assert_eq!(from_git, from_folder);
    assert_eq!(from_git, project.run(&["roles", "diff", pair, "roles"]).ok().stdout);
    let value = project.run(&["roles", "diff", "before", "--json"]).ok().json();
    let changes = value["changes"].as_array().expect("changes");
    let of = |name: &str| changes.iter().find(|change| change["manager"] == name).expect(name);
    let uk = of("manager.uk@example.com");
    assert_eq!(uk["gained"]["regions"], serde_json::json!(["Nordics"]));
    assert!(uk["gained"]["countries"].as_array().expect("countries").iter().any(|country| country == "Spain"), "{uk}");
    let rows = |side: &serde_json::Value| side["sales"]["rows"].as_u64().expect("rows");
    assert!(rows(&uk["gained"]) > 0 && rows(&uk["lost"]) == 0, "{uk}");
    // What manager.south loses in Spain, both of the UK gain.
    let (south, deputy) = (of("manager.south@example.com"), of("deputy.uk@example.com"));
    assert_eq!(rows(&south["lost"]), rows(&deputy["gained"]));
    assert_eq!(south["lost"]["sales"]["revenue"], deputy["gained"]["sales"]["revenue"]);
    project.run(&["roles", "diff", "before", "--check"]).exits(2);
    project.run(&["roles", "diff", "elsewhere"]).exits(64).says("as `rev:elsewhere`");
    project.run(&["roles", "diff", "rev:nothing"]).exits(74).says("git has no `roles/regions.csv` at `nothing`");
    project.run(&["roles", "diff", "rev:--output=x"]).exits(74);
    assert!(!project.path("x").exists() && !project.path("x:.").exists());
    project.run(&["roles", "diff", "rev:HEAD:roles"]).exits(64);
    project.run_with(&[("PATH", "")], &["roles", "diff", "rev:HEAD"]).exits(74).says("cannot run `git`");
}

/// 200 managers and 50 regions over the public data set: each command takes less than two seconds of a machine that
/// has nothing else to do.
#[test]
fn two_hundred_managers_and_fifty_regions_take_less_than_two_seconds() {
    let Some(shared) = shared("two_hundred_managers_and_fifty_regions_take_less_than_two_seconds") else { return };
    let project = Project::demo();
    let file = shared.join("data/online_retail_II.csv.zst");
    // Every country its own region, and made-up countries up to fifty.
    let known = project.read("roles/regions.csv");
    let mut regions = "country,region\n".to_owned();
    let mut names: Vec<String> = Vec::new();
    for country in known.lines().skip(1).filter_map(|line| line.split(',').next()) {
        writeln!(regions, "{country},Region {country}").expect("written");
        names.push(format!("Region {country}"));
    }
    for at in names.len()..50 {
        writeln!(regions, "Country {at},Region {at}").expect("written");
        names.push(format!("Region {at}"));
    }
    let mut managers = "region,manager\n*,head@example.com\n".to_owned();
    for at in 0..199 {
        // One to four regions each.
        for step in 0..=at % 4 {
            writeln!(managers, "{},manager.{at}@example.com", names[(at + 7 * step) % names.len()]).expect("written");
        }
    }
    project
        .file("before/regions.csv", &regions)
        .file("before/region_managers.csv", managers.replace(",manager.7@", ",new.7@"));
    project.file("roles/regions.csv", regions).file("roles/region_managers.csv", managers);
    let load = project.run(&["run", "--json", "--source", file.to_str().expect("a path of text")]).ok().json();
    assert_eq!(load["summary"]["load"]["rows_kept"], 784_888);
    let timed = |arguments: &[&str], code: i32| {
        let best = (0..3).map(|_| {
            let start = Instant::now();
            let ran = project.run(arguments).exits(code);
            (start.elapsed().as_secs_f64(), ran.stdout)
        });
        let (seconds, stdout) = best.min_by(|a, b| a.0.total_cmp(&b.0)).expect("three runs");
        println!("pbiforge {}: {seconds:.2} s", arguments.join(" "));
        (seconds, stdout)
    };
    let (test, said) = timed(&["roles", "test"], 0);
    assert!(said.contains("200 managers") && said.contains("51 regions"), "{said}");
    let (matrix, _) = timed(&["roles", "matrix", "--format", "html"], 0);
    let (diff, said) = timed(&["roles", "diff", "before"], 0);
    assert!(said.contains("new.7@example.com") && said.contains("loses"), "{said}");
    // Ten times what is asked for, so that a busy machine does not fail it; row by row and reader by reader it would
    // be minutes.
    assert!(test < 20.0 && matrix < 20.0 && diff < 20.0, "test {test}, matrix {matrix}, diff {diff}");
}
