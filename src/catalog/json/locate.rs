//! From a path to the line and column where its value stands in the JSON text.
//!
//! The text has already been parsed, so it is JSON; here it is only walked. A step into a list goes to its n-th
//! item, a step by name into an object goes to that member's value, and a step by number into an object goes to its
//! n-th different key.

use crate::catalog::consistency::Step;

/// One-based line and column (in characters) of the value; of the nearest value above it where it is not there.
pub fn locate(text: &str, path: &[Step]) -> (usize, usize) {
    let mut walk = Walk { bytes: text.as_bytes(), at: 0 };
    walk.space();
    let mut found = walk.at;
    for step in path {
        match walk.step(*step) {
            Some(at) => found = at,
            None => break,
        }
        walk.at = found;
    }
    let before = text.get(..found).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.bytes().filter(|byte| *byte == b'\n').count() + 1, before[line_start..].chars().count() + 1)
}

struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Walk<'a> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// From the start of a list or object to where the step leads.
    fn step(&mut self, step: Step) -> Option<usize> {
        let is_object = match self.peek()? {
            b'{' => true,
            b'[' => false,
            _ => return None,
        };
        self.at += 1;
        let mut seen: Vec<&[u8]> = Vec::new();
        let mut found = None;
        for nth in 0.. {
            self.space();
            if matches!(self.peek(), None | Some(b']' | b'}')) {
                return found;
            }
            let start = self.at;
            if is_object {
                let key = self.string();
                self.space();
                self.at += 1; // the colon
                self.space();
                match step {
                    Step::Field(name) if key == name.as_bytes() => found = Some(self.at),
                    Step::At(wanted) if !seen.contains(&key) => {
                        seen.push(key);
                        if seen.len() == wanted + 1 {
                            return Some(start);
                        }
                    }
                    _ => {}
                }
            } else if step == Step::At(nth) {
                return Some(start);
            }
            self.skip();
            self.space();
            if self.peek() == Some(b',') {
                self.at += 1;
            }
        }
        found
    }

    /// Over a string; what stands between its quotes, escapes as they are.
    fn string(&mut self) -> &'a [u8] {
        self.at += 1;
        let start = self.at;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => break,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        let inside = self.bytes.get(start..self.at).unwrap_or_default();
        self.at += 1;
        inside
    }

    /// Over one value, whatever it is.
    fn skip(&mut self) {
        let mut depth = 0usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    self.string();
                    if depth == 0 {
                        return;
                    }
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' | b',' if depth == 0 => return,
                b'}' | b']' => {
                    depth -= 1;
                    if depth == 0 {
                        self.at += 1;
                        return;
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Step::{At, Field};

    #[test]
    fn a_path_leads_to_its_value() {
        let text = "{ \"é\\\"]\": [1, \"}\"],\n  \"b\": [ {\"c\": 1}, {\"c\": {\"d\": [] } } ] }";
        assert_eq!(locate(text, &[]), (1, 1));
        assert_eq!(locate(text, &[Field("b")]), (2, 8));
        assert_eq!(locate(text, &[Field("b"), At(1), Field("c"), Field("d")]), (2, 32));
        assert_eq!(locate(text, &[At(1)]), (2, 3));
    }

    #[test]
    fn what_is_not_there_is_placed_at_what_should_hold_it() {
        let text = "{\"b\": [ {\"c\": 1} ] }";
        assert_eq!(locate(text, &[Field("b"), At(0), Field("x"), At(7)]), (1, 9));
        assert_eq!(locate(text, &[Field("b"), At(5)]), (1, 7));
        assert_eq!(locate("", &[Field("b")]), (1, 1));
    }

    #[test]
    fn of_a_key_that_stands_twice_the_last_counts_as_for_the_parser() {
        assert_eq!(locate("{\"a\": 1, \"a\": 2}", &[Field("a")]), (1, 15));
    }
}
