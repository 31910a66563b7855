//! The connections that read.

use std::sync::{Arc, PoisonError, RwLock};

use sea_orm::DatabaseConnection;

use super::StoreOptions;
use super::open::connect_sqlite_lazily;
use crate::error::StoreResult;

/// A pool of connections that can be replaced as a whole. Cheap to clone; all clones see the replacement.
#[derive(Clone, Debug)]
pub(super) struct Readers(Arc<RwLock<DatabaseConnection>>);

impl Readers {
    pub(super) fn new(pool: DatabaseConnection) -> Self {
        Self(Arc::new(RwLock::new(pool)))
    }

    /// The pool as it is now.
    pub(super) fn pool(&self) -> DatabaseConnection {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Lets go of every connection, and connects anew when somebody reads next. What SQLite shares between the connections
    /// of a process was mapped for reading only when the file could not be written at first, and stays so until the last
    /// of them is closed.
    pub(super) async fn renew(&self, options: &StoreOptions) -> StoreResult<()> {
        let fresh = connect_sqlite_lazily(options, options.max_connections).await?;
        let old = std::mem::replace(&mut *self.0.write().unwrap_or_else(PoisonError::into_inner), fresh);
        Ok(old.close().await?)
    }
}
