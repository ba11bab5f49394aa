//! The DAX of the semantic model broken, and changed without harm.

use pbiforge::check::check;

use super::{all_are_found, apply, edit, mutant, said, sound};

const SALES: &str = "tables/Sales.tmdl";
const PRODUCT: &str = "tables/Product.tmdl";
const ROLE: &str = "roles/Regional Manager.tmdl";

const ORDERS: &str = "DISTINCTCOUNT('Sales'[Invoice No])";
const LARGEST: &str = "MAXX(VALUES('Sales'[Invoice No]), [Revenue])";
const AVERAGE: &str = "DIVIDE([Revenue], [Orders])";

#[test]
fn every_name_of_a_formula_that_is_misspelt_is_found() {
    all_are_found(&[
        mutant("DX100", SALES, ORDERS, "DISTINCTCOUNT(¦'Sale'[Invoice No])"),
        mutant("DX100", SALES, "COUNTROWS('Sales')", "COUNTROWS(¦'Slaes')"),
        mutant("DX101", SALES, ORDERS, "DISTINCTCOUNT('Sales'¦[Invoice Number])"),
        mutant("DX101", ROLE, "[Manager] = USERPRINCIPALNAME()", "¦[Manger] = USERPRINCIPALNAME()"),
        mutant("DX102", SALES, AVERAGE, "DIVIDE(¦[Revenues], [Orders])"),
        mutant("DX102", SALES, LARGEST, "MAXX(VALUES('Sales'[Invoice No]), ¦[Reveneu])"),
        mutant("DX103", SALES, "COUNTROWS('Sales')", "COUNTROWS(¦Salse)"),
        mutant("DX103", SALES, AVERAGE, "VAR a = [Revenue] RETURN a + ¦b"),
        mutant("DX104", SALES, ORDERS, "¦DISTINCTCOUNTS('Sales'[Invoice No])"),
        mutant("DX104", SALES, AVERAGE, "¦DIVDE([Revenue], [Orders])"),
        mutant("DX104", ROLE, "USERPRINCIPALNAME()", "¦USERPRINCIPAL()"),
        mutant("DX104", PRODUCT, "RANKX(", "¦RANK.X("),
    ]);
}

#[test]
fn every_fault_of_meaning_is_found() {
    all_are_found(&[
        mutant("DX110", SALES, AVERAGE, "¦DIVIDE([Revenue])"),
        mutant("DX110", SALES, "COUNTROWS('Sales')", "¦COUNTROWS('Sales', 'Product')"),
        mutant("DX120", SALES, AVERAGE, "¦'Sales'[Line Revenue]"),
        mutant("DX112", SALES, AVERAGE, "SUM(¦[Revenue])"),
        mutant("DX112", SALES, AVERAGE, "SUM(¦1)"),
        mutant("DX114", SALES, AVERAGE, "SUM(¦'Sales'[Invoice No])"),
        mutant("DX111", SALES, AVERAGE, "SUMX(¦[Revenue], 1)"),
        mutant("DX111", SALES, AVERAGE, "FILTER(¦[Revenue], TRUE())"),
        mutant("DX122", SALES, AVERAGE, "[Revenue] = ¦\"a\""),
        mutant("DX150", SALES, AVERAGE, "¦[Average Order Value] + 1"),
        mutant("DX143", SALES, AVERAGE, "SUMX('Region', ¦RELATED('Sales'[Line Revenue]))"),
        mutant("DX124", SALES, AVERAGE, "CALCULATE([Revenue], ¦'Sales'[Line Revenue] = [Orders])"),
        mutant("DX123", SALES, AVERAGE, "CALCULATE([Revenue], ¦'Sales'[Line Revenue] > 1 || 'Product'[Is Product])"),
        mutant("DX142", SALES, AVERAGE, "CALCULATE([Revenue], USERELATIONSHIP(¦'Sales'[Invoice No], 'Date'[Date]))"),
        mutant("DX113", SALES, AVERAGE, "DATEADD('Date'[Date], 1, ¦days)"),
        mutant("DX131", SALES, AVERAGE, "VAR x = 1 VAR y = x VAR ¦x = 2 RETURN x + y"),
        mutant("DX130", SALES, AVERAGE, "VAR ¦x = 1 RETURN [Revenue]"),
        mutant("DX121", SALES, AVERAGE, "¦VALUES('Sales') + 1"),
    ]);
}

#[test]
fn every_fault_of_the_text_is_found() {
    all_are_found(&[
        mutant("DX007", SALES, ORDERS, "DISTINCTCOUNT¦('Sales'[Invoice No]"),
        mutant("DX007", SALES, AVERAGE, "DIVIDE¦([Revenue], [Orders]"),
        mutant("DX009", SALES, AVERAGE, "DIVIDE([Revenue] ¦[Orders])"),
        mutant("DX010", SALES, AVERAGE, "DIVIDE([Revenue], [Orders])¦)"),
        mutant("DX008", SALES, AVERAGE, "[Revenue] /¦"),
        mutant("DX001", SALES, AVERAGE, "¦\"text"),
        mutant("DX002", SALES, AVERAGE, "¦'Sales[Revenue]"),
        mutant("DX002", SALES, AVERAGE, "¦[Revenue"),
        mutant("DX011", SALES, AVERAGE, "VAR a = [Revenue] ¦a"),
        mutant("DX008", SALES, AVERAGE, "¦RETURN [Revenue]"),
        mutant("DX004", SALES, AVERAGE, "[Revenue] ¦% [Orders]"),
        mutant("DX010", SALES, AVERAGE, "[Revenue] ¦[Orders]"),
        mutant("DX003", SALES, AVERAGE, "¦/* never closed"),
        mutant("DX007", SALES, AVERAGE, "{ 1, 2¦"),
        mutant("DX004", SALES, AVERAGE, "[Revenue] ¦!= 0"),
    ]);
}

#[test]
fn changes_of_a_formula_that_mean_no_harm_pass() {
    for edit in [
        edit(SALES, AVERAGE, "divide([revenue], [ORDERS])"),
        edit(SALES, AVERAGE, "DIVIDE ( [Revenue] , [Orders] )"),
        edit(SALES, AVERAGE, "DIVIDE([Revenue], [Orders], 0)"),
        edit(SALES, AVERAGE, "/* one */ DIVIDE([Revenue], [Orders]) -- two"),
        edit(SALES, AVERAGE, "VAR a = [Revenue] RETURN DIVIDE(a, [Orders])"),
        edit(SALES, AVERAGE, "DIVIDE(Sales[Revenue], 'Sales'[Orders])"),
        edit(SALES, AVERAGE, "IF(NOT ISBLANK([Orders]), [Revenue] / [Orders])"),
        edit(SALES, AVERAGE, "CALCULATE(DIVIDE([Revenue], [Orders]), 'Product'[Is Product] = TRUE)"),
        edit(SALES, AVERAGE, "SUMX({ 1, 2 }, [Value])"),
        edit(SALES, AVERAGE, "SUMX(ADDCOLUMNS(VALUES('Date'[Date]), \"@r\", [Revenue]), [@r])"),
        edit(SALES, AVERAGE, "\"a \"\"b\"\" [c] 'd'\""),
        edit(SALES, AVERAGE, "DATE(2024, 1, 1) + 1.5e3"),
        edit(SALES, "COUNTROWS('Sales')", "COUNTROWS(Sales)"),
        edit(SALES, "COUNTROWS('Sales')", "COUNTROWS()"),
        edit(SALES, "COUNTROWS('Sales')", "\n\t\t\tCOUNTROWS(\n\n\t\t\t\t'Sales'\n\t\t\t)"),
        edit(
            ROLE,
            "'Region Manager'[Manager] = USERPRINCIPALNAME()",
            "USERPRINCIPALNAME() = 'Region Manager'[Manager]",
        ),
    ] {
        let mut tree = sound();
        apply(&mut tree, &edit);
        let found = check(&tree);
        assert!(found.is_empty(), "{}: {:?}", edit.to, said(&found, &tree));
    }
}
