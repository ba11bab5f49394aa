//! Reads the notation of the tables.

use super::{Key, Need, Object, Shape};

/// The shapes of a table by their names; `None` where the table has a mistake.
pub fn read(table: &'static str) -> Option<Vec<(&'static str, Shape)>> {
    let mut cursor = Cursor { rest: table };
    let mut shapes = Vec::new();
    cursor.space();
    while !cursor.rest.is_empty() {
        let name = cursor.word()?;
        cursor.take("=").then_some(())?;
        shapes.push((name, cursor.shape()?));
    }
    Some(shapes)
}

struct Cursor {
    rest: &'static str,
}

impl Cursor {
    /// Passes over blanks and comments.
    fn space(&mut self) {
        self.rest = self.rest.trim_start();
        while let Some(comment) = self.rest.strip_prefix('#') {
            self.rest = comment.split_once('\n').map_or("", |(_, rest)| rest).trim_start();
        }
    }

    fn take(&mut self, mark: &str) -> bool {
        let rest = self.rest.strip_prefix(mark);
        self.rest = rest.unwrap_or(self.rest);
        self.space();
        rest.is_some()
    }

    fn word(&mut self) -> Option<&'static str> {
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        self.space();
        (!word.is_empty()).then_some(word)
    }

    fn shape(&mut self) -> Option<Shape> {
        let first = self.one()?;
        if !self.rest.starts_with('/') {
            return Some(first);
        }
        let mut shapes = vec![first];
        while self.take("/") {
            shapes.push(self.one()?);
        }
        Some(Shape::Either(shapes))
    }

    fn one(&mut self) -> Option<Shape> {
        match self.rest.chars().next()? {
            '{' => self.object(),
            '(' => self.formats(),
            '[' => {
                self.take("[");
                let shape = self.shape()?;
                self.take("]").then(|| Shape::List(Box::new(shape)))
            }
            '<' => {
                self.take("<");
                let selector = Key { name: "selector", need: Need::Optional, shape: Shape::Named("Selector") };
                let properties = Key { name: "properties", need: Need::Required, shape: self.shape()? };
                let object = Object { keys: vec![selector, properties], rest: None };
                self.take(">").then(|| Shape::List(Box::new(Shape::Object(object))))
            }
            '\'' => self.separated(|cursor| {
                let (word, rest) = cursor.rest.strip_prefix('\'')?.split_once('\'')?;
                cursor.rest = rest;
                cursor.space();
                Some(word)
            }),
            c if c.is_ascii_digit() => {
                let mut numbers = Vec::new();
                loop {
                    numbers.push(self.word()?.parse().ok()?);
                    if !self.take("|") {
                        return Some(Shape::Numbers(numbers));
                    }
                }
            }
            _ => Some(match self.word()? {
                "any" => Shape::Any,
                "null" => Shape::Null,
                "text" => Shape::Text,
                "number" => Shape::Number,
                "bool" => Shape::Bool,
                name if name.starts_with(|c: char| c.is_ascii_uppercase()) => Shape::Named(name),
                _ => return None,
            }),
        }
    }

    fn separated(&mut self, mut word: impl FnMut(&mut Self) -> Option<&'static str>) -> Option<Shape> {
        let mut words = Vec::new();
        loop {
            words.push(word(self)?);
            if !self.take("|") {
                return Some(Shape::Words(words));
            }
        }
    }

    fn object(&mut self) -> Option<Shape> {
        self.take("{");
        let mut object = Object::default();
        while !self.take("}") {
            if self.take("..") {
                object.rest = Some(Box::new(Shape::Any));
            } else if self.take("*") {
                object.rest = Some(Box::new(self.shape()?));
            } else {
                let name = self.word()?;
                let need = match (self.take("!"), self.take("*")) {
                    (true, _) => Need::Required,
                    (_, true) => Need::OneOf,
                    _ => Need::Optional,
                };
                object.keys.push(Key { name, need, shape: self.shape()? });
            }
            if !self.take(",") && !self.rest.starts_with('}') {
                return None;
            }
        }
        Some(Shape::Object(object))
    }

    fn formats(&mut self) -> Option<Shape> {
        self.take("(");
        let value = || Shape::Named("Value");
        let mut object = Object { keys: Vec::new(), rest: Some(Box::new(value())) };
        while !self.take(")") {
            object.keys.push(Key { name: self.word()?, need: Need::Optional, shape: value() });
        }
        Some(Shape::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read() {
        let shapes = read("# Words.\nA = { a! text, b* [B], .. }\nB = 'x'|'y' / 1|2 / null\n").expect("a table");
        let a = Key { name: "a", need: Need::Required, shape: Shape::Text };
        let b = Key { name: "b", need: Need::OneOf, shape: Shape::List(Box::new(Shape::Named("B"))) };
        let object = Object { keys: vec![a, b], rest: Some(Box::new(Shape::Any)) };
        let either = vec![Shape::Words(vec!["x", "y"]), Shape::Numbers(vec![1, 2]), Shape::Null];
        assert_eq!(shapes, [("A", Shape::Object(object)), ("B", Shape::Either(either))]);
    }

    #[test]
    fn a_mistake_gives_nothing() {
        for table in
            ["A", "A = ", "A = {", "A = { a }", "A = txt", "A = [text", "A = 'x", "= text", "A = { a text b text }"]
        {
            assert_eq!(read(table), None, "{table}");
        }
    }
}
