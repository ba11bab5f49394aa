//! Cleaning: which raw rows are sales, and why the others are not.
