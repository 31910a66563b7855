//! How recipients go on: what they do, of what they are reminded, and what ends without them.

use domain::broadcast::{BroadcastEnd, Recipient, RecipientState};
use domain::{BroadcastId, Scope, Timestamp, UserId, VendorId};
use sea_orm::sea_query::{Expr, ExprTrait, LockType, OnConflict, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, Iterable, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::recipients::{CHUNK, RecipientRow, Recipients, row_of};
use crate::Tx;
use crate::entity::recipient;
use crate::error::{StoreError, StoreResult};
use crate::vendor::exactly_one;

impl Recipients<'_> {
    /// Takes a recipient, as it was read, further. [`StoreError::Stale`] when they went on meanwhile.
    pub async fn go(tx: &Tx, read: &RecipientRow, after: &Recipient) -> StoreResult<()> {
        let millis = |at: Option<Timestamp>| Expr::value(at.map(Timestamp::as_millis));
        let before = &read.recipient;
        let outcome = recipient::Entity::update_many()
            .col_expr(recipient::Column::State, Expr::value(after.state.as_str()))
            .col_expr(recipient::Column::DeliveredAt, millis(after.delivered_at))
            .col_expr(recipient::Column::OpenedAt, millis(after.opened_at))
            .col_expr(recipient::Column::ReadAt, millis(after.read_at))
            .col_expr(recipient::Column::CheckPassedAt, millis(after.check_passed_at))
            .col_expr(recipient::Column::AcknowledgedAt, millis(after.acknowledged_at))
            .col_expr(
                recipient::Column::RecallAnswer,
                text(after.recall_answer.map(|answer| answer.as_str().to_owned())),
            )
            .col_expr(recipient::Column::FailedChecks, Expr::value(i64::from(after.failed_checks)))
            .col_expr(recipient::Column::EndedAt, millis(after.ended.map(|ended| ended.at)))
            .col_expr(recipient::Column::EndedBy, text(after.ended.map(|ended| ended.by.as_str().to_owned())))
            .col_expr(
                recipient::Column::ExemptReason,
                text(after.exempt.as_ref().map(|exempt| exempt.reason.clone())),
            )
            .col_expr(
                recipient::Column::ExemptUntil,
                millis(after.exempt.as_ref().and_then(|exempt| exempt.until)),
            )
            .filter(recipient::Column::BroadcastId.eq(read.broadcast.uuid()))
            .filter(recipient::Column::UserId.eq(read.user.uuid()))
            .filter(recipient::Column::State.eq(before.state.as_str()))
            .filter(recipient::Column::FailedChecks.eq(i64::from(before.failed_checks)))
            .filter(match before.ended {
                Some(ended) => recipient::Column::EndedAt.eq(ended.at.as_millis()),
                None => recipient::Column::EndedAt.is_null(),
            })
            // An exemption that was given meanwhile is not written over.
            .filter(match &before.exempt {
                Some(exempt) => recipient::Column::ExemptReason.eq(exempt.reason.as_str()),
                None => recipient::Column::ExemptReason.is_null(),
            })
            .exec(&tx.executor())
            .await?;
        exactly_one(outcome.rows_affected)
    }

    /// Notes that a broadcast has reached some people: those for whom nothing is noted yet, and whom it still binds, as
    /// [`domain::broadcast::Step::Deliver`] does. Answers who that was, with the vendor of each.
    pub async fn deliver(
        tx: &Tx,
        broadcast: BroadcastId,
        users: &[UserId],
    ) -> StoreResult<Vec<(UserId, VendorId)>> {
        let mut delivered = Vec::with_capacity(users.len());
        for chunk in in_order(users).chunks(CHUNK) {
            Self::hold(tx, theirs(broadcast, chunk)).await?;
            let rows = recipient::Entity::update_many()
                .col_expr(recipient::Column::State, Expr::value(RecipientState::Delivered.as_str()))
                .col_expr(recipient::Column::DeliveredAt, Expr::value(tx.now().as_millis()))
                .filter(theirs(broadcast, chunk))
                .filter(recipient::Column::State.eq(RecipientState::Pending.as_str()))
                .filter(recipient::Column::EndedAt.is_null())
                .exec_with_returning(&tx.executor())
                .await?;
            delivered
                .extend(rows.into_iter().map(|row| (UserId::new(row.user_id), VendorId::new(row.vendor_id))));
        }
        Ok(delivered)
    }

    /// Counts one more reminder of a broadcast for some people.
    pub async fn remind(tx: &Tx, broadcast: BroadcastId, users: &[UserId]) -> StoreResult<()> {
        for chunk in in_order(users).chunks(CHUNK) {
            Self::hold(tx, theirs(broadcast, chunk)).await?;
            recipient::Entity::update_many()
                .col_expr(
                    recipient::Column::Reminded,
                    ExprTrait::add(Expr::col(recipient::Column::Reminded), 1),
                )
                .filter(theirs(broadcast, chunk))
                .exec(&tx.executor())
                .await?;
        }
        Ok(())
    }

    /// Holds what is still open of a broadcast until the end of the write.
    pub async fn hold_open(tx: &Tx, broadcast: BroadcastId) -> StoreResult<()> {
        Self::hold(tx, open_where(recipient::Column::BroadcastId.eq(broadcast.uuid()))).await
    }

    /// Puts another in the place of a broadcast for some people: they do not have to acknowledge this one any more, others do.
    pub async fn let_go(tx: &Tx, broadcast: BroadcastId, users: &[UserId]) -> StoreResult<()> {
        for chunk in in_order(users).chunks(CHUNK) {
            Self::hold(tx, theirs(broadcast, chunk)).await?;
            recipient::Entity::update_many()
                .col_expr(recipient::Column::EndedAt, Expr::value(tx.now().as_millis()))
                .col_expr(recipient::Column::EndedBy, Expr::value(BroadcastEnd::Superseded.as_str()))
                .filter(theirs(broadcast, chunk))
                .filter(recipient::Column::AcknowledgedAt.is_null())
                .filter(recipient::Column::EndedAt.is_null())
                .exec(&tx.executor())
                .await?;
        }
        Ok(())
    }

    /// Ends what is still open of a broadcast: nobody has to acknowledge it any more.
    pub async fn end_open(tx: &Tx, broadcast: BroadcastId, by: BroadcastEnd) -> StoreResult<()> {
        let open = open_where(recipient::Column::BroadcastId.eq(broadcast.uuid()));
        Self::hold(tx, open.clone()).await?;
        recipient::Entity::update_many()
            .col_expr(recipient::Column::EndedAt, Expr::value(tx.now().as_millis()))
            .col_expr(recipient::Column::EndedBy, Expr::value(by.as_str()))
            .filter(open)
            .exec(&tx.executor())
            .await?;
        Ok(())
    }

    /// Adds recipients whom broadcasts reach only now, and opens again what ended for them and was not acknowledged, as it is
    /// given: whom it reached is back, and may work elsewhere now. [`StoreError::Stale`] when one of them is still open, or
    /// was acknowledged.
    pub async fn take_up(tx: &Tx, rows: &[RecipientRow]) -> StoreResult<()> {
        let is_over =
            recipient::Column::EndedAt.is_not_null().and(recipient::Column::AcknowledgedAt.is_null());
        let mut rows: Vec<_> = rows.iter().collect();
        rows.sort_unstable_by_key(|row| (row.broadcast, row.user));
        for chunk in rows.chunks(CHUNK) {
            let mut again = OnConflict::columns([recipient::Column::BroadcastId, recipient::Column::UserId]);
            again.update_columns(recipient::Column::iter().filter(|column| !is_key(*column)));
            again.action_and_where(is_over.clone());
            let outcome = recipient::Entity::insert_many(chunk.iter().copied().map(row_of))
                .on_conflict(again)
                .exec_without_returning(&tx.executor())
                .await;
            match outcome.map_err(StoreError::from) {
                Ok(taken_up) if taken_up == chunk.len() as u64 => {}
                // On SQLite the guard of what stays as it is speaks before the condition is looked at.
                Ok(_) | Err(StoreError::Taken(_)) => return Err(StoreError::Stale),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Takes what somebody still has to acknowledge along to another team of their vendor, with when it is due there. Nothing
    /// happens to what they have acknowledged meanwhile, or what is over: that stays where it was.
    pub async fn take_along(tx: &Tx, moved: &RecipientRow) -> StoreResult<()> {
        recipient::Entity::update_many()
            .col_expr(recipient::Column::SiteId, Expr::value(moved.site.uuid()))
            .col_expr(recipient::Column::TeamId, Expr::value(moved.team.uuid()))
            .col_expr(recipient::Column::DueAt, Expr::value(moved.deadline.due_at.map(Timestamp::as_millis)))
            .filter(recipient::Column::BroadcastId.eq(moved.broadcast.uuid()))
            .filter(recipient::Column::UserId.eq(moved.user.uuid()))
            .filter(recipient::Column::AcknowledgedAt.is_null())
            .filter(recipient::Column::EndedAt.is_null())
            .exec(&tx.executor())
            .await?;
        Ok(())
    }

    /// Ends everything that somebody still has to acknowledge: they have left.
    pub async fn end_open_of(tx: &Tx, user: UserId) -> StoreResult<()> {
        Self::hold_open_of(tx, user).await?;
        recipient::Entity::update_many()
            .col_expr(recipient::Column::EndedAt, Expr::value(tx.now().as_millis()))
            .col_expr(recipient::Column::EndedBy, Expr::value(BroadcastEnd::Closed.as_str()))
            .filter(open_where(recipient::Column::UserId.eq(user.uuid())))
            .exec(&tx.executor())
            .await?;
        Ok(())
    }

    /// Holds everything that somebody still has to acknowledge until the end of the write, for whoever then changes one after
    /// another.
    pub async fn hold_open_of(tx: &Tx, user: UserId) -> StoreResult<()> {
        Self::hold(tx, open_where(recipient::Column::UserId.eq(user.uuid()))).await
    }

    /// Holds rows until the end of the write, by broadcast and then by person. PostgreSQL changes rows in whatever order it finds
    /// them; two writes that take the same ones in different orders would wait for each other until it ends one of them.
    async fn hold(tx: &Tx, rows: Condition) -> StoreResult<()> {
        let db = tx.executor();
        // Nobody else writes to SQLite meanwhile.
        if db.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        let held = tx.recipients(Scope::Everything).scoped().filter(rows);
        let _held: Vec<Uuid> = held
            .select_only()
            .column(recipient::Column::UserId)
            .order_by_asc(recipient::Column::BroadcastId)
            .order_by_asc(recipient::Column::UserId)
            .lock(LockType::NoKeyUpdate)
            .into_tuple()
            .all(&db)
            .await?;
        Ok(())
    }
}

/// People in the order of [`Recipients::hold`].
fn in_order(users: &[UserId]) -> Vec<UserId> {
    let mut users = users.to_vec();
    users.sort_unstable();
    users
}

/// The rows of some people whom a broadcast reaches.
fn theirs(broadcast: BroadcastId, users: &[UserId]) -> Condition {
    Condition::all()
        .add(recipient::Column::BroadcastId.eq(broadcast.uuid()))
        .add(recipient::Column::UserId.is_in(users.iter().map(|id| id.uuid())))
}

/// Those of some rows that still have to be acknowledged.
fn open_where(rows: SimpleExpr) -> Condition {
    Condition::all()
        .add(rows)
        .add(recipient::Column::AcknowledgedAt.is_null())
        .add(recipient::Column::EndedAt.is_null())
}

/// Whether a column says whom a row is about, and what.
const fn is_key(column: recipient::Column) -> bool {
    matches!(column, recipient::Column::BroadcastId | recipient::Column::UserId)
}

fn text(value: Option<String>) -> SimpleExpr {
    Expr::value(value)
}
