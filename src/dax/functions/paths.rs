//! The orders in which arguments may fall to the parameters of a form: an automaton with a node a parameter.

use super::signature::{Group, Parameter, Presence};

/// Where a path may go from each parameter, the likeliest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paths {
    start: Vec<Step>,
    next: Vec<Vec<Step>>,
    repeats: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    To(usize),
    End,
}

impl Paths {
    /// Of a form without parameters.
    pub const NOTHING: Self = Self { start: Vec::new(), next: Vec::new(), repeats: false };

    pub fn new(parameters: &[Parameter], groups: &[Group]) -> Self {
        let draft = Draft { parameters, groups };
        let next = (0..parameters.len()).map(|at| draft.after(at)).collect();
        Self { start: draft.inside_group(0), next, repeats: groups.iter().any(Group::repeats) }
    }

    /// What may come behind the parameter `at`; at the beginning for `None`.
    pub fn after(&self, at: Option<usize>) -> &[Step] {
        match at {
            None if self.start.is_empty() => &[Step::End],
            None => &self.start,
            Some(at) => self.next.get(at).map_or(&[], Vec::as_slice),
        }
    }
    /// Whether there is no longest call.
    pub fn repeats(&self) -> bool {
        self.repeats
    }
    pub fn may_end(&self, at: Option<usize>) -> bool {
        self.after(at).contains(&Step::End)
    }
}

struct Draft<'a> {
    parameters: &'a [Parameter],
    groups: &'a [Group],
}

impl Draft<'_> {
    /// The ways on from just before a group.
    fn inside_group(&self, number: usize) -> Vec<Step> {
        let Some(group) = self.groups.get(number) else { return vec![Step::End] };
        let mut steps = self.from(number, group.first);
        if group.may_be_absent() {
            join(&mut steps, self.inside_group(number + 1));
        }
        steps
    }

    /// The ways on from just before a parameter of a group.
    fn from(&self, number: usize, at: usize) -> Vec<Step> {
        let Some(parameter) = self.parameters.get(at) else { return vec![Step::End] };
        let mut steps = vec![Step::To(at)];
        match parameter.presence {
            Presence::Required => {}
            // Without it there is nothing behind it.
            Presence::Optional => {
                if self.all_absent_from(number, at) {
                    steps.push(Step::End);
                }
            }
            Presence::Skippable => join(&mut steps, self.beyond(number, at + 1)),
        }
        steps
    }

    fn after(&self, at: usize) -> Vec<Step> {
        match self.groups.iter().position(|group| (group.first..group.end).contains(&at)) {
            Some(number) => self.beyond(number, at + 1),
            None => Vec::new(),
        }
    }

    /// The ways on from `at`, which is a parameter of the group or its end.
    fn beyond(&self, number: usize, at: usize) -> Vec<Step> {
        let Some(group) = self.groups.get(number) else { return vec![Step::End] };
        if at < group.end {
            return self.from(number, at);
        }
        let mut steps = Vec::new();
        if group.repeats() {
            // A group that repeats begins with what cannot be absent, or has something behind that cannot.
            join(&mut steps, self.from(number, group.first));
        }
        join(&mut steps, self.inside_group(number + 1));
        steps
    }

    fn all_absent_from(&self, number: usize, at: usize) -> bool {
        let Some(group) = self.groups.get(number) else { return true };
        let rest = self.parameters.get(at..group.end).unwrap_or_default();
        let later = self.groups.get(number + 1..).unwrap_or_default();
        let optional = |parameter: &Parameter| parameter.presence != Presence::Required;
        rest.iter().all(optional)
            && later.iter().all(|group| {
                let members = self.parameters.get(group.first..group.end).unwrap_or_default();
                group.may_be_absent() || members.iter().all(optional)
            })
    }
}

fn join(steps: &mut Vec<Step>, more: Vec<Step>) {
    for step in more {
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
}
