//! Every function of DAX: what it takes, what it gives, where it may stand.
//!
//! The [tables](self::tables) are text in the notation of [`notation`], one file a category, read once. A binder asks
//! [`lookup()`] for the function, [`Signature::check_arity`] for the number of arguments and [`Signature::place`] for
//! the parameter of each; the [`Kind`], [`Context`] and [`Type`] of those say the rest.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::diag::suggest::nearest;

pub mod arity;
pub mod notation;
pub mod notes;
mod paths;
pub mod placement;
pub mod signature;
pub mod tables;

#[cfg(test)]
mod documentation_tests;

pub use arity::ArityFault;
pub use notes::{Notes, Standing, Use};
pub use placement::{Placement, Shape, Slot};
pub use signature::{Clause, Columns, Context, Form, Kind, NewName, Parameter, Scalar, Signature, Type, Value};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// In capitals.
    pub name: &'static str,
    pub category: Category,
    pub signature: Signature,
    pub notes: Notes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    Aggregation,
    DateAndTime,
    Filter,
    Financial,
    Info,
    Information,
    Logical,
    MathAndTrig,
    Other,
    ParentAndChild,
    Query,
    Relationship,
    Statistical,
    TableManipulation,
    Text,
    TimeIntelligence,
    VisualCalculation,
    Window,
}

/// What people who know another language write, and what DAX has for it.
const FOREIGN: &[(&str, &str)] = &[
    ("AVERAGEIF", "CALCULATE"),
    ("AVERAGEIFS", "CALCULATE"),
    ("AVG", "AVERAGE"),
    ("CASE", "SWITCH"),
    ("CEIL", "CEILING"),
    ("CHAR", "UNICHAR"),
    ("CHR", "UNICHAR"),
    ("CODE", "UNICODE"),
    ("CONCAT", "CONCATENATE"),
    ("COUNTIF", "CALCULATE"),
    ("COUNTIFS", "CALCULATE"),
    ("GETDATE", "NOW"),
    ("HLOOKUP", "LOOKUPVALUE"),
    ("IFNULL", "COALESCE"),
    ("IFS", "SWITCH"),
    ("IIF", "IF"),
    ("ISNA", "ISBLANK"),
    ("ISNULL", "ISBLANK"),
    ("LCASE", "LOWER"),
    ("LENGTH", "LEN"),
    ("NULL", "BLANK"),
    ("NVL", "COALESCE"),
    ("STDEV", "STDEV.S"),
    ("SUBSTR", "MID"),
    ("SUBSTRING", "MID"),
    ("SUMIF", "CALCULATE"),
    ("SUMIFS", "CALCULATE"),
    ("SUMPRODUCT", "SUMX"),
    ("TEXT", "FORMAT"),
    ("TEXTJOIN", "CONCATENATEX"),
    ("UCASE", "UPPER"),
    ("VARP", "VAR.P"),
    ("VLOOKUP", "LOOKUPVALUE"),
    ("XLOOKUP", "LOOKUPVALUE"),
];

static ALL: LazyLock<Vec<Function>> = LazyLock::new(|| {
    let mut functions: Vec<Function> = Vec::new();
    for (category, sections) in tables::TABLES {
        for section in *sections {
            // A test holds that no section is malformed.
            for declaration in notation::declarations(section.text).unwrap_or_default() {
                for name in declaration.names {
                    let form = declaration.form.clone();
                    match functions.iter_mut().rev().find(|function| function.name == name) {
                        Some(function) => function.signature.forms.push(form),
                        None => functions.push(Function {
                            name,
                            category: *category,
                            signature: Signature { forms: vec![form] },
                            notes: section.notes,
                        }),
                    }
                }
            }
        }
    }
    functions.sort_by_key(|function| function.name);
    functions
});

static BY_NAME: LazyLock<HashMap<&'static str, &'static Function>> =
    LazyLock::new(|| ALL.iter().map(|function| (function.name, function)).collect());

/// The function of this name, in any case.
pub fn lookup(name: &str) -> Option<&'static Function> {
    match BY_NAME.get(name) {
        Some(function) => Some(function),
        None => BY_NAME.get(name.to_ascii_uppercase().as_str()).copied(),
    }
}

/// Every function, by name.
pub fn all() -> &'static [Function] {
    &ALL
}

/// The function that was probably meant.
pub fn suggest(name: &str) -> Option<&'static str> {
    let foreign = FOREIGN.iter().find(|(theirs, _)| theirs.eq_ignore_ascii_case(name));
    match foreign {
        Some((_, ours)) => Some(ours),
        None => nearest(name, ALL.iter().map(|function| function.name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_is_found_in_any_case_and_no_stranger_is() {
        assert_eq!(lookup("SUMX").map(|function| function.name), Some("SUMX"));
        assert_eq!(lookup("sumX").map(|function| function.name), Some("SUMX"));
        assert_eq!(lookup("Info.View.Tables").map(|function| function.category), Some(Category::Info));
        assert_eq!(lookup("SUMXX"), None);
        assert_eq!(lookup(""), None);
    }

    #[test]
    fn what_was_meant_is_guessed() {
        assert_eq!(suggest("CALCULAT"), Some("CALCULATE"));
        assert_eq!(suggest("divde"), Some("DIVIDE"));
        assert_eq!(suggest("vlookup"), Some("LOOKUPVALUE"));
        assert_eq!(suggest("Frobnicate"), None);
        assert!(FOREIGN.iter().all(|(theirs, ours)| lookup(theirs).is_none() && lookup(ours).is_some()));
    }

    #[test]
    fn every_table_can_be_read_and_names_each_function_once() {
        let mut seen: HashMap<&str, Category> = HashMap::new();
        for (category, sections) in tables::TABLES {
            for section in *sections {
                let declarations = notation::declarations(section.text).expect("a section");
                let names: std::collections::BTreeSet<_> =
                    declarations.iter().flat_map(|declaration| &declaration.names).collect();
                for name in names {
                    assert_eq!(*name, name.to_ascii_uppercase());
                    let other = seen.insert(name, *category);
                    assert_eq!(other, None, "{name} stands in two sections");
                }
            }
        }
        assert_eq!(seen.len(), all().len());
        assert!(all().windows(2).all(|pair| pair[0].name < pair[1].name));
    }

    #[test]
    fn no_optional_parameter_stands_before_one_that_must_be_given() {
        for function in all() {
            for form in &function.signature.forms {
                for (at, parameter) in form.parameters.iter().enumerate() {
                    let before = at.checked_sub(1);
                    let optional = parameter.presence == signature::Presence::Optional;
                    assert!(!optional || form.paths.may_end(before), "{} {}", function.name, parameter.name);
                }
            }
        }
    }

    #[test]
    fn what_a_function_stands_inside_exists() {
        for function in all() {
            for around in function.notes.inside {
                assert!(lookup(around).is_some(), "{} inside {around}", function.name);
            }
        }
    }

    #[test]
    fn iterators_and_time_intelligence_are_told_by_their_signature() {
        let iterates = |name| lookup(name).expect(name).signature.is_iterator();
        assert!(["SUMX", "FILTER", "ADDCOLUMNS", "RANKX", "TOPN", "GENERATE"].into_iter().all(iterates));
        assert!(!["SUM", "CALCULATE", "CONTAINS", "SUMMARIZECOLUMNS", "IF"].into_iter().any(iterates));
        let dates = |name| lookup(name).expect(name).signature.wants_dates();
        assert!(["TOTALYTD", "SAMEPERIODLASTYEAR", "DATEADD"].into_iter().all(dates));
        assert!(!["DATE", "CALENDAR", "EDATE"].into_iter().any(dates));
    }
}
