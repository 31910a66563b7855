//! Broadcasts: composed with a change, with a recall or on their own, sent, read, acknowledged, followed.

mod announce;
mod board;
mod calendar;
mod coaching;
mod compose;
mod count;
mod deliver;
mod draft;
mod due;
mod follow;
mod inherit;
mod obsolescence;
mod order;
mod overdue;
mod owed;
mod own;
mod places;
mod reach;
mod recall;
mod receive;
mod remind;
mod send;
mod sent;
mod steer;

pub(crate) use announce::ANNOUNCE_JOB;
pub(crate) use calendar::shifts_between;
pub(crate) use deliver::Deliveries;
pub(crate) use due::DUE_JOB;
pub(crate) use owed::{owe_again, owe_what_comes, take_along};
pub(crate) use reach::{Crowd, with_children};
pub(crate) use recall::send_recall;
pub(crate) use remind::REMIND_JOB;
pub(crate) use send::{News, end_with, send, take_place};
pub(crate) use sent::SentBroadcasts;
pub(crate) use steer::read_reason;

pub use board::{Board, BoardPerson, BroadcastLine};
pub use coaching::{Coached, CoachedBy, Coaching, ToCoach};
pub use compose::BroadcastInput;
pub use count::{Asked, AudienceChoices, BroadcastReach, Telling};
pub use draft::{BroadcastDraftInput, BroadcastDraftView, DraftRead};
pub use follow::{Followed, Late, LatePerson, LiveBroadcast};
pub use obsolescence::{Obsolescence, ObsolescenceChange, ObsolescenceGroup, ObsolescenceMonth, Together};
pub use own::NewBroadcast;
pub use places::{BoardGroup, BoardPlace};
pub use receive::{Acknowledged, Card, CardChange, CardItem, MyBroadcast, Shown};
