//! For tests: trees as text, and DAX that is made up.

use proptest::collection::vec;
use proptest::prelude::*;

use super::tree::query::{DefinitionKind, Direction, Function, OrderKey, Query};
use super::tree::{Column, Expr, ExprKind, Literal, Name};

/// The tree without its spans: `(+ 1 (* 2 3))`.
pub fn shape(expr: &Expr) -> String {
    let inside = || expr.children().into_iter().map(shape).collect::<Vec<_>>().join(" ");
    match &expr.kind {
        ExprKind::Literal(Literal::Integer(text) | Literal::Real(text)) => text.clone(),
        ExprKind::Literal(Literal::Text(text)) => format!("{text:?}"),
        ExprKind::Literal(Literal::Date(text)) => format!("dt{text:?}"),
        ExprKind::Literal(Literal::Boolean(value)) => value.to_string(),
        ExprKind::Column(column) => column_shape(column),
        ExprKind::Name(Name { text, quoted: true, .. }) => format!("'{text}'"),
        ExprKind::Name(name) => name.text.to_uppercase(),
        ExprKind::Words(words) => words.iter().map(|word| word.text.to_uppercase()).collect::<Vec<_>>().join("_"),
        ExprKind::Parameter(name) => format!("@{}", name.text),
        ExprKind::Call(call) => format!("{}({})", call.function.text.to_uppercase(), inside()),
        ExprKind::Filtered(_) => format!("filtered({})", inside()),
        ExprKind::Unary(unary) => format!("({} {})", unary.sign.as_str(), inside()),
        ExprKind::Chain(chain) => {
            let operators: Vec<&str> = chain.rest.iter().map(|link| link.operator.as_str()).collect();
            format!("({} {})", operators.join(","), inside())
        }
        ExprKind::Table(_) => format!("{{{}}}", inside()),
        ExprKind::Row(_) => format!("row({})", inside()),
        ExprKind::Parenthesised(_) => format!("[{}]", inside()),
        ExprKind::Block(block) => {
            let names: Vec<&str> = block.variables.iter().map(|variable| variable.name.text.as_str()).collect();
            format!("block({}; {})", names.join(","), inside())
        }
        ExprKind::Omitted => "_".to_owned(),
        ExprKind::Error => "?".to_owned(),
    }
}

fn column_shape(column: &Column) -> String {
    let table = column.table.as_ref().map_or("", |table| &table.text);
    let level = column.level.as_ref().map_or(String::new(), |level| format!(".{}", level.text));
    format!("{table}.{}{level}", column.name.text)
}

pub fn query_shape(query: &Query) -> String {
    let definitions = query.definitions.iter().map(|definition| match &definition.kind {
        DefinitionKind::Measure { table, name, value } => {
            format!("measure {:?} {} {}", table.as_ref().map(|name| &name.text), name.text, shape(value))
        }
        DefinitionKind::Column { table, name, value } => {
            format!("column {:?} {} {}", table.as_ref().map(|name| &name.text), name.text, shape(value))
        }
        DefinitionKind::Table { name, value, shape: visual } => {
            let axes = visual.iter().flat_map(|visual| visual.expressions()).map(shape).collect::<Vec<_>>();
            format!("table {} {} {axes:?}", name.text, shape(value))
        }
        DefinitionKind::Variable { name, value } => format!("var {} {}", name.text, shape(value)),
        DefinitionKind::MParameter { name, value } => format!("mparameter {} {}", name.text, shape(value)),
        DefinitionKind::Function { name, function } => format!("function {} {}", name.text, function_shape(function)),
    });
    let evaluations = query.evaluations.iter().map(|evaluation| {
        let keys: Vec<String> = evaluation.order_by.iter().map(key_shape).collect();
        let start: Vec<String> = evaluation.start_at.iter().map(shape).collect();
        format!("evaluate {} by {keys:?} at {start:?}", shape(&evaluation.table))
    });
    definitions.chain(evaluations).collect::<Vec<_>>().join("; ")
}

fn key_shape(key: &OrderKey) -> String {
    let direction = match key.direction {
        None => "",
        Some(Direction::Ascending) => " asc",
        Some(Direction::Descending) => " desc",
    };
    format!("{}{direction}", shape(&key.key))
}

pub fn function_shape(function: &Function) -> String {
    let parameters = function.parameters.iter().map(|parameter| {
        let default = parameter.default.as_ref().map_or(String::new(), shape);
        let hints = (parameter.kind, parameter.subtype, parameter.passing);
        format!("{} {hints:?} {default}", parameter.name.text)
    });
    format!("({}) {}", parameters.collect::<Vec<_>>().join(", "), shape(&function.body))
}

type Tokens = Vec<String>;

fn tokens(texts: &[&str]) -> Tokens {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn leaf() -> impl Strategy<Value = Tokens> {
    let one = prop::sample::select(vec![
        "1",
        "2.5",
        ".5",
        "1e-3",
        "\"north\"",
        "\"a \"\"b\"\" // c\"",
        "\"two\nlines\"",
        "TRUE",
        "dt\"2024-02-29\"",
        "[Revenue]",
        "[a]]b]",
        "'Big ''Sales'",
        "Sales",
        "@Limit",
        "x",
        "desc",
    ]);
    prop_oneof![
        4 => one.prop_map(|text| tokens(&[text])),
        1 => Just(tokens(&["Sales", "[Net Revenue]"])),
        1 => Just(tokens(&["'Date'", "[Date]", ".", "[Month]"])),
        1 => Just(tokens(&["ASC", "BLANKS", "LAST"])),
    ]
}

/// Items with commas between them, in brackets.
fn bracketed(open: &'static str, items: Vec<Tokens>, close: &'static str) -> Tokens {
    let mut all = tokens(&[open]);
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            all.push(",".to_owned());
        }
        all.extend(item);
    }
    all.push(close.to_owned());
    all
}

/// The tokens of a well-formed expression.
pub fn expression_tokens() -> impl Strategy<Value = Tokens> {
    leaf().prop_recursive(5, 48, 5, |inner| {
        let function = prop::sample::select(vec![
            "sum",
            "CALCULATE",
            "Switch",
            "ADDCOLUMNS",
            "Local.Tax",
            "STDEV.S",
            "DATEADD",
            "RANKX",
            "row",
        ]);
        let argument = prop_oneof![8 => inner.clone(), 1 => Just(Tokens::new())];
        let call = (function, vec(argument, 0..5)).prop_map(|(function, arguments)| {
            let mut all = tokens(&[function]);
            all.extend(bracketed("(", arguments, ")"));
            all
        });
        // A block goes on to the end of what it stands in: as an operand it needs parentheses.
        let operand = prop_oneof![
            leaf(),
            call.clone(),
            inner.clone().prop_map(|inside| bracketed("(", vec![inside], ")")),
            vec(inner.clone(), 1..4).prop_map(|items| bracketed("{", items, "}")),
            vec(inner.clone(), 2..4).prop_map(|items| bracketed("(", items, ")")),
        ];
        let sign = prop::sample::select(vec!["-", "+", "NOT", "not"]);
        let signed = (vec(sign, 0..3), operand).prop_map(|(signs, operand)| {
            let mut all: Tokens = signs.into_iter().map(str::to_owned).collect();
            all.extend(operand);
            all
        });
        let operator = prop::sample::select(vec![
            "+", "-", "*", "/", "^", "&", "&&", "||", "=", "==", "<>", "<", "<=", ">", ">=", "IN", "in",
        ]);
        let chain = (signed.clone(), vec((operator, signed), 1..4)).prop_map(|(first, rest)| {
            let mut all = first;
            for (operator, operand) in rest {
                all.push(operator.to_owned());
                all.extend(operand);
            }
            all
        });
        let block = (vec(inner.clone(), 1..4), inner.clone()).prop_map(|(values, body)| {
            let mut all = Tokens::new();
            for (place, value) in values.into_iter().enumerate() {
                all.extend([
                    if place % 2 == 0 { "VAR" } else { "var" }.to_owned(),
                    format!("_v{place}"),
                    "=".to_owned(),
                ]);
                all.extend(value);
            }
            all.push("RETURN".to_owned());
            all.extend(body);
            all
        });
        let filtered = vec(inner, 1..3).prop_map(|filters| {
            let mut all = tokens(&["[Revenue]"]);
            all.extend(bracketed("(", filters, ")"));
            all
        });
        prop_oneof![3 => call, 3 => chain, 2 => block, 1 => filtered]
    })
}

/// The tokens of a well-formed function.
pub fn function_tokens() -> impl Strategy<Value = Tokens> {
    let hints = prop::sample::select(vec![
        tokens(&[]),
        tokens(&[":", "INT64"]),
        tokens(&[":", "scalar", "decimal", "val"]),
        tokens(&[":", "TABLE", "EXPR"]),
        tokens(&[":", "ColumnRef"]),
    ]);
    let parameter = (hints, prop::option::of(leaf())).prop_map(|(hints, default)| {
        let mut all = tokens(&["amount"]);
        all.extend(hints);
        if let Some(default) = default {
            all.push("=".to_owned());
            all.extend(default);
        }
        all
    });
    (vec(parameter, 0..4), expression_tokens()).prop_map(|(parameters, body)| {
        let mut all = bracketed("(", parameters, ")");
        all.push("=>".to_owned());
        all.extend(body);
        all
    })
}

/// The tokens of a well-formed query.
pub fn query_tokens() -> impl Strategy<Value = Tokens> {
    let head = prop::sample::select(vec![
        tokens(&["MEASURE", "Sales", "[Total]", "="]),
        tokens(&["column", "'Big Sales'", "[Margin]", "="]),
        tokens(&["VAR", "Limit", "="]),
        tokens(&["TABLE", "Big", "="]),
        tokens(&["MPARAMETER", "'Country'", "="]),
    ]);
    let simple = (head, expression_tokens()).prop_map(|(head, value)| [head, value].concat());
    let function = function_tokens().prop_map(|body| [tokens(&["FUNCTION", "Local.Tax", "="]), body].concat());
    let shaped = expression_tokens().prop_map(|value| {
        let shape = [
            "WITH",
            "VISUAL",
            "SHAPE",
            "AXIS",
            "rows",
            "GROUP",
            "[Year]",
            ",",
            "[Month]",
            "TOTAL",
            "[IsTotal]",
            "ORDER",
            "BY",
            "[Year]",
            "DESC",
            "DENSIFY",
            "\"Dense\"",
        ];
        [tokens(&["TABLE", "Visual", "="]), value, tokens(&shape)].concat()
    });
    let definition = prop_oneof![3 => simple, 1 => function, 1 => shaped];
    let key = (expression_tokens(), prop::sample::select(vec!["", "ASC", "desc"])).prop_map(|(key, direction)| {
        let direction = if direction.is_empty() { tokens(&[]) } else { tokens(&[direction]) };
        [bracketed("(", vec![key], ")"), direction].concat()
    });
    let evaluation = (expression_tokens(), vec(key, 0..3), any::<bool>()).prop_map(|(table, keys, starts)| {
        let mut all = [tokens(&["EVALUATE"]), table].concat();
        if !keys.is_empty() {
            all.extend(tokens(&["ORDER", "BY"]));
            all.extend(keys.join(&",".to_owned()));
            if starts {
                all.extend(tokens(&["START", "AT", "1"]));
            }
        }
        all
    });
    (vec(definition, 0..3), vec(evaluation, 1..3)).prop_map(|(definitions, evaluations)| {
        let define = if definitions.is_empty() { tokens(&[]) } else { tokens(&["DEFINE"]) };
        [define, definitions.concat(), evaluations.concat()].concat()
    })
}

/// The tokens as a text, with white space and comments between them.
pub fn written(tokens: impl Strategy<Value = Tokens>) -> impl Strategy<Value = String> {
    let trivia = prop::sample::select(vec![
        " ",
        " ",
        " ",
        " ",
        " ",
        "\n",
        "\r\n\t",
        "\n\n",
        " // note\n",
        "\n-- note\n",
        " /* in */ ",
        "\n/* own */\n",
        " /* two\nlines */ ",
        "\n\n// a\n// b\n\n",
        " // x\n // y\n",
        " // x\r// y\r",
        " /* p */ /* q */\n",
    ]);
    (tokens, vec(trivia, 1..40)).prop_map(|(tokens, trivia)| {
        let mut text = String::new();
        for (token, trivia) in tokens.iter().zip(trivia.iter().cycle()) {
            text.push_str(trivia);
            text.push_str(token);
        }
        // What the first trivia of all was may also stand at the end.
        text + trivia.last().copied().unwrap_or_default()
    })
}

/// Text that is seldom well-formed.
pub fn noise() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        "'",
        "\"",
        "\"\"",
        ",",
        ";",
        ".",
        ":",
        ":=",
        "=>",
        "=",
        "+",
        "-",
        "--",
        "/",
        "//",
        "/*",
        "*/",
        "\n",
        " ",
        "VAR",
        "RETURN",
        "IN",
        "NOT",
        "AND",
        "EVALUATE",
        "DEFINE",
        "MEASURE",
        "ORDER BY",
        "START AT",
        "FUNCTION",
        "a",
        "Sales[x]",
        "1",
        "1.2.3",
        "dt\"",
        "SUM(",
        "@p",
        "é",
        "“",
        "”",
        "\0",
        "!",
        "%",
        "\u{200b}",
        "WITH VISUAL SHAPE",
        "AXIS",
        "TRUE",
    ]);
    prop_oneof![vec(piece, 0..40).prop_map(|pieces| pieces.concat()), "\\PC{0,40}"]
}
