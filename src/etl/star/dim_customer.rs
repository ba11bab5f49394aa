//! dim_customer: who bought, from where.

use polars_core::prelude::*;
use polars_lazy::frame::{IntoLazy, LazyFrame};

use super::{ExtraColumn, columns, extra, instants};
use crate::etl::codes::{Codes, NONE};
use crate::etl::raw;
use crate::region::Mapping;

/// One row a customer. The country is that of the latest invoice (then of the latest row), the region the one that
/// claims it.
pub fn dim_customer(kept: LazyFrame, mapping: &Mapping, extra: &[ExtraColumn]) -> PolarsResult<LazyFrame> {
    let extra: Vec<&str> = extra::names(extra, "dim_customer").collect();
    let own = [raw::CUSTOMER_ID, raw::COUNTRY, raw::INVOICE_DATE];
    let kept = columns(kept, own.into_iter().chain(extra.iter().copied()))?;
    let customers = Codes::of(kept.column(raw::CUSTOMER_ID)?.str()?);
    let countries = Codes::of(kept.column(raw::COUNTRY)?.str()?);
    let dates = instants(&kept, raw::INVOICE_DATE)?;

    let seen = countries_of(&customers, &countries, dates);
    let order = customers.sorted();
    let regions: Vec<&str> = countries.texts.iter().map(|country| mapping.region_of(country)).collect();
    let country = |code: &u32| seen[*code as usize].latest as usize;
    let mut table = vec![
        text(raw::CUSTOMER_ID, order.iter().map(|code| customers.texts[*code as usize].as_ref())),
        text(raw::COUNTRY, order.iter().map(|code| countries.texts.get(country(code)).map_or("", |text| text))),
        Column::new(
            "country_count".into(),
            order.iter().map(|code| seen[*code as usize].all.len() as i64).collect::<Vec<_>>(),
        ),
        text("region", order.iter().map(|code| regions.get(country(code)).copied().unwrap_or(""))),
    ];
    for name in extra {
        table.push(extra::latest(kept.column(name)?, &customers, &order, dates)?);
    }
    Ok(DataFrame::new_infer_height(table)?.lazy())
}

/// The countries of one customer.
#[derive(Clone)]
struct Seen {
    latest: u32,
    latest_date: i64,
    all: Vec<u32>,
}

fn countries_of(customers: &Codes, countries: &Codes, dates: &[i64]) -> Vec<Seen> {
    let mut seen = vec![Seen { latest: NONE, latest_date: i64::MIN, all: Vec::new() }; customers.len()];
    for ((customer, country), date) in customers.of_row.iter().zip(&countries.of_row).zip(dates) {
        let Some(seen) = seen.get_mut(*customer as usize) else { continue };
        if seen.latest_date <= *date {
            (seen.latest, seen.latest_date) = (*country, *date);
        }
        // Hardly anyone has more than two.
        if !seen.all.contains(country) {
            seen.all.push(*country);
        }
    }
    seen
}

fn text<'a>(name: &str, values: impl Iterator<Item = &'a str>) -> Column {
    StringChunked::from_iter_values(name.into(), values).into_column()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;
    use crate::etl::clean::Options;
    use crate::etl::clean::testing::{Row, clean_rows};
    use crate::etl::star::testing::{assert_keeps_the_contract, numbers, texts};

    fn row(customer: &'static str, country: &'static str, date: i64) -> Row {
        Row { customer: Some(customer), country, date, ..Row::default() }
    }

    #[test]
    fn a_customer_lives_where_the_latest_invoice_went() {
        let rows = [row("2", "Spain", 9), row("1", "Japan", 1), row("2", "France", 5), row("2", "Chad", 9)];
        let mapping = Mapping { countries: vec![("Japan".to_owned(), "East".to_owned())], managers: Vec::new() };
        let (kept, _) = clean_rows(&rows, &Options::default());
        let customers = dim_customer(kept.lazy(), &mapping, &[]).expect("made").collect().expect("collected");
        assert_keeps_the_contract(&customers, "dim_customer", &[]);
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(texts(&customers, "customer_id"), [some("1"), some("2")]);
        assert_eq!(texts(&customers, "country"), [some("Japan"), some("Chad")]);
        assert_eq!(texts(&customers, "region"), [some("East"), some("Unassigned")]);
        assert_eq!(numbers(&customers, "country_count"), [Some(1), Some(3)]);
    }

    #[test]
    fn an_extra_column_has_the_customer_s_latest_value() {
        let (mut kept, _) = clean_rows(&[row("1", "Japan", 2), row("1", "Japan", 1)], &Options::default());
        kept.with_column(Column::new("tier".into(), ["gold", "silver"])).expect("a column");
        let extra = [ExtraColumn {
            name: "tier".to_owned(),
            table: "dim_customer".to_owned(),
            kind: catalog::DataType::Text,
            description: "Tier.".to_owned(),
        }];
        let customers = dim_customer(kept.lazy(), &Mapping::default(), &extra).expect("made");
        let customers = customers.collect().expect("collected");
        assert_keeps_the_contract(&customers, "dim_customer", &extra);
        assert_eq!(texts(&customers, "tier"), [Some("gold".to_owned())]);
    }

    #[test]
    fn nobody_bought_and_there_are_no_customers() {
        let (kept, _) = clean_rows(&[], &Options::default());
        let customers = dim_customer(kept.lazy(), &Mapping::default(), &[]).expect("made");
        assert_keeps_the_contract(&customers.collect().expect("collected"), "dim_customer", &[]);
    }
}
