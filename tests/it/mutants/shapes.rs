//! Values of the wrong type, keys that are missing or unknown, words that mean nothing, in the files of the report.

use super::{all_are_found, mutant};

const TABLE: &str = "with:\"queryRef\": \"Sales.Units\"";
const MATRIX: &str = "with:\"metadata\": \"Customer Month.Retention Rate\"";
const SCATTER: &str = "with:Recency and revenue per customer";
const TEXT: &str = "with:\"value\": \"Executive overview\"";
const PAGE: &str = "4cccb21096ff0c4cf0bf/page.json";
const PAGES: &str = "pages/pages.json";
const REPORT: &str = "definition/report.json";
const THEME: &str = "RegisteredResources/theme.json";
const PLATFORM: &str = "Report/.platform";

#[test]
fn a_value_of_another_type_is_found() {
    all_are_found(&[
        mutant("PB027", TABLE, "\"x\": 24", "\"x\": ¦\"24\""),
        mutant("PB053", TABLE, "\"z\": 9000", "\"z\": ¦true"),
        mutant("PB053", TABLE, "\"tabOrder\": 9000", "\"tabOrder\": ¦\"9000\""),
        mutant("PB053", TABLE, "\"visualType\": \"tableEx\"", "\"visualType\": ¦null"),
        mutant("PB053", TABLE, "\"queryRef\": \"Sales.Units\"", "\"queryRef\": ¦1"),
        mutant("PB053", TABLE, "\"nativeQueryRef\": \"Units\"", "\"nativeQueryRef\": ¦null"),
        mutant("PB053", TABLE, "\"Property\": \"Units\"", "\"Property\": ¦1"),
        mutant("PB053", TABLE, "\"Entity\": \"Product\"", "\"Entity\": ¦[\"Product\"]"),
        mutant("PB053", TABLE, "\"direction\": \"Descending\"", "\"direction\": ¦2"),
        mutant("PB053", TABLE, "\"drillFilterOtherVisuals\": true", "\"drillFilterOtherVisuals\": ¦\"true\""),
        mutant("PB053", TABLE, "\"Value\": \"true\"", "\"Value\": ¦true"),
        mutant("PB053", TABLE, "\"Top\": 50", "\"Top\": ¦\"50\""),
        mutant("PB053", TABLE, "\"Direction\": 2", "\"Direction\": ¦\"Descending\""),
        mutant("PB053", TABLE, "\"type\": \"TopN\"", "\"type\": ¦3"),
        mutant("PB053", TABLE, "\"Version\": 2", "\"Version\": ¦\"2\""),
        mutant("PB053", TABLE, "  \"visual\": {", "  \"isHidden\": ¦\"true\",\n  \"visual\": {"),
        mutant("PB053", TABLE, "  \"visual\": {", "  \"annotations\": ¦{},\n  \"visual\": {"),
        mutant("PB053", MATRIX, "\"matchingOption\": 1", "\"matchingOption\": ¦\"1\""),
        mutant("PB053", MATRIX, "\"metadata\": \"Customer Month.Retention Rate\"", "\"metadata\": ¦7"),
        mutant("PB053", PAGE, "\"Overview\"", "¦1"),
        mutant("PB053", PAGE, "\"displayName\"", "\"visualInteractions\": ¦{},\n  \"displayName\""),
        mutant("PB053", PAGES, "\"activePageName\": \"4cccb21096ff0c4cf0bf\"", "\"activePageName\": ¦0"),
        mutant("PB053", REPORT, "\"useEnhancedTooltips\": true", "\"useEnhancedTooltips\": ¦\"true\""),
        mutant("PB053", REPORT, "\"settings\": {", "\"publicCustomVisuals\": ¦\"a\",\n  \"settings\": {"),
        mutant("PB043", PLATFORM, "\"displayName\": \"Customer Analytics\"", "\"displayName\": ¦1"),
        mutant(
            "PB006",
            "definition.pbir",
            "\"datasetReference\": {\n    \"byPath\": {\n      \"path\": \"../Customer Analytics.SemanticModel\"",
            "\"datasetReference\": ¦{\n    \"byPath\": {\n      \"path\": 1",
        ),
        mutant("PB053", THEME, "\"fontSize\": 22", "\"fontSize\": ¦\"22pt\""),
    ]);
}

#[test]
fn what_is_required_is_missed() {
    all_are_found(&[
        mutant(
            "PB049",
            TABLE,
            "\"sort\": [",
            "\"sort\": [\n¦{ \"field\": { \"Measure\": { \"Expression\": { \"SourceRef\": { \"Entity\": \"Sales\" } }, \"Property\": \"Units\" } } },",
        ),
        mutant(
            "PB049",
            TABLE,
            "\"SourceRef\": {\n                      \"Entity\": \"Product\"\n",
            "\"SourceRef\": ¦{\n",
        ),
        mutant("PB049", TABLE, "{\n                        \"Direction\": 2,", "¦{"),
        mutant("PB049", TABLE, "  \"visual\": {", "  \"annotations\": [¦{ \"name\": \"a\" }],\n  \"visual\": {"),
        mutant(
            "PB049",
            TABLE,
            "\"visualType\": \"tableEx\",",
            "\"visualType\": \"tableEx\",\n\"syncGroup\": ¦{ \"fieldChanges\": true },",
        ),
        mutant(
            "PB049",
            MATRIX,
            "\"dataViewWildcard\": {\n                  \"matchingOption\": 1\n",
            "\"dataViewWildcard\": ¦{\n",
        ),
        mutant(
            "PB049",
            PAGE,
            "\"displayName\"",
            "\"visualInteractions\": [¦{ \"source\": \"f55b6437877ca814988f\", \"target\": \"7bf8a10fc8ec7ba27a2a\" }],\n  \"displayName\"",
        ),
        mutant(
            "PB049",
            REPORT,
            "{\n          \"name\": \"CY25SU10\",\n          \"path\": \"BaseThemes/CY25SU10.json\",",
            "¦{\n          \"name\": \"CY25SU10\",",
        ),
        mutant("PB049", PLATFORM, "\"config\": {\n    \"version\": \"2.0\",", "\"config\": ¦{"),
        mutant("PB049", THEME, "{\n  \"name\": \"Customer Analytics\",", "¦{"),
    ]);
}

#[test]
fn a_key_that_means_nothing_is_found() {
    all_are_found(&[
        mutant("PB051", TABLE, "\"tabOrder\"", "¦\"taborder\""),
        mutant("PB051", TABLE, "\"queryRef\"", "¦\"queryref\""),
        mutant("PB051", TABLE, "\"Entity\"", "¦\"entity\""),
        mutant("PB051", TABLE, "\"Property\"", "¦\"property\""),
        mutant("PB051", TABLE, "\"sort\"", "¦\"sorts\""),
        mutant("PB051", TABLE, "\"OrderBy\"", "¦\"orderBy\""),
        mutant("PB051", TABLE, "\"expr\"", "¦\"Expr\""),
        mutant("PB051", TABLE, "\"Value\"", "¦\"value\""),
        mutant("PB051", TABLE, "\"title\"", "¦\"titel\""),
        mutant("PB051", MATRIX, "\"dataViewWildcard\"", "¦\"dataviewWildcard\""),
        mutant("PB051", REPORT, "\"useEnhancedTooltips\"", "¦\"useEnhancedTooltip\""),
        mutant("PB051", PAGES, "\"activePageName\"", "¦\"activepageName\""),
        mutant("PB051", THEME, "\"dataColors\"", "¦\"datacolors\""),
        mutant("PB054", TABLE, "  \"visual\": {", "  ¦\"config\": {},\n  \"visual\": {"),
        mutant("PB054", PAGE, "\"displayName\"", "¦\"visualContainers\": [],\n  \"displayName\""),
        mutant("PB054", REPORT, "\"settings\": {", "¦\"pages\": [],\n  \"settings\": {"),
        mutant("PB054", "version.json", "\"version\": \"2.0.0\"", "\"version\": \"2.0.0\",\n  ¦\"pages\": 3"),
        mutant(
            "PB055",
            TABLE,
            "\"field\": {\n                \"Column\": {",
            "\"field\": ¦{\n\"RoleRef\": { \"Role\": \"Values\" }, \"Column\": {",
        ),
    ]);
}

#[test]
fn a_word_or_number_that_there_is_not_is_found() {
    all_are_found(&[
        mutant("PB050", TABLE, "\"direction\": \"Descending\"", "\"direction\": ¦\"descending\""),
        mutant("PB050", TABLE, "\"Direction\": 2", "\"Direction\": ¦3"),
        mutant("PB050", TABLE, "\"Version\": 2", "\"Version\": ¦7"),
        mutant("PB050", TABLE, "\"Type\": 0", "\"Type\": ¦9"),
        mutant("PB050", TABLE, "\"type\": \"TopN\"", "\"type\": ¦\"Basic\""),
        mutant("PB050", TABLE, "  \"visual\": {", "  \"howCreated\": ¦\"Me\",\n  \"visual\": {"),
        mutant("PB050", MATRIX, "\"matchingOption\": 1", "\"matchingOption\": ¦9"),
        mutant("PB050", PAGE, "\"displayName\"", "\"visibility\": ¦\"Hidden\",\n  \"displayName\""),
        mutant("PB050", PAGE, "\"FitToPage\"", "¦\"FitToPages\""),
        mutant(
            "PB050",
            REPORT,
            "\"type\": \"RegisteredResources\",\n      \"items\"",
            "\"type\": ¦\"Registered\",\n      \"items\"",
        ),
    ]);
}

#[test]
fn a_format_that_is_none_is_found() {
    let solid = "\"title\": [\n        {\n          \"properties\": {";
    let coloured = "\"title\": [\n        {\n          \"properties\": {\n\"fontColor\": { \"solid\": { \"color\": { \"expr\": { \"Literal\": {\n\"Value\": ¦\"'#12345'\" } } } } },";
    all_are_found(&[
        mutant(
            "PB056",
            TABLE,
            "\"show\": {\n              \"expr\": {\n                \"Literal\": {\n                  \"Value\": \"true\"\n                }\n              }\n            }",
            "\"show\": ¦true",
        ),
        mutant(
            "PB056",
            SCATTER,
            "\"showAxisTitle\": {\n              \"expr\": {\n                \"Literal\": {\n                  \"Value\": \"true\"\n                }\n              }\n            }",
            "\"showAxisTitle\": ¦{ \"Literal\": { \"Value\": \"true\" } }",
        ),
        mutant("PB057", TABLE, solid, coloured),
        mutant("PB057", MATRIX, "\"'#F7FBFF'\"", "¦\"'F7FBFF'\""),
        mutant("PB057", TEXT, "\"color\": \"#1F2933\"", "\"color\": ¦\"#1F29333\""),
        mutant("PB057", THEME, "\"#005A9C\"", "¦\"#005A9\""),
        mutant("PB057", THEME, "\"foreground\": \"#1F2933\"", "\"foreground\": ¦\"#GF2933\""),
    ]);
}
