//! Broadcasts: a change is told to everybody it concerns, with a deadline, a check and a proof.

mod audience;
mod severity;
mod shift;
mod state;
mod week;

pub use audience::{Audience, Member};
pub use severity::Severity;
pub use shift::{Shift, Shifts};
pub use state::{BroadcastEnd, BroadcastState, BroadcastStep};
pub use week::{WeekProblem, WeekShift, WeeklyShifts};
