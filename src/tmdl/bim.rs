//! A model as the JSON of a BIM file, in the form in which Microsoft's reader exports it.
//!
//! Serves to compare: what our reader understands of a folder of TMDL is what Microsoft's reader understands. Values
//! that are the default of their property are left out, as they are there.

use serde_json::{Map, Value, json};

use crate::model::{Annotation, Model, Property, PropertyValue, Role};
use carried::{carry, insert, put};

mod carried;
mod objects;

type Object = Map<String, Value>;

/// The whole database: its compatibility level and its model.
pub fn bim(model: &Model) -> Value {
    let mut object = Object::new();
    if model.name != "Model" {
        put(&mut object, "name", &model.name);
    }
    let (mut database, mut own) = (Object::new(), Vec::new());
    for property in &model.more {
        match &property.value {
            PropertyValue::Object(_, more) if carried::kind_of(&property.name) == "database" => {
                carried::put_some(&mut database, "name", carried::name_of(&property.name).as_deref());
                carry(&mut database, "database", more);
            }
            _ => own.push(property.clone()),
        }
    }
    carry(&mut object, "model", &own);
    list(&mut object, "tables", &model.tables, objects::table);
    list(&mut object, "relationships", &model.relationships, objects::relationship);
    list(&mut object, "roles", &model.roles, objects::role);
    list(&mut object, "expressions", &model.expressions, objects::expression);
    annotations(&mut object, &model.annotations);
    // The server that a database lies on has it, not the database.
    database.remove("compatibilityMode");
    if let Some(level) = model.compatibility_level {
        insert(&mut database, "compatibilityLevel", json!(level));
    }
    insert(&mut database, "model", Value::Object(object));
    Value::Object(database)
}

/// The TMSL that makes these roles of a database anew, members and all: what a role has and the script does not say
/// would be gone.
pub fn roles_script(database: &str, roles: &[Role]) -> Value {
    let operation = |role: &Role| {
        json!({ "createOrReplace": {
            "object": { "database": database, "role": role.name.as_str() },
            "role": objects::role(role),
        } })
    };
    json!({ "sequence": { "operations": roles.iter().map(operation).collect::<Vec<_>>() } })
}

fn list<T>(object: &mut Object, name: &str, of: &[T], to_json: impl Fn(&T) -> Object) {
    for one in of {
        carried::push(object, name, Value::Object(to_json(one)));
    }
}

fn annotations(object: &mut Object, annotations: &[Annotation]) {
    list(object, "annotations", annotations, |annotation| {
        let mut one = Object::new();
        put(&mut one, "name", &annotation.name);
        put(&mut one, "value", &annotation.value);
        one
    });
}

fn described(name: &str, description: Option<&str>, kind: &str, more: &[Property]) -> Object {
    let mut object = Object::new();
    put(&mut object, "name", name);
    put(&mut object, "description", description.unwrap_or_default());
    carry(&mut object, kind, more);
    object
}

#[cfg(test)]
mod tests;
