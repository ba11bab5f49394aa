//! Tables that hold nothing of anybody: calendars, parameters, homes of measures.

use crate::bind::{SitePlace, Target};
use crate::check::best_practice::{is_automatic, words};
use crate::check::carried::carried;
use crate::check::context::{Context, table_path};
use crate::check::dax_trees::Tree;
use crate::model::Table;
use crate::name::same;

pub fn is_harmless(context: &Context, table: &Table) -> bool {
    is_automatic(table)
        || table.columns.is_empty()
        || !carried(&table.more, &table_path(table), "calculationGroup").is_empty()
        || is_calendar(context, table)
        || is_written_out(context, table)
}

/// Marked as one, made as one, or joined by its days.
fn is_calendar(context: &Context, table: &Table) -> bool {
    let is_marked = table.data_category.as_deref().is_some_and(|category| category.eq_ignore_ascii_case("Time"));
    let is_called = || {
        let words = words(table.name.as_str());
        ["date", "dates", "calendar", "time", "month"].iter().any(|word| words.iter().any(|own| own == word))
    };
    let is_day = |name: &str| {
        let column = table.column(name);
        column.is_some_and(|column| {
            column.data_type.as_deref().is_some_and(|kind| kind.eq_ignore_ascii_case("dateTime")) || is_called()
        })
    };
    let is_joined_by_days = || {
        let mut relationships = context.model.relationships.iter();
        relationships.any(|one| same(one.to.table.as_str(), table.name.as_str()) && is_day(one.to.column.as_str()))
    };
    let is_made = || of(context, table).is_some_and(|tree| !tree.calls_of(&["CALENDAR", "CALENDARAUTO"]).is_empty());
    is_marked || is_joined_by_days() || is_made()
}

/// Its rows stand in the model itself: DAX that reads no table, names of fields, data that was typed in.
fn is_written_out(context: &Context, table: &Table) -> bool {
    let [partition] = table.partitions.as_slice() else { return false };
    if let Some(tree) = of(context, table) {
        let reads = |target: &&&Target| matches!(target, Target::Table(_) | Target::Column(..) | Target::Measure(..));
        return tree.targets().values().filter(reads).count() == 0 || !tree.calls_of(&["NAMEOF"]).is_empty();
    }
    let source: String = partition.source.chars().filter(|c| !c.is_whitespace()).collect();
    source.contains("Binary.Decompress(Binary.FromText(")
}

/// What makes a calculated table.
pub fn of<'m, 'a>(context: &'m Context<'a>, table: &Table) -> Option<&'m Tree<'a>> {
    let is_it = |tree: &&Tree| {
        tree.dax.place == SitePlace::CalculatedTable && tree.dax.home.is_some_and(|home| home.name == table.name)
    };
    context.trees.iter().find(is_it)
}
