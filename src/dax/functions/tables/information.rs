//! What a value, a filter or a user is.

use super::Section;
use crate::dax::functions::notes::{EVERYWHERE, NOT_IN_DIRECT_QUERY, Realm, Visuals};

pub const SECTIONS: &[Section] = &[
    Section {
        notes: EVERYWHERE.visuals(Visuals::Discouraged),
        text: r#"
COLUMNSTATISTICS() -> {"Table Name" = text, "Column Name" = text, "Min" = scalar, "Max" = scalar,
    "Cardinality" = integer, "Max Length" = integer}
"#,
    },
    Section {
        notes: NOT_IN_DIRECT_QUERY.visuals(Visuals::Refused),
        text: r#"
CONTAINS(table, (column @table, value: scalar)+) -> boolean
TABLEOF(reference: column | measure | calendar) -> {home reference}
"#,
    },
    Section {
        notes: EVERYWHERE,
        text: r#"
CONTAINSROW(table, value: scalar+) -> boolean
CONTAINSSTRING CONTAINSSTRINGEXACT(within find: text) -> boolean
ISBLANK(value: scalar) -> boolean
TEXTCONTAINS(within: column of text, search: text, match_mode?: {TEXTMATCHING, FUZZYMATCHING, PHRASEMATCHING})
    -> boolean
TEXTSIMILARITY(within: column of text, search: text, match_mode?: {TEXTMATCHING, FUZZYMATCHING, PHRASEMATCHING})
    -> number
USERCULTURE() -> text
"#,
    },
    Section {
        notes: NOT_IN_DIRECT_QUERY.per_user(),
        text: r#"
CUSTOMDATA() -> text
"#,
    },
    Section {
        notes: EVERYWHERE.per_user(),
        text: r#"
USERNAME USEROBJECTID USERPRINCIPALNAME() -> text
"#,
    },
    Section {
        notes: NOT_IN_DIRECT_QUERY,
        text: r#"
HASONEFILTER HASONEVALUE ISINSCOPE(column) -> boolean
ISAFTER ISONORAFTER((left right: scalar, order??)+) -> boolean
ISBOOLEAN ISCURRENCY ISDATETIME ISDECIMAL ISDOUBLE ISINT64 ISINTEGER ISLOGICAL ISNONTEXT ISNUMBER ISNUMERIC
    ISSTRING ISTEXT(value: scalar) -> boolean
ISCROSSFILTERED ISFILTERED(target: column | base_table) -> boolean
ISEMPTY(table) -> boolean
ISEVEN ISODD(number) -> boolean
NAMEOF(object: column | measure | base_table | calendar,
    component?: {TABLE, COLUMN, MEASURE, CALENDAR, FULL, SELF, PARENT},
    escaped?: {ESCAPED, UNESCAPED, MINIMALLYESCAPED}) -> text
"#,
    },
    Section {
        notes: NOT_IN_DIRECT_QUERY.instead("DIVIDE, or a test before the error can come up"),
        text: r#"
ISERROR(value: scalar) -> boolean
"#,
    },
    Section {
        notes: NOT_IN_DIRECT_QUERY.visuals(Visuals::Refused).realm(Realm::CalculationItem),
        text: r#"
ISSELECTEDMEASURE(measure+) -> boolean
SELECTEDMEASURE() -> scalar
SELECTEDMEASUREFORMATSTRING() -> text
"#,
    },
    Section {
        notes: EVERYWHERE.visuals(Visuals::Refused).inside(&["SUMMARIZE"]),
        text: r#"
ISSUBTOTAL(column) -> boolean
"#,
    },
    Section {
        notes: EVERYWHERE.instead("CONTAINSSTRING"),
        text: r#"
KEYWORDMATCH(expression text: text) -> boolean
"#,
    },
    Section {
        notes: EVERYWHERE.visuals(Visuals::Refused).inside(&["SUMMARIZECOLUMNS"]),
        text: r#"
NONVISUAL(expression: filter) -> {expression}
"#,
    },
    Section {
        notes: EVERYWHERE.visuals(Visuals::Refused).realm(Realm::CalculationItem),
        text: r#"
SELECTEDMEASURENAME() -> text
"#,
    },
];
