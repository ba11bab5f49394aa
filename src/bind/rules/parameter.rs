//! DX190: parameters of queries.

use crate::bind::{Fault, SitePlace};
use crate::dax::tree::Name;
use crate::diag::{Code, Severity};

pub static OUTSIDE_QUERY: Code = Code {
    id: "DX190",
    name: "parameter-outside-query",
    severity: Severity::Error,
    explanation: "`@name` is a parameter, for which a report gives the value when it sends its query. In the model \
nobody gives one.

Wrong: `measure Big = CALCULATE([Revenue], Sales[Amount] > @Least)`
Right: `measure Big = CALCULATE([Revenue], Sales[Amount] > 100)`",
};

pub fn check(place: SitePlace, name: &Name) -> Option<Fault> {
    let message = format!("the parameter `@{}` stands outside of a query", name.text.trim_start_matches('@'));
    (place != SitePlace::Query).then(|| Fault::new(&OUTSIDE_QUERY, name.span.clone(), message))
}

#[cfg(test)]
mod tests {
    use crate::bind::SitePlace;
    use crate::bind::testing::{at, faults};

    #[test]
    fn the_model_has_no_parameters() {
        assert_eq!(faults("@Revenue"), ["DX190"]);
        assert_eq!(at(SitePlace::Query, "@Revenue"), [""; 0]);
    }
}
