//! The two mapping files, read strictly: whatever is doubtful about who sees what is an error with its line.

mod table;

use std::collections::BTreeMap;

use self::table::{Row, rows};
use crate::diag::{self, Code, Diagnostic, Place, Severity};
use crate::region::{ALL, Mapping, UNASSIGNED};

pub use self::table::{EMPTY_CELL, EXTRA_CELL, FORMULA, HEADER, LINE_BREAK, NOT_UTF8};

pub const CLAIMED_TWICE: Code = Code {
    id: "RL004",
    name: "country-claimed-twice",
    severity: Severity::Error,
    explanation: "Two regions claim one country. Each country has one region, or its customers would be seen by the \
                  managers of whichever line came first.",
};

pub const DUPLICATE_LINE: Code = Code {
    id: "RL005",
    name: "duplicate-line",
    severity: Severity::Warning,
    explanation: "The same line stands twice in a mapping file. Nothing changes by it; take one out.",
};

pub const UNKNOWN_REGION: Code = Code {
    id: "RL006",
    name: "unknown-region",
    severity: Severity::Error,
    explanation: "A manager is given a region that no country belongs to, so the manager would see nothing. Regions \
                  are those of the file of countries, `Unassigned`, and `*` for all of them.",
};

pub const RESERVED_REGION: Code = Code {
    id: "RL007",
    name: "reserved-region",
    severity: Severity::Error,
    explanation: "`Unassigned` is where countries go that no region claims, `All` and `*` stand for every region: \
                  none of them can be the region of a country, and `All` is not a region of a manager.",
};

pub const NOT_A_PRINCIPAL: Code = Code {
    id: "RL008",
    name: "not-a-user-principal-name",
    severity: Severity::Error,
    explanation: "Power BI knows a reader by the user principal name, such as `ana@example.com`. Anything else \
                  matches nobody.",
};

pub const TWO_SPELLINGS: Code = Code {
    id: "RL010",
    name: "region-spelled-two-ways",
    severity: Severity::Error,
    explanation: "Two spellings of a region differ only in upper and lower case. Power BI takes them for one value, \
                  the warehouse for two.",
};

pub const NOTHING_MAPPED: Code = Code {
    id: "RL011",
    name: "nothing-mapped",
    severity: Severity::Warning,
    explanation: "A mapping file has a header and no line. Without countries everything is `Unassigned`; without \
                  managers the role shows nobody anything.",
};

/// Reads both files and finds every fault at once. With an error among the faults the mapping is not to be used.
pub fn read(regions_file: (&str, &[u8]), managers_file: (&str, &[u8])) -> (Mapping, Vec<Diagnostic>) {
    let mut faults = Vec::new();
    let countries = rows(regions_file, ["country", "region"], &mut faults);
    let managers = rows(managers_file, ["region", "manager"], &mut faults);
    let countries = countries.map(|rows| read_countries(regions_file.0, rows, &mut faults));
    let can_check_regions = countries.is_some();
    let countries = countries.unwrap_or_default();
    let managers = managers.unwrap_or_default();
    let known = Mapping { countries, managers: Vec::new() };
    let regions = can_check_regions.then(|| known.regions());
    let managers = read_managers(managers_file.0, managers, regions.as_deref(), &mut faults);
    diag::sort(&mut faults);
    (Mapping { managers, ..known }, faults)
}

fn read_countries(file: &str, rows: Vec<Row>, faults: &mut Vec<Diagnostic>) -> Vec<(String, String)> {
    let mut claims: BTreeMap<String, Row> = BTreeMap::new();
    let mut spellings: BTreeMap<String, (String, usize)> = BTreeMap::new();
    let mut countries = Vec::new();
    if rows.is_empty() {
        let message = "no country is claimed: every customer is `Unassigned`";
        faults.push(Diagnostic::new(&NOTHING_MAPPED, message).at(Place::file(file), "only a header"));
    }
    for row in rows {
        let [country, region] = &row.cells;
        if is_reserved(region) || region.eq_ignore_ascii_case(UNASSIGNED) {
            faults.push(reserved(file, &row, region));
            continue;
        }
        let (spelling, line) = spellings.entry(region.to_lowercase()).or_insert((region.clone(), row.line));
        if spelling != region {
            let message = format!("the region `{region}` is also spelled `{spelling}`");
            let fault = Diagnostic::new(&TWO_SPELLINGS, message).at(Place::line(file, row.line), "spelled so here");
            faults.push(fault.at(Place::line(file, *line), format!("and `{spelling}` here")));
            continue;
        }
        if let Some(first) = claims.get(&country.to_lowercase()) {
            faults.push(claimed_twice(file, first, &row));
            continue;
        }
        countries.push((country.clone(), region.clone()));
        claims.insert(country.to_lowercase(), row);
    }
    countries
}

fn claimed_twice(file: &str, first: &Row, second: &Row) -> Diagnostic {
    let ([country, region], [_, other]) = (&second.cells, &first.cells);
    let (here, there) = (Place::line(file, second.line), Place::line(file, first.line));
    if region == other {
        return Diagnostic::new(&DUPLICATE_LINE, format!("`{country}` is given to `{region}` twice"))
            .at(here, "again here")
            .at(there, "first here");
    }
    Diagnostic::new(&CLAIMED_TWICE, format!("`{country}` is claimed by `{other}` and by `{region}`"))
        .at(here, format!("claimed by `{region}` here"))
        .at(there, format!("claimed by `{other}` here"))
        .help("keep one of the two lines")
}

/// `regions` is `None` where the other file could not be read: then no region is called unknown.
fn read_managers(
    file: &str,
    rows: Vec<Row>,
    regions: Option<&[&str]>,
    faults: &mut Vec<Diagnostic>,
) -> Vec<(String, String)> {
    let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut managers = Vec::new();
    if rows.is_empty() && !faults.iter().any(|fault| fault.place().is_some_and(|place| place.file == file)) {
        let message = "no manager is named: the role shows nobody anything";
        faults.push(Diagnostic::new(&NOTHING_MAPPED, message).at(Place::file(file), "only a header"));
    }
    for row in rows {
        let [region, manager] = &row.cells;
        let here = || Place::line(file, row.line);
        let region_fault = region_fault(file, &row, region, regions);
        let is_good = region_fault.is_none() && is_principal(manager);
        faults.extend(region_fault);
        if !is_principal(manager) {
            let fault = Diagnostic::new(&NOT_A_PRINCIPAL, format!("`{manager}` is not a user principal name"));
            faults.push(fault.at(here(), "as no reader is called").help("write it as `name@example.com`"));
        }
        if !is_good {
            continue;
        }
        let key = (region.clone(), manager.to_lowercase());
        if let Some(first) = seen.get(&key) {
            let fault = Diagnostic::new(&DUPLICATE_LINE, format!("`{manager}` is given `{region}` twice"));
            faults.push(fault.at(here(), "again here").at(Place::line(file, *first), "first here"));
            continue;
        }
        seen.insert(key, row.line);
        managers.push((region.clone(), manager.clone()));
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
    let fault = fault.at(Place::line(file, row.line), "no country belongs to it");
    Some(fault.did_you_mean(region, regions.iter().copied()))
}

fn is_reserved(region: &str) -> bool {
    region == "*" || region.eq_ignore_ascii_case(ALL)
}

fn reserved(file: &str, row: &Row, region: &str) -> Diagnostic {
    let message = format!("`{region}` is a name that pbiforge keeps for itself");
    Diagnostic::new(&RESERVED_REGION, message).at(Place::line(file, row.line), "used as a region here")
}

/// `name@domain.tld`: one `@`, something before it, a domain with a dot within, no spaces.
fn is_principal(name: &str) -> bool {
    let Some((user, domain)) = name.split_once('@') else {
        return false;
    };
    let plain = !name.contains(|c: char| c.is_whitespace() || c.is_control() || c == ',' || c == ';');
    plain
        && !user.is_empty()
        && !domain.contains('@')
        && domain.split('.').count() > 1
        && domain.split('.').all(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANAGERS: &str = "region,manager\n*,boss@example.com\n";

    fn read_both(regions: &str, managers: &str) -> (Mapping, Vec<String>) {
        let (mapping, faults) = read(("r.csv", regions.as_bytes()), ("m.csv", managers.as_bytes()));
        let faults = faults.iter().map(|fault| {
            let line = fault.place().map_or(0, |place| match place.at {
                diag::At::Line { line, .. } => line,
                _ => 0,
            });
            format!("{} {}:{line}", fault.code.id, fault.place().map_or("", |place| &place.file))
        });
        (mapping, faults.collect())
    }

    #[test]
    fn the_demo_mapping_is_clean_and_leaves_two_countries_unassigned() {
        let (regions, managers) =
            (include_str!("../../roles/regions.csv"), include_str!("../../roles/region_managers.csv"));
        let (mapping, faults) = read_both(regions, managers);
        assert_eq!(faults, [""; 0]);
        assert_eq!((mapping.countries.len(), mapping.regions().len()), (41, 9));
        assert_eq!(mapping.region_of("EIRE"), "UK & Ireland");
        assert_eq!(mapping.region_of("Unspecified"), UNASSIGNED);
        assert_eq!(mapping.region_of("European Community"), UNASSIGNED);
        for region in mapping.regions() {
            let managers = mapping.access().iter().filter(|(seen, _)| *seen == region).count();
            assert!(managers > 1, "{region} has nobody but the head of sales");
        }
    }

    #[test]
    fn a_byte_order_mark_semicolons_and_spaces_are_read() {
        let (mapping, faults) = read_both(
            "\u{feff}Country ; REGION\r\n France; West \r\n\"Korea; South\";East\r\n",
            "Region;Manager\nWest;a@x.com\n",
        );
        assert_eq!(faults, [""; 0]);
        assert_eq!(mapping.region_of("Korea; South"), "East");
        assert_eq!(mapping.managers, [("West".to_owned(), "a@x.com".to_owned())]);
    }

    #[test]
    fn every_fault_is_found_at_once_with_its_line() {
        let regions =
            "country,region\nFrance,West\nFRANCE,East\nFrance,West\nSpain,All\nItaly,west\nChad,\nPeru,=1+1\n";
        let managers =
            "region,manager\nWets,a@x.com\nAll,b@x.com\nWest,nobody\nWest,c@x.com\nWest,C@x.com\nUnassigned,d@x.com\n";
        let (mapping, faults) = read_both(regions, managers);
        assert_eq!(
            faults,
            [
                "RL006 m.csv:2",
                "RL007 m.csv:3",
                "RL008 m.csv:4",
                "RL005 m.csv:6",
                "RL004 r.csv:3",
                "RL005 r.csv:4",
                "RL007 r.csv:5",
                "RL010 r.csv:6",
                "RL003 r.csv:7",
                "RL009 r.csv:8",
            ]
        );
        assert_eq!(mapping.countries, [("France".to_owned(), "West".to_owned())]);
    }

    #[test]
    fn a_wrong_region_is_told_with_its_nearest() {
        let (_, faults) =
            read(("r.csv", b"country,region\nFrance,West\n"), ("m.csv", b"region,manager\nwest,a@x.com\n"));
        assert_eq!(faults[0].help, ["did you mean `West`?"]);
    }

    #[test]
    fn an_unreadable_file_is_one_fault_and_not_one_for_every_manager() {
        let (_, faults) =
            read(("r.csv", b"country,region\nFran\xe7e,West\n"), ("m.csv", b"region,manager\nWest,a@x.com\n"));
        assert_eq!(faults.iter().map(|fault| fault.code.id).collect::<Vec<_>>(), ["RL001"]);
        let (_, faults) = read_both("France,West\n", MANAGERS);
        assert_eq!(faults, ["RL002 r.csv:1"]);
        let (_, faults) = read_both("", "");
        assert_eq!(faults, ["RL002 m.csv:1", "RL002 r.csv:1"]);
    }

    #[test]
    fn a_file_with_only_a_header_is_a_warning() {
        let (mapping, faults) = read_both("country,region\n", "region,manager\n");
        assert_eq!(faults, ["RL011 m.csv:0", "RL011 r.csv:0"]);
        assert_eq!(mapping.regions(), [UNASSIGNED]);
    }

    #[test]
    fn a_region_may_be_called_anything_that_a_spreadsheet_can_write() {
        let (mapping, faults) = read_both(
            "country,region\nFrance,\"O'Brien \"\"North\"\" & Co]\"\n",
            "region,manager\n\"O'Brien \"\"North\"\" & Co]\",a@x.com\n",
        );
        assert_eq!(faults, [""; 0]);
        assert_eq!(mapping.access(), [("O'Brien \"North\" & Co]", "a@x.com")]);
    }

    #[test]
    fn principals_have_a_user_and_a_domain() {
        assert!(is_principal("ana.o'neil@sales.example.com"));
        for wrong in ["ana", "@x.com", "ana@x", "a@b@x.com", "ana @x.com", "ana@x..com", ""] {
            assert!(!is_principal(wrong), "{wrong}");
        }
    }
}
