//! What a use case can answer instead of what was asked for.

use domain::broadcast::RecipientRefusal;
use domain::knowledge::LifeRefusal;
use domain::{ErrorKind, HasKind, Invalid};
use store::StoreError;

/// The outcome of a use case.
pub type Result<T> = std::result::Result<T, Error>;

/// What a use case can answer instead of what was asked for. The words for people are in `i18n`; the
/// display text is for the log.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody is signed in, or the session has ended.
    #[error("nobody is signed in")]
    Unauthenticated,
    /// The role does not allow it.
    #[error("the role does not allow it")]
    Forbidden,
    /// It does not exist, or not for this person.
    #[error("it does not exist for this person")]
    NotFound,
    /// An instruction was recalled, and nothing has taken its place yet.
    #[error("it was recalled")]
    Withdrawn,
    /// Somebody else changed it since it was read.
    #[error("it was changed meanwhile")]
    Stale,
    /// Unknown address or wrong password: never told apart.
    #[error("the address or the password is wrong")]
    BadCredentials,
    /// The link was used, is too old, or never was.
    #[error("the link is not valid any more")]
    BadLink,
    /// One cannot lock oneself out.
    #[error("one cannot take one's own access away")]
    OwnAccess,
    /// What people brought into a space is not approved by others.
    #[error("what people brought there is not approved")]
    Unapproved,
    /// A vendor, site or team still has active people.
    #[error("it is still in use")]
    InUse,
    /// The vendor, site or team is closed of somebody who is let in again, or of what is added or opened there.
    #[error("it is closed")]
    Closed,
    /// A version does not allow it.
    #[error("a version does not allow it: {0:?}")]
    Life(LifeRefusal),
    /// A broadcast does not allow it.
    #[error("a broadcast does not allow it: {0:?}")]
    Recipient(RecipientRefusal),
    /// The log of that time was recorded under a rule by which it cannot be shown in part.
    #[error("the log of that time cannot be shown in part")]
    OldChain,
    /// The log does not have the place behind which somebody asks what changed: it is an older one, restored.
    #[error("the log does not have this place")]
    NoSuchPlace,
    /// Too many tries.
    #[error("too many tries; wait {0} seconds")]
    TooMany(u64),
    /// The input is wrong.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// The database.
    #[error(transparent)]
    Store(StoreError),
    /// Anything else that is ours.
    #[error("{0}")]
    Internal(String),
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stale => Self::Stale,
            error => Self::Store(error),
        }
    }
}

impl HasKind for Error {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Unauthenticated => ErrorKind::Unauthenticated,
            Self::Forbidden => ErrorKind::Forbidden,
            Self::NotFound | Self::Withdrawn => ErrorKind::NotFound,
            Self::Stale
            | Self::OwnAccess
            | Self::Unapproved
            | Self::InUse
            | Self::Closed
            | Self::OldChain
            | Self::NoSuchPlace
            | Self::Life(_)
            | Self::Recipient(_) => ErrorKind::Conflict,
            Self::BadCredentials | Self::BadLink | Self::Invalid(_) => ErrorKind::Invalid,
            Self::TooMany(_) => ErrorKind::TooMany,
            Self::Store(error) => error.kind(),
            Self::Internal(_) => ErrorKind::Internal,
        }
    }
}
