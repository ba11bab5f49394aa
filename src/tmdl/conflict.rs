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
    let kinds = lines.iter().enumerate().filter_map(|(at, line)| Some((at, marker(text, line)?)));
    let markers: Vec<(usize, usize)> = kinds.collect();
    // For each marker the next of every kind, from the last marker on: a file of markers alone is read once.
    let mut next = [None; MARKERS.len()];
    let mut behind = Vec::with_capacity(markers.len());
    for (at, kind) in markers.iter().rev() {
        behind.push(next);
        next[*kind] = Some(*at);
    }
    let mut found = Vec::new();
    let mut from = 0;
    for ((at, kind), next) in markers.into_iter().zip(behind.into_iter().rev()) {
        match kind {
            _ if at < from => {}
            OPENS => {
                found.push(lines[at].span());
                if let (Some(divides), Some(closes)) = (next[DIVIDES], next[CLOSES])
                    && divides < closes
                {
                    let base = next[BASE].filter(|base| *base < divides).unwrap_or(divides);
                    lines[base..=closes].iter_mut().for_each(empty);
                    from = closes + 1;
                }
                empty(&mut lines[at]);
            }
            // The rest of a conflict that was mended by half.
            CLOSES => {
                found.push(lines[at].span());
                empty(&mut lines[at]);
            }
            _ => {}
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

    #[test]
    fn each_of_many_conflicts_ends_at_its_own_end() {
        let one = "<<<<<<< a\n\tisHidden\n=======\n\tx\n>>>>>>> b\n";
        let document = parse(&format!("table T\n{one}table U\n{one}>>>>>>> d\n"));
        assert_eq!(document.errors.len(), 3);
        assert_eq!(document.objects.iter().map(|table| table.properties.len()).collect::<Vec<_>>(), [1, 1]);
    }

    #[test]
    fn markers_without_end_are_read_in_a_moment() {
        let text = "<<<<<<<\n".repeat(20_000);
        let begun = std::time::Instant::now();
        assert_eq!(parse(&text).errors.len(), 20_000);
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    }
}
