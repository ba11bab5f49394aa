//! Where a function may be used, and what speaks against it.

/// What holds of a function beside its signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notes {
    pub realm: Realm,
    pub visuals: Visuals,
    /// Whether a calculated column or a row filter may use it on a table in DirectQuery mode.
    pub direct_query: bool,
    /// Its value depends on who asks: a calculated column needs the user's context for it.
    pub per_user: bool,
    /// Two evaluations may differ.
    pub volatile: bool,
    /// It stands inside a call of one of these, at whatever depth; empty where it may stand anywhere.
    pub inside: &'static [&'static str],
    /// What to write rather.
    pub instead: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Realm {
    Everywhere,
    /// Queries only, no expression of the model.
    Query,
    /// Calculation items and format strings, where a measure is at hand.
    CalculationItem,
    VisualCalculation,
}

/// Of visual calculations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visuals {
    Allowed,
    /// It works, but gives nothing meaningful there.
    Discouraged,
    Refused,
}

/// Where an expression stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    CalculatedColumn,
    CalculatedTable,
    Measure,
    /// A calculation item, or a format string of one or of a measure.
    CalculationItem,
    /// The filter of a role on a table.
    RowFilter,
    VisualCalculation,
    Query,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Allowed,
    /// Allowed, but the result is hardly what was meant.
    Discouraged,
    /// Only in a calculated column whose expression context is the user's.
    NeedsUserContext,
    Refused,
}

pub const EVERYWHERE: Notes = Notes {
    realm: Realm::Everywhere,
    visuals: Visuals::Allowed,
    direct_query: true,
    per_user: false,
    volatile: false,
    inside: &[],
    instead: None,
};
/// No calculated column and no row filter in DirectQuery mode.
pub const NOT_IN_DIRECT_QUERY: Notes = Notes { direct_query: false, ..EVERYWHERE };

impl Notes {
    pub const fn realm(self, realm: Realm) -> Self {
        Self { realm, ..self }
    }
    pub const fn visuals(self, visuals: Visuals) -> Self {
        Self { visuals, ..self }
    }
    pub const fn per_user(self) -> Self {
        Self { per_user: true, ..self }
    }
    pub const fn volatile(self) -> Self {
        Self { volatile: true, ..self }
    }
    pub const fn inside(self, inside: &'static [&'static str]) -> Self {
        Self { inside, ..self }
    }
    pub const fn instead(self, instead: &'static str) -> Self {
        Self { instead: Some(instead), ..self }
    }

    /// How the function stands in an expression that is used so.
    pub fn standing(&self, at: Use) -> Standing {
        match (self.realm, at) {
            (Realm::Query, Use::Query) => Standing::Allowed,
            (Realm::Query, _) => Standing::Refused,
            (Realm::VisualCalculation, Use::VisualCalculation | Use::Query) => Standing::Allowed,
            (Realm::VisualCalculation, _) => Standing::Refused,
            // A measure that a calculation item refers to sees the measure at hand as the item does.
            (Realm::CalculationItem, Use::CalculationItem | Use::Query) => Standing::Allowed,
            (Realm::CalculationItem, Use::Measure) => Standing::Discouraged,
            (Realm::CalculationItem, _) => Standing::Refused,
            (Realm::Everywhere, Use::VisualCalculation) => match self.visuals {
                Visuals::Allowed => Standing::Allowed,
                Visuals::Discouraged => Standing::Discouraged,
                Visuals::Refused => Standing::Refused,
            },
            (Realm::Everywhere, Use::CalculatedColumn) if self.per_user => Standing::NeedsUserContext,
            (Realm::Everywhere, Use::CalculatedTable) if self.per_user => Standing::Refused,
            (Realm::Everywhere, _) => Standing::Allowed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dax::functions::lookup;

    #[test]
    fn what_is_refused_somewhere_is_allowed_elsewhere() {
        let standing = |name, at| lookup(name).expect(name).notes.standing(at);
        assert_eq!(standing("INFO.TABLES", Use::Query), Standing::Allowed);
        assert_eq!(standing("INFO.TABLES", Use::Measure), Standing::Refused);
        assert_eq!(standing("INFO.VIEW.TABLES", Use::CalculatedTable), Standing::Allowed);
        assert_eq!(standing("RUNNINGSUM", Use::Measure), Standing::Refused);
        assert_eq!(standing("RUNNINGSUM", Use::VisualCalculation), Standing::Allowed);
        assert_eq!(standing("TOTALYTD", Use::VisualCalculation), Standing::Discouraged);
        assert_eq!(standing("RELATED", Use::VisualCalculation), Standing::Refused);
        assert_eq!(standing("USERPRINCIPALNAME", Use::RowFilter), Standing::Allowed);
        assert_eq!(standing("USERPRINCIPALNAME", Use::CalculatedColumn), Standing::NeedsUserContext);
        assert_eq!(standing("SELECTEDMEASURE", Use::CalculationItem), Standing::Allowed);
        assert_eq!(standing("SELECTEDMEASURE", Use::RowFilter), Standing::Refused);
    }
}
