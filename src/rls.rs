//! Row-level security: the two mapping files, and the one dynamic role that they feed.
//!
//! Every table of the model is decided: it is reached by the region's filter, filtered by itself, declared public,
//! or nobody in the role sees a row of it.

use serde::{Deserialize, Serialize};

use crate::diag::Code;
use crate::model::ColumnReference;

pub mod every_region;
pub mod mapping;
pub mod reach;
pub mod role;

pub const CODES: &[&Code] = &[
    &mapping::NOT_UTF8,
    &mapping::HEADER,
    &mapping::EMPTY_CELL,
    &mapping::CLAIMED_TWICE,
    &mapping::DUPLICATE_LINE,
    &mapping::UNKNOWN_REGION,
    &mapping::RESERVED_REGION,
    &mapping::NOT_A_PRINCIPAL,
    &mapping::FORMULA,
    &mapping::LINE_BREAK,
    &mapping::EXTRA_CELL,
    &mapping::TWO_SPELLINGS,
    &mapping::NOTHING_MAPPED,
    &role::UNKNOWN_PUBLIC_TABLE,
    &role::CLOSED_BY_MODE,
];

/// `[roles]`: who sees what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// File of countries and the region that claims each.
    pub regions: String,
    /// File of regions and the managers who see each; `*` is every region.
    pub managers: String,
    /// Name of the dynamic role.
    pub role: String,
    /// Tables whose every row any member of the role may see, by their name in the model.
    pub public: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            regions: "roles/regions.csv".to_owned(),
            managers: "roles/region_managers.csv".to_owned(),
            role: "Regional Manager".to_owned(),
            public: vec!["Date".to_owned(), "Product".to_owned()],
        }
    }
}

/// Where in the model the role finds regions and managers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchors {
    /// The key of the table of regions.
    pub region: ColumnReference,
    /// The region of the mapping table.
    pub managed_region: ColumnReference,
    /// The manager of the mapping table.
    pub manager: ColumnReference,
}
