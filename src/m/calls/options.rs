//! The options of functions that take a record of them.

const SQL: &[&str] = &[
    "CommandTimeout",
    "ConnectionTimeout",
    "ContextInfo",
    "CreateNavigationProperties",
    "EnableCrossDatabaseFolding",
    "HierarchicalNavigation",
    "MaxDegreeOfParallelism",
    "MultiSubnetFailover",
    "NavigationPropertyNameGenerator",
    "OmitSRID",
    "Query",
    "UnsafeTypeConversions",
];
const CSV: &[&str] = &["Columns", "CsvStyle", "Culture", "Delimiter", "Encoding", "IncludeByteOrderMark", "QuoteStyle"];
const WEB: &[&str] = &[
    "ApiKeyName",
    "Content",
    "CredentialQuery",
    "ExcludedFromCacheKey",
    "Headers",
    "IsRetry",
    "ManualCredentials",
    "ManualStatusHandling",
    "Query",
    "RelativePath",
    "Timeout",
];
const PARQUET: &[&str] =
    &["Compression", "LegacyColumnNameEncoding", "MaxDepth", "PreserveOrder", "TypeMapping", "UseThreadPool"];
const ODATA: &[&str] = &[
    "ApiKeyName",
    "Concurrent",
    "EnableBatch",
    "ExcludedFromCacheKey",
    "FunctionOverloads",
    "Headers",
    "Implementation",
    "IncludeAnnotations",
    "IncludeMetadataAnnotations",
    "MaxUriLength",
    "MoreColumns",
    "ODataVersion",
    "OmitValues",
    "Query",
    "Timeout",
];

/// Those that are known; others there may be.
pub fn of(function: &str) -> Option<&'static [&'static str]> {
    Some(match function {
        "Sql.Database" | "Sql.Databases" => SQL,
        "Csv.Document" => CSV,
        "Web.Contents" => WEB,
        "Parquet.Document" => PARQUET,
        "OData.Feed" => ODATA,
        "Excel.Workbook" => &["DelayTypes", "InferSheetDimensions", "UseHeaders"],
        "Table.PromoteHeaders" => &["Culture", "PromoteAllScalars"],
        _ => return None,
    })
}
