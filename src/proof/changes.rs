//! Who gains or loses what between two states of the mapping files, on the rows that there are.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::data::Rows;
use super::format::{count, exact, money};
use super::load::{COUNTRY, CUSTOMERS, REVENUE, SALES};
use super::matrix::{add, aligned};
use super::security::Amount;
use crate::region::Mapping;

/// What each country weighs: rows and revenue of its customers' sales.
pub type Countries = BTreeMap<String, Amount>;

/// Sales by the country of their customers.
pub fn countries<R: Rows>(rows: &R) -> Result<Countries, R::Error> {
    let customers = rows.read(CUSTOMERS, &["customer_id", COUNTRY], None)?;
    let sales = rows.read(SALES, &["customer_id"], Some(REVENUE))?;
    let ([ids, names], [buyers]) = (customers.columns.as_slice(), sales.columns.as_slice()) else {
        return Ok(Countries::new());
    };
    let mut by_buyer = vec![Amount::default(); buyers.values.len()];
    for (row, buyer) in buyers.codes.iter().enumerate() {
        if let Some(sum) = by_buyer.get_mut(*buyer as usize) {
            sum.rows += 1;
            sum.revenue += sales.amounts.as_ref().and_then(|amounts| amounts.get(row)).copied().unwrap_or(0);
        }
    }
    let mut countries = Countries::new();
    for (buyer, amount) in buyers.values.iter().zip(by_buyer) {
        let row = ids.code(buyer).and_then(|code| ids.rows(code).first().copied());
        let country = row.and_then(|row| names.value(row as usize).written()).unwrap_or_default();
        let sum = countries.entry(country.to_string()).or_default();
        *sum = add(*sum, amount);
    }
    Ok(countries)
}

/// A manager whose access differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// In lower case: names are one whatever their case.
    pub manager: String,
    pub gained: BTreeSet<String>,
    pub lost: BTreeSet<String>,
    /// Countries that come and go, by whatever region.
    pub countries_gained: BTreeSet<String>,
    pub countries_lost: BTreeSet<String>,
    pub plus: Amount,
    pub minus: Amount,
}

/// Every manager who sees something else, sorted by name. Regions count by their names, rows by the countries behind
/// them: a country that moves to a manager's region is a gain without a new region.
pub fn changes(old: &Mapping, new: &Mapping, countries: &Countries) -> Vec<Change> {
    let (before, after) = (access(old), access(new));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    // Countries without sales count too: they may have some tomorrow.
    let all: BTreeSet<&str> = countries
        .keys()
        .map(String::as_str)
        .chain(old.countries.iter().chain(&new.countries).map(|(country, _)| country.as_str()))
        .collect();
    let none = BTreeSet::new();
    let mut found = Vec::new();
    for manager in names {
        let (was, is) = (before.get(manager).unwrap_or(&none), after.get(manager).unwrap_or(&none));
        let sees = |mapping: &Mapping, regions: &BTreeSet<String>| -> BTreeSet<String> {
            let is_seen = |country: &&&str| regions.contains(mapping.region_of(country));
            all.iter().filter(is_seen).map(|country| (*country).to_owned()).collect()
        };
        let (saw, sees) = (sees(old, was), sees(new, is));
        let weight = |names: &BTreeSet<String>| {
            names.iter().filter_map(|name| countries.get(name)).fold(Amount::default(), |sum, one| add(sum, *one))
        };
        let (plus, minus): (BTreeSet<String>, BTreeSet<String>) =
            (sees.difference(&saw).cloned().collect(), saw.difference(&sees).cloned().collect());
        if was == is && plus.is_empty() && minus.is_empty() {
            continue;
        }
        found.push(Change {
            manager: manager.clone(),
            gained: is.difference(was).cloned().collect(),
            lost: was.difference(is).cloned().collect(),
            plus: weight(&plus),
            minus: weight(&minus),
            countries_gained: plus,
            countries_lost: minus,
        });
    }
    found
}

fn access(mapping: &Mapping) -> BTreeMap<String, BTreeSet<String>> {
    let mut access: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (region, manager) in mapping.access() {
        access.entry(manager.to_lowercase()).or_default().insert(region.to_owned());
    }
    access
}

/// A few lines a manager; `figures` where rows were counted.
pub fn text(changes: &[Change], figures: bool) -> String {
    if changes.is_empty() {
        return "nobody gains or loses anything\n".to_owned();
    }
    let mut rows = vec![["manager", "", "regions", "countries", "rows", "revenue"].map(str::to_owned)];
    for change in changes {
        let sides = [
            ("gains", &change.gained, &change.countries_gained, change.plus),
            ("loses", &change.lost, &change.countries_lost, change.minus),
        ];
        let mut name = change.manager.clone();
        for (verb, regions, countries, amount) in sides {
            if regions.is_empty() && countries.is_empty() {
                continue;
            }
            let regions = regions.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            let (rows_text, revenue) =
                if figures { (count(amount.rows), money(amount.revenue)) } else { (String::new(), String::new()) };
            let regions = if regions.is_empty() { "–".to_owned() } else { regions };
            let shown = countries.len().to_string();
            rows.push([std::mem::take(&mut name), verb.to_owned(), regions, shown, rows_text, revenue]);
        }
    }
    aligned(&rows, &[false, false, false, true, true, true])
}

pub fn to_json(changes: &[Change], figures: bool) -> Value {
    let amount = |amount: Amount| figures.then(|| json!({ "rows": amount.rows, "revenue": exact(amount.revenue) }));
    let one = |change: &Change| {
        json!({
            "manager": change.manager,
            "gained": { "regions": change.gained, "countries": change.countries_gained, "sales": amount(change.plus) },
            "lost": { "regions": change.lost, "countries": change.countries_lost, "sales": amount(change.minus) },
        })
    };
    json!({ "changes": changes.iter().map(one).collect::<Vec<_>>() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapping(countries: &[(&str, &str)], managers: &[(&str, &str)]) -> Mapping {
        let pairs = |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect();
        Mapping { countries: pairs(countries), managers: pairs(managers) }
    }

    fn countries() -> Countries {
        let one = |name: &str, rows, revenue| (name.to_owned(), Amount { rows, revenue });
        Countries::from([one("Norway", 10, 1_000_000), one("Spain", 5, 70_000), one("Chad", 1, 20_000)])
    }

    #[test]
    fn a_new_region_a_lost_one_and_a_country_that_moves() {
        let old = mapping(
            &[("Norway", "North"), ("Spain", "South")],
            &[("North", "Ana@x.com"), ("South", "ben@x.com"), ("*", "boss@x.com")],
        );
        let new = mapping(&[("Norway", "North"), ("Spain", "North")], &[("North", "ana@x.com"), ("*", "boss@x.com")]);
        let found = changes(&old, &new, &countries());
        let names: Vec<&str> = found.iter().map(|change| change.manager.as_str()).collect();
        assert_eq!(names, ["ana@x.com", "ben@x.com", "boss@x.com"]);
        let ana = &found[0];
        assert!(ana.gained.is_empty() && ana.lost.is_empty());
        assert_eq!((ana.plus, ana.minus), (Amount { rows: 5, revenue: 70_000 }, Amount::default()));
        assert_eq!((found[1].lost.len(), found[1].minus.rows), (1, 5));
        // The region is gone, the country is not.
        assert_eq!((found[2].lost.iter().next().map(String::as_str), found[2].minus.rows), (Some("South"), 0));
        let text = text(&found, true);
        assert!(text.contains("ana@x.com   gains  –") && text.contains("7.00"), "{text}");
        assert_eq!(to_json(&found, true)["changes"][1]["lost"]["sales"]["revenue"], "7.00");
    }

    #[test]
    fn the_same_in_another_case_or_order_is_no_change() {
        let old =
            mapping(&[("Norway", "North"), ("Spain", "South")], &[("North", "Ana@x.com"), ("South", "ana@x.com")]);
        let new =
            mapping(&[("Spain", "South"), ("Norway", "North")], &[("South", "ana@X.com"), ("North", "ana@x.com")]);
        assert_eq!(changes(&old, &new, &countries()), []);
        assert_eq!(text(&[], true), "nobody gains or loses anything\n");
    }
}
