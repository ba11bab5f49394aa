//! The two mapping files, read strictly: whatever is doubtful about who sees what is an error with its line.

pub mod coverage;
mod managers;
mod principal;
mod spelling;
mod table;
mod text;
mod workbook;

use std::collections::BTreeMap;

use self::spelling::Seen;
use self::table::{Row, rows};
use crate::diag::{self, Code, Diagnostic, Place, Severity};
use crate::region::{ALL, Mapping, UNASSIGNED};

pub use self::managers::SPELLED_TWO_WAYS;
pub use self::principal::NOT_A_PRINCIPAL;
pub use self::spelling::{LOOKS_ALIKE, ODD_CHARACTERS, SPACES};
pub use self::table::{EMPTY_CELL, EXTRA_CELL, FORMULA, HEADER, LINE_BREAK};
pub use self::text::NOT_UTF8;
pub use self::workbook::UNREADABLE_WORKBOOK;

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

/// Both files as read: what they say, where they say it, and every fault.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// Not to be used with an error among the faults.
    pub mapping: Mapping,
    pub faults: Vec<Diagnostic>,
    /// The line of each of the mapping's countries.
    pub country_lines: Vec<usize>,
    /// The line of each of the mapping's managers.
    pub manager_lines: Vec<usize>,
}

/// Reads both files and finds every fault at once. With an error among the faults the mapping is not to be used.
pub fn read(regions_file: (&str, &[u8]), managers_file: (&str, &[u8])) -> (Mapping, Vec<Diagnostic>) {
    let read = read_placed(regions_file, managers_file);
    (read.mapping, read.faults)
}

/// The same with the lines.
pub fn read_placed(regions_file: (&str, &[u8]), managers_file: (&str, &[u8])) -> Read {
    let mut faults = Vec::new();
    let countries = rows(regions_file, ["country", "region"], &mut faults);
    let managers = rows(managers_file, ["region", "manager"], &mut faults);
    let can_check_regions = countries.is_some();
    let countries = countries.map(|rows| read_countries(regions_file.0, rows, &mut faults)).unwrap_or_default();
    let (country_lines, countries): (Vec<_>, Vec<_>) = countries.into_iter().unzip();
    let known = Mapping { countries, managers: Vec::new() };
    let regions = can_check_regions.then(|| known.regions());
    let managers = managers::read(managers_file.0, managers.unwrap_or_default(), regions.as_deref(), &mut faults);
    let (manager_lines, managers): (Vec<_>, Vec<_>) = managers.into_iter().unzip();
    let mut read = Read { mapping: Mapping { managers, ..known }, faults, country_lines, manager_lines };
    // Of a file with errors nobody can say whom it leaves out.
    if !read.faults.iter().any(Diagnostic::is_error) {
        let unmanaged = coverage::unmanaged(&read, regions_file.0);
        read.faults.extend(unmanaged);
    }
    diag::sort(&mut read.faults);
    read
}

/// A line and what it says.
type Pair = (usize, (String, String));

fn read_countries(file: &str, rows: Vec<Row>, faults: &mut Vec<Diagnostic>) -> Vec<Pair> {
    let mut claims: BTreeMap<String, Row> = BTreeMap::new();
    let mut spellings: BTreeMap<String, (String, usize)> = BTreeMap::new();
    let (mut seen_countries, mut seen_regions) = (Seen::default(), Seen::default());
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
            let fault = fault.at(Place::line(file, *line), format!("and `{spelling}` here"));
            faults.push(fault.help("spell it one way in both files"));
            continue;
        }
        let alike = [(&mut seen_regions, region), (&mut seen_countries, country)]
            .into_iter()
            .find_map(|(seen, name)| Some(spelling::alike(file, name, row.line, &seen.like(name, row.line)?)));
        if let Some(fault) = alike {
            faults.push(fault);
            continue;
        }
        if let Some(first) = claims.get(&country.to_lowercase()) {
            faults.push(claimed_twice(file, first, &row));
            continue;
        }
        spelling::remarks(file, &row, faults);
        countries.push((row.line, (country.clone(), region.clone())));
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
            .at(there, "first here")
            .help("take one of the two lines out");
    }
    Diagnostic::new(&CLAIMED_TWICE, format!("`{country}` is claimed by `{other}` and by `{region}`"))
        .at(here, format!("claimed by `{region}` here"))
        .at(there, format!("claimed by `{other}` here"))
        .help("keep one of the two lines")
}

/// Whether a text is a user principal name.
pub fn is_principal(text: &str) -> bool {
    principal::fault(text).is_none()
}

fn is_reserved(region: &str) -> bool {
    region == "*" || region.eq_ignore_ascii_case(ALL)
}

fn reserved(file: &str, row: &Row, region: &str) -> Diagnostic {
    let message = format!("`{region}` is a name that pbiforge keeps for itself");
    Diagnostic::new(&RESERVED_REGION, message).at(Place::line(file, row.line), "used as a region here")
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
            "Region;Manager\nWest;a@x.com\nEast;a@x.com\n",
        );
        assert_eq!(faults, ["RL016 r.csv:2"]);
        assert_eq!(mapping.region_of("Korea; South"), "East");
        assert_eq!(mapping.managers[0], ("West".to_owned(), "a@x.com".to_owned()));
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
}
