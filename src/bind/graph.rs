//! Which expressions need which.

/// The strongly connected components of a graph, each after those that it points to; within a component by number.
/// Tarjan's, without recursion: a chain of measures may be as long as the model.
pub fn components(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut search = Search {
        edges,
        order: vec![None; edges.len()],
        low: vec![0; edges.len()],
        open: vec![false; edges.len()],
        stack: Vec::new(),
        found: Vec::new(),
        next: 0,
    };
    for root in 0..edges.len() {
        search.visit(root);
    }
    search.found
}

struct Search<'a> {
    edges: &'a [Vec<usize>],
    /// When a node was first seen.
    order: Vec<Option<usize>>,
    /// The earliest node that is reached from it and still open.
    low: Vec<usize>,
    open: Vec<bool>,
    stack: Vec<usize>,
    found: Vec<Vec<usize>>,
    next: usize,
}

impl Search<'_> {
    fn visit(&mut self, root: usize) {
        let mut path: Vec<(usize, usize)> = Vec::new();
        self.enter(root, &mut path);
        while let Some((node, step)) = path.pop() {
            let target = self.edges.get(node).and_then(|edges| edges.get(step)).copied();
            let Some(target) = target else {
                self.leave(node);
                if let Some((parent, _)) = path.last() {
                    self.lower(*parent, self.low.get(node).copied());
                }
                continue;
            };
            path.push((node, step + 1));
            match self.order.get(target).copied().flatten() {
                None => self.enter(target, &mut path),
                Some(order) if self.open.get(target) == Some(&true) => self.lower(node, Some(order)),
                Some(_) => {}
            }
        }
    }

    fn enter(&mut self, node: usize, path: &mut Vec<(usize, usize)>) {
        let Some(order) = self.order.get_mut(node).filter(|order| order.is_none()) else { return };
        *order = Some(self.next);
        self.lower_to(node, self.next);
        self.next += 1;
        self.set_open(node, true);
        self.stack.push(node);
        path.push((node, 0));
    }

    fn leave(&mut self, node: usize) {
        if self.order.get(node).copied().flatten() != self.low.get(node).copied() {
            return;
        }
        let mut component = Vec::new();
        while let Some(member) = self.stack.pop() {
            self.set_open(member, false);
            component.push(member);
            if member == node {
                break;
            }
        }
        component.sort_unstable();
        self.found.push(component);
    }

    fn lower(&mut self, node: usize, to: Option<usize>) {
        if let (Some(low), Some(to)) = (self.low.get_mut(node), to) {
            *low = (*low).min(to);
        }
    }
    fn lower_to(&mut self, node: usize, to: usize) {
        if let Some(low) = self.low.get_mut(node) {
            *low = to;
        }
    }
    fn set_open(&mut self, node: usize, is_open: bool) {
        if let Some(open) = self.open.get_mut(node) {
            *open = is_open;
        }
    }
}

/// A way from a member of the component back to itself: `a → b → a`, without the last.
pub fn cycle(edges: &[Vec<usize>], component: &[usize]) -> Vec<usize> {
    let Some(start) = component.first().copied() else { return Vec::new() };
    let steps = |node: usize| {
        let targets = edges.get(node).map_or(&[][..], Vec::as_slice);
        targets.iter().copied().filter(|target| component.binary_search(target).is_ok())
    };
    // Breadth first: the shortest way back.
    let mut from: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for target in steps(node) {
            if target == start {
                let mut path = vec![node];
                let mut at = node;
                while at != start {
                    let Some(before) = from.get(&at) else { break };
                    at = *before;
                    path.push(at);
                }
                path.reverse();
                return path;
            }
            if let std::collections::btree_map::Entry::Vacant(entry) = from.entry(target) {
                entry.insert(node);
                queue.push_back(target);
            }
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_needed_comes_first_and_cycles_are_together() {
        let edges = vec![vec![1], vec![2], vec![1, 3], vec![], vec![4]];
        assert_eq!(components(&edges), [vec![3], vec![1, 2], vec![0], vec![4]]);
        assert_eq!(cycle(&edges, &[1, 2]), [1, 2]);
        assert_eq!(cycle(&edges, &[4]), [4]);
        assert!(cycle(&edges, &[0]).is_empty());
    }

    #[test]
    fn a_long_chain_is_no_deeper_than_a_short_one() {
        let count = 200_000;
        let edges: Vec<Vec<usize>> = (0..count).map(|at| vec![(at + 1) % count]).collect();
        assert_eq!(components(&edges).len(), 1);
    }
}
