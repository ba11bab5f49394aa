//! What a merge left behind: `<<<<<<<`, `=======`, `>>>>>>>`.
//!
//! Each conflict is one error. The side above the `=======` is read, the markers and the other side are not, so that
//! nothing else is said of what was never meant to stand together.

use super::lines::{Line, Lines};
use super::{Span, SyntaxError};
use crate::diag::{Code, Severity};

pub static MERGE_CONFLICT: Code = Code {
    id: "TM016",
    name: "merge-conflict",
    severity: Severity::Error,
    explanation:
        "Git could not merge two changes and left both in the file, between markers. Nobody reads such a file \
before one of them is chosen.

Wrong:
    <<<<<<< HEAD
    <tab>formatString: 0
    =======
    <tab>formatString: 0.0
    >>>>>>> other
Right:
    <tab>formatString: 0.0",
};

const MARKERS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];
const OPENS: usize = 0;
const BASE: usize = 1;
const DIVIDES: usize = 2;
const CLOSES: usize = 3;

/// Empties the lines that are not to be read, and says where the conflicts are.
pub fn take_out(text: &str, lines: &mut [Line]) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        match marker(text, &lines[at]) {
            Some(OPENS) => {
                let of_kind = |kind| (at + 1..lines.len()).find(|line| marker(text, &lines[*line]) == Some(kind));
                found.push(lines[at].span());
                let end = match (of_kind(DIVIDES), of_kind(CLOSES)) {
                    (Some(divides), Some(closes)) if divides < closes => {
                        let base = of_kind(BASE).filter(|base| *base < divides).unwrap_or(divides);
                        lines[base..=closes].iter_mut().for_each(empty);
                        closes
                    }
                    _ => at,
                };
                empty(&mut lines[at]);
                at = end + 1;
            }
            // The rest of a conflict that was mended by half.
            Some(CLOSES) => {
                found.push(lines[at].span());
                empty(&mut lines[at]);
                at += 1;
            }
            _ => at += 1,
        }
    }
    found
}

fn marker(text: &str, line: &Line) -> Option<usize> {
    let content = text.get(line.start..line.end)?;
    MARKERS
        .iter()
        .position(|marker| content.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

fn empty(line: &mut Line) {
    (line.content, line.end, line.raw_end, line.column) = (line.start, line.start, line.start, 0);
}

pub fn errors(lines: &Lines) -> Vec<SyntaxError> {
    let one = |span: &Span| {
        SyntaxError::new(&MERGE_CONFLICT, span.clone(), "a merge was not finished")
            .help("keep one of the two sides, and remove the markers")
    };
    lines.conflicts.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use crate::tmdl::parse;

    #[test]
    fn the_upper_side_is_read_and_the_conflict_told_once() {
        let text = "table T\n<<<<<<< HEAD\n\tisHidden\n||||||| base\n\tx\n=======\n\tisHidden: false\n>>>>>>> other\n\tmeasure M = 1\n";
        let document = parse(text);
        assert_eq!(document.errors.len(), 1, "{:?}", document.errors);
        assert_eq!(&text[document.errors[0].span.clone()], "<<<<<<< HEAD");
        let table = &document.objects[0];
        assert_eq!((table.properties.len(), table.children.len()), (1, 1));
    }

    #[test]
    fn half_a_conflict_is_told_as_well_and_other_text_is_not() {
        assert_eq!(parse("table T\n>>>>>>> other\n").errors.len(), 1);
        assert_eq!(parse("table T\n<<<<<<< HEAD\n").errors.len(), 1);
        assert_eq!(parse("/// <<<<<<< HEAD\ntable T\n\tmeasure M =\n\t\t\t1\n").errors, []);
    }
}
