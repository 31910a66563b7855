//! Databases for tests: each test has one of its own, on each engine.
//!
//! The schema is migrated once into a template, of which each test has a copy. PostgreSQL is the server at
//! `PALIER_TEST_POSTGRES_URL`, whose user may create databases; copies are dropped after the test. `cargo xtask test` sets the
//! variable. Without it, the tests for PostgreSQL say that they were not run.

use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr};

use crate::{Store, StoreOptions};

/// A database of one test.
#[derive(Debug)]
pub struct TestDatabase {
    /// How to open it.
    pub options: StoreOptions,
    /// Goes when the test goes.
    _home: Home,
    /// So does what is in files.
    files: tempfile::TempDir,
}

/// Where it lies, and what to clear away in the end.
#[derive(Debug)]
enum Home {
    Folder(tempfile::TempDir),
    Server { url: String, name: String },
}

impl Drop for Home {
    fn drop(&mut self) {
        let Self::Server { url, name } = self else { return };
        let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        // What cannot be dropped stays in a cluster that is for tests alone.
        run_apart(async { connect(url).await?.execute_unprepared(&sql).await }).ok();
    }
}

impl TestDatabase {
    /// A file that is migrated and holds nothing.
    pub fn sqlite() -> Self {
        let database = Self::no_file();
        if let Home::Folder(folder) = &database._home {
            #[expect(clippy::expect_used, reason = "only in tests")]
            copy_template(&file_in(folder)).expect("a copy of the migrated file");
        }
        database
    }

    /// A place for a file that is not there yet.
    pub fn no_file() -> Self {
        #[expect(clippy::expect_used, reason = "only in tests")]
        let folder = tempfile::tempdir().expect("a folder for a test database");
        let url = format!("sqlite://{}", file_in(&folder).display());
        Self::at(StoreOptions::new(url), Home::Folder(folder))
    }

    fn at(mut options: StoreOptions, home: Home) -> Self {
        #[expect(clippy::expect_used, reason = "only in tests")]
        let files = tempfile::tempdir().expect("a folder for the files of a test");
        options.files.url = files.path().join("files").display().to_string();
        // A machine that stands still for a moment is no database that is away.
        options.acquire_timeout = Duration::from_secs(30);
        Self { options, _home: home, files }
    }

    /// A new database on the server, or none when there is no server to use.
    pub async fn postgres() -> Option<Self> {
        let Ok(server) = std::env::var("PALIER_TEST_POSTGRES_URL") else {
            let wanted = std::env::var("PALIER_TEST_ENGINES").unwrap_or_default();
            assert!(
                wanted != "both",
                "PALIER_TEST_ENGINES asks for both engines, but there is no server to use"
            );
            #[expect(clippy::print_stderr, reason = "only in tests")]
            {
                eprintln!(
                    "not run on PostgreSQL: PALIER_TEST_POSTGRES_URL is not set; `cargo xtask test` sets it"
                );
            }
            return None;
        };
        #[expect(clippy::expect_used, reason = "only in tests")]
        let name = clone_template(&server).await.expect("a database on the test server");
        let mut options = StoreOptions::new(at(&server, &name));
        options.max_connections = 8;
        Some(Self::at(options, Home::Server { url: server, name }))
    }

    /// Takes the database away from whoever uses it, as when its disk or its server goes.
    pub async fn take_away(&self) {
        #[expect(clippy::expect_used, reason = "only in tests")]
        match &self._home {
            Home::Folder(folder) => std::fs::rename(file_in(folder), away(folder)).expect("the file moves"),
            Home::Server { url, name } => {
                let lock_out = format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false");
                let end = format!(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
                );
                administer(url, &[&lock_out, &end]).await.expect("the database is locked");
            }
        }
    }

    /// Gives it back.
    pub async fn give_back(&self) {
        #[expect(clippy::expect_used, reason = "only in tests")]
        match &self._home {
            Home::Folder(folder) => std::fs::rename(away(folder), file_in(folder)).expect("the file moves"),
            Home::Server { url, name } => {
                let let_in = format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true");
                administer(url, &[&let_in]).await.expect("the database is opened");
            }
        }
    }

    /// Lets nobody write any more, as on a server that stands in for another. On PostgreSQL alone: nothing keeps root from
    /// writing to a file.
    pub async fn take_writing_away(&self) {
        let Home::Server { url, name } = &self._home else { return };
        let forbid = format!("ALTER DATABASE {name} SET default_transaction_read_only = on");
        // Who is connected has their own word for it.
        let end = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        #[expect(clippy::expect_used, reason = "only in tests")]
        administer(url, &[&forbid, &end]).await.expect("the database is set");
    }

    /// Lets those who connect from now on write again.
    pub async fn give_writing_back(&self) {
        let Home::Server { url, name } = &self._home else { return };
        let allow = format!("ALTER DATABASE {name} RESET default_transaction_read_only");
        #[expect(clippy::expect_used, reason = "only in tests")]
        administer(url, &[&allow]).await.expect("the database is set");
    }

    /// Takes what is in files away, or gives it back when it was.
    pub fn take_files_away_or_give_them_back(&self) {
        let (here, away) = (self.files.path().join("files"), self.files.path().join("away"));
        let (from, to) = if here.exists() { (here, away) } else { (away, here) };
        #[expect(clippy::expect_used, reason = "only in tests")]
        std::fs::rename(from, to).expect("the folder moves");
    }

    /// Opens it.
    pub async fn open(&self) -> Store {
        #[expect(clippy::expect_used, reason = "only in tests")]
        Store::open(&self.options).await.expect("the test database opens")
    }
}

fn file_in(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("palier.sqlite")
}

/// Where the file is while it is taken away.
fn away(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("away.sqlite")
}

async fn administer(server: &str, statements: &[&str]) -> Result<(), DbErr> {
    let admin = connect(server).await?;
    for statement in statements {
        admin.execute_unprepared(statement).await?;
    }
    admin.close().await
}

/// Makes the migrated file unless an earlier test has, and copies it.
fn copy_template(to: &Path) -> std::io::Result<()> {
    let template = std::env::temp_dir().join(format!("{}.sqlite", template()));
    if !template.exists() {
        let folder = tempfile::tempdir_in(std::env::temp_dir())?;
        let file = file_in(&folder);
        run_apart(migrated(&format!("sqlite://{}?mode=rwc", file.display())))
            .map_err(std::io::Error::other)?;
        // Whoever comes second puts the same in its place.
        std::fs::rename(file, &template)?;
    }
    std::fs::copy(template, to).map(drop)
}

async fn migrated(url: &str) -> Result<(), DbErr> {
    let pool = connect(url).await?;
    Migrator::up(&pool, None).await?;
    pool.close().await
}

/// Runs something to its end in a thread: a test may be inside a runtime, where nothing can be waited for, and a thread has none.
fn run_apart<T: Send>(work: impl Future<Output = Result<T, DbErr>> + Send) -> Result<T, DbErr> {
    let run = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.map_err(|error| DbErr::Custom(error.to_string()))?.block_on(work)
    };
    std::thread::scope(|scope| {
        scope.spawn(run).join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

async fn clone_template(server: &str) -> Result<String, DbErr> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let template = template();
    let admin = connect(server).await?;
    // Held by one test at a time: cloning wants the template to itself.
    admin.execute_unprepared("SELECT pg_advisory_lock(7305)").await?;
    let exists = admin
        .query_one_raw(sea_orm::Statement::from_string(
            sea_orm::DbBackend::Postgres,
            format!("SELECT 1 FROM pg_database WHERE datname = '{template}'"),
        ))
        .await?;
    if exists.is_none() {
        let unready = format!("{template}_unready");
        admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {unready}")).await?;
        admin.execute_unprepared(&format!("CREATE DATABASE {unready}")).await?;
        migrated(&at(server, &unready)).await?;
        admin.execute_unprepared(&format!("ALTER DATABASE {unready} RENAME TO {template}")).await?;
    }
    let name = format!("palier_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name}")).await?;
    admin.execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await?;
    admin.close().await?;
    Ok(name)
}

/// Named after the text of the migrations, so that none is cloned that an earlier text made.
fn template() -> String {
    let mut hasher = std::hash::DefaultHasher::new();
    migration::SOURCES.hash(&mut hasher);
    format!("palier_template_{:016x}", hasher.finish())
}

async fn connect(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await
}

/// The URL of another database on the same server.
fn at(server: &str, name: &str) -> String {
    let (base, query) = server.split_once('?').map_or((server, ""), |(base, query)| (base, query));
    let base = base.rsplit_once('/').map_or(base, |(base, _)| base);
    if query.is_empty() { format!("{base}/{name}") } else { format!("{base}/{name}?{query}") }
}

/// Makes two tests of one: on SQLite, and on PostgreSQL. The body is given a [`TestDatabase`].
#[macro_export]
macro_rules! on_both_engines {
    ($($(#[$attr:meta])* async fn $name:ident($database:ident) $body:block)+) => {
        $(
            $(#[$attr])*
            mod $name {
                #[allow(unused_imports)]
                use super::*;

                async fn on_one_engine($database: $crate::testing::TestDatabase) $body

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn sqlite() {
                    on_one_engine($crate::testing::TestDatabase::sqlite()).await;
                }

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn postgres() {
                    if let Some(database) = $crate::testing::TestDatabase::postgres().await {
                        on_one_engine(database).await;
                    }
                }
            }
        )+
    };
}
