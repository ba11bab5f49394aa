//! DX176: weeks of a column of dates.

use crate::bind::Fault;
use crate::bind::arguments::Given;
use crate::bind::types::Type;
use crate::dax::functions::{Function, Placement};
use crate::dax::tree::Call;
use crate::diag::{Code, Severity};

pub static WEEK_WITHOUT_CALENDAR: Code = Code {
    id: "DX176",
    name: "week-without-calendar",
    severity: Severity::Error,
    explanation: "Which days make a week only a calendar says, that is one declared in the model. Along a column of \
dates time is moved by days, months, quarters and years.

Wrong: `CALCULATE([Revenue], PARALLELPERIOD('Date'[Date], -1, WEEK))`
Right: `CALCULATE([Revenue], DATEADD('Date'[Date], -7, DAY))`",
};

pub fn check(function: &Function, placement: &Placement, given: &[Given], call: &Call) -> Option<Fault> {
    if !matches!(function.name, "DATEADD" | "DATESINPERIOD" | "PARALLELPERIOD") {
        return None;
    }
    let dates = given.first()?;
    if dates.column.is_none() && !matches!(dates.ty, Type::Table(_)) {
        return None;
    }
    let is_week = |at: &usize| {
        let word = given.get(*at).and_then(|one| one.word.as_deref());
        placement.parameter(*at).is_some_and(|parameter| parameter.name == "interval")
            && word.is_some_and(|word| word.eq_ignore_ascii_case("WEEK"))
    };
    let at = (0..given.len()).find(is_week)?;
    let message = format!("`{}` knows no weeks along a column of dates", function.name);
    let fault = Fault::new(&WEEK_WITHOUT_CALENDAR, call.arguments.get(at)?.span.clone(), message);
    Some(fault.help(match function.name {
        "PARALLELPERIOD" => "name a calendar of the model in its place, or move by seven days with `DATEADD`",
        _ => "name a calendar of the model in its place, or write seven times as many days",
    }))
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn a_week_is_one_of_a_calendar() {
        for dates in ["PARALLELPERIOD('Date'[Date], -1, WEEK)", "DATEADD(VALUES('Date'[Date]), -1, week)"] {
            assert_eq!(faults(&format!("CALCULATE([Revenue], {dates})")), ["DX176"], "{dates}");
        }
        for dates in ["PARALLELPERIOD('Date'[Date], -1, MONTH)", "DATEADD('Date'[Date], -7, DAY)"] {
            assert_eq!(faults(&format!("CALCULATE([Revenue], {dates})")), [""; 0], "{dates}");
        }
    }
}
