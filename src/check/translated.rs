//! MD128, TM091: what a translation says, and of what.

use super::carried::{Carried, carried};
use super::context::Context;
use crate::diag::{Code, Diagnostic, Severity, suggest};
use crate::model::PropertyValue;
use crate::tmdl::merge::{MISSING_NAME, UNDESCRIBED_KIND};

pub static TRANSLATED_PROPERTY: Code = Code {
    id: "MD128",
    name: "translated-property",
    severity: Severity::Error,
    explanation:
        "A translation gives an object its caption, its description and, of columns, measures and hierarchies, its \
folder in another language, each once. Power BI Desktop refuses a model with anything else in it.

Wrong: `captions: Verkäufe`
Right: `caption: Verkäufe`",
};

pub static UNTRANSLATABLE: Code = Code {
    id: "TM091",
    name: "untranslatable-object",
    severity: Severity::Error,
    explanation: "Below `translations` stand the model, its tables, and their columns, measures and hierarchies with \
their levels, one in the other as the model has them. Power BI Desktop refuses a model with anything else there: the \
keyword is misspelt, or the line is indented below the wrong object.

Wrong:
    translations
    <tab>model Model
    <tab><tab>tabel Sales
Right:
    translations
    <tab>model Model
    <tab><tab>table Sales",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let more = &context.model.more;
    for culture in carried(more, "", "cultureInfo").into_iter().chain(carried(more, "", "culture")) {
        for translations in culture.children("translations") {
            if translations.inside.is_empty() && !context.is_broken(&translations.path) {
                let place = context.origins.place(&translations.path);
                let fault = Diagnostic::new(&UNTRANSLATABLE, "the `translations` have no `model`").at(place, "");
                found.push(fault.help("write `model` and the model's name below it, or remove the line"));
            }
            inside(context, &translations, "translations", found);
        }
    }
}

/// What may stand below an object of this kind.
fn children(kind: &str) -> &'static [&'static str] {
    match kind {
        "translations" => &["model"],
        "model" => &["table", "perspective", "role"],
        "table" => &["column", "measure", "hierarchy"],
        "column" => &["variation"],
        "measure" => &["kpi"],
        "hierarchy" => &["level"],
        _ => &[],
    }
}

fn inside(context: &Context, object: &Carried, kind: &str, found: &mut Vec<Diagnostic>) {
    let allowed = children(kind);
    for property in object.inside.iter().filter(|one| matches!(one.value, PropertyValue::Object(..))) {
        let other = property.name.split(' ').next().unwrap_or_default();
        if !allowed.iter().any(|known| known.eq_ignore_ascii_case(other)) {
            let place = context.origins.place(&format!("{}/{}", object.path, property.name));
            let message = format!("in the translation of a `{kind}` there is no `{other}`");
            let fault = Diagnostic::new(&UNTRANSLATABLE, message).at(place, "");
            found.push(fault.did_you_mean(other, allowed.iter().copied()));
        }
    }
    for known in allowed {
        for child in object.children(known) {
            if child.name.is_empty() && *known != "kpi" {
                let fault = Diagnostic::new(&MISSING_NAME, format!("this `{known}` has no name"));
                found.push(fault.at(context.origins.place(&child.path), "").help("write its name behind the keyword"));
            }
            properties(context, &child, known, found);
            inside(context, &child, known, found);
        }
    }
}

fn properties(context: &Context, object: &Carried, kind: &str, found: &mut Vec<Diagnostic>) {
    let known: &[&str] = match kind {
        "column" | "measure" | "hierarchy" => &["caption", "description", "displayFolder"],
        "role" | "kpi" => &["description"],
        _ => &["caption", "description"],
    };
    let mut seen: Vec<&str> = Vec::new();
    for property in object.inside.iter().filter(|one| !matches!(one.value, PropertyValue::Object(..))) {
        let name = property.name.as_str();
        let fault =
            |message: String| Diagnostic::new(&TRANSLATED_PROPERTY, message).at(context.place(&object.path, name), "");
        if name.starts_with("///") {
            let message = "a translation may not have a description above it";
            let fault = Diagnostic::new(&UNDESCRIBED_KIND, message).at(context.origins.place(&object.path), "");
            found.push(fault.help("write `description: …` below it"));
            continue;
        } else if !known.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            let fault = fault(format!("the translation of a `{kind}` has no `{name}`"));
            found.push(match suggest::nearest(name, known.iter().copied()) {
                Some(near) => fault.help(format!("did you mean `{near}`?")),
                None => fault.help("remove it"),
            });
        } else if seen.iter().any(|one| one.eq_ignore_ascii_case(name)) {
            found.push(fault(format!("the translation sets `{name}` twice")).help("remove one of the lines"));
        }
        // Without a sign behind it.
        if property.value == PropertyValue::Flag && known.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            found.push(fault(format!("`{name}` has no value")).help(format!("write `{name}: …`, or remove the line")));
        }
        seen.push(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::lines;

    fn text(inside: &str) -> String {
        format!(
            "cultureInfo de-DE\n    translations\n        model Model\n            table A\n{inside}            table B\n                caption: b\n"
        )
    }

    #[test]
    fn captions_are_said_once() {
        assert_eq!(lines(&TRANSLATED_PROPERTY, &text("                captions: a\n")), [5]);
        assert_eq!(lines(&TRANSLATED_PROPERTY, &text("                displayFolder: a\n")), [5]);
        assert_eq!(lines(&TRANSLATED_PROPERTY, &text("                caption\n")), [5]);
        assert_eq!(
            lines(&TRANSLATED_PROPERTY, &text("                caption: a\n                caption: c\n")).len(),
            1
        );
        assert_eq!(
            lines(&TRANSLATED_PROPERTY, &text("                caption: a\n                description: b\n")),
            [0; 0]
        );
    }

    #[test]
    fn what_is_translated_stands_as_in_the_model() {
        let one = |line: &str| text(&format!("                {line}\n                    caption: a\n"));
        for line in ["mesaure M", "level L", "partition P"] {
            assert_eq!(lines(&UNTRANSLATABLE, &one(line)), [5], "{line}");
        }
        for line in ["measure M", "Column 'A b'", "hierarchy H"] {
            assert_eq!(lines(&UNTRANSLATABLE, &one(line)), [0; 0], "{line}");
        }
        assert_eq!(lines(&MISSING_NAME, &one("measure")), [5]);
        let outside = "cultureInfo de-DE\n    translations\n        table A\n            caption: a\n";
        assert_eq!(lines(&UNTRANSLATABLE, outside), [3]);
    }
}
