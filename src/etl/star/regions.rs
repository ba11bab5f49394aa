//! dim_region and region_manager: the two mapping files as tables.

use polars_core::prelude::*;
use polars_lazy::frame::{IntoLazy, LazyFrame};

use crate::region::Mapping;

/// Every region, `Unassigned` included.
pub fn dim_region(mapping: &Mapping) -> PolarsResult<LazyFrame> {
    let regions = StringChunked::from_iter_values("region".into(), mapping.regions().into_iter());
    Ok(DataFrame::new_infer_height(vec![regions.into_column()])?.lazy())
}

/// Every region with each manager who sees it, `*` expanded.
pub fn region_manager(mapping: &Mapping) -> PolarsResult<LazyFrame> {
    let (regions, managers): (Vec<&str>, Vec<&str>) = mapping.access().into_iter().unzip();
    let table = vec![Column::new("region".into(), regions), Column::new("manager".into(), managers)];
    Ok(DataFrame::new_infer_height(table)?.lazy())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::etl::star::testing::{assert_keeps_the_contract, texts};

    #[test]
    fn regions_and_their_managers_keep_the_contract() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let mapping = Mapping {
            countries: vec![pair("Japan", "East")],
            managers: vec![pair("*", "all@example.com"), pair("East", "east@example.com")],
        };
        let regions = dim_region(&mapping).expect("made").collect().expect("collected");
        assert_keeps_the_contract(&regions, "dim_region", &[]);
        assert_eq!(texts(&regions, "region"), ["East", "Unassigned"].map(|region| Some(region.to_owned())));
        let managers = region_manager(&mapping).expect("made").collect().expect("collected");
        assert_keeps_the_contract(&managers, "region_manager", &[]);
        assert_eq!(managers.height(), 3);
    }

    #[test]
    fn without_mapping_files_there_is_one_region_and_no_manager() {
        let regions = dim_region(&Mapping::default()).expect("made").collect().expect("collected");
        assert_eq!(texts(&regions, "region"), [Some("Unassigned".to_owned())]);
        let managers = region_manager(&Mapping::default()).expect("made").collect().expect("collected");
        assert_keeps_the_contract(&managers, "region_manager", &[]);
    }
}
