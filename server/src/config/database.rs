//! Where the data lies.

use serde::{Deserialize, Serialize};
use service::StoreOptions;

/// Where the data lies.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Database {
    /// `sqlite://path` or `postgres://user:password@host/name`.
    pub url: String,
    /// The most connections to hold at once.
    pub max_connections: u32,
    /// How long to wait for one of them.
    pub acquire_timeout_seconds: u64,
}

impl Default for Database {
    fn default() -> Self {
        Self {
            url: "sqlite://data/palier.sqlite".to_owned(),
            max_connections: 16,
            acquire_timeout_seconds: 5,
        }
    }
}

impl Database {
    /// What is wrong with the URL, if something is.
    pub(super) fn check(&self) -> Result<(), String> {
        let schemes = ["sqlite:", "postgres://", "postgresql://"];
        if schemes.iter().any(|scheme| self.url.starts_with(scheme)) {
            return Ok(());
        }
        // What stands there may be a password.
        Err("begins neither with sqlite: nor with postgres://".to_owned())
    }

    /// As the store wants to know it.
    pub(super) fn options(&self) -> StoreOptions {
        StoreOptions {
            max_connections: self.max_connections.max(1),
            acquire_timeout: std::time::Duration::from_secs(self.acquire_timeout_seconds.max(1)),
            ..StoreOptions::new(&self.url)
        }
    }
}
