//! What happened. One append-only log feeds everything: audit, live updates, search, notifications.

mod chain;
mod kind;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Timestamp, UserId, VendorId};

pub use chain::{ChainBreak, Hash, RedactedEvent, Verifier, content, link};
pub use kind::{EventKind, SubjectKind};

/// Something that happened, as a use case records it. No personal data: who it was is an id, and of a
/// changed person only the *names* of the changed fields are kept, so that erasing a person never touches
/// the chain.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEvent {
    /// What.
    pub kind: EventKind,
    /// To what.
    pub subject: Uuid,
    /// Whose vendor's business it is; none for the client's own.
    pub vendor: Option<VendorId>,
    /// What else must be known, as flat JSON.
    pub details: serde_json::Value,
}

impl NewEvent {
    /// An event without details.
    pub fn new(kind: EventKind, subject: Uuid) -> Self {
        Self { kind, subject, vendor: None, details: serde_json::Value::Null }
    }

    /// Makes it a vendor's business.
    #[must_use]
    pub fn of_vendor(mut self, vendor: Option<VendorId>) -> Self {
        self.vendor = vendor;
        self
    }

    /// Adds what else must be known.
    #[must_use]
    pub fn with(mut self, details: serde_json::Value) -> Self {
        self.details = details;
        self
    }
}

/// Something that happened, as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its place in the one total order: 1, 2, 3 … without holes.
    pub seq: i64,
    /// When it was recorded.
    pub at: Timestamp,
    /// What happened: the stored word of an [`EventKind`].
    pub kind: String,
    /// Who did it; none when Palier did.
    pub actor: Option<UserId>,
    /// To what.
    pub subject: Uuid,
    /// Whose vendor's business it is.
    pub vendor: Option<VendorId>,
    /// What else, as JSON text exactly as it was hashed; empty when there is nothing.
    pub details: String,
    /// The hash of the event before.
    pub previous: Hash,
    /// The hash of this one.
    pub hash: Hash,
}
