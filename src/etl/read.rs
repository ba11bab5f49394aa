//! Reading: every file kind to one raw frame; what cannot be read is kept as a reject with its line.
