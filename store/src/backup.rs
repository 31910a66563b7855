//! Backup and restore: every table as JSON lines in one zip file, the same for both engines, so that a
//! backup taken on SQLite restores into PostgreSQL and back. What is in files is in it too, wherever it lies.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

use domain::event::Hash;
use futures::TryStreamExt;
use sea_orm::sea_query::Expr;
use sea_orm::{
    AccessMode, ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait,
    IntoActiveModel, IsolationLevel, ModelTrait, QueryFilter, QuerySelect, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tempfile::{NamedTempFile, PersistError};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::entity;
use crate::error::StoreError;
use crate::event;
use crate::job;
use crate::{Engine, File as KnownFile, Store};

/// The shape of the file; raised when an older Palier could not read it. In the first, files were rows with all that is in
/// them; the second had no notices of flags, no drafts of broadcasts and no coaching.
const FORMAT: u32 = 3;
/// Below this lies what is in files, by hash.
const FILES: &str = "files/";
/// How many rows go into one statement.
const CHUNK: usize = 200;

/// What is in a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupSummary {
    /// The shape of the file.
    pub format: u32,
    /// How many rows of each table.
    pub rows: BTreeMap<String, u64>,
    /// How many events.
    pub events: i64,
    /// The hash of the last event.
    pub head: Hash,
    /// Files of which what is in them is nowhere or was changed, by their hashes: only their names are in the backup.
    #[serde(default)]
    pub lost: Vec<String>,
}

/// Why there is no backup, or why it was not restored. Nothing is half restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file cannot be read or written.
    #[error("cannot use the backup file: {0}")]
    Io(#[from] std::io::Error),
    /// The file is not a zip file.
    #[error("the backup file is damaged: {0}")]
    Zip(#[source] ZipError),
    /// A line is not what it should be.
    #[error("the backup file is damaged in `{table}`: {error}")]
    Line {
        /// In which table.
        table: &'static str,
        /// What is wrong.
        error: serde_json::Error,
    },
    /// Made by a later Palier.
    #[error("the backup has format {0}; this version reads format {FORMAT}")]
    Format(u32),
    /// There is a file in the place of the backup.
    #[error("there is a file in that place already")]
    Exists,
    /// There is data already.
    #[error("the database is not empty; restore into a new one")]
    NotEmpty,
    /// What was restored is not what was backed up.
    #[error("the backup does not hold what its manifest says: {0}")]
    Mismatch(String),
}

impl From<ZipError> for BackupError {
    fn from(error: ZipError) -> Self {
        match error {
            ZipError::Io(error) => Self::Io(error),
            error => Self::Zip(error),
        }
    }
}

impl From<PersistError> for BackupError {
    fn from(error: PersistError) -> Self {
        match error.error.kind() {
            std::io::ErrorKind::AlreadyExists => Self::Exists,
            _ => Self::Io(error.error),
        }
    }
}

impl From<sea_orm::DbErr> for BackupError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

/// Calls a macro with every table, in the order in which rows can be put back.
macro_rules! for_each_table {
    ($do:ident) => {
        $do!(client);
        $do!(vendor);
        $do!(site);
        $do!(team);
        $do!(user_account);
        $do!(session);
        $do!(password_reset);
        $do!(programme);
        $do!(contact_type);
        $do!(space);
        $do!(space_vendor);
        $do!(article);
        $do!(article_contact_type);
        $do!(article_version);
        $do!(article_contributor);
        $do!(article_approval);
        $do!(flag);
        $do!(flag_fix);
        $do!(file);
        $do!(space_file);
        $do!(knowledge_import);
        $do!(broadcast);
        $do!(broadcast_text);
        $do!(broadcast_binding);
        $do!(recipient);
        $do!(acknowledgement);
        $do!(coaching);
        $do!(broadcast_draft);
        $do!(stale_view);
        $do!(clearance);
        $do!(notification);
        $do!(notification_setting);
        $do!(onboarding);
        $do!(api_token);
        $do!(search_miss);
        $do!(event);
        $do!(event_cursor);
        $do!(job);
    };
}

impl Store {
    /// Writes everything to a new file, as it stands at one instant, while others go on working.
    pub async fn backup(&self, path: &Path) -> Result<BackupSummary, BackupError> {
        if path.exists() {
            return Err(BackupError::Exists);
        }
        let (file, summary) = self.write_beside(path).await?;
        file.persist_noclobber(path)?;
        Ok(summary)
    }

    /// The same in the place of whatever file is there.
    pub async fn backup_over(&self, path: &Path) -> Result<BackupSummary, BackupError> {
        let (file, summary) = self.write_beside(path).await?;
        file.persist(path)?;
        Ok(summary)
    }

    /// Writes a backup under a name of its own, in the folder of the place where it goes once it is whole. Only its owner
    /// may read it, and if it fails it is removed.
    async fn write_beside(&self, path: &Path) -> Result<(NamedTempFile, BackupSummary), BackupError> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut name = tempfile::Builder::new();
        name.prefix(".palier-").suffix(".partial");
        let mut zip = ZipWriter::new(name.tempfile_in(folder.unwrap_or(Path::new(".")))?);
        let snapshot = TransactionOptions {
            isolation_level: is_postgres(self).then_some(IsolationLevel::RepeatableRead),
            access_mode: is_postgres(self).then_some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        };
        let tx = self.pool().begin_with_options(snapshot).await?;
        let mut rows = BTreeMap::new();
        let (events, head) = event::head(&tx).await?;
        macro_rules! dump_table {
            ($table:ident) => {
                let count = dump::<entity::$table::Entity>(&tx, &mut zip, stringify!($table)).await?;
                rows.insert(stringify!($table).to_owned(), count);
            };
        }
        for_each_table!(dump_table);
        let hashes = hashes(&tx).await?;
        tx.rollback().await?;
        let mut lost = Vec::new();
        for hash in hashes {
            if !self.write_file(&mut zip, &hash).await? {
                lost.push(hash);
            }
        }
        let summary = BackupSummary { format: FORMAT, rows, events, head, lost };
        zip.start_file("manifest.json", SimpleFileOptions::default())?;
        zip.write_all(serde_json::to_string_pretty(&summary).map_err(std::io::Error::from)?.as_bytes())?;
        let file = zip.finish()?;
        file.as_file().sync_all()?;
        Ok((file, summary))
    }

    /// Writes what is in a file; false when it is nowhere, or is not what it was.
    async fn write_file(&self, zip: &mut ZipWriter<NamedTempFile>, hash: &str) -> Result<bool, BackupError> {
        let bytes = match self.bytes_of(hash).await {
            Ok(Some(bytes)) => bytes,
            Ok(None) | Err(StoreError::Corrupt(_)) => return Ok(false),
            Err(error) => return Err(error.into()),
        };
        // Images are small already.
        let as_it_is = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file(format!("{FILES}{hash}"), as_it_is)?;
        zip.write_all(&bytes)?;
        Ok(true)
    }

    /// Fills an empty database from a file, all or nothing, and verifies what came out. Other writers wait.
    pub async fn restore(&self, path: &Path) -> Result<BackupSummary, BackupError> {
        let mut zip = ZipArchive::new(File::open(path)?)?;
        let summary = manifest(&mut zip)?;
        if self.is_read_only() {
            return Err(StoreError::Unavailable("opened for reading only".to_owned()).into());
        }
        let alone = TransactionOptions {
            sqlite_transaction_mode: (!is_postgres(self)).then_some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let tx = self.pool().begin_with_options(alone).await?;
        tx.execute_unprepared(match self.engine() {
            Engine::Sqlite => "PRAGMA defer_foreign_keys = ON",
            Engine::Postgres => "SET CONSTRAINTS ALL DEFERRED",
        })
        .await?;
        macro_rules! want_empty_table {
            ($table:ident) => {
                want_empty(&tx, stringify!($table)).await?;
            };
        }
        for_each_table!(want_empty_table);
        want_empty(&tx, "file_bytes").await?;
        macro_rules! load_table {
            ($table:ident) => {
                let expected = summary.rows.get(stringify!($table)).copied().unwrap_or(0);
                load::<entity::$table::Entity>(&tx, &mut zip, stringify!($table), expected).await?;
            };
        }
        for_each_table!(load_table);
        job::part_letters(&tx).await?;
        self.restore_files(&tx, &mut zip, &summary).await?;
        self.verify_restored(&tx, &summary).await?;
        if !is_postgres(self) {
            event::seal_alone(&tx).await?;
        }
        let (head, _) = event::head(&tx).await?;
        tx.commit().await?;
        self.advance(head);
        Ok(summary)
    }

    /// Puts what is in files back. What breaks off after that leaves objects that nothing names.
    async fn restore_files(
        &self,
        tx: &DatabaseTransaction,
        zip: &mut ZipArchive<File>,
        summary: &BackupSummary,
    ) -> Result<(), BackupError> {
        if summary.format == 1 {
            return self.restore_files_of_rows(tx, zip).await;
        }
        let names: Vec<String> = zip.file_names().map(str::to_owned).collect();
        let hashes: Vec<&str> = names.iter().filter_map(|name| name.strip_prefix(FILES)).collect();
        for hash in &hashes {
            let file = file_in(zip, hash)?;
            self.objects().put(&file).await?;
        }
        let (found, expected) = (hashes.len() + summary.lost.len(), summary.rows.get("file").copied());
        if found as u64 == expected.unwrap_or(0) {
            Ok(())
        } else {
            Err(BackupError::Mismatch(format!("{found} files, {} expected", expected.unwrap_or(0))))
        }
    }

    /// The same from a backup of the first shape.
    async fn restore_files_of_rows(
        &self,
        tx: &DatabaseTransaction,
        zip: &mut ZipArchive<File>,
    ) -> Result<(), BackupError> {
        let name = "file.jsonl";
        if zip.index_for_name(name).is_none() {
            return Ok(());
        }
        for line in BufReader::new(zip.by_name(name)?).lines() {
            let FileRow { media_type, bytes } =
                serde_json::from_str(&line?).map_err(|error| BackupError::Line { table: "file", error })?;
            let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
            let file = KnownFile::new(&media_type, bytes);
            self.objects().put(&file).await?;
            let sized = entity::file::Entity::update_many()
                .col_expr(entity::file::Column::Size, Expr::value(size))
                .filter(entity::file::Column::Hash.eq(file.hash));
            sized.exec(tx).await?;
        }
        Ok(())
    }

    async fn verify_restored(
        &self,
        tx: &DatabaseTransaction,
        summary: &BackupSummary,
    ) -> Result<(), BackupError> {
        let report = event::verify(tx).await?;
        if let Some(broken) = report.broken {
            return Err(BackupError::Mismatch(broken.to_string()));
        }
        if (report.verified, report.head) != (summary.events, summary.head) {
            return Err(BackupError::Mismatch(format!("{} events, head {}", report.verified, report.head)));
        }
        if is_postgres(self) {
            let sql = "SELECT setval(pg_get_serial_sequence('event', 'id'), greatest(max(id), 1)) FROM event";
            tx.execute_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
        }
        Ok(())
    }
}

fn is_postgres(store: &Store) -> bool {
    store.engine() == Engine::Postgres
}

/// A file of a backup of the first shape.
#[derive(Debug, Deserialize)]
struct FileRow {
    media_type: String,
    bytes: Vec<u8>,
}

/// The hashes of all files.
#[expect(clippy::disallowed_methods, reason = "a backup holds everything")]
async fn hashes(tx: &DatabaseTransaction) -> Result<Vec<String>, BackupError> {
    let all = entity::file::Entity::find().select_only().column(entity::file::Column::Hash);
    Ok(all.into_tuple::<String>().all(tx).await?)
}

/// What is in a file, if it is what its name says.
fn file_in(zip: &mut ZipArchive<File>, hash: &str) -> Result<KnownFile, BackupError> {
    let mut bytes = Vec::new();
    zip.by_name(&format!("{FILES}{hash}"))?.read_to_end(&mut bytes)?;
    let file = KnownFile::new("", bytes);
    if file.hash == hash {
        Ok(file)
    } else {
        Err(BackupError::Mismatch(format!("the file `{hash}` holds something else")))
    }
}

/// Refuses a table with rows, and keeps others from adding some.
async fn want_empty(tx: &DatabaseTransaction, table: &str) -> Result<(), BackupError> {
    let backend = tx.get_database_backend();
    if backend == DbBackend::Postgres {
        tx.execute_unprepared(&format!("LOCK TABLE {table} IN EXCLUSIVE MODE")).await?;
    }
    let any = Statement::from_string(backend, format!("SELECT 1 FROM {table} LIMIT 1"));
    if tx.query_one_raw(any).await?.is_some() { Err(BackupError::NotEmpty) } else { Ok(()) }
}

#[expect(clippy::disallowed_methods, reason = "a backup holds everything")]
async fn dump<E>(
    tx: &DatabaseTransaction,
    zip: &mut ZipWriter<NamedTempFile>,
    table: &'static str,
) -> Result<u64, BackupError>
where
    E: EntityTrait,
    E::Model: Serialize,
{
    zip.start_file(format!("{table}.jsonl"), SimpleFileOptions::default().large_file(true))?;
    let mut count = 0;
    let mut rows = E::find().stream(tx).await?;
    while let Some(row) = rows.try_next().await? {
        let line = serde_json::to_string(&row).map_err(|error| BackupError::Line { table, error })?;
        zip.write_all(line.as_bytes())?;
        zip.write_all(b"\n")?;
        count += 1;
    }
    Ok(count)
}

async fn load<E>(
    tx: &DatabaseTransaction,
    zip: &mut ZipArchive<File>,
    table: &'static str,
    expected: u64,
) -> Result<(), BackupError>
where
    E: EntityTrait,
    E::Model: DeserializeOwned + ModelTrait<Entity = E> + IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
{
    let name = format!("{table}.jsonl");
    // A backup that was taken before there was such a table.
    if expected == 0 && zip.index_for_name(&name).is_none() {
        return Ok(());
    }
    let mut lines = BufReader::new(zip.by_name(&name)?).lines();
    let mut count = 0;
    loop {
        let mut rows = Vec::with_capacity(CHUNK);
        for line in lines.by_ref().take(CHUNK) {
            let row: E::Model =
                serde_json::from_str(&line?).map_err(|error| BackupError::Line { table, error })?;
            rows.push(row.into_active_model().reset_all());
        }
        if rows.is_empty() {
            break;
        }
        count += rows.len() as u64;
        E::insert_many(rows).exec_without_returning(tx).await?;
    }
    if count == expected {
        Ok(())
    } else {
        Err(BackupError::Mismatch(format!("{count} rows of `{table}`, {expected} expected")))
    }
}

fn manifest(zip: &mut ZipArchive<File>) -> Result<BackupSummary, BackupError> {
    let mut text = String::new();
    zip.by_name("manifest.json")?.take(1 << 20).read_to_string(&mut text)?;
    let summary: BackupSummary =
        serde_json::from_str(&text).map_err(|error| BackupError::Line { table: "manifest", error })?;
    if (1..=FORMAT).contains(&summary.format) {
        Ok(summary)
    } else {
        Err(BackupError::Format(summary.format))
    }
}
