//! Comments, and the places they are written at.
//!
//! A comment stands between two tokens. Where no line can end there, it goes to the nearest place before it where
//! one can, and from before a comma to behind it; so it is found there again, and the layout is stable.

use crate::dax::{Token, TokenKind};

/// What stands before one token, or behind the last one.
#[derive(Debug, Default)]
pub(super) struct Place<'a> {
    /// On the line of the token before.
    pub trailing: Vec<&'a str>,
    /// On lines of their own.
    pub own: Vec<&'a str>,
    /// On the line of the token, before it.
    pub inline: Vec<&'a str>,
    /// Whether the text has an empty line here.
    pub blank: bool,
}

impl Place<'_> {
    /// Whether a line must end here.
    pub fn breaks(&self) -> bool {
        !self.trailing.is_empty() || !self.own.is_empty()
    }

    fn ends_in_line_comment(&self) -> bool {
        self.trailing.last().is_some_and(|comment| !comment.starts_with("/*"))
    }
}

#[derive(Debug, Default)]
pub(super) struct Comments<'a> {
    /// One for each token and one for the end; most are empty.
    places: Vec<Option<Box<Place<'a>>>>,
    /// The tokens that are no trivia.
    pub tokens: Vec<Token>,
}

impl<'a> Comments<'a> {
    /// What stands before this token.
    pub fn before(&self, token: usize) -> Option<&Place<'a>> {
        self.places.get(token)?.as_deref()
    }
    /// What stands behind the last token.
    pub fn last(&self) -> Option<&Place<'a>> {
        self.places.last()?.as_deref()
    }

    /// `breakable` says for each token, and for the end, whether a line can end before it.
    pub fn read(all: &[Token], text: &'a str, breakable: &[bool]) -> Self {
        let mut comments = Comments::default();
        let mut from = 0;
        for (at, token) in all.iter().enumerate() {
            if !token.is_trivia() {
                let trivia = all.get(from..at).unwrap_or_default();
                let place = comments.place(trivia, text, false);
                comments.places.push(place);
                comments.tokens.push(*token);
                from = at + 1;
            }
        }
        let last = comments.place(all.get(from..).unwrap_or_default(), text, true);
        comments.places.push(last);
        comments.settle(breakable);
        comments
    }

    fn place(&self, trivia: &[Token], text: &'a str, is_end: bool) -> Option<Box<Place<'a>>> {
        let has_more = |token: &Token| token.is_comment() || token.end - token.start > 1;
        if !trivia.iter().any(has_more) {
            return None;
        }
        let mut place = Place::default();
        let last_break = trivia.iter().rposition(|token| breaks_line(token, text));
        let mut own_line = self.tokens.is_empty();
        for (at, token) in trivia.iter().enumerate() {
            let piece = token.text(text);
            if !token.is_comment() {
                let lines = line_breaks(piece);
                own_line |= lines > 0;
                place.blank |= lines > 1 && place.own.is_empty();
                continue;
            }
            let ends_line = is_end || last_break.is_some_and(|last| last >= at);
            let comment = piece.trim_end();
            if !ends_line {
                place.inline.push(comment);
            } else if own_line {
                place.own.push(comment);
            } else {
                place.trailing.push(comment);
            }
        }
        (place.blank || place.breaks() || !place.inline.is_empty()).then(|| Box::new(place))
    }

    /// Moves each comment that ends a line to where a line can end.
    fn settle(&mut self, breakable: &[bool]) {
        let can_break = |at: usize| breakable.get(at).copied().unwrap_or(true);
        for at in 0..self.tokens.len() {
            let is_comma = self.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Comma);
            if is_comma && !can_break(at) {
                self.forward(at);
            }
        }
        for at in (1..self.places.len()).rev() {
            if !can_break(at) {
                self.backward(at);
            }
        }
    }

    fn forward(&mut self, at: usize) {
        let Some((trailing, own)) = self.take(at) else { return };
        let Some(target) = self.target(at + 1) else { return };
        // What stood before the comma comes before what stood behind it, line by line.
        let behind = std::mem::take(&mut target.trailing);
        let behind_own = std::mem::take(&mut target.own);
        target.trailing = trailing;
        target.own = own;
        behind.into_iter().for_each(|comment| target.add_trailing(comment));
        target.own.extend(behind_own);
    }

    fn backward(&mut self, at: usize) {
        let Some((trailing, own)) = self.take(at) else { return };
        let Some(target) = self.target(at - 1) else { return };
        for comment in trailing {
            // Before the first token there is no line to stand on.
            if at == 1 { target.own.push(comment) } else { target.add_trailing(comment) }
        }
        target.own.extend(own);
    }

    fn target(&mut self, at: usize) -> Option<&mut Place<'a>> {
        Some(self.places.get_mut(at)?.get_or_insert_default())
    }

    fn take(&mut self, at: usize) -> Option<(Vec<&'a str>, Vec<&'a str>)> {
        let place = self.places.get_mut(at)?.as_deref_mut().filter(|place| place.breaks())?;
        Some((std::mem::take(&mut place.trailing), std::mem::take(&mut place.own)))
    }
}

impl<'a> Place<'a> {
    /// Behind a comment that goes to the end of its line, the next one needs a line of its own.
    fn add_trailing(&mut self, comment: &'a str) {
        if self.own.is_empty() && !self.ends_in_line_comment() {
            self.trailing.push(comment);
        } else {
            self.own.push(comment);
        }
    }
}

/// White space with a line break, or a comment that goes to the end of its line.
fn breaks_line(token: &Token, text: &str) -> bool {
    match token.kind {
        TokenKind::Space => line_breaks(token.text(text)) > 0,
        kind => kind == TokenKind::LineComment,
    }
}

/// A carriage return alone ends a line, as it ends a comment.
fn line_breaks(text: &str) -> usize {
    text.matches(['\n', '\r']).count() - text.matches("\r\n").count()
}
