//! The graph for programs.

use serde_json::{Value, json};

use super::{Direction, Graph, Reached};
use crate::diag::Place;

/// File and line of a place.
pub type At<'a> = &'a mut dyn FnMut(&Place) -> (String, Option<usize>);

impl Graph {
    /// Every object, and every use as the numbers of its two ends.
    pub fn json(&self, at: At) -> Value {
        let objects: Vec<Value> = (0..self.objects.len()).map(|number| self.object(number, at)).collect();
        let mut uses = Vec::new();
        for number in 0..self.objects.len() {
            for (to, place) in self.uses(number) {
                let (file, line) = at(place);
                uses.push(json!({ "from": number, "to": to, "file": file, "line": line }));
            }
        }
        json!({ "objects": objects, "uses": uses })
    }

    /// One object with what is reached from it.
    pub fn json_of(&self, start: usize, directions: &[Direction], at: At) -> Value {
        let mut value = self.object(start, at);
        for direction in directions {
            let name = if *direction == Direction::On { "used_by" } else { "uses" };
            value[name] = self.reach(start, *direction).iter().map(|one| self.reached(one, at)).collect();
        }
        value
    }

    fn object(&self, number: usize, at: At) -> Value {
        let object = &self.objects[number];
        let (file, line) = at(&object.place);
        json!({ "kind": object.kind.as_str(), "name": object.name, "file": file, "line": line })
    }

    fn reached(&self, one: &Reached, at: At) -> Value {
        let (object, through) = (&self.objects[one.object], &self.objects[one.through]);
        let (file, line) = at(one.place);
        json!({
            "kind": object.kind.as_str(),
            "name": object.name,
            "file": file,
            "line": line,
            "depth": one.depth,
            "through": { "kind": through.kind.as_str(), "name": through.name },
            "part": one.is_part,
        })
    }
}
