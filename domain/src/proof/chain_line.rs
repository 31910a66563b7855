//! A line of the chain: an event, or only its link.

use serde::Serialize;

use crate::event::{ChainBreak, Event, Hash, RedactedEvent, Verifier};

/// An event of the log, whole or as a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum ChainLine {
    /// The whole event.
    Full(Event),
    /// Where it stands, and the hash of what it says.
    Redacted(RedactedEvent),
}

impl ChainLine {
    /// Reads a line.
    pub fn parse(line: &[u8]) -> serde_json::Result<Self> {
        match serde_json::from_slice(line) {
            Ok(redacted) => Ok(Self::Redacted(redacted)),
            Err(_) => serde_json::from_slice(line).map(Self::Full),
        }
    }

    /// The number of the event.
    pub const fn seq(&self) -> i64 {
        match self {
            Self::Full(event) => event.seq,
            Self::Redacted(event) => event.seq,
        }
    }

    /// Its hash.
    pub const fn hash(&self) -> Hash {
        match self {
            Self::Full(event) => event.hash,
            Self::Redacted(event) => event.hash,
        }
    }

    /// Takes a verifier over it.
    pub fn pass(&self, verifier: &mut Verifier) -> Result<(), ChainBreak> {
        match self {
            Self::Full(event) => verifier.next(event),
            Self::Redacted(event) => verifier.next_redacted(event),
        }
    }
}
