//! Looking at a database without changing it.

use std::path::Path;

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use super::open::{connect_postgres, connect_sqlite, lock, sqlite_path};
use super::{Engine, Store, StoreOptions};
use crate::error::{StoreError, StoreResult};

/// What a look at a database finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// Which database it is.
    pub engine: Engine,
    /// Whether another process holds it, so that no second one may write.
    pub is_held: bool,
    /// Why it takes no writes, if it takes none.
    pub refusal: Option<String>,
    /// The migrations that were not applied yet.
    pub pending: Vec<String>,
}

impl Store {
    /// Looks at a database without changing it. Fails when it cannot be reached.
    pub async fn inspect(options: &StoreOptions) -> StoreResult<Inspection> {
        match sqlite_path(&options.url) {
            Some(path) => inspect_file(options, &path).await,
            None => inspect_server(options).await,
        }
    }
}

async fn inspect_file(options: &StoreOptions, path: &Path) -> StoreResult<Inspection> {
    if !path.is_file() {
        return Err(StoreError::file(path, std::io::ErrorKind::NotFound.into()));
    }
    let (is_held, refusal) = match lock(path) {
        Ok(_) => {
            (false, std::fs::OpenOptions::new().append(true).open(path).err().map(|error| error.to_string()))
        }
        Err(StoreError::Held(_)) => (true, None),
        Err(error) => (false, Some(error.to_string())),
    };
    let options = StoreOptions { is_read_only: true, ..options.clone() };
    let pool = connect_sqlite(&options, 1).await?;
    let pending = pending(&pool).await?;
    pool.close().await?;
    Ok(Inspection { engine: Engine::Sqlite, is_held, refusal, pending })
}

async fn inspect_server(options: &StoreOptions) -> StoreResult<Inspection> {
    let pool = connect_postgres(options).await?;
    let sql = "SELECT current_setting('transaction_read_only')";
    let row = pool.query_one_raw(Statement::from_string(pool.get_database_backend(), sql)).await?;
    let is_read_only = row.map(|row| row.try_get_by_index::<String>(0)).transpose()?;
    let refusal = (is_read_only.as_deref() != Some("off")).then(|| "the database is read-only".to_owned());
    let pending = pending(&pool).await?;
    pool.close().await?;
    Ok(Inspection { engine: Engine::Postgres, is_held: false, refusal, pending })
}

/// The migrations that were not applied yet.
pub(super) async fn pending(pool: &DatabaseConnection) -> StoreResult<Vec<String>> {
    let pending = Migrator::get_pending_migrations_read_only(pool).await.map_err(StoreError::Migration)?;
    Ok(pending.iter().map(|migration| migration.name().to_owned()).collect())
}
