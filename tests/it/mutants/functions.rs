//! Calls, filters and types that DAX refuses, and such as it takes: each a measure or a column of its own in one project.

use std::collections::BTreeMap;

use pbiforge::check::check;
use pbiforge::diag::Severity;

use super::{path, sound};

/// The codes that each expression gives, as a measure or a column of `Sales`; nothing else is wrong with the project.
#[track_caller]
fn give(kind: &str, rows: impl Iterator<Item = (&'static str, &'static str)>) {
    let mut tree = sound();
    let path = path(&tree, "tables/Sales.tmdl");
    let mut text = tree.text(&path).expect("text").to_owned();
    let end = text.find("\n\tpartition ").expect("a partition");
    let (mut added, mut expected) = (String::new(), BTreeMap::new());
    let first = text[..end].matches('\n').count() + 1;
    for (at, (codes, dax)) in rows.enumerate() {
        added += &format!("\n\t{kind} X{at} = {dax}\n");
        expected.insert(first + 2 * at + 1, (codes.to_owned(), dax));
    }
    text.insert_str(end, &added);
    tree.insert(path.clone(), text);
    let mut said: BTreeMap<usize, Vec<&str>> = expected.keys().map(|line| (*line, Vec::new())).collect();
    for found in check(&tree).iter().filter(|found| found.severity != Severity::Note) {
        let place = found.place().expect("a place");
        let line = place.line_and_column(&tree).0.unwrap_or_default();
        assert_eq!(place.file, path, "{}", found.message);
        said.get_mut(&line).unwrap_or_else(|| panic!("{line}: {}", found.message)).push(found.code.id);
    }
    let wrong = said.iter().filter_map(|(line, codes)| {
        let (wanted, dax) = &expected[line];
        (codes.join(" ") != *wanted).then(|| format!("{dax}\n    expected {wanted:?}, said {:?}", codes.join(" ")))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), expected.len(), wrong.join("\n"));
}

fn rows(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    list.trim().lines().map(|line| line.split_once(" | ").expect("codes and an expression"))
}

#[test]
fn what_a_measure_cannot_be_is_found() {
    give("measure", rows(MEASURES));
}

#[test]
fn what_a_column_cannot_be_is_found() {
    give("column", rows(COLUMNS));
}

#[test]
fn what_is_sound_is_let_be() {
    give("measure", SOUND.trim().lines().map(|dax| ("", dax)));
    give("column", SOUND_COLUMNS.trim().lines().map(|dax| ("", dax)));
}

/// Codes, then the measure.
const MEASURES: &str = r##"
DX180 | VAR Sales = [Revenue] RETURN Sales + 1
DX112 | VAR n = [Orders] + 1 RETURN SUM(n)
DX112 | NAMEOF([Orders] + 1)
DX112 | COUNTROWS(SUMMARIZE('Sales', 'Date'))
DX112 | COUNTROWS(SUMMARIZE('Sales', 'Sales'[Line Quantity] * 2))
DX112 | IF(ISFILTERED(VALUES('Product'[Description])), 1)
DX121 | COUNTROWS({ { 1, 2 } })
DX124 | CALCULATE([Revenue], 'Customer'[Frequency] > CALCULATE(MAX('Customer'[Frequency])))
DX141 | IF(KEEPFILTERS('Product'[Is Product] = TRUE()), 1)
DX156 | COUNTROWS(SUMMARIZE(VALUES('Sales'[Stock Code]), 'Sales'[Unit Price]))
DX156 | LOOKUPVALUE('Product'[Description], 'Customer'[Country], "x")
DX193 | CALCULATE([Revenue], VAR n = 1 RETURN n)
DX192 | COUNTROWS({ 1, 2, })
DX170 | COUNTROWS(DATATABLE("a", INTEGER, { { [Revenue] } }))
DX182 | COUNTROWS(GROUPBY('Sales', 'Sales'[Stock Code], "x", [Revenue]))
DX183 | RANK(DENSE, 'Product', [Revenue])
DX184 | COUNTROWS(NATURALINNERJOIN('Region', 'Product'))
DX185 | COUNTROWS(DETAILROWS('Sales'))
DX190 | @Revenue
DX191 | WEEKDAY(TODAY(), 20)
DX110 | DATEADD('Date'[Date], -1)
DX110 | SUM()
DX110 DX120 | SUM('Sales'[Line Revenue], 'Sales'[Line Quantity])
DX110 | DIVIDE([Revenue])
DX110 | DIVIDE()
DX110 | SWITCH([Orders])
DX110 | IF([Orders] > 1)
DX110 | ROUND([Revenue])
DX110 DX103 | DATESINPERIOD('Date'[Date], -12, MONTH)
DX110 | DATEDIFF(MIN('Date'[Date]), MAX('Date'[Date]))
DX110 | CALCULATE()
DX110 | RANKX(ALL('Product'))
DX110 | ADDCOLUMNS('Product', "a")
DX110 | CONCATENATE("a", "b", "c")
DX110 | LOOKUPVALUE('Product'[Description], 'Product'[Stock Code])
DX110 | TREATAS({ "a" })
DX110 | USERELATIONSHIP('Sales'[Invoice Day])
DX110 | TOPN(3)
DX152 DX120 DX163 | CALCULATE([Revenue], DATEADD(-1, 'Date'[Date], MONTH))
DX152 | CALCULATE([Revenue], DATEADD('Sales'[Line Quantity], -1, MONTH))
DX152 | CALCULATE([Revenue], SAMEPERIODLASTYEAR('Date'[Month Name]))
DX152 | CALCULATE([Revenue], DATESYTD('Date'[Year]))
DX152 | TOTALYTD([Revenue], 'Sales'[Invoice No])
DX152 | CALCULATE([Revenue], SAMEPERIODLASTYEAR([Last Sale Date]))
DX152 | CALCULATE([Revenue], PREVIOUSMONTH(MAX('Date'[Date])))
DX152 | CALCULATE([Revenue], SAMEPERIODLASTYEAR('Date'))
DX152 | CALCULATE([Revenue], DATESINPERIOD('Date'[Year Month Number], [Last Sale Date], -3, MONTH))
DX152 | CALCULATE([Revenue], DATESBETWEEN('Sales'[Customer ID], [First Sale Month], [Last Sale Date]))
DX152 | CALCULATE([Revenue], PARALLELPERIOD('Date'[Weekday], -1, YEAR))
DX101 DX120 | CALCULATE([Revenue], DATESMTD('Date'[Dates])) & 'Date'[Year]
DX120 | TOTALYTD('Date'[Date], 'Date'[Date])
DX113 | CALCULATE([Revenue], DATEADD('Date'[Date], -1, MONTHS))
DX113 | CALCULATE([Revenue], DATEADD('Date'[Date], -1, "MONTH"))
DX113 | DATEDIFF(MIN('Date'[Date]), MAX('Date'[Date]), "DAY")
DX113 | DATEDIFF(MIN('Date'[Date]), MAX('Date'[Date]), DAYS)
DX113 | CALCULATE([Revenue], PARALLELPERIOD('Date'[Date], -1, DAY))
DX113 | RANKX(ALL('Product'), [Revenue], , DES)
DX113 | RANKX(ALL('Product'), [Revenue], , DESC, DENS)
DX113 | RANKX(ALL('Product'), [Revenue], , "DESC")
DX103 | MAXX(TOPN(3, 'Product', [Revenue], DESCENDING), [Revenue])
DX113 | MAXX(TOPN(3, 'Product', [Revenue], "DESC"), [Revenue])
DX113 | CALCULATE([Revenue], CROSSFILTER('Sales'[Stock Code], 'Product'[Stock Code], BOHT))
DX113 | CALCULATE([Revenue], CROSSFILTER('Sales'[Stock Code], 'Product'[Stock Code], "Both"))
DX103 | CONCATENATEX('Product', 'Product'[Stock Code], ", ", [Revenue], UP)
DX113 | CALCULATE([Revenue], WINDOW(1, ABSOLUTE, 0, REL, ALLSELECTED('Date'[Year]), ORDERBY('Date'[Year])))
DX113 | CONVERT([Revenue], INT)
DX113 | COUNTROWS(DATATABLE("a", INTEGR, { { 1 } }))
DX121 DX111 | MAXX(TOPN('Product', 3, [Revenue]), [Revenue])
DX111 | SUMX('Sales'[Line Revenue], 'Sales'[Line Revenue])
DX111 | SUMX([Revenue], 1)
DX111 DX121 | RANKX([Revenue], ALL('Product'))
DX111 | COUNTROWS('Sales'[Invoice No])
DX111 | COUNTROWS([Revenue])
DX111 | CALCULATE([Revenue], FILTER('Sales'[Line Quantity], 'Sales'[Line Quantity] > 1))
DX111 | AVERAGEX('Sales'[Line Revenue], [Revenue])
DX111 | ISEMPTY([Revenue])
DX111 | COUNTROWS(CALCULATETABLE([Revenue]))
DX111 | CALCULATE([Revenue], TREATAS("a", 'Product'[Stock Code]))
DX111 | IF("a" IN "abc", 1)
DX111 | CALCULATE([Revenue], 'Product'[Stock Code] IN "a")
DX111 DX124 | CALCULATE([Revenue], 'Date'[Year] IN [Orders])
DX111 | COUNTROWS(UNION({ 1 }, [Revenue]))
DX111 | COUNTROWS(ALL(FILTER('Sales', TRUE())))
DX112 | COUNTROWS(VALUES(FILTER('Sales', TRUE())))
DX111 | CALCULATE([Revenue], REMOVEFILTERS(VALUES('Sales'[Invoice No])))
DX111 | CALCULATE([Revenue], ALLEXCEPT(VALUES('Sales'[Invoice No]), 'Sales'[Invoice No]))
DX112 | SUM([Revenue])
DX112 | SUM('Sales'[Line Quantity] * 'Sales'[Unit Price])
DX112 | SUM('Sales')
DX112 | AVERAGE(1)
DX112 | SELECTEDVALUE([Revenue])
DX112 | SELECTEDVALUE('Product')
DX112 | HASONEVALUE('Product')
DX112 | HASONEVALUE([Revenue])
DX110 | HASONEVALUE()
DX112 | DISTINCTCOUNT([Revenue])
DX112 | DISTINCTCOUNT('Sales'[Line Quantity] + 1)
DX112 | DISTINCTCOUNT('Sales')
DX112 | DISTINCTCOUNT(VALUES('Sales'[Invoice No]))
DX112 | SUM(VALUES('Sales'[Line Revenue]))
DX112 | MAX('Sales')
DX112 | CALCULATE([Revenue], ALL([Revenue]))
DX112 | CALCULATE([Revenue], REMOVEFILTERS([Revenue]))
DX112 | CALCULATE([Revenue], ALLEXCEPT('Sales', [Revenue]))
DX112 | ISFILTERED([Revenue])
DX112 | ISINSCOPE([Revenue])
DX112 | COUNTROWS(VALUES([Revenue]))
DX112 | COUNTROWS(DISTINCT([Revenue]))
DX112 | COUNTROWS(SUMMARIZE('Sales', [Revenue]))
DX112 | LOOKUPVALUE([Revenue], 'Product'[Stock Code], "a")
DX112 | SUMX('Sales', RELATED([Revenue]))
DX112 | CALCULATE([Revenue], TREATAS({ "a" }, [Revenue]))
DX114 | SUM('Sales'[Invoice No])
DX114 | AVERAGE('Customer'[Segment])
DX114 | SUMX('Sales', 'Sales'[Stock Code])
DX114 | AVERAGEX('Customer', 'Customer'[Country])
DX114 | MEDIAN('Customer'[Country])
DX114 | STDEV.P('Customer'[Country])
DX114 | SUM('Customer'[Is Whale])
DX114 | AVERAGE('Customer'[Is Whale])
DX114 | COUNT('Customer'[Is Whale])
DX120 | 'Sales'[Line Revenue]
DX120 | [Line Revenue] * 2
DX120 | IF('Customer'[Is Whale], 1)
DX120 | SUMX('Customer', 'Sales'[Line Revenue])
DX120 | CALCULATE('Sales'[Line Revenue])
DX120 DX120 | MAX('Sales'[Line Revenue], 'Sales'[Unit Price])
DX120 | CONCATENATEX('Product', 'Product'[Stock Code], 'Sales'[Invoice No])
DX120 | DIVIDE('Sales'[Line Revenue], [Orders])
DX120 | CALCULATE([Revenue], FILTER(ALL('Date'), 'Sales'[Line Quantity] > 1))
DX120 | VAR x = 'Sales'[Line Quantity] RETURN x
DX120 DX124 | CALCULATE('Product'[Is Product] = TRUE(), [Revenue])
DX121 | VALUES('Sales') + 1
DX121 | IF('Sales', 1)
DX121 | 'Sales'
DX121 | FILTER('Sales', TRUE())
DX121 | SUMX('Sales', 'Product')
DX121 DX124 | CALCULATE('Sales', [Orders] > 1)
DX121 | CALCULATE('Sales')
DX121 | [Revenue] / ALL('Product')
DX121 | DIVIDE('Sales', [Orders])
DX121 | VAR t = ADDCOLUMNS('Product', "a", 1) RETURN t
DX121 | SWITCH(TRUE(), [Orders] > 1, 'Sales', 1)
DX122 | IF([Revenue] = "a", 1)
DX122 | CALCULATE([Revenue], 'Date'[Year] = "2010")
DX122 | CALCULATE([Revenue], 'Sales'[Stock Code] = 85123)
DX122 | CALCULATE([Revenue], 'Date'[Date] = "2010-12-01")
DX122 | CALCULATE([Revenue], 'Date'[Date] >= "01/12/2010")
DX122 | CALCULATE([Revenue], 'Customer'[Is Whale] = "TRUE")
DX122 | CALCULATE([Revenue], 'Customer'[Is Whale] = 1)
DX122 | CALCULATE([Revenue], 'Customer'[Is Whale] == 0)
DX122 | CALCULATE([Revenue], 'Date'[Year] IN { "2010", "2011" })
DX122 | CALCULATE([Revenue], 'Sales'[Customer ID] IN { 12345, 12346 })
DX122 | IF(SELECTEDVALUE('Date'[Month Name]) = 12, 1)
DX122 | IF(MAX('Date'[Date]) > "2011-01-01", 1)
DX122 | IF([Last Sale Date] = "2011-12-09", 1)
DX122 | SUMX(FILTER('Sales', 'Sales'[Invoice No] > 536365), 1)
DX122 | SWITCH(SELECTEDVALUE('Date'[Year]), "2010", 1, "2011", 2)
DX122 | SWITCH(SELECTEDVALUE('Customer'[Segment]), 1, "a", 2, "b")
DX122 | SWITCH(TRUE(), [Revenue] > 1, "a", "b", 2, "c")
DX122 | SWITCH(TRUE(), 1, "a", 2, "b")
DX122 | LOOKUPVALUE('Product'[Description], 'Product'[Stock Code], 85123)
DX122 | IF(CONTAINS('Product', 'Product'[Stock Code], 85123), 1)
DX122 | IF(CONTAINSROW(VALUES('Date'[Year]), "2010"), 1)
DX122 | IF([Orders] > TRUE(), 1)
DX122 | CALCULATE([Revenue], 'Date'[Is Covered] <> "x")
DX123 | CALCULATE([Revenue], 'Date'[Year] = 2010 || 'Product'[Is Product] = TRUE())
DX123 | CALCULATE([Revenue], 'Sales'[Stock Code] = 'Product'[Stock Code])
DX124 | CALCULATE([Revenue], [Orders] > 1)
DX124 | CALCULATE([Revenue], 'Sales'[Line Revenue] > [Average Order Value])
DX124 | CALCULATE([Revenue], [Orders])
DX124 | CALCULATE([Revenue], KEEPFILTERS([Orders] > 1))
DX124 | CALCULATE([Revenue], 'Date'[Date] = [Last Sale Date])
DX142 | CALCULATE([Revenue], USERELATIONSHIP('Sales'[Invoice Date], 'Date'[Date]))
DX142 | CALCULATE([Revenue], USERELATIONSHIP('Sales'[Stock Code], 'Customer'[Customer ID]))
DX142 | CALCULATE([Revenue], CROSSFILTER('Sales'[Stock Code], 'Product'[Description], BOTH))
DX143 | SUMX('Product', RELATED('Sales'[Line Revenue]))
DX143 | SUMX('Sales', RELATED('Basket Rules'[Rule Lift]))
DX143 | RELATED('Product'[Description])
DX114 DX143 | SUMX('Date', RELATED('Customer'[Region]))
DX144 | SUMX('Sales', EARLIER('Sales'[Line Revenue]))
DX144 | EARLIER('Sales'[Line Revenue])
DX144 | SUMX(FILTER('Sales', 'Sales'[Line Revenue] > EARLIER('Sales'[Line Revenue])), 1)
DX141 | SUMX(CURRENTGROUP(), 1)
DX141 | KEEPFILTERS('Sales'[Line Quantity] > 1)
DX141 | USERELATIONSHIP('Sales'[Invoice Day], 'Date'[Date])
DX141 | COUNTROWS(REMOVEFILTERS('Sales'))
DX141 | SUMX(REMOVEFILTERS('Sales'), [Revenue])
DX141 | SUMX(FILTER('Sales', CROSSFILTER('Sales'[Stock Code], 'Product'[Stock Code], BOTH)), 1)
DX141 | [Revenue] + ORDERBY([Revenue])
DX140 | INFO.TABLES()
DX140 | RUNNINGSUM([Revenue])
DX151 | SUMX('Sales', 'Sales'[Stock Code] * 2)
DX151 | SUMX('Sales', -'Sales'[Invoice No])
DX151 | SUMX('Sales', 'Sales'[Line Quantity] * 'Sales'[Stock Code])
DX151 | SUMX('Sales', 'Sales'[Customer ID] + 1)
DX194 | [Revenue] + "a"
DX114 DX151 | SUMX('Sales', ROUND('Sales'[Stock Code], 2))
DX194 | ROUND([Revenue], "two")
DX114 DX151 | SUMX('Sales', ABS('Sales'[Invoice No]))
DX151 | SELECTEDVALUE('Customer'[Segment]) * 2
DX120 | YEAR('Sales'[Stock Code])
DX154 | COUNTROWS(UNION({ (1, 2) }, { 1 }))
DX154 | COUNTROWS(UNION(VALUES('Product'[Stock Code]), 'Product'))
DX154 | COUNTROWS(EXCEPT('Product', VALUES('Product'[Stock Code])))
DX154 | COUNTROWS(INTERSECT(VALUES('Sales'[Stock Code]), SUMMARIZE('Sales', 'Sales'[Stock Code], 'Sales'[Customer ID])))
DX154 | CALCULATE([Revenue], TREATAS({ "a" }, 'Product'[Stock Code], 'Product'[Description]))
DX154 | CALCULATE([Revenue], TREATAS({ ("a", 1) }, 'Product'[Stock Code]))
DX154 | IF((1, 2) IN { 1 }, 1)
DX154 | IF(1 IN { (1, 2) }, 1)
DX154 | IF(CONTAINSROW({ (1, 2) }, 1), 1)
DX154 | COUNTROWS({ (1, 2), (3, 4, 5) })
DX154 | CALCULATE([Revenue], 'Date'[Year] IN VALUES('Date'))
DX155 | CALCULATE([Revenue], ALL('Product'[Stock Code], 'Date'[Year]))
DX155 | CALCULATE([Revenue], ALLSELECTED('Product'[Stock Code], 'Date'[Year]))
DX155 | CALCULATE([Revenue], REMOVEFILTERS('Product'[Stock Code], 'Date'[Year]))
DX155 | COUNTROWS(ALLNOBLANKROW('Product'[Stock Code], 'Customer'[Segment]))
DX156 | CALCULATE([Revenue], ALLEXCEPT('Product', 'Customer'[Segment]))
DX156 | COUNTROWS(SUMMARIZE('Product', 'Sales'[Invoice No]))
DX156 | COUNTROWS(SUMMARIZE('Sales', 'Basket Rules'[Antecedents]))
DX156 | COUNTROWS(GROUPBY('Product', 'Customer'[Segment]))
DX157 | IF("a", 1, 2)
DX157 | IF(SELECTEDVALUE('Customer'[Segment]), 1, 2)
DX157 | COUNTROWS(FILTER('Sales', 'Sales'[Stock Code]))
DX157 | IF([Revenue] > 1 && "a", 1)
DX157 | IF(NOT "a", 1)
DX157 | IF(AND([Orders] > 1, SELECTEDVALUE('Customer'[Segment])), 1)
DX157 | IF([Last Sale Date], 1)
DX157 | COUNTROWS(FILTER('Customer', 'Customer'[Segment] || 'Customer'[Is Whale]))
DX193 | CALCULATE([Revenue], 1 = 1)
DX193 | CALCULATE([Revenue], MAX('Date'[Year]) > 2010)
DX193 | VAR x = [Orders] RETURN CALCULATE([Revenue], x > 1)
DX193 | CALCULATE([Revenue], "Champions")
DX193 | CALCULATE([Revenue], 2010)
DX158 | CALCULATE([Revenue], 'Customer'[Segment])
DX193 | CALCULATE([Revenue], TRUE())
DX193 | CALCULATE([Revenue], SUM('Sales'[Line Revenue]))
DX159 | IF([Revenue] = [Revenue], 1)
DX159 | DIVIDE([Revenue], [Revenue])
DX159 | [Revenue] - [Revenue]
DX159 | [Revenue] / [Revenue]
DX159 | IF([Orders] > 1 && [Orders] > 1, 1)
DX159 | CALCULATE([Revenue], FILTER('Customer', 'Customer'[Segment] <> 'Customer'[Segment]))
DX160 | [Revenue] / 0
DX160 | DIVIDE([Revenue], 0)
DX161 | COUNTROWS(ADDCOLUMNS('Product', "a", 1, "a", 2))
DX161 | COUNTROWS(SELECTCOLUMNS('Product', "a", 1, "A", 2))
DX161 | COUNTROWS(ROW("a", 1, "a", 2))
DX161 | COUNTROWS(ADDCOLUMNS(ADDCOLUMNS('Product', "a", 1), "a", 2))
DX161 | COUNTROWS(CROSSJOIN('Product', 'Product'))
DX161 | COUNTROWS(SUMMARIZECOLUMNS('Date'[Year], "a", [Revenue], "a", [Orders]))
DX162 | DIVIDE(, [Orders])
DX162 | CALCULATE([Revenue], DATEADD('Date'[Date], , MONTH))
DX162 | RANKX(, [Revenue])
DX162 | SUMX('Sales', )
DX163 | SUMX('Sales', MONTH('Sales'[Line Quantity]))
DX163 | SUMX('Date', YEAR('Date'[Year]))
DX163 | EDATE(-12, MIN('Date'[Date]))
DX163 | CALCULATE([Revenue], DATESINPERIOD('Date'[Date], -12, [Last Sale Date], MONTH))
DX164 | FORMAT("0.0", [Revenue])
DX164 | FORMAT([Revenue], "Currenc")
DX164 | FORMAT(MAX('Date'[Date]), "Short Dat")
DX132 | IF(TRUE(), [Revenue], [Orders])
DX165 | SWITCH(SELECTEDVALUE('Customer'[Segment]), "Champions", 1, "Champions", 2)
DX165 | SWITCH(TRUE(), [Orders] > 1, 1, [Orders] > 1, 2)
DX100 | SUM('Sale'[Line Revenue])
DX101 | SUM('Sales'[Line Revenu])
DX101 | [Revenue] + Customer[Revenues]
DX102 | [Revenu]
DX103 | COUNTROWS(Salse)
DX104 | CALCULAT([Revenue])
DX104 | SUMIF('Sales'[Line Revenue], 1)
DX102 | SUMX(ADDCOLUMNS('Product', "a", 1), [b])
DX102 | SUMX(SELECTCOLUMNS('Sales', "a", 1), [Line Revenu])
DX120 | SUMX(SELECTCOLUMNS('Sales', "a", 1), 'Sales'[Line Revenue])
DX120 | SUMX(SUMMARIZE('Sales', 'Sales'[Stock Code]), 'Sales'[Line Revenue])
DX130 | VAR x = 1 VAR y = 2 RETURN y
DX131 | VAR x = 1 VAR x = 2 RETURN x
DX103 | VAR x = y VAR y = 1 RETURN x + y
DX010 | VAR x = 1 RETURN x RETURN x
DX007 | DIVIDE([Revenue], [Orders]
DX009 | DIVIDE([Revenue] [Orders])
DX010 | [Revenue] AND [Orders]
DX010 | [Revenue] [Orders]
DX009 | CALCULATE([Revenue] 'Date'[Year] = 2010)
"##;

/// Codes, then the calculated column.
const COLUMNS: &str = r##"
DX166 | IF('Sales'[Line Quantity] > 1, "many", 1)
DX166 | SWITCH(TRUE(), 'Sales'[Line Quantity] > 10, "a", 'Sales'[Line Quantity] > 5, 2)
DX144 | EARLIER('Sales'[Line Revenue])
DX143 | RELATED('Basket Rules'[Rule Lift])
DX143 | RELATED('Customer Month'[Month Orders])
DX121 | FILTER('Sales', TRUE())
DX121 | RELATEDTABLE('Product')
DX101 | 'Sales'[Line Revenu] * 2
DX102 | [Line Revenu] * 2
DX120 | 'Product'[Description] & "x"
DX151 | 'Sales'[Stock Code] * 2
DX157 | IF('Sales'[Stock Code], 1, 2)
DX163 | YEAR('Sales'[Line Quantity])
DX122 | IF('Sales'[Stock Code] = 1, 1, 2)
DX140 | SELECTEDMEASURE()
DX140 | USERPRINCIPALNAME()
DX140 | IF(USERNAME() = "a", 1, 2)
DX122 | IF(RELATED('Product'[Is Product]) = 1, 1, 2)
DX140 | ISSELECTEDMEASURE([Revenue])
"##;

/// Measures.
const SOUND: &str = r##"
CALCULATE([Revenue], OFFSET(-1, ALLSELECTED('Date'[Year]), ORDERBY('Date'[Year], ASC)))
CALCULATE([Revenue], INDEX(1, ALLSELECTED('Date'[Month Name], 'Date'[Month Number]), ORDERBY('Date'[Month Number])))
CALCULATE([Revenue], WINDOW(-2, REL, 0, REL, ALLSELECTED('Date'[Year Month Number]), ORDERBY('Date'[Year Month Number])))
RANK(DENSE, ALLSELECTED('Product'[Stock Code]), ORDERBY([Revenue], DESC))
ROWNUMBER(ALLSELECTED('Customer'), ORDERBY('Customer'[Monetary], DESC), DEFAULT, PARTITIONBY('Customer'[Segment]))
CALCULATE([Revenue], WINDOW(1, ABS, 0, REL, ORDERBY('Date'[Year]), PARTITIONBY('Customer'[Segment])), ALL('Date'))
COUNTROWS(TREATAS({ ("Champions", "UK") }, 'Customer'[Segment], 'Customer'[Country]))
CALCULATE([Revenue], TREATAS(VALUES('Customer'[Region]), 'Basket Rules'[Region]))
COUNTROWS(ROW("a", 1, "b", "x"))
COUNTROWS(FILTER('Customer', ('Customer'[Segment], 'Customer'[R Score]) IN { ("Champions", 5), ("Hibernating", 1) }))
CALCULATE([Revenue], ('Customer'[Segment], 'Customer'[R Score]) IN { ("Champions", 5) })
SUMX(FILTER(ADDCOLUMNS(VALUES('Product'[Stock Code]), "@Rev", [Revenue]), [@Rev] > 10), [@Rev])
CONCATENATEX(TOPN(3, ADDCOLUMNS(VALUES('Product'[Stock Code]), "@Rev", [Revenue]), [@Rev], DESC), 'Product'[Stock Code], ", ", [@Rev], DESC)
SUMX(GENERATE(VALUES('Customer'[Segment]), TOPN(1, VALUES('Product'[Stock Code]), [Revenue])), [Revenue])
COUNTROWS(NATURALLEFTOUTERJOIN(ADDCOLUMNS(VALUES('Customer'[Segment]), "a", [Revenue]), ADDCOLUMNS(VALUES('Customer'[Segment]), "b", [Orders])))
COUNTROWS(SUMMARIZECOLUMNS('Date'[Year], 'Customer'[Segment], FILTER(ALL('Product'[Is Product]), 'Product'[Is Product]), TREATAS({ 2010 }, 'Date'[Year]), "r", [Revenue]))
COUNTROWS(SUMMARIZECOLUMNS(ROLLUPADDISSUBTOTAL('Date'[Year], "IsTotal", 'Customer'[Segment], "IsSub"), "r", [Revenue]))
COUNTROWS(SUMMARIZECOLUMNS(ROLLUPADDISSUBTOTAL(ROLLUPGROUP('Date'[Year], 'Date'[Quarter]), "t"), "r", IGNORE([Revenue])))
COUNTROWS(SUMMARIZE('Sales', ROLLUP('Date'[Year], 'Customer'[Segment]), "r", [Revenue], "s", ISSUBTOTAL('Date'[Year])))
NAMEOF('Sales'[Line Revenue]) & NAMEOF([Revenue])
COUNTROWS(FILTER(INFO.VIEW.TABLES(), [Name] = "Sales"))
COUNTROWS(DETAILROWS([Revenue]))
COUNTROWS(GROUPBY(ADDCOLUMNS('Sales', "m", MONTH('Sales'[Invoice Date])), [m], "n", SUMX(CURRENTGROUP(), 'Sales'[Line Revenue])))
COUNTROWS(GROUPBY('Sales', 'Customer'[Segment], "n", MAXX(CURRENTGROUP(), 'Sales'[Line Revenue])))
MAXX(FILTER(ALL('Date'), 'Date'[Date] = EOMONTH(MAX('Date'[Date]), -1)), 'Date'[Date])
CALCULATE([Revenue], DATEADD(LASTDATE('Date'[Date]), -1, YEAR))
CALCULATE([Revenue], DATESYTD('Date'[Date], "3-31"), ALL('Date'))
CALCULATE([Revenue], SAMEPERIODLASTYEAR('Date'[Date]), KEEPFILTERS('Customer'[Segment] = "Champions"))
CALCULATE([Revenue], DATESBETWEEN('Date'[Date], BLANK(), MAX('Date'[Date])))
CALCULATE([Revenue], DATESINPERIOD('Date'[Date], MAX('Date'[Date]), -12, MONTH))
CLOSINGBALANCEMONTH([Revenue], 'Date'[Date]) + OPENINGBALANCEYEAR([Revenue], 'Date'[Date])
CALCULATE([Revenue], PARALLELPERIOD('Date'[Date], -1, QUARTER), USERELATIONSHIP('Sales'[Invoice Day], 'Date'[Date]))
CALCULATE([Revenue], CROSSFILTER('Sales'[Customer ID], 'Customer'[Customer ID], BOTH))
CALCULATE([Revenue], REMOVEFILTERS('Date'), REMOVEFILTERS('Customer'[Segment], 'Customer'[Region]), ALLCROSSFILTERED('Sales'))
SUMX(VALUES('Date'[Year]), CALCULATE(MAXX(VALUES('Date'[Month Name]), [Revenue])))
SUMX('Customer', IF([Revenue] > 100 && 'Customer'[Is Whale], 1, 0))
SWITCH(SELECTEDVALUE('Customer'[Segment]), "Champions", [Revenue], "New", [Orders], BLANK())
SWITCH(TRUE(), [Revenue] > 1000, "high", [Revenue] > 100, "mid", ISBLANK([Revenue]), BLANK(), "low")
IF(HASONEVALUE('Customer'[Segment]), VALUES('Customer'[Segment]), "many")
IF(ISFILTERED('Customer') || ISCROSSFILTERED('Product'[Stock Code]), [Revenue])
IF(ISINSCOPE('Date'[Month Name]), [Revenue], IF(ISINSCOPE('Date'[Year]), [Orders]))
FORMAT([Revenue], "#,0.00") & " / " & FORMAT(MAX('Date'[Date]), "d MMM yyyy", "en-GB") & FORMAT(0.5, "Percent")
DIVIDE([Revenue], CALCULATE([Revenue], ALL('Product'), ALL('Date'))) + DIVIDE(SUM('Sales'[Line Revenue]), COUNTROWS('Sales'), 0)
RANKX(ALLSELECTED('Product'[Stock Code], 'Product'[Description]), [Revenue], , DESC, DENSE)
PERCENTILEX.INC(VALUES('Customer'[Customer ID]), [Revenue], 0.9) + MEDIANX('Customer', 'Customer'[Monetary])
COUNTROWS(EXCEPT(VALUES('Customer'[Customer ID]), CALCULATETABLE(VALUES('Sales'[Customer ID]), PREVIOUSMONTH('Date'[Date]))))
COUNTROWS(INTERSECT(VALUES('Sales'[Customer ID]), CALCULATETABLE(VALUES('Sales'[Customer ID]), ALL('Date'))))
COUNTROWS(UNION(SELECTCOLUMNS('Product', "k", 'Product'[Stock Code]), DISTINCT('Sales'[Stock Code])))
LOOKUPVALUE('Product'[Description], 'Product'[Stock Code], SELECTEDVALUE('Sales'[Stock Code]), "?")
SUMX(DISTINCT(SELECTCOLUMNS('Sales', "@inv", 'Sales'[Invoice No], "@cust", 'Sales'[Customer ID])), 1)
COUNTX(FILTER('Sales', NOT ISBLANK('Sales'[Invoice Date]) && 'Sales'[Invoice Date] >= DATE(2010, 1, 1)), 'Sales'[Invoice No])
IF(MAX('Date'[Date]) >= TODAY() - 30 && MIN('Date'[Date]) < dt"2011-01-01", 1, 0)
VAR t = SUMMARIZE('Sales', 'Customer'[Segment], "@r", [Revenue]) VAR m = MAXX(t, [@r]) RETURN MAXX(FILTER(t, [@r] = m), 'Customer'[Segment])
SUMX(FILTER(CROSSJOIN(VALUES('Date'[Year]), VALUES('Customer'[Segment])), 'Date'[Year] > 2009), [Revenue])
CALCULATE(COUNTROWS('Sales'), FILTER('Sales', 'Sales'[Line Revenue] > AVERAGE('Sales'[Unit Price])))
VAR cur = MAX('Date'[Year]) RETURN CALCULATE([Revenue], 'Date'[Year] = cur - 1)
CALCULATE([Revenue], 'Date'[Is Covered], NOT 'Date'[Is Weekend], 'Customer'[Is Whale] = TRUE)
CALCULATE([Revenue], FILTER(VALUES('Customer'[Segment]), CONTAINSSTRING('Customer'[Segment], "Risk")))
IF(CONTAINSROW({ "a", "b" }, "a"), 1) + IF(SELECTEDVALUE('Customer'[Segment]) IN { "a", "b" }, 1)
COALESCE(SELECTEDVALUE('Customer'[Segment]), "none") & UNICHAR(8593) & REPT("|", ROUND([Orders], 0))
COUNTROWS(FILTER(GENERATESERIES(1, 10, 1), [Value] > 3)) + MAXX({ 1, 2, 3 }, [Value]) + SUMX({ (1, 2), (3, 4) }, [Value1] * [Value2])
COUNTROWS(DATATABLE("a", INTEGER, "b", STRING, { { 1, "x" }, { 2, "y" } }))
PATHITEM("1|2", 2, INTEGER) + PATHLENGTH("1|2")
NETWORKDAYS(MIN('Date'[Date]), MAX('Date'[Date]), 1) + DATEDIFF(MIN('Date'[Date]), MAX('Date'[Date]), DAY) + WEEKNUM(MAX('Date'[Date]), 21)
FIRSTNONBLANKVALUE('Date'[Date], [Revenue]) + LASTNONBLANKVALUE('Date'[Date], [Revenue])
CALCULATE([Revenue], LASTNONBLANK('Date'[Date], [Revenue])) + CALCULATE([Revenue], FIRSTDATE('Date'[Date]))
CALCULATE([Revenue], ALLEXCEPT('Sales', 'Customer'[Segment], 'Date'[Year], 'Sales'[Stock Code]))
MINX(KEEPFILTERS(VALUES('Customer'[Segment])), [Revenue])
COUNTROWS(SUBSTITUTEWITHINDEX(VALUES('Customer'[Segment]), "i", VALUES('Customer'[Segment]), 'Customer'[Segment], ASC))
COUNTROWS(SAMPLE(10, 'Customer', 'Customer'[Customer ID])) + COUNTROWS(TOPN(5, 'Customer'))
CALCULATE(DISTINCTCOUNT('Sales'[Customer ID]), 'Sales'[Line Quantity] > 0 && 'Sales'[Unit Price] > 0)
CALCULATE([Revenue], 'Sales'[Invoice Date] >= DATE(2010, 1, 1), 'Sales'[Invoice Date] < DATE(2011, 1, 1))
SUMX('Sales', 'Sales'[Line Quantity] * RELATED('Product'[Is Product]))
IF([Revenue] = 0 || [Orders] == BLANK(), 0, [Revenue]/[Orders])
[Revenue] - CALCULATE([Revenue], DATEADD('Date'[Date], -1, MONTH))
"##;

/// Calculated columns.
const SOUND_COLUMNS: &str = r##"
RELATED('Product'[Description]) & " " & 'Sales'[Line Quantity]
IF('Sales'[Line Quantity] > 1, 'Sales'[Invoice Date], BLANK())
COUNTROWS(FILTER('Sales', 'Sales'[Customer ID] = EARLIER('Sales'[Customer ID])))
SWITCH(TRUE(), 'Sales'[Line Quantity] > 10, "many", "few")
LOOKUPVALUE('Product'[Description], 'Product'[Stock Code], 'Sales'[Stock Code])
'Sales'[Unit Price] * 'Sales'[Line Quantity] - 'Sales'[Line Revenue]
YEAR('Sales'[Invoice Date]) * 100 + MONTH('Sales'[Invoice Date])
DATEDIFF('Sales'[Invoice Date], RELATED('Customer'[Last Purchase]), DAY)
CALCULATE(SUM('Sales'[Line Revenue]), ALLEXCEPT('Sales', 'Sales'[Customer ID]))
"##;
