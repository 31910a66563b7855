//! Why a command did not do what was asked, in the reader's words.

use std::io;
use std::path::Path;

use domain::{FieldError, Invalid, Reason};
use i18n::Messages;
use service::{BackupError, Error, StoreError};

use crate::config::{Fault, Refused};

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
    File(String, io::Error),
    /// Said in full already.
    Said(String),
    /// The report that was printed tells it.
    Reported,
}

impl Failure {
    /// Why a backup failed. What is wrong with its file is said of the file.
    pub(super) fn of_backup(file: &Path, error: BackupError) -> Self {
        match error {
            BackupError::Store(error) => Self::Store(error),
            BackupError::Io(error) => Self::File(file.display().to_string(), error),
            error => Self::Backup(error),
        }
    }

    /// What to tell the reader, if it was not told already.
    pub(crate) fn words(&self, t: Messages) -> Option<String> {
        match self {
            Self::Settings(Refused(faults)) => {
                let faults: Vec<_> = faults.iter().map(|fault| fault_words(t, fault)).collect();
                Some(t.cli_settings_refused(&faults.join("\n")))
            }
            Self::Store(error) => Some(store_words(t, error)),
            Self::Refused(error) => Some(refusal_words(t, error)),
            Self::Backup(error) => Some(backup_words(t, error)),
            Self::File(path, error) => Some(t.cli_file_failed(path, &io_words(t, error))),
            Self::Said(words) => Some(words.clone()),
            Self::Reported => None,
        }
    }
}

/// Whether a running server holds the database file.
pub(super) fn is_held(error: &StoreError) -> bool {
    matches!(error, StoreError::Held(_))
}

fn fault_words(t: Messages, fault: &Fault) -> String {
    match fault {
        Fault::NoFile(path) => t.cli_file_failed(&path.display().to_string(), t.cli_io_not_found()),
        Fault::Unknown { key, origin } => t.cli_settings_unknown(key, origin),
        Fault::Wrong { key, origin, why } if key.is_empty() => t.cli_settings_unreadable(origin, why),
        Fault::Wrong { key, origin, why } => t.cli_settings_wrong(key, origin, why),
    }
}

fn store_words(t: Messages, error: &StoreError) -> String {
    match error {
        StoreError::Held(path) => t.cli_database_held(path),
        StoreError::Unavailable(why) => t.cli_database_away(why),
        StoreError::Files(why) => t.cli_files_away(why),
        StoreError::Outdated(missing) => t.cli_outdated(missing),
        StoreError::File { .. } => database_why(t, error),
        other => t.cli_database_failed(&with_causes(other)),
    }
}

/// Why the database cannot be used, without how to mend it.
pub(super) fn database_why(t: Messages, error: &StoreError) -> String {
    match error {
        StoreError::File { path, error } => t.cli_file_failed(path, &io_words(t, error)),
        StoreError::Files(why) => why.clone(),
        other => with_causes(other),
    }
}

fn backup_words(t: Messages, error: &BackupError) -> String {
    match error {
        BackupError::Store(error) => store_words(t, error),
        BackupError::Io(error) => io_words(t, error),
        BackupError::Exists => t.cli_backup_exists().to_owned(),
        BackupError::NotEmpty => t.cli_restore_not_empty().to_owned(),
        BackupError::Format(format) => t.cli_backup_format(&format.to_string()),
        BackupError::Zip(error) => t.cli_backup_unreadable(&error.to_string()),
        BackupError::Line { table, error } => t.cli_backup_damaged(table, &error.to_string()),
        BackupError::Mismatch(why) => t.cli_backup_mismatch(why),
    }
}

/// What is wrong with a file or an address, in the system's words where there are none of ours.
fn io_words(t: Messages, error: &io::Error) -> String {
    let words = match error.kind() {
        io::ErrorKind::NotFound => t.cli_io_not_found(),
        io::ErrorKind::PermissionDenied => t.cli_io_denied(),
        io::ErrorKind::AlreadyExists => t.cli_io_exists(),
        io::ErrorKind::StorageFull => t.cli_io_full(),
        io::ErrorKind::IsADirectory => t.cli_io_folder(),
        io::ErrorKind::NotADirectory => t.cli_io_no_folder(),
        io::ErrorKind::AddrInUse => t.cli_io_in_use(),
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData => t.cli_io_damaged(),
        _ => return error.to_string(),
    };
    words.to_owned()
}

fn refusal_words(t: Messages, error: &Error) -> String {
    match error {
        Error::Store(error) => store_words(t, error),
        Error::Invalid(Invalid(fields)) => {
            fields.iter().map(|error| field_words(t, error)).collect::<Vec<_>>().join("\n")
        }
        Error::OldChain => t.problem_old_chain().to_owned(),
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
