//! What names mean in a query: its sources and their columns.

use super::types::SqlType;
use crate::name;

/// A value's type, as far as it follows from what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Typed {
    /// `None` where it is not known.
    pub kind: Option<SqlType>,
    pub nullable: bool,
}

pub const UNKNOWN: Typed = Typed { kind: None, nullable: true };

#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    pub name: String,
    pub typed: Typed,
}

/// What a table, a view or a query shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Relation {
    pub columns: Vec<Shown>,
    /// It has columns that nobody here knows of.
    pub is_open: bool,
}

impl Relation {
    pub fn open() -> Self {
        Self { columns: Vec::new(), is_open: true }
    }

    /// The same with other column names, where there are some.
    pub fn renamed<'a>(mut self, names: impl IntoIterator<Item = &'a str>) -> Self {
        for (column, name) in self.columns.iter_mut().zip(names) {
            name.clone_into(&mut column.name);
        }
        self
    }

    pub fn column(&self, name: &str) -> Option<Typed> {
        self.columns.iter().find(|column| name::same(&column.name, name)).map(|column| column.typed)
    }

    /// As the side of an outer join that may be missing.
    pub fn outer(&mut self) {
        self.columns.iter_mut().for_each(|column| column.typed.nullable = true);
    }
}

/// The sources of one `FROM`, by the names they go by, inside those of the query around it.
#[derive(Default)]
pub struct Scope<'o> {
    pub sources: Vec<(String, Relation)>,
    pub around: Option<&'o Scope<'o>>,
}

impl Scope<'_> {
    /// `column`, or `source.column` with whatever stands before the source.
    pub fn find(&self, source: Option<&str>, column: &str) -> Typed {
        let sources = self.sources.iter().filter(|(own, _)| source.is_none_or(|name| name::same(own, name)));
        let mut is_open = false;
        for (_, relation) in sources {
            if let Some(typed) = relation.column(column) {
                return typed;
            }
            is_open |= relation.is_open;
        }
        match self.around {
            Some(around) if !is_open => around.find(source, column),
            _ => UNKNOWN,
        }
    }
}
