//! `CREATE TABLE`, and the columns and constraints that stand in it and in `ALTER TABLE … ADD`.

use super::batch::Origin;
use super::cursor::{Cursor, Fault, ObjectName, Parsed};
use super::database::{Change, Column, Declared, ForeignKey, PrimaryKey, Source, Table};
use super::lex::Token;

/// After `CREATE TABLE`.
pub fn create(cursor: &mut Cursor<'_, '_>, origin: &Origin<'_>) -> Parsed<Table> {
    let span = cursor.span();
    let name = cursor.object()?;
    if !cursor.take_symbol('(') {
        return Err(cursor.fault("`(` and the columns"));
    }
    let mut table =
        Table { name, place: origin.place(span), columns: Vec::new(), primary_key: None, foreign_keys: Vec::new() };
    loop {
        if cursor.take_symbol(')') {
            return Ok(table);
        }
        for change in element(cursor, origin, false)? {
            table.apply(change);
        }
        if !cursor.take_symbol(',') && !cursor.is_symbol(')') {
            return Err(cursor.fault("`,` or `)`"));
        }
    }
}

/// A column or a constraint with everything that belongs to it. `is_open` where no `)` ends it: then the first word
/// of another statement does.
pub fn element(cursor: &mut Cursor<'_, '_>, origin: &Origin<'_>, is_open: bool) -> Parsed<Vec<Change>> {
    let mut changes = Vec::new();
    if is_constraint(cursor) {
        rest(cursor, origin, None, is_open, &mut changes)?;
        return Ok(changes);
    }
    let mut column = column(cursor, origin)?;
    rest(cursor, origin, Some(&mut column), is_open, &mut changes)?;
    changes.insert(0, Change::AddColumn(column));
    Ok(changes)
}

/// A constraint that stands alone, such as a text that says one.
pub fn constraint(cursor: &mut Cursor<'_, '_>, changes: &mut Vec<Change>) -> Parsed<()> {
    rest(cursor, &Origin::nowhere(), None, true, changes)
}

fn is_constraint(cursor: &Cursor<'_, '_>) -> bool {
    ["CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "INDEX", "DEFAULT"].iter().any(|word| cursor.is_word(word))
        || cursor.is_word("PERIOD") && cursor.is_word_at(1, "FOR")
}

fn column(cursor: &mut Cursor<'_, '_>, origin: &Origin<'_>) -> Parsed<Column> {
    let place = origin.place(cursor.span());
    let name = cursor.name()?;
    let source = match cursor.take_word("AS") {
        true => Source::Computed(computed(cursor, origin)?),
        // The one type that may stand without a name for its column.
        false if name.eq_ignore_ascii_case("timestamp") && is_end(cursor) => Source::Typed(plain(&name)),
        false => Source::Typed(declared(cursor)?),
    };
    Ok(Column { name, place, source, nullable: None, hidden: false })
}

fn is_end(cursor: &Cursor<'_, '_>) -> bool {
    cursor.peek().is_none() || cursor.is_symbol(',') || cursor.is_symbol(')') || cursor.is_word("NOT")
}

fn plain(name: &str) -> Declared {
    Declared { name: ObjectName::new(None, name.to_owned()), precision: None, scale: None, nullable: None }
}

/// The text of the expression after `AS`.
fn computed(cursor: &mut Cursor<'_, '_>, origin: &Origin<'_>) -> Parsed<String> {
    let start = cursor.span().start;
    let first = cursor.at;
    let ends = ["PERSISTED", "CONSTRAINT", "PRIMARY", "UNIQUE"];
    while cursor.peek().is_some()
        && !cursor.is_symbol(',')
        && !cursor.is_symbol(')')
        && !ends.iter().any(|word| cursor.is_word(word))
    {
        cursor.skip();
    }
    if cursor.at == first {
        return Err(cursor.fault("an expression"));
    }
    Ok(origin.text.get(start..cursor.last_span().end).unwrap_or_default().to_owned())
}

/// A type with its arguments.
pub fn declared(cursor: &mut Cursor<'_, '_>) -> Parsed<Declared> {
    if !matches!(cursor.peek(), Some(Token::Word(_) | Token::Name(_))) {
        return Err(cursor.fault("a type"));
    }
    let mut declared = Declared { name: cursor.object()?, ..plain("") };
    // `double precision`, `national character varying`: the first word says enough.
    while ["PRECISION", "VARYING", "CHARACTER", "CHAR"].iter().any(|word| cursor.take_word(word)) {}
    if cursor.take_symbol('(') {
        let mut numbers = Vec::new();
        while !cursor.take_symbol(')') {
            match cursor.peek() {
                None => return Err(cursor.fault("`)`")),
                Some(Token::Number(number)) => numbers.push(number.parse().ok()),
                Some(_) => {}
            }
            cursor.skip();
        }
        declared.precision = numbers.first().copied().flatten();
        declared.scale = numbers.get(1).copied().flatten();
    }
    Ok(declared)
}

/// Everything after the type of a column, or a whole constraint, up to the `,` or the end.
pub fn rest(
    cursor: &mut Cursor<'_, '_>,
    origin: &Origin<'_>,
    mut column: Option<&mut Column>,
    is_open: bool,
    changes: &mut Vec<Change>,
) -> Parsed<()> {
    let mut constraint = None;
    let own = column.as_ref().map(|column| column.name.clone());
    loop {
        if cursor.is_symbol(',') || cursor.is_symbol(')') || cursor.is_symbol(';') {
            return Ok(());
        }
        let Some(token) = cursor.peek() else {
            return if is_open { Ok(()) } else { Err(cursor.fault("`)`")) };
        };
        if let Token::Unclosed(_) = token {
            return Err(cursor.fault("its end"));
        }
        if is_open && STATEMENTS.iter().any(|word| cursor.is_word(word)) {
            return Ok(());
        }
        let span = cursor.span();
        if cursor.take_words(&["NOT", "NULL"]) {
            column.iter_mut().for_each(|column| column.nullable = Some(false));
        } else if cursor.take_word("NULL") {
            column.iter_mut().for_each(|column| column.nullable = Some(true));
        } else if cursor.take_words(&["NOT", "FOR", "REPLICATION"]) {
        } else if cursor.take_word("DEFAULT") {
            // Its value may be the word NULL.
            cursor.skip();
        } else if cursor.take_word("IDENTITY") {
            column.iter_mut().for_each(|column| column.nullable = Some(false));
        } else if cursor.take_word("HIDDEN") {
            column.iter_mut().for_each(|column| column.hidden = true);
        } else if cursor.take_words(&["GENERATED", "ALWAYS"]) {
            column.iter_mut().for_each(|column| column.nullable = Some(false));
        } else if cursor.take_word("CONSTRAINT") {
            constraint = Some(cursor.name()?);
        } else if cursor.take_words(&["PRIMARY", "KEY"]) {
            let _ = cursor.take_word("CLUSTERED") || cursor.take_word("NONCLUSTERED");
            let _ = cursor.take_word("HASH");
            let columns = columns(cursor, &own)?;
            changes.push(Change::AddPrimaryKey(PrimaryKey { constraint: constraint.take(), columns }));
        } else if cursor.take_words(&["FOREIGN", "KEY"]) {
            let columns = columns(cursor, &own)?;
            if !cursor.take_word("REFERENCES") {
                return Err(cursor.fault("`REFERENCES`"));
            }
            changes.push(references(cursor, constraint.take(), columns, origin.place(span))?);
        } else if cursor.take_word("REFERENCES") {
            let columns = own.iter().cloned().collect();
            changes.push(references(cursor, constraint.take(), columns, origin.place(span))?);
        } else {
            cursor.skip();
        }
    }
}

/// Words that begin another statement, where none of them can go on with a column or constraint.
const STATEMENTS: &[&str] = &[
    "ALTER",
    "BEGIN",
    "CREATE",
    "DECLARE",
    "DELETE",
    "DENY",
    "DROP",
    "ELSE",
    "END",
    "EXEC",
    "EXECUTE",
    "GRANT",
    "IF",
    "INSERT",
    "MERGE",
    "PRINT",
    "RAISERROR",
    "RETURN",
    "SELECT",
    "SET",
    "THROW",
    "TRUNCATE",
    "UPDATE",
    "WHILE",
    "COMMIT",
];

/// The columns of a key; without a list, the one it stands behind.
fn columns(cursor: &mut Cursor<'_, '_>, own: &Option<String>) -> Parsed<Vec<String>> {
    match own {
        Some(own) if !cursor.is_symbol('(') => Ok(vec![own.clone()]),
        _ => cursor.names_in_parens(),
    }
}

/// After `REFERENCES`, with `ON DELETE SET NULL` and the like.
fn references(
    cursor: &mut Cursor<'_, '_>,
    constraint: Option<String>,
    columns: Vec<String>,
    place: crate::diag::Place,
) -> Result<Change, Fault> {
    let target = cursor.object()?;
    let to_columns = if cursor.is_symbol('(') { cursor.names_in_parens()? } else { Vec::new() };
    while cursor.take_words(&["ON", "DELETE"]) || cursor.take_words(&["ON", "UPDATE"]) {
        let _ = cursor.take_word("CASCADE")
            || cursor.take_words(&["NO", "ACTION"])
            || cursor.take_words(&["SET", "NULL"])
            || cursor.take_words(&["SET", "DEFAULT"]);
    }
    Ok(Change::AddForeignKey(ForeignKey { constraint, place, columns, target, to_columns }))
}
