//! What differs between two versions.

use serde::{Deserialize, Serialize};

/// What became of a piece on the way from one text to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It is in both.
    Same,
    /// It is only in the first.
    Removed,
    /// It is only in the second.
    Added,
}

/// One line of the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiffLine {
    /// What became of the line.
    pub change: Change,
    /// Its number in the first source.
    pub old: Option<u64>,
    /// Its number in the second source.
    pub new: Option<u64>,
    /// The line in pieces; in a line that was removed or added, the pieces that the other line has as well are the
    /// same.
    pub pieces: Vec<(Change, String)>,
}

/// Lines that follow each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DiffLines {
    /// Changes and the lines around them.
    Shown(Vec<DiffLine>),
    /// A long run of lines that are in both.
    Folded(Vec<DiffLine>),
}

/// Blocks of the rendered text that follow each other and share their fate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiffBlock {
    /// What became of them; none where they are in both with changes inside.
    pub change: Option<Change>,
    /// Sanitised HTML. What was removed stands in `<del class="removed">`, what was added in `<ins class="added">`.
    pub html: String,
}
