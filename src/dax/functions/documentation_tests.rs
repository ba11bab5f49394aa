//! The tables held against the syntax forms of Microsoft's function reference, which is not part of the repository.

use std::path::PathBuf;

use serde_json::Value;

use super::lookup;

/// Entries of the reference that are no functions.
const STATEMENTS: &[&str] = &["DEFINE", "EVALUATE", "FUNCTION", "INFO", "MEASURE", "ORDER", "START", "VAR"];

/// Where the engine takes another number of arguments than the syntax form shows, and why it is ours that holds.
const DIFFERENT: &[(&str, &str)] = &[
    ("DATATABLE", "the form shows two columns, one is enough"),
    ("DETAILROWS", "the brackets are those of the measure, it is not optional"),
    ("EARLIER", "the parameter list calls the number optional"),
    ("FIXED", "the parameter list calls decimals and no_commas optional"),
    ("ISSELECTEDMEASURE", "the form shows two measures, one is enough"),
    ("LEFT", "the parameter list calls num_chars optional"),
    ("LOG", "the parameter list tells what an omitted base means"),
    ("MAX", "a second form compares two expressions"),
    ("MIN", "a second form compares two expressions"),
    ("RIGHT", "the parameter list calls num_chars optional"),
    ("SAMPLE", "the order is optional, as in TOPN"),
    ("STARTOFYEAR", "it takes the end of the fiscal year as ENDOFYEAR does"),
    ("SUBSTITUTE", "the parameter list calls instance_num optional"),
    ("SUMMARIZE", "groups are optional: without one it gives the total"),
    ("SUMMARIZECOLUMNS", "groups are optional: without one it gives the total"),
    ("TOPN", "the parameter list calls the order optional"),
    ("TOPNSKIP", "the order is optional, as in TOPN"),
    ("TRUNC", "the parameter list tells what an omitted num_digits means"),
    ("WEEKDAY", "the engine and the examples leave return_type out"),
    ("YEARFRAC", "the parameter list calls the basis optional"),
];

/// Name and syntax form; `None` without the reference.
fn reference() -> Option<Vec<(String, Option<String>)>> {
    let shared = std::env::var_os("PBIFORGE_SHARED").filter(|folder| !folder.is_empty());
    let Some(shared) = shared else {
        println!("skipped: PBIFORGE_SHARED does not name the folder with the function reference");
        return None;
    };
    let text = std::fs::read_to_string(PathBuf::from(shared).join("reference/dax-functions.json"));
    let json: Value = serde_json::from_str(&text.expect("the reference")).expect("JSON");
    let entries = json["functions"].as_array().expect("a list").iter();
    Some(
        entries
            .map(|entry| {
                let name = entry["name"].as_str().expect("a name").to_owned();
                (name, entry["syntax"].as_str().map(str::to_owned))
            })
            .collect(),
    )
}

#[test]
fn every_documented_function_is_known_and_takes_as_many_arguments_as_its_form_shows() {
    let Some(reference) = reference() else { return };
    let (mut wrong, mut compared) = (Vec::new(), 0);
    for (name, form) in &reference {
        if STATEMENTS.contains(&name.as_str()) {
            continue;
        }
        let Some(function) = lookup(name) else {
            wrong.push(format!("{name} is not known"));
            continue;
        };
        let Some(form) = form else { continue };
        compared += 1;
        let ours = (function.signature.least(), function.signature.most());
        let theirs = counts(form);
        let excused = DIFFERENT.iter().any(|(excused, _)| excused == name);
        match (ours == theirs, excused) {
            (false, false) => wrong.push(format!("{form}\n    shows {theirs:?}, ours {ours:?}")),
            (true, true) => wrong.push(format!("{name} agrees and needs no excuse")),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(compared > 450, "only {compared} forms");
}

/// The least and the most arguments that a syntax form shows, such as `F(<a>, <b>[, <c>]…)`.
fn counts(form: &str) -> (usize, Option<usize>) {
    let inner = form.split_once('(').map_or("", |(_, rest)| rest);
    let inner = inner.rsplit_once(')').map_or(inner, |(inner, _)| inner);
    let endless = inner.contains('…') || inner.contains("...");
    let mut depth = 0_usize;
    let required = inner.chars().filter(|c| {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    });
    let least = arguments(&required.collect::<String>());
    let all: String = inner.chars().filter(|c| !matches!(c, '[' | ']')).collect();
    (least, if endless { None } else { Some(arguments(&all)) })
}

/// Between the commas outside doubled braces, what is more than an ellipsis.
fn arguments(list: &str) -> usize {
    let outside = match (list.find("{{"), list.rfind('}')) {
        (Some(open), Some(close)) => format!("{}rows{}", &list[..open], &list[close + 1..]),
        _ => list.to_owned(),
    };
    outside.split(',').filter(|part| part.chars().any(char::is_alphanumeric)).count()
}

#[test]
fn syntax_forms_are_counted() {
    assert_eq!(counts("TODAY()"), (0, Some(0)));
    assert_eq!(counts("COUNTROWS([<table>])"), (0, Some(1)));
    assert_eq!(counts("ADDCOLUMNS(<table>, <name>, <expression>[, <name>, <expression>]…)"), (3, None));
    assert_eq!(counts("ALL( [<table> | <column>[, <column>[, <column>[,…]]]] )"), (0, None));
    assert_eq!(counts("ALLNOBLANKROW( {<table> | <column>[, <column>[,…]]} )"), (1, None));
    assert_eq!(counts("XIRR(<table>, <values>, <dates>, [, <guess>[, <alternateResult>]])"), (3, Some(5)));
    assert_eq!(counts("DATATABLE (Name1, Type1, Name2, Type2..., {{Value1, Value2...}, {ValueN...}...})"), (5, None));
}
