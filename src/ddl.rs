//! T-SQL files to a catalog: what a folder of `CREATE TABLE`, `CREATE VIEW` and the like would make.
//!
//! Files as people have them: scripts that Management Studio generated, the files of a database project, migrations
//! in order, our own `sql/`. They are read as if every statement ran once, in the order of the files; what an `IF`
//! guards is taken as done. What a table cannot follow (procedures, grants, settings, data) is passed over; a
//! `CREATE TABLE`, `CREATE VIEW` or `ALTER TABLE` that is not understood is an error with its place.
//!
//! [`lex`] never fails; statements about tables are read from its tokens, the queries of views by `sqlparser`.
//! Nothing here panics, and nesting is bounded, whatever the text.

use crate::catalog::Catalog;
use crate::diag::{Code, Diagnostic, Severity};
use crate::file_tree::FileTree;

mod alter;
mod batch;
mod cursor;
mod database;
mod expression;
mod lex;
pub mod notes;
pub mod property;
mod resolve;
mod scope;
mod table;
pub mod text;
pub mod types;
mod view;

pub use database::Database;

pub const CODES: &[&Code] =
    &[&UNREADABLE, &UNSUPPORTED_TYPE, &UNKNOWN_TYPE, &UNKNOWN_TABLE, &FOREIGN_KEY_OUTSIDE, &REPEATED_TABLE, &NO_TABLES];

pub const UNREADABLE: Code = Code {
    id: "SC040",
    name: "unreadable-ddl",
    severity: Severity::Error,
    explanation: "A `CREATE TABLE`, `CREATE VIEW` or `ALTER TABLE` could not be understood, so the catalog would lack \
                  what it makes. Either the statement is not T-SQL that SQL Server would take, or it uses a form that \
                  pbiforge does not know: write it in a plainer one, or inspect the database itself.

Wrong:  CREATE TABLE mart.store (store_id nvarchar(10) NOT NULL,
Right:  CREATE TABLE mart.store (store_id nvarchar(10) NOT NULL);",
};

pub const UNSUPPORTED_TYPE: Code = Code {
    id: "SC041",
    name: "unsupported-column-type",
    severity: Severity::Warning,
    explanation: "A column has a type that a Power BI model cannot hold (binary, xml, geography, sql_variant, a time \
                  of day and the like) or one that is not known, so the column is left out. To have it in the model, \
                  show it in a view as a text, a number or a date.

Wrong:  opens_at time NOT NULL
Right:  opens_at nvarchar(5) NOT NULL",
};

pub const UNKNOWN_TYPE: Code = Code {
    id: "SC042",
    name: "unknown-view-column-type",
    severity: Severity::Warning,
    explanation: "The type of a view's column, or of a computed one, does not follow from its expression by the rules \
                  pbiforge knows, so the column is left out. A CAST around the expression says it.

Wrong:  CREATE VIEW v AS SELECT dbo.margin(price) AS margin FROM sale
Right:  CREATE VIEW v AS SELECT CAST(dbo.margin(price) AS decimal(19, 4)) AS margin FROM sale",
};

pub const UNKNOWN_TABLE: Code = Code {
    id: "SC043",
    name: "unknown-altered-table",
    severity: Severity::Warning,
    explanation: "The files alter a table that none of them makes, so the columns or keys they add to it are not in \
                  the catalog. Give all the files that make the schema.

Wrong:  pbiforge inspect --ddl migrations/007_add_store.sql
Right:  pbiforge inspect --ddl migrations/",
};

pub const FOREIGN_KEY_OUTSIDE: Code = Code {
    id: "SC044",
    name: "foreign-key-outside",
    severity: Severity::Note,
    explanation: "A foreign key refers to a table that is not part of the catalog: it stands in another schema, or \
                  its columns could not be taken in. The model gets the table without that relationship.

Wrong:  store_id int REFERENCES crm.store (store_id)
Right:  store_id int REFERENCES mart.store (store_id)",
};

pub const REPEATED_TABLE: Code = Code {
    id: "SC045",
    name: "repeated-definition",
    severity: Severity::Warning,
    explanation: "The files make one table or view twice, without an `IF` and without dropping it in between. The \
                  first definition counts, as it would for the server, which refuses the second.

Wrong:  CREATE TABLE store (id int); CREATE TABLE store (id int, city nvarchar(50));
Right:  CREATE TABLE store (id int); ALTER TABLE store ADD city nvarchar(50);",
};

pub const NO_TABLES: Code = Code {
    id: "SC046",
    name: "no-tables",
    severity: Severity::Error,
    explanation: "The SQL files make no table or view, or none in the schema that was asked for, so there is nothing \
                  that a model could show.

Wrong:  pbiforge inspect --ddl procedures/
Right:  pbiforge inspect --ddl tables/ views/",
};

/// The catalog of what the files make in a schema, or in every schema, and what is to be said about it.
///
/// The files are expected to be text already ([`text::decode`]): places count its bytes.
pub fn read(files: &FileTree, schema: Option<&str>) -> (Catalog, Vec<Diagnostic>) {
    Database::read(files).catalog(schema)
}

#[cfg(test)]
mod tests;
