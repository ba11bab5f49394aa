//! Expressions that begin with a keyword, functions, and what operators stand between.

use super::*;
use crate::m::text::unescape;
use crate::m::{Access, AccessKind, Binding, Branch, Expr, ExprKind, Function, Handler, Item, Parameter, Type};

/// What the types of parameters may be.
#[derive(Clone, Copy, PartialEq)]
pub enum ParameterTypes {
    /// Of a function expression: perhaps a primitive type.
    Plain,
    /// Of a type of functions: always a type.
    Any,
}

impl Parser<'_> {
    pub fn expression(&mut self) -> Expr {
        if self.depth >= MAX_DEPTH {
            self.too_deep();
            return Expr::missing(self.text.len());
        }
        self.depth += 1;
        let start = self.start();
        let kind = match self.kind() {
            Kind::Each => {
                self.bump();
                Some(ExprKind::Each(Box::new(self.expression())))
            }
            Kind::Error => {
                self.bump();
                Some(ExprKind::Error(Box::new(self.expression())))
            }
            Kind::Let => Some(self.let_steps()),
            Kind::If => Some(self.branches()),
            Kind::Try => Some(self.tried()),
            Kind::OpenParen if self.is_function() => Some(ExprKind::Function(Box::new(self.function()))),
            _ => None,
        };
        let expression = match kind {
            Some(kind) => Expr { kind, span: start..self.end() },
            None => self.operators(),
        };
        self.depth -= 1;
        expression
    }

    /// Whether what comes is not an operand but an expression that goes as far as it can.
    pub fn begins_whole_expression(&self) -> bool {
        match self.kind() {
            Kind::Each | Kind::Error | Kind::Let | Kind::If | Kind::Try => true,
            Kind::OpenParen => self.is_function(),
            _ => false,
        }
    }

    /// Whether the parenthesis opens parameters: `=>` follows its partner, perhaps behind a type.
    fn is_function(&self) -> bool {
        let Some(behind) = self.ahead.behind_paren(self.at) else { return false };
        let kind = |at: usize| self.tokens.get(at).map_or(Kind::End, |token| token.kind);
        kind(behind) == Kind::Arrow
            || kind(behind) == Kind::As && (kind(behind + 2) == Kind::Arrow || kind(behind + 3) == Kind::Arrow)
    }

    fn let_steps(&mut self) -> ExprKind {
        let opening = self.bump();
        self.open.push(Kind::In);
        let mut steps = Vec::new();
        while self.kind() != Kind::In {
            self.begin_part();
            steps.extend(self.binding("the name of a step"));
            if self.failed {
                self.recover();
            }
            self.skip_stray_closing();
            if self.kind() == Kind::Comma {
                let comma = self.bump();
                self.skip_to_step();
                if self.kind() == Kind::In && !self.is_faulty {
                    self.dangling_comma(comma);
                }
            } else if self.is_step(0) && !self.failed {
                self.missing_comma("the step ");
            } else {
                break;
            }
        }
        self.open.pop();
        if !self.eat(Kind::In) {
            self.no_in(opening);
            return ExprKind::Let { steps, body: Box::new(Expr::missing(self.start())) };
        }
        self.begin_part();
        ExprKind::Let { steps, body: Box::new(self.expression()) }
    }

    /// Behind a comma that a faulty step may have had inside.
    fn skip_to_step(&mut self) {
        while self.is_faulty && !self.is_step(0) && !matches!(self.kind(), Kind::In | Kind::End) {
            self.failed = true;
            self.recover();
            if !self.eat(Kind::Comma) {
                break;
            }
        }
    }

    fn no_in(&mut self, opening: Span) {
        let message = format!("expected `,` or `in`, found {}", self.found());
        let problem = Problem::new(&UNEXPECTED_TOKEN, self.span(), message)
            .label("expected `,` or `in`")
            .also(opening, "of this `let`");
        self.fail(match self.kind() {
            Kind::Name | Kind::QuotedName => problem.help("a name with blanks is quoted: `#\"…\"`"),
            _ => problem,
        });
    }

    /// `Name = value`
    fn binding(&mut self, what: &str) -> Option<Binding> {
        let name = self.name(what)?;
        let value = if self.expect(Kind::Equal) { self.expression() } else { Expr::missing(self.start()) };
        Some(Binding { name, value })
    }

    fn branches(&mut self) -> ExprKind {
        let mut branches = Vec::new();
        while self.eat(Kind::If) {
            let condition = self.expression();
            let value = if self.then(Kind::Then) { self.expression() } else { Expr::missing(self.start()) };
            branches.push(Branch { condition, value });
            if !self.then(Kind::Else) {
                return ExprKind::If { branches, otherwise: Box::new(Expr::missing(self.start())) };
            }
        }
        ExprKind::If { branches, otherwise: Box::new(self.expression()) }
    }

    fn then(&mut self, keyword: Kind) -> bool {
        !self.failed && self.expect(keyword)
    }

    fn tried(&mut self) -> ExprKind {
        self.bump();
        let tried = Box::new(self.expression());
        let handler = if self.failed {
            None
        } else if self.eat(Kind::Otherwise) {
            Some(Handler::Otherwise(Box::new(self.expression())))
        } else if self.is_word("catch") {
            self.bump();
            self.catch().map(|function| Handler::Catch(Box::new(function)))
        } else {
            None
        };
        ExprKind::Try { tried, handler }
    }

    fn catch(&mut self) -> Option<Function> {
        let start = self.start();
        if self.kind() != Kind::OpenParen {
            self.fail(
                Problem::new(&CATCH_FUNCTION, self.span(), "`catch` needs a function")
                    .label("expected `(`")
                    .help("write `catch (problem) => …`"),
            );
            return None;
        }
        let function = self.function();
        let typed = function.returns.is_some() || function.parameters.iter().any(|one| one.ty.is_some());
        if typed || function.parameters.len() > 1 {
            self.report(
                Problem::new(&CATCH_FUNCTION, start..function.body.span.start.max(start), "this function cannot catch")
                    .label("it takes one parameter or none, without types"),
            );
        }
        Some(function)
    }

    fn function(&mut self) -> Function {
        let parameters = self.parameters(ParameterTypes::Plain);
        let returns = (!self.failed && self.eat(Kind::As)).then(|| self.plain_type());
        let body =
            if !self.failed && self.expect(Kind::Arrow) { self.expression() } else { Expr::missing(self.start()) };
        Function { parameters, returns, body }
    }

    /// From `(` to `)`.
    pub fn parameters(&mut self, types: ParameterTypes) -> Vec<Parameter> {
        let opening = self.span();
        self.expect(Kind::OpenParen);
        let mut parameters: Vec<Parameter> = Vec::new();
        self.sequence(&opening, Kind::CloseParen, |parser| {
            let start = parser.start();
            let optional = parser.is_word("optional");
            if optional {
                parser.bump();
            }
            let Some(name) = parser.name("the name of a parameter") else { return };
            if !optional && parameters.last().is_some_and(|before: &Parameter| before.optional) {
                parser.report(
                    Problem::new(
                        &PARAMETER_AFTER_OPTIONAL,
                        name.span.clone(),
                        "a required parameter after an optional one",
                    )
                    .label("expected `optional` before it")
                    .fix("make it optional", vec![(start..start, "optional ".to_owned())]),
                );
            }
            let ty = parser.parameter_type(types);
            parameters.push(Parameter { name, optional, ty });
        });
        parameters
    }

    fn parameter_type(&mut self, types: ParameterTypes) -> Option<Type> {
        if types == ParameterTypes::Any {
            return self.expect(Kind::As).then(|| self.ty());
        }
        self.eat(Kind::As).then(|| self.plain_type())
    }

    /// A literal, a name, something in brackets, and what is read out of it.
    pub fn primary(&mut self) -> Expr {
        let start = self.start();
        let kind = match self.kind() {
            Kind::Null | Kind::True | Kind::False | Kind::Number | Kind::Text | Kind::Verbatim => {
                return self.literal();
            }
            Kind::Name | Kind::QuotedName | Kind::At => self.reference(),
            Kind::HashName => {
                let name = self.any_name().text;
                match name.as_str() {
                    "#nan" => ExprKind::Number(f64::NAN),
                    "#infinity" => ExprKind::Number(f64::INFINITY),
                    _ => ExprKind::Name { name, inclusive: false },
                }
            }
            Kind::Ellipsis => {
                self.bump();
                ExprKind::NotImplemented
            }
            Kind::OpenParen => return self.parenthesis(),
            Kind::OpenBrace => self.list(),
            Kind::OpenSquare => {
                let expression = self.square();
                return self.accesses(expression);
            }
            _ => {
                self.fail(
                    Problem::new(&MISSING_EXPRESSION, self.span(), format!("expected a value, found {}", self.found()))
                        .label("expected a value"),
                );
                return Expr::missing(self.start());
            }
        };
        let expression = Expr { kind, span: start..self.end() };
        self.accesses(expression)
    }

    fn literal(&mut self) -> Expr {
        let kind = self.kind();
        let span = self.bump();
        let source = self.source(span.clone());
        let inside = |prefix: usize| {
            let inside = source.get(prefix..).unwrap_or_default();
            unescape(inside.strip_suffix('"').unwrap_or(inside))
        };
        let kind = match kind {
            Kind::Null => ExprKind::Null,
            Kind::True => ExprKind::Logical(true),
            Kind::False => ExprKind::Logical(false),
            Kind::Number => ExprKind::Number(number(source)),
            Kind::Text => ExprKind::Text(inside(1)),
            _ => ExprKind::Verbatim(inside(3)),
        };
        Expr { kind, span }
    }

    fn reference(&mut self) -> ExprKind {
        let inclusive = self.eat(Kind::At);
        if !matches!(self.kind(), Kind::Name | Kind::QuotedName) {
            self.expected("a name");
            return ExprKind::Missing;
        }
        let name = self.any_name();
        if self.kind() == Kind::Bang && matches!(self.peek(1), Kind::Name | Kind::QuotedName) && !inclusive {
            self.bump();
            return ExprKind::Member { section: name, member: self.any_name() };
        }
        ExprKind::Name { name: name.text, inclusive }
    }

    fn parenthesis(&mut self) -> Expr {
        let opening = self.bump();
        if self.kind() == Kind::CloseParen {
            self.bump();
            self.expected("`=>`");
            return Expr::missing(opening.start);
        }
        self.open.push(Kind::CloseParen);
        let inner = self.expression();
        self.recover_to(Kind::CloseParen);
        self.open.pop();
        if !self.failed && self.kind() == Kind::Comma {
            self.report(
                Problem::new(&UNEXPECTED_TOKEN, self.span(), "expected `)`, found `,`")
                    .label("expected `)`")
                    .also(opening.clone(), "opened here")
                    .help("arguments stand behind the name of a function, and parameters before `=>`"),
            );
            self.bump();
            self.sequence(&opening, Kind::CloseParen, |parser| drop(parser.expression()));
            return Expr::missing(opening.start);
        }
        self.close(&opening, Kind::CloseParen);
        self.accesses(inner)
    }

    fn list(&mut self) -> ExprKind {
        let opening = self.bump();
        let mut items = Vec::new();
        self.sequence(&opening, Kind::CloseBrace, |parser| {
            let start = parser.expression();
            let end = (!parser.failed && parser.eat(Kind::DotDot)).then(|| parser.expression());
            items.push(Item { start, end: end.map(Box::new) });
        });
        ExprKind::List(items)
    }

    /// What is read out of a value: arguments, an item, a field.
    fn accesses(&mut self, of: Expr) -> Expr {
        let mut accesses = Vec::new();
        while !self.failed {
            let start = self.start();
            let kind = match self.kind() {
                Kind::OpenParen => self.call(),
                Kind::OpenBrace if !self.ahead.holds_items(self.at) => self.item(),
                Kind::OpenSquare if !self.opens_record() => match self.field_access() {
                    Some(kind) => kind,
                    None => break,
                },
                _ => break,
            };
            accesses.push(Access { kind, span: start..self.end() });
        }
        if accesses.is_empty() {
            return of;
        }
        let span = of.span.start..self.end();
        Expr { kind: ExprKind::Access { of: Box::new(of), accesses }, span }
    }

    fn call(&mut self) -> AccessKind {
        let opening = self.bump();
        let mut arguments = Vec::new();
        self.sequence(&opening, Kind::CloseParen, |parser| arguments.push(parser.expression()));
        AccessKind::Call(arguments)
    }

    fn item(&mut self) -> AccessKind {
        let opening = self.bump();
        self.open.push(Kind::CloseBrace);
        let index = self.expression();
        self.recover_to(Kind::CloseBrace);
        self.open.pop();
        self.close(&opening, Kind::CloseBrace);
        AccessKind::Item { index, optional: self.eat(Kind::Question) }
    }
}

fn number(source: &str) -> f64 {
    let hexadecimal = source.strip_prefix("0x").or_else(|| source.strip_prefix("0X"));
    match hexadecimal {
        Some(digits) => {
            digits.chars().filter_map(|c| c.to_digit(16)).fold(0.0, |sum, digit| sum * 16.0 + f64::from(digit))
        }
        None => source.parse().unwrap_or(f64::NAN),
    }
}
