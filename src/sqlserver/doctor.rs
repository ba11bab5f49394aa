//! What a database allows, asked of the database itself.
