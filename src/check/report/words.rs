//! PB050: a property that has one of a few words has another.

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;
use crate::pbir::schema::{self, Kind};

pub const UNKNOWN_WORD: Code = Code {
    id: "PB050",
    name: "unknown-report-word",
    severity: Severity::Error,
    explanation: "\
The schemas of a report let some properties be one of a few words only: the type of a filter, of a resource or of an
interaction, the direction of a sort order. Upper and lower case matter. Power BI Desktop refuses the file. In a file
that is newer than pbiforge this is a warning.

Wrong:  \"type\": \"TopM\" in a filter
Right:  \"type\": \"TopN\"
",
};

/// Keys from the file's root on, through all items of a list, and the words of the property at their end.
type Words = (&'static [&'static str], &'static [&'static str]);

const OF_ALL: &[Words] = &[
    (&["filterConfig", "filterSortOrder"], &["Ascending", "Descending", "Custom"]),
    (
        &["filterConfig", "filters", "type"],
        &[
            "Categorical",
            "Range",
            "Advanced",
            "Passthrough",
            "TopN",
            "Include",
            "Exclude",
            "RelativeDate",
            "Tuple",
            "RelativeTime",
            "VisualTopN",
        ],
    ),
    (&["filterConfig", "filters", "howCreated"], &["Auto", "User", "Drill", "Include", "Exclude", "Drillthrough"]),
];

const OF_REPORTS: &[Words] = &[
    (&["layoutOptimization"], &["None", "PhonePortrait"]),
    (&["themeCollection", "baseTheme", "type"], THEME_PACKAGES),
    (&["themeCollection", "customTheme", "type"], THEME_PACKAGES),
    (
        &["resourcePackages", "type"],
        &["CustomVisual", "RegisteredResources", "SharedResources", "OrganizationalStoreCustomVisual"],
    ),
    (
        &["resourcePackages", "items", "type"],
        &[
            "CustomVisualJavascript",
            "CustomVisualsCss",
            "CustomVisualScreenshot",
            "CustomVisualIcon",
            "CustomVisualWatermark",
            "CustomVisualMetadata",
            "Image",
            "ShapeMap",
            "CustomTheme",
            "BaseTheme",
            "DashboardTheme",
            "DashboardBaseTheme",
            "HighContrastTheme",
            "AppNavigation",
            "AppTheme",
            "AppBaseTheme",
        ],
    ),
    (&["settings", "exportDataMode"], &["None", "AllowSummarized", "AllowSummarizedAndUnderlying"]),
    (&["settings", "pagesPosition"], &["Bottom", "PagesPane"]),
    (&["settings", "queryLimitOption"], &["None", "Shared", "Premium", "SQLServerAS", "AzureAS", "Custom", "Auto"]),
];

const THEME_PACKAGES: &[&str] = &["RegisteredResources", "SharedResources"];

const OF_PAGES: &[Words] = &[
    (&["visibility"], &["AlwaysVisible", "HiddenInViewMode"]),
    (&["howCreated"], &["Default", "Copilot"]),
    (&["type"], &["Drillthrough", "Tooltip"]),
    (&["pageBinding", "type"], &["Default", "Drillthrough", "Tooltip"]),
    (&["pageBinding", "referenceScope"], &["Default", "CrossReport"]),
    (&["pageBinding", "acceptsFilterContext"], &["Default", "None"]),
    (&["visualInteractions", "type"], &["Default", "DataFilter", "HighlightFilter", "NoFilter"]),
];

const OF_VISUALS: &[Words] = &[
    (&["visual", "query", "sortDefinition", "sort", "direction"], &["Ascending", "Descending"]),
    (&["visualGroup", "groupMode"], &["ScaleMode", "ScrollMode"]),
];

fn words(kind: &Kind) -> &'static [Words] {
    match kind.path {
        path if path == schema::REPORT.path => OF_REPORTS,
        path if path == schema::PAGE.path => OF_PAGES,
        path if path == schema::VISUAL.path => OF_VISUALS,
        _ => &[],
    }
}

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, json) in project.read.definition() {
        let Some(kind) = schema::expected(project.read.inside(path)) else { continue };
        let version = json.get("$schema").and_then(|address| schema::named(address.text()?));
        let is_newer = version.is_some_and(|named| named.version > kind.newest());
        for (keys, known) in OF_ALL.iter().chain(words(kind)) {
            each(json, keys, &mut |value, name| {
                if known.contains(&name) {
                    return;
                }
                let key = keys.last().copied().unwrap_or_default();
                let mut diagnostic = Diagnostic::new(&UNKNOWN_WORD, format!("`{key}` cannot be `{name}`"))
                    .at(Place::bytes(path, value.span.clone()), "")
                    .did_you_mean(name, known.iter().copied());
                if is_newer {
                    diagnostic.severity = Severity::Warning;
                } else if diagnostic.help.is_empty() {
                    diagnostic = diagnostic.help(format!("it is one of `{}`", known.join("`, `")));
                }
                found.push(diagnostic);
            });
        }
    }
    found
}

/// Every text at the keys.
fn each<'a>(json: &'a Json, keys: &[&str], visit: &mut impl FnMut(&'a Json, &'a str)) {
    if !json.items().is_empty() {
        json.items().iter().filter(|item| item.items().is_empty()).for_each(|item| each(item, keys, visit));
        return;
    }
    match keys {
        [] => json.text().into_iter().for_each(|text| visit(json, text)),
        [key, rest @ ..] => json.get(key).into_iter().for_each(|value| each(value, rest, visit)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    const REPORT: &str = "X.Report/definition/report.json";
    const PAGE: &str = "X.Report/definition/pages/p1/page.json";

    #[test]
    fn a_word_that_is_none_is_named_where_it_stands() {
        let tree = with(REPORT, "\"type\": \"CustomTheme\"", "\"type\": \"CustmoTheme\"");
        assert_eq!(said(&tree), ["PB050 `type` cannot be `CustmoTheme`"]);
        let filter = |kind: &str| {
            let filters = format!("\"filterConfig\": {{\"filters\": [{{\"name\": \"f\", \"type\": \"{kind}\"}}]}}, ");
            with(PAGE, "\"displayName\"", &format!("{filters}\"displayName\""))
        };
        assert_eq!(said(&filter("TopM")), ["PB050 `type` cannot be `TopM`"]);
        assert_eq!(said(&filter("TopN")), [""; 0]);
    }
}
