//! The file of managers: each has regions that there are, and a name that Power BI knows.

use std::collections::BTreeMap;

use super::spelling::{looks, oddities, remarks};
use super::table::Row;
use super::{DUPLICATE_LINE, NOTHING_MAPPED, Pair, UNKNOWN_REGION, is_reserved, principal, reserved};
use crate::diag::{Code, Diagnostic, Place, Severity, suggest};
use crate::name::same;

pub const SPELLED_TWO_WAYS: Code = Code {
    id: "RL023",
    name: "manager-spelled-two-ways",
    severity: Severity::Warning,
    explanation: "A manager's address is written in two ways that differ in upper and lower case. To Power BI they are \
                  one person; to a database that tells case they are two, each with a part of the regions.\n\n\
                  Wrong:  Ana@example.com and ana@example.com\nRight:  ana@example.com, each time",
};

/// `regions` is `None` where the other file could not be read: then no region is called unknown.
pub fn read(file: &str, rows: Vec<Row>, regions: Option<&[&str]>, faults: &mut Vec<Diagnostic>) -> Vec<Pair> {
    let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut spellings: BTreeMap<String, (String, usize)> = BTreeMap::new();
    // Lower-case manager, whether a line of theirs is good, and the fault that took the last one.
    let mut left: BTreeMap<String, (bool, usize)> = BTreeMap::new();
    let mut managers = Vec::new();
    if rows.is_empty() && !faults.iter().any(|fault| fault.place().is_some_and(|place| place.file == file)) {
        let message = "no manager is named: the role shows nobody anything";
        faults.push(Diagnostic::new(&NOTHING_MAPPED, message).at(Place::file(file), "only a header"));
    }
    for row in rows {
        let [region, manager] = &row.cells;
        let here = || Place::line(file, row.line);
        let region_fault = region_fault(file, &row, region, regions);
        let manager_fault = principal::fault(manager).map(|fault| fault.at(here(), "as no reader is called"));
        let is_good = region_fault.is_none() && manager_fault.is_none();
        if manager_fault.is_none() {
            let entry = left.entry(manager.to_lowercase()).or_default();
            *entry = (entry.0 || is_good, faults.len());
        }
        faults.extend(region_fault);
        faults.extend(manager_fault);
        if !is_good {
            continue;
        }
        let key = (region.clone(), manager.to_lowercase());
        if let Some(first) = seen.get(&key) {
            let fault = Diagnostic::new(&DUPLICATE_LINE, format!("`{manager}` is given `{region}` twice"));
            let fault = fault.at(here(), "again here").at(Place::line(file, *first), "first here");
            faults.push(fault.help("take one of the two lines out"));
            continue;
        }
        seen.insert(key, row.line);
        remarks(file, &row, faults);
        let (spelling, line) = spellings.entry(manager.to_lowercase()).or_insert((manager.clone(), row.line));
        if spelling != manager {
            let fault = Diagnostic::new(&SPELLED_TWO_WAYS, format!("`{manager}` is also spelled `{spelling}`"));
            let fault = fault.at(here(), "spelled so here").at(Place::line(file, *line), "and otherwise here");
            faults.push(fault.help(format!("write `{spelling}` in both lines")));
        }
        managers.push((row.line, (region.clone(), spelling.clone())));
    }
    for (manager, (_, at)) in left.into_iter().filter(|(_, (is_left, _))| !is_left) {
        if let Some(fault) = faults.get_mut(at) {
            fault.notes.push(format!("`{manager}` ends with no region at all"));
        }
    }
    managers
}

fn region_fault(file: &str, row: &Row, region: &str, regions: Option<&[&str]>) -> Option<Diagnostic> {
    if region == "*" || regions.is_some_and(|regions| regions.contains(&region)) {
        return None;
    }
    if is_reserved(region) {
        return Some(reserved(file, row, region).help("write `*` for every region"));
    }
    let regions = regions?;
    let fault = Diagnostic::new(&UNKNOWN_REGION, format!("there is no region `{region}`"));
    let mut fault = fault.at(Place::line(file, row.line), "no country belongs to it");
    if let Some(like) = regions.iter().find(|known| looks(known) == looks(region) && !same(known, region)) {
        for (name, odd) in
            [region, like].into_iter().flat_map(|name| oddities(name).into_iter().map(move |odd| (name, odd)))
        {
            fault = fault.note(format!("`{name}` has {odd}"));
        }
        return Some(fault.help(format!("write it as the file of countries does: `{like}`")));
    }
    match suggest::nearest(region, regions.iter().copied()) {
        Some(near) => Some(fault.help(format!("did you mean `{near}`?"))),
        None => Some(fault.help(format!("the regions are {}", listed(regions)))),
    }
}

fn listed(regions: &[&str]) -> String {
    const MOST: usize = 12;
    let shown: Vec<String> = regions.iter().take(MOST).map(|region| format!("`{region}`")).collect();
    let more = if regions.len() > MOST { format!(" and {} more", regions.len() - MOST) } else { String::new() };
    format!("{}{more}", shown.join(", "))
}
