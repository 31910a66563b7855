//! Why a command did not do what was asked, in the reader's words.

use domain::{FieldError, Invalid, Reason};
use i18n::Messages;
use service::{BackupError, Error, StoreError};

use crate::config::Refused;

/// Why a command did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// The settings are wrong.
    Settings(Refused),
    /// The database.
    Store(StoreError),
    /// A use case refused.
    Refused(Error),
    /// A backup could not be taken or put back.
    Backup(BackupError),
    /// A file or folder, and what is wrong with it.
    File(String, std::io::Error),
    /// Said in full already.
    Said(String),
    /// The report that was printed tells it.
    Reported,
}

impl Failure {
    /// What to tell the reader, if it was not told already.
    pub(crate) fn words(&self, t: Messages) -> Option<String> {
        match self {
            Self::Settings(refused) => Some(t.cli_settings_refused(&refused.to_string())),
            Self::Store(error) => Some(store_words(t, error)),
            Self::Refused(error) => Some(refusal_words(t, error)),
            Self::Backup(BackupError::Store(error)) => Some(store_words(t, error)),
            Self::Backup(BackupError::NotEmpty) => Some(t.cli_restore_not_empty().to_owned()),
            Self::Backup(error) => Some(t.cli_backup_failed(&error.to_string())),
            Self::File(path, error) => Some(t.cli_file_failed(path, &error.to_string())),
            Self::Said(words) => Some(words.clone()),
            Self::Reported => None,
        }
    }
}

/// Whether a running server holds the database file.
pub(super) fn is_held(error: &StoreError) -> bool {
    matches!(error, StoreError::Held(_))
}

fn store_words(t: Messages, error: &StoreError) -> String {
    match error {
        StoreError::Held(path) => t.cli_database_held(path),
        StoreError::Unavailable(why) => t.cli_database_away(why),
        other => t.cli_database_failed(&with_causes(other)),
    }
}

fn refusal_words(t: Messages, error: &Error) -> String {
    match error {
        Error::Store(error) => store_words(t, error),
        Error::Invalid(Invalid(fields)) => {
            fields.iter().map(|error| field_words(t, error)).collect::<Vec<_>>().join("\n")
        }
        other => t.cli_refused(&with_causes(other)),
    }
}

/// What is wrong with an option. There are no lists to choose from here.
fn field_words(t: Messages, FieldError { field, reason }: &FieldError) -> String {
    let words = match reason {
        Reason::NotAChoice => t.cli_no_such_name().to_owned(),
        Reason::NeededForRole => t.cli_needed_for_role().to_owned(),
        reason => t.reason(reason),
    };
    format!("--{}: {words}", field.replace('_', "-"))
}

/// An error with everything that led to it. Operators may read it; people on pages never do.
fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let words = error.to_string();
        if !text.contains(&words) {
            text = format!("{text}: {words}");
        }
        cause = error.source();
    }
    text
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        Self::Settings(refused)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

impl From<BackupError> for Failure {
    fn from(error: BackupError) -> Self {
        Self::Backup(error)
    }
}
