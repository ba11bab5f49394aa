//! The semantic model broken: references, names and TMDL itself.

use super::{all_are_found, mutant};

const RELATIONSHIPS: &str = "relationships.tmdl";
const DATE: &str = "tables/Date.tmdl";
const SALES: &str = "tables/Sales.tmdl";
const PRODUCT: &str = "tables/Product.tmdl";
const REGION: &str = "tables/Region.tmdl";
const ROLE: &str = "roles/Regional Manager.tmdl";
const EXPRESSIONS: &str = "expressions.tmdl";
const MODEL: &str = "model.tmdl";

const REVENUE: &str = "measure Revenue = SUM('Sales'[Line Revenue])";
const REVENUE_TAG: &str = "lineageTag: b7475d74-074f-5c7a-b2ab-95bb263c2357";

#[test]
fn every_broken_reference_is_found_where_it_stands() {
    all_are_found(&[
        mutant("MD001", RELATIONSHIPS, "toColumn: Date.Date", "toColumn: ¦Dates.Date"),
        mutant("MD001", RELATIONSHIPS, "fromColumn: Sales.'Invoice Day'", "fromColumn: ¦Sales.'Invoice Dya'"),
        mutant(
            "MD001",
            RELATIONSHIPS,
            "relationship 20fb81fc-4c52-5fca-a4f6-a53a022fef6d\n\tfromColumn: Sales.'Invoice Day'\n",
            "relationship ¦20fb81fc-4c52-5fca-a4f6-a53a022fef6d\n",
        ),
        mutant("MD002", RELATIONSHIPS, "fromColumn: Sales.'Invoice Day'", "fromColumn: ¦Sales.'Line Quantity'"),
        mutant(
            "MD003",
            RELATIONSHIPS,
            "relationship 'Customer Month to Date'",
            "relationship ¦Twice\n\tfromColumn: Date.Date\n\ttoColumn: Sales.'Invoice Day'\n\nrelationship 'Customer Month \
             to Date'",
        ),
        mutant(
            "MD004",
            RELATIONSHIPS,
            "\tfromColumn: Customer.Region",
            "\tsecurityFilteringBehavior: ¦bothDirections\n\tfromColumn: Customer.Region",
        ),
        mutant(
            "MD005",
            RELATIONSHIPS,
            "relationship 'Customer Month to Date'",
            "/// Monthly\nrelationship ¦'Customer Month to Date'",
        ),
        mutant(
            "MD006",
            RELATIONSHIPS,
            "relationship 'Customer Month to Date'",
            "relationship ¦Direct\n\tfromColumn: Sales.'Stock Code'\n\ttoColumn: Region.Region\n\nrelationship 'Customer \
             Month to Date'",
        ),
        mutant(
            "MD223",
            RELATIONSHIPS,
            "relationship 'Customer Month to Date'\n",
            "relationship ¦'Customer Month to Date'\n\tcrossFilteringBehavior: bothDirections\n",
        ),
        mutant("MD071", SALES, "measure Orders =", "measure ¦'Orders ' = 1\n\n\tmeasure Orders ="),
        mutant("MD010", DATE, "sortByColumn: 'Month Number'", "sortByColumn: ¦'Month No'"),
        mutant("MD011", DATE, "sortByColumn: 'Month Number'", "sortByColumn: ¦'Month Name'"),
        mutant("MD012", DATE, "column: 'ISO Week'", "column: ¦'ISO Weak'"),
        mutant("MD013", DATE, "column: 'ISO Week'", "column: ¦'ISO Year'"),
        mutant("MD023", REGION, "#\"Warehouse Table\"", "¦#\"Warehouse table\""),
        mutant("MD023", EXPRESSIONS, "#\"Warehouse Folder\"", "¦#\"Warehouse Folders\""),
        mutant("MD030", ROLE, "tablePermission 'Load Run'", "tablePermission ¦'Load Runs'"),
        mutant("DX100", ROLE, "VALUES('Region Manager'[Region])", "VALUES(¦'Region Managers'[Region])"),
        mutant("DX101", ROLE, "'Region'[Region] IN", "'Region'¦[Regoin] IN"),
        mutant("DX100", SALES, "SUM('Sales'[Line Revenue])", "SUM(¦'Slaes'[Line Revenue])"),
        mutant("DX101", SALES, "SUM('Sales'[Line Revenue])", "SUM('Sales'¦[Line Revenu])"),
        mutant("DX102", SALES, "DIVIDE([Revenue], [Orders])", "DIVIDE([Revenue], ¦[Order])"),
        mutant("DX101", PRODUCT, "KEEPFILTERS('Product'[Is Product]", "KEEPFILTERS('Product'¦[IsProduct]"),
        mutant(
            "DX102",
            PRODUCT,
            "RANKX(ALLSELECTED('Product'), [Revenue])",
            "RANKX(ALLSELECTED('Product'), ¦[Revenu])",
        ),
        mutant("TM051", MODEL, "ref table Product", "ref table Product\nref table ¦Prodcut"),
        mutant("TM051", MODEL, "ref role 'Regional Manager'", "ref role 'Regional Manager'\nref role ¦North"),
    ]);
}

#[test]
fn every_breach_of_the_models_rules_is_found() {
    all_are_found(&[
        mutant("MD021", REGION, "partition Region = m", "partition Region = ¦mm"),
        mutant("MD022", REGION, "partition Region = m\n", "partition ¦Other = m\n\n\tpartition Region = m\n"),
        mutant("MD050", PRODUCT, "measure 'Products Sold' =", "measure ¦REVENUE = 1\n\n\tmeasure 'Products Sold' ="),
        mutant(
            "MD051",
            PRODUCT,
            "measure 'Products Sold' =",
            "measure ¦'Stock Code' = 1\n\n\tmeasure 'Products Sold' =",
        ),
        mutant(
            "MD052",
            SALES,
            "lineageTag: 52ae6abe-3059-5d2e-8d72-b81c2e8ee32d",
            "lineageTag: ¦b7475d74-074f-5c7a-b2ab-95bb263c2357",
        ),
        mutant(
            "MD061",
            DATE,
            "dataCategory: Time\n\n\t/// Calendar day.\n\tcolumn Date\n\t\tdataType: dateTime\n\t\tisKey\n",
            "dataCategory: ¦Time\n\n\t/// Calendar day.\n\tcolumn Date\n\t\tdataType: dateTime\n",
        ),
        mutant("MD062", SALES, "measure Orders =", "measure ¦Nothing\n\n\tmeasure Orders ="),
        mutant(
            "MD060",
            SALES,
            "formatString: #,0.00\n\t\tdisplayFolder: Sales\n",
            "formatString: ¦#,0.00\n\t\tdisplayFolder: Sales\n\n\t\tformatStringDefinition = \"0\"\n\n\t\tannotation A = 1\n\n\tmeasure M = 1\n",
        ),
        mutant(
            "MD063",
            REGION,
            "table Region\n",
            "table ¦Goal\n\n\tpartition Goal = m\n\t\tsource = 1\n\ntable Region\n",
        ),
        mutant("MD020", REGION, "table Region\n", "table ¦Empty\n\n\tcolumn A\n\ntable Region\n"),
    ]);
}

#[test]
fn every_fault_of_tmdl_is_found() {
    all_are_found(&[
        mutant("TM001", SALES, "/// Sales:", "¦\u{feff}/// Sales:"),
        mutant("TM002", SALES, "\t\tformatString: #,0.00", "        ¦formatString: #,0.00"),
        mutant("TM003", SALES, "\t\tlineageTag: b747", "\t\t\t\t\t¦lineageTag: b747"),
        mutant("TM005", SALES, "\t/// Distinct invoices.\n", "\t/// ¦Distinct invoices.\n\n"),
        mutant("TM006", DATE, "/// Calendar in whole years that cover the data.\n", "¦isHidden: true\n"),
        mutant("TM007", DATE, "\t\tsourceColumn: date_key", "\n\t\tannotation A = 1\n\t\t¦sourceColumn: date_key"),
        mutant("TM008", SALES, "formatString: #,0.00", "formatString: ¦\"TRUE\";\"FALSE\""),
        mutant("TM008", SALES, "formatString: #,0.00", "¦formatString:"),
        mutant("TM010", SALES, "\t/// Distinct invoices.\n", "\t¦) + 1\n\n\t/// Distinct invoices.\n"),
        mutant("TM011", SALES, "\t/// Distinct invoices.\n", "\t¦// not here\n\n\t/// Distinct invoices.\n"),
        mutant("TM012", SALES, "measure 'Invoice Lines' =", "measure ¦Invoice Lines ="),
        mutant("TM013", REGION, "table Region\n", "table ¦'Other\n\ntable Region\n"),
        mutant("TM014", SALES, "measure 'Invoice Lines' =", "measure 'Invoice Lines' ¦of all ="),
        mutant("TM015", SALES, REVENUE, "measure ¦'A\tB' = 1\n\n\tmeasure Revenue = SUM('Sales'[Line Revenue])"),
        mutant("TM020", SALES, "measure Orders =", "measure Open = ¦```\n\t\t\t1\n\n\tmeasure Orders ="),
        mutant("TM021", SALES, "DISTINCTCOUNT('Sales'[Invoice No])", "DISTINCTCOUNT('Sales'[Invoice No])\n\t\t\t¦+ 1"),
        mutant("TM022", SALES, "= COUNTROWS('Sales')\n\t\tformat", "=\n\t\tCOUNTROWS('Sales')\n\t\t¦format"),
        mutant("TM023", SALES, "= COUNTROWS('Sales')\n", "=\n\t\t\t\tCOUNTROWS('Sales')\n\t\t\t¦+ 1\n"),
        mutant("TM024", SALES, "/// Distinct invoices.\n", "annotation ¦A =\n\n\t/// Distinct invoices.\n"),
        mutant("TM030", SALES, "\t/// Distinct invoices.\n", "\t¦mesure X = 1\n\n\t/// Distinct invoices.\n"),
        mutant("TM031", SALES, "\t/// Distinct invoices.\n", "\t¦measure = 1\n\n\t/// Distinct invoices.\n"),
        mutant(
            "TM032",
            SALES,
            REVENUE_TAG,
            "lineageTag: 3c85e8fd-658b-5be0-a389-c34d31b98ba5\n\t\t¦lineageTag: 20fb81fc-4c52-5fca-a4f6-a53a022fef60",
        ),
        mutant("TM033", SALES, "column 'Line Revenue'", "column 'LINE REVENUE'\n\n\tcolumn ¦'Line Revenue'"),
        mutant("TM033", DATE, "partition Date = m", "hierarchy ¦'iso weeks'\n\n\tpartition Date = m"),
        mutant("TM040", DATE, "dataType: dateTime", "¦dataTyp: dateTime"),
        mutant("TM041", SALES, "formatString: #,0.00", "¦formatString = #,0.00"),
        mutant("TM041", REGION, "source =\n", "¦source: 1\n\n\tpartition Other = m\n\t\tsource =\n"),
        mutant("TM042", DATE, "\t\tisHidden\n", "\t\tisHidden: ¦yes\n"),
        mutant("TM043", RELATIONSHIPS, "toColumn: Date.Date", "toColumn: ¦Date"),
        mutant("TM044", SALES, "dataType: decimal", "dataType: ¦money"),
        mutant("TM044", DATE, "summarizeBy: none", "summarizeBy: ¦never"),
        mutant("TM044", REGION, "mode: import", "mode: ¦imports"),
        mutant("TM044", ROLE, "modelPermission: read", "modelPermission: ¦reed"),
        mutant(
            "TM044",
            RELATIONSHIPS,
            "\ttoColumn: Date.Date",
            "\tcrossFilteringBehavior: ¦both\n\ttoColumn: Date.Date",
        ),
    ]);
}
