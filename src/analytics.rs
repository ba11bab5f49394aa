//! Customer analytics over the star schema: customer 360, RFM segments, cohorts, market basket, statistics.
