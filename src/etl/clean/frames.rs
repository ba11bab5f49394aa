//! From verdicts to the two frames.

use polars_core::prelude::*;
use polars_core::series::IsSorted;

use super::{Lines, Reason, UNKNOWN_CUSTOMER, Verdicts, raw};
use crate::calendar::day_of;
use crate::etl::codes::NONE;

/// The kept rows. Numbers are copied, texts are not: the new frame points into the raw one's.
pub(super) fn kept(raw: &DataFrame, lines: &Lines, verdicts: &Verdicts) -> PolarsResult<DataFrame> {
    let mask: BooleanChunked = verdicts.kept().map(Some).collect();
    let mut kept = raw.filter(&mask)?;
    let rows: Vec<usize> = verdicts.kept().enumerate().filter_map(|(row, kept)| kept.then_some(row)).collect();

    let products = StringChunked::from_iter_values(
        raw::STOCK_CODE.into(),
        rows.iter().map(|row| lines.product.text(*row).unwrap_or("")),
    );
    kept.replace(raw::STOCK_CODE, products.into_column())?;
    if rows.iter().any(|row| lines.customer.of_row[*row] == NONE) {
        let customers = rows.iter().map(|row| lines.customer.text(*row).unwrap_or(UNKNOWN_CUSTOMER));
        let customers = StringChunked::from_iter_values(raw::CUSTOMER_ID.into(), customers);
        kept.replace(raw::CUSTOMER_ID, customers.into_column())?;
    }
    let revenue: Vec<i64> = rows.iter().map(|row| lines.amount(*row).unwrap_or(0)).collect();
    kept.with_column(Column::new("revenue".into(), revenue))?;
    let days: Vec<i32> = rows.iter().map(|row| day_of(lines.date[*row])).collect();
    kept.with_column(Int32Chunked::from_vec("date_key".into(), days).into_date().into_column())?;
    ascending(&mut kept)?;
    Ok(kept)
}

/// The rejected rows with reason and detail.
pub(super) fn rejected(raw: &DataFrame, lines: &Lines, verdicts: &Verdicts) -> PolarsResult<DataFrame> {
    let rejected: Vec<(usize, Reason)> = verdicts.rejected().collect();
    let rows = IdxCa::from_vec("row".into(), rejected.iter().map(|(row, _)| *row as IdxSize).collect());
    let taken = |name: &str| raw.column(name)?.take(&rows);
    let reasons = rejected.iter().map(|(_, reason)| reason.as_str());
    let amounts: Int64Chunked = rejected.iter().map(|(row, _)| lines.amount(*row)).collect();
    let mut rejected = DataFrame::new_infer_height(vec![
        taken(raw::ROW)?,
        taken(raw::FILE)?,
        taken(raw::LINE)?,
        StringChunked::from_iter_values("reason".into(), reasons).into_column(),
        details(lines, verdicts, &rejected).into_column(),
        taken(raw::INVOICE_NO)?,
        taken(raw::INVOICE_DATE)?,
        taken(raw::CUSTOMER_ID)?,
        taken(raw::STOCK_CODE)?,
        taken(raw::QUANTITY)?,
        taken(raw::UNIT_PRICE)?,
        amounts.with_name("amount".into()).into_column(),
    ])?;
    ascending(&mut rejected)?;
    Ok(rejected)
}

/// Tells polars what [`Lines::of`] has seen, so that sorting by the row's number costs nothing.
fn ascending(frame: &mut DataFrame) -> PolarsResult<()> {
    let mut numbers = frame.column(raw::ROW)?.clone();
    numbers.set_sorted_flag(IsSorted::Ascending);
    frame.replace(raw::ROW, numbers)?;
    Ok(())
}

/// What the reason alone does not say.
fn details(lines: &Lines, verdicts: &Verdicts, rejected: &[(usize, Reason)]) -> StringChunked {
    let mut because_of = verdicts.because_of().into_iter().peekable();
    let mut builder = StringChunkedBuilder::new("detail".into(), rejected.len());
    for (row, reason) in rejected {
        let other = because_of.next_if(|(rejected, _)| *rejected as usize == *row).map(|(_, other)| other as usize);
        builder.append_option(detail(lines, *reason, other));
    }
    builder.finish()
}

fn detail(lines: &Lines, reason: Reason, other: Option<usize>) -> Option<String> {
    let number = other.map(|other| lines.number[other]);
    match (reason, other, number) {
        (Reason::Unreadable, _, _) => Some("quantity times price is too large".to_owned()),
        (Reason::RepeatedInvoice, _, Some(number)) => Some(format!("same lines as from row {number} on")),
        (Reason::RepeatedLine, _, Some(number)) => Some(format!("same as row {number}")),
        (Reason::CancelledOriginal, Some(other), Some(number)) => {
            let invoice = lines.invoice.text(other).unwrap_or("");
            Some(format!("cancelled by row {number}, invoice `{invoice}`"))
        }
        _ => None,
    }
}
