//! Steps to text: each group on one line where it fits, in one pass.

use super::Style;
use super::comments::{Comments, Place};
use super::layout::{Case, Step};
use crate::dax::{Parsed, Token, TokenKind};

const TAB: usize = 4;

pub(super) fn render<T>(parsed: &Parsed<T>, steps: &[Step], comments: &Comments, style: &Style) -> String {
    let sizes = sizes(parsed.text(), steps, comments);
    let mut writer = Writer { style, text: String::with_capacity(parsed.text().len()), column: 0, level: 0 };
    if let Some(first) = comments.before(0) {
        writer.own_lines(first, 0);
    }
    let (mut token, mut group) = (0, 0);
    // Whether the lines of the groups that are open end, the innermost last.
    let mut ends = Vec::new();
    for step in steps {
        match *step {
            Step::Token(case) => {
                if let Some(found) = comments.tokens.get(token) {
                    writer.token(found, parsed.text(), comments.before(token), case);
                }
                token += 1;
            }
            Step::Space => writer.space(),
            Step::Line { flat, closing } => {
                if ends.last().copied().unwrap_or(true) {
                    writer.end_line(comments.before(token), false, usize::from(closing));
                } else if flat {
                    writer.space();
                }
            }
            Step::Hard { blank } => {
                let place = comments.before(token);
                writer.end_line(place, blank || place.is_some_and(|place| place.blank), 0);
            }
            Step::Indent => writer.level += 1,
            Step::Outdent => writer.level = writer.level.saturating_sub(1),
            Step::Open => {
                let is_flat = ends.last() == Some(&false);
                let fits = sizes.get(group).is_some_and(|size| size.fits(writer.here(), style.width));
                ends.push(!is_flat && !fits);
                group += 1;
            }
            Step::Close => {
                ends.pop();
            }
        }
    }
    // Where there is no token, what stands before the first is what stands behind the last.
    if let Some(last) = comments.last().filter(|_| !comments.tokens.is_empty()) {
        writer.trailing(last);
        if !last.own.is_empty() {
            writer.new_line();
            writer.own_lines(last, 0);
        }
    }
    writer.text.truncate(writer.text.trim_end().len());
    writer.text
}

/// How wide a group is on one line.
#[derive(Clone, Copy, Default)]
struct Size {
    width: usize,
    /// Whether some line must end within it.
    breaks: bool,
    /// What follows on the same line, however the lines end.
    tail: usize,
}

impl Size {
    /// Whether the group has room on a line that is `column` wide already.
    fn fits(&self, column: usize, room: usize) -> bool {
        !self.breaks && column + self.width + self.tail <= room
    }
}

/// The sizes of all groups, in the order in which they open.
fn sizes(text: &str, steps: &[Step], comments: &Comments) -> Vec<Size> {
    let mut groups: Vec<Size> = Vec::new();
    let mut open = Vec::new();
    let mut widths = Vec::with_capacity(steps.len());
    let (mut total, mut ends, mut token) = (0, 0, 0);
    for step in steps {
        let (width, ending) = measured(*step, token, text, comments);
        match step {
            Step::Token(_) => token += 1,
            Step::Open => {
                open.push((groups.len(), total, ends));
                groups.push(Size::default());
            }
            Step::Close => {
                let closed = open.pop().and_then(|(group, width, ends)| Some((groups.get_mut(group)?, width, ends)));
                if let Some((group, width_before, ends_before)) = closed {
                    group.width = total - width_before;
                    group.breaks = ends > ends_before;
                }
            }
            _ => {}
        }
        total += width;
        ends += ending;
        widths.push(width);
    }
    let mut behind = 0;
    let mut opened = groups.iter_mut().rev();
    let mut tails = Vec::new();
    for (step, width) in steps.iter().zip(widths).rev() {
        match step {
            Step::Line { .. } | Step::Hard { .. } => behind = 0,
            Step::Close => tails.push(behind),
            Step::Open => {
                if let (Some(group), Some(tail)) = (opened.next(), tails.pop()) {
                    group.tail = tail;
                }
            }
            _ => behind += width,
        }
    }
    groups
}

/// The width of a step on one line, and how often it must end one.
fn measured(step: Step, token: usize, text: &str, comments: &Comments) -> (usize, usize) {
    match step {
        Step::Token(_) => {
            let found = comments.tokens.get(token).map_or("", |token| token.text(text));
            let inline = comments.before(token).map_or(&[][..], |place| &place.inline);
            let all = || inline.iter().copied().chain([found]);
            let width = all().map(|piece| piece.chars().count()).sum::<usize>() + 2 * inline.len();
            (width, all().filter(|piece| piece.contains('\n')).count())
        }
        Step::Space => (1, 0),
        Step::Line { flat, .. } => (usize::from(flat), usize::from(comments.before(token).is_some_and(Place::breaks))),
        Step::Hard { .. } => (0, 1),
        Step::Indent | Step::Outdent | Step::Open | Step::Close => (0, 0),
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

    fn token(&mut self, token: &Token, source: &str, place: Option<&Place>, case: Case) {
        let inline = place.map_or(&[][..], |place| &place.inline);
        for comment in inline {
            if !self.text.ends_with(['(', '{']) {
                self.space();
            }
            self.write(comment);
        }
        if !inline.is_empty() && token.kind != TokenKind::Comma {
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
    fn end_line(&mut self, place: Option<&Place>, blank: bool, deeper: usize) {
        if let Some(place) = place {
            self.trailing(place);
        }
        self.new_line();
        if blank && !self.text.is_empty() {
            self.text.push('\n');
        }
        if let Some(place) = place {
            self.own_lines(place, deeper);
        }
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
