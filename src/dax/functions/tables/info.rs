//! The model about itself.

use super::Section;
use crate::dax::functions::notes::{EVERYWHERE, Realm};

pub const SECTIONS: &[Section] = &[
    Section {
        notes: EVERYWHERE.realm(Realm::Query),
        text: r#"
INFO.ALTERNATEOFDEFINITIONS INFO.ANNOTATIONS INFO.ATTRIBUTEHIERARCHIES INFO.ATTRIBUTEHIERARCHYSTORAGES
    INFO.CALCDEPENDENCY INFO.CALCULATIONGROUPS INFO.CALCULATIONITEMS INFO.CALENDARCOLUMNGROUPS
    INFO.CALENDARCOLUMNREFERENCES INFO.CALENDARS INFO.CATALOGS INFO.CHANGEDPROPERTIES INFO.COLUMNPARTITIONSTORAGES
    INFO.COLUMNPERMISSIONS INFO.COLUMNS INFO.COLUMNSTORAGES INFO.CSDLMETADATA INFO.CULTURES
    INFO.DATACOVERAGEDEFINITIONS INFO.DATASOURCES INFO.DELTATABLEMETADATASTORAGES INFO.DEPENDENCIES
    INFO.DETAILROWSDEFINITIONS INFO.DICTIONARYSTORAGES INFO.EXCLUDEDARTIFACTS INFO.EXPRESSIONS
    INFO.EXTENDEDPROPERTIES INFO.FORMATSTRINGDEFINITIONS INFO.FUNCTIONS
    INFO.GENERALSEGMENTMAPSEGMENTMETADATASTORAGES INFO.GROUPBYCOLUMNS INFO.HIERARCHIES INFO.HIERARCHYSTORAGES
    INFO.KPIS INFO.LEVELS INFO.LINGUISTICMETADATA INFO.MEASURES INFO.MODEL INFO.OBJECTTRANSLATIONS
    INFO.PARQUETFILESTORAGES INFO.PARTITIONS INFO.PARTITIONSTORAGES INFO.PERSPECTIVECOLUMNS
    INFO.PERSPECTIVEHIERARCHIES INFO.PERSPECTIVEMEASURES INFO.PERSPECTIVES INFO.PERSPECTIVETABLES INFO.PROPERTIES
    INFO.QUERYGROUPS INFO.REFRESHPOLICIES INFO.RELATEDCOLUMNDETAILS INFO.RELATIONSHIPINDEXSTORAGES
    INFO.RELATIONSHIPS INFO.RELATIONSHIPSTORAGES INFO.ROLEMEMBERSHIPS INFO.ROLES INFO.SEGMENTMAPSTORAGES
    INFO.SEGMENTSTORAGES INFO.STORAGEFILES INFO.STORAGEFOLDERS INFO.STORAGETABLECOLUMNS
    INFO.STORAGETABLECOLUMNSEGMENTS INFO.STORAGETABLES INFO.TABLEPERMISSIONS INFO.TABLES INFO.TABLESTORAGES
    INFO.USERDEFINEDFUNCTIONS INFO.VARIATIONS(
    (restriction: text, value: scalar)*) -> {..}
"#,
    },
    Section {
        notes: EVERYWHERE,
        text: r#"
INFO.VIEW.COLUMNS()
    -> {"ID" = integer, "Name" = text, "Table" = text, "DataType" = text, "DataCategory" = text, "Description" = text,
    "IsHidden" = boolean, "IsUnique" = boolean, "IsKey" = boolean, "IsNullable" = boolean, "Alignment" = text,
    "SummarizeBy" = text, "ColumnStorage" = text, "Type" = text, "SourceColumn" = text, "Expression" = text,
    "FormatString" = text, "IsAvailableInMDX" = boolean, "SortByColumn" = text, "GroupingBehavior" = text,
    "SourceProviderType" = text, "DisplayFolder" = text, "AlternateOf" = text, "LineageTag" = text, ..}
INFO.VIEW.MEASURES()
    -> {"ID" = integer, "Name" = text, "Table" = text, "Description" = text, "DataType" = text, "Expression" = text,
    "FormatString" = text, "IsHidden" = boolean, "State" = text, "KPIID" = integer, "IsSimpleMeasure" = boolean,
    "DisplayFolder" = text, "DetailRowsDefinition" = text, "DataCategory" = text, "FormatStringDefinition" = text,
    "LineageTag" = text, ..}
INFO.VIEW.RELATIONSHIPS()
    -> {"ID" = integer, "Name" = text, "Relationship" = text, "Model" = text, "IsActive" = boolean,
    "CrossFilteringBehavior" = text, "RelyOnReferentialIntegrity" = boolean, "FromTable" = text,
    "FromColumn" = text, "FromCardinality" = text, "ToTable" = text, "ToColumn" = text, "ToCardinality" = text,
    "State" = text, "SecurityFilteringBehavior" = text, ..}
INFO.VIEW.TABLES()
    -> {"ID" = integer, "Name" = text, "Model" = text, "DataCategory" = text, "Description" = text,
    "IsHidden" = boolean, "StorageMode" = text, "TableStorage" = text, "Expression" = text,
    "ShowAsVariationOnly" = boolean, "IsPrivate" = boolean, "CalculationGroupPrecedence" = integer,
    "LineageTag" = text, ..}
"#,
    },
];
