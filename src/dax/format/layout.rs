//! The tree as steps of writing: tokens in their order, and the places where a line may or must end.

use super::Style;
use super::words::{self, Pairs};
use crate::dax::tree::{Block, Call, Chain, Expr, ExprKind, Link, Literal, Operator, Sign, Unary};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The next token of the text.
    Token(Case),
    Space,
    /// A line may end here; where it does not, a space stands or nothing.
    Line {
        flat: bool,
        closing: bool,
    },
    /// A line ends here; with `blank`, an empty one follows.
    Hard {
        blank: bool,
    },
    Indent,
    Outdent,
    /// From here to its `Close` all lines end or none does.
    Open,
    Close,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    Kept,
    Upper,
}

pub(super) struct Layout<'a> {
    pub style: &'a Style,
    pub steps: Vec<Step>,
}

impl<'a> Layout<'a> {
    pub fn new(style: &'a Style) -> Self {
        Self { style, steps: Vec::new() }
    }

    /// For each token, and the end, whether a line can end before it.
    pub fn breakable(&self) -> Vec<bool> {
        let mut breakable = vec![true];
        for step in &self.steps {
            match step {
                Step::Token(_) => breakable.push(false),
                Step::Line { .. } | Step::Hard { .. } => {
                    if let Some(last) = breakable.last_mut() {
                        *last = true;
                    }
                }
                _ => {}
            }
        }
        if let Some(last) = breakable.last_mut() {
            *last = true;
        }
        breakable
    }

    fn step(&mut self, step: Step) {
        self.steps.push(step);
    }
    pub fn token(&mut self) {
        self.step(Step::Token(Case::Kept));
    }
    pub fn keyword(&mut self) {
        self.step(Step::Token(Case::Upper));
    }
    /// Keywords with spaces between them.
    pub fn keywords(&mut self, count: usize) {
        for place in 0..count {
            if place > 0 {
                self.space();
            }
            self.keyword();
        }
    }
    pub fn space(&mut self) {
        self.step(Step::Space);
    }
    /// A line may end here, a space stands otherwise.
    pub fn line(&mut self) {
        self.step(Step::Line { flat: true, closing: false });
    }
    /// Inside of a bracket, behind the opening one or before the closing one.
    pub fn edge(&mut self, closing: bool) {
        self.step(Step::Line { flat: self.style.spaced, closing });
    }
    pub fn hard(&mut self) {
        self.step(Step::Hard { blank: false });
    }
    pub fn blank(&mut self) {
        self.step(Step::Hard { blank: true });
    }
    pub fn group(&mut self, inside: impl FnOnce(&mut Self)) {
        self.step(Step::Open);
        inside(self);
        self.step(Step::Close);
    }
    pub fn indented(&mut self, inside: impl FnOnce(&mut Self)) {
        self.step(Step::Indent);
        inside(self);
        self.step(Step::Outdent);
    }

    /// Behind an equals sign or a keyword: on the same line, or whole on the next ones.
    pub fn value(&mut self, value: &Expr) {
        self.group(|layout| {
            layout.indented(|layout| {
                layout.line();
                layout.expression(value);
            });
        });
    }

    pub fn expression(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Literal(Literal::Boolean(_)) => self.keyword(),
            ExprKind::Literal(_) | ExprKind::Parameter(_) => self.token(),
            ExprKind::Name(name) if words::is_direction(name) => self.keyword(),
            ExprKind::Name(_) => self.token(),
            ExprKind::Words(words) => self.keywords(words.len()),
            ExprKind::Column(column) => {
                let tokens = 1 + usize::from(column.table.is_some()) + 2 * usize::from(column.level.is_some());
                (0..tokens).for_each(|_| self.token());
            }
            ExprKind::Call(call) => self.call(call),
            ExprKind::Filtered(filtered) => {
                self.expression(&filtered.measure);
                self.before_parenthesis();
                self.list(&filtered.filters, Pairs::None, |_| false);
            }
            ExprKind::Unary(unary) => self.unary(unary),
            ExprKind::Chain(chain) => self.chain(chain),
            ExprKind::Table(items) | ExprKind::Row(items) => self.list(items, Pairs::None, |_| false),
            ExprKind::Parenthesised(inner) => self.list(std::slice::from_ref(inner), Pairs::None, |_| false),
            ExprKind::Block(block) => self.block(block),
            ExprKind::Omitted | ExprKind::Error => {}
        }
    }

    fn before_parenthesis(&mut self) {
        if self.style.spaced {
            self.space();
        }
    }

    fn call(&mut self, call: &Call) {
        if words::is_function(&call.function.text) {
            self.keyword()
        } else {
            self.token()
        }
        self.before_parenthesis();
        let function = &call.function.text;
        self.list(&call.arguments, Pairs::of(function), |argument| words::is_word_of(function, argument));
    }

    fn unary(&mut self, unary: &Unary) {
        match unary.sign {
            Sign::Not => {
                self.keyword();
                self.space();
            }
            Sign::Plus => self.token(),
            Sign::Minus => {
                self.token();
                // Two minus signs in a row begin a comment.
                if matches!(&unary.operand.kind, ExprKind::Unary(inner) if inner.sign == Sign::Minus) {
                    self.space();
                }
            }
        }
        self.expression(&unary.operand);
    }

    fn chain(&mut self, chain: &Chain) {
        if let [Link { operator: Operator::In, operand, .. }] = chain.rest.as_slice() {
            return self.membership(&chain.first, operand);
        }
        self.group(|layout| {
            layout.expression(&chain.first);
            layout.indented(|layout| {
                for link in &chain.rest {
                    layout.line();
                    layout.keyword();
                    layout.space();
                    layout.expression(&link.operand);
                }
            });
        });
    }

    /// `IN` stays behind what is looked for, and the brace of a list of values behind `IN`.
    fn membership(&mut self, wanted: &Expr, table: &Expr) {
        self.group(|layout| {
            layout.expression(wanted);
            layout.space();
            layout.keyword();
            if matches!(table.kind, ExprKind::Table(_)) {
                layout.space();
                layout.expression(table);
            } else {
                layout.value(table);
            }
        });
    }

    /// Brackets and what stands between them.
    fn list(&mut self, items: &[Expr], pairs: Pairs, is_word: impl Fn(&Expr) -> bool) {
        self.group(|layout| {
            layout.token();
            if items.is_empty() {
                return layout.token();
            }
            layout.indented(|layout| {
                layout.edge(false);
                let mut rest = items;
                let mut place = 0;
                while let Some((first, behind)) = rest.split_first() {
                    let paired = behind.first().filter(|second| pairs.joins(place, first, second));
                    match paired {
                        Some(second) => {
                            layout.pair(first, second, &is_word);
                            rest = behind.get(1..).unwrap_or_default();
                            place += 2;
                        }
                        None => {
                            if is_word(first) {
                                layout.keyword()
                            } else {
                                layout.expression(first)
                            }
                            rest = behind;
                            place += 1;
                        }
                    }
                    layout.comma(rest);
                }
            });
            layout.edge(true);
            layout.token();
        });
    }

    /// The comma before `rest`, where there is anything.
    fn comma(&mut self, rest: &[Expr]) {
        match rest {
            [] => {}
            [Expr { kind: ExprKind::Omitted, .. }] => self.token(),
            _ => {
                self.token();
                self.line();
            }
        }
    }

    /// Two arguments that belong together: `"Name", [Value]`.
    fn pair(&mut self, first: &Expr, second: &Expr, is_word: &impl Fn(&Expr) -> bool) {
        self.group(|layout| {
            layout.expression(first);
            layout.token();
            layout.indented(|layout| {
                layout.line();
                if is_word(second) { layout.keyword() } else { layout.expression(second) }
            });
        });
    }

    fn block(&mut self, block: &Block) {
        for (place, variable) in block.variables.iter().enumerate() {
            if place > 0 {
                self.hard();
            }
            self.keyword();
            self.space();
            self.token();
            self.space();
            self.token();
            self.value(&variable.value);
        }
        self.hard();
        self.keyword();
        if self.style.spaced {
            self.indented(|layout| {
                layout.hard();
                layout.expression(&block.body);
            });
        } else {
            self.value(&block.body);
        }
    }
}
