//! PB049: a file of a report lacks what its kind must have.

use super::shape::What;
use super::unknown_key;
use crate::diag::{Code, Diagnostic, Severity};
use crate::pbir::json::Member;

pub const REQUIRED: Code = Code {
    id: "PB049",
    name: "missing-property",
    severity: Severity::Error,
    explanation: "\
A file of the report lacks a property that its kind must have: a page its `name`, `displayName` and `displayOption`, a
visual its `name`, a bookmark its `name`, `displayName` and `explorationState`, a sort order its `field` and its
`direction`, a column its `Expression` and its `Property`. Power BI Desktop refuses the file.

Wrong:  a `page.json` without \"displayName\"
Right:  a `page.json` with \"displayName\": \"Overview\"
",
};

/// `unknown` are the keys that stand there and have no meaning.
pub(super) fn fault(what: &What, key: &str, unknown: &[&Member]) -> Diagnostic {
    unknown_key::note(Diagnostic::new(&REQUIRED, format!("{what} has no `{key}`")), unknown)
}

/// None of the keys is there of which one has to be.
pub(super) fn none_of(what: &What, keys: &[&str], unknown: &[&Member]) -> Diagnostic {
    let fault = match keys {
        [one, other] => Diagnostic::new(&REQUIRED, format!("{what} has neither `{one}` nor `{other}`")),
        _ => Diagnostic::new(&REQUIRED, format!("{what} has no expression"))
            .help("such as a `Column`, a `Measure` or a `Literal`"),
    };
    unknown_key::note(fault, unknown)
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    const PAGE: &str = "X.Report/definition/pages/p1/page.json";

    #[test]
    fn a_page_is_called_something_and_shown_somehow() {
        assert_eq!(said(&with(PAGE, "\"displayName\"", "\"title\"")), ["PB049 this `page.json` has no `displayName`"]);
        assert_eq!(said(&with(PAGE, "FitToPage", "FitPage")), ["PB050 `displayOption` cannot be `FitPage`"]);
        assert_eq!(said(&with(PAGE, "FitToPage", "ActualSize")), [""; 0]);
    }
}
