//! The star schema: facts and dimensions from the kept rows.
