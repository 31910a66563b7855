//! Broadcasts: what is told, to whom, who has acknowledged it, and who may handle what.

mod acknowledgements;
mod broadcasts;
mod clearances;
mod coachings;
mod drafts;
mod figures;
mod going;
mod recipients;
mod stale_views;
mod tokens;

pub use acknowledgements::{Acknowledgement, Acknowledgements};
pub use broadcasts::Broadcasts;
pub use clearances::{ClearanceRow, Clearances};
pub use coachings::{CoachingRow, Coachings};
pub use drafts::BroadcastDrafts;
pub use figures::{Owing, Progress, RecipientTally};
pub use recipients::{RecipientRow, Recipients};
pub use stale_views::StaleViews;
pub use tokens::{ApiToken, ApiTokens};
