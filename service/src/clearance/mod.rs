//! Who may be sent which contact, worked out from what is stored, whenever it can have changed.
//!
//! The terms of training and rollout are not kept yet: [`terms_not_kept`] is the one place where they count as met.

mod about;
mod ask;
mod assess;
mod evidence;
mod expected;
mod feed;
mod known;
mod posts;
mod totals;
mod words;

pub use ask::{ClearanceAsk, ClearanceEntry, ClearancePage};
pub use feed::{ChangeAsk, ClearanceChange, ClearanceChanges};
pub use totals::{AgentCount, ClearanceCounts, ClearanceTotal};
pub use words::{ChangeWords, ClearanceWords};

pub(crate) use about::now_about;
pub(crate) use assess::{Assessment, binds, stand};
pub(crate) use known::KnownReaches;

use domain::clearance::{Grounds, Span};

/// Grounds in which everything holds that Palier does not keep yet: the stages of the rollout, certified competences,
/// suspensions and supervision. Once they are kept, they are read here. So is what joiners have to read first: it is kept
/// (`notification::onboarding`), and does not close anything to them yet.
pub(crate) fn terms_not_kept() -> Grounds {
    Grounds { stages: vec![Span::ALWAYS], ..Grounds::default() }
}
