//! The table itself. Properties stand in the order of Power BI Desktop's files.

use super::Form::{Enum, Expression, Flag, Integer, Reference, Text};
use super::Naming::{Named, Optional, Repeated, Single};
use super::{Form, Kind, Naming};

pub const DATA_TYPES: &[&str] =
    &["string", "int64", "double", "decimal", "dateTime", "boolean", "binary", "variant", "automatic", "unknown"];
const DATA_TYPE: Form = Enum(DATA_TYPES);
const SUMMARIZE_BY: Form = Enum(&["none", "sum", "min", "max", "count", "average", "distinctCount", "default"]);
const MODE: Form = Enum(&["import", "directQuery", "default", "push", "dual", "directLake"]);
const CARDINALITY: Form = Enum(&["one", "many", "none"]);
const INDEXING: Form = Enum(&["default", "auto", "explicit", "full"]);
const PERMISSION: Form = Enum(&["default", "none", "read"]);
const GRANULARITY: Form = Enum(&["day", "month", "quarter", "year", "invalid"]);

const fn of(
    name: &'static str,
    naming: Naming,
    properties: &'static [(&'static str, Form)],
    children: &'static [&'static str],
) -> Kind {
    Kind { name, naming, properties, children }
}

pub const KINDS: &[Kind] = &[
    of(
        "database",
        Optional,
        &[
            ("id", Text),
            ("compatibilityLevel", Integer),
            ("compatibilityMode", Enum(&["unknown", "powerBI", "analysisServices", "excel"])),
            ("language", Text),
            ("readWriteMode", Text),
            ("storageLocation", Text),
        ],
        &["annotation", "extendedProperty", "model"],
    ),
    of("model", Optional, MODEL, MODEL_CHILDREN),
    of(
        "dataAccessOptions",
        Single,
        &[("fastCombine", Flag), ("legacyRedirects", Flag), ("returnErrorValuesAsNull", Flag)],
        &[],
    ),
    of("table", Named, TABLE, TABLE_CHILDREN),
    of("column", Named, COLUMN, COLUMN_CHILDREN),
    of("measure", Named, MEASURE, MEASURE_CHILDREN),
    of(
        "hierarchy",
        Named,
        &[
            ("isHidden", Flag),
            ("displayFolder", Text),
            ("hideMembers", Enum(&["default", "hideBlankMembers"])),
            ("lineageTag", Text),
            ("sourceLineageTag", Text),
        ],
        &["level", "extendedProperty", "changedProperty", "annotation"],
    ),
    of(
        "level",
        Named,
        &[("ordinal", Integer), ("lineageTag", Text), ("sourceLineageTag", Text), ("column", Reference)],
        &["extendedProperty", "changedProperty", "annotation"],
    ),
    of(
        "partition",
        Named,
        &[
            ("mode", MODE),
            ("dataView", Enum(&["full", "sample", "default"])),
            ("queryGroup", Reference),
            ("attributes", Text),
            ("retainDataTillForceCalculate", Flag),
            ("expression", Expression),
            ("source", Expression),
        ],
        &["source", "dataCoverageDefinition", "extendedProperty", "annotation"],
    ),
    of(
        "source",
        Single,
        &[
            ("entityName", Text),
            ("schemaName", Text),
            ("expressionSource", Reference),
            ("dataSource", Reference),
            ("query", Expression),
            ("start", Text),
            ("end", Text),
            ("granularity", GRANULARITY),
            ("refreshBookmark", Text),
            ("location", Text),
        ],
        &[],
    ),
    of("dataCoverageDefinition", Single, &[], &["annotation"]),
    of("relationship", Named, RELATIONSHIP, &["extendedProperty", "changedProperty", "annotation"]),
    of(
        "role",
        Named,
        &[("modelPermission", Enum(&["none", "read", "readRefresh", "refresh", "administrator"]))],
        &["tablePermission", "member", "extendedProperty", "annotation"],
    ),
    of(
        "tablePermission",
        Named,
        &[("metadataPermission", PERMISSION), ("filterExpression", Expression)],
        &["extendedProperty", "columnPermission", "annotation"],
    ),
    of("columnPermission", Named, &[("metadataPermission", PERMISSION)], &["extendedProperty", "annotation"]),
    of(
        "member",
        Named,
        &[("memberId", Text), ("memberType", Text), ("identityProvider", Text)],
        &["extendedProperty", "annotation"],
    ),
    of("expression", Named, EXPRESSION, &["extendedProperty", "changedProperty", "annotation"]),
    of(
        "function",
        Named,
        &[("isHidden", Flag), ("lineageTag", Text), ("sourceLineageTag", Text)],
        &["extendedProperty", "changedProperty", "annotation"],
    ),
    of("annotation", Named, &[], &[]),
    of("extendedProperty", Named, &[("type", Text)], &[]),
    of("changedProperty", Repeated, &[], &[]),
    of("formatStringDefinition", Single, &[], &["annotation"]),
    of("detailRowsDefinition", Single, &[], &["annotation"]),
    of("defaultDetailRowsDefinition", Single, &[], &["annotation"]),
    of("kpi", Single, KPI, &["extendedProperty", "annotation"]),
    of("relatedColumnDetails", Single, &[("groupByColumn", Reference)], &[]),
    of(
        "alternateOf",
        Single,
        &[
            ("summarization", Enum(&["groupBy", "sum", "count", "min", "max"])),
            ("baseColumn", Reference),
            ("baseTable", Reference),
        ],
        &["annotation"],
    ),
    of(
        "variation",
        Named,
        &[
            ("isDefault", Flag),
            ("relationship", Reference),
            ("defaultHierarchy", Reference),
            ("defaultColumn", Reference),
        ],
        &["extendedProperty", "annotation"],
    ),
    of(
        "calculationGroup",
        Single,
        &[("precedence", Integer)],
        &["multipleOrEmptySelectionExpression", "noSelectionExpression", "calculationItem", "annotation"],
    ),
    of("calculationItem", Named, &[("ordinal", Integer)], &["formatStringDefinition"]),
    of("noSelectionExpression", Single, &[], &["formatStringDefinition"]),
    of("multipleOrEmptySelectionExpression", Single, &[], &["formatStringDefinition"]),
    of("refreshPolicy", Single, REFRESH_POLICY, &["extendedProperty", "annotation"]),
    of(
        "calendar",
        Named,
        &[("lineageTag", Text), ("sourceLineageTag", Text)],
        &["calendarColumnGroup", "changedProperty", "annotation"],
    ),
    of(
        "calendarColumnGroup",
        Repeated,
        &[("primaryColumn", Reference), ("associatedColumn", Reference), ("column", Reference)],
        &["annotation"],
    ),
    of(
        "set",
        Named,
        &[("isDynamic", Flag), ("isHidden", Flag), ("displayFolder", Text)],
        &["annotation", "extendedProperty"],
    ),
    of("perspective", Named, &[], &["perspectiveTable", "extendedProperty", "annotation"]),
    of(
        "perspectiveTable",
        Named,
        &[("includeAll", Flag)],
        &[
            "perspectiveMeasure",
            "perspectiveColumn",
            "perspectiveHierarchy",
            "perspectiveSet",
            "extendedProperty",
            "annotation",
        ],
    ),
    of("perspectiveColumn", Named, &[], &["extendedProperty", "annotation"]),
    of("perspectiveMeasure", Named, &[], &["extendedProperty", "annotation"]),
    of("perspectiveHierarchy", Named, &[], &["extendedProperty", "annotation"]),
    of("perspectiveSet", Named, &[], &["extendedProperty", "annotation"]),
    of("cultureInfo", Named, &[], CULTURE),
    of("culture", Named, &[], CULTURE),
    of("linguisticMetadata", Single, &[("contentType", Enum(&["xml", "json"]))], &["annotation", "extendedProperty"]),
    of("translations", Single, &[], &["model"]),
    of("queryGroup", Named, &[("folder", Text)], &["annotation"]),
    of("dataSource", Named, DATA_SOURCE, &["extendedProperty", "annotation"]),
    of("bindingInfo", Named, &[("type", Text), ("connectionId", Text)], &["extendedProperty", "annotation"]),
];

const CULTURE: &[&str] = &["translations", "linguisticMetadata", "extendedProperty", "annotation"];

const MODEL: &[(&str, Form)] = &[
    ("defaultMode", MODE),
    ("defaultDataView", Enum(&["full", "sample", "default"])),
    ("culture", Text),
    ("collation", Text),
    ("storageLocation", Text),
    ("defaultPowerBIDataSourceVersion", Enum(&["powerBI_V1", "powerBI_V2", "powerBI_V3"])),
    ("forceUniqueNames", Flag),
    ("discourageImplicitMeasures", Flag),
    ("dataSourceVariablesOverrideBehavior", Enum(&["disallow", "allow"])),
    ("dataSourceDefaultMaxConnections", Integer),
    ("sourceQueryCulture", Text),
    ("mAttributes", Text),
    ("discourageCompositeModels", Flag),
    ("disableAutoExists", Integer),
    ("maxParallelismPerRefresh", Integer),
    ("maxParallelismPerQuery", Integer),
    ("directLakeBehavior", Enum(&["automatic", "directLakeOnly", "directQueryOnly"])),
    ("valueFilterBehavior", Enum(&["automatic", "independent", "coalesced"])),
    ("selectionExpressionBehavior", Enum(&["automatic", "visual", "nonVisual"])),
    ("metadataAccessPolicy", Text),
    ("defaultDirectLakeIndexingBehavior", INDEXING),
    ("defaultMeasure", Reference),
    ("automaticAggregationOptions", Expression),
    ("name", Text),
];

const MODEL_CHILDREN: &[&str] = &[
    "dataAccessOptions",
    "dataSource",
    "queryGroup",
    "table",
    "relationship",
    "expression",
    "function",
    "role",
    "perspective",
    "cultureInfo",
    "culture",
    "bindingInfo",
    "extendedProperty",
    "annotation",
];

const TABLE: &[(&str, Form)] = &[
    ("isHidden", Flag),
    ("showAsVariationsOnly", Flag),
    ("isPrivate", Flag),
    ("alternateSourcePrecedence", Integer),
    ("excludeFromModelRefresh", Flag),
    ("lineageTag", Text),
    ("sourceLineageTag", Text),
    ("systemManaged", Flag),
    ("excludeFromAutomaticAggregations", Flag),
    ("dataCategory", Text),
    ("directLakeIndexingBehavior", INDEXING),
];

const TABLE_CHILDREN: &[&str] = &[
    "defaultDetailRowsDefinition",
    "refreshPolicy",
    "calculationGroup",
    "measure",
    "column",
    "hierarchy",
    "partition",
    "set",
    "extendedProperty",
    "changedProperty",
    "calendar",
    "annotation",
];

const COLUMN: &[(&str, Form)] = &[
    ("type", Enum(&["data", "calculated", "calculatedTableColumn", "rowNumber"])),
    ("dataType", DATA_TYPE),
    ("isHidden", Flag),
    ("isUnique", Flag),
    ("isKey", Flag),
    ("isNullable", Flag),
    ("formatString", Text),
    ("isAvailableInMdx", Flag),
    ("keepUniqueRows", Flag),
    ("displayOrdinal", Integer),
    ("sourceProviderType", Text),
    ("displayFolder", Text),
    ("encodingHint", Enum(&["default", "hash", "value"])),
    ("stringIndexingBehavior", Enum(&["off", "auto", "explicit", "full"])),
    ("expressionContext", Text),
    ("lineageTag", Text),
    ("sourceLineageTag", Text),
    ("dataCategory", Text),
    ("alignment", Enum(&["default", "left", "right", "center"])),
    ("tableDetailPosition", Integer),
    ("isDefaultLabel", Flag),
    ("isDefaultImage", Flag),
    ("summarizeBy", SUMMARIZE_BY),
    ("isNameInferred", Flag),
    ("isDataTypeInferred", Flag),
    ("sourceColumn", Text),
    ("columnOrigin", Reference),
    ("columnOriginTable", Reference),
    ("columnOriginColumn", Reference),
    ("evaluationBehavior", Text),
    ("sortByColumn", Reference),
];

const COLUMN_CHILDREN: &[&str] =
    &["relatedColumnDetails", "alternateOf", "variation", "extendedProperty", "changedProperty", "annotation"];

const MEASURE: &[(&str, Form)] = &[
    ("formatString", Text),
    ("isHidden", Flag),
    ("isSimpleMeasure", Flag),
    ("displayFolder", Text),
    ("lineageTag", Text),
    ("sourceLineageTag", Text),
    ("dataCategory", Text),
    ("dataType", DATA_TYPE),
];

const MEASURE_CHILDREN: &[&str] =
    &["kpi", "detailRowsDefinition", "formatStringDefinition", "extendedProperty", "changedProperty", "annotation"];

const RELATIONSHIP: &[(&str, Form)] = &[
    ("isActive", Flag),
    ("crossFilteringBehavior", Enum(&["oneDirection", "bothDirections", "automatic"])),
    ("joinOnDateBehavior", Enum(&["dateAndTime", "datePartOnly"])),
    ("relyOnReferentialIntegrity", Flag),
    ("securityFilteringBehavior", Enum(&["oneDirection", "bothDirections", "none"])),
    ("fromCardinality", CARDINALITY),
    ("toCardinality", CARDINALITY),
    ("fromColumn", Reference),
    ("toColumn", Reference),
];

const EXPRESSION: &[(&str, Form)] = &[
    ("kind", Enum(&["m"])),
    ("mAttributes", Text),
    ("lineageTag", Text),
    ("sourceLineageTag", Text),
    ("remoteParameterName", Text),
    ("queryGroup", Reference),
    ("parameterValuesColumn", Reference),
    ("expressionSource", Reference),
];

const KPI: &[(&str, Form)] = &[
    ("targetDescription", Text),
    ("targetExpression", Expression),
    ("targetFormatString", Text),
    ("statusGraphic", Text),
    ("statusDescription", Text),
    ("statusExpression", Expression),
    ("trendGraphic", Text),
    ("trendDescription", Text),
    ("trendExpression", Expression),
];

const REFRESH_POLICY: &[(&str, Form)] = &[
    ("policyType", Enum(&["basic"])),
    ("mode", Enum(&["import", "hybrid"])),
    ("rollingWindowGranularity", GRANULARITY),
    ("rollingWindowPeriods", Integer),
    ("incrementalGranularity", GRANULARITY),
    ("incrementalPeriods", Integer),
    ("incrementalPeriodsOffset", Integer),
    ("pollingExpression", Expression),
    ("sourceExpression", Expression),
];

const DATA_SOURCE: &[(&str, Form)] = &[
    ("type", Enum(&["provider", "structured"])),
    ("maxConnections", Integer),
    ("connectionString", Text),
    ("impersonationMode", Text),
    ("account", Text),
    ("password", Text),
    ("isolation", Text),
    ("timeout", Integer),
    ("provider", Text),
    ("contextExpression", Expression),
    ("connectionDetails", Expression),
    ("options", Expression),
    ("credential", Expression),
];
