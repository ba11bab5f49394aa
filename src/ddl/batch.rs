//! A file's batches, and in each the statements that make or change tables and views.
//!
//! A statement is found by its first words wherever they stand outside of parentheses, so what an `IF`, a `BEGIN`
//! or a `TRY` puts around it makes no difference, and what lies between is passed over.

use std::collections::BTreeMap;
use std::ops::Range;

use super::cursor::{Cursor, Fault, ObjectName, Parsed};
use super::database::{Database, View};
use super::lex::{self, Lexeme, Token};
use super::{UNREADABLE, alter, property, table};
use crate::diag::{Diagnostic, Place};

/// Where a text comes from: a file, or a literal of it that is executed.
pub struct Origin<'a> {
    pub file: &'a str,
    pub text: &'a str,
    /// The literal's place in the file, and how deep it is nested.
    literal: Option<(Range<usize>, usize)>,
}

/// Text in text in text: further down nobody means a table.
const DEEPEST: usize = 4;

impl Origin<'_> {
    pub fn nowhere() -> Self {
        Self { file: "", text: "", literal: None }
    }
    pub fn place(&self, span: Range<usize>) -> Place {
        match &self.literal {
            Some((literal, _)) => Place::bytes(self.file, literal.clone()),
            None => Place::bytes(self.file, span),
        }
    }
}

pub fn file(database: &mut Database, path: &str, text: &str, lexemes: &[Lexeme<'_>]) {
    let origin = Origin { file: path, text, literal: None };
    if let Some(Lexeme { token: Token::Unclosed(what), span, .. }) = lexemes.last() {
        let message = format!("a {what} is never closed: what follows is not read");
        let diagnostic = Diagnostic::new(&UNREADABLE, message).at(origin.place(span.start..span.start + 1), "");
        database.diagnostics.push(diagnostic);
    }
    let mut start = 0;
    for at in 0..lexemes.len() {
        if is_separator(lexemes, at) {
            batch(database, &origin, &lexemes[start..at], false);
            start = at + 1;
        }
    }
    batch(database, &origin, &lexemes[start..], false);
}

/// `GO`, or `GO 5`, alone on its line.
fn is_separator(lexemes: &[Lexeme<'_>], at: usize) -> bool {
    let is_go = matches!(lexemes[at].token, Token::Word(word) if word.eq_ignore_ascii_case("GO"));
    let after = |by: usize| lexemes.get(at + by).is_none_or(|lexeme| lexeme.starts_line);
    let counted = matches!(lexemes.get(at + 1).map(|lexeme| &lexeme.token), Some(Token::Number(_)));
    is_go && lexemes[at].starts_line && (after(1) || counted && after(2))
}

fn batch(database: &mut Database, origin: &Origin<'_>, lexemes: &[Lexeme<'_>], is_guarded: bool) {
    let mut cursor = Cursor::new(lexemes);
    let mut batch = Batch { is_guarded, variables: BTreeMap::new() };
    while cursor.peek().is_some() {
        let before = cursor.at;
        if let Err((what, fault)) = batch.statement(database, origin, &mut cursor) {
            database.diagnostics.push(unreadable(origin, &what, fault));
        }
        // A statement that was not understood is passed over from its second word on.
        if cursor.at == before {
            cursor.skip();
        }
    }
}

fn unreadable(origin: &Origin<'_>, what: &str, fault: Fault) -> Diagnostic {
    Diagnostic::new(&UNREADABLE, format!("cannot read this {what}"))
        .at(origin.place(fault.span), format!("expected {}", fault.expected))
        .help("write it in a plainer form, or take the catalog from the database itself")
}

struct Batch {
    /// Whether an `IF` stood before.
    is_guarded: bool,
    /// Variables that were set to a text.
    variables: BTreeMap<String, String>,
}

impl Batch {
    fn statement(
        &mut self,
        database: &mut Database,
        origin: &Origin<'_>,
        cursor: &mut Cursor<'_, '_>,
    ) -> Result<(), (String, Fault)> {
        let named = |what: &'static str| move |fault| (format!("`{what}`"), fault);
        if let (Some(Token::Word(word)), Some(Token::Symbol('=')), Some(Token::Text(text))) =
            (cursor.peek(), cursor.ahead(1), cursor.ahead(2))
        {
            self.variables.insert(word.to_lowercase(), text.clone());
            cursor.at += 3;
            return Ok(());
        }
        let is_granted = is_granted(cursor);
        if cursor.take_word("IF") {
            self.is_guarded = true;
        } else if is_granted {
        } else if is_code(cursor) {
            // Its body is the rest of the batch.
            cursor.at = cursor.lexemes.len();
        } else if cursor.take_words(&["CREATE", "TABLE"]) || cursor.take_words(&["CREATE", "EXTERNAL", "TABLE"]) {
            if matches!(cursor.peek(), Some(Token::Word(word)) if word.starts_with('#')) {
                return Ok(());
            }
            let table = table::create(cursor, origin).map_err(named("CREATE TABLE"))?;
            database.add_table(table, self.is_guarded);
        } else if cursor.take_words(&["ALTER", "TABLE"]) {
            let place = origin.place(cursor.span());
            if matches!(cursor.peek(), Some(Token::Word(word)) if word.starts_with('#')) {
                return Ok(());
            }
            let (table, changes) = alter::alter(cursor, origin).map_err(named("ALTER TABLE"))?;
            changes.into_iter().for_each(|change| database.change(&table, &place, change));
        } else if cursor.take_words(&["CREATE", "VIEW"]) {
            let view = view(cursor, origin).map_err(named("CREATE VIEW"))?;
            database.add_view(view, self.is_guarded, false);
        } else if cursor.take_words(&["CREATE", "OR", "ALTER", "VIEW"]) || cursor.take_words(&["ALTER", "VIEW"]) {
            let view = view(cursor, origin).map_err(named("ALTER VIEW"))?;
            database.add_view(view, self.is_guarded, true);
        } else if cursor.take_words(&["CREATE", "TYPE"]) {
            alias(database, cursor).map_err(named("CREATE TYPE"))?;
        } else if cursor.take_words(&["DROP", "TABLE"]) || cursor.take_words(&["DROP", "VIEW"]) {
            let _ = cursor.take_words(&["IF", "EXISTS"]);
            while let Ok(object) = cursor.object() {
                database.drop(&object);
                if !cursor.take_symbol(',') {
                    break;
                }
            }
        } else if cursor.take_word("HISTORY_TABLE") {
            let _ = cursor.take_symbol('=');
            database.histories.extend(cursor.object().map(|history| history.key()));
        } else if cursor.take_word("EXEC") || cursor.take_word("EXECUTE") || cursor.at == 0 {
            self.execute(database, origin, cursor);
        } else if cursor.is_symbol('(') && is_versioning(cursor) {
            cursor.at += 1;
        } else {
            cursor.skip();
        }
        Ok(())
    }

    fn execute(&self, database: &mut Database, origin: &Origin<'_>, cursor: &mut Cursor<'_, '_>) {
        let span = cursor.span();
        if cursor.take_symbol('(') {
            let mut script = String::new();
            while let Some(text) = cursor.take_text() {
                script.push_str(text);
                cursor.take_symbol('+');
            }
            // With anything but texts in it, nobody knows what it does.
            if cursor.take_symbol(')') {
                self.executed(database, origin, &script, span.start..cursor.last_span().end);
            }
            return;
        }
        let mut ahead = cursor.clone();
        let Ok(procedure) = ahead.object() else { return };
        match procedure.name.to_lowercase().as_str() {
            "sp_addextendedproperty" | "sp_updateextendedproperty" => {
                property::add(database, &mut ahead, &self.variables);
            }
            "sp_executesql" => {
                if let (Some(Token::Word(_)), Some(Token::Symbol('='))) = (ahead.peek(), ahead.ahead(1)) {
                    ahead.at += 2;
                }
                let span = ahead.span();
                if let Some(script) = ahead.take_text() {
                    self.executed(database, origin, script, span);
                }
            }
            _ => return,
        }
        cursor.at = ahead.at;
    }

    /// A text that is run as a batch of its own, under the same `IF`.
    fn executed(&self, database: &mut Database, origin: &Origin<'_>, script: &str, span: Range<usize>) {
        let (literal, depth) = origin.literal.clone().unwrap_or((span, 0));
        if depth < DEEPEST {
            let inner = Origin { file: origin.file, text: script, literal: Some((literal, depth + 1)) };
            batch(database, &inner, &lex::lex(script), self.is_guarded);
        }
    }
}

/// Whether a permission is meant, as in `GRANT CREATE TABLE, CREATE VIEW TO somebody`.
fn is_granted(cursor: &mut Cursor<'_, '_>) -> bool {
    let is_granted = ["GRANT", "DENY", "REVOKE"].iter().any(|word| cursor.take_word(word));
    if is_granted {
        while !["TO", "FROM", "ON"].iter().any(|word| cursor.is_word(word)) && cursor.peek().is_some() {
            cursor.skip();
        }
    }
    is_granted
}

fn is_code(cursor: &Cursor<'_, '_>) -> bool {
    let at = match () {
        () if cursor.is_word("CREATE") && cursor.is_word_at(1, "OR") => 3,
        () if cursor.is_word("CREATE") || cursor.is_word("ALTER") => 1,
        () => return false,
    };
    ["PROC", "PROCEDURE", "FUNCTION", "TRIGGER"].iter().any(|word| cursor.is_word_at(at, word))
}

fn is_versioning(cursor: &Cursor<'_, '_>) -> bool {
    cursor.is_word_at(1, "SYSTEM_VERSIONING") || cursor.is_word_at(1, "HISTORY_TABLE")
}

/// After `CREATE TYPE`: `name FROM type NOT NULL`. Table types are passed over.
fn alias(database: &mut Database, cursor: &mut Cursor<'_, '_>) -> Parsed<()> {
    let name = cursor.object()?;
    if cursor.take_word("FROM") {
        let mut declared = table::declared(cursor)?;
        declared.nullable = match () {
            () if cursor.take_words(&["NOT", "NULL"]) => Some(false),
            () if cursor.take_word("NULL") => Some(true),
            () => None,
        };
        database.types.insert(name.key(), declared);
    }
    Ok(())
}

/// After `CREATE VIEW`: its query is the rest of the batch.
fn view(cursor: &mut Cursor<'_, '_>, origin: &Origin<'_>) -> Parsed<View> {
    let place = origin.place(cursor.span());
    let name: ObjectName = cursor.object()?;
    let columns = if cursor.is_symbol('(') { cursor.names_in_parens()? } else { Vec::new() };
    while !cursor.take_word("AS") {
        if cursor.peek().is_none() {
            return Err(cursor.fault("`AS` and a query"));
        }
        cursor.skip();
    }
    let rest = &cursor.lexemes[cursor.at..];
    let (Some(first), Some(last)) = (rest.first(), rest.last()) else { return Err(cursor.fault("a query")) };
    let query = origin.text.get(first.span.start..last.span.end).unwrap_or_default().to_owned();
    cursor.at = cursor.lexemes.len();
    Ok(View { name, place, columns, query })
}
