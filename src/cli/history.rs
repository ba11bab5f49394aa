//! `pbiforge history`: the figures of the runs so far, their trends, and whether the last run is a usual one.

use clap::Args;
use serde_json::{Value, json};

use super::Global;
use super::exit::Exit;
use super::output::Output;
use crate::calendar::{day_of, iso};
use crate::etl::read::show_moment;
use crate::history::judge::judge;
use crate::history::{Figure, Options, Run, before, usual};
use crate::pipeline::{Failure, history};

/// The marks of a trend, lowest first.
const MARKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

#[derive(Args, Debug)]
pub struct History {
    /// How many runs to list, the newest ones
    #[arg(long, value_name = "COUNT", default_value_t = 10)]
    runs: usize,
    /// Exit with 2 where the last run is unusual
    #[arg(long)]
    check: bool,
}

impl History {
    pub fn run(&self, global: &Global, output: &Output) -> Result<Exit, Failure> {
        let workspace = super::generate::open(global, output)?;
        history::check_options(&workspace)?;
        let options = &workspace.config.history;
        let runs = history::read(&*super::warehouse::open(&workspace, output)?)?;
        let odd = judge(&runs, options);
        output.result(&list(&runs[runs.len().saturating_sub(self.runs)..]));
        output.result(&figures(&runs, options));
        output.diagnostics(&odd, &Default::default());
        let listed = runs.iter().map(json_of).collect::<Vec<_>>();
        output.value(&json!({
            "runs": listed,
            "figures": Figure::ALL.iter().map(|figure| figure_json(*figure, &runs, options)).collect::<Vec<_>>(),
            "diagnostics": crate::diag::json::render(&odd, &Default::default()),
        }));
        Ok(if self.check && !odd.is_empty() { Exit::Differences } else { Exit::Clean })
    }
}

/// A line a run, oldest first.
fn list(runs: &[Run]) -> String {
    let mut text = format!(
        "{:>5}  {:<19}  {:<10}  {:>14}  {:>9}  {:>17}  {:>10}  {:>10}  source\n",
        "run", "made", "last sale", "rows read", "rejected", "revenue", "invoices", "customers"
    );
    for run in runs {
        let show = |figure: Figure| figure.show(figure.of(run));
        let moment = |moment: Option<i64>| moment.map_or_else(|| "-".to_owned(), show_moment);
        text.push_str(&format!(
            "{:>5}  {:<19}  {:<10}  {:>14}  {:>9}  {:>17}  {:>10}  {:>10}  {}\n",
            run.number,
            moment(run.at),
            run.last_invoice.map_or_else(|| "-".to_owned(), |moment| iso(day_of(moment))),
            show(Figure::RowsRead),
            show(Figure::RejectedShare),
            show(Figure::Revenue),
            show(Figure::Invoices),
            show(Figure::Customers),
            run.source,
        ));
    }
    text
}

/// A line a figure: the last run beside what the runs before let expect.
fn figures(runs: &[Run], options: &Options) -> String {
    let Some(last) = runs.last() else { return String::new() };
    let earlier = before(runs, options);
    let mut text = format!("\n{:<16}{:>15}  {:>31}  {:>13}  trend\n", "figure", "last run", "usual", "a run");
    for figure in Figure::ALL {
        let value = figure.of(last);
        let (range, slope) = match usual::of(figure, earlier, options) {
            Some(usual) => {
                let range = format!("{} to {}", figure.show(usual.low()), figure.show(usual.high()));
                let sign = if usual.slope > 0.0 { "+" } else { "" };
                let odd = if usual.holds(value) { ' ' } else { '!' };
                (format!("{range} {odd}"), format!("{sign}{}", figure.show(usual.slope)))
            }
            None => ("-  ".to_owned(), "-".to_owned()),
        };
        let trend = trend(earlier.iter().chain([last]).map(|run| figure.of(run)).collect());
        text.push_str(&format!("{:<16}{:>15}  {range:>31}  {slope:>13}  {trend}\n", figure.name(), figure.show(value)));
    }
    if earlier.len() < options.min_runs {
        let (have, least) = (earlier.len(), options.min_runs);
        text.push_str(&format!("what is usual is told from {least} runs before the last one on; there are {have}\n"));
    }
    text
}

/// The values as marks between the lowest and the highest of them.
fn trend(values: Vec<f64>) -> String {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mark = |value: &f64| {
        let share = if high > low { (value - low) / (high - low) } else { 0.5 };
        MARKS[((share * MARKS.len() as f64) as usize).min(MARKS.len() - 1)]
    };
    values.iter().map(mark).collect()
}

fn json_of(run: &Run) -> Value {
    json!({
        "run_number": run.number,
        "run_id": run.id,
        "run_at": run.at.map(show_moment),
        "source": run.source,
        "source_hash": run.source_hash,
        "last_invoice": run.last_invoice.map(show_moment),
        "rows_in": run.rows_in,
        "rows_kept": run.rows_kept(),
        "rows_rejected": run.rows_rejected,
        "amount_kept": Figure::Revenue.of(run),
        "amount_rejected": Figure::AmountRejected.of(run),
        "invoices": run.invoices,
        "customers": run.customers,
        "products": run.products,
    })
}

fn figure_json(figure: Figure, runs: &[Run], options: &Options) -> Value {
    let usual = usual::of(figure, before(runs, options), options);
    let last = runs.last().map(|run| figure.of(run));
    json!({
        "figure": figure.name(),
        "last": last,
        "low": usual.map(|usual| usual.low()),
        "high": usual.map(|usual| usual.high()),
        "slope": usual.map(|usual| usual.slope),
        "is_usual": usual.zip(last).map(|(usual, last)| usual.holds(last)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trend_is_drawn_between_its_lowest_and_its_highest() {
        assert_eq!(trend(vec![0.0, 1.0, 2.0, 4.0]), "▁▃▅█");
        assert_eq!(trend(vec![7.0, 7.0]), "▅▅");
        assert_eq!(trend(vec![]), "");
    }
}
