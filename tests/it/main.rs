//! One integration binary: what a user sees of pbiforge, end to end.

mod check_cases;
mod cli;
mod golden;
mod hostile;
mod layers;
mod mutants;
mod real_data;
mod run;
mod support;
