//! The golden access: who sees which regions, and how each table is shown, as a text that is committed.
//!
//! It holds no figures, so that it changes with the mapping and the model and not with every load. A section
//! `[figures]` is held only where the file has one, or where it is asked for: for a warehouse whose rows stay.

use std::collections::{BTreeMap, BTreeSet};

use super::format::exact;
use super::judge::{Holding, Judge, Seen, Terms};
use super::load::{NONE, REGIONS};
use super::security::{Amount, Security};

const HEAD: &str = "# Who sees what, as the filters of the model's roles give it on the data.\n\
                    # `pbiforge roles test` compares, `pbiforge roles test --update` writes.\n";
const FIGURES: &str = "[figures]";

/// The whole text.
pub fn snapshot(security: &Security, terms: &Terms, seen: &[Seen], figures: bool) -> String {
    let mut text = HEAD.to_owned();
    text.push_str("\n[access]\n");
    seen.iter().for_each(|seen| text.push_str(&access(security, seen)));
    text.push_str("\n[tables]\n");
    for (table, way) in ways(security, terms, seen) {
        text.push_str(&format!("{table}: {way}\n"));
    }
    if figures {
        text.push_str(&format!("\n{FIGURES}\n"));
        let tables = &security.plan.schema.model.tables;
        for seen in seen {
            for (table, amounts) in tables.iter().zip(&seen.sight.tables) {
                let sum = amounts.values().fold(Amount::default(), |sum, one| super::matrix::add(sum, *one));
                if sum.rows > 0 {
                    let revenue =
                        if sum.revenue == 0 { String::new() } else { format!(", {} revenue", exact(sum.revenue)) };
                    text.push_str(&format!("{}: {}: {} rows{revenue}\n", seen.manager.name, table.name, sum.rows));
                }
            }
        }
    }
    text
}

/// Whether a snapshot holds figures.
pub fn has_figures(text: &str) -> bool {
    text.lines().any(|line| line.trim_end() == FIGURES)
}

/// The lines that are gone, with `-`, and those that came, with `+`; none where the two say the same.
pub fn differences(old: &str, new: &str) -> Vec<String> {
    let lines = |text: &str| -> BTreeSet<String> {
        let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with('#'));
        lines.map(str::to_owned).collect()
    };
    let (old, new) = (lines(old), lines(new));
    let gone = old.difference(&new).map(|line| (line, '-'));
    let came = new.difference(&old).map(|line| (line, '+'));
    let mut all: Vec<(&String, char)> = gone.chain(came).collect();
    // What belongs together stands together: lines begin with a name.
    all.sort_by_key(|(line, sign)| (line.split(':').next().unwrap_or_default(), *sign == '+', *line));
    all.into_iter().map(|(line, sign)| format!("{sign} {line}")).collect()
}

fn access(security: &Security, seen: &Seen) -> String {
    let evidence = security.evidence;
    let tables = evidence.facts.iter().zip(&seen.sight.tables);
    let of_regions = tables.filter(|(facts, _)| facts.source.as_deref() == Some(REGIONS));
    let regions: BTreeMap<&str, ()> = of_regions
        .flat_map(|(_, amounts)| amounts.keys())
        .map(|region| (if *region == NONE { "(no region)" } else { evidence.regions.name(*region) }, ()))
        .collect();
    let regions: Vec<&str> = regions.into_keys().collect();
    let regions = if regions.is_empty() { "(nothing)".to_owned() } else { regions.join("; ") };
    format!("{}: {regions}\n", seen.manager.name)
}

/// How the roles show each table, in the order of the names.
fn ways(security: &Security, terms: &Terms, seen: &[Seen]) -> BTreeMap<String, &'static str> {
    let judge = Judge { security, terms };
    let way = |table: usize| {
        if seen.iter().all(|seen| seen.sight.tables[table].is_empty()) {
            return "nobody";
        }
        if judge.is_public(table) {
            return "everybody";
        }
        let whole = security.whole(table);
        match judge.holding(table) {
            Holding::Managers if seen.iter().all(|seen| seen.sight.others == 0) => "own rows",
            Holding::Regions => {
                let is_theirs = |seen: &Seen| {
                    whole.iter().all(|(region, all)| {
                        let shown = seen.sight.tables[table].get(region).copied().unwrap_or_default();
                        let expected = if judge.may_see(&seen.manager, *region) { *all } else { Amount::default() };
                        shown == expected
                    })
                };
                if seen.iter().all(is_theirs) { "own regions" } else { "not by region" }
            }
            Holding::Unknown => "not known",
            _ => "everybody in the role",
        }
    };
    let tables = security.plan.schema.model.tables.iter().enumerate();
    tables.map(|(at, table)| (table.name.to_string(), way(at))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_told_by_line_and_comments_do_not_count() {
        let old = "# a\n[access]\nana@x.com: North\nben@x.com: South\n";
        let new = "# b\r\n[access]\r\nana@x.com: North; South\r\ncid@x.com: North\r\n";
        assert_eq!(
            differences(old, new),
            ["- ana@x.com: North", "+ ana@x.com: North; South", "- ben@x.com: South", "+ cid@x.com: North"]
        );
        assert_eq!(differences(old, old), [""; 0]);
        assert!(has_figures("a\n[figures]\r\n") && !has_figures("x [figures]"));
    }
}
