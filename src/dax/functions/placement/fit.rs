//! How badly an argument's shape fits a parameter.

use super::Shape;
use crate::dax::functions::signature::{Clause, Kind, Parameter, Presence, Scalar};

/// As good as certain.
const FITS: u32 = 0;
/// It may be what is wanted, by way of a variable or a conversion.
const DOUBTFUL: u32 = 1;
/// It looks like something else.
const UNLIKELY: u32 = 2;
/// It cannot be.
const NEVER: u32 = 3;

impl Parameter {
    /// 0 for a fit, 3 for what cannot be.
    pub fn misfit(&self, shape: &Shape) -> u32 {
        match shape {
            Shape::Unknown => FITS,
            Shape::Omitted if self.presence == Presence::Required => NEVER,
            Shape::Omitted => FITS,
            shape => {
                // Where a word is wanted, another value than a constant belongs rather to the next parameter.
                let wants_word = self.words().next().is_some();
                let constant = matches!(shape, Shape::Number | Shape::Boolean | Shape::Text);
                let fits = self.kinds.iter().map(|kind| match kind {
                    Kind::Scalar(scalar) if wants_word && !constant => (of_scalar(*scalar, shape) + 1).min(NEVER),
                    kind => of_kind(kind, shape),
                });
                fits.min().unwrap_or(NEVER)
            }
        }
    }
}

fn of_kind(kind: &Kind, shape: &Shape) -> u32 {
    match kind {
        Kind::Scalar(scalar) => of_scalar(*scalar, shape),
        Kind::Table => of_table(shape),
        Kind::BaseTable => match shape {
            Shape::QuotedTable | Shape::Word(_) => FITS,
            // It gives the reference, not the rows.
            Shape::Call(function) if function.name == "TABLEOF" => FITS,
            Shape::Call(function) if function.signature.gives_table() => UNLIKELY,
            _ => NEVER,
        },
        Kind::Column(_) => match shape {
            Shape::Qualified | Shape::Bracketed => FITS,
            Shape::Word(_) => DOUBTFUL,
            Shape::Call(_) => UNLIKELY,
            _ => NEVER,
        },
        Kind::Measure => match shape {
            Shape::Qualified | Shape::Bracketed => FITS,
            Shape::Word(_) => DOUBTFUL,
            _ => NEVER,
        },
        Kind::Calendar => match shape {
            Shape::QuotedTable | Shape::Word(_) => FITS,
            _ => NEVER,
        },
        Kind::Dates => match shape {
            Shape::Qualified | Shape::Bracketed => FITS,
            Shape::Call(function) if function.signature.gives_table() => FITS,
            Shape::Word(_) | Shape::QuotedTable | Shape::Operation | Shape::Call(_) => DOUBTFUL,
            _ => NEVER,
        },
        Kind::Name => match shape {
            Shape::Text => FITS,
            _ => NEVER,
        },
        Kind::Words(words) => match shape {
            Shape::Word(given) if words.iter().any(|word| word.eq_ignore_ascii_case(given)) => FITS,
            _ => NEVER,
        },
        Kind::Filter => match shape {
            Shape::Text | Shape::Number => NEVER,
            Shape::Call(function) => {
                let signature = &function.signature;
                let may =
                    signature.gives_table() || signature.gives_value() || signature.gives_clause(Clause::Modifier);
                if may { FITS } else { NEVER }
            }
            _ => FITS,
        },
        Kind::Clause(clause) => match shape {
            Shape::Call(function) if function.signature.gives_clause(*clause) => FITS,
            _ => NEVER,
        },
        Kind::Related => match shape {
            Shape::Call(function) if function.name == "RELATED" => FITS,
            _ => NEVER,
        },
        Kind::Axis => match shape {
            Shape::Word(word) if is_axis(word) => FITS,
            Shape::Word(_) => UNLIKELY,
            _ => NEVER,
        },
        Kind::Rows => match shape {
            Shape::Braces => FITS,
            _ => NEVER,
        },
    }
}

fn of_scalar(scalar: Scalar, shape: &Shape) -> u32 {
    match shape {
        Shape::Qualified | Shape::Bracketed | Shape::Operation | Shape::Number | Shape::Boolean => FITS,
        Shape::Text if matches!(scalar, Scalar::Any | Scalar::Text | Scalar::DateTime) => FITS,
        Shape::Text | Shape::Word(_) => DOUBTFUL,
        Shape::Call(function) if function.signature.gives_value() => FITS,
        // A table of one value is that value.
        Shape::Call(function) if function.signature.gives_table() => DOUBTFUL,
        Shape::Braces => DOUBTFUL,
        _ => NEVER,
    }
}

fn of_table(shape: &Shape) -> u32 {
    match shape {
        Shape::Word(_) | Shape::QuotedTable | Shape::Braces => FITS,
        Shape::Call(function) if function.signature.gives_table() => FITS,
        Shape::Call(function) if function.signature.gives_value() => UNLIKELY,
        Shape::Qualified | Shape::Bracketed => UNLIKELY,
        _ => NEVER,
    }
}

fn is_axis(words: &str) -> bool {
    words.split(' ').all(|word| word.eq_ignore_ascii_case("ROWS") || word.eq_ignore_ascii_case("COLUMNS"))
}
