//! Rows under construction: each source row becomes a row of the raw frame or a reject that says why not.

use std::borrow::Cow;

use polars_core::prelude::*;

use super::cell::{Cell, Record};
use super::extra::{ExtraColumn, ExtraValue};
use super::header::{Field, Layout};
use super::rejects::{Reject, Rejects};
use super::texts::Texts;
use super::{Options, date, number};
use crate::diag::Place;
use crate::etl::raw;

/// What a country is called that no one has written down.
const NO_COUNTRY: &str = "Unspecified";
/// So many rows are shown when there are too many that can't be read.
const SHOWN: usize = 5;

/// The file, or sheet of a file, that rows come from: see [`Rows::begin`].
pub struct Source {
    file: String,
    name: String,
    pub layout: Layout,
}

/// What is wrong with a row, and in which column (from 0), where it is in one.
pub struct Fault {
    pub column: Option<usize>,
    pub text: String,
}

pub struct Rows<'o> {
    options: &'o Options,
    /// Rows so far, readable or not.
    pub seen: u64,
    /// Lines that an open quote drew into a row they don't belong to.
    pub swallowed: u64,
    /// Quantity times price of every row, without the sign: what sums further down can at most come to.
    pub amounts: u128,
    pub rejects: Rejects,
    /// The first rows that could not be read.
    pub shown: Vec<(Place, String)>,
    files: Vec<(String, usize)>,
    row: Vec<i64>,
    line: Vec<i64>,
    invoice: Texts,
    stock_code: Texts,
    description: Texts,
    quantity: Vec<i64>,
    date: Vec<i64>,
    price: Vec<i64>,
    customer: Texts,
    country: Texts,
    extras: Vec<ExtraColumn<'o>>,
    /// The lines of an invoice stand together and share their date.
    last_date: (String, i64),
}

/// The fields of a row, as far as they can be read.
struct Fields<'r> {
    invoice: Option<Cow<'r, str>>,
    stock_code: Option<Cow<'r, str>>,
    description: Option<Cow<'r, str>>,
    quantity: Option<i64>,
    date: Option<i64>,
    price: Option<i64>,
    customer: Option<Cow<'r, str>>,
    country: Option<Cow<'r, str>>,
    extras: Vec<ExtraValue<'r>>,
}

impl<'o> Rows<'o> {
    pub fn new(options: &'o Options) -> Self {
        Self {
            options,
            seen: 0,
            swallowed: 0,
            amounts: 0,
            rejects: Rejects::default(),
            shown: Vec::new(),
            files: Vec::new(),
            row: Vec::new(),
            line: Vec::new(),
            invoice: Texts::default(),
            stock_code: Texts::default(),
            description: Texts::default(),
            quantity: Vec::new(),
            date: Vec::new(),
            price: Vec::new(),
            customer: Texts::default(),
            country: Texts::default(),
            extras: options.extra.iter().map(|(name, extra)| ExtraColumn::new(name, extra.kind)).collect(),
            last_date: (String::new(), 0),
        }
    }

    /// What follows are the rows of this file or sheet, until another one begins. `file` is for messages, `name` for
    /// the column `source_file`.
    pub fn begin(&mut self, file: String, name: String, layout: Layout) -> Source {
        self.files.push((name.clone(), 0));
        Source { file, name, layout }
    }

    /// Takes one row; `fault` is what is wrong with it as a whole.
    pub fn push(&mut self, source: &Source, line: u64, record: &impl Record, fault: Option<Fault>) {
        self.seen += 1;
        let mut faults: Vec<Fault> = fault.into_iter().collect();
        let fields = self.fields(&source.layout, record, &mut faults);
        if faults.is_empty() { self.keep(line, fields) } else { self.reject(source, line, fields, faults) }
    }

    fn fields<'r>(&mut self, layout: &Layout, record: &'r impl Record, faults: &mut Vec<Fault>) -> Fields<'r> {
        let cell = |field: Field| layout.column(field).map_or(Cell::Empty, |at| record.cell(at));
        let comma = self.options.decimal_comma;
        let mut take = Taker { layout, faults };
        let fields = Fields {
            invoice: take.required(Field::Invoice, cell(Field::Invoice).trimmed()),
            stock_code: take.required(Field::StockCode, cell(Field::StockCode).trimmed()),
            description: take.optional(Field::Description, cell(Field::Description).text()),
            quantity: take.required(Field::Quantity, number::integer(cell(Field::Quantity), comma)),
            date: take.required(Field::InvoiceDate, self.moment(cell(Field::InvoiceDate))),
            price: take.required(Field::UnitPrice, number::money(cell(Field::UnitPrice), comma)),
            customer: take.optional(Field::CustomerId, cell(Field::CustomerId).trimmed()),
            country: take.optional(Field::Country, cell(Field::Country).trimmed()),
            extras: self.extras(layout, record, faults),
        };
        if let (Some(quantity), Some(price)) = (fields.quantity, fields.price) {
            match quantity.checked_mul(price) {
                Some(amount) => self.amounts += u128::from(amount.unsigned_abs()),
                None => {
                    let price = number::show_money(price);
                    let text = format!("quantity times unit_price is too large: {quantity} × {price}");
                    faults.push(Fault { column: None, text });
                }
            }
        }
        fields
    }

    fn moment(&mut self, cell: Cell) -> Result<Option<i64>, String> {
        match cell {
            Cell::Text(text) if text == self.last_date.0 && !text.is_empty() => Ok(Some(self.last_date.1)),
            Cell::Text(text) => {
                let moment = date::moment(cell, self.options.dayfirst)?;
                if let Some(micros) = moment {
                    self.last_date.0.clear();
                    self.last_date.0.push_str(text);
                    self.last_date.1 = micros;
                }
                Ok(moment)
            }
            cell => date::moment(cell, self.options.dayfirst),
        }
    }

    fn extras<'r>(&self, layout: &Layout, record: &'r impl Record, faults: &mut Vec<Fault>) -> Vec<ExtraValue<'r>> {
        let mut values = Vec::with_capacity(self.extras.len());
        for (column, at) in self.extras.iter().zip(&layout.extras) {
            let value = column.parse(record.cell(*at), self.options).unwrap_or_else(|text| {
                faults.push(Fault { column: Some(*at), text: format!("{}: {text}", column.name) });
                ExtraValue::Null
            });
            values.push(value);
        }
        values
    }

    fn keep(&mut self, line: u64, fields: Fields) {
        // Without a fault every required field is there.
        let Fields { invoice: Some(invoice), stock_code: Some(stock_code), .. } = &fields else { return };
        let Fields { quantity: Some(quantity), date: Some(date), price: Some(price), .. } = fields else { return };
        self.row.push(self.seen as i64);
        if let Some((_, rows)) = self.files.last_mut() {
            *rows += 1;
        }
        self.line.push(line as i64);
        self.invoice.push(invoice);
        self.stock_code.push(stock_code);
        self.description.push_option(fields.description.as_deref());
        self.quantity.push(quantity);
        self.date.push(date);
        self.price.push(price);
        self.customer.push_option(fields.customer.as_deref().map(number::identifier));
        self.country.push(fields.country.as_deref().unwrap_or(NO_COUNTRY));
        for (column, value) in self.extras.iter_mut().zip(fields.extras) {
            column.push(value);
        }
    }

    fn reject(&mut self, source: &Source, line: u64, fields: Fields, faults: Vec<Fault>) {
        if self.shown.len() < SHOWN {
            let texts: Vec<String> = faults.iter().map(|fault| fault.placed(&source.layout)).collect();
            self.shown.push((Place::line(&source.file, line as usize), texts.join("; ")));
        }
        let detail: Vec<&str> = faults.iter().map(|fault| fault.text.as_str()).collect();
        self.rejects.push(Reject {
            row: self.seen as i64,
            file: &source.name,
            line: line as i64,
            detail: &detail.join("; "),
            invoice_no: fields.invoice.as_deref(),
            invoice_date: fields.date,
            customer_id: fields.customer.as_deref().map(number::identifier),
            stock_code: fields.stock_code.as_deref(),
            quantity: fields.quantity,
            unit_price: fields.price,
        });
    }

    /// The raw frame and the rejects.
    pub fn finish(self) -> PolarsResult<(DataFrame, DataFrame)> {
        let mut file = Texts::default();
        for (name, rows) in &self.files {
            (0..*rows).for_each(|_| file.push(name));
        }
        let dates = Int64Chunked::from_vec(raw::INVOICE_DATE.into(), self.date);
        let mut columns = vec![
            Column::new(raw::ROW.into(), self.row),
            file.finish(raw::FILE)?,
            Column::new(raw::LINE.into(), self.line),
            self.invoice.finish(raw::INVOICE_NO)?,
            self.stock_code.finish(raw::STOCK_CODE)?,
            self.description.finish(raw::DESCRIPTION)?,
            Int64Chunked::from_vec(raw::QUANTITY.into(), self.quantity).into_column(),
            dates.into_datetime(TimeUnit::Microseconds, None).into_column(),
            Int64Chunked::from_vec(raw::UNIT_PRICE.into(), self.price).into_column(),
            self.customer.finish(raw::CUSTOMER_ID)?,
            self.country.finish(raw::COUNTRY)?,
        ];
        for extra in self.extras {
            columns.push(extra.finish()?);
        }
        Ok((DataFrame::new_infer_height(columns)?, self.rejects.finish()?))
    }
}

/// Takes values out of results and keeps the faults, each with the field it is about.
struct Taker<'a> {
    layout: &'a Layout,
    faults: &'a mut Vec<Fault>,
}

impl Taker<'_> {
    #[inline]
    fn optional<T>(&mut self, field: Field, value: Result<Option<T>, String>) -> Option<T> {
        value.unwrap_or_else(|text| {
            let text = format!("{}: {text}", field.name());
            self.faults.push(Fault { column: self.layout.column(field), text });
            None
        })
    }

    #[inline]
    fn required<T>(&mut self, field: Field, value: Result<Option<T>, String>) -> Option<T> {
        let value = value.and_then(|value| value.map(Some).ok_or_else(|| "expected a value, found nothing".to_owned()));
        self.optional(field, value)
    }
}

impl Fault {
    /// The text with the column as the file has it.
    fn placed(&self, layout: &Layout) -> String {
        match self.column.and_then(|at| Some((at, layout.headers.get(at)?))) {
            Some((at, header)) => format!("column {} (`{header}`): {}", at + 1, self.text),
            None => self.text.clone(),
        }
    }
}
