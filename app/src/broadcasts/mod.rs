//! Broadcasts: what reached the reader, reading and acknowledging it, composing one, following those that were sent.

mod api;
mod audience;
mod board;
mod board_api;
mod card;
mod clearance;
mod compose;
mod draft;
mod items;
mod list;
mod obsolescence;
mod steer;
mod waiting;
#[cfg(feature = "ssr")]
mod written;

pub use board::BoardPage;
pub use card::BroadcastPage;
pub use clearance::ClearancePage;
pub use compose::NewBroadcastPage;
pub use list::BroadcastsPage;
pub use obsolescence::ObsolescencePage;

pub(crate) use audience::{AudienceChooser, AudienceContent, AudienceInput, Reached, count_anew};
pub(crate) use items::{ItemFields, ItemInput};
pub(crate) use waiting::WaitingCards;
#[cfg(feature = "ssr")]
pub(crate) use {
    api::{OpenBroadcast, open_of},
    audience::{ReachAsk, audience_content},
    items::check_items,
    waiting::tone_of as tone_of_severity,
};
