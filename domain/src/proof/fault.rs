//! What can be wrong with a pack.

use std::collections::BTreeSet;

use crate::UserId;
use crate::event::{ChainBreak, Hash};

use super::pack::{ACKNOWLEDGEMENTS, CHAIN, MANIFEST};

/// What is wrong with a pack: the first thing that was found, named as precisely as it can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProofFault {
    /// It is no zip file.
    NotAPack,
    /// It ends, at so many bytes, before its end.
    CutOff {
        /// How many bytes there are.
        size: u64,
    },
    /// Something stands behind its end.
    Trailing {
        /// The first byte that should not be there, from 0.
        at: u64,
        /// How many there are.
        count: u64,
    },
    /// A byte of the zip file itself is not what the rest of it says.
    Byte {
        /// Which, from 0.
        at: u64,
        /// What it belongs to.
        place: Place,
        /// What it should be.
        expected: u8,
        /// What it is.
        found: u8,
    },
    /// A part of the zip file is not where, or not as large as, the rest of it says: something was put in or taken out.
    Layout {
        /// Which part.
        place: Place,
        /// Where it should be, or how large.
        expected: u64,
        /// Where it is, or how large.
        found: u64,
    },
    /// A file does not have the checksum that the zip file has of it.
    Checksum {
        /// Which.
        file: String,
        /// What the zip file says.
        expected: u32,
        /// What it is.
        found: u32,
    },
    /// There are two files of one name.
    FileTwice {
        /// Which.
        file: String,
    },
    /// A file is not there.
    FileMissing {
        /// Which.
        file: String,
    },
    /// A file is there that does not belong to the pack.
    FileUnknown {
        /// Which.
        file: String,
    },
    /// A file is not in its place.
    FileOrder {
        /// Which.
        file: String,
    },
    /// A file does not have the hash that is recorded of it.
    FileChanged {
        /// Which.
        file: String,
        /// What is recorded.
        expected: Hash,
        /// What it is.
        found: Hash,
    },
    /// Made by a later Palier.
    Format {
        /// The shape.
        found: u64,
    },
    /// A line is not what it should be.
    Unreadable {
        /// In which file.
        file: String,
        /// Which, from 1.
        line: u64,
        /// What is wrong, for those who know JSON.
        why: String,
    },
    /// A line says what it should, but not as Palier writes it.
    Spelling {
        /// In which file.
        file: String,
        /// Which, from 1.
        line: u64,
    },
    /// A value is not what another part of the pack says.
    Value {
        /// In which file.
        file: String,
        /// In which line, from 1, where the file has a value a line.
        line: Option<u64>,
        /// Which.
        field: &'static str,
        /// What it should be.
        expected: String,
        /// What it is.
        found: String,
    },
    /// The chain is broken.
    Chain {
        /// In which line, from 1.
        line: u64,
        /// How.
        broken: ChainBreak,
    },
    /// The chain does not begin with the sending of the broadcast.
    NotSent,
    /// The chain does not end with the event that seals the pack.
    NotSealed,
    /// An event is shown that was recorded after what the pack tells of.
    ShownLater {
        /// In which line, from 1.
        line: u64,
        /// Which event.
        seq: i64,
    },
    /// A file is not the one that the last event of the chain sealed.
    SealedOtherwise {
        /// Which.
        file: String,
        /// The event.
        seq: i64,
        /// The hash that it recorded; none where it does not know the file.
        expected: Option<Hash>,
        /// What it is.
        found: Hash,
    },
    /// The chain has no such acknowledgement.
    NoSuchEvent {
        /// In which line, from 1.
        line: u64,
        /// Of which event.
        seq: i64,
    },
    /// An acknowledgement is not there although the chain, or the list of recipients, has it.
    NotAcknowledged {
        /// Whose.
        agent: UserId,
        /// The event; none where only the list of recipients says so.
        seq: Option<i64>,
    },
    /// Somebody acknowledged twice.
    Twice {
        /// In which file.
        file: String,
        /// In which line, from 1.
        line: u64,
        /// Who.
        agent: UserId,
    },
    /// Somebody acknowledged whom the broadcast did not reach.
    NotARecipient {
        /// In which line, from 1.
        line: u64,
        /// Who.
        agent: UserId,
    },
    /// Somebody acknowledged before it was sent.
    TooEarly {
        /// In which line, from 1.
        line: u64,
        /// Who.
        agent: UserId,
    },
    /// The hash that was kept elsewhere is not in the chain.
    HeadUnknown {
        /// The hash.
        head: Hash,
        /// The last event of the chain.
        last: i64,
    },
    /// The whole file does not have the hash that was written beside it.
    Beside {
        /// The file beside it.
        file: String,
        /// What stands there.
        expected: String,
        /// What it is.
        found: Hash,
    },
}

/// A part of a zip file that is not the content of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// What stands before a file.
    Header(String),
    /// What the directory says of a file.
    Directory(String),
    /// The end of the zip file.
    End,
}

impl ProofFault {
    /// The file in which it was found; none where it is in no file.
    pub fn file(&self) -> Option<&str> {
        match self {
            Self::Checksum { file, .. }
            | Self::FileTwice { file }
            | Self::FileMissing { file }
            | Self::FileUnknown { file }
            | Self::FileOrder { file }
            | Self::FileChanged { file, .. }
            | Self::Unreadable { file, .. }
            | Self::Spelling { file, .. }
            | Self::Value { file, .. }
            | Self::Twice { file, .. }
            | Self::SealedOtherwise { file, .. } => Some(file),
            Self::Format { .. } => Some(MANIFEST),
            Self::Chain { .. } | Self::NotSent | Self::NotSealed | Self::ShownLater { .. } => Some(CHAIN),
            Self::NoSuchEvent { .. }
            | Self::NotAcknowledged { .. }
            | Self::NotARecipient { .. }
            | Self::TooEarly { .. } => Some(ACKNOWLEDGEMENTS),
            Self::NotAPack
            | Self::CutOff { .. }
            | Self::Trailing { .. }
            | Self::Byte { .. }
            | Self::Layout { .. }
            | Self::HeadUnknown { .. }
            | Self::Beside { .. } => None,
        }
    }
}

/// Refuses a value that is not what another part of the pack says.
pub(super) fn same<T: PartialEq + ToString>(
    file: &str,
    line: Option<u64>,
    field: &'static str,
    expected: T,
    found: T,
) -> Result<(), ProofFault> {
    if expected == found {
        return Ok(());
    }
    let (expected, found) = (expected.to_string(), found.to_string());
    Err(ProofFault::Value { file: file.to_owned(), line, field, expected, found })
}

/// A value that may be missing, as JSON has it.
pub(super) fn optional(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "null".to_owned(), |value| value.to_string())
}

/// Values one behind the other.
pub(super) fn list<T: ToString>(values: &BTreeSet<T>) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
