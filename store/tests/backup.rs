//! A backup taken on one engine restores into the other, and into nothing that holds data.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::path::Path;

use domain::{Locale, Scope};
use store::testing::TestDatabase;
use store::{BackupError, Clients, Engine, Lane, NewJob, Store, Vendors};

use crate::common::{
    event, furniture, house, id, job, number, raw, rewritten, run, sealed, sent, sql_id, vendor,
    verified_subjects, write,
};

/// What is in a backup, regardless of the order of rows.
fn contents(path: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let mut zip = zip::ZipArchive::new(File::open(path).unwrap()).unwrap();
    let names: Vec<String> = zip.file_names().map(str::to_owned).collect();
    let of = |name: String| {
        let mut bytes = Vec::new();
        zip.by_name(&name).unwrap().read_to_end(&mut bytes).unwrap();
        (name, String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect())
    };
    names.into_iter().map(of).collect()
}

/// Fills every table.
async fn fill(store: &Store) {
    let house = house(store, "Atlantique").await;
    furniture(store, house.agents[0].id).await;
    sent(store, &house).await;
    write(store, |tx| async move {
        for n in 0..450 {
            tx.record(event(id()).with(serde_json::json!({ "n": n, "text": "é\"\\\n\u{0}山" })));
        }
        Ok(())
    })
    .await
    .unwrap();
    sealed(store, 453).await;
}

async fn other_than(store: &Store) -> Option<TestDatabase> {
    match store.engine() {
        Engine::Sqlite => TestDatabase::postgres().await,
        Engine::Postgres => Some(TestDatabase::sqlite()),
    }
}

store::on_both_engines! {
    async fn a_backup_restores_into_the_other_engine_row_for_row(database) {
        let store = database.open().await;
        let Some(other) = other_than(&store).await else { return };
        fill(&store).await;
        let folder = tempfile::tempdir().unwrap();
        let [first, second] = ["first.zip", "second.zip"].map(|name| folder.path().join(name));
        let summary = store.backup(&first).await.unwrap();
        assert_eq!(summary.events, 453);
        assert!(summary.rows.values().all(|count| 0 < *count), "a table has no row: {:?}", summary.rows);
        let restored = other.open().await;
        assert_eq!(restored.restore(&first).await.unwrap(), summary);
        sealed(&restored, 453).await;
        let report = restored.read().events(Scope::Everything).verify().await.unwrap();
        assert_eq!((report.verified, report.head), (453, summary.head));
        assert_eq!(restored.backup(&second).await.unwrap(), summary);
        assert!(contents(&first) == contents(&second), "the rows differ");
        // And life goes on, with the next number and the next row id.
        write(&restored, |tx| async move { tx.record(event(id())); tx.enqueue(job()); Ok(()) }).await.unwrap();
        sealed(&restored, 454).await;
        assert_eq!(verified_subjects(&restored).await.len(), 454);
    }

    async fn a_backup_of_nothing_restores_into_nothing(database) {
        let store = database.open().await;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("nothing.zip");
        let summary = store.backup(&path).await.unwrap();
        assert_eq!(summary.events, 0);
        assert_eq!(store.restore(&path).await.unwrap(), summary);
        fill(&store).await;
    }

    async fn a_backup_is_one_instant_while_others_write(database) {
        let store = database.open().await;
        let writer = store.clone();
        let writing = tokio::spawn(async move {
            for n in 0..150 {
                write(&writer, move |tx| async move {
                    let vendor = vendor(&format!("Vendor {n}"));
                    Vendors::insert(&tx, &vendor).await?;
                    tx.record(event(vendor.id.uuid()));
                    tx.enqueue(job());
                    Ok(())
                })
                .await
                .unwrap();
            }
        });
        let folder = tempfile::tempdir().unwrap();
        for n in 0..5 {
            let path = folder.path().join(format!("{n}.zip"));
            let rows = store.backup(&path).await.unwrap().rows;
            assert_eq!((rows["vendor"], rows["vendor"]), (rows["event"], rows["job"]));
            let target = TestDatabase::sqlite();
            target.open().await.restore(&path).await.unwrap();
        }
        writing.await.unwrap();
    }

    async fn a_backup_takes_the_place_of_a_file_only_when_that_is_asked_for(database) {
        let store = database.open().await;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("backup.zip");
        std::fs::write(&path, "precious").unwrap();
        let outcome = store.backup(&path).await;
        assert!(matches!(outcome, Err(BackupError::Exists)), "{outcome:?}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "precious");
        store.backup_over(&path).await.unwrap();
        assert!(contents(&path).contains_key("manifest.json"));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    async fn backups_at_the_same_time_do_not_meet(database) {
        let store = database.open().await;
        fill(&store).await;
        let folder = tempfile::tempdir().unwrap();
        let [one, two, same] = ["x.zip", "x.bak", "same.zip"].map(|name| folder.path().join(name));
        let (first, second) = tokio::join!(store.backup(&one), store.backup(&two));
        assert_eq!(first.unwrap(), second.unwrap());
        assert!(contents(&one) == contents(&two), "the rows differ");
        let (first, second) = tokio::join!(store.backup(&same), store.backup(&same));
        assert!(
            matches!((&first, &second), (Ok(_), Err(BackupError::Exists)) | (Err(BackupError::Exists), Ok(_))),
            "{first:?} {second:?}"
        );
        assert!(contents(&one) == contents(&same), "the rows differ");
    }

    async fn a_backup_is_not_restored_over_data(database) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("backup.zip");
        let source = TestDatabase::sqlite();
        source.open().await.backup(&path).await.unwrap();
        let store = database.open().await;
        // A row without an event is data too.
        let client = store::Client { name: "Maison Lumière".to_owned(), about: [String::new(), String::new()] };
        write(&store, move |tx| async move { Clients::put(&tx, &client).await }).await.unwrap();
        let outcome = store.restore(&path).await;
        assert!(matches!(outcome, Err(BackupError::NotEmpty)), "{outcome:?}");
        assert!(store.read().client().get().await.unwrap().is_some());
        fill(&store).await;
        assert!(matches!(store.restore(&path).await, Err(BackupError::NotEmpty)));
        verified_subjects(&store).await;
        assert_eq!(store.read().articles(Scope::Everything).cards(
            &store.read().spaces(Scope::Everything).all().await.unwrap()[0], Locale::Fr).await.unwrap().len(), 1);
    }

    async fn letters_from_before_there_were_lanes_are_restored_into_theirs(database) {
        let old = TestDatabase::sqlite();
        let source = old.open().await;
        let kinds = [
            ("test", Lane::Due),
            ("password_letter", Lane::PasswordLetters),
            ("letter", Lane::Letters),
            ("digest", Lane::Letters),
        ];
        write(&source, move |tx| async move {
            for (kind, lane) in kinds {
                tx.enqueue(NewJob { kind, lane, ..job() });
            }
            Ok(())
        })
        .await
        .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let [first, second] = ["first.zip", "second.zip"].map(|name| folder.path().join(name));
        source.backup(&first).await.unwrap();
        let changed = rewritten(&first, "job.jsonl", |mut text| {
            for lane in ["due", "password_letters", "letters"] {
                text = text.replace(&format!("\"lane\":\"{lane}\","), "");
            }
            assert!(!text.contains("lane"), "{text}");
            text
        });
        let restored = database.open().await;
        restored.restore(&changed).await.unwrap();
        restored.backup(&second).await.unwrap();
        assert_eq!(contents(&first)["job.jsonl"], contents(&second)["job.jsonl"]);
    }

    async fn events_that_waited_when_the_backup_was_taken_are_sealed_where_it_is_restored(database) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("backup.zip");
        let source = match TestDatabase::postgres().await {
            Some(source) => source,
            None => return,
        };
        let store = source.open().await;
        fill(&store).await;
        let raw = raw(&source).await;
        let subject = id();
        // Holds the sealer back, as if it had not come round yet.
        run(&raw, "SELECT pg_advisory_lock(123563732985202)").await;
        let sql = sql_id(&raw, subject);
        run(
            &raw,
            &format!("INSERT INTO event (at, kind, subject_id, details) VALUES (1, 'vendor.created', {sql}, '')"),
        )
        .await;
        let summary = store.backup(&path).await.unwrap();
        assert_eq!((summary.events, summary.rows["event"]), (453, 454));
        let restored = database.open().await;
        restored.restore(&path).await.unwrap();
        sealed(&restored, 454).await;
        assert_eq!(verified_subjects(&restored).await.last(), Some(&subject));
        assert_eq!(number(&raw, "SELECT count(*) FROM event WHERE seq IS NULL").await, 1);
    }
}
