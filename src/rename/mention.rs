//! One place of a file that names an object, and how a name is written there.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::ObjectRef;
use super::plan::Plan;
use crate::dax::functions;
use crate::diag::Place;
use crate::m::characters;
use crate::m::text::unescape;
use crate::m::token::KEYWORDS;
use crate::name::{self, same};
use crate::pbir::json;
use crate::tmdl::{Span, column_reference};

#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    pub file: String,
    /// With its quotes or brackets; inside a JSON string without those of the string.
    pub span: Span,
    pub of: ObjectRef,
    pub form: Form,
    /// It stands inside a JSON string.
    pub is_escaped: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// `Sales`, `'Net Revenue'`
    Tmdl,
    /// `Sales`, `'Net Revenue'`; these names stand for something else there when they are not quoted.
    DaxTable(Rc<BTreeSet<String>>),
    /// `[Revenue]`, with the part of an indicator `[_Revenue Goal]`
    DaxName(Option<&'static str>),
    /// `"Revenue"`, where DAX compares the name of the selected measure.
    DaxText,
    /// `'''Sales''[Revenue]'`: a literal of a report, with the name of a field as a field parameter has it.
    FieldText,
    /// A partition that is called as its table, which it need not be.
    Partition,
    /// `Sales`, `#"Net Sales"`
    M,
    /// The name and nothing else, or with the part of an indicator.
    Plain(Option<&'static str>),
    /// A key made of names, such as `Sum(Sales.Revenue)`. It must only be the same wherever one visual writes it.
    Key(Key),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    pub before: String,
    /// Joined with points.
    pub parts: Vec<Part>,
    pub after: String,
    /// Keys of the visual that stay as they are: none may become one of them.
    pub others: Rc<BTreeSet<String>>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    Name(ObjectRef),
    Word(String),
}

/// How an author writes where both ways are right.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// Tables of DAX stand in quotes even where they need none.
    pub quotes_tables: bool,
}

impl Style {
    /// As most mentions do it.
    pub fn of<'a>(mentions: impl IntoIterator<Item = (&'a Mention, &'a str)>) -> Self {
        let (mut quoted, mut bare) = (0_usize, 0_usize);
        for (mention, written) in mentions {
            if matches!(mention.form, Form::DaxTable(_)) && is_bare_table(mention.of.name()) {
                *if written.starts_with('\'') { &mut quoted } else { &mut bare } += 1;
            }
        }
        Self { quotes_tables: quoted >= bare }
    }
}

impl Mention {
    pub fn place(&self) -> Place {
        Place::bytes(&self.file, self.span.clone())
    }

    /// Whether the project would say the same if it stayed as it is.
    pub fn is_loose(&self) -> bool {
        matches!(self.form, Form::Key(_) | Form::Partition)
    }

    /// Whether `written` is this object's name.
    pub fn is_read(&self, written: &str) -> bool {
        let text = match self.is_escaped {
            true => match json::parse(&format!("\"{written}\"")) {
                Ok(json) => json.text().unwrap_or_default().to_owned(),
                Err(_) => return false,
            },
            false => written.to_owned(),
        };
        let own = self.of.name();
        let named = |part: Option<&str>| part.map_or_else(|| own.to_owned(), |part| format!("_{own} {part}"));
        match &self.form {
            Form::Tmdl | Form::Partition => {
                column_reference::name(&undoubled(&text)).is_some_and(|name| same(&name, own)) || same(&text, own)
            }
            Form::DaxTable(_) => match text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
                Some(inner) => same(&inner.replace("''", "'"), own),
                None => same(&text, own),
            },
            Form::DaxName(part) => {
                let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
                inner.is_some_and(|inner| same(&inner.replace("]]", "]"), &named(*part)))
            }
            Form::DaxText => {
                let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
                inner.is_some_and(|inner| same(&inner.replace("\"\"", "\""), own))
            }
            Form::FieldText => text == field_text(&self.of),
            Form::M => match text.strip_prefix("#\"").and_then(|rest| rest.strip_suffix('"')) {
                Some(inner) => unescape(inner) == own,
                None => text == own,
            },
            Form::Plain(part) => same(&text, &named(*part)),
            Form::Key(key) => text == key.text(|object| object.name().to_owned()),
        }
    }

    /// What stands here after the renaming; `None` where nothing changes.
    pub fn rewritten(&self, plan: &Plan, style: Style, written: &str) -> Option<String> {
        let (old, new) = (self.of.name(), plan.name(&self.of));
        let named = |part: Option<&str>| part.map_or_else(|| new.to_owned(), |part| format!("_{new} {part}"));
        if !matches!(self.form, Form::Key(_) | Form::FieldText) && old == new {
            return None;
        }
        let text = match &self.form {
            Form::Tmdl if written.starts_with('"') => format!("\"{}\"", name::tmdl_name(new).replace('"', "\"\"")),
            Form::Tmdl | Form::Partition => {
                let bare = name::tmdl_name(new);
                let is_wanted = written.starts_with('\'') && !name::tmdl_name(old).starts_with('\'');
                if is_wanted && !bare.starts_with('\'') { format!("'{bare}'") } else { bare }
            }
            Form::DaxTable(taken) => {
                let is_wanted = written.starts_with('\'') && (is_bare_table(old) || style.quotes_tables);
                let is_bare = !is_wanted && is_bare_table(new) && !taken.contains(&new.to_lowercase());
                if is_bare { new.to_owned() } else { name::dax_table(new) }
            }
            Form::DaxName(part) => name::dax_name(&named(*part)),
            Form::DaxText => name::dax_text(new),
            Form::FieldText => field_text(&plan.applied(&self.of)),
            Form::M => {
                let is_wanted = written.starts_with('#') && is_bare_query(old);
                if !is_wanted && is_bare_query(new) { new.to_owned() } else { name::m_name(new) }
            }
            Form::Plain(part) => named(*part),
            Form::Key(key) => {
                let text = key.text(|object| plan.name(object).to_owned());
                if key.others.contains(&text) {
                    return None;
                }
                text
            }
        };
        let text = if self.is_escaped { escaped(&text) } else { text };
        (text != written).then_some(text)
    }
}

impl Key {
    pub fn text(&self, name: impl Fn(&ObjectRef) -> String) -> String {
        let part = |part: &Part| match part {
            Part::Name(object) => name(object),
            Part::Word(word) => word.clone(),
        };
        let parts: Vec<String> = self.parts.iter().map(part).collect();
        format!("{}{}{}", self.before, parts.join("."), self.after)
    }
}

/// A text of a report's query, with what NAMEOF gives of a field.
fn field_text(of: &ObjectRef) -> String {
    let named = name::dax_column(of.table().unwrap_or_default(), of.name());
    format!("'{}'", named.replace('\'', "''"))
}

/// A text value of TMDL without the double quotes around it.
fn undoubled(text: &str) -> String {
    let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.map_or_else(|| text.to_owned(), |inner| inner.replace("\"\"", "\""))
}

/// The inside of a JSON string.
fn escaped(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or_default().to_owned()
}

/// Whether DAX reads the name as a table without quotes.
pub fn is_bare_table(name: &str) -> bool {
    const KEYWORDS: [&str; 20] = [
        "AND",
        "ASC",
        "AT",
        "BY",
        "COLUMN",
        "DEFINE",
        "DESC",
        "DT",
        "EVALUATE",
        "FALSE",
        "FUNCTION",
        "IN",
        "MEASURE",
        "MPARAMETER",
        "NOT",
        "OR",
        "ORDER",
        "RETURN",
        "START",
        "TABLE",
    ];
    let is_keyword = KEYWORDS.iter().chain(&["TRUE", "VAR", "WITH"]).any(|keyword| keyword.eq_ignore_ascii_case(name));
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !is_keyword
        && functions::lookup(name).is_none()
}

/// Whether M reads the name as one without quotes.
fn is_bare_query(name: &str) -> bool {
    name.starts_with(characters::begins_name)
        && name.chars().all(characters::continues_name)
        && KEYWORDS.iter().all(|(keyword, _)| *keyword != name)
}
