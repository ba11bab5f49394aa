//! The database asked the same as the model: what its security policy shows every manager, and a stranger.

use super::evidence::Case;
use crate::cli::output::Output;
use crate::cli::warehouse;
use crate::config::WarehouseKind;
use crate::diag::Diagnostic;
use crate::pipeline::Failure;
use crate::proof::judge::Seen;
use crate::proof::readers;
use crate::proof::server::{Reader, Server, compare};
use crate::sqlserver::access::{self, Unasked};
use crate::sqlserver::{Connection, Error, Intent, Options, security};

struct Policy<'a> {
    connection: Connection,
    options: &'a Options,
}

impl Server for Policy<'_> {
    type Error = Error;

    fn rows(&mut self, reader: &str, tables: &[&str]) -> Result<Vec<u64>, Error> {
        access::rows(&mut self.connection, self.options, reader, tables)
    }
}

/// Where model and database disagree.
pub fn disagreements(case: &Case, seen: &[Seen], output: &Output) -> Result<Vec<Diagnostic>, Failure> {
    if case.workspace.config.warehouse.kind != WarehouseKind::SqlServer {
        return Err(Failure::Usage("`--server` asks a database, and the warehouse is none".to_owned()));
    }
    let world = |error: Error| Failure::World { help: error.help(), error: Box::new(error) };
    let server = warehouse::server(case.workspace, output)?;
    let mut connection = server.connect(Intent::Write).map_err(world)?;
    match access::may_ask(&mut connection, server.options()).map_err(world)? {
        Some(Unasked::NoPolicies) => return Ok(vec![security::unsupported()]),
        Some(Unasked::Off) => {
            return Err(Failure::Usage(
                "`--server` asks the security policy, and `[warehouse.sqlserver] row_level_security` is off".to_owned(),
            ));
        }
        None => {}
    }
    // Filters that have no answer are findings already.
    let stranger = readers::strangers(case.security.plan, &[]).into_iter().next();
    let roles = readers::strangers_roles(case.security.plan);
    let stranger = stranger.and_then(|one| Some((case.security.sight(&one.name, &roles).ok()?, one.name)));
    let mut everybody: Vec<Reader> = seen.iter().map(|seen| (seen.manager.name.as_str(), &seen.sight)).collect();
    everybody.extend(stranger.iter().map(|(sight, name)| (name.as_str(), sight)));
    let mut policy = Policy { connection, options: server.options() };
    compare(&mut policy, case.security, &everybody).map_err(world)
}
