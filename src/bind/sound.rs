//! What people write and the engine takes: of none of it anything is said.

use super::SitePlace;
use super::testing::{at, faults};

#[test]
fn measures_that_are_sound() {
    for dax in MEASURES.trim().lines() {
        assert_eq!(faults(dax), [""; 0], "{dax}");
    }
}

#[test]
fn columns_tables_filters_and_items_that_are_sound() {
    for dax in COLUMNS.trim().lines() {
        assert_eq!(at(SitePlace::CalculatedColumn, dax), [""; 0], "{dax}");
    }
    for dax in TABLES.trim().lines() {
        assert_eq!(at(SitePlace::CalculatedTable, dax), [""; 0], "{dax}");
    }
    for dax in FILTERS.trim().lines() {
        assert_eq!(at(SitePlace::RowFilter, dax), [""; 0], "{dax}");
    }
    for dax in ITEMS.trim().lines() {
        assert_eq!(at(SitePlace::CalculationItem, dax), [""; 0], "{dax}");
    }
}

const MEASURES: &str = r#"
CALCULATE(SUM(Sales[Amount]), ALL(Product), VALUES(Product[Color]), Sales)
CALCULATE([Revenue], FILTER(ALL(Product[Color], Product[Price]), Product[Price] > 1 && Product[Color] <> ""))
VAR t = SUMMARIZE(Sales, Product[Color]) RETURN CALCULATE([Revenue], t)
RANKX(ALL(Product[Color]), [Revenue]) + RANKX(ALLSELECTED(Product), [Revenue], , DESC, Dense)
CALCULATE([Revenue], TOPN(1, VALUES(Product[Color]), [Revenue], DESC))
LOOKUPVALUE(Product[Price], Product[Color], "Red", Product[Product Key], 1)
SWITCH(TRUE(), [Revenue] > 1, "a", [Orders] = 2, "b", "c") & IF(ISFILTERED(Product), 1, ISFILTERED(Product[Color]))
CALCULATE([Revenue], TREATAS({ "Red" }, Product[Color]), TREATAS(VALUES(Other[Code]), Product[Color]))
CONCATENATEX(VALUES(Product[Color]), Product[Color], ", ", Product[Color], ASC)
CALCULATE([Revenue], DATESBETWEEN('Date'[Date], DATE(2020, 1, 1), MAX('Date'[Date])))
CALCULATE([Revenue], DATESINPERIOD('Date'[Date], LASTDATE('Date'[Date]), -12, MONTH))
TOTALYTD([Revenue], 'Date'[Date], "06-30") + TOTALYTD([Revenue], 'Date'[Date], ALL(Sales), "6-30")
CALCULATE([Revenue], SAMEPERIODLASTYEAR(DATESYTD('Date'[Date])), PARALLELPERIOD('Date'[Date], -1, YEAR))
CALCULATE([Revenue], LASTNONBLANK('Date'[Date], [Revenue]), FIRSTNONBLANK(VALUES('Date'[Date]), [Revenue]))
DATEDIFF(MIN(Sales[Date]), MAX('Date'[Date]) - 1, DAY) + (MAX(Sales[Date]) - MIN(Sales[Date]))
FORMAT([Revenue], "0.0") & SELECTEDVALUE(Product[Color], "All") & FORMAT(MAX(Sales[Date]), "yyyy")
PERCENTILEX.INC(Sales, Sales[Amount], 0.5) + AVERAGEX(VALUES('Date'[Date]), [Revenue])
COUNTROWS(GENERATE(VALUES(Product[Color]), TOPN(1, VALUES(Sales[Date]), [Revenue])))
SUMX(NATURALINNERJOIN(Sales, Product), Sales[Amount] * Product[Price])
COUNTROWS(SUMMARIZE(Sales, ROLLUP(Product[Color]), "x", [Revenue], "s", ISSUBTOTAL(Product[Color])))
COUNTROWS(SUMMARIZECOLUMNS(ROLLUPADDISSUBTOTAL(Product[Color], "t"), FILTER(ALL('Date'), TRUE()), "x", IGNORE([Revenue])))
VAR x = SELECTEDVALUE('Date'[Month]) RETURN SWITCH(x, "a", 1, "b", 2, BLANK())
CALCULATE([Revenue], CROSSFILTER(Sales[Product Key], Product[Product Key], BOTH), REMOVEFILTERS(Product, 'Date'[Date]))
CALCULATE([Revenue], ALLEXCEPT(Sales, Sales[Note], Product[Color]), ALLSELECTED(), REMOVEFILTERS())
CALCULATE([Revenue], Product[Color] = SELECTEDVALUE(Other[Code]), Product[Active], NOT Product[Active])
CALCULATE([Revenue], OFFSET(-1, ALLSELECTED('Date'[Year]), ORDERBY('Date'[Year])))
CALCULATE([Revenue], WINDOW(1, ABS, 0, REL, ALLSELECTED('Date'[Year]), ORDERBY('Date'[Year], DESC)))
ROWNUMBER(ALLSELECTED(Sales), ORDERBY(Sales[Date])) + RANK(DENSE, ALLSELECTED(Product[Color]), ORDERBY([Revenue], DESC))
MAXX(KEEPFILTERS(VALUES(Product[Color])), [Revenue])
IF(CONTAINS(Product, Product[Color], "Red") || "Red" IN VALUES(Product[Color]), 1)
IF((1, "a") IN SUMMARIZE(Sales, Sales[Quantity], Sales[Note]), 1, IF(CONTAINSROW({ 1, 2 }, 1), 2))
CALCULATE([Revenue], Sales[Quantity] > 1 || Sales[Note] = "a", ISBLANK(Sales[Note]), NOT(ISBLANK(Sales[Note])))
CALCULATE([Revenue], AND(Sales[Quantity] > 1, Sales[Note] = "a"), CONTAINSSTRING(Product[Color], "e"))
CALCULATE([Revenue], SEARCH("a", Sales[Note], 1, 0) > 0, LEFT(Product[Color], 1) = "R", YEAR(Sales[Date]) = 2026)
[Revenue](Product[Color] = "Red")
VAR d = MAX('Date'[Date]) RETURN CALCULATE([Revenue], FILTER(ALL('Date'[Date]), 'Date'[Date] <= d), 'Date'[Date] > d - 7)
SUMX(ADDCOLUMNS(SUMMARIZE(Sales, 'Date'[Year], 'Date'[Month]), "x", [Revenue]), [x] * 'Date'[Year])
SUMX(SELECTCOLUMNS(Sales, "a", Sales[Amount], "b", RELATED(Product[Price])), [a] * [b])
COUNTROWS(FILTER(ADDCOLUMNS(Sales, "n", 1), RELATED(Product[Price]) > [n]))
COUNTROWS(FILTER(Product, COUNTROWS(RELATEDTABLE(Sales)) > 0))
COUNTROWS(EXCEPT(VALUES(Product[Color]), { "Red" })) + COUNTROWS(INTERSECT(ALL(Product), Product))
SUMX(DISTINCT(Sales[Product Key]), CALCULATE(SUM(Sales[Amount]))) + SUMX(VALUES(Sales), Sales[Amount])
MINX(TOPN(1, Sales, Sales[Date], DESC, [Revenue], ASC), Sales[Note])
VAR all = ALL(Product) VAR n = COUNTROWS(all) RETURN DIVIDE([Revenue], n, 0)
IF(HASONEVALUE('Date'[Year]), VALUES('Date'[Year]) + 1, BLANK()) + IF(ISINSCOPE('Date'[Year]), 1)
CALCULATE(CALCULATE([Revenue], ALL('Date')), DATEADD('Date'[Date], -1, YEAR), USERELATIONSHIP(Sales[Shipped], 'Date'[Date]))
SUMX(VALUES(Product[Color]), VAR c = Product[Color] RETURN CALCULATE([Revenue], Product[Color] = c))
MAXX(FILTER(ALL('Date'), 'Date'[Year] = MAX('Date'[Year]) - 1), 'Date'[Date])
COUNTROWS(CALCULATETABLE(VALUES(Product[Color]), Product[Price] > 1))
VAR s = { ("a", 1), ("b", 2) } RETURN MAXX(FILTER(s, [Value1] = "a"), [Value2])
SUMX(FILTER(CROSSJOIN(VALUES('Date'[Year]), VALUES(Product[Color])), 'Date'[Year] > 2000 && Product[Color] = "Red"), [Revenue])
IF(SELECTEDVALUE('Date'[Year]) = 2026, "now", IF(ISBLANK([Revenue]), "", [Revenue] & ""))
COALESCE([Revenue], 0) + IFERROR([Revenue] / [Orders], 0) + MAX([Revenue], 0) + MIN([Orders], [Revenue])
TOJSON(SUMMARIZE(Sales, Sales[Note])) & NAMEOF(Sales[Amount]) & USERCULTURE()
COUNTX(FILTER(Sales, NOT(ISBLANK(Sales[Shipped]))), Sales[Shipped]) + COUNTA(Sales[Note])
SUMX(GROUPBY(ADDCOLUMNS(Sales, "y", YEAR(Sales[Date])), [y], "n", SUMX(CURRENTGROUP(), Sales[Amount])), [n])
VAR a = ADDCOLUMNS(VALUES(Product[Color]), "r", [Revenue]) VAR m = MAXX(a, [r]) RETURN COUNTROWS(FILTER(a, [r] = m))
"#;

const COLUMNS: &str = r#"
[Quantity] * RELATED(Product[Price])
CALCULATE(SUM(Sales[Amount]), ALLEXCEPT(Sales, Sales[Note]))
COUNTROWS(FILTER(Sales, Sales[Date] < EARLIER(Sales[Date]) && Sales[Note] = EARLIER([Note]))) + 1
VAR n = Sales[Note] RETURN COUNTROWS(FILTER(ALL(Sales), Sales[Note] = n))
IF(ISBLANK(Sales[Shipped]), "open", FORMAT(Sales[Shipped], "yyyy-MM"))
LOOKUPVALUE(Product[Color], Product[Product Key], Sales[Product Key])
SWITCH(TRUE(), Sales[Quantity] > 10, "many", Sales[Quantity] > 1, "some", "one")
RANKX(FILTER(Sales, Sales[Note] = EARLIER(Sales[Note])), Sales[Amount], , DESC, Dense)
MAXX(TOPN(1, FILTER('Date', 'Date'[Date] <= Sales[Date]), 'Date'[Date]), 'Date'[Month])
CALCULATE(MAX('Date'[Date]), 'Date'[Date] <= EARLIER(Sales[Date]))
[Revenue] / Sales[Quantity]
"#;

const TABLES: &str = r#"
ADDCOLUMNS(CALENDAR(DATE(2020, 1, 1), DATE(2026, 12, 31)), "Year", YEAR([Date]), "Month", FORMAT([Date], "MMM"))
ADDCOLUMNS(GENERATESERIES(1, 12), "m", FORMAT(DATE(2020, [Value], 1), "MMM"))
{ ("Amount", NAMEOF('Sales'[Amount]), 0), ("Revenue", NAMEOF('Sales'[Revenue]), 1) }
UNION(SELECTCOLUMNS(Sales, "k", Sales[Product Key]), SELECTCOLUMNS(Product, "k", Product[Product Key]))
GENERATE(CALENDARAUTO(), VAR d = [Date] RETURN ROW("Year", YEAR(d), "Key", FORMAT(d, "yyyyMMdd")))
DISTINCT(SELECTCOLUMNS(FILTER(Sales, Sales[Quantity] > 1), "Note", Sales[Note], "Color", RELATED(Product[Color])))
DATATABLE("Name", STRING, "Order", INTEGER, { { "a", 1 }, { "b", 2 } })
SUMMARIZECOLUMNS(Product[Color], 'Date'[Year], TREATAS({ 2026 }, 'Date'[Year]), "Revenue", [Revenue])
ROW("Revenue", BLANK())
"#;

const FILTERS: &str = r#"
[Note] = USERPRINCIPALNAME()
Sales[Note] IN CALCULATETABLE(VALUES(Other[Code]), Other[Code] = USERPRINCIPALNAME())
LOOKUPVALUE(Other[Code], Other[Code], USERNAME()) = Sales[Note] || TRUE()
FALSE()
RELATED(Product[Color]) = "Red"
COUNTROWS(FILTER(Other, Other[Code] = Sales[Note])) > 0
VAR u = USERPRINCIPALNAME() RETURN CONTAINSSTRING(Sales[Note], u)
"#;

const ITEMS: &str = r#"
CALCULATE(SELECTEDMEASURE(), DATESYTD('Date'[Date]))
IF(ISSELECTEDMEASURE([Revenue], [Orders]), SELECTEDMEASURE(), BLANK())
VAR a = SELECTEDMEASURE() VAR b = CALCULATE(SELECTEDMEASURE(), SAMEPERIODLASTYEAR('Date'[Date])) RETURN DIVIDE(a - b, b)
SWITCH(SELECTEDMEASURENAME(), "Revenue", "0.0%", SELECTEDMEASUREFORMATSTRING())
"#;
