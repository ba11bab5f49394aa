//! JSON with places: every value knows the bytes it was written with, so that a diagnostic can point at it.
//!
//! `serde_json` has values without places; this reads exactly the language that it reads (a test compares them) and
//! never panics, however deep or broken the text is.

use std::ops::Range;

pub mod places;

/// Deeper than anything Power BI writes, and shallow enough for every thread's stack.
const MAX_DEPTH: usize = 128;

#[derive(Clone, Debug, PartialEq)]
pub struct Json {
    pub span: Range<usize>,
    pub kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    Array(Vec<Json>),
    /// In the order of the file, repeated keys included.
    Object(Vec<Member>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    pub key: String,
    pub key_span: Range<usize>,
    pub value: Json,
}

/// Why a text is not JSON, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub message: String,
    pub span: Range<usize>,
}

impl Json {
    pub fn get(&self, key: &str) -> Option<&Json> {
        // The last one wins, as in every reader that builds a map.
        self.members().iter().rev().find(|member| member.key == key).map(|member| &member.value)
    }

    /// The value below these keys, one after the other.
    pub fn at(&self, keys: &[&str]) -> Option<&Json> {
        keys.iter().try_fold(self, |json, key| json.get(key))
    }

    /// The value that a JSON pointer (RFC 6901) names.
    pub fn pointer(&self, pointer: &str) -> Option<&Json> {
        if pointer.is_empty() {
            return Some(self);
        }
        pointer.strip_prefix('/')?.split('/').try_fold(self, |json, step| {
            let step = step.replace("~1", "/").replace("~0", "~");
            match &json.kind {
                Kind::Array(items) => items.get(step.parse::<usize>().ok()?),
                _ => json.get(&step),
            }
        })
    }

    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }
    pub fn number(&self) -> Option<f64> {
        match self.kind {
            Kind::Number(number) => Some(number),
            _ => None,
        }
    }
    pub fn items(&self) -> &[Json] {
        match &self.kind {
            Kind::Array(items) => items,
            _ => &[],
        }
    }
    pub fn members(&self) -> &[Member] {
        match &self.kind {
            Kind::Object(members) => members,
            _ => &[],
        }
    }
    pub fn is_list(&self) -> bool {
        matches!(self.kind, Kind::Array(_))
    }
    pub fn is_object(&self) -> bool {
        matches!(self.kind, Kind::Object(_))
    }

    /// Shows every member at every depth, outer ones before inner ones.
    pub fn each<'a>(&'a self, visit: &mut impl FnMut(&'a Member)) {
        for item in self.items() {
            item.each(visit);
        }
        for member in self.members() {
            visit(member);
            member.value.each(visit);
        }
    }
}

/// Reads a whole text as one JSON value. A byte order mark at its head is passed over.
pub fn parse(text: &str) -> Result<Json, Fault> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut reader = Reader { text, at: start };
    let json = reader.value(0)?;
    reader.space();
    match reader.peek() {
        None => Ok(json),
        Some(_) => Err(reader.fault("expected the end of the file")),
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn fault(&self, expected: &str) -> Fault {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let (found, width) = match rest.chars().next() {
            None => ("the end of the file".to_owned(), 0),
            Some(c) if c.is_control() => (format!("`{}`", c.escape_default()), c.len_utf8()),
            Some(c) => (format!("`{c}`"), c.len_utf8()),
        };
        Fault { message: format!("{expected}, found {found}"), span: self.at..self.at + width }
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: usize) -> Result<Json, Fault> {
        self.space();
        let start = self.at;
        if depth >= MAX_DEPTH {
            return Err(Fault { message: format!("nested deeper than {MAX_DEPTH} levels"), span: start..start });
        }
        let kind = match self.peek() {
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b'"') => Kind::Text(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => self.word()?,
        };
        Ok(Json { span: start..self.at, kind })
    }

    fn word(&mut self) -> Result<Kind, Fault> {
        for (word, kind) in [("true", Kind::Bool(true)), ("false", Kind::Bool(false)), ("null", Kind::Null)] {
            if self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
                self.at += word.len();
                return Ok(kind);
            }
        }
        Err(self.fault("expected a value"))
    }

    fn object(&mut self, depth: usize) -> Result<Kind, Fault> {
        self.at += 1;
        let mut members = Vec::new();
        self.space();
        if self.take(b'}') {
            return Ok(Kind::Object(members));
        }
        loop {
            self.space();
            let start = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.fault("expected a key in double quotes"));
            }
            let key = self.string()?;
            let key_span = start..self.at;
            self.space();
            if !self.take(b':') {
                return Err(self.fault("expected `:`"));
            }
            members.push(Member { key, key_span, value: self.value(depth + 1)? });
            self.space();
            if self.take(b'}') {
                return Ok(Kind::Object(members));
            }
            if !self.take(b',') {
                return Err(self.fault("expected `,` or `}`"));
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Kind, Fault> {
        self.at += 1;
        let mut items = Vec::new();
        self.space();
        if self.take(b']') {
            return Ok(Kind::Array(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.space();
            if self.take(b']') {
                return Ok(Kind::Array(items));
            }
            if !self.take(b',') {
                return Err(self.fault("expected `,` or `]`"));
            }
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        let taken = self.peek() == Some(byte);
        self.at += usize::from(taken);
        taken
    }

    fn digits(&mut self) -> Result<(), Fault> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if start == self.at { Err(self.fault("expected a digit")) } else { Ok(()) }
    }

    fn number(&mut self) -> Result<Kind, Fault> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        let number = self.text.get(start..self.at).and_then(|text| text.parse::<f64>().ok());
        match number.filter(|number| number.is_finite()) {
            Some(number) => Ok(Kind::Number(number)),
            None => Err(Fault { message: "the number is out of range".to_owned(), span: start..self.at }),
        }
    }

    fn string(&mut self) -> Result<String, Fault> {
        self.at += 1;
        let mut value = String::new();
        loop {
            let Some(c) = self.text.get(self.at..).and_then(|rest| rest.chars().next()) else {
                return Err(self.fault("expected the closing `\"`"));
            };
            if c < ' ' {
                return Err(self.fault("a control character must be written as an escape"));
            }
            match c {
                '"' => {
                    self.at += 1;
                    return Ok(value);
                }
                '\\' => value.push(self.escape()?),
                c => {
                    value.push(c);
                    self.at += c.len_utf8();
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, Fault> {
        self.at += 1;
        let c = match self.peek() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return Err(self.fault("expected one of the escapes of JSON")),
        };
        self.at += 1;
        Ok(c)
    }

    fn unicode(&mut self) -> Result<char, Fault> {
        let start = self.at - 1;
        let first = self.hex()?;
        let code = match first {
            0xD800..=0xDBFF => {
                if !(self.take(b'\\') && self.peek() == Some(b'u')) {
                    return Err(self.fault("expected the second half of a surrogate pair"));
                }
                let second = self.hex()?;
                if !(0xDC00..=0xDFFF).contains(&second) {
                    return Err(Fault { message: "half a surrogate pair".to_owned(), span: start..self.at });
                }
                0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
            }
            code => code,
        };
        char::from_u32(code).ok_or_else(|| Fault { message: "half a surrogate pair".to_owned(), span: start..self.at })
    }

    fn hex(&mut self) -> Result<u32, Fault> {
        self.at += 1;
        let digits = self.text.get(self.at..self.at + 4);
        let digits = digits.filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        match digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
            Some(code) => {
                self.at += 4;
                Ok(code)
            }
            None => Err(self.fault("expected four hexadecimal digits")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    fn same(json: &Json, value: &Value) -> bool {
        match (&json.kind, value) {
            (Kind::Null, Value::Null) => true,
            (Kind::Bool(a), Value::Bool(b)) => a == b,
            (Kind::Number(a), Value::Number(b)) => b.as_f64().is_some_and(|b| (a - b).abs() <= a.abs() * 1e-12),
            (Kind::Text(a), Value::String(b)) => a == b,
            (Kind::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
            (Kind::Object(_), Value::Object(b)) => b.iter().all(|(key, b)| json.get(key).is_some_and(|a| same(a, b))),
            _ => false,
        }
    }

    #[test]
    fn every_value_points_at_its_own_bytes() {
        let text = "{ \"a\": [1, \"zwei\", {\"b/c\": true}] }";
        let json = parse(text).expect("JSON");
        let found = json.pointer("/a/2/b~1c").expect("the value");
        assert_eq!(&text[found.span.clone()], "true");
        assert_eq!(&text[json.pointer("/a/1").expect("the value").span.clone()], "\"zwei\"");
        assert_eq!(json.pointer("/a/3"), None);
    }

    #[test]
    fn a_fault_is_placed_where_it_stands() {
        let fault = parse("{\"a\": 1,\n \"b\" 2}").expect_err("a missing colon");
        assert_eq!((fault.message.as_str(), fault.span), ("expected `:`, found `2`", 14..15));
        assert_eq!(parse("{\"a\"").expect_err("cut off").message, "expected `:`, found the end of the file");
        assert!(parse(&"[".repeat(1_000_000)).expect_err("too deep").message.contains("deeper"));
    }

    #[test]
    fn it_accepts_and_refuses_what_serde_json_does() {
        let cases = [
            "null",
            "-0",
            "01",
            "1.",
            "1e5",
            "1E+05",
            ".5",
            "-",
            "1e999",
            "\"\\ud83d\\ude00\"",
            "\"\\ud83d\"",
            "\"\\ude00\"",
            "\"\\u12\"",
            "\"\\x\"",
            "\"a\nb\"",
            "[1,]",
            "{\"a\":1,}",
            "{a:1}",
            "[] []",
            "",
            " ",
            "tru",
            "\"\\u0000\"",
            "{\"a\":1,\"a\":2}",
            "\u{7f}",
            "\"\u{7f}\"",
            "[1 2]",
            "nullx",
        ];
        for case in cases {
            match (parse(case), serde_json::from_str::<Value>(case)) {
                (Ok(json), Ok(value)) => assert!(same(&json, &value), "{case}"),
                (Err(_), Err(_)) => {}
                (ours, theirs) => panic!("{case}: {ours:?} against {theirs:?}"),
            }
        }
    }

    proptest! {
        #[test]
        fn random_text_is_read_as_serde_json_reads_it(text in "[\\[\\]{}\",:0-9eE.+\\-\\\\untrfalse \n\u{e9}]{0,40}") {
            match (parse(&text), serde_json::from_str::<Value>(&text)) {
                (Ok(json), Ok(value)) => prop_assert!(same(&json, &value)),
                (Err(fault), Err(_)) => prop_assert!(text.get(fault.span).is_some()),
                (ours, theirs) => prop_assert!(false, "{:?} against {:?}", ours, theirs),
            }
        }
    }
}
