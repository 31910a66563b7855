//! Where images lie.

use serde::{Deserialize, Serialize};
use service::FilesOptions;

/// Where images lie.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Files {
    /// A folder, or `s3://bucket/prefix`. Empty: the folder `files` beside a SQLite database, else `data/files`.
    pub url: String,
    /// The address of a service that speaks S3, where it is not that of Amazon.
    pub endpoint: String,
    /// The region of the bucket.
    pub region: String,
    /// As whom Palier asks. Empty: as the machine on which it runs.
    pub access_key: String,
    /// The secret that goes with it.
    pub secret_key: String,
}

impl Files {
    /// As the store wants to know it.
    pub(super) fn options(&self) -> FilesOptions {
        let Self { url, endpoint, region, access_key, secret_key } = self.clone();
        FilesOptions { url, endpoint, region, access_key, secret_key }
    }
}
