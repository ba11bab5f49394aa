//! Where the tables live: one trait, published all or nothing, described by a catalog.
