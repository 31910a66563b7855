//! Broadcasts that are being composed.

use domain::broadcast::BroadcastDraft;
use domain::{BroadcastDraftId, Scope, Timestamp, UserId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select, Set};

use crate::entity::broadcast_draft;
use crate::error::{StoreError, StoreResult};
use crate::vendor::exactly_one;
use crate::{Db, Tx};

/// Broadcasts that are being composed: the client's own, of which no vendor sees anything.
#[derive(Clone, Copy, Debug)]
pub struct BroadcastDrafts<'db> {
    db: &'db Db,
    scope: Scope,
}

impl<'db> BroadcastDrafts<'db> {
    pub(crate) const fn new(db: &'db Db, scope: Scope) -> Self {
        Self { db, scope }
    }

    /// One draft.
    pub async fn get(&self, id: BroadcastDraftId) -> StoreResult<Option<BroadcastDraft>> {
        let one = self.scoped().filter(broadcast_draft::Column::Id.eq(id.uuid()));
        one.one(&self.db.executor()).await?.map(of_row).transpose()
    }

    /// All of them, the last saved first.
    pub async fn all(&self) -> StoreResult<Vec<BroadcastDraft>> {
        let all = self.scoped().order_by_desc(broadcast_draft::Column::SavedAt);
        let rows = all.order_by_desc(broadcast_draft::Column::Id).all(&self.db.executor()).await?;
        rows.into_iter().map(of_row).collect()
    }

    /// Adds one.
    pub async fn insert(tx: &Tx, new: &BroadcastDraft) -> StoreResult<()> {
        let BroadcastDraft { id, title, answers, saved_by, saved_at, version } = new.clone();
        let row = broadcast_draft::ActiveModel {
            id: Set(id.uuid()),
            title: Set(title),
            answers: Set(stored(&answers)?),
            saved_by: Set(saved_by.map(UserId::uuid)),
            saved_at: Set(saved_at.as_millis()),
            version: Set(version),
        };
        broadcast_draft::Entity::insert(row).exec_without_returning(&tx.executor()).await?;
        Ok(())
    }

    /// Saves one over the version before it. [`StoreError::Stale`] when another version is there by now, or none.
    pub async fn update(tx: &Tx, new: &BroadcastDraft) -> StoreResult<()> {
        let outcome = broadcast_draft::Entity::update_many()
            .col_expr(broadcast_draft::Column::Title, Expr::value(new.title.as_str()))
            .col_expr(broadcast_draft::Column::Answers, Expr::value(stored(&new.answers)?))
            .col_expr(broadcast_draft::Column::SavedBy, Expr::value(new.saved_by.map(UserId::uuid)))
            .col_expr(broadcast_draft::Column::SavedAt, Expr::value(new.saved_at.as_millis()))
            .col_expr(broadcast_draft::Column::Version, Expr::value(new.version))
            .filter(broadcast_draft::Column::Id.eq(new.id.uuid()))
            .filter(broadcast_draft::Column::Version.eq(new.version.saturating_sub(1)))
            .exec(&tx.executor())
            .await?;
        exactly_one(outcome.rows_affected)
    }

    /// Takes one away in the version in which it was read: it is sent, or thrown away. [`StoreError::Stale`] when another
    /// version is there by now, or none.
    pub async fn remove(tx: &Tx, id: BroadcastDraftId, version: i64) -> StoreResult<()> {
        let outcome = broadcast_draft::Entity::delete_many()
            .filter(broadcast_draft::Column::Id.eq(id.uuid()))
            .filter(broadcast_draft::Column::Version.eq(version))
            .exec(&tx.executor())
            .await?;
        exactly_one(outcome.rows_affected)
    }

    #[expect(clippy::disallowed_methods, reason = "the only place that starts a query on this table")]
    fn scoped(&self) -> Select<broadcast_draft::Entity> {
        let all = broadcast_draft::Entity::find();
        match self.scope {
            Scope::Everything => all,
            Scope::Vendor(_) | Scope::Team(..) | Scope::Nothing => {
                all.filter(broadcast_draft::Column::Id.is_null())
            }
        }
    }
}

fn stored(answers: &[(String, String)]) -> StoreResult<String> {
    serde_json::to_string(answers).map_err(StoreError::corrupt)
}

fn of_row(row: broadcast_draft::Model) -> StoreResult<BroadcastDraft> {
    let broadcast_draft::Model { id, title, answers, saved_by, saved_at, version } = row;
    Ok(BroadcastDraft {
        id: BroadcastDraftId::new(id),
        title,
        answers: serde_json::from_str(&answers).map_err(StoreError::corrupt)?,
        saved_by: saved_by.map(UserId::new),
        saved_at: Timestamp::from_millis(saved_at),
        version,
    })
}
