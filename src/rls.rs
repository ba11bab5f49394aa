//! Row-level security: mapping files to roles.
