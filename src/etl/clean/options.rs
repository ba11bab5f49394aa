//! The `[clean]` section of the configuration, and the rules it comes down to.

use serde::{Deserialize, Serialize};

use super::Patterns;

/// Codes that are sold on invoices without being products, unless the configuration says otherwise.
const NON_PRODUCTS: [&str; 16] = [
    "POST",
    "DOT",
    "C2",
    "M",
    "D",
    "S",
    "B",
    "ADJUST",
    "ADJUST2",
    "BANK CHARGES",
    "AMAZONFEE",
    "CRUK",
    "TEST*",
    "PADS",
    "DCGS*",
    "GIFT_*",
];

/// What `[clean]` may say. A key that is not set takes the value of the preset; a key that is set wins over it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Where the other keys take their values from. `default`: every rule below. `plain`: customer present, quantity
    /// and price above zero, and nothing else.
    pub preset: Preset,
    /// Which repeats go. `invoice`: a block of lines that stands again later in the same invoice, as where two
    /// exports overlap; `line`: every repeat of a whole line; `none`. Default `invoice`, plain `none`.
    pub dedupe: Option<Dedupe>,
    /// Whether lines of cancellations go, which their invoice number alone tells. A negative quantity on an ordinary
    /// invoice is not a cancellation: it goes as a non-positive quantity. Default `true`, plain `false`.
    pub cancellations: Option<bool>,
    /// What the number of a cancellation begins with, in either case; empty for none.
    pub cancellation_prefix: String,
    /// Whether the line that a cancellation takes back goes with it. Default `true`, plain `false`.
    pub cancelled_originals: Option<bool>,
    /// Whether adjustments such as bad debt go. Default `true`, plain `false`.
    pub adjustments: Option<bool>,
    /// What the number of an adjustment begins with, in either case; empty for none.
    pub adjustment_prefix: String,
    /// Whether lines without a customer go; kept ones belong to the customer `Unknown`. `true` in both presets.
    pub missing_customer: Option<bool>,
    /// What a product is. `upper`: the stock code without outer spaces, in upper case; `raw`: as it is written.
    /// Default `upper`, plain `raw`.
    pub stock_code: Option<StockCode>,
    /// Stock codes that are no products, such as postage: exact, or everything that begins so with a `*` at the end;
    /// in either case. Their lines are kept as revenue, but make no basket. Default a list, plain none.
    pub non_products: Option<Vec<String>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Preset {
    #[default]
    Default,
    Plain,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dedupe {
    Invoice,
    Line,
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StockCode {
    Upper,
    Raw,
}

/// The options with everything decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    pub dedupe: Dedupe,
    pub cancellations: bool,
    pub cancellation_prefix: String,
    pub cancelled_originals: bool,
    pub adjustments: bool,
    pub adjustment_prefix: String,
    pub missing_customer: bool,
    pub stock_code: StockCode,
    pub non_products: Patterns,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            preset: Preset::Default,
            dedupe: None,
            cancellations: None,
            cancellation_prefix: "C".to_owned(),
            cancelled_originals: None,
            adjustments: None,
            adjustment_prefix: "A".to_owned(),
            missing_customer: None,
            stock_code: None,
            non_products: None,
        }
    }
}

impl Options {
    /// What the preset and the keys that are set come down to.
    pub fn resolved(&self) -> Rules {
        let full = self.preset == Preset::Default;
        Rules {
            dedupe: self.dedupe.unwrap_or(if full { Dedupe::Invoice } else { Dedupe::None }),
            cancellations: self.cancellations.unwrap_or(full),
            cancellation_prefix: self.cancellation_prefix.clone(),
            cancelled_originals: self.cancelled_originals.unwrap_or(full),
            adjustments: self.adjustments.unwrap_or(full),
            adjustment_prefix: self.adjustment_prefix.clone(),
            missing_customer: self.missing_customer.unwrap_or(true),
            stock_code: self.stock_code.unwrap_or(if full { StockCode::Upper } else { StockCode::Raw }),
            non_products: match &self.non_products {
                Some(patterns) => Patterns::new(patterns),
                None if full => Patterns::new(NON_PRODUCTS),
                None => Patterns::default(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(toml: &str) -> Rules {
        toml::from_str::<Options>(toml).expect("valid options").resolved()
    }

    #[test]
    fn an_empty_section_is_every_rule() {
        let rules = rules("");
        assert_eq!(rules, Options::default().resolved());
        assert_eq!((rules.dedupe, rules.stock_code), (Dedupe::Invoice, StockCode::Upper));
        assert!(rules.cancellations && rules.cancelled_originals && rules.adjustments && rules.missing_customer);
        assert!(rules.non_products.has("post") && rules.non_products.has("gift_0001_20"));
        assert!(!rules.non_products.has("85123A"));
    }

    #[test]
    fn plain_turns_off_what_the_plain_rule_does_not_have() {
        let rules = rules("preset = 'plain'");
        assert_eq!((rules.dedupe, rules.stock_code), (Dedupe::None, StockCode::Raw));
        assert!(!rules.cancellations && !rules.cancelled_originals && !rules.adjustments && rules.missing_customer);
        assert!(!rules.non_products.has("POST"));
    }

    #[test]
    fn a_key_that_is_set_wins_over_the_preset() {
        let rules = rules("preset = 'plain'\ndedupe = 'invoice'\nnon_products = ['POST']");
        assert_eq!(rules.dedupe, Dedupe::Invoice);
        assert!(rules.non_products.has("POST") && !rules.cancellations);
    }

    #[test]
    fn an_unknown_key_or_value_is_refused() {
        assert!(toml::from_str::<Options>("dedup = 'invoice'").is_err());
        assert!(toml::from_str::<Options>("dedupe = 'rows'").is_err());
    }

    #[test]
    fn options_written_as_toml_read_back_as_themselves() {
        let options = Options { dedupe: Some(Dedupe::Line), cancellations: Some(false), ..Options::default() };
        let text = toml::to_string(&options).expect("printable");
        assert_eq!(toml::from_str::<Options>(&text).expect("valid"), options);
    }
}
