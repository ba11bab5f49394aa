//! All roles of a model, as the configuration wants them.

use std::collections::BTreeMap;

use super::{Anchors, Mode, Options, hide, public, role, static_roles};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Model;
use crate::region::Mapping;

pub const BOTH_MODES_LIVE: Code = Code {
    id: "RL039",
    name: "both-modes-live",
    severity: Severity::Error,
    explanation: "Where the table of regions is asked at query time, the dynamic role needs a relationship from the \
                  table of managers that filters for security in both directions. A role of one region closes the \
                  table of managers, and over that relationship would close everything.\n\n\
                  Wrong:  [roles]\n        mode = \"both\"\n        [model.modes]\n        dim_region = \"directQuery\"\n\
                  Right:  mode = \"dynamic\" or \"static\", or dim_region imported",
};

/// Adds the roles; `sources` are the model's names of the warehouse's tables.
pub fn add(
    model: &mut Model,
    anchors: &Anchors,
    options: &Options,
    mapping: &Mapping,
    sources: &BTreeMap<String, String>,
) -> Vec<Diagnostic> {
    if options.mode == Mode::Both && role::is_live(model, &anchors.region.table) {
        let message = "a model whose regions are asked at query time cannot have both kinds of roles";
        return vec![
            Diagnostic::new(&BOTH_MODES_LIVE, message).help("set `[roles] mode` to \"dynamic\" or \"static\""),
        ];
    }
    let mut faults = Vec::new();
    match options.mode.is_dynamic() {
        true => faults.extend(role::add(model, anchors, options)),
        false => faults.extend(role::unknown_public(model, options)),
    }
    if options.mode.is_static() {
        faults.extend(static_roles::add(model, anchors, options, mapping));
    }
    public::annotate(model, options);
    faults.extend(hide::add(model, anchors, options, mapping, sources));
    faults
}
