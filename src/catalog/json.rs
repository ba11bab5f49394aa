//! The catalog as JSON: stored with the embedded warehouse, printed by `pbiforge inspect`, committed by users.
