//! Bytes to text: UTF-8, or Windows-1252 as older Windows programs write it.

use csv::{ByteRecord, StringRecord};
use encoding_rs::WINDOWS_1252;

use super::Encoding;
use super::rows::Fault;

pub struct Decoder {
    encoding: Encoding,
    /// Rows that were decoded as Windows-1252.
    pub lines: u64,
}

impl Decoder {
    pub fn new(encoding: Encoding) -> Self {
        Self { encoding, lines: 0 }
    }

    /// The row as text, and a fault where it is not in the encoding that was promised.
    pub fn decode(&mut self, record: ByteRecord) -> (StringRecord, Option<Fault>) {
        if self.encoding == Encoding::Windows1252 && !record.as_slice().is_ascii() {
            return (self.windows(&record), None);
        }
        let record = match StringRecord::from_byte_record(record) {
            Ok(text) => return (text, None),
            Err(error) => error.into_byte_record(),
        };
        let fault = (self.encoding == Encoding::Utf8).then(|| not_utf8(&record));
        (self.windows(&record), fault)
    }

    /// Field by field, so that a row in two encodings, as joined files have them, comes out right.
    fn windows(&mut self, record: &ByteRecord) -> StringRecord {
        self.lines += 1;
        let keep_utf8 = self.encoding != Encoding::Windows1252;
        record
            .iter()
            .map(|field| match std::str::from_utf8(field) {
                Ok(text) if keep_utf8 || field.is_ascii() => text.into(),
                _ => WINDOWS_1252.decode_without_bom_handling(field).0,
            })
            .collect::<Vec<_>>()
            .into()
    }
}

fn not_utf8(record: &ByteRecord) -> Fault {
    let column = record.iter().position(|field| std::str::from_utf8(field).is_err());
    let text = match column {
        Some(at) => format!("expected UTF-8, found other bytes in column {}", at + 1),
        None => "expected UTF-8, found other bytes".to_owned(),
    };
    Fault { column, text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(encoding: Encoding, fields: &[&[u8]]) -> (Vec<String>, bool, u64) {
        let mut decoder = Decoder::new(encoding);
        let (text, fault) = decoder.decode(ByteRecord::from(fields.to_vec()));
        (text.iter().map(str::to_owned).collect(), fault.is_some(), decoder.lines)
    }

    #[test]
    fn other_bytes_are_windows_1252_unless_utf_8_was_promised() {
        let row: &[&[u8]] = &["naïve".as_bytes(), b"\xa35 \x96 off"];
        let text = vec!["naïve".to_owned(), "£5 – off".to_owned()];
        assert_eq!(decode(Encoding::Auto, row), (text.clone(), false, 1));
        assert_eq!(decode(Encoding::Utf8, row), (text, true, 1));
        assert_eq!(decode(Encoding::Windows1252, row), (vec!["naÃ¯ve".to_owned(), "£5 – off".to_owned()], false, 1));
        assert_eq!(decode(Encoding::Auto, &["naïve".as_bytes()]), (vec!["naïve".to_owned()], false, 0));
    }

    #[test]
    fn fields_are_judged_alone_and_not_as_their_joined_bytes() {
        assert_eq!(decode(Encoding::Auto, &[b"\xc3", b"\xa9"]).0, ["Ã", "©"]);
    }
}
