//! What an import says of a file.

use serde::{Deserialize, Serialize};

use super::FlowFault;

/// Why a file is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImportProblem {
    /// It is a symbolic link.
    Symlink,
    /// It lies outside the folders of the languages.
    NoLanguage,
    /// It is a pipe, a socket or a device.
    NotAFile,
    /// The block at its head is TOML.
    FrontMatterToml,
    /// Its name is not UTF-8.
    NameNotUtf8,
    /// Its name has no letter or digit, so it gets no address.
    NoName,
    /// Its path leads out of the folder.
    UnsafePath,
    /// It has more than so many megabytes.
    TooLarge(u64),
    /// It could not be read, as the operating system or the archive says.
    Unreadable(String),
    /// It is protected by a password.
    Encrypted,
    /// It is not a text: the character of this number, from 1, can be part of none.
    NotText(usize),
    /// The block at its head is not closed.
    FrontMatterOpen,
    /// The block at its head is not YAML.
    FrontMatter {
        /// The line in the file, from 1.
        line: u64,
        /// The column, from 1.
        column: u64,
        /// What stands in that line.
        text: String,
    },
    /// This significance is not known.
    Significance(String),
    /// This contact type is not known.
    ContactType(String),
    /// Another file has the same address.
    SameAddress {
        /// The address.
        slug: String,
        /// The other file.
        other: String,
    },
    /// There is another draft of this instruction already.
    DraftThere,
    /// These faults are in guided flows, each with the flow's title.
    Flows(Vec<(String, FlowFault)>),
}

/// What is remarkable about a file that is imported all the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ImportNote {
    /// It is not UTF-8 and was read as Windows-1252, which includes Latin-1.
    Latin1,
    /// It is UTF-16.
    Utf16,
    /// It began with a byte order mark.
    ByteOrderMark,
    /// Its lines ended as on Windows.
    WindowsLines,
    /// A link leads to no page of the folder or the space.
    DeadLink(String),
    /// An image is not in the folder.
    MissingImage(String),
    /// An image lies on another host and is not shown.
    ForeignImage(String),
    /// An image is too large, damaged, or of a kind that is not shown.
    OddImage(String),
    /// Nobody has this address, so nobody answers for the article.
    UnknownOwner(String),
    /// It becomes a draft, to be handed in, because vendors read the space.
    Draft(Intended),
    /// Its article stays where it is, at this path: a draft does not move it.
    StaysAt(String),
    /// The same is approved already, and waits to take effect.
    Coming,
}

/// What a draft that came with an import is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Intended {
    /// A new article, or an article's first version in the language.
    New,
    /// A change of what is in effect.
    Change,
    /// What was withdrawn, or has ended, again.
    Return,
}

/// Why nothing is imported at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImportRefusal {
    /// It is not a zip file, or a damaged one.
    NotAZip,
    /// There are more than so many files.
    TooManyFiles(usize),
    /// Unpacked it has more than so many megabytes.
    TooLargeInAll(u64),
    /// It was not said in which language the files are, and there are no folders `fr` and `en`.
    NoLanguage,
    /// There is no Markdown file.
    Empty,
    /// The storage of images does not answer.
    NoStorage,
}
