//! PB051: a key that is all but one that Power BI looks for.

use crate::diag::{Code, Diagnostic, Severity};

pub const MISSPELT_KEY: Code = Code {
    id: "PB051",
    name: "misspelt-key",
    severity: Severity::Error,
    explanation: "\
A key of a report's file differs by a letter or two, or by upper and lower case, from one that can stand there, and is
no known key itself. Power BI Desktop refuses the file; where the schema allows other keys it passes over this one, and
over all that stands below it (a warning).

Wrong:  \"query\": { \"queryStat\": { \"Values\": … } }
Right:  \"query\": { \"queryState\": { \"Values\": … } }
",
};

pub(super) fn fault(key: &str, near: &str) -> Diagnostic {
    let fault = Diagnostic::new(&MISSPELT_KEY, format!("`{key}` is no key that Power BI knows"));
    fault.help(format!("did you mean `{near}`?"))
}

/// The known key that is meant: the same but for upper and lower case, or a letter or two away.
pub(super) fn near<'a>(key: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let distance = |known: &&str| {
        let distance = match known.eq_ignore_ascii_case(key) {
            true => 0,
            false if known.len().abs_diff(key.len()) > FAR => FAR + 1,
            false => strsim::damerau_levenshtein(known, key),
        };
        // Of a short word two letters are too many.
        if known.len() < 7 && distance > (known.len() / 3).min(1) { FAR + 1 } else { distance }
    };
    known.map(|known| (distance(&known), known)).filter(|(distance, _)| *distance <= FAR).min().map(|(_, known)| known)
}

const FAR: usize = 2;

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    const VISUAL: &str = "X.Report/definition/pages/p1/visuals/v1/visual.json";

    #[test]
    fn a_key_that_is_nearly_one_is_named_and_others_pass() {
        let said_of = |key: &str| said(&with(VISUAL, "\"queryState\"", &format!("\"{key}\"")));
        assert_eq!(said_of("queryStat"), ["PB051 `queryStat` is no key that Power BI knows"]);
        assert_eq!(said_of("QueryState"), ["PB051 `QueryState` is no key that Power BI knows"]);
        assert_eq!(said_of("someday"), ["PB049 `query` has no `queryState`"]);
    }
}
