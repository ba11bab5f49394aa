//! dim_product: what was sold.

use std::borrow::Cow;
use std::cmp::Reverse;

use polars_core::prelude::*;
use polars_lazy::frame::{IntoLazy, LazyFrame};
use rustc_hash::FxHashMap;

use super::{ExtraColumn, columns, extra, instants};
use crate::etl::clean::Rules;
use crate::etl::codes::{Codes, trimmed};
use crate::etl::raw;

/// One row a stock code. Its description is the most frequent one without outer spaces; among equals the one used
/// last, then the first in the alphabet; null where nobody ever described it.
pub fn dim_product(kept: LazyFrame, rules: &Rules, extra: &[ExtraColumn]) -> PolarsResult<LazyFrame> {
    let extra: Vec<&str> = extra::names(extra, "dim_product").collect();
    let own = [raw::STOCK_CODE, raw::DESCRIPTION, raw::INVOICE_DATE];
    let kept = columns(kept, own.into_iter().chain(extra.iter().copied()))?;
    let products = Codes::of(kept.column(raw::STOCK_CODE)?.str()?);
    let descriptions = Codes::of(kept.column(raw::DESCRIPTION)?.str()?).merged(trimmed);
    let dates = instants(&kept, raw::INVOICE_DATE)?;

    let names = names(&products, &descriptions, dates);
    let order = products.sorted();
    let codes = order.iter().map(|code| products.texts[*code as usize].as_ref());
    let described: StringChunked = order.iter().map(|code| names[*code as usize]).collect();
    let is_product: BooleanChunked = codes.clone().map(|code| Some(!rules.non_products.has(code))).collect();
    let mut table = vec![
        StringChunked::from_iter_values(raw::STOCK_CODE.into(), codes).into_column(),
        described.with_name(raw::DESCRIPTION.into()).into_column(),
        is_product.with_name("is_product".into()).into_column(),
    ];
    for name in extra {
        table.push(extra::latest(kept.column(name)?, &products, &order, dates)?);
    }
    Ok(DataFrame::new_infer_height(table)?.lazy())
}

/// How often a description stands beside a stock code, and when it did last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Use {
    rows: u64,
    latest: i64,
}

/// The description of each product.
fn names<'a>(products: &Codes, descriptions: &'a Codes, dates: &[i64]) -> Vec<Option<&'a str>> {
    let mut uses: FxHashMap<(u32, u32), Use> = FxHashMap::default();
    for ((product, description), date) in products.of_row.iter().zip(&descriptions.of_row).zip(dates) {
        let used = uses.entry((*product, *description)).or_insert(Use { rows: 0, latest: i64::MIN });
        used.rows += 1;
        used.latest = used.latest.max(*date);
    }
    let mut best: Vec<Option<(Use, Reverse<&str>)>> = vec![None; products.len()];
    for ((product, description), used) in uses {
        let text = descriptions.texts.get(description as usize).map(Cow::as_ref).filter(|text| !text.is_empty());
        if let (Some(text), Some(best)) = (text, best.get_mut(product as usize)) {
            *best = (*best).max(Some((used, Reverse(text))));
        }
    }
    best.into_iter().map(|best| best.map(|(_, Reverse(text))| text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::etl::clean::testing::{Row, clean_rows};
    use crate::etl::clean::{Options, Preset};
    use crate::etl::star::testing::{assert_keeps_the_contract, texts};

    fn row(code: &'static str, description: Option<&'static str>, date: i64) -> Row {
        Row { code, description, date, ..Row::default() }
    }

    fn products(rows: &[Row], options: &Options) -> DataFrame {
        let (kept, _) = clean_rows(rows, options);
        let products = dim_product(kept.lazy(), &options.resolved(), &[]).expect("made").collect().expect("collected");
        assert_keeps_the_contract(&products, "dim_product", &[]);
        products
    }

    #[test]
    fn the_most_frequent_description_wins_then_the_latest_then_the_alphabet() {
        let rows = [
            row("1", Some("  OFTEN"), 1),
            row("1", Some("late"), 9),
            row("1", Some("OFTEN "), 2),
            row("2", Some("early"), 1),
            row("2", Some("late"), 2),
            row("3", Some("b"), 1),
            row("3", Some("a"), 1),
            row("4", None, 1),
            row("4", None, 2),
            row("4", Some("  "), 3),
            row("5", None, 1),
            row("5", None, 1),
            row("5", Some("once"), 1),
        ];
        let names = texts(&products(&rows, &Options::default()), "description");
        let names: Vec<Option<&str>> = names.iter().map(Option::as_deref).collect();
        assert_eq!(names, [Some("OFTEN"), Some("late"), Some("a"), None, Some("once")]);
    }

    #[test]
    fn services_are_sold_but_are_no_products_unless_the_rule_is_plain() {
        let rows = [row("post", None, 1), row("85123A", None, 1), row("85123a", None, 1)];
        let flags = |options: &Options| -> Vec<Option<bool>> {
            products(&rows, options).column("is_product").expect("there").bool().expect("flags").iter().collect()
        };
        assert_eq!(flags(&Options::default()), [Some(true), Some(false)]);
        let plain = Options { preset: Preset::Plain, ..Options::default() };
        assert_eq!(flags(&plain), [Some(true); 3]);
    }
}
