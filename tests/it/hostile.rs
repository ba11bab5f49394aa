//! Files that no tool wrote: the checker must neither panic nor hang on them.

use std::time::{Duration, Instant};

use pbiforge::check::{check, codes};
use pbiforge::diag::{Code, Diagnostic, Findings, github, json, junit, sarif};
use pbiforge::file_tree::FileTree;

use crate::mutants::{path, sound};
use crate::support::Project;

/// A file cut off at every byte, the rest of the project whole.
fn cut(file: &str) {
    let mut tree = sound();
    let path = path(&tree, file);
    let whole = tree.get(&path).expect("the file").to_vec();
    for end in 0..whole.len() {
        tree.insert(path.clone(), &whole[..end]);
        for diagnostic in check(&tree) {
            let place = diagnostic.place().expect("a place");
            assert!(!place.file.is_empty(), "{end}: {}", diagnostic.message);
        }
    }
}

#[test]
fn a_model_file_may_end_anywhere() {
    cut("tables/Region.tmdl");
}

#[test]
fn a_visual_may_end_anywhere() {
    cut("9bbc235648a6706f4aeb/visual.json");
}

#[test]
fn a_model_of_a_hundred_thousand_lines_takes_a_moment() {
    let measures = (1..10_000).map(|at| {
        let before = at - 1;
        format!("\tmeasure 'M {at}' = SUM(T[C {at}]) + [M {before}]\n\t\tlineageTag: m{at}\n\n")
    });
    let measures = ["\tmeasure 'M 0' = 1\n\n".to_owned()].into_iter().chain(measures);
    let columns = (0..10_000).map(|at| {
        format!(
            "\t/// One\n\tcolumn 'C {at}'\n\t\tdataType: int64\n\t\tlineageTag: c{at}\n\t\tsourceColumn: c{at}\n\n\n"
        )
    });
    let text: String = measures.chain(columns).collect();
    let mut tree = FileTree::new();
    tree.insert("t.tmdl", format!("table T\n\n{text}\tpartition T = m\n\t\tsource = 1\n"));
    let start = Instant::now();
    assert!(check(&tree).is_empty());
    // About a third of a second; looking every name up one by one took minutes.
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}

#[test]
fn thousands_of_faults_are_shown_without_reading_the_file_for_each() {
    let project = Project::empty();
    project.file("t.tmdl", format!("table T\n{}\n\tpartition T = m\n\t\tsource = 1\n", "\tcolumn A\n".repeat(20_000)));
    let start = Instant::now();
    project.run(&["check", "."]).exits(1).says("column `A` is declared twice");
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn a_nest_of_brackets_is_one_fault() {
    let mut tree = sound();
    let path = path(&tree, "9bbc235648a6706f4aeb/visual.json");
    tree.insert(path, "[".repeat(10_000) + &"]".repeat(10_000));
    assert_eq!(check(&tree).iter().map(|found| found.code.id).collect::<Vec<_>>(), ["PB001"]);
}

#[test]
fn places_are_counted_in_characters_whatever_ends_the_lines() {
    let project = Project::empty();
    project.file("t.tmdl", "table T\r\n\r\n\tmeasure 'é🎉' = SUM(T[x])\r\n\r\n\tpartition T = m\r\n\t\tsource = 1\r\n");
    let ran = project.run(&["--json", "check", "."]).exits(1);
    let label = &ran.json()["diagnostics"][0]["labels"][0];
    assert_eq!((label["line"].as_u64(), label["column"].as_u64()), (Some(3), Some(22)), "{label}");
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_and_a_file_beyond_memory_are_passed_over() {
    let project = Project::empty();
    project.file("model.tmdl", "model Model\n\tculture: en-US\n").file("a/x.txt", "");
    std::os::unix::fs::symlink("..", project.path("a/up")).expect("a link");
    // Holes: a terabyte that no disk holds.
    let huge = std::fs::File::create(project.path("raw.csv")).expect("a file");
    huge.set_len(1 << 40).expect("a length");
    project.run(&["check", "."]).ok();
}

/// What checking a model of these files takes, and what it says.
fn checked(files: &[(&str, String)]) -> (Duration, Vec<&'static str>) {
    let mut tree = FileTree::new();
    files.iter().for_each(|(path, text)| tree.insert(*path, text.as_str()));
    let start = Instant::now();
    let codes = check(&tree).iter().map(|found| found.code.id).collect();
    (start.elapsed(), codes)
}

const PARTITION: &str = "\tpartition T = m\n\t\tsource = 1\n";

#[test]
fn a_table_of_thousands_of_columns_is_not_listed_at_every_mention() {
    let columns: String = (0..5_000).map(|at| format!("\tcolumn C{at}\n\t\tdataType: int64\n\n")).collect();
    let more: String = (0..2_000)
        .map(|at| {
            format!("\tmeasure M{at} = SUMX(FILTER(T, T[C{at}] > 1), [C{at}])\n\n\tcolumn K{at} = [C{at}] + 1\n\n")
        })
        .collect();
    let (time, codes) = checked(&[("t.tmdl", format!("table T\n\n{columns}{more}{PARTITION}"))]);
    assert!(codes.is_empty(), "{codes:?}");
    assert!(time < Duration::from_secs(10), "{time:?}");
}

#[test]
fn names_of_a_megabyte_are_not_compared_letter_by_letter() {
    let long = "n".repeat(200_000);
    let measure = format!("\tmeasure '{long}' = 1\n\n\tmeasure M = [{long}x]\n\n");
    let (time, codes) = checked(&[("t.tmdl", format!("table T\n\n{measure}{PARTITION}"))]);
    assert_eq!(codes, ["DX102"]);
    assert!(time < Duration::from_secs(10), "{time:?}");
}

#[test]
fn a_web_of_relationships_is_searched_only_so_far() {
    let tables: String = (0..300)
        .map(|at| format!("table T{at}\n\n\tcolumn K\n\t\tdataType: int64\n\n\tpartition P = m\n\t\tsource = 1\n\n"))
        .collect();
    let ends = (1..5).flat_map(|step| (0..300 - step).map(move |at| (at, at + step)));
    let web: String = ends
        .map(|(from, to)| {
            format!(
                "relationship r{from}_{to}\n\tcrossFilteringBehavior: bothDirections\n\tfromColumn: T{from}.K\n\ttoColumn: T{to}.K\n\n"
            )
        })
        .collect();
    let (time, codes) = checked(&[("model.tmdl", format!("{tables}{web}"))]);
    assert!(codes.contains(&"MD006"), "{codes:?}");
    assert!(time < Duration::from_secs(60), "{time:?}");
}

/// What the checker finds, told in every format for programs.
fn told(tree: &FileTree) -> Vec<Diagnostic> {
    let diagnostics = check(tree);
    let codes: Vec<&'static Code> = codes().collect();
    let findings = Findings { diagnostics: &diagnostics, silenced: &[], sources: tree, files: &[], codes: &codes };
    let texts = [
        json::report(&findings).to_string(),
        sarif::render(&findings).to_string(),
        junit::render(&findings),
        github::render(&findings),
    ];
    assert!(texts.iter().all(|text| diagnostics.is_empty() || text.contains(diagnostics[0].code.id)));
    diagnostics
}

#[test]
fn thousands_of_faults_on_one_line_of_dax_are_not_counted_from_its_beginning() {
    let dax: String = (0..10_000).map(|at| format!("SUM(T[Missing {at}]) + ")).collect();
    let mut tree = FileTree::new();
    tree.insert("t.tmdl", format!("table T\n\n\tmeasure M = {dax}1\n\n\tcolumn A\n\t\tdataType: int64\n\n{PARTITION}"));
    let start = Instant::now();
    assert_eq!(told(&tree).len(), 10_000);
    // Some seconds without optimisation; counting from the beginning of the line took minutes.
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

#[test]
fn thousands_of_missing_fields_on_one_line_of_a_visual_are_told_at_once() {
    let mut tree = sound();
    let path = path(&tree, "9bbc235648a6706f4aeb/visual.json");
    let fields: Vec<String> = (0..5_000)
        .map(|at| {
            format!(
                r#"{{"field":{{"Column":{{"Expression":{{"SourceRef":{{"Entity":"Sales"}}}},"Property":"Missing {at}"}}}},"queryRef":"Sales.Missing {at}"}}"#
            )
        })
        .collect();
    let visual = format!(
        r#"{{"name":"v","visual":{{"visualType":"tableEx","query":{{"queryState":{{"Values":{{"projections":[{}]}}}}}}}}}}"#,
        fields.join(",")
    );
    tree.insert(path, visual);
    let start = Instant::now();
    let found = told(&tree);
    assert_eq!(found.iter().filter(|found| found.message.contains("has no column `Missing")).count(), 5_000);
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

#[test]
fn files_of_nothing_but_zeros_or_of_no_text_are_one_fault_each() {
    for (bytes, model, report) in [(vec![0; 3_000_000], "TM010", "PB001"), (vec![0xff; 3_000_000], "TM050", "PB001")] {
        let mut tree = sound();
        for file in ["tables/Region.tmdl", "9bbc235648a6706f4aeb/visual.json"] {
            let path = path(&tree, file);
            tree.insert(path, bytes.as_slice());
        }
        let found = told(&tree);
        for code in [model, report] {
            assert_eq!(found.iter().filter(|found| found.code.id == code).count(), 1, "{code}");
        }
    }
}

#[test]
fn five_thousand_relationships_are_searched_to_the_end() {
    let column = |at: usize| format!("\tcolumn C{at}\n\t\tdataType: int64\n\n");
    let columns: String = (0..20).map(column).collect();
    let tables: String =
        (0..500).map(|at| format!("table T{at}\n\n{columns}\tpartition P = m\n\t\tsource = 1\n\n")).collect();
    // Facts, each joined with ten of fifty dimensions: many, and no two ways between any two.
    let joins: String = (50..500)
        .flat_map(|fact| (0..10).map(move |at| (fact, at, (fact * 7 + at) % 50)))
        .map(|(fact, at, dimension)| {
            format!("relationship r{fact}_{at}\n\tfromColumn: T{fact}.C{at}\n\ttoColumn: T{dimension}.C0\n\n")
        })
        .collect();
    let (time, codes) = checked(&[("model.tmdl", format!("{tables}{joins}"))]);
    assert!(codes.is_empty(), "{codes:?}");
    assert!(time < Duration::from_secs(20), "{time:?}");
}

/// What a measure of this expression takes, and the codes that it gives.
fn measured(dax: &str) -> (Duration, Vec<&'static str>) {
    let columns = "\tcolumn C\n\t\tdataType: int64\n\n\tmeasure One = SUM(T[C])\n\n";
    checked(&[("t.tmdl", format!("table T\n\n{columns}\tmeasure M = {dax}\n\n{PARTITION}"))])
}

#[test]
fn thousands_of_variables_are_found_by_name() {
    let variables: String = (1..20_000).map(|at| format!("VAR v{at} = v0 + [One] + {at} ")).collect();
    let used: Vec<String> = (1..20_000).map(|at| format!("v{at}")).collect();
    let (time, codes) = measured(&format!("VAR v0 = 1 {variables} RETURN {}", used.join(" + ")));
    assert!(codes.is_empty(), "{codes:?}");
    // Looked for one by one it took half a minute.
    assert!(time < Duration::from_secs(20), "{time:?}");
}

#[test]
fn an_expression_of_megabytes_takes_no_memory() {
    let (time, codes) = measured(&"SUM(T[C]) + ".repeat(1_000_000));
    assert_eq!(codes, ["DX168"]);
    assert!(time < Duration::from_secs(20), "{time:?}");
}

#[test]
fn what_is_deep_or_long_is_one_fault_or_none() {
    for open in ["SUMX(T, ", "IF([One] > 1, ", "VAR x = 1 RETURN x + ", "NOT ", "{ "] {
        let (time, codes) = measured(&open.repeat(100_000));
        assert_eq!(codes, ["DX013"], "{open}");
        assert!(time < Duration::from_secs(20), "{open}: {time:?}");
    }
    for link in [" + [One]", " && [One] > 1", " & \"x\""] {
        let (time, codes) = measured(&format!("[One]{}", link.repeat(50_000)));
        assert!(codes.is_empty(), "{link}: {codes:?}");
        assert!(time < Duration::from_secs(20), "{link}: {time:?}");
    }
    let cases: String = (0..20_000).map(|at| format!(", {at}, [One]")).collect();
    let (time, codes) = measured(&format!("SWITCH([One]{cases})"));
    assert!(codes.is_empty(), "{codes:?}");
    assert!(time < Duration::from_secs(20), "{time:?}");
}

#[test]
fn thousands_of_wrong_names_and_arguments_take_a_moment() {
    let wrong: String = (0..3_000).map(|at| format!(" + DIVIDE([Gone {at}]) + SUM(T[Gone {at}])")).collect();
    let (time, codes) = measured(&format!("1{wrong}"));
    assert!(codes.len() > 5_900, "{}", codes.len());
    assert!(time < Duration::from_secs(30), "{time:?}");
}
