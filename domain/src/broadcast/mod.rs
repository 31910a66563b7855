//! Broadcasts: a change is told to everybody it concerns, with a deadline, a check and a proof.

mod severity;
mod state;

pub use severity::Severity;
pub use state::{BroadcastEnd, BroadcastState, BroadcastStep};
