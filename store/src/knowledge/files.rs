//! Images beside articles: kept once by what is in them, and named by the spaces that show them. What is in them lies with
//! [`crate::Objects`].

use std::collections::BTreeMap;

use domain::{Scope, SpaceId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use super::Spaces;
use crate::entity::{file, file_bytes, space_file};
use crate::error::StoreResult;
use crate::objects::hash_of;
use crate::{Db, Tx};

/// Files of spaces that are open to a scope.
#[derive(Clone, Copy, Debug)]
pub struct Files<'db> {
    db: &'db Db,
    scope: Scope,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// SHA-256 of what is in it, in lower-case hexadecimal.
    pub hash: String,
    /// What it is (RFC 6838).
    pub media_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl File {
    /// By what it is and what is in it.
    pub fn new(media_type: &str, bytes: Vec<u8>) -> Self {
        Self { hash: hash_of(&bytes), media_type: media_type.to_owned(), bytes }
    }
}

/// A file of which what is in it is kept: only [`crate::Objects`] and the database make one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFile {
    hash: String,
    media_type: String,
    size: i64,
}

impl KeptFile {
    pub(crate) fn of(file: &File) -> Self {
        let size = i64::try_from(file.bytes.len()).unwrap_or(i64::MAX);
        Self { hash: file.hash.clone(), media_type: file.media_type.clone(), size }
    }

    /// With what is in it.
    pub(crate) fn with(self, bytes: Vec<u8>) -> File {
        let Self { hash, media_type, size: _ } = self;
        File { hash, media_type, bytes }
    }
}

impl<'db> Files<'db> {
    pub(crate) const fn new(db: &'db Db, scope: Scope) -> Self {
        Self { db, scope }
    }

    /// A file that a space shows or once showed.
    pub async fn get(&self, space: &domain::Slug, hash: &str) -> StoreResult<Option<KeptFile>> {
        let Some(space) = Spaces::new(self.db, self.scope).by_slug(space).await? else { return Ok(None) };
        let shown = rows(space.id).filter(space_file::Column::Hash.eq(hash)).one(&self.db.executor()).await?;
        match shown {
            Some(_) => self.read(hash).await,
            None => Ok(None),
        }
    }

    /// The files of a space by their paths in its folder, each as it was last imported: their hashes.
    pub async fn of_space(&self, space: SpaceId) -> StoreResult<BTreeMap<String, String>> {
        let rows = rows(space).order_by_asc(space_file::Column::AddedAt).all(&self.db.executor()).await?;
        Ok(rows.into_iter().map(|row| (row.path, row.hash)).collect())
    }

    /// A file of a space that was found in scope.
    async fn read(&self, hash: &str) -> StoreResult<Option<KeptFile>> {
        #[expect(clippy::disallowed_methods, reason = "reached only with a hash that a space in scope names")]
        let row = file::Entity::find_by_id(hash.to_owned()).one(&self.db.executor()).await?;
        Ok(row.map(|file::Model { hash, media_type, size, created_at: _ }| KeptFile {
            hash,
            media_type,
            size,
        }))
    }

    /// What is in a file that still waits in the database to be moved out of it.
    pub(crate) async fn waiting(db: &Db, hash: &str) -> StoreResult<Option<Vec<u8>>> {
        #[expect(clippy::disallowed_methods, reason = "reached only with the hash of a file that was found")]
        let row = file_bytes::Entity::find_by_id(hash.to_owned()).one(&db.executor()).await?;
        Ok(row.map(|row| row.bytes).filter(|bytes| hash_of(bytes) == hash))
    }

    /// The next that waits to be moved, by its hash; none when all behind a hash are.
    pub async fn next_waiting(db: &Db, after: &str) -> StoreResult<Option<File>> {
        #[expect(clippy::disallowed_methods, reason = "all are moved, whoever may see them")]
        let waiting = file_bytes::Entity::find();
        let row = waiting
            .filter(file_bytes::Column::Hash.gt(after))
            .order_by_asc(file_bytes::Column::Hash)
            .one(&db.executor())
            .await?;
        let media_type = String::new();
        Ok(row.map(|file_bytes::Model { hash, bytes }| File { hash, media_type, bytes }))
    }

    /// Takes what is in a file out of the database, once it is kept elsewhere.
    pub async fn moved(tx: &Tx, kept: &KeptFile) -> StoreResult<()> {
        file_bytes::Entity::delete_by_id(kept.hash.clone()).exec(&tx.executor()).await?;
        Ok(())
    }

    /// Adds a file to a space; one that is there already is only named again.
    pub async fn put(tx: &Tx, space: SpaceId, path: &str, new: &KeptFile) -> StoreResult<()> {
        let row = file::ActiveModel {
            hash: Set(new.hash.clone()),
            media_type: Set(new.media_type.clone()),
            size: Set(new.size),
            created_at: Set(tx.now().as_millis()),
        };
        let mut known = OnConflict::column(file::Column::Hash);
        known.do_nothing();
        file::Entity::insert(row).on_conflict(known).exec_without_returning(&tx.executor()).await?;
        let row = space_file::ActiveModel {
            space_id: Set(space.uuid()),
            path: Set(path.to_owned()),
            hash: Set(new.hash.clone()),
            added_at: Set(tx.now().as_millis()),
        };
        let columns = [space_file::Column::SpaceId, space_file::Column::Path, space_file::Column::Hash];
        let mut again = OnConflict::columns(columns);
        again.update_column(space_file::Column::AddedAt);
        space_file::Entity::insert(row).on_conflict(again).exec_without_returning(&tx.executor()).await?;
        Ok(())
    }
}

#[expect(clippy::disallowed_methods, reason = "reached only with the id of a space in scope")]
fn rows(space: SpaceId) -> sea_orm::Select<space_file::Entity> {
    space_file::Entity::find().filter(space_file::Column::SpaceId.eq(space.uuid()))
}
