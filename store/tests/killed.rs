//! A process that is killed in the middle of writes leaves no half write and no broken chain.

use std::process::{Command, Stdio};
use std::time::Duration;

use domain::Scope;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend};
use store::{Store, StoreOptions, StoreResult, Tx, Vendors};

use crate::common::{event, id, job, others_connected, raw, rows, sealed, vendor, verified_subjects, write};

/// Where the child finds its database.
const URL: &str = "STORE_TEST_CHILD_DATABASE";

async fn pair(tx: Tx) -> StoreResult<()> {
    for half in ["first", "second"] {
        let row = id();
        Vendors::insert(&tx, &vendor(&format!("{half} {} {row}", std::process::id()))).await?;
        tx.record(event(row));
    }
    tx.enqueue(job());
    Ok(())
}

/// What the child does: it writes until it is killed. Not a test by itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "run as a child by the test below"]
async fn child_writes_until_it_is_killed() {
    let Ok(url) = std::env::var(URL) else { return };
    let store = Store::open(&StoreOptions::new(url)).await.unwrap();
    let writers = (0..8).map(|_| {
        let store = store.clone();
        tokio::spawn(async move {
            loop {
                write(&store, pair).await.unwrap();
            }
        })
    });
    futures::future::join_all(writers).await;
}

store::on_both_engines! {
    async fn a_process_killed_in_the_middle_of_writes_leaves_only_whole_ones(database) {
        let mut before = 0;
        for round in 0..3_u64 {
            let mut child = Command::new(std::env::current_exe().unwrap())
                .args(["--ignored", "--exact", "killed::child_writes_until_it_is_killed"])
                .env(URL, &database.options.url)
                .stdout(Stdio::null())
                .spawn()
                .unwrap();
            let raw = raw_once_there(&database).await;
            while rows(&raw, "vendor").await <= before {
                assert_eq!(child.try_wait().unwrap(), None, "the child has ended by itself");
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            tokio::time::sleep(Duration::from_millis(120 + 37 * round)).await;
            child.kill().unwrap();
            child.wait().unwrap();
            // PostgreSQL may still be busy with what it was told last.
            while raw.get_database_backend() == DbBackend::Postgres && 0 < others_connected(&raw).await {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            let store = database.open().await;
            let vendors = store.read().vendors(Scope::Everything).all().await.unwrap();
            let halves = vendors.iter().filter(|vendor| vendor.name.as_str().starts_with("first")).count();
            assert_eq!(halves * 2, vendors.len(), "a half write");
            assert!(before < vendors.len() as i64, "nothing was written");
            sealed(&store, vendors.len() as i64).await;
            assert_eq!(verified_subjects(&store).await.len(), vendors.len());
            assert_eq!(rows(&raw, "job").await, halves as i64);
            before = vendors.len() as i64;
            store.close().await;
            raw.close().await.unwrap();
        }
    }
}

/// A connection past the store, once the child has made the tables.
async fn raw_once_there(database: &store::testing::TestDatabase) -> DatabaseConnection {
    let path = database.options.url.trim_start_matches("sqlite://");
    for _ in 0..1000 {
        if database.options.url.starts_with("postgres") || std::path::Path::new(path).exists() {
            let raw = raw(database).await;
            if raw.execute_unprepared("SELECT 1 FROM vendor").await.is_ok() {
                return raw;
            }
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the child has made no database");
}
