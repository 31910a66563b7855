//! What is told of something that happened.

use domain::Timestamp;
use domain::event::EventKind;
use uuid::Uuid;

use super::audience::Audience;

/// What a browser is told of something that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Its place in the log.
    pub seq: i64,
    /// What happened.
    pub kind: EventKind,
    /// To what.
    pub subject: Uuid,
}

/// An envelope, and who may know of it.
#[derive(Clone, Debug)]
pub(super) struct Addressed {
    pub(super) envelope: Envelope,
    /// When it happened.
    pub(super) at: Timestamp,
    pub(super) audience: Audience,
}
