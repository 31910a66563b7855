//! Acknowledgements: written once, never changed.

use domain::broadcast::Binding;
use domain::{ArticleVersionId, BroadcastId, Scope, Timestamp, UserId, VendorId};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, Set,
};
use uuid::Uuid;

use crate::entity::{acknowledgement, article_version, broadcast_binding, onboarding};
use crate::error::StoreResult;
use crate::{Db, Tx};

/// How many ids go into one statement. Well below the limits of both engines on parameters.
const CHUNK: usize = 500;

/// Acknowledgements within a scope.
#[derive(Clone, Copy, Debug)]
pub struct Acknowledgements<'db> {
    db: &'db Db,
    scope: Scope,
}

/// An acknowledgement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    /// Which.
    pub id: Uuid,
    /// Of what.
    pub broadcast: BroadcastId,
    /// Whose.
    pub user: UserId,
    /// For which vendor they worked.
    pub vendor: VendorId,
    /// The record, as JSON; the event that stands in the log for it holds the same.
    pub record: String,
    /// When.
    pub at: Timestamp,
}

impl<'db> Acknowledgements<'db> {
    pub(crate) const fn new(db: &'db Db, scope: Scope) -> Self {
        Self { db, scope }
    }

    /// Those of a broadcast, in the order in which they were given.
    pub async fn of_broadcast(&self, id: BroadcastId) -> StoreResult<Vec<Acknowledgement>> {
        let rows = self
            .scoped()
            .filter(acknowledgement::Column::BroadcastId.eq(id.uuid()))
            .order_by_asc(acknowledgement::Column::AcknowledgedAt)
            .order_by_asc(acknowledgement::Column::Id)
            .all(&self.db.executor())
            .await?;
        Ok(rows.into_iter().map(of_row).collect())
    }

    /// Those that some people gave of a broadcast, in no order.
    pub async fn of_users(&self, id: BroadcastId, users: &[UserId]) -> StoreResult<Vec<Acknowledgement>> {
        let mut found = Vec::with_capacity(users.len());
        for chunk in users.chunks(CHUNK) {
            let rows = self
                .scoped()
                .filter(acknowledgement::Column::BroadcastId.eq(id.uuid()))
                .filter(acknowledgement::Column::UserId.is_in(chunk.iter().map(|user| user.uuid())))
                .all(&self.db.executor())
                .await?;
            found.extend(rows.into_iter().map(of_row));
        }
        Ok(found)
    }

    /// The version of an article that somebody knew before the one that a binding leads to: of the earlier ones the newest that
    /// they acknowledged, or gave their word on when they joined.
    pub async fn last_version(
        &self,
        user: UserId,
        binding: &Binding,
    ) -> StoreResult<Option<ArticleVersionId>> {
        use article_version::Column as V;
        let to = Query::select()
            .column(V::Number)
            .from(article_version::Entity)
            .and_where(Expr::col(V::Id).eq(binding.to.uuid()))
            .take();
        let known = Condition::any()
            .add(Expr::col(V::Id).in_subquery(acknowledged(user, binding)))
            .add(Expr::col(V::Id).in_subquery(read_first(user, binding)));
        // As one question, because everybody who acknowledges asks it.
        let query = Query::select()
            .column(V::Id)
            .from(article_version::Entity)
            .and_where(Expr::col(V::ArticleId).eq(binding.article.uuid()))
            .and_where(Expr::col(V::Locale).eq(binding.locale.as_str()))
            .and_where(Expr::col(V::Number).lt(to))
            .cond_where(known)
            .order_by(V::Number, Order::Desc)
            .limit(1)
            .take();
        let row = self.db.executor().query_one(&query).await?;
        Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.map(ArticleVersionId::new))
    }

    /// The last ones of somebody, the last first.
    pub async fn of_user(&self, user: UserId, limit: usize) -> StoreResult<Vec<Acknowledgement>> {
        let rows = self
            .scoped()
            .filter(acknowledgement::Column::UserId.eq(user.uuid()))
            .order_by_desc(acknowledgement::Column::AcknowledgedAt)
            .limit(limit as u64)
            .all(&self.db.executor())
            .await?;
        Ok(rows.into_iter().map(of_row).collect())
    }

    /// Adds one. [`crate::StoreError::Taken`] when there is one of that person for that broadcast.
    pub async fn insert(tx: &Tx, new: &Acknowledgement) -> StoreResult<()> {
        let Acknowledgement { id, broadcast, user, vendor, record, at } = new.clone();
        let row = acknowledgement::ActiveModel {
            id: Set(id),
            broadcast_id: Set(broadcast.uuid()),
            user_id: Set(user.uuid()),
            vendor_id: Set(vendor.uuid()),
            record: Set(record),
            acknowledged_at: Set(at.as_millis()),
        };
        acknowledgement::Entity::insert(row).exec_without_returning(&tx.executor()).await?;
        Ok(())
    }

    #[expect(clippy::disallowed_methods, reason = "the only place that starts a query on this table")]
    fn scoped(&self) -> Select<acknowledgement::Entity> {
        let all = acknowledgement::Entity::find();
        match self.scope {
            Scope::Everything => all,
            Scope::Vendor(vendor) | Scope::Team(vendor, _) => {
                all.filter(acknowledgement::Column::VendorId.eq(vendor.uuid()))
            }
            Scope::Nothing => all.filter(acknowledgement::Column::Id.is_null()),
        }
    }
}

/// The versions of an article in a language that somebody acknowledged. What is bound in several languages they read in one,
/// and the record names no other.
fn acknowledged(user: UserId, binding: &Binding) -> SelectStatement {
    use broadcast_binding::Column as B;
    let named = format!(r#"%"locale":"{}"%"#, binding.locale.as_str());
    Query::select()
        .column((broadcast_binding::Entity, B::ToVersionId))
        .from(acknowledgement::Entity)
        .inner_join(
            broadcast_binding::Entity,
            Expr::col((broadcast_binding::Entity, B::BroadcastId))
                .equals((acknowledgement::Entity, acknowledgement::Column::BroadcastId)),
        )
        .and_where(Expr::col((acknowledgement::Entity, acknowledgement::Column::UserId)).eq(user.uuid()))
        .and_where(Expr::col((acknowledgement::Entity, acknowledgement::Column::Record)).like(named))
        .and_where(Expr::col((broadcast_binding::Entity, B::ArticleId)).eq(binding.article.uuid()))
        .and_where(Expr::col((broadcast_binding::Entity, B::Locale)).eq(binding.locale.as_str()))
        .take()
}

/// The version of an article in a language on which somebody gave their word when they joined.
fn read_first(user: UserId, binding: &Binding) -> SelectStatement {
    use onboarding::Column as O;
    Query::select()
        .column(O::VersionId)
        .from(onboarding::Entity)
        .and_where(Expr::col(O::UserId).eq(user.uuid()))
        .and_where(Expr::col(O::ArticleId).eq(binding.article.uuid()))
        .and_where(Expr::col(O::Locale).eq(binding.locale.as_str()))
        .and_where(Expr::col(O::AcknowledgedAt).is_not_null())
        .take()
}

fn of_row(row: acknowledgement::Model) -> Acknowledgement {
    let acknowledgement::Model { id, broadcast_id, user_id, vendor_id, record, acknowledged_at } = row;
    Acknowledgement {
        id,
        broadcast: BroadcastId::new(broadcast_id),
        user: UserId::new(user_id),
        vendor: VendorId::new(vendor_id),
        record,
        at: Timestamp::from_millis(acknowledged_at),
    }
}
