use super::*;
use crate::tmdl::{lower, parse};

fn of(files: &[(&str, &str)]) -> Value {
    let files: Vec<_> = files.iter().map(|(path, text)| ((*path).to_owned(), parse(text))).collect();
    let lowered = lower(&files);
    assert_eq!(lowered.diagnostics, []);
    bim(&lowered.model)
}

#[test]
fn a_model_becomes_the_json_of_a_bim_file() {
    let table = "/// All sales\ntable Sales\n\tisHidden\n\n\tmeasure Total = SUM(Sales[Revenue])\n\t\tformatString: 0\n\n\
                 \tcolumn Revenue\n\t\tdataType: int64\n\t\tdisplayOrdinal: 3\n\t\tisAvailableInMdx: false\n\t\tsummarizeBy: sum\n\t\tsourceColumn: Revenue\n\n\
                 \t\tannotation SummarizationSetBy = Automatic\n\n\tpartition Sales = m\n\t\tmode: import\n\t\tsource = 1\n";
    let model = of(&[
        ("database.tmdl", "database\n\tcompatibilityLevel: 1606\n"),
        ("model.tmdl", "model Model\n\tculture: en-US\n\tdataAccessOptions\n\t\tlegacyRedirects\n"),
        ("tables/Sales.tmdl", table),
    ]);
    assert_eq!(
        model,
        json!({
            "compatibilityLevel": 1606,
            "model": {
                "culture": "en-US",
                "dataAccessOptions": { "legacyRedirects": true },
                "tables": [{
                    "name": "Sales",
                    "description": "All sales",
                    "isHidden": true,
                    "columns": [{
                        "name": "Revenue",
                        "dataType": "int64",
                        "displayOrdinal": 3,
                        "isAvailableInMdx": false,
                        "summarizeBy": "sum",
                        "sourceColumn": "Revenue",
                        "annotations": [{ "name": "SummarizationSetBy", "value": "Automatic" }],
                    }],
                    "measures": [{
                        "name": "Total",
                        "expression": "SUM(Sales[Revenue])",
                        "formatString": "0",
                    }],
                    "partitions": [{
                        "name": "Sales",
                        "mode": "import",
                        "source": { "type": "m", "expression": "1" },
                    }],
                }],
            },
        })
    );
}

#[test]
fn groups_cultures_and_references_have_their_own_shapes() {
    let model = of(&[
        (
            "tables/T.tmdl",
            "table T\n\n\tcalculationGroup\n\t\tprecedence: 2\n\n\t\tcalculationItem A = 1\n\n\t\tcalculationItem B = 2\n\n\
             \tcolumn C\n\t\tsourceColumn: C\n\n\t\trelatedColumnDetails\n\t\t\tgroupByColumn: C\n\n\
             \t\textendedProperty P =\n\t\t\t\t{\"kind\": 2}\n\n\t\tvariation V\n\t\t\tdefaultHierarchy: T.H\n",
        ),
        (
            "cultures/es.tmdl",
            "cultureInfo es\n\n\ttranslations\n\t\tmodel Model\n\t\t\ttable T\n\t\t\t\tcaption: Tabla\n\n\
             \t\t\t\tcolumn C\n\t\t\t\t\tdescription: Una columna\n",
        ),
        ("roles/R.tmdl", "role R\n\tmodelPermission: read\n\n\ttablePermission T = TRUE()\n\n\tmember 'a@b.c'\n"),
    ]);
    let table = &model["model"]["tables"][0];
    assert_eq!(table["calculationGroup"]["precedence"], 2);
    assert_eq!(table["calculationGroup"]["calculationItems"][1]["ordinal"], 1);
    let column = &table["columns"][0];
    assert_eq!(column["relatedColumnDetails"], json!({ "groupByColumns": [{ "groupingColumn": "C" }] }));
    assert_eq!(column["extendedProperties"][0], json!({ "name": "P", "type": "json", "value": { "kind": 2 } }));
    assert_eq!(column["variations"][0]["defaultHierarchy"], json!({ "table": "T", "hierarchy": "H" }));
    let translated = &model["model"]["cultures"][0]["translations"]["model"]["tables"][0];
    assert_eq!(translated["translatedCaption"], "Tabla");
    assert_eq!(translated["columns"][0]["translatedDescription"], "Una columna");
    let role = &model["model"]["roles"][0];
    assert_eq!(role["tablePermissions"][0], json!({ "name": "T", "filterExpression": "TRUE()" }));
    assert_eq!(role["members"][0]["memberType"], "user");
}

#[test]
fn json_is_json_and_what_is_the_default_is_left_out() {
    let model = "model Model\n\tculture: en-US\n\tdataAccessOptions\n\t\tfastCombine\n\n\tautomaticAggregationOptions =\n\
                 \t\t\t{\"a\": 1}\n";
    let table = "table T\n\n\tcolumn C\n\t\tdataType: int64\n\t\tsourceColumn: C\n\n\t\talternateOf\n\
                 \t\t\tsummarization: groupBy\n\t\t\tbaseColumn: U.C\n";
    let model = of(&[("model.tmdl", model), ("tables/T.tmdl", table)]);
    assert_eq!(model["model"]["automaticAggregationOptions"], json!({ "a": 1 }));
    let of_column = &model["model"]["tables"][0]["columns"][0]["alternateOf"];
    assert_eq!(of_column, &json!({ "baseColumn": { "table": "U", "column": "C" } }));
}
