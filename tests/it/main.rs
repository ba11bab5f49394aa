//! One integration binary: what a user sees of pbiforge, end to end. Most of it begins with transactions, which only
//! the data half reads.

mod check_cases;
mod check_output;
#[cfg(feature = "etl")]
mod cli;
mod dax;
mod ddl;
#[cfg(feature = "etl")]
mod deck;
mod desktop;
mod docs;
mod drift;
#[cfg(feature = "etl")]
mod engine;
mod fuzz;
#[cfg(feature = "etl")]
mod golden;
#[cfg(feature = "etl")]
mod golden_sqlserver;
#[cfg(feature = "etl")]
mod history;
mod hostile;
mod layers;
mod m;
mod merge;
#[cfg(all(feature = "etl", feature = "sqlserver"))]
mod mock_server;
mod mutants;
mod pack;
#[cfg(feature = "etl")]
mod preview;
mod query;
#[cfg(feature = "etl")]
mod real_data;
mod regenerate;
mod rename;
mod roles_check;
mod roles_hostile;
#[cfg(feature = "etl")]
mod roles_proof;
#[cfg(feature = "etl")]
mod run;
mod schedule;
#[cfg(all(feature = "etl", feature = "sqlserver"))]
mod sql_scripts;
#[cfg(feature = "sqlserver")]
mod sqlserver;
#[cfg_attr(not(all(feature = "etl", feature = "sqlserver")), allow(dead_code))]
mod support;
