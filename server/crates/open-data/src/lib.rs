//! Open data (being written).
