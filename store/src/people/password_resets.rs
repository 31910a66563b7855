//! Mailed links that set a password: usable once, for a while.

use domain::{PasswordResetId, Timestamp, UserId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select, Set};

use crate::entity::password_reset;
use crate::error::StoreResult;
use crate::vendor::exactly_one;
use crate::{Db, Tx};

/// Mailed links that set a password.
#[derive(Clone, Copy, Debug)]
pub struct PasswordResets<'db>(&'db Db);

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordResetRow {
    /// Its name.
    pub id: PasswordResetId,
    /// Whose password it sets.
    pub user: UserId,
    /// From when on it is worthless.
    pub expires_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

impl<'db> PasswordResets<'db> {
    pub(crate) const fn new(db: &'db Db) -> Self {
        Self(db)
    }

    /// The link with a secret, whatever its state.
    pub async fn by_token_hash(&self, token_hash: &[u8; 32]) -> StoreResult<Option<PasswordResetRow>> {
        let mine = all().filter(password_reset::Column::TokenHash.eq(token_hash.to_vec()));
        let row = mine.one(&self.0.executor()).await?;
        Ok(row.map(|row| {
            let password_reset::Model { id, token_hash: _, user_id, created_at: _, expires_at, used_at } =
                row;
            PasswordResetRow {
                id: PasswordResetId::new(id),
                user: UserId::new(user_id),
                expires_at: Timestamp::from_millis(expires_at),
                used_at: used_at.map(Timestamp::from_millis),
            }
        }))
    }

    /// Adds a link. The person's earlier ones stay what they are: anybody may ask for a new one.
    pub async fn insert(tx: &Tx, reset: &PasswordResetRow, token_hash: [u8; 32]) -> StoreResult<()> {
        let row = password_reset::ActiveModel {
            id: Set(reset.id.uuid()),
            token_hash: Set(token_hash.to_vec()),
            user_id: Set(reset.user.uuid()),
            created_at: Set(tx.now().as_millis()),
            expires_at: Set(reset.expires_at.as_millis()),
            used_at: Set(None),
        };
        password_reset::Entity::insert(row).exec_without_returning(&tx.executor()).await?;
        Ok(())
    }

    /// Uses a link up; [`crate::StoreError::Stale`] when somebody was faster.
    pub async fn use_up(tx: &Tx, id: PasswordResetId) -> StoreResult<()> {
        let outcome =
            using_up(tx).filter(password_reset::Column::Id.eq(id.uuid())).exec(&tx.executor()).await?;
        exactly_one(outcome.rows_affected)
    }

    /// Makes all links of a person worthless.
    pub async fn use_up_all(tx: &Tx, user: UserId) -> StoreResult<()> {
        using_up(tx).filter(password_reset::Column::UserId.eq(user.uuid())).exec(&tx.executor()).await?;
        Ok(())
    }
}

fn using_up(tx: &Tx) -> sea_orm::UpdateMany<password_reset::Entity> {
    password_reset::Entity::update_many()
        .col_expr(password_reset::Column::UsedAt, Expr::value(tx.now().as_millis()))
        .filter(password_reset::Column::UsedAt.is_null())
}

#[expect(clippy::disallowed_methods, reason = "the only place that starts a query on this table")]
fn all() -> Select<password_reset::Entity> {
    password_reset::Entity::find()
}
