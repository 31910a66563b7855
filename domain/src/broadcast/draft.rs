//! A broadcast that is being composed.

use crate::{BroadcastDraftId, Timestamp, UserId};

/// A broadcast in the state `draft`, as it was typed: nothing of it has to be right but its title. It reaches nobody, and
/// nobody but those who may send it knows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BroadcastDraft {
    /// Which.
    pub id: BroadcastDraftId,
    /// What it is about.
    pub title: String,
    /// The names of the fields of its form, each with what was typed.
    pub answers: Vec<(String, String)>,
    /// Who saved it last; none when Palier did.
    pub saved_by: Option<UserId>,
    /// When.
    pub saved_at: Timestamp,
    /// For optimistic locking.
    pub version: i64,
}
