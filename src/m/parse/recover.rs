//! Faults: reporting each once, and going on where the text is certain again.

use super::*;
use crate::diag::suggest;

impl Parser<'_> {
    /// A step or a member begins: what is wrong in it is no consequence of what came before.
    pub fn begin_part(&mut self) {
        self.is_faulty = false;
    }

    /// Reports a fault after which reading goes on as if it were not there.
    pub fn report(&mut self, problem: Problem) {
        let may_follow = [&UNCLOSED_BRACKET, &MISSING_COMMA, &TEXT_AFTER_END].contains(&problem.code);
        let is_consequence = self.is_faulty && may_follow;
        if !self.failed && !is_consequence {
            self.problems.push(problem);
        }
        self.is_faulty = true;
    }

    /// Reports a fault after which nothing is certain until [`recover`](Self::recover).
    pub fn fail(&mut self, problem: Problem) {
        let is_known = self.kind() == Kind::Unknown || self.kind() == Kind::End && self.is_cut;
        if !is_known {
            self.report(problem);
        }
        self.failed = true;
        self.is_faulty = true;
    }

    pub fn expected(&mut self, what: &str) {
        let message = format!("expected {what}, found {}", self.found());
        let mut problem = Problem::new(&UNEXPECTED_TOKEN, self.span(), message).label(format!("expected {what}"));
        if self.kind() == Kind::Name
            && let wanted = what.trim_matches('`')
            && suggest::nearest(self.source(self.span()), [wanted]).is_some()
        {
            problem = problem.help(format!("did you mean `{wanted}`?"));
        }
        self.fail(problem);
    }

    pub fn too_deep(&mut self) {
        self.fail(
            Problem::new(&TOO_DEEP, self.span(), format!("more than {MAX_DEPTH} levels deep"))
                .label("from here on nothing is read")
                .help("make the inner part a step of its own"),
        );
        self.at = self.tokens.len().saturating_sub(1);
        self.is_cut = true;
    }

    /// Skips to the next comma or to what closes something that is open.
    pub fn recover(&mut self) {
        let mut skipped: Vec<Kind> = Vec::new();
        loop {
            let kind = self.kind();
            let closes = kind.is_close() || kind == Kind::In;
            match kind {
                Kind::End => return,
                Kind::Comma | Kind::Semicolon if skipped.is_empty() => break,
                Kind::Let => skipped.push(Kind::In),
                _ if kind.is_open() => skipped.push(closing(kind)),
                _ if closes && skipped.last() == Some(&kind) => {
                    skipped.pop();
                }
                _ if closes && skipped.is_empty() && self.open.contains(&kind) => break,
                _ => {}
            }
            self.bump();
        }
        let kind = self.kind();
        self.failed = !(matches!(kind, Kind::Comma | Kind::Semicolon) || self.open.last() == Some(&kind));
    }

    /// After a fault inside brackets that hold one thing.
    pub fn recover_to(&mut self, close: Kind) {
        if self.failed {
            self.recover();
            self.failed = self.kind() != close;
        }
    }

    /// Elements with commas between, from behind the opening bracket to behind the closing one.
    pub fn sequence(&mut self, opening: &Span, close: Kind, mut element: impl FnMut(&mut Self)) {
        let is_unclosed = self.at.checked_sub(1).is_some_and(|at| self.ahead.is_unclosed(at));
        let mut has_ended = false;
        self.open.push(close);
        let mut comma: Option<Span> = None;
        while self.kind() != close {
            element(self);
            if self.failed {
                self.recover();
            }
            self.skip_stray_closing();
            comma = None;
            has_ended = is_unclosed && self.is_beyond(close);
            if has_ended {
                break;
            } else if self.kind() == Kind::Comma {
                comma = Some(self.bump());
            } else if !self.failed && self.kind().begins_expression() {
                self.missing_comma("");
            } else {
                break;
            }
        }
        self.open.pop();
        if let Some(comma) = comma.filter(|_| self.kind() == close) {
            self.dangling_comma(comma);
        }
        if has_ended { self.unclosed(opening, close) } else { self.close(opening, close) }
    }

    /// Whether a comma follows, and behind it what cannot stand in these brackets but in those around: a step, or a
    /// record where a field should be.
    fn is_beyond(&self, close: Kind) -> bool {
        let what_follows = match close {
            Kind::CloseSquare => self.peek(1) == Kind::OpenSquare,
            _ => self.is_step(1) && self.open.contains(&Kind::In),
        };
        self.kind() == Kind::Comma && what_follows
    }

    /// Whether a name and an equals sign follow.
    pub fn is_step(&self, further: usize) -> bool {
        matches!(self.peek(further), Kind::Name | Kind::QuotedName) && self.peek(further + 1) == Kind::Equal
    }

    /// The closing bracket of `opening`.
    pub fn close(&mut self, opening: &Span, close: Kind) {
        if self.eat(close) {
            return;
        }
        let kind = self.kind();
        if kind.is_close() || !kind.begins_expression() && kind != Kind::Comma {
            self.unclosed(opening, close);
        } else {
            self.expected(&format!("`{}`", close.text()));
        }
    }

    fn unclosed(&mut self, opening: &Span, close: Kind) {
        let bracket = self.source(opening.clone());
        let problem = Problem::new(&UNCLOSED_BRACKET, opening.clone(), format!("this `{bracket}` is not closed"))
            .label(format!("expected `{}`", close.text()))
            .also(self.span(), format!("before {}", self.found()));
        self.fail(problem);
    }

    /// A closing bracket that nothing has opened.
    pub fn skip_stray_closing(&mut self) {
        while self.kind().is_close() && !self.open.contains(&self.kind()) && !self.failed {
            let message = format!("{} closes nothing", self.found());
            let span = self.bump();
            if !self.is_faulty {
                self.report(
                    Problem::new(&UNEXPECTED_TOKEN, span.clone(), message)
                        .label("no bracket is open here")
                        .fix("remove it", vec![(span, String::new())]),
                );
            }
            // What was meant to stand before it is perhaps the beginning of what stands behind it.
            if !matches!(self.kind(), Kind::Comma | Kind::In | Kind::Semicolon | Kind::End) && !self.kind().is_close() {
                self.failed = true;
                self.recover();
            }
        }
    }

    /// Said of the token before, behind which it belongs: the next one may stand on another line.
    pub fn missing_comma(&mut self, what: &str) {
        let end = self.end();
        let last = self.text.get(..end).and_then(|before| before.chars().next_back()).map_or(0, char::len_utf8);
        let message = format!("a comma is missing before {what}{}", self.found());
        self.report(
            Problem::new(&MISSING_COMMA, end - last..end, message)
                .label("expected `,` behind this")
                .also(self.span(), "before this")
                .fix("insert a comma", vec![(end..end, ",".to_owned())]),
        );
    }

    pub fn dangling_comma(&mut self, comma: Span) {
        let message = format!("a comma before {}", self.found());
        self.report(
            Problem::new(&DANGLING_COMMA, comma.clone(), message)
                .label("nothing follows it")
                .fix("remove the comma", vec![(comma, String::new())]),
        );
    }
}

pub fn closing(open: Kind) -> Kind {
    match open {
        Kind::OpenParen => Kind::CloseParen,
        Kind::OpenSquare => Kind::CloseSquare,
        _ => Kind::CloseBrace,
    }
}
