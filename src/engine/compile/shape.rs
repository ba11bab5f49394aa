//! The columns of the table that a function gives.

use super::Compiler;
use crate::dax::Span;
use crate::engine::evaluate::{Evaluated, fails, refused};
use crate::engine::node::{Kind, Node, Shape, ShapeColumn};
use crate::proof::value::Value;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shaped {
    /// No table.
    Value,
    /// As the argument of this number.
    As(usize),
    /// The columns that are named, or those of the table that is.
    Named,
    /// Pairs of a name and a value from this argument on, behind the columns of the first where they are kept.
    Pairs { from: usize, keeps: bool },
    /// All columns of all tables.
    Cross,
    /// `[Value]`
    Series,
    /// The columns from the second argument on, with the values of the first.
    Treated,
    /// The columns of the first argument, without what they are of.
    Union,
}

impl Compiler<'_, '_> {
    pub(super) fn shape_of(&self, shaped: Shaped, span: &Span, arguments: &[Node]) -> Evaluated<Option<Shape>> {
        let of = |node: &Node| -> Evaluated<Shape> {
            match (&node.kind, &node.shape) {
                (_, Some(shape)) => Ok((**shape).clone()),
                (Kind::Table(table), None) => Ok(self.base_shape(*table)),
                (Kind::Column(id), None) => Ok(self.one(*id)),
                _ => Err(refused(&node.span, "what is no table where one is needed")),
            }
        };
        let text = |node: &Node| match &node.kind {
            Kind::Constant(Value::Text(text)) => Ok(text.to_string()),
            _ => Err(refused(&node.span, "the name of a column that is no constant")),
        };
        let at = |place: usize| arguments.get(place).ok_or_else(|| fails(span, "too few arguments"));
        Ok(Some(match shaped {
            Shaped::Value => return Ok(None),
            Shaped::As(place) => of(at(place)?)?,
            Shaped::Named => match arguments {
                [] => Shape::default(),
                [one] => of(one)?,
                several => {
                    let columns = several.iter().map(|one| Ok(of(one)?.columns)).collect::<Evaluated<Vec<_>>>()?;
                    Shape { base: None, columns: columns.concat() }
                }
            },
            Shaped::Pairs { from, keeps } => {
                let mut columns = if keeps { of(at(0)?)?.columns } else { Vec::new() };
                let pairs = arguments.get(from..).unwrap_or_default().chunks_exact(2);
                if !pairs.remainder().is_empty() {
                    return Err(fails(span, "a name without a value"));
                }
                for pair in pairs {
                    // `SELECTCOLUMNS` keeps what a column is of, where it is one as it stands.
                    let origin = match (&pair[1].kind, keeps) {
                        (Kind::Cell { scope, place }, false) if from == 1 && *scope == self.scopes.len() => {
                            let shape = of(at(0)?)?;
                            shape.columns.get(*place).and_then(|column| column.origin)
                        }
                        _ => None,
                    };
                    columns.push(ShapeColumn { name: text(&pair[0])?, origin });
                }
                Shape { base: None, columns }
            }
            Shaped::Cross => {
                let columns = arguments.iter().map(|one| Ok(of(one)?.columns)).collect::<Evaluated<Vec<_>>>()?;
                Shape { base: None, columns: columns.concat() }
            }
            Shaped::Series => {
                Shape { base: None, columns: vec![ShapeColumn { name: "Value".to_owned(), origin: None }] }
            }
            Shaped::Treated => {
                let columns = arguments.get(1..).unwrap_or_default().iter().map(|one| Ok(of(one)?.columns));
                Shape { base: None, columns: columns.collect::<Evaluated<Vec<_>>>()?.concat() }
            }
            Shaped::Union => {
                let (first, second) = (of(at(0)?)?, of(at(1)?)?);
                let columns = first.columns.iter().enumerate().map(|(place, column)| ShapeColumn {
                    name: column.name.clone(),
                    origin: column
                        .origin
                        .filter(|origin| second.columns.get(place).is_some_and(|other| other.origin == Some(*origin))),
                });
                Shape { base: None, columns: columns.collect() }
            }
        }))
    }

    pub(super) fn one(&self, id: crate::proof::schema::ColumnId) -> Shape {
        let column = ShapeColumn { name: self.schema.column_name(id).to_owned(), origin: Some(id) };
        Shape { base: None, columns: vec![column] }
    }
}
