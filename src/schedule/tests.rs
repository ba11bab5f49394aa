use yaml_rust2::{Yaml, YamlLoader};

use super::*;

const HOSTILE: &str = "/home/a b/it's \"50%\" $HOME `x` & <y> ü";

fn plan(kind: Kind) -> Plan {
    Plan {
        kind,
        name: "pbiforge-nightly".to_owned(),
        at: At { hour: 2, minute: 5 },
        retries: 2,
        pause: 10,
        program: format!("{HOSTILE}/pbiforge"),
        folder: HOSTILE.to_owned(),
        place: format!("{HOSTILE}/schedule"),
        config: "my ${{ x }} $(y).toml".to_owned(),
        environment: Some("prod".to_owned()),
        settings: vec!["model.name=a \"b\" 'c' 100%".to_owned()],
        output: "out put".to_owned(),
        model: "Sales & <Co> \"ü\" 100%".to_owned(),
        mail: Some("ops@example.com".to_owned()),
        secrets: vec!["PBIFORGE_SQLSERVER_PASSWORD".to_owned()],
        has_windows_login: false,
    }
}

fn written(kind: Kind) -> FileTree {
    files(&plan(kind), ("", &FileTree::new())).expect("files").0
}

#[test]
fn a_time_of_the_day_is_read_and_nothing_else() {
    assert_eq!(At::parse("02:30"), Ok(At { hour: 2, minute: 30 }));
    assert_eq!(At::parse("7:05").map(|at| at.to_string()), Ok("07:05".to_owned()));
    for wrong in ["", "24:00", "1:60", "2", "a:b", "02:30:00", "+2:30", " 2:30", "002:30"] {
        assert!(At::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn what_no_file_can_say_is_told() {
    let fault = |change: &dyn Fn(&mut Plan)| {
        let mut plan = plan(Kind::Cron);
        change(&mut plan);
        plan.fault()
    };
    assert_eq!(fault(&|_| {}), None);
    assert!(fault(&|plan| plan.name = "a b".to_owned()).is_some());
    assert!(fault(&|plan| plan.name = "-x".to_owned()).is_some());
    assert!(fault(&|plan| plan.mail = Some("a b".to_owned())).is_some());
    assert!(fault(&|plan| plan.folder = "a\nb".to_owned()).is_some_and(|text| text.contains("line break")));
    assert!(fault(&|plan| plan.kind = Kind::WindowsTask).is_some_and(|text| text.contains("no quote")));
}

#[test]
fn the_task_is_utf_16_with_a_mark_and_well_formed() {
    let mut plan = plan(Kind::WindowsTask);
    for path in [&mut plan.program, &mut plan.folder, &mut plan.place] {
        *path = "C:\\a b\\50% & <ü>\\p".to_owned();
    }
    assert_eq!(plan.fault(), None);
    let (files, _) = files(&plan, ("", &FileTree::new())).expect("files");
    let bytes = files.get("pbiforge-nightly.xml").expect("the task");
    assert_eq!(bytes[..4], [0xff, 0xfe, b'<', 0]);
    let units: Vec<u16> = bytes.chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    let text = String::from_utf16(&units).expect("UTF-16");
    assert!(text.lines().count() > 40 && text.matches("\r\n").count() == text.matches('\n').count());
    let (mut texts, mut open) = (Vec::new(), Vec::new());
    let mut reader = quick_xml::Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut now = String::new();
    loop {
        use quick_xml::events::Event;
        match reader.read_event().expect("well-formed") {
            Event::Start(start) => {
                open.push(start.name().as_ref().to_owned());
                now.clear();
            }
            Event::Text(part) => now.push_str(&part),
            Event::GeneralRef(name) => {
                let whole = format!("&{};", &*name);
                now.push_str(&quick_xml::escape::unescape(&whole).expect("an entity"));
            }
            Event::End(_) => texts.push((open.pop().expect("an element"), std::mem::take(&mut now))),
            Event::Eof => break,
            _ => {}
        }
    }
    let of = |name: &str| texts.iter().find(|(one, _)| one == name).map(|(_, text)| text.as_str());
    assert_eq!(of("Command"), Some("\"C:\\a b\\50% & <ü>\\p\\pbiforge-nightly.cmd\""));
    assert_eq!(of("WorkingDirectory"), Some("C:\\a b\\50% & <ü>\\p"));
    assert_eq!(of("Description"), Some("pbiforge every night: Sales & <Co> \"ü\" 100%"));
    assert_eq!((of("StartBoundary"), of("MultipleInstancesPolicy")), (Some("2026-01-01T02:05:00"), Some("IgnoreNew")));

    let batch = String::from_utf8(files.get("pbiforge-nightly.cmd").expect("the batch file").to_vec()).expect("text");
    assert_eq!(batch.matches("\r\n").count(), batch.matches('\n').count());
    assert!(batch.contains("cd /d \"C:\\a b\\50%% & <ü>\\p\" || exit /b 74\r\n"), "{batch}");
    assert!(
        batch.contains(" ^\"model.name=a \\^\"b\\^\" 'c' 100%%^\" ^\"run^\" ^\"--run-at^\" ^\"now^\" >>"),
        "{batch}"
    );
    assert!(!batch.contains("password=") && batch.contains(" PBIFORGE_SQLSERVER_PASSWORD\r\n"));
}

#[test]
fn a_line_of_the_crontab_has_no_bare_percent() {
    let files = written(Kind::Cron);
    let table = files.text("pbiforge-nightly.crontab").expect("the table");
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!((lines.len(), lines[0]), (2, "MAILTO=ops@example.com"));
    assert!(lines[1].starts_with("5 2 * * * /bin/sh '/home/a b/it'\\''s \"50\\%\" $HOME"), "{table}");
    assert!(!lines[1].replace("\\%", "").contains('%'));
}

#[test]
fn units_say_paths_and_arguments_as_systemd_reads_them() {
    let files = written(Kind::Systemd);
    let unit = files.text("pbiforge-nightly.service").expect("the service");
    let has = |line: &str| assert!(unit.lines().any(|one| one == line), "no {line} in\n{unit}");
    has("WorkingDirectory=/home/a b/it's \"50%%\" $HOME `x` & <y> ü");
    has(
        "ExecStart=/bin/sh -c \"exec \\\"$$0\\\" \\\"$$@\\\"\" \"/home/a b/it's \\\"50%%\\\" $$HOME `x` & <y> ü/pbiforge\" \"--config\" \"my $${{ x }} $$(y).toml\" \
         \"--environment\" \"prod\" \"--set\" \"model.name=a \\\"b\\\" 'c' 100%%\" \"run\" \"--run-at\" \"now\"",
    );
    for line in
        ["OnFailure=pbiforge-nightly-failure.service", "StartLimitBurst=3", "RestartSec=600", "Restart=on-failure"]
    {
        has(line);
    }
    let timer = files.text("pbiforge-nightly.timer").expect("the timer");
    assert!(timer.contains("\nOnCalendar=*-*-* 02:05:00\n"), "{timer}");
    // Without further tries nothing is started again.
    let once = Plan { retries: 0, ..plan(Kind::Systemd) };
    let once = super::files(&once, ("", &FileTree::new())).expect("files").0;
    let unit = once.text("pbiforge-nightly.service").expect("the service");
    assert!(!unit.contains("Restart=") && !unit.contains("StartLimit"), "{unit}");
}

fn yaml(files: &FileTree, path: &str) -> Yaml {
    let text = files.text(path).expect("the pipeline");
    let mut read = YamlLoader::load_from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    read.remove(0)
}

#[test]
fn the_workflow_is_yaml_and_names_its_secrets() {
    let files = written(Kind::GithubActions);
    let flow = yaml(&files, ".github/workflows/pbiforge-nightly.yml");
    assert_eq!(flow["on"]["schedule"][0]["cron"].as_str(), Some("5 2 * * *"));
    assert_eq!(flow["concurrency"]["group"].as_str(), Some("pbiforge-nightly"));
    let steps = flow["jobs"]["nightly"]["steps"].as_vec().expect("steps");
    let step = |name: &str| steps.iter().find(|step| step["name"].as_str() == Some(name)).expect("the step");
    let run = step("Run");
    assert_eq!(run["env"]["PBIFORGE_SQLSERVER_PASSWORD"].as_str(), Some("${{ secrets.PBIFORGE_SQLSERVER_PASSWORD }}"));
    let script = run["run"].as_str().expect("a script");
    assert!(!script.contains("${{") && script.contains("'my $''{{ x }} $(y).toml'"), "{script}");
    assert!(step("Check")["run"].as_str().is_some_and(|text| text.ends_with("check --format github 'out put'")));
    let deploy = step("Deploy and refresh");
    assert_eq!(deploy["env"]["AZURE_CLIENT_SECRET"].as_str(), Some("${{ secrets.AZURE_CLIENT_SECRET }}"));
    let python = files.text("deploy.py").expect("the script");
    assert!(python.contains("\nMODEL = \"Sales & <Co> \\\"ü\\\" 100%\"\n"), "{python}");
}

#[test]
fn the_pipeline_is_yaml_and_no_argument_is_a_variable_of_it() {
    let files = written(Kind::AzurePipelines);
    let pipeline = yaml(&files, "pbiforge-nightly.azure-pipelines.yml");
    assert_eq!(pipeline["schedules"][0]["cron"].as_str(), Some("5 2 * * *"));
    let steps = pipeline["jobs"][0]["steps"].as_vec().expect("steps");
    let run = steps.iter().find(|step| step["displayName"].as_str() == Some("Run")).expect("the step");
    assert_eq!(run["env"]["PBIFORGE_SQLSERVER_PASSWORD"].as_str(), Some("$(PBIFORGE_SQLSERVER_PASSWORD)"));
    let script = run["bash"].as_str().expect("a script");
    assert!(!script.contains("$(y)") && script.contains("$''(y)"), "{script}");
}

#[test]
fn every_template_of_the_folder_is_embedded() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/model-templates/schedule");
    let tree = crate::file_tree::disk::read(folder.as_ref(), &|_| true).expect("the folder");
    assert_eq!(tree.paths().collect::<Vec<_>>(), EMBEDDED.iter().map(|(name, _)| *name).collect::<Vec<_>>());
}
