//! The graph as a tree for people.

use super::{Direction, Graph, Kind, Reached};
use crate::diag::Place;

/// Deeper than this nothing is moved to the right.
const MAX_INDENT: usize = 24;

impl Graph {
    /// What is reached from an object, each under the one that it is reached through; `at` writes a place.
    pub fn tree(&self, start: usize, direction: Direction, at: &mut dyn FnMut(&Place) -> String) -> String {
        let reached = self.reach(start, direction);
        let what = match direction {
            Direction::On if reached.is_empty() => "is used by nothing".to_owned(),
            Direction::Of if reached.is_empty() => "uses nothing".to_owned(),
            Direction::On => format!("is used by {}", self.counted(&reached)),
            Direction::Of => format!("uses {}", self.counted(&reached)),
        };
        let object = &self.objects[start];
        let mut text = format!("{} {what}  {}\n", line(object.kind, &object.name), at(&object.place));
        let mut children: Vec<Vec<&Reached>> = vec![Vec::new(); self.objects.len()];
        reached.iter().for_each(|one| children[one.through].push(one));
        // The last first, so that the first is taken next.
        let mut open: Vec<(&Reached, String, bool)> = Vec::new();
        push(&mut open, &children[start], "");
        while let Some((one, indent, is_last)) = open.pop() {
            let object = &self.objects[one.object];
            let branch = if is_last { "└─ " } else { "├─ " };
            text.push_str(&format!("{indent}{branch}{}  {}\n", line(object.kind, &object.name), at(one.place)));
            let deeper = if one.depth >= MAX_INDENT {
                ""
            } else if is_last {
                "   "
            } else {
                "│  "
            };
            push(&mut open, &children[one.object], &format!("{indent}{deeper}"));
        }
        text
    }

    /// `2 measures, 1 visual`.
    fn counted(&self, reached: &[Reached]) -> String {
        self.tally(reached).into_iter().map(|(kind, count)| kind.counted(count)).collect::<Vec<_>>().join(", ")
    }

    /// Every object with what it uses itself.
    pub fn list(&self, at: &mut dyn FnMut(&Place) -> String) -> String {
        let mut text = String::new();
        for (number, object) in self.objects.iter().enumerate() {
            text.push_str(&format!("{}  {}\n", line(object.kind, &object.name), at(&object.place)));
            for (to, place) in self.uses(number) {
                let object = &self.objects[to];
                text.push_str(&format!("   {}  {}\n", line(object.kind, &object.name), at(place)));
            }
        }
        text
    }
}

fn push<'a>(open: &mut Vec<(&'a Reached<'a>, String, bool)>, children: &[&'a Reached<'a>], indent: &str) {
    let last = children.len().saturating_sub(1);
    open.extend(children.iter().enumerate().rev().map(|(at, one)| (*one, indent.to_owned(), at == last)));
}

/// A name may hold anything, and a line is a line.
fn line(kind: Kind, name: &str) -> String {
    let name: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("{} {name}", kind.as_str())
}
