//! One process at a time writes to a SQLite file.

use domain::Scope;
use store::testing::TestDatabase;
use store::{Store, StoreError, StoreOptions, Vendors};

use crate::common::{event, id, vendor, write};

fn path_of(database: &TestDatabase) -> std::path::PathBuf {
    database.options.url.trim_start_matches("sqlite://").into()
}

async fn check_refused(options: &StoreOptions, expected: &str) {
    let error = Store::open(options).await.unwrap_err();
    assert!(matches!(error, StoreError::File { .. } | StoreError::Held(_)), "{error:?}");
    assert!(error.to_string().contains(expected), "{error}");
}

#[tokio::test]
async fn a_second_store_on_one_file_is_refused_until_the_first_is_gone() {
    let database = TestDatabase::sqlite();
    let first = database.open().await;
    check_refused(&database.options, "another Palier process is using").await;
    check_refused(&database.options, "palier.sqlite").await;
    write(&first, |tx| async move { Vendors::insert(&tx, &vendor("Atlantique")).await }).await.unwrap();
    first.close().await;
    let second = database.open().await;
    assert_eq!(second.read().vendors(Scope::Everything).all().await.unwrap().len(), 1);
    drop(second);
    database.open().await.check().await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn the_same_file_under_another_name_is_refused_too() {
    let database = TestDatabase::sqlite();
    let _first = database.open().await;
    let path = path_of(&database);
    let folder = path.parent().unwrap();
    std::os::unix::fs::symlink(&path, folder.join("link.sqlite")).unwrap();
    std::os::unix::fs::symlink(folder, folder.join("folder")).unwrap();
    for name in ["link.sqlite", "folder/palier.sqlite", "./palier.sqlite", "folder/folder/link.sqlite"] {
        let url = format!("sqlite://{}/{name}", folder.display());
        check_refused(&StoreOptions::new(url), "another Palier process is using").await;
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_was_made_through_a_link_is_refused_under_its_own_name() {
    let database = TestDatabase::no_file();
    let path = path_of(&database);
    let link = path.with_file_name("link.sqlite");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    let through_link =
        StoreOptions { url: format!("sqlite://{}", link.display()), ..database.options.clone() };
    let _first = Store::open(&through_link).await.unwrap();
    check_refused(&database.options, "another Palier process is using").await;
}

#[tokio::test]
async fn a_store_for_reading_works_beside_the_writer_and_writes_nothing() {
    let database = TestDatabase::sqlite();
    let writer = database.open().await;
    let options = StoreOptions { is_read_only: true, ..database.options.clone() };
    let [one, two] = [Store::open(&options).await.unwrap(), Store::open(&options).await.unwrap()];
    for n in 0..20 {
        write(&writer, move |tx| async move {
            tx.record(event(id()));
            Vendors::insert(&tx, &vendor(&format!("Vendor {n}"))).await
        })
        .await
        .unwrap();
        assert_eq!(one.read().vendors(Scope::Everything).all().await.unwrap().len(), n + 1);
    }
    assert_eq!(two.read().events(Scope::Everything).verify().await.unwrap().verified, 20);
    let refused = write(&one, |tx| async move { Vendors::insert(&tx, &vendor("Baobab")).await }).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    one.check().await.unwrap();
    let copy = path_of(&database).with_file_name("copy.zip");
    assert_eq!(two.backup(&copy).await.unwrap().events, 20);
    assert!(two.restore(&copy).await.is_err());
}

#[tokio::test]
async fn a_store_for_reading_makes_no_file() {
    let database = TestDatabase::no_file();
    let options = StoreOptions { is_read_only: true, ..database.options.clone() };
    assert!(Store::open(&options).await.is_err());
    assert!(!path_of(&database).exists());
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_but_their_owner_reads_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let database = TestDatabase::no_file();
    let store = database.open().await;
    write(&store, |tx| async move { Vendors::insert(&tx, &vendor("Atlantique")).await }).await.unwrap();
    let path = path_of(&database);
    store.backup(&path.with_file_name("palier.sqlite.zip")).await.unwrap();
    for end in ["", "-wal", "-shm", ".lock", ".zip"] {
        let file = format!("{}{end}", path.display());
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}

#[tokio::test]
async fn a_database_in_memory_is_refused() {
    for url in ["sqlite::memory:", "sqlite://:memory:", "sqlite:", "sqlite://"] {
        check_refused(&StoreOptions::new(url), "names no database file").await;
    }
    assert!(!std::path::Path::new(":memory:.lock").exists());
}

#[tokio::test]
async fn a_file_that_was_moved_or_replaced_is_noticed() {
    let database = TestDatabase::sqlite();
    let store = database.open().await;
    store.check().await.unwrap();
    let path = path_of(&database);
    std::fs::rename(&path, path.with_extension("moved")).unwrap();
    assert!(matches!(store.check().await, Err(StoreError::Unavailable(_))));
    std::fs::write(&path, b"something else").unwrap();
    assert!(matches!(store.check().await, Err(StoreError::Unavailable(_))));
    std::fs::rename(path.with_extension("moved"), &path).unwrap();
    store.check().await.unwrap();
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_stays_as_it_is() {
    let database = TestDatabase::sqlite();
    let path = path_of(&database);
    std::fs::write(&path, "a letter that somebody keeps here, long enough to fill a page".repeat(100))
        .unwrap();
    let before = std::fs::read(&path).unwrap();
    assert!(Store::open(&database.options).await.is_err());
    assert_eq!(std::fs::read(&path).unwrap(), before);
}
