//! Relationships, as DAX follows them.

use crate::model;
use crate::name::same;

#[derive(Clone, Debug, Default)]
pub struct Relationship {
    /// Table and column of the side that is many, unless the cardinality says otherwise.
    pub from: (String, String),
    pub to: (String, String),
    pub from_is_one: bool,
    pub to_is_one: bool,
    pub is_active: bool,
}

impl Relationship {
    pub fn new(source: &model::Relationship) -> Self {
        let end = |end: &model::ColumnReference| (end.table.as_str().to_owned(), end.column.as_str().to_owned());
        let is_one = |cardinality: Option<&str>, default| {
            cardinality.map_or(default, |cardinality| cardinality.eq_ignore_ascii_case("one"))
        };
        Self {
            from: end(&source.from),
            to: end(&source.to),
            from_is_one: is_one(source.from_cardinality.as_deref(), false),
            to_is_one: is_one(source.to_cardinality.as_deref(), true),
            is_active: source.is_active != Some(false),
        }
    }

    /// Whether it joins these two columns, in either order.
    pub fn joins(&self, left: (&str, &str), right: (&str, &str)) -> bool {
        let is = |end: &(String, String), given: (&str, &str)| same(&end.0, given.0) && same(&end.1, given.1);
        is(&self.from, left) && is(&self.to, right) || is(&self.from, right) && is(&self.to, left)
    }
}
