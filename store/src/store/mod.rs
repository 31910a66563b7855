//! Opening a database, reading from it, writing to it.

mod inspect;
mod open;
mod postgres;
mod readers;
mod sqlite;

use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use domain::{Scope, Slug};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use tokio::sync::watch;

use crate::error::{StoreError, StoreResult};
use crate::tx::Stamp;
use crate::{Db, File, Files, FilesOptions, Objects, Tx};

pub use inspect::Inspection;
pub(crate) use open::sqlite_path;

/// Which database is below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Embedded; one process.
    Sqlite,
    /// A server; any number of processes.
    Postgres,
}

/// What the log held at some moment: see [`Store::revision`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revision {
    head: i64,
    /// How many writes of this process were committed with events, sealed or not.
    writes: u64,
}

impl std::fmt::Display for Revision {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { head, writes } = self;
        write!(f, "{head}-{writes}")
    }
}

/// How to open a database.
#[derive(Clone, Debug)]
pub struct StoreOptions {
    /// `sqlite://path`, `sqlite:path` or `postgres://…`.
    pub url: String,
    /// The most connections to hold at once: readers on SQLite, all on PostgreSQL.
    pub max_connections: u32,
    /// How long to wait for a connection.
    pub acquire_timeout: Duration,
    /// Whether to write as well. Without, a second process may look at a SQLite file in use.
    pub is_read_only: bool,
    /// Where what is in files lies.
    pub files: FilesOptions,
}

impl StoreOptions {
    /// The defaults for a URL.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            max_connections: 16,
            acquire_timeout: Duration::from_secs(5),
            is_read_only: false,
            files: FilesOptions::default(),
        }
    }
}

/// An open database.
#[derive(Clone, Debug)]
pub struct Store {
    engine: Engine,
    readers: readers::Readers,
    writer: Writer,
    head: watch::Receiver<i64>,
    file: Option<Arc<SqliteFile>>,
    objects: Objects,
}

#[derive(Clone, Debug)]
enum Writer {
    Queue(sqlite::Queue),
    Pool(postgres::Pool),
    None,
}

/// The SQLite file, its identity when it was opened, and the lock that keeps other processes out.
#[derive(Debug)]
struct SqliteFile {
    path: PathBuf,
    identity: Option<(u64, u64)>,
    /// Let go of when the store is gone; by the operating system when the process ends, however it ends.
    _lock: Option<open::Lock>,
}

impl Store {
    /// Which database is below.
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// Reads, outside any transaction.
    pub fn read(&self) -> Db {
        Db::pool(self.readers.pool())
    }

    /// What is in files.
    pub const fn objects(&self) -> &Objects {
        &self.objects
    }

    /// A file that a space of a scope shows or once showed, with what is in it.
    pub async fn file(&self, scope: Scope, space: &Slug, hash: &str) -> StoreResult<Option<File>> {
        let Some(kept) = self.read().files(scope).get(space, hash).await? else { return Ok(None) };
        let bytes = self.bytes_of(hash).await?;
        let lost = || StoreError::Files(format!("there is no object `{hash}` in `{}`", self.objects.shown()));
        Ok(Some(kept.with(bytes.ok_or_else(lost)?)))
    }

    /// What is in a file that some row names, wherever it is by now.
    pub(crate) async fn bytes_of(&self, hash: &str) -> StoreResult<Option<Vec<u8>>> {
        match self.objects.get(hash).await {
            Ok(Some(bytes)) => Ok(Some(bytes)),
            // What is not moved yet is read, whether the storage answers or not.
            kept => match Files::waiting(&self.read(), hash).await? {
                Some(bytes) => Ok(Some(bytes)),
                None => kept,
            },
        }
    }

    /// Runs a piece of work in one transaction: all of it is committed with its events and jobs, or none.
    ///
    /// Nothing but the database may be awaited inside, and a statement that failed must fail the work: on
    /// PostgreSQL it has undone all of it. On SQLite several pieces of work that wait at the
    /// same time are committed together, each in a savepoint of its own, so that they share one flush.
    pub async fn write<T, E, F, Fut>(&self, stamp: Stamp, work: F) -> Result<T, E>
    where
        F: FnOnce(Tx) -> Fut + Send + 'static,
        Fut: Future<Output = Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        match &self.writer {
            Writer::Queue(queue) => queue.write(stamp, work).await,
            Writer::Pool(pool) => pool.write(stamp, work).await,
            Writer::None => Err(StoreError::Unavailable("opened for reading only".to_owned()).into()),
        }
    }

    /// The number of the last sealed event; changes when more are sealed, by this process or another. Of a
    /// store for reading only it stays as it was when that was opened.
    pub fn head(&self) -> watch::Receiver<i64> {
        self.head.clone()
    }

    /// Waits until [`Store::head`] has everything that this process has written by now.
    pub async fn settled(&self) {
        match &self.writer {
            Writer::Pool(pool) => pool.settled().await,
            // On SQLite the head itself moves before the write returns.
            Writer::Queue(_) | Writer::None => {}
        }
    }

    /// Changes with everything that is recorded in the log: by this process before the write returns, by another as
    /// soon as the news of it comes in. What was read at one revision still holds at an equal one.
    pub fn revision(&self) -> Revision {
        let writes = match &self.writer {
            Writer::Pool(pool) => pool.writes(),
            // On SQLite the head itself moves before the write returns.
            Writer::Queue(_) | Writer::None => 0,
        };
        Revision { head: *self.head.borrow(), writes }
    }

    /// Whether the database answers and takes writes.
    pub async fn check(&self) -> StoreResult<()> {
        if let Some(file) = &self.file {
            file.check()?;
        }
        match &self.writer {
            Writer::Queue(queue) => queue.check().await?,
            Writer::Pool(pool) => pool.check().await?,
            Writer::None => {}
        }
        let readers = self.readers.pool();
        readers.query_one_raw(Statement::from_string(readers.get_database_backend(), "SELECT 1")).await?;
        Ok(())
    }

    /// Whether this was opened for reading only.
    pub(crate) const fn is_read_only(&self) -> bool {
        matches!(self.writer, Writer::None)
    }

    /// Tells those who wait for [`Self::head`] that the log was filled by something else than a write.
    pub(crate) fn advance(&self, head: i64) {
        match &self.writer {
            Writer::Queue(queue) => queue.advance(head),
            Writer::Pool(pool) => pool.advance(head),
            Writer::None => {}
        }
    }

    /// The connections themselves, for backup and restore.
    pub(crate) fn pool(&self) -> DatabaseConnection {
        self.readers.pool()
    }

    /// Closes the connections; work that was accepted is finished first.
    pub async fn close(self) {
        match self.writer {
            Writer::Queue(queue) => queue.close().await,
            Writer::Pool(pool) => pool.close(),
            Writer::None => {}
        }
        if let Err(error) = self.readers.pool().close().await {
            tracing::warn!(%error, "closing the database");
        }
    }
}

impl SqliteFile {
    /// Whether the file that was opened still stands in its place.
    fn check(&self) -> StoreResult<()> {
        if identity_of(&self.path) == self.identity {
            return Ok(());
        }
        Err(StoreError::Unavailable(format!(
            "the database file `{}` was moved, removed or replaced while it was in use",
            self.path.display()
        )))
    }
}

#[cfg(unix)]
fn identity_of(path: &std::path::Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity_of(path: &std::path::Path) -> Option<(u64, u64)> {
    std::fs::metadata(path).ok().map(|_| (0, 0))
}
