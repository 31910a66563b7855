//! What the tests share: rows to put in, raw SQL to break them with, and patience.

mod world;

use std::fs::File;
use std::future::Future;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use domain::event::{EventKind, NewEvent};
use domain::{JobId, Scope, Timestamp};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use store::event::EventFilter;
use store::testing::TestDatabase;
use store::{Lane, NewJob, Stamp, Store, StoreError, StoreResult, Tx};
use uuid::Uuid;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

pub use world::*;

/// An id that no other row has, also of another process; later ones are greater.
pub fn id() -> Uuid {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let process = u128::from(std::process::id()) << 32;
    let number = u128::from(NEXT.fetch_add(1, Ordering::Relaxed));
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 | process | number)
}

/// Palier itself, at an instant.
pub fn at(millis: i64) -> Stamp {
    Stamp { actor: None, at: Timestamp::from_millis(millis) }
}

/// Writes as Palier itself.
pub async fn write<T, F, Fut>(store: &Store, work: F) -> StoreResult<T>
where
    F: FnOnce(Tx) -> Fut + Send + 'static,
    Fut: Future<Output = StoreResult<T>> + Send + 'static,
    T: Send + 'static,
{
    store.write(at(1_700_000_000_000), work).await
}

/// An event to record.
pub fn event(subject: Uuid) -> NewEvent {
    NewEvent::new(EventKind::VendorCreated, subject)
}

/// A job to enqueue, due at once.
pub fn job() -> NewJob {
    NewJob {
        id: JobId::new(id()),
        kind: "test",
        lane: Lane::Due,
        payload: "{}".to_owned(),
        run_at: Timestamp::from_millis(0),
    }
}

/// The same backup with one of its files rewritten; an empty text leaves it out.
pub fn rewritten(path: &Path, name: &str, rewrite: impl Fn(String) -> String) -> PathBuf {
    let mut whole = ZipArchive::new(File::open(path).unwrap()).unwrap();
    let changed = path.with_file_name("changed.zip");
    let mut zip = ZipWriter::new(File::create(&changed).unwrap());
    let names: Vec<String> = whole.file_names().map(str::to_owned).collect();
    for file in names {
        let mut bytes = Vec::new();
        whole.by_name(&file).unwrap().read_to_end(&mut bytes).unwrap();
        if file == name {
            bytes = rewrite(String::from_utf8(bytes).unwrap()).into_bytes();
        }
        if !bytes.is_empty() {
            zip.start_file(file, SimpleFileOptions::default()).unwrap();
            zip.write_all(&bytes).unwrap();
        }
    }
    zip.finish().unwrap();
    changed
}

/// A failure as a use case may have one.
pub fn failure() -> StoreError {
    StoreError::Corrupt("this piece of work fails".to_owned())
}

/// Waits until the log has so many events.
pub async fn sealed(store: &Store, count: i64) {
    let mut head = store.head();
    // What is waited for is a lock on the head: kept, it would hold up whoever wants to move it, and then this.
    let reached = async { drop(head.wait_for(|head| count <= *head).await) };
    let reached = tokio::time::timeout(Duration::from_secs(60), reached).await;
    let head = *store.head().borrow();
    assert!(reached.is_ok(), "{count} events should be sealed, {head} are");
    assert_eq!(head, count);
}

/// The subjects of all events, in order, after checking the chain.
pub async fn verified_subjects(store: &Store) -> Vec<Uuid> {
    let db = store.read();
    let events = db.events(Scope::Everything);
    let report = events.verify().await.unwrap();
    assert_eq!(report.broken, None);
    assert_eq!(report.unsealed, 0);
    let all = events.after(0, &EventFilter::default(), usize::MAX >> 1).await.unwrap();
    assert_eq!(report.verified, all.len() as i64);
    assert!(all.iter().map(|event| event.seq).eq(1..=all.len() as i64));
    all.into_iter().map(|event| event.subject).collect()
}

/// A connection of its own, past the store.
pub async fn raw(database: &TestDatabase) -> DatabaseConnection {
    let url = &database.options.url;
    let url = if url.starts_with("sqlite") { format!("{url}?mode=rwc") } else { url.clone() };
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.unwrap()
}

/// Runs raw SQL.
pub async fn run(raw: &DatabaseConnection, sql: &str) {
    raw.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// Runs raw SQL that must be refused.
pub async fn refused(raw: &DatabaseConnection, sql: &str) {
    let outcome = raw.execute_unprepared(sql).await;
    assert!(outcome.is_err(), "not refused: {sql}");
}

/// The one number that a query gives.
pub async fn number(raw: &DatabaseConnection, sql: &str) -> i64 {
    let statement = Statement::from_string(raw.get_database_backend(), sql);
    raw.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

/// How many rows a table has.
pub async fn rows(raw: &DatabaseConnection, table: &str) -> i64 {
    number(raw, &format!("SELECT count(*) FROM {table}")).await
}

/// How many connections to a PostgreSQL database there are beside this one.
pub async fn others_connected(raw: &DatabaseConnection) -> i64 {
    let sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    number(raw, sql).await
}

/// An id in raw SQL.
pub fn sql_id(raw: &DatabaseConnection, id: Uuid) -> String {
    match raw.get_database_backend() {
        DbBackend::Postgres => format!("'{id}'"),
        _ => format!("x'{}'", id.simple()),
    }
}
