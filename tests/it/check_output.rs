//! What `pbiforge check` gives out, and what it does with faults: formats, levels, exceptions, fixes, watching.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{Project, root};

/// Two errors, of which one has a fix, and a warning.
const TABLE: &str = "table T\n\n\tcolumn Month\n\t\tdataType: string\n\t\tsortByColumn: MonthNo\n\n\
                     \tcolumn 'Month No'\n\t\tdataType: int64\n\t\tsortByColumn: 'Month No'\n\n\
                     \tpartition P = m\n\t\tsource = 1\n";
const MODEL: &str = "model Model\n\tculture: en-US\n\nref table T\nref table Gone\n";

fn faulty() -> Project {
    let project = Project::empty();
    project.file("a b/definition/tables/T.tmdl", TABLE).file("a b/definition/model.tmdl", MODEL);
    project
}

fn codes(value: &Value) -> Vec<&str> {
    let diagnostics = value["diagnostics"].as_array().expect("diagnostics").iter();
    diagnostics.map(|found| found["code"].as_str().expect("a code")).collect()
}

#[test]
fn people_are_shown_lines_and_a_count() {
    let ran = faulty().run(&["check", "a b"]).exits(1);
    assert_eq!(ran.stdout, "2 files checked: 2 errors, 1 warning\n");
    insta::assert_snapshot!("check_human", trimmed(&ran.stderr));
}

#[test]
fn json_is_json_by_either_name() {
    let project = faulty();
    let ran = project.run(&["check", "--format", "json", "a b"]).exits(1);
    assert_eq!(ran.stdout, project.run(&["--json", "check", "a b"]).exits(1).stdout);
    assert!(ran.stderr.is_empty(), "{}", ran.stderr);
    let value = ran.json();
    assert_eq!(codes(&value), ["TM051", "MD010", "MD011"]);
    assert_eq!((&value["files"], &value["errors"], &value["warnings"]), (&2.into(), &2.into(), &1.into()));
    assert_eq!(value["diagnostics"][1]["fix"]["edits"][0]["text"], "'Month No'");
    project.run(&["--json", "check", "--format", "sarif", "a b"]).exits(64).says("different results");
}

#[test]
fn sarif_is_read_from_where_the_user_stands() {
    let ran = faulty().run(&["check", "--format", "sarif", "a b"]).exits(1);
    let log = ran.json();
    assert_eq!((&log["version"], log["runs"].as_array().map(Vec::len)), (&"2.1.0".into(), Some(1)));
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), 3);
    for result in results {
        let index = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().expect("a level")));
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().expect("an address");
        assert!(uri.starts_with("a%20b/definition/"), "{uri}");
        assert_eq!(result["partialFingerprints"]["pbiforgeFinding/v1"].as_str().map(str::len), Some(32));
    }
    let region = &results[1]["locations"][0]["physicalLocation"]["region"];
    let of = |key: &str| region[key].as_u64().expect("a number");
    assert_eq!([of("startLine"), of("startColumn"), of("endLine"), of("endColumn")], [5, 17, 5, 24]);
    for rule in rules {
        for key in ["shortDescription", "fullDescription", "help"] {
            assert!(rule[key]["text"].as_str().is_some_and(|text| text.len() > 10), "{rule}");
        }
    }
}

/// With the schema of SARIF at hand, which is not part of the project.
#[test]
fn sarif_follows_its_schema() {
    let named = std::env::var_os("PBIFORGE_SARIF_SCHEMA").map(std::path::PathBuf::from);
    let shared = || {
        std::env::var_os("PBIFORGE_SHARED")
            .map(|folder| std::path::PathBuf::from(folder).join("sarif-schema-2.1.0.json"))
    };
    let Some(schema) = named.or_else(shared).and_then(|path| fs::read(path).ok()) else {
        println!("sarif_follows_its_schema: skipped, PBIFORGE_SARIF_SCHEMA names no copy of the schema");
        return;
    };
    let schema: Value = serde_json::from_slice(&schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema can be used");
    let project = faulty();
    let allow = "MonthNo\n\t\tannotation pbiforge_allow = MD010: for now\n";
    project.file("a b/definition/tables/T.tmdl", TABLE.replace("MonthNo\n", allow));
    project.file("c/model.tmdl", b"model \xff");
    let ran = project.run(&["check", "--format", "sarif", "a b", "c"]).exits(1);
    let wrong: Vec<String> =
        validator.iter_errors(&ran.json()).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(ran.stdout.contains("suppressions") && ran.stdout.contains("TM050"), "{}", ran.stdout);
}

#[test]
fn junit_is_well_formed_and_fails_where_errors_are() {
    let project = faulty();
    project.file("a b/definition/tables/Sound.tmdl", "table U\n\tpartition P = m\n\t\tsource = 1\n");
    project
        .file("a b/definition/tables/\u{1}.tmdl", "table V\n\tmeasure A = <&\u{1}\n\tcolumn X\n\t\tsortByColumn: X\n");
    let ran = project.run(&["check", "--format", "junit", "a b"]).exits(1);
    let mut reader = quick_xml::Reader::from_str(&ran.stdout);
    let (mut cases, mut failures) = (0, 0);
    loop {
        use quick_xml::events::Event::{Empty, Eof, Start};
        match reader.read_event().unwrap_or_else(|error| panic!("{error}\n{}", ran.stdout)) {
            Start(element) | Empty(element) => match element.name().as_ref() {
                "testcase" => cases += 1,
                "failure" => failures += 1,
                _ => {}
            },
            Eof => break,
            _ => {}
        }
    }
    assert!(cases > failures && failures >= 3, "{cases} {failures}\n{}", ran.stdout);
    assert!(ran.stdout.contains(&format!("tests=\"{cases}\" failures=\"{failures}\"")), "{}", ran.stdout);
    assert!(!ran.stdout.contains('\u{1}'), "{}", ran.stdout);
}

#[test]
fn github_gets_a_command_a_finding() {
    let ran = faulty().run(&["check", "--format", "github", "a b"]).exits(1);
    assert!(ran.stderr.is_empty(), "{}", ran.stderr);
    insta::assert_snapshot!("check_github", ran.stdout);
}

#[test]
fn a_report_in_a_file_leaves_people_theirs() {
    let project = faulty();
    let ran = project.run(&["check", "a b", "--format", "junit", "-o", "out/report.xml"]).exits(1);
    assert!(ran.stderr.contains("error[MD010]") && ran.stdout.contains("2 errors"), "{}", ran.stderr);
    assert!(project.read("out/report.xml").starts_with("<?xml"));
    project.run(&["check", "a b", "-o", "x"]).exits(64).says("--format");
}

#[test]
fn levels_come_from_the_configuration_and_the_command_line() {
    let project = faulty();
    project.file("pbiforge.toml", "[check.levels]\nMD = \"warning\"\nunresolved-ref = \"off\"\n");
    let value = project.run(&["--json", "check", "a b"]).ok().json();
    assert_eq!((codes(&value), &value["warnings"]), (vec!["MD010", "MD011"], &2.into()));
    project.run(&["check", "a b", "--deny", "warnings"]).exits(1).says("2 errors");
    project.run(&["check", "a b", "--set", "check.levels.MD011=error"]).exits(1).says("1 error, 1 warning");
    project.run(&["check", "a b", "--deny", "MD01X"]).exits(64).says("did you mean `MD01");
    project.file("pbiforge.toml", "[check.levels]\nsorted-by-itslef = \"off\"\n");
    project.run(&["check", "a b"]).exits(1).says("CF004").says("did you mean `sorted-by-itself`?");
    let value = project.run(&["check", "a b", "--format", "json"]).exits(1).json();
    assert_eq!(codes(&value), ["CF004"]);
}

#[test]
fn what_a_project_allows_is_counted_and_not_shown() {
    let project = faulty();
    let text = TABLE.replace("'Month No'\n\n", "'Month No'\n\t\tannotation pbiforge_allow = MD011: as agreed\n\n");
    project.file("a b/definition/tables/T.tmdl", text);
    let ran = project.run(&["check", "a b"]).exits(1).says("1 error, 1 warning, 1 allowed by the project");
    assert!(!ran.stderr.contains("MD011"), "{}", ran.stderr);
    let value = project.run(&["--json", "check", "a b"]).exits(1).json();
    assert_eq!(
        (&value["silenced"][0]["code"], &value["silenced"][0]["reason"]),
        (&"MD011".into(), &"as agreed".into())
    );
    let sarif = project.run(&["check", "a b", "--format", "sarif"]).exits(1).json();
    assert_eq!(sarif["runs"][0]["results"][2]["suppressions"][0]["kind"], "inSource");
}

#[test]
fn a_fix_is_shown_first_and_written_then() {
    let project = faulty();
    let text = TABLE.replace('\n', "\r\n");
    project.file("a b/definition/tables/T.tmdl", &text);
    let dry = project.run(&["check", "a b", "--fix", "--dry-run"]).exits(1).says("would be mended");
    assert!(dry.stdout.contains("-\t\tsortByColumn: MonthNo\r\n+\t\tsortByColumn: 'Month No'\r\n"), "{}", dry.stdout);
    assert_eq!(project.read("a b/definition/tables/T.tmdl"), text);
    let ran = project.run(&["check", "a b", "--fix"]).exits(1).says("mended in");
    assert!(!ran.stderr.contains("MD010") && ran.stderr.contains("MD011"), "{}", ran.stderr);
    assert_eq!(project.read("a b/definition/tables/T.tmdl"), text.replace("MonthNo", "'Month No'"));
    let left: Vec<String> = project.files("a b").into_keys().collect();
    assert_eq!(left, ["definition/model.tmdl", "definition/tables/T.tmdl"]);
    project.run(&["check", "a b", "--fix"]).exits(1).says("0 faults mended in 0 files");
}

#[test]
fn a_patch_alone_is_a_difference() {
    let project = Project::empty();
    project.file("m/model.tmdl", "\u{feff}model Model\n\tculture: en-US\n");
    let value = project.run(&["--json", "check", "m", "--fix", "--dry-run"]).exits(2).json();
    assert_eq!((&value["fixed"][0]["code"], codes(&value)), (&"TM001".into(), vec![]));
    assert!(value["patch"].as_str().is_some_and(|patch| patch.starts_with("--- a/m/model.tmdl\n")), "{value}");
    project.run(&["check", "m", "--dry-run"]).exits(64);
    project.run(&["check", "m", "--fix", "--dry-run", "--format", "junit"]).exits(64).says("--output");
}

#[test]
fn a_person_is_not_drowned() {
    let project = Project::empty();
    project.file("m/model.tmdl", "model Model\n");
    project.file("m/t.tmdl", format!("table T\n{}\tpartition P = m\n\t\tsource = 1\n", "\tcolumn A\n".repeat(5000)));
    let ran = project.run(&["check", "m"]).exits(1).says("and 4799 more").says("4999 errors");
    assert_eq!(ran.stderr.matches("error[").count(), 200);
    let ran = project.run(&["check", "m", "--limit", "0"]).exits(1);
    assert_eq!(ran.stderr.matches("error[").count(), 4999);
}

#[test]
fn a_change_is_checked_again() {
    let project = faulty();
    let mut child = Command::new(env!("CARGO_BIN_EXE_pbiforge"))
        .args(["check", "a b", "--watch", "--format", "json"])
        .current_dir(project.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("pbiforge starts");
    let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
    let mut next = || lines.next().expect("a line").expect("text");
    assert_eq!(next(), "── check 1 ──");
    // Longer than the first look takes, so that the change comes after it.
    std::thread::sleep(Duration::from_millis(1500));
    project.file("a b/definition/model.tmdl", "model Model\n\tculture: en-US\n\tdiscourageImplicitMeasures\n");
    let start = Instant::now();
    assert_eq!(next(), "── check 2 ──");
    assert!(start.elapsed() < Duration::from_secs(20));
    child.kill().expect("stopped");
    child.wait().expect("gone");
}

#[test]
fn explain_takes_a_code_a_name_or_the_beginning_of_codes() {
    let project = Project::empty();
    let by_id = project.run(&["explain", "md011"]).ok();
    assert_eq!(by_id.stdout, project.run(&["explain", "sorted-by-itself"]).ok().stdout);
    assert!(by_id.stdout.starts_with("MD011 sorted-by-itself (error)"), "{}", by_id.stdout);
    let group = project.run(&["explain", "CK"]).ok();
    assert!(group.stdout.contains("CK001") && !group.stdout.contains("MD011"), "{}", group.stdout);
    let all = project.run(&["explain"]).ok();
    assert!(all.stdout.contains("\nTM  ") && all.stdout.contains("  CK003"), "{}", all.stdout);
    project.run(&["explain", "sorted-by-itslef"]).exits(64).says("did you mean `sorted-by-itself`?");
}

#[test]
fn what_is_no_project_is_said_plainly() {
    let project = faulty();
    fs::create_dir(project.path("empty")).expect("a folder");
    project.run(&["check", "empty"]).exits(64).says("`empty` holds no Power BI project");
    project.run(&["check", "a c"]).exits(64).says("there is no `a c`").says("did you mean `a b`?");
    project.run(&["check", "a b/definition/model.tmdl"]).exits(64).says("is a file").says("`a b/definition`");
    project.file("a b/definition/tables/big.tmdl", format!("table U\n\tmeasure A = {}[q]", "x".repeat(10 << 20)));
    let start = Instant::now();
    let ran = project.run(&["check", "a b"]).exits(1);
    assert!(ran.stderr.len() < 20_000, "{}", ran.stderr.len());
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn the_hook_and_the_steps_in_the_readme_are_what_the_binary_takes() {
    let hooks = fs::read_to_string(root().join(".pre-commit-hooks.yaml")).expect("the hooks");
    let readme = fs::read_to_string(root().join("README.md")).expect("the README");
    let project = faulty();
    let mut tried = 0;
    for line in hooks.lines().chain(readme.lines()) {
        let line = line.trim();
        let Some(command) =
            line.strip_prefix("entry: ").or(line.strip_prefix("run: ")).or(line.strip_prefix("- script: "))
        else {
            continue;
        };
        let Some(arguments) = command.strip_prefix("pbiforge check") else { continue };
        let arguments: Vec<&str> = ["check"].into_iter().chain(arguments.split_whitespace()).collect();
        project.run(&arguments).exits(1);
        tried += 1;
    }
    assert!(tried >= 3, "{tried}");
}

/// Lines without text carry blanks at their end, which an editor would take off.
fn trimmed(text: &str) -> String {
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}
