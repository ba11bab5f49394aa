//! The embedded warehouse: a folder, and what is in it.

use std::io;
use std::path::Path;

use crate::cli::output::chain;
use crate::sqlserver::doctor::{Check, Purpose};
use crate::warehouse::parquet::ParquetWarehouse;
use crate::warehouse::{Error, Warehouse};

pub fn examine(folder: &Path, purpose: Purpose) -> Vec<Check> {
    let mut checks = vec![there(folder)];
    if purpose == Purpose::Loading {
        checks.push(writable(folder));
    }
    checks.push(content(folder, purpose));
    checks
}

fn there(folder: &Path) -> Check {
    match folder.metadata() {
        Ok(found) if found.is_dir() => Check::ok("folder", "it is there"),
        Ok(_) => Check::failed("folder", "there is a file of that name", Some("choose another `path`".to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Check::ok("folder", "it is not there yet: `pbiforge load` makes it")
        }
        Err(error) => Check::failed("folder", error.to_string(), None),
    }
}

/// Writes a file into the nearest folder that there is, and takes it away again.
fn writable(folder: &Path) -> Check {
    let here = Path::new(".");
    let parents = folder.ancestors().map(|path| if path.as_os_str().is_empty() { here } else { path });
    let nearest = parents.into_iter().find(|path| path.is_dir()).unwrap_or(here);
    match tempfile::tempfile_in(nearest) {
        Ok(_) => Check::ok("writing", format!("`{}` can be written to", nearest.display())),
        Err(error) => Check::failed(
            "writing",
            format!("`{}` cannot be written to: {error}", nearest.display()),
            Some("choose another `path` of [warehouse], or have the right to write given to you".to_owned()),
        ),
    }
}

fn content(folder: &Path, purpose: Purpose) -> Check {
    match (ParquetWarehouse::new(folder.to_owned()).catalog(), purpose) {
        (Ok(catalog), _) => Check::ok("warehouse", format!("it has {} tables", catalog.tables.len())),
        (Err(Error::NoWarehouse { .. }), Purpose::Loading) => Check::ok("warehouse", "nothing is loaded yet"),
        (Err(error), _) => Check::failed("warehouse", chain(&error), error.help()),
    }
}
