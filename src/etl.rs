//! From files to a star schema: read, clean, star. Frames in, frames out; files only at both ends.
//!
//! A *raw frame* is what reading gives: one row a readable source row, in the order of the source, with the columns
//! of [`raw`] and after them the extra columns of the configuration. Money in a frame is an `Int64` of
//! ten-thousandths (see [`MONEY_SCALE`]): sums stay exact, and only the warehouse turns it into decimal(19,4).

use polars_core::datatypes::{DataType, TimeUnit};

use crate::catalog;

pub mod clean;
pub(crate) mod codes;
pub mod read;
pub mod star;

/// Ten-thousandths in one unit of money.
pub const MONEY_SCALE: i64 = 10_000;

/// The type that a column of this kind has in every frame.
pub fn type_in_frame(kind: catalog::DataType) -> DataType {
    match kind {
        catalog::DataType::Text => DataType::String,
        catalog::DataType::Integer | catalog::DataType::Money => DataType::Int64,
        catalog::DataType::Number => DataType::Float64,
        catalog::DataType::Boolean => DataType::Boolean,
        catalog::DataType::Date => DataType::Date,
        catalog::DataType::DateTime => DataType::Datetime(TimeUnit::Microseconds, None),
    }
}

/// The columns of the raw frame, in this order.
pub mod raw {
    /// `Int64`: number of the row in the source, from 1, counted over all files in order, unreadable rows included.
    pub const ROW: &str = "sales_line_id";
    /// `String`: the file's name without its folder.
    pub const FILE: &str = "source_file";
    /// `Int64`: line of the file (or row of the sheet) where the row begins, from 1.
    pub const LINE: &str = "source_line";
    /// `String`, trimmed.
    pub const INVOICE_NO: &str = "invoice_no";
    /// `String`, trimmed, case as in the source.
    pub const STOCK_CODE: &str = "stock_code";
    /// `String`, null where empty, outer spaces as in the source.
    pub const DESCRIPTION: &str = "description";
    /// `Int64`.
    pub const QUANTITY: &str = "quantity";
    /// `Datetime(Microseconds, None)`.
    pub const INVOICE_DATE: &str = "invoice_date";
    /// `Int64` of ten-thousandths.
    pub const UNIT_PRICE: &str = "unit_price";
    /// `String`, null where empty; `13085.0` is `13085`.
    pub const CUSTOMER_ID: &str = "customer_id";
    /// `String`, trimmed; empty is `Unspecified`.
    pub const COUNTRY: &str = "country";

    pub const ALL: [&str; 11] = [
        ROW,
        FILE,
        LINE,
        INVOICE_NO,
        STOCK_CODE,
        DESCRIPTION,
        QUANTITY,
        INVOICE_DATE,
        UNIT_PRICE,
        CUSTOMER_ID,
        COUNTRY,
    ];
}

/// Why a row was not kept, in the order in which the rules are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    Unreadable,
    RepeatedInvoice,
    RepeatedLine,
    MissingCustomer,
    Cancellation,
    CancelledOriginal,
    Adjustment,
    NonPositiveQuantity,
    NonPositivePrice,
}

impl Reason {
    pub const ALL: [Reason; 9] = [
        Reason::Unreadable,
        Reason::RepeatedInvoice,
        Reason::RepeatedLine,
        Reason::MissingCustomer,
        Reason::Cancellation,
        Reason::CancelledOriginal,
        Reason::Adjustment,
        Reason::NonPositiveQuantity,
        Reason::NonPositivePrice,
    ];

    /// The code that `etl_reject` keeps.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::Unreadable => "unreadable",
            Reason::RepeatedInvoice => "repeated_invoice",
            Reason::RepeatedLine => "repeated_line",
            Reason::MissingCustomer => "missing_customer",
            Reason::Cancellation => "cancellation",
            Reason::CancelledOriginal => "cancelled_original",
            Reason::Adjustment => "adjustment",
            Reason::NonPositiveQuantity => "non_positive_quantity",
            Reason::NonPositivePrice => "non_positive_price",
        }
    }
}
