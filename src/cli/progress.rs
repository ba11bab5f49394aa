//! Progress bars on a terminal; silence everywhere else.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::output::Output;

/// The stages of a command: shown while they run, timed for the summary.
pub struct Stages {
    bar: Option<ProgressBar>,
    current: Option<(&'static str, Instant)>,
    times: Vec<(&'static str, Duration)>,
}

impl Stages {
    pub fn new(output: &Output) -> Self {
        let bar = output.shows_progress().then(|| {
            let bar = ProgressBar::no_length();
            bar.enable_steady_tick(Duration::from_millis(100));
            bar
        });
        Self { bar, current: None, times: Vec::new() }
    }

    /// How long each stage took, in order.
    pub fn finish(mut self) -> Vec<(&'static str, Duration)> {
        self.close();
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        self.times
    }

    fn close(&mut self) {
        if let Some((name, begun)) = self.current.take() {
            self.times.push((name, begun.elapsed()));
        }
    }
}

impl crate::pipeline::Progress for Stages {
    fn stage(&mut self, name: &'static str) {
        self.close();
        self.current = Some((name, Instant::now()));
        if let Some(bar) = &self.bar {
            bar.unset_length();
            bar.set_position(0);
            bar.set_style(
                ProgressStyle::with_template("{spinner} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar()),
            );
            bar.set_message(name);
        }
    }

    fn advance(&mut self, done: u64, total: u64) {
        let Some(bar) = &self.bar else { return };
        if bar.length().is_none() {
            let style = ProgressStyle::with_template("{spinner} {msg:<10} {bar:30} {percent:>3} %");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        }
        bar.set_length(total);
        bar.set_position(done);
    }
}
