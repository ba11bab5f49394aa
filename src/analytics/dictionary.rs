//! Texts as small numbers: what is counted and compared a million times is compared as an integer.

use polars_core::prelude::*;

use crate::etl::codes;

/// The distinct values of a column in the order in which they first stand, and for each row which one it holds.
pub struct Dictionary<'a> {
    pub values: Vec<&'a str>,
    pub codes: Vec<u32>,
}

/// Encodes a column that has no empty value.
pub fn encode(column: &StringChunked) -> PolarsResult<Dictionary<'_>> {
    polars_ensure!(column.null_count() == 0, ComputeError: "column `{}` has empty values", column.name());
    let (codes, values) = codes::encode(column);
    Ok(Dictionary { values, codes })
}

/// For each text its place in ascending order of ids: by number where all are whole numbers, otherwise by text.
pub fn id_ranks(ids: &[&str]) -> Vec<u32> {
    let numbers: Option<Vec<u64>> = ids.iter().map(|id| whole_number(id)).collect();
    let mut order: Vec<u32> = (0..ids.len() as u32).collect();
    match numbers {
        // `07` and `7` are two ids: the text decides between them.
        Some(numbers) => order.sort_unstable_by_key(|&at| (numbers[at as usize], ids[at as usize])),
        None => order.sort_unstable_by_key(|&at| ids[at as usize]),
    }
    let mut ranks = vec![0; ids.len()];
    for (rank, at) in order.into_iter().enumerate() {
        ranks[at as usize] = rank as u32;
    }
    ranks
}

fn whole_number(id: &str) -> Option<u64> {
    if id.bytes().all(|b| b.is_ascii_digit()) { id.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_numbered_as_they_come_across_chunks() {
        let mut column = StringChunked::from_slice("c".into(), &["b", "b", "a"]);
        column.append(&StringChunked::from_slice("c".into(), &["a", "c", "b"])).unwrap();
        let dictionary = encode(&column).unwrap();
        assert_eq!(dictionary.values, ["b", "a", "c"]);
        assert_eq!(dictionary.codes, [0, 0, 1, 1, 2, 0]);
    }

    #[test]
    fn an_empty_value_is_refused_by_name() {
        let column = StringChunked::from_slice_options("customer_id".into(), &[Some("a"), None]);
        let error = encode(&column).err().unwrap().to_string();
        assert!(error.contains("`customer_id`"), "{error}");
    }

    #[test]
    fn ids_are_ordered_as_numbers_where_all_are_numbers() {
        assert_eq!(id_ranks(&["10", "9", "07", "7"]), [3, 2, 0, 1]);
        assert_eq!(id_ranks(&["10", "9", "A1"]), [0, 1, 2]);
        assert_eq!(id_ranks(&["+1", "1"]), [0, 1]);
    }
}
