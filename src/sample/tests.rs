use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use super::*;

struct Row {
    invoice: String,
    code: String,
    description: String,
    quantity: i64,
    date: String,
    pennies: i64,
    customer: String,
    country: String,
}

impl Row {
    fn is_cancelled(&self) -> bool {
        self.invoice.starts_with('C')
    }
    fn is_plain(&self) -> bool {
        !self.customer.is_empty() && self.quantity > 0 && self.pennies > 0
    }
    fn is_product(&self) -> bool {
        self.code.starts_with(|first: char| first.is_ascii_digit())
    }
    /// What makes two lines of one invoice the same.
    fn line(&self) -> (&str, &str, i64, &str, i64) {
        (&self.code, &self.description, self.quantity, &self.date, self.pennies)
    }
}

fn make(rows: u64, seed: u64) -> (Vec<u8>, Truth) {
    let mut bytes = Vec::new();
    let truth = write(&Options { rows, seed }, &mut bytes, &mut |_| {}).unwrap();
    (bytes, truth)
}

fn parse(bytes: &[u8]) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(bytes);
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>().join(","), HEADER);
    let row = |record: csv::StringRecord| Row {
        invoice: record[0].to_owned(),
        code: record[1].to_owned(),
        description: record[2].to_owned(),
        quantity: record[3].parse().unwrap(),
        date: record[4].to_owned(),
        pennies: (record[5].parse::<f64>().unwrap() * 100.0).round() as i64,
        customer: record[6].to_owned(),
        country: record[7].to_owned(),
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// The rows that neighbours of one invoice make, repeats apart from their first standing.
fn blocks(rows: &[Row]) -> Vec<&[Row]> {
    rows.chunk_by(|a, b| a.invoice == b.invoice).collect()
}

static SAMPLE: LazyLock<(Vec<Row>, Truth)> = LazyLock::new(|| {
    let (bytes, truth) = make(200_000, 7);
    (parse(&bytes), truth)
});

fn count(is: impl Fn(&Row) -> bool) -> u64 {
    SAMPLE.0.iter().filter(|row| is(row)).count() as u64
}

#[track_caller]
fn near(measured: f64, wanted: f64, tolerance: f64) {
    assert!((measured - wanted).abs() <= tolerance, "{measured} is not within {tolerance} of {wanted}");
}

#[test]
fn a_file_has_exactly_its_rows() {
    for rows in [0, 1, 2, 3, 10, 99, 1_000, 20_011] {
        let (bytes, truth) = make(rows, 3);
        assert_eq!((parse(&bytes).len() as u64, truth.rows), (rows, rows));
    }
}

#[test]
fn progress_ends_at_the_last_row() {
    let mut seen = Vec::new();
    write(&Options { rows: 10_000, seed: 1 }, &mut std::io::sink(), &mut |rows| seen.push(rows)).unwrap();
    assert!(seen.len() > 1 && seen.is_sorted(), "{seen:?}");
    assert_eq!(seen.last(), Some(&10_000));
}

#[test]
fn a_seed_gives_the_same_bytes_on_every_machine() {
    let (bytes, truth) = make(20_000, 7);
    let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hash, "d35c3727e9d5b2a2719bc5c3ee509289a4de010d57d94ea5e7195d66428f984a");
    assert_eq!((make(20_000, 7).1, make(20_000, 8).0 == bytes), (truth, false));
}

#[test]
fn every_fault_is_there() {
    for (fault, rows) in SAMPLE.1.faults.list() {
        assert!(rows > 0, "no {fault}");
    }
    assert!(SAMPLE.1.customers.in_two_countries > 0);
    assert!(SAMPLE.1.products.with_several_names > 0 && SAMPLE.1.products.with_the_name_of_another > 0);
}

#[test]
fn faults_have_the_shares_of_the_real_file() {
    let faults = &SAMPLE.1.faults;
    // Share of the rows in per cent in the real file, and how far a sample may be from it.
    let wanted = [
        (faults.missing_customer, 22.77, 1.0),
        (faults.missing_description, 0.411, 0.08),
        (faults.cancelled, 1.83, 0.3),
        (faults.cancelled_with_original, 0.60, 0.15),
        (faults.repeated_rows, 2.11, 0.5),
        (faults.identical_rows, 1.09, 0.15),
        (faults.service_codes, 0.57, 0.12),
        (faults.padded_description, 19.96, 2.0),
        (faults.lower_case_code, 0.325, 0.15),
        (faults.zero_price, 0.581, 0.1),
        (faults.write_offs, 0.324, 0.06),
    ];
    for (rows, percent, tolerance) in wanted {
        near(rows as f64 * 100.0 / 200_000.0, percent, tolerance);
    }
    near(count(|row| row.country == "United Kingdom") as f64 / 200_000.0, 0.919, 0.02);
}

#[test]
fn the_truth_counts_what_stands_in_the_file() {
    let (rows, truth) = &*SAMPLE;
    let faults = &truth.faults;
    assert_eq!(faults.missing_customer, count(|row| row.customer.is_empty()));
    assert_eq!(faults.missing_description, count(|row| row.description.is_empty()));
    assert_eq!(faults.cancelled, count(Row::is_cancelled));
    assert_eq!(faults.adjustments, count(|row| row.invoice.starts_with('A')));
    assert_eq!(faults.negative_price, count(|row| row.pennies < 0));
    assert_eq!(faults.zero_price, count(|row| row.pennies == 0));
    assert_eq!(faults.zero_price_with_customer, count(|row| row.pennies == 0 && !row.customer.is_empty()));
    assert_eq!(faults.write_offs, count(|row| row.quantity < 0 && !row.is_cancelled()));
    assert_eq!(faults.service_codes, count(|row| !row.is_product()));
    assert_eq!(faults.padded_description, count(|row| row.description.trim() != row.description));
    let is_lower = |row: &Row| row.is_product() && row.code.contains(|c: char| c.is_ascii_lowercase());
    assert_eq!(faults.lower_case_code, count(is_lower));
    let invoices: BTreeSet<&str> = rows.iter().map(|row| row.invoice.as_str()).collect();
    assert_eq!(truth.invoices, invoices.len() as u64);
    let revenue: i64 = rows.iter().filter(|row| row.is_plain()).map(|row| row.quantity * row.pennies).sum();
    assert_eq!(truth.plain, Kept { rows: count(Row::is_plain), revenue_pennies: revenue });
}

#[test]
fn repeated_blocks_are_identical_and_stand_apart() {
    let (rows, truth) = &*SAMPLE;
    let mut first: BTreeMap<&str, &[Row]> = BTreeMap::new();
    let (mut repeats, mut repeated, mut identical, mut two_times) = (0, 0, 0, 0);
    let mut kept = Kept::default();
    for block in blocks(rows) {
        let lines: Vec<_> = block.iter().map(Row::line).collect();
        two_times += u64::from(lines.iter().any(|line| line.3 != lines[0].3));
        let different: BTreeSet<_> = lines.iter().collect();
        identical += (lines.len() - different.len()) as u64;
        if let Some(original) = first.insert(&block[0].invoice, block) {
            assert_eq!(lines, original.iter().map(Row::line).collect::<Vec<_>>());
            repeats += 1;
            repeated += block.len() as u64;
            continue;
        }
        for row in block.iter().filter(|row| row.is_plain()) {
            kept.add(Kept { rows: 1, revenue_pennies: row.quantity * row.pennies });
        }
    }
    let faults = &truth.faults;
    assert_eq!((faults.repeated_invoices, faults.repeated_rows), (repeats, repeated));
    assert_eq!((faults.identical_rows, faults.two_time_invoices), (identical, two_times));
    assert_eq!(truth.plain_without_repeats, kept);
}

#[test]
fn rows_stand_in_the_order_of_time_and_none_on_a_saturday() {
    let mut seen = BTreeSet::new();
    let firsts = blocks(&SAMPLE.0).into_iter().filter(|block| seen.insert(block[0].invoice.clone()));
    let dates: Vec<&str> = firsts.map(|block| block[0].date.as_str()).collect();
    assert!(dates.is_sorted());
    assert!(dates.first().is_some_and(|date| date.starts_with("2009-12-01")));
    assert!(dates.last().is_some_and(|date| date.starts_with("2011-12-09")));
    let on = |day: &str| dates.iter().filter(|date| date.starts_with(day)).count();
    // A Saturday, a Sunday, and the Thursday between.
    assert_eq!(on("2011-11-12"), 0);
    assert!(on("2011-11-13") > 0 && on("2011-11-17") > on("2011-11-13"));
}

#[test]
fn november_sells_most_and_february_little() {
    let month = |month: &str| count(|row| row.date.starts_with(month)) as f64 / 200_000.0;
    near(month("2010-11"), 0.0738, 0.01);
    near(month("2011-11"), 0.0821, 0.01);
    near(month("2011-02"), 0.0268, 0.006);
}

/// Baskets as a pipeline with the default rules sees them.
fn clean_baskets() -> Vec<BTreeSet<&'static str>> {
    let mut originals: BTreeMap<(&str, &str, i64, i64), u64> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let first: Vec<&[Row]> = blocks(&SAMPLE.0).into_iter().filter(|block| seen.insert(&block[0].invoice)).collect();
    for row in first.iter().copied().flatten().filter(|row| row.is_cancelled() && !row.customer.is_empty()) {
        *originals.entry((&row.customer, &row.code, row.pennies, -row.quantity)).or_default() += 1;
    }
    let mut basket_of = |block: &&'static [Row]| -> BTreeSet<&'static str> {
        let kept = block.iter().filter(|row| row.is_plain() && row.is_product()).filter(|row| {
            let key = (row.customer.as_str(), row.code.as_str(), row.pennies, row.quantity);
            match originals.get_mut(&key) {
                Some(left) if *left > 0 => {
                    *left -= 1;
                    false
                }
                _ => true,
            }
        });
        kept.map(|row| row.code.as_str()).collect()
    };
    first.iter().map(&mut basket_of).filter(|basket| !basket.is_empty()).collect()
}

#[test]
fn bundles_are_found_in_the_clean_baskets_as_they_were_planted() {
    let truth = &SAMPLE.1;
    let baskets = clean_baskets();
    near(baskets.len() as f64, truth.baskets as f64, truth.baskets as f64 * 0.002);
    assert_eq!(truth.bundles.len(), 10);
    for bundle in &truth.bundles {
        let has_all = |basket: &BTreeSet<&str>| bundle.antecedents.iter().all(|code| basket.contains(code.as_str()));
        let has_consequent = |basket: &BTreeSet<&str>| basket.contains(bundle.consequent.as_str());
        let antecedent = baskets.iter().filter(|basket| has_all(basket)).count() as u64;
        let consequent = baskets.iter().filter(|basket| has_consequent(basket)).count() as u64;
        let both = baskets.iter().filter(|basket| has_all(basket) && has_consequent(basket)).count() as u64;
        assert_eq!(
            (bundle.antecedent_baskets, bundle.consequent_baskets, bundle.bundle_baskets),
            (antecedent, consequent, both)
        );
        // Three standard deviations of a confidence over 140 baskets are 0.12, and of a lift of 30 about a quarter.
        near(bundle.measured_confidence(), bundle.confidence, 0.12);
        near(bundle.measured_lift(truth.baskets) / bundle.lift, 1.0, 0.25);
        near(both as f64 / truth.baskets as f64 / bundle.support, 1.0, 0.3);
    }
}

#[test]
fn cancellations_have_their_originals_before_them() {
    let mut bought: BTreeMap<(&str, &str, i64, i64), u64> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut with_original = 0;
    for block in blocks(&SAMPLE.0).into_iter().filter(|block| seen.insert(&block[0].invoice)) {
        for row in block.iter().filter(|row| !row.customer.is_empty()) {
            let key = (row.customer.as_str(), row.code.as_str(), row.pennies, row.quantity.abs());
            if row.is_cancelled() {
                with_original += u64::from(bought.contains_key(&key));
            } else if row.is_plain() {
                *bought.entry(key).or_default() += 1;
            }
        }
    }
    // Repeats of cancellations are counted too in the truth; a few others find an original by chance.
    near(with_original as f64 / SAMPLE.1.faults.cancelled_with_original as f64, 1.0, 0.08);
    let giant = SAMPLE.0.iter().find(|row| row.quantity >= 70_000).unwrap();
    let back = SAMPLE.0.iter().find(|row| row.quantity == -giant.quantity && row.customer == giant.customer).unwrap();
    assert_eq!((&back.code, back.pennies, &back.date[..11]), (&giant.code, giant.pennies, &giant.date[..11]));
    assert!(back.is_cancelled() && back.date > giant.date);
}

#[test]
fn customers_are_loyal_or_leave() {
    let mut days: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut countries: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in SAMPLE.0.iter().filter(|row| !row.customer.is_empty()) {
        countries.entry(&row.customer).or_default().insert(&row.country);
        if row.is_plain() {
            days.entry(&row.customer).or_default().insert(&row.date[..10]);
        }
    }
    let customers = &SAMPLE.1.customers;
    assert_eq!(customers.loyal + customers.churned + customers.one_off, countries.len() as u64);
    let two = countries.values().filter(|countries| countries.len() == 2).count() as u64;
    assert_eq!(customers.in_two_countries, two);
    let share =
        |is: &dyn Fn(&BTreeSet<&str>) -> bool| days.values().filter(|days| is(days)).count() as f64 / days.len() as f64;
    near(share(&|days| days.len() == 1), 0.30, 0.1);
    let frequent_to_the_end = share(&|days| days.len() > 8 && days.last() > Some(&"2011-10-01"));
    let gone = share(&|days| days.len() > 1 && days.last() < Some(&"2011-03-01"));
    assert!(frequent_to_the_end > 0.03 && gone > 0.15, "{frequent_to_the_end} {gone}");
}

#[test]
fn products_have_several_names_and_codes_two_cases() {
    let mut names: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for row in SAMPLE.0.iter().filter(|row| row.is_product() && row.is_plain()) {
        names.entry(row.code.to_uppercase()).or_default().insert(row.description.trim());
    }
    let several = names.values().filter(|names| names.len() > 1).count() as f64;
    near(several / names.len() as f64, 0.13, 0.04);
}

#[test]
fn memory_does_not_grow_with_the_rows() {
    // A file of a hundred million rows is begun: what is kept after 300,000 rows is what was kept after 100,000.
    let mut generator = generator::Generator::new(&Options { rows: 100_000_000, seed: 7 });
    let mut at = |rows| {
        while generator.written() < rows {
            generator.next();
        }
        generator.state_bytes()
    };
    let (early, late) = (at(100_000), at(300_000));
    assert!(late < early + early / 3, "{early} {late}");
    // The caps hold whatever is asked for.
    let most = generator::Generator::new(&Options { rows: u64::MAX, seed: 7 });
    assert!(most.state_bytes() < 16 << 20, "{}", most.state_bytes());
}
