//! Properties of the model that are missing, half changed or of another kind.

use super::{all_are_found, mutant};

const SALES: &str = "tables/Sales.tmdl";
const DATE: &str = "tables/Date.tmdl";
const MODEL: &str = "model.tmdl";
const DATABASE: &str = "database.tmdl";

#[test]
fn a_property_that_is_gone_or_wrong_is_found() {
    all_are_found(&[
        mutant("MD087", SALES, "'Unit Price'\n\t\tdataType: decimal\n", "¦'Unit Price'\n"),
        mutant("MD088", SALES, "'Unit Price'\n\t\tdataType: decimal", "'Unit Price'\n\t\tdataType: ¦string"),
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
