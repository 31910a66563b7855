//! Sessions. Only the hash of the secret is stored, so that a copy of the database opens no door.

use domain::people::{Session, User};
use domain::{SessionId, Timestamp, UserId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select, Set};

use super::users::of_row as user_of_row;
use crate::entity::{session, user_account};
use crate::error::StoreResult;
use crate::{Db, Tx};

/// Sessions; each query names whose.
#[derive(Clone, Copy, Debug)]
pub struct Sessions<'db>(&'db Db);

/// A session to begin.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Its name.
    pub id: SessionId,
    /// The hash of its secret.
    pub token_hash: [u8; 32],
    /// Whose.
    pub user: UserId,
    /// On what device.
    pub device: String,
}

/// A session with its owner.
#[derive(Clone, Debug)]
pub struct SessionUser {
    /// The session.
    pub session: Session,
    /// Its owner.
    pub user: User,
}

impl<'db> Sessions<'db> {
    pub(crate) const fn new(db: &'db Db) -> Self {
        Self(db)
    }

    /// The session with a secret, whatever its state, and its owner.
    pub async fn by_token_hash(&self, token_hash: &[u8; 32]) -> StoreResult<Option<SessionUser>> {
        let mine = all().filter(session::Column::TokenHash.eq(token_hash.to_vec()));
        match mine.find_also_related(user_account::Entity).one(&self.0.executor()).await? {
            Some((session, Some(user))) => {
                Ok(Some(SessionUser { session: of_row(session), user: user_of_row(user)? }))
            }
            _ => Ok(None),
        }
    }

    /// The sessions of a person that nobody has ended, the last used first.
    pub async fn of_user(&self, user: UserId) -> StoreResult<Vec<Session>> {
        let rows = all()
            .filter(session::Column::UserId.eq(user.uuid()))
            .filter(session::Column::RevokedAt.is_null())
            .order_by_desc(session::Column::LastSeenAt)
            .all(&self.0.executor())
            .await?;
        Ok(rows.into_iter().map(of_row).collect())
    }

    /// When a person was last here before one of their sessions began; none when that is the first that is known. Sessions that
    /// were ended count too, those that were still in use do not.
    pub async fn seen_before(&self, user: UserId, session: SessionId) -> StoreResult<Option<Timestamp>> {
        let mine = || all().filter(session::Column::UserId.eq(user.uuid()));
        let here = mine().filter(session::Column::Id.eq(session.uuid())).one(&self.0.executor()).await?;
        let Some(here) = here else { return Ok(None) };
        let before = mine()
            .filter(session::Column::LastSeenAt.lt(here.created_at))
            .order_by_desc(session::Column::LastSeenAt)
            .one(&self.0.executor())
            .await?;
        Ok(before.map(|before| Timestamp::from_millis(before.last_seen_at)))
    }

    /// Begins a session.
    pub async fn insert(tx: &Tx, new: NewSession) -> StoreResult<()> {
        let NewSession { id, token_hash, user, device } = new;
        let now = tx.now().as_millis();
        let row = session::ActiveModel {
            id: Set(id.uuid()),
            token_hash: Set(token_hash.to_vec()),
            user_id: Set(user.uuid()),
            device: Set(device),
            created_at: Set(now),
            last_seen_at: Set(now),
            revoked_at: Set(None),
        };
        session::Entity::insert(row).exec_without_returning(&tx.executor()).await?;
        Ok(())
    }

    /// Notes that a session was used.
    pub async fn touch(tx: &Tx, id: SessionId) -> StoreResult<()> {
        session::Entity::update_many()
            .col_expr(session::Column::LastSeenAt, Expr::value(tx.now().as_millis()))
            .filter(session::Column::Id.eq(id.uuid()))
            .exec(&tx.executor())
            .await?;
        Ok(())
    }

    /// Ends one session of a person; whether there was one to end.
    pub async fn revoke(tx: &Tx, user: UserId, id: SessionId) -> StoreResult<bool> {
        let one = revoking(tx).filter(session::Column::Id.eq(id.uuid()));
        let outcome = one.filter(session::Column::UserId.eq(user.uuid())).exec(&tx.executor()).await?;
        Ok(outcome.rows_affected == 1)
    }

    /// Ends all sessions of a person but one; how many.
    pub async fn revoke_all(tx: &Tx, user: UserId, but: Option<SessionId>) -> StoreResult<u64> {
        let mut all = revoking(tx).filter(session::Column::UserId.eq(user.uuid()));
        if let Some(but) = but {
            all = all.filter(session::Column::Id.ne(but.uuid()));
        }
        Ok(all.exec(&tx.executor()).await?.rows_affected)
    }

    /// Forgets sessions that have not been used since `before`.
    pub async fn forget(tx: &Tx, before: Timestamp) -> StoreResult<u64> {
        let old = session::Entity::delete_many().filter(session::Column::LastSeenAt.lt(before.as_millis()));
        Ok(old.exec(&tx.executor()).await?.rows_affected)
    }
}

fn revoking(tx: &Tx) -> sea_orm::UpdateMany<session::Entity> {
    session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, Expr::value(tx.now().as_millis()))
        .filter(session::Column::RevokedAt.is_null())
}

#[expect(clippy::disallowed_methods, reason = "the only place that starts a query on this table")]
fn all() -> Select<session::Entity> {
    session::Entity::find()
}

fn of_row(row: session::Model) -> Session {
    let session::Model { id, token_hash: _, user_id, device, created_at, last_seen_at, revoked_at } = row;
    Session {
        id: SessionId::new(id),
        user: UserId::new(user_id),
        created_at: Timestamp::from_millis(created_at),
        last_seen_at: Timestamp::from_millis(last_seen_at),
        revoked_at: revoked_at.map(Timestamp::from_millis),
        device,
    }
}
