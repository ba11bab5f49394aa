//! `pbiforge schedule`: the files, the wrapper as it runs, and what is handed over to a scheduler.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::support::Project;

/// A folder that no shell takes for one word.
const FOLDER: &str = "a b'c \"50%\" $HOME `x` ü";

const NAME: &str = "pbiforge-nightly";

/// A project in such a folder with the files of a kind, which run a program that is this script.
fn scheduled(kind: &str, fake: &str, more: &[&str]) -> Project {
    let project = Project::empty();
    project.file(&format!("{FOLDER}/pbiforge.toml"), "[model]\nname = \"Sales <&> 100%\"\n");
    program(&project, &format!("{FOLDER}/bin/fake"), fake);
    let path = project.path(&format!("{FOLDER}/bin/fake"));
    let arguments = ["schedule", "--kind", kind, "--program", path.to_str().expect("a path"), "--pause", "0"];
    let all: Vec<&str> = arguments.iter().chain(more).copied().collect();
    project.run_in(FOLDER, &all).ok();
    project
}

fn program(project: &Project, path: &str, script: &str) {
    project.file(path, format!("#!/bin/sh\n{script}\n"));
    fs::set_permissions(project.path(path), fs::Permissions::from_mode(0o755)).expect("executable");
}

fn wrapper(project: &Project, path: Option<&Path>) -> Command {
    let mut command = Command::new("/bin/sh");
    command.arg(project.path(&format!("{FOLDER}/schedule/{NAME}.sh"))).stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    if let Some(path) = path {
        command.env("PATH", path);
    }
    command
}

fn run(project: &Project) -> Output {
    wrapper(project, None).output().expect("a shell")
}

fn log(project: &Project) -> String {
    project.read(&format!("{FOLDER}/schedule/{NAME}.log"))
}

#[test]
fn the_wrapper_tries_again_where_the_world_failed_and_hands_the_arguments_over() {
    let fake = "for one in \"$@\"; do printf '<%s>' \"$one\" >>args; done; echo >>args\n\
                echo out; echo err >&2\n[ \"$(wc -l <args)\" -ge 3 ] || exit 74";
    let project = scheduled("cron", fake, &["--retries", "3", "--set", "model.name=a \"b\" 'c' $d 5%"]);
    let ran = run(&project);
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    let arguments = "<--config><pbiforge.toml><--set><model.name=a \"b\" 'c' $d 5%><run><--run-at><now>\n";
    assert_eq!(project.read(&format!("{FOLDER}/args")), arguments.repeat(3));
    let log = log(&project);
    for line in ["run 1 of 4", "exit code 74; again in 0 s", "run 3 of 4", "done", "out", "err"] {
        assert!(log.lines().any(|one| one.ends_with(line)), "no {line} in\n{log}");
    }
    assert!(!log.contains("run 4 of 4"));
}

#[test]
fn what_is_wrong_with_the_input_is_not_tried_again_and_somebody_reads_why() {
    let project = scheduled("cron", "echo 'error: no such column'; exit 1", &["--retries", "3"]);
    let ran = run(&project);
    assert_eq!(ran.status.code(), Some(1));
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(said.starts_with("pbiforge-nightly: exit code 1 at run 1 of 4\n"), "{said}");
    assert!(said.contains("error: no such column"), "{said}");

    let project = scheduled("cron", "exit 74", &["--retries", "1"]);
    assert_eq!(run(&project).status.code(), Some(74));
    assert!(log(&project).contains("exit code 74 at run 2 of 2"));
}

/// A folder of the programs that the wrapper needs, without one of them.
fn without(project: &Project, missing: &str) -> std::path::PathBuf {
    let folder = project.path("tools");
    fs::create_dir_all(&folder).expect("a folder");
    for tool in ["cat", "date", "flock", "mkdir", "mv", "rm", "sleep", "tail", "touch", "wc"] {
        let found = ["/usr/bin", "/bin"].iter().map(|place| Path::new(place).join(tool)).find(|path| path.exists());
        if let (Some(found), true) = (found, tool != missing) {
            symlink(found, folder.join(tool)).expect("a link");
        }
    }
    folder
}

fn wait_for(path: &Path) {
    let end = Instant::now() + Duration::from_secs(60);
    while !path.exists() {
        assert!(Instant::now() < end, "{} does not come", path.display());
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn second_run_is_refused(missing: &str) {
    let fake = "touch started; while [ ! -e stop ]; do sleep 0.1; done";
    let project = scheduled("cron", fake, &[]);
    let tools = without(&project, missing);
    let mut first: Child = wrapper(&project, Some(&tools)).spawn().expect("a shell");
    wait_for(&project.path(&format!("{FOLDER}/started")));
    let second = wrapper(&project, Some(&tools)).output().expect("a shell");
    assert_eq!(second.status.code(), Some(75));
    let said = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(said.contains("another run is still going on"), "{said}");
    project.file(&format!("{FOLDER}/stop"), "");
    assert_eq!(first.wait().expect("the end").code(), Some(0));
    // The lock is free again.
    assert_eq!(wrapper(&project, Some(&tools)).output().expect("a shell").status.code(), Some(0));
}

#[test]
fn a_second_run_is_refused_while_one_goes_on() {
    second_run_is_refused("none");
    second_run_is_refused("flock");
}

#[test]
fn a_lock_that_a_dead_run_left_is_taken_over() {
    let project = scheduled("cron", "exit 0", &[]);
    let tools = without(&project, "flock");
    let mut dead = Command::new("true").spawn().expect("a process");
    dead.wait().expect("its end");
    project.file(&format!("{FOLDER}/schedule/{NAME}.lock.d/pid"), dead.id().to_string());
    assert_eq!(wrapper(&project, Some(&tools)).output().expect("a shell").status.code(), Some(0));
    assert!(log(&project).contains("the last run left its lock behind"));
    assert!(!project.path(&format!("{FOLDER}/schedule/{NAME}.lock.d")).exists());
}

/// What the program says, where this machine has it.
fn asked(program: &str, arguments: &[&str]) -> Option<(bool, String)> {
    let mut command = Command::new(program);
    // systemd-analyze wants a folder of its own.
    let folder = tempfile::tempdir().expect("a temporary folder");
    command.args(arguments).env("XDG_RUNTIME_DIR", folder.path());
    match command.stdin(Stdio::null()).output() {
        Ok(ran) => {
            let said = [ran.stdout, ran.stderr].concat();
            Some((ran.status.success(), String::from_utf8_lossy(&said).into_owned()))
        }
        Err(_) => {
            println!("skipped: there is no `{program}`");
            None
        }
    }
}

#[test]
fn the_scripts_are_read_by_those_that_run_them() {
    for (kind, more) in [("cron", ["--mail", "a@b.c"]), ("systemd", ["--mail", "a@b.c"])] {
        let project = scheduled(kind, "exit 0", &more);
        let folder = project.path(&format!("{FOLDER}/schedule"));
        let scripts = fs::read_dir(&folder).expect("the folder").map(|entry| entry.expect("an entry").path());
        for script in scripts.filter(|path| path.extension().is_some_and(|ending| ending == "sh")) {
            let script = script.to_str().expect("a path");
            let (is_read, said) = asked("sh", &["-n", script]).expect("a shell");
            assert!(is_read, "{said}");
            if let Some((is_clean, said)) = asked("shellcheck", &["-s", "sh", script]) {
                assert!(is_clean, "{said}");
            }
        }
    }
    let project = scheduled("github-actions", "exit 0", &[]);
    let script = project.path(&format!("{FOLDER}/deploy.py"));
    let code = "import ast,sys; ast.parse(open(sys.argv[1], encoding='utf-8').read())";
    if let Some((is_read, said)) = asked("python3", &["-c", code, script.to_str().expect("a path")]) {
        assert!(is_read, "{said}");
    }
}

#[test]
fn the_units_are_what_systemd_takes() {
    let project = scheduled("systemd", "exit 0", &["--mail", "a@b.c"]);
    let unit = |name: &str| project.path(&format!("{FOLDER}/schedule/{name}")).to_str().expect("a path").to_owned();
    // It looks units up by their file's name, and not in a folder whose name has a colon or a quote.
    let plain = project.path("units");
    fs::create_dir_all(&plain).expect("a folder");
    let names = [format!("{NAME}.service"), format!("{NAME}.timer"), format!("{NAME}-failure.service")];
    let copies: Vec<String> = names
        .iter()
        .map(|name| {
            fs::copy(unit(name), plain.join(name)).expect("copied");
            plain.join(name).to_str().expect("a path").to_owned()
        })
        .collect();
    let mut arguments = vec!["verify", "--user", "--man=no"];
    arguments.extend(copies.iter().map(String::as_str));
    let Some((is_taken, said)) = asked("systemd-analyze", &arguments) else { return };
    let of_ours: Vec<&str> = said.lines().filter(|line| line.contains(NAME)).collect();
    assert!(is_taken && of_ours.is_empty(), "{said}");
}

#[test]
fn files_that_say_something_else_stay() {
    let project = Project::empty();
    project.file("pbiforge.toml", "");
    let with = ["schedule", "--kind", "github-actions", "--name", "nightly"];
    project.run(&with).ok().says(".github/workflows/nightly.yml");
    project.run(&with).ok();
    project.file(".github/workflows/nightly.yml", "mine");
    project.run(&with).exits(64).says("give `--force` to replace it");
    assert_eq!(project.read(".github/workflows/nightly.yml"), "mine");
    project.run(&[with.as_slice(), &["--force"]].concat()).ok();
    assert!(project.read(".github/workflows/nightly.yml").contains("concurrency"));
    project.run(&[with.as_slice(), &["--install"]].concat()).exits(64).says("committing its files");
    project.run(&["schedule", "--kind", "cron", "--at", "25:00"]).exits(64).says("is no time of the day");
    project.run(&["schedule", "--kind", "cron", "--name", "a b"]).exits(64).says("is no name of a task");
}

#[test]
fn secrets_are_named_and_never_written() {
    let project = Project::empty();
    project.file("pbiforge.toml", "[warehouse]\nkind = \"sqlserver\"\n");
    let secret = [("PBIFORGE_SQLSERVER_PASSWORD", "hunter2-secret")];
    for kind in ["windows-task", "cron", "systemd", "github-actions", "azure-pipelines"] {
        project.run_with(&secret, &["schedule", "--kind", kind, "-o", kind]).ok();
        let mut is_named = false;
        for (path, bytes) in project.files(kind) {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            is_named = is_named || text.contains("PBIFORGE_SQLSERVER_PASSWORD");
            assert!(!text.contains("hunter2"), "{path}");
        }
        assert!(is_named, "{kind}");
    }
}

#[test]
fn a_crontab_keeps_its_other_lines_and_is_not_replaced_silently() {
    let project = Project::empty();
    project.file("pbiforge.toml", "");
    program(
        &project,
        "fake/crontab",
        "table=${0%/*}/table\ncase $1 in\n-l) [ -e \"$table\" ] && cat \"$table\" || { echo none >&2; exit 1; } ;;\n-) cat >\"$table\" ;;\nesac",
    );
    let fake = project.path("fake");
    let path = format!("{}:/usr/bin:/bin", fake.to_str().expect("a path"));
    let run = |more: &[&str]| {
        let all = [["schedule", "--kind", "cron", "--install"].as_slice(), more].concat();
        project.run_with(&[("PATH", &path)], &all)
    };
    run(&[]).ok().says("added    the lines of pbiforge-nightly in the crontab");
    project.file("fake/table", format!("MAILTO=x\n1 2 * * * mine\n{}", project.read("fake/table")));
    run(&[]).ok().says("kept ");
    run(&["--at", "03:15", "--force"]).ok().says("replaced");
    let table = project.read("fake/table");
    assert!(table.starts_with("MAILTO=x\n1 2 * * * mine\n# begin pbiforge-nightly\n15 3 * * * /bin/sh '"), "{table}");
    assert_eq!(table.matches("pbiforge-nightly.sh").count(), 1);
    project.file("fake/table", table.replace("15 3", "16 4"));
    run(&["--at", "03:15"]).exits(64).says("give `--force` to replace them");

    let nothing = project.path("nothing");
    let ran = project.run_with(
        &[("PATH", nothing.to_str().expect("a path"))],
        &["schedule", "--kind", "cron", "--install", "-o", "s"],
    );
    ran.exits(74).says("cannot run `crontab`").says("without `--install`");
}
