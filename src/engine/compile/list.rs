//! The functions that are evaluated.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::Shaped;
use crate::engine;
use crate::engine::node::Call;

/// A function: its name, its arguments, what it does, the columns of the table that it gives.
///
/// An argument is a letter: `s` a value, `t` a table, `e` a value for each row of the table before it, `c` a column,
/// `v` a column or a table, `x` a column or the name of a table, `f` a filter, `w` a word, `d` a column of dates or a
/// table of one, `C` a column where it is the only argument and else a value, `k` a column where it is not the last
/// argument. Behind `?` they may be left out; those
/// behind `*` may be repeated.
pub struct Entry {
    pub name: &'static str,
    pub arguments: &'static str,
    pub call: Call,
    pub shaped: Shaped,
}

pub const fn entry(name: &'static str, arguments: &'static str, call: Call) -> Entry {
    Entry { name, arguments, call, shaped: Shaped::Value }
}

pub const fn table(name: &'static str, arguments: &'static str, shaped: Shaped, call: Call) -> Entry {
    Entry { name, arguments, call, shaped }
}

const FAMILIES: &[&[Entry]] = &[
    engine::aggregate::FUNCTIONS,
    engine::iterate::FUNCTIONS,
    engine::logic::FUNCTIONS,
    engine::math::FUNCTIONS,
    engine::text::FUNCTIONS,
    engine::date::FUNCTIONS,
    engine::filter::FUNCTIONS,
    engine::information::FUNCTIONS,
    engine::table::FUNCTIONS,
    engine::make::FUNCTIONS,
    engine::rank::FUNCTIONS,
    engine::time::FUNCTIONS,
];

static BY_NAME: LazyLock<FxHashMap<&'static str, &'static Entry>> =
    LazyLock::new(|| FAMILIES.iter().flat_map(|family| family.iter()).map(|entry| (entry.name, entry)).collect());

/// The function of this name, where it is evaluated.
pub fn lookup(name: &str) -> Option<&'static Entry> {
    BY_NAME.get(name.to_ascii_uppercase().as_str()).copied()
}

/// The names of all functions that are evaluated, sorted.
pub fn functions() -> Vec<&'static str> {
    let mut names: Vec<&str> = BY_NAME.keys().copied().collect();
    names.sort_unstable();
    names
}
