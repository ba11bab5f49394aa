//! PB050: a property that has one of a few words has another.

use super::shape::What;
use crate::diag::{Code, Diagnostic, Severity};

pub const UNKNOWN_WORD: Code = Code {
    id: "PB050",
    name: "unknown-report-word",
    severity: Severity::Error,
    explanation: "\
The schemas of a report let some properties be one of a few words only: the type of a filter, of a resource or of an
interaction, the direction of a sort order. Upper and lower case matter. Power BI Desktop refuses the file. In a file
that is newer than pbiforge this is a warning.

Wrong:  \"type\": \"TopM\" in a filter
Right:  \"type\": \"TopN\"
",
};

pub(super) fn fault(what: &What, word: &str, known: &[&str]) -> Diagnostic {
    let fault = Diagnostic::new(&UNKNOWN_WORD, format!("{what} cannot be `{word}`"));
    let is_number = word.parse::<f64>().is_ok();
    let fault = if is_number { fault } else { fault.did_you_mean(word, known.iter().copied()) };
    match known {
        _ if !fault.help.is_empty() => fault,
        [one] => fault.help(format!("it is always `{one}`")),
        known => fault.help(format!("it is one of `{}`", known.join("`, `"))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    const REPORT: &str = "X.Report/definition/report.json";
    const PAGE: &str = "X.Report/definition/pages/p1/page.json";

    #[test]
    fn a_word_that_is_none_is_named_where_it_stands() {
        let tree = with(REPORT, "\"type\": \"CustomTheme\"", "\"type\": \"CustmoTheme\"");
        assert_eq!(said(&tree), ["PB050 `type` cannot be `CustmoTheme`"]);
        let filter = |kind: &str| {
            let filters = format!("\"filterConfig\": {{\"filters\": [{{\"name\": \"f\", \"type\": \"{kind}\"}}]}}, ");
            with(PAGE, "\"displayName\"", &format!("{filters}\"displayName\""))
        };
        assert_eq!(said(&filter("TopM")), ["PB050 `type` cannot be `TopM`"]);
        assert_eq!(said(&filter("Advanced")), [""; 0]);
    }
}
