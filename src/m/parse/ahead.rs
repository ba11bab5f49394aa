//! What a bracket opens can be told only further on; the answers are found once for all tokens.

use std::collections::HashSet;

use super::recover::closing;
use crate::m::token::{Kind, Token};

pub struct Ahead {
    /// For each `(` the token behind its `)`.
    behind: Vec<Option<usize>>,
    /// For each token, whether an equals sign comes before the next comma or bracket, from this token on.
    equal_first: Vec<bool>,
    /// For each `{`, whether what it holds is certainly no index: nothing, or something with a comma.
    holds_items: Vec<bool>,
    /// Opening brackets without a partner.
    unclosed: HashSet<usize>,
}

#[derive(Default)]
struct Brackets {
    open: Vec<(usize, Kind)>,
    unclosed: Vec<usize>,
}

impl Brackets {
    /// The bracket that this one closes, over others that nothing closes; `None` where none is open.
    fn close(&mut self, close: Kind) -> Option<usize> {
        let near = self.open.iter().rev().take(MAX_SKIPPED).position(|(_, open)| closing(*open) == close)?;
        let mut skipped = self.open.split_off(self.open.len() - near - 1).into_iter();
        let partner = skipped.next().map(|(at, _)| at);
        self.unclosed.extend(skipped.map(|(at, _)| at));
        partner
    }
}

/// So many brackets that nothing closes are looked over for a partner.
const MAX_SKIPPED: usize = 20;

impl Ahead {
    pub fn new(tokens: &[Token]) -> Self {
        let mut behind = vec![None; tokens.len()];
        let mut parens = Vec::new();
        let mut holds_items = vec![false; tokens.len()];
        let mut brackets = Brackets::default();
        for (at, token) in tokens.iter().enumerate() {
            match token.kind {
                Kind::OpenParen => parens.push(at),
                Kind::CloseParen => {
                    if let Some(slot) = parens.pop().and_then(|at: usize| behind.get_mut(at)) {
                        *slot = Some(at + 1);
                    }
                }
                _ => {}
            }
            match token.kind {
                kind if kind.is_open() => brackets.open.push((at, kind)),
                kind if kind.is_close() => {
                    let is_empty = brackets.close(kind).filter(|open| open + 1 == at);
                    is_empty.and_then(|open| holds_items.get_mut(open)).into_iter().for_each(|slot| *slot = true);
                }
                Kind::Comma | Kind::DotDot => {
                    let around = brackets.open.last().filter(|(_, kind)| *kind == Kind::OpenBrace);
                    around.and_then(|(open, _)| holds_items.get_mut(*open)).into_iter().for_each(|slot| *slot = true);
                }
                _ => {}
            }
        }
        let unclosed = brackets.unclosed.into_iter().chain(brackets.open.into_iter().map(|(at, _)| at)).collect();
        let mut next = false;
        let mut equal_first: Vec<bool> = tokens
            .iter()
            .rev()
            .map(|token| {
                next = match token.kind {
                    Kind::Equal => true,
                    kind if kind == Kind::Comma || kind.is_open() || kind.is_close() => false,
                    _ => next,
                };
                next
            })
            .collect();
        equal_first.reverse();
        Self { behind, equal_first, holds_items, unclosed }
    }

    pub fn behind_paren(&self, at: usize) -> Option<usize> {
        self.behind.get(at).copied().flatten()
    }
    pub fn equal_comes_first(&self, at: usize) -> bool {
        self.equal_first.get(at).copied().unwrap_or(false)
    }
    pub fn is_unclosed(&self, at: usize) -> bool {
        self.unclosed.contains(&at)
    }
    pub fn holds_items(&self, at: usize) -> bool {
        self.holds_items.get(at).copied().unwrap_or(false)
    }
}
