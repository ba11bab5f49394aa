//! The properties of one object: known or not, written as they should be or not, in TMDL's own spelling.

use super::Lowerer;
use crate::diag::{Code, Diagnostic, Fix, Severity, suggest};
use crate::model::{Property, PropertyValue};
use crate::tmdl::merge::Node;
use crate::tmdl::vocabulary::{self, Form, Kind};
use crate::tmdl::{self, Span, Value, column_reference, origins};

pub static UNKNOWN_PROPERTY: Code = Code {
    id: "TM040",
    name: "unknown-property",
    severity: Severity::Error,
    explanation: "The object has no property of this name. Power BI Desktop refuses a model with a property it does \
not know.

Wrong:
    column Revenue
    <tab>dataTyp: double
Right:
    column Revenue
    <tab>dataType: double",
};

pub static WRONG_SIGN: Code = Code {
    id: "TM041",
    name: "wrong-sign",
    severity: Severity::Error,
    explanation:
        "DAX, M and JSON follow an equals sign, every other value a colon. Power BI Desktop refuses a colon before \
an expression; an equals sign before a value it reads, and writes as a colon when it saves.

Wrong:
    measure Total = SUM(Sales[Revenue])
    <tab>formatString = #,0
Right:
    measure Total = SUM(Sales[Revenue])
    <tab>formatString: #,0",
};

pub static NOT_A_BOOLEAN: Code = Code {
    id: "TM042",
    name: "not-a-boolean",
    severity: Severity::Error,
    explanation: "This property is either true or false. Its name alone means true.

Wrong:
    column Revenue
    <tab>isHidden: yes
Right:
    column Revenue
    <tab>isHidden",
};

pub static NOT_A_REFERENCE: Code = Code {
    id: "TM043",
    name: "not-a-reference",
    severity: Severity::Error,
    explanation: "This property names another object: a column of the same table by its name, a column of another \
table as `Table.Column`, each name in single quotes where it has spaces or dots.

Wrong:
    relationship abc
    <tab>fromColumn: Sales
Right:
    relationship abc
    <tab>fromColumn: Sales.'Customer Key'",
};

pub static UNKNOWN_VALUE: Code = Code {
    id: "TM044",
    name: "unknown-value",
    severity: Severity::Error,
    explanation: "The property has one of a few values, and this is none of them.

Wrong:
    column Revenue
    <tab>dataType: integer
Right:
    column Revenue
    <tab>dataType: int64",
};

pub static NOT_A_NUMBER: Code = Code {
    id: "TM045",
    name: "not-a-number",
    severity: Severity::Error,
    explanation: "This property is a whole number of 32 bits.

Wrong:
    calculationItem Current = SELECTEDMEASURE()
    <tab>ordinal: first
Right:
    calculationItem Current = SELECTEDMEASURE()
    <tab>ordinal: 0",
};

pub fn canonical_name(kind: &str, property: &str) -> String {
    let known = vocabulary::kind(kind).and_then(|kind| kind.property(property));
    known.map_or(property, |(name, _)| name).to_owned()
}

/// The properties of an object, to be taken one by one; what nobody takes is kept.
pub struct Properties {
    pub path: String,
    pub rest: Vec<Property>,
}

impl Lowerer<'_> {
    /// Reads the properties of a node of a known kind and reports those that are not right.
    pub fn properties(&mut self, path: &str, node: &Node) -> Properties {
        let kind = vocabulary::kind(&node.kind);
        let mut rest = Vec::with_capacity(node.properties.len());
        for (file, property) in &node.properties {
            rest.push(match kind {
                None => raw(property),
                Some(kind) => self.property(kind, *file, property),
            });
        }
        Properties { path: path.to_owned(), rest }
    }

    fn property(&mut self, kind: &'static Kind, file: usize, property: &tmdl::Property) -> Property {
        let Some((name, form)) = kind.property(&property.name.text) else {
            self.unknown_property(kind, file, property);
            return raw(property);
        };
        let value = match (form, raw(property).value) {
            (Form::Flag, PropertyValue::Text(text)) if text.eq_ignore_ascii_case("true") => PropertyValue::Flag,
            (Form::Flag, PropertyValue::Text(text)) if text.eq_ignore_ascii_case("false") => {
                PropertyValue::Text("false".to_owned())
            }
            (Form::Flag, PropertyValue::Text(text)) => {
                self.not_a_boolean(name, &text, file, property);
                PropertyValue::Text(text)
            }
            (Form::Integer, PropertyValue::Text(text)) => {
                if text.parse::<i32>().is_err() {
                    self.not_a_number(name, &text, file, property);
                }
                PropertyValue::Text(text)
            }
            (Form::Expression, PropertyValue::Text(text)) => {
                self.wrong_sign(name, "=", file, property);
                PropertyValue::Expression(text)
            }
            (
                Form::Flag | Form::Text | Form::Integer | Form::Reference | Form::Enum(_),
                PropertyValue::Expression(text),
            ) => {
                self.wrong_sign(name, ":", file, property);
                PropertyValue::Text(text)
            }
            (Form::Enum(values), PropertyValue::Text(text)) => {
                if !values.iter().any(|known| known.eq_ignore_ascii_case(&text)) {
                    self.unknown_value(name, &text, values, file, property);
                }
                PropertyValue::Text(vocabulary::canonical(values, &text).to_owned())
            }
            (Form::Text | Form::Integer | Form::Reference | Form::Enum(_) | Form::Expression, PropertyValue::Flag) => {
                self.wrong_sign(name, if form == Form::Expression { "=" } else { ":" }, file, property);
                PropertyValue::Flag
            }
            (_, value) => value,
        };
        Property { name: name.to_owned(), value }
    }

    fn unknown_property(&mut self, kind: &Kind, file: usize, property: &tmdl::Property) {
        let wrong = property.name.text.as_str();
        let known = kind.properties.iter().map(|(name, _)| *name).chain(kind.children.iter().copied());
        let near = suggest::nearest(wrong, known);
        let place = self.place(file, property.name.span.clone());
        let mut diagnostic =
            Diagnostic::new(&UNKNOWN_PROPERTY, format!("a `{}` has no property `{wrong}`", kind.name)).at(place, "");
        if wrong.eq_ignore_ascii_case("description") {
            diagnostic = diagnostic.help("describe an object with lines that begin with `///`, directly above it");
        } else if let Some(near) = near {
            let edits = vec![(property.name.span.clone(), near.to_owned())];
            let fix = Fix { title: "write the known property".to_owned(), file: self.path(file), edits };
            diagnostic = diagnostic.help(format!("did you mean `{near}`?")).fix(fix);
        } else {
            diagnostic = diagnostic.help("remove it, unless a Power BI Desktop newer than pbiforge wrote it");
        }
        self.diagnostics.push(diagnostic);
    }

    fn wrong_sign(&mut self, name: &str, sign: &str, file: usize, property: &tmdl::Property) {
        let place = self.place(file, property.name.span.clone());
        let what = if sign == "=" { "an equals sign" } else { "a colon" };
        let mut diagnostic = Diagnostic::new(&WRONG_SIGN, format!("the value of `{name}` follows {what}"))
            .at(place, "")
            .help(format!("write `{name}{}{sign} …`", if sign == "=" { " " } else { "" }));
        // Power BI Desktop reads it all the same, but for `culture`, which is the keyword of an object as well.
        if matches!(property.value, Value::Expression(_)) && !name.eq_ignore_ascii_case("culture") {
            diagnostic.severity = Severity::Warning;
        }
        self.diagnostics.push(diagnostic);
    }

    fn not_a_boolean(&mut self, name: &str, text: &str, file: usize, property: &tmdl::Property) {
        let span = value_span(property);
        self.diagnostics.push(
            Diagnostic::new(&NOT_A_BOOLEAN, format!("`{name}` is true or false, not `{text}`"))
                .at(self.place(file, span), "")
                .help(format!("write `{name}` alone for true, and nothing for false")),
        );
    }

    fn not_a_number(&mut self, name: &str, text: &str, file: usize, property: &tmdl::Property) {
        let span = value_span(property);
        self.diagnostics.push(
            Diagnostic::new(&NOT_A_NUMBER, format!("`{name}` is a whole number, not `{text}`"))
                .at(self.place(file, span), "")
                .help("write a whole number of at most ten digits, without quotes"),
        );
    }

    fn unknown_value(
        &mut self,
        name: &str,
        text: &str,
        values: &[&'static str],
        file: usize,
        property: &tmdl::Property,
    ) {
        let place = self.place(file, value_span(property));
        let known = values.iter().copied().filter(|value| !matches!(*value, "unknown" | "invalid"));
        let one_of = known.clone().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ");
        let diagnostic = Diagnostic::new(&UNKNOWN_VALUE, format!("`{name}` cannot be `{text}`")).at(place, "");
        self.diagnostics.push(match suggest::nearest(text, known) {
            Some(near) => {
                let edits = vec![(value_span(property), near.to_owned())];
                let fix = Fix { title: "write the known value".to_owned(), file: self.path(file), edits };
                diagnostic.help(format!("did you mean `{near}`?")).fix(fix)
            }
            None => diagnostic.help(format!("it is one of {one_of}")),
        });
    }

    /// A property that names something, taken apart by `read`.
    pub fn reference<T: Default>(
        &mut self,
        properties: &mut Properties,
        name: &str,
        form: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = properties.text(name)?;
        let value = read(&text);
        if value.is_none() {
            let place = self.origins.property(&properties.path, name);
            self.diagnostics.push(
                Diagnostic::new(&NOT_A_REFERENCE, format!("`{text}` is not the name of a column"))
                    .at(place, "")
                    .help(format!("write it as {form}")),
            );
        }
        value
    }

    /// A column of the same table.
    pub fn column_name(&mut self, properties: &mut Properties, name: &str) -> Option<String> {
        self.reference(properties, name, "`Column` or `'Column with spaces'`", column_reference::name)
    }

    /// The expression behind the object's own equals sign.
    pub fn default_text(node: &Node) -> Option<String> {
        node.default.as_ref().map(|(_, expression)| expression.text.clone())
    }
}

impl Properties {
    fn take(&mut self, name: &str, wanted: impl Fn(&PropertyValue) -> bool) -> Option<PropertyValue> {
        let at = self.rest.iter().position(|property| property.name == name && wanted(&property.value))?;
        Some(self.rest.remove(at).value)
    }
    pub fn text(&mut self, name: &str) -> Option<String> {
        match self.take(name, |value| matches!(value, PropertyValue::Text(_)))? {
            PropertyValue::Text(text) => Some(text),
            _ => None,
        }
    }
    pub fn expression(&mut self, name: &str) -> Option<String> {
        match self.take(name, |value| matches!(value, PropertyValue::Expression(_)))? {
            PropertyValue::Expression(text) => Some(text),
            _ => None,
        }
    }
    pub fn optional_flag(&mut self, name: &str) -> Option<bool> {
        let value = self.take(name, |value| match value {
            PropertyValue::Flag => true,
            PropertyValue::Text(text) => text == "false",
            _ => false,
        })?;
        Some(value == PropertyValue::Flag)
    }
    pub fn flag(&mut self, name: &str) -> bool {
        self.optional_flag(name).unwrap_or(false)
    }
}

fn value_span(property: &tmdl::Property) -> Span {
    match &property.value {
        Value::Text(text) => text.span.clone(),
        _ => property.name.span.clone(),
    }
}

/// A property as it stands, whatever it is.
pub fn raw(property: &tmdl::Property) -> Property {
    let value = match &property.value {
        Value::Flag => PropertyValue::Flag,
        Value::Text(text) => PropertyValue::Text(text.text.clone()),
        Value::Expression(expression) => PropertyValue::Expression(expression.text.clone()),
    };
    Property { name: property.name.text.clone(), value }
}

/// The description of an object whose noun has no field for it.
pub fn description(node: &Node) -> Option<Property> {
    let text = node.description.clone()?;
    Some(Property { name: "///".to_owned(), value: PropertyValue::Text(text) })
}

/// A whole object that is only carried.
pub fn carried(lowerer: &mut Lowerer, parent: &str, node: Node, is_raw: bool) -> Property {
    let path = lowerer.locate(parent, &node);
    let name = origins::step(&node.kind, node.name.as_ref().map(|name| name.text.as_str()));
    let mut properties: Vec<Property> = description(&node).into_iter().collect();
    properties.extend(match is_raw {
        true => node.properties.iter().map(|(_, property)| raw(property)).collect(),
        false => lowerer.properties(&path, &node).rest,
    });
    let default = Lowerer::default_text(&node);
    let is_raw = is_raw || node.kind == "translations" || vocabulary::kind(&node.kind).is_none();
    let children = node.children.into_iter().map(|child| carried(lowerer, &path, child, is_raw));
    properties.extend(children.collect::<Vec<_>>());
    if !is_raw {
        in_order(&node.kind, &mut properties);
    }
    Property { name, value: PropertyValue::Object(default, properties) }
}

/// Properties before objects, and the kinds of these as Power BI Desktop orders them: only among objects of one kind
/// does the order say anything, so that two models that differ in nothing else are the same.
pub fn in_order(kind: &str, more: &mut [Property]) {
    let kind = vocabulary::kind(kind);
    more.sort_by_key(|property| match &property.value {
        PropertyValue::Object(..) => {
            let child = property.name.split(' ').next().unwrap_or_default();
            1 + kind.map_or(0, |kind| kind.place(child))
        }
        _ => 0,
    });
}
