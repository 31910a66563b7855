//! What is logged, and in what shape.

use serde::{Deserialize, Serialize};
use tracing_subscriber::EnvFilter;

/// What is logged, and in what shape.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Log {
    /// What to log: `info`, `warn`, `info,palier::access=off` …
    pub filter: String,
    /// In what shape.
    pub format: LogFormat,
}

/// In what shape to log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines: one JSON object a line.
    Json,
}

impl Default for Log {
    fn default() -> Self {
        Self { filter: "info,sea_orm_migration=warn".to_owned(), format: LogFormat::Text }
    }
}

impl Log {
    /// The filter, or what is wrong with it.
    pub fn filter(&self) -> Result<EnvFilter, String> {
        EnvFilter::try_new(&self.filter).map_err(|error| error.to_string())
    }
}
