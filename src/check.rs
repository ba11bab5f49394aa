//! The checker: one rule a file, over the project in memory.

pub mod report;
pub mod schemas;
