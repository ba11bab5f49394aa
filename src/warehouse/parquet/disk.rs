//! Every change that a publish makes to the disk, one function each, so that a test can let any of them fail.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

/// In the product nothing stands between this and the file system.
#[derive(Default)]
pub struct Disk {
    /// Asked before every change; in a test it says no at some time.
    #[cfg(test)]
    pub fault: Option<Box<dyn Fn() -> io::Result<()> + Send + Sync>>,
}

impl Disk {
    fn step(&self) -> io::Result<()> {
        #[cfg(test)]
        if let Some(fault) = &self.fault {
            return fault();
        }
        Ok(())
    }

    pub fn create_folder(&self, folder: &Path) -> io::Result<()> {
        self.step()?;
        fs::create_dir_all(folder)
    }

    /// The lock, held until it is dropped (or its process ends, however it does); `None` where another has it.
    pub fn lock(&self, path: &Path) -> io::Result<Option<Lock>> {
        self.step()?;
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Lock(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            // Some network file systems have no locks: one publisher at a time is then the user's affair.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(Some(Lock(file))),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// A new file. What stands in its place is removed first, so that nothing is written through a link.
    pub fn create(&self, path: &Path) -> io::Result<Output<'_>> {
        self.step()?;
        match fs::remove_file(path) {
            Err(error) if !super::is_missing(&error) => return Err(error),
            _ => {}
        }
        let file = OpenOptions::new().create_new(true).write(true).open(path)?;
        Ok(Output { disk: self, file, hash: Sha256::new(), bytes: 0 })
    }

    pub fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        fs::rename(from, to)
    }

    pub fn remove(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        fs::remove_file(path)
    }

    /// Makes renames in the folder last through a loss of power. Not every system can, and none must.
    pub fn sync_folder(&self, folder: &Path) {
        if cfg!(unix)
            && self.step().is_ok()
            && let Ok(folder) = File::open(folder)
        {
            let _ = folder.sync_all();
        }
    }
}

pub struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        // To close the file would not be enough: a process just being started may hold a copy of it for a moment.
        let _ = self.0.unlock();
    }
}

/// A file being written, and the hash of what has been.
pub struct Output<'a> {
    disk: &'a Disk,
    file: File,
    hash: Sha256,
    bytes: u64,
}

impl Output<'_> {
    /// Flushes the file to the disk and gives the SHA-256 and the number of its bytes.
    pub fn finish(self) -> io::Result<(String, u64)> {
        self.disk.step()?;
        self.file.sync_all()?;
        Ok((hex(&self.hash.finalize()), self.bytes))
    }
}

impl Write for Output<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.disk.step()?;
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The SHA-256 and length of a file, read piece by piece.
pub fn hash_file(file: &mut File) -> io::Result<(String, u64)> {
    let mut sink = HashSink(Sha256::new());
    let bytes = io::copy(file, &mut sink)?;
    Ok((hex(&sink.0.finalize()), bytes))
}

struct HashSink(Sha256);

impl Write for HashSink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_the_bytes() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("x");
        let disk = Disk::default();
        let mut output = disk.create(&path).expect("created");
        output.write_all(b"ab").and_then(|()| output.write_all(b"c")).expect("written");
        let (hash, bytes) = output.finish().expect("finished");
        assert_eq!(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let mut file = File::open(&path).expect("opened");
        assert_eq!(hash_file(&mut file).expect("read"), (hash, bytes));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_place_of_a_file_is_not_followed() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (precious, link) = (folder.path().join("precious"), folder.path().join("x.tmp"));
        fs::write(&precious, "precious").expect("written");
        std::os::unix::fs::symlink(&precious, &link).expect("a link");
        let disk = Disk::default();
        disk.create(&link).and_then(|mut output| output.write_all(b"new")).expect("written");
        assert_eq!(fs::read(&precious).expect("read"), b"precious");
    }
}
