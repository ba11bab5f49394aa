//! Expressions that give tables.

use super::{Compiled, Compiler, Kind, Node, Refusal, Shape, ShapeColumn, refuse};
use crate::dax::Span;
use crate::dax::tree::{Expr, ExprKind, Literal};
use crate::proof::schema::ColumnId;

impl Compiler<'_> {
    /// A column that is named, not read: an argument of `VALUES` or `ALL`.
    pub(super) fn named(&self, tree: &Expr) -> Result<ColumnId, Refusal> {
        match &tree.kind {
            ExprKind::Column(column) if column.level.is_none() => match &column.table {
                Some(table) => self.column_id(&tree.span, &table.text, &column.name.text),
                None => {
                    let home = self.schema.table_name(self.home);
                    self.column_id(&tree.span, home, &column.name.text)
                }
            },
            ExprKind::Parenthesised(inner) => self.named(inner),
            _ => Err(refuse(&tree.span, "an expression where the name of a column is needed")),
        }
    }

    pub(super) fn shape_of(&self, columns: &[ColumnId]) -> Shape {
        let column = |id: &ColumnId| ShapeColumn { name: self.schema.column_name(*id).to_owned(), origin: Some(*id) };
        Shape { base: None, columns: columns.iter().map(column).collect() }
    }

    pub(super) fn values(
        &mut self,
        span: &Span,
        column: &Expr,
        blank: bool,
        all: bool,
    ) -> Result<(Node, Shape), Refusal> {
        let column = self.named(column)?;
        self.needs.insert(column);
        self.reads.insert(column.0);
        Ok((self.node(span, Kind::Values { columns: vec![column], blank, all }), self.shape_of(&[column])))
    }

    pub(super) fn all(&mut self, span: &Span, blank: bool, arguments: &[&Expr]) -> Compiled {
        if let [Expr { kind: ExprKind::Name(name), .. }] = arguments {
            let Some(table) = self.schema.table(&name.text) else {
                return Err(refuse(span, format!("`{}`, which is no table", name.text)));
            };
            self.reads.insert(table);
            let shape = self.base_shape(table);
            return Ok((self.node(span, Kind::AllRows { table, blank }), Some(shape)));
        }
        let columns = arguments.iter().map(|one| self.named(one)).collect::<Result<Vec<_>, _>>()?;
        let table = columns.first().map_or(0, |column| column.0);
        if columns.iter().any(|column| column.0 != table) {
            return Err(refuse(span, "`ALL` of columns of several tables"));
        }
        self.needs.extend(columns.iter().copied());
        self.reads.insert(table);
        let shape = self.shape_of(&columns);
        Ok((self.node(span, Kind::Values { columns, blank, all: true }), Some(shape)))
    }

    /// Pairs of a name and a value, or columns alone.
    pub(super) fn select(&mut self, span: &Span, rows: &Expr, columns: &[&Expr]) -> Compiled {
        let (rows, from) = self.table(rows)?;
        let mut shape = Shape::default();
        let mut values = Vec::new();
        let mut rest = columns;
        while let Some((first, after)) = rest.split_first() {
            let (name, value, after) = match (&first.kind, after) {
                (ExprKind::Literal(Literal::Text(name)), [value, after @ ..]) => (Some(name.clone()), *value, after),
                (ExprKind::Column(_), after) => (None, *first, after),
                _ => return Err(refuse(&first.span, "a column of `SELECTCOLUMNS` without a name")),
            };
            let node = self.within(from.clone(), |compiler| compiler.scalar(value))?;
            let origin = match node.kind {
                Kind::Column { scope, place } if scope == self.scopes.len() => {
                    from.columns.get(place).and_then(|column| column.origin)
                }
                _ => None,
            };
            let name = name.or_else(|| origin.map(|id| self.schema.column_name(id).to_owned())).unwrap_or_default();
            shape.columns.push(ShapeColumn { name, origin });
            values.push(node);
            rest = after;
        }
        Ok((self.node(span, Kind::Select(Box::new(rows), values)), Some(shape)))
    }

    /// `{ 1, 2 }`, `{ (1, "a"), (2, "b") }`
    pub(super) fn rows(&mut self, span: &Span, rows: &[Expr]) -> Compiled {
        let mut compiled = Vec::new();
        for row in rows {
            let cells: Vec<&Expr> = match &row.kind {
                ExprKind::Row(cells) => cells.iter().collect(),
                _ => vec![row],
            };
            compiled.push(self.scalars(&cells)?);
        }
        let width = compiled.first().map_or(0, Vec::len);
        if width == 0 || compiled.iter().any(|row| row.len() != width) {
            return Err(refuse(span, "a table whose rows differ in width"));
        }
        let name = |at: usize| if width == 1 { "Value".to_owned() } else { format!("Value{}", at + 1) };
        let columns = (0..width).map(|at| ShapeColumn { name: name(at), origin: None }).collect();
        Ok((self.node(span, Kind::Rows(compiled)), Some(Shape { base: None, columns })))
    }
}
