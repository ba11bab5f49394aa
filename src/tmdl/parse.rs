//! Lines to tree. Depth is bounded and nothing recurses, so that no file can overflow the stack.

use super::conflict;
use super::declaration::{Declaration, Rest, declaration, not_a_declaration};
use super::expression::{self, Owner};
use super::lines::{self, Lines, Mixed};
use super::{Description, Document, Name, Object, Property, Span, SyntaxError, Value, vocabulary};
use crate::diag::{Code, Severity};

pub static UNEXPECTED_INDENTATION: Code = Code {
    id: "TM003",
    name: "unexpected-indentation",
    severity: Severity::Error,
    explanation: "What belongs to an object stands deeper than the object, and all of it equally deep. This line \
stands deeper than anything it could belong to, or between two levels.

Wrong:
    column Revenue
    <tab>dataType: int64
    <tab><tab>sourceColumn: Revenue
Right:
    column Revenue
    <tab>dataType: int64
    <tab>sourceColumn: Revenue",
};

pub static TOO_DEEP: Code = Code {
    id: "TM004",
    name: "too-deep",
    severity: Severity::Error,
    explanation: "Objects of TMDL nest five or six levels deep. Below the thirty-second level nothing is read.

Wrong: a file whose lines are each indented one level deeper than the one before, forty times.
Right: a table with columns, a column with annotations.",
};

pub static STRAY_DESCRIPTION: Code = Code {
    id: "TM005",
    name: "stray-description",
    severity: Severity::Error,
    explanation: "Three slashes describe the object whose line follows directly, at the same indentation.

Wrong:
    /// Revenue of all invoices

    measure Revenue = SUM(Sales[Revenue])
Right:
    /// Revenue of all invoices
    measure Revenue = SUM(Sales[Revenue])",
};

pub static PROPERTY_OUTSIDE_OBJECT: Code = Code {
    id: "TM006",
    name: "property-outside-object",
    severity: Severity::Error,
    explanation: "A property is indented below the object it belongs to.

Wrong:
    table Sales
    isHidden: true
Right:
    table Sales
    <tab>isHidden: true",
};

pub static PROPERTY_AFTER_OBJECT: Code = Code {
    id: "TM007",
    name: "property-after-object",
    severity: Severity::Error,
    explanation: "The properties of an object come before its children, and those of a partition before its \
`source`. Power BI Desktop reports wrong indentation where one follows.

Wrong:
    column Revenue
    <tab>annotation SummarizationSetBy = Automatic
    <tab>dataType: int64
Right:
    column Revenue
    <tab>dataType: int64

    <tab>annotation SummarizationSetBy = Automatic",
};

pub static MALFORMED_TEXT: Code = Code {
    id: "TM008",
    name: "malformed-text",
    severity: Severity::Error,
    explanation: "The value after a colon is missing, is a single double quote, or stands in double quotes and has \
further ones inside that are not doubled.

Wrong:
    formatString: \"TRUE\";\"FALSE\"
Right:
    formatString: \"\"\"TRUE\"\";\"\"FALSE\"\"\"",
};

pub const MAX_DEPTH: usize = 32;

/// The tree over `text`. Never fails: what cannot be read is in `errors`, and the rest is read all the same.
pub fn parse(text: &str) -> Document {
    let lines = Lines::new(text);
    let errors = lines::byte_order_mark(text).into_iter().chain(conflict::errors(&lines)).collect();
    let mut parser = Parser {
        lines: &lines,
        open: Vec::new(),
        objects: Vec::new(),
        errors,
        mixed: Mixed::default(),
        description: None,
    };
    let mut at = 0;
    while let Some(next) = lines.next_filled(at) {
        at = parser.line(next);
    }
    parser.drop_description(None);
    parser.close(0);
    parser.errors.extend(parser.mixed.warning());
    Document { text: text.to_owned(), objects: parser.objects, errors: parser.errors }
}

struct Parser<'a> {
    lines: &'a Lines<'a>,
    /// The objects that the next line can belong to, each inside the one before.
    open: Vec<Open>,
    objects: Vec<Object>,
    errors: Vec<SyntaxError>,
    mixed: Mixed,
    /// A description that waits for its object, with the line it should stand on and its column.
    description: Option<(Description, usize, usize)>,
}

struct Open {
    object: Object,
    column: usize,
    /// The column that its properties and children stand in, and the first of their lines.
    members: Option<(usize, usize)>,
}

impl Parser<'_> {
    /// Reads what begins on this line and says where the next thing begins.
    fn line(&mut self, at: usize) -> usize {
        let (line, content) = (&self.lines.lines[at], self.lines.content(at));
        if let Some(text) = content.strip_prefix("///") {
            self.mixed.look(self.lines, at);
            self.describe(at, text.trim());
            return at + 1;
        }
        if let Err(allowed) = self.find_owner(at) {
            return self.too_deep(at, allowed);
        }
        self.mixed.look(self.lines, at);
        match declaration(content, line.content, &mut self.errors) {
            None => self.unreadable(at),
            Some(declaration) if self.is_object(&declaration, at) => self.object(declaration, at),
            Some(declaration) => self.property(declaration, at),
        }
    }

    /// Closes what the line does not belong to. Where it can belong to nothing: the column that would have been
    /// allowed, its own where it stands between two levels.
    fn find_owner(&mut self, at: usize) -> Result<(), usize> {
        let column = self.lines.lines[at].column;
        self.close(self.open.iter().take_while(|open| open.column < column).count());
        let depth = self.open.len();
        let Some(owner) = self.open.last_mut() else {
            return if column > 0 { Err(0) } else { Ok(()) };
        };
        if depth > MAX_DEPTH {
            return Err(owner.column);
        }
        match owner.members {
            None => owner.members = Some((column, at)),
            Some((members, _)) if members == column => {}
            Some((members, _)) if members < column => return Err(members),
            // Where all before stood too deep, the first of them is the one to mend.
            Some((members, first)) => {
                if members <= owner.column + self.lines.unit {
                    return Err(column);
                }
                owner.members = Some((column, at));
                self.errors.push(uneven(self.lines.lines[first].span()));
            }
        }
        Ok(())
    }

    /// A line deeper than anything it could belong to: one error for the whole block.
    fn too_deep(&mut self, at: usize, allowed: usize) -> usize {
        let line = &self.lines.lines[at];
        let error = if self.open.len() > MAX_DEPTH {
            SyntaxError::new(&TOO_DEEP, line.span(), "nothing is read at this depth")
        } else if allowed == line.column {
            uneven(line.span())
        } else {
            SyntaxError::new(&UNEXPECTED_INDENTATION, line.span(), "this line is indented too deeply")
                .label(format!("column {} at most here", allowed + 1))
                .help("a property or child stands one level deeper than its object")
        };
        self.errors.push(error);
        self.drop_description(Some(line.span()));
        self.skip(at + 1, |column, _| column > allowed)
    }

    /// A line that is no declaration, and whatever follows that reads no better.
    fn unreadable(&mut self, at: usize) -> usize {
        let line = &self.lines.lines[at];
        self.errors.push(not_a_declaration(self.lines.content(at), line.span()));
        self.drop_description(Some(line.span()));
        let parent = self.open.last().map(|open| open.object.kind.clone());
        let is_readable = |content: &str| match &parent {
            Some(kind) => expression::is_member(kind, content),
            None => declaration(content, 0, &mut Vec::new()).is_some(),
        };
        let column = line.column;
        self.skip(at + 1, |other, content| other > column || other == column && !is_readable(content))
    }

    fn skip(&self, from: usize, bad: impl Fn(usize, &str) -> bool) -> usize {
        let rest = from..self.lines.lines.len();
        let mut rest = rest.filter(|at| !self.lines.lines[*at].is_blank());
        rest.find(|at| !bad(self.lines.lines[*at].column, self.lines.content(*at))).unwrap_or(self.lines.lines.len())
    }

    fn describe(&mut self, at: usize, text: &str) {
        let line = &self.lines.lines[at];
        match &mut self.description {
            Some((description, next, column)) if *next == at && *column == line.column => {
                description.text.push('\n');
                description.text.push_str(text);
                description.span.end = line.end;
                *next = at + 1;
            }
            _ => {
                self.drop_description(None);
                let description = Description { text: text.to_owned(), span: line.span() };
                self.description = Some((description, at + 1, line.column));
            }
        }
    }

    /// The description for an object on this line.
    fn take_description(&mut self, at: usize) -> Option<Description> {
        let column = self.lines.lines[at].column;
        if self.description.as_ref().is_some_and(|(_, next, level)| *next != at || *level != column) {
            self.drop_description(Some(self.lines.lines[at].span()));
        }
        self.description.take().map(|(description, ..)| description)
    }

    /// A description that no object took; `before` is the line it stands above.
    fn drop_description(&mut self, before: Option<Span>) {
        if let Some((description, ..)) = self.description.take() {
            let help = match before {
                Some(_) => "put it directly above the object, without a blank line between",
                None => "remove it, or write the object below it",
            };
            self.errors.push(
                SyntaxError::new(&STRAY_DESCRIPTION, description.span, "this description belongs to no object")
                    .help(help),
            );
        }
    }

    fn is_object(&self, declaration: &Declaration, at: usize) -> bool {
        if declaration.is_ref || declaration.name.is_some() {
            return true;
        }
        match declaration.rest {
            Rest::Colon(_) => false,
            Rest::Equals(_) => {
                let keyword = &declaration.keyword.text;
                vocabulary::is_unnamed_object(keyword) && !self.is_source(declaration) || self.is_nameless(keyword)
            }
            Rest::Nothing => {
                self.open.is_empty()
                    || vocabulary::is_unnamed_object(&declaration.keyword.text)
                    || self.has_lines_below(at)
            }
        }
    }

    /// `measure = 1`: an object whose name was forgotten, and no property of its parent.
    fn is_nameless(&self, keyword: &str) -> bool {
        let parent = self.open.last().and_then(|parent| vocabulary::kind(&parent.object.kind));
        parent.is_some_and(|parent| parent.has_child(keyword) && parent.property(keyword).is_none())
    }

    /// `source` is an object in a partition of a data lake and an expression in every other.
    fn is_source(&self, declaration: &Declaration) -> bool {
        declaration.keyword.text.eq_ignore_ascii_case("source")
    }

    fn has_lines_below(&self, at: usize) -> bool {
        let column = self.lines.lines[at].column;
        self.lines.next_filled(at + 1).is_some_and(|next| self.lines.lines[next].column > column)
    }

    fn object(&mut self, declaration: Declaration, at: usize) -> usize {
        let description = self.take_description(at);
        let kind = declaration.keyword;
        let mut object = Object {
            span: kind.span.start..self.lines.lines[at].end,
            kind: kind.text,
            kind_span: kind.span,
            is_ref: declaration.is_ref,
            name: declaration.name,
            description,
            ..Object::default()
        };
        let mut next = at + 1;
        match declaration.rest {
            Rest::Nothing => {}
            Rest::Equals(rest) => {
                let has_lines = vocabulary::kind(&object.kind)
                    .is_none_or(|kind| !kind.properties.is_empty() || !kind.children.is_empty());
                let owner = Owner { line: at, object: has_lines.then_some(object.kind.as_str()) };
                let (default, after) = expression::read(self.lines, &owner, rest, &mut self.errors);
                object.span.end = self.lines.lines[at..after].last().map_or(object.span.end, |line| line.end);
                object.default = Some(default);
                next = after;
            }
            Rest::Colon(rest) => {
                self.errors.push(
                    SyntaxError::new(
                        &super::declaration::TEXT_AFTER_NAME,
                        rest,
                        format!("the value of `{}` follows an equals sign, not a colon", object.kind),
                    )
                    .help("write `=` in the place of `:`"),
                );
            }
        }
        self.open.push(Open { object, column: self.lines.lines[at].column, members: None });
        next
    }

    fn property(&mut self, declaration: Declaration, at: usize) -> usize {
        self.drop_description(Some(self.lines.lines[at].span()));
        let name = declaration.keyword;
        let (value, next) = match declaration.rest {
            Rest::Nothing => (Value::Flag, at + 1),
            Rest::Colon(rest) => {
                let raw = &self.lines.text[rest.clone()];
                if raw.is_empty() && self.is_flag(&name.text) {
                    (Value::Flag, at + 1)
                } else {
                    self.errors.extend(malformed(raw, &name, rest.clone()));
                    (Value::Text(text_value(raw, rest)), at + 1)
                }
            }
            Rest::Equals(rest) => {
                let owner = Owner { line: at, object: None };
                let (value, next) = expression::read(self.lines, &owner, rest, &mut self.errors);
                (Value::Expression(value), next)
            }
        };
        let end = self.lines.lines[at..next].last().map_or(name.span.end, |line| line.end);
        let Some(Open { object: parent, .. }) = self.open.last_mut() else {
            self.errors.push(
                SyntaxError::new(
                    &PROPERTY_OUTSIDE_OBJECT,
                    name.span,
                    format!("the property `{}` belongs to no object", name.text),
                )
                .help("indent it below its object"),
            );
            return next;
        };
        let is_late = parent.children.iter().any(|child| !child.is_ref && !is_mangled_property(parent, child))
            || parent.kind.eq_ignore_ascii_case("partition")
                && parent.properties.iter().any(|earlier| earlier.name.text.eq_ignore_ascii_case("source"));
        if is_late && !name.text.eq_ignore_ascii_case(vocabulary::LATE_PROPERTY) {
            self.errors.push(
                SyntaxError::new(
                    &PROPERTY_AFTER_OBJECT,
                    name.span.clone(),
                    format!("the property `{}` stands too late in its object", name.text),
                )
                .help("put the properties of an object before its children, and those of a partition before `source`"),
            );
        }
        parent.span.end = parent.span.end.max(end);
        parent.properties.push(Property { name, value });
        next
    }

    /// A flag with a colon and nothing behind it is true all the same.
    fn is_flag(&self, property: &str) -> bool {
        let kind = self.open.last().and_then(|open| vocabulary::kind(&open.object.kind));
        kind.and_then(|kind| kind.property(property)).is_some_and(|(_, form)| form == vocabulary::Form::Flag)
    }

    /// Closes every open object but the first `count`.
    fn close(&mut self, count: usize) {
        while self.open.len() > count {
            let Some(Open { object, .. }) = self.open.pop() else { return };
            match self.open.last_mut() {
                Some(Open { object: parent, .. }) => {
                    parent.span.end = parent.span.end.max(object.span.end);
                    parent.children.push(object);
                }
                None => self.objects.push(object),
            }
        }
    }
}

/// `dataType int64`, and a flag with a line that stands too deep below it.
fn is_mangled_property(parent: &Object, child: &Object) -> bool {
    let kind = vocabulary::kind(&parent.kind);
    kind.is_some_and(|kind| kind.property(&child.kind).is_some() && !kind.has_child(&child.kind))
}

fn uneven(span: Span) -> SyntaxError {
    SyntaxError::new(&UNEXPECTED_INDENTATION, span, "this line is not indented like the others of its object")
        .help("indent every property and child of an object alike, one tab deeper than the object")
}

/// The value after a colon: quotes that embrace the whole come off, doubled ones inside become one.
fn text_value(raw: &str, span: Span) -> Name {
    let inner = raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"'));
    let text = inner.map_or_else(|| raw.to_owned(), |inner| inner.replace("\"\"", "\""));
    Name { text, span }
}

fn malformed(raw: &str, name: &Name, span: Span) -> Option<SyntaxError> {
    if raw.is_empty() || raw == "\"" {
        let error = SyntaxError::new(&MALFORMED_TEXT, name.span.clone(), format!("`{}` has no value", name.text));
        return Some(error.help("write it behind the colon, `\"\"` for an empty one, or remove the line"));
    }
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    if !inner.replace("\"\"", "").contains('"') {
        return None;
    }
    let doubled = crate::name::tmdl_text(raw);
    Some(
        SyntaxError::new(&MALFORMED_TEXT, span.clone(), "this text has a quote inside that is not doubled")
            .help(format!("if every quote belongs to the value, write `{doubled}`"))
            .fix("double the quotes", vec![(span, doubled)]),
    )
}

#[cfg(test)]
mod tests;
