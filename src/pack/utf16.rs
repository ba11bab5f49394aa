//! Text as UTF-16, the low byte first, without a byte order mark.

pub fn encode(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

pub fn decode(bytes: &[u8]) -> Result<String, String> {
    let pairs = bytes.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return Err("an odd number of bytes is no UTF-16".to_owned());
    }
    let units: Vec<u16> = pairs.filter_map(|pair| Some(u16::from_le_bytes(pair.try_into().ok()?))).collect();
    String::from_utf16(&units).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_comes_back() {
        for text in ["", "a", "Ünï", "𝄞 and €"] {
            assert_eq!(decode(&encode(text)), Ok(text.to_owned()));
        }
        assert!(decode(b"a").is_err() && decode(&[0x00, 0xd8]).is_err());
    }
}
