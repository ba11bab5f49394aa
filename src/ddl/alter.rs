//! `ALTER TABLE`: what it does to columns and keys; what it does to triggers, partitions and checks is passed over.

use super::batch::Origin;
use super::cursor::{Cursor, ObjectName, Parsed};
use super::database::{Change, Column, Source};
use super::table;

/// After `ALTER TABLE`.
pub fn alter(cursor: &mut Cursor<'_, '_>, origin: &Origin<'_>) -> Parsed<(ObjectName, Vec<Change>)> {
    let name = cursor.object()?;
    let mut changes = Vec::new();
    let _ = cursor.take_words(&["WITH", "CHECK"]) || cursor.take_words(&["WITH", "NOCHECK"]);
    if cursor.take_word("ADD") {
        loop {
            changes.extend(table::element(cursor, origin, true)?);
            if !cursor.take_symbol(',') {
                break;
            }
        }
    } else if cursor.take_words(&["ALTER", "COLUMN"]) {
        alter_column(cursor, origin, &mut changes)?;
    } else if cursor.take_word("DROP") {
        drop(cursor, &mut changes)?;
    } else if !PASSED_OVER.iter().any(|word| cursor.is_word(word)) {
        return Err(cursor.fault("`ADD`, `ALTER COLUMN` or `DROP`"));
    }
    Ok((name, changes))
}

const PASSED_OVER: &[&str] = &["CHECK", "NOCHECK", "ENABLE", "DISABLE", "SET", "SWITCH", "REBUILD", "SPLIT", "MERGE"];

fn alter_column(cursor: &mut Cursor<'_, '_>, origin: &Origin<'_>, changes: &mut Vec<Change>) -> Parsed<()> {
    let place = origin.place(cursor.span());
    let name = cursor.name()?;
    // `ALTER COLUMN c ADD SPARSE`, `… DROP MASKED`: the type stays.
    if cursor.take_word("ADD") || cursor.take_word("DROP") {
        return Ok(());
    }
    let source = Source::Typed(table::declared(cursor)?);
    let mut column = Column { name, place, source, nullable: None, hidden: false };
    table::rest(cursor, origin, Some(&mut column), true, &mut Vec::new())?;
    changes.push(Change::AlterColumn(column));
    Ok(())
}

/// `DROP CONSTRAINT IF EXISTS a, COLUMN b, c`: without a word it is what the one before was.
fn drop(cursor: &mut Cursor<'_, '_>, changes: &mut Vec<Change>) -> Parsed<()> {
    if cursor.take_words(&["PERIOD", "FOR"]) {
        return Ok(());
    }
    let mut is_column = false;
    loop {
        if cursor.take_word("COLUMN") {
            is_column = true;
        } else if cursor.take_word("CONSTRAINT") {
            is_column = false;
        }
        let _ = cursor.take_words(&["IF", "EXISTS"]);
        let name = cursor.name()?;
        changes.push(if is_column { Change::DropColumn(name) } else { Change::DropConstraint(name) });
        if cursor.take_word("WITH") {
            cursor.skip();
        }
        if !cursor.take_symbol(',') {
            return Ok(());
        }
    }
}
