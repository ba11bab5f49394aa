//! PB059: a filter of the first few that takes none.

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;

pub const TOP_N: Code = Code {
    id: "PB059",
    name: "top-of-nothing",
    severity: Severity::Warning,
    explanation: "\
A Top N filter takes its rows from a query that orders them (`OrderBy`) and says how many are left (`Top`). Without the
one or the other, or with a number below 1, the filter lets everything pass or nothing. It filters the groups of a
visual; pages and reports have none.

Wrong:  \"type\": \"TopN\" with { \"Subquery\": { \"Query\": { …, \"Top\": 0 } } }
Right:  \"type\": \"TopN\" with { \"Subquery\": { \"Query\": { …, \"OrderBy\": [ … ], \"Top\": 20 } } }
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, json) in project.read.definition() {
        let filters = json.at(&["filterConfig", "filters"]).map(Json::items).unwrap_or_default();
        let top = filters.iter().filter(|filter| filter.get("type").and_then(Json::text) == Some("TopN"));
        if !path.ends_with("/visual.json") {
            let of_more = top.filter_map(|filter| filter.get("type"));
            found.extend(of_more.map(|kind| {
                let message = "a Top N filter is one of a visual, not of a page or a report";
                Diagnostic::new(&TOP_N, message).at(Place::bytes(path, kind.span.clone()), "")
            }));
            continue;
        }
        // One that filters nothing yet has no query.
        let queries = top.filter_map(|filter| filter.at(&["filter", "From"])).flat_map(Json::items);
        for query in queries.filter_map(|from| from.at(&["Expression", "Subquery", "Query"])) {
            found.extend(fault(query).map(|(json, message)| {
                let end = if json.is_object() { json.span.start + 1 } else { json.span.end };
                Diagnostic::new(&TOP_N, message).at(Place::bytes(path, json.span.start..end), "")
            }));
        }
    }
    found
}

fn fault(query: &Json) -> Option<(&Json, String)> {
    match query.get("Top") {
        None => return Some((query, "the query of this Top N filter has no `Top`".to_owned())),
        Some(top) => {
            if let Some(number) = top.number().filter(|number| *number < 1.0 || number.fract() != 0.0) {
                return Some((top, format!("the filter takes the first `{number}`")));
            }
        }
    }
    query.get("OrderBy").is_none().then(|| (query, "the query of this Top N filter has no `OrderBy`".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    #[test]
    fn the_first_few_are_ordered_and_counted() {
        let said_of = |rest: &str| {
            let filter = format!(
                r#""filterConfig": {{"filters": [{{"name": "F", "field": {{"Literal": {{"Value": "1L"}}}}, "type": "TopN", "filter": {{"Version": 2, "From": [{{"Name":
                "q", "Expression": {{"Subquery": {{"Query": {{"Version": 2, "From": [], "Select": []{rest}}}}}}}}}], "Where": [{{"Condition": {{"Not": {{"Expression": {{"Literal": {{"Value": "true"}}}}}}}}}}]}}}}]}}, "position""#
            );
            said(&with("X.Report/definition/pages/p1/visuals/v1/visual.json", "\"position\"", &filter)).join("|")
        };
        assert_eq!(said_of(", \"OrderBy\": [], \"Top\": 5"), "");
        assert_eq!(said_of(", \"OrderBy\": [], \"Top\": 0"), "PB059 the filter takes the first `0`");
        assert_eq!(said_of(", \"OrderBy\": []"), "PB059 the query of this Top N filter has no `Top`");
        assert_eq!(said_of(", \"Top\": 5"), "PB059 the query of this Top N filter has no `OrderBy`");
    }
}
