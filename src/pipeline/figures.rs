//! The figures that a run's summary shows, read from the tables it has made.

use polars_core::prelude::DataFrame;

use crate::catalog::Table;
use crate::pipeline::Failure;

/// The tables of a run with their contents.
pub type Frames<'a> = &'a [(Table, DataFrame)];

/// Figures of the analytics.
#[derive(Clone, Debug, Default)]
pub struct Analytics {
    pub customers: i64,
    pub churn_risk: i64,
    pub whales: i64,
    /// Best first.
    pub segments: Vec<Segment>,
    pub cohorts: usize,
    /// Of all customers whose cohort has a complete next month.
    pub first_month_retention: f64,
    pub rules: i64,
    pub rules_all: i64,
    /// The rule of highest lift over all regions, in words, and its lift.
    pub top_rule: Option<(String, f64)>,
}

#[derive(Clone, Debug)]
pub struct Segment {
    pub name: String,
    pub customers: i64,
    /// Ten-thousandths.
    pub revenue: i64,
    pub revenue_share: f64,
}

impl Analytics {
    pub fn of(tables: Frames<'_>) -> Result<Self, Failure> {
        let mut figures = Self::default();
        figures.customers(frame(tables, "customer_rfm")?)?;
        figures.segments(frame(tables, "segment_profile")?)?;
        figures.cohorts(frame(tables, "cohort_retention")?)?;
        figures.rules(frame(tables, "basket_rule")?)?;
        Ok(figures)
    }

    fn customers(&mut self, rfm: &DataFrame) -> Result<(), Failure> {
        self.customers = rfm.height() as i64;
        self.churn_risk = i64::from(rfm.column("churn_risk")?.bool()?.sum().unwrap_or(0));
        self.whales = i64::from(rfm.column("is_whale")?.bool()?.sum().unwrap_or(0));
        Ok(())
    }

    fn segments(&mut self, profile: &DataFrame) -> Result<(), Failure> {
        let (names, order) = (profile.column("segment")?.str()?, profile.column("segment_order")?.i64()?);
        let (customers, revenue) = (profile.column("customers")?.i64()?, profile.column("revenue")?.i64()?);
        let share = profile.column("revenue_share")?.f64()?;
        let mut segments: Vec<_> = (0..profile.height())
            .map(|row| {
                let segment = Segment {
                    name: names.get(row).unwrap_or_default().to_owned(),
                    customers: customers.get(row).unwrap_or(0),
                    revenue: revenue.get(row).unwrap_or(0),
                    revenue_share: share.get(row).unwrap_or(0.0),
                };
                (order.get(row), segment)
            })
            .collect();
        segments.sort_by_key(|(order, _)| *order);
        self.segments = segments.into_iter().map(|(_, segment)| segment).collect();
        Ok(())
    }

    fn cohorts(&mut self, retention: &DataFrame) -> Result<(), Failure> {
        let (region, since) = (retention.column("region")?.str()?, retention.column("months_since")?.i64()?);
        let (size, active) = (retention.column("cohort_size")?.i64()?, retention.column("active_customers")?.i64()?);
        let partial = retention.column("is_partial_month")?.bool()?;
        let (mut of, mut still) = (0, 0);
        for row in (0..retention.height()).filter(|row| region.get(*row) == Some("All")) {
            match since.get(row) {
                Some(0) => self.cohorts += 1,
                Some(1) if partial.get(row) == Some(false) => {
                    of += size.get(row).unwrap_or(0);
                    still += active.get(row).unwrap_or(0);
                }
                _ => {}
            }
        }
        self.first_month_retention = if of == 0 { 0.0 } else { still as f64 / of as f64 };
        Ok(())
    }

    fn rules(&mut self, rules: &DataFrame) -> Result<(), Failure> {
        self.rules = rules.height() as i64;
        let (region, lift) = (rules.column("region")?.str()?, rules.column("lift")?.f64()?);
        let (from, to) = (rules.column("antecedent_names")?.str()?, rules.column("consequent_names")?.str()?);
        for row in (0..rules.height()).filter(|row| region.get(*row) == Some("All")) {
            self.rules_all += 1;
            let lift = lift.get(row).unwrap_or(0.0);
            if self.top_rule.as_ref().is_none_or(|(_, highest)| lift > *highest) {
                let words = format!("{} -> {}", from.get(row).unwrap_or_default(), to.get(row).unwrap_or_default());
                self.top_rule = Some((words, lift));
            }
        }
        Ok(())
    }
}

fn frame<'a>(tables: Frames<'a>, name: &str) -> Result<&'a DataFrame, Failure> {
    let found = tables.iter().find(|(table, _)| table.name == *name).map(|(_, frame)| frame);
    found.ok_or_else(|| Failure::Bug(format!("the run has no table `{name}`")))
}
