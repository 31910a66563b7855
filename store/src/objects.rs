//! What is in files, outside the database: in a folder, or in a bucket of a service that speaks S3. Each object lies under
//! the hash of what is in it and never changes.
//!
//! An object is there, and settled on its disk, before a transaction names it: what breaks off leaves at the worst an object
//! that nothing names. Nothing is ever removed, so what is named stays.

use std::io;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ClientOptions, GetOptions, ObjectStore, PutOptions, PutPayload, RetryConfig};
use sha2::{Digest, Sha256};

use crate::error::{StoreError, StoreResult};
use crate::store::sqlite_path;
use crate::{File, KeptFile, StoreOptions};

/// What a URL of a bucket begins with.
const BUCKET: &str = "s3://";
/// Where files lie when nothing else is said and the database is no file.
const FOLDER: &str = "data/files";
/// The region of services that have none.
const REGION: &str = "us-east-1";
/// How long an answer of a bucket may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// The object that is written to see whether one can be.
const PROBE: &str = "probe";

/// Where what is in files lies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilesOptions {
    /// A folder, or `s3://bucket/prefix`. Empty: the folder `files` beside a SQLite database, or `data/files`.
    pub url: String,
    /// The address of the service, where it is not that of Amazon.
    pub endpoint: String,
    /// The region of the bucket.
    pub region: String,
    /// As whom Palier asks. Empty: as the machine on which it runs.
    pub access_key: String,
    /// The secret that goes with it.
    pub secret_key: String,
}

/// What is in files. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Objects(Arc<Place>);

#[derive(Debug)]
enum Place {
    Folder { path: PathBuf, is_chosen: bool },
    Bucket { shown: String, store: Arc<dyn ObjectStore>, prefix: String },
}

impl Objects {
    /// The place that options name. A folder is made, for its owner alone, unless it is only read. One that cannot be made is
    /// away like any storage that is: that costs images alone.
    pub(crate) fn open(options: &StoreOptions) -> StoreResult<Self> {
        let files = &options.files;
        let place = match files.url.strip_prefix(BUCKET) {
            Some(place) => bucket(place, files)?,
            None => Place::Folder { path: folder(options)?, is_chosen: !files.url.is_empty() },
        };
        if let (Place::Folder { path, .. }, false) = (&place, options.is_read_only)
            && let Err(error) = make_private(path)
        {
            tracing::error!(%error, folder = %path.display(), "the folder of files cannot be made: there are no images");
        }
        Ok(Self(Arc::new(place)))
    }

    /// Where it is, for people.
    pub fn shown(&self) -> String {
        match &*self.0 {
            Place::Folder { path, .. } => path.display().to_string(),
            Place::Bucket { shown, .. } => shown.clone(),
        }
    }

    /// Whether only this machine sees it.
    pub fn is_local(&self) -> bool {
        matches!(&*self.0, Place::Folder { .. })
    }

    /// Whether somebody said where it is.
    pub fn is_chosen(&self) -> bool {
        match &*self.0 {
            Place::Folder { is_chosen, .. } => *is_chosen,
            Place::Bucket { .. } => true,
        }
    }

    /// Keeps what is in a file, so that a transaction can name it. Doing it again changes nothing.
    pub async fn put(&self, file: &File) -> StoreResult<KeptFile> {
        let parts = parts_of(&file.hash);
        self.write(&parts, file.bytes.clone()).await?;
        Ok(KeptFile::of(file))
    }

    /// What lies under a hash; none where nothing does. What is not what the hash says is refused.
    pub(crate) async fn get(&self, hash: &str) -> StoreResult<Option<Vec<u8>>> {
        let (store, path) = self.at(&parts_of(hash))?;
        let found = match store.get_opts(&path, GetOptions::default()).await {
            Ok(found) => found.bytes().await.map_err(away)?,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(away(error)),
        };
        let bytes = Vec::from(found);
        if hash_of(&bytes) == hash {
            Ok(Some(bytes))
        } else {
            Err(StoreError::corrupt(format!("the object `{hash}` is not what it was")))
        }
    }

    /// Whether something can be written.
    pub async fn check(&self) -> StoreResult<()> {
        self.write(&[PROBE.to_owned()], Vec::new()).await
    }

    async fn write(&self, parts: &[String], bytes: Vec<u8>) -> StoreResult<()> {
        let (store, path) = self.at(parts)?;
        store.put_opts(&path, PutPayload::from(bytes), PutOptions::default()).await.map_err(away)?;
        let Place::Folder { path, .. } = &*self.0 else { return Ok(()) };
        let (root, parts) = (path.clone(), parts.to_vec());
        let settled = tokio::task::spawn_blocking(move || settle(&root, &parts)).await;
        settled.map_err(away)?.map_err(away)
    }

    /// The store and a path in it. A folder is looked for each time: one that was taken away and given back is found.
    fn at(&self, parts: &[String]) -> StoreResult<(Arc<dyn ObjectStore>, Path)> {
        let parts = parts.iter().map(String::as_str);
        match &*self.0 {
            Place::Folder { path, .. } => {
                let store = LocalFileSystem::new_with_prefix(path).map_err(away)?;
                let store: Arc<dyn ObjectStore> = Arc::new(store);
                Ok((store, parts.collect()))
            }
            Place::Bucket { store, prefix, .. } => {
                let prefix = prefix.split('/').filter(|part| !part.is_empty());
                Ok((Arc::clone(store), prefix.chain(parts).collect()))
            }
        }
    }
}

/// The hash under which something lies.
pub(crate) fn hash_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Some hundred folders, so that none holds too much.
fn parts_of(hash: &str) -> [String; 2] {
    [hash.chars().take(2).collect(), hash.to_owned()]
}

/// The storage does not answer, and why.
fn away(error: impl std::fmt::Display) -> StoreError {
    StoreError::Files(error.to_string())
}

fn folder(options: &StoreOptions) -> StoreResult<PathBuf> {
    match options.files.url.as_str() {
        "" => Ok(match sqlite_path(&options.url) {
            Some(path) => path.with_file_name("files"),
            None => PathBuf::from(FOLDER),
        }),
        url if url.contains("://") && !url.starts_with("file://") => {
            Err(StoreError::Files(format!("`{url}` is neither a folder nor {BUCKET}bucket/prefix")))
        }
        url => Ok(PathBuf::from(url.strip_prefix("file://").unwrap_or(url))),
    }
}

fn bucket(place: &str, files: &FilesOptions) -> StoreResult<Place> {
    let FilesOptions { url, endpoint, region, access_key, secret_key } = files;
    let (name, prefix) = place.split_once('/').unwrap_or((place, ""));
    let client = ClientOptions::new().with_timeout(PATIENCE).with_connect_timeout(PATIENCE);
    let retry = RetryConfig { max_retries: 2, retry_timeout: PATIENCE, ..RetryConfig::default() };
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(name)
        .with_region(if region.is_empty() { REGION } else { region.as_str() })
        .with_client_options(client)
        .with_retry(retry);
    if !endpoint.is_empty() {
        // A service of one's own may stand in one's own network.
        builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
    }
    if !access_key.is_empty() {
        builder = builder.with_access_key_id(access_key).with_secret_access_key(secret_key);
    }
    let store: Arc<dyn ObjectStore> = Arc::new(builder.build().map_err(away)?);
    Ok(Place::Bucket { shown: url.clone(), store, prefix: prefix.to_owned() })
}

fn make_private(folder: &FilePath) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Waits until a file is on its disk, and so are the names that lead to it.
fn settle(root: &FilePath, parts: &[String]) -> io::Result<()> {
    let mut place = root.to_owned();
    std::fs::File::open(&place)?.sync_all()?;
    for part in parts {
        place.push(part);
        std::fs::File::open(&place)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(url: &str, files: &str) -> StoreOptions {
        let files = FilesOptions { url: files.to_owned(), ..FilesOptions::default() };
        StoreOptions { files, ..StoreOptions::new(url) }
    }

    #[test]
    fn files_lie_beside_the_database_or_where_it_is_said() {
        let check = |url, files, expected: &str| {
            assert_eq!(folder(&options(url, files)).unwrap(), PathBuf::from(expected));
        };
        check("sqlite://data/palier.sqlite", "", "data/files");
        check("sqlite:///var/lib/palier/palier.sqlite?mode=rwc", "", "/var/lib/palier/files");
        check("postgres://localhost/palier", "", "data/files");
        check("postgres://localhost/palier", "/srv/files", "/srv/files");
        check("sqlite://palier.sqlite", "file:///srv/files", "/srv/files");
        assert!(folder(&options("sqlite://palier.sqlite", "gs://bucket")).is_err());
    }

    #[test]
    fn it_is_known_whether_somebody_said_where_files_lie() {
        let is_chosen = |files| {
            let options =
                StoreOptions { is_read_only: true, ..options("postgres://localhost/palier", files) };
            Objects::open(&options).unwrap().is_chosen()
        };
        assert!(!is_chosen(""));
        assert!(is_chosen("data/files"));
    }
}
