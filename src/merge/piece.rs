//! A TMDL file cut into the pieces that a merge moves: each object and property with its own lines.
//!
//! Put together again, the pieces are the file, byte for byte: blank lines belong to what follows them. So whatever a
//! merge does not touch stays as somebody wrote it.

use crate::tmdl::{Document, Expression, Object, Property, Value, line_end};

/// An object or a property of one.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Tells it apart among its siblings, in any case of its name: kind, name, and which of several alike.
    pub key: String,
    pub kind: String,
    pub name: String,
    pub is_property: bool,
    /// What it is set to: the value of a property, the expression behind an object's equals sign.
    pub value: Option<String>,
    pub description: Option<String>,
    /// The file it stands in, and where in it.
    pub file: usize,
    pub at: usize,
    /// The blank lines above.
    pub lead: String,
    /// The lines of the description.
    pub described: String,
    /// Its own lines without those of its parts.
    pub head: String,
    /// Properties first, as TMDL has it.
    pub parts: Vec<Piece>,
}

/// A file as pieces; what follows the last one is `tail`.
pub struct Cut {
    pub pieces: Vec<Piece>,
    pub tail: String,
}

pub fn cut(document: &Document, file: usize) -> Cut {
    let text = document.text();
    let cutter = Cutter { text, file };
    let mut entries: Vec<Entry> = document.objects.iter().map(|object| cutter.object_entry(object)).collect();
    let (pieces, end) = cutter.parts(0, text.len(), &mut entries);
    Cut { pieces, tail: text[end..].to_owned() }
}

impl Piece {
    pub fn text(&self, into: &mut String) {
        into.push_str(&self.lead);
        into.push_str(&self.described);
        into.push_str(&self.head);
        self.parts.iter().for_each(|part| part.text(into));
    }

    pub fn part(&self, key: &str) -> Option<&Piece> {
        self.parts.iter().find(|part| part.key == key)
    }
}

/// What begins on a line, and where that line begins.
struct Entry<'a> {
    start: usize,
    what: What<'a>,
}

enum What<'a> {
    Object(&'a Object),
    Property(&'a Property),
}

struct Cutter<'a> {
    text: &'a str,
    file: usize,
}

impl<'a> Cutter<'a> {
    fn object_entry(&self, object: &'a Object) -> Entry<'a> {
        let first = object.description.as_ref().map_or(object.kind_span.start, |described| described.span.start);
        let first = if object.is_ref { self.line(object.kind_span.start) } else { first };
        Entry { start: self.line(first), what: What::Object(object) }
    }

    /// Where the line of this byte begins; a byte order mark stands before the first.
    fn line(&self, at: usize) -> usize {
        let start = self.text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
        if start == 0 && self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { start }
    }

    /// Where the last line with text in this range ends.
    fn filled(&self, from: usize, to: usize) -> usize {
        let filled = self.text[from..to].trim_end().len();
        line_end(self.text, from + filled).min(to)
    }

    /// The pieces between two bytes, and where the last one ends.
    fn parts(&self, from: usize, to: usize, entries: &mut [Entry]) -> (Vec<Piece>, usize) {
        entries.sort_by_key(|entry| entry.start);
        let mut pieces: Vec<Piece> = Vec::new();
        let mut end = from;
        for (at, entry) in entries.iter().enumerate() {
            let next = entries.get(at + 1).map_or(to, |next| next.start);
            let lead = self.text[end..entry.start].to_owned();
            end = self.filled(entry.start, next);
            let mut piece = match entry.what {
                What::Object(object) => self.object(object, entry.start, end),
                What::Property(property) => self.property(property, entry.start, end),
            };
            piece.lead = lead;
            let alike = pieces.iter().filter(|earlier| earlier.key.starts_with(&piece.key)).count();
            piece.key.push_str(&alike.to_string());
            pieces.push(piece);
        }
        (pieces, end)
    }

    fn object(&self, object: &'a Object, start: usize, end: usize) -> Piece {
        let mut entries: Vec<Entry> = object.children.iter().map(|child| self.object_entry(child)).collect();
        entries.extend(object.properties.iter().map(|property| {
            let start = self.line(property.name.span.start);
            Entry { start, what: What::Property(property) }
        }));
        let own_end = entries.iter().map(|entry| entry.start).min().map_or(end, |first| self.filled(start, first));
        let described_end = self.line(object.kind_span.start).max(start);
        let (parts, _) = self.parts(own_end, end, &mut entries);
        let name = object.name.as_ref().map_or("", |name| &name.text);
        let kind = if object.is_ref { format!("ref {}", object.kind) } else { object.kind.clone() };
        Piece {
            key: format!("{}\0{}\0", kind.to_lowercase(), name.to_lowercase()),
            kind,
            name: name.to_owned(),
            is_property: false,
            value: object.default.as_ref().map(said),
            description: object.description.as_ref().map(|description| description.text.clone()),
            file: self.file,
            at: object.kind_span.start,
            lead: String::new(),
            described: self.text[start..described_end].to_owned(),
            head: self.text[described_end..own_end].to_owned(),
            parts,
        }
    }

    fn property(&self, property: &Property, start: usize, end: usize) -> Piece {
        let value = match &property.value {
            Value::Flag => "true".to_owned(),
            Value::Text(text) => text.text.clone(),
            Value::Expression(expression) => said(expression),
        };
        Piece {
            key: format!("{}\0", property.name.text.to_lowercase()),
            kind: property.name.text.clone(),
            name: String::new(),
            is_property: true,
            value: Some(value),
            description: None,
            file: self.file,
            at: property.name.span.start,
            lead: String::new(),
            described: String::new(),
            head: self.text[start..end].to_owned(),
            parts: Vec::new(),
        }
    }
}

/// What an expression says: blanks at the end of its lines say nothing.
fn said(expression: &Expression) -> String {
    let lines: Vec<&str> = expression.text.trim_end().lines().map(str::trim_end).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tmdl::parse;

    fn whole(text: &str) -> String {
        let cut = cut(&parse(text), 0);
        let mut whole = String::new();
        cut.pieces.iter().for_each(|piece| piece.text(&mut whole));
        whole + &cut.tail
    }

    const TABLE: &str = "\u{feff}\n/// What\n/// it is\ntable Sales\n\tisHidden\n\n\n\tmeasure M =\n\t\t\tVAR x = 1\n\n\t\t\tRETURN x\n\t\tformatString: 0\n\n\t\tannotation A = 1\n\n\tcolumn C\n\t\tdataType: int64\n\n\n";

    #[test]
    fn the_pieces_are_the_file() {
        for text in [TABLE, "", "\n\n", "model Model\r\n\tculture: en-US\r\n\r\nref table A\r\nref table B", "table T"]
        {
            assert_eq!(whole(text), text, "{text:?}");
            for line_break in ["\r\n", "\r"] {
                let other = text.replace('\n', line_break);
                assert_eq!(whole(&other), other);
            }
        }
    }

    #[test]
    fn each_piece_has_its_own_lines() {
        let cut = cut(&parse(TABLE), 0);
        let table = &cut.pieces[0];
        assert_eq!((table.described.as_str(), table.head.as_str()), ("/// What\n/// it is\n", "table Sales\n"));
        let kinds: Vec<&str> = table.parts.iter().map(|part| part.kind.as_str()).collect();
        assert_eq!(kinds, ["isHidden", "measure", "column"]);
        let measure = &table.parts[1];
        assert_eq!((measure.lead.as_str(), measure.value.as_deref()), ("\n\n", Some("VAR x = 1\n\nRETURN x")));
        assert_eq!(measure.parts[1].lead, "\n");
        assert_eq!(cut.tail, "\n\n");
        let other = TABLE.replace('\n', "\r");
        let cut = super::cut(&parse(&other), 0);
        assert_eq!(cut.pieces[0].head, "table Sales\r");
        assert_eq!(cut.pieces[0].parts.iter().map(|part| part.kind.as_str()).collect::<Vec<_>>(), kinds);
    }
}
