//! All or nothing: every step of a publish is made to fail, one after the other.

use super::*;

/// A warehouse whose disk fails at the n-th change: once, or from then on as after a kill.
fn failing(folder: &tempfile::TempDir, nth: usize, is_kill: bool) -> (ParquetWarehouse, Arc<AtomicUsize>) {
    let mut warehouse = at(folder);
    let steps = Arc::new(AtomicUsize::new(0));
    let counted = steps.clone();
    warehouse.disk.fault = Some(Box::new(move || {
        let step = counted.fetch_add(1, Ordering::Relaxed);
        let fails = if is_kill { step >= nth } else { step == nth };
        if fails { Err(io::Error::other("no more")) } else { Ok(()) }
    }));
    (warehouse, steps)
}

/// What a reader sees.
fn seen(warehouse: &ParquetWarehouse) -> (Catalog, Vec<DataFrame>) {
    let catalog = warehouse.catalog().expect("a catalog");
    let frames = catalog.tables.iter().map(|table| warehouse.read(table.name.as_str()).expect("a table")).collect();
    (catalog, frames)
}

fn first() -> Vec<(Table, DataFrame)> {
    star(&["East", "West"], SALES)
}

fn second() -> Vec<(Table, DataFrame)> {
    let mut tables = star(&["East", "North", "West"], OTHER_SALES);
    tables.extend(share(&["East", "North"]));
    tables
}

/// Runs the second publish with a fault at each step in turn; gives the number of steps.
fn every_fault(is_kill: bool, check: impl Fn(&ParquetWarehouse, usize)) -> usize {
    let (before, after) = (folder(), folder());
    publish(&at(&before), first(), Keep::Nothing).expect("published");
    publish(&at(&after), second(), Keep::Nothing).expect("published");
    let (old, new) = (seen(&at(&before)), seen(&at(&after)));
    for nth in 0.. {
        let folder = folder();
        publish(&at(&folder), first(), Keep::Nothing).expect("published");
        let (failing, steps) = failing(&folder, nth, is_kill);
        let result = publish(&failing, second(), Keep::Nothing);
        let state = seen(&at(&folder));
        assert!(state == if result.is_ok() { new.clone() } else { old.clone() }, "fault at step {nth}: {result:?}");
        if result.is_err() {
            check(&at(&folder), nth);
        }
        if steps.load(Ordering::Relaxed) <= nth {
            return nth;
        }
    }
    unreachable!("a publish has an end")
}

#[test]
fn killed_at_any_step_the_old_state_stands_and_the_next_run_clears_the_litter() {
    let fresh = folder();
    publish(&at(&fresh), first(), Keep::Nothing).expect("published");
    let clean = bytes(at(&fresh).folder());
    let steps = every_fault(true, |warehouse, nth| {
        publish(warehouse, first(), Keep::Nothing).expect("published");
        assert_eq!(bytes(warehouse.folder()), clean, "after a kill at step {nth}");
    });
    assert!(steps >= 15, "only {steps} steps");
}

#[test]
fn failing_at_any_step_the_old_state_stands_and_nothing_is_left_over() {
    let fresh = folder();
    publish(&at(&fresh), first(), Keep::Nothing).expect("published");
    let clean = bytes(at(&fresh).folder());
    let steps = every_fault(false, |warehouse, nth| {
        assert_eq!(bytes(warehouse.folder()), clean, "after a fault at step {nth}");
    });
    assert!(steps >= 15, "only {steps} steps");
}

/// Where the process that is to be killed publishes.
const VICTIM: &str = "PBIFORGE_TEST_VICTIM";

/// Not a test of its own: the process that the next one kills.
#[test]
#[ignore = "is started by another test"]
fn publish_until_killed() {
    let Some(folder) = std::env::var_os(VICTIM) else { return };
    let warehouse = ParquetWarehouse::new(folder.into());
    loop {
        publish(&warehouse, second(), Keep::Nothing).expect("published");
        publish(&warehouse, first(), Keep::Nothing).expect("published");
    }
}

#[test]
fn a_process_killed_while_it_publishes_leaves_one_whole_state() {
    let (before, after) = (folder(), folder());
    publish(&at(&before), first(), Keep::Nothing).expect("published");
    publish(&at(&after), second(), Keep::Nothing).expect("published");
    let states = [seen(&at(&before)), seen(&at(&after))];
    let clean = bytes(at(&before).folder());
    for round in 0..10 {
        let folder = folder();
        publish(&at(&folder), first(), Keep::Nothing).expect("published");
        let mut victim = std::process::Command::new(std::env::current_exe().expect("this test"))
            .args(["--ignored", "--exact", "warehouse::parquet::tests::faults::publish_until_killed"])
            .env(VICTIM, at(&folder).folder())
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("started");
        std::thread::sleep(std::time::Duration::from_millis(30 + 7 * round));
        victim.kill().and_then(|()| victim.wait()).expect("killed");
        assert!(states.contains(&seen(&at(&folder))));
        // Its lock died with it, and two publishes later nothing of it is left.
        publish(&at(&folder), first(), Keep::Nothing).expect("published");
        publish(&at(&folder), first(), Keep::Nothing).expect("published");
        assert_eq!(bytes(at(&folder).folder()), clean);
    }
}

#[test]
fn a_first_publish_that_fails_leaves_no_warehouse() {
    for nth in 0.. {
        let folder = folder();
        let (failing, steps) = failing(&folder, nth, true);
        if publish(&failing, first(), Keep::Nothing).is_err() {
            assert!(matches!(at(&folder).catalog(), Err(Error::NoWarehouse { .. })), "step {nth}");
        } else {
            assert!(at(&folder).catalog().is_ok());
        }
        if steps.load(Ordering::Relaxed) <= nth {
            return;
        }
    }
}

#[test]
fn refused_tables_leave_everything_as_it_was() {
    let folder = folder();
    let warehouse = at(&folder);
    publish(&warehouse, first(), Keep::Nothing).expect("published");
    let before = bytes(warehouse.folder());
    let refused = publish(&warehouse, star(&["West"], SALES), Keep::Nothing).expect_err("East is missing");
    assert_eq!(refused.diagnostics().len(), 1);
    assert_eq!(bytes(warehouse.folder()), before);
}

#[test]
fn a_reader_of_the_old_manifest_still_reads_after_a_publish() {
    let folder = folder();
    let warehouse = at(&folder);
    publish(&warehouse, first(), Keep::Nothing).expect("published");
    let old = manifest::Manifest::load(&warehouse).expect("readable").expect("there");
    let catalog = old.catalog().expect("the old catalog");
    publish(&warehouse, second(), Keep::Nothing).expect("published");
    for (table, frame) in first() {
        let described = catalog.table(table.name.as_str()).expect("described");
        assert!(read::columns_of(&warehouse, &old, described, None).expect("read").equals_missing(&frame));
    }
    // One publish later its files are gone, and a reader that comes back starts again with the new manifest.
    publish(&warehouse, second(), Keep::Nothing).expect("published");
    let sale = catalog.table("sale").expect("described");
    assert!(read::columns_of(&warehouse, &old, sale, None).is_err());
    assert_eq!(warehouse.read("sale").expect("read").height(), 1);
}

#[test]
fn one_folder_twice_and_two_folders_once_end_in_the_same_bytes() {
    let (one, two) = (folder(), folder());
    let run = |warehouse: &ParquetWarehouse| {
        publish(warehouse, first(), Keep::Nothing).expect("loaded");
        publish(warehouse, share(&["East", "West"]), Keep::Others).expect("analysed")
    };
    run(&at(&one));
    run(&at(&two));
    let fresh = bytes(at(&two).folder());
    assert_eq!(bytes(at(&one).folder()), fresh);
    assert_eq!(fresh.len(), 5, "three tables, the manifest, the lock");
    let again = run(&at(&one));
    assert!(again.written.iter().all(|table| table.unchanged), "{:?}", again.written);
    assert_eq!(bytes(at(&one).folder()), fresh);
    // Whatever was there before and in whatever order it came: two publishes later nothing of it is left.
    publish(&at(&one), second(), Keep::Nothing).expect("published");
    publish(&at(&one), first(), Keep::Others).expect_err("`share` refers to the region `North`");
    publish(&at(&one), share(&["East"]), Keep::Others).expect("published");
    publish(&at(&one), first(), Keep::Others).expect("published");
    run(&at(&one));
    run(&at(&one));
    assert_eq!(bytes(at(&one).folder()), fresh);
}

#[test]
fn tables_are_carried_over_as_asked() {
    let folder = folder();
    let warehouse = at(&folder);
    publish(&warehouse, first(), Keep::Nothing).expect("published");
    let published = publish(&warehouse, share(&["East"]), Keep::Others).expect("published");
    assert_eq!(published.carried, ["region", "sale"]);
    assert_eq!(warehouse.read("sale").expect("read").height(), 3);
    let only = |names: &[&str]| Keep::Tables(names.iter().map(|name| (*name).into()).collect());
    publish(&warehouse, share(&["West"]), only(&["region"])).expect("published");
    assert!(matches!(warehouse.read("sale"), Err(Error::NoTable { .. })));
    let unknown = publish(&warehouse, share(&["West"]), only(&["regions"])).expect_err("no such table");
    assert_eq!(unknown.help().as_deref(), Some("did you mean `region`?"));
    let dangling = publish(&warehouse, share(&["West"]), Keep::Nothing).expect_err("no `region` to refer to");
    assert!(dangling.to_string().contains("refers to the table `region`, which is not there"), "{dangling}");
}

#[test]
fn only_one_at_a_time_may_publish() {
    let folder = folder();
    let warehouse = at(&folder);
    publish(&warehouse, first(), Keep::Nothing).expect("published");
    let before = bytes(warehouse.folder());
    let lock = warehouse.disk.lock(&warehouse.folder().join(files::LOCK)).expect("lockable").expect("free");
    let busy = publish(&warehouse, second(), Keep::Nothing).expect_err("locked");
    assert!(matches!(busy, Error::Busy { .. }));
    assert_eq!(bytes(warehouse.folder()), before);
    assert!(warehouse.read("sale").is_ok(), "readers need no lock");
    drop(lock);
    publish(&warehouse, second(), Keep::Nothing).expect("published");
}

#[test]
fn files_of_others_in_the_folder_are_left_alone() {
    let folder = folder();
    let warehouse = at(&folder);
    std::fs::create_dir_all(warehouse.folder().join("sub.0123456789abcdef.parquet")).expect("a folder");
    for name in ["notes.txt", "fact_sales.parquet", "my.tmp"] {
        std::fs::write(warehouse.folder().join(name), name).expect("written");
    }
    let litter = ["table-3.tmp", "manifest.json.tmp", "sale.0123456789abcdef.parquet"];
    for name in litter {
        std::fs::write(warehouse.folder().join(name), name).expect("written");
    }
    publish(&warehouse, first(), Keep::Nothing).expect("published");
    for name in ["notes.txt", "fact_sales.parquet", "my.tmp", "sub.0123456789abcdef.parquet"] {
        assert!(warehouse.folder().join(name).exists(), "{name}");
    }
    for name in litter {
        assert!(!warehouse.folder().join(name).exists(), "{name}");
    }
}

#[test]
fn readers_beside_a_publisher_always_see_one_whole_state() {
    let folder = folder();
    let warehouse = at(&folder);
    publish(&warehouse, first(), Keep::Nothing).expect("published");
    std::thread::scope(|scope| {
        let publisher = scope.spawn(|| {
            for round in 0..40 {
                let tables = if round % 2 == 0 { second() } else { first() };
                publish(&at(&folder), tables, Keep::Nothing).expect("published");
            }
        });
        while !publisher.is_finished() {
            let rows = warehouse.read("sale").expect("always readable").height();
            assert!(rows == 3 || rows == 1, "{rows}");
        }
    });
}
