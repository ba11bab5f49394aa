//! Sample transactions with the shape and the faults of real ones, and known truths planted.
