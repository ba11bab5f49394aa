//! Values of `[model]` that no model can have.

use super::Options;
use crate::diag::{Code, Diagnostic, Severity};

pub const BAD_VALUE: Code = Code {
    id: "MD106",
    name: "bad-model-option",
    severity: Severity::Error,
    explanation: "A value of `[model]` cannot be used: the name is empty, the culture is no culture such as `en-GB`, \
                  or the compatibility level is older than what a Power BI project can have.",
};

/// The oldest level at which Power BI Desktop saves projects.
const OLDEST_LEVEL: u32 = 1550;

pub(super) fn check(options: &Options) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mut fault = |message: String, help: &str| faults.push(Diagnostic::new(&BAD_VALUE, message).help(help));
    if options.name.trim().is_empty() {
        fault("`[model] name` is empty".to_owned(), "the project's files and folders are called by it");
    }
    if !is_culture(&options.culture) {
        fault(format!("`[model] culture` is `{}`, which is no culture", options.culture), "write one such as `en-GB`");
    }
    if options.compatibility_level < OLDEST_LEVEL {
        let message = format!("`[model] compatibility_level` is {}", options.compatibility_level);
        fault(message, "write 1606, or at least 1550");
    }
    faults
}

/// A language of two or three letters, then parts of letters and digits: `en-GB`, `zh-Hans-CN`.
fn is_culture(culture: &str) -> bool {
    let mut parts = culture.split('-');
    let language = parts.next().unwrap_or_default();
    let is_language = (2..=3).contains(&language.len()) && language.chars().all(|c| c.is_ascii_alphabetic());
    is_language && parts.all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_values_that_a_model_can_have() {
        assert_eq!(check(&Options::default()), []);
    }

    #[test]
    fn every_bad_value_is_told_at_once() {
        let options = Options {
            name: " ".to_owned(),
            culture: "english\n\tisHidden".to_owned(),
            compatibility_level: 1200,
            ..Options::default()
        };
        assert_eq!(check(&options).len(), 3);
    }

    #[test]
    fn cultures_are_a_language_and_its_parts() {
        assert!(["en-GB", "de", "zh-Hans-CN"].into_iter().all(is_culture));
        assert!(!["", "e", "english", "en_GB", "en-", "en GB"].into_iter().any(is_culture));
    }
}
