//! What the driver or the server said: one line, without secrets and without anything that a terminal would obey.

use std::fmt;
use std::io::ErrorKind;

use tiberius::error::Error as Driver;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    text: String,
    /// Number and state of the server's message, where it is one.
    said: Option<(u32, u8)>,
    kind: Option<ErrorKind>,
}

impl Cause {
    pub fn new(error: &Driver) -> Self {
        let (text, said, kind) = match error {
            Driver::Server(token) => {
                let place = match (token.procedure(), token.line()) {
                    ("", 0 | 1) => String::new(),
                    ("", line) => format!(", line {line}"),
                    (procedure, line) => format!(", line {line} of {procedure}"),
                };
                let text = format!("{} (error {}, state {}{place})", token.message(), token.code(), token.state());
                (text, Some((token.code(), token.state())), None)
            }
            Driver::Io { kind, message } => (message.clone(), None, Some(*kind)),
            // The driver's word for a connection that ended in the middle.
            Driver::Protocol(text) if text.contains("Never got") => {
                ("the connection ended in the middle of an answer".to_owned(), None, Some(ErrorKind::UnexpectedEof))
            }
            other => (other.to_string(), None, None),
        };
        Self { text: harmless(&text), said, kind }
    }

    /// The same without the secret, in case a server repeats what it was told.
    pub fn without(mut self, secret: &str) -> Self {
        if !secret.is_empty() {
            self.text = self.text.replace(secret, "…");
        }
        self
    }

    pub fn number(&self) -> Option<u32> {
        self.said.map(|(number, _)| number)
    }

    pub fn state(&self) -> Option<u8> {
        self.said.map(|(_, state)| state)
    }

    pub fn is_broken(&self) -> bool {
        self.kind.is_some_and(is_broken)
    }

    pub fn is_silence(&self) -> bool {
        self.kind == Some(ErrorKind::TimedOut)
    }

    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Cause {}

/// Whether a connection that ends like this was cut, rather than refused.
pub fn is_broken(kind: ErrorKind) -> bool {
    use ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, NotConnected, UnexpectedEof};
    matches!(kind, BrokenPipe | ConnectionAborted | ConnectionReset | NotConnected | UnexpectedEof)
}

/// One line: a message is a stranger's text.
fn harmless(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn io(message: &str) -> Cause {
        Cause::new(&Driver::Io { kind: ErrorKind::ConnectionReset, message: message.to_owned() })
    }

    #[test]
    fn a_message_is_one_line_that_no_terminal_obeys() {
        assert_eq!(io("it\r\n\u{1b}[2J broke").to_string(), "it [2J broke");
    }

    #[test]
    fn a_secret_that_comes_back_is_struck_out() {
        let cause = io("no login with 'hunter2'").without("hunter2");
        assert!(!format!("{cause} {cause:?}").contains("hunter2"));
        assert_eq!(io("said").without("").to_string(), "said");
    }
}
