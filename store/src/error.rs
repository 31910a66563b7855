//! What can go wrong below.

use std::path::Path;

use domain::{ErrorKind, HasKind};
use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// A failure of the database, sorted by what the caller can do about it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A unique key stands already.
    #[error("a unique key is taken: {0}")]
    Taken(String),
    /// The row was changed since it was read, or is gone.
    #[error("the row was changed meanwhile")]
    Stale,
    /// People came, went or moved since it was read whom something would reach.
    #[error("people came, went or moved meanwhile")]
    Moved,
    /// The database refuses: read-only, or a rule of the schema.
    #[error("the database refuses the change: {0}")]
    Refused(#[source] DbErr),
    /// The database cannot be reached or does not answer in time.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// The storage of files cannot be reached, or does not have what it was given.
    #[error("the storage of files is not available: {0}")]
    Files(String),
    /// A row holds what no version of Palier writes.
    #[error("a row cannot be read: {0}")]
    Corrupt(String),
    /// The database file, its folder or the file beside it cannot be used.
    #[error("`{path}`: {error}")]
    File {
        /// Which.
        path: String,
        /// Why.
        error: std::io::Error,
    },
    /// Another process has the SQLite file at this path.
    #[error("another Palier process is using `{0}`; stop it first, or use PostgreSQL to run several")]
    Held(String),
    /// These migrations were not applied yet, and whoever only reads cannot apply them.
    #[error("the tables are not up to date ({0} missing); run `palier migrate`")]
    Outdated(String),
    /// The migrations do not apply.
    #[error("the schema cannot be brought up to date")]
    Migration(#[source] DbErr),
}

/// The outcome of a query.
pub type StoreResult<T> = Result<T, StoreError>;

impl StoreError {
    /// A file that cannot be used, and why.
    pub(crate) fn file(path: &Path, error: std::io::Error) -> Self {
        Self::File { path: path.display().to_string(), error }
    }

    /// A row that cannot be read, and which.
    pub(crate) fn corrupt(what: impl std::fmt::Display) -> Self {
        Self::Corrupt(what.to_string())
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match (&error, error.sql_err()) {
            (_, Some(SqlErr::UniqueConstraintViolation(key))) => Self::Taken(key),
            (DbErr::Conn(_) | DbErr::ConnectionAcquire(_), _) => Self::Unavailable(error.to_string()),
            _ if sql_state(&error).is_some_and(|state| is_no_fault_of_the_statement(&state)) => {
                Self::Unavailable(error.to_string())
            }
            _ if is_connection_loss(&error.to_string()) => Self::Unavailable(error.to_string()),
            // From a trigger that stands in front of a unique key.
            _ if error.to_string().contains("UNIQUE constraint failed") => Self::Taken(error.to_string()),
            _ => Self::Refused(error),
        }
    }
}

/// The state by which PostgreSQL says what is wrong, in whatever language it says the rest. SQLite has numbers there.
fn sql_state(error: &DbErr) -> Option<String> {
    let (DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error))) = error
    else {
        return None;
    };
    error.as_database_error()?.code().filter(|code| code.len() == 5).map(Into::into)
}

/// Whether a state of PostgreSQL says that the same statement may go well another time: the connection is lost, there is no
/// room, the server stops or only reads, or two transactions waited for each other (the manual's appendix A).
fn is_no_fault_of_the_statement(state: &str) -> bool {
    const CLASSES: &[&str] = &["08", "53"];
    const STATES: &[&str] = &["25006", "40P01", "57P01", "57P02", "57P03", "58030"];
    CLASSES.iter().any(|class| state.starts_with(class)) || STATES.contains(&state)
}

/// Drivers report a lost or unusable database only in words once a statement is under way, and so does SQLite.
fn is_connection_loss(message: &str) -> bool {
    const SIGNS: &[&str] = &[
        "pool timed out",
        "error communicating with database",
        "connection closed",
        "Connection refused",
        "unable to open database file",
        "readonly database",
        "disk I/O error",
        "database or disk is full",
        "database is locked",
        "broken pipe",
        "worker thread crashed",
    ];
    SIGNS.iter().any(|sign| message.contains(sign))
}

impl HasKind for StoreError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Taken(_) | Self::Stale | Self::Moved => ErrorKind::Conflict,
            Self::Unavailable(_) | Self::Files(_) => ErrorKind::Unavailable,
            Self::Refused(_)
            | Self::Corrupt(_)
            | Self::File { .. }
            | Self::Held(_)
            | Self::Outdated(_)
            | Self::Migration(_) => ErrorKind::Internal,
        }
    }
}
