//! The layout of queries and functions.

use super::layout::Layout;
use crate::dax::tree::Name;
use crate::dax::tree::query::{
    Definition, DefinitionKind, Evaluation, Function, FunctionParameter, OrderKey, Query, VisualShape,
};

impl Layout<'_> {
    pub fn query(&mut self, query: &Query) {
        if !query.definitions.is_empty() {
            self.keyword();
            self.indented(|layout| {
                for definition in &query.definitions {
                    layout.hard();
                    layout.definition(definition);
                }
            });
        }
        for (place, evaluation) in query.evaluations.iter().enumerate() {
            if place > 0 || !query.definitions.is_empty() {
                self.blank();
            }
            self.evaluation(evaluation);
        }
    }

    fn definition(&mut self, definition: &Definition) {
        self.keyword();
        self.space();
        match &definition.kind {
            DefinitionKind::Measure { table, value, .. } | DefinitionKind::Column { table, value, .. } => {
                self.qualified(table.as_ref());
                self.space();
                self.token();
                self.value(value);
            }
            DefinitionKind::Variable { value, .. } | DefinitionKind::MParameter { value, .. } => {
                self.token();
                self.space();
                self.token();
                self.value(value);
            }
            DefinitionKind::Table { value, shape, .. } => {
                self.token();
                self.space();
                self.token();
                self.value(value);
                if let Some(shape) = shape {
                    self.indented(|layout| layout.visual_shape(shape));
                }
            }
            DefinitionKind::Function { function, .. } => {
                self.token();
                self.space();
                self.token();
                self.space();
                self.function(function);
            }
        }
    }

    fn qualified(&mut self, table: Option<&Name>) {
        if table.is_some() {
            self.token();
        }
        self.token();
    }

    fn visual_shape(&mut self, shape: &VisualShape) {
        self.hard();
        self.keywords(3);
        self.indented(|layout| {
            for axis in &shape.axes {
                layout.hard();
                layout.keyword();
                layout.space();
                layout.token();
                layout.indented(|layout| {
                    for group in &axis.groups {
                        layout.hard();
                        layout.keyword();
                        layout.space();
                        for (place, column) in group.columns.iter().enumerate() {
                            if place > 0 {
                                layout.token();
                                layout.space();
                            }
                            layout.expression(column);
                        }
                        if let Some(total) = &group.total {
                            layout.space();
                            layout.keyword();
                            layout.space();
                            layout.expression(total);
                        }
                    }
                    if !axis.order_by.is_empty() {
                        layout.hard();
                        layout.order_by(&axis.order_by);
                    }
                });
            }
            if let Some(densify) = &shape.densify {
                layout.hard();
                layout.keyword();
                layout.value(densify);
            }
        });
    }

    fn evaluation(&mut self, evaluation: &Evaluation) {
        self.keyword();
        self.value(&evaluation.table);
        if !evaluation.order_by.is_empty() {
            self.hard();
            self.order_by(&evaluation.order_by);
        }
        if !evaluation.start_at.is_empty() {
            self.hard();
            self.keywords(2);
            self.separated(&evaluation.start_at, |layout, value| layout.expression(value));
        }
    }

    fn order_by(&mut self, keys: &[OrderKey]) {
        self.keywords(2);
        self.separated(keys, |layout, key| {
            layout.expression(&key.key);
            if key.direction.is_some() {
                layout.space();
                layout.keyword();
            }
        });
    }

    fn separated<T>(&mut self, items: &[T], one: impl Fn(&mut Self, &T)) {
        self.group(|layout| {
            layout.indented(|layout| {
                for (place, item) in items.iter().enumerate() {
                    if place > 0 {
                        layout.token();
                    }
                    layout.line();
                    one(layout, item);
                }
            });
        });
    }

    pub fn function(&mut self, function: &Function) {
        self.parameters(&function.parameters, function.trailing_comma);
        self.space();
        self.token();
        self.value(&function.body);
    }

    fn parameters(&mut self, parameters: &[FunctionParameter], trailing_comma: bool) {
        self.group(|layout| {
            layout.token();
            if parameters.is_empty() {
                return layout.token();
            }
            layout.indented(|layout| {
                layout.edge(false);
                for (place, parameter) in parameters.iter().enumerate() {
                    if place > 0 {
                        layout.token();
                        layout.line();
                    }
                    layout.parameter(parameter);
                }
                if trailing_comma {
                    layout.token();
                }
            });
            layout.edge(true);
            layout.token();
        });
    }

    fn parameter(&mut self, parameter: &FunctionParameter) {
        self.token();
        let hints = usize::from(parameter.kind.is_some())
            + usize::from(parameter.subtype.is_some())
            + usize::from(parameter.passing.is_some());
        if hints > 0 {
            self.space();
            self.token();
            self.space();
            self.keywords(hints);
        }
        if let Some(default) = &parameter.default {
            self.space();
            self.token();
            self.space();
            self.expression(default);
        }
    }
}
