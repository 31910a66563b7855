//! Broadcasts: composed with a change, sent, read, acknowledged, followed.

mod board;
mod calendar;
mod compose;
mod due;
mod obsolescence;
mod receive;
mod remind;
mod send;
mod steer;

pub(crate) use calendar::shifts_between;
pub(crate) use compose::with_children;
pub(crate) use due::DUE_JOB;
pub(crate) use remind::REMIND_JOB;
pub(crate) use send::{News, send};

pub use board::{Board, BoardGroup, BoardPerson, BroadcastLine};
pub use compose::BroadcastInput;
pub use obsolescence::{Obsolescence, ObsolescenceGroup, ObsolescenceMonth, Together};
pub use receive::{Acknowledged, Card, CardChange, CardItem, MyBroadcast};
