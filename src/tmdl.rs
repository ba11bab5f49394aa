//! TMDL: text to tree to model, and back.
