//! Charts. Each has the table behind it.

mod step_curve;

pub use step_curve::*;
