//! Broadcasts: a change is told to everybody it concerns, with a deadline, a check and a proof.

mod severity;
mod shift;
mod state;

pub use severity::Severity;
pub use shift::{Shift, Shifts};
pub use state::{BroadcastEnd, BroadcastState, BroadcastStep};
