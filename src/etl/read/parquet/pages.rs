//! The headers of a Parquet file's pages, looked through before polars does: it claims memory by their numbers, and
//! a claim that cannot be met ends the process, which nobody can catch.
//!
//! A header is a Thrift struct in the compact protocol. Of its numbers only those that count values matter; the
//! others are passed over.

/// Fields of the header, and of the headers within it that count values in their first field.
const COMPRESSED_SIZE: i64 = 3;
const DATA_PAGE: i64 = 5;
const DICTIONARY_PAGE: i64 = 7;
const DATA_PAGE_V2: i64 = 8;
/// A checksum may be any number.
const CHECKSUM: i64 = 4;

/// Deeper than any header is; a damaged one must not exhaust the stack.
const DEEPEST: usize = 8;

/// Whether the pages of a column chunk lie within it and hold as many values as it says. What stands behind the last
/// of them nobody reads.
pub fn are_consistent(mut chunk: &[u8], values: u64) -> bool {
    let mut found = 0;
    while found < values {
        let Some(page) = Page::read(&mut chunk) else { return false };
        found += page.values;
        let Some(rest) = chunk.get(page.size..) else { return false };
        chunk = rest;
    }
    found == values
}

#[derive(Default)]
struct Page {
    /// Bytes of the page behind its header.
    size: usize,
    /// Values of a data page; a dictionary's are none of the column's.
    values: u64,
}

impl Page {
    fn read(bytes: &mut &[u8]) -> Option<Page> {
        let mut page = Page::default();
        structure(bytes, &mut Vec::new(), &mut |path, number| {
            let count = u64::try_from(number).ok();
            match path {
                [CHECKSUM] => return true,
                [COMPRESSED_SIZE] => page.size = count.unwrap_or_default() as usize,
                [DATA_PAGE | DATA_PAGE_V2, 1] => page.values = count.unwrap_or_default(),
                // What else is there: sizes, counts, kinds, none of them below zero.
                _ => {}
            }
            count.is_some() && number <= i64::from(i32::MAX)
        })?;
        Some(page)
    }
}

/// Reads a struct and tells `take` every number in it with the path of fields to it; `None` where that says no, or the
/// bytes are not a struct.
fn structure(bytes: &mut &[u8], path: &mut Vec<i64>, take: &mut dyn FnMut(&[i64], i64) -> bool) -> Option<()> {
    let mut field = 0;
    loop {
        let head = byte(bytes)?;
        if head == 0 {
            return Some(());
        }
        field = if head >> 4 == 0 { zigzag(bytes)? } else { field + i64::from(head >> 4) };
        path.push(field);
        match head & 15 {
            1 | 2 => {}
            3 => _ = byte(bytes)?,
            4..=6 => {
                let number = zigzag(bytes)?;
                // Statistics hold numbers of the column's own.
                let is_counted = matches!(path.as_slice(), [_] | [DATA_PAGE | DICTIONARY_PAGE | DATA_PAGE_V2, _]);
                if is_counted && !take(path, number) {
                    return None;
                }
            }
            8 => {
                let length = usize::try_from(varint(bytes)?).ok()?;
                *bytes = bytes.get(length..)?;
            }
            12 if path.len() < DEEPEST => structure(bytes, path, take)?,
            _ => return None,
        }
        path.pop();
    }
}

fn byte(bytes: &mut &[u8]) -> Option<u8> {
    let (first, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(*first)
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let part = byte(bytes)?;
        number |= u64::from(part & 127) << shift;
        if part < 128 {
            return Some(number);
        }
    }
    None
}

fn zigzag(bytes: &mut &[u8]) -> Option<i64> {
    let number = varint(bytes)?;
    Some((number >> 1) as i64 ^ -((number & 1) as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A data page: kind 0, both sizes, and the header with its count of values.
    fn page(size: u8, values: i64) -> Vec<u8> {
        let mut bytes = vec![0x15, 0, 0x15, size * 2, 0x15, size * 2, 0x2c, 0x15];
        let mut number = ((values << 1) ^ (values >> 63)) as u64;
        while number > 127 {
            bytes.push(number as u8 | 128);
            number >>= 7;
        }
        bytes.extend([number as u8, 0x15, 0, 0x15, 6, 0x15, 6, 0, 0]);
        bytes.extend(std::iter::repeat_n(7, size.into()));
        bytes
    }

    #[test]
    fn pages_that_add_up_are_consistent() {
        assert!(are_consistent(&page(5, 40), 40));
        assert!(are_consistent(&[page(5, 40), page(0, 2)].concat(), 42));
    }

    #[test]
    fn a_count_that_is_negative_or_too_large_and_a_page_cut_off_are_not() {
        assert!(!are_consistent(&page(5, 40), 41));
        assert!(!are_consistent(&page(5, -1), u64::MAX));
        assert!(!are_consistent(&page(5, i64::MAX), i64::MAX as u64));
        let whole = page(5, 40);
        for end in 1..whole.len() {
            assert!(!are_consistent(&whole[..end], 40), "cut off at {end}");
        }
    }

    #[test]
    fn nonsense_ends_soon() {
        for byte in 0..=255 {
            assert!(!are_consistent(&[byte; 64], 1));
        }
        // A struct in a struct in a struct …
        assert!(!are_consistent(&[0x1c; 1 << 20], 1));
    }
}
