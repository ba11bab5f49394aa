//! The notation of the tables: declarations such as
//!
//! ```text
//! ADDCOLUMNS(table, (name, expression: scalar @table)+) -> {table, name = like expression}
//! TOPN(count: number, table, (expression: scalar @table, order??)*) -> {table}
//! ACOS ASIN ATAN(number) -> number
//! ```
//!
//! - Several names before a parenthesis share what follows. A name that is declared again gets one more form.
//! - A parameter is `name: kind | kind @context`. Without a kind it is called as its kind: `table`, `dates | calendar`.
//!   Names with spaces between them share a kind: `rate nper: number`.
//! - `?` may be left out with all that is behind it, or be left empty; `??` may be left out alone.
//! - `*` any number, `+` one or more, `( … )` parameters that come together.
//! - `@table` in a row context of that parameter's table; `@filter`, `@groups`, `@window` as in [`Context`].
//! - A result is a type, `like` parameters, `named` by a word, `{ columns }`, or a clause with its columns.
//! - Columns are those `of` a parameter by its name, `+merged`, `one - other`, `one unless other`, `home reference`,
//!   `name = type`, `"Fixed Name" = type`, `current_group`, or `..` for those that cannot be told.

use super::signature::{Context, Form, Group, Kind, Parameter, Presence, Repetition, Scalar};

mod cursor;
mod kinds;
mod result;

use cursor::{Cursor, Token};

/// One line of a table: who is declared, and how it is called.
#[derive(Debug, PartialEq)]
pub struct Declaration {
    pub names: Vec<&'static str>,
    pub form: Form,
}

/// A fault of the tables, never of a user. A test reads every table.
#[derive(Debug, PartialEq, Eq)]
pub struct Malformed {
    pub wanted: &'static str,
    /// What stands there instead, to the end of the table.
    pub rest: &'static str,
}

type Read<T> = Result<T, Malformed>;

pub fn declarations(text: &'static str) -> Read<Vec<Declaration>> {
    let mut cursor = Cursor::new(text);
    let mut declarations = Vec::new();
    while cursor.peek() != Token::End {
        declarations.push(declaration(&mut cursor)?);
    }
    Ok(declarations)
}

fn declaration(cursor: &mut Cursor) -> Read<Declaration> {
    let mut names = vec![cursor.word()?];
    while !cursor.eat("(") {
        names.push(cursor.word()?);
    }
    let mut draft = Draft::default();
    while !cursor.eat(")") {
        draft.item(cursor)?;
        cursor.eat(",");
    }
    cursor.expect("->")?;
    let returns = result::read(cursor, &draft.parameters)?;
    Ok(Declaration { names, form: Form::new(draft.parameters, draft.groups, returns) })
}

#[derive(Default)]
struct Draft {
    parameters: Vec<Parameter>,
    groups: Vec<Group>,
}

impl Draft {
    /// A group in parentheses, or parameters that each are a group.
    fn item(&mut self, cursor: &mut Cursor) -> Read<()> {
        let first = self.parameters.len();
        if cursor.eat("(") {
            while !cursor.eat(")") {
                self.some(cursor)?;
                cursor.eat(",");
            }
            let repetition = repetition(cursor);
            return self.close(first, repetition, cursor);
        }
        self.some(cursor)?;
        let repetition = repetition(cursor);
        for at in first..self.parameters.len() {
            self.groups.push(Group { first: at, end: at + 1, repetition });
        }
        self.check_last(cursor)
    }

    fn close(&mut self, first: usize, repetition: Repetition, cursor: &Cursor) -> Read<()> {
        self.groups.push(Group { first, end: self.parameters.len(), repetition });
        self.check_last(cursor)
    }

    /// A round of nothing would never end.
    fn check_last(&self, cursor: &Cursor) -> Read<()> {
        let Some(group) = self.groups.last() else { return Ok(()) };
        let members = self.parameters.get(group.first..group.end).unwrap_or_default();
        let solid = members.iter().any(|parameter| parameter.presence == Presence::Required);
        if group.repeats() && !solid { Err(cursor.malformed("a required parameter to repeat")) } else { Ok(()) }
    }

    /// `name`, `name?: kind | kind @context`, `one two: kind`.
    fn some(&mut self, cursor: &mut Cursor) -> Read<()> {
        let mut names = Vec::new();
        while let Token::Word(name) = cursor.peek() {
            cursor.next();
            names.push((name, presence(cursor)));
        }
        let mut kinds = Vec::new();
        if cursor.eat(":") {
            kinds.extend(kind(cursor)?);
        } else {
            match names.as_slice() {
                [(name, _)] => kinds.extend(kinds::named(name).ok_or(cursor.malformed("the name of a kind"))?),
                _ => return Err(cursor.malformed("one parameter that is called as its kind")),
            }
        }
        while cursor.eat("|") {
            kinds.extend(kind(cursor)?);
        }
        let context = if cursor.eat("@") { self.context(cursor)? } else { Context::Outer };
        let parameters = names.into_iter();
        self.parameters.extend(parameters.map(|(name, presence)| Parameter {
            name,
            presence,
            kinds: kinds.clone(),
            context,
        }));
        Ok(())
    }

    fn context(&self, cursor: &mut Cursor) -> Read<Context> {
        match cursor.word()? {
            "filter" => Ok(Context::Filter),
            "groups" => Ok(Context::Groups),
            "window" => Ok(Context::Window),
            name => {
                let at = self.parameters.iter().position(|parameter| parameter.name == name);
                at.map(Context::Row).ok_or(cursor.malformed("a parameter before this one, or a context"))
            }
        }
    }
}

fn presence(cursor: &mut Cursor) -> Presence {
    if cursor.eat("??") {
        Presence::Skippable
    } else if cursor.eat("?") {
        Presence::Optional
    } else {
        Presence::Required
    }
}

fn repetition(cursor: &mut Cursor) -> Repetition {
    if cursor.eat("*") {
        Repetition::Any
    } else if cursor.eat("+") {
        Repetition::AtLeastOnce
    } else if cursor.eat("?") {
        Repetition::AtMostOnce
    } else {
        Repetition::Once
    }
}

/// `{A, B}`, `column of number` or a name.
fn kind(cursor: &mut Cursor) -> Read<Vec<Kind>> {
    if cursor.eat("{") {
        let mut words = Vec::new();
        while !cursor.eat("}") {
            words.push(cursor.word()?);
            cursor.eat(",");
        }
        return Ok(vec![Kind::Words(words)]);
    }
    let name = cursor.word()?;
    if name == "column" && cursor.eat("of") {
        return Ok(vec![Kind::Column(scalar(cursor)?)]);
    }
    kinds::named(name).ok_or(cursor.malformed("a kind"))
}

fn scalar(cursor: &mut Cursor) -> Read<Scalar> {
    let name = cursor.word()?;
    kinds::scalar(name).ok_or(cursor.malformed("a scalar type"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dax::functions::signature::{Columns, NewName, Type, Value};

    fn one(text: &'static str) -> Declaration {
        let mut all = declarations(text).expect("a declaration");
        assert_eq!(all.len(), 1);
        all.remove(0)
    }

    #[test]
    fn a_declaration_is_read_with_groups_contexts_and_columns() {
        let read = one("ADDCOLUMNS(table, (name, expression: scalar @table)+) -> {table, name = like expression}");
        assert_eq!(read.names, ["ADDCOLUMNS"]);
        let form = read.form;
        let names: Vec<_> = form.parameters.iter().map(|parameter| parameter.name).collect();
        assert_eq!(names, ["table", "name", "expression"]);
        assert_eq!(form.parameters[2].context, Context::Row(0));
        assert_eq!(form.groups[1], Group { first: 1, end: 3, repetition: Repetition::AtLeastOnce });
        let name = Columns::New { name: NewName::Argument(1), value: Value::Like(vec![2]) };
        assert_eq!(form.returns, Type::Table(vec![Columns::Of(0), name]));
    }

    #[test]
    fn names_share_what_follows_and_words_are_kept() {
        let read = declarations("SIN COS(number) -> number PMT(rate nper: number, kind?: {A, B} | integer) -> number");
        let read = read.expect("two declarations");
        assert_eq!(read[0].names, ["SIN", "COS"]);
        let [rate, nper, kind] = read[1].form.parameters.as_slice() else { panic!("three parameters") };
        assert_eq!((rate.name, nper.name), ("rate", "nper"));
        assert_eq!(kind.kinds, [Kind::Words(vec!["A", "B"]), Kind::Scalar(Scalar::Integer)]);
        assert_eq!(kind.presence, Presence::Optional);
    }

    #[test]
    fn a_faulty_table_is_refused_with_the_place() {
        let wanted = |text| declarations(text).expect_err(text).wanted;
        assert_eq!(wanted("SUM(colum) -> number"), "the name of a kind");
        assert_eq!(wanted("F(x: number @table) -> number"), "a parameter before this one, or a context");
        assert_eq!(wanted("F((filter??)*) -> number"), "a required parameter to repeat");
        assert_eq!(wanted("F(number) number"), "->");
        assert_eq!(wanted("F(number) -> like x"), "a parameter of this form");
    }
}
