//! One invoice as a block of rows, and what is wrong with it.

use super::calendar::Date;
use super::product::Products;
use super::text::{push_money, push_number, push_pair, push_text};
use super::truth::{Faults, Kept};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sale,
    Cancellation,
    Adjustment,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    Product {
        number: u32,
        name: u8,
    },
    /// The same with its code in lower case.
    LowerCase {
        number: u32,
        name: u8,
    },
    /// A product with a note for a description, or with none.
    Noted {
        number: u32,
        note: Option<&'static str>,
    },
    Service {
        code: &'static str,
        description: &'static str,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pub item: Item,
    pub quantity: i32,
    pub pennies: i32,
}

/// Minutes since the first midnight of the file: the day and the time of day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    pub day: usize,
    pub minute: u32,
}

#[derive(Debug)]
pub struct Invoice {
    pub kind: Kind,
    pub number: u64,
    /// Number in the list of customers.
    pub customer: Option<u32>,
    pub country: &'static str,
    pub at: Moment,
    pub lines: Vec<Line>,
    /// From this line on the clock stands a minute later.
    pub late_from: Option<usize>,
    /// What cannot be told from the lines.
    pub faults: Faults,
}

/// Rows as bytes, and what they add to the truth.
#[derive(Debug, Default)]
pub struct Block {
    pub bytes: Vec<u8>,
    pub rows: u64,
    pub faults: Faults,
    pub kept: Kept,
}

impl Invoice {
    /// Writes the rows into the block, which is emptied first.
    pub fn render(&self, date: Date, customer_id: Option<u32>, products: &Products, block: &mut Block) {
        block.bytes.clear();
        block.rows = self.lines.len() as u64;
        block.faults = self.faults;
        block.kept = Kept::default();
        let head = self.head();
        let tail = self.tail(customer_id);
        let mut stamp = time_stamp(date, self.at.minute);
        for (at, line) in self.lines.iter().enumerate() {
            if self.late_from == Some(at) {
                stamp = time_stamp(date, self.at.minute + 1);
            }
            block.bytes.extend_from_slice(&head);
            line.push_item(products, &mut block.bytes);
            block.bytes.push(b',');
            push_number(&mut block.bytes, i64::from(line.quantity));
            block.bytes.extend_from_slice(&stamp);
            push_money(&mut block.bytes, line.pennies);
            block.bytes.extend_from_slice(&tail);
            line.count(self, products, block);
        }
        let faults = &mut block.faults;
        faults.cancellation_invoices += u64::from(self.kind == Kind::Cancellation);
        faults.two_time_invoices += u64::from(self.late_from.is_some_and(|at| at < self.lines.len()));
    }

    /// `C489434,`
    fn head(&self) -> Vec<u8> {
        let mut head = Vec::with_capacity(16);
        match self.kind {
            Kind::Sale => {}
            Kind::Cancellation => head.push(b'C'),
            Kind::Adjustment => head.push(b'A'),
        }
        push_number(&mut head, self.number as i64);
        head.push(b',');
        head
    }

    /// `,13085.0,United Kingdom` and the line's end.
    fn tail(&self, customer_id: Option<u32>) -> Vec<u8> {
        let mut tail = Vec::with_capacity(32);
        tail.push(b',');
        if let Some(id) = customer_id {
            push_number(&mut tail, i64::from(id));
            tail.extend_from_slice(b".0");
        }
        tail.push(b',');
        tail.extend_from_slice(self.country.as_bytes());
        tail.push(b'\n');
        tail
    }
}

/// `,2009-12-01 07:45:00,`
fn time_stamp(date: Date, minute: u32) -> Vec<u8> {
    let mut stamp = Vec::with_capacity(24);
    stamp.push(b',');
    push_number(&mut stamp, i64::from(date.year));
    stamp.push(b'-');
    push_pair(&mut stamp, date.month);
    stamp.push(b'-');
    push_pair(&mut stamp, date.day);
    stamp.push(b' ');
    push_pair(&mut stamp, minute / 60);
    stamp.push(b':');
    push_pair(&mut stamp, minute % 60);
    stamp.extend_from_slice(b":00,");
    stamp
}

impl Line {
    /// The number of the product, where the line is of one.
    pub fn product(&self) -> Option<u32> {
        match self.item {
            Item::Product { number, .. } | Item::LowerCase { number, .. } | Item::Noted { number, .. } => Some(number),
            Item::Service { .. } => None,
        }
    }

    /// Code and description.
    fn push_item(&self, products: &Products, out: &mut Vec<u8>) {
        match self.item {
            Item::Product { number, name } => out.extend_from_slice(&products.get(number).fragment(name).bytes),
            Item::LowerCase { number, name } => {
                let product = products.get(number);
                let from = out.len();
                out.extend_from_slice(&product.fragment(name).bytes);
                if let Some(code) = out.get_mut(from..from + product.code.len()) {
                    code.make_ascii_lowercase();
                }
            }
            Item::Noted { number, note } => {
                out.extend_from_slice(products.get(number).code.as_bytes());
                out.push(b',');
                push_text(out, note.unwrap_or_default());
            }
            Item::Service { code, description } => {
                out.extend_from_slice(code.as_bytes());
                out.push(b',');
                push_text(out, description);
            }
        }
    }

    fn count(&self, invoice: &Invoice, products: &Products, block: &mut Block) {
        let has_customer = invoice.customer.is_some();
        let faults = &mut block.faults;
        faults.missing_customer += u64::from(!has_customer);
        faults.cancelled += u64::from(invoice.kind == Kind::Cancellation);
        faults.adjustments += u64::from(invoice.kind == Kind::Adjustment);
        faults.write_offs += u64::from(invoice.kind == Kind::Sale && self.quantity < 0);
        faults.negative_price += u64::from(self.pennies < 0);
        faults.zero_price += u64::from(self.pennies == 0);
        faults.zero_price_with_customer += u64::from(self.pennies == 0 && has_customer);
        match self.item {
            Item::Product { number, name } => {
                faults.padded_description += u64::from(products.get(number).fragment(name).is_padded);
            }
            Item::LowerCase { number, name } => {
                faults.padded_description += u64::from(products.get(number).fragment(name).is_padded);
                faults.lower_case_code += 1;
            }
            Item::Noted { note, .. } => faults.missing_description += u64::from(note.is_none()),
            Item::Service { .. } => faults.service_codes += 1,
        }
        if has_customer && self.quantity > 0 && self.pennies > 0 {
            let revenue_pennies = i64::from(self.quantity) * i64::from(self.pennies);
            block.kept.add(Kept { rows: 1, revenue_pennies });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::rng::Rng;

    #[test]
    fn a_row_looks_as_in_the_raw_files() {
        let products = Products::new(0, &mut Rng::new(1));
        let service = Item::Service { code: "POST", description: "POSTAGE" };
        let noted = Item::Noted { number: 0, note: Some("wet, torn") };
        let lines =
            vec![Line { item: service, quantity: 3, pennies: 1_800 }, Line { item: noted, quantity: -26, pennies: 0 }];
        let invoice = Invoice {
            kind: Kind::Cancellation,
            number: 489_434,
            customer: Some(0),
            country: "France",
            at: Moment { day: 0, minute: 465 },
            lines,
            late_from: Some(1),
            faults: Faults::default(),
        };
        let mut block = Block::default();
        invoice.render(Date { year: 2009, month: 12, day: 1 }, Some(13_085), &products, &mut block);
        assert_eq!(
            String::from_utf8(block.bytes).unwrap(),
            "C489434,POST,POSTAGE,3,2009-12-01 07:45:00,18.0,13085.0,France\n\
             C489434,20000,\"wet, torn\",-26,2009-12-01 07:46:00,0.0,13085.0,France\n"
        );
        assert_eq!(block.kept, Kept { rows: 1, revenue_pennies: 5_400 });
        assert_eq!((block.faults.cancelled, block.faults.zero_price_with_customer), (2, 1));
    }
}
