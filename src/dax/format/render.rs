//! Steps to text: each group on one line where it fits, in one pass.

use super::Style;
use super::comments::{Comments, Place};
use super::layout::{Case, Step};
use crate::dax::{Parsed, Token, TokenKind};

const TAB: usize = 4;

pub(super) fn render<T>(parsed: &Parsed<T>, steps: &[Step], comments: &Comments, style: &Style) -> String {
    let sizes = Sizes::of(parsed.text(), steps, comments);
    let mut writer = Writer { style, text: String::with_capacity(parsed.text().len()), column: 0, level: 0 };
    if let Some(first) = comments.places.first() {
        writer.own_lines(first, 0);
    }
    let mut token = 0;
    // Whether the lines of the groups that are open end, the innermost last.
    let mut ends = Vec::new();
    let nowhere = Place::default();
    for (at, step) in steps.iter().enumerate() {
        let place = comments.places.get(token).unwrap_or(&nowhere);
        match *step {
            Step::Token(case) => {
                if let Some(found) = comments.tokens.get(token) {
                    writer.token(found, parsed.text(), place, case);
                }
                token += 1;
            }
            Step::Space => writer.space(),
            Step::Line { flat, closing } => {
                if ends.last().copied().unwrap_or(true) {
                    writer.end_line(place, false, usize::from(closing));
                } else if flat {
                    writer.space();
                }
            }
            Step::Hard { blank } => writer.end_line(place, blank || place.blank, 0),
            Step::Indent => writer.level += 1,
            Step::Outdent => writer.level = writer.level.saturating_sub(1),
            Step::Open => {
                let is_flat = ends.last() == Some(&false);
                ends.push(!is_flat && !sizes.fits(at, writer.here(), style.width));
            }
            Step::Close => {
                ends.pop();
            }
        }
    }
    if let Some(last) = comments.places.last() {
        writer.trailing(last);
        if !last.own.is_empty() {
            writer.new_line();
            writer.own_lines(last, 0);
        }
    }
    writer.text.truncate(writer.text.trim_end().len());
    writer.text
}

/// How wide everything is on one line, for each step.
struct Sizes {
    /// The width of all steps before this one, and how many of them must end a line.
    before: Vec<(usize, usize)>,
    /// For `Open`, the place of its `Close`.
    close: Vec<usize>,
    /// What follows on the same line however the lines end.
    tail: Vec<usize>,
}

impl Sizes {
    fn of(text: &str, steps: &[Step], comments: &Comments) -> Self {
        let mut before = Vec::with_capacity(steps.len() + 1);
        let mut close = vec![0; steps.len()];
        let mut open = Vec::new();
        let (mut width, mut ends, mut token) = (0, 0, 0);
        let nowhere = Place::default();
        for (at, step) in steps.iter().enumerate() {
            before.push((width, ends));
            let place = comments.places.get(token).unwrap_or(&nowhere);
            match step {
                Step::Token(_) => {
                    let found = comments.tokens.get(token).map_or("", |token| token.text(text));
                    for piece in place.inline.iter().chain([&found]) {
                        width += piece.chars().count();
                        ends += usize::from(piece.contains('\n'));
                    }
                    width += 2 * place.inline.len();
                    token += 1;
                }
                Step::Space => width += 1,
                Step::Line { flat, .. } => {
                    width += usize::from(*flat);
                    ends += usize::from(place.breaks());
                }
                Step::Hard { .. } => ends += 1,
                Step::Open => open.push(at),
                Step::Close => {
                    if let Some(closed) = open.pop().and_then(|opened: usize| close.get_mut(opened)) {
                        *closed = at;
                    }
                }
                Step::Indent | Step::Outdent => {}
            }
        }
        before.push((width, ends));
        let mut tail = vec![0; steps.len() + 1];
        let mut behind = 0;
        for (at, step) in steps.iter().enumerate().rev() {
            let size = |at: usize| before.get(at).map_or(0, |(width, _)| *width);
            behind = match step {
                Step::Line { .. } | Step::Hard { .. } => 0,
                _ => behind + size(at + 1) - size(at),
            };
            if let Some(tail) = tail.get_mut(at) {
                *tail = behind;
            }
        }
        Sizes { before, close, tail }
    }

    /// Whether the group that opens here has room on the line that is `column` wide already.
    fn fits(&self, open: usize, column: usize, room: usize) -> bool {
        let close = self.close.get(open).copied().unwrap_or(open);
        let size = |at: usize| self.before.get(at).copied().unwrap_or_default();
        let (width, ends) = (size(close).0 - size(open).0, size(close).1 - size(open).1);
        ends == 0 && column + width + self.tail.get(close).copied().unwrap_or(0) <= room
    }
}

struct Writer<'a> {
    style: &'a Style,
    text: String,
    /// How wide the line is that is being written.
    column: usize,
    level: usize,
}

impl Writer<'_> {
    fn is_line_start(&self) -> bool {
        self.text.is_empty() || self.text.ends_with('\n')
    }

    /// Where the next token will stand.
    fn here(&self) -> usize {
        if self.is_line_start() { self.level * width(self.style.indent) } else { self.column }
    }

    fn write(&mut self, text: &str) {
        if self.is_line_start() {
            for _ in 0..self.level {
                self.text.push_str(self.style.indent);
            }
            self.column = self.level * width(self.style.indent);
        }
        self.text.push_str(text);
        match text.rsplit_once('\n') {
            Some((_, last)) => self.column = width(last),
            None => self.column += width(text),
        }
    }

    fn space(&mut self) {
        if !self.is_line_start() && !self.text.ends_with(' ') {
            self.write(" ");
        }
    }

    fn new_line(&mut self) {
        if !self.is_line_start() {
            let kept = self.text.trim_end_matches(' ').len();
            self.text.truncate(kept);
            self.text.push('\n');
        }
    }

    fn token(&mut self, token: &Token, source: &str, place: &Place, case: Case) {
        for comment in &place.inline {
            if !self.text.ends_with(['(', '{']) {
                self.space();
            }
            self.write(comment);
        }
        if !place.inline.is_empty() && !matches!(token.kind, TokenKind::Comma) {
            self.space();
        }
        let text = token.text(source);
        match case {
            Case::Upper => self.write(&text.to_ascii_uppercase()),
            Case::Kept => self.write(text),
        }
    }

    fn trailing(&mut self, place: &Place) {
        for comment in &place.trailing {
            self.space();
            self.write(comment);
        }
    }

    /// The comments of the place and the end of the line; what stands on lines of its own is `deeper`.
    fn end_line(&mut self, place: &Place, blank: bool, deeper: usize) {
        self.trailing(place);
        self.new_line();
        if blank && !self.text.is_empty() {
            self.text.push('\n');
        }
        self.own_lines(place, deeper);
    }

    fn own_lines(&mut self, place: &Place, deeper: usize) {
        self.level += deeper;
        for comment in &place.own {
            self.write(comment);
            self.new_line();
        }
        self.level -= deeper;
    }
}

fn width(text: &str) -> usize {
    text.chars().map(|c| if c == '\t' { TAB } else { 1 }).sum()
}
