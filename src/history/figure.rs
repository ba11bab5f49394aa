//! The figures of a run that are followed.

use super::Run;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    RowsRead,
    RowsKept,
    RejectedShare,
    Revenue,
    AmountRejected,
    Invoices,
    Customers,
    Products,
}

impl Figure {
    pub const ALL: [Figure; 8] = [
        Figure::RowsRead,
        Figure::RowsKept,
        Figure::RejectedShare,
        Figure::Revenue,
        Figure::AmountRejected,
        Figure::Invoices,
        Figure::Customers,
        Figure::Products,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Figure::RowsRead => "rows read",
            Figure::RowsKept => "rows kept",
            Figure::RejectedShare => "rejected share",
            Figure::Revenue => "revenue",
            Figure::AmountRejected => "amount rejected",
            Figure::Invoices => "invoices",
            Figure::Customers => "customers",
            Figure::Products => "products",
        }
    }

    /// Money in units, a share of 1.
    pub fn of(self, run: &Run) -> f64 {
        const UNIT: f64 = 10_000.0;
        match self {
            Figure::RowsRead => run.rows_in as f64,
            Figure::RowsKept => run.rows_kept() as f64,
            Figure::RejectedShare => run.rows_rejected as f64 / run.rows_in.max(1) as f64,
            Figure::Revenue => run.amount_kept as f64 / UNIT,
            Figure::AmountRejected => run.amount_rejected as f64 / UNIT,
            Figure::Invoices => run.invoices as f64,
            Figure::Customers => run.customers as f64,
            Figure::Products => run.products as f64,
        }
    }

    /// As people read it: `1,067,371`, `25.4 %`.
    pub fn show(self, value: f64) -> String {
        match self {
            Figure::RejectedShare => format!("{:.2} %", value * 100.0),
            // Far beyond what a count of rows or a sum of money can be, the cast stops at the ends.
            _ => grouped(value.round() as i64),
        }
    }
}

/// `1234567` as `1,234,567`.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_taken_and_shown() {
        let run = Run { rows_in: 1_000, rows_rejected: 254, amount_kept: 12_345_678_900, ..Run::default() };
        let shown: Vec<String> = Figure::ALL.iter().map(|figure| figure.show(figure.of(&run))).collect();
        assert_eq!(shown, ["1,000", "746", "25.40 %", "1,234,568", "0", "0", "0", "0"]);
        assert_eq!(Figure::RejectedShare.of(&Run::default()), 0.0);
    }

    #[test]
    fn names_are_distinct() {
        let mut names = Figure::ALL.map(Figure::name).to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Figure::ALL.len());
    }
}
