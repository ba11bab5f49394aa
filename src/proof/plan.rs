//! What is to be proved of a model: its roles' filters, compiled, and the columns that they need.

use std::collections::{BTreeMap, BTreeSet};

use super::compile::{Compiler, Kind, Node, Refusal};
use super::schema::{ColumnId, Edge, Schema};
use super::{NOT_EVALUATED, REPEATED_FILTER};
use crate::dax::{self, Span};
use crate::diag::{Diagnostic, Place};
use crate::model::{Property, PropertyValue, Role, TablePermission};
use crate::name::same;
use crate::tmdl::origins::{DEFAULT, Origins, path};

pub struct Plan<'a> {
    pub schema: &'a Schema<'a>,
    pub origins: &'a Origins,
    pub roles: Vec<PlannedRole>,
    /// Calculated columns that are needed, each after those that it needs itself.
    pub calculated: Vec<(ColumnId, Node, Grouping)>,
    /// Columns that have to be read.
    pub needs: BTreeSet<ColumnId>,
    /// Tables that filters read beside their own.
    pub reads: BTreeSet<usize>,
    pub faults: Vec<Diagnostic>,
    /// Calculated columns that cannot be worked out.
    failed: BTreeSet<ColumnId>,
}

pub struct PlannedRole {
    pub name: String,
    pub filters: Vec<TableFilter>,
    /// Tables that the role does not even see the name of.
    pub hidden: BTreeSet<usize>,
    pub members: Vec<String>,
    /// Whether a filter asks who reads.
    pub is_dynamic: bool,
}

pub struct TableFilter {
    pub table: usize,
    pub text: String,
    /// Where it stands, in the words of [`Origins`].
    pub path: String,
    pub node: Node,
    pub grouping: Grouping,
    pub asks_who: bool,
}

/// Which rows have the same answer for sure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// Those of the same values in these columns.
    Columns(Vec<usize>),
    Rows,
}

impl<'a> Plan<'a> {
    pub fn new(schema: &'a Schema<'a>, origins: &'a Origins) -> Self {
        let mut plan = Self {
            schema,
            origins,
            roles: Vec::new(),
            calculated: Vec::new(),
            needs: BTreeSet::new(),
            reads: BTreeSet::new(),
            faults: Vec::new(),
            failed: BTreeSet::new(),
        };
        let mut compiler = Compiler::new(schema);
        for role in &schema.model.roles {
            // A role without the right to read sees nothing at all.
            let reads = role.permission.as_deref().is_some_and(|permission| {
                ["read", "readRefresh", "administrator"].iter().any(|known| same(known, permission))
            });
            if reads {
                let planned = plan.role(&mut compiler, role);
                plan.roles.push(planned);
            }
        }
        for edge in plan.edges(&compiler.reads) {
            compiler.needs.extend([edge.many, edge.one]);
        }
        plan.columns(&mut compiler);
        for edge in plan.edges(&compiler.reads) {
            compiler.needs.extend([edge.many, edge.one]);
        }
        plan.columns(&mut compiler);
        plan.reads = compiler.reads;
        plan
    }

    /// Relationships that carry a filter, and those that say whether a table that is read has a blank row.
    fn edges(&self, reads: &BTreeSet<usize>) -> Vec<&'a Edge> {
        let filtered: BTreeSet<usize> =
            self.roles.iter().flat_map(|role| role.filters.iter().map(|filter| filter.table)).collect();
        let mut found = BTreeSet::new();
        for table in 0..self.schema.model.tables.len() {
            for from in &filtered {
                let path = self.schema.path(*from, table, |edge| edge.security_both);
                found.extend(path.into_iter().flatten().map(|step| step.edge));
            }
            for from in reads {
                let path = self.schema.path(*from, table, |edge| edge.both);
                found.extend(path.into_iter().flatten().map(|step| step.edge));
            }
        }
        found.into_iter().filter_map(|edge| self.schema.edges.get(edge)).collect()
    }

    pub fn place(&self, filter: &TableFilter, span: &Span) -> Place {
        self.origins.inside(&filter.path, DEFAULT, &filter.text, span.clone())
    }

    fn role(&mut self, compiler: &mut Compiler, role: &Role) -> PlannedRole {
        let role_path = path("", "role", role.name.as_str());
        let mut filters: Vec<TableFilter> = Vec::new();
        let mut hidden = BTreeSet::new();
        for permission in &role.table_permissions {
            // A table that is not there is for the checker to tell.
            let Some(table) = self.schema.table(permission.table.as_str()) else { continue };
            let path = path(&role_path, "tablePermission", permission.table.as_str());
            if is_hidden(permission) {
                hidden.insert(table);
            }
            let Some(text) = permission.filter.as_deref().filter(|text| !text.trim().is_empty()) else { continue };
            if filters.iter().any(|filter| filter.table == table) {
                let message = format!("the role `{}` filters `{}` twice", role.name, permission.table);
                self.faults.push(Diagnostic::new(&REPEATED_FILTER, message).at(self.origins.place(&path), ""));
                continue;
            }
            match compile(compiler, table, text) {
                Ok(node) => {
                    let (grouping, asks_who) = (grouping(self.schema, table, &node), asks_who(&node));
                    filters.push(TableFilter { table, text: text.to_owned(), path, node, grouping, asks_who });
                }
                Err(refusal) => {
                    self.refuse(&refusal, &path, DEFAULT, text, &format!("the filter of `{}`", permission.table))
                }
            }
        }
        let is_dynamic = filters.iter().any(|filter| filter.asks_who);
        let members = role.members.iter().map(|member| member.name.clone()).collect();
        PlannedRole { name: role.name.to_string(), filters, hidden, members, is_dynamic }
    }

    fn refuse(&mut self, refusal: &Refusal, path: &str, property: &str, text: &str, of: &str) {
        let message = format!("{of} cannot be evaluated: {}", refusal.what);
        let place = self.origins.inside(path, property, text, refusal.span.clone());
        let diagnostic = Diagnostic::new(&NOT_EVALUATED, message).at(place, "not understood here");
        self.faults
            .push(diagnostic.help("what cannot be evaluated is not proved: write it otherwise, or prove it elsewhere"));
    }

    /// Compiles the calculated columns that are needed, and what they need.
    fn columns(&mut self, compiler: &mut Compiler) {
        let mut compiled: BTreeMap<ColumnId, (Node, BTreeSet<ColumnId>)> = BTreeMap::new();
        loop {
            let open = compiler.needs.iter().copied().find(|id| {
                let is_done = self.calculated.iter().any(|(done, ..)| done == id) || self.failed.contains(id);
                self.expression(*id).is_some() && !compiled.contains_key(id) && !is_done
            });
            let Some(id) = open else { break };
            let Some(text) = self.expression(id) else { break };
            let before = std::mem::take(&mut compiler.needs);
            let node = compile(compiler, id.0, text).and_then(|node| match asks_who(&node) {
                true => Err(Refusal {
                    span: node.span,
                    what: "who reads, in a column that is worked out at refresh".to_owned(),
                }),
                false => Ok(node),
            });
            let own = std::mem::replace(&mut compiler.needs, before);
            compiler.needs.extend(own.iter().copied());
            match node {
                Ok(node) => {
                    compiled.insert(id, (node, own));
                }
                Err(refusal) => {
                    self.failed.insert(id);
                    let table = path("", "table", self.schema.table_name(id.0));
                    let path = path(&table, "column", self.schema.column_name(id));
                    let of = format!("the column `{}`, which a filter or a relationship needs,", self.schema.shown(id));
                    self.refuse(&refusal, &path, DEFAULT, text, &of);
                }
            }
        }
        // Keys of relationships to the tables that filters read tell whether these have a blank row; all are there.
        self.needs = compiler.needs.iter().copied().filter(|id| self.expression(*id).is_none()).collect();
        let mut done: BTreeSet<ColumnId> = self.calculated.iter().map(|(id, ..)| *id).collect();
        while let Some(id) = compiled
            .iter()
            .find(|(_, (_, own))| own.iter().all(|need| !compiled.contains_key(need) || done.contains(need)))
            .map(|(id, _)| *id)
        {
            if let Some((node, _)) = compiled.remove(&id) {
                let grouping = grouping(self.schema, id.0, &node);
                self.calculated.push((id, node, grouping));
                done.insert(id);
            }
        }
        for id in compiled.keys() {
            self.failed.insert(*id);
            let message = format!("the column `{}` needs itself to be worked out", self.schema.shown(*id));
            let place = self.origins.place(&path(
                &path("", "table", self.schema.table_name(id.0)),
                "column",
                self.schema.column_name(*id),
            ));
            self.faults.push(Diagnostic::new(&NOT_EVALUATED, message).at(place, ""));
        }
    }

    /// The DAX of a calculated column.
    pub fn expression(&self, (table, column): ColumnId) -> Option<&'a str> {
        self.schema.model.tables.get(table)?.columns.get(column)?.expression.as_deref()
    }
}

fn compile(compiler: &mut Compiler, table: usize, text: &str) -> Result<Node, Refusal> {
    let parsed = dax::parse_expression(text);
    match parsed.errors.first() {
        Some(error) => Err(Refusal { span: error.span.clone(), what: error.message.clone() }),
        None => compiler.row_expression(table, &parsed.tree),
    }
}

fn is_hidden(permission: &TablePermission) -> bool {
    permission.more.iter().any(|property: &Property| {
        same(&property.name, "metadataPermission")
            && matches!(&property.value, PropertyValue::Text(value) if same(value, "none"))
    })
}

fn asks_who(node: &Node) -> bool {
    let mut asks = false;
    node.walk(&mut |node| asks |= matches!(node.kind, Kind::User));
    asks
}

/// What an answer for a row of the table can depend on.
fn grouping(schema: &Schema, home: usize, node: &Node) -> Grouping {
    let mut columns = BTreeSet::new();
    let (mut calculates, mut reads) = (false, BTreeSet::new());
    node.walk(&mut |node| match &node.kind {
        Kind::Column { scope: 0, place } => {
            columns.insert(*place);
        }
        Kind::Related { scope: 0, edges, .. } => {
            columns.extend(edges.first().and_then(|edge| schema.edges.get(*edge)).map(|edge| edge.many.1));
        }
        Kind::Calculate(..) => calculates = true,
        Kind::Base(table) | Kind::AllRows { table, .. } => {
            reads.insert(*table);
        }
        Kind::Values { columns, .. } => reads.extend(columns.iter().map(|column| column.0)),
        Kind::Lookup { result, .. } => {
            reads.insert(result.0);
        }
        _ => {}
    });
    // Within `CALCULATE` the row filters its own table and whatever is joined to it.
    let is_filtered = |table: &usize| schema.path(home, *table, |_| true).is_some();
    match calculates && reads.iter().any(is_filtered) {
        true => Grouping::Rows,
        false => Grouping::Columns(columns.into_iter().collect()),
    }
}
