//! PB051: a key that is all but one that Power BI looks for.

use std::collections::BTreeMap;

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;

pub const MISSPELT_KEY: Code = Code {
    id: "PB051",
    name: "misspelt-key",
    severity: Severity::Warning,
    explanation: "\
A key of a report's file differs by a letter or two from one that carries what a visual or a filter shows, and is no
known key itself. Power BI Desktop passes over it, and over all that stands below it, or refuses the file.

Wrong:  \"query\": { \"queryStat\": { \"Values\": … } }
Right:  \"query\": { \"queryState\": { \"Values\": … } }
",
};

/// What is lost without a word when its key is misspelt; of others, rules of their own speak.
const LOOKED_FOR: &[&str] = &[
    "query",
    "queryState",
    "projections",
    "sortDefinition",
    "objects",
    "visualContainerObjects",
    "filterConfig",
    "filters",
    "drillFilterOtherVisuals",
    "Measure",
    "Column",
    "HierarchyLevel",
    "Aggregation",
    "SourceRef",
    "Where",
    "Condition",
    "Literal",
    "properties",
    "selector",
    "settings",
    "resourcePackages",
    "themeCollection",
    "useStylableVisualContainerHeader",
    "visualInteractions",
];

/// Keys that there are, and that are near one of those.
const NEIGHBOURS: &[&str] = &[
    "Columns",
    "Conditional",
    "Filters",
    "Query",
    "asAggregation",
    "columns",
    "filter",
    "measure",
    "measures",
    "object",
    "selection",
];

/// Keys below which the keys are names: of objects and properties that any visual may have, of roles, of pages.
const OF_NAMES: &[&str] =
    &["objects", "visualContainerObjects", "properties", "queryState", "sections", "visualContainers"];

const FAR: usize = 2;

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    // Thousands of visuals have the same few keys.
    let mut seen: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for (path, json) in project.read.definition() {
        walk(json, false, &mut |key, span| {
            let Some(near) = *seen.entry(key).or_insert_with(|| meant(key)) else { return };
            let fault = Diagnostic::new(&MISSPELT_KEY, format!("`{key}` is no key that Power BI knows"));
            let fault = fault.at(Place::bytes(path, span.clone()), "").help(format!("did you mean `{near}`?"));
            found.push(fault);
        });
    }
    found
}

/// The key that was probably meant by one that there is not.
fn meant(key: &str) -> Option<&'static str> {
    let is_known = LOOKED_FOR.contains(&key) || NEIGHBOURS.contains(&key);
    let near = |known: &&&str| known.len().abs_diff(key.len()) <= FAR && distance(known, key) <= FAR;
    LOOKED_FOR.iter().find(near).copied().filter(|_| !is_known)
}

fn distance(known: &str, key: &str) -> usize {
    // Of a short word two letters are too many.
    let distance = strsim::damerau_levenshtein(known, key);
    if known.len() < 7 && distance > 1 { usize::MAX } else { distance }
}

fn walk<'a>(json: &'a Json, are_names: bool, visit: &mut impl FnMut(&'a str, &'a std::ops::Range<usize>)) {
    json.items().iter().for_each(|item| walk(item, are_names, visit));
    for member in json.members() {
        if !are_names {
            visit(&member.key, &member.key_span);
        }
        walk(&member.value, !are_names && OF_NAMES.contains(&member.key.as_str()), visit);
    }
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    const VISUAL: &str = "X.Report/definition/pages/p1/visuals/v1/visual.json";

    #[test]
    fn a_key_that_is_nearly_one_is_named_and_others_pass() {
        let said_of = |key: &str| said(&with(VISUAL, "\"queryState\"", &format!("\"{key}\"")));
        assert_eq!(said_of("queryStat"), ["PB051 `queryStat` is no key that Power BI knows"]);
        assert_eq!(said_of("someday"), [""; 0]);
    }
}
