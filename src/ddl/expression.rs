//! The type of an expression, by the rules of T-SQL where they are simple; everything else is not known.

use sqlparser::ast::{BinaryOperator, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, Value};

use super::scope::{Scope, Typed, UNKNOWN};
use super::types::SqlType;
use super::view::Reader;
use SqlType::{Bit, Date, DateTime, Decimal, Float, Integer, Null, Other, Text};

const BIGINT: SqlType = Integer(19);
const INT: SqlType = Integer(10);

/// Deeper than this nobody reads an expression to the end.
const DEEPEST: usize = 200;

fn known(kind: SqlType, nullable: bool) -> Typed {
    Typed { kind: Some(kind), nullable }
}

impl Reader<'_, '_> {
    pub fn typed(&mut self, expr: &Expr, scope: &Scope<'_>, depth: usize) -> Typed {
        if depth > DEEPEST {
            return UNKNOWN;
        }
        let mut of = |expr: &Expr| self.typed(expr, scope, depth + 1);
        match expr {
            Expr::Identifier(name) => scope.find(None, &name.value),
            Expr::CompoundIdentifier(names) => compound(names, scope),
            Expr::Nested(inner) | Expr::Collate { expr: inner, .. } => of(inner),
            Expr::Prefixed { value, .. } => of(value),
            Expr::Value(value) => literal(&value.value),
            Expr::Cast { expr, data_type, kind, .. } => {
                let is_try = !matches!(kind, sqlparser::ast::CastKind::Cast);
                let nullable = of(expr).nullable || is_try;
                Typed { kind: SqlType::parse(&data_type.to_string()), nullable }
            }
            Expr::Convert { expr, data_type: Some(data_type), is_try, .. } => {
                let nullable = of(expr).nullable || *is_try;
                Typed { kind: SqlType::parse(&data_type.to_string()), nullable }
            }
            Expr::Case { conditions, else_result, .. } => {
                let mut branches: Vec<&Expr> = conditions.iter().map(|when| &when.result).collect();
                branches.extend(else_result.as_deref());
                let typed = self.unified(branches, scope, depth);
                Typed { nullable: typed.nullable || else_result.is_none(), ..typed }
            }
            Expr::UnaryOp { expr, .. } => of(expr),
            Expr::BinaryOp { left, op, right } => {
                let (left, right) = (of(left), of(right));
                Typed { kind: arithmetic(left.kind, op, right.kind), nullable: left.nullable || right.nullable }
            }
            Expr::Function(function) => self.function(function, scope, depth),
            Expr::Substring { expr, .. } | Expr::Trim { expr, .. } => known(Text, of(expr).nullable),
            Expr::Position { expr, .. } => known(INT, of(expr).nullable),
            Expr::Ceil { expr, .. } | Expr::Floor { expr, .. } => rounded(of(expr)),
            Expr::AtTimeZone { timestamp, .. } => known(DateTime, of(timestamp).nullable),
            Expr::Subquery(query) => {
                let relation = self.query(query, scope, &mut Vec::new());
                relation.columns.first().map_or(UNKNOWN, |column| Typed { nullable: true, ..column.typed })
            }
            _ => UNKNOWN,
        }
    }

    /// What one of several may be, as in a `CASE`.
    fn unified<'e>(
        &mut self,
        expressions: impl IntoIterator<Item = &'e Expr>,
        scope: &Scope<'_>,
        depth: usize,
    ) -> Typed {
        let mut unified: Option<Typed> = None;
        for expr in expressions {
            let typed = self.typed(expr, scope, depth + 1);
            unified = Some(unified.map_or(typed, |before| unify(before, typed)));
        }
        unified.unwrap_or(UNKNOWN)
    }

    fn function(&mut self, function: &Function, scope: &Scope<'_>, depth: usize) -> Typed {
        // A function of a schema is somebody's own.
        let [name] = function.name.0.as_slice() else { return UNKNOWN };
        let name = name.as_ident().map(|name| name.value.to_ascii_uppercase()).unwrap_or_default();
        let arguments = arguments(function);
        let mut at = |position: usize| {
            arguments.get(position).map_or(UNKNOWN, |expr: &&Expr| self.typed(expr, scope, depth + 1))
        };
        match name.as_str() {
            "COUNT" | "ROW_NUMBER" | "RANK" | "DENSE_RANK" | "NTILE" | "COUNT_BIG" | "APPROX_COUNT_DISTINCT" => {
                known(BIGINT, false)
            }
            "LEN" | "DATALENGTH" | "CHARINDEX" | "PATINDEX" | "YEAR" | "MONTH" | "DAY" | "DATEPART" | "DATEDIFF"
            | "DATEDIFF_BIG" | "ASCII" | "UNICODE" | "CHECKSUM" | "SIGN" => {
                let nullable = (0..arguments.len()).any(|position| at(position).nullable);
                known(BIGINT, nullable && !matches!(name.as_str(), "CHECKSUM"))
            }
            "SUM" => summed(at(0)),
            "AVG" => averaged(at(0)),
            "MIN" | "MAX" | "LAG" | "LEAD" | "FIRST_VALUE" | "LAST_VALUE" | "NULLIF" => {
                Typed { nullable: true, ..at(0) }
            }
            "ABS" | "ROUND" | "POWER" => at(0),
            "CEILING" | "FLOOR" => rounded(at(0)),
            "ISNULL" => {
                let (value, instead) = (at(0), at(1));
                Typed { nullable: value.nullable && instead.nullable, ..value }
            }
            "COALESCE" => {
                let nullable = (0..arguments.len()).all(|position| at(position).nullable);
                Typed { nullable, ..self.unified(arguments.iter().copied(), scope, depth) }
            }
            "IIF" | "CHOOSE" => {
                let typed = self.unified(arguments.iter().skip(1).copied(), scope, depth);
                Typed { nullable: typed.nullable || name == "CHOOSE", ..typed }
            }
            "UPPER" | "LOWER" | "LTRIM" | "RTRIM" | "TRIM" | "LEFT" | "RIGHT" | "SUBSTRING" | "REPLACE" | "STUFF"
            | "REVERSE" | "REPLICATE" | "TRANSLATE" | "FORMAT" | "DATENAME" | "STRING_ESCAPE" => {
                known(Text, at(0).nullable || matches!(name.as_str(), "FORMAT" | "DATENAME"))
            }
            "CONCAT" | "CONCAT_WS" | "NEWID" | "HOST_NAME" => known(Text, false),
            "STRING_AGG" | "CHAR" | "NCHAR" | "SPACE" | "STR" | "QUOTENAME" | "SUSER_SNAME" | "SUSER_NAME"
            | "USER_NAME" | "DB_NAME" | "ORIGINAL_LOGIN" | "JSON_VALUE" | "JSON_QUERY" => known(Text, true),
            "GETDATE" | "GETUTCDATE" | "SYSDATETIME" | "SYSUTCDATETIME" | "SYSDATETIMEOFFSET" | "CURRENT_TIMESTAMP" => {
                known(DateTime, false)
            }
            "DATETIMEFROMPARTS"
            | "DATETIME2FROMPARTS"
            | "SMALLDATETIMEFROMPARTS"
            | "SWITCHOFFSET"
            | "TODATETIMEOFFSET" => known(DateTime, true),
            "DATEFROMPARTS" | "EOMONTH" => known(Date, true),
            "DATEADD" => added(at(2)),
            "DATETRUNC" | "DATE_BUCKET" => {
                Typed { nullable: true, ..added(at(if name == "DATETRUNC" { 1 } else { 2 })) }
            }
            "SQRT" | "SQUARE" | "EXP" | "LOG" | "LOG10" | "PI" | "RAND" | "SIN" | "COS" | "TAN" | "ATAN" | "STDEV"
            | "STDEVP" | "VAR" | "VARP" | "PERCENT_RANK" | "CUME_DIST" | "PERCENTILE_CONT" => known(Float, true),
            _ => UNKNOWN,
        }
    }
}

fn arguments(function: &Function) -> Vec<&Expr> {
    let FunctionArguments::List(list) = &function.args else { return Vec::new() };
    let arguments = list.args.iter().map(|argument| match argument {
        FunctionArg::Unnamed(argument) | FunctionArg::Named { arg: argument, .. } => argument,
        FunctionArg::ExprNamed { arg, .. } => arg,
    });
    arguments
        .filter_map(|argument| match argument {
            FunctionArgExpr::Expr(expr) => Some(expr),
            _ => None,
        })
        .collect()
}

fn compound(names: &[Ident], scope: &Scope<'_>) -> Typed {
    match names {
        [.., source, column] => scope.find(Some(&source.value), &column.value),
        _ => UNKNOWN,
    }
}

fn literal(value: &Value) -> Typed {
    match value {
        Value::Number(text, _) => known(number(text), false),
        Value::SingleQuotedString(_) | Value::NationalStringLiteral(_) => known(Text, false),
        Value::Null => known(Null, true),
        Value::HexStringLiteral(_) => known(Other, false),
        _ => UNKNOWN,
    }
}

fn number(text: &str) -> SqlType {
    if text.contains(['e', 'E']) {
        return Float;
    }
    let digits = |text: &str| u32::try_from(text.len()).unwrap_or(u32::MAX);
    match text.split_once('.') {
        Some((whole, fraction)) => {
            let scale = digits(fraction);
            Decimal { precision: (digits(whole.trim_start_matches('0')).saturating_add(scale)).max(1), scale }
        }
        // A literal counts with the digits it has: `price * 2` is no wider than it must be.
        None if text.parse::<i32>().is_ok() => Integer(digits(text)),
        None => Decimal { precision: digits(text), scale: 0 },
    }
}

/// A whole number of the same kind: `CEILING(decimal(9, 2))` is a `decimal(9, 0)`.
fn rounded(typed: Typed) -> Typed {
    let kind = typed.kind.map(|kind| match kind {
        Decimal { precision, .. } => Decimal { precision, scale: 0 },
        kind => kind,
    });
    Typed { kind, ..typed }
}

fn summed(typed: Typed) -> Typed {
    let kind = typed.kind.map(|kind| match kind {
        Decimal { scale, .. } => Decimal { precision: 38, scale },
        kind => kind,
    });
    Typed { kind, nullable: true }
}

fn averaged(typed: Typed) -> Typed {
    let kind = typed.kind.map(|kind| match kind {
        Decimal { scale, .. } => Decimal { precision: 38, scale: scale.max(6) },
        kind => kind,
    });
    Typed { kind, nullable: true }
}

/// Adding to a text makes it a date first.
fn added(typed: Typed) -> Typed {
    let kind = typed.kind.map(|kind| if kind == Text { DateTime } else { kind });
    Typed { kind, ..typed }
}

/// One column for two values: of two kinds the one that the other is turned into.
pub fn unify(a: Typed, b: Typed) -> Typed {
    let nullable = a.nullable || b.nullable;
    let (Some(left), Some(right)) = (a.kind, b.kind) else { return Typed { kind: None, nullable } };
    let rank = |kind: SqlType| match kind {
        Other => 8,
        DateTime => 7,
        Date => 6,
        Float => 5,
        Decimal { .. } => 4,
        Integer(_) => 3,
        Bit => 2,
        Text => 1,
        Null => 0,
    };
    let kind = match (digits(left), digits(right)) {
        (Some(_), Some(_)) if rank(left).max(rank(right)) == 3 => wider(left, right),
        (Some((precision, scale)), Some((other_precision, other_scale))) if rank(left).max(rank(right)) == 4 => {
            let scale_of_both = scale.max(other_scale);
            let whole = precision.saturating_sub(scale).max(other_precision.saturating_sub(other_scale));
            Decimal { precision: (whole + scale_of_both).min(38), scale: scale_of_both }
        }
        _ if rank(left) >= rank(right) => left,
        _ => right,
    };
    Typed { kind: Some(kind), nullable }
}

fn wider(a: SqlType, b: SqlType) -> SqlType {
    match (a, b) {
        (Integer(a), Integer(b)) => Integer(a.max(b)),
        (Integer(_), _) => a,
        _ => b,
    }
}

/// An exact number as a decimal: its digits, and how many of them stand behind the point.
fn digits(kind: SqlType) -> Option<(u32, u32)> {
    match kind {
        Decimal { precision, scale } => Some((precision.min(38), scale.min(38))),
        Integer(digits) => Some((digits, 0)),
        Bit => Some((1, 0)),
        _ => None,
    }
}

fn arithmetic(left: Option<SqlType>, op: &BinaryOperator, right: Option<SqlType>) -> Option<SqlType> {
    use BinaryOperator::{BitwiseAnd, BitwiseOr, BitwiseXor, Divide, Minus, Modulo, Multiply, Plus};
    let (left, right) = (left?, right?);
    match (left, right) {
        (Null, other) | (other, Null) => return Some(other),
        (Text, Text) if *op == Plus => return Some(Text),
        (DateTime, _) | (_, DateTime) if matches!(op, Plus | Minus) => return Some(DateTime),
        // A text is turned into what it meets.
        (Text, other) | (other, Text) if digits(other).is_some() || other == Float => return Some(other),
        (Float, other) | (other, Float) if digits(other).is_some() || other == Float => return Some(Float),
        _ => {}
    }
    let ((p1, s1), (p2, s2)) = (digits(left)?, digits(right)?);
    if !matches!(left, Decimal { .. }) && !matches!(right, Decimal { .. }) {
        return Some(wider(left, right));
    }
    let whole = (p1.saturating_sub(s1)).max(p2.saturating_sub(s2));
    let (precision, scale) = match op {
        Plus | Minus => (whole + s1.max(s2) + 1, s1.max(s2)),
        Multiply => (p1 + p2 + 1, s1 + s2),
        Divide => {
            let scale = (s1 + p2 + 1).max(6);
            (p1.saturating_sub(s1) + s2 + scale, scale)
        }
        Modulo => ((p1.saturating_sub(s1)).min(p2.saturating_sub(s2)) + s1.max(s2), s1.max(s2)),
        BitwiseAnd | BitwiseOr | BitwiseXor => return Some(wider(left, right)),
        _ => return None,
    };
    Some(within_38(precision, scale, matches!(op, Multiply | Divide)))
}

/// A decimal of more than 38 digits loses decimal places, though of a product or quotient no more than down to six.
fn within_38(precision: u32, scale: u32, keeps_six: bool) -> SqlType {
    if precision <= 38 {
        return Decimal { precision, scale };
    }
    let whole = precision - scale;
    let room = 38u32.saturating_sub(whole);
    let scale = if keeps_six { scale.min(room.max(6)) } else { scale.min(room) };
    Decimal { precision: 38, scale }
}
