//! Values worked out by hand, and behaviour that is documented of Power BI.

use super::testing::{BY_VALUE, MEASURES, Small, id, lines, slicer, under, value, value_with, visual};
use super::{Quantity, Query, Reader, Restriction};
use crate::proof::value::Value;

mod contexts;
mod days;
mod demo;
mod scalars;
mod visuals;
