//! Work that follows a commit.

use serde::{Deserialize, Serialize};

/// Work that follows a commit, such as letters.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Jobs {
    /// Whether `palier serve` does it too, or leaves it to `palier worker`.
    pub inline: bool,
}

impl Default for Jobs {
    fn default() -> Self {
        Self { inline: true }
    }
}
