//! What kind of failure a failure is. Status codes, log levels and wording derive from the kind in one
//! place per protocol; nothing else decides them.

use serde::{Deserialize, Serialize};

/// The kind of a failure, for machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// Nobody is signed in, or the session has ended.
    Unauthenticated,
    /// Signed in, but this is not for them.
    Forbidden,
    /// It does not exist, or not for this person: the two are never told apart.
    NotFound,
    /// The state does not allow it, or somebody else changed it meanwhile.
    Conflict,
    /// The input is wrong and says where.
    Invalid,
    /// Too large to be read.
    TooLarge,
    /// Too many tries; wait.
    TooMany,
    /// A dependency is away for the moment; trying again may help.
    Unavailable,
    /// A defect of ours. The reader gets a reference number, the log the rest.
    Internal,
}

impl ErrorKind {
    /// Whether somebody must look at the log because of it.
    pub const fn is_ours(self) -> bool {
        matches!(self, Self::Unavailable | Self::Internal)
    }

    /// The stable word for machines.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unauthenticated => "unauthenticated",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::Conflict => "conflict",
            Self::Invalid => "invalid",
            Self::TooLarge => "too_large",
            Self::TooMany => "too_many",
            Self::Unavailable => "unavailable",
            Self::Internal => "internal",
        }
    }
}

/// Implemented by every error that can reach an edge.
pub trait HasKind {
    /// The kind of this failure.
    fn kind(&self) -> ErrorKind;
}
