//! PBIR: the JSON files of a report read into nouns, each with where it stands.
