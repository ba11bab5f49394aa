//! MD128: what a translation says.

use super::carried::{Carried, carried};
use super::context::Context;
use crate::diag::{Code, Diagnostic, Severity, suggest};
use crate::model::PropertyValue;

pub static TRANSLATED_PROPERTY: Code = Code {
    id: "MD128",
    name: "translated-property",
    severity: Severity::Warning,
    explanation:
        "A translation gives an object its caption, its description and its folder in another language, each once.

Wrong: `captions: Verkäufe`
Right: `caption: Verkäufe`",
};

const KNOWN: [&str; 3] = ["caption", "description", "displayFolder"];

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let more = &context.model.more;
    for culture in carried(more, "", "cultureInfo").into_iter().chain(carried(more, "", "culture")) {
        for translations in culture.children("translations") {
            for model in translations.children("model") {
                properties(context, &model, found);
                for table in model.children("table") {
                    properties(context, &table, found);
                    let fields: Vec<Carried> =
                        ["column", "measure", "hierarchy"].iter().flat_map(|kind| table.children(kind)).collect();
                    for field in &fields {
                        properties(context, field, found);
                        field.children("level").iter().for_each(|level| properties(context, level, found));
                    }
                }
            }
        }
    }
}

fn properties(context: &Context, object: &Carried, found: &mut Vec<Diagnostic>) {
    let mut seen: Vec<&str> = Vec::new();
    for property in object.inside.iter().filter(|one| !matches!(one.value, PropertyValue::Object(..))) {
        let name = property.name.as_str();
        let fault =
            |message: String| Diagnostic::new(&TRANSLATED_PROPERTY, message).at(context.place(&object.path, name), "");
        if name.starts_with("///") {
            continue;
        } else if !KNOWN.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            let fault = fault(format!("a translation has no `{name}`"));
            found.push(match suggest::nearest(name, KNOWN) {
                Some(near) => fault.help(format!("did you mean `{near}`?")),
                None => fault.help("remove it"),
            });
        } else if seen.iter().any(|one| one.eq_ignore_ascii_case(name)) {
            found.push(fault(format!("the translation sets `{name}` twice")).help("remove one of the lines"));
        }
        seen.push(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::lines;

    #[test]
    fn captions_are_said_once() {
        let text = |inside: &str| {
            format!(
                "cultureInfo de-DE\n    translations\n        model Model\n            table A\n{inside}            table B\n                caption: b\n"
            )
        };
        assert_eq!(lines(&TRANSLATED_PROPERTY, &text("                captions: a\n")), [5]);
        assert_eq!(
            lines(&TRANSLATED_PROPERTY, &text("                caption: a\n                caption: c\n")).len(),
            1
        );
        assert_eq!(
            lines(&TRANSLATED_PROPERTY, &text("                caption: a\n                description: b\n")),
            [0; 0]
        );
    }
}
