//! Opening: pools, pragmas, the lock on a SQLite file, migrations.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use migration::{Migrator, MigratorTrait};
use percent_encoding::percent_decode_str;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, TransactionTrait};
use tokio::sync::watch;

use super::inspect::pending;
use super::readers::Readers;
use super::{Engine, SqliteFile, Store, StoreOptions, Writer, identity_of, postgres, sqlite};
use crate::error::{StoreError, StoreResult};
use crate::{Objects, event};

/// One listens and one seals; with fewer, nothing would be left for the rest.
const POSTGRES_MIN_CONNECTIONS: u32 = 3;
/// The key of the advisory lock for migrations: "schema" in ASCII.
const SCHEMA_LOCK: i64 = 0x7363_6865_6d61;

impl Store {
    /// Opens a database and brings its schema up to date; for reading only, refuses one that is not.
    pub async fn open(options: &StoreOptions) -> StoreResult<Self> {
        match sqlite_path(&options.url) {
            Some(path) => Self::open_sqlite(options, path).await,
            None => Self::open_postgres(options).await,
        }
    }

    async fn open_sqlite(options: &StoreOptions, path: PathBuf) -> StoreResult<Self> {
        if path.as_os_str().is_empty() || path == Path::new(":memory:") {
            let error = io::Error::new(io::ErrorKind::InvalidInput, "names no database file");
            return Err(StoreError::File { path: options.url.clone(), error });
        }
        if options.is_read_only && !path.is_file() {
            return Err(StoreError::file(&path, io::ErrorKind::NotFound.into()));
        }
        let (lock, writer) = if options.is_read_only {
            (None, None)
        } else {
            // What a link leads to has its own name only once it is there.
            make_private(&path)?;
            let lock = lock(&path)?;
            let pool = connect_sqlite_to_write(options).await?;
            migrate_up(&pool).await?;
            (Some(lock), Some(pool))
        };
        let readers = connect_sqlite(options, options.max_connections).await?;
        if options.is_read_only {
            want_up_to_date(&readers).await?;
        }
        let (head_tx, head) = watch::channel(event::head(&readers).await?.0);
        let file = SqliteFile { identity: identity_of(&path), path, _lock: lock };
        let readers = Readers::new(readers);
        let writer = writer.map_or(Writer::None, |pool| {
            Writer::Queue(sqlite::Queue::start(pool, readers.clone(), options.clone(), head_tx))
        });
        let objects = Objects::open(options)?;
        Ok(Self { engine: Engine::Sqlite, readers, writer, head, file: Some(Arc::new(file)), objects })
    }

    async fn open_postgres(options: &StoreOptions) -> StoreResult<Self> {
        let pool = connect_postgres(options).await?;
        if options.is_read_only {
            want_up_to_date(&pool).await?;
        } else {
            migrate_up_alone(&pool).await?;
        }
        let (head_tx, head) = watch::channel(event::head(&pool).await?.0);
        let writer = if options.is_read_only {
            Writer::None
        } else {
            Writer::Pool(postgres::Pool::start(pool.clone(), head_tx))
        };
        let (readers, objects) = (Readers::new(pool), Objects::open(options)?);
        Ok(Self { engine: Engine::Postgres, readers, writer, head, file: None, objects })
    }
}

/// The path in a SQLite URL; `None` for any other URL.
pub(crate) fn sqlite_path(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    let path = percent_decode_str(path.split('?').next().unwrap_or_default());
    Some(PathBuf::from(path.decode_utf8_lossy().into_owned()))
}

/// The lock on a SQLite file. It is let go of in so many words: a program that is being started at that moment has the file
/// open as well until it runs, and closing it here alone would leave it locked for so long.
#[derive(Debug)]
pub(super) struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        // Where that fails it goes with the last who has it open.
        let _ = self.0.unlock();
    }
}

/// Takes the lock on a SQLite file that is there, in a file beside it: locking the database itself would disturb SQLite.
pub(super) fn lock(path: &Path) -> StoreResult<Lock> {
    let mut name = real(path).into_os_string();
    name.push(".lock");
    let name = PathBuf::from(name);
    let lock = open_private(&name).map_err(|error| StoreError::file(&name, error))?;
    lock.try_lock().map_err(|error| match error {
        std::fs::TryLockError::WouldBlock => StoreError::Held(path.display().to_string()),
        std::fs::TryLockError::Error(error) => StoreError::file(&name, error),
    })?;
    Ok(Lock(lock))
}

/// The path behind symbolic links, so that one file has one lock whatever it is called.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// Makes the database file if there is none, for its owner alone: one made by SQLite could be read by everybody. The
/// files that SQLite lays beside it are as private as the database.
fn make_private(path: &Path) -> StoreResult<()> {
    if path.exists() {
        return Ok(());
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| StoreError::file(folder, error))?;
    }
    open_private(path).map(drop).map_err(|error| StoreError::file(path, error))
}

/// Opens a file, and makes it for its owner alone if there is none.
fn open_private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

pub(super) async fn connect_postgres(options: &StoreOptions) -> StoreResult<DatabaseConnection> {
    let mut connect = ConnectOptions::new(&options.url);
    tune(&mut connect, options, options.max_connections.max(POSTGRES_MIN_CONNECTIONS));
    Ok(Database::connect(connect).await?)
}

/// The one connection that writes.
pub(super) async fn connect_sqlite_to_write(options: &StoreOptions) -> StoreResult<DatabaseConnection> {
    if let Some(path) = sqlite_path(&options.url) {
        make_writable_beside(&real(&path));
    }
    connect_sqlite(options, 1).await
}

/// Gives the files that SQLite lays beside a database the mode that the database has. It makes them with that mode and
/// never looks at it again: those of a file that could not be written then would refuse every write for ever.
fn make_writable_beside(path: &Path) {
    let Ok(metadata) = std::fs::metadata(path) else { return };
    if metadata.permissions().readonly() {
        return;
    }
    for end in ["-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        // What is not there needs nothing, and of what is not ours SQLite says what is wrong.
        let _left = std::fs::set_permissions(name, metadata.permissions());
    }
}

pub(super) async fn connect_sqlite(
    options: &StoreOptions,
    connections: u32,
) -> StoreResult<DatabaseConnection> {
    Ok(Database::connect(sqlite_options(options, connections)).await?)
}

/// Without opening the file yet.
pub(super) async fn connect_sqlite_lazily(
    options: &StoreOptions,
    connections: u32,
) -> StoreResult<DatabaseConnection> {
    let mut connect = sqlite_options(options, connections);
    connect.connect_lazy(true).min_connections(0);
    Ok(Database::connect(connect).await?)
}

fn sqlite_options(options: &StoreOptions, connections: u32) -> ConnectOptions {
    let mut connect = ConnectOptions::new(&options.url);
    tune(&mut connect, options, connections);
    connect.map_sqlx_sqlite_opts(|sqlite| {
        sqlite
            .create_if_missing(false)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .foreign_keys(true)
            .statement_cache_capacity(256)
            .pragma("cache_size", "-4096")
            .pragma("temp_store", "memory")
            .optimize_on_close(false, None)
    });
    connect
}

fn tune(connect: &mut ConnectOptions, options: &StoreOptions, connections: u32) {
    connect
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(options.acquire_timeout)
        .connect_timeout(options.acquire_timeout)
        .idle_timeout(Duration::from_secs(600))
        .test_before_acquire_if_idle_for(Duration::from_secs(5))
        .sqlx_logging(false);
}

/// On PostgreSQL, where several processes may start at once.
async fn migrate_up_alone(pool: &DatabaseConnection) -> StoreResult<()> {
    let alone = pool.begin().await?;
    alone.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({SCHEMA_LOCK})")).await?;
    migrate_up(pool).await?;
    Ok(alone.rollback().await?)
}

async fn migrate_up(pool: &DatabaseConnection) -> StoreResult<()> {
    Migrator::up(pool, None).await.map_err(StoreError::Migration)
}

/// Without it the first query would fail on a column that is not there yet.
async fn want_up_to_date(pool: &DatabaseConnection) -> StoreResult<()> {
    let pending = pending(pool).await?;
    if pending.is_empty() { Ok(()) } else { Err(StoreError::Outdated(pending.join(", "))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_is_read_from_every_spelling_of_a_sqlite_url() {
        for url in ["sqlite://data/p.sqlite", "sqlite:data/p.sqlite", "sqlite://data/p.sqlite?mode=rwc"] {
            assert_eq!(sqlite_path(url), Some(PathBuf::from("data/p.sqlite")), "{url}");
        }
        assert_eq!(sqlite_path("sqlite:///var/p.sqlite"), Some(PathBuf::from("/var/p.sqlite")));
        assert_eq!(sqlite_path("sqlite://a%20b%3F.sqlite?mode=rw"), Some(PathBuf::from("a b?.sqlite")));
        assert_eq!(sqlite_path("postgres://localhost/p"), None);
    }
}
