//! The checker: one rule a file, over the project in memory.
