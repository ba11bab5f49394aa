//! A panic is a bug of ours: told as one, with its own exit code.

use std::panic::{self, UnwindSafe};
use std::sync::Mutex;

use super::exit::Exit;

/// Where the last panic was and what it said. A panic that somebody below catches (a library's, over a damaged file)
/// is no bug and is not told.
static LAST: Mutex<String> = Mutex::new(String::new());

/// Runs the command; a panic that nobody caught becomes a message and exit code 70.
pub fn guard(command: impl FnOnce() -> Exit + UnwindSafe) -> Exit {
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        panic::set_hook(Box::new(|panic| {
            if let Ok(mut last) = LAST.lock() {
                *last = panic.to_string();
            }
        }));
    }
    panic::catch_unwind(command).unwrap_or_else(|_| {
        let what = LAST.lock().map(|last| last.clone()).unwrap_or_default();
        eprintln!("error: pbiforge stopped at a fault of its own: {what}");
        eprintln!("  = help: please report it with the command you ran; RUST_BACKTRACE=1 tells more");
        Exit::Bug
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_exits_with_70_and_a_result_with_its_own_code() {
        assert_eq!(guard(|| panic!("on purpose")), Exit::Bug);
        assert_eq!(guard(|| Exit::Differences), Exit::Differences);
        let _ = panic::take_hook();
    }
}
