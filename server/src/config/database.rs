//! Where the data lies.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use service::StoreOptions;

/// Room is kept for each of them from the start.
const MOST_CONNECTIONS: u32 = 1000;
/// An hour, in seconds. No clock goes on for as long as a number may say.
const LONGEST_WAIT: u64 = 3600;

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
            max_connections: self.max_connections.clamp(1, MOST_CONNECTIONS),
            acquire_timeout: Duration::from_secs(self.acquire_timeout_seconds.clamp(1, LONGEST_WAIT)),
            ..StoreOptions::new(&self.url)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_options(max_connections: u32, seconds: u64, expected: (u32, u64)) {
        let settings = Database { max_connections, acquire_timeout_seconds: seconds, ..Database::default() };
        let StoreOptions { max_connections, acquire_timeout, .. } = settings.options();
        assert_eq!((max_connections, acquire_timeout.as_secs()), expected);
    }

    #[test]
    fn numbers_that_nobody_can_mean_become_the_nearest_that_work() {
        check_options(16, 5, (16, 5));
        check_options(0, 0, (1, 1));
        check_options(u32::MAX, u64::MAX, (1000, 3600));
    }
}
