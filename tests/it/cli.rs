//! The command line as a user meets it: help, wrong flags, broken configuration, no terminal.

use crate::support::Project;

#[test]
fn help_and_version_are_results() {
    let project = Project::empty();
    let help = project.run(&["--help"]).ok();
    assert!(help.stderr.is_empty() && help.stdout.contains("Usage: pbiforge"), "{}", help.stdout);
    assert_eq!(project.run(&["--version"]).ok().stdout, format!("pbiforge {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn wrong_usage_exits_with_64() {
    let project = Project::empty();
    project.run(&[]).exits(64);
    project.run(&["generat"]).exits(64).says("generate");
    project.run(&["run", "--sorce", "x"]).exits(64).says("--source");
    project.run(&["explain", "XX999"]).exits(64).says("no diagnostic has the code `XX999`");
    project.run(&["--config", "nowhere.toml", "run"]).exits(64).says("there is no configuration file `nowhere.toml`");
    project.run(&["check", "."]).exits(64).says("holds no Power BI project");
}

#[test]
fn a_configuration_file_with_a_typing_mistake_in_its_name_is_guessed() {
    let project = Project::empty();
    project.file("pbiforge.toml", "");
    project.run(&["--config", "pbiforge.tml", "inspect"]).exits(64).says("did you mean");
}

#[test]
fn every_unknown_key_is_an_error_at_its_place() {
    let project = Project::empty();
    project.file("pbiforge.toml", "[clean]\nperset = \"plain\"\n\n[sampel]\nrows = 1\n");
    let ran = project.run(&["run"]).exits(1);
    assert_eq!(
        ran.stderr,
        "error[CF002]: unknown key `perset` in `[clean]`
 --> pbiforge.toml:2:1
  |
2 | perset = \"plain\"
  | ^^^^^^ no such key
  |
  = note: known keys: `preset`, `dedupe`, `cancellations`, `cancellation_prefix`, `cancelled_originals`, \
`adjustments`, `adjustment_prefix`, `missing_customer`, `stock_code`, `non_products`
  = help: did you mean `preset`?

error[CF002]: unknown key `sampel` in the configuration
 --> pbiforge.toml:4:2
  |
4 | [sampel]
  |  ^^^^^^ no such key
  |
  = note: known keys: `project`, `source`, `sample`, `clean`, `rfm`, `cohort`, `basket`, `warehouse`, `history`, `model`, `roles`, \
`report`, `check`, `renames`, `environments`
  = help: did you mean `sample`?

2 errors
"
    );
}

#[test]
fn an_unknown_setting_is_an_error_with_a_guess() {
    let project = Project::empty();
    project.run(&["run", "--set", "clean.preste=plain"]).exits(1).says("did you mean `preset`?");
    project.run(&["run", "--set", "clean.preset=plian"]).exits(1).says("CF003");
}

#[test]
fn a_command_that_needs_the_warehouse_says_what_to_run_first() {
    let project = Project::demo();
    project.run(&["inspect"]).exits(74).says("pbiforge load");
    project.run(&["analyze"]).exits(74).says("pbiforge load");
    project.run(&["generate"]).exits(74).says("pbiforge load");
}

#[test]
fn init_writes_a_project_that_runs_and_keeps_what_is_there() {
    let project = Project::empty();
    project.file("roles/regions.csv", "country,region\nFrance,West\n");
    project.run(&["init"]).ok().says("kept");
    assert_eq!(project.read("roles/regions.csv"), "country,region\nFrance,West\n");
    project.file("roles/region_managers.csv", "region,manager\nWest,w@example.com\n");
    project.run(&["run", "--set", "source.kind=sample", "--set", "sample.rows=3000"]).ok();
    project.run(&["check", "output"]).ok().says("no errors");
}

#[test]
fn completions_name_every_command() {
    let project = Project::empty();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = project.run(&["completions", shell]).ok().stdout;
        for command in ["run", "sample", "load", "analyze", "inspect", "generate", "check", "explain", "init"] {
            assert!(script.contains(command), "{shell} knows no {command}");
        }
    }
}

#[test]
fn every_code_explains_itself() {
    let project = Project::empty();
    let list = project.run(&["explain", "--json"]).ok().json();
    let codes = list.as_array().expect("a list");
    assert!(codes.len() >= 30, "{} codes", codes.len());
    for code in codes {
        let id = code["code"].as_str().expect("an id");
        project.run(&["explain", id]).ok().says(code["name"].as_str().expect("a name"));
    }
    project.run(&["explain", "cf002"]).ok().says("unknown-key");
    project.run(&["explain", "unknown-kye"]).exits(64).says("did you mean `unknown-key`?");
}

#[test]
fn quiet_is_quiet_and_json_is_json() {
    let project = Project::demo();
    let rows = ["--set", "sample.rows=3000"];
    let quiet = project.run(&["run", "--quiet", rows[0], rows[1]]).ok();
    assert_eq!((quiet.stdout.as_str(), quiet.stderr.as_str()), ("", ""));
    let json = project.run(&["run", "--json", rows[0], rows[1]]).ok();
    assert_eq!(json.stderr, "");
    assert_eq!(json.json()["summary"]["load"]["rows_in"], 3000);
    let faulty = project.run(&["run", "--json", "--set", "clean.perset=plain"]).exits(1);
    assert_eq!(faulty.json()["diagnostics"][0]["code"], "CF002");
}

#[test]
fn nothing_is_coloured_without_a_terminal_unless_asked() {
    let project = Project::empty();
    let plain = project.run(&["run", "--set", "clean.perset=plain"]).exits(1);
    assert!(!plain.stderr.contains('\u{1b}'));
    let coloured = project.run(&["run", "--color", "always", "--set", "clean.perset=plain"]).exits(1);
    assert!(coloured.stderr.contains('\u{1b}'));
}
