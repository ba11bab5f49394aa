//! One line: keyword, name, and what follows the colon or the equals sign.

use super::{Name, Span, SyntaxError};
use crate::diag::{Code, Severity};
use crate::name;

pub static NOT_A_DECLARATION: Code = Code {
    id: "TM010",
    name: "not-a-declaration",
    severity: Severity::Error,
    explanation: "Every line outside an expression begins with the keyword of an object or the name of a property. \
This one begins with something else, often a line of DAX or M that is not indented deeply enough.

Wrong:
    measure Total =
    <tab>SUM(Sales[Revenue])
    * 2
Right:
    measure Total =
    <tab><tab>SUM(Sales[Revenue])
    <tab><tab>* 2",
};

pub static COMMENT: Code = Code {
    id: "TM011",
    name: "comment-outside-expression",
    severity: Severity::Error,
    explanation: "TMDL has no comments of its own. Inside DAX and M their own comments are fine; above an object \
three slashes make a description.

Wrong:
    // revenue of all invoices
    measure Revenue = SUM(Sales[Revenue])
Right:
    /// Revenue of all invoices
    measure Revenue = SUM(Sales[Revenue])",
};

pub static UNQUOTED_NAME: Code = Code {
    id: "TM012",
    name: "unquoted-name",
    severity: Severity::Error,
    explanation: "A name with a space, a dot, a colon, an equals sign or a quote stands in single quotes. Without \
them Power BI Desktop reports wrong indentation, or silently loads the object under another name.

Wrong:
    measure Total Sales = SUM(Sales[Revenue])
Right:
    measure 'Total Sales' = SUM(Sales[Revenue])",
};

pub static UNCLOSED_QUOTE: Code = Code {
    id: "TM013",
    name: "unclosed-quote",
    severity: Severity::Error,
    explanation: "A name that begins with a single quote must end with one; a quote inside the name is doubled.

Wrong:
    table 'O'Brien
Right:
    table 'O''Brien'",
};

pub static TEXT_AFTER_NAME: Code = Code {
    id: "TM014",
    name: "text-after-name",
    severity: Severity::Error,
    explanation: "After the name of an object only an equals sign may follow, with its default property.

Wrong:
    table 'Sales' hidden
Right:
    table 'Sales'
    <tab>isHidden",
};

pub static CONTROL_CHARACTER: Code = Code {
    id: "TM015",
    name: "control-character-in-name",
    severity: Severity::Error,
    explanation: "A name may not hold a tab or another control character: Power BI Desktop refuses it.

Wrong:
    table 'Sales<tab>2010'
Right:
    table 'Sales 2010'",
};

/// One line, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declaration {
    pub is_ref: bool,
    pub keyword: Name,
    pub name: Option<Name>,
    pub rest: Rest,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Rest {
    #[default]
    Nothing,
    /// After a colon, trimmed.
    Colon(Span),
    /// After an equals sign, trimmed; may be empty.
    Equals(Span),
}

/// Takes the content of a line apart; `at` is where it stands in the file. `None` where it has no keyword.
pub fn declaration(content: &str, at: usize, errors: &mut Vec<SyntaxError>) -> Option<Declaration> {
    let mut cursor = Cursor { content, at, pos: 0 };
    let mut keyword = cursor.keyword()?;
    let mut is_ref = false;
    if keyword.text == "ref" && cursor.rest().starts_with(' ') {
        is_ref = true;
        cursor.skip_spaces();
        keyword = cursor.keyword()?;
    }
    if !cursor.rest().is_empty() && !cursor.rest().starts_with([' ', '\t', ':', '=']) {
        return None;
    }
    cursor.skip_spaces();
    let name = match cursor.rest().chars().next() {
        None | Some(':' | '=') => None,
        Some('\'') => Some(cursor.quoted(errors)),
        Some(_) => Some(cursor.bare(&keyword.text, errors)),
    };
    if let Some(name) = &name
        && name.text.chars().any(char::is_control)
    {
        errors.push(
            SyntaxError::new(&CONTROL_CHARACTER, name.span.clone(), "a name may not hold control characters")
                .help("put a space in the place of tabs"),
        );
    }
    cursor.skip_spaces();
    let rest = match cursor.rest().chars().next() {
        Some(':') => Rest::Colon(cursor.after_sign()),
        Some('=') => Rest::Equals(cursor.after_sign()),
        _ => Rest::Nothing,
    };
    Some(Declaration { is_ref, keyword, name, rest })
}

/// Why a line without a keyword is wrong.
pub fn not_a_declaration(content: &str, span: Span) -> SyntaxError {
    if content.starts_with("//") || content.starts_with("/*") || content.starts_with("--") {
        return SyntaxError::new(&COMMENT, span, "TMDL has no comments outside expressions")
            .help("write `///` directly above an object to describe it, or remove the line");
    }
    SyntaxError::new(&NOT_A_DECLARATION, span, "expected an object or a property")
        .help("a line of an expression stands at least two levels deeper than the object it belongs to")
}

/// A name as it stands in a value or a reference: quoted or bare, from the start of `text`; the length it takes.
pub fn leading_name(text: &str) -> Option<(String, usize)> {
    let Some(inner) = text.strip_prefix('\'') else {
        let end = text.find(['.', '=', ':', '\'']).unwrap_or(text.len());
        let bare = &text[..end];
        return (!bare.is_empty()).then(|| (bare.trim().to_owned(), end));
    };
    let mut from = 0;
    loop {
        let quote = from + inner.get(from..)?.find('\'')?;
        if inner[quote + 1..].starts_with('\'') {
            from = quote + 2;
            continue;
        }
        return Some((inner[..quote].replace("''", "'"), quote + 2));
    }
}

struct Cursor<'a> {
    content: &'a str,
    at: usize,
    pos: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        &self.content[self.pos..]
    }
    fn span(&self, from: usize) -> Span {
        self.at + from..self.at + self.pos
    }
    fn skip_spaces(&mut self) {
        self.pos += self.rest().len() - self.rest().trim_start().len();
    }

    fn keyword(&mut self) -> Option<Name> {
        let rest = self.rest();
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        if length == 0 || rest.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let from = self.pos;
        self.pos += length;
        Some(Name { text: rest[..length].to_owned(), span: self.span(from) })
    }

    fn quoted(&mut self, errors: &mut Vec<SyntaxError>) -> Name {
        let (from, rest) = (self.pos, self.rest());
        let Some((text, length)) = leading_name(rest) else {
            // What follows an equals sign is more likely the expression than a part of the name.
            self.pos += rest.find(" =").unwrap_or(rest.len());
            let text = self.content[from..self.pos].trim_start_matches('\'').trim_end().to_owned();
            let error = SyntaxError::new(&UNCLOSED_QUOTE, self.span(from), "this name has no closing quote")
                .help("close it with `'`; a quote inside the name is doubled: `''`");
            errors.push(error);
            return Name { text, span: self.span(from) };
        };
        self.pos += length;
        let name = Name { text, span: self.span(from) };
        let after = self.rest().trim_start();
        if !after.is_empty() && !after.starts_with(['=', ':']) {
            let junk = self.pos + self.rest().len() - after.len();
            let end = after.find(['=', ':']).map_or(self.content.len(), |at| junk + at);
            self.pos = end;
            errors.push(
                SyntaxError::new(&TEXT_AFTER_NAME, self.at + junk..self.at + end, "unexpected text after the name")
                    .help("a quote inside a name is doubled: `''`"),
            );
        }
        name
    }

    fn bare(&mut self, keyword: &str, errors: &mut Vec<SyntaxError>) -> Name {
        let (from, rest) = (self.pos, self.rest());
        let is_computed = ["measure", "column"].iter().any(|kind| kind.eq_ignore_ascii_case(keyword));
        if let Some(length) = name_before_lost_sign(rest).filter(|_| is_computed) {
            return self.lost_sign(length, errors);
        }
        let length = rest.find('=').unwrap_or(rest.len());
        let written = rest[..length].trim_end();
        self.pos += written.len();
        // A quote at the end alone has lost the one before it: others speak of the name without it.
        let text = written.strip_suffix('\'').filter(|text| !text.contains('\'')).unwrap_or(written);
        let name = Name { text: text.to_owned(), span: self.span(from) };
        if written.contains(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '\'')) {
            let quoted = name::tmdl_name(text);
            errors.push(
                SyntaxError::new(&UNQUOTED_NAME, name.span.clone(), format!("the name `{text}` must stand in quotes"))
                    .help(format!("write `{quoted}`"))
                    .fix("put the name in quotes", vec![(name.span.clone(), quoted)]),
            );
        }
        name
    }

    /// The name alone is kept: others speak of it. What a colon begins is told by who reads the value.
    fn lost_sign(&mut self, length: usize, errors: &mut Vec<SyntaxError>) -> Name {
        let (from, rest) = (self.pos, self.rest());
        self.pos += length;
        let name = Name { text: rest[..length].to_owned(), span: self.span(from) };
        let behind = rest[length..].trim_start();
        if !behind.starts_with(':') {
            let junk = self.content.len() - behind.len();
            self.pos = self.content.len();
            errors.push(
                SyntaxError::new(
                    &TEXT_AFTER_NAME,
                    self.span(junk),
                    "an expression stands behind the name without a sign",
                )
                .help("write `=` between the two; a name with a space stands in quotes"),
            );
        }
        name
    }

    fn after_sign(&mut self) -> Span {
        self.pos += 1;
        self.skip_spaces();
        let from = self.pos;
        self.pos = self.content.len();
        self.span(from)
    }
}

/// How long the name is in `Revenue : SUM(Sales[x])` and `Revenue SUM(Sales[x])`, whose equals sign is wrong or lost;
/// `None` where it is there.
fn name_before_lost_sign(rest: &str) -> Option<usize> {
    let head = &rest[..rest.find('=').unwrap_or(rest.len())];
    if let Some(colon) = head.find(':') {
        let behind = rest[colon + 1..].trim_start();
        let is_value = behind.starts_with('=') || calls_at_start(behind);
        return is_value.then(|| head[..colon].trim_end().len()).filter(|length| *length > 0);
    }
    let is_open = head.matches('(').count() > head.matches(')').count();
    if head.len() < rest.len() && !is_open {
        return None;
    }
    // Behind each space, not behind a whole run of them: a line may hold megabytes.
    let behind = head.match_indices(char::is_whitespace).map(|(at, space)| at + space.len());
    let mut calls = behind.filter(|at| calls_at_start(&head[*at..]));
    calls.next().map(|at| head[..at].trim_end().len()).filter(|length| *length > 0)
}

/// `SUM(…`
fn calls_at_start(text: &str) -> bool {
    let word = text.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '_')).unwrap_or(text.len());
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text[word..].starts_with('(')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(content: &str) -> (Declaration, Vec<&'static str>) {
        let mut errors = Vec::new();
        let declaration = declaration(content, 0, &mut errors).expect("a declaration");
        (declaration, errors.iter().map(|error| error.code.name).collect())
    }

    fn name_of(content: &str) -> String {
        read(content).0.name.map(|name| name.text).unwrap_or_default()
    }

    #[test]
    fn names_are_bare_or_quoted() {
        assert_eq!(name_of("table Sales"), "Sales");
        assert_eq!(name_of("table 'O''Brien = 1'"), "O'Brien = 1");
        assert_eq!(name_of("cultureInfo en-US"), "en-US");
        assert_eq!(name_of("measure M = 'T'[C] = 1"), "M");
        assert_eq!(read("measure 'a b'=1").1, [""; 0]);
    }

    #[test]
    fn what_follows_the_sign_is_trimmed() {
        assert_eq!(read("lineageTag:  a: b ").0.rest, Rest::Colon(13..18));
        assert_eq!(read("source =").0.rest, Rest::Equals(8..8));
        assert_eq!(read("isHidden").0.rest, Rest::Nothing);
    }

    #[test]
    fn a_ref_is_told_from_a_property_named_ref() {
        assert!(read("ref table X").0.is_ref);
        assert!(!read("ref: x").0.is_ref);
    }

    #[test]
    fn faults_of_names_are_reported_once() {
        assert_eq!(read("measure Total Sales = 1").1, ["unquoted-name"]);
        assert_eq!(name_of("measure Total Sales = 1"), "Total Sales");
        assert_eq!(read("column a.b").1, ["unquoted-name"]);
        assert_eq!(read("column a b'").1, ["unquoted-name"]);
        assert_eq!(name_of("column a b'"), "a b");
        assert_eq!(read("table 'a").1, ["unclosed-quote"]);
        assert_eq!(read("table 'a' b = 1").1, ["text-after-name"]);
        assert_eq!(read("table 'a\tb'").1, ["control-character-in-name"]);
    }

    #[test]
    fn a_name_is_kept_where_its_sign_is_lost() {
        for line in [
            "measure Revenue : SUM('Sales'[x])",
            "measure Revenue: CALCULATE(SUM(x), y = 1)",
            "measure Revenue := SUM(x)",
            "measure Revenue SUM('Sales'[x])",
            "measure Revenue CALCULATE(SUM(x), y = 1)",
            "column Revenue : SUM(x)",
        ] {
            assert_eq!(name_of(line), "Revenue", "{line}");
        }
        assert_eq!(read("measure Revenue SUM(x)").1, ["text-after-name"]);
        assert_eq!(read("measure Revenue : SUM(x)").1, [""; 0]);
        assert_eq!(name_of("measure Net Revenue (EUR)"), "Net Revenue (EUR)");
        assert_eq!(name_of("measure Net f(x) = 1"), "Net f(x)");
        assert_eq!(name_of("measure a:b = SUM(x)"), "a:b");
    }

    #[test]
    fn a_line_of_dax_is_no_declaration() {
        for line in ["[Total] * 2", ") + 1", "'Sales'[x]", "+", "1", "SUM(x)", "é"] {
            assert_eq!(declaration(line, 0, &mut Vec::new()), None, "{line}");
        }
    }
}
