//! Whom what is sent may reach: who works where and in which language, and which vendors read which spaces.
//!
//! What is sent is composed before it is written, for the people there are then. Whoever comes, goes or moves meanwhile would
//! be given nothing, or be left with something that nobody ends. So each change of that kind counts a number up, and whoever
//! sends holds it where it was.

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::entity::population;
use crate::error::{StoreError, StoreResult};
use crate::{Db, Tx};

/// The only row.
const ROW: i64 = 1;

/// Whom what is sent may reach.
#[derive(Clone, Copy, Debug)]
pub struct Population<'db> {
    db: &'db Db,
}

impl<'db> Population<'db> {
    pub(crate) const fn new(db: &'db Db) -> Self {
        Self { db }
    }

    /// The number at which it stands. To be read before the people themselves.
    pub async fn version(&self) -> StoreResult<i64> {
        #[expect(clippy::disallowed_methods, reason = "a number that tells nothing of anybody")]
        let row = population::Entity::find_by_id(ROW).one(&self.db.executor()).await?;
        version_of(row)
    }

    /// Holds it until the end of the write, so that nobody comes, goes or moves meanwhile; at which number. Waits for those who
    /// do so just now.
    pub async fn hold(tx: &Tx) -> StoreResult<i64> {
        #[expect(clippy::disallowed_methods, reason = "a number that tells nothing of anybody")]
        let row = population::Entity::find_by_id(ROW).lock_shared().one(&tx.executor()).await?;
        version_of(row)
    }

    /// The same, if it still stands at a number. [`StoreError::Moved`] when it does not.
    pub async fn hold_at(tx: &Tx, version: i64) -> StoreResult<()> {
        if Self::hold(tx).await? == version { Ok(()) } else { Err(StoreError::Moved) }
    }

    /// Somebody comes, goes or moves, or is about to read other things. Waits for those who send something just now.
    pub(crate) async fn changes(tx: &Tx) -> StoreResult<()> {
        let next = Expr::col(population::Column::Version).add(1);
        population::Entity::update_many()
            .col_expr(population::Column::Version, next)
            .filter(population::Column::Id.eq(ROW))
            .exec(&tx.executor())
            .await?;
        Ok(())
    }
}

fn version_of(row: Option<population::Model>) -> StoreResult<i64> {
    row.map(|row| row.version).ok_or_else(|| StoreError::corrupt("the table `population` is empty"))
}
