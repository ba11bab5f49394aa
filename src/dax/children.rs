//! What stands directly within an expression or a query.

use super::tree::query::{Definition, DefinitionKind, Evaluation, Function, OrderKey, Query, VisualShape};
use super::tree::{Expr, ExprKind};

impl Expr {
    /// The expressions directly within this one, in the order of the text.
    pub fn children(&self) -> Vec<&Expr> {
        match &self.kind {
            ExprKind::Literal(_)
            | ExprKind::Column(_)
            | ExprKind::Name(_)
            | ExprKind::Words(_)
            | ExprKind::Parameter(_)
            | ExprKind::Omitted
            | ExprKind::Error => Vec::new(),
            ExprKind::Call(call) => call.arguments.iter().collect(),
            ExprKind::Filtered(filtered) => std::iter::once(&filtered.measure).chain(&filtered.filters).collect(),
            ExprKind::Unary(unary) => vec![&unary.operand],
            ExprKind::Chain(chain) => {
                std::iter::once(&*chain.first).chain(chain.rest.iter().map(|link| &link.operand)).collect()
            }
            ExprKind::Table(items) | ExprKind::Row(items) => items.iter().collect(),
            ExprKind::Parenthesised(inner) => vec![inner],
            ExprKind::Block(block) => {
                block.variables.iter().map(|variable| &variable.value).chain([&*block.body]).collect()
            }
        }
    }

    /// This expression and everything within it, each before what is within it.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Expr)) {
        visit(self);
        for child in self.children() {
            child.walk(visit);
        }
    }
}

impl Query {
    /// The outermost expressions, in the order of the text.
    pub fn expressions(&self) -> Vec<&Expr> {
        let definitions = self.definitions.iter().flat_map(Definition::expressions);
        definitions.chain(self.evaluations.iter().flat_map(Evaluation::expressions)).collect()
    }
}

impl Definition {
    pub fn expressions(&self) -> Vec<&Expr> {
        match &self.kind {
            DefinitionKind::Measure { value, .. }
            | DefinitionKind::Column { value, .. }
            | DefinitionKind::Variable { value, .. }
            | DefinitionKind::MParameter { value, .. } => vec![value],
            DefinitionKind::Table { value, shape, .. } => {
                std::iter::once(value).chain(shape.iter().flat_map(VisualShape::expressions)).collect()
            }
            DefinitionKind::Function { function, .. } => function.expressions(),
        }
    }
}

impl VisualShape {
    pub fn expressions(&self) -> Vec<&Expr> {
        let axes = self.axes.iter().flat_map(|axis| {
            let groups = axis.groups.iter().flat_map(|group| group.columns.iter().chain(&group.total));
            groups.chain(axis.order_by.iter().map(|order| &order.key))
        });
        axes.chain(&self.densify).collect()
    }
}

impl Evaluation {
    pub fn expressions(&self) -> Vec<&Expr> {
        let keys = self.order_by.iter().map(|order: &OrderKey| &order.key);
        std::iter::once(&self.table).chain(keys).chain(&self.start_at).collect()
    }
}

impl Function {
    /// Defaults of parameters, then the body.
    pub fn expressions(&self) -> Vec<&Expr> {
        self.parameters.iter().filter_map(|parameter| parameter.default.as_ref()).chain([&self.body]).collect()
    }
}
