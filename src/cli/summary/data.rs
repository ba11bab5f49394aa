//! The figures of the data half.

use std::time::Duration;

use serde_json::{Value, json};

use super::{grouped, model_json};
use crate::pipeline::Failure;
use crate::pipeline::figures::{Analytics, Frames};
use crate::pipeline::generate::Figures as Model;
use crate::pipeline::load::Figures;

pub struct Summary<'a> {
    load: &'a Figures,
    analytics: Analytics,
    model: &'a Model,
}

impl<'a> Summary<'a> {
    pub fn new(load: &'a Figures, tables: Frames<'_>, model: &'a Model) -> Result<Self, Failure> {
        Ok(Self { load, analytics: Analytics::of(tables)?, model })
    }

    pub fn text(&self) -> String {
        let model = self.model;
        let mut text = load_text(self.load);
        text.push_str(&analytics_lines(&self.analytics));
        text.push_str(&format!(
            "model      {}, {}, {}, {}, {}\nreport     {}, {}\n",
            counted(model.tables as i64, "table"),
            counted(model.columns as i64, "column"),
            counted(model.measures as i64, "measure"),
            counted(model.relationships as i64, "relationship"),
            counted(model.roles as i64, "role"),
            counted(model.pages as i64, "page"),
            counted(model.visuals as i64, "visual"),
        ));
        text
    }

    pub fn json(&self) -> Value {
        json!({
            "load": load_json(self.load),
            "analytics": to_json(&self.analytics),
            "model": model_json(self.model),
        })
    }
}

pub fn load_text(figures: &Figures) -> String {
    let totals = &figures.totals;
    let mut text = format!("source     {}\n", figures.sources.join(", "));
    let mut line = |name: &str, rows: i64, amount: i64| {
        let noun = if rows == 1 { "row" } else { "rows" };
        text.push_str(&format!("{name:<28}{:>13} {noun:<4} {:>20}\n", grouped(rows), money(amount)));
    };
    line("read", totals.rows_in(), totals.amount_in());
    line("kept", totals.rows_kept, totals.amount_kept);
    line("rejected", totals.rows_rejected, totals.amount_rejected);
    for total in &figures.rejected {
        line(&format!("  {}", total.reason.as_str()), total.rows as i64, total.amount);
    }
    text
}

pub fn load_json(figures: &Figures) -> Value {
    let totals = &figures.totals;
    let rejected = figures.rejected.iter().map(
        |total| json!({ "reason": total.reason.as_str(), "rows": total.rows, "amount": plain_money(total.amount) }),
    );
    json!({
        "sources": figures.sources,
        "rows_in": totals.rows_in(),
        "rows_kept": totals.rows_kept,
        "rows_rejected": totals.rows_rejected,
        "amount_in": plain_money(totals.amount_in()),
        "amount_kept": plain_money(totals.amount_kept),
        "amount_rejected": plain_money(totals.amount_rejected),
        "rejected": rejected.collect::<Vec<_>>(),
    })
}

pub fn analytics_text(tables: Frames<'_>) -> Result<String, Failure> {
    Ok(analytics_lines(&Analytics::of(tables)?))
}

pub fn analytics_json(tables: Frames<'_>) -> Result<Value, Failure> {
    Ok(to_json(&Analytics::of(tables)?))
}

fn analytics_lines(figures: &Analytics) -> String {
    let mut text = format!(
        "customers  {}, {} of them at churn risk, {}\n",
        grouped(figures.customers),
        grouped(figures.churn_risk),
        counted(figures.whales, "whale")
    );
    text.push_str(&format!("{:<28}{:>13} {:>22} {:>8}\n", "segment", "customers", "revenue", "share"));
    for segment in &figures.segments {
        text.push_str(&format!(
            "  {:<26}{:>13} {:>22} {:>6.1} %\n",
            segment.name,
            grouped(segment.customers),
            money(segment.revenue),
            segment.revenue_share * 100.0,
        ));
    }
    text.push_str(&format!(
        "cohorts    {}, {:.1} % active one month later\n",
        figures.cohorts,
        figures.first_month_retention * 100.0
    ));
    text.push_str(&format!(
        "basket     {}, {} of them over all regions",
        counted(figures.rules, "rule"),
        grouped(figures.rules_all)
    ));
    if let Some((rule, lift)) = &figures.top_rule {
        text.push_str(&format!(", highest lift {lift:.1}: {rule}"));
    }
    text.push('\n');
    text
}

fn to_json(figures: &Analytics) -> Value {
    let segments = figures.segments.iter().map(|segment| {
        json!({
            "segment": segment.name,
            "customers": segment.customers,
            "revenue": plain_money(segment.revenue),
            "revenue_share": segment.revenue_share,
        })
    });
    json!({
        "customers": figures.customers,
        "churn_risk": figures.churn_risk,
        "whales": figures.whales,
        "segments": segments.collect::<Vec<_>>(),
        "cohorts": figures.cohorts,
        "first_month_retention": figures.first_month_retention,
        "rules": figures.rules,
        "rules_all": figures.rules_all,
    })
}

/// `read 0.81 s, clean 0.32 s, …, 3.20 s in all`.
pub fn times(times: &[(&'static str, Duration)]) -> String {
    let all: Duration = times.iter().map(|(_, time)| *time).sum();
    let parts = times.iter().map(|(name, time)| format!("{name} {:.2}", time.as_secs_f64()));
    format!("seconds    {}: {:.2} in all\n", parts.collect::<Vec<_>>().join(", "), all.as_secs_f64())
}

pub fn seconds(times: &[(&'static str, Duration)]) -> Value {
    times
        .iter()
        .map(|(name, time)| ((*name).to_owned(), json!((time.as_secs_f64() * 1000.0).round() / 1000.0)))
        .collect()
}

/// `1 role`, `1,200 rules`.
fn counted(count: i64, noun: &str) -> String {
    format!("{} {noun}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// Ten-thousandths as `1,234.56`; more decimals only where there are any.
fn money(amount: i64) -> String {
    let sign = if amount < 0 { "-" } else { "" };
    format!("{sign}{}.{}", grouped((amount.unsigned_abs() / 10_000) as i64), decimals(amount))
}

fn plain_money(amount: i64) -> String {
    let sign = if amount < 0 { "-" } else { "" };
    format!("{sign}{}.{}", amount.unsigned_abs() / 10_000, decimals(amount))
}

fn decimals(amount: i64) -> String {
    let four = format!("{:04}", amount.unsigned_abs() % 10_000);
    match four.strip_suffix("00") {
        Some(two) => two.to_owned(),
        None => four,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_no_plural() {
        assert_eq!(["0 rules", "1 rule", "1,200 rules"], [0, 1, 1_200].map(|count| counted(count, "rule")));
    }

    #[test]
    fn money_reads_like_money() {
        assert_eq!(money(177_434_291_800), "17,743,429.18");
        assert_eq!(money(-5_001), "-0.5001");
        assert_eq!(plain_money(177_434_291_800), "17743429.18");
    }
}
