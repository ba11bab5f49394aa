//! The generated project broken everywhere, one place after the other, by a machine.
//!
//! Every word of every TMDL file and every name in every file of the report is misspelt, every object deleted, every
//! closing bracket and quote of a formula taken away. What the checker then says is counted, and what it lets pass
//! has to be of a sort that no checker can see: text that people read, or a name that only the data can refute.

use std::collections::BTreeMap;

use pbiforge::check::check;
use pbiforge::diag::Severity;
use pbiforge::file_tree::FileTree;
use pbiforge::tmdl::{self, Document, Object, Value};

use super::sound;

/// One change: the bytes of a file that go, and what comes in their place.
struct Mutation {
    sort: &'static str,
    file: String,
    span: std::ops::Range<usize>,
    to: String,
}

/// How many were made and found, by sort, and those that were not.
#[derive(Default)]
struct Score {
    made: usize,
    found: usize,
    escaped: Vec<String>,
}

fn scores(tree: &FileTree, mutations: &[Mutation]) -> BTreeMap<&'static str, Score> {
    let mut scores: BTreeMap<&'static str, Score> = BTreeMap::new();
    for mutation in mutations {
        let old = tree.text(&mutation.file).expect("text");
        let mut new = old.to_owned();
        new.replace_range(mutation.span.clone(), &mutation.to);
        let mut mutant = tree.clone();
        mutant.insert(mutation.file.as_str(), new);
        let score = scores.entry(mutation.sort).or_default();
        score.made += 1;
        if check(&mutant).iter().any(|found| found.severity >= Severity::Warning) {
            score.found += 1;
        } else {
            let line = old[..mutation.span.start].matches('\n').count();
            let shown = old.lines().nth(line).unwrap_or_default().trim();
            let file = mutation.file.rsplit('/').next().unwrap_or_default();
            let from = &old[mutation.span.clone()];
            let from: String = from.chars().take(60).collect();
            score.escaped.push(format!("{file}:{}: `{from}` to `{}`: {shown}", line + 1, mutation.to));
        }
    }
    scores
}

/// Each so many; all of them where `PBIFORGE_MUTANTS=all` asks for it.
const STEP: usize = 41;

/// Prints the figures and what escaped, and gives both.
fn report(mutations: Vec<Mutation>) -> BTreeMap<&'static str, Score> {
    let tree = sound();
    let step = if std::env::var_os("PBIFORGE_MUTANTS").is_some_and(|all| all == "all") { 1 } else { STEP };
    let mutations: Vec<Mutation> = mutations.into_iter().step_by(step).collect();
    let scores = scores(&tree, &mutations);
    for (sort, score) in &scores {
        println!("{sort}: {} of {} found", score.found, score.made);
    }
    let (made, found) = scores.values().fold((0, 0), |sum, one| (sum.0 + one.made, sum.1 + one.found));
    println!("all: {found} of {made} found, {:.1} %", 100.0 * found as f64 / made.max(1) as f64);
    for (sort, score) in &scores {
        score.escaped.iter().for_each(|one| println!("{sort}: {one}"));
    }
    scores
}

fn texts(tree: &FileTree, end: &str) -> Vec<(String, String)> {
    let paths = tree.paths().filter(|path| path.ends_with(end));
    paths.map(|path| (path.to_owned(), tree.text(path).expect("text").to_owned())).collect()
}

/// The words of a text: where each begins and ends.
fn words(text: &str) -> Vec<std::ops::Range<usize>> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, is_word(c)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    words.retain(|word| text[word.clone()].starts_with(|c: char| c.is_alphabetic() || c == '_'));
    words
}

/// Two letters change places, or one comes twice where they are alike.
fn misspelt(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let middle = letters.len() / 2;
    match letters.len() {
        0 => {}
        1 => letters.push('x'),
        _ if letters[middle - 1] == letters[middle] => letters.insert(middle, letters[middle]),
        _ => letters.swap(middle - 1, middle),
    }
    letters.into_iter().collect()
}

/// What a person reads, or only a tool: nothing else says how it is spelt.
fn is_free_text(line: &str) -> bool {
    let line = line.trim();
    let free = [
        "lineageTag:",
        "sourceLineageTag:",
        "displayFolder:",
        "annotation ",
        "formatString:",
        "model ",
        "changedProperty",
    ];
    line.starts_with("///") || free.iter().any(|start| line.starts_with(start)) && !line.starts_with("annotation PBI")
}

fn walk<'a>(objects: &'a [Object], visit: &mut dyn FnMut(&'a Object)) {
    for object in objects {
        visit(object);
        walk(&object.children, visit);
    }
}

fn expressions(document: &Document) -> Vec<&tmdl::Expression> {
    let mut found = Vec::new();
    walk(&document.objects, &mut |object| {
        // The value of a partition or a member is a word, that of an annotation is its own.
        if !["partition", "annotation", "member"].contains(&object.kind.as_str()) {
            found.extend(&object.default);
        }
        found.extend(object.properties.iter().filter_map(|property| match &property.value {
            Value::Expression(expression) => Some(expression),
            _ => None,
        }));
    });
    found
}

/// Whether the bytes lie in a text literal of DAX or M, or in a comment.
fn is_literal(text: &str, at: usize) -> bool {
    let line = &text[text[..at].rfind('\n').map_or(0, |at| at + 1)..at];
    let before = line.replace("#\"", "\u{1}");
    let mut inside = None;
    for c in before.chars() {
        match (inside, c) {
            (None, '"' | '\u{1}' | '\'') => inside = Some(c),
            (Some('"'), '"') | (Some('\u{1}'), '"') | (Some('\''), '\'') => inside = None,
            _ => {}
        }
    }
    inside == Some('"') || line.contains("//")
}

#[test]
fn a_misspelt_word_of_the_model_is_found() {
    let tree = sound();
    let mut mutations = Vec::new();
    for (file, text) in texts(&tree, ".tmdl") {
        for span in words(&text) {
            let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
            let line = text[start..].lines().next().unwrap_or_default();
            let sort = if is_free_text(line) {
                continue;
            } else if is_literal(&text, span.start) {
                "text literal"
            } else {
                "word"
            };
            let to = misspelt(&text[span.clone()]);
            mutations.push(Mutation { sort, file: file.clone(), span, to });
        }
    }
    let scores = report(mutations);
    // The others are names of objects that nothing names, and words that only the data or a person can refute.
    let word = &scores["word"];
    assert!(word.found * 100 >= word.made * 80, "{} of {}", word.found, word.made);
}

#[test]
fn a_formula_without_one_of_its_brackets_or_quotes_is_found() {
    let tree = sound();
    let mut mutations = Vec::new();
    for (file, text) in texts(&tree, ".tmdl") {
        let document = tmdl::parse(&text);
        for expression in expressions(&document) {
            let range = expression.span.clone();
            for (at, c) in text[range.clone()].char_indices() {
                let at = range.start + at;
                if ")]}\"'([{".contains(c) && !is_literal(&text, at) {
                    let sort = if ")]}".contains(c) { "closing bracket" } else { "quote or opening bracket" };
                    mutations.push(Mutation { sort, file: file.clone(), span: at..at + 1, to: String::new() });
                }
            }
        }
    }
    let scores = report(mutations);
    for (sort, score) in &scores {
        assert_eq!(score.found, score.made, "{sort}: {:#?}", score.escaped);
    }
}

#[test]
fn an_object_that_is_gone_is_missed() {
    let tree = sound();
    let mut mutations = Vec::new();
    // What has no caption is called by its name.
    for (file, text) in texts(&tree, ".tmdl").into_iter().filter(|(file, _)| !file.contains("/cultures/")) {
        let document = tmdl::parse(&text);
        walk(&document.objects, &mut |object| {
            let sort = match object.kind.as_str() {
                "table" => "table",
                "column" => "column",
                "measure" => "measure",
                "partition" => "partition",
                "expression" => "expression",
                "level" | "hierarchy" => "hierarchy or level",
                _ => return,
            };
            let start = object.description.as_ref().map_or(object.kind_span.start, |one| one.span.start);
            mutations.push(Mutation { sort, file: file.clone(), span: start..object.span.end, to: String::new() });
        });
    }
    let scores = report(mutations);
    // What nothing needs may go.
    for score in ["table", "partition", "expression"].iter().filter_map(|sort| scores.get(sort)) {
        assert_eq!(score.found, score.made, "{:#?}", score.escaped);
    }
}

#[test]
fn a_misspelt_name_of_the_report_is_found() {
    let tree = sound();
    let mut mutations = Vec::new();
    let keys = [
        "Entity",
        "Property",
        "Hierarchy",
        "Level",
        "Source",
        "Name",
        "name",
        "visualType",
        "type",
        "path",
        "queryRef",
        "activePageName",
        "$schema",
        "version",
    ];
    for (file, text) in texts(&tree, ".json").into_iter().chain(texts(&tree, ".pbir")).chain(texts(&tree, ".pbip")) {
        if file.contains("StaticResources") {
            continue;
        }
        for (at, _) in text.match_indices("\": \"") {
            let key = &text[text[..at].rfind('"').map_or(0, |from| from + 1)..at];
            let Some(sort) = keys.iter().find(|known| **known == key) else { continue };
            let start = at + "\": \"".len();
            let end = start + text[start..].find('"').unwrap_or_default();
            if start < end {
                mutations.push(Mutation {
                    sort,
                    file: file.clone(),
                    span: start..end,
                    to: misspelt(&text[start..end]),
                });
            }
        }
    }
    let scores = report(mutations);
    for score in ["Entity", "Property", "activePageName"].iter().filter_map(|key| scores.get(key)) {
        assert_eq!(score.found, score.made, "{:#?}", score.escaped);
    }
}
