//! Names without brackets: variables, tables, calendars.

use std::rc::Rc;

use super::binder::Binder;
use super::types::{Relation, Type};
use super::{Target, rules};
use crate::dax::tree::Name;

impl<'i> Binder<'i> {
    pub fn name(&mut self, name: &Name) -> Type<'i> {
        if !name.quoted
            && let Some(ty) = self.variable(name)
        {
            return ty;
        }
        if let Some(table) = self.index.table(&name.text) {
            self.refer(&name.span, Target::Table(table));
            return Type::Table(Rc::new(Relation::base(table)));
        }
        if let Some(calendar) = self.index.calendar(&name.text) {
            self.refer(&name.span, Target::Calendar(calendar));
            return Type::Unknown;
        }
        let fault = rules::unknown_name::name(self, name);
        self.report(fault);
        self.forgive(name);
        Type::Unknown
    }

    /// The variable of this name that is nearest.
    fn variable(&mut self, name: &Name) -> Option<Type<'i>> {
        let variable = self.variables.get_mut(&name.text)?;
        variable.is_used = true;
        let (declared, ty) = (variable.name.span.clone(), variable.ty.clone());
        let target = if variable.is_parameter { Target::Parameter(declared) } else { Target::Variable(declared) };
        self.refer(&name.span, target);
        Some(ty)
    }

    /// The variable that was perhaps meant is not unused as well: that would say one mistake twice.
    fn forgive(&mut self, name: &Name) {
        let near = self.index.suggestions.nearest(&name.text, self.variables.names()).map(str::to_owned);
        if let Some(variable) = near.and_then(|near| self.variables.get_mut(&near)) {
            variable.is_used = true;
        }
    }

    pub fn has_variable(&self, name: &str) -> bool {
        self.variables.has(name)
    }
}
