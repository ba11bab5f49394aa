//! A small project that names its objects in every way there is.

use pbiforge::file_tree::FileTree;

const MODEL: &str = "model Model
	culture: en-US
	defaultPowerBIDataSourceVersion: powerBI_V3
	discourageImplicitMeasures

annotation PBI_QueryOrder = [\"Folder\",\"Sales\",\"Net Sales\",\"Date\"]

ref table Sales
ref table 'Net Sales'
ref table Date
ref table Totals
ref table Summary
ref table Time

ref role 'North Only'

ref cultureInfo de-DE

ref perspective Managers
";

const SALES: &str = "table Sales
	lineageTag: 00000000-0000-0000-0000-000000000001

	/// Revenue of Sales[Revenue]: a text, in which nothing is renamed.
	measure Total = SUM(Sales[Revenue])
		formatString: #,0
		lineageTag: 00000000-0000-0000-0000-000000000002

		detailRowsDefinition = SELECTCOLUMNS(Sales, \"Revenue\", Sales[Revenue], \"Day\", RELATED('Date'[Day]))

		kpi
			targetExpression = [Total] * 1.1
			statusExpression =
					VAR Total = [Total]
					RETURN IF(Total > [_Total Goal], 1, -1)

	measure 'Best Day' =
			VAR Sales = FILTER(Sales, Sales[Revenue] > 0)
			VAR Made = ADDCOLUMNS(VALUES('Date'[Day]), \"Revenue\", [Total])
			RETURN MAXX(Made, [Revenue]) + COUNTROWS(Sales)
		formatString: #,0

	measure 'Of the North' = CALCULATE([Total], Sales[Region] = \"North\", USERELATIONSHIP(Sales[Shipped], 'Date'[Day]))

		formatStringDefinition = IF([Total] > 1, \"0\", \"0.0\")

	measure Taxed = AddTax([Total])
		formatString: 0

	column Revenue
		dataType: int64
		lineageTag: 00000000-0000-0000-0000-000000000003
		summarizeBy: none
		sourceColumn: revenue

	column Region
		dataType: string
		summarizeBy: none
		sourceColumn: region
		sortByColumn: 'Region No'

	column 'Region No'
		dataType: int64
		summarizeBy: none
		sourceColumn: region_no

	column Ordered
		dataType: dateTime
		summarizeBy: none
		sourceColumn: ordered

	column Shipped
		dataType: dateTime
		summarizeBy: none
		sourceColumn: shipped

		variation Variation
			isDefault
			relationship: 00000000-0000-0000-0000-0000000000b3
			defaultHierarchy: Time.Clock

	column Double = [Revenue] * 2
		dataType: int64
		summarizeBy: none

	hierarchy Place
		level Region
			column: Region

		level Number
			column: 'Region No'

	partition Sales = m
		mode: import
		source =
				let
				    Source = Csv.Document(File.Contents(Folder & \"\\sales.csv\")),
				    #\"Net Sales\" = Table.SelectRows(Source, each [Sales] <> null)
				in
				    #\"Net Sales\"
";

const NET_SALES: &str = "table 'Net Sales'

	column Revenue
		dataType: int64
		summarizeBy: none
		sourceColumn: revenue

		alternateOf
			summarization: sum
			baseColumn: Sales.Revenue

	column Rows
		dataType: int64
		summarizeBy: none
		sourceColumn: rows

		alternateOf
			summarization: count
			baseTable: Sales

	column Region
		dataType: string
		summarizeBy: none
		sourceColumn: region

	partition 'Net Sales-1' = m
		mode: import
		source =
				let
				    Grouped = Table.Group(Sales, {\"region\"}, {{\"revenue\", each List.Sum([revenue]), Int64.Type}, {\"rows\", each Table.RowCount(_), Int64.Type}})
				in
				    Grouped
";

const DATE: &str = "table Date
	dataCategory: Time

	column Day
		isKey
		dataType: dateTime
		summarizeBy: none
		sourceColumn: day

	column Year
		dataType: int64
		summarizeBy: none
		sourceColumn: year

	column Month
		dataType: string
		summarizeBy: none
		sourceColumn: month

		relatedColumnDetails
			groupByColumn: Year

	hierarchy Calendar
		level Year
			column: Year

		level 'Day of Year'
			column: Day

	partition Date = m
		mode: import
		source = Csv.Document(File.Contents(Folder & \"\\date.csv\"))
";

const TIME: &str = "table Time
	isHidden
	showAsVariationsOnly

	column Day
		dataType: dateTime
		isNameInferred
		summarizeBy: none
		sourceColumn: [Date]

	column Month = FORMAT(Time[Day], \"mmm\")
		dataType: string
		summarizeBy: none

	hierarchy Clock
		level Month
			column: Month

		level Day
			column: Day

	partition Time = calculated
		mode: import
		source = CALENDAR(MIN(Sales[Shipped]), MAX(Sales[Shipped]))
";

const SUMMARY: &str = "table Summary

	column Region
		dataType: string
		isNameInferred
		summarizeBy: none
		sourceColumn: Sales[Region]

	column Value
		dataType: int64
		isNameInferred
		summarizeBy: none
		sourceColumn: [Value]

	partition Summary = calculated
		mode: import
		source = SUMMARIZECOLUMNS(Sales[Region], \"Value\", [Total])
";

const TOTALS: &str = "table Totals

	calculationGroup
		precedence: 1

		calculationItem 'This Year' = CALCULATE(SELECTEDMEASURE(), 'Date'[Year] = 2026)

			formatStringDefinition = IF(SELECTEDMEASURENAME() = \"Total\", \"0\", SELECTEDMEASUREFORMATSTRING())

		calculationItem Plain =
				IF(
				    ISSELECTEDMEASURE([Total], [Best Day]) || SELECTEDMEASURENAME() IN { \"Taxed\", \"Gone\" },
				    SELECTEDMEASURE()
				)

		noSelectionExpression = CALCULATE(SELECTEDMEASURE(), NOT ISBLANK(Sales[Region]))

	column Item
		dataType: string
		summarizeBy: none
		sourceColumn: Name
		sortByColumn: Ordinal

	column Ordinal
		dataType: int64
		summarizeBy: none
		sourceColumn: Ordinal
";

const CHOICE: &str = "table Choice

	column Choice
		dataType: string
		summarizeBy: none
		sourceColumn: [Value1]
		sortByColumn: 'Choice Order'

		relatedColumnDetails
			groupByColumn: 'Choice Fields'

	column 'Choice Fields'
		isHidden
		dataType: string
		summarizeBy: none
		sourceColumn: [Value2]
		sortByColumn: 'Choice Order'

		extendedProperty ParameterMetadata =
				{
				  \"version\": 3,
				  \"kind\": 2
				}

	column 'Choice Order'
		isHidden
		dataType: int64
		summarizeBy: none
		sourceColumn: [Value3]

	partition Choice = calculated
		mode: import
		source = { (\"Total\", NAMEOF(Sales[Total]), 0), (\"Revenue\", NAMEOF(Sales[Revenue]), 1) }
";

const OTHER: &str = "relationship 00000000-0000-0000-0000-0000000000b1
	fromColumn: Sales.Ordered
	toColumn: Date.Day

relationship 00000000-0000-0000-0000-0000000000b2
	isActive: false
	fromColumn: Sales.Shipped
	toColumn: Date.Day

relationship 00000000-0000-0000-0000-0000000000b3
	joinOnDateBehavior: datePartOnly
	fromColumn: Sales.Shipped
	toColumn: Time.Day
";

const FUNCTIONS: &str = "function AddTax = (Revenue : NUMERIC) => Revenue * 1.2 + 0 * COUNTROWS(Sales)
";

const EXPRESSIONS: &str =
    "expression Folder = \"C:\\data\" meta [IsParameterQuery=true, Type=\"Text\", IsParameterQueryRequired=true]
";

const ROLE: &str = "role 'North Only'
	modelPermission: read

	tablePermission Sales = [Region] = \"North\" && Sales[Revenue] > 0

		columnPermission Shipped = none

	tablePermission 'Net Sales' = 'Net Sales'[Region] = \"North\"
";

const PERSPECTIVE: &str = "perspective Managers

	perspectiveTable Sales

		perspectiveMeasure Total

		perspectiveColumn 'Region No'

		perspectiveHierarchy Place
";

const CULTURE: &str = "cultureInfo de-DE

	translations

		model Model

			table Sales
				caption: Verkauf

				measure Total
					caption: Summe

				column Revenue
					caption: Umsatz

				hierarchy Place
					caption: Ort

					level Region
						caption: Gegend

	linguisticMetadata =
			{
			  \"Version\": \"1.0.0\",
			  \"Language\": \"de-DE\",
			  \"Entities\": {
			    \"sales\": { \"Binding\": { \"ConceptualEntity\": \"Sales\" }, \"State\": \"Generated\" },
			    \"sales.revenue\": {
			      \"Binding\": { \"ConceptualEntity\": \"Sales\", \"ConceptualProperty\": \"Revenue\" },
			      \"Terms\": [{ \"Revenue\": { \"State\": \"Generated\" } }]
			    },
			    \"sales.place.region\": {
			      \"Binding\": { \"ConceptualEntity\": \"Sales\", \"Hierarchy\": \"Place\", \"HierarchyLevel\": \"Region\" }
			    }
			  }
			}
		contentType: json
";

const QUERY: &str = "// The revenue of Sales[Revenue].
DEFINE
	MEASURE Sales[Total] = SUM(Sales[Revenue]) // as in the model
	MEASURE Sales[Revenue of Query] = [Total] + [Best Day]
	VAR Region = VALUES(Sales[Region])
EVALUATE
	SUMMARIZECOLUMNS(Sales[Region], Region, \"Revenue\", [Total], \"Query\", [Revenue of Query])
ORDER BY Sales[Region]
";

const DIAGRAM: &str =
    "{\"version\": \"1.1.0\", \"diagrams\": [{\"nodes\": [{\"nodeIndex\": \"Sales\"}, {\"nodeIndex\": \"Date\"}]}]}";

const EXTENSIONS: &str = r#"{
  "$schema": "https://developer.microsoft.com/json-schemas/fabric/item/report/definition/reportExtension/1.0.0/schema.json",
  "name": "extension",
  "entities": [
    {
      "name": "Sales",
      "measures": [
        {
          "name": "Twice",
          "dataType": "Integer",
          "expression": "VAR x = \"Total\"\nRETURN 2 * [Total] + SUM('Net Sales'[Revenue])",
          "references": { "measures": [{ "entity": "Sales", "name": "Total" }] }
        }
      ]
    }
  ]
}
"#;

const VISUAL: &str = r#"{
  "$schema": "https://developer.microsoft.com/json-schemas/fabric/item/report/definition/visualContainer/2.4.0/schema.json",
  "name": "v1",
  "position": { "x": 0, "y": 0, "z": 0, "height": 100, "width": 100, "tabOrder": 0 },
  "visual": {
    "visualType": "pivotTable",
    "query": {
      "queryState": {
        "Rows": {
          "projections": [
            {
              "field": {
                "HierarchyLevel": {
                  "Expression": {
                    "Hierarchy": { "Expression": { "SourceRef": { "Entity": "Sales" } }, "Hierarchy": "Place" }
                  },
                  "Level": "Region"
                }
              },
              "queryRef": "Sales.Place.Region",
              "nativeQueryRef": "Region",
              "active": true
            },
            {
              "field": {
                "HierarchyLevel": {
                  "Expression": {
                    "Hierarchy": {
                      "Expression": {
                        "PropertyVariationSource": {
                          "Expression": { "SourceRef": { "Entity": "Sales" } },
                          "Name": "Variation",
                          "Property": "Shipped"
                        }
                      },
                      "Hierarchy": "Clock"
                    }
                  },
                  "Level": "Month"
                }
              },
              "queryRef": "Sales.Shipped.Variation.Clock.Month",
              "nativeQueryRef": "Shipped Month"
            }
          ]
        },
        "Values": {
          "projections": [
            {
              "field": {
                "Measure": { "Expression": { "SourceRef": { "Entity": "Sales" } }, "Property": "Total" }
              },
              "queryRef": "Sales.Total",
              "nativeQueryRef": "Total"
            },
            {
              "field": {
                "Aggregation": {
                  "Expression": {
                    "Column": { "Expression": { "SourceRef": { "Entity": "Sales" } }, "Property": "Revenue" }
                  },
                  "Function": 0
                }
              },
              "queryRef": "Sum(Sales.Revenue)",
              "nativeQueryRef": "Sum of Revenue"
            },
            {
              "field": {
                "Measure": {
                  "Expression": { "SourceRef": { "Schema": "extension", "Entity": "Sales" } },
                  "Property": "Twice"
                }
              },
              "queryRef": "Sales.Twice",
              "nativeQueryRef": "Twice"
            }
          ]
        }
      },
      "sortDefinition": {
        "sort": [
          {
            "field": { "Measure": { "Expression": { "SourceRef": { "Entity": "Sales" } }, "Property": "Total" } },
            "direction": "Descending"
          }
        ]
      }
    },
    "expansionStates": [
      { "roles": ["Rows"], "levels": [{ "queryRefs": ["Sales.Place.Region"], "isCollapsed": true }] }
    ],
    "objects": {
      "columnFormatting": [
        {
          "properties": { "alignment": { "expr": { "Literal": { "Value": "'Left'" } } } },
          "selector": { "metadata": "Sum(Sales.Revenue)" }
        }
      ],
      "values": [
        {
          "properties": {
            "backColor": {
              "solid": {
                "color": {
                  "expr": {
                    "Measure": { "Expression": { "SourceRef": { "Entity": "Sales" } }, "Property": "_Total Goal" }
                  }
                }
              }
            }
          },
          "selector": { "data": [{ "dataViewWildcard": { "matchingOption": 1 } }], "metadata": "Sales.Total" }
        }
      ]
    },
    "visualContainerObjects": {
      "title": [{ "properties": { "text": { "expr": { "Literal": { "Value": "'Sales.Total'" } } } } }]
    },
    "drillFilterOtherVisuals": true
  },
  "filterConfig": {
    "filters": [
      {
        "name": "f1",
        "field": { "Column": { "Expression": { "SourceRef": { "Entity": "Sales" } }, "Property": "Region" } },
        "type": "Categorical",
        "filter": {
          "Version": 2,
          "From": [{ "Name": "s", "Entity": "Sales", "Type": 0 }],
          "Where": [
            {
              "Condition": {
                "In": {
                  "Expressions": [
                    { "Column": { "Expression": { "SourceRef": { "Source": "s" } }, "Property": "Region" } }
                  ],
                  "Values": [[{ "Literal": { "Value": "'Region'" } }]]
                }
              }
            }
          ]
        }
      },
      {
        "name": "f3",
        "field": { "Column": { "Expression": { "SourceRef": { "Entity": "Choice" } }, "Property": "Choice Fields" } },
        "type": "Categorical",
        "filter": {
          "Version": 2,
          "From": [{ "Name": "c", "Entity": "Choice", "Type": 0 }],
          "Where": [
            {
              "Condition": {
                "In": {
                  "Expressions": [
                    { "Column": { "Expression": { "SourceRef": { "Source": "c" } }, "Property": "Choice Fields" } }
                  ],
                  "Values": [
                    [{ "Literal": { "Value": "'''Sales''[Revenue]'" } }],
                    [{ "Literal": { "Value": "'''Sales''[Total]'" } }]
                  ]
                }
              }
            }
          ]
        }
      }
    ]
  }
}
"#;

const MOBILE: &str = r#"{
  "$schema": "https://developer.microsoft.com/json-schemas/fabric/item/report/definition/visualContainerMobileState/2.4.0/schema.json",
  "position": { "x": 0, "y": 0, "z": 0, "height": 100, "width": 100, "tabOrder": 0 },
  "objects": { "values": [{ "properties": {}, "selector": { "metadata": "Sales.Total" } }] }
}
"#;

const BOOKMARK: &str = r#"{
  "$schema": "https://developer.microsoft.com/json-schemas/fabric/item/report/definition/bookmark/2.0.0/schema.json",
  "displayName": "Mark",
  "name": "b1",
  "options": { "targetVisualNames": [] },
  "explorationState": {
    "version": "1.3",
    "activeSection": "p1",
    "sections": {
      "p1": {
        "visualContainers": {
          "v1": {
            "singleVisual": {
              "visualType": "pivotTable",
              "objects": { "merge": { "values": [{ "properties": {}, "selector": { "metadata": "Sales.Total" } }] } },
              "orderBy": [
                {
                  "Direction": 2,
                  "Expression": {
                    "Measure": { "Expression": { "SourceRef": { "Entity": "Sales" } }, "Property": "Total" }
                  }
                }
              ],
              "expansionStates": [{ "roles": ["Rows"], "levels": [{ "queryRefs": ["Sales.Place.Region"] }] }]
            }
          }
        }
      }
    }
  }
}
"#;

const PAGE: &str = r#"{
  "$schema": "https://developer.microsoft.com/json-schemas/fabric/item/report/definition/page/2.0.0/schema.json",
  "name": "p1",
  "displayName": "Sales",
  "displayOption": "FitToPage",
  "height": 720,
  "width": 1280
}
"#;

const PAGES: &str = r#"{
  "$schema": "https://developer.microsoft.com/json-schemas/fabric/item/report/definition/pagesMetadata/1.0.0/schema.json",
  "pageOrder": ["p1"],
  "activePageName": "p1"
}
"#;

const REPORT: &str = r#"{
  "$schema": "https://developer.microsoft.com/json-schemas/fabric/item/report/definition/report/3.0.0/schema.json",
  "themeCollection": {
    "baseTheme": { "name": "CY24SU10", "reportVersionAtImport": { "visual": "2.4.0", "report": "3.0.0", "page": "2.3.0" }, "type": "SharedResources" }
  },
  "filterConfig": {
    "filters": [
      {
        "name": "f2",
        "field": { "Column": { "Expression": { "SourceRef": { "Entity": "Date" } }, "Property": "Year" } },
        "type": "Categorical"
      }
    ]
  }
}
"#;

pub fn rich() -> FileTree {
    let mut tree = FileTree::new();
    let model = "X.SemanticModel/definition";
    let files = [
        ("database.tmdl", "database\n\tcompatibilityLevel: 1702\n"),
        ("model.tmdl", MODEL),
        ("relationships.tmdl", OTHER),
        ("functions.tmdl", FUNCTIONS),
        ("expressions.tmdl", EXPRESSIONS),
        ("tables/Sales.tmdl", SALES),
        ("tables/Net Sales.tmdl", NET_SALES),
        ("tables/Date.tmdl", DATE),
        ("tables/Time.tmdl", TIME),
        ("tables/Summary.tmdl", SUMMARY),
        ("tables/Totals.tmdl", TOTALS),
        ("tables/Choice.tmdl", CHOICE),
        ("roles/North Only.tmdl", ROLE),
        ("perspectives/Managers.tmdl", PERSPECTIVE),
        ("cultures/de-DE.tmdl", CULTURE),
        ("../DAXQueries/Query 1.dax", QUERY),
        ("../diagramLayout.json", DIAGRAM),
    ];
    for (path, text) in files {
        let path = match path.strip_prefix("../") {
            Some(path) => format!("X.SemanticModel/{path}"),
            None => format!("{model}/{path}"),
        };
        tree.insert(path, text);
    }
    let report = "X.Report/definition";
    let files = [
        (
            "version.json",
            r#"{"$schema": "https://developer.microsoft.com/json-schemas/fabric/item/report/definition/versionMetadata/1.0.0/schema.json", "version": "2.0.0"}"#,
        ),
        ("report.json", REPORT),
        ("reportExtensions.json", EXTENSIONS),
        ("pages/pages.json", PAGES),
        ("pages/p1/page.json", PAGE),
        ("pages/p1/visuals/v1/visual.json", VISUAL),
        ("pages/p1/visuals/v1/mobile.json", MOBILE),
        ("bookmarks/b1.bookmark.json", BOOKMARK),
        (
            "bookmarks/bookmarks.json",
            r#"{"$schema": "https://developer.microsoft.com/json-schemas/fabric/item/report/definition/bookmarksMetadata/1.0.0/schema.json", "items": [{"name": "b1"}]}"#,
        ),
    ];
    for (path, text) in files {
        tree.insert(format!("{report}/{path}"), text);
    }
    for (folder, kind, id) in [("X.SemanticModel", "SemanticModel", 1), ("X.Report", "Report", 2)] {
        let platform = format!(
            r#"{{"$schema": "https://developer.microsoft.com/json-schemas/fabric/gitIntegration/platformProperties/2.0.0/schema.json", "metadata": {{"type": "{kind}", "displayName": "X"}}, "config": {{"version": "2.0", "logicalId": "00000000-0000-0000-0000-00000000000{id}"}}}}"#
        );
        tree.insert(format!("{folder}/.platform"), platform);
    }
    tree.insert(
        "X.SemanticModel/definition.pbism",
        r#"{"$schema": "https://developer.microsoft.com/json-schemas/fabric/item/semanticModel/definitionProperties/1.0.0/schema.json", "version": "4.2", "settings": {}}"#,
    );
    tree.insert(
        "X.Report/definition.pbir",
        r#"{"$schema": "https://developer.microsoft.com/json-schemas/fabric/item/report/definitionProperties/2.0.0/schema.json", "version": "4.0", "datasetReference": {"byPath": {"path": "../X.SemanticModel"}}}"#,
    );
    tree
}
