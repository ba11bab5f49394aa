//! What stands behind the arrow.

use super::{Cursor, Read, Token, kinds, scalar};
use crate::dax::functions::signature::{Columns, NewName, Parameter, Type, Value};

pub fn read(cursor: &mut Cursor, parameters: &[Parameter]) -> Read<Type> {
    if cursor.peek() == Token::Sign("{") {
        return columns(cursor, parameters).map(Type::Table);
    }
    if let Token::Word(name) = cursor.peek()
        && let Some(clause) = kinds::clause(name)
    {
        cursor.next();
        let has_columns = cursor.peek() == Token::Sign("{");
        let columns = if has_columns { columns(cursor, parameters)? } else { Vec::new() };
        return Ok(Type::Clause(clause, columns));
    }
    value(cursor, parameters, true).map(Type::Value)
}

/// A type, `named by`, `like one`; `like one, two` only where no other comma can follow.
fn value(cursor: &mut Cursor, parameters: &[Parameter], several: bool) -> Read<Value> {
    if cursor.eat("named") {
        return parameter(cursor, parameters).map(Value::Named);
    }
    if !cursor.eat("like") {
        return scalar(cursor).map(Value::Scalar);
    }
    let mut like = vec![parameter(cursor, parameters)?];
    while several && cursor.eat(",") {
        like.push(parameter(cursor, parameters)?);
    }
    Ok(Value::Like(like))
}

fn columns(cursor: &mut Cursor, parameters: &[Parameter]) -> Read<Vec<Columns>> {
    cursor.expect("{")?;
    let mut columns = Vec::new();
    while !cursor.eat("}") {
        columns.push(part(cursor, parameters)?);
        cursor.eat(",");
    }
    Ok(columns)
}

fn part(cursor: &mut Cursor, parameters: &[Parameter]) -> Read<Columns> {
    if let Token::Text(name) = cursor.peek() {
        cursor.next();
        cursor.expect("=")?;
        let value = value(cursor, parameters, false)?;
        return Ok(Columns::New { name: NewName::Fixed(name), value });
    }
    if cursor.eat("..") {
        return Ok(Columns::Open);
    }
    if cursor.eat("current_group") {
        return Ok(Columns::CurrentGroup);
    }
    if cursor.eat("+") {
        return parameter(cursor, parameters).map(Columns::Merged);
    }
    if cursor.eat("home") {
        return parameter(cursor, parameters).map(Columns::Home);
    }
    let of = parameter(cursor, parameters)?;
    if cursor.eat("=") {
        let value = value(cursor, parameters, false)?;
        Ok(Columns::New { name: NewName::Argument(of), value })
    } else if cursor.eat("-") {
        Ok(Columns::Without { of, without: parameter(cursor, parameters)? })
    } else if cursor.eat("unless") {
        Ok(Columns::Unless { of, unless: parameter(cursor, parameters)? })
    } else {
        Ok(Columns::Of(of))
    }
}

fn parameter(cursor: &mut Cursor, parameters: &[Parameter]) -> Read<usize> {
    let missing = cursor.malformed("a parameter of this form");
    let name = cursor.word()?;
    parameters.iter().position(|parameter| parameter.name == name).ok_or(missing)
}
