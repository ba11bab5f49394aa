//! The kinds of values, and what the operators make of them. Null may stand in the place of any, and is no fault.

use super::{Expr, ExprKind, Operator, TypeKind, Unary};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number,
    Logical,
    Date,
    DateTime,
    DateTimeZone,
    Time,
    Duration,
    Binary,
    List,
    Record,
    Table,
    Function,
    Type,
}

use Kind::*;

impl Kind {
    pub fn described(self) -> &'static str {
        match self {
            Text => "a text",
            Number => "a number",
            Logical => "true or false",
            Date => "a date",
            DateTime => "a datetime",
            DateTimeZone => "a datetimezone",
            Time => "a time",
            Duration => "a duration",
            Binary => "binary data",
            List => "a list",
            Record => "a record",
            Table => "a table",
            Function => "a function",
            Type => "a type",
        }
    }

    /// The kind that a value of the type has: `text`, `Int64.Type`.
    pub fn of_type(name: &str) -> Option<Self> {
        Some(match name {
            "text" | "Text.Type" => Text,
            "number" | "Number.Type" | "Int64.Type" | "Int32.Type" | "Int16.Type" | "Int8.Type" | "Byte.Type" => Number,
            "Currency.Type" | "Decimal.Type" | "Double.Type" | "Single.Type" | "Percentage.Type" => Number,
            "logical" | "Logical.Type" => Logical,
            "date" | "Date.Type" => Date,
            "datetime" | "DateTime.Type" => DateTime,
            "datetimezone" | "DateTimeZone.Type" => DateTimeZone,
            "time" | "Time.Type" => Time,
            "duration" | "Duration.Type" => Duration,
            "binary" | "Binary.Type" => Binary,
            "list" => List,
            "record" => Record,
            "table" => Table,
            "function" => Function,
            "type" => Type,
            _ => return None,
        })
    }

    /// What is said of a parameter, or of what a function gives.
    pub fn declared(ty: &super::Type) -> Option<Self> {
        match &ty.kind {
            TypeKind::Primitive(name) => Self::of_type(name),
            TypeKind::Nullable(inside) => Self::declared(inside),
            TypeKind::List(_) => Some(List),
            TypeKind::Record { .. } => Some(Record),
            TypeKind::Table(_) | TypeKind::TableOf(_) => Some(Table),
            TypeKind::Function { .. } => Some(Function),
            TypeKind::Missing | TypeKind::Expression(_) => None,
        }
    }

    /// What the expression is, where it is spelled out.
    pub fn literal(expression: &Expr) -> Option<Self> {
        Some(match &expression.kind {
            ExprKind::Text(_) => Text,
            ExprKind::Number(_) => Number,
            ExprKind::Logical(_) => Logical,
            ExprKind::List(_) => List,
            ExprKind::Record(_) => Record,
            ExprKind::Function(_) | ExprKind::Each(_) => Function,
            ExprKind::Type(_) => Type,
            _ => return None,
        })
    }

    fn is_day(self) -> bool {
        matches!(self, Date | DateTime | DateTimeZone)
    }

    fn is_moment(self) -> bool {
        self.is_day() || self == Time
    }

    fn is_computed_with(self) -> bool {
        self.is_moment() || matches!(self, Number | Duration)
    }

    fn has_order(self) -> bool {
        !matches!(self, List | Record | Table | Function | Type)
    }
}

/// An operand that its operator cannot take.
#[derive(Debug, PartialEq)]
pub struct Clash {
    /// Whether it is the one on the right.
    pub is_right: bool,
    pub message: String,
    pub help: Option<&'static str>,
}

impl Clash {
    fn new(is_right: bool, message: impl Into<String>) -> Self {
        Self { is_right, message: message.into(), help: None }
    }
    fn help(self, help: &'static str) -> Self {
        Self { help: Some(help), ..self }
    }
}

/// What the operator gives; `None` where that cannot be told.
pub fn operation(operator: Operator, left: Option<Kind>, right: Option<Kind>) -> Result<Option<Kind>, Clash> {
    use Operator::*;
    match operator {
        Meta => match right.filter(|kind| *kind != Record) {
            Some(kind) => Err(Clash::new(true, format!("behind `meta` stands a record, not {}", kind.described()))),
            None => Ok(left),
        },
        Coalesce => Ok(left.filter(|_| left == right)),
        Equal | NotEqual => Ok(Some(Kind::Logical)),
        And | Or => condition(left, right),
        Less | LessEqual | Greater | GreaterEqual => order(left, right),
        Concatenate => joined(left, right),
        Add | Subtract | Multiply | Divide => computed(operator, left, right),
    }
}

/// Whether the operator gives null where one side is null, whatever the other one is.
pub fn gives_null(operator: Operator) -> bool {
    use Operator::*;
    matches!(operator, Less | LessEqual | Greater | GreaterEqual | Concatenate | Add | Subtract | Multiply | Divide)
}

/// The side that is of such a kind, and its kind.
fn side(left: Option<Kind>, right: Option<Kind>, is_wrong: impl Fn(Kind) -> bool) -> Option<(bool, Kind)> {
    let on = |is_right: bool, kind: Option<Kind>| kind.filter(|kind| is_wrong(*kind)).map(|kind| (is_right, kind));
    on(true, right).or_else(|| on(false, left))
}

fn condition(left: Option<Kind>, right: Option<Kind>) -> Result<Option<Kind>, Clash> {
    match side(left, right, |kind| kind != Logical) {
        Some((is_right, kind)) => {
            Err(Clash::new(is_right, format!("a condition is true or false, not {}", kind.described())))
        }
        None => Ok(Some(Logical)),
    }
}

fn order(left: Option<Kind>, right: Option<Kind>) -> Result<Option<Kind>, Clash> {
    if let Some((is_right, kind)) = side(left, right, |kind| !kind.has_order()) {
        return Err(Clash::new(
            is_right,
            format!("{} is neither less nor greater than another value", kind.described()),
        ));
    }
    match (left, right) {
        (Some(left), Some(right)) if left != right => {
            let message = format!("{} is not compared with {}", left.described(), right.described());
            Err(Clash::new(true, message)
                .help("both sides are of one kind: `Date.From`, `Number.From` or `Text.From` makes one of another"))
        }
        _ => Ok(Some(Logical)),
    }
}

fn joined(left: Option<Kind>, right: Option<Kind>) -> Result<Option<Kind>, Clash> {
    let never = |kind| matches!(kind, Number | Logical | Duration);
    let beside_text = |kind: Kind| kind.is_moment() && (left == Some(Text) || right == Some(Text));
    if let Some((is_right, _)) = side(left, right, |kind| never(kind) || beside_text(kind)) {
        let clash = Clash::new(is_right, "`&` joins texts, lists, records or tables");
        return Err(clash.help("`Text.From` makes a text of it"));
    }
    match (left, right) {
        (Some(left), Some(right)) => match (left, right) {
            (Date, Time) | (Time, Date) => Ok(Some(DateTime)),
            (Text | List | Record | Table, Text | List | Record | Table) if left != right => {
                Err(Clash::new(true, format!("{} is not joined with {}", left.described(), right.described())))
            }
            (Text | List | Record | Table, _) if left == right => Ok(Some(left)),
            _ => Ok(None),
        },
        _ => Ok(left.or(right).filter(|kind| matches!(kind, Text | List | Record | Table))),
    }
}

fn computed(operator: Operator, left: Option<Kind>, right: Option<Kind>) -> Result<Option<Kind>, Clash> {
    if let Some((is_right, kind)) = side(left, right, |kind| !kind.is_computed_with()) {
        let clash = Clash::new(is_right, format!("{} is not computed with", kind.described()));
        return Err(match kind {
            Text => clash.help("`&` joins texts, `Number.From` reads a number from a text"),
            List | Record | Table => clash.help("`&` joins lists, records and tables"),
            _ => clash,
        });
    }
    if matches!(operator, Operator::Multiply | Operator::Divide)
        && let Some((is_right, kind)) = side(left, right, Kind::is_moment)
    {
        return Err(Clash::new(is_right, format!("{} is neither multiplied nor divided", kind.described())));
    }
    let (Some(left), Some(right)) = (left, right) else { return Ok(None) };
    let is_sum = operator == Operator::Add;
    Ok(Some(match (operator, left, right) {
        (_, Number, Number) => Number,
        (Operator::Multiply, Number, Duration) | (Operator::Multiply | Operator::Divide, Duration, Number) => Duration,
        (Operator::Divide, Duration, Duration) => Number,
        (Operator::Multiply | Operator::Divide, ..) => return Ok(None),
        (_, Duration, Duration) => Duration,
        (_, moment, Duration) if moment.is_moment() => moment,
        (Operator::Add, Duration, moment) if moment.is_moment() => moment,
        (Operator::Subtract, ..) if left == right => Duration,
        (_, Number, _) | (_, _, Number) => {
            let message = match is_sum {
                true => format!("{} and {} are not added", left.described(), right.described()),
                false => format!("{} is not taken from {}", right.described(), left.described()),
            };
            let help = "a span of time is a duration: `#duration(1, 0, 0, 0)` is a day; `Date.AddDays` adds days";
            return Err(Clash::new(right == Number, message).help(help));
        }
        (Operator::Subtract, ..) if left.is_day() && right.is_day() => {
            let message = format!("{} is not taken from {}", right.described(), left.described());
            return Err(Clash::new(true, message).help("`DateTime.From` or `Date.From` makes both of one kind"));
        }
        (Operator::Add, ..) if left.is_day() && right.is_day() => {
            let message = format!("{} and {} are not added", left.described(), right.described());
            return Err(Clash::new(true, message));
        }
        _ => return Ok(None),
    }))
}

/// What a sign or `not` makes of its operand; an error says why it cannot take it.
pub fn unary(operators: &[Unary], operand: Option<Kind>) -> Result<Option<Kind>, String> {
    // The last one stands next to it; what it gives, those before take or not.
    operators.iter().rev().try_fold(operand, |kind, operator| match (operator, kind) {
        (Unary::Not, Some(kind)) if kind != Logical => {
            Err(format!("a condition is true or false, not {}", kind.described()))
        }
        (Unary::Not, _) => Ok(Some(Logical)),
        (_, Some(kind)) if !matches!(kind, Number | Duration) => Err(format!("{} has no sign", kind.described())),
        (_, kind) => Ok(kind),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gives(operator: Operator, left: Kind, right: Kind) -> Option<Kind> {
        operation(operator, Some(left), Some(right)).unwrap()
    }

    fn clashes(operator: Operator, left: impl Into<Option<Kind>>, right: impl Into<Option<Kind>>) -> bool {
        operation(operator, left.into(), right.into()).is_err()
    }

    #[test]
    fn days_are_counted_by_durations() {
        assert_eq!(gives(Operator::Subtract, Date, Date), Some(Duration));
        assert_eq!(gives(Operator::Add, DateTime, Duration), Some(DateTime));
        assert_eq!(gives(Operator::Add, Duration, Date), Some(Date));
        assert_eq!(gives(Operator::Multiply, Duration, Number), Some(Duration));
        assert_eq!(gives(Operator::Divide, Duration, Duration), Some(Number));
        assert_eq!(gives(Operator::Concatenate, Date, Time), Some(DateTime));
        assert_eq!(gives(Operator::Add, Date, Time), None);
        assert!(clashes(Operator::Add, Date, Number) && clashes(Operator::Subtract, Number, DateTime));
        assert!(clashes(Operator::Subtract, DateTime, Date) && clashes(Operator::Add, Date, Date));
        assert!(clashes(Operator::Multiply, Date, None) && clashes(Operator::Divide, None, Time));
    }

    #[test]
    fn what_is_not_known_is_no_fault() {
        use Operator::*;
        for operator in [Meta, Coalesce, Equal, And, Or, Less, Concatenate, Add, Subtract, Multiply, Divide] {
            assert!(!clashes(operator, None, None), "{operator:?}");
        }
        assert!(!clashes(Add, Kind::Number, None) && !clashes(Concatenate, Kind::Text, None));
        assert!(!clashes(Equal, Kind::Number, Kind::Text) && !clashes(Coalesce, Kind::Number, Kind::Text));
    }

    #[test]
    fn only_what_is_alike_is_compared_and_joined() {
        assert!(clashes(Operator::Less, Number, Text) && clashes(Operator::GreaterEqual, List, None));
        assert!(clashes(Operator::Concatenate, Text, Date) && clashes(Operator::Concatenate, List, Text));
        assert!(clashes(Operator::Add, List, List) && clashes(Operator::And, None, Number));
        assert!(clashes(Operator::Meta, Text, Text) && !clashes(Operator::Meta, Text, Record));
        assert_eq!(gives(Operator::Concatenate, Text, Text), Some(Text));
        assert_eq!(gives(Operator::Less, Number, Number), Some(Logical));
    }

    #[test]
    fn signs_are_of_numbers_and_not_is_of_conditions() {
        assert!(unary(&[Unary::Minus], Some(Text)).is_err() && unary(&[Unary::Not], Some(Number)).is_err());
        assert!(unary(&[Unary::Not, Unary::Minus], Some(Number)).is_err());
        assert_eq!(unary(&[Unary::Minus], Some(Duration)), Ok(Some(Duration)));
        assert_eq!(unary(&[Unary::Not], None), Ok(Some(Logical)));
    }
}
