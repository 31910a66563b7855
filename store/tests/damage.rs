//! A damaged backup restores nothing.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use store::testing::TestDatabase;
use store::{Engine, Store};
use zip::ZipArchive;

use crate::common::{furniture, house, raw, rewritten, rows, sealed};

const TABLES: [&str; 23] = [
    "client",
    "vendor",
    "site",
    "team",
    "user_account",
    "session",
    "password_reset",
    "programme",
    "contact_type",
    "space",
    "space_vendor",
    "article",
    "article_contact_type",
    "article_version",
    "article_contributor",
    "article_approval",
    "file",
    "space_file",
    "knowledge_import",
    "search_miss",
    "event",
    "event_cursor",
    "job",
];

/// A small backup with rows in every table.
async fn backup(folder: &Path) -> PathBuf {
    let source = TestDatabase::sqlite();
    let store = source.open().await;
    let house = house(&store, "Atlantique").await;
    furniture(&store, house.agents[0].id).await;
    sealed(&store, 3).await;
    let path = folder.join("whole.zip");
    store.backup(&path).await.unwrap();
    path
}

async fn check_empty(database: &TestDatabase, store: &Store) {
    let raw = raw(database).await;
    for table in TABLES {
        assert_eq!(rows(&raw, table).await, 0, "{table}");
    }
    assert_eq!(*store.head().borrow(), 0);
}

/// How many damages to try: a clone of the whole file each.
fn tries(store: &Store) -> usize {
    if store.engine() == Engine::Sqlite { 160 } else { 30 }
}

store::on_both_engines! {
    // A byte that nobody reads, such as the date of a file in the archive, does no harm: then what comes out
    // must be the whole.
    async fn a_backup_with_one_byte_flipped_restores_nothing_or_the_whole(database) {
        let folder = tempfile::tempdir().unwrap();
        let path = backup(folder.path()).await;
        let whole = std::fs::read(&path).unwrap();
        let damaged = path.with_file_name("damaged.zip");
        let store = database.open().await;
        let (mut refused, tries) = (0, tries(&store));
        for n in 0..tries {
            let mut bytes = whole.clone();
            let place = n * (bytes.len() - 1) / (tries - 1);
            bytes[place] ^= 1 << (n % 8);
            std::fs::write(&damaged, &bytes).unwrap();
            let probe = TestDatabase::sqlite();
            let harmless = probe.open().await.restore(&damaged).await.is_ok();
            if harmless {
                let again = folder.path().join("again.zip");
                probe.open().await.backup_over(&again).await.unwrap();
                let read = |path: &Path, name: &str| {
                    let mut text = String::new();
                    let mut zip = ZipArchive::new(File::open(path).unwrap()).unwrap();
                    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
                    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
                    lines.sort();
                    lines
                };
                for table in TABLES {
                    let name = format!("{table}.jsonl");
                    assert_eq!(read(&again, &name), read(&path, &name), "byte {place}");
                }
            } else {
                assert!(store.restore(&damaged).await.is_err(), "byte {place}");
                refused += 1;
            }
        }
        // Half of an archive of small tables is names and dates.
        assert!(tries / 3 < refused, "only {refused} of {tries} damages were refused");
        check_empty(&database, &store).await;
        store.restore(&path).await.unwrap();
    }

    async fn a_backup_that_was_cut_off_restores_nothing(database) {
        let folder = tempfile::tempdir().unwrap();
        let path = backup(folder.path()).await;
        let whole = std::fs::read(&path).unwrap();
        let damaged = path.with_file_name("damaged.zip");
        let store = database.open().await;
        for n in 0..60 {
            std::fs::write(&damaged, &whole[..n * (whole.len() - 1) / 59]).unwrap();
            assert!(store.restore(&damaged).await.is_err(), "{n}");
        }
        assert!(store.restore(&path.with_file_name("none.zip")).await.is_err());
        check_empty(&database, &store).await;
    }

    async fn a_backup_that_does_not_hold_what_its_manifest_says_restores_nothing(database) {
        let folder = tempfile::tempdir().unwrap();
        let path = backup(folder.path()).await;
        let store = database.open().await;
        for (name, from, to) in [
            ("manifest.json", "\"vendor\": 1", "\"vendor\": 2"),
            ("manifest.json", "\"job\": 1", "\"job\": 0"),
            ("manifest.json", "\"events\": 3", "\"events\": 2"),
            ("manifest.json", "\"head\": \"", "\"head\": \"0"),
            ("manifest.json", "\"format\": 3", "\"format\": 4"),
            ("manifest.json", "\"format\": 3", "\"format\": 1"),
            ("manifest.json", "\"file\": 1", "\"file\": 2"),
            ("manifest.json", "{", "["),
            ("event.jsonl", "vendor.created", "vendor.changed"),
            ("event.jsonl", "\"seq\":2", "\"seq\":5"),
            ("event.jsonl", "\"seq\":2", "\"seq\":null"),
            ("user_account.jsonl", "\"role\":\"agent\"", "\"role\":\"admin\""),
            ("user_account.jsonl", "\"role\":\"agent\"", "\"role\":\"king\""),
            ("user_account.jsonl", "}", "}}"),
            ("vendor.jsonl", "\"name\"", "\"nom\""),
            ("contact_type.jsonl", "\"parent_id\":null", "\"parent_id\":\"00000000-0000-7000-8000-000000000000\""),
            ("session.jsonl", "\"user_id\":\"0", "\"user_id\":\"1"),
        ] {
            let damaged = rewritten(&path, name, |text| {
                assert!(text.contains(from), "{name} has no {from}: {text}");
                text.replacen(from, to, 1)
            });
            let outcome = store.restore(&damaged).await;
            assert!(outcome.is_err(), "{name}: {from} became {to}");
        }
        for name in ["manifest.json", "event.jsonl", "job.jsonl", "vendor.jsonl"] {
            assert!(store.restore(&rewritten(&path, name, |_| String::new())).await.is_err(), "without {name}");
            let twice = |text: String| if name == "manifest.json" { text.repeat(2) } else { format!("{text}{text}") };
            assert!(store.restore(&rewritten(&path, name, twice)).await.is_err(), "{name} twice");
        }
        check_empty(&database, &store).await;
        store.restore(&path).await.unwrap();
        sealed(&store, 3).await;
    }
}
