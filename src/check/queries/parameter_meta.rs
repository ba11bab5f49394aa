//! MQ044: what stands behind `meta` of a parameter.

use super::Query;
use crate::check::context::Context;
use crate::diag::{Code, Diagnostic, Severity, suggest};
use crate::m::{Expr, ExprKind};

pub static PARAMETER_META: Code = Code {
    id: "MQ044",
    name: "m-parameter-meta",
    severity: Severity::Warning,
    explanation: "A query is a parameter by the record behind its `meta`. Power BI Desktop looks for a few fields in \
it and passes over all others: with one misspelt the parameter is a query like any other, or has no type.

Wrong: `\"C:\\Data\" meta [IsParameterQeury = true, Type = \"Text\", IsParameterQueryRequired = true]`
Right: `\"C:\\Data\" meta [IsParameterQuery = true, Type = \"Text\", IsParameterQueryRequired = true]`",
};

const IS_PARAMETER: &str = "IsParameterQuery";
const FIELDS: &[&str] = &[
    IS_PARAMETER,
    "IsParameterQueryRequired",
    "Type",
    "List",
    "DefaultValue",
    "BinaryIdentifier",
    "ParameterQueryReferenceForType",
    "ExpressionIdentifier",
    "Description",
];
const TYPES: &[&str] = &[
    "Any",
    "Text",
    "Number",
    "Logical",
    "Date",
    "DateTime",
    "DateTimeZone",
    "Time",
    "Duration",
    "Binary",
    "List",
    "Record",
    "Table",
];

pub fn check(context: &Context, queries: &[Query], found: &mut Vec<Diagnostic>) {
    for query in queries.iter().filter(|query| query.table.is_none() && query.parsed.problems.is_empty()) {
        let Some(fields) = query.parsed.expression().and_then(Expr::meta) else { continue };
        if context.is_hurt(&query.path, query.property) {
            continue;
        }
        let is_parameter = fields.iter().any(|field| field.name.text.starts_with(IS_PARAMETER));
        let value = query.parsed.expression().and_then(value);
        for field in fields {
            let name = field.name.text.as_str();
            let near = suggest::nearest(name, FIELDS.iter().copied());
            // A record may hold anything; but not what is all but the word that is looked for.
            if !FIELDS.contains(&name)
                && let Some(near) = near.filter(|near| is_parameter || *near == IS_PARAMETER)
            {
                let message = format!("a parameter has no `{name}`");
                let fault = Diagnostic::new(&PARAMETER_META, message);
                let fault = fault.at(query.place(context, field.name.span.clone()), "");
                found.push(fault.help(format!("did you mean `{near}`?")));
            }
            if let ExprKind::Text(text) = &field.value.kind
                && (is_parameter && name == "Type" && !TYPES.contains(&text.as_str()))
            {
                let fault = Diagnostic::new(&PARAMETER_META, format!("`{text}` is not a type of parameters"));
                let fault = fault.at(query.place(context, field.value.span.clone()), "");
                found.push(fault.did_you_mean(text, TYPES.iter().copied()));
            } else if let (ExprKind::Text(text), Some(value)) = (&field.value.kind, value)
                && (is_parameter && name == "Type" && text != value && text != "Any")
            {
                let fault =
                    Diagnostic::new(&PARAMETER_META, format!("the parameter is `{text}`, and its value is `{value}`"));
                let fault = fault.at(query.place(context, field.value.span.clone()), "");
                found.push(fault.help(format!("write `Type=\"{value}\"`, or a value of that type")));
            }
        }
    }
}

/// The type that the record of a parameter tells.
pub fn type_of(expression: &Expr) -> Option<&str> {
    let fields = expression.meta()?;
    let field = |name: &str| fields.iter().find(|field| field.name.text == name).map(|field| &field.value.kind);
    match (field(IS_PARAMETER)?, field("Type")?) {
        (ExprKind::Logical(true), ExprKind::Text(ty)) => Some(ty),
        _ => None,
    }
}

/// The type of the value before the outermost `meta`, where it is plainly of one.
fn value(expression: &Expr) -> Option<&'static str> {
    let ExprKind::Binary { first, .. } = &expression.kind else { return None };
    match &first.kind {
        ExprKind::Text(_) => Some("Text"),
        ExprKind::Number(_) => Some("Number"),
        ExprKind::Logical(_) => Some("Logical"),
        _ => None,
    }
}
