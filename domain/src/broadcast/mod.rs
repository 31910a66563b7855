//! Broadcasts: a change is told to everybody it concerns, with a deadline, a check and a proof.

mod audience;
mod check;
mod deadline;
mod draft;
mod in_the_way;
mod message;
mod reading;
mod recall;
mod recipient;
mod severity;
mod shift;
mod state;
mod supersede;
mod timetable;
mod week;
mod window;

pub use audience::{Audience, Member};
pub use check::{CheckItem, Graded, ItemProblem, grade};
pub use deadline::{Deadline, Escalation, ReminderLevel, SHIFT_WITHOUT_CALENDAR};
pub use draft::BroadcastDraft;
pub use in_the_way::InTheWay;
pub use message::{Broadcast, BroadcastText, language_for};
pub use reading::{ATTENTION_BUDGET, WORDS_PER_MINUTE, exceeds_budget, reading_seconds, words};
pub use recall::RecallAnswer;
pub use recipient::{Ended, Exemption, Recipient, RecipientRefusal, RecipientState, Step};
pub use severity::Severity;
pub use shift::{Shift, Shifts};
pub use state::{BroadcastEnd, BroadcastState, BroadcastStep};
pub use supersede::{Binding, carry, carry_items, raised};
pub use timetable::{Timetable, TypedShift};
pub use week::{WeekProblem, WeekShift, WeeklyShifts};
pub use window::{
    Acknowledgements, Answer, COVERAGE_TARGET, MIN_GROUP, Ratio, Tally, Window, is_counted, shown,
    shown_parts,
};
