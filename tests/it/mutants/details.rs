//! Properties of the model that are missing, half changed or of another kind.

use super::{all_are_found, mutant};

const SALES: &str = "tables/Sales.tmdl";
const DATE: &str = "tables/Date.tmdl";
const MODEL: &str = "model.tmdl";
const DATABASE: &str = "database.tmdl";
const ROLE: &str = "roles/Regional Manager.tmdl";

#[test]
fn a_property_that_is_gone_or_wrong_is_found() {
    all_are_found(&[
        mutant("MD087", SALES, "'Unit Price'\n\t\tdataType: decimal\n", "¦'Unit Price'\n"),
        mutant(
            "MD088",
            SALES,
            "'Unit Price'\n\t\tdataType: decimal\n\t\tformatString: #,0.00\n",
            "'Unit Price'\n\t\tdataType: ¦string\n",
        ),
        mutant("MD089", DATABASE, "1606", "¦16060"),
        mutant("MD089", DATABASE, "1606", "¦1100"),
        mutant(
            "MD089",
            DATABASE,
            "database 'Customer Analytics'\n\tcompatibilityLevel: 1606",
            "database ¦'Customer Analytics'",
        ),
        mutant("MD091", MODEL, "\"Sales\",", "¦\"Slaes\","),
        mutant("TM046", MODEL, "[\"DevMode\"]", "[\"DevMode\"¦"),
        mutant("MD093", SALES, "sourceColumn: revenue", "sourceColumn: ¦unit_price"),
        mutant("MD095", SALES, "Sales = m", "Sales = ¦entity"),
        mutant("MD096", SALES, "formatString: #,0.00", "formatString: ¦#,0.00 \"kg"),
        mutant("MD096", SALES, "formatString: #,0.00", "formatString: ¦[Red#,0.00"),
        mutant("MD097", SALES, "formatString: #,0\n", "formatString: ¦dd/mm/yyyy\n"),
        mutant("MD097", DATE, "formatString: Short Date", "formatString: ¦#,0.00"),
        mutant("MD098", MODEL, "powerBI_V3", "¦powerBI_V2"),
        mutant("MD099", SALES, "Time Intelligence\\Rolling", "¦Time Intelligence\\\\Rolling"),
        mutant("TM063", SALES, "lineageTag: f4b01aac", "lineageTag: ¦f4b01aa"),
        mutant("TM052", MODEL, "ref table Customer\n", "ref table Customer\nref table ¦Customer\n"),
        mutant(
            "TM016",
            SALES,
            "\t\tformatString: #,0.00\n",
            "¦<<<<<<< HEAD\n\t\tformatString: #,0.00\n=======\n\t\tformatString: 0\n>>>>>>> x\n",
        ),
        mutant("MQ044", "expressions.tmdl", "Type=\"Text\"", "Type=¦\"Number\""),
    ]);
}

#[test]
fn a_name_a_key_or_a_summary_that_cannot_be_is_found() {
    all_are_found(&[
        mutant(
            "MD113",
            DATE,
            "\thierarchy 'ISO Weeks'",
            "\thierarchy ¦'ISO Week'\n\n\t\tlevel Year\n\t\t\tcolumn: Year\n\n\thierarchy 'ISO Weeks'",
        ),
        mutant(
            "MD114",
            SALES,
            "summarizeBy: none\n\t\tsourceColumn: invoice_no",
            "summarizeBy: ¦sum\n\t\tsourceColumn: invoice_no",
        ),
        mutant(
            "MD124",
            SALES,
            "column 'Customer ID'\n\t\tdataType: string\n",
            "column 'Customer ID'\n\t\tdataType: string\n\t\t¦isKey\n",
        ),
        mutant(
            "MD127",
            ROLE,
            "\ttablePermission 'Load Run'",
            "\tmember ¦'a@example.com' = people\n\n\ttablePermission 'Load Run'",
        ),
        mutant(
            "TM083",
            MODEL,
            "annotation __PBI_TimeIntelligenceEnabled = 0",
            "annotation ¦__PBI_TimeIntelligenceEnabled",
        ),
        mutant("DX121", ROLE, "'Load Run' = FALSE()", "'Load Run' = ¦FILTER('Load Run', TRUE())"),
        mutant(
            "DX169",
            "tables/Customer.tmdl",
            "'Customer'[Segment] = \"Champions\"",
            "'Customer'[Segment] IN ¦(\"Champions\", \"Loyal\")",
        ),
        mutant("DX155", SALES, "ALLSELECTED()", "ALL(¦Sales, Product)"),
        mutant("DX110", SALES, "COUNTROWS('Sales')", "COUNTROWS(SUMMARIZE(Sales, Product[Description], ¦\"x\"))"),
        mutant("DX154", SALES, "COUNTROWS('Sales')", "COUNTROWS({ (1, 2), ¦(3) })"),
        mutant("DX170", SALES, "COUNTROWS('Sales')", "COUNTROWS(DATATABLE(\"a\", INTEGER, { { ¦\"old\" } }))"),
    ]);
}
