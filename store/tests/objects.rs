//! What is in files lies outside the database, and in every backup.

use std::fs::File as DiskFile;
use std::io::Write;

use domain::{Scope, Slug};
use migration::{Migrator, MigratorTrait};
use store::testing::TestDatabase;
use store::{File, Files, Store, StoreError};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::common::{house, number, raw, run, write};

const BYTES: [u8; 4] = [0, 9, 255, b'\n'];

/// Names a file in the space of a house; the place of that space in addresses.
async fn keep(store: &Store, bytes: &[u8]) -> (Slug, File) {
    let file = File::new("image/png", bytes.to_vec());
    let kept = store.objects().put(&file).await.unwrap();
    let space = store.read().spaces(Scope::Everything).all().await.unwrap().remove(0);
    let id = space.id;
    write(store, move |tx| async move { Files::put(&tx, id, "fr/a.png", &kept).await }).await.unwrap();
    (space.slug, file)
}

/// Puts what is in a file back into the database, where an earlier version had it.
async fn unmove(database: &TestDatabase, file: &File) {
    let raw = raw(database).await;
    let hex: String = file.bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let literal =
        if database.options.url.starts_with("sqlite") { format!("x'{hex}'") } else { format!("'\\x{hex}'") };
    run(&raw, &format!("INSERT INTO file_bytes (hash, bytes) VALUES ('{}', {literal})", file.hash)).await;
}

/// Where the object of a file lies on disk.
fn object(database: &TestDatabase, file: &File) -> std::path::PathBuf {
    std::path::Path::new(&database.options.files.url).join(&file.hash[..2]).join(&file.hash)
}

store::on_both_engines! {
    async fn a_file_is_found_again_by_those_to_whom_its_space_is_open(database) {
        let store = database.open().await;
        house(&store, "Atlantique").await;
        let (space, file) = keep(&store, &BYTES).await;
        assert_eq!(store.file(Scope::Everything, &space, &file.hash).await.unwrap(), Some(file.clone()));
        assert_eq!(store.file(Scope::Nothing, &space, &file.hash).await.unwrap(), None);
        assert_eq!(store.file(Scope::Everything, &space, &"0".repeat(64)).await.unwrap(), None);
        assert_eq!(std::fs::read(object(&database, &file)).unwrap(), BYTES);
        // The same twice is once.
        keep(&store, &BYTES).await;
        assert_eq!(number(&raw(&database).await, "SELECT count(*) FROM file").await, 1);
        assert_eq!(number(&raw(&database).await, "SELECT size FROM file").await, 4);
    }

    async fn what_was_changed_or_lost_is_told_from_what_was_never_there(database) {
        let store = database.open().await;
        house(&store, "Atlantique").await;
        let (space, file) = keep(&store, &BYTES).await;
        std::fs::write(object(&database, &file), b"something else").unwrap();
        let outcome = store.file(Scope::Everything, &space, &file.hash).await;
        assert!(matches!(outcome, Err(StoreError::Corrupt(_))), "{outcome:?}");
        let folder = tempfile::tempdir().unwrap();
        let [first, second] = ["first.zip", "second.zip"].map(|name| folder.path().join(name));
        assert_eq!(store.backup(&first).await.unwrap().lost, [file.hash.as_str()]);
        std::fs::remove_file(object(&database, &file)).unwrap();
        let outcome = store.file(Scope::Everything, &space, &file.hash).await;
        assert!(matches!(outcome, Err(StoreError::Files(_))), "{outcome:?}");
        // A backup is taken all the same, and says so.
        assert_eq!(store.backup(&second).await.unwrap().lost, [file.hash]);
        TestDatabase::sqlite().open().await.restore(&second).await.unwrap();
    }

    async fn a_storage_that_is_gone_is_not_made_anew_and_is_found_when_it_is_back(database) {
        let store = database.open().await;
        house(&store, "Atlantique").await;
        let (space, file) = keep(&store, &BYTES).await;
        store.objects().check().await.unwrap();
        database.take_files_away_or_give_them_back();
        let outcome = store.objects().put(&File::new("image/png", vec![1])).await;
        assert!(matches!(outcome, Err(StoreError::Files(_))), "{outcome:?}");
        assert!(store.objects().check().await.is_err());
        assert!(store.file(Scope::Everything, &space, &file.hash).await.is_err());
        assert!(!std::path::Path::new(&database.options.files.url).exists());
        database.take_files_away_or_give_them_back();
        store.objects().check().await.unwrap();
        assert_eq!(store.file(Scope::Everything, &space, &file.hash).await.unwrap(), Some(file));
    }

    async fn what_an_earlier_version_kept_in_the_database_is_shown_until_it_is_moved(database) {
        let store = database.open().await;
        house(&store, "Atlantique").await;
        let (space, file) = keep(&store, &BYTES).await;
        std::fs::remove_file(object(&database, &file)).unwrap();
        unmove(&database, &file).await;
        assert_eq!(store.file(Scope::Everything, &space, &file.hash).await.unwrap(), Some(file.clone()));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("backup.zip");
        assert_eq!(store.backup(&path).await.unwrap().lost, [""; 0]);
        let restored = TestDatabase::sqlite();
        let other = restored.open().await;
        other.restore(&path).await.unwrap();
        assert_eq!(other.file(Scope::Everything, &space, &file.hash).await.unwrap(), Some(file.clone()));
        let waiting = Files::next_waiting(&store.read(), "").await.unwrap().unwrap();
        assert_eq!((waiting.hash.as_str(), waiting.bytes.as_slice()), (file.hash.as_str(), BYTES.as_slice()));
        let kept = store.objects().put(&waiting).await.unwrap();
        write(&store, move |tx| async move { Files::moved(&tx, &kept).await }).await.unwrap();
        assert_eq!(Files::next_waiting(&store.read(), "").await.unwrap(), None);
        assert_eq!(store.file(Scope::Everything, &space, &file.hash).await.unwrap(), Some(file));
    }

    async fn a_way_down_and_up_again_leaves_what_was_moved_where_it_is(database) {
        let store = database.open().await;
        house(&store, "Atlantique").await;
        let (space, moved) = keep(&store, &BYTES).await;
        let (_, waiting) = keep(&store, b"waits").await;
        std::fs::remove_file(object(&database, &waiting)).unwrap();
        unmove(&database, &waiting).await;
        store.close().await;
        let connection = raw(&database).await;
        Migrator::down(&connection, Some(1)).await.unwrap();
        connection.close().await.unwrap();
        let store = database.open().await;
        let connection = raw(&database).await;
        assert_eq!(number(&connection, "SELECT count(*) FROM file_bytes").await, 1);
        for file in [moved, waiting] {
            let size = format!("SELECT size FROM file WHERE hash = '{}'", file.hash);
            assert_eq!(number(&connection, &size).await, i64::try_from(file.bytes.len()).unwrap());
            assert_eq!(store.file(Scope::Everything, &space, &file.hash).await.unwrap(), Some(file));
        }
    }

    async fn a_folder_that_cannot_be_made_costs_images_alone(database) {
        let store = database.open().await;
        house(&store, "Atlantique").await;
        let (space, file) = keep(&store, &BYTES).await;
        store.close().await;
        let stone = tempfile::NamedTempFile::new().unwrap();
        let mut options = database.options.clone();
        options.files.url = stone.path().join("files").display().to_string();
        let store = Store::open(&options).await.unwrap();
        assert!(store.objects().check().await.is_err());
        let outcome = store.objects().put(&File::new("image/png", vec![1])).await;
        assert!(matches!(outcome, Err(StoreError::Files(_))), "{outcome:?}");
        let outcome = store.file(Scope::Everything, &space, &file.hash).await;
        assert!(matches!(outcome, Err(StoreError::Files(_))), "{outcome:?}");
        // What waits in the database is shown all the same.
        unmove(&database, &file).await;
        assert_eq!(store.file(Scope::Everything, &space, &file.hash).await.unwrap(), Some(file));
    }

    async fn a_backup_of_the_first_shape_is_restored_with_its_files(database) {
        let source = TestDatabase::sqlite();
        let store = source.open().await;
        house(&store, "Atlantique").await;
        let (space, file) = keep(&store, &BYTES).await;
        let folder = tempfile::tempdir().unwrap();
        let [new, old] = ["new.zip", "old.zip"].map(|name| folder.path().join(name));
        store.backup(&new).await.unwrap();
        let mut from = zip::ZipArchive::new(DiskFile::open(&new).unwrap()).unwrap();
        let mut to = ZipWriter::new(DiskFile::create(&old).unwrap());
        let names: Vec<String> = from.file_names().map(str::to_owned).collect();
        for name in names.into_iter().filter(|name| !name.starts_with("files/")) {
            let mut text = std::io::read_to_string(from.by_name(&name).unwrap()).unwrap();
            if name == "manifest.json" {
                text = text.replace("\"format\": 3", "\"format\": 1");
            } else if name == "file.jsonl" {
                text = text.replace("\"size\":4", "\"bytes\":[0,9,255,10]");
            }
            to.start_file(name, SimpleFileOptions::default()).unwrap();
            to.write_all(text.as_bytes()).unwrap();
        }
        to.finish().unwrap();
        let restored = database.open().await;
        restored.restore(&old).await.unwrap();
        assert_eq!(restored.file(Scope::Everything, &space, &file.hash).await.unwrap(), Some(file));
        assert_eq!(number(&raw(&database).await, "SELECT size FROM file").await, 4);
    }
}
