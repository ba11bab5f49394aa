//! The fields of the model that a JSON file of a report refers to, wherever in it they stand: projections, filters,
//! sort orders, conditional formats.
//!
//! An expression names its table directly (`"Entity": "Sales"`) or, inside a query, by an alias that the query's
//! `From` list explains. Fields that are not the model's (measures of the report itself, automatic date hierarchies,
//! results of visual calculations) are passed over.

use std::collections::BTreeMap;
use std::ops::Range;

use super::json::Json;
use crate::report::{Field, FieldKind};

/// Every field below `json` with the bytes of its name, in the order of the file.
pub fn fields(json: &Json) -> Vec<(Field, Range<usize>)> {
    let mut found = Vec::new();
    walk(json, "", &BTreeMap::new(), &mut found);
    found
}

/// A use of the date hierarchy that Power BI makes beside a column of dates, or of one that somebody made so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variation<'a> {
    pub table: &'a str,
    pub column: &'a str,
    pub name: &'a str,
    /// The hierarchy with the bytes of its name.
    pub hierarchy: Option<(&'a str, Range<usize>)>,
    /// The level with the bytes of its name, where one is asked for.
    pub level: Option<(&'a str, Range<usize>)>,
    /// The bytes of the column's name.
    pub span: Range<usize>,
}

/// Every variation below `json`, in the order of the file.
pub fn variations(json: &Json) -> Vec<Variation<'_>> {
    let mut found = Vec::new();
    json.each(&mut |member| {
        if member.key == "HierarchyLevel" {
            found.extend(variation(&member.value));
        }
    });
    found
}

fn variation(json: &Json) -> Option<Variation<'_>> {
    let source = json.at(&["Expression", "Hierarchy", "Expression", "PropertyVariationSource"])?;
    let column = source.get("Property")?;
    let hierarchy = json.at(&["Expression", "Hierarchy", "Hierarchy"]);
    let hierarchy = hierarchy.and_then(|name| Some((name.text()?, name.span.clone())));
    let level = json.get("Level").and_then(|level| Some((level.text()?, level.span.clone())));
    Some(Variation {
        table: text(source.at(&["Expression", "SourceRef"])?, "Entity")?,
        column: column.text()?,
        name: text(source, "Name")?,
        hierarchy,
        level,
        span: column.span.clone(),
    })
}

type Aliases<'a> = BTreeMap<&'a str, &'a str>;

fn walk<'a>(json: &'a Json, role: &str, aliases: &Aliases<'a>, found: &mut Vec<(Field, Range<usize>)>) {
    for item in json.items() {
        walk(item, role, aliases, found);
    }
    let is_open = role == "filter" && json.get("field").is_some() && json.get("filter").is_none();
    let role = if is_open { "open filter" } else { role };
    let own = own_aliases(json, aliases);
    let aliases = own.as_ref().unwrap_or(aliases);
    for member in json.members() {
        if let Some((field, span)) = field(&member.key, &member.value, role, aliases) {
            found.push((field, span));
            continue;
        }
        if member.key == "queryState" {
            for bucket in member.value.members() {
                walk(&bucket.value, &bucket.key, aliases, found);
            }
            continue;
        }
        let role = match member.key.as_str() {
            "sortDefinition" => "sort",
            "filterConfig" | "filters" => "filter",
            "objects" | "visualContainerObjects" if role.is_empty() => "format",
            _ => role,
        };
        walk(&member.value, role, aliases, found);
    }
}

/// The aliases inside a query that has a `From` list: the outer ones and its own.
fn own_aliases<'a>(json: &'a Json, outer: &Aliases<'a>) -> Option<Aliases<'a>> {
    let from = json.get("From")?;
    let mut aliases = outer.clone();
    for source in from.items() {
        if let (Some(name), Some(entity)) = (text(source, "Name"), text(source, "Entity")) {
            aliases.insert(name, entity);
        }
    }
    Some(aliases)
}

fn field(key: &str, value: &Json, role: &str, aliases: &Aliases) -> Option<(Field, Range<usize>)> {
    let (table, kind, span) = match key {
        "Column" | "Measure" => {
            let property = value.get("Property")?;
            let name = property.text()?.to_owned();
            let kind = if key == "Column" { FieldKind::Column(name) } else { FieldKind::Measure(name) };
            (table(value, aliases)?, kind, property.span.clone())
        }
        "Aggregation" => {
            let column = value.at(&["Expression", "Column"])?;
            let property = column.get("Property")?;
            let kind = FieldKind::Aggregation(property.text()?.to_owned());
            (table(column, aliases)?, kind, property.span.clone())
        }
        "HierarchyLevel" => {
            let hierarchy = value.at(&["Expression", "Hierarchy"])?;
            let level = value.get("Level")?;
            let names = (text(hierarchy, "Hierarchy")?.to_owned(), level.text()?.to_owned());
            let kind = FieldKind::Level { hierarchy: names.0, level: names.1 };
            (table(hierarchy, aliases)?, kind, level.span.clone())
        }
        _ => return None,
    };
    Some((Field { role: role.to_owned(), table: table.into(), kind }, span))
}

fn table<'a>(expression: &'a Json, aliases: &Aliases<'a>) -> Option<&'a str> {
    let source = expression.at(&["Expression", "SourceRef"])?;
    if source.get("Schema").is_some() {
        return None;
    }
    text(source, "Entity").or_else(|| aliases.get(text(source, "Source")?).copied())
}

fn text<'a>(json: &'a Json, key: &str) -> Option<&'a str> {
    json.get(key)?.text()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pbir::json;

    fn found(text: &str) -> Vec<String> {
        let json = json::parse(text).expect("JSON");
        let show = |(field, span): (Field, Range<usize>)| {
            format!("{} {} {:?} at {}", field.role, field.table, field.kind, &text[span])
        };
        fields(&json).into_iter().map(show).collect()
    }

    #[test]
    fn a_projection_has_the_role_it_stands_under() {
        let text = r#"{"visual": {"query": {"queryState": {"Y": {"projections": [
            {"field": {"Measure": {"Expression": {"SourceRef": {"Entity": "Sales"}}, "Property": "Revenue"}}},
            {"field": {"Aggregation": {"Expression": {"Column": {"Expression": {"SourceRef": {"Entity": "Sales"}},
              "Property": "Quantity"}}, "Function": 0}}}]}},
            "sortDefinition": {"sort": [{"field": {"HierarchyLevel": {"Expression": {"Hierarchy": {"Expression":
              {"SourceRef": {"Entity": "Date"}}, "Hierarchy": "Calendar"}}, "Level": "Year"}}}]}}}}"#;
        assert_eq!(
            found(text),
            [
                "Y Sales Measure(\"Revenue\") at \"Revenue\"",
                "Y Sales Aggregation(\"Quantity\") at \"Quantity\"",
                "sort Date Level { hierarchy: \"Calendar\", level: \"Year\" } at \"Year\"",
            ]
        );
    }

    #[test]
    fn a_filter_without_a_condition_is_open() {
        let text = r#"{"filterConfig": {"filters": [{"name": "F", "field": {"Column": {"Expression": {"SourceRef":
            {"Entity": "Product"}}, "Property": "Code"}}}]}}"#;
        assert_eq!(found(text), ["open filter Product Column(\"Code\") at \"Code\""]);
    }

    #[test]
    fn an_alias_is_what_its_own_query_says_it_is() {
        let text = r#"{"filterConfig": {"filters": [{"filter": {"From": [{"Name": "p", "Entity": "Product"}],
            "Where": [{"Condition": {"In": {"Expressions": [
              {"Column": {"Expression": {"SourceRef": {"Source": "p"}}, "Property": "Code"}}]}}}]}}]}}"#;
        assert_eq!(found(text), ["filter Product Column(\"Code\") at \"Code\""]);
    }

    #[test]
    fn a_variation_names_its_column_and_level() {
        let text = r#"{"HierarchyLevel": {"Expression": {"Hierarchy": {"Expression": {"PropertyVariationSource":
            {"Expression": {"SourceRef": {"Entity": "Orders"}}, "Name": "Variation", "Property": "Shipped"}},
            "Hierarchy": "Date Hierarchy"}}, "Level": "Month"}}"#;
        let json = json::parse(text).expect("JSON");
        let found = &variations(&json)[0];
        assert_eq!((found.table, found.column, found.name), ("Orders", "Shipped", "Variation"));
        assert_eq!(&text[found.span.clone()], "\"Shipped\"");
        assert_eq!(found.level.as_ref().map(|(name, _)| *name), Some("Month"));
    }

    #[test]
    fn measures_of_the_report_itself_are_passed_over() {
        let text =
            r#"{"Measure": {"Expression": {"SourceRef": {"Schema": "extension", "Entity": "S"}}, "Property": "M"}}"#;
        assert_eq!(found(text), [""; 0]);
    }
}
