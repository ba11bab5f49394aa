//! Sets of rows of a table.

use std::cell::OnceCell;

use crate::proof::bits::Bits;

/// Rows of one table, in order. The row behind the last is the blank one.
#[derive(Debug, Default)]
pub struct RowSet {
    /// `None` is all of them.
    pub(super) list: Option<Vec<u32>>,
    /// How many rows the table has, without the blank one.
    count: u32,
    has_blank: bool,
    bits: OnceCell<Bits>,
}

impl RowSet {
    pub fn all(count: usize, has_blank: bool) -> Self {
        Self { list: None, count: count as u32, has_blank, bits: OnceCell::new() }
    }

    /// Sorted rows, the blank one among them where it is there.
    pub fn of(list: Vec<u32>, count: usize) -> Self {
        let has_blank = list.last() == Some(&(count as u32));
        Self { list: Some(list), count: count as u32, has_blank, bits: OnceCell::new() }
    }

    pub fn is_all(&self) -> bool {
        self.list.is_none()
    }

    pub fn has_blank(&self) -> bool {
        self.has_blank
    }

    /// Rows, the blank one included.
    #[inline]
    pub fn len(&self) -> usize {
        self.list.as_ref().map_or(self.count as usize + usize::from(self.has_blank), Vec::len)
    }

    /// Rows that the table has, the blank one left out.
    pub fn table_rows(&self) -> usize {
        self.count as usize
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Rows, the blank one left out.
    pub fn real(&self) -> usize {
        self.len() - usize::from(self.has_blank)
    }

    pub fn iter(&self) -> impl Iterator<Item = u32> {
        let list = self.list.as_deref();
        let range = if list.is_none() { 0..self.count + u32::from(self.has_blank) } else { 0..0 };
        list.unwrap_or_default().iter().copied().chain(range)
    }

    #[inline]
    pub fn each(&self, mut visit: impl FnMut(usize)) {
        match &self.list {
            Some(list) => list.iter().for_each(|row| visit(*row as usize)),
            None => (0..self.len()).for_each(visit),
        }
    }

    /// Like [`each`](Self::each), without the blank row.
    #[inline]
    pub fn each_real(&self, visit: impl FnMut(usize)) {
        let real = self.real();
        match &self.list {
            Some(list) => list.iter().take(real).map(|row| *row as usize).for_each(visit),
            None => (0..real).for_each(visit),
        }
    }

    pub fn to_vec(&self) -> Vec<u32> {
        self.iter().collect()
    }

    #[inline]
    pub fn has(&self, row: usize) -> bool {
        match &self.list {
            None => row < self.len(),
            Some(list) => match list.as_slice() {
                [one] => *one as usize == row,
                list => self.bits(list).has(row),
            },
        }
    }

    pub(super) fn bits(&self, list: &[u32]) -> &Bits {
        self.bits.get_or_init(|| {
            let mut bits = Bits::none(self.count as usize + 1);
            list.iter().for_each(|row| bits.set(*row as usize));
            bits
        })
    }

    pub fn without_blank(&self) -> RowSet {
        match &self.list {
            None => RowSet::all(self.count as usize, false),
            Some(list) => {
                RowSet::of(list.iter().copied().filter(|row| *row < self.count).collect(), self.count as usize)
            }
        }
    }
}
