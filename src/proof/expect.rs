//! The user's own expectations, `roles/tests.toml`: what somebody must see, and must not.
//!
//! ```toml
//! [[expect]]
//! who = "manager.uk@example.com"
//! sees = ["UK & Ireland"]        # exactly these regions
//! hides = ["Nordics"]            # none of these
//! table = "Sales"                # of this table; without it, of the table of regions
//! rows = 1234                    # of the table
//! revenue = "98765.40"
//! ```

use std::collections::BTreeSet;

use toml_edit::{Document, Item, TableLike, Value};

use super::format::{count, exact};
use super::judge::Seen;
use super::load::{NONE, REGIONS};
use super::readers::{self, Manager};
use super::security::{Amount, Security, Sight};
use super::value::same_text;
use crate::diag::{Code, Diagnostic, Place, Severity};

pub static MALFORMED: Code = Code {
    id: "RL060",
    name: "malformed-expectation",
    severity: Severity::Error,
    explanation: "The file of expectations is not what pbiforge reads: no TOML, a key that there is not, or a value of \
                  the wrong kind. A check that is misspelt checks nothing.\n\n\
                  Wrong:  [[expect]]\n        who = \"ana@example.com\"\n        see = [\"Nordics\"]\n\
                  Right:  [[expect]]\n        who = \"ana@example.com\"\n        sees = [\"Nordics\"]",
};

pub static UNKNOWN: Code = Code {
    id: "RL061",
    name: "unknown-in-expectation",
    severity: Severity::Error,
    explanation: "An expectation names a table that the model does not have, or a region that there is not: it could \
                  never be met, or always.\n\n\
                  Wrong:  hides = [\"Nordic\"]\n\
                  Right:  hides = [\"Nordics\"]",
};

pub static FAILED: Code = Code {
    id: "RL062",
    name: "expectation-failed",
    severity: Severity::Error,
    explanation: "Somebody sees something else than `roles/tests.toml` says. Either the access is wrong, or the \
                  expectation has to follow a change that was meant.\n\n\
                  Wrong:  sees = [\"Nordics\"], and the file of managers gives two regions\n\
                  Right:  sees = [\"Nordics\", \"UK & Ireland\"]",
};

pub const CODES: &[&Code] = &[&MALFORMED, &UNKNOWN, &FAILED];

/// One `[[expect]]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    pub place: Place,
    pub who: String,
    pub sees: Option<Vec<String>>,
    pub hides: Vec<String>,
    pub table: Option<String>,
    pub rows: Option<u64>,
    /// Ten-thousandths.
    pub revenue: Option<i64>,
}

const KEYS: &[&str] = &["who", "sees", "hides", "table", "rows", "revenue"];

/// What the file expects, and everything that is wrong with it.
pub fn read(file: &str, text: &str) -> (Vec<Expectation>, Vec<Diagnostic>) {
    let place =
        |span: Option<std::ops::Range<usize>>| span.map_or_else(|| Place::file(file), |span| Place::bytes(file, span));
    let document = match Document::parse(text) {
        Ok(document) => document,
        Err(error) => {
            let message = error.message().lines().next().unwrap_or("not TOML").to_owned();
            return (Vec::new(), vec![Diagnostic::new(&MALFORMED, message).at(place(error.span()), "")]);
        }
    };
    let mut faults = Vec::new();
    let mut expectations = Vec::new();
    for (key, item) in document.as_table().iter() {
        let span = document.as_table().key(key).and_then(|key| key.span());
        if key != "expect" {
            let fault = Diagnostic::new(&MALFORMED, format!("unknown key `{key}`")).at(place(span), "no such key");
            faults.push(fault.did_you_mean(key, ["expect"]));
            continue;
        }
        let Item::ArrayOfTables(tables) = item else {
            let fault = Diagnostic::new(&MALFORMED, "`expect` is no list of tables").at(place(span), "");
            faults.push(fault.help("begin each expectation with `[[expect]]`"));
            continue;
        };
        for table in tables.iter() {
            match one(table, place(table.span()), &place) {
                Ok(expectation) => expectations.push(expectation),
                Err(found) => faults.extend(found),
            }
        }
    }
    (expectations, faults)
}

fn one(
    table: &dyn TableLike,
    at: Place,
    place: &dyn Fn(Option<std::ops::Range<usize>>) -> Place,
) -> Result<Expectation, Vec<Diagnostic>> {
    let mut faults = Vec::new();
    let mut expectation = Expectation {
        place: at.clone(),
        who: String::new(),
        sees: None,
        hides: Vec::new(),
        table: None,
        rows: None,
        revenue: None,
    };
    for (key, item) in table.iter() {
        let here = place(item.span().or_else(|| table.key(key).and_then(|key| key.span())));
        let wrong = |what: &str| Diagnostic::new(&MALFORMED, format!("`{key}` is not {what}")).at(here.clone(), "");
        let value = item.as_value();
        match key {
            "who" => match value.and_then(Value::as_str) {
                Some(who) => expectation.who = who.to_owned(),
                None => faults.push(wrong("a text")),
            },
            "table" => match value.and_then(Value::as_str) {
                Some(name) => expectation.table = Some(name.to_owned()),
                None => faults.push(wrong("a text")),
            },
            "sees" | "hides" => match value.and_then(texts) {
                Some(regions) if key == "sees" => expectation.sees = Some(regions),
                Some(regions) => expectation.hides = regions,
                None => faults.push(wrong("a list of regions")),
            },
            "rows" => match value.and_then(Value::as_integer).and_then(|rows| u64::try_from(rows).ok()) {
                Some(rows) => expectation.rows = Some(rows),
                None => faults.push(wrong("a number of rows")),
            },
            "revenue" => match value.and_then(amount) {
                Some(revenue) => expectation.revenue = Some(revenue),
                None => faults.push(wrong("an amount, such as `\"1234.50\"`")),
            },
            key => {
                let here = place(table.key(key).and_then(|key| key.span()));
                let fault = Diagnostic::new(&MALFORMED, format!("unknown key `{key}`")).at(here, "no such key");
                faults.push(fault.did_you_mean(key, KEYS.iter().copied()));
            }
        }
    }
    if faults.is_empty() && table.get("who").is_none() {
        faults.push(Diagnostic::new(&MALFORMED, "an expectation without `who`").at(at.clone(), "of whom is it?"));
    }
    let is_empty = expectation.sees.is_none()
        && expectation.hides.is_empty()
        && expectation.rows.is_none()
        && expectation.revenue.is_none();
    if faults.is_empty() && is_empty {
        let fault = Diagnostic::new(&MALFORMED, "an expectation of nothing").at(at, "");
        faults.push(fault.help("say what the reader `sees` or `hides`, or how many `rows` of which `table`"));
    }
    if faults.is_empty() { Ok(expectation) } else { Err(faults) }
}

fn texts(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect()
}

/// Ten-thousandths of a text or a whole number: no float is money.
fn amount(value: &Value) -> Option<i64> {
    if let Some(whole) = value.as_integer() {
        return whole.checked_mul(10_000);
    }
    let text = value.as_str()?.replace([',', '_'], "");
    let (sign, digits) = text.strip_prefix('-').map_or((1, text.as_str()), |digits| (-1, digits));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = !whole.is_empty()
        && decimals.len() <= 4
        && [whole, decimals].iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let whole: i64 = is_number.then(|| whole.parse().ok())??;
    let decimals: i64 = format!("{decimals:0<4}").parse().ok()?;
    Some(sign * whole.checked_mul(10_000)?.checked_add(decimals)?)
}

/// Whether each is met.
pub fn check(expectations: &[Expectation], security: &Security, seen: &[Seen]) -> Vec<Diagnostic> {
    expectations.iter().flat_map(|expectation| Check { expectation, security }.run(seen)).collect()
}

struct Check<'s> {
    expectation: &'s Expectation,
    security: &'s Security<'s>,
}

impl Check<'_> {
    fn run(&self, seen: &[Seen]) -> Vec<Diagnostic> {
        let (expectation, security) = (self.expectation, self.security);
        let Some(table) = self.table() else {
            let name = expectation.table.as_deref().unwrap_or_default();
            let tables = security.plan.schema.model.tables.iter().map(|table| table.name.as_str());
            let fault = Diagnostic::new(&UNKNOWN, format!("the model has no table `{name}`"));
            return vec![fault.at(expectation.place.clone(), "").did_you_mean(name, tables)];
        };
        let unknown = self.unknown_regions();
        if !unknown.is_empty() {
            return unknown;
        }
        let sight = match self.sight(seen) {
            Ok(sight) => sight,
            Err(fault) => return vec![fault],
        };
        let shown = &sight.tables[table];
        let regions: BTreeSet<&str> = shown.keys().map(|region| self.region(*region)).collect();
        let mut failed = Vec::new();
        if let Some(sees) = &expectation.sees {
            let is_in = |region: &&str| sees.iter().any(|wanted| same_text(wanted, region));
            let too_many: Vec<&str> = regions.iter().copied().filter(|region| !is_in(region)).collect();
            let missing = sees.iter().filter(|wanted| !regions.iter().any(|region| same_text(wanted, region)));
            let missing: Vec<&str> = missing.map(String::as_str).collect();
            if !too_many.is_empty() {
                failed.push(format!("sees {} as well", listed(&too_many)));
            }
            if !missing.is_empty() {
                failed.push(format!("does not see {}", listed(&missing)));
            }
        }
        let hides = expectation.hides.iter().map(String::as_str);
        let open: Vec<&str> = hides.filter(|hidden| regions.iter().any(|region| same_text(region, hidden))).collect();
        if !open.is_empty() {
            failed.push(format!("sees {}", listed(&open)));
        }
        let sum = shown.values().fold(Amount::default(), |sum, one| super::matrix::add(sum, *one));
        if let Some(rows) = expectation.rows.filter(|rows| *rows != sum.rows) {
            failed.push(format!("sees {} rows, not {}", count(sum.rows), count(rows)));
        }
        if let Some(revenue) = expectation.revenue.filter(|revenue| *revenue != sum.revenue) {
            failed.push(format!("sees {} revenue, not {}", exact(sum.revenue), exact(revenue)));
        }
        let of = security.plan.schema.table_name(table);
        let finding = |what: String| {
            let message = format!("`{}` {what} in `{of}`", expectation.who);
            Diagnostic::new(&FAILED, message).at(expectation.place.clone(), "expected here")
        };
        failed.into_iter().map(finding).collect()
    }

    fn table(&self) -> Option<usize> {
        match &self.expectation.table {
            Some(name) => self.security.plan.schema.table(name),
            None => self.security.evidence.facts.iter().position(|facts| facts.source.as_deref() == Some(REGIONS)),
        }
    }

    fn region(&self, region: u32) -> &str {
        if region == NONE { "(no region)" } else { self.security.evidence.regions.name(region) }
    }

    fn unknown_regions(&self) -> Vec<Diagnostic> {
        let regions = &self.security.evidence.regions;
        let named = self.expectation.sees.iter().flatten().chain(&self.expectation.hides);
        let unknown = named.filter(|name| regions.find(name).is_none());
        unknown
            .map(|name| {
                let fault = Diagnostic::new(&UNKNOWN, format!("there is no region `{name}`"));
                fault
                    .at(self.expectation.place.clone(), "")
                    .did_you_mean(name, regions.names.iter().map(String::as_str))
            })
            .collect()
    }

    /// Of a manager what is known; whoever else is asked for is a stranger.
    fn sight(&self, seen: &[Seen]) -> Result<Sight, Diagnostic> {
        if let Some(seen) = seen.iter().find(|seen| same_text(&seen.manager.name, &self.expectation.who)) {
            return Ok(seen.sight.clone());
        }
        let plan = self.security.plan;
        let reader = Manager {
            name: self.expectation.who.clone(),
            regions: BTreeSet::new(),
            roles: readers::strangers_roles(plan),
        };
        self.security.sight(&reader.name, &reader.roles).map_err(|fault| {
            let message = format!("what `{}` sees is not known: {}", reader.name, fault.fault.what);
            Diagnostic::new(&FAILED, message).at(self.expectation.place.clone(), "")
        })
    }
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        let (_, faults) = read("roles/tests.toml", text);
        let line = |place: &Place| match place.at {
            crate::diag::At::Bytes { start, .. } => text[..start].matches('\n').count() + 1,
            _ => 0,
        };
        faults
            .iter()
            .map(|fault| {
                format!(
                    "{} {} {} {:?}",
                    fault.code.id,
                    line(fault.place().expect("a place")),
                    fault.message,
                    fault.help
                )
            })
            .collect()
    }

    #[test]
    fn an_expectation_is_read() {
        let text =
            "[[expect]]\nwho = \"ana@x.com\"\nsees = [\"North\"]\ntable = \"Sales\"\nrows = 3\nrevenue = \"1,234.5\"\n";
        let (read, faults) = read("f", text);
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!((read[0].rows, read[0].revenue), (Some(3), Some(12_345_000)));
        assert_eq!(read[0].sees.as_deref(), Some(&["North".to_owned()][..]));
    }

    #[test]
    fn what_is_misspelt_is_told_with_its_line() {
        assert_eq!(
            faults("[[expect]]\nwho = \"a\"\nsee = [\"x\"]\n"),
            ["RL060 3 unknown key `see` [\"did you mean `sees`?\"]"]
        );
        assert_eq!(faults("[[expct]]\nwho = \"a\"\n"), ["RL060 1 unknown key `expct` [\"did you mean `expect`?\"]"]);
        assert!(faults("[[expect]]\nsees = []\n")[0].starts_with("RL060 1 an expectation without `who`"));
        assert!(faults("[[expect]]\nwho = \"a\"\n")[0].starts_with("RL060 1 an expectation of nothing"));
        assert!(faults("[[expect]]\nwho = \"a\"\nrows = \"many\"\n")[0].starts_with("RL060 3 `rows` is not"));
        assert!(faults("[[expect]]\nwho = \"a\"\nrevenue = 1.5\n")[0].starts_with("RL060 3 `revenue` is not"));
        assert!(faults("[expect\n")[0].starts_with("RL060 1 "));
        assert!(faults("expect = 1\n")[0].starts_with("RL060 1 `expect` is no list"));
    }
}
