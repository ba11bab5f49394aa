//! Movement: the segment that a customer had some time ago, and whether it was a better or a worse one.
//!
//! For then, every customer is scored anew from the sales until then: quintiles are of the customers that there were,
//! recency is counted to the reference date moved back. Segments stand best first in the options, so up is nearer to
//! the first of them.

use polars_core::prelude::*;
use polars_lazy::prelude::*;

use super::super::calendar::DAY;
use super::super::customer_360::bought;
use super::super::frame;
use super::{Options, TABLE, scored};

pub const PREVIOUS: &str = "previous_segment";
pub const MOVEMENT: &str = "segment_movement";

/// Adds both columns to scored customers.
pub fn with_movement(
    scored_now: LazyFrame,
    fact_sales: LazyFrame,
    reference_date: i32,
    options: &Options,
) -> LazyFrame {
    let then = i64::from(reference_date) - i64::from(options.movement_days);
    let day = lit(then * DAY).cast(DataType::Datetime(TimeUnit::Microseconds, None));
    let until = fact_sales.filter(col("invoice_date").lt(day));
    // A day so long ago that it is none has no sales before it.
    let reference_then = i32::try_from(then).unwrap_or(i32::MIN / 2);
    let before = scored(bought(until.clone()), until, reference_then, options);
    let before = before.select([col("customer_id"), col("segment").alias(PREVIOUS)]);
    let both = scored_now.left_join(before, col("customer_id"), col("customer_id"));
    let order: Vec<String> = options.segments.iter().map(|rule| rule.name.clone()).collect();
    frame::map(both, frame::schema(TABLE), "movement", move |mut customers| {
        let (now, then) = (frame::texts(&customers, "segment")?, frame::texts(&customers, PREVIOUS)?);
        let words = now.iter().zip(then.iter()).map(|(now, then)| word(&order, now, then));
        let words = StringChunked::from_iter_values(MOVEMENT.into(), words).into_column();
        customers.with_column(words)?;
        customers.select(frame::columns(TABLE))
    })
}

fn word(order: &[String], now: Option<&str>, then: Option<&str>) -> &'static str {
    let rank = |segment: Option<&str>| order.iter().position(|name| Some(name.as_str()) == segment);
    match (rank(now), rank(then)) {
        (_, None) => "New",
        (now, then) if now < then => "Up",
        (now, then) if now > then => "Down",
        _ => "Same",
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::calendar::parse_iso;
    use super::super::super::orders::sales;
    use super::*;

    fn moved(lines: &[(&str, &str, &str, &str, i64, i64)]) -> Vec<String> {
        let lines = sales(lines);
        let options = Options::default();
        let day = parse_iso("2011-12-10").expect("a day");
        let frame = with_movement(scored(bought(lines.clone()), lines.clone(), day, &options), lines, day, &options);
        let frame = frame.collect().expect("moved");
        let column = |name: &str| -> Vec<String> {
            let texts = frame::texts(&frame, name).expect("there").iter();
            texts.map(|text| text.unwrap_or("-").to_owned()).collect()
        };
        let (ids, then, words) = (column("customer_id"), column(PREVIOUS), column(MOVEMENT));
        let now = column("segment");
        (0..ids.len()).map(|row| format!("{}: {} > {} {}", ids[row], then[row], now[row], words[row])).collect()
    }

    #[test]
    fn a_customer_is_compared_with_what_they_were() {
        let found = moved(&[
            ("1", "1", "X", "2011-08-01 10:00", 1, 10),
            ("2", "2", "X", "2011-09-10 23:59", 1, 10),
            ("3", "2", "X", "2011-09-10 23:59", 1, 10),
            ("4", "1", "X", "2011-12-08 10:00", 1, 90),
            ("5", "1", "X", "2011-12-09 10:00", 1, 90),
            ("6", "3", "X", "2011-09-11 00:00", 1, 90),
        ]);
        // The day of then, 2011-09-11, is not over when it begins: customer 3 was not there yet.
        assert_eq!(
            found,
            ["1: Hibernating > Champions Up", "2: Champions > Need Attention Down", "3: - > About to Sleep New"]
        );
    }

    #[test]
    fn nobody_has_moved_where_nobody_was() {
        let found = moved(&[("1", "1", "X", "2011-12-09 10:00", 1, 10)]);
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("1: - > ") && found[0].ends_with(" New"), "{found:?}");
        assert!(moved(&[]).is_empty());
    }

    #[test]
    fn words() {
        let order = ["Best".to_owned(), "Worst".to_owned()];
        let word = |now, then| word(&order, Some(now), then);
        assert_eq!(
            [word("Best", Some("Worst")), word("Worst", Some("Best")), word("Best", Some("Best")), word("Best", None)],
            ["Up", "Down", "Same", "New"]
        );
    }
}
