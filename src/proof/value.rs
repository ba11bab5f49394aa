//! Values as DAX compares them.
//!
//! Text is compared without regard to case and with regard to accents, as the one collation of Power BI has it
//! (sqlbi.com, "Letter case-sensitivity in DAX"); blanks at the end of a text count for nothing, as in SQL. BLANK is
//! equal to `0`, `""` and `FALSE` by `=`, and only to itself by `==` and `IN` (dax.guide, "Strictly equal to";
//! learn.microsoft.com, "The IN operator"). Text is never converted to be compared with something else: that is an
//! error, here as there.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::dax::tree::Operator;

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Blank,
    Text(Arc<str>),
    Integer(i64),
    Number(f64),
    Boolean(bool),
    /// Days since 30 December 1899, the day that DAX counts from.
    Date(f64),
}

/// A value as a key: two values are one in a column exactly when their keys are equal.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    Blank,
    Boolean(bool),
    /// The bits of a float of one zero.
    Number(u64),
    Text(String),
}

/// Two values that DAX does not compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Incomparable;

impl Value {
    pub fn text(text: &str) -> Self {
        Value::Text(text.into())
    }

    pub fn key(&self) -> Key {
        match self {
            Value::Blank => Key::Blank,
            Value::Text(text) => Key::Text(fold(text)),
            Value::Boolean(value) => Key::Boolean(*value),
            other => Key::Number((other.number().unwrap_or_default() + 0.0).to_bits()),
        }
    }

    /// What kind of value it is, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Blank => "BLANK",
            Value::Text(_) => "text",
            Value::Integer(_) | Value::Number(_) => "a number",
            Value::Boolean(_) => "true or false",
            Value::Date(_) => "a date",
        }
    }

    /// As a number, where it is one; BLANK is zero.
    pub fn number(&self) -> Option<f64> {
        match self {
            Value::Blank => Some(0.0),
            Value::Integer(value) => Some(*value as f64),
            Value::Number(value) | Value::Date(value) => Some(*value),
            Value::Text(_) | Value::Boolean(_) => None,
        }
    }

    /// Of numbers only: no truth value, no date, and BLANK is none.
    pub fn figure(&self) -> Option<f64> {
        match self {
            Value::Integer(_) | Value::Number(_) => self.number(),
            _ => None,
        }
    }

    /// Whether a comparison holds; `None` for an operator that compares nothing.
    pub fn compares(&self, operator: Operator, other: &Self) -> Result<Option<bool>, Incomparable> {
        if operator == Operator::StrictlyEqual {
            return self.is(other).map(Some);
        }
        let order = self.order(other)?;
        Ok(Some(match operator {
            Operator::Equal => order.is_eq(),
            Operator::NotEqual => order.is_ne(),
            Operator::Less => order.is_lt(),
            Operator::LessOrEqual => order.is_le(),
            Operator::Greater => order.is_gt(),
            Operator::GreaterOrEqual => order.is_ge(),
            _ => return Ok(None),
        }))
    }

    /// What can be reckoned without fractions: with BLANK, which is zero in a sum and nothing in a product (sqlbi.com,
    /// "BLANK handling in DAX"), and whole numbers that stay whole.
    pub fn reckons(&self, operator: Operator, other: &Self) -> Option<Self> {
        let is_blank = [self, other].map(|value| *value == Value::Blank);
        match operator {
            Operator::Multiply if is_blank.contains(&true) => return Some(Value::Blank),
            Operator::Divide if is_blank[0] => return Some(Value::Blank),
            Operator::Add | Operator::Subtract if is_blank == [true, true] => return Some(Value::Blank),
            _ => {}
        }
        let (Value::Integer(a), Value::Integer(b)) = (self, other) else { return None };
        let whole = match operator {
            Operator::Add => a.checked_add(*b),
            Operator::Subtract => a.checked_sub(*b),
            Operator::Multiply => a.checked_mul(*b),
            _ => None,
        };
        whole.map(Value::Integer)
    }

    /// As a condition; BLANK is false. `None` for text, which is none.
    pub fn truth(&self) -> Option<bool> {
        match self {
            Value::Boolean(value) => Some(*value),
            Value::Text(_) => None,
            other => other.number().map(|number| number != 0.0),
        }
    }

    /// As text, as `&` writes it; BLANK is empty. `None` for a number with decimals and for a date, whose text
    /// depends on the reader's language.
    pub fn written(&self) -> Option<Arc<str>> {
        match self {
            Value::Blank => Some("".into()),
            Value::Text(text) => Some(text.clone()),
            Value::Integer(value) => Some(value.to_string().into()),
            Value::Boolean(value) => Some(if *value { "TRUE" } else { "FALSE" }.into()),
            Value::Number(_) | Value::Date(_) => None,
        }
    }

    /// `=`
    pub fn equals(&self, other: &Value) -> Result<bool, Incomparable> {
        Ok(self.order(other)? == Ordering::Equal)
    }

    /// `==`
    pub fn is(&self, other: &Value) -> Result<bool, Incomparable> {
        match (self, other) {
            (Value::Blank, Value::Blank) => Ok(true),
            (Value::Blank, _) | (_, Value::Blank) => Ok(false),
            _ => self.equals(other),
        }
    }

    /// `<`, `=` or `>`; BLANK is the zero, the empty text or the false of the other side.
    pub fn order(&self, other: &Value) -> Result<Ordering, Incomparable> {
        match (self, other) {
            (Value::Blank, Value::Text(text)) => Ok(order_texts("", text)),
            (Value::Text(text), Value::Blank) => Ok(order_texts(text, "")),
            (Value::Blank, Value::Boolean(value)) => Ok(false.cmp(value)),
            (Value::Boolean(value), Value::Blank) => Ok(value.cmp(&false)),
            (Value::Text(a), Value::Text(b)) => Ok(order_texts(a, b)),
            (Value::Boolean(a), Value::Boolean(b)) => Ok(a.cmp(b)),
            (Value::Integer(a), Value::Integer(b)) => Ok(a.cmp(b)),
            _ => match (self.number(), other.number()) {
                (Some(a), Some(b)) => a.partial_cmp(&b).ok_or(Incomparable),
                _ => Err(Incomparable),
            },
        }
    }
}

/// A text as the collation sees it.
pub fn fold(text: &str) -> String {
    text.trim_end_matches(' ').to_lowercase()
}

/// Whether the collation takes two texts for one.
pub fn same_text(a: &str, b: &str) -> bool {
    order_texts(a, b).is_eq()
}

/// Like the order of the folded texts, without making them where that can be seen.
fn order_texts(a: &str, b: &str) -> Ordering {
    if !(a.is_ascii() && b.is_ascii()) {
        return fold(a).cmp(&fold(b));
    }
    let (a, b) = (a.trim_end_matches(' ').bytes(), b.trim_end_matches(' ').bytes());
    a.map(|byte| byte.to_ascii_lowercase()).cmp(b.map(|byte| byte.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_one_whatever_its_case_and_two_by_its_accents() {
        let equals = |a: &str, b: &str| Value::text(a).equals(&Value::text(b));
        assert_eq!(equals("Nordics", "NORDICS"), Ok(true));
        assert_eq!(equals("Ärzte", "ärzte "), Ok(true));
        assert_eq!(equals("Cafe", "Café"), Ok(false));
        assert_eq!(Value::text("North").key(), Value::text("north").key());
    }

    #[test]
    fn blank_is_zero_empty_and_false_but_not_strictly() {
        for zero in [Value::text(""), Value::Integer(0), Value::Number(0.0), Value::Boolean(false), Value::Date(0.0)] {
            assert_eq!(Value::Blank.equals(&zero), Ok(true), "{zero:?}");
            assert_eq!(zero.equals(&Value::Blank), Ok(true), "{zero:?}");
            assert_eq!(Value::Blank.is(&zero), Ok(false), "{zero:?}");
        }
        assert_eq!(Value::Blank.is(&Value::Blank), Ok(true));
        assert_eq!(Value::Blank.order(&Value::Integer(-1)), Ok(Ordering::Greater));
        assert_eq!(Value::Blank.truth(), Some(false));
    }

    #[test]
    fn text_and_numbers_are_not_compared() {
        assert_eq!(Value::text("1").equals(&Value::Integer(1)), Err(Incomparable));
        assert_eq!(Value::Boolean(true).equals(&Value::Integer(1)), Err(Incomparable));
        assert_eq!(Value::Integer(1).equals(&Value::Number(1.0)), Ok(true));
    }
}
