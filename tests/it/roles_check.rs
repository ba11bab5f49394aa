//! `pbiforge roles check` and `roles script`, and the roles of each mode in a generated project.

use serde_json::Value;

use crate::support::{Project, Ran, root};

fn project(regions: &str, managers: &str) -> Project {
    let project = Project::empty();
    project.file("roles/regions.csv", regions).file("roles/region_managers.csv", managers);
    project
}

fn codes(ran: &Ran) -> Vec<(String, String, u64)> {
    let value = ran.json();
    let found = value["diagnostics"].as_array().expect("diagnostics").iter();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let one = |found: &Value| {
        let label = &found["labels"][0];
        (text(&found["code"]), text(&label["file"]), label["line"].as_u64().unwrap_or_default())
    };
    found.map(one).collect()
}

/// Every fault that the two files can have between them.
const REGIONS: &str = "country,region\nFrance,West\nFRANCE,East\nFrance,West\nSpain,All\nItaly,west\nChad,\nPeru,=1+1\n\
                       Mali,W\u{435}st\n Togo ,South\nN\u{430}mibia,South\n";
const MANAGERS: &str = "region,manager\nWets,a@x.com\n*,boss@x.com\nWest,nobody\nWest,c@x.com\nWest,c@x.com\n\
                        S\u{43e}uth,d@x.com\nSouth,C@x.com\n";

#[test]
fn every_fault_has_a_line_and_a_way_out() {
    let project = project(REGIONS, MANAGERS);
    let ran = project.run(&["roles", "check", "--format", "json"]).exits(1);
    let found = codes(&ran);
    let found: Vec<String> = found.iter().map(|(code, file, line)| format!("{code} {file}:{line}")).collect();
    assert_eq!(
        found,
        [
            "RL006 roles/region_managers.csv:2",
            "RL008 roles/region_managers.csv:4",
            "RL005 roles/region_managers.csv:6",
            "RL006 roles/region_managers.csv:7",
            "RL023 roles/region_managers.csv:8",
            "RL004 roles/regions.csv:3",
            "RL005 roles/regions.csv:4",
            "RL007 roles/regions.csv:5",
            "RL010 roles/regions.csv:6",
            "RL003 roles/regions.csv:7",
            "RL009 roles/regions.csv:8",
            "RL014 roles/regions.csv:9",
            "RL016 roles/regions.csv:10",
            "RL015 roles/regions.csv:11",
        ],
        "{}",
        ran.stdout
    );
    let value = ran.json();
    for found in value["diagnostics"].as_array().expect("diagnostics") {
        let is_plain = ["RL003", "RL007"].iter().any(|code| found["code"] == *code);
        assert!(is_plain || !found["help"].as_array().expect("help").is_empty(), "{found}");
    }
    let shown = project.run(&["roles", "check"]).exits(1);
    assert!(
        shown.stderr.contains("U+0435") && shown.stderr.contains("`d@x.com` ends with no region"),
        "{}",
        shown.stderr
    );
    assert!(shown.stdout.starts_with("2 files checked: 9 errors"), "{}", shown.stdout);
}

#[test]
fn machines_are_told_in_their_formats() {
    let project = project(REGIONS, MANAGERS);
    let sarif = project.run(&["roles", "check", "--format", "sarif"]).exits(1).json();
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    assert_eq!(results.len(), 14);
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().expect("rules");
    for result in results {
        let index = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    project.run(&["roles", "check", "--format", "github"]).exits(1).says("::error file=roles/regions.csv,line=3");
    project.run(&["roles", "check", "--format", "junit", "-o", "out.xml"]).exits(1).says("9 errors");
    assert!(project.read("out.xml").contains("RL014"));
    project.run(&["roles", "check", "-o", "x"]).exits(64).says("--format");
}

#[test]
fn the_demo_is_clean_and_what_is_missing_is_told() {
    let demo = Project::demo();
    demo.run(&["roles", "check", "--offline"]).ok().says("2 files checked: no errors");
    Project::empty().run(&["roles", "check"]).ok().says("RL011").says("pbiforge init");
    let lonely = project("country,region\nFrance,West\nJapan,East\n", "region,manager\nWest,a@x.com\n");
    lonely.run(&["roles", "check"]).ok().says("RL017").says("nobody at all sees the region `East`").says("1 warning");
    let boss = project("country,region\nFrance,West\n", "region,manager\n*,a@x.com\n");
    boss.run(&["roles", "check"]).ok().says("note[RL017]").says("no errors");
}

#[test]
fn a_spreadsheet_in_any_form_is_read() {
    let managers = "region,manager\nÖst,a@x.com\nWest,b@x.com\n";
    let rows = [["country", "region"], ["Côte d’Ivoire", "West"], ["Österreich", "Öst"]];
    let text = |by: &str| rows.map(|row| row.join(by)).join("\r\n");
    let wide = format!("\u{feff}{}\r\n", text("\t")).encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let forms: [Vec<u8>; 5] = [
        text(",").into_bytes(),
        format!("\u{feff}{}", text(";")).into_bytes(),
        format!("sep=;\r\n{}", text(";")).into_bytes(),
        wide,
        workbook(&rows.map(|row| row.map(str::to_owned)), None),
    ];
    for bytes in forms {
        let project = Project::empty();
        project.file("roles/regions.csv", bytes).file("roles/region_managers.csv", managers);
        let ran = project.run(&["roles", "check", "--json", "--offline"]).ok();
        assert_eq!(codes(&ran), [], "{}", ran.stdout);
    }
}

#[test]
fn what_is_no_table_is_told() {
    let managers = "region,manager\nWest,b@x.com\n";
    let cases: [(Vec<u8>, &str, &str); 5] = [
        (b"country,region\nC\xf4te,West\n".to_vec(), "RL001", "Windows-1252"),
        (b"PK\x03\x04not a workbook".to_vec(), "RL024", "cannot be read as a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), "RL024", "old workbook"),
        (workbook(&[["land".to_owned(), "region".to_owned()]], None), "RL002", "no sheet of"),
        (
            workbook(&[["country", "region"], ["France", "West"]].map(|row| row.map(str::to_owned)), Some("A2&\"x\"")),
            "RL009",
            "reckoned by the formula",
        ),
    ];
    for (bytes, code, says) in cases {
        let project = Project::empty();
        project.file("roles/regions.csv", bytes).file("roles/region_managers.csv", managers);
        project.run(&["roles", "check"]).exits(1).says(code).says(says);
    }
}

/// The demo, generated from the SQL files, with some lines of configuration.
fn generated(lines: &str) -> (Project, Ran) {
    let project = Project::demo();
    project.file("pbiforge.toml", format!("[roles]\n{lines}"));
    let ran = project.run(&["generate", "--ddl", root().join("sql").to_str().expect("a path")]).ok();
    (project, ran)
}

const ROLES: &str = "output/Customer Analytics.SemanticModel/definition/roles";

/// What the checker says of roles.
fn of_roles(project: &Project) -> Vec<String> {
    let value = project.run(&["--json", "check"]).ok().json();
    let found = value["diagnostics"].as_array().expect("diagnostics").iter();
    let texts = found.filter_map(|found| found["code"].as_str()).filter(|code| code.starts_with("RL"));
    texts.map(str::to_owned).collect()
}

#[test]
fn each_mode_makes_its_roles_and_each_is_proved() {
    for (mode, count) in [("dynamic", 1), ("static", 10), ("both", 11)] {
        let (project, _) = generated(&format!("mode = \"{mode}\"\n"));
        let roles = project.files(ROLES);
        assert_eq!(roles.len(), count, "{mode}: {:?}", roles.keys());
        assert_eq!(of_roles(&project), [""; 0], "{mode}");
        let own = roles.get("UK & Ireland.tmdl").map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        assert_eq!(own.is_some(), mode != "dynamic");
        if let Some(own) = own {
            assert!(own.contains("tablePermission Region = 'Region'[Region] = \"UK & Ireland\""), "{own}");
            assert!(own.contains("tablePermission 'Region Manager' = FALSE()"), "{own}");
            assert!(!own.contains("member "), "{own}");
        }
    }
}

#[test]
fn a_table_that_is_taken_from_the_role_is_found_by_the_proof() {
    let (project, _) = generated("mode = \"static\"\n");
    let file = format!("{ROLES}/Nordics.tmdl");
    let text = project.read(&file);
    let without: String = text
        .split("\n\n")
        .filter(|part| !part.contains("tablePermission 'Basket Rules'"))
        .collect::<Vec<_>>()
        .join("\n\n");
    assert_ne!(text, without);
    project.file(&file, without);
    assert_eq!(of_roles(&project), ["RL030"]);
}

#[test]
fn a_region_of_any_name_has_its_role_and_its_script() {
    let name = "O'Brien \"North\" & Co]";
    let quoted = name.replace('"', "\"\"");
    let project = Project::empty();
    project
        .file("pbiforge.toml", "[roles]\nmode = \"static\"\n")
        .file("roles/regions.csv", format!("country,region\nFrance,\"{quoted}\"\n"))
        .file(
            "roles/region_managers.csv",
            format!("region,manager\n\"{quoted}\",o'neil@example.com\n*,boss@example.com\n"),
        );
    project.run(&["roles", "check"]).ok();
    project.run(&["generate", "--ddl", root().join("sql").to_str().expect("a path")]).ok();
    assert_eq!(of_roles(&project), [""; 0]);
    let script = project.run(&["roles", "script"]).ok();
    assert_eq!(script.stdout, project.run(&["roles", "script"]).ok().stdout);
    let script = script.json();
    let operations = script["sequence"]["operations"].as_array().expect("operations");
    let roles: Vec<&Value> = operations.iter().map(|one| &one["createOrReplace"]["role"]).collect();
    let names: Vec<&str> = roles.iter().filter_map(|role| role["name"].as_str()).collect();
    assert_eq!(names, [name, "Unassigned", "All Regions"]);
    let own = roles[0];
    assert_eq!(
        (&own["modelPermission"], &own["members"][0]["memberName"]),
        (&"read".into(), &"o'neil@example.com".into())
    );
    assert_eq!(own["members"].as_array().map(Vec::len), Some(1));
    let filter = own["tablePermissions"].as_array().expect("filters").iter().find(|one| one["name"] == "Region");
    let filter = filter.and_then(|one| one["filterExpression"].as_str()).expect("a filter");
    assert_eq!(filter, "'Region'[Region] = \"O'Brien \"\"North\"\" & Co]\"");
    assert_eq!(roles[2]["members"][0]["memberName"], "boss@example.com");
}

#[test]
fn the_script_says_everything_of_a_role_and_only_of_those_of_the_mapping() {
    let (project, _) = generated("mode = \"both\"\n");
    project.run(&["roles", "script", "-o", "roles.tmsl", "--database", "Live"]).ok().says("1 role, 12 members");
    let script: Value = serde_json::from_str(&project.read("roles.tmsl")).expect("JSON");
    let operation = &script["sequence"]["operations"][0]["createOrReplace"];
    assert_eq!(operation["object"], serde_json::json!({ "database": "Live", "role": "Regional Manager" }));
    let permissions = operation["role"]["tablePermissions"].as_array().expect("permissions");
    assert!(
        permissions.len() > 5 && permissions.iter().all(|one| one["filterExpression"].is_string()),
        "{permissions:?}"
    );
    let empty = Project::demo();
    empty.run(&["roles", "script"]).exits(64).says("pbiforge generate");
    project.run(&["roles", "script", "--set", "roles.role=Boss"]).exits(64).says("no role `Boss`");
}

#[test]
fn what_is_hidden_is_in_the_role_and_what_uses_it_is_told() {
    let (project, ran) = generated("[roles.hide]\n\"*\" = [\"fact_sales.unit_price\", \"Customer[Customer ID]\"]\n");
    let role = project.read(&format!("{ROLES}/Regional Manager.tmdl"));
    assert!(role.contains("\ttablePermission Sales\n\n\t\tcolumnPermission 'Unit Price' = none\n"), "{role}");
    assert!(role.contains("\ttablePermission Customer\n\n\t\tcolumnPermission 'Customer ID' = none\n"), "{role}");
    assert!(ran.stderr.contains("RL027") && ran.stderr.contains("Customer[Customer ID]"), "{}", ran.stderr);
    let script = project.run(&["roles", "script"]).ok().json();
    let permissions = &script["sequence"]["operations"][0]["createOrReplace"]["role"]["tablePermissions"];
    let sales = permissions.as_array().expect("permissions").iter().find(|one| one["name"] == "Sales");
    let hidden = serde_json::json!([{ "name": "Unit Price", "metadataPermission": "none" }]);
    assert_eq!(sales.map(|sales| &sales["columnPermissions"]), Some(&hidden));
    let ddl = root().join("sql");
    project.file("pbiforge.toml", "[roles.hide]\n\"*\" = [\"Sales[Unit Prise]\"]\n");
    project.run(&["generate", "--ddl", ddl.to_str().expect("a path")]).exits(1).says("did you mean `Unit Price`?");
}

#[cfg(feature = "etl")]
#[test]
fn countries_of_the_data_that_nobody_claims_are_told() {
    let project = Project::demo();
    project.run(&["load", "--set", "sample.rows=20000"]).ok();
    let without: String =
        project.read("roles/regions.csv").lines().map(|line| line.replace("Germany,", "Germny,") + "\n").collect();
    project.file("roles/regions.csv", without);
    let ran = project.run(&["roles", "check"]).ok().says("RL018").says("no region claims `Germany`");
    assert!(
        ran.stderr.contains("roles/regions.csv:5") && ran.stderr.contains("write it as the data does"),
        "{}",
        ran.stderr
    );
    assert!(!project.run(&["roles", "check", "--offline"]).ok().stderr.contains("RL018"));
}

/// A workbook of one sheet with these rows; the formula stands in the last cell.
fn workbook(rows: &[[String; 2]], formula: Option<&str>) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let last = rows.len();
    let cells = |(at, row): (usize, &[String; 2])| {
        let cell = |(column, text): (char, &String)| {
            let formula = formula.filter(|_| at + 1 == last && column == 'B');
            let formula = formula.map_or(String::new(), |text| format!("<f>{}</f>", escaped(text)));
            format!("<c r=\"{column}{}\" t=\"str\">{formula}<v>{}</v></c>", at + 1, escaped(text))
        };
        let cells: String = ['A', 'B'].into_iter().zip(row).map(cell).collect();
        format!("<row r=\"{}\">{cells}</row>", at + 1)
    };
    let data: String = rows.iter().enumerate().map(cells).collect();
    let entries = [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" \
                 Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"S\" sheetId=\"1\" \
                 r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/worksheet\" \
                 Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{data}</sheetData></worksheet>")),
    ];
    zip(&entries)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// A ZIP archive whose entries are stored as they are.
fn zip(entries: &[(&str, String)]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in entries {
        let (offset, size) = (file.len() as u32, text.len() as u32);
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        for number in [crc(text.as_bytes()), size, size, name.len() as u32] {
            common.extend(number.to_le_bytes());
        }
        file.extend(b"PK\x03\x04");
        file.extend(&common);
        file.extend(name.as_bytes());
        file.extend(text.as_bytes());
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (offset, size, count) = (file.len() as u32, directory.len() as u32, entries.len() as u16);
    file.extend(directory);
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    file.extend([size.to_le_bytes(), offset.to_le_bytes()].concat());
    file.extend([0, 0]);
    file
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    };
    !bytes.iter().fold(!0, step)
}
