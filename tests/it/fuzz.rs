//! The parsers and the whole checker on texts that a generator has bent: nothing panics, nothing takes long.
//!
//! The seeds are the generated project and the cases of the checker; the generator's seed is fixed, so that a finding
//! comes again. `PBIFORGE_FUZZ_SECONDS=600` goes on for so long, with other numbers; without it a few seconds are
//! enough for what a change is likely to break.

use std::time::{Duration, Instant};

use pbiforge::check::check;
use pbiforge::file_tree::FileTree;
use pbiforge::{dax, m, pbir, tmdl};

use crate::mutants::sound;
use crate::support::{files_below, root};

/// Xorshift: the same numbers everywhere and always.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// What breaks lexers and parsers: openings, ends, marks of the four languages, and no text at all.
const WORDS: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "'",
    "\"",
    "#\"",
    "```",
    "\n",
    "\r\n",
    "\t",
    "\t\t\t",
    " ",
    ",",
    ";",
    "=",
    "=>",
    ":",
    "..",
    "...",
    "@",
    "?",
    "/*",
    "*/",
    "//",
    "--",
    "///",
    "\\u0000",
    "\u{0}",
    "\u{feff}",
    "é",
    "🎉",
    "1e999",
    "0x",
    "VAR",
    "RETURN",
    "DEFINE",
    "EVALUATE",
    "let",
    "in",
    "each",
    "try",
    "type table [",
    "section",
    "measure ",
    "column ",
    "table ",
    "ref ",
    "partition ",
    "null",
    "-",
    "&&",
    "||",
    "<>",
    "[[",
    "]]",
];

fn bent(random: &mut Random, seed: &str, other: &str) -> String {
    let mut text: Vec<char> = seed.chars().collect();
    for _ in 0..=random.below(6) {
        let at = random.below(text.len() + 1);
        let end = (at + random.below(12)).min(text.len());
        match random.below(6) {
            0 => drop(text.drain(at..end)),
            1 => drop(text.splice(at..at, random.pick(WORDS).chars())),
            2 => drop(text.splice(at..end, random.pick(WORDS).chars())),
            3 => {
                let piece: Vec<char> = text[at..end].to_vec();
                let times = 1 + random.below(40);
                drop(text.splice(at..at, piece.repeat(times)));
            }
            4 => {
                let from = random.below(other.chars().count());
                let piece: Vec<char> = other.chars().skip(from).take(random.below(60)).collect();
                drop(text.splice(at..at, piece));
            }
            _ => text.truncate(at.max(1)),
        }
    }
    text.into_iter().collect()
}

/// Runs until the rounds or, where the environment gives them, the seconds are over; gives the rounds.
fn rounds(name: &str, least: usize, seeds: &[String], test: impl Fn(&str)) {
    let seconds = std::env::var("PBIFORGE_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    let (start, mut random, mut done) = (Instant::now(), Random(0x9e37_79b9_7f4a_7c15), 0);
    while done < least || seconds.is_some_and(|seconds| start.elapsed() < Duration::from_secs(seconds)) {
        let (seed, other) = (random.pick(seeds).clone(), random.pick(seeds).clone());
        let text = bent(&mut random, &seed, &other);
        let begun = Instant::now();
        let finished = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| test(&text)));
        assert!(finished.is_ok(), "{name}: round {done}, a panic over\n{text:?}");
        assert!(begun.elapsed() < Duration::from_secs(5), "{name}: round {done}, {:?} over\n{text:?}", begun.elapsed());
        done += 1;
    }
    println!("{name}: {done} rounds in {:.1} s", start.elapsed().as_secs_f64());
}

fn seeds(end: &str) -> Vec<String> {
    let tree = sound();
    let mut seeds: Vec<String> =
        tree.paths().filter(|path| path.ends_with(end)).filter_map(|path| Some(tree.text(path)?.to_owned())).collect();
    // What stands in the fences of the cases.
    for (_, bytes) in files_below(&root().join("tests/check")) {
        let text = String::from_utf8(bytes).expect("text");
        let blocks = text.split("\n```").skip(1).step_by(2).filter_map(|block| block.split_once('\n'));
        seeds.extend(blocks.filter(|(info, _)| info.trim_end().ends_with(end)).map(|(_, body)| body.to_owned()));
    }
    assert!(!seeds.is_empty());
    seeds
}

/// The formulas of the seeds: of DAX and of M alike, each parser gets the other's too.
fn formulas() -> Vec<String> {
    fn walk(objects: &[tmdl::Object], found: &mut Vec<String>) {
        for object in objects {
            found.extend(object.default.iter().map(|one| one.text.clone()));
            found.extend(object.properties.iter().filter_map(|property| match &property.value {
                tmdl::Value::Expression(one) => Some(one.text.clone()),
                _ => None,
            }));
            walk(&object.children, found);
        }
    }
    let mut found = Vec::new();
    for seed in seeds(".tmdl") {
        walk(&tmdl::parse(&seed).objects, &mut found);
    }
    found.retain(|text| !text.is_empty());
    found
}

#[test]
fn tmdl_is_read_whatever_it_is() {
    rounds("tmdl", 1500, &seeds(".tmdl"), |text| {
        let document = tmdl::parse(text);
        assert_eq!(document.text(), text);
        for error in document.diagnostics("a") {
            assert!(error.place().is_some());
        }
    });
}

#[test]
fn dax_is_read_whatever_it_is() {
    rounds("dax", 3000, &formulas(), |text| {
        let parsed = dax::parse_expression(text);
        assert!(parsed.errors.iter().all(|error| text.get(error.span.clone()).is_some()));
        dax::parse_function(text);
        dax::parse_query(text);
    });
}

#[test]
fn m_is_read_whatever_it_is() {
    rounds("m", 3000, &formulas(), |text| {
        let parsed = m::parse(text);
        let mut problems = parsed.problems.clone();
        problems.extend(m::scope_problems(&parsed, &["Sales"].into()));
        problems.extend(m::column_problems(&parsed));
        assert!(problems.iter().all(|problem| text.get(problem.span.clone()).is_some()));
    });
}

#[test]
fn pbir_is_read_whatever_it_is() {
    rounds("pbir", 1500, &seeds(".json"), |text| {
        if let Ok(json) = pbir::json::parse(text) {
            pbir::fields::fields(&json);
        }
    });
}

#[test]
fn a_project_is_checked_whatever_one_of_its_files_is() {
    rounds("check", 200, &seeds(".tmdl"), |text| {
        let mut tree = FileTree::new();
        tree.insert("X.SemanticModel/definition/model.tmdl", "model Model\n");
        tree.insert("X.SemanticModel/definition/tables/a.tmdl", text);
        for found in check(&tree) {
            found.place().map(|place| place.line_and_column(&tree));
        }
        pbiforge::deps::Graph::of(&tree);
    });
}
