//! The objects of TMDL, their properties and children, in the order in which Power BI Desktop writes them.

mod kinds;

pub use kinds::KINDS;

/// One kind of object.
#[derive(Debug, PartialEq)]
pub struct Kind {
    pub name: &'static str,
    pub naming: Naming,
    pub properties: &'static [(&'static str, Form)],
    pub children: &'static [&'static str],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    Named,
    /// Named or not, one of it: `database`, `model`.
    Optional,
    /// Never named, one of it: `refreshPolicy`.
    Single,
    /// Never named, any number of it: `changedProperty = IsHidden`.
    Repeated,
}

/// How a property is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Form {
    Flag,
    Text,
    /// A name, or table and column, quoted as names are.
    Reference,
    Expression,
    /// A whole number of 32 bits.
    Integer,
    Enum(&'static [&'static str]),
}

/// What stands at the left edge.
pub const ROOTS: &[&str] = &[
    "database",
    "model",
    "table",
    "relationship",
    "expression",
    "function",
    "role",
    "perspective",
    "cultureInfo",
    "culture",
    "queryGroup",
    "dataSource",
    "annotation",
    "extendedProperty",
    "bindingInfo",
];

/// Properties that may stand more than once in an object, each behind the kind that has it.
pub const REPEATED_PROPERTIES: &[(&str, &str)] = &[
    ("relatedColumnDetails", "groupByColumn"),
    ("calendarColumnGroup", "associatedColumn"),
    ("calendarColumnGroup", "column"),
];

/// The one property that stands behind a child, `dataAccessOptions`; it is JSON.
pub const LATE_PROPERTY: &str = "automaticAggregationOptions";

pub fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name.eq_ignore_ascii_case(name))
}

impl Kind {
    /// The property as TMDL spells it, with how it is written.
    pub fn property(&self, name: &str) -> Option<(&'static str, Form)> {
        self.properties.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).copied()
    }
    /// Where Power BI Desktop writes its children of this kind: those that it has not come last.
    pub fn place(&self, child: &str) -> usize {
        let place = self.children.iter().position(|known| known.eq_ignore_ascii_case(child));
        place.unwrap_or(self.children.len())
    }
    pub fn has_child(&self, kind: &str) -> bool {
        self.children.iter().any(|child| child.eq_ignore_ascii_case(kind))
    }
    /// Its place in the canonical order; what is unknown comes last, but before the source of a partition.
    pub fn rank(&self, property: &str) -> usize {
        let place = |name: &str| self.properties.iter().position(|(known, _)| known.eq_ignore_ascii_case(name));
        place(property).or_else(|| place("source")).unwrap_or(self.properties.len())
    }
}

/// Whether a bare word, or one with only an equals sign behind it, is an object and not a property.
pub fn is_unnamed_object(keyword: &str) -> bool {
    kind(keyword).is_some_and(|kind| kind.naming != Naming::Named)
}

/// The spelling of a value of an enumeration; as it came where it is none.
pub fn canonical<'a>(values: &'static [&'static str], value: &'a str) -> &'a str {
    values.iter().find(|known| known.eq_ignore_ascii_case(value)).copied().unwrap_or(value)
}

pub fn is_data_type(word: &str) -> bool {
    kinds::DATA_TYPES.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Whether an object of this kind may have `///` lines above it. Of relationships a rule of the model says more.
pub fn has_description(kind: &str) -> bool {
    const WITHOUT: &[&str] = &[
        "dataAccessOptions",
        "source",
        "tablePermission",
        "columnPermission",
        "annotation",
        "extendedProperty",
        "changedProperty",
        "formatStringDefinition",
        "detailRowsDefinition",
        "defaultDetailRowsDefinition",
        "relatedColumnDetails",
        "alternateOf",
        "refreshPolicy",
        "perspectiveTable",
        "perspectiveColumn",
        "perspectiveMeasure",
        "perspectiveHierarchy",
        "perspectiveSet",
        "cultureInfo",
        "culture",
        "linguisticMetadata",
        "translations",
    ];
    !WITHOUT.iter().any(|without| without.eq_ignore_ascii_case(kind))
}

/// Whether something may stand behind the equals sign of an object of this kind; of those that are not known, anything.
pub fn has_value(kind: &str) -> bool {
    const WITHOUT: &[&str] = &[
        "database",
        "model",
        "table",
        "hierarchy",
        "level",
        "relationship",
        "role",
        "kpi",
        "relatedColumnDetails",
        "alternateOf",
        "variation",
        "calculationGroup",
        "refreshPolicy",
        "calendar",
        "set",
        "perspective",
        "perspectiveTable",
        "perspectiveColumn",
        "perspectiveMeasure",
        "perspectiveHierarchy",
        "perspectiveSet",
        "cultureInfo",
        "culture",
        "queryGroup",
    ];
    !WITHOUT.iter().any(|without| without.eq_ignore_ascii_case(kind))
}

/// The value that a property has where it is not written.
pub fn default_of(kind: &str, property: &str) -> Option<&'static str> {
    let form = self::kind(kind)?.property(property)?.1;
    match (property, form) {
        ("isAvailableInMdx" | "isActive" | "isNullable", _) => Some("true"),
        (_, Form::Flag) if kind != "dataAccessOptions" => Some("false"),
        ("defaultMode", _) => Some("import"),
        ("defaultDataView", _) => Some("full"),
        ("crossFilteringBehavior" | "securityFilteringBehavior", _) => Some("oneDirection"),
        ("joinOnDateBehavior", _) => Some("dateAndTime"),
        ("precedence" | "alternateSourcePrecedence", _) => Some("0"),
        ("summarization", _) => Some("groupBy"),
        _ => None,
    }
}

/// How BIM files call the list that objects of this kind stand in; `None` where there is one of it.
pub fn collection(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "annotation" => "annotations",
        "extendedProperty" => "extendedProperties",
        "changedProperty" => "changedProperties",
        "perspectiveTable" => "tables",
        "perspectiveColumn" => "columns",
        "perspectiveMeasure" => "measures",
        "perspectiveHierarchy" => "hierarchies",
        "perspectiveSet" | "set" => "sets",
        "calculationItem" => "calculationItems",
        "variation" => "variations",
        "columnPermission" => "columnPermissions",
        "queryGroup" => "queryGroups",
        "dataSource" => "dataSources",
        "perspective" => "perspectives",
        "cultureInfo" => "cultures",
        "function" => "functions",
        "calendar" => "calendars",
        "calendarColumnGroup" => "calendarColumnGroups",
        "bindingInfo" => "bindingInfoCollection",
        _ => return None,
    })
}

/// How BIM files call the name of an object of this kind.
pub fn name_key(kind: &str) -> &'static str {
    if kind == "queryGroup" { "folder" } else { "name" }
}

/// How BIM files call what stands behind the equals sign of an object of this kind.
pub fn default_key(kind: &str) -> &'static str {
    match kind {
        "annotation" | "extendedProperty" => "value",
        "changedProperty" => "property",
        "columnPermission" => "metadataPermission",
        "calendarColumnGroup" => "timeUnit",
        "linguisticMetadata" => "content",
        "dataSource" | "bindingInfo" => "type",
        _ => "expression",
    }
}

/// Everything that may stand below an object of this kind, or at the left edge for `None`.
pub fn members(parent: Option<&str>) -> Vec<&'static str> {
    match parent {
        None => ROOTS.to_vec(),
        Some(parent) => kind(parent).map_or(Vec::new(), |kind| {
            kind.properties.iter().map(|(name, _)| *name).chain(kind.children.iter().copied()).collect()
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_child_is_a_kind_and_every_kind_stands_once() {
        for (at, one) in KINDS.iter().enumerate() {
            assert!(KINDS[..at].iter().all(|other| other.name != one.name), "{}", one.name);
            for child in one.children {
                assert!(kind(child).is_some(), "{child} of {}", one.name);
            }
            for (name, _) in one.properties {
                assert!(!one.has_child(name) || matches!(*name, "source" | "culture"), "{name} of {}", one.name);
            }
        }
        assert!(ROOTS.iter().all(|root| kind(root).is_some()));
    }

    /// What Microsoft's object model calls otherwise than TMDL.
    const KINDS_OF: &[(&str, &str)] = &[
        ("structuredDataSource", "dataSource"),
        ("providerDataSource", "dataSource"),
        ("calculatedColumn", "column"),
        ("calculatedTableColumn", "column"),
        ("dataColumn", "column"),
        ("timeUnitColumnAssociation", "calendarColumnGroup"),
        ("timeRelatedColumnGroup", "calendarColumnGroup"),
        ("externalModelRoleMember", "member"),
        ("windowsModelRoleMember", "member"),
        ("modelRoleMember", "member"),
        ("modelRole", "role"),
        ("singleColumnRelationship", "relationship"),
        ("namedExpression", "expression"),
        ("dataBindingHint", "bindingInfo"),
    ];

    /// What is no property of TMDL: the object something belongs to, what follows from what stands behind the name
    /// or the equals sign, and what a server says of itself.
    fn is_written_otherwise(kind: &str, property: &str) -> bool {
        matches!(
            (kind, property),
            (_, "description" | "role")
                | ("column" | "relationship", "type")
                | ("relationship", "fromTable" | "toTable")
                // The second is refused by Power BI Desktop.
                | ("model", "hasLocalChanges" | "discourageReportMeasures")
                | ("partition", "sourceType")
                | ("kpi", "measure")
                | ("level", "hierarchy")
                | ("alternateOf" | "variation", "column")
                | ("calendarColumnGroup", "calendar" | "timeUnit")
                | ("dataCoverageDefinition", "partition")
                | ("member", "memberName")
                | ("queryGroup", "folder")
        ) || property == "expression" && default_key(kind) == "expression"
    }

    #[test]
    fn every_property_of_microsofts_object_model_is_known() {
        let Some(folder) = std::env::var_os("PBIFORGE_SHARED").filter(|folder| !folder.is_empty()) else {
            println!("skipped: PBIFORGE_SHARED does not name the folder with reference/tmdl-properties.json");
            return;
        };
        let file = std::path::Path::new(&folder).join("reference/tmdl-properties.json");
        let text = std::fs::read_to_string(file).expect("the list of properties");
        let list: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let mut missing = Vec::new();
        for (name, properties) in list.as_object().expect("an object") {
            let called = KINDS_OF.iter().find(|(theirs, _)| theirs == name).map_or(name.as_str(), |(_, ours)| ours);
            let Some(kind) = kind(called) else {
                missing.push(name.clone());
                continue;
            };
            for property in properties.as_object().expect("properties").keys() {
                let is_known = kind.property(property).is_some() || kind.has_child(property);
                if !is_known && !is_written_otherwise(called, property) {
                    missing.push(format!("{called}.{property}"));
                }
            }
        }
        assert_eq!(missing, [""; 0]);
    }
}
