//! Texts with values in braces: `{[Revenue]}`, `{Customer[Country]}`, each with `:` and a format string behind it.

/// A stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    /// A field as page files write it.
    Field {
        field: String,
        format: Option<String>,
    },
}

/// `Err` says what is wrong.
pub fn pieces(text: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_owned()));
        }
        let Some((inside, after)) = after.split_once('}') else {
            return Err(format!("`{{{after}` has no closing brace"));
        };
        // A name may have a colon, a format a bracket: the first of both together is the end of the field.
        let end = [inside.find("]:"), inside.find("):")].into_iter().flatten().min();
        pieces.push(match end {
            Some(end) => Piece::Field {
                field: inside.get(..=end).unwrap_or_default().to_owned(),
                format: inside.get(end + 2..).map(str::to_owned),
            },
            None => Piece::Field { field: inside.to_owned(), format: None },
        });
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_stands_behind_a_field() {
        let field = |field: &str, format: Option<&str>| Piece::Field {
            field: field.to_owned(),
            format: format.map(str::to_owned),
        };
        let text = |text: &str| Piece::Text(text.to_owned());
        assert_eq!(
            pieces("a {[B: c]:#,0;(#,0)} d{SUM(E[f])}").expect("a text"),
            [text("a "), field("[B: c]", Some("#,0;(#,0)")), text(" d"), field("SUM(E[f])", None)]
        );
        assert_eq!(pieces("plain").expect("a text"), [text("plain")]);
        assert!(pieces("{[Revenue").is_err());
    }
}
