//! TM046: values that are JSON, and cannot be read as it.

use super::context::Context;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::json;
use crate::tmdl::origins::Part;

pub static BROKEN_JSON: Code = Code {
    id: "TM046",
    name: "broken-json",
    severity: Severity::Warning,
    explanation:
        "Extended properties, linguistic metadata and some annotations of Power BI Desktop hold JSON. This one begins as JSON and \
does not end as it: Desktop passes over the value, and a parameter, a list of queries or a setting is lost. Linguistic \
metadata that cannot be read are an error: the model is not loaded.

Wrong: `annotation PBI_ProTooling = [\"DevMode\"`
Right: `annotation PBI_ProTooling = [\"DevMode\"]`",
};

/// Annotations of any tool may hold what they like: these are known to be JSON.
const ANNOTATIONS: &[&str] = &["PBI_QueryOrder", "PBI_ProTooling", "PBI_FormatHint"];

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for (path, origin) in context.origins.iter() {
        let step = path.rsplit('/').next().unwrap_or(path);
        let is_json = step.starts_with("extendedProperty ")
            || step == "linguisticMetadata" && !is_said(context, path, "xml")
            || step.strip_prefix("annotation ").is_some_and(|name| ANNOTATIONS.contains(&name));
        if let Some(part) = origin.default.as_ref().filter(|_| is_json)
            && !context.is_hurt(path, crate::tmdl::origins::DEFAULT)
        {
            let severity = if step == "linguisticMetadata" { Severity::Error } else { Severity::Warning };
            found.extend(broken(context, part).map(|fault| Diagnostic { severity, ..fault }));
        }
        if let Some(part) = origin.default.as_ref().filter(|_| step == "linguisticMetadata") {
            found.extend(of_other_content(context, path, part));
        }
    }
}

/// Linguistic metadata are XML where nothing else is said.
fn of_other_content(context: &Context, path: &str, part: &Part) -> Option<Diagnostic> {
    let is_json = context.written(part)?.trim_start().starts_with('{');
    let said_json = is_said(context, path, "json");
    let message = match (is_json, said_json) {
        (true, false) => "linguistic metadata that are JSON say so",
        (false, true) => "these linguistic metadata are no JSON",
        _ => return None,
    };
    let fault = Diagnostic::new(&BROKEN_JSON, message).at(context.origins.place(path), "");
    let help = if is_json { "add `contentType: json`" } else { "remove `contentType: json`, or write JSON" };
    Some(Diagnostic { severity: Severity::Error, ..fault }.help(help))
}

/// Whether the metadata are said to be of this kind; they were XML once.
fn is_said(context: &Context, path: &str, content: &str) -> bool {
    let kind = context.origins.part(path, "contentType").and_then(|part| context.written(part));
    kind.is_some_and(|kind| kind.eq_ignore_ascii_case(content))
}

fn broken(context: &Context, part: &Part) -> Option<Diagnostic> {
    let text = context.written(part)?;
    let fault = json::parse(text).err().filter(|_| text.starts_with(['{', '[']))?;
    let place = Place::bytes(&part.file, part.value.start + fault.span.start..part.value.start + fault.span.end);
    Some(
        Diagnostic::new(&BROKEN_JSON, format!("this is not JSON: {}", fault.message))
            .at(place, "")
            .help("mend it, or remove the whole: Power BI Desktop writes its own anew"),
    )
}
