//! How seriously each finding is taken: `[check] levels` of the configuration and `--deny`.
//!
//! A key is a code (`MD201`), its name, the beginning of codes (`MD`, `MD2`) or `warnings`, which is whatever is a
//! warning after all the others. The longer beginning wins over the shorter, the code over both. What is wrong with the
//! text itself stays an error: of a file that cannot be read, no other rule can speak.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::diag::{Code, Diagnostic, Severity, suggest};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Off,
    Note,
    Warning,
    Error,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    pub levels: BTreeMap<String, Level>,
}

/// Why a key of the levels is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The checker gives no such code; the nearest that it gives.
    Unknown(Option<&'static str>),
    /// A fault of syntax is an error and nothing else.
    Syntax(&'static Code),
}

const WARNINGS: &str = "warnings";

/// The numbers of the codes that say a file cannot be read as what it is.
const SYNTAX: &[(&str, RangeInclusive<u16>)] =
    &[("TM", 1..=29), ("TM", 50..=50), ("DX", 1..=19), ("MQ", 1..=19), ("PB", 1..=1)];

/// Whether the code is a fault of syntax, which has neither levels nor exceptions.
pub fn is_syntax(code: &Code) -> bool {
    let Some((group, number)) = code.id.split_at_checked(2) else { return false };
    let number = number.parse().unwrap_or_default();
    code.severity == Severity::Error && SYNTAX.iter().any(|(of, numbers)| *of == group && numbers.contains(&number))
}

/// The code with this id or name, among those that the checker gives.
pub fn code(text: &str) -> Option<&'static Code> {
    super::codes().find(|code| code.id.eq_ignore_ascii_case(text) || code.name.eq_ignore_ascii_case(text))
}

/// The nearest id or name to one that there is not.
pub fn nearest(text: &str) -> Option<&'static str> {
    suggest::nearest(text, super::codes().flat_map(|code| [code.id, code.name]))
}

impl Options {
    /// What is wrong with giving `key` this level.
    pub fn fault(key: &str, level: Level) -> Option<Fault> {
        if let Some(code) = code(key) {
            return (is_syntax(code) && level != Level::Error).then_some(Fault::Syntax(code));
        }
        let is_group = key.len() >= 2 && super::codes().any(|code| begins(code, key));
        (key != WARNINGS && !is_group).then(|| Fault::Unknown(nearest(key)))
    }

    pub fn apply(&self, diagnostics: &mut Vec<Diagnostic>) {
        let mut known: BTreeMap<&str, Option<Level>> = BTreeMap::new();
        diagnostics.retain_mut(|found| {
            let code = found.code;
            if is_syntax(code) {
                return true;
            }
            if let Some(level) = known.entry(code.id).or_insert_with(|| self.level(code))
                && !set(found, *level)
            {
                return false;
            }
            match self.levels.get(WARNINGS) {
                Some(level) if found.severity == Severity::Warning => set(found, *level),
                _ => true,
            }
        });
    }

    /// Whether a key is about the code, and not about the whole of its group: so a rule that is off is turned on.
    pub fn asks_for(&self, code: &Code) -> bool {
        let is_meant = |key: &String| key.eq_ignore_ascii_case(code.name) || key.len() > 2 && begins(code, key);
        self.levels.iter().any(|(key, level)| *level != Level::Off && is_meant(key))
    }

    /// The level that the longest key gives the code.
    fn level(&self, code: &Code) -> Option<Level> {
        let of_code = self
            .levels
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(code.id) || key.eq_ignore_ascii_case(code.name));
        let groups = self.levels.iter().filter(|(key, _)| begins(code, key));
        of_code.or_else(|| groups.max_by_key(|(key, _)| key.len())).map(|(_, level)| *level)
    }
}

fn begins(code: &Code, group: &str) -> bool {
    code.id.get(..group.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(group))
}

/// Gives the diagnostic its level; false where it is off.
fn set(found: &mut Diagnostic, level: Level) -> bool {
    found.severity = match level {
        Level::Off => return false,
        Level::Note => Severity::Note,
        Level::Warning => Severity::Warning,
        Level::Error => Severity::Error,
    };
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::formats::TWO_FORMATS;
    use crate::check::refs::UNRESOLVED_REF;
    use crate::tmdl::declaration::UNCLOSED_QUOTE;

    fn severities(levels: &[(&str, Level)]) -> Vec<(&'static str, Severity)> {
        let levels = levels.iter().map(|(key, level)| ((*key).to_owned(), *level)).collect();
        let mut found: Vec<Diagnostic> =
            [&UNRESOLVED_REF, &TWO_FORMATS, &UNCLOSED_QUOTE].map(|code| Diagnostic::new(code, "")).into();
        found[1].severity = Severity::Error;
        Options { levels }.apply(&mut found);
        found.iter().map(|found| (found.code.id, found.severity)).collect()
    }

    #[test]
    fn the_longest_key_wins_and_syntax_stays() {
        use Severity::{Error, Note, Warning};
        let (one, two, three) = (UNRESOLVED_REF.id, TWO_FORMATS.id, UNCLOSED_QUOTE.id);
        assert_eq!(severities(&[]), [(one, Warning), (two, Error), (three, Error)]);
        assert_eq!(severities(&[("TM", Level::Off)]), [(two, Error), (three, Error)]);
        let levels = [("TM", Level::Off), ("TM05", Level::Note), ("two-formats", Level::Off)];
        assert_eq!(severities(&levels), [(one, Note), (three, Error)]);
        let levels = [("tm051", Level::Warning), ("TM05", Level::Off), ("warnings", Level::Error)];
        assert_eq!(severities(&levels), [(one, Error), (two, Error), (three, Error)]);
        assert_eq!(severities(&[("warnings", Level::Off)]), [(two, Error), (three, Error)]);
    }

    #[test]
    fn a_rule_that_is_off_is_turned_on_by_its_own_keys() {
        let code = crate::check::best_practice::OFF[0];
        let asks = |key: &str, level| Options { levels: [(key.to_owned(), level)].into() }.asks_for(code);
        assert!(asks(code.id, Level::Note) && asks("MD2", Level::Warning) && asks(code.name, Level::Error));
        assert!(!asks("MD", Level::Warning) && !asks("warnings", Level::Error) && !asks(code.id, Level::Off));
    }

    #[test]
    fn keys_that_mean_nothing_are_refused() {
        let fault = |key| Options::fault(key, Level::Off);
        assert_eq!(fault("TM051").or(fault("unresolved-ref")).or(fault("MD")).or(fault("warnings")), None);
        assert_eq!(fault("unresolvd-ref"), Some(Fault::Unknown(Some("unresolved-ref"))));
        assert!(matches!(fault("M"), Some(Fault::Unknown(_))));
        assert_eq!(fault("TM013"), Some(Fault::Syntax(&UNCLOSED_QUOTE)));
        assert_eq!(Options::fault("TM013", Level::Error), None);
    }
}
