//! The variables and parameters that can be seen, found by name: a block may have tens of thousands.

use std::collections::HashMap;

use super::types::Type;
use crate::dax::tree::Name;
use crate::dax::tree::query::FunctionParameter;

#[derive(Clone, Debug)]
pub struct Variable<'i> {
    pub name: Name,
    pub ty: Type<'i>,
    pub is_parameter: bool,
    pub is_used: bool,
}

/// The outermost first; of two of one name the later one is seen.
#[derive(Debug, Default)]
pub struct Variables<'i> {
    all: Vec<Variable<'i>>,
    /// Places in `all`.
    by_name: HashMap<String, Vec<usize>>,
}

impl<'i> Variables<'i> {
    pub fn push(&mut self, variable: Variable<'i>) {
        self.by_name.entry(variable.name.text.to_lowercase()).or_default().push(self.all.len());
        self.all.push(variable);
    }

    pub fn count(&self) -> usize {
        self.all.len()
    }

    pub fn has(&self, name: &str) -> bool {
        self.place(name).is_some()
    }

    pub fn get(&self, name: &str) -> Option<&Variable<'i>> {
        self.all.get(self.place(name)?)
    }

    pub fn get_mut(&mut self, name: &str) -> Option<&mut Variable<'i>> {
        let at = self.place(name)?;
        self.all.get_mut(at)
    }

    /// The one that was declared since there were `count`.
    pub fn since(&mut self, count: usize, name: &str) -> Option<&mut Variable<'i>> {
        let places = self.by_name.get(&name.to_lowercase())?;
        let at = *places.get(places.partition_point(|at| *at < count))?;
        self.all.get_mut(at)
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|variable| variable.name.text.as_str())
    }

    /// Takes off those that were declared since there were `count`, in their order.
    pub fn leave(&mut self, count: usize) -> Vec<Variable<'i>> {
        let left = self.all.split_off(count.min(self.all.len()));
        for variable in &left {
            if let Some(places) = self.by_name.get_mut(&variable.name.text.to_lowercase()) {
                places.retain(|at| *at < count);
            }
        }
        left
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.by_name.get(&name.to_lowercase())?.last().copied()
    }
}

impl Variable<'_> {
    pub fn parameter(parameter: &FunctionParameter) -> Self {
        Variable { name: parameter.name.clone(), ty: Type::Unknown, is_parameter: true, is_used: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variable(text: &str) -> Variable<'static> {
        let name = Name { text: text.to_owned(), ..Name::default() };
        Variable { name, ty: Type::Unknown, is_parameter: false, is_used: false }
    }

    #[test]
    fn the_inner_hides_the_outer_until_it_is_left() {
        let mut variables = Variables::default();
        variables.push(variable("a"));
        let outside = variables.count();
        variables.push(variable("A"));
        assert_eq!(variables.get_mut("a").map(|found| found.name.text.as_str()), Some("A"));
        assert_eq!(variables.since(outside, "a").map(|found| found.name.text.as_str()), Some("A"));
        assert_eq!(variables.leave(outside).len(), 1);
        assert_eq!(variables.get_mut("A").map(|found| found.name.text.as_str()), Some("a"));
        assert!(variables.since(outside, "a").is_none());
        variables.leave(0);
        assert!(!variables.has("a"));
    }
}
