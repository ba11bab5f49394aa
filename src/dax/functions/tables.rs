//! The functions themselves, one file a category, in the notation of [`notation`](super::notation).

use super::Category;
use super::notes::Notes;

mod aggregation;
mod date_and_time;
mod filter;
mod financial;
mod info;
mod information;
mod logical;
mod math_and_trig;
mod other;
mod parent_and_child;
mod query;
mod relationship;
mod statistical;
mod table_manipulation;
mod text;
mod time_intelligence;
mod visual_calculation;
mod window;

/// Functions of which the same notes hold.
#[derive(Debug)]
pub struct Section {
    pub notes: Notes,
    pub text: &'static str,
}

pub const TABLES: &[(Category, &[Section])] = &[
    (Category::Aggregation, aggregation::SECTIONS),
    (Category::DateAndTime, date_and_time::SECTIONS),
    (Category::Filter, filter::SECTIONS),
    (Category::Financial, financial::SECTIONS),
    (Category::Info, info::SECTIONS),
    (Category::Information, information::SECTIONS),
    (Category::Logical, logical::SECTIONS),
    (Category::MathAndTrig, math_and_trig::SECTIONS),
    (Category::Other, other::SECTIONS),
    (Category::ParentAndChild, parent_and_child::SECTIONS),
    (Category::Query, query::SECTIONS),
    (Category::Relationship, relationship::SECTIONS),
    (Category::Statistical, statistical::SECTIONS),
    (Category::TableManipulation, table_manipulation::SECTIONS),
    (Category::Text, text::SECTIONS),
    (Category::TimeIntelligence, time_intelligence::SECTIONS),
    (Category::VisualCalculation, visual_calculation::SECTIONS),
    (Category::Window, window::SECTIONS),
];
