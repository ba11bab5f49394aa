//! Why there are no rules: too many of them, or the world.

use polars_core::error::PolarsError;

use crate::diag::{Code, Diagnostic, Severity};

/// A region has more itemsets or rules than the options allow.
pub const TOO_MANY_ITEMSETS: Code = Code {
    id: "ET107",
    name: "too-many-itemsets",
    severity: Severity::Error,
    explanation: "With a low support nearly everything is frequent, and the number of itemsets grows beyond any \
memory: a hundred products that always stand together make 2^100 of them. The mining stops at `basket.max_itemsets` \
itemsets, or `basket.max_rules` rules, of one region.

Wrong:  [basket]
        min_support = 0.0001
        max_length = 8
Right:  [basket]
        min_support = 0.01
        max_length = 3",
};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// About the user's options and data: see [`Error::diagnostic`].
    #[error("region `{region}` has more than {what} in at least {min_count} of its {invoices} invoices")]
    TooMany { what: What, region: String, min_count: u32, invoices: usize },
    #[error("cannot make baskets")]
    Frame(#[from] PolarsError),
}

/// What there is too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Itemsets { max: usize },
    Rules { max: usize },
}

impl std::fmt::Display for What {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            What::Itemsets { max } => write!(f, "{max} itemsets"),
            What::Rules { max } => write!(f, "{max} rules"),
        }
    }
}

impl Error {
    /// What the user can do about it; `None` where it is the world that failed.
    pub fn diagnostic(&self) -> Option<Diagnostic> {
        let Error::TooMany { what, .. } = self else { return None };
        let diagnostic = Diagnostic::new(&TOO_MANY_ITEMSETS, self.to_string());
        let help = match what {
            What::Itemsets { max } => {
                let raise = "raise `basket.min_support` or `basket.min_count`, or lower `basket.max_length`";
                [raise.to_owned(), format!("or raise `basket.max_itemsets`, now {max}, if the memory is there")]
            }
            What::Rules { max } => {
                let raise = "raise `basket.min_confidence`, `basket.min_lift` or `basket.min_support`";
                [raise.to_owned(), format!("or raise `basket.max_rules`, now {max}, if the memory is there")]
            }
        };
        Some(help.into_iter().fold(diagnostic, Diagnostic::help))
    }
}
