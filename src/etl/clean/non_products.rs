//! Which stock codes are no products.

/// Stock codes, exact or by their beginning (`GIFT_*`), in either case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patterns {
    exact: Vec<String>,
    prefixes: Vec<String>,
}

impl Patterns {
    /// An empty pattern matches nothing; a lone `*` everything.
    pub fn new(patterns: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let mut new = Self::default();
        for pattern in patterns {
            let pattern = pattern.as_ref().trim().to_uppercase();
            match pattern.strip_suffix('*') {
                Some(prefix) => new.prefixes.push(prefix.to_owned()),
                None if pattern.is_empty() => {}
                None => new.exact.push(pattern),
            }
        }
        new
    }

    /// Whether a pattern matches the stock code.
    pub fn has(&self, stock_code: &str) -> bool {
        let code = stock_code.trim().to_uppercase();
        self.exact.contains(&code) || self.prefixes.iter().any(|prefix| code.starts_with(prefix))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_exact_unless_it_ends_with_a_star() {
        let patterns = Patterns::new(["M", "gift_*", ""]);
        assert!(patterns.has("m") && patterns.has(" M ") && patterns.has("GIFT_0001_20"));
        assert!(!patterns.has("MM") && !patterns.has("GIFT") && !patterns.has(""));
    }
}
