//! The cases of the checker, in `tests/check/*.md`.
//!
//! A heading `# TM001 byte-order-mark` begins the cases of a code, `## …` a case. A case is a project: each of its
//! fenced blocks is a file, named on the line of the fence after a word for the language; `hex` writes bytes. The
//! block `expect` lists what the checker says, a line each: code, severity where it is not the code's own, file and
//! line. Empty, the project is sound. A block `human` is the whole of what a person is shown. The files below a
//! heading `# base` are those of every case of that document, which says only what it has otherwise.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use pbiforge::check::{ambiguous_paths, check_all, codes, is_off, schemas};
use pbiforge::diag::{Diagnostic, human};
use pbiforge::file_tree::FileTree;

#[derive(Default)]
struct Case {
    /// The code it belongs to, such as `TM001`.
    code: String,
    title: String,
    tree: FileTree,
    expected: Option<String>,
    human: Option<String>,
}

#[test]
fn every_case_says_what_it_expects() {
    let mut wrong = Vec::new();
    for case in &cases() {
        let title = format!("{}: {}", case.code, case.title);
        let Some(expected) = &case.expected else {
            wrong.push(format!("{title}\nhas no block `expect`"));
            continue;
        };
        let found = found(case);
        let said: Vec<String> = found.iter().map(|diagnostic| line(diagnostic, &case.tree)).collect();
        if said.join("\n") != expected.trim() {
            let all: Vec<String> = found.iter().map(|found| human::render(found, &case.tree, false)).collect();
            let (said, all) = (said.join("\n"), all.concat());
            wrong.push(format!("{title}\n--- expected\n{}\n--- said\n{said}\n--- in full\n{all}", expected.trim()));
        }
        if let Some(human) = &case.human {
            let said: String = found.iter().map(|found| human::render(found, &case.tree, false)).collect();
            // Lines without text carry blanks at their end, which an editor would take off.
            let said: Vec<&str> = said.trim_end().lines().map(str::trim_end).collect();
            if said.join("\n") != human.trim_end() {
                wrong.push(format!("{title}\n--- expected\n{}\n--- shown\n{}", human.trim_end(), said.join("\n")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} cases went wrong\n\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn every_code_has_a_case_that_gives_it_and_one_that_does_not() {
    let mut given: BTreeMap<String, [bool; 2]> = BTreeMap::new();
    for case in cases() {
        let gives = case.expected.unwrap_or_default().lines().any(|line| line.starts_with(&case.code));
        given.entry(case.code).or_default()[usize::from(gives)] = true;
    }
    // What Microsoft's schemas say needs the schemas, and some models are too large for a page: their cases stand with
    // the rule.
    let stands_with_rule = |code: &str| {
        let large = [&ambiguous_paths::UNSEARCHED_PATHS];
        code == "DX168" || schemas::CODES.iter().chain(&large).any(|elsewhere| elsewhere.id == code)
    };
    let missing: Vec<&str> = codes()
        .map(|code| code.id)
        .filter(|code| !stands_with_rule(code))
        .filter(|code| given.get(*code).is_none_or(|given| !(given[0] && given[1])))
        .collect();
    assert!(missing.is_empty(), "without both cases: {missing:?}");
}

#[test]
fn every_code_is_explained_by_a_wrong_and_a_right_example() {
    let mut ids = BTreeMap::new();
    for code in codes() {
        assert!(code.explanation.contains("Wrong") && code.explanation.contains("Right"), "{}", code.id);
        assert_eq!(ids.insert(code.id, code.name), None, "{} stands twice", code.id);
    }
    let mut names: Vec<&str> = ids.values().copied().collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), ids.len(), "two codes share a name");
}

#[test]
fn every_fix_mends_what_it_is_offered_for() {
    for case in cases() {
        for diagnostic in check_all(&case.tree, None) {
            let Some(fix) = &diagnostic.fix else { continue };
            let mut text = case.tree.text(&fix.file).expect("a fix is for a text").to_owned();
            for (span, insert) in fix.edits.iter().rev() {
                text.replace_range(span.clone(), insert);
            }
            let mut tree = case.tree.clone();
            tree.insert(fix.file.as_str(), text);
            let is_left = check_all(&tree, None)
                .iter()
                .any(|left| left.code == diagnostic.code && left.place() == diagnostic.place());
            assert!(!is_left, "{}: {}: `{}` mends nothing", case.code, case.title, fix.title);
        }
    }
}

/// What is said by default, and by the rule that the case is about.
fn found(case: &Case) -> Vec<Diagnostic> {
    let mut found = check_all(&case.tree, None);
    found.retain(|diagnostic| !is_off(diagnostic.code) || diagnostic.code.id == case.code);
    found
}

fn line(diagnostic: &Diagnostic, tree: &FileTree) -> String {
    let place = diagnostic.place().expect("every diagnostic of the checker has a place");
    let severity = match diagnostic.severity == diagnostic.code.severity {
        true => String::new(),
        false => format!(" {}", diagnostic.severity.as_str()),
    };
    let at = place.line_and_column(tree).0.map_or(String::new(), |line| format!(":{line}"));
    format!("{}{severity} {}{at}", diagnostic.code.id, place.file)
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check");
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("the folder of cases").map(|entry| entry.expect("a file").path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    files.sort();
    let cases: Vec<Case> =
        files.iter().flat_map(|path| read(&fs::read_to_string(path).expect("a file of cases"))).collect();
    assert!(!cases.is_empty());
    cases
}

fn read(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let (mut code, mut base) = (String::new(), FileTree::new());
    let mut lines = text.split_inclusive('\n');
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("# ") {
            code = title.split(' ').next().unwrap_or_default().trim().to_owned();
        } else if let Some(title) = line.strip_prefix("## ") {
            if let Some(at) = cases.iter().position(|case| case.code == "base") {
                base = cases.remove(at).tree;
            }
            let (code, tree) = (code.clone(), base.clone());
            cases.push(Case { code, title: title.trim().to_owned(), tree, ..Case::default() });
        } else if line.starts_with("```") {
            let fence: String = line.chars().take_while(|c| *c == '`').collect();
            let info = line.trim_start_matches('`').trim();
            let body: String = lines.by_ref().take_while(|line| line.trim_end() != fence).collect();
            block(cases.last_mut().expect("a block stands in a case"), info, body);
        }
    }
    cases
}

fn block(case: &mut Case, info: &str, body: String) {
    match info.split_once(' ') {
        Some(("hex", path)) => {
            let bytes = body.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).expect("two hex digits"));
            case.tree.insert(path.trim(), bytes.collect::<Vec<u8>>());
        }
        Some((_, path)) => case.tree.insert(path.trim(), body),
        None if info == "expect" => case.expected = Some(body),
        None if info == "human" => case.human = Some(body),
        None => panic!("`{info}` names no file"),
    }
}
