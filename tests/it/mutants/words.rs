//! Words of which there are only a few, and counts that have to agree.

use super::{all_are_found, mutant};

const EXPRESSIONS: &str = "expressions.tmdl";
const TABLE: &str = "with:\"queryRef\": \"Sales.Units\"";

#[test]
fn a_word_that_means_nothing_is_found() {
    all_are_found(&[
        mutant("MD072", "tables/Date.tmdl", "dataCategory: Time", "dataCategory: ¦Tmie"),
        mutant("MD073", "model.tmdl", "\tculture: en-GB", "\tculture: ¦en-GBX"),
        mutant("MD073", "model.tmdl", "sourceQueryCulture: en-GB", "sourceQueryCulture: ¦xx-GB"),
        mutant("MD073", "model.tmdl", "ref role", "cultureInfo ¦qz-DE\n\nref role"),
        mutant("TM040", "model.tmdl", "\tculture: en-GB", "\tculture: en-GB\n\t¦holographic: 1"),
        mutant("MQ044", EXPRESSIONS, "[IsParameterQuery=true", "[¦IsParameterQeury=true"),
        mutant("MQ044", EXPRESSIONS, "IsParameterQueryRequired", "¦IsParameterQueryRequried"),
        mutant("MQ044", EXPRESSIONS, "Type=\"Text\"", "Type=¦\"Txet\""),
        mutant("PB050", TABLE, "\"type\": \"TopN\"", "\"type\": ¦\"TopM\""),
        mutant("PB050", "definition/report.json", "\"type\": \"BaseTheme\"", "\"type\": ¦\"BaseTheem\""),
        mutant("PB050", "definition/report.json", "\"AllowSummarized\"", "¦\"AllowSumarized\""),
        mutant("TM060", ".pbip", "\"version\": \"1.0\"", "\"version\": ¦\"10\""),
    ]);
}

#[test]
fn a_call_of_a_function_of_the_model_has_its_arguments() {
    let region = "tables/Region.tmdl";
    all_are_found(&[
        mutant("MQ043", region, "#\"Warehouse Table\"(\"dim_region\")", "¦#\"Warehouse Table\"(\"dim_region\", 1)"),
        mutant("MQ043", region, "#\"Warehouse Table\"(\"dim_region\")", "¦#\"Warehouse Table\"()"),
    ]);
}

#[test]
fn a_key_of_the_report_that_is_misspelt_is_found() {
    all_are_found(&[
        mutant("PB051", TABLE, "\"queryState\"", "¦\"queryStat\""),
        mutant("PB051", TABLE, "\"projections\"", "¦\"projection\""),
        mutant("PB051", TABLE, "\"Measure\"", "¦\"Mesure\""),
        mutant("PB051", TABLE, "\"SourceRef\"", "¦\"SourceReff\""),
        mutant("PB051", TABLE, "\"Where\"", "¦\"Wehre\""),
        mutant("PB051", TABLE, "\"Condition\"", "¦\"Condtion\""),
        mutant("PB051", TABLE, "\"visualContainerObjects\"", "¦\"visualContainerObject\""),
        mutant("PB051", TABLE, "\"filterConfig\"", "¦\"filterConifg\""),
        mutant("PB051", "definition/report.json", "\"settings\"", "¦\"setings\""),
    ]);
}
