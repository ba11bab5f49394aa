//! Which tables belong together, and in which layer each stands: one that refers stands left of what it refers to.

use std::collections::BTreeMap;

use crate::docs::er::Link;

/// Tables that foreign keys join, directly or by others; each component sorted, the components by their first table.
pub fn components(tables: usize, links: &[Link]) -> Vec<Vec<usize>> {
    let mut leader: Vec<usize> = (0..tables).collect();
    fn find(leader: &[usize], mut at: usize) -> usize {
        while leader[at] != at {
            at = leader[at];
        }
        at
    }
    for link in links {
        let (a, b) = (find(&leader, link.from), find(&leader, link.to));
        leader[a.max(b)] = a.min(b);
    }
    let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    (0..tables).for_each(|table| found.entry(find(&leader, table)).or_default().push(table));
    found.into_values().collect()
}

/// The layer of each table of a component, 0 at the left. Foreign keys in a circle cannot all lead to the right: those
/// that would close one are drawn backwards.
pub fn layers(component: &[usize], links: &[Link]) -> BTreeMap<usize, usize> {
    let forward = forward(component, links);
    let mut layers: BTreeMap<usize, usize> = component.iter().map(|table| (*table, 0)).collect();
    // As far to the left as it goes; every round settles one layer more.
    for _ in 0..component.len() {
        let mut is_settled = true;
        for (from, to) in &forward {
            let least = layers[from] + 1;
            if layers[to] < least {
                layers.insert(*to, least);
                is_settled = false;
            }
        }
        if is_settled {
            break;
        }
    }
    // Then what only refers moves to the right, next to what it refers to.
    for _ in 0..component.len() {
        let mut is_settled = true;
        for table in component {
            let next = forward.iter().filter(|(from, _)| from == table).map(|(_, to)| layers[to]).min();
            if let Some(wanted) = next.map(|next| next.saturating_sub(1)).filter(|wanted| *wanted > layers[table]) {
                layers.insert(*table, wanted);
                is_settled = false;
            }
        }
        if is_settled {
            break;
        }
    }
    layers
}

/// The links as pairs from left to right, without circles: what leads back to a table that is still being followed is
/// turned round.
fn forward(component: &[usize], links: &[Link]) -> Vec<(usize, usize)> {
    let mut state: BTreeMap<usize, bool> = BTreeMap::new();
    let mut forward = Vec::new();
    for start in component {
        if state.contains_key(start) {
            continue;
        }
        state.insert(*start, false);
        let mut open = vec![(*start, targets(*start, links))];
        while let Some((table, next)) = open.last_mut() {
            let table = *table;
            let Some(to) = next.pop() else {
                state.insert(table, true);
                open.pop();
                continue;
            };
            match state.get(&to) {
                Some(false) => forward.push((to, table)),
                Some(true) => forward.push((table, to)),
                None => {
                    forward.push((table, to));
                    state.insert(to, false);
                    open.push((to, targets(to, links)));
                }
            }
        }
    }
    forward.sort_unstable();
    forward.dedup();
    forward
}

/// What a table refers to besides itself, the last first.
fn targets(table: usize, links: &[Link]) -> Vec<usize> {
    links.iter().rev().filter(|link| link.from == table && link.to != table).map(|link| link.to).collect()
}
