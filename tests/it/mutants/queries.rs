//! The M of the semantic model broken, and changed without harm.

use pbiforge::check::check;

use super::{all_are_found, apply, edit, mutant, said, sound};

const REGION: &str = "tables/Region.tmdl";
const SALES: &str = "tables/Sales.tmdl";
const EXPRESSIONS: &str = "expressions.tmdl";

#[test]
fn every_fault_of_the_text_is_found() {
    all_are_found(&[
        mutant("MQ001", REGION, "\"Warehouse Table\"(\"dim_region\")", "\"Warehouse Table\"(¦\"dim_region)"),
        mutant("MQ002", REGION, "\"dim_region\"),", "\"dim_region\"), ¦/* the rest"),
        mutant("MQ003", REGION, "Source = #", "Source ¦:= #"),
        mutant("MQ003", REGION, "(\"dim_region\")", "(¦'dim_region')"),
        mutant("MQ004", REGION, "\"dim_region\")", "\"dim_region\", ¦0x)"),
        mutant("MQ005", REGION, "\"dim_region\")", "\"¦#(x)dim_region\")"),
        mutant("MQ006", REGION, "Source = #\"Warehouse Table\"(\"dim_region\")", "Source = ¦"),
        mutant("MQ010", REGION, "\"region\", type text", "\"region\"¦, "),
        mutant("MQ007", REGION, "Source = #", "Source ¦#"),
        mutant("MQ008", REGION, "Source,\n", "¦{Source,\n"),
        mutant("MQ008", REGION, "(\"dim_region\"),", "¦(\"dim_region\","),
        mutant("MQ009", REGION, "(\"dim_region\"),", "(\"dim_region\"¦)"),
        mutant("MQ010", REGION, "\n				    )\n", "\n				    )¦,\n"),
        mutant("MQ011", REGION, "in\n				    Typed", "in\n				    Typed ¦Typed"),
        mutant("MQ012", REGION, "type text}", "type ¦Int64.Type}"),
        mutant("MQ012", EXPRESSIONS, "(table as text)", "(table as ¦string)"),
        mutant("MQ014", REGION, "Source = #", "¦each = 1, Source = #"),
        mutant("MQ015", EXPRESSIONS, "(table as text)", "(optional a, ¦table as text)"),
    ]);
}

#[test]
fn every_name_that_stands_for_nothing_is_found() {
    all_are_found(&[
        mutant("MD023", REGION, "Source = #\"Warehouse Table\"", "Source = ¦WarehouseTable"),
        mutant("MD023", REGION, "Source,\n", "¦source,\n"),
        mutant("MD023", REGION, "in\n				    Typed", "in\n				    ¦Tpyed"),
        mutant("MD023", EXPRESSIONS, ", table)", ", ¦tabel)"),
        mutant("MD023", EXPRESSIONS, "in\n		        Parquet.Document(Files{", "in\n		        Parquet.Document(¦File1{"),
        mutant("MQ021", REGION, "Table.TransformColumnTypes", "¦Table.TransformColumnType"),
        mutant("MQ021", EXPRESSIONS, "Folder.Contents", "¦Folders.Contents"),
        mutant("MQ022", REGION, "in\n				    Typed", "in\n				    Table.SelectRows(Typed, ¦[region] <> null)"),
        mutant("MQ023", REGION, "Typed = Table", "¦Source = 1,\n				    Typed = Table"),
        mutant("MQ025", REGION, "(\"dim_region\")", "(¦Source)"),
        mutant("MQ026", REGION, "(\"dim_region\")", "(¦Typed)"),
        mutant("MQ040", REGION, "Source = #\"Warehouse Table\"(\"dim_region\")", "Source = ¦Region"),
    ]);
}

#[test]
fn every_column_that_the_query_cannot_give_is_found() {
    all_are_found(&[
        mutant(
            "MQ030",
            REGION,
            "in\n\t\t\t\t    Typed",
            "in\n\t\t\t\t    Table.SelectColumns(Table.SelectColumns(Typed, {\"region\"}), {¦\"regoin\"})",
        ),
        mutant(
            "MQ031",
            REGION,
            "in\n				    Typed",
            "in\n				    Table.AddColumn(#table({\"region\"}, {}), ¦\"region\", each Typed)",
        ),
        mutant(
            "MQ041",
            REGION,
            "table Region\n",
            "table Extra\n\n\tcolumn A\n\t\tdataType: string\n\t\tisHidden\n\t\tsourceColumn: ¦b\n\n\tpartition Extra = m\n\t\tsource = #table({\"a\"}, {})\n\ntable Region\n",
        ),
        mutant("MQ042", REGION, "sourceColumn: region", "sourceColumn: ¦regoin"),
        mutant("MQ042", SALES, "sourceColumn: invoice_no", "sourceColumn: ¦invoice_on"),
    ]);
}

#[test]
fn every_list_that_cannot_be_and_every_end_without_rows_is_found() {
    let region = "in\n\t\t\t\t    Typed";
    all_are_found(&[
        mutant("MQ042", SALES, "sourceColumn: invoice_no", "sourceColumn: ¦number"),
        mutant(
            "MQ050",
            SALES,
            "{\"quantity\", Int64.Type},",
            "{\"quantity\", Int64.Type},\n\t\t\t\t            {¦\"quantity\", Int64.Type},",
        ),
        mutant("MQ047", SALES, "{\"quantity\", Int64.Type}", "¦{\"quantity\"}"),
        mutant("MQ047", SALES, "(\"fact_sales\")", "(¦1)"),
        mutant("MQ047", REGION, region, "in\n\t\t\t\t    Table.NestedJoin(Typed, {\"region\"}, Typed, ¦{}, \"x\")"),
        mutant("MQ047", REGION, region, "in\n\t\t\t\t    Table.AddColumn(Typed, \"x\", ¦#\"Warehouse Folder\")"),
        mutant("MQ051", REGION, region, "in\n\t\t\t\t    ¦Table.RowCount(Typed)"),
        mutant("MQ051", REGION, region, "in\n\t\t\t\t    ¦Typed[region]"),
        mutant("MQ051", REGION, region, "in\n\t\t\t\t    ¦Typed{0}"),
        mutant("MQ051", REGION, region, "in\n\t\t\t\t    ¦() => Typed"),
        mutant("MQ045", REGION, region, "in\n\t\t\t\t    Table.Combine({Typed, ¦Oracle.Database()})"),
        mutant(
            "MD131",
            EXPRESSIONS,
            "expression 'Warehouse Table'",
            "expression ¦Product = 1\n\nexpression 'Warehouse Table'",
        ),
    ]);
}

#[test]
fn changes_of_a_query_that_mean_no_harm_pass() {
    for edit in [
        edit(REGION, "Source = #\"Warehouse Table\"", "Source = /* all */ #\"Warehouse Table\""),
        edit(REGION, "Source = #\"Warehouse Table\"", "#\"Source\" = #\"Warehouse Table\""),
        edit(REGION, "type text}", "type nullable text}"),
        edit(REGION, "type text}", "Text.Type}"),
        edit(REGION, "in\n				    Typed", "in\n				    Table.Distinct(Typed)"),
        edit(REGION, "in\n				    Typed", "in\n				    Table.SelectRows(Typed, each [region] <> null)"),
        edit(REGION, "in\n				    Typed", "in\n				    try Typed otherwise #table({\"region\"}, {})"),
        edit(REGION, "in\n				    Typed", "in\n				    Table.SelectColumns(Typed, {\"region\"})"),
        edit(REGION, "in\n				    Typed", "in\n				    Table.RenameColumns(Typed, {{\"region\", \"region\"}})"),
        edit(REGION, "in\n				    Typed", "in\n				    if Table.IsEmpty(Typed) then Source else Typed"),
        edit(REGION, "				    Typed = Table", "\n				    Typed = Table"),
        edit(REGION, "{\"region\", type text}", "{\"region\", type text}, {\"more\", type text}"),
        edit(EXPRESSIONS, "(table as text) as table", "(table)"),
        edit(
            EXPRESSIONS,
            "expression 'Warehouse Table'",
            "expression Mine = #date(2024, 1, 1)\n\nexpression 'Warehouse Table'",
        ),
        edit(
            EXPRESSIONS,
            "expression 'Warehouse Table'",
            "expression List = (n) => if n = 0 then {} else {n} & @List(n - 1)\n\nexpression 'Warehouse Table'",
        ),
        edit(SALES, "in\n				    Typed", "in\n				    Table.Buffer(Typed)"),
    ] {
        let mut tree = sound();
        apply(&mut tree, &edit);
        let found = check(&tree);
        assert!(found.is_empty(), "{}: {:?}", edit.to, said(&found, &tree));
    }
}
