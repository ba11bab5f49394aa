//! Row-level security: the two mapping files, and the roles that they feed: one that asks who reads, one for each
//! region, or both.
//!
//! Every table of the model is decided: it is reached by the region's filter, filtered by itself, declared public,
//! or nobody in the role sees a row of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diag::Code;
use crate::model::ColumnReference;

pub mod every_region;
pub mod hide;
pub mod mapping;
pub mod members;
pub mod public;
pub mod reach;
pub mod role;
pub mod roles;
pub mod static_roles;

#[cfg(test)]
mod testing;

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
    &mapping::LOOKS_ALIKE,
    &mapping::ODD_CHARACTERS,
    &mapping::SPACES,
    &mapping::coverage::UNMANAGED_REGION,
    &mapping::coverage::UNCLAIMED_COUNTRY,
    &mapping::coverage::SEES_NOTHING,
    &mapping::coverage::EMPTY_REGION,
    &mapping::SPELLED_TWO_WAYS,
    &mapping::UNREADABLE_WORKBOOK,
    &role::UNKNOWN_PUBLIC_TABLE,
    &role::CLOSED_BY_MODE,
    &static_roles::ROLE_NAME_CLASH,
    &roles::BOTH_MODES_LIVE,
    &hide::UNKNOWN_HIDDEN,
    &hide::HIDDEN_AND_USED,
    &hide::HIDES_WHAT_SECURES,
    &hide::HIDDEN_IN_SEVERAL_ROLES,
];

/// `[roles]`: who sees what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// File of countries and the region that claims each.
    pub regions: String,
    /// File of regions and the managers who see each; `*` is every region.
    pub managers: String,
    /// Whether one role asks who reads, or each region has a role of its own.
    pub mode: Mode,
    /// Name of the dynamic role.
    pub role: String,
    /// Name of the role that sees every region, where regions have roles of their own.
    pub all_regions: String,
    /// Tables whose every row any member of the role may see, by their name in the model.
    pub public: Vec<String>,
    /// Role, or `*` for each, to tables and columns that are not there for its members, by their name in the model or
    /// in the warehouse: `Sales[Unit Price]`, `fact_sales.unit_price`, `Product`.
    pub hide: BTreeMap<String, Vec<String>>,
}

/// Which roles are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// One role that looks its reader up in the table of managers.
    #[default]
    Dynamic,
    /// One role a region.
    Static,
    Both,
}

impl Mode {
    pub fn is_dynamic(self) -> bool {
        self != Mode::Static
    }
    pub fn is_static(self) -> bool {
        self != Mode::Dynamic
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            regions: "roles/regions.csv".to_owned(),
            managers: "roles/region_managers.csv".to_owned(),
            mode: Mode::Dynamic,
            role: "Regional Manager".to_owned(),
            all_regions: "All Regions".to_owned(),
            public: vec!["Date".to_owned(), "Product".to_owned()],
            hide: BTreeMap::new(),
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
