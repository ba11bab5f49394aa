//! Percentiles and variances of numbers.

/// Between the two values that the share falls between.
pub fn percentile(mut values: Vec<f64>, share: f64, inclusive: bool) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let count = values.len() as f64;
    let at = if inclusive { share * (count - 1.0) } else { share * (count + 1.0) - 1.0 };
    if values.is_empty() || !(0.0..=count - 1.0).contains(&at) {
        return None;
    }
    let (low, high) = (values.get(at.floor() as usize)?, values.get(at.ceil() as usize)?);
    Some(low + (high - low) * (at - at.floor()))
}

pub fn variance(values: Vec<f64>, of_sample: bool) -> Option<f64> {
    let count = values.len() as f64;
    let by = if of_sample { count - 1.0 } else { count };
    let mean = values.iter().sum::<f64>() / count;
    (by > 0.0).then(|| values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / by)
}

pub fn deviation(values: Vec<f64>, of_sample: bool) -> Option<f64> {
    variance(values, of_sample).map(f64::sqrt)
}
