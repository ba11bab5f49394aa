//! The bytes of a text file, decompressed and hashed on a second thread while the first one parses.
//!
//! Line breaks are made equal on the way (CRLF and lone CR become LF), so that lines can be counted, and the end of
//! the file is marked by a line of its own: a quote that is still open there has drawn the mark into its field.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use sha2::{Digest, Sha256};

use super::kind::Compression;

/// The last line of every stream: what DOS put at the end of a text.
pub const END: &str = "\u{1a}";

const BLOCK: usize = 1 << 20;
/// Blocks on their way from thread to thread.
const AHEAD: usize = 4;

struct Block {
    bytes: Vec<u8>,
    /// Bytes of the file, as it lies on the disk, that have been read so far.
    done: u64,
    has_nul: bool,
}

/// Runs `parse` on the file's text; the hash goes over the bytes as they lie on the disk.
pub fn parse<T>(
    path: &Path,
    compression: Compression,
    hash: &mut Sha256,
    progress: &mut dyn FnMut(u64),
    parse: impl FnOnce(Blocks) -> T,
) -> io::Result<T> {
    let file = File::open(path)?;
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(AHEAD);
        let (returner, returned) = sync_channel(AHEAD + 2);
        let worker = scope.spawn(move || {
            // Where the parser has stopped listening it has found a fault, and the rest doesn't matter.
            if let Err(error) = pump(file, compression, hash, &sender, &returned) {
                let _ = sender.send(Err(error));
            }
        });
        let result = parse(Blocks { receiver, returner, block: Vec::new(), at: 0, has_nul: false, progress });
        if let Err(panic) = worker.join() {
            std::panic::resume_unwind(panic);
        }
        Ok(result)
    })
}

/// Feeds every byte of the file to the hash and counts it.
struct Tee<'h> {
    file: File,
    hash: &'h mut Sha256,
    done: u64,
}

impl Read for Tee<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.file.read(buffer)?;
        self.hash.update(&buffer[..length]);
        self.done += length as u64;
        Ok(length)
    }
}

fn pump(
    file: File,
    compression: Compression,
    hash: &mut Sha256,
    sender: &SyncSender<io::Result<Block>>,
    returned: &Receiver<Vec<u8>>,
) -> io::Result<()> {
    let source = BufReader::with_capacity(1 << 16, Tee { file, hash, done: 0 });
    match compression {
        Compression::None => blocks(source, |source| source.get_ref().done, sender, returned),
        Compression::Gzip => {
            let decoder = flate2::bufread::MultiGzDecoder::new(source);
            blocks(decoder, |decoder| decoder.get_ref().get_ref().done, sender, returned)
        }
        Compression::Zstd => {
            let decoder = zstd::stream::read::Decoder::with_buffer(source)?;
            blocks(decoder, |decoder| decoder.get_ref().get_ref().done, sender, returned)
        }
    }
}

fn blocks<R: Read>(
    mut source: R,
    done: impl Fn(&R) -> u64,
    sender: &SyncSender<io::Result<Block>>,
    returned: &Receiver<Vec<u8>>,
) -> io::Result<()> {
    let mut lines = Lines::default();
    loop {
        let mut bytes = returned.try_recv().unwrap_or_else(|_| Vec::with_capacity(BLOCK + 8));
        bytes.clear();
        let length = Read::by_ref(&mut source).take(BLOCK as u64).read_to_end(&mut bytes)?;
        lines.unify(&mut bytes);
        if length == 0 {
            lines.end(&mut bytes);
        }
        let has_nul = bytes.contains(&0);
        if sender.send(Ok(Block { bytes, done: done(&source), has_nul })).is_err() || length == 0 {
            return Ok(());
        }
    }
}

/// Makes line breaks equal, across blocks.
#[derive(Default)]
struct Lines {
    begun: bool,
    /// The last byte of the block before was a CR, which has been passed on as LF.
    after_return: bool,
    in_line: bool,
}

impl Lines {
    fn unify(&mut self, bytes: &mut Vec<u8>) {
        if !std::mem::replace(&mut self.begun, true) && bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
        }
        if self.after_return && bytes.first() == Some(&b'\n') {
            bytes.remove(0);
            self.after_return = false;
        }
        let Some(last) = bytes.last() else { return };
        self.after_return = *last == b'\r';
        if bytes.contains(&b'\r') {
            let mut previous = 0;
            bytes.retain_mut(|byte| {
                let keep = !(*byte == b'\n' && previous == b'\r');
                previous = *byte;
                if *byte == b'\r' {
                    *byte = b'\n';
                }
                keep
            });
        }
        self.in_line = bytes.last() != Some(&b'\n');
    }

    fn end(&self, bytes: &mut Vec<u8>) {
        if self.in_line {
            bytes.push(b'\n');
        }
        bytes.extend_from_slice(END.as_bytes());
        bytes.push(b'\n');
    }
}

/// The text as a reader, and its first block to look at before anything is read.
pub struct Blocks<'p> {
    receiver: Receiver<io::Result<Block>>,
    returner: SyncSender<Vec<u8>>,
    block: Vec<u8>,
    at: usize,
    /// Whether a NUL byte has come by, so that rows need not be searched for one.
    pub has_nul: bool,
    progress: &'p mut dyn FnMut(u64),
}

impl Blocks<'_> {
    /// What comes next: about a MiB, or what is left.
    pub fn peek(&mut self) -> io::Result<&[u8]> {
        self.fill()?;
        Ok(&self.block[self.at..])
    }

    fn fill(&mut self) -> io::Result<()> {
        while self.at == self.block.len() {
            let Ok(next) = self.receiver.recv() else { return Ok(()) };
            let next = next?;
            (self.progress)(next.done);
            self.has_nul |= next.has_nul;
            let used = std::mem::replace(&mut self.block, next.bytes);
            // A block that finds no place is simply dropped.
            let _ = self.returner.try_send(used);
            self.at = 0;
        }
        Ok(())
    }
}

impl Read for Blocks<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.fill()?;
        let length = buffer.len().min(self.block.len() - self.at);
        buffer[..length].copy_from_slice(&self.block[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unified(blocks: &[&str]) -> String {
        let mut lines = Lines::default();
        let mut text = Vec::new();
        for block in blocks {
            let mut bytes = block.as_bytes().to_vec();
            lines.unify(&mut bytes);
            text.extend(bytes);
        }
        lines.end(&mut text);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn every_line_break_becomes_one_line_feed() {
        assert_eq!(unified(&["a\r\nb\rc\nd"]), "a\nb\nc\nd\n\u{1a}\n");
        assert_eq!(unified(&["a\r", "\nb\r\r\n"]), "a\nb\n\n\u{1a}\n");
        assert_eq!(unified(&["a\r", "\n", "\nb"]), "a\n\nb\n\u{1a}\n");
        assert_eq!(unified(&["a\r", "b"]), "a\nb\n\u{1a}\n");
        assert_eq!(unified(&["\u{feff}a\n"]), "a\n\u{1a}\n");
        assert_eq!(unified(&[]), "\u{1a}\n");
    }
}
