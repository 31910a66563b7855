//! What people were told.

use std::collections::BTreeSet;

use domain::broadcast::Severity;
use domain::notification::{Notice, Notification, Subject};
use domain::{ArticleVersionId, BroadcastId, FlagId, NotificationId, Timestamp, UserId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select, Set};
use uuid::Uuid;

use crate::entity::notification;
use crate::error::{StoreError, StoreResult};
use crate::{Db, Tx};

/// How many rows go into one statement. Well below the limits of both engines on parameters.
const CHUNK: usize = 500;

/// What people were told; each query names whom.
#[derive(Clone, Copy, Debug)]
pub struct Notifications<'db>(&'db Db);

impl<'db> Notifications<'db> {
    pub(crate) const fn new(db: &'db Db) -> Self {
        Self(db)
    }

    /// What somebody was told, what they have not read first, then the last first.
    pub async fn of_user(&self, user: UserId, limit: usize) -> StoreResult<Vec<Notification>> {
        let mut found = self.unread(user, limit).await?;
        let read = of(user).filter(notification::Column::ReadAt.is_not_null());
        let left = limit.saturating_sub(found.len());
        let rows = latest(read).limit(left as u64).all(&self.0.executor()).await?;
        for row in rows {
            found.push(of_row(row)?);
        }
        Ok(found)
    }

    /// What somebody has not read, the last first.
    pub async fn unread(&self, user: UserId, limit: usize) -> StoreResult<Vec<Notification>> {
        let unread = of(user).filter(notification::Column::ReadAt.is_null());
        let rows = latest(unread).limit(limit as u64).all(&self.0.executor()).await?;
        rows.into_iter().map(of_row).collect()
    }

    /// How much somebody has not read.
    pub async fn count_unread(&self, user: UserId) -> StoreResult<u64> {
        let unread = of(user).filter(notification::Column::ReadAt.is_null());
        Ok(unread.count(&self.0.executor()).await?)
    }

    /// One thing that somebody was told.
    pub async fn get(&self, user: UserId, id: NotificationId) -> StoreResult<Option<Notification>> {
        let one = of(user).filter(notification::Column::Id.eq(id.uuid()));
        one.one(&self.0.executor()).await?.map(of_row).transpose()
    }

    /// Who has something unread that no letter told of.
    pub async fn waiting(&self) -> StoreResult<BTreeSet<UserId>> {
        let ids: Vec<Uuid> = all()
            .filter(notification::Column::ReadAt.is_null())
            .filter(notification::Column::MailedAt.is_null())
            .select_only()
            .column(notification::Column::UserId)
            .distinct()
            .into_tuple()
            .all(&self.0.executor())
            .await?;
        Ok(ids.into_iter().map(UserId::new).collect())
    }

    /// Who of some people was told this of something already.
    pub async fn told(
        &self,
        users: &[UserId],
        subject: Subject,
        notice: &Notice,
    ) -> StoreResult<BTreeSet<UserId>> {
        let mut told = BTreeSet::new();
        for chunk in users.chunks(CHUNK) {
            let ids: Vec<Uuid> = all()
                .filter(notification::Column::UserId.is_in(chunk.iter().map(|id| id.uuid())))
                .filter(notification::Column::Kind.eq(notice.kind()))
                .filter(notification::Column::SubjectId.eq(subject.uuid()))
                .filter(notification::Column::Level.eq(notice.level()))
                .select_only()
                .column(notification::Column::UserId)
                .into_tuple()
                .all(&self.0.executor())
                .await?;
            told.extend(ids.into_iter().map(UserId::new));
        }
        Ok(told)
    }

    /// Adds what people are told. [`StoreError::Taken`] when somebody was told the same meanwhile; person by person, so that no
    /// two writes wait for each other.
    pub async fn insert(tx: &Tx, new: &[Notification]) -> StoreResult<()> {
        let mut new: Vec<_> = new.iter().collect();
        new.sort_by_key(|one| one.user);
        for chunk in new.chunks(CHUNK) {
            let rows = chunk.iter().copied().map(row_of).collect::<StoreResult<Vec<_>>>()?;
            notification::Entity::insert_many(rows).exec_without_returning(&tx.executor()).await?;
        }
        Ok(())
    }

    /// Notes that its owner has read something, or everything; what was read before stays as it is. Answers how much that was.
    pub async fn read(tx: &Tx, owner: UserId, id: Option<NotificationId>) -> StoreResult<u64> {
        let mut update = notification::Entity::update_many()
            .col_expr(notification::Column::ReadAt, Expr::value(tx.now().as_millis()))
            .filter(notification::Column::UserId.eq(owner.uuid()))
            .filter(notification::Column::ReadAt.is_null());
        if let Some(id) = id {
            update = update.filter(notification::Column::Id.eq(id.uuid()));
        }
        Ok(update.exec(&tx.executor()).await?.rows_affected)
    }

    /// Notes that some people have read what they were told of something, because they have it before them or it is over;
    /// what was read before stays as it is.
    pub async fn read_about(tx: &Tx, owners: &[UserId], subject: Subject) -> StoreResult<()> {
        for chunk in owners.chunks(CHUNK) {
            notification::Entity::update_many()
                .col_expr(notification::Column::ReadAt, Expr::value(tx.now().as_millis()))
                .filter(notification::Column::UserId.is_in(chunk.iter().map(|id| id.uuid())))
                .filter(notification::Column::SubjectId.eq(subject.uuid()))
                .filter(notification::Column::ReadAt.is_null())
                .exec(&tx.executor())
                .await?;
        }
        Ok(())
    }

    /// Notes that nobody has to read any more that a broadcast is there, or what they were reminded of: it is over.
    pub async fn over(tx: &Tx, broadcast: BroadcastId) -> StoreResult<()> {
        notification::Entity::update_many()
            .col_expr(notification::Column::ReadAt, Expr::value(tx.now().as_millis()))
            .filter(notification::Column::BroadcastId.eq(broadcast.uuid()))
            .filter(notification::Column::Kind.is_in(["announced", "reminder"]))
            .filter(notification::Column::ReadAt.is_null())
            .exec(&tx.executor())
            .await?;
        Ok(())
    }

    /// Notes that a letter told somebody of some things.
    pub async fn mailed(tx: &Tx, owner: UserId, ids: &[NotificationId]) -> StoreResult<()> {
        for chunk in ids.chunks(CHUNK) {
            notification::Entity::update_many()
                .col_expr(notification::Column::MailedAt, Expr::value(tx.now().as_millis()))
                .filter(notification::Column::UserId.eq(owner.uuid()))
                .filter(notification::Column::Id.is_in(chunk.iter().map(|id| id.uuid())))
                .filter(notification::Column::MailedAt.is_null())
                .exec(&tx.executor())
                .await?;
        }
        Ok(())
    }

    /// Notes that letters told everybody of all that they were told so far.
    pub async fn all_mailed(tx: &Tx) -> StoreResult<()> {
        notification::Entity::update_many()
            .col_expr(notification::Column::MailedAt, Expr::value(tx.now().as_millis()))
            .filter(notification::Column::MailedAt.is_null())
            .exec(&tx.executor())
            .await?;
        Ok(())
    }
}

fn latest(select: Select<notification::Entity>) -> Select<notification::Entity> {
    select.order_by_desc(notification::Column::CreatedAt).order_by_desc(notification::Column::Id)
}

fn of(user: UserId) -> Select<notification::Entity> {
    all().filter(notification::Column::UserId.eq(user.uuid()))
}

#[expect(clippy::disallowed_methods, reason = "the only place that starts a query on this table")]
fn all() -> Select<notification::Entity> {
    notification::Entity::find()
}

fn row_of(new: &Notification) -> StoreResult<notification::ActiveModel> {
    let Notification { id, user, notice, subject, title, created_at, read_at, mailed_at } = new.clone();
    let (broadcast, severity) = match subject {
        Subject::Broadcast { id, severity } => (Some(id.uuid()), Some(severity.as_str().to_owned())),
        Subject::Flag(_) | Subject::Version(_) => (None, None),
    };
    Ok(notification::ActiveModel {
        id: Set(id.uuid()),
        user_id: Set(user.uuid()),
        kind: Set(notice.kind().to_owned()),
        subject_id: Set(subject.uuid()),
        level: Set(notice.level()),
        broadcast_id: Set(broadcast),
        severity: Set(severity),
        title: Set(title),
        params: Set(serde_json::to_string(&notice).map_err(StoreError::corrupt)?),
        created_at: Set(created_at.as_millis()),
        read_at: Set(read_at.map(Timestamp::as_millis)),
        mailed_at: Set(mailed_at.map(Timestamp::as_millis)),
    })
}

fn of_row(row: notification::Model) -> StoreResult<Notification> {
    let notification::Model {
        id,
        user_id,
        kind: _,
        subject_id,
        level: _,
        broadcast_id,
        severity,
        title,
        params,
        created_at,
        read_at,
        mailed_at,
    } = row;
    let notice: Notice = serde_json::from_str(&params).map_err(StoreError::corrupt)?;
    let subject = match broadcast_id {
        Some(broadcast) => {
            let known = severity.as_deref().and_then(Severity::parse);
            let corrupt = || StoreError::corrupt(format!("severity {severity:?} of notification {id}"));
            Subject::Broadcast { id: BroadcastId::new(broadcast), severity: known.ok_or_else(corrupt)? }
        }
        None => match notice {
            Notice::DraftSubmitted { .. } | Notice::DraftSentBack { .. } | Notice::DraftApproved { .. } => {
                Subject::Version(ArticleVersionId::new(subject_id))
            }
            _ => Subject::Flag(FlagId::new(subject_id)),
        },
    };
    Ok(Notification {
        id: NotificationId::new(id),
        user: UserId::new(user_id),
        notice,
        subject,
        title,
        created_at: Timestamp::from_millis(created_at),
        read_at: read_at.map(Timestamp::from_millis),
        mailed_at: mailed_at.map(Timestamp::from_millis),
    })
}
