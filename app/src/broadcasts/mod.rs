//! Broadcasts: what reached the reader, reading and acknowledging it, following those that were sent.

mod api;
mod board;
mod board_api;
mod card;
mod clearance;
mod list;
mod obsolescence;
mod steer;
mod waiting;

pub use board::BoardPage;
pub use card::BroadcastPage;
pub use clearance::ClearancePage;
pub use list::BroadcastsPage;
pub use obsolescence::ObsolescencePage;

pub(crate) use waiting::WaitingCards;
#[cfg(feature = "ssr")]
pub(crate) use {
    api::{OpenBroadcast, open_of},
    waiting::tone_of as tone_of_severity,
};
