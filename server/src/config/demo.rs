//! Showing Palier around.

use serde::{Deserialize, Serialize};

/// Showing Palier around.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Demo {
    /// Whether the sign-in page offers the demo accounts. Never on a portal that real people use.
    pub enabled: bool,
    /// The password that all demo accounts get when they are made.
    pub password: String,
}

impl Default for Demo {
    fn default() -> Self {
        Self { enabled: false, password: "escalier-en-demo".to_owned() }
    }
}
