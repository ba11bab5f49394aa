//! Expressions: behind the equals sign, on the lines below it, or between fences.

use super::declaration::{self, Rest};
use super::lines::Lines;
use super::{Expression, Form, LineStart, Span, SyntaxError, vocabulary};
use crate::diag::{Code, Severity};

pub static UNCLOSED_FENCE: Code = Code {
    id: "TM020",
    name: "unclosed-fence",
    severity: Severity::Error,
    explanation: "An expression that begins with three back-ticks ends with a line that holds only three back-ticks, \
indented deeper than the object.

Wrong:
    measure Total = ```
    <tab><tab>SUM(Sales[Revenue])
Right:
    measure Total = ```
    <tab><tab>SUM(Sales[Revenue])
    <tab><tab>```",
};

pub static CONTINUED_EXPRESSION: Code = Code {
    id: "TM021",
    name: "continued-expression",
    severity: Severity::Error,
    explanation: "An expression stands either whole behind the equals sign or whole on the lines below it. One that \
begins behind the equals sign and goes on below does not load in Power BI Desktop.

Wrong:
    measure Total = SUM(Sales[Revenue])
    <tab><tab>* 2
Right:
    measure Total =
    <tab><tab>SUM(Sales[Revenue])
    <tab><tab>* 2",
};

pub static SWALLOWED_PROPERTY: Code = Code {
    id: "TM022",
    name: "swallowed-property",
    severity: Severity::Error,
    explanation: "The lines of an expression stand one level deeper than the properties of its object. Where the \
expression is missing or stands at the level of the properties, the properties that follow become part of it: the \
model loads, and the measure is broken.

Wrong:
    measure Total =
    <tab>SUM(Sales[Revenue])
    <tab>formatString: #,0
Right:
    measure Total =
    <tab><tab>SUM(Sales[Revenue])
    <tab>formatString: #,0",
};

pub static OUTDENTED_EXPRESSION: Code = Code {
    id: "TM023",
    name: "outdented-expression",
    severity: Severity::Error,
    explanation: "The first line of an expression gives its left edge: no later line may stand left of it.

Wrong:
    measure Total =
    <tab><tab><tab>VAR x = 1
    <tab><tab>RETURN x
Right:
    measure Total =
    <tab><tab>VAR x = 1
    <tab><tab>RETURN x",
};

pub static EMPTY_EXPRESSION: Code = Code {
    id: "TM024",
    name: "empty-expression",
    severity: Severity::Error,
    explanation: "An equals sign has nothing behind it and nothing indented deeply enough below it. Power BI Desktop \
then reports wrong indentation on the next line.

Wrong:
    annotation Purpose =
Right:
    annotation Purpose = Test",
};

pub const FENCE: &str = "```";

/// Where an expression belongs.
pub struct Owner<'a> {
    /// Its line.
    pub line: usize,
    /// The kind of the object whose default property it is; `None` for a property with no lines of its own below.
    pub object: Option<&'a str>,
}

/// The expression whose first line gave `rest`, and the first line that no longer belongs to it.
pub fn read(lines: &Lines, owner: &Owner, rest: Span, errors: &mut Vec<SyntaxError>) -> (Expression, usize) {
    let first = &lines.text[rest.clone()];
    let below = owner.line + 1;
    if first == FENCE {
        if let Some(close) = closing_fence(lines, owner) {
            return (fenced(lines, below, close), close + 1);
        }
        errors.push(
            SyntaxError::new(&UNCLOSED_FENCE, rest.clone(), "this expression has no closing fence")
                .label("opened here")
                .help("close it with a line of three back-ticks, indented like the expression"),
        );
    }
    if first.is_empty() || first == FENCE {
        let known = errors.len();
        let end = block_end(lines, owner, errors);
        let block = block(lines, below, end, rest.start, errors);
        // At the end of the file nothing follows that could be misread.
        let is_last = lines.next_filled(below).is_none();
        if block.text.is_empty() && errors.len() == known && first.is_empty() && !is_last {
            errors.push(empty(lines, owner, rest.start));
        }
        return (block, end);
    }
    let inline = Expression {
        text: first.to_owned(),
        line_starts: vec![LineStart { text: 0, file: rest.start }],
        span: rest.clone(),
        form: Form::Inline,
    };
    match lines.next_filled(below).filter(|next| continues(lines, owner, *next)) {
        None => (inline, below),
        Some(_) => continued(lines, owner, inline, errors),
    }
}

/// What is written against the rule is still read, so that nothing else is reported for it.
fn continued(lines: &Lines, owner: &Owner, inline: Expression, errors: &mut Vec<SyntaxError>) -> (Expression, usize) {
    let below = owner.line + 1;
    let end = take_while(lines, below, |at| continues(lines, owner, at));
    let rest = block(lines, below, end, inline.span.end, errors);
    errors.push(
        SyntaxError::new(&CONTINUED_EXPRESSION, rest.span.clone(), "this expression began on the line of the `=`")
            .label("and goes on here")
            .help("leave nothing behind the `=` and put the whole expression on the lines below, two levels deeper"),
    );
    let below = rest.line_starts.into_iter().map(|line| LineStart { text: line.text + inline.text.len() + 1, ..line });
    let expression = Expression {
        text: format!("{}\n{}", inline.text, rest.text),
        span: inline.span.start..rest.span.end,
        form: Form::Block,
        line_starts: inline.line_starts.into_iter().chain(below).collect(),
    };
    (expression, end)
}

fn continues(lines: &Lines, owner: &Owner, at: usize) -> bool {
    let column = column_of(lines, at);
    let beyond = column_of(lines, owner.line) + lines.unit;
    column > column_of(lines, owner.line)
        && owner.object.is_none_or(|kind| match column > beyond {
            true => !is_known_member(kind, lines.content(at)),
            false => !is_member(kind, lines.content(at)),
        })
}

fn column_of(lines: &Lines, at: usize) -> usize {
    lines.lines.get(at).map_or(0, |line| line.column)
}

/// The closing fence, wherever it is indented. An object of the same level that opens a fence of its own shows that
/// this one has none.
fn closing_fence(lines: &Lines, owner: &Owner) -> Option<usize> {
    let column = column_of(lines, owner.line);
    let mut below = owner.line + 1..lines.lines.len();
    let end = below.find(|at| {
        let content = lines.content(*at);
        content == FENCE || column_of(lines, *at) <= column && opens_fence(content)
    })?;
    (lines.content(end) == FENCE).then_some(end)
}

fn opens_fence(content: &str) -> bool {
    content.strip_suffix(FENCE).is_some_and(|before| before.trim_end().ends_with('='))
}

/// The first line behind a block that begins on the line after its owner.
fn block_end(lines: &Lines, owner: &Owner, errors: &mut Vec<SyntaxError>) -> usize {
    let (below, column) = (owner.line + 1, column_of(lines, owner.line));
    let Some(first) = lines.next_filled(below).filter(|at| column_of(lines, *at) > column) else {
        return below;
    };
    let Some(kind) = owner.object else {
        return take_while(lines, below, |at| column_of(lines, at) > column);
    };
    let (edge, beyond) = (column_of(lines, first), column + lines.unit);
    if edge > beyond {
        return take_while(lines, below, |at| {
            let column = column_of(lines, at);
            column >= edge || column > beyond && !is_known_member(kind, lines.content(at))
        });
    }
    let starts_member = |at: usize| column_of(lines, at) <= edge && is_swallowed(kind, lines.content(at));
    let end = take_while(lines, below, |at| column_of(lines, at) > column && !starts_member(at));
    let next = lines.next_filled(end).filter(|at| column_of(lines, *at) > column);
    if let Some(next) = next {
        let swallowed = &lines.lines[next];
        errors.push(
            SyntaxError::new(
                &SWALLOWED_PROPERTY,
                swallowed.span(),
                "this line would be read as part of the expression",
            )
            .label("looks like a property")
            .help("indent the expression one level deeper than the properties, or remove the `=`"),
        );
    }
    end
}

/// Past the lines that `belongs` holds for; blank ones inside belong, blank ones at the end do not.
fn take_while(lines: &Lines, from: usize, belongs: impl Fn(usize) -> bool) -> usize {
    let mut end = from;
    for at in from..lines.lines.len() {
        if lines.lines[at].is_blank() {
            continue;
        }
        if !belongs(at) {
            break;
        }
        end = at + 1;
    }
    end
}

/// Whether the line reads as a property or child of an object of this kind, a misspelt one included.
pub fn is_member(kind: &str, content: &str) -> bool {
    if content.starts_with("///") {
        return true;
    }
    let Some(declaration) = declaration::declaration(content, 0, &mut Vec::new()) else {
        return false;
    };
    let members = vocabulary::members(Some(kind));
    let word = declaration.keyword.text.as_str();
    let known = members.iter().any(|member| member.eq_ignore_ascii_case(word));
    match declaration.rest {
        Rest::Colon(_) if declaration.name.is_none() => true,
        Rest::Nothing => known || word.starts_with(|c: char| c.is_ascii_lowercase()) && !M_KEYWORDS.contains(&word),
        _ => known,
    }
}

/// Whether the line is, without a doubt, a property or child of an object of this kind.
fn is_known_member(kind: &str, content: &str) -> bool {
    let Some(declaration) = declaration::declaration(content, 0, &mut Vec::new()) else {
        return false;
    };
    let word = declaration.keyword.text.as_str();
    vocabulary::members(Some(kind)).iter().any(|member| member.eq_ignore_ascii_case(word))
}

/// Whether a line at the left edge of an expression was meant as a property or child: one of them, or a misspelt
/// property with its colon. The parameters of a function have colons too.
fn is_swallowed(kind: &str, content: &str) -> bool {
    if is_known_member(kind, content) {
        return true;
    }
    let is_function = kind.eq_ignore_ascii_case("function");
    let declaration = declaration::declaration(content, 0, &mut Vec::new());
    !is_function && declaration.is_some_and(|found| found.name.is_none() && matches!(found.rest, Rest::Colon(_)))
}

/// Words that begin a line of M; keywords of DAX are in capitals where they stand alone.
const M_KEYWORDS: &[&str] = &[
    "and",
    "as",
    "each",
    "else",
    "error",
    "false",
    "if",
    "in",
    "is",
    "let",
    "meta",
    "not",
    "null",
    "or",
    "otherwise",
    "section",
    "shared",
    "then",
    "true",
    "try",
    "type",
];

fn empty(lines: &Lines, owner: &Owner, at: usize) -> SyntaxError {
    let span = lines.lines.get(owner.line).map_or(at..at, |line| line.span());
    SyntaxError::new(&EMPTY_EXPRESSION, span, "there is nothing behind this equals sign")
        .help("write the value behind it, or on lines two levels deeper, or remove the `=`")
}

fn outdented(lines: &Lines, at: usize) -> SyntaxError {
    let span = lines.lines.get(at).map_or(0..0, |line| line.span());
    SyntaxError::new(&OUTDENTED_EXPRESSION, span, "this line stands left of the first line of its expression")
        .help("indent the first line no deeper than the others, or put the expression between fences")
}

/// Lines `from..end` with the white space that they all begin with taken off.
fn block(lines: &Lines, from: usize, end: usize, empty_at: usize, errors: &mut Vec<SyntaxError>) -> Expression {
    let Some(first) = lines.next_filled(from).filter(|first| *first < end) else {
        return Expression { span: empty_at..empty_at, form: Form::Block, ..Expression::default() };
    };
    let range = &lines.lines[from..end];
    let filled = || (from..end).filter(|at| !lines.lines[*at].is_blank());
    // Tabs and spaces may mix here: what counts is how far to the right a line begins.
    let left_edge = column_of(lines, first);
    if let Some(left) = filled().find(|at| column_of(lines, *at) < left_edge) {
        errors.push(outdented(lines, left));
    }
    let edge = filled().fold(lines.indentation(first), |edge, at| common(edge, lines.indentation(at)));
    let mut expression = Expression { form: Form::Block, ..Expression::default() };
    for (at, line) in range.iter().enumerate() {
        if at > 0 {
            expression.text.push('\n');
        }
        let start = if line.is_blank() { line.end } else { line.start + edge.len() };
        expression.line_starts.push(LineStart { text: expression.text.len(), file: start });
        expression.text.push_str(&lines.text[start..line.end]);
    }
    expression.span = lines.lines[first].content..range.last().map_or(empty_at, |line| line.end);
    expression
}

/// Lines `from..close`, exactly, but for the indentation that they and the closing fence have in common.
fn fenced(lines: &Lines, from: usize, close: usize) -> Expression {
    let fence = &lines.lines[close];
    let filled = (from..close).filter(|at| !lines.lines[*at].is_blank());
    let edge = filled.fold(lines.indentation(close), |edge, at| common(edge, lines.indentation(at)));
    let mut expression = Expression { form: Form::Fenced, ..Expression::default() };
    for (at, line) in lines.lines[from..close].iter().enumerate() {
        if at > 0 {
            expression.text.push('\n');
        }
        let start = line.start + common(edge, &lines.text[line.start..line.raw_end]).len();
        expression.line_starts.push(LineStart { text: expression.text.len(), file: start });
        expression.text.push_str(&lines.text[start..line.raw_end]);
    }
    let start = lines.lines.get(from).map_or(fence.content, |line| line.content.min(fence.content));
    let end = lines.lines[from..close].last().map_or(start, |line| line.end.max(start));
    expression.span = start..end;
    expression
}

fn common<'a>(a: &'a str, b: &str) -> &'a str {
    let length = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    a.get(..length).unwrap_or(a)
}
