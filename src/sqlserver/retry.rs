//! What failed for a passing reason is tried again, later and later.
//!
//! The pauses follow from the error and the attempt alone. Who waits is injected: [`Pause`] is the thread's sleep
//! where nobody says otherwise.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::Error;
use super::error::number;

/// What Azure asks for before the first new attempt, so that everybody's attempts do not keep a busy server busy.
const BUSY: Duration = Duration::from_secs(5);
/// A connection that was cut can be made again at once, nearly.
const CUT: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(60);

/// Waits, and may tell somebody why.
#[derive(Clone)]
pub struct Pause(Arc<Wait>);

/// Is told what failed and how long to wait, and waits.
type Wait = dyn Fn(&Error, Duration) + Send + Sync;

impl Pause {
    pub fn new(wait: impl Fn(&Error, Duration) + Send + Sync + 'static) -> Self {
        Self(Arc::new(wait))
    }

    pub fn wait(&self, error: &Error, duration: Duration) {
        (self.0)(error, duration);
    }
}

impl Default for Pause {
    fn default() -> Self {
        Self::new(|_, duration| std::thread::sleep(duration))
    }
}

impl fmt::Debug for Pause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pause")
    }
}

/// How long to wait before trying again what has failed `failures` times now; `None` where that would not help.
pub fn after(error: &Error, failures: u32, azure: bool) -> Option<Duration> {
    let first = match error.number() {
        Some(number) if number::passing(number, azure) => BUSY,
        None if error.is_broken() => CUT,
        _ => return None,
    };
    Some(first.saturating_mul(2u32.saturating_pow(failures.saturating_sub(1))).min(LONGEST))
}

/// Does something up to `1 + retries` times.
pub fn retry<T>(
    retries: u32,
    azure: bool,
    pause: &Pause,
    mut attempt: impl FnMut() -> Result<T, Error>,
) -> Result<T, Error> {
    let mut failures = 0;
    loop {
        let error = match attempt() {
            Ok(done) => return Ok(done),
            Err(error) => error,
        };
        failures += 1;
        match after(&error, failures, azure) {
            Some(duration) if failures <= retries => pause.wait(&error, duration),
            _ => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::Mutex;

    use super::*;

    fn cut() -> Error {
        Error::Unreachable { server: "s".to_owned(), source: io::ErrorKind::ConnectionReset.into() }
    }

    /// The pauses of something that always fails with `error`.
    fn pauses(retries: u32, error: fn() -> Error) -> Vec<u64> {
        let waited = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&waited);
        let pause = Pause::new(move |_, duration| log.lock().expect("unpoisoned").push(duration.as_secs()));
        let result: Result<(), Error> = retry(retries, false, &pause, || Err(error()));
        assert!(result.is_err());
        let waited = waited.lock().expect("unpoisoned");
        waited.clone()
    }

    #[test]
    fn a_cut_connection_is_made_again_later_and_later() {
        assert_eq!(pauses(8, cut), [1, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(pauses(0, cut), [0; 0]);
    }

    #[test]
    fn an_unknown_host_is_not_looked_for_again() {
        let unknown = || Error::UnknownHost { host: "x".to_owned(), source: io::ErrorKind::NotFound.into() };
        assert_eq!(pauses(4, unknown), [0; 0]);
        let refused = || Error::Unreachable { server: "x".to_owned(), source: io::ErrorKind::ConnectionRefused.into() };
        assert_eq!(pauses(4, refused), [0; 0]);
    }

    #[test]
    fn it_ends_with_the_first_success() {
        let mut attempts = 0;
        let result = retry(4, false, &Pause::new(|_, _| {}), || {
            attempts += 1;
            if attempts < 3 { Err(cut()) } else { Ok(attempts) }
        });
        assert_eq!(result.expect("the third works"), 3);
    }
}
