//! Settings: defaults in code, then a TOML file, then the environment (`PALIER__SECTION__KEY`).
//!
//! A key that nobody reads is refused, because it is a key that somebody believes is read.

mod database;
mod demo;
mod environment;
mod files;
mod http;
mod jobs;
mod load;
mod log;
mod mail;
mod metrics;
mod print;
mod secret;

use serde::{Deserialize, Serialize};
use service::StoreOptions;

pub use self::http::Http;
pub use self::log::{Log, LogFormat};
pub use self::metrics::Metrics;
pub use database::Database;
pub use demo::Demo;
pub use files::Files;
pub use jobs::Jobs;
pub use load::{Fault, Loaded, Refused, load};
pub use mail::{Mail, Transport};
pub use print::print;

/// Everything that can be set.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Settings {
    /// Where the data lies.
    pub database: Database,
    /// Where images lie.
    pub files: Files,
    /// How people reach the portal.
    pub http: Http,
    /// Where figures for machines are read.
    pub metrics: Metrics,
    /// What is logged.
    pub log: Log,
    /// How letters leave.
    pub mail: Mail,
    /// Showing Palier around.
    pub demo: Demo,
    /// Work that follows a commit.
    pub jobs: Jobs,
}

impl Settings {
    /// How to open the database for reading and writing.
    pub fn writing(&self) -> StoreOptions {
        StoreOptions { files: self.files.options(), ..self.database.options() }
    }

    /// For reading only: also while a server holds the file.
    pub fn reading(&self) -> StoreOptions {
        StoreOptions { is_read_only: true, ..self.writing() }
    }
}
