//! Reading as a user meets it: files on the disk in, frames and diagnostics out.

use std::path::Path;
use std::time::Instant;

use super::*;
use crate::etl::raw;

#[test]
fn the_real_file_is_read_whole() {
    let Ok(shared) = std::env::var("PBIFORGE_SHARED") else {
        println!("skipped: PBIFORGE_SHARED does not say where the real data is");
        return;
    };
    let path = Path::new(&shared).join("data/online_retail_II.csv.zst");
    let before = peak_memory();
    let start = Instant::now();
    let mut last = (0, 0);
    let read = read(&[path], &Options::default(), &mut |done, total| last = (done, total)).unwrap();
    let (elapsed, after) = (start.elapsed(), peak_memory());
    println!("{elapsed:?}, peak memory {before} to {after} MiB");
    assert_eq!((read.rows_in, read.rows.height(), read.unreadable.height()), (1_067_371, 1_067_371, 0));
    let nulls = |name: &str| read.rows.column(name).unwrap().null_count();
    assert_eq!((nulls(raw::CUSTOMER_ID), nulls(raw::DESCRIPTION)), (243_007, 4_382));
    assert_eq!(last, (6_399_062, 6_399_062));
    assert_eq!(read.source_hash, "544a06b35c7282db58901e055d5428ff5cd9b863cdf08d17c780d8d605e9f892");
    assert_eq!(read.warnings, []);
}

/// In MiB; 0 where the system does not tell.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) / 1024
}
