//! Functions of numbers.

use super::compile::{Entry, entry};
use super::evaluate::{Evaluated, Evaluator, Out, fails, scalar};
use super::node::Node;
use super::operators::reckoned;
use crate::proof::value::Value;

pub const FUNCTIONS: &[Entry] = &[
    entry("ABS", "s", |e, n, a| keep(e, n, a, f64::abs)),
    entry("SIGN", "s", |e, n, a| keep(e, n, a, |x| if x == 0.0 { 0.0 } else { x.signum() })),
    entry("INT", "s", |e, n, a| whole(e, n, a, f64::floor)),
    entry("TRUNC", "s?s", |e, n, a| digits(e, n, a, f64::trunc)),
    entry("ROUND", "ss", |e, n, a| digits(e, n, a, f64::round)),
    entry("ROUNDUP", "ss", |e, n, a| digits(e, n, a, |x| if x < 0.0 { x.floor() } else { x.ceil() })),
    entry("ROUNDDOWN", "ss", |e, n, a| digits(e, n, a, f64::trunc)),
    entry("CEILING", "ss", |e, n, a| multiple(e, n, a, f64::ceil)),
    entry("FLOOR", "ss", |e, n, a| multiple(e, n, a, f64::floor)),
    entry("MROUND", "ss", |e, n, a| multiple(e, n, a, f64::round)),
    entry("SQRT", "s", |e, n, a| float(e, n, a, f64::sqrt)),
    entry("EXP", "s", |e, n, a| float(e, n, a, f64::exp)),
    entry("LN", "s", |e, n, a| float(e, n, a, f64::ln)),
    entry("LOG10", "s", |e, n, a| float(e, n, a, f64::log10)),
    entry("LOG", "s?s", |e, n, a| {
        let base = a.get(1).map_or(Ok(10.0), |base| e.number(base))?;
        float(e, n, a, |x| x.log(base))
    }),
    entry("POWER", "ss", |e, n, a| {
        let by = e.number(&a[1])?;
        float(e, n, a, |x| x.powf(by))
    }),
    entry("MOD", "ss", modulo),
    entry("QUOTIENT", "ss", |e, n, a| {
        let by = e.number(&a[1])?;
        whole(e, n, a, |x| (x / by).trunc())
    }),
    entry("PI", "", |_, _, _| scalar(Value::Number(std::f64::consts::PI))),
    entry("CURRENCY", "s", |e, n, a| keep(e, n, a, |x| (x * 10_000.0).round() / 10_000.0)),
    entry("VALUE", "s", value),
    entry("CONVERT", "sw", convert),
];

fn argument(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Option<(f64, bool)>> {
    let value = evaluator.scalar(&arguments[0])?;
    if value == Value::Blank {
        return Ok(None);
    }
    let number =
        reckoned(&value).ok_or_else(|| fails(&node.span, format!("{} where a number is needed", value.kind())))?;
    Ok(Some((number, matches!(value, Value::Integer(_)))))
}

fn finite(node: &Node, number: f64) -> Evaluated<Out> {
    match number.is_nan() {
        true => Err(fails(&node.span, "a result that is no number")),
        false => scalar(Value::Number(number)),
    }
}

fn float(evaluator: &mut Evaluator, node: &Node, arguments: &[Node], of: impl Fn(f64) -> f64) -> Evaluated<Out> {
    let number = argument(evaluator, node, arguments)?.map_or(0.0, |(number, _)| number);
    finite(node, of(number))
}

/// A whole number stays one, BLANK stays BLANK.
fn keep(evaluator: &mut Evaluator, node: &Node, arguments: &[Node], of: impl Fn(f64) -> f64) -> Evaluated<Out> {
    match argument(evaluator, node, arguments)? {
        None => scalar(Value::Blank),
        Some((number, true)) => scalar(Value::Integer(of(number) as i64)),
        Some((number, false)) => finite(node, of(number)),
    }
}

fn whole(evaluator: &mut Evaluator, node: &Node, arguments: &[Node], of: impl Fn(f64) -> f64) -> Evaluated<Out> {
    match argument(evaluator, node, arguments)? {
        None => scalar(Value::Blank),
        Some((number, _)) => {
            let number = of(number);
            match number.abs() < 9e15 {
                true => scalar(Value::Integer(number as i64)),
                false => finite(node, number),
            }
        }
    }
}

/// To a number of decimals; of binary fractions that stand for decimal ones, the decimal one is rounded.
fn digits(evaluator: &mut Evaluator, node: &Node, arguments: &[Node], of: impl Fn(f64) -> f64) -> Evaluated<Out> {
    let places = arguments.get(1).map_or(Ok(0.0), |places| evaluator.number(places))?;
    let factor = 10f64.powi(places.clamp(-30.0, 30.0) as i32);
    keep(evaluator, node, arguments, |number| {
        let scaled = number * factor;
        let nearest = scaled.round();
        let scaled = if (scaled - nearest).abs() < 1e-9 * scaled.abs().max(1.0) { nearest } else { scaled };
        let half = (scaled * 2.0).round() / 2.0;
        let scaled = if (scaled - half).abs() < 1e-9 * scaled.abs().max(1.0) { half } else { scaled };
        of(scaled) / factor
    })
}

fn multiple(evaluator: &mut Evaluator, node: &Node, arguments: &[Node], of: impl Fn(f64) -> f64) -> Evaluated<Out> {
    let by = evaluator.number(&arguments[1])?;
    keep(evaluator, node, arguments, |number| if by == 0.0 { 0.0 } else { of(number / by) * by })
}

/// The remainder has the sign of the divisor.
fn modulo(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let by = evaluator.number(&arguments[1])?;
    if by == 0.0 {
        return Err(fails(&node.span, "a remainder of a division by nought"));
    }
    keep(evaluator, node, arguments, |number| number - by * (number / by).floor())
}

fn value(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    match evaluator.scalar(&arguments[0])? {
        Value::Text(text) => {
            let plain = text.trim().replace(',', "");
            match (plain.parse::<i64>(), plain.parse::<f64>()) {
                (Ok(whole), _) => scalar(Value::Integer(whole)),
                (_, Ok(number)) => scalar(Value::Number(number)),
                _ => Err(fails(&node.span, format!("the number of the text `{text}`"))),
            }
        }
        other => scalar(other),
    }
}

fn convert(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let value = evaluator.scalar(&arguments[0])?;
    if value == Value::Blank {
        return scalar(Value::Blank);
    }
    let number = || match &value {
        Value::Text(text) => text.trim().parse().ok(),
        other => reckoned(other),
    };
    let converted = match arguments[1].word() {
        Some("INTEGER") => number().map(|number: f64| Value::Integer(number.round() as i64)),
        Some("DOUBLE") => number().map(Value::Number),
        Some("CURRENCY") => number().map(|number| Value::Number((number * 10_000.0).round() / 10_000.0)),
        Some("STRING") => Some(Value::text(&super::text::written(&value))),
        Some("DATETIME") => number().map(Value::Date),
        Some("BOOLEAN") => value.truth().map(Value::Boolean),
        _ => None,
    };
    converted.map_or_else(|| Err(fails(&node.span, "a value that cannot be converted so")), scalar)
}
