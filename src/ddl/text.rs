//! Bytes of a SQL file to text: Management Studio saves UTF-16, editors UTF-8, old scripts a Windows code page.

/// The text without a byte order mark. What is neither UTF-16 with a mark nor UTF-8 is taken as Latin-1.
pub fn decode(bytes: &[u8]) -> String {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => utf_16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf_16(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf_8(rest),
        bytes => utf_8(bytes),
    }
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, _) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    String::from_utf16_lossy(&units)
}

fn utf_8(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn every_encoding_that_scripts_come_in_is_read() {
        assert_eq!(decode("\u{feff}é".as_bytes()), "é");
        assert_eq!(decode(b"\xFF\xFEC\x00\xE9\x00"), "Cé");
        assert_eq!(decode(b"\xFE\xFF\x00C\x00\xE9\x00"), "Cé");
        assert_eq!(decode(b"caf\xE9"), "café");
        assert_eq!(decode(b""), "");
    }
}
